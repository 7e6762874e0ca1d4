"""When things are due. Every moment handed in or out is aware; what is stored is UTC, computed with zoneinfo.

The handout asks for the letter within 24 hours of the meeting's end, so the draft comes an hour after the end and one
nudge 20 hours after it, each moved into the user's waking hours, and never past the 24 hours.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LETTER_WITHIN = timedelta(hours=24)
NUDGE_AFTER = timedelta(hours=20)
WAKING_FROM = time(7, 0)
WAKING_UNTIL = time(22, 0)
# A nudge that comes later than this before the deadline leaves no time to act on it.
NUDGE_NEEDS = timedelta(hours=1)
# A nudge right behind the draft would be a second copy of it.
NUDGE_GAP = timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """What a deployment sets: minutes from the meeting's end to the draft (ThankYouDelayMinutes)."""

    thank_you_delay: timedelta = timedelta(minutes=60)


def letter_deadline(ends_at: datetime) -> datetime:
    """Return when the thank-you letter should have left, in UTC (the handout: within 24 hours)."""
    return ends_at.astimezone(UTC) + LETTER_WITHIN


def thank_you_due(ends_at: datetime, zone: str, rules: Rules) -> datetime:
    """Return when the draft is due, in UTC: the delay after the end, moved into waking hours of `zone`."""
    wanted = ends_at.astimezone(UTC) + rules.thank_you_delay
    due = wanted if is_waking(wanted, zone) else _next_morning(wanted, zone)
    return min(due, letter_deadline(ends_at))


def nudge_due(ends_at: datetime, zone: str) -> datetime:
    """Return when the nudge is due, in UTC.

    20 hours after the end; where that is night, the morning after, or the evening before if the morning would leave
    less than an hour until the deadline.
    """
    wanted = ends_at.astimezone(UTC) + NUDGE_AFTER
    if is_waking(wanted, zone):
        return wanted
    morning = _next_morning(wanted, zone)
    if morning <= letter_deadline(ends_at) - NUDGE_NEEDS:
        return morning
    return evening_before(wanted, zone)


def is_waking(moment: datetime, zone: str) -> bool:
    """Tell whether `moment` lies in 07:00-22:00 of `zone`, both ends included."""
    local = moment.astimezone(ZoneInfo(zone)).time()
    return WAKING_FROM <= local <= WAKING_UNTIL


def _next_morning(moment: datetime, zone: str) -> datetime:
    """Return the first 07:00 of `zone` after `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < WAKING_FROM else local.date() + timedelta(days=1)
    return datetime.combine(day, WAKING_FROM, ZoneInfo(zone)).astimezone(UTC)


def evening_before(moment: datetime, zone: str) -> datetime:
    """Return the last 22:00 of `zone` before `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() > WAKING_UNTIL else local.date() - timedelta(days=1)
    return datetime.combine(day, WAKING_UNTIL, ZoneInfo(zone)).astimezone(UTC)
