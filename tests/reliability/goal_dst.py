"""G11, the clock: over ten years in twenty zones nothing is due at night, late, or before its meeting's end."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.domain.keep_in_touch import EVERY, REPORT_AFTER
from shared.domain.owing import REFERRER_AFTER
from shared.domain.timing import Rules, moved_into_waking, nudge_due, reminder_due, thank_you_due
from tests.reliability.goals import Result, Size, Tally, goal

# Both hemispheres, half hours, none, thirty minutes of it, a pause in Ramadan, the date line, changes by decree.
ZONES = [
    "America/Los_Angeles", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Santiago",
    "America/Havana", "Europe/London", "Europe/Berlin", "Europe/Dublin", "Africa/Cairo", "Africa/Casablanca",
    "Asia/Tehran", "Asia/Kolkata", "Asia/Beirut", "Asia/Gaza", "Australia/Lord_Howe", "Australia/Sydney",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia",
]  # fmt: skip
YEARS = range(2025, 2035)
# Around each change of the clock, and on an ordinary day of each month.
AROUND = [timedelta(minutes=minutes) for minutes in range(-30 * 60, 30 * 60 + 1, 45)]


@goal("G11 dst", "20 zones × 10 years: due in waking hours, after the end, within 24 hours")
def dst(size: Size) -> Result:
    """Try every change of the clock of every zone, and the middle of every month."""
    tally, changes = Tally(), 0
    around = AROUND if size is Size.CI else [timedelta(minutes=minutes) for minutes in range(-1800, 1801, 5)]
    for zone in ZONES:
        found = [change for year in YEARS for change in changes_in(zone, year)]
        changes += len(found)
        middles = [datetime(year, month, 15, 12, tzinfo=UTC) for year in YEARS for month in range(1, 13)]
        for ends in [*(change + away for change in found for away in around), *middles]:
            with tally.attempt(f"{zone} {ends.isoformat()}"):
                _hold(ends, zone)
    return tally.result(f"{len(ZONES)} zones, {changes} changes of the clock, {len(around)} meetings around each")


def changes_in(zone: str, year: int) -> list[datetime]:
    """Return the hours of a year, in UTC, in which the zone's offset changes."""
    there, hour = ZoneInfo(zone), timedelta(hours=1)
    moment, found = datetime(year, 1, 1, tzinfo=UTC), []
    while moment.year == year:
        later = moment + timedelta(days=1)
        if moment.astimezone(there).utcoffset() != later.astimezone(there).utcoffset():
            hours = (moment + number * hour for number in range(24))
            found += [h for h in hours if h.astimezone(there).utcoffset() != (h + hour).astimezone(there).utcoffset()]
        moment = later
    return found


def _hold(ends: datetime, zone: str) -> None:
    # What is owed weeks or months after the talk, or two hours before it, has no deadline of a day.
    later = (REFERRER_AFTER, REPORT_AFTER, EVERY, REPORT_AFTER + EVERY)
    for due in (reminder_due(ends, zone), *(moved_into_waking(ends + after, zone) for after in later)):
        local = due.astimezone(ZoneInfo(zone)).time()
        assert time(7, 0) <= local <= time(22, 0), f"due at {local} there"
    assert reminder_due(ends, zone) < ends, "the reminder comes after the start"
    for due in (thank_you_due(ends, zone, Rules()), nudge_due(ends, zone)):
        local = due.astimezone(ZoneInfo(zone)).time()
        assert time(7, 0) <= local <= time(22, 0), f"due at {local} there"
        assert ends <= due <= ends + timedelta(hours=24), f"due {due - ends} after the end"
