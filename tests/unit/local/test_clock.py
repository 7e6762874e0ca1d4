from __future__ import annotations

from datetime import UTC, datetime, timedelta

from local.clock import RunningClock, StandingClock

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def test_a_standing_clock_moves_when_it_is_moved_and_never_back() -> None:
    clock = StandingClock(NOON)
    clock.advance_to(NOON + timedelta(hours=1))
    clock.advance_to(NOON)
    assert clock.now() == NOON + timedelta(hours=1)


def test_a_standing_clock_tells_utc_to_the_second() -> None:
    clock = StandingClock(datetime.fromisoformat("2026-11-10T04:00:00.5-08:00"))
    assert clock.now().isoformat() == "2026-11-10T12:00:00+00:00"


def test_a_running_clock_can_skip_ahead_and_never_back() -> None:
    clock = RunningClock(NOON)
    clock.advance_to(NOON + timedelta(days=1))
    clock.advance_to(NOON)
    assert timedelta(days=1) <= clock.now() - NOON < timedelta(days=1, minutes=1)
