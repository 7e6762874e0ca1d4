"""The table of replies: what issue 7 asks of it. `make replies` prints it."""

from __future__ import annotations

from benchmarks.replies import faults, invented
from tests.reply_cases import CASES
from tests.reply_layouts import LANGUAGES, LAYOUTS


def test_the_table_holds_every_program_language_and_style() -> None:
    assert len(CASES) >= 150
    names = {case.name.split(":")[0].removesuffix(", adorned") for case in CASES}
    assert names == {layout.name for layout in LAYOUTS}
    assert {layout.language for layout in LAYOUTS} == set(LANGUAGES)


def test_the_meaning_is_found_in_98_of_100_replies() -> None:
    wrong = {case.name: told for case in CASES if (told := faults(case))}
    assert len(wrong) <= 0.02 * len(CASES), wrong


def test_no_destructive_command_is_found_where_there_was_none() -> None:
    assert {case.name: words for case in CASES if (words := invented(case))} == {}
