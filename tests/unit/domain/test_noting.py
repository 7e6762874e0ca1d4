"""How much of a user's own words is kept, and that what was cut is known."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.debrief import Debrief
from shared.domain.noting import (
    LONGEST_ANSWER,
    LONGEST_OWN_WORDS,
    MOST_NOTES,
    ROOM_FOR_DEBRIEF,
    bounded_debrief,
    facts_of,
    keep_notes,
    name_of,
    within,
)
from shared.domain.reply import Named
from tests.builders import a_contact, an_interview


def test_notes_are_kept_in_their_order_and_answers_by_their_question() -> None:
    before = an_interview(notes=("one",), answers={"day": "long", "end": "late"})
    noted, whole = keep_notes(before, " two\n", Debrief(learned=("two",)), {"day": "longer"})
    assert (noted.notes, noted.debrief, whole) == (("one", "two"), Debrief(learned=("two",)), True)
    assert noted.answers == {"day": "longer", "end": "late"}
    assert dataclasses.replace(noted, notes=("one",), debrief=None, answers=before.answers) == before


def test_an_endless_answer_is_cut() -> None:
    noted, _ = keep_notes(an_interview(), "x", Debrief(), {"day": "x" * 100_000})
    assert noted.answers == {"day": "x" * LONGEST_ANSWER}


def test_of_too_many_notes_the_newest_stay_and_it_is_known() -> None:
    before = an_interview(notes=tuple(str(number) for number in range(MOST_NOTES)))
    noted, whole = keep_notes(before, "new", Debrief(), {})
    assert (len(noted.notes), noted.notes[0], noted.notes[-1], whole) == (MOST_NOTES, "1", "new", False)


@pytest.mark.parametrize(
    ("texts", "room", "kept"),
    [
        (("abc",), 3, ("abc",)),
        (("abc",), 2, ("ab",)),
        (("a", "b", "c"), 3, ("a", "b", "c")),
        (("a", "bb", "c"), 3, ("bb", "c")),
        (("a", "bbb", "c"), 3, ("c",)),
        (("a", "bcd"), 3, ("bcd",)),
        (("\u00e9\u00e9",), 3, ("\u00e9",)),
    ],
)
def test_the_newest_that_there_is_room_for_are_kept_in_bytes(texts: tuple[str, ...], room: int, kept: object) -> None:
    assert within(texts, room, 10) == kept


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8).map(tuple), st.integers(0, 60), st.integers(2, 9))
def test_what_is_kept_fits_and_is_the_end_of_what_was_said(texts: tuple[str, ...], room: int, most: int) -> None:
    kept = within(texts, room, most)
    assert sum(len(text.encode("utf-8", "replace")) for text in kept) <= room
    assert 1 <= len(kept) <= most
    assert kept[:-1] == texts[len(texts) - len(kept) : -1]


def test_what_the_notes_come_to_is_bounded_the_first_of_each() -> None:
    long = tuple(str(number) + "x" * 500 for number in range(200))
    bounded = bounded_debrief(Debrief(long, long, long, long, long, long, interested=False))
    parts = (bounded.learned, bounded.use, bounded.named, bounded.promised, bounded.remembered, bounded.other)
    assert all(part == long[: len(part)] and part for part in parts)
    assert sum(len(text) for part in parts for text in part) <= ROOM_FOR_DEBRIEF
    assert bounded.interested is False
    small = Debrief(("a",), ("b",), ("c",), ("d",), ("e",), ("f",), interested=True)
    assert bounded_debrief(small) == small


def test_a_draft_is_told_what_is_known_and_nothing_else() -> None:
    assert facts_of(Named("Ana Ruiz")) == {"name": "Ana Ruiz"}
    assert facts_of(Named("Ana", "a@b.example", "", "x" * 5000))["why"] == "x" * LONGEST_OWN_WORDS
    assert (name_of(None), name_of(a_contact(name=None)), name_of(a_contact())) == ("", "", "Priya Nair")
