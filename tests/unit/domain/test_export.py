"""Everything that is kept, as files: all of it is in them, and nothing in them runs."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from shared.domain.attachment import Attachment
from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind
from shared.domain.export import COLUMNS, export_files
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, InterviewState, User
from shared.domain.referral import Referral
from tests.builders import ENDS, NOW, PRIYA, STARTS, a_contact, a_delivery, a_meeting, a_user, an_interview
from tests.meetings import interviews

HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
)


def files(*held: Interview, user: User | None = None, **other: Any) -> dict[str, Attachment]:
    made = export_files(Holdings(tuple(held), **other), user or a_user(), NOW)
    return {file.name: file for file in made}


def rows(*held: Interview) -> list[dict[str, str]]:
    text = files(*held)["talks.csv"].content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def kept(*held: Interview, **other: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(*held, **other)["foreword.json"].content)
    return found


# --- JSON -------------------------------------------------------------------------------------------------------------


def full_user() -> User:
    return a_user(
        field="nursing",
        strengths=("triage",),
        own_words={"day": "What is a day like?"},
        answers={"day": "2"},
        referrals=(Referral("Ana Ruiz", NOW, "ana@example.com", "Harbor", "Priya Nair", PRIYA),),
        unplaced=("the lighthouse",),
        waking="08:00-20:00",
        tone="plain",
        stopped_at=NOW,
    )


def full_interview() -> Interview:
    return an_interview(
        notes=("Learned: much", "and more"),
        debrief=Debrief(("much",), ("call",), ("Ana",), ("write",), ("harbor",), ("more",), interested=True),
        answers={"day": "long"},
        letter_sent_at=ENDS,
        own_words={"day": "What is a day like?"},
        swapped=("end",),
    )


def test_every_field_of_all_that_is_kept_is_in_the_json() -> None:
    delivery = a_delivery(facts={"again": "yes"}, sent_at=NOW)
    found = kept(full_interview(), user=full_user(), deliveries=(delivery,))
    assert set(found["user"]) == {field.name for field in dataclasses.fields(User)}
    assert set(found["interviews"][0]) == {field.name for field in dataclasses.fields(Interview)}
    assert set(found["mails"][0]) == {field.name for field in dataclasses.fields(Delivery)}
    assert found["user"]["unplaced"] == ["the lighthouse"]
    assert found["user"]["referrals"][0]["email"] == "ana@example.com"
    assert found["interviews"][0]["notes"] == ["Learned: much", "and more"]
    assert found["interviews"][0]["answers"] == {"day": "long"}
    assert found["interviews"][0]["meeting"]["starts_at"] == STARTS.isoformat()
    assert found["interviews"][0]["contact"]["email"] == PRIYA
    assert (found["mails"][0]["facts"], found["mails"][0]["kind"]) == ({"again": "yes"}, Kind.PREP_PACK)
    assert found["exported_at"] == NOW.isoformat()


def test_it_says_whether_it_is_complete() -> None:
    assert kept()["complete"] is True
    assert kept(is_all=False)["complete"] is False


def test_whoever_has_nothing_gets_three_files_that_open() -> None:
    assert kept()["interviews"] == []
    assert rows() == []
    assert Calendar.from_ical(files()["talks.ics"].content).walk("VEVENT") == []
    assert [(file.name, file.media_type) for file in export_files(Holdings(), a_user(), NOW)] == [
        ("foreword.json", "application/json"),
        ("talks.csv", "text/csv"),
        ("talks.ics", "text/calendar"),
    ]


# --- CSV --------------------------------------------------------------------------------------------------------------


def test_a_talk_is_a_row_with_what_was_noted() -> None:
    (row,) = rows(full_interview())
    assert tuple(row) == COLUMNS
    assert (row["talk"], row["state"], row["contact"], row["contact_address"], row["company"]) == (
        "Your talk with Priya Nair",
        "planned",
        "Priya Nair",
        PRIYA,
        "Harbor",
    )
    assert (row["learned"], row["to_do"], row["named"], row["promised"], row["remembered"], row["interested"]) == (
        "much",
        "call",
        "Ana",
        "write",
        "harbor",
        "yes",
    )
    assert row["notes"] == "Learned: much\n\nand more"
    assert (row["starts_at"], row["letter_sent_at"]) == (STARTS.isoformat(), ENDS.isoformat())


def test_what_is_not_known_is_an_empty_cell() -> None:
    bare = an_interview(contact=None, meeting=a_meeting(location=None))
    (row,) = rows(bare)
    assert [row[name] for name in ("contact", "contact_address", "company", "place", "interested", "notes")] == [""] * 6
    nameless = an_interview(contact=a_contact(name=None, email=None, company=None), debrief=Debrief(interested=False))
    (row,) = rows(nameless)
    assert (row["contact"], row["interested"]) == ("", "no")
    (row,) = rows(an_interview(meeting=a_meeting(location=None, conference="Zoom"), debrief=Debrief()))
    assert (row["place"], row["interested"]) == ("Zoom", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_whoever_wrote_it(text: str) -> None:
    interview = an_interview(
        subject=text,
        meeting=a_meeting(location=text),
        contact=a_contact(name=text, email=text, company=text),
        notes=(text,),
        debrief=Debrief((text,), (text,), (text,), (text,), (text,)),
    )
    (row,) = rows(interview)
    assert [name for name, cell in row.items() if cell == f"'{text}"] == [
        "talk", "place", "contact", "contact_address", "company", "learned", "to_do", "named", "promised",
        "remembered", "notes",
    ]  # fmt: skip


def test_commas_quotes_and_breaks_stay_in_their_cell() -> None:
    text = 'a,"b";\r\nc\n\nd'
    (row,) = rows(an_interview(notes=(text,), subject=text))
    assert (row["notes"], row["talk"]) == (text, text)


def test_a_spreadsheet_takes_it_for_utf_8() -> None:
    content = files(an_interview(subject="\u5c71\u7530"))["talks.csv"].content
    assert content.startswith(b"\xef\xbb\xbf")
    assert "\u5c71\u7530".encode() in content


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_the_talks_are_entries_that_answer_nobody() -> None:
    off = an_interview(id="b" * 16, state=InterviewState.CANCELLED, meeting=a_meeting(location=None))
    content = files(an_interview(revision=3), off)["talks.ics"].content
    calendar = Calendar.from_ical(content)
    one, other = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert (one["STATUS"], other["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert (one.decoded("DTSTART"), one.decoded("DTEND"), one.decoded("SEQUENCE")) == (STARTS, ENDS, 3)
    assert (one["LOCATION"], "LOCATION" in other) == ("Google Meet", False)
    assert one["UID"] != other["UID"]
    assert not [name for name in ("ORGANIZER", "ATTENDEE", "VALARM") if name.encode() in content]


@pytest.mark.parametrize("text", ["a\r\nATTENDEE:mailto:x@y.example", "a\nEND:VEVENT", "a;b,c\\d", "\ud800\x00x"])
def test_no_text_of_a_talk_becomes_a_line_of_the_calendar(text: str) -> None:
    content = files(an_interview(subject=text, meeting=a_meeting(location=text)))["talks.ics"].content
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert len([line for line in lines if line.startswith(("ATTENDEE", "END:VEVENT"))]) == 1
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


@given(interviews(), st.lists(st.text(max_size=200), max_size=3).map(tuple))
def test_any_talk_with_any_notes_opens_in_all_three(interview: Interview, notes: tuple[str, ...]) -> None:
    held = dataclasses.replace(interview, notes=notes)
    made = files(held)
    assert len(json.loads(made["foreword.json"].content)["interviews"]) == 1
    assert len(rows(held)) == 1
    (event,) = Calendar.from_ical(made["talks.ics"].content).walk("VEVENT")
    assert event.decoded("DTEND") - event.decoded("DTSTART") >= timedelta()
