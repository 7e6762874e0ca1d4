"""Reading one mail: raw bytes in, a Reading out, whatever the bytes are."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime

from shared.domain.contact import Contact
from shared.domain.invite import Invite, Outcome, Person, Reason
from shared.inbox import limits
from shared.inbox.calendar.choice import Candidate, Chosen, chosen
from shared.inbox.calendar.events import Event, events_of, events_within
from shared.inbox.calendar.series import instance
from shared.inbox.headers import Headers
from shared.inbox.limits import Unreadable
from shared.inbox.mime.findings import TNEF_SIGNATURE, calendars_in, tnef_in
from shared.inbox.mime.splitting import Mail, Part, split
from shared.inbox.who.contacts import contact_of
from shared.inbox.who.mailboxes import forwarder_of, mailbox

_CALENDAR_NAMED = re.compile(rb"text/calendar|BEGIN:VCALENDAR", re.IGNORECASE)
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
    # Which meeting a cancellation is of, (UID, RECURRENCE-ID), also where it does not say when that was.
    cancels: tuple[str, str | None] | None = None
    # The outermost body, where no calendar part was found: it may be a reply, or our form filled in. Of a mail that has
    # HTML alone, `text` is without markup, and its quotes are marked with ">".
    text: str | None = None
    html: str | None = None


def names_calendar(raw: bytes) -> bool:
    """Tell whether a calendar is named anywhere in a mail, also where there is no meeting in it that could be read."""
    return _CALENDAR_NAMED.search(raw) is not None


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
        if not raw or raw.isspace():
            raise Unreadable(Reason.EMPTY, "The mail is empty.")
        mail = _bare(raw) or split(raw)
        try:
            return self._reading(mail)
        except Unreadable as failure:
            return _unread(mail, Outcome.UNREADABLE, failure.reason, failure.detail)

    def _reading(self, mail: Mail) -> Reading:
        candidates = self._candidates(mail)
        if not candidates:
            return self._from_text(mail)
        event = None
        try:
            choice = chosen(candidates, mail.messages[0].text("subject"))
            event = choice.event
            return self._invited(mail, self._instance(choice), event)
        except Unreadable as failure:
            if failure.reason not in (Reason.NO_START, Reason.BROKEN_CALENDAR):
                raise
            if event and event.cancels:
                return self._cancelled_without_start(mail, event, failure)
            said = self._from_text(mail)
            if said.invite is None:
                raise
            return said

    def _instance(self, choice: Chosen) -> Invite:
        """Return the instance that is meant; a cancellation holds for all, so that its rule need not be understood."""
        try:
            return instance(choice.event, choice.changed, self.now)
        except Unreadable as failure:
            if not choice.event.cancels or failure.reason is not Reason.TOO_COMPLEX:
                raise
            return instance(choice.event)

    def _candidates(self, mail: Mail) -> list[Candidate]:
        """Return every event of the mail: of calendar parts, and of what Outlook wrapped in winmail.dat."""
        texts = calendars_in(mail)
        candidates: list[Candidate] = []
        for part, stream in tnef_in(mail):
            from shared.inbox.tnef.mapi import read_winmail  # noqa: PLC0415 - hardly a mail holds a winmail.dat

            sender = mailbox(mail.messages[part.message].first("from"))
            more, meetings = read_winmail(stream, part.message, sender)
            texts += more
            candidates += [
                Candidate(event, declared=False, message=part.message)
                for meeting in meetings
                for event in events_within(meeting, assumed_zone=self.assumed_zone)
            ]
        for found in texts:
            events = events_of(found.text, assumed_zone=self.assumed_zone, method=found.method)
            candidates += [Candidate(event, found.declared, found.message) for event in events]
        return candidates

    def _cancelled_without_start(self, mail: Mail, event: Event, failure: Unreadable) -> Reading:
        """RFC 5546, 3.2.5: a CANCEL need not say when the meeting was."""
        reading = _unread(mail, Outcome.CANCELLATION, failure.reason, failure.detail)
        return dataclasses.replace(reading, cancels=_identity(event))

    def _from_text(self, mail: Mail) -> Reading:
        """Read the bodies, the outermost message first; the first that says anything of a meeting counts."""
        # A calendar part needs none of this, which is the most that the reader has to load.
        from shared.inbox.text.forwards import TextReading, invite_in_text  # noqa: PLC0415 - as said

        said = TextReading(None, Reason.NO_CALENDAR)
        for index, headers in enumerate(mail.messages[: limits.TEXTS]):
            text, html = _bodies(mail, index)
            if text or html or headers.first("subject"):
                said = invite_in_text(
                    text or "",
                    html,
                    subject=headers.text("subject"),
                    sent_at=headers.sent_at,
                    assumed_zone=self.assumed_zone,
                )
            if said.invite is not None:
                return self._invited(mail, said.invite, None)
            if said.reason is not Reason.NO_CALENDAR:
                break
        reason = said.reason or Reason.NO_CALENDAR
        outcome = Outcome.NOT_AN_INVITE if reason is Reason.NO_CALENDAR else Outcome.UNREADABLE
        return _unread(mail, outcome, reason, said.detail)

    def _invited(self, mail: Mail, invite: Invite, event: Event | None) -> Reading:
        headers = mail.messages[0]
        forwarder = forwarder_of(headers)
        bodies = (_bodies(mail, index)[0] for index in range(min(len(mail.messages), limits.TEXTS)))
        text = "\n".join(body for body in bodies if body)[: limits.TEXT_BYTES] or None
        contact = self._contact(invite, forwarder, text)
        off = event.cancels if event else invite.method == "CANCEL"
        return Reading(
            Outcome.CANCELLATION if off else Outcome.INVITE,
            invite=invite,
            contact=contact,
            forwarder=forwarder,
            subject=headers.text("subject"),
            cancels=_identity(event) if event and off else None,
            text=None if event else _text_of(mail),
            html=None if event else _bodies(mail, 0)[1],
        )

    def _contact(self, invite: Invite, forwarder: Person | None, text: str | None) -> Contact | None:
        try:
            return contact_of(invite, user_addresses=self.user_addresses, forwarder=forwarder, text=text)
        except Exception:  # noqa: BLE001 - a meeting read right is not lost over who it is with
            return None


def _identity(event: Event) -> tuple[str, str | None] | None:
    return (event.uid, event.recurrence_id) if event.uid else None


def _unread(mail: Mail, outcome: Outcome, reason: Reason, detail: str | None) -> Reading:
    headers = mail.messages[0]
    return Reading(
        outcome,
        reason,
        detail,
        forwarder=forwarder_of(headers),
        subject=headers.text("subject"),
        text=_text_of(mail),
        html=_bodies(mail, 0)[1],
    )


def _text_of(mail: Mail) -> str | None:
    """Return the body of the outermost message, without markup, the quotes of HTML marked."""
    from shared.inbox.reply.html_quotes import quoted_text  # noqa: PLC0415 - not needed beside a calendar part

    plain, html = _bodies(mail, 0)
    return plain or (quoted_text(html) if html else None)


def _bodies(mail: Mail, message: int) -> tuple[str | None, str | None]:
    """Return the text and the HTML of one message, its attachments left out, each cut at the cap."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in mail.parts:
        if part.message == message and part.content_type in texts and not part.filename:
            texts[part.content_type].append(part.text(limits.TEXT_BYTES))
    plain, html = ("\n".join(found)[: limits.TEXT_BYTES] if found else None for found in texts.values())
    return plain, html


def _bare(raw: bytes) -> Mail | None:
    """Return a bare calendar file or winmail.dat as a mail with that one part; None where it is a mail."""
    head = raw[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _BARE_CALENDAR.match(head):
        kind = "text/calendar"
    elif raw.startswith(TNEF_SIGNATURE):
        kind = "application/ms-tnef"
    else:
        return None
    return Mail((Headers(()),), (Part(kind, {}, None, "", 0, raw, 0, len(raw)),))
