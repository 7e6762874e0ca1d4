"""Where in a mail the calendar is: declared or not, named or not, wherever a mail program put it."""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.domain.invite import Reason
from shared.inbox import limits
from shared.inbox.calendar.content_lines import holds_calendar
from shared.inbox.limits import Unreadable
from shared.inbox.mime.decoding import base64_decoded, text_of, transfer_decoded
from shared.inbox.mime.pasted import pasted_calendar
from shared.inbox.mime.splitting import Mail, Part

CALENDAR_TYPES = frozenset(
    {
        "text/calendar",
        "application/ics",
        "application/x-ics",
        "application/calendar",
        "application/icalendar",
        "text/icalendar",
        "text/ics",
        "text/vcalendar",
        "text/x-vcalendar",
        "application/vcalendar",
    }
)
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef", "application/x-tnef"})
TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
_SUFFIXES = (".ics", ".ical", ".icalendar", ".vcs")
_BEGIN_BASE64 = re.compile(rb"\s*QkVHSU46VkNBTEVOREFS")
# RFC 3676, 4.4: a line that begins with a space was given one more.
_STUFFED = re.compile(r"^ (?= |From |>)", re.MULTILINE)
_BEGIN = re.compile(rb"BEGIN:V(?:CALENDAR|EVENT)", re.IGNORECASE)


class Found(NamedTuple):
    """A calendar text. `declared`: the part said that it is one; `message` counts the messages around it."""

    text: str
    method: str | None
    declared: bool
    message: int


# The entries that our own mails bring along (shared/domain/calendar_entries.py): a forwarded pack is no invite.
OWN_PRODUCT = "PRODID:-//Foreword//"
HEAD = 1000


def calendars_in(mail: Mail) -> list[Found]:
    """Return the calendar texts of a mail, in order; raise Unreadable where one passes a cap."""
    found = []
    size = 0
    for part in mail.parts:
        text = calendar_text(part)
        if text and OWN_PRODUCT not in text[:HEAD]:
            found.append(Found(text, part.params.get("method"), part.content_type in CALENDAR_TYPES, part.message))
            size += len(text)
        if size > limits.ALL_CALENDARS_BYTES:
            raise Unreadable(Reason.TOO_COMPLEX, "The mail has too many calendar parts.")
    return found


def tnef_in(mail: Mail) -> list[tuple[Part, bytes]]:
    """Return the TNEF streams of a mail (winmail.dat), in order."""
    found = []
    size = 0
    for part in mail.parts:
        named = (part.filename or "").strip().lower() == "winmail.dat" or part.content_type in TNEF_TYPES
        if named or part.data(64).startswith(TNEF_SIGNATURE):
            size += part.size
            if size > limits.TNEF_BYTES * 3 // 2:
                raise Unreadable(Reason.TOO_LARGE, "The winmail.dat attachment is larger than 5 MB.")
            found.append((part, part.data()))
    return found


def calendar_text(part: Part) -> str | None:
    """Return the text of a part that holds a calendar, or None.

    A part that neither declares itself a calendar nor is named like one is decoded for its first 2 KB only; a body
    is looked through, since people and programs paste the calendar into it.
    """
    declared = part.content_type in CALENDAR_TYPES
    named = (part.filename or "").strip().lower().endswith(_SUFFIXES)
    body = _may_hold_pasted(part)
    if not (declared or named or body or _BEGIN.search(_wide_seen(part.data(limits.FIRST_LOOK_BYTES)))):
        return None
    if part.size > limits.CALENDAR_BYTES * 3 // 2:
        if not (declared or named):
            return None
        raise Unreadable(Reason.TOO_LARGE, "The calendar part is larger than 1 MB.")
    text = part.text()
    if part.params.get("format", "").lower() == "flowed":
        text = _STUFFED.sub("", text)
    if body and not (declared or named):
        pasted = pasted_calendar(text, is_html=part.content_type == "text/html")
        return _repaired(pasted, part) if pasted else None
    if holds_calendar(text):
        return _repaired(text, part)
    return _undeclared_encoding(part) if declared or named else None


def _may_hold_pasted(part: Part) -> bool:
    """Tell whether a part is a body to look through; HTML only where it names a calendar, so that few are stripped."""
    if part.size > limits.TEXT_BYTES or part.content_type not in ("text/plain", "text/html"):
        return False
    if part.content_type == "text/plain":
        return True
    if part.encoding == "base64":
        return _BEGIN.search(part.data()) is not None
    return _BEGIN.search(part.buffer, part.start, part.end) is not None


def attached_text(data: bytes, name: str) -> str | None:
    """Return the calendar text of an attachment that stands outside the MIME structure, or None."""
    named = name.strip().lower().endswith(_SUFFIXES)
    if not named and not _BEGIN.search(_wide_seen(data[: limits.FIRST_LOOK_BYTES])):
        return None
    if len(data) > limits.CALENDAR_BYTES:
        raise Unreadable(Reason.TOO_LARGE, "The calendar part is larger than 1 MB.")
    text = text_of(data)
    return text if holds_calendar(text) else None


def _wide_seen(data: bytes) -> bytes:
    """Let UTF-16 be seen through: drop the zeros between ASCII letters."""
    return data.replace(b"\0", b"")


def _undeclared_encoding(part: Part) -> str | None:
    """Read a calendar that was declared to be base64 and is plain, or the other way round."""
    stated = part.buffer[part.start : part.end]
    data = base64_decoded(stated) if _BEGIN_BASE64.match(stated) else stated
    text = text_of(data, part.params.get("charset"))
    return text if holds_calendar(text) else None


def _repaired(text: str, part: Part) -> str:
    """Read a calendar whose quoted-printable was declared to be plain text."""
    if part.encoding == "quoted-printable" or "=3D" not in text or "=\n" not in text.replace("\r\n", "\n"):
        return text
    decoded = text_of(transfer_decoded(part.data(), "quoted-printable"), part.params.get("charset"))
    return decoded if holds_calendar(decoded) else text
