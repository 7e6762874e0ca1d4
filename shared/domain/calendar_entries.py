"""The two entries for the user's own calendar: time to prepare, and the letter's deadline.

They are ours and the user's alone: a UID of their own, no organizer, no attendee, no link, private (RFC 5545). The
invite itself is neither repeated nor answered.
"""

from __future__ import annotations

import dataclasses
import enum
import uuid
from datetime import datetime, timedelta

from shared.domain.attachment import Attachment
from shared.domain.content_lines import date_time, stream, text
from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, InterviewState, Meeting
from shared.domain.language import Language
from shared.domain.timing import evening_before, is_waking, letter_deadline

PREPARE = timedelta(minutes=30)
# Preparing ends when it is time to join, or to be there.
READY_BEFORE = timedelta(minutes=10)
LETTER = timedelta(minutes=30)
FILE = "foreword.ics"
PRODUCT = "-//Foreword//Preparation//EN"
# Ours alone: a UID made from it is the same for one meeting for ever, and nobody else's (RFC 7986, 5.3).
_NAMESPACE = uuid.UUID("0d2f6f5e-6f0b-5c49-9a7e-4d1c8f1b7a52")


class Method(enum.StrEnum):
    """What the file does to a calendar (RFC 5546, 1.4)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """From when to when; aware."""

    starts_at: datetime
    ends_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    """One VEVENT. `alarm` is how long before its start, as a DURATION; "" for none. `is_off` takes it out again."""

    uid: str
    span: Span
    summary: str
    description: str
    alarm: str
    busy: bool
    is_off: bool = False


def time_to_prepare(meeting: Meeting) -> Span | None:
    """Return the half hour that ends ten minutes before the talk; None where the invite gives no time of day."""
    if meeting.all_day:
        return None
    return _before(meeting.starts_at - READY_BEFORE, PREPARE)


def still_to_prepare(meeting: Meeting, now: datetime) -> Span | None:
    """Return the time to prepare unless it has begun already."""
    prepare = time_to_prepare(meeting)
    return prepare if prepare and prepare.starts_at >= now else None


def time_for_the_letter(meeting: Meeting) -> Span:
    """Return the half hour before the deadline or, where that is night, the last one of the evening before."""
    deadline = letter_deadline(meeting.ends_at)
    span = _before(deadline, LETTER)
    if is_waking(span.starts_at, meeting.zone) and is_waking(deadline, meeting.zone):
        return span
    return _before(evening_before(deadline, meeting.zone), LETTER)


def published(interview: Interview, now: datetime, language: Language, *, anew: bool) -> Attachment:
    """Write the entries as they are now, with the interview's revision as their SEQUENCE.

    With `anew` nothing was published before, so that a time to prepare that is over by `now` is left out. Otherwise it
    moves along wherever the talk goes, and is called off where the talk has no time of day any more.
    """
    meeting = interview.meeting
    prepare = still_to_prepare(meeting, now) if anew else time_to_prepare(meeting)
    entries = [_letter_entry(interview, language)]
    if prepare:
        entries.insert(0, _prepare_entry(interview, prepare, language))
    elif not anew:
        entries.insert(0, dataclasses.replace(_prepare_entry(interview, _would_be(meeting), language), is_off=True))
    return _file(Method.PUBLISH, entries, interview.revision, now)


def called_off(interview: Interview, now: datetime, language: Language) -> Attachment:
    """Take both entries out of the calendar again."""
    prepare = time_to_prepare(interview.meeting) or _would_be(interview.meeting)
    entries = [_prepare_entry(interview, prepare, language), _letter_entry(interview, language)]
    off = [dataclasses.replace(entry, is_off=True) for entry in entries]
    return _file(Method.CANCEL, off, interview.revision, now)


def takes_entries_back(delivery: Delivery, interview: Interview | None) -> bool:
    """Tell whether a mail takes the entries out again: the meeting is off, or the user said that it is over with.

    A word has raised the revision, and with it SEQUENCE. What was planned anew since then keeps its entries, and what
    no pack brought is not taken out.
    """
    if interview is None:
        return False
    if delivery.kind is Kind.CANCELLED:
        return delivery.facts.get("nothing_was_planned") != "yes"
    over_with = interview.state in (InterviewState.STOPPED, InterviewState.NOT_HELD)
    return delivery.kind is Kind.NOTED and over_with and interview.pack_went_out


def _before(end: datetime, length: timedelta) -> Span:
    return Span(end - length, end)


def _would_be(meeting: Meeting) -> Span:
    return _before(meeting.starts_at, PREPARE)


def _prepare_entry(interview: Interview, span: Span, language: Language) -> _Entry:
    return _Entry(
        uid=_uid(interview, "prepare"),
        span=span,
        summary=language.say("calendar.prepare", subject=interview.subject),
        description=language.say("calendar.prepare_how", subject=interview.subject),
        alarm="-PT10M",
        busy=True,
    )


def _letter_entry(interview: Interview, language: Language) -> _Entry:
    return _Entry(
        uid=_uid(interview, "letter"),
        span=time_for_the_letter(interview.meeting),
        summary=language.say("calendar.letter", subject=interview.subject),
        description=language.say("calendar.letter_how", subject=interview.subject),
        alarm="PT0S",
        busy=False,
    )


def _uid(interview: Interview, what: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{interview.user_id}|{interview.id}|{what}"))


def _file(method: Method, entries: list[_Entry], sequence: int, now: datetime) -> Attachment:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    for entry in entries:
        lines += _event(entry, sequence, now)
    return Attachment(
        FILE, "text/calendar", stream([*lines, "END:VCALENDAR"]), (("charset", "utf-8"), ("method", method))
    )


def _event(entry: _Entry, sequence: int, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{date_time(now)}",
        f"SEQUENCE:{sequence}",
        f"STATUS:{'CANCELLED' if entry.is_off else 'CONFIRMED'}",
        f"DTSTART:{date_time(entry.span.starts_at)}",
        f"DTEND:{date_time(entry.span.ends_at)}",
        f"SUMMARY:{text(entry.summary)}",
        f"DESCRIPTION:{text(entry.description)}",
        "CLASS:PRIVATE",
        f"TRANSP:{'OPAQUE' if entry.busy and not entry.is_off else 'TRANSPARENT'}",
        *([] if entry.is_off else _alarm(entry)),
        "END:VEVENT",
    ]


def _alarm(entry: _Entry) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{text(entry.summary)}",
        f"TRIGGER:{entry.alarm}",
        "END:VALARM",
    ]
