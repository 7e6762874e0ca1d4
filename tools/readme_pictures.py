"""Takes the README's two pictures anew from the gallery's mails, in Debian's Chromium.

make gallery && .venv-mails/bin/python -m tools.readme_pictures out/gallery docs/images

Where ImageMagick is, its `convert` brings them to 64 colours, half the size.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.screenshots import chromium

PICTURES = {"coffee-30-prep_pack": "prep-pack", "coffee-30-thank_you": "thank-you"}
WIDTH, HEIGHT, SCALE = 420, 885, 2
COLOURS = "64"


def main() -> None:
    """Write a picture for each of PICTURES into the second folder."""
    gallery, images = Path(sys.argv[1]), Path(sys.argv[2])
    with chromium() as browser:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE, color_scheme="light"
        )
        tab = context.new_page()
        for mail, name in PICTURES.items():
            picture = images / f"{name}.png"
            tab.goto((gallery / f"{mail}.html").absolute().as_uri())
            tab.screenshot(path=picture)
            _shrink(picture)
            print(f"{picture}: {picture.stat().st_size:,} bytes")


def _shrink(picture: Path) -> None:
    convert = shutil.which("convert")
    if convert:
        subprocess.run(  # noqa: S603 - Debian's program, our own file
            [convert, picture, "+dither", "-colors", COLOURS, "-strip", "-define", "png:compression-level=9", picture],
            check=True,
        )


if __name__ == "__main__":
    main()
