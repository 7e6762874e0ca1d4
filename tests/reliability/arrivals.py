"""Mails as they arrive in random histories: small, of known content, and under ids that a seed decides."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta

from local.ses import Arrival, arrival
from local.world import OWN_ADDRESS

JORDAN = "jordan@example.org"
STRANGER = "sam@elsewhere.example"
PRIYA = "priya.nair@harborhealth.example"
_REPLY_TO = re.compile(rb"^Reply-To: (\S+)\r$", re.MULTILINE | re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Issue:
    """One version of a meeting as its calendar sends it; times are UTC. `cancels` makes it a CANCEL."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    cancels: bool = False
    organizer: str = "Priya Nair"
    address: str = PRIYA

    @property
    def rank(self) -> tuple[int, datetime, bool]:
        """Order issues of one meeting: SEQUENCE, then DTSTAMP (RFC 5546, 2.1.5); a CANCEL after its like."""
        return self.sequence, self.stamped_at, self.cancels

    def calendar(self) -> str:
        """Write the calendar object."""
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//Calendar//EN",
            f"METHOD:{'CANCEL' if self.cancels else 'REQUEST'}",
            "BEGIN:VEVENT",
            f"UID:{self.uid}",
            f"DTSTAMP:{_utc(self.stamped_at)}",
            f"DTSTART:{_utc(self.starts_at)}",
            f"DTEND:{_utc(self.ends_at)}",
            f"SEQUENCE:{self.sequence}",
            f"SUMMARY:{self.title}",
            f"ORGANIZER;CN={self.organizer}:mailto:{self.address}",
            f"ATTENDEE;CN=Jordan Avery:mailto:{JORDAN}",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
        return "\r\n".join(lines) + "\r\n"


def forwarded(issue: Issue, mail_id: str, sender: str = JORDAN, to: str = OWN_ADDRESS) -> Arrival:
    """Let the user forward an issue."""
    method = "CANCEL" if issue.cancels else "REQUEST"
    kind = f"text/calendar; charset=utf-8; method={method}"
    return arrived(mail_id, written(sender, to, f"Fwd: {issue.title}", issue.calendar(), kind, mail_id))


def plain(mail_id: str, text: str, sender: str = JORDAN, to: str = OWN_ADDRESS, subject: str = "Hello") -> Arrival:
    """Let somebody write a mail of text alone."""
    return arrived(mail_id, written(sender, to, subject, text, message_id=mail_id), to)


def arrived(mail_id: str, raw: bytes, to: str = OWN_ADDRESS, **overrides: str) -> Arrival:
    """Let SES receive a mail under this id; `overrides` as `local.ses.arrival` has them."""
    return dataclasses.replace(arrival(raw, to, overrides), mail_id=mail_id)


def written(
    sender: str,
    to: str,
    subject: str,
    body: str,
    content_type: str = "text/plain; charset=utf-8",
    message_id: str = "1",
    more: tuple[str, ...] = (),
) -> bytes:
    """Write a mail; `more` are further header lines."""
    head = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <{message_id}@mail.{sender.rpartition('@')[2].rstrip('>')}>",
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        *more,
    ]
    return "\r\n".join([*head, "", re.sub(r"\r?\n", "\r\n", body)]).encode()


def reply_address(raw: bytes) -> str | None:
    """Return where a mail of ours wants its replies, None where it has no such address."""
    head = raw.partition(b"\r\n\r\n")[0] + b"\r"
    found = _REPLY_TO.search(head)
    return found[1].decode() if found else None


def at_most_a_second(moment: datetime) -> datetime:
    """Cut what a calendar's time does not hold."""
    return moment.astimezone(UTC).replace(microsecond=0)


def a_meeting(number: int, starts_at: datetime, stamped_at: datetime, minutes: int = 30) -> Issue:
    """Return the first issue of a meeting."""
    return Issue(
        uid=f"talk-{number}@calendar.example",
        sequence=0,
        stamped_at=stamped_at,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        title=f"Coffee chat {number}: Priya / Jordan",
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
