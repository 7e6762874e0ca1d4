"""Outlook's own form of a recurrence (MS-OXOCAL, 2.2.1.44.1), written here field by field."""

from __future__ import annotations

import struct
from datetime import date

import pytest

from shared.inbox import limits
from shared.inbox.tnef.mapi_rules import Recurrence, recurrence_of

START = date(2026, 11, 12)
DAILY, WEEKLY, MONTHLY, YEARLY = 0x200A, 0x200B, 0x200C, 0x200D
UNTIL, COUNT, NEVER = 0x2021, 0x2022, 0x2023
THURSDAY, WEEKDAYS = 1 << 4, 0b0111110
MINUTES_A_DAY = 1440


def _minutes(day: date) -> int:
    return (day - date(1601, 1, 1)).days * MINUTES_A_DAY


def _blob(  # noqa: PLR0913 - one argument for each field of the structure
    freq: int = WEEKLY,
    pattern: int = 1,
    period: int = 1,
    specific: tuple[int, ...] = (THURSDAY,),
    *,
    end: int = NEVER,
    count: int = 10,
    excluded: tuple[date, ...] = (),
    moved: tuple[date, ...] = (),
    version: int = 0x3004,
    calendar: int = 0,
) -> bytes:
    head = struct.pack("<HHHHHIII", version, 0x3004, freq, pattern, calendar, 0, period, 0)
    until = _minutes(date(2026, 12, 17)) if end == UNTIL else 0x5AE980DF
    words = [*specific, end, count, 0, len(excluded), *map(_minutes, excluded), len(moved), *map(_minutes, moved)]
    return head + struct.pack(f"<{len(words) + 2}I", *words, _minutes(START), until)


@pytest.mark.parametrize(
    ("blob", "rule"),
    [
        (_blob(DAILY, 0, MINUTES_A_DAY, ()), "FREQ=DAILY;INTERVAL=1"),
        (_blob(DAILY, 0, 3 * MINUTES_A_DAY, ()), "FREQ=DAILY;INTERVAL=3"),
        (_blob(DAILY, 1, 1, (WEEKDAYS,)), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR"),
        (_blob(), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH"),
        (_blob(period=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        (_blob(MONTHLY, 2, 1, (12,)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=12"),
        (_blob(MONTHLY, 2, 1, (30,)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (_blob(MONTHLY, 2, 1, (31,)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        (_blob(MONTHLY, 4, 1, (31,)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        (_blob(MONTHLY, 3, 2, (THURSDAY, 2)), "FREQ=MONTHLY;INTERVAL=2;BYDAY=TH;BYSETPOS=2"),
        (_blob(MONTHLY, 3, 1, (THURSDAY, 5)), "FREQ=MONTHLY;INTERVAL=1;BYDAY=TH;BYSETPOS=-1"),
        (_blob(YEARLY, 2, 12, (12,)), "FREQ=YEARLY;INTERVAL=1;BYMONTH=11;BYMONTHDAY=12"),
        (_blob(YEARLY, 3, 24, (THURSDAY, 2)), "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=TH;BYSETPOS=2"),
    ],
)
def test_each_pattern_is_the_rule_that_it_means(blob: bytes, rule: str) -> None:
    assert recurrence_of(blob, START) == Recurrence(f"{rule};WKST=SU", ())


def test_a_series_ends_after_its_count_or_on_its_day() -> None:
    counted, dated = recurrence_of(_blob(end=COUNT), START), recurrence_of(_blob(end=UNTIL), START)
    assert counted is not None
    assert dated is not None
    assert counted.rule.endswith(";COUNT=10;WKST=SU")
    assert dated.rule.endswith(";UNTIL=20261217;WKST=SU")


def test_days_that_were_taken_out_or_moved_are_named() -> None:
    gone = (date(2026, 11, 19), date(2026, 11, 26))
    found = recurrence_of(_blob(excluded=gone, moved=gone[1:]), START)
    assert found is not None
    assert found.excluded == gone


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        _blob()[:-1],
        _blob()[:20],
        _blob(version=0x3003),
        _blob(calendar=2),
        _blob(pattern=7),
        _blob(DAILY, 2, 1, (12,)),
        _blob(WEEKLY, 3, 1, (THURSDAY, 2)),
        _blob(excluded=(START,) * (limits.RULE_HITS + 1)),
    ],
    ids=["empty", "cut", "cut early", "version", "Hijri", "pattern", "daily by month", "weekly by month", "too many"],
)
def test_what_cannot_be_read_is_no_rule(blob: bytes) -> None:
    assert recurrence_of(blob, START) is None
