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
# A reminder on the day: enough to look the questions over, and to set out.
REMIND_BEFORE = timedelta(hours=2)
REMINDER_NEEDS = timedelta(minutes=30)
# A nudge right behind the draft would be a second copy of it.
NUDGE_GAP = timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """What a deployment sets: minutes from the meeting's end to the draft (ThankYouDelayMinutes).

    `waking_from` and `waking_until` are clock times in the zone of the meeting: a user's own, or the usual ones.
    """

    thank_you_delay: timedelta = timedelta(minutes=60)
    waking_from: time = WAKING_FROM
    waking_until: time = WAKING_UNTIL


USUAL = Rules()


def letter_deadline(ends_at: datetime) -> datetime:
    """Return when the thank-you letter should have left, in UTC (the handout: within 24 hours)."""
    return ends_at.astimezone(UTC) + LETTER_WITHIN


def thank_you_due(ends_at: datetime, zone: str, rules: Rules) -> datetime:
    """Return when the draft is due, in UTC: the delay after the end, moved into waking hours of `zone`."""
    wanted = ends_at.astimezone(UTC) + rules.thank_you_delay
    return min(moved_into_waking(wanted, zone, rules), letter_deadline(ends_at))


def moved_into_waking(moment: datetime, zone: str, rules: Rules = USUAL) -> datetime:
    """Return `moment`, in UTC, or the morning after it where it lies in the night of `zone`."""
    return moment.astimezone(UTC) if is_waking(moment, zone, rules) else _next_morning(moment, zone, rules)


def reminder_due(starts_at: datetime, zone: str, rules: Rules = USUAL) -> datetime:
    """Return when the reminder of a talk is due, in UTC.

    Two hours before the start; where that is night, the morning if it leaves half an hour, else the evening before.
    """
    wanted = starts_at.astimezone(UTC) - REMIND_BEFORE
    if is_waking(wanted, zone, rules):
        return wanted
    morning = _next_morning(wanted, zone, rules)
    if morning <= starts_at - REMINDER_NEEDS:
        return morning
    return evening_before(wanted, zone, rules)


def nudge_due(ends_at: datetime, zone: str, rules: Rules = USUAL) -> datetime:
    """Return when the nudge is due, in UTC.

    20 hours after the end; where that is night, the morning after, or the evening before if the morning would leave
    less than an hour until the deadline.
    """
    wanted = ends_at.astimezone(UTC) + NUDGE_AFTER
    if is_waking(wanted, zone, rules):
        return wanted
    morning = _next_morning(wanted, zone, rules)
    if morning <= letter_deadline(ends_at) - NUDGE_NEEDS:
        return morning
    return max(evening_before(wanted, zone, rules), ends_at.astimezone(UTC))


def is_waking(moment: datetime, zone: str, rules: Rules = USUAL) -> bool:
    """Tell whether `moment` lies in the waking hours of `zone`, 07:00-22:00 by default, both ends included."""
    local = moment.astimezone(ZoneInfo(zone)).time()
    return rules.waking_from <= local <= rules.waking_until


def rules_for(rules: Rules, waking: str | None) -> Rules:
    """Return the rules with a user's own waking hours, "07:00-22:00"; as they are where none are known."""
    if not waking:
        return rules
    begins, _, ends = waking.partition("-")
    return dataclasses.replace(rules, waking_from=time.fromisoformat(begins), waking_until=time.fromisoformat(ends))


def _next_morning(moment: datetime, zone: str, rules: Rules = USUAL) -> datetime:
    """Return the first morning of `zone` after `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < rules.waking_from else local.date() + timedelta(days=1)
    return datetime.combine(day, rules.waking_from, ZoneInfo(zone)).astimezone(UTC)


def evening_before(moment: datetime, zone: str, rules: Rules = USUAL) -> datetime:
    """Return the last moment before `moment` at which it was not yet night in `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() > rules.waking_until else local.date() - timedelta(days=1)
    return datetime.combine(day, rules.waking_until, ZoneInfo(zone)).astimezone(UTC)
