"""A meeting as the user says that it is."""

from __future__ import annotations

import dataclasses

from shared.domain.bounds import cut
from shared.domain.interview import Meeting, User
from shared.domain.meeting import MAX_LOCATION, meeting_of
from shared.domain.reply import Corrections


def corrected_meeting(meeting: Meeting, wrong: Corrections, user: User) -> Meeting:
    """Return the meeting with the corrected time, length and place; a move that names no end keeps the length."""
    if wrong.moved:
        stated = meeting_of(wrong.moved, user)
        length = meeting.ends_at - meeting.starts_at
        # A day without hours has no length to hand on.
        keeps = stated.length_assumed and not meeting.all_day
        meeting = dataclasses.replace(
            meeting,
            starts_at=stated.starts_at,
            ends_at=stated.starts_at + length if keeps else stated.ends_at,
            zone=stated.zone,
            zone_source=stated.zone_source,
            all_day=stated.all_day,
            invite_zone=stated.invite_zone,
            length_assumed=meeting.length_assumed if keeps else stated.length_assumed,
        )
    if wrong.length:
        meeting = dataclasses.replace(meeting, ends_at=meeting.starts_at + wrong.length, length_assumed=False)
    if wrong.where:
        meeting = dataclasses.replace(meeting, location=cut(wrong.where, MAX_LOCATION), conference=None)
    return meeting
