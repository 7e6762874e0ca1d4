"""The real time."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Fills the Clock port."""

    def now(self) -> datetime:
        """Return the present second, in UTC: finer than the records and Scheduler know, nothing is."""
        return datetime.now(UTC).replace(microsecond=0)
