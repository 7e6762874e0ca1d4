"""Dates as people and programs write them in a line: read without doubt, or named as doubtful, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.domain.invite import Reason, ZoneSource
from shared.inbox.text.dates_in_words import Doubt, Setting, When, read_when
from shared.inbox.text.zone_words import is_zone, numeric_offset

PACIFIC = ZoneInfo("America/Los_Angeles")
SENT = datetime(2026, 11, 2, 10, tzinfo=UTC)


def _read(text: str, sent_at: datetime | None = SENT) -> When | Doubt | None:
    return read_when(text, Setting("America/Los_Angeles", sent_at))


def _when(text: str, sent_at: datetime | None = SENT) -> When:
    found = _read(text, sent_at)
    assert isinstance(found, When), found
    return found


def _reason(text: str, sent_at: datetime | None = SENT) -> Reason | None:
    found = _read(text, sent_at)
    return found.reason if isinstance(found, Doubt) else None


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PACIFIC)


# --- without doubt ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026-11-12T14:00-08:00", _at(12, 14)),
        ("2026-11-12T22:00Z", _at(12, 14)),
        ("2026-11-12 14:00", _at(12, 14)),
        ("Thursday, November 12, 2026 2:00 pm", _at(12, 14)),
        ("November 12, 2026 noon", _at(12, 12)),
        ("12 November 2026 14:00:00", _at(12, 14)),
    ],
)
def test_a_date_and_its_time_are_read(text: str, start: datetime) -> None:
    assert _when(text).start == start


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("November 12, 2026, 2 - 2:30pm", _at(12, 14), _at(12, 14, 30)),
        ("November 12, 2026, 11 - 1pm", _at(12, 11), _at(12, 13)),
        ("November 12, 2026, 2pm - 2:30", _at(12, 14), _at(12, 14, 30)),
        ("November 12, 2026, 11:00 am - 1:00", _at(12, 11), _at(12, 13)),
        ("November 12, 2026, 11:30 pm - 12:15 am", _at(12, 23, 30), _at(13, 0, 15)),
    ],
)
def test_one_half_day_serves_both_ends_as_short_as_may_be(text: str, start: datetime, end: datetime) -> None:
    when = _when(text)
    assert (when.start, when.end) == (start, end)


def test_an_end_long_before_its_start_is_none() -> None:
    when = _when("November 12, 2026, 2:00 pm - 1:00 pm")
    assert when.start == _at(12, 14)
    assert when.end is None or when.end > _at(12, 14)


def test_days_are_said_to_be_whole_or_are_no_time() -> None:
    when = _when("All day, November 12, 2026")
    assert (when.start, when.end, when.zone_source) == (date(2026, 11, 12), date(2026, 11, 13), ZoneSource.ASSUMED)
    assert _reason("November 12, 2026") is Reason.NO_START


def test_a_year_that_is_not_stated_is_the_next_in_which_the_day_comes() -> None:
    when = _when("Thursday, November 12, 2:00 pm")
    assert when.start == _at(12, 14)
    assert any("2026" in note for note in when.notes)
    assert _reason("Thursday, November 12, 2:00 pm", None) is Reason.NO_START


def test_the_29th_of_february_comes_only_in_a_leap_year() -> None:
    assert _reason("February 29, 2:00 pm") is Reason.NO_START
    when = _when("February 29, 2:00 pm", datetime(2027, 12, 1, tzinfo=UTC))
    assert when.start == datetime(2028, 2, 29, 14, tzinfo=PACIFIC)


# --- in doubt, or nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2:00 pm", Reason.NO_START),
        ("11/12/2026 2:00 pm", Reason.AMBIGUOUS_TIME),
        ("Friday, November 12, 2026 2:00 pm", Reason.AMBIGUOUS_TIME),
        ("November 12, 1926 2:00 pm", Reason.DATE_OUT_OF_RANGE),
        ("November 12, 2026 2:00", Reason.AMBIGUOUS_TIME),
    ],
)
def test_what_may_be_two_times_or_none_is_named(text: str, reason: Reason) -> None:
    assert _reason(text) is reason


def test_of_two_numeric_dates_one_can_settle_the_order_of_the_other() -> None:
    when = _when("11/12/2026 2:00 pm - 11/13/2026 3:00 pm")
    assert (when.start, when.end) == (_at(12, 14), _at(13, 15))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Robin",
        "2026-13-12T14:00",
        "2026-11-12T25:00",
        "2026年13月12日",
        "31/31/2026",
        "February 30, 2026",
        "25:00",
    ],
)
def test_what_is_no_day_is_read_as_none(text: str) -> None:
    assert not isinstance(_read(text), When)


def test_nothing_follows_from_a_morning_of_more_than_twelve_hours() -> None:
    assert not isinstance(_read("November 12, 2026 14:00 am"), When)


# --- offsets and zones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minutes"), [("Z", 0), ("z", 0), ("+01:00", 60), ("-0800", -480), ("+05:30", 330), ("-00:30", -30)]
)
def test_an_offset_is_read_in_minutes(text: str, minutes: int) -> None:
    mention = numeric_offset(text)
    assert mention is not None
    # "Z" is the zone UTC by its name, the others are offsets without a zone.
    assert mention.choices == ((None, minutes),) or (text in "zZ" and {zone for zone, _ in mention.choices} == {"UTC"})


@pytest.mark.parametrize("text", ["", "PST", "+1", "+01:00:00", "01:00"])
def test_what_is_no_offset_is_none(text: str) -> None:
    assert numeric_offset(text) is None


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("Europe/Berlin", True),
        ("America/Argentina/Ushuaia", True),
        ("Europe/Atlantis", False),
        ("../etc/passwd", False),
        ("America", False),
        ("A" * 65, False),
        ("", False),
    ],
)
def test_a_zone_is_known_by_its_name_alone(key: str, known: bool) -> None:
    assert is_zone(key) is known
