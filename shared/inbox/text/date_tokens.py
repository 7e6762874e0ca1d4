"""Splitting a line like "Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los Angeles" into dates, times and zones.

One pass from the left, a handful of anchored patterns at each place; the first word that is none of them ends it. So
the work is bounded by the length of the line, which is cut.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import date, time

from shared.inbox.text.zone_words import Mention, mention_at, numeric_offset
from shared.inbox.wording.calendar_words import (
    AFTERNOON,
    ALL_DAY,
    FILLERS,
    JOINERS,
    MORNING,
    NOON,
    cjk_weekdays,
    months_of,
    strip_accents,
    weekday_of,
)

LONGEST = 400
_CENTURY, _PIVOT = 100, 70
# A year that has every day there is, for a date without one.
_LEAP_YEAR = "2024"
_NOON_HOUR, _LAST_HOUR, _SIXTY = 12, 23, 60

# Only behind a "T" is "-08:00" an offset; behind a space it may be the end of a range.
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})t(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,6})?)?(z|[+-]\d{2}:?\d{2})?(?![\d:])")
_YEAR_FIRST = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)\.?")
_CJK = re.compile(r"(?:(\d{2,4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_MONTH_DAY = re.compile(
    r"([^\W\d_]{3,14})\.?\s?-?\s?(\d{1,2})(?:st|nd|rd|th)?(?![\d:.h]\d|\s?[ap]\.?m)(?:\s?,?\s?(?:de )?(\d{4}))?(?!\d)"
)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?\.?\s?-?\s?(?:de |of |d')?([^\W\d_]{3,14})\.?"
    r"(?:\s?[,-]?\s?(?:de |del )?(\d{4})(?:\s?(?:г|р)\.?)?)?(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(r"(\d{4})\.?,?\s([^\W\d_]{3,14})\.?\s(\d{1,2})\.?(?!\d)")
_PART = "|".join(re.escape(word) for word in sorted((*MORNING, *AFTERNOON), key=len, reverse=True))
_TIME = re.compile(
    rf"(?P<before>{_PART})?\s?(?P<hour>\d{{1,2}})"
    r"(?:\s?(?:[:.h]|[時时點点시](?=\s?\d))\s?(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?[分분])?"
    r"|\s?(?P<whole>[時时點点시](?P<half>半)?|h\b|uhr\b))?"
    rf"\s?(?P<after>(?:{_PART})(?![^\W\d_]))?(?![\d])",
)
# The "2" of "2 - 2:30pm".
_BARE_HOUR = re.compile(rf"(\d{{1,2}})\s?-\s?(?=\d{{1,2}}(?::\d{{2}})?\s?(?:{_PART})(?![^\W\d_]))")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SEPARATORS = " \t\n,;:@.·⋅•|、，。'\"*_："
_UNREAD_ZONE = re.compile(
    r"[\s.,]{0,3}(?:\(?(?:[A-Z]{2,4}T|UTC|GMT)\b[^\n]{0,12}"
    r"|\(?[^\W\d_][^\n()\d]{0,40}?(?i:\b(?:time|tijd|uhrzeit|ortszeit|zone)\b|zeit\b|tijd\b|標準時|标准时|時間|时间)"
    r"|\(?(?i:heure|hora|hor[aá]rio|ora)\s[^\n()\d]{2,40})",
)
_ZONE_START = re.compile(r"[(+-]?\s?[^\W\d_]|[+-]\d{2}:?\d{2}(?!\d)")


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `sure`: am, pm or another word settles it; `two_digits`: written 08:30, as 24-hour clocks are."""

    value: time
    sure: bool
    two_digits: bool

    @property
    def sure_24(self) -> bool:
        """Tell whether only a 24-hour clock shows this."""
        return self.value.hour > _NOON_HOUR or self.value.hour == 0


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """A date as written: the days that it may be.

    Without a year there are none, and `month_and_day` stands instead. A `numeric` date with two options has the one
    with the day first before the other; `only_order` is set where just one order gives a day: 0 for day first, 1 for
    month first.
    """

    options: tuple[date, ...] = ()
    numeric: bool = False
    month_and_day: tuple[int, int] | None = None
    only_order: int | None = None


@dataclasses.dataclass(slots=True)
class Tokens:
    """What a line holds, in order; `end` is where the last of it ends."""

    dates: list[Day] = dataclasses.field(default_factory=list)
    times: list[Clock] = dataclasses.field(default_factory=list)
    zones: tuple[Mention, ...] = ()
    weekdays: list[tuple[int, frozenset[int]]] = dataclasses.field(default_factory=list)
    all_day: bool = False
    end: int = 0
    # What stands behind the time and speaks of a time zone, where it is none that we know.
    unread_zone: str | None = None

    def weekdays_at(self, at: int) -> frozenset[int]:
        """Return the weekday that stands with the date of that index; one behind the only date counts too."""
        for place, days in self.weekdays:
            if place == at or (place == at + 1 == len(self.dates)):
                return days
        return frozenset()

    def in_one_order(self, day: Day) -> list[date]:
        """Let another date of the line, which only one order allows, settle the order of this one."""
        orders = {other.only_order for other in self.dates if other.only_order is not None}
        if day.numeric and len(day.options) > 1 and len(orders) == 1:
            return [day.options[orders.pop()]]
        return list(day.options)


def composed(text: str) -> str:
    """Return the text with compatibility forms unified, all dashes "-", all apostrophes "'", and single blanks."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\u2019", "'")
    return re.sub(r"\s+", " ", re.sub(r"[‐-―−~〜～]", "-", text))


def read_tokens(text: str) -> Tokens:
    """Read the line from its beginning up to the first word that belongs to no date."""
    base = composed(text)
    plain = strip_accents(base.lower())
    if len(plain) != len(base):
        base = plain
    return _Scan(base, plain).run()


class _Scan:
    """The state of one pass: `base` keeps its capitals (for zones), `plain` is folded, both of one length."""

    def __init__(self, base: str, plain: str) -> None:
        self.base, self.plain, self.at = base, plain, 0
        self.found = Tokens()
        self.joined = False
        self.last_good = 0

    def run(self) -> Tokens:
        while self.at < len(self.plain):
            if self.plain[self.at] in _SEPARATORS:
                self.at += 1
            elif not any(step() for step in (self._all_day, self._date, self._time, self._zone, self._small)):
                break
        self.found.end = self.last_good
        if self.found.times and not self.found.zones:
            unread = _UNREAD_ZONE.match(self.base, self.last_good)
            self.found.unread_zone = unread[0].strip(" .,()") if unread else None
        self._lend_half_day()
        return self.found

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.plain, self.at)

    def _take(self, end: int) -> bool:
        self.at = self.last_good = end
        return True

    def _all_day(self) -> bool:
        word = next((word for word in ALL_DAY if self.plain.startswith(word, self.at)), None)
        if word is None:
            return False
        self.found.all_day = True
        return self._take(self.at + len(word))

    def _date(self) -> bool:
        if len(self.found.dates) > 1:
            return False
        for read in (self._iso, self._year_first, self._cjk, self._numeric, self._worded):
            found = read()
            if found:
                token, end = found
                self.found.dates.append(token)
                return self._take(end)
        return False

    def _iso(self) -> tuple[Day, int] | None:
        match = self._match(_ISO)
        day = _made(match[1], match[2], match[3]) if match else None
        value = _clock(match[4], match[5]) if match else None
        if match is None or day is None or value is None:
            return None
        self.found.times.append(Clock(value, sure=True, two_digits=True))
        if match[6]:
            mention = numeric_offset(match[6])
            self.found.zones += (mention,) if mention else ()
        return Day((day,)), match.end()

    def _year_first(self) -> tuple[Day, int] | None:
        match = self._match(_YEAR_FIRST)
        day = _made(match[1], match[3], match[4]) if match else None
        return (Day((day,)), match.end()) if match and day else None

    def _cjk(self) -> tuple[Day, int] | None:
        match = self._match(_CJK)
        if match is None:
            return None
        day = _made(match[1] or _LEAP_YEAR, match[2], match[3])
        if day is None:
            return None
        return (Day((day,)) if match[1] else Day(month_and_day=(day.month, day.day))), match.end()

    def _numeric(self) -> tuple[Day, int] | None:
        match = self._match(_NUMERIC)
        if match is None:
            return None
        day_first = _made(match[4], match[3], match[1])
        month_first = _made(match[4], match[1], match[3]) if match[2] != "." else None
        if day_first and month_first:
            both = (day_first,) if day_first == month_first else (day_first, month_first)
            return Day(both, numeric=True), match.end()
        if day_first:
            return Day((day_first,), only_order=0), match.end()
        return (Day((month_first,), only_order=1), match.end()) if month_first else None

    def _worded(self) -> tuple[Day, int] | None:
        for pattern, year, month, day in ((_MONTH_DAY, 3, 1, 2), (_DAY_MONTH, 3, 2, 1), (_YEAR_MONTH_DAY, 1, 2, 3)):
            match = self._match(pattern)
            months = months_of(match[month]) if match else ()
            if match is None or not months:
                continue
            days = [made for number in months if (made := _made(match[year] or _LEAP_YEAR, str(number), match[day]))]
            if days and match[year]:
                return Day(tuple(days)), match.end()
            if len(days) == 1:
                return Day(month_and_day=(days[0].month, days[0].day)), match.end()
        return None

    def _time(self) -> bool:
        noon = next((word for word in NOON if self.plain.startswith(word, self.at)), None)
        if noon and len(self.found.times) < 2:  # noqa: PLR2004 - a range has two ends
            self.found.times.append(Clock(time(12), sure=True, two_digits=True))
            return self._take(self.at + len(noon))
        bare = None if self.found.times else self._match(_BARE_HOUR)
        hour = _clock(bare[1], "0") if bare else None
        if bare and hour:
            self.found.times.append(Clock(hour, sure=False, two_digits=False))
            self.joined = True
            return self._take(bare.end())
        match = self._match(_TIME)
        value = _time_of(match) if match else None
        if match is None or value is None or len(self.found.times) > 1 or (self.found.times and not self.joined):
            return False
        self.found.times.append(value)
        self.joined = False
        return self._take(match.end())

    def _zone(self) -> bool:
        if not self.found.times or len(self.found.zones) > 2 or not _ZONE_START.match(self.base, self.at):  # noqa: PLR2004 - one for each end, and one in words
            return False
        found = mention_at(self.base, self.at)
        if found is None:
            return False
        mention, end = found
        if all(mention.choices != other.choices for other in self.found.zones):
            self.found.zones += (mention,)
        return self._take(end)

    def _small(self) -> bool:
        """Take a weekday, a dash, or a word that only joins."""
        for word in cjk_weekdays():
            if self.plain.startswith(word, self.at):
                self.found.weekdays.append((len(self.found.dates), weekday_of(word)))
                return self._take(self.at + len(word))
        if self.plain[self.at] in "-()":
            self.joined = self.joined or self.plain[self.at] == "-"
            self.at += 1
            return True
        match = self._match(_WORD)
        if match is None:
            return False
        word = match[0]
        # Two letters are a weekday only before the time: behind it "do", "di" and "to" are other words.
        days = weekday_of(word) if len(word) > 2 or not self.found.times else frozenset()  # noqa: PLR2004 - as said
        if days:
            self.found.weekdays.append((len(self.found.dates), days))
            return self._take(match.end())
        if word not in FILLERS and word not in JOINERS:
            return False
        self.joined = self.joined or word in JOINERS
        self.at = match.end()
        return True

    def _lend_half_day(self) -> None:
        """Let "2 - 2:30pm" begin at 2 pm and "下午2:00 – 2:30" end at 2:30 pm: what makes the meeting short."""
        times = self.found.times
        if len(times) < 2 or times[0].sure is times[1].sure:  # noqa: PLR2004 - a range has two ends
            return
        start, end = (one.value.hour * _SIXTY + one.value.minute for one in times)
        half = _NOON_HOUR * _SIXTY
        if times[1].sure and not times[0].sure_24:
            options = [option for option in (start % half, start % half + half) if option < end]
            if options:
                times[0] = _of_minutes(max(options))
        elif times[0].sure and not times[1].sure_24:
            options = [option for option in (end % half, end % half + half) if option > start]
            if options:
                times[1] = _of_minutes(min(options))


def _of_minutes(minutes: int) -> Clock:
    return Clock(time(minutes // _SIXTY, minutes % _SIXTY), sure=True, two_digits=False)


def _time_of(match: re.Match[str]) -> Clock | None:
    """Return the time of a match, or None for a bare number, which is no time."""
    half_day = match["before"] or match["after"]
    if not (match["minute"] or match["whole"] or half_day):
        return None
    hour, minute = int(match["hour"]), 30 if match["half"] else int(match["minute"] or 0)
    if half_day:
        if hour > _NOON_HOUR and half_day in MORNING:
            return None
        if hour <= _NOON_HOUR:
            hour = hour % _NOON_HOUR + (_NOON_HOUR if half_day in AFTERNOON else 0)
    value = _clock(str(hour), str(minute))
    by_24 = bool(match["whole"]) and match["whole"][0] in "hu"
    # No one writes the seconds of a meeting by hand: 01:00:00 is a machine's, whose clock has 24 hours.
    sure = bool(half_day) or by_24 or (bool(match["second"]) and len(match["hour"]) > 1)
    return Clock(value, sure, len(match["hour"]) > 1) if value else None


def _clock(hour: str, minute: str) -> time | None:
    if int(hour) > _LAST_HOUR or int(minute) >= _SIXTY:
        return None
    return time(int(hour), int(minute))


def _made(year: str, month: str, day: str) -> date | None:
    """Return the date, a year of two digits being 1970 to 2069, or None where there is no such day."""
    number = int(year)
    if number < _CENTURY:
        number += 2000 if number < _PIVOT else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
