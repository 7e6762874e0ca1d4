from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.timing import Rules, is_waking, letter_deadline, nudge_due, thank_you_due

LA = ZoneInfo("America/Los_Angeles")
# Both hemispheres, half and quarter hours, no DST, DST of 30 minutes, DST that pauses in Ramadan, and the date line.
ZONES = (
    "America/Los_Angeles America/New_York America/St_Johns America/Sao_Paulo America/Santiago America/Havana "
    "America/Phoenix Europe/London Europe/Berlin Europe/Dublin Europe/Moscow Africa/Cairo Africa/Casablanca "
    "Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Beirut Asia/Gaza Asia/Tokyo Australia/Lord_Howe "
    "Australia/Sydney Pacific/Auckland Pacific/Chatham Pacific/Apia Pacific/Kiritimati Pacific/Pago_Pago "
    "Antarctica/Troll Etc/GMT+12 Etc/GMT-14 UTC"
)
ENDS = st.datetimes(datetime(2025, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001 - hypothesis adds the zone
DELAYS = st.integers(0, 720).map(lambda minutes: Rules(timedelta(minutes=minutes)))


def _ends() -> st.SearchStrategy[datetime]:
    return ENDS.map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LA).astimezone(UTC)


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (_at(12, 14, 30), _at(12, 15, 30)),
        (_at(12, 21, 0), _at(12, 22, 0)),
        (_at(12, 21, 1), _at(13, 7, 0)),
        (_at(12, 23, 0), _at(13, 7, 0)),
        (_at(12, 2, 0), _at(12, 7, 0)),
        (_at(12, 5, 59), _at(12, 7, 0)),
        (_at(12, 6, 0), _at(12, 7, 0)),
        (_at(12, 6, 1), _at(12, 7, 1)),
    ],
)
def test_the_draft_is_due_an_hour_after_the_end_or_when_the_user_wakes(ends: datetime, due: datetime) -> None:
    assert thank_you_due(ends, "America/Los_Angeles", Rules()) == due


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (_at(12, 14, 30), _at(13, 10, 30)),
        (_at(12, 11, 0), _at(13, 7, 0)),
        # 20 hours after is 06:59: the morning leaves four hours, so it waits a minute.
        (_at(12, 10, 59), _at(13, 7, 0)),
        # 20 hours after is 04:00: 07:00 leaves an hour exactly.
        (_at(12, 8, 0), _at(13, 7, 0)),
        # 20 hours after is 03:59: 07:00 would leave less than an hour, so it is the evening before.
        (_at(12, 7, 59), _at(12, 22, 0)),
        (_at(12, 2, 30), _at(12, 22, 0)),
        (_at(12, 2, 0), _at(12, 22, 0)),
    ],
)
def test_the_nudge_is_due_20_hours_after_the_end_or_in_waking_hours_near_it(ends: datetime, due: datetime) -> None:
    assert nudge_due(ends, "America/Los_Angeles") == due


def test_the_deadline_is_24_hours_of_real_time_even_where_the_clock_is_changed() -> None:
    ends = datetime(2026, 10, 31, 18, 0, tzinfo=LA)
    assert letter_deadline(ends) == datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    assert letter_deadline(ends).tzinfo is UTC


def test_over_the_spring_change_the_draft_still_waits_for_seven_by_the_users_clock() -> None:
    ends = datetime(2027, 3, 13, 23, 0, tzinfo=LA)
    assert thank_you_due(ends, "America/Los_Angeles", Rules()) == datetime(2027, 3, 14, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES.split())
@settings(max_examples=150)
@given(ends=_ends(), rules=DELAYS)
@example(ends=datetime(2026, 3, 8, 9, 59, tzinfo=UTC), rules=Rules())
@example(ends=datetime(2026, 11, 1, 8, 30, tzinfo=UTC), rules=Rules(timedelta(minutes=720)))
def test_whatever_is_due_comes_in_waking_hours_within_the_24_hours(zone: str, ends: datetime, rules: Rules) -> None:
    for due in (thank_you_due(ends, zone, rules), nudge_due(ends, zone)):
        local = due.astimezone(ZoneInfo(zone)).time()
        assert time(7, 0) <= local <= time(22, 0)
        assert ends <= due <= ends + timedelta(hours=24)
        assert due.tzinfo is UTC
    assert thank_you_due(ends, zone, rules) >= ends + rules.thank_you_delay
    assert thank_you_due(ends, zone, Rules()) < nudge_due(ends, zone)
    assert nudge_due(ends, zone) <= ends + timedelta(hours=23)


@pytest.mark.parametrize("zone", ZONES.split())
def test_on_every_day_on_which_the_clock_is_changed_the_hours_hold(zone: str) -> None:
    local = ZoneInfo(zone)
    day = datetime(2025, 1, 1, tzinfo=UTC)
    changes = 0
    while day.year < 2035:
        if day.astimezone(local).utcoffset() != (day + timedelta(days=1)).astimezone(local).utcoffset():
            changes += 1
            for quarter in range(-96, 192):
                ends = day + timedelta(minutes=15 * quarter)
                for due in (thank_you_due(ends, zone, Rules()), nudge_due(ends, zone)):
                    assert is_waking(due, zone), (ends, due)
                    assert due <= letter_deadline(ends)
        day += timedelta(days=1)
    assert changes == 0 or changes >= 2


@pytest.mark.parametrize(
    ("clock", "waking"), [("06:59:59", False), ("07:00", True), ("22:00", True), ("22:00:01", False), ("00:00", False)]
)
def test_waking_hours_are_seven_to_twenty_two_both_included(clock: str, waking: bool) -> None:
    moment = datetime.combine(datetime(2026, 11, 12, tzinfo=LA).date(), time.fromisoformat(clock), LA)
    assert is_waking(moment.astimezone(UTC), "America/Los_Angeles") is waking
