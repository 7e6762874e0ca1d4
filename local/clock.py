"""Time that can be run on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class MovableClock(Protocol):
    """A Clock (shared/domain/ports.py) that can be moved forward."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC, to the second."""

    def advance_to(self, moment: datetime) -> None:
        """Move to `moment`; never backwards."""


class StandingClock:
    """Stands still until it is moved: what happens is a matter of the input alone, never of how long it took."""

    def __init__(self, start: datetime) -> None:
        self._now = _to_the_second(start)

    def now(self) -> datetime:
        """Return the moment to which it was moved last."""
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Move to `moment`; an earlier one changes nothing."""
        self._now = max(self._now, _to_the_second(moment))


class RunningClock:
    """Goes on by itself from `start`, and can be moved forward."""

    def __init__(self, start: datetime) -> None:
        self._start = _to_the_second(start)
        self._started = time.monotonic()
        self._skipped = timedelta()

    def now(self) -> datetime:
        """Return the present moment, what was skipped included."""
        gone = timedelta(seconds=time.monotonic() - self._started)
        return _to_the_second(self._start + gone + self._skipped)

    def advance_to(self, moment: datetime) -> None:
        """Skip the time until `moment`; an earlier one changes nothing."""
        self._skipped += max(_to_the_second(moment) - self.now(), timedelta())


def _to_the_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
