"""The reminder before a talk: when it is owed, and what it says."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.delivery import Kind
from shared.domain.interview import Meeting
from shared.domain.owing import owed_by
from shared.domain.prep_pack import questions_for
from shared.domain.reminder import FIRST, reminder
from shared.domain.timing import Rules, is_waking
from tests.builders import ENDS, NOW, STARTS, ZONE, a_contact, a_meeting, a_user, an_interview
from tests.meetings import content

TWO_HOURS = timedelta(hours=2)


def due(now: datetime = NOW, **meeting: object) -> datetime | None:
    """Return when the reminder of a talk is due whose pack leaves now; None where none is owed."""
    interview = an_interview(meeting=a_meeting(**meeting))
    made = owed_by(interview, Kind.PREP_PACK, {}, now, Rules())
    return next((mail.due_at for mail in made if mail.kind is Kind.REMINDER), None)


def at(hour: int, day: int = 12) -> dict[str, datetime]:
    """Return a start at this hour of Los Angeles, which is eight behind UTC in November, and an end."""
    starts = datetime(2026, 11, day, hour, 0, tzinfo=UTC) + timedelta(hours=8)
    return {"starts_at": starts, "ends_at": starts + timedelta(minutes=30)}


# --- when -------------------------------------------------------------------------------------------------------------


def test_it_comes_two_hours_before() -> None:
    assert due() == STARTS - TWO_HOURS


def test_it_is_of_use_until_the_talk_begins() -> None:
    made = owed_by(an_interview(), Kind.PREP_PACK, {}, NOW, Rules())
    (mail,) = [one for one in made if one.kind is Kind.REMINDER]
    assert mail.expires_at == STARTS


@pytest.mark.parametrize(("hour", "wanted"), [(9, 7), (8, 7), (23, 21)])
def test_it_comes_on_the_day_in_waking_hours(hour: int, wanted: int) -> None:
    assert due(**at(hour)) == datetime(2026, 11, 12, wanted, 0, tzinfo=UTC) + timedelta(hours=8)


@pytest.mark.parametrize("hour", [5, 7])
def test_where_the_morning_leaves_no_half_hour_it_comes_the_evening_before(hour: int) -> None:
    found = due(**at(hour))
    assert found == datetime(2026, 11, 11, 22, 0, tzinfo=UTC) + timedelta(hours=8)
    assert is_waking(found, ZONE)


@pytest.mark.parametrize(("hours", "owed"), [(1, False), (3, False), (23, False), (25, False), (26, True), (27, True)])
def test_none_comes_for_a_pack_that_is_hours_old(hours: int, owed: bool) -> None:
    assert (due(STARTS - timedelta(hours=hours)) is not None) is owed


def test_none_comes_for_a_day_without_hours() -> None:
    assert due(all_day=True) is None


def test_none_comes_for_a_talk_that_has_begun_or_is_over() -> None:
    assert due(STARTS) is None
    assert due(ENDS) is None


# --- what -------------------------------------------------------------------------------------------------------------


def text(meeting: Meeting | None = None, now: datetime = STARTS - TWO_HOURS) -> str:
    interview = an_interview(meeting=meeting or a_meeting())
    page = reminder(interview, a_user(), content(), now)
    return "\n".join((page.heading, page.preheader, *page.paragraphs, *page.steps, *page.closing))


def test_it_says_when_where_and_the_first_three_questions() -> None:
    page = reminder(an_interview(), a_user(), content(), STARTS - TWO_HOURS)
    asked = questions_for(an_interview(), a_user(), content(), STARTS - TWO_HOURS).ten
    assert page.steps == tuple(one.words for one in asked[:FIRST])
    assert "2:00" in text()
    assert "Priya Nair" in text()
    assert page.subject == "Your talk with Priya Nair"


def test_the_evening_before_it_does_not_say_today() -> None:
    assert "Today" in text()
    assert "Today" not in text(now=STARTS - timedelta(hours=18))


def test_no_link_of_the_invite_stands_in_it() -> None:
    linked = a_meeting(location="https://zoom.us/j/123?pwd=secret", conference="Zoom", title="www.evil.example/x")
    assert "zoom.us/j" not in text(linked)
    assert "evil.example/x" not in text(linked)


def test_without_a_contact_or_a_place_it_still_says_what_it_knows() -> None:
    interview = an_interview(contact=None, meeting=a_meeting(location=None, conference=None, organizer=None))
    page = reminder(interview, a_user(), content(), STARTS - TWO_HOURS)
    assert len(page.steps) == FIRST
    assert all(line.strip() for line in page.closing)


def test_a_hostile_name_is_one_line_of_text() -> None:
    contact = a_contact(name="Eve\r\nBcc: x@y.example {0} {name} %s", company="{field}")
    page = reminder(dataclasses.replace(an_interview(), contact=contact), a_user(), content(), STARTS - TWO_HOURS)
    assert not [line for line in (*page.paragraphs, *page.steps, *page.closing, page.heading) if "\n" in line]
