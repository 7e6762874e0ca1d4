"""Recurrence rules, held against dateutil's reading of the same rule."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it has no stubs of its own
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.inbox.calendar.rules import days, rule_of

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
starts = st.dates(date(1999, 1, 1), date(2030, 12, 31))
intervals = st.integers(1, 5)
counts = st.none() | st.integers(1, 40)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    pieces = [f"FREQ={freq}", f"INTERVAL={draw(intervals)}"]
    if count := draw(counts):
        pieces.append(f"COUNT={count}")
    if draw(st.booleans()):
        pieces.append(
            "BYMONTH=" + ",".join(str(month) for month in draw(st.sets(st.integers(1, 12), min_size=1, max_size=3)))
        )
    by_day = draw(st.sets(st.sampled_from(WEEKDAYS), max_size=3))
    if by_day and freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        pieces.append("BYDAY=" + ",".join(f"{draw(st.sampled_from([1, 2, 4, -1, -2]))}{day}" for day in sorted(by_day)))
    elif by_day:
        pieces.append("BYDAY=" + ",".join(sorted(by_day)))
    elif freq != "WEEKLY" and draw(st.booleans()):
        pieces.append(
            "BYMONTHDAY="
            + ",".join(
                str(day) for day in draw(st.sets(st.sampled_from([1, 7, 15, 28, 31, -1, -3]), min_size=1, max_size=3))
            )
        )
    # dateutil cuts the first week of WEEKLY with BYSETPOS short, RFC 5545 does not.
    if by_day and freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        pieces.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    if freq == "WEEKLY" and draw(st.booleans()):
        pieces.append("WKST=SU")
    return ";".join(pieces)


def local(day: date) -> datetime:
    return datetime.combine(day, time())


@settings(max_examples=300)
@given(rule=rules(), start=starts, skip=st.integers(0, 900))
def test_a_rule_gives_the_days_that_dateutil_gives(rule: str, start: date, skip: int) -> None:
    read = rule_of(rule)
    assert read is not None
    since, until = start + timedelta(days=skip), start + timedelta(days=skip + 1500)
    oracle = rrulestr(rule, dtstart=local(start))
    expected = [moment.date() for moment in oracle.between(local(since), local(until), inc=True)]
    assert list(days(read, start, since, until)) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=5000",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=40",
        "FREQ=DAILY;COUNT=" + "9" * 5000,
        "FREQ=DAILY;UNTIL=soon",
        "",
        "X-OUTLOOK",
    ],
)
def test_a_rule_that_is_not_read_is_none(rule: str) -> None:
    assert rule_of(rule) is None


def test_a_day_that_never_comes_ends_with_the_window() -> None:
    rule = rule_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert rule is not None
    assert list(days(rule, date(1970, 1, 1), date(1970, 1, 1), date(2100, 1, 1))) == []


def test_days_come_one_by_one_so_that_the_first_is_cheap() -> None:
    rule = rule_of("FREQ=DAILY")
    assert rule is not None
    found = days(rule, date(1970, 1, 1), date(2026, 11, 12), date(9999, 12, 31))
    assert list(itertools.islice(found, 2)) == [date(2026, 11, 12), date(2026, 11, 13)]
