"""Outlook's own form of a recurrence (MS-OXOCAL, 2.2.1.44.1) as RRULE and EXDATE, the way MS-OXCICAL maps it."""

from __future__ import annotations

import dataclasses
import struct
from datetime import date, timedelta

from shared.inbox import limits

_HEAD = struct.Struct("<HHHHHIII")
_VERSION = 0x3004
_DAILY, _WEEKLY, _MONTHLY, _YEARLY = 0x200A, 0x200B, 0x200C, 0x200D
_BY_DAY, _BY_WEEK, _BY_MONTH_DAY, _BY_MONTH_NTH, _BY_MONTH_END = 0, 1, 2, 3, 4
_UNTIL_DATE, _AFTER_COUNT = 0x2021, 0x2022
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_MINUTES_A_DAY = 24 * 60
_MONTHS_A_YEAR = 12
_LAST = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Recurrence:
    """An RRULE, and the days that were taken out or moved."""

    rule: str
    excluded: tuple[date, ...]


def recurrence_of(blob: bytes, start: date) -> Recurrence | None:
    """Read PidLidAppointmentRecur; None where it is cut short or of a calendar other than the Gregorian."""
    try:
        return _recurrence(blob, start)
    except struct.error:
        return None


def _recurrence(blob: bytes, start: date) -> Recurrence | None:
    version, _, freq, pattern, calendar, _, period, _ = _HEAD.unpack_from(blob)
    if version != _VERSION or calendar > 1:
        return None
    at = _HEAD.size
    size = {_BY_DAY: 0, _BY_WEEK: 1, _BY_MONTH_DAY: 1, _BY_MONTH_END: 1, _BY_MONTH_NTH: 2}.get(pattern)
    if size is None:
        return None
    specific = struct.unpack_from(f"<{size}I", blob, at)
    at += 4 * size
    end_type, count, first_day, deleted = struct.unpack_from("<IIII", blob, at)
    at += 16
    if deleted > limits.RULE_HITS:
        return None
    excluded = struct.unpack_from(f"<{deleted}I", blob, at)
    at += 4 * deleted
    (modified,) = struct.unpack_from("<I", blob, at)
    at += 4 + 4 * modified
    _, last = struct.unpack_from("<II", blob, at)
    pieces = _pieces(freq, pattern, period, specific, start)
    if pieces is None:
        return None
    if end_type == _AFTER_COUNT:
        pieces.append(f"COUNT={count}")
    elif end_type == _UNTIL_DATE:
        pieces.append(f"UNTIL={_day(last):%Y%m%d}")
    pieces.append(f"WKST={_DAYS[first_day % 7]}")
    return Recurrence(";".join(pieces), tuple(_day(minutes) for minutes in excluded))


def _pieces(freq: int, pattern: int, period: int, specific: tuple[int, ...], start: date) -> list[str] | None:
    if pattern == _BY_DAY and freq == _DAILY:
        return ["FREQ=DAILY", f"INTERVAL={max(1, period // _MINUTES_A_DAY)}"]
    if pattern == _BY_WEEK:
        return ["FREQ=WEEKLY", f"INTERVAL={max(1, period)}", f"BYDAY={_days(specific[0])}"]
    if freq not in (_MONTHLY, _YEARLY):
        return None
    if pattern == _BY_MONTH_NTH:
        nth = -1 if specific[1] == _LAST else specific[1]
        by = [f"BYDAY={_days(specific[0])}", f"BYSETPOS={nth}"]
    elif pattern == _BY_MONTH_END or specific[0] > 28:  # noqa: PLR2004 - days that not every month has: its last
        by = ["BYMONTHDAY=-1"] if pattern == _BY_MONTH_END or specific[0] > 30 else _up_to(specific[0])  # noqa: PLR2004 - see above
    else:
        by = [f"BYMONTHDAY={specific[0]}"]
    if freq == _YEARLY:
        return ["FREQ=YEARLY", f"INTERVAL={max(1, period // _MONTHS_A_YEAR)}", f"BYMONTH={start.month}", *by]
    return ["FREQ=MONTHLY", f"INTERVAL={max(1, period)}", *by]


def _up_to(day: int) -> list[str]:
    """Outlook moves the 30th to the end of a shorter month, where RFC 5545 leaves that month out."""
    return [f"BYMONTHDAY={','.join(str(number) for number in range(28, day + 1))}", "BYSETPOS=-1"]


def _days(mask: int) -> str:
    return ",".join(name for bit, name in enumerate(_DAYS) if mask >> bit & 1)


def _day(minutes: int) -> date:
    """Read a day in minutes since 1601, local."""
    return date(1601, 1, 1) + timedelta(days=minutes // _MINUTES_A_DAY)
