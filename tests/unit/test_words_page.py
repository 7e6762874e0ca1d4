"""docs/words.md says the words that work, all of them and no others, in the order of the mails."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from shared.domain.commands import CommandWord
from shared.inbox.notes import read_notes
from shared.inbox.reply.reading import read_reply
from shared.inbox.requests import read_corrections, read_named, read_profile
from tests.builders import NOW
from tests.meetings import content

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "words.md").read_text("utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Row:
    word: str
    example: str
    happens: str


ROWS = [Row(*found) for found in ROW.findall(PAGE)]
NOTES = "your notes"
WORDS = [row for row in ROWS if row.word != NOTES]


def meant(text: str) -> list[CommandWord]:
    said = read_reply(text)
    assert said.in_doubt == ()
    return [command.word for command in said.commands]


def test_the_page_has_every_word_that_the_mails_offer_in_their_order() -> None:
    offered = [word.say for word in content().replies.words]
    assert [row.word for row in ROWS if row.word in offered] == offered


def test_the_examples_are_every_command_that_there_is_each_once() -> None:
    said = [word for row in WORDS for word in meant(row.example)]
    assert sorted(said) == sorted(CommandWord)


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row.word)
def test_a_line_as_the_page_shows_it_is_read_as_its_word(row: Row) -> None:
    (word,) = meant(row.example)
    wanted = "own words" if row.word[0].isdigit() else str(word)
    assert row.word.startswith(str(word)) or wanted == str(CommandWord.OWN_WORDS)
    assert read_reply(row.example).notes == ""


def test_the_example_of_notes_is_notes_and_every_label_named_is_read() -> None:
    (row,) = (row for row in ROWS if row.word == NOTES)
    assert meant(row.example) == []
    assert read_notes(row.example).learned == ("most nurses rotate through three units",)
    labels = ["Learned", "Will do", "Named", "Promised", "Remember me for", "Interested"]
    assert all(label in row.happens for label in labels)
    assert [prompt.partition(":")[0] for prompt in content().letters.prompts] == labels


def test_the_lines_of_a_profile_that_the_page_shows_are_read() -> None:
    (row,) = (row for row in ROWS if row.word == "profile")
    lines = re.findall(r"`(\w+: [^`]+)`", row.happens)
    (command,) = read_reply("\n".join(["profile", *lines])).commands
    assert [line.partition(":")[0] for line in command.text.splitlines()] == [line.partition(":")[0] for line in lines]
    assert len(lines) == 6
    assert read_profile(command.text).unread == ()


@pytest.mark.parametrize("word", ["with", "company", "when", "length", "where", "moved"])
def test_what_the_page_corrects_can_be_read(word: str) -> None:
    (row,) = (row for row in WORDS if row.word.startswith(word))
    read = read_corrections(list(read_reply(row.example).commands), None, NOW, "America/Chicago")
    assert (read.unclear, read.corrections.is_any) == ((), True)


@pytest.mark.parametrize("word", ["met", "ask"])
def test_whom_the_page_names_can_be_read(word: str) -> None:
    (row,) = (row for row in WORDS if row.word.startswith(word))
    named = read_named(read_reply(row.example).commands[0].text)
    assert named is not None
    assert all((named.name, named.email, named.company or named.why))


def test_every_row_of_the_tables_is_one_that_these_tests_see() -> None:
    bodies = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| You write")]
    assert len(bodies) == len(ROWS)
