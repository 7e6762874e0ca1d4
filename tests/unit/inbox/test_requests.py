"""The text behind a command, in every shape that users write it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.commands import Command, CommandWord
from shared.domain.contact import USERS_WORD, Confidence, Contact
from shared.domain.reply import Corrections, Named, Profile
from shared.inbox.requests import Read, address_in, read_corrections, read_named, read_profile, zone_of
from tests.builders import NOW, PRIYA, ZONE, a_contact
from tests.stopwatch import within

ANA = "ana@example.com"


def corrections(*said: tuple[CommandWord, str], contact: Contact | None = None) -> Read:
    return read_corrections([Command(word, text=text) for word, text in said], contact, NOW, ZONE)


def corrected(*said: tuple[CommandWord, str], contact: Contact | None = None) -> Contact:
    read = corrections(*said, contact=contact)
    assert read.unclear == ()
    assert read.corrections.contact is not None
    return read.corrections.contact


def moved_to(text: str, word: CommandWord = CommandWord.MOVED) -> datetime | None:
    invite = corrections((word, text)).corrections.moved
    return invite.start.astimezone(UTC) if invite and isinstance(invite.start, datetime) else None


# --- names with addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz, ana@example.com",
        "Ana Ruiz; ana@example.com.",
        "Ana Ruiz ana@example.com",
        "Ana Ruiz <ana@example.com>",
        "Ana Ruiz (ana@example.com)",
        "Ana Ruiz [ana@example.com]",
        "Ana Ruiz - ana@example.com",
        "Ana Ruiz \u2014 ana@example.com",
        "Ana Ruiz: ana@example.com",
        "Ana Ruiz | ana@example.com |",
        "Ana Ruiz\uff0cana@example.com",
        "ana@example.com, Ana Ruiz",
        "<ana@example.com> Ana Ruiz",
        "Ana Ruiz <mailto:ana@example.com>",
        "Ana Ruiz, ana@example.com <mailto:ana@example.com>",
        "[Ana Ruiz](mailto:ana@example.com)",
        '"Ruiz, Ana" <ana@example.com>',
        "Ruiz, Ana <ana@example.com>",
    ],
)
def test_a_name_with_its_address_is_read_however_it_is_written(text: str) -> None:
    assert read_named(text) == Named("Ana Ruiz", ANA)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Ana Ruiz, ana@example.com, Harbor Health", "Harbor Health"),
        ("Ana Ruiz ana@example.com Harbor Health", "Harbor Health"),
        ("Ana Ruiz, Harbor Health, ana@example.com", "Harbor Health"),
        ("Ana Ruiz (Harbor Health), ana@example.com", "Harbor Health"),
        ("Ana Ruiz at Harbor Health <ana@example.com>", "Harbor Health"),
        ("Ana Ruiz from Harbor Health, ana@example.com", "Harbor Health"),
        ("Ana Ruiz, ana@example.com, Smith-Jones LLP", "Smith-Jones LLP"),
        ("Ana Ruiz, ana@example.com, Harbor Health, Oslo", "Harbor Health, Oslo"),
    ],
)
def test_what_stands_beside_name_and_address_is_the_company(text: str, company: str) -> None:
    named = read_named(text)
    assert named is not None
    assert (named.name, named.email, named.company) == ("Ana Ruiz", ANA, company)


def test_why_somebody_is_asked_is_told_from_their_company() -> None:
    named = read_named("Ana Ruiz at Harbor, ana@example.com, she moved from nursing to product")
    assert named == Named("Ana Ruiz", ANA, "Harbor", "she moved from nursing to product")


def test_what_follows_a_name_with_a_comma_and_belongs_to_it_is_no_company() -> None:
    assert read_named("Ana Ruiz, RN, PhD, ana@example.com") == Named("Ana Ruiz, RN, PhD", ANA)


def test_a_name_alone_is_enough() -> None:
    assert read_named("  Ana  Ruiz. ") == Named("Ana Ruiz")
    assert read_named("\u5c71\u7530\u592a\u90ce\u3001taro@example.com\u3001Harbor") == Named(
        "\u5c71\u7530\u592a\u90ce", "taro@example.com", "Harbor", "Harbor"
    )


@pytest.mark.parametrize("text", ["", " , ", "ana@example.com", "12345", "??", "x" * 201])
def test_without_a_name_nobody_is_named(text: str) -> None:
    assert read_named(text) is None


def test_whose_of_two_addresses_it_is_is_not_guessed() -> None:
    assert read_named("Ana Ruiz, ana@example.com, Ben Okafor, ben@example.com") is None


@pytest.mark.parametrize(
    "address",
    ["o'brien@example.com", "ana+jobs@mail.example.co.uk", "a@b-c.example", "jos\u00e9@example.com", "x@a.xn--p1ai"],
)
def test_an_address_is_read_whole_or_not_at_all(address: str) -> None:
    named = read_named(f"Kate O'Brien, {address}")
    assert named == Named("Kate O'Brien", address)
    assert address_in(f"also {address}.") == address


@pytest.mark.parametrize("text", ["nobody", "a@b", "ana@example", "@example.com", "ana@example.com2", "a@b.c"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert address_in(text) is None


def test_one_address_is_found_in_a_line_in_small_letters_and_of_two_none() -> None:
    assert address_in("my other one is <Robin.Lee@Example.ORG>, thanks") == "robin.lee@example.org"
    assert address_in("a@example.org a@EXAMPLE.org") == "a@example.org"
    assert address_in("a@example.org b@example.org") is None


@given(st.text(alphabet=st.characters() | st.sampled_from("@.,;<>()[]'\" -"), max_size=300))
def test_any_text_is_read_as_a_name_or_as_none(text: str) -> None:
    named = read_named(text)
    assert named is None or named.name.strip()
    address_in(text)
    zone_of(text)
    read_profile(text)


@pytest.mark.parametrize("piece", ["a", "@", "a@", "a.", "( ,", "[]", "a@b.", " at ", "Ana, "])
def test_an_endless_line_takes_no_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    within(5, lambda: (read_named(text), address_in(text), read_profile(text)))


# --- corrections ------------------------------------------------------------------------------------------------------


def test_whoever_is_named_in_the_place_of_another_does_not_get_the_others_address() -> None:
    contact = corrected((CommandWord.WITH, "Sam Poe, Lakeside"), contact=a_contact(job_title="Nurse"))
    assert (contact.name, contact.email, contact.company) == ("Sam Poe", None, "Lakeside")
    assert (contact.confidence, contact.evidence, contact.job_title) == (Confidence.HIGH, (USERS_WORD,), None)


@pytest.mark.parametrize("name", ["Priya", "Priya Nair", "Nair Priya", "Priya K. Nair", "P. Nair", "Priya Shah"])
def test_a_name_that_is_only_spelled_better_keeps_the_address_and_the_company(name: str) -> None:
    contact = corrected((CommandWord.WITH, name), contact=a_contact(job_title="Nurse"))
    assert (contact.name, contact.email, contact.company, contact.job_title) == (name, PRIYA, "Harbor", "Nurse")


@pytest.mark.parametrize(
    ("known", "said"),
    [("Priya Nair", "Rohan Nair"), ("Ana de la Cruz", "Juan de la Vega"), ("Sam Poe", "Sue Poe"), (None, "Sam Poe")],
)
def test_a_namesake_does_not_get_the_address(known: str | None, said: str) -> None:
    assert corrected((CommandWord.WITH, said), contact=a_contact(name=known)).email is None


def test_name_address_and_company_are_taken_as_stated() -> None:
    contact = corrected((CommandWord.WITH, "Sam Poe <sam@lakeside.example>, Lakeside Clinic"), contact=a_contact())
    assert (contact.name, contact.email, contact.company) == ("Sam Poe", "sam@lakeside.example", "Lakeside Clinic")
    assert contact.company_is_stated


def test_an_address_alone_keeps_the_name() -> None:
    known = a_contact(company_is_stated=False)
    contact = corrected((CommandWord.WITH, "priya@example.org"), contact=known)
    assert (contact.name, contact.email, contact.company) == ("Priya Nair", "priya@example.org", "Harbor")
    assert not contact.company_is_stated


def test_a_company_alone_keeps_the_rest() -> None:
    contact = corrected((CommandWord.COMPANY, "Harbor Health"), contact=a_contact())
    assert (contact.name, contact.email, contact.company) == ("Priya Nair", PRIYA, "Harbor Health")
    assert contact.company_is_stated
    assert corrected((CommandWord.COMPANY, "Harbor Health")).name is None


def test_with_and_company_on_two_lines_are_one_correction() -> None:
    contact = corrected((CommandWord.WITH, "Sam Poe"), (CommandWord.COMPANY, "Lakeside"), contact=a_contact())
    assert (contact.name, contact.company, contact.email) == ("Sam Poe", "Lakeside", None)


@pytest.mark.parametrize("word", [CommandWord.WHEN, CommandWord.MOVED])
@pytest.mark.parametrize(
    "text",
    ["Friday, November 13, 2026, 3 pm", "to 2026-11-13 15:00", "13 November 2026 at 3:00 PM Pacific", "Friday 3pm"],
)
def test_a_new_time_is_read_in_the_zone_of_the_meeting(word: CommandWord, text: str) -> None:
    said = text.removeprefix("to ") if word is CommandWord.WHEN else text
    assert moved_to(said, word) == datetime(2026, 11, 13, 23, 0, tzinfo=UTC)


def test_a_zone_that_is_said_counts_and_not_the_meetings() -> None:
    assert moved_to("2026-11-13 15:00 Berlin time") == datetime(2026, 11, 13, 14, 0, tzinfo=UTC)


def test_of_moved_and_when_in_one_reply_when_counts() -> None:
    read = corrections((CommandWord.MOVED, "Friday 3pm"), (CommandWord.WHEN, "2026-11-16 10:00 am"))
    assert read.corrections.moved is not None
    assert read.corrections.moved.start == datetime(2026, 11, 16, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["next Blursday", "13/11 or so", "sometime", "2026-13-45"])
def test_a_time_that_cannot_be_read_changes_nothing_and_is_named(text: str) -> None:
    read = corrections((CommandWord.WHEN, text))
    assert read.corrections == Corrections()
    assert len(read.unclear) == 1


@pytest.mark.parametrize("text", ["-", "__", "?"])
def test_a_time_that_says_nothing_is_named_too(text: str) -> None:
    assert corrections((CommandWord.MOVED, text)).unclear == (f"When: {text}",)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45 minutes", 45), ("1.5 hours", 90), ("1h30", 90), ("half an hour", 30), ("an hour", 60)],
)
def test_a_length_is_read_as_people_say_it(text: str, minutes: int) -> None:
    assert corrections((CommandWord.LENGTH, text)).corrections.length == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["long", "0 minutes", "900 hours"])
def test_a_length_that_cannot_be_read_is_named(text: str) -> None:
    assert corrections((CommandWord.LENGTH, text)) == Read(Corrections(), (f"Length: {text}",))


def test_a_place_is_taken_as_written() -> None:
    assert corrections((CommandWord.WHERE, "Cafe Luz, 5th Street")).corrections.where == "Cafe Luz, 5th Street"


def test_a_name_that_cannot_be_read_is_named_and_corrects_nothing() -> None:
    read = corrections((CommandWord.WITH, "???"), contact=a_contact())
    assert read == Read(Corrections(), ("With: ???",))


def test_cancelled_needs_no_more_words() -> None:
    assert corrections((CommandWord.CANCELLED, "")) == Read(Corrections(cancelled=True))


def test_other_commands_correct_nothing() -> None:
    assert corrections((CommandWord.LIST, ""), (CommandWord.MET, "Ana Ruiz")) == Read(Corrections())


# --- the profile ------------------------------------------------------------------------------------------------------


def test_a_profile_is_read_line_by_line() -> None:
    text = (
        "Name: Robin Lee\n\n* field = nursing\n- Strengths: listening; calm,  triage\n"
        "time zone: Pacific time\nhours: 8-20\nTone: Warm."
    )
    assert read_profile(text) == Profile(
        "Robin Lee", "nursing", ("listening", "calm", "triage"), "America/Los_Angeles", "08:00-20:00", "warm"
    )


def test_a_line_without_a_value_says_nothing() -> None:
    assert read_profile("name:\nfield: \nstrengths: ;,\ntone:") == Profile()


def test_what_cannot_be_read_is_named_and_changes_nothing() -> None:
    text = "zone: the moon\nhours: whenever\ntone: rude\nshoes: 42\nhello"
    assert read_profile(text) == Profile(
        unread=("shoes: 42", "hello", "zone: the moon", "hours: whenever", "tone: rude")
    )


def test_at_most_six_strengths_are_kept() -> None:
    assert read_profile("strengths: a, b, c, d, e, f, g").strengths == ("a", "b", "c", "d", "e", "f")


@pytest.mark.parametrize(
    ("text", "waking"),
    [
        ("8-20", "08:00-20:00"),
        ("8 \u2013 20 Uhr", "08:00-20:00"),
        ("from 8 to 20", "08:00-20:00"),
        ("8.30-20.15", "08:30-20:15"),
        ("8h30-20h", "08:30-20:00"),
        ("7:30 am to 10 pm", "07:30-22:00"),
        ("7:30 a.m. until 10 p.m.", "07:30-22:00"),
        ("8am-8pm", "08:00-20:00"),
        ("12am-12pm", "00:00-12:00"),
        ("12pm-9pm", "12:00-21:00"),
        ("7am-12am", "07:00-23:59"),
        ("7-24", "07:00-23:59"),
        ("6-12", "06:00-12:00"),
    ],
)
def test_waking_hours_are_read_as_people_write_them(text: str, waking: str) -> None:
    assert read_profile(f"hours: {text}") == Profile(waking=waking)


@pytest.mark.parametrize(
    "text", ["9-5", "22-6", "8:30-14:00", "25-30", "7:61-20", "13pm-20", "0am-9", "24:30-8", "8", "8-20-22", "8-"]
)
def test_hours_that_are_none_or_too_few_are_not_understood(text: str) -> None:
    assert read_profile(f"hours: {text}") == Profile(unread=(f"hours: {text}",))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("Eastern", "America/New_York"),
        ("PT", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_or_by_a_city(text: str, zone: str) -> None:
    assert zone_of(text) == zone


def test_the_zone_of_somebody_who_says_est_has_a_summer_time() -> None:
    assert zone_of("EST") == "America/New_York"


@pytest.mark.parametrize("text", ["", "nowhere", "IST", "MST", "the moon", "x" * 5000])
def test_a_zone_that_could_be_two_or_is_none_is_not_guessed(text: str) -> None:
    assert zone_of(text) is None
