"""Which recorded interview an invite is about: by its UID, else by what a forward without calendar part still says."""

from __future__ import annotations

from datetime import datetime

from shared.domain.identity import (
    another_organizers,
    cancelled_without_start,
    key_beside,
    key_of,
    may_be_the_same,
    names_start,
    other_keys_of,
    series_key_of,
)
from shared.domain.interview import Snapshot, interview_id
from shared.domain.invite import Invite
from shared.domain.ports import Records


def find_interview(records: Records, user_id: str, invite: Invite) -> tuple[str, Snapshot | None]:
    """Return the name of the invite's interview and what is recorded of it; None where it is new.

    A single instance of a series may be known as the series' next one; a meeting first read from text alone is known by
    its start and title.
    """
    own = key_of(invite)
    found = records.snapshot(user_id, own)
    if found is None:
        return _known_otherwise(records, user_id, invite, own)
    if another_organizers(found.interview, invite):
        own = key_beside(invite)
        return own, records.snapshot(user_id, own)
    return own, found


def find_cancelled(
    records: Records, user_id: str, cancels: tuple[str, str | None] | None, received_at: datetime
) -> Invite | None:
    """Return what a CANCEL without a start calls off, (UID, RECURRENCE-ID), if that interview is recorded."""
    if cancels is None:
        return None
    interview = records.interview(user_id, interview_id(*cancels))
    return cancelled_without_start(interview, received_at) if interview else None


def _known_otherwise(records: Records, user_id: str, invite: Invite, own: str) -> tuple[str, Snapshot | None]:
    series = series_key_of(invite)
    if series:
        whole = records.snapshot(user_id, series)
        if whole and names_start(whole.interview.meeting.starts_at, invite.recurrence_id):
            return series, whole
    other = next(iter(records.interviews_named(user_id, other_keys_of(invite)).values()), None)
    found = records.snapshot(user_id, other) if other else None
    if found and may_be_the_same(found.interview, invite):
        return found.interview.id, found
    return own, None
