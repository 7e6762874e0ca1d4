"""Header fields, and the block that the gate decides on: read as raw lines before anything is decoded, within bounds.

The standard library's header objects decode words inside addresses and raise on crafted input, so whom we answer is
decided on the raw text instead (RFC 5322, 2.2).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from shared.domain.errors import DoubtfulOriginator
from shared.inbox import limits
from shared.inbox.mime.decoding import words_decoded

MAX_BLOCK = 256 * 1024
MAX_FIELD = 16 * 1024
# An empty line, whichever line ends a mail mixes. The first one is taken whole, or CR LF would be two.
_EMPTY_LINE = re.compile(rb"(?:\A|(?>\r\n|\n|\r))(?:\r\n|\n|\r)")
_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*)", re.DOTALL)


class Headers(NamedTuple):
    """Header fields of a mail or a part, in their order: names in lower case, values raw, unfolded and stripped."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of the field, the topmost first."""
        return tuple(value for field, value in self.fields if field == name)

    def first(self, name: str) -> str | None:
        """Return the topmost value of the field."""
        return next(iter(self.all(name)), None)

    def has(self, name: str) -> bool:
        """Tell whether the field stands there at all."""
        return any(field == name for field, _ in self.fields)

    def text(self, name: str) -> str | None:
        """Return the topmost value for showing: encoded words decoded (RFC 2047), white space made single."""
        value = self.first(name)
        return None if value is None else " ".join(words_decoded(value[: limits.HEADER_CHARS]).split())

    @property
    def sent_at(self) -> datetime | None:
        """The Date field, aware, or None where it is none."""
        value = self.first("date")
        if value is None or len(value) > 100:  # noqa: PLR2004 - a date is short
            return None
        try:
            moment = parsedate_to_datetime(value)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
            moment.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return moment


def read_headers(raw: bytes) -> Headers:
    """Read the header block of a mail; raise DoubtfulOriginator where it is larger than any honest one."""
    block = _block(raw)
    fields: list[tuple[str, str]] = []
    lines: list[str] = []
    for line in re.split(r"\r\n|\n|\r", block):
        if line[:1] in (" ", "\t") and lines:
            lines.append(line)
            continue
        _append(fields, lines)
        lines = [line]
    _append(fields, lines)
    return Headers(tuple(fields))


def _block(raw: bytes) -> str:
    """Return what stands before the first empty line; SES's own lines make sure that it is ASCII at the top."""
    start = raw.removeprefix(b"\xef\xbb\xbf")
    end = _EMPTY_LINE.search(start[: MAX_BLOCK + 4])
    if end is None and len(start) > MAX_BLOCK:
        raise DoubtfulOriginator("the header block is too large")
    return start[: end.start() if end else len(start)].decode("utf-8", "surrogateescape")


def _append(fields: list[tuple[str, str]], lines: list[str]) -> None:
    if not lines:
        return
    found = _FIELD.fullmatch("".join(lines)[: MAX_FIELD + 1])
    if found:
        fields.append((found[1].lower(), found[2].strip()))
