"""The date and time of a meeting as a line of text states them, in the languages of calendar_words.

`read_when` takes what stands behind "When:" and returns a When, or a Doubt that names what two readings there are, or
None where there is no date. It never chooses: 03/04/2026, a time without am or pm, a weekday that does not fit, and
a zone that contradicts itself are doubts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock

from shared.domain.invite import Reason, ZoneSource
from shared.domain.time_words import MONTHS, WEEKDAYS
from shared.inbox.text.date_tokens import Day, Tokens, read_tokens
from shared.inbox.text.zone_words import Mention, Reading, distinct, in_zone, is_out_of_season, narrowed, readings, same

_FIRST_YEAR, _LAST_YEAR = 1970, 2100
# Hours that a meeting begins at on either clock when no am or pm is given; 8 to 12 is taken as written.
_DOUBTFUL_HOURS = range(1, 8)
_LONGEST_OVERNIGHT = timedelta(hours=12)


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What the surroundings of a line say.

    `day_first` is how the language writes 03/04/2026 (None: not known); `clock_24` that the language or the program
    that wrote the line has no am and pm; `favoured` the zones that the rest of the mail speaks of.
    """

    assumed_zone: str
    sent_at: datetime | None = None
    day_first: bool | None = None
    clock_24: bool = False
    favoured: frozenset[str] = frozenset()
    zone: Mention | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class When:
    """A start and an end without doubt: aware datetimes, or dates of an all-day event (the end is exclusive)."""

    start: datetime | date
    end: datetime | date | None
    time_zone: str | None
    zone_source: ZoneSource
    all_day: bool = False
    recurring: bool = False
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """Why no time was read; `detail` is for the user and names the readings where there are two."""

    reason: Reason
    detail: str
    readings: tuple[datetime, ...] = ()


def read_when(text: str, setting: Setting) -> When | Doubt | None:
    """Read one date with its time or times; `text` is what stands behind the label, at most a few lines."""
    tokens = read_tokens(text)
    if not tokens.dates:
        return Doubt(Reason.NO_START, "it states a time, but no date") if tokens.times else None
    days = [_days(token, setting, tokens) for token in tokens.dates]
    notes = _year_note(tokens, days)
    fitting = [[day for day in options if _fits(day, tokens.weekdays_at(at))] for at, options in enumerate(days)]
    fitting = [_in_season(left, tokens) for left in fitting]
    for options, left in zip(days, fitting, strict=True):
        doubt = _day_doubt(options, left, tokens)
        if doubt:
            return doubt
    first, last = fitting[0][0], fitting[-1][0]
    if not tokens.times:
        return _without_time(first, last if len(fitting) > 1 else None, tokens, setting)
    doubt = _clock_doubt(tokens, setting)
    if doubt:
        return doubt
    start = datetime.combine(first, tokens.times[0].value)
    end = _end(start, first, last, tokens)
    return _placed(start, end, tokens, setting, notes)


def _days(token: Day, setting: Setting, tokens: Tokens) -> list[date]:
    """Return the days that a date token may be: several where the order of day and month is open."""
    if token.month_and_day:
        return _yearless(*token.month_and_day, setting, tokens)
    if token.numeric and len(token.options) > 1 and setting.day_first is not None:
        return [token.options[0] if setting.day_first else token.options[1]]
    return tokens.in_one_order(token)


def _yearless(month: int, day: int, setting: Setting, tokens: Tokens) -> list[date]:
    """Return the one day of that name which is next after the mail was sent, if anything tells which year is meant."""
    if setting.sent_at is None:
        return []
    sent = setting.sent_at.date()
    options = [made for year in (sent.year - 1, sent.year, sent.year + 1) if (made := _date(year, month, day))]
    ahead = [option for option in options if sent - timedelta(days=1) <= option < sent + timedelta(days=300)]
    weekdays = tokens.weekdays_at(0)
    return [option for option in ahead if not weekdays or option.weekday() in weekdays]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fits(day: date, weekdays: frozenset[int]) -> bool:
    return not weekdays or day.weekday() in weekdays


def _in_season(days: list[date], tokens: Tokens) -> list[date]:
    """Drop the days on which no clock shows the "PDT" or "CEST" that the line states, if another day is left."""
    if len(days) < 2 or not tokens.zones or not tokens.times:  # noqa: PLR2004 - nothing to choose from
        return days
    start = tokens.times[0].value
    return [day for day in days if not is_out_of_season(datetime.combine(day, start), tokens.zones[0])] or days


def _year_note(tokens: Tokens, days: list[list[date]]) -> tuple[str, ...]:
    if days and days[0] and tokens.dates[0].month_and_day:
        return (f"the year is not stated: {days[0][0].year} is the next one in which that day comes",)
    return ()


def _day_doubt(options: list[date], fitting: list[date], tokens: Tokens) -> Doubt | None:
    if not options:
        return Doubt(Reason.NO_START, "it states a day, but not of which year")
    if not fitting:
        stated = " or ".join(WEEKDAYS[number] for number in sorted(tokens.weekdays_at(0) or tokens.weekdays_at(1)))
        told = ", ".join(f"{long_day(day)}" for day in options)
        return Doubt(Reason.AMBIGUOUS_TIME, f"it says {stated}, but the date that it gives is {told}")
    if not all(_FIRST_YEAR <= day.year < _LAST_YEAR for day in fitting):
        return Doubt(Reason.DATE_OUT_OF_RANGE, f"the year {fitting[0].year} cannot be meant")
    if len(fitting) > 1:
        told = " or ".join(long_day(day) for day in fitting)
        return Doubt(Reason.AMBIGUOUS_TIME, f"the date may be {told}")
    return None


def _clock_doubt(tokens: Tokens, setting: Setting) -> Doubt | None:
    """Name both times where neither am nor pm stands and both are hours that people meet at."""
    first = tokens.times[0]
    if first.sure or any(time.sure_24 for time in tokens.times):
        return None
    machine_made = first.two_digits and (setting.clock_24 or (len(tokens.times) > 1 and tokens.weekdays))
    if machine_made and (setting.clock_24 or first.value.hour not in _DOUBTFUL_HOURS):
        return None
    if setting.clock_24 and first.value.hour not in _DOUBTFUL_HOURS:
        return None
    later = clock((first.value.hour + 12) % 24, first.value.minute)
    told = f"{first.value:%H:%M} or {later:%H:%M}"
    return Doubt(Reason.AMBIGUOUS_TIME, f"the time has neither am nor pm: it may be {told}")


def _end(start: datetime, first: date, last: date, tokens: Tokens) -> datetime | None:
    if len(tokens.times) < 2:  # noqa: PLR2004 - a range has two ends
        return None
    end = datetime.combine(last, tokens.times[1].value)
    if end <= start and last == first and start - end > _LONGEST_OVERNIGHT:
        end += timedelta(days=1)
    return end if end > start else None


def _without_time(first: date, last: date | None, tokens: Tokens, setting: Setting) -> When | Doubt:
    if not tokens.all_day:
        return Doubt(Reason.NO_START, f"it states the day, {long_day(first)}, but no time")
    end = (last or first) + timedelta(days=1)
    return When(first, end, setting.assumed_zone, ZoneSource.ASSUMED, all_day=True)


def _placed(
    start: datetime, end: datetime | None, tokens: Tokens, setting: Setting, notes: tuple[str, ...]
) -> When | Doubt:
    """Put the local times into the zone that the line, or else its surroundings, or else the user gives."""
    if not tokens.zones and tokens.unread_zone:
        return Doubt(Reason.AMBIGUOUS_TIME, f'the time zone "{tokens.unread_zone}" is none that is known here')
    mentions = tokens.zones or ((setting.zone,) if setting.zone else ())
    if not mentions:
        options = in_zone(start, setting.assumed_zone)
        source = ZoneSource.ASSUMED
    else:
        options, source, note = _with_zones(start, mentions, setting)
        notes += note
    if len(options) != 1:
        return _zone_doubt(options, mentions)
    chosen = options[0]
    return When(
        chosen.moment,
        _same_zone(end, chosen) if end else None,
        chosen.zone,
        source,
        notes=notes,
    )


def _with_zones(
    start: datetime, mentions: Iterable[Mention], setting: Setting
) -> tuple[list[Reading], ZoneSource, tuple[str, ...]]:
    """Return what all mentions together leave: those instants that each of them allows, or all if none is shared."""
    each = [readings(start, mention) for mention in mentions]
    shared = [one for one in each[0] if all(any(same(one.moment, two.moment) for two in other) for other in each[1:])]
    options = _best_named(shared, each) if shared else distinct([one for found in each for one in found])
    if len(options) < 2:  # noqa: PLR2004 - two readings are a doubt
        return options, ZoneSource.EVENT, ()
    told = next(iter(mentions)).text
    here = in_zone(start, setting.assumed_zone)
    own = [one for one in options if any(same(one.moment, two.moment) for two in here) and one.zone is not None]
    if len(own) == 1 and setting.assumed_zone != "UTC":
        note = f'"{told}" has several meanings; taken as the one that fits your own time zone'
        return [Reading(here[0].moment, setting.assumed_zone)], ZoneSource.ASSUMED, (note,)
    spoken = narrowed(options, setting.favoured)
    if len(spoken) == 1:
        return spoken, ZoneSource.EVENT, (f'"{told}" has several meanings; the mail speaks of {spoken[0].zone}',)
    return options, ZoneSource.EVENT, ()


def _best_named(shared: list[Reading], each: list[list[Reading]]) -> list[Reading]:
    """Name each shared instant by the mention that has the fewest readings: "Central Time - Chicago" before "CST"."""
    clearest = min(each, key=len)
    return [next((two for two in clearest if same(two.moment, one.moment)), one) for one in shared]


def _zone_doubt(options: list[Reading], mentions: Iterable[Mention]) -> Doubt:
    told = " or ".join(in_words(option.moment) + (f" ({option.zone})" if option.zone else "") for option in options[:3])
    named = ", ".join(f'"{mention.text}"' for mention in mentions)
    why = f"the time zone {named} leaves more than one reading" if named else "clocks are set back at that time"
    return Doubt(Reason.AMBIGUOUS_TIME, f"{why}: {told}", tuple(option.moment for option in options))


def _same_zone(end: datetime, chosen: Reading) -> datetime:
    """Place an end in the zone of its start; where clocks go back, the later of two, so that it follows the start."""
    if chosen.zone is None:
        return end.replace(tzinfo=chosen.moment.tzinfo)
    options = [one.moment for one in in_zone(end, chosen.zone) if one.moment > chosen.moment]
    return options[0] if options else end.replace(tzinfo=chosen.moment.tzinfo, fold=1)


def long_day(day: date) -> str:
    """Return a day in English words without a leading zero, so that no order of day and month is in doubt."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def in_words(moment: datetime) -> str:
    """Return a moment in English words with its offset."""
    offset = f"{moment:%z}"
    return f"{long_day(moment.date())}, {moment:%H:%M} UTC{offset[:3]}:{offset[3:5]}"
