"""The letter from notes: what a note may put into it, and that nothing else gets in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.debrief import Debrief
from shared.domain.delivery import Kind
from shared.domain.interview import Interview
from shared.domain.invite import Person
from shared.domain.letter_notes import MOST_WORDS as MOST_IN_ONE_PLACE
from shared.domain.letter_notes import filled
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


# All that a letter knows besides the notes: from the invite, and from the profile.
OF_THE_INVITE = {
    "first_name": {"Priya"},
    "full_name": {"Priya Nair"},
    "day": {"on Thursday"},
    "at_company": {"", " at Harbor"},
    "signature": {"Robin Lee"},
}
BETWEEN = re.compile("; and |, and |, | and ")


def flat(text: str) -> str:
    """Return words as they can be compared: brackets of the notes are round in a letter, "her" is "you" to her."""
    plain = " ".join(text.casefold().split()).replace("[", "(").replace("]", ")")
    return re.sub(r"\b(her|him|them|priya)\b", "you", plain)


def is_from(notes: str, said: str) -> bool:
    """Tell whether each part of what a letter says stands in the notes, word by word and in one piece."""
    return flat(said) in flat(notes) or all(flat(part) in flat(notes) for part in BETWEEN.split(said))


def invented(text: str, notes: str) -> list[str]:
    """List what stands in a letter besides the text of its template and is not from the invite, profile or notes."""
    for template in content().letters.templates:
        parts = re.split(r"\{(\w+)\}", template.text.strip())
        pattern = "".join(re.escape(part) if at % 2 == 0 else "(.*?)" for at, part in enumerate(parts))
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            slots = zip(parts[1::2], found.groups(), strict=True)
            return [value for slot, value in slots if not is_known(slot, value, notes)]
    return ["the text of no template"]


def is_known(slot: str, value: str, notes: str) -> bool:
    if slot in OF_THE_INVITE:
        return value in OF_THE_INVITE[slot]
    if value.startswith("["):
        blank, _, note = value.strip("[]").partition("; your note: \u201c")
        return blank == BLANKS[slot] and is_from(notes, note.rstrip("\u201d").rstrip("\u2026"))
    return is_from(notes, value.removeprefix("this: "))


@pytest.mark.parametrize("name", NOTES)
def test_no_name_number_or_fact_stands_in_a_letter_that_is_not_in_invite_profile_or_notes(name: str) -> None:
    made = letter(NOTES[name])
    for one in (*made.letters, *made.versions):
        assert invented(one.text, NOTES[name]) == [], name


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("on Thursday", "on Friday"),
        ("at Harbor", "at Riverside"),
        ("40 of 120", "40 of 130"),
        ("by 3 December", "by 4 December"),
        ("Robin Lee", "Ben Okafor"),
        ("who was named; cut this part if nobody", "Ben Okafor"),
        ("I will let you know how it turns out.", "I will let you know how it turns out. You told me of your work."),
        ("engineers are in Oslo", "engineers are in Oslo and on your team"),
    ],
)
def test_a_letter_with_one_thing_that_nobody_said_would_be_caught(true: str, false: str) -> None:
    text = letter(NOTES["numbers"]).letters[0].text
    assert true in text
    assert invented(text, NOTES["numbers"]) == []
    assert invented(text.replace(true, false), NOTES["numbers"]) != []


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ("Learned: The pay is low at first!", "most was this: the pay is low at first."),
        ("Learned: Harbor moves to Oslo", "most was this: Harbor moves to Oslo."),
        ("- learned that the city hires in two rounds", "most was this: the city hires in two rounds."),
        ("Will do: I will read the report :)", "I plan to read the report."),
        ("Will do: Also ask my adviser.", "I plan to also ask my adviser."),
        ("Promised: send Priya my notes", "I will send you my notes."),
        ("We had an hour. Promised: to send my notes", "I will send my notes."),
        ("Named: my old teacher Ms. Ono", "pointing me to my old teacher Ms. Ono."),
    ],
)
def test_a_note_reads_as_the_end_of_its_sentence(notes: str, sentence: str) -> None:
    assert sentence in letter(notes).letters[0].text


@pytest.mark.parametrize(
    ("notes", "blank"),
    [
        ("Will do: asking my boss for a week", "use"),
        ("Will do: a week with support", "use"),
        ("Will do: I asked my boss", "use"),
        ("Promised: an article on onboarding", "promised"),
        ("Promised: article on onboarding", "promised"),
        ("Promised: send Priya's team a note", "promised"),
        ("Promised: write to Priya Shah", "promised"),
        ("Learned: is it worth it?", "learned"),
        ("Named: her colleague Ben", "named"),
    ],
)
def test_a_note_that_would_break_its_sentence_waits_in_the_blank(notes: str, blank: str) -> None:
    made = letter(notes)
    said = notes.partition(": ")[2]
    assert made.traced == ()
    assert f"[{BLANKS[blank]}; your note: \u201c{said}\u201d]" in made.letters[0].text


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


def test_no_link_of_a_note_stands_in_the_letter_or_beside_it() -> None:
    made = letter(
        "Learned: read https://evil.example/x first\nPromised: write to mailto:a@evil.example?bcc=b@evil.example"
    )
    assert "evil.example" not in str(made)
