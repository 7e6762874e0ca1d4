"""A weekday alone, in a reply: read where it can mean one day and no other. The reply is of Tuesday, 10 November."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.commands import Command, CommandWord
from shared.inbox.coming_days import dated
from shared.inbox.requests import read_corrections
from tests.builders import NOW, STARTS, ZONE


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Friday, 3 pm", "2026-11-13 3 pm"),
        ("Friday 3pm", "2026-11-13 3pm"),
        ("on Friday at 3 pm", "2026-11-13 3 pm"),
        ("this Friday at 15:00", "2026-11-13 15:00"),
        ("Fri, 3 pm PT", "2026-11-13 3 pm PT"),
        ("Monday 3 pm", "2026-11-16 3 pm"),
        ("Freitag um 15:00", "2026-11-13 15:00"),
        ("tomorrow at 3 pm", "2026-11-11 3 pm"),
        ("today 5 pm", "2026-11-10 5 pm"),
        ("tonight, 7 pm", "2026-11-10 7 pm"),
    ],
)
def test_a_weekday_behind_the_talk_and_a_day_that_is_near_are_one_day(text: str, read: str) -> None:
    assert dated(text, NOW, ZONE, STARTS) == read


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday 3 pm",
        "Tuesday 3 pm",
        "next Friday 3 pm",
        "Friday next week, 3 pm",
        "Friday in two weeks, 3 pm",
        "the Friday after, 3 pm",
        "Friday",
        "some day 3 pm",
        "3 pm",
        "",
        "Friday, 13 November 2026, 3 pm",
        "Friday 3 pm" + " or so" * 20,
    ],
)
def test_what_may_be_another_week_or_is_no_such_day_stays_as_it_is(text: str) -> None:
    assert dated(text, NOW, ZONE, STARTS) == text


def test_a_talk_of_another_week_makes_a_weekday_doubtful() -> None:
    assert dated("Friday 3 pm", NOW, ZONE, STARTS + timedelta(days=14)) == "Friday 3 pm"


def test_once_the_talk_is_past_or_where_none_is_known_the_coming_one_is_meant() -> None:
    assert dated("Wednesday 3 pm", NOW, ZONE, STARTS - timedelta(days=7)) == "2026-11-11 3 pm"
    assert dated("Wednesday 3 pm", NOW, ZONE, None) == "2026-11-11 3 pm"


def test_the_days_are_those_of_the_users_zone() -> None:
    late = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
    assert dated("tomorrow 3 pm", late, "America/Los_Angeles", STARTS) == "2026-11-11 3 pm"
    assert dated("tomorrow 3 pm", late, "Europe/Berlin", STARTS) == "2026-11-12 3 pm"


@pytest.mark.parametrize("word", [CommandWord.MOVED, CommandWord.WHEN])
def test_a_talk_is_moved_to_a_weekday_and_the_doubtful_one_is_asked_about(word: CommandWord) -> None:
    moved = read_corrections([Command(word, text="to Friday, 3 pm")], None, NOW, ZONE, STARTS).corrections.moved
    assert moved is not None
    assert moved.start == datetime(2026, 11, 13, 23, 0, tzinfo=UTC)
    asked = read_corrections([Command(word, text="Wednesday, 3 pm")], None, NOW, ZONE, STARTS)
    assert (asked.corrections.moved, len(asked.unclear)) == (None, 1)
