"""Each mail of the gallery in Chromium: axe-core, 320 px, and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROWEST = 320
WIDEST = 700
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
A_SHEET = "Letter"
MOST_SHEETS = 2
A_LINE_FOR_NOTES = 16
PRIVATE = "For you alone"


@pytest.fixture(scope="module", params=["light", "dark"])
def tab(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": NARROWEST, "height": 800}, color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def paper(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": WIDEST, "height": 800})
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_and_nothing_stands_out_at_320_px(tab: Page, page_file: Path) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab.goto(page_file.absolute().as_uri())
    assert tab.evaluate(TOO_WIDE) <= 0
    found = axe.Axe().run(tab)
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert found.response["passes"]


def test_a_pack_prints_on_two_sheets_without_the_private_agenda(paper: Page, pack_file: Path) -> None:
    pypdf: Any = pytest.importorskip("pypdf")
    paper.goto(pack_file.absolute().as_uri())
    assert PRIVATE in paper.content()
    sheets = pypdf.PdfReader(io.BytesIO(paper.pdf(format=A_SHEET, print_background=False))).pages
    printed = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert len(sheets) <= MOST_SHEETS
    assert PRIVATE not in printed
    assert "Your ten questions" in printed
    assert re.search(r"Your .{1,20}, (?:by the clock|minute by minute)", printed)


def test_each_question_has_room_for_notes_on_paper(paper: Page, pack_file: Path) -> None:
    paper.goto(pack_file.absolute().as_uri())
    paper.emulate_media(media="print")
    rooms = paper.eval_on_selector_all(".notes", "rooms => rooms.map(room => room.getBoundingClientRect().height)")
    paper.emulate_media(media="screen")
    assert len(rooms) >= 10
    assert min(rooms) >= A_LINE_FOR_NOTES
