"""Which meeting an invite is about (RFC 5545, 3.8.4.7 and 3.8.4.4), also where a forward lost the UID."""

from __future__ import annotations

from datetime import UTC, date, datetime

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Interview, interview_id
from shared.domain.invite import Invite


def key_of(invite: Invite) -> str:
    """Name the interview of an invite. One without a UID is known by its start, organizer and title."""
    organizer = invite.organizer.email if invite.organizer else None
    uid = invite.uid or f"{invite.start.isoformat()}|{organizer or ''}|{invite.title.casefold()}"
    return interview_id(uid, invite.recurrence_id)


def series_key_of(invite: Invite) -> str | None:
    """Name the interview of the series that a single instance belongs to, or None where it is none."""
    return interview_id(invite.uid, None) if invite.uid and invite.recurrence_id else None


def instance_key_of(invite: Invite) -> str | None:
    """Name one instance of a series by when it was to start, whether the mail is of the instance or of the series.

    So a series that is forwarded after a change of its next instance finds the change. None where it is no series, or
    where RECURRENCE-ID cannot be read.
    """
    if not invite.uid or not (invite.recurrence_id or invite.recurring):
        return None
    start = _recurrence_start(invite) if invite.recurrence_id else invite.start
    if start is None:
        return None
    moment = start.astimezone(UTC) if isinstance(start, datetime) else start
    return interview_id(f"instance|{invite.uid}|{moment.isoformat()}", None)


def _recurrence_start(invite: Invite) -> datetime | date | None:
    """Read RECURRENCE-ID; without a zone of its own it is in the event's (RFC 5545, 3.8.4.4)."""
    try:
        named = datetime.fromisoformat(invite.recurrence_id or "")
    except ValueError:
        return None
    if "T" not in (invite.recurrence_id or ""):
        return named.date()
    if named.tzinfo is None:
        return named.replace(tzinfo=invite.start.tzinfo) if isinstance(invite.start, datetime) else None
    return named


def names_start(starts_at: datetime, recurrence_id: str | None) -> bool:
    """Tell whether RECURRENCE-ID names the instance that its series has then (RFC 5545, 3.8.4.4)."""
    try:
        named = datetime.fromisoformat(recurrence_id or "")
    except ValueError:
        return False
    if named.tzinfo is None:
        return named.date() == starts_at.date()
    return named == starts_at


def text_key_of(invite: Invite) -> str:
    """Name the meeting by what a forward without its calendar part still says: when it starts, and its title."""
    start = invite.start.astimezone(UTC) if isinstance(invite.start, datetime) else invite.start
    return interview_id(f"text|{start.isoformat()}|{' '.join(invite.title.split()).casefold()}", None)


def contact_key(email: str) -> str:
    """Name the latest meeting with somebody, by their address: so that the next one knows of it."""
    return interview_id(f"contact|{email.strip().lower()}", None)


def company_key(company: str) -> str:
    """Name the latest meeting with somebody of a company, by its name: so that it is not asked the same again."""
    return interview_id(f"company|{' '.join(company.split()).casefold()}", None)


def talk_keys(contact: Contact | None) -> tuple[str, ...]:
    """List under what the latest meeting with this contact is kept, and with their company; nothing of a guess."""
    if contact is None or contact.confidence is Confidence.LOW:
        return ()
    by_address = (contact_key(contact.email),) if contact.email else ()
    return (*by_address, company_key(contact.company)) if contact.company else by_address


def aliases_of(invite: Invite, own: str) -> tuple[str, ...]:
    """List the other names under which an invite to the same meeting may look for the interview `own`."""
    return tuple(key for key in other_keys_of(invite) if key != own)


def other_keys_of(invite: Invite) -> tuple[str, ...]:
    """List the names under which an invite's interview may be known, the surest first."""
    instance = instance_key_of(invite)
    return (key_of(invite), *((instance,) if instance else ()), text_key_of(invite))


def another_organizers(interview: Interview, invite: Invite) -> bool:
    """Tell whether an invite has the UID of an interview but another organizer: a UID is for anybody to write."""
    theirs, ours = invite.organizer, interview.meeting.organizer
    if not (theirs and ours and theirs.email and ours.email):
        return False
    return theirs.email.lower() != ours.email.lower()


def key_beside(invite: Invite) -> str:
    """Name the meeting by its organizer as well, where its UID is another meeting's already."""
    organizer = (invite.organizer.email or "").lower() if invite.organizer else ""
    return interview_id(f"{invite.uid}|{organizer}", invite.recurrence_id)


def may_be_the_same(interview: Interview, invite: Invite) -> bool:
    """Tell whether an interview that was found by start and title can be the invite's: two UIDs are two meetings."""
    return not (interview.uid and invite.uid and interview.uid != invite.uid)


def cancelled_without_start(interview: Interview, received_at: datetime) -> Invite:
    """Stand in for a CANCEL that does not say when the meeting was (RFC 5546, 3.2.5): newer than what is recorded."""
    meeting = interview.meeting
    return Invite(
        uid=interview.uid,
        title=meeting.title,
        start=meeting.starts_at,
        end=meeting.ends_at,
        time_zone=meeting.zone,
        time_zone_source=meeting.zone_source,
        recurrence_id=interview.recurrence_id,
        sequence=interview.version.sequence,
        dtstamp=max(received_at, interview.version.stamped_at),
        method="CANCEL",
        organizer=meeting.organizer,
    )
