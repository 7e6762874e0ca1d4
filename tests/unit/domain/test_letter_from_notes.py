"""The letter from notes: what a note may put into it, and that nothing else gets in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.debrief import MOST_WORDS as MOST_IN_ONE_PLACE
from shared.domain.debrief import Debrief, filled
from shared.domain.delivery import Kind
from shared.domain.interview import Interview
from shared.domain.invite import Person
from shared.domain.letters import FEWEST_WORDS, MOST_WORDS, bracketed
from shared.domain.thank_you import ThankYou, thank_you
from shared.inbox.notes import read_notes
from tests.builders import ENDS, a_contact, a_delivery, a_user, an_interview
from tests.meetings import content

BLANKS = {blank.id: blank.text for blank in content().letters.blanks}
NOTES = {
    "labels": """
        Learned: most product people there came from support
        Will do: ask my manager for a week with the support team
        Named: Ben Okafor <ben@harbor.example>, Lena Wu
        Promised: to send my notes on onboarding
        Interested: yes""",
    "sentences": """
        She told me that nurses rotate through three units in the first year. I promised to send her the article on
        staffing by Monday. She suggested I talk to Ana Ruiz in HR. I'll sign up for a shadow shift in January.""",
    "bullets": """
        - learned that the city hires in two rounds, March and September
        - next step: apply to the fellowship by February 1
        - named: nobody""",
    "one line": "It turns out that half of the team works from home.",
    "only feelings": "Great talk! So nice of her. I was nervous.",
    "about her": "She said she hates the night shifts. Priya said her own boss never answers.",
    "asks for a job": "I want to get a job at Harbor. Promised: to apply for the opening",
    "numbers": "Learned: 40 of 120 engineers are in Oslo\nWill do: read the 2025 report by 3 December",
    "markup": "Learned: <b>bold</b> [brackets] and {braces} stay what they are\nNamed: [Name]",
    "another script": "Learned: 看護師は三つの病棟を回る\nNamed: 田中花子",
    "very long": "Learned: " + "one thing and another thing " * 40,
    "nothing": "thanks",
}


def letter(notes: str, interview: Interview | None = None) -> ThankYou:
    read = read_notes(notes)
    about = interview or an_interview(notes=(notes,), debrief=read)
    return thank_you(about, a_delivery(Kind.THANK_YOU), a_user(), content(), ENDS)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


KNOWN = words(
    " ".join(
        [
            *(template.text for template in content().letters.templates),
            *(BLANKS.values()),
            *content().language.phrases.values(),
            "Priya Nair Harbor Robin Lee Thursday",
        ]
    )
)


@pytest.mark.parametrize("name", NOTES)
def test_no_name_number_or_fact_stands_in_a_letter_that_is_not_in_invite_profile_or_notes(name: str) -> None:
    made = letter(NOTES[name])
    for one in (*made.letters, *made.versions):
        assert words(one.text) <= KNOWN | words(NOTES[name]), name


@pytest.mark.parametrize("name", NOTES)
def test_every_letter_keeps_within_its_words_or_near_them_for_the_blanks(name: str) -> None:
    for one in letter(NOTES[name]).letters:
        # A note inside a blank goes again once the user has written from it.
        bare = re.sub(r"; your note: \u201c[^\u201d]*\u201d", "", one.text)
        assert FEWEST_WORDS <= len(bare.split()) <= MOST_WORDS, name


@pytest.mark.parametrize("name", NOTES)
def test_what_is_missing_stays_a_blank_that_is_listed(name: str) -> None:
    made = letter(NOTES[name])
    open_blanks = [blank for blank in BLANKS.values() if f"[{blank}" in made.letters[0].text]
    listed = [blank for blank in content().letters.blanks if blank.about in made.blanks]
    assert open_blanks == [blank.text for blank in listed]
    assert len(made.traced) == len(BLANKS) - len(open_blanks)


def test_notes_stand_in_the_letter_as_they_were_written_and_are_traced() -> None:
    made = letter(NOTES["labels"])
    text = made.letters[0].text
    assert "this: most product people there came from support." in text
    assert "I plan to ask my manager for a week with the support team." in text
    assert "pointing me to Ben Okafor and Lena Wu." in text
    assert "I will send my notes on onboarding." in text
    assert made.blanks == ()
    assert len(made.traced) == 4


def test_a_promise_to_her_is_a_promise_to_you() -> None:
    assert "I will send you the article on staffing by Monday" in " ".join(
        letter(NOTES["sentences"]).letters[0].text.split()
    )


@pytest.mark.parametrize("name", ["about her", "asks for a job", "very long"])
def test_a_note_that_cannot_stand_in_a_letter_to_the_contact_waits_in_the_blank(name: str) -> None:
    made = letter(NOTES[name])
    assert made.traced == ()
    assert "; your note: \u201c" in made.letters[0].text


def test_feelings_go_nowhere() -> None:
    text = letter(NOTES["only feelings"]).letters[0].text
    assert "nervous" not in text
    assert all(bracketed(blank) in text for blank in BLANKS.values())


def test_without_notes_the_draft_asks_for_them_and_with_them_no_more() -> None:
    assert letter("", an_interview()).prompts == content().letters.prompts
    assert letter(NOTES["one line"]).prompts == ()


notes = st.lists(st.text(max_size=60), max_size=3).map(tuple)


@given(st.builds(Debrief, learned=notes, use=notes, named=notes, promised=notes), st.text(max_size=20))
def test_any_note_either_fills_its_blank_or_waits_in_it(debrief: Debrief, name: str) -> None:
    made = filled(debrief, BLANKS, name, content().language)
    assert set(made.facts) == set(BLANKS)
    for blank in BLANKS:
        is_blank = made.facts[blank].startswith("[")
        assert is_blank == (blank in made.open)
        assert made.facts[blank].count("[") == (1 if is_blank else 0)
        assert is_blank or len(made.facts[blank].split()) <= MOST_IN_ONE_PLACE[blank] + 1


def test_notes_of_a_panel_stand_in_the_first_letter_and_the_blanks_of_the_others_are_listed_first() -> None:
    others = (Person("Maria Ruiz", "m@harbor.example"), Person("Sam Lee", "sam@harbor.example"))
    notes = NOTES["labels"]
    panel = an_interview(contact=a_contact(others=others), notes=(notes,), debrief=read_notes(notes))
    made = letter(notes, panel)
    assert "[" not in made.letters[0].text
    assert all("[" in one.text for one in made.letters[1:])
    assert len(made.blanks) >= len(BLANKS)
    assert "first letter alone" in made.several


def test_a_wording_that_had_to_be_shortened_is_not_shown_twice() -> None:
    long_note = "She said that " + "half of the week goes into handovers which nobody ever plans for, " * 3
    made = letter(f"Learned: {long_note}\nWill do: tell her about {long_note}\nPromised: {long_note} to her")
    texts = [made.letters[0].text, *(one.text for one in made.versions)]
    assert len(set(texts)) >= len(texts) - 1
    assert [one.text for one in made.versions] == list(dict.fromkeys(one.text for one in made.versions))
