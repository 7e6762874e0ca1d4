"""Values of calendar properties: times, durations, offsets, addresses (RFC 5545, 3.3). Nothing here raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

# The basic form of RFC 5545, and what else is met: ISO 8601's extended form, no seconds, an offset.
_DATE_TIME = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?([Zz]|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-]?)(\d{2}):?(\d{2})(?::?(\d{2}))?", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T?(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[^\s@<>()\[\]\\,;:\"._-](?:[^\s@<>()\[\]\\,;:\".]{0,62})\.)+"
    r"[^\s@<>()\[\]\\,;:\".]{2,63}"
)
_MAILTO = re.compile(r"(?:mailto|smtp):\s*<?([^>\s?]{1,320})", re.IGNORECASE)
_MIDNIGHT = time(0, 0)
_MAX_OFFSET = timedelta(hours=24)


class Stamp(NamedTuple):
    """A DATE or DATE-TIME as written: `local` is naive, `offset` is what the value itself states (UTC for Z)."""

    local: datetime
    is_date: bool
    offset: tzinfo | None


class Duration(NamedTuple):
    """A DURATION: days and weeks are nominal, the rest exact (RFC 5545, 3.3.6)."""

    days: int
    exact: timedelta


def stamp_of(value: str, kind: str | None = None) -> Stamp | None:
    """Read a DATE or DATE-TIME; None where it is neither. `kind` is VALUE: a DATE that says midnight is a day."""
    match = _DATE_TIME.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[index] or 0) for index in range(1, 7))
    try:
        local = datetime(year, month, day) + timedelta(hours=hour, minutes=minute, seconds=second)  # noqa: DTZ001 - local by name
    except (ValueError, OverflowError):
        return None
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):  # noqa: PLR2004 - a clock
        return None
    is_date = match[4] is None or ((kind or "").upper() == "DATE" and local.time() == _MIDNIGHT)
    return Stamp(local, is_date, None if is_date else offset_of(match[7]))


def offset_of(stated: str | None) -> tzinfo | None:
    """Read `Z`, `+0100`, `-05:00`; None where it is none."""
    if stated is None:
        return None
    if stated in "Zz":
        return UTC
    delta = offset_delta(stated)
    return None if delta is None else timezone(delta)


def offset_delta(stated: str) -> timedelta | None:
    """Read a UTC-OFFSET (RFC 5545, 3.3.14)."""
    match = _OFFSET.fullmatch(stated.strip())
    if match is None:
        return None
    delta = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if delta >= _MAX_OFFSET:
        return None
    return -delta if match[1] == "-" else delta


def duration_of(value: str) -> Duration | None:
    """Read a DURATION; None where it is none, or negative."""
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match[index] for index in range(2, 7)) or match[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(match[index] or 0) for index in range(2, 7))
    return Duration(weeks * 7 + days, timedelta(hours=hours, minutes=minutes, seconds=seconds))


def address_of(text: str) -> str | None:
    """Return what is an address (user@domain.tld), or None: `mailto:guyz` and `invalid:nomail` are none."""
    candidate = text.strip().strip("<>'\"").strip()
    # An encoded word is never an address, whatever it would decode to (RFC 2047, 5).
    return candidate if _ADDRESS.fullmatch(candidate) and "=?" not in candidate else None


def calendar_address(value: str) -> str | None:
    """Return the address of a CAL-ADDRESS, wherever in a malformed value its mailto stands."""
    match = _MAILTO.search(value)
    return address_of(match[1] if match else value)
