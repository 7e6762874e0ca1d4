from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings

from shared.domain.contact import Confidence
from shared.domain.delivery import Kind
from shared.domain.interview import Interview, User
from shared.domain.invite import Person
from shared.domain.letters import FACTS, FEWEST_WORDS, MOST_WORDS
from shared.domain.links import MAILTO_BODY_LIMIT, is_known
from shared.domain.thank_you import MOST_LETTERS, ThankYou, thank_you, thank_you_nudge
from shared.domain.timing import Rules, nudge_due, thank_you_due
from tests.builders import ENDS, ZONE, a_contact, a_delivery, a_meeting, a_user, an_interview
from tests.meetings import content, interviews, users

DUE = thank_you_due(ENDS, ZONE, Rules())
PLACEHOLDERS = (*FACTS, *(blank.id for blank in content().letters.blanks))


def draft(interview: Interview | None = None, user: User | None = None, due: datetime = DUE) -> ThankYou:
    delivery = a_delivery(Kind.THANK_YOU, due_at=due)
    return thank_you(interview or an_interview(), delivery, user or a_user(), content(), due)


@settings(max_examples=500)
@given(interview=interviews(), user=users)
def test_every_letter_keeps_within_its_words(interview: Interview, user: User) -> None:
    made = draft(interview, user, interview.meeting.ends_at)
    assert 1 <= len(made.letters) <= MOST_LETTERS
    assert len(made.versions) == 5
    for letter in (*made.letters, *made.versions):
        assert FEWEST_WORDS <= len(letter.text.split()) == letter.words <= MOST_WORDS
        assert not [name for name in PLACEHOLDERS if f"{{{name}}}" in letter.text]


@given(interview=interviews(), user=users)
def test_the_ways_to_open_it_keep_within_what_mail_programs_take(interview: Interview, user: User) -> None:
    for at, letter in enumerate(draft(interview, user, interview.meeting.ends_at).letters):
        assert len(letter.ways) == (3 if at < 3 else 1)
        assert all(is_known(way.url) and way.url.isascii() for way in letter.ways)
        assert len(letter.ways[0].url.partition("&body=")[2]) <= MAILTO_BODY_LIMIT
        assert len(letter.ways[0].url) < 3000


@given(interview=interviews(), user=users)
def test_the_address_is_blank_unless_the_contact_is_sure(interview: Interview, user: User) -> None:
    contact = interview.contact
    made = draft(interview, user, interview.meeting.ends_at)
    if contact is None or contact.confidence is Confidence.LOW:
        assert [letter.to for letter in made.letters] == [""]
        assert any(blank.startswith("Their address") for blank in made.blanks)


@given(interview=interviews(), user=users)
def test_what_is_blank_in_a_letter_is_listed_and_nothing_else(interview: Interview, user: User) -> None:
    made = draft(interview, user, interview.meeting.ends_at)
    texts = " ".join(letter.text for letter in made.letters)
    listed = " ".join(made.blanks)
    assert ("[their first name]" in texts or "[their full name]" in texts) == ("Their name" in listed)
    assert ("[your name]" in texts) == ("Your name" in listed)


def test_a_name_of_seven_words_is_a_blank_and_listed() -> None:
    made = draft(an_interview(contact=a_contact(name="María del Carmen de la Cruz García")))
    assert made.letters[0].text.startswith("Hi [their first name],")
    assert "Their name: as they write it themselves." in made.blanks


def test_the_letter_is_to_the_contact_from_the_user() -> None:
    (letter,) = draft().letters
    assert letter.to == "priya.nair@harbor.example"
    assert letter.text.startswith("Hi Priya,\n")
    assert letter.text.endswith("\nRobin Lee")
    assert "on Thursday about your work at Harbor." in letter.text


def test_its_subject_has_no_blank() -> None:
    assert draft().letters[0].subject == "Thank you for your time"


def test_the_first_line_is_for_a_talk_that_did_not_happen() -> None:
    assert draft().not_happened == (
        "Did your talk with Priya Nair on Thursday, 2:00\u20132:30 PM, not happen? Answer “did not happen”. "
        "A new date? Forward the new invite."
    )


def test_the_deadline_and_the_reminder_are_said_by_the_clock() -> None:
    made = draft()
    assert made.deadline == "To leave by Friday, 2:30 PM, within 24 hours of the talk."
    assert (
        made.reminder
        == "One reminder comes on Friday, 10:30 AM. Once the letter has left, answer “sent”, or put the address that "
        "you forward to into its Bcc, and none comes."
    )


def test_no_reminder_is_promised_where_none_will_come() -> None:
    late = nudge_due(ENDS, ZONE) - timedelta(minutes=30)
    assert draft(due=late).reminder == "No reminder follows."


def test_the_blanks_are_listed_in_the_order_of_the_letter() -> None:
    made = draft()
    assert [blank.split()[0] for blank in made.blanks] == ["One", "How", "Who", "What"]
    assert made.letters[0].text.count("[") == 4


def test_every_blank_can_be_seen() -> None:
    shown = [piece for paragraph in draft().letters[0].paragraphs for line in paragraph for piece in line]
    assert sum(piece.is_blank for piece in shown) == 4
    assert all(piece.text.startswith("[") == piece.is_blank for piece in shown)


def test_a_user_without_a_name_signs_with_a_blank() -> None:
    made = draft(user=dataclasses.replace(a_user(), name=None))
    assert made.letters[0].text.endswith("\n[your name]")
    assert made.blanks[-1] == "Your name, at the end."


def test_a_doubtful_contact_is_not_greeted_by_name() -> None:
    made = draft(an_interview(contact=a_contact(confidence=Confidence.LOW)))
    assert made.letters[0].text.startswith("Hi [their first name],")
    assert "Priya" not in repr(made.letters)
    assert "Harbor" not in repr(made.letters)


def test_each_person_of_a_panel_gets_a_letter_of_their_own() -> None:
    others = (Person("Ruiz, Maria", "maria@harbor.example"), Person("Sam Lee, PE", "sam@harbor.example"))
    made = draft(an_interview(contact=a_contact(others=others)))
    assert [letter.to.partition("@")[0] for letter in made.letters] == ["priya.nair", "maria", "sam"]
    assert [letter.text.split(",")[0] for letter in made.letters] == ["Hi Priya", "Hello Maria", "Dear Sam Lee"]
    assert "one letter each" in made.several
    assert len({letter.text.split("\n\n", 1)[1] for letter in made.letters}) == 3


def test_who_is_one_too_many_for_a_letter_is_named_and_nobody_else() -> None:
    others = tuple(Person(f"Ana{at} Ruiz{at}", f"ana{at}@harbor.example") for at in range(MOST_LETTERS + 10))
    made = draft(an_interview(contact=a_contact(others=others[:MOST_LETTERS])))
    assert made.several.endswith("There is no letter for Ana5 Ruiz5: copy one of these and change it.")
    assert draft(an_interview(contact=a_contact(others=others))).several.endswith(
        "Ana12 Ruiz12 and 3 more: copy one of these and change it."
    )
    assert "no letter" not in draft(an_interview(contact=a_contact(others=others[: MOST_LETTERS - 1]))).several


def test_the_reminder_of_several_letters_says_where_the_others_are() -> None:
    others = (Person("Maria Ruiz", "maria@harbor.example"),)
    interview = an_interview(contact=a_contact(others=others))
    assert (
        "The letters to the others are in the draft, too."
        in thank_you_nudge(interview, a_user(), content(), DUE).closing
    )
    assert not any("others" in line for line in thank_you_nudge(an_interview(), a_user(), content(), DUE).closing)


def test_nobody_gets_two_letters() -> None:
    others = (Person("Priya N.", "PRIYA.NAIR@harbor.example"), Person(None, None))
    assert len(draft(an_interview(contact=a_contact(others=others))).letters) == 1


def test_six_wordings_are_offered() -> None:
    headings = [letter.heading for letter in draft().versions]
    assert headings == [
        "Plain, full length",
        "Formal, full length",
        "Warm, shorter",
        "Plain, shorter",
        "Formal, shorter",
    ]


@pytest.mark.parametrize("word", ["job", "hire", "hiring", "opening", "position", "resume", "apply", "refer me"])
def test_no_letter_asks_for_a_job_or_sends_a_resume(word: str) -> None:
    made = draft()
    assert word not in " ".join(letter.text for letter in (*made.letters, *made.versions)).lower()


def test_a_name_cannot_pose_as_a_blank() -> None:
    made = draft(an_interview(contact=a_contact(name="Priya [Nair]x")), dataclasses.replace(a_user(), name="Ro]bin["))
    assert made.letters[0].text.count("[") == made.letters[0].text.count("]") == 4


def test_a_letter_too_long_for_a_link_gives_way_to_the_shorter_one() -> None:
    made = draft(an_interview(contact=a_contact(name="山" * 40, company="山" * 80)))
    body = parse_qs(urlsplit(made.letters[0].ways[0].url).query).get("body", [""])[0]
    assert made.letters[0].text.replace("\n", "\r\n") != body
    assert len(made.letters[0].ways[0].url.partition("&body=")[2]) <= MAILTO_BODY_LIMIT


def test_the_link_opens_the_letter_as_it_is_shown() -> None:
    (letter,) = draft().letters
    link = urlsplit(letter.ways[0].url)
    assert unquote(link.path) == letter.to
    assert parse_qs(link.query) == {"subject": [letter.subject], "body": [letter.text.replace("\n", "\r\n")]}


def test_after_an_all_day_meeting_the_deadline_is_the_end_of_a_day() -> None:
    midnight = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
    meeting = a_meeting(starts_at=midnight, ends_at=midnight + timedelta(days=1), all_day=True)
    assert draft(an_interview(meeting=meeting)).deadline.startswith("To leave by the end of Friday")


def test_the_reminder_says_the_deadline_and_opens_the_shorter_letter() -> None:
    made = thank_you_nudge(an_interview(), a_user(), content(), nudge_due(ENDS, ZONE))
    assert made.paragraphs[0].startswith("Your thank-you letter to Priya Nair should leave by Friday, 2:30 PM")
    assert len(made.ways) == 3
    assert FEWEST_WORDS <= len(parse_qs(urlsplit(made.ways[0].url).query)["body"][0].split()) < 110
