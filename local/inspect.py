"""What `foreword inspect` prints: one mail or calendar file as one JSON object."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from shared.domain.contact import Contact
from shared.domain.invite import Invite, Outcome, Person, Reason
from shared.inbox.read import Reading, read


def inspect_file(path: Path, *, zone: str) -> dict[str, object]:
    """Return what a file says; `zone` is the IANA zone of floating times. A file that will not open is unreadable."""
    try:
        raw = path.read_bytes()
    except OSError:
        reading = Reading(Outcome.UNREADABLE, Reason.EMPTY, "The file cannot be opened.")
    else:
        reading = read(raw, assumed_zone=zone)
    return row_of(str(path), reading)


def row_of(file: str, reading: Reading) -> dict[str, object]:
    """Return a reading under the name of its file."""
    return {
        "file": file,
        "outcome": reading.outcome.value,
        "reason": reading.reason.value if reading.reason else None,
        "invite": _invite(reading.invite) if reading.invite else None,
        "contact": _contact(reading.contact) if reading.contact else None,
        "forwarder": _person(reading.forwarder),
    }


def _invite(invite: Invite) -> dict[str, object]:
    return {
        "uid": invite.uid,
        "recurrence_id": invite.recurrence_id,
        "sequence": invite.sequence,
        "method": invite.method,
        "title": invite.title,
        "start": _moment(invite.start),
        "end": _moment(invite.end),
        "time_zone": invite.time_zone,
        "time_zone_source": invite.time_zone_source.value,
        "all_day": invite.all_day,
        "recurring": invite.recurring,
        "organizer": _person(invite.organizer),
        "attendees": [
            {"name": attendee.name, "email": attendee.email, "status": attendee.status} for attendee in invite.attendees
        ],
        "location": invite.location,
        "join_url": invite.join_url,
        "description": invite.description,
    }


def _contact(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "email": contact.email,
        "company": contact.company,
        "confidence": contact.confidence.value,
        "evidence": list(contact.evidence),
    }


def _person(person: Person | None) -> dict[str, object] | None:
    return None if person is None else {"name": person.name, "email": person.email}


def _moment(moment: datetime | date | None) -> str | None:
    """Write ISO 8601 with the offset; a day as a date."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return None if moment is None else moment.isoformat()
