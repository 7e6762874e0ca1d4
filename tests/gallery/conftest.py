"""What the checks with programs of Debian's need: the gallery as files, and the programs; a missing one is a skip.

`make mails-check` writes the gallery, names its folder in FOREWORD_GALLERY, and brings Playwright and axe-core along.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = os.environ.get("FOREWORD_GALLERY")
CHROMIUM = Path("/usr/bin/chromium")


def stems() -> list[str]:
    """Name the mails of the gallery; none where it was not written."""
    return sorted(page.stem for page in Path(FOLDER).glob("*.html") if page.stem != "index") if FOLDER else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand each mail's files to the tests that ask for them."""
    if "page_file" in metafunc.fixturenames:
        metafunc.parametrize("page_file", [Path(FOLDER or "") / f"{stem}.html" for stem in stems()], ids=stems())
    if "pack_file" in metafunc.fixturenames:
        packs = [stem for stem in stems() if stem.endswith("-prep_pack")]
        metafunc.parametrize("pack_file", [Path(FOLDER or "") / f"{stem}.html" for stem in packs], ids=packs)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium. It shows our own files alone, so that it may run without its sandbox, as root has to."""
    playwright = pytest.importorskip("playwright.sync_api", reason="make mails-check brings Playwright")
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
