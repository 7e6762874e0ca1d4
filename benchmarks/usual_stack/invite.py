"""Reading the invite that a mail carries."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from icalendar import Calendar, Event

from benchmarks.usual_stack.models import Interview, Person


class NoInviteError(ValueError):
    """The mail carries no calendar event with a start and an end."""


def read(raw: bytes) -> tuple[Person, Interview]:
    """Return who forwarded the mail and the interview of its first calendar part; raise NoInviteError without one."""
    mail = message_from_bytes(raw, policy=policy.default)
    author = mail["From"].addresses[0]
    return Person(name=author.display_name or None, email=author.addr_spec.lower()), _interview(_event(mail))


def _event(mail: Message) -> Event:
    for part in mail.walk():
        if part.get_content_type() in ("text/calendar", "application/ics") and isinstance(part, EmailMessage):
            content = part.get_content()
            for event in Calendar.from_ical(content).walk("VEVENT"):
                if isinstance(event, Event):
                    return event
    raise NoInviteError("no calendar part")


def _interview(event: Event) -> Interview:
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise NoInviteError("no start or no end")
    uid = str(event["uid"])
    attendees = event.get("attendee", [])
    return Interview(
        id=hashlib.sha256(uid.encode()).hexdigest()[:32],
        uid=uid,
        sequence=int(event.get("sequence", 0)),
        title=str(event.get("summary", "Informational interview")),
        start=start,
        end=end,
        time_zone=str(start.tzinfo),
        location=_text(event, "location"),
        description=_text(event, "description"),
        organizer=_person(event["organizer"]) if "organizer" in event else None,
        attendees=[_person(one) for one in (attendees if isinstance(attendees, list) else [attendees])],
    )


def _text(event: Event, name: str) -> str | None:
    return str(event[name]) if name in event else None


def _person(address: Any) -> Person:
    return Person(name=address.params.get("CN"), email=str(address).lower().removeprefix("mailto:"))
