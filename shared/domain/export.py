"""Everything that is kept of a user, as files to take along: JSON, a table, and the talks as a calendar."""

from __future__ import annotations

import csv
import dataclasses
import enum
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.attachment import Attachment
from shared.domain.calendar_entries import PRODUCT
from shared.domain.content_lines import date_time, stream, text
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, InterviewState, User

COLUMNS = (
    "talk", "state", "starts_at", "ends_at", "time_zone", "place", "contact", "contact_address", "company",
    "letter_sent_at", "learned", "to_do", "named", "promised", "remembered", "interested", "notes",
)  # fmt: skip
# A spreadsheet would run a cell that begins like this, some of them also in the wide forms, or behind white space.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export_files(holdings: Holdings, user: User, now: datetime) -> tuple[Attachment, ...]:
    """Write the three files; `now` is when, aware."""
    utf8 = (("charset", "utf-8"),)
    return (
        Attachment("foreword.json", "application/json", _json(holdings, user, now)),
        Attachment("talks.csv", "text/csv", _csv(holdings), utf8),
        Attachment("talks.ics", "text/calendar", _ics(holdings, now), (*utf8, ("method", "PUBLISH"))),
    )


def _json(holdings: Holdings, user: User, now: datetime) -> bytes:
    everything = {
        "exported_at": now.isoformat(),
        "complete": holdings.is_all,
        "user": _plain(user),
        "interviews": [_plain(interview) for interview in holdings.interviews],
        "mails": [_plain(delivery) for delivery in holdings.deliveries],
    }
    return (json.dumps(everything, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _csv(holdings: Holdings) -> bytes:
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for interview in holdings.interviews:
        table.writerow(_safe(cell) for cell in _row(interview))
    # Excel takes a CSV without a byte order mark for the machine's own charset.
    return written.getvalue().encode("utf-8-sig", "replace")


def _row(interview: Interview) -> tuple[str, ...]:
    meeting, contact, debrief = interview.meeting, interview.contact, interview.debrief
    said = debrief or None
    interested = "" if said is None or said.interested is None else ("yes" if said.interested else "no")
    return (
        interview.subject,
        str(interview.state),
        meeting.starts_at.isoformat(),
        meeting.ends_at.isoformat(),
        meeting.zone,
        meeting.location or meeting.conference or "",
        (contact.name if contact else None) or "",
        (contact.email if contact else None) or "",
        (contact.company if contact else None) or "",
        interview.letter_sent_at.isoformat() if interview.letter_sent_at else "",
        *(
            "; ".join(part)
            for part in ((said.learned, said.use, said.named, said.promised, said.remembered) if said else ((),) * 5)
        ),
        interested,
        "\n\n".join(interview.notes),
    )


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def _ics(holdings: Holdings, now: datetime) -> bytes:
    """Write the talks as entries of their own: no organizer and no attendee, so that no calendar answers anybody."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for interview in holdings.interviews:
        meeting = interview.meeting
        off = interview.state is not InterviewState.PLANNED
        lines += [
            "BEGIN:VEVENT",
            f"UID:{interview.id}.{interview.user_id}@foreword.invalid",
            f"DTSTAMP:{date_time(now)}",
            f"SEQUENCE:{interview.revision}",
            f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
            f"DTSTART:{date_time(meeting.starts_at)}",
            f"DTEND:{date_time(meeting.ends_at)}",
            f"SUMMARY:{text(interview.subject)}",
            *([f"LOCATION:{text(meeting.location)}"] if meeting.location else []),
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    return stream([*lines, "END:VCALENDAR"])
