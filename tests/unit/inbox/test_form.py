from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.contact import Confidence
from shared.domain.invite import Person, Reason, ZoneSource
from shared.inbox.form import Form, contact_of_form, invite_of_form, read_form
from shared.inbox.mime.plain_text import strip_html
from shared.inbox.wording.labels import FORM_HINTS, FORM_LABELS
from tests.meetings import content

SENT = datetime(2026, 11, 2, 17, tzinfo=UTC)
TWO_PM = datetime(2026, 11, 12, 22, tzinfo=UTC)
FILLED = (
    "With: Priya Nair <priya@harborhealth.example>\nCompany: Harbor Health\nWhen: Thu Nov 12 2026, 2:00 PM Pacific\n"
    "Length: 30 minutes\nWhere: Zoom\n"
)
WHOLE = Form(
    Person("Priya Nair", "priya@harborhealth.example"),
    "Harbor Health",
    "Thu Nov 12 2026, 2:00 PM Pacific",
    timedelta(minutes=30),
    "Zoom",
)
FORM = content().language.lists["unread.form"]
AS_SENT = "\n".join(f"{FORM_LABELS[field]}: {FORM_HINTS[field]}" for field in FORM_LABELS)


def test_the_form_that_is_read_is_the_form_that_is_sent() -> None:
    assert AS_SENT.splitlines() == list(FORM)


def quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}" for line in text.splitlines())


def in_html(before: str, line: str, after: str) -> str:
    rows = [one.replace("<", "&lt;").split(": ", 1) for one in FILLED.splitlines()]
    return strip_html(before + "".join(line.format(label=label, value=value) for label, value in rows) + after)


TREATMENTS = {
    "as typed": FILLED,
    "quoted": quoted(FILLED),
    "quoted twice": quoted(quoted(FILLED)),
    "quoted with bars": quoted(FILLED, "| "),
    "bulleted": quoted(FILLED, "• "),
    "bulleted with stars": quoted(FILLED, "* "),
    "numbered": "\n".join(f"{number}. {line}" for number, line in enumerate(FILLED.splitlines(), 1)),
    "bold labels": FILLED.replace("With:", "*With:*").replace("When:", "*When:*").replace("Length:", "**Length:**"),
    "full-width colons": FILLED.replace(": ", "\uff1a"),
    "blanks before the colon": FILLED.replace(": ", " : "),
    "no-break spaces": FILLED.replace(": ", ":\u00a0"),
    "capitals": FILLED.replace("With:", "WITH:").replace("When:", "WHEN:").replace("Length:", "length:"),
    "CRLF": FILLED.replace("\n", "\r\n"),
    "blank lines between": FILLED.replace("\n", "\n\n"),
    "on one line": FILLED.replace("\n", " "),
    "values below": FILLED.replace(": ", ":\n"),
    "above the form as it was sent": FILLED + "\n\nOn Mon, Nov 2, 2026 <prep@example.net> wrote:\n\n" + quoted(AS_SENT),
    "below a note and above a signature": "Here you are!\n\n" + FILLED + "\n-- \nJordan",
    "a table in HTML": in_html("<table>", "<tr><td><b>{label}:</b></td><td>{value}</td></tr>", "</table>"),
    "a list in HTML": in_html("<ul>", "<li>{label}: {value}</li>", "</ul>"),
    "divs in HTML": in_html("", "<div><span>{label}: {value}</span></div>", ""),
}


@pytest.mark.parametrize("text", TREATMENTS.values(), ids=TREATMENTS)
def test_the_form_is_read_whatever_a_mail_program_did_to_it(text: str) -> None:
    assert read_form(text) == WHOLE


def test_the_form_becomes_an_invite() -> None:
    reading = invite_of_form(WHOLE, sent_at=SENT, assumed_zone="Europe/Paris")

    assert reading.invite is not None
    assert reading.invite.start == TWO_PM
    assert reading.invite.end == TWO_PM + timedelta(minutes=30)
    assert reading.invite.time_zone_source is ZoneSource.EVENT
    assert reading.invite.location == "Zoom"
    assert reading.evidence == ('your form: "When: Thu Nov 12 2026, 2:00 PM Pacific"',)


def test_a_form_without_a_zone_is_in_the_users_zone_and_says_so() -> None:
    form = Form(when="12 November 2026 14:00")

    reading = invite_of_form(form, sent_at=SENT, assumed_zone="America/Los_Angeles")

    assert reading.invite is not None
    assert reading.invite.start == TWO_PM
    assert reading.invite.time_zone_source is ZoneSource.ASSUMED
    assert reading.invite.end is None


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("03/04/2026 2pm", Reason.AMBIGUOUS_TIME),
        ("Nov 12 2026 2:00", Reason.AMBIGUOUS_TIME),
        ("Thu Nov 12 2026 2pm IST", Reason.AMBIGUOUS_TIME),
        ("next week", Reason.NO_START),
        ("Thursday 2pm", Reason.NO_START),
        ("Nov 12 2026", Reason.NO_START),
        (None, Reason.NO_START),
        ("Nov 12 2206 2pm", Reason.DATE_OUT_OF_RANGE),
    ],
)
def test_a_form_whose_time_is_in_doubt_is_asked_about_again(when: str | None, reason: Reason) -> None:
    reading = invite_of_form(Form(Person("Priya", None), when=when), sent_at=SENT, assumed_zone="America/Los_Angeles")

    assert reading.invite is None
    assert reading.reason is reason
    assert reading.detail


def test_the_contact_of_a_form_is_the_users_own_word() -> None:
    contact = contact_of_form(WHOLE)

    assert contact is not None
    assert (contact.name, contact.email, contact.company) == (
        "Priya Nair",
        "priya@harborhealth.example",
        "Harbor Health",
    )
    assert contact.confidence is Confidence.HIGH
    assert contact.evidence == ("your form",)


def test_name_and_company_may_stand_on_one_line() -> None:
    form = read_form("With: Priya Nair, Harbor Health\nWhen: Nov 12 2026 2pm\n")

    assert form is not None
    assert (form.person, form.company) == (Person("Priya Nair", None), "Harbor Health")


LENGTHS = {
    "30 minutes": 30, "30 min": 30, "45": 45, "1 hour": 60, "1h": 60, "1h30": 90, "1.5 hours": 90, "1,5 Std": 90,
    "half an hour": 30, "an hour": 60, "1 hour 15 minutes": 75, "20 Minuten": 20, "2 heures": 120, "30分": 30,
}  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), LENGTHS.items())
def test_a_length_is_read_in_the_ways_that_people_write_it(text: str, minutes: int) -> None:
    form = read_form(f"With: Priya\nLength: {text}\n")

    assert form is not None
    assert form.length == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "Hello", AS_SENT, quoted(AS_SENT), "With: ____\nWhen: \n", "When:\nLength:\nWhere:\n"]
)
def test_a_form_that_nobody_filled_in_is_none(text: str) -> None:
    assert read_form(text) is None


@pytest.mark.parametrize("length", ["soon", "0 minutes", "900 minutes", "?"])
def test_a_length_that_is_none_is_left_out(length: str) -> None:
    form = read_form(f"With: Priya\nLength: {length}\n")

    assert form is not None
    assert form.length is None


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_ends_with_a_form_or_none(text: str) -> None:
    form = read_form(f"With: {text}\nWhen: {text}\nLength: {text}")
    if form:
        reading = invite_of_form(form, sent_at=SENT, assumed_zone="UTC")
        assert (reading.invite is None) == (reading.reason is not None)
