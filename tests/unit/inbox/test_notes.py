from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.debrief import Debrief
from shared.inbox.notes import named_lines, question_lines, read_notes


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Learned: that it takes two years", Debrief(learned=("it takes two years",))),
        ("* Learned \u2013 it takes two years.", Debrief(learned=("it takes two years",))),
        ("Will do: I will call the school", Debrief(use=("call the school",))),
        ("Next step: to call the school", Debrief(use=("call the school",))),
        ("Promised: nothing", Debrief()),
        ("Named: -", Debrief()),
        (
            "Named: Ana Ruiz (ana@example.org), Ben Okafor; Lena Wu",
            Debrief(named=("Ana Ruiz", "Ben Okafor", "Lena Wu")),
        ),
        ("I also learned that shifts are long", Debrief(learned=("shifts are long",))),
        ("Priya mentioned that shifts are long", Debrief(learned=("shifts are long",))),
        ("He recommended that I speak with Dr. Sam Lee.", Debrief(named=("Dr. Sam Lee",))),
        ("I said I would write to him in spring.", Debrief(promised=("write to him in spring",))),
        ("I'll read the report.", Debrief(use=("read the report",))),
        ("Interested: not really", Debrief(interested=False)),
        ("Interested: yes, very", Debrief(interested=True)),
        ("Remember me for: the harbor story", Debrief(remembered=("the harbor story",))),
        ("We had coffee.", Debrief(other=("We had coffee.",))),
        (
            "She seemed really interested in it.",
            Debrief(other=("She seemed really interested in it.",), interested=True),
        ),
        ("They did not seem interested.", Debrief(other=("They did not seem interested.",), interested=False)),
    ],
)
def test_a_note_goes_where_its_label_or_its_own_words_put_it(text: str, read: Debrief) -> None:
    assert read_notes(text) == read


def test_a_wrapped_line_is_one_note() -> None:
    wrapped = "Learned: most of the people who work there in product came from the\nsupport team, years ago"
    assert read_notes(wrapped).learned == (wrapped.replace("\n", " ").removeprefix("Learned: "),)


def test_names_keep_their_addresses_where_they_become_contacts() -> None:
    assert named_lines("Named: Ana Ruiz, ana@example.org, Riverside and Ben Okafor") == (
        "Ana Ruiz, ana@example.org, Riverside",
        "Ben Okafor",
    )


def test_answers_to_numbered_questions_are_told_from_the_notes() -> None:
    text = "Q3: the first call after a launch\nq 10 - Ana\nLearned: it takes two years"
    assert question_lines(text) == {3: "the first call after a launch", 10: "Ana"}
    assert read_notes(text) == Debrief(learned=("it takes two years",))


@given(st.text(max_size=400))
def test_any_text_is_read_and_none_of_a_plain_sentence_is_lost(text: str) -> None:
    read_notes(text)
    question_lines(text)
    named_lines(text)


def test_a_thousand_lines_are_bounded() -> None:
    read = read_notes("We had coffee.\n" * 5_000)
    assert len(read.other) <= 200
