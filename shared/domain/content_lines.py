"""Writing iCalendar's content lines (RFC 5545, 3.1): the few value types that our own entries need."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

# A line has at most 75 octets without its break; a fold is CRLF and one space, which counts for the next line.
MAX_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(value: str) -> str:
    """Write a TEXT value (3.3.11); controls and surrogates are left out, a line break is written as one."""
    if not value.isprintable():
        value = "".join(char for char in value if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))
    return value.translate(_ESCAPED)


def date_time(moment: datetime) -> str:
    """Write a DATE-TIME in UTC (3.3.5, form 2), which needs no VTIMEZONE. `moment` is aware."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def folded(line: str) -> str:
    """Fold one line between characters, so that no octet of a character stands alone."""
    if len(line) <= MAX_OCTETS and line.isascii():
        return line
    rows, row, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > MAX_OCTETS:
            rows.append(row)
            row, size = "", 1
        row += char
        size += octets
    return "\r\n ".join([*rows, row])


def stream(lines: Iterable[str]) -> bytes:
    """Join lines to an iCalendar stream in UTF-8, each with its CRLF."""
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()
