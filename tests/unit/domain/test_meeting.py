from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.invite import ZoneSource
from shared.domain.meeting import MAX_DESCRIPTION, MAX_LOCATION, MAX_TITLE, conference_of, meeting_of
from tests.builders import ENDS, STARTS, ZONE, a_user, an_invite

NOWHERE = a_user(time_zone="UTC")


def _offset(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


def test_the_meeting_is_shown_in_the_users_zone_and_the_instant_is_the_invites() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    invite = an_invite(start=STARTS.astimezone(berlin), end=ENDS.astimezone(berlin), time_zone="Europe/Berlin")
    meeting = meeting_of(invite, a_user())
    assert (meeting.starts_at, meeting.ends_at) == (STARTS, ENDS)
    assert meeting.starts_at.tzinfo is UTC
    assert (meeting.zone, meeting.invite_zone) == (ZONE, "Europe/Berlin")


@pytest.mark.parametrize("users", ["UTC", "Etc/UTC", "GMT"])
def test_where_the_users_zone_is_nowhere_the_invites_own_is_shown(users: str) -> None:
    meeting = meeting_of(an_invite(time_zone="Europe/Berlin"), a_user(time_zone=users))
    assert (meeting.zone, meeting.invite_zone) == ("Europe/Berlin", None)


@pytest.mark.parametrize(
    ("hours", "zone"),
    [
        (-8, "Etc/GMT+8"),
        (-12, "Etc/GMT+12"),
        (14, "Etc/GMT-14"),
        (1, "Etc/GMT-1"),
        (0, "UTC"),
        (5.5, "UTC"),
        (-3.5, "UTC"),
        # Such offsets can be written in an invite, but no zone has that name.
        (15, "UTC"),
        (-13, "UTC"),
        (23, "UTC"),
    ],
)
def test_a_zone_without_a_name_is_shown_at_its_fixed_offset_where_there_is_one(hours: float, zone: str) -> None:
    start = STARTS.astimezone(_offset(hours))
    meeting = meeting_of(an_invite(start=start, end=None, time_zone=None), NOWHERE)
    assert meeting.zone == zone
    assert meeting.starts_at == STARTS
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    if zone != "UTC":
        assert local.utcoffset() == start.utcoffset()


@given(st.integers(-23 * 60, 23 * 60))
def test_any_offset_gives_a_zone_that_exists(minutes: int) -> None:
    start = STARTS.astimezone(timezone(timedelta(minutes=minutes)))
    meeting = meeting_of(an_invite(start=start, end=None, time_zone=None), NOWHERE)
    assert ZoneInfo(meeting.zone).key == meeting.zone
    assert meeting.starts_at == STARTS


@pytest.mark.parametrize("end", [None, STARTS, STARTS - timedelta(hours=1)])
def test_without_an_end_after_the_start_the_meeting_is_taken_to_last_30_minutes(end: datetime | None) -> None:
    meeting = meeting_of(an_invite(end=end), a_user())
    assert meeting.ends_at == STARTS + timedelta(minutes=30)
    assert meeting.length_assumed


def test_a_stated_end_is_not_called_assumed() -> None:
    assert not meeting_of(an_invite(), a_user()).length_assumed


@pytest.mark.parametrize("end", [date(2026, 11, 13), None, date(2026, 11, 12)])
def test_an_all_day_meeting_lasts_from_midnight_to_midnight_where_the_user_is(end: date | None) -> None:
    meeting = meeting_of(an_invite(start=date(2026, 11, 12), end=end, all_day=True, time_zone=None), a_user())
    local = ZoneInfo(ZONE)
    assert meeting.starts_at == datetime(2026, 11, 12, tzinfo=local)
    assert meeting.ends_at == datetime(2026, 11, 13, tzinfo=local)
    assert meeting.all_day
    assert not meeting.length_assumed


def test_an_all_day_meeting_without_an_end_on_the_day_of_25_hours_ends_at_the_next_midnight() -> None:
    meeting = meeting_of(an_invite(start=date(2026, 11, 1), end=None, all_day=True, time_zone=None), a_user())
    assert meeting.ends_at == datetime(2026, 11, 2, tzinfo=ZoneInfo(ZONE))


def test_all_day_over_several_days_ends_with_the_last() -> None:
    invite = an_invite(start=date(2026, 10, 30), end=date(2026, 11, 3), all_day=True, time_zone=None)
    assert meeting_of(invite, a_user()).ends_at == datetime(2026, 11, 3, tzinfo=ZoneInfo(ZONE))


def test_an_assumed_zone_stays_marked_as_assumed() -> None:
    invite = an_invite(time_zone_source=ZoneSource.ASSUMED)
    assert meeting_of(invite, a_user()).zone_source is ZoneSource.ASSUMED


def test_text_is_folded_and_capped() -> None:
    invite = an_invite(title="a\r\n\tb " * 500, location="x \n" * 2000, description="d" * 9000)
    meeting = meeting_of(invite, a_user())
    assert len(meeting.title) <= MAX_TITLE
    assert "\n" not in meeting.title
    assert len(meeting.location or "") <= MAX_LOCATION
    assert len(meeting.description or "") == MAX_DESCRIPTION


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://meet.google.com/abc-defg-hij", "Google Meet"),
        ("https://us02web.zoom.us/j/123?pwd=x", "Zoom"),
        ("https://ZOOM.US/j/1", "Zoom"),
        ("https://notzoom.us/j/1", "a video call"),
        ("https://zoom.us.evil.example/j/1", "a video call"),
        ("https://user@zoom.us:8443/j", "Zoom"),
        ("https://[broken", "a video call"),
        ("not a link", "a video call"),
        ("", None),
        (None, None),
    ],
)
def test_a_link_to_join_gives_only_the_name_of_its_service(link: str | None, name: str | None) -> None:
    assert conference_of(link) == name
