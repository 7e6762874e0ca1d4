"""Which meeting an invite is about (RFC 5545, 3.8.4.7 and 3.8.4.4), also where a forward lost the UID."""

from __future__ import annotations

from datetime import UTC, datetime

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


def text_key_of(invite: Invite) -> str:
    """Name the meeting by what a forward without its calendar part still says: when it starts, and its title."""
    start = invite.start.astimezone(UTC) if isinstance(invite.start, datetime) else invite.start
    return interview_id(f"text|{start.isoformat()}|{' '.join(invite.title.split()).casefold()}", None)


def aliases_of(invite: Invite, own: str) -> tuple[str, ...]:
    """List the other names under which an invite to the same meeting may look for the interview `own`."""
    return tuple(key for key in (key_of(invite), text_key_of(invite)) if key != own)


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
