"""Photographs each mail of the gallery in Debian's Chromium, at 360 and 700 px, light and dark.

.venv-mails/bin/python tools/screenshots.py out/gallery [part of a name]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = (360, 700)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 800


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium. It shows our own files alone, so that it may run without its sandbox, as root has to."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def main() -> None:
    """Write <name>-<width>-<scheme>.png beside each page."""
    folder, part = Path(sys.argv[1]), "".join(sys.argv[2:])
    pages = [page for page in sorted(folder.glob("*.html")) if part in page.name and page.name != "index.html"]
    with chromium() as browser:
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
                tab = context.new_page()
                for page in pages:
                    tab.goto(page.absolute().as_uri())
                    tab.screenshot(path=page.with_name(f"{page.stem}-{width}-{scheme}.png"), full_page=True)
                context.close()
    print(f"{len(pages) * len(WIDTHS) * len(SCHEMES)} pictures in {folder}")


if __name__ == "__main__":
    main()
