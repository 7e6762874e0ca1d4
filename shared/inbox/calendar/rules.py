"""Recurrence rules (RFC 5545, 3.3.10) as days, for series and for the rules of a VTIMEZONE.

Written here, with a bound on every loop: dateutil looks for a 30 February, every second, until the year 9999. Rules
finer than a day, BYWEEKNO and several times a day are not read: `rule_of` gives None for them.
"""

from __future__ import annotations

import calendar as months
import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from shared.inbox import limits
from shared.inbox.calendar.values import Stamp, stamp_of

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_UNREAD = ("BYWEEKNO", "BYEASTER", "RSCALE", "SKIP")
_WEEK = 7


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE. `by_day` pairs an ordinal (0: every) with a weekday, Monday being 0."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: Stamp | None = None
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_year_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_set_pos: frozenset[int] = frozenset()
    week_start: int = 0
    hour: int | None = None
    minute: int | None = None

    def clock(self, start: datetime) -> time:
        """Return the time of day of its instances: BYHOUR and BYMINUTE, else the start's."""
        return start.time().replace(
            hour=start.hour if self.hour is None else self.hour,
            minute=start.minute if self.minute is None else self.minute,
        )


def rule_of(value: str) -> Rule | None:
    """Read an RRULE; None where it is broken, beyond the caps, or of a kind that is not read."""
    stated = {}
    for piece in value.strip().rstrip(";").split(";"):
        name, _, text = piece.partition("=")
        stated[name.strip().upper()] = text.strip().upper()
    try:
        return _rule(stated)
    except ValueError:
        return None


def _rule(stated: dict[str, str]) -> Rule | None:
    freq = stated.get("FREQ", "")
    interval = int(stated.get("INTERVAL") or 1)
    count = int(stated["COUNT"]) if stated.get("COUNT") else None
    until = stamp_of(stated["UNTIL"]) if stated.get("UNTIL") else None
    if freq not in _FREQUENCIES or not 1 <= interval <= limits.RULE_INTERVAL:
        return None
    if any(stated.get(name) for name in _UNREAD) or (count is not None and count < 1):
        return None
    if stated.get("UNTIL") and until is None:
        return None
    return Rule(
        freq,
        interval,
        count,
        until,
        _numbers(stated.get("BYMONTH"), 12),
        _numbers(stated.get("BYMONTHDAY"), 31),
        _numbers(stated.get("BYYEARDAY"), 366),
        frozenset(_weekday(text) for text in _list(stated.get("BYDAY"))),
        _numbers(stated.get("BYSETPOS"), 366),
        _DAYS.get(stated.get("WKST", "MO"), 0),
        _one(stated.get("BYHOUR"), 23),
        _one(stated.get("BYMINUTE"), 59),
    )


def _one(text: str | None, most: int) -> int | None:
    """Read a part of the clock; a rule with several is one of several times a day."""
    if not text:
        return None
    number = int(text)
    if not 0 <= number <= most:
        raise ValueError("a part of the clock is out of range")
    return number


def _list(text: str | None) -> list[str]:
    found = [piece.strip() for piece in (text or "").split(",") if piece.strip()]
    if len(found) > limits.RULE_LIST:
        raise ValueError("a list in the rule is too long")
    return found


def _numbers(text: str | None, most: int) -> frozenset[int]:
    found = frozenset(int(piece) for piece in _list(text))
    if any(not 1 <= abs(number) <= most for number in found):
        raise ValueError("a number in the rule is out of range")
    return found


def _weekday(text: str) -> tuple[int, int]:
    ordinal = int(text[:-2] or 0)
    if text[-2:] not in _DAYS or abs(ordinal) > 53:  # noqa: PLR2004 - weeks of a year
        raise ValueError("no weekday")
    return ordinal, _DAYS[text[-2:]]


def days(rule: Rule, start: date, since: date, until: date) -> Iterator[date]:
    """Yield the rule's days from `start` on that lie in `since` to `until`, in order.

    The rule's own UNTIL is the caller's to compare, since it may be an instant. At most RULE_PERIODS periods are
    looked at; a COUNT is counted from `start`.
    """
    counted = 0
    skipped = 0 if rule.count is not None else _periods_before(rule, start, since)
    for index in range(skipped, skipped + limits.RULE_PERIODS):
        first, found = _period(rule, start, index)
        if first is None or first > until:
            return
        for day in found:
            if day < start:
                continue
            counted += 1
            if day > until or (rule.count is not None and counted > rule.count):
                return
            if day >= since:
                yield day


def _periods_before(rule: Rule, start: date, since: date) -> int:
    """Return how many whole periods can be passed over before `since`."""
    if since <= start:
        return 0
    gap = (since - start).days
    length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.freq] * rule.interval
    return max(0, gap // length - 1)


def _period(rule: Rule, start: date, index: int) -> tuple[date | None, list[date]]:
    """Return the first day of the period (None: past the calendar's end) and the days that the rule takes of it."""
    step = index * rule.interval
    try:
        if rule.freq == "DAILY":
            first = start + timedelta(days=step)
            span = [first]
        elif rule.freq == "WEEKLY":
            first = start + timedelta(days=step * _WEEK - (start.weekday() - rule.week_start) % _WEEK)
            span = [first + timedelta(days=number) for number in range(_WEEK)]
        elif rule.freq == "MONTHLY":
            year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
            first = date(year, month + 1, 1)
            span = _month(first.year, first.month)
        else:
            first = date(start.year + step, 1, 1)
            span = [day for month in _year_months(rule, start) for day in _month(first.year, month)]
    except (ValueError, OverflowError):
        return None, []
    if rule.by_day:
        weekdays = {weekday for _, weekday in rule.by_day}
        span = [day for day in span if day.weekday() in weekdays]
    return first, _at_positions(rule, [day for day in span if _matches(rule, start, day)])


def _year_months(rule: Rule, start: date) -> list[int]:
    if rule.by_month:
        return sorted(month for month in rule.by_month if month > 0)
    if rule.by_month_day or rule.by_year_day or rule.by_day:
        return list(range(1, 13))
    return [start.month]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, number) for number in range(1, months.monthrange(year, month)[1] + 1)]


def _matches(rule: Rule, start: date, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day or rule.by_year_day or rule.by_day:
        return _matches_month_day(rule, day) and _matches_year_day(rule, day) and _matches_weekday(rule, day)
    if rule.freq == "WEEKLY":
        return day.weekday() == start.weekday()
    return rule.freq == "DAILY" or day.day == start.day


def _matches_month_day(rule: Rule, day: date) -> bool:
    if not rule.by_month_day:
        return True
    length = months.monthrange(day.year, day.month)[1]
    return day.day in rule.by_month_day or day.day - length - 1 in rule.by_month_day


def _matches_year_day(rule: Rule, day: date) -> bool:
    if not rule.by_year_day:
        return True
    number = day.timetuple().tm_yday
    length = 366 if months.isleap(day.year) else 365
    return number in rule.by_year_day or number - length - 1 in rule.by_year_day


def _matches_weekday(rule: Rule, day: date) -> bool:
    if not rule.by_day:
        return True
    for ordinal, weekday in rule.by_day:
        if day.weekday() != weekday:
            continue
        if ordinal == 0 or rule.freq in ("DAILY", "WEEKLY") or ordinal in _ordinals(rule, day):
            return True
    return False


def _ordinals(rule: Rule, day: date) -> tuple[int, int]:
    """Return which weekday of its kind the day is, from the front and from the back of its month or year."""
    if rule.freq == "YEARLY" and not rule.by_month:
        number = day.timetuple().tm_yday
        length = 366 if months.isleap(day.year) else 365
    else:
        number, length = day.day, months.monthrange(day.year, day.month)[1]
    return (number - 1) // _WEEK + 1, -((length - number) // _WEEK + 1)


def _at_positions(rule: Rule, found: list[date]) -> list[date]:
    if not rule.by_set_pos:
        return found
    wanted = {position - 1 if position > 0 else len(found) + position for position in rule.by_set_pos}
    return [day for index, day in enumerate(found) if index in wanted]
