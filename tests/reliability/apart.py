"""Histories whose end RFC 5546 leaves open, or that we are known not to bring to one end: tried, shown, and no pass."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from tests.builders import STARTS
from tests.reliability.itip import WEEKLY, Message, calendar_of, message_of, stamp

_UID, _HOUR, _SENT = "apart@calendar.example", timedelta(hours=1), STARTS - timedelta(days=3)


@dataclasses.dataclass(frozen=True)
class Apart:
    """One history with no single right end, and why it has none."""

    why: str
    messages: tuple[Message, ...]


def apart() -> tuple[Apart, ...]:
    """Return them all."""
    first = _request("R", 0, 0)
    series, moved_series = _request("S", 0, 0, WEEKLY), _request("W", 2, 1, WEEKLY)
    return (
        Apart(
            "open: two contents under one SEQUENCE and DTSTAMP; the first stands",
            (first, _request("r", 0, 1)),
        ),
        Apart(
            "open: moved without SEQUENCE by mails without DTSTAMP, which 5546 demands; the last to come stands",
            (_request("R", 0, 0, stamped=False), _request("m", 0, 1, stamped=False)),
        ),
        Apart(
            "open: a series is moved when one of its meetings had been; whether that one stands is not said",
            (series, _instance("M", 1, 0), moved_series),
        ),
        Apart(
            "ours: a meeting of a moved series is changed, and that mail comes before the one of the series",
            (series, moved_series, _instance("M", 3, 1)),
        ),
        Apart(
            "ours: a CANCEL that does not say when comes before its invite; without a time there is no record",
            (first, _off_without_a_time(1)),
        ),
    )


def _request(step: str, sequence: int, hours: int, *more: str, stamped: bool = True) -> Message:
    """Invite to the meeting, moved by so many hours."""
    stamps = [f"DTSTAMP:{stamp(_SENT + timedelta(minutes=sequence))}"] if stamped else []
    calendar = calendar_of("REQUEST", _UID, sequence, STARTS + hours * _HOUR, "Talk", [*stamps, *more])
    return message_of(step, calendar, "REQUEST")


def _instance(step: str, sequence: int, hours: int) -> Message:
    """Move the meeting that its series has at this hour by half a day."""
    named = STARTS + hours * _HOUR
    more = [f"DTSTAMP:{stamp(_SENT + timedelta(minutes=sequence))}", f"RECURRENCE-ID:{stamp(named)}"]
    return message_of(step, calendar_of("REQUEST", _UID, sequence, named + 12 * _HOUR, "Talk", more), "REQUEST")


def _off_without_a_time(sequence: int) -> Message:
    more = [f"DTSTAMP:{stamp(_SENT + timedelta(minutes=sequence))}"]
    return message_of("X", calendar_of("CANCEL", _UID, sequence, None, "Talk", more), "CANCEL")
