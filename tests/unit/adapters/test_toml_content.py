from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.adapters.toml_content import HOME, load
from shared.domain.errors import ContentError

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Copy the shipped content and change one place of one file."""

    def change(name: str, old: str, new: str) -> Path:
        shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return change


def test_the_shipped_content_holds() -> None:
    content = load()
    assert len(content.questions) == 26
    assert len(content.slots) == 6
    assert len(content.letters.templates) == 6


def line_of(name: str, text: str) -> int:
    """Return the line of the header of the entry that holds `text`."""
    lines = (HOME / name).read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if text in line)
    return max(number for number, line in enumerate(lines[:at], 1) if line.startswith("[["))


def test_a_broken_entry_is_named_with_its_file_and_line(edit: Edit) -> None:
    folder = edit("questions.toml", 'id = "pace"\nsource = 12', 'id = "pace"\nsource = 3')
    where = f'questions.toml, line {line_of("questions.toml", "pace")}, question "pace": '
    with pytest.raises(ContentError, match=re.escape(where + "source 3 is not in the group career_path")):
        load(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("questions.toml", "weight = 92", "weight = 920", 'question "ordinary-day": weight has to be 1 to 100'),
        ("questions.toml", "weight = 92", 'weight = "92"', 'question "ordinary-day": weight has to be a whole number'),
        ("questions.toml", "weight = 92\n", "", 'question "ordinary-day": weight is missing'),
        ("questions.toml", "weight = 92", "wieght = 92", 'question "ordinary-day": weight is missing'),
        ("questions.toml", "spare = true", "spar = true", "spar: there is no such field"),
        ("questions.toml", "spare = true", "spare = 1", "spare has to be true or false"),
        ("questions.toml", 'id = "hours"', 'id = "pace"', "there are two of pace"),
        ("questions.toml", "{company}?", "{firm}?", "first has an unknown placeholder: firm"),
        ("questions.toml", '    "How did you come to the work you do now?",\n', "", "has to do without a placeholder"),
        ("questions.toml", 'why = "the job from the inside"', f'why = "{"x" * 61}"', "why has more than 60 characters"),
        ("questions.toml", '["What does an ordinary day', '["{What does an ordinary day', "expected '}'"),
        ("questions.toml", 'group = "general"', 'group = "generall"', "'generall' is not a valid Group"),
        ("questions.toml", "source = 9", "source = 10", "the first question has to be the one about their story"),
        ("questions.toml", "source = 26", "source = 25", "the last question has to be the one about who else"),
        ("questions.toml", "[[question]]", "[[question]", "Expected"),
        ("agenda.toml", "opening = 2", "opening = 3", "the parts of the slot of 15 minutes add up to 16"),
        (
            "agenda.toml",
            "questions = 8\nabout_you = 0\nwho_else = 3",
            "questions = 9\nabout_you = 0\nwho_else = 2",
            "keeps less than 5",
        ),
        ("agenda.toml", "questions_fit = 7", "questions_fit = 3", "a longer slot fits fewer questions"),
        ("agenda.toml", "[private]", "[privat]", "[private]: agenda has to be a list of texts"),
        ("research.toml", 'link = "news"', 'link = "nwes"', 'line "news": link has to be one of'),
        ("research.toml", 'part = "person"', 'part = "people"', "'people' is not a valid Part"),
        ("research.toml", 'search = ["{company}"]\n', "", "link and search go together"),
        ("research.toml", 'needs = "company"', 'needs = "money"', "needs and only_without have to be one of"),
        (
            "letters.toml",
            "regards,\n{signature}",
            "regards,\n{signed}",
            "the full warm letter has an unknown placeholder: signed",
        ),
        ("letters.toml", "with me {day}", "with me {day} " + "very " * 40, "it has to keep within 90 to 150"),
        ("letters.toml", 'tone = "warm"', 'tone = "plain"', "there has to be one letter for each tone and length"),
        ("phrases.toml", 'hurry = "Ten', 'hurry = 10 # "Ten', "[pack] hurry: hurry has to be a text"),
        ("phrases.toml", 'bare = "Your talk"', 'bare = "Your {talk"', "[subject] bare: expected '}'"),
        ("phrases.toml", 'numbers = ["no",', "numbers = [0,", "[pack] numbers: numbers has to be a list of texts"),
        ("phrases.toml", "[zones]", "[zonen]", "[zones] is missing or no table"),
        ("letters.toml", 'subject = "Thank', 'subjekt = "Thank', "letters.toml: subject is missing"),
    ],
)
def test_what_is_wrong_is_said(edit: Edit, name: str, old: str, new: str, fault: str) -> None:
    folder = edit(name, old, new)
    with pytest.raises(ContentError, match=re.escape(fault)) as caught:
        load(folder)
    assert str(caught.value).startswith(name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"questions\.toml"):
        load(tmp_path)


def test_a_bank_with_too_few_questions_is_refused(edit: Edit) -> None:
    folder = edit("questions.toml", "x", "x")
    entries = (folder / "questions.toml").read_text(encoding="utf-8").split("[[question]]")[1:]
    few = [*entries[:9], entries[-1]]
    (folder / "questions.toml").write_text("".join(f"[[question]]{entry}" for entry in few), encoding="utf-8")
    with pytest.raises(ContentError, match="fewer than 12 questions"):
        load(folder)
