"""Days, clock times and zones in English words, without a locale library (Babel is 33 MB).

Every moment handed in is aware; `zone` is the IANA name to say it in. The clock has 12 hours with AM or PM.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

EN_DASH = "\u2013"
MINUS = "\u2212"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# What people there call their time, without "Standard" or "Daylight": the date decides between them.
ZONES = {
    "America/New_York": "Eastern Time",
    "America/Detroit": "Eastern Time",
    "America/Toronto": "Eastern Time",
    "America/Chicago": "Central Time",
    "America/Winnipeg": "Central Time",
    "America/Denver": "Mountain Time",
    "America/Boise": "Mountain Time",
    "America/Edmonton": "Mountain Time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific Time",
    "America/Vancouver": "Pacific Time",
    "America/Anchorage": "Alaska Time",
    "America/Halifax": "Atlantic Time",
    "America/Puerto_Rico": "Puerto Rico time",
    "America/St_Johns": "Newfoundland Time",
    "Pacific/Honolulu": "Hawaii time",
    "US/Eastern": "Eastern Time",
    "US/Central": "Central Time",
    "US/Mountain": "Mountain Time",
    "US/Pacific": "Pacific Time",
    "US/Arizona": "Arizona time",
    "US/Alaska": "Alaska Time",
    "US/Hawaii": "Hawaii time",
    "Asia/Kolkata": "India time",
    "Asia/Calcutta": "India time",
    "Asia/Shanghai": "China time",
    "Asia/Tokyo": "Japan time",
    "Asia/Seoul": "Korea time",
}
_UNIVERSAL = frozenset({"UTC", "UCT", "Universal", "Zulu", "Greenwich"})


def day(moment: datetime, zone: str, now: datetime) -> str:
    """Return "Thursday, November 12", with the year where it is not that of `now`."""
    local = moment.astimezone(ZoneInfo(zone))
    year = "" if local.year == now.astimezone(ZoneInfo(zone)).year else f", {local.year}"
    return f"{weekday(moment, zone)}, {MONTHS[local.month - 1]} {local.day}{year}"


def weekday(moment: datetime, zone: str) -> str:
    """Return "Thursday"."""
    return WEEKDAYS[moment.astimezone(ZoneInfo(zone)).weekday()]


def clock(moment: datetime, zone: str) -> str:
    """Return "2:05 PM"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_hour_and_minute(local)} {_half(local)}"


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Return "2:00–2:30 PM", "11:45 AM–12:15 PM", or with the day of the end where it is another."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if start.date() != end.date():
        return f"{clock(starts_at, zone)} to {weekday(ends_at, zone)}, {clock(ends_at, zone)}"
    first = _hour_and_minute(start) if _half(start) == _half(end) else clock(starts_at, zone)
    return f"{first}{EN_DASH}{clock(ends_at, zone)}"


def day_and_clock(moment: datetime, zone: str) -> str:
    """Return "Friday, 2:30 PM": enough within a week of the mail."""
    return f"{weekday(moment, zone)}, {clock(moment, zone)}"


def zone_words(zone: str) -> str:
    """Return what people call the zone: "Pacific Time", else its city ("Berlin time"), else its offset ("UTC−5")."""
    if zone in ZONES:
        return ZONES[zone]
    name = zone.removeprefix("Etc/")
    if name.startswith("GMT") or name in _UNIVERSAL:
        return _offset_words(name)
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def same_clock(moment: datetime, zone: str, other: str) -> bool:
    """Tell whether clocks in both zones show the same at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.astimezone(ZoneInfo(other)).utcoffset()


def is_midnight(moment: datetime, zone: str) -> bool:
    """Tell whether a day begins at `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    return (local.hour, local.minute) == (0, 0)


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return the whole minutes between two moments."""
    return int((ends_at - starts_at) / timedelta(minutes=1))


def length_words(minutes: int) -> str:
    """Return "30 minutes", "an hour", "90 minutes", "2 hours", "2 hours 5 minutes"."""
    hours, rest = divmod(minutes, 60)
    if minutes == 60:  # noqa: PLR2004 - an hour
        return "an hour"
    if hours < 2:  # noqa: PLR2004 - below two hours people count in minutes
        return f"{minutes} minute{'s' * (minutes != 1)}"
    return f"{hours} hours{f' {rest} minute' if rest else ''}{'s' * (rest > 1)}"


def _hour_and_minute(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local.minute:02}"


def _half(local: datetime) -> str:
    return "AM" if local.hour < 12 else "PM"  # noqa: PLR2004 - noon


def _offset_words(name: str) -> str:
    """Say an Etc/GMT name the way people do: its sign is the other way round (IANA, file "etcetera")."""
    sign = name.removeprefix("GMT")
    if sign[:1] in ("+", "-") and sign[1:].isdigit() and int(sign[1:]):
        return f"UTC{MINUS if sign[0] == '+' else '+'}{int(sign[1:])}"
    return "UTC"
