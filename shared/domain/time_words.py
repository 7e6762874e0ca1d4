"""Days, clock times and zones in a language's words, without a locale library (Babel is 33 MB).

The tables and the order of the parts are the language's (phrases.toml, [time]). Every moment handed in is aware;
`zone` is the IANA name to say it in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.language import Language

MINUS = "\u2212"
HOUR = 60
NOON = 12

# The English names, for shared/inbox, whose notes on what it read are in English.
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
_UNIVERSAL = frozenset({"UTC", "UCT", "Universal", "Zulu", "Greenwich"})


def day(language: Language, moment: datetime, zone: str, now: datetime) -> str:
    """Return "Thursday, November 12", with the year where it is not that of `now`."""
    local = moment.astimezone(ZoneInfo(zone))
    parts = {
        "weekday": weekday(language, moment, zone),
        "month": language.lists["time.months"][local.month - 1],
        "day": local.day,
    }
    if local.year == now.astimezone(ZoneInfo(zone)).year:
        return language.say("time.day", **parts)
    return language.say("time.day_with_year", **parts, year=local.year)


def month(language: Language, moment: datetime, zone: str, now: datetime) -> str:
    """Return "November", with the year where it is not that of `now`."""
    local = moment.astimezone(ZoneInfo(zone))
    named = language.lists["time.months"][local.month - 1]
    if local.year == now.astimezone(ZoneInfo(zone)).year:
        return named
    return language.say("time.month_with_year", month=named, year=local.year)


def weekday(language: Language, moment: datetime, zone: str) -> str:
    """Return "Thursday"."""
    return language.lists["time.weekdays"][moment.astimezone(ZoneInfo(zone)).weekday()]


def clock(language: Language, moment: datetime, zone: str) -> str:
    """Return "2:05 PM"."""
    return language.say("time.clock", **_parts(language, moment.astimezone(ZoneInfo(zone))))


def span(language: Language, starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Return "2:00–2:30 PM", "11:45 AM–12:15 PM", or with the day of the end where it is another."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    first, last = clock(language, starts_at, zone), clock(language, ends_at, zone)
    if start.date() != end.date():
        return language.say("time.span_over_days", start=first, weekday=weekday(language, ends_at, zone), end=last)
    if (start.hour < NOON) == (end.hour < NOON):
        first = language.say("time.clock_in_the_same_half", **_parts(language, start))
    return language.say("time.span", start=first, end=last)


def day_and_clock(language: Language, moment: datetime, zone: str) -> str:
    """Return "Friday, 2:30 PM": enough within a week of the mail."""
    return language.say(
        "time.day_and_clock", weekday=weekday(language, moment, zone), clock=clock(language, moment, zone)
    )


def zone_words(language: Language, zone: str) -> str:
    """Return what people call the zone: "Pacific Time", else its city ("Berlin time"), else its offset ("UTC−5")."""
    if zone in language.zones:
        return language.zones[zone]
    name = zone.removeprefix("Etc/")
    if name.startswith("GMT") or name in _UNIVERSAL:
        return _offset_words(name)
    return language.say("time.zone_by_city", city=zone.rpartition("/")[2].replace("_", " "))


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


def length_words(language: Language, minutes: int) -> str:
    """Return "30 minutes", "an hour", "90 minutes", "2 hours", "2 hours 5 minutes": hours from two on."""
    hours, rest = divmod(minutes, HOUR)
    if minutes == HOUR:
        return language.say("time.an_hour")
    if hours < 2:  # noqa: PLR2004 - below two hours people count in minutes
        return language.say("time.one_minute" if minutes == 1 else "time.minutes", count=minutes)
    if not rest:
        return language.say("time.hours", hours=hours)
    return language.say("time.hours_and_one_minute" if rest == 1 else "time.hours_and_minutes", hours=hours, count=rest)


def _parts(language: Language, local: datetime) -> dict[str, object]:
    """Return what a language's clock may be made of: 12 hours with a half, or 24."""
    return {
        "hour12": local.hour % NOON or NOON,
        "hour24": local.hour,
        "minute": f"{local.minute:02}",
        "half": language.say("time.before_noon" if local.hour < NOON else "time.after_noon"),
    }


def _offset_words(name: str) -> str:
    """Say an Etc/GMT name the way people do: its sign is the other way round (IANA, file "etcetera")."""
    sign = name.removeprefix("GMT")
    if sign[:1] in ("+", "-") and sign[1:].isdigit() and int(sign[1:]):
        return f"UTC{MINUS if sign[0] == '+' else '+'}{int(sign[1:])}"
    return "UTC"
