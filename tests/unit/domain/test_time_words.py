from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain import time_words
from shared.domain.time_words import same_clock
from tests.meetings import content

ENGLISH = content().language
day, day_and_clock, clock, span, zone_words, length_words = (
    functools.partial(words, ENGLISH)
    for words in (
        time_words.day,
        time_words.day_and_clock,
        time_words.clock,
        time_words.span,
        time_words.zone_words,
        time_words.length_words,
    )
)
PACIFIC = "America/Los_Angeles"
# 2:00 PM in Los Angeles on a Thursday.
STARTS = datetime(2026, 11, 12, 22, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)


def test_a_day_has_its_weekday_and_no_year_within_the_year() -> None:
    assert day(STARTS, PACIFIC, NOW) == "Thursday, November 12"


def test_a_day_of_another_year_has_its_year() -> None:
    assert day(STARTS, PACIFIC, NOW + timedelta(days=60)) == "Thursday, November 12, 2026"


def test_the_day_is_that_of_the_zone() -> None:
    assert day(STARTS, "Asia/Tokyo", NOW) == "Friday, November 13"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "2:00 PM"), (-120, "12:00 PM"), (-121, "11:59 AM"), (600, "12:00 AM"), (605, "12:05 AM")],
)
def test_the_clock_has_twelve_hours(minutes: int, words: str) -> None:
    assert clock(STARTS + timedelta(minutes=minutes), PACIFIC) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 30, "2:00\u20132:30 PM"),
        (-135, -105, "11:45 AM\u201312:15 PM"),
        (570, 620, "11:30 PM to Friday, 12:20 AM"),
    ],
)
def test_a_span_says_only_what_differs(start: int, end: int, words: str) -> None:
    assert span(STARTS + timedelta(minutes=start), STARTS + timedelta(minutes=end), PACIFIC) == words


def test_a_span_across_a_change_of_clocks_keeps_both_true_times() -> None:
    before = datetime(2026, 3, 8, 9, 55, tzinfo=UTC)
    assert span(before, before + timedelta(minutes=10), PACIFIC) == "1:55\u20133:05 AM"


def test_a_deadline_is_said_by_weekday_and_clock() -> None:
    assert day_and_clock(STARTS, PACIFIC) == "Thursday, 2:00 PM"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", "Pacific Time"),
        ("Europe/Berlin", "Berlin time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Etc/GMT+5", "UTC\u22125"),
        ("Etc/GMT-3", "UTC+3"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("EST5EDT", "EST5EDT time"),
    ],
)
def test_a_zone_is_named_as_people_do(zone: str, words: str) -> None:
    assert zone_words(zone) == words


def test_two_zones_can_show_the_same_clock() -> None:
    assert same_clock(STARTS, PACIFIC, "America/Vancouver")
    assert not same_clock(STARTS, PACIFIC, "America/New_York")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (30, "30 minutes"),
        (60, "an hour"),
        (90, "90 minutes"),
        (120, "2 hours"),
        (125, "2 hours 5 minutes"),
    ],
)
def test_a_length_is_said_in_minutes_below_two_hours(minutes: int, words: str) -> None:
    assert length_words(minutes) == words
