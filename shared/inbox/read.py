"""Reading one mail: raw bytes in, a Reading out, whatever the bytes are."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime

from shared.domain.contact import Contact
from shared.domain.invite import Invite, Outcome, Person, Reason
from shared.inbox import limits
from shared.inbox.choice import Candidate, chosen
from shared.inbox.calendar import events_of
from shared.inbox.contacts import contact_of
from shared.inbox.contentlines import holds_calendar
from shared.inbox.decoding import text_of
from shared.inbox.findings import Found, calendars_in
from shared.inbox.forwards import TextReading, invite_in_text
from shared.inbox.limits import Unreadable
from shared.inbox.mime import Headers, Mail, split
from shared.inbox.people import forwarder_of
from shared.inbox.series import instance

_BARE_CALENDAR = re.compile(rb"\s*BEGIN:(?:VCALENDAR|VEVENT)\s", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says. `reason` is set where there is no invite; `detail` says it in words for the user.

    `forwarder` is who passed the invite on: the From (or Sender) of the outermost mail.
    """

    outcome: Outcome
    reason: Reason | None = None
    detail: str | None = None
    invite: Invite | None = None
    contact: Contact | None = None
    forwarder: Person | None = None
    subject: str | None = None


def read(
    raw: bytes,
    *,
    assumed_zone: str = "UTC",
    now: datetime | None = None,
    user_addresses: frozenset[str] = frozenset(),
) -> Reading:
    """Read a mail or a bare calendar file; never raises.

    `assumed_zone` is the IANA zone of floating times. With `now`, a series is read at its next instance from then;
    without, at its first. `user_addresses` (lower case) are never taken for the contact.
    """
    reader = _Reader(assumed_zone, now, user_addresses)
    try:
        return reader.read(raw)
    except Unreadable as failure:
        return Reading(Outcome.UNREADABLE, failure.reason, failure.detail)
    except Exception:  # noqa: BLE001 - whatever a stranger sends, the user gets an answer
        return Reading(Outcome.UNREADABLE, Reason.BROKEN_CALENDAR, "The mail could not be read.")


@dataclasses.dataclass(frozen=True, slots=True)
class _Reader:
    """One reading with what was handed in."""

    assumed_zone: str
    now: datetime | None
    user_addresses: frozenset[str]

    def read(self, raw: bytes) -> Reading:
        """Read a mail or a bare calendar file; raise Unreadable where a cap is passed before there is a subject."""
        if not raw.strip():
            raise Unreadable(Reason.EMPTY, "The mail is empty.")
        if _is_bare(raw):
            mail = Mail((Headers([]),), ())
            return self._reading(mail, [Found(_bare_text(raw), None, declared=True, message=0)])
        mail = split(raw)
        try:
            return self._reading(mail, calendars_in(mail))
        except Unreadable as failure:
            return _unread(mail, Outcome.UNREADABLE, failure.reason, failure.detail)

    def _reading(self, mail: Mail, calendars: list[Found]) -> Reading:
        candidates = [
            Candidate(event, found.declared, found.message)
            for found in calendars
            for event in events_of(found.text, assumed_zone=self.assumed_zone, method=found.method)
        ]
        if candidates:
            try:
                choice = chosen(candidates, mail.messages[0].text("subject"))
                return self._invited(mail, instance(choice.event, choice.changed, self.now))
            except Unreadable as failure:
                if failure.reason not in (Reason.NO_START, Reason.BROKEN_CALENDAR):
                    raise
                said = self._from_text(mail)
                if said.invite is None:
                    raise
                return self._invited(mail, said.invite)
        said = self._from_text(mail)
        if said.invite is not None:
            return self._invited(mail, said.invite)
        reason = said.reason or Reason.NO_CALENDAR
        outcome = Outcome.NOT_AN_INVITE if reason is Reason.NO_CALENDAR else Outcome.UNREADABLE
        return _unread(mail, outcome, reason, said.detail)

    def _from_text(self, mail: Mail) -> TextReading:
        """Read the bodies, the outermost message first; the first that says anything of a meeting counts."""
        said = TextReading(None, Reason.NO_CALENDAR)
        for index, headers in enumerate(mail.messages):
            text, html = _bodies(mail, index)
            if not text and not html:
                continue
            said = invite_in_text(
                text or "",
                html,
                subject=headers.text("subject"),
                sent_at=headers.sent_at,
                assumed_zone=self.assumed_zone,
            )
            if said.reason is not Reason.NO_CALENDAR:
                return said
        return said

    def _invited(self, mail: Mail, invite: Invite) -> Reading:
        headers = mail.messages[0]
        forwarder = forwarder_of(headers)
        text = _bodies(mail, 0)[0]
        contact = contact_of(invite, user_addresses=self.user_addresses, forwarder=forwarder, text=text)
        outcome = Outcome.CANCELLATION if invite.method == "CANCEL" else Outcome.INVITE
        return Reading(outcome, invite=invite, contact=contact, forwarder=forwarder, subject=headers.text("subject"))


def _unread(mail: Mail, outcome: Outcome, reason: Reason, detail: str | None) -> Reading:
    headers = mail.messages[0]
    return Reading(outcome, reason, detail, forwarder=forwarder_of(headers), subject=headers.text("subject"))


def _bodies(mail: Mail, message: int) -> tuple[str | None, str | None]:
    """Return the text and the HTML of one message, its attachments left out, each cut at the cap."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in mail.parts:
        if part.message == message and part.content_type in texts and not part.filename:
            texts[part.content_type].append(part.text(limits.TEXT_BYTES))
    plain, html = ("\n".join(found) if found else None for found in texts.values())
    return plain, html


def _is_bare(raw: bytes) -> bool:
    """Tell whether this is a calendar file and no mail, whatever its charset."""
    head = raw[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _BARE_CALENDAR.match(head) is not None


def _bare_text(raw: bytes) -> str:
    if len(raw) > limits.CALENDAR_BYTES:
        raise Unreadable(Reason.TOO_LARGE, "The calendar file is larger than 1 MB.")
    text = text_of(raw)
    return text if holds_calendar(text) else ""
