from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.identity import (
    aliases_of,
    another_organizers,
    cancelled_without_start,
    instance_key_of,
    key_beside,
    key_of,
    may_be_the_same,
    series_key_of,
    text_key_of,
)
from shared.domain.invite import Invite
from tests.builders import NOW, STARTS, ZONE, a_meeting, a_person, an_interview, an_invite

LOCAL = STARTS.astimezone(ZoneInfo(ZONE))
SERIES = an_invite(start=LOCAL, recurring=True)


def _instance(recurrence_id: str, **other: object) -> Invite:
    return dataclasses.replace(SERIES, recurring=False, recurrence_id=recurrence_id, **other)  # type: ignore[arg-type]  # named by the tests below


# --- by UID -----------------------------------------------------------------------------------------------------------


def test_a_uid_is_one_meeting_and_each_instance_of_it_another() -> None:
    assert key_of(an_invite()) == key_of(an_invite(sequence=5, title="Moved", start=STARTS + timedelta(days=1)))
    assert len({key_of(SERIES), key_of(_instance("20261112T220000Z")), key_of(_instance("20261119T220000Z"))}) == 3


def test_only_an_instance_belongs_to_a_series() -> None:
    assert series_key_of(_instance("20261112T220000Z")) == key_of(SERIES)
    assert series_key_of(SERIES) is None
    assert series_key_of(dataclasses.replace(_instance("20261112T220000Z"), uid=None)) is None


@pytest.mark.parametrize("name", ["20261112T220000Z", "2026-11-12T22:00:00+00:00", "20261112T140000"])
def test_an_instance_is_known_by_when_it_was_to_start_whoever_names_it(name: str) -> None:
    assert instance_key_of(_instance(name, start=LOCAL + timedelta(hours=3))) == instance_key_of(SERIES)


def test_an_instance_of_days_is_known_by_its_day() -> None:
    days = an_invite(start=date(2026, 11, 12), recurring=True)
    instance = dataclasses.replace(days, recurring=False, recurrence_id="20261112")
    assert instance_key_of(instance) == instance_key_of(days)


def test_what_is_no_series_or_names_no_time_has_no_instance() -> None:
    assert instance_key_of(an_invite()) is None
    assert instance_key_of(dataclasses.replace(SERIES, uid=None)) is None
    assert instance_key_of(_instance("next week")) is None
    assert instance_key_of(_instance("20261112T140000", start=date(2026, 11, 12))) is None


# --- without one ------------------------------------------------------------------------------------------------------


def test_a_forward_that_lost_its_uid_is_known_by_start_and_title() -> None:
    lost = an_invite(uid=None, title="coffee  CHAT: priya / robin", start=LOCAL)
    assert text_key_of(lost) == text_key_of(an_invite())
    assert text_key_of(lost) != text_key_of(an_invite(start=STARTS + timedelta(minutes=30)))
    assert text_key_of(an_invite(start=date(2026, 11, 12))) != text_key_of(an_invite())


def test_a_meeting_is_no_alias_of_itself() -> None:
    assert key_of(an_invite()) not in aliases_of(an_invite(), key_of(an_invite()))
    assert aliases_of(SERIES, "other") == (key_of(SERIES), instance_key_of(SERIES), text_key_of(SERIES))


def test_two_uids_are_two_meetings_and_none_may_be_any() -> None:
    interview = an_interview()
    assert may_be_the_same(interview, an_invite())
    assert may_be_the_same(interview, an_invite(uid=None))
    assert not may_be_the_same(interview, an_invite(uid="another@calendar.example"))


# --- a UID that somebody else wrote -----------------------------------------------------------------------------------


def test_another_organizer_is_told_from_the_same_and_from_none() -> None:
    interview = an_interview()
    assert another_organizers(interview, an_invite(organizer=a_person(email="mallory@evil.example")))
    assert not another_organizers(interview, an_invite(organizer=a_person(email="PRIYA.Nair@harbor.example")))
    assert not another_organizers(interview, an_invite(organizer=None))
    assert not another_organizers(interview, an_invite(organizer=a_person(email=None)))
    assert not another_organizers(an_interview(meeting=a_meeting(organizer=None)), an_invite())


def test_a_meeting_beside_another_of_its_uid_has_a_name_of_its_own() -> None:
    theirs = an_invite(organizer=a_person(email="mallory@evil.example"))
    assert (
        len({key_of(theirs), key_beside(theirs), key_beside(an_invite()), key_beside(an_invite(organizer=None))}) == 4
    )


# --- a cancellation that names no time --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "stamped"),
    [(NOW + timedelta(hours=1), NOW + timedelta(hours=1)), (datetime(2020, 1, 1, tzinfo=UTC), NOW)],
)
def test_a_cancellation_without_a_start_is_never_older_than_what_it_calls_off(
    received: datetime, stamped: datetime
) -> None:
    invite = cancelled_without_start(an_interview(), received)
    assert (invite.dtstamp, invite.method, invite.start, invite.uid) == (stamped, "CANCEL", STARTS, an_interview().uid)
