"""Inputs that nobody would send but to break a reader: our own mails damaged, and mails out of a grammar of oddities.

All of it is drawn from a `random.Random` that is handed in, so that a seed names its inputs.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 64 * 1024
TNEF = b"\x78\x9f\x3e\x22"

# Tokens that mean something to a reader of mail, of calendars, or of the libraries below.
PIECES: tuple[bytes, ...] = (
    b"\r\n", b"\n", b"\r", b"\r\r\n", b"\0", b"=", b"--", b";", b":", b'"', b"\\", b"\xff", b"\xef\xbb\xbf", b"\x1b$B",
    b"\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n", b"BEGIN:VTIMEZONE\r\n", b"END:VTIMEZONE\r\n",
    b"BEGIN:STANDARD\r\n", b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=DAILY;INTERVAL=0;UNTIL=99991231\r\n",
    b"RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2\r\n", b"EXDATE:", b"RDATE;VALUE=PERIOD:", b"DURATION:P1W\r\n",
    b"DURATION:-PT99999999H\r\n", b"TRIGGER:xx\r\n", b"SEQUENCE:-1\r\n", b"SEQUENCE:" + b"9" * 30 + b"\r\n",
    b"DTSTART:00010101T000000Z\r\n", b"DTSTART;VALUE=DATE:99991231\r\n", b"DTSTART;TZID=America:20261112T140000\r\n",
    b"TZID=../../etc/passwd", b"TZID=" + b"x" * 300, b"TZOFFSETTO:+9900\r\n", b"T250000", b"9999", b"-1", b"1" * 5000,
    b"(" * 500, b"=?utf-8?q?", b"?=", b"=?utf-8?b?DQpCY2M6IGE=?=", b"charset=utf-7", b"charset=utf-16",
    b"charset=idna", b"charset=zlib", b"boundary=", b"boundary*0*=a''b", b"name*", b"x*0=a; x*=b",
    b"filename*" + b"9" * 50 + b"=x", b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: message/rfc822\r\n", b"Content-Type: text/calendar\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 a\r\n", b"<!--", b"<a ", b"<?", b"&#" + b"9" * 300,
    b"<script>", b"<table><tr><td>", b"mailto:", b"X-ALT-DESC;FMTTYPE=text/html:<", b"When: ", b"Wann: ",
    b"\xe6\x97\xa5\xe6\x99\x82: ", b"> ", b"-----Original Appointment-----\r\n", b"Tuesday, November 12, 2026 2:00 PM",
    b"12.11.2026 14:00 - 15:00", b"\xd9\xa1\xd9\xa2", b"99/99/9999 99:99 XM",
    b"https://calendar.google.com/calendar/r/eventedit?dates=",
    b"Central European Standard Time", b"UTC+99:99", b"GMT-0", b"(UTC+05:30)", TNEF,
)  # fmt: skip

_HEADER_NAMES = (
    b"From", b"Sender", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"References", b"In-Reply-To", b"Received",
    b"Authentication-Results", b"Content-Type", b"Content-Disposition", b"Content-Transfer-Encoding",
    b"Auto-Submitted", b"Precedence", b"List-Id", b"MIME-Version", b"X-\xff", b"",
)  # fmt: skip
_PROPERTIES = (
    b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"EXRULE", b"RECURRENCE-ID", b"SEQUENCE", b"UID",
    b"DTSTAMP", b"SUMMARY", b"LOCATION", b"DESCRIPTION", b"ORGANIZER", b"ATTENDEE", b"STATUS", b"METHOD",
    b"X-WR-TIMEZONE",
    b"X-MICROSOFT-CDO-ALLDAYEVENT", b"CONFERENCE", b"URL", b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO", b"GEO", b"X-\xe9",
)  # fmt: skip
_VALUES = (
    b"20261112T140000Z", b"20261112T140000", b"20261112", b"2026-11-12T14:00:00+05:30", b"20261301T000000", b"0", b"",
    b"19700101T000000/PT1H", b"PT30M", b"-P1D", b"P" + b"9" * 20 + b"D", b"FREQ=DAILY;COUNT=3",
    b"FREQ=WEEKLY;BYDAY=-5SU",
    b"FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3", b"FREQ=HOURLY;BYSETPOS=-1", b"FREQ=DAILY;UNTIL=20271112", b"FREQ=",
    b"mailto:priya@harbor.example", b"MAILTO:", b"mailto:%00%0d%0a@x", b"Coffee chat: Priya / Robin", b"CONFIRMED",
    b"REQUEST", b"CANCEL", b"a\\nb\\,c\\;d\\", b"https://zoom.us/j/1?pwd=%", b"+0130", b"-9959", b"TRUE", b"1e9",
    b"\xff\xfe",
)  # fmt: skip
_PARAMETERS = (
    b";TZID=America/New_York", b";TZID=Eastern Standard Time", b";TZID=America", b";TZID=/x/20201010_1/Europe/Berlin",
    b';TZID="', b";VALUE=DATE", b";VALUE=DATE-TIME", b";VALUE=PERIOD", b';CN="Nair; Priya"', b";CN=",
    b";RANGE=THISANDFUTURE",
    b";PARTSTAT=ACCEPTED;CUTYPE=ROOM", b";ENCODING=BASE64", b";LANGUAGE=\xff", b";=;", b";X=" + b"y" * 200,
)  # fmt: skip
_COMPONENTS = (b"VEVENT", b"VTIMEZONE", b"STANDARD", b"DAYLIGHT", b"VALARM", b"VTODO", b"VCALENDAR", b"V\xff")
_TYPES = (
    b"text/plain; charset=utf-8", b"text/html", b"text/calendar; method=REQUEST", b"application/ics; name=a.ics",
    b"application/octet-stream", b"multipart/mixed; boundary=%d", b'multipart/alternative; boundary="%d "',
    b"multipart/digest; boundary=%d", b"multipart/mixed", b"message/rfc822", b"message/partial; number=1",
    b"message/external-body; access-type=anon-ftp", b"application/ms-tnef; name=winmail.dat",
    b"text/plain; format=flowed",
    b"text/plain; charset*=utf-8''utf-7", b"text/x; name*0*=a''%e9; name*1=.ics", b";;;", b"\xff/\xff", b"",
)  # fmt: skip
_ENCODINGS = (b"7bit", b"base64", b"quoted-printable", b"x-uuencode", b"binary", b"gzip", b'"base64"', b"")
_LABELS = (
    b"With", b"Company", b"When", b"Length", b"Where", b"Wann", b"Quand", b"Cu\xc3\xa1ndo",
    b"\xe6\x97\xa5\xe6\x97\xb6", b"Wo",
)  # fmt: skip
_SAID = (
    b"sent", b"stop", b"stop all", b"did not happen", b"Priya Nair <priya@harbor.example>, Harbor", b"tomorrow at noon",
    b"Thursday, November 12, 2026, 14:00-14:30 PST", b"12/11/2026 2pm", b"30 minutes", b"1h30", b"\xd9\xa3\xd9\xa0 min",
    b"next Tuesday 25:00", b"12. November 2026 um 14 Uhr", b"2026\xe5\xb9\xb411\xe6\x9c\x8812\xe6\x97\xa5 14:00",
    b"Zoom",
    b"half an hour", b"9" * 400 + b" hours", b"", b"________", b"Nov 12 2026 14:00 UTC+99",
)  # fmt: skip


@cache
def seeds() -> tuple[bytes, ...]:
    """Return our own mails and calendar files, the crashes of earlier runs among them."""
    files = [*ROOT.glob("tests/mails/*/*.*"), *ROOT.glob("events/*.eml"), *ROOT.glob("events/*.ics")]
    return tuple(file.read_bytes()[:MAX_BYTES] for file in sorted(files))


@cache
def tnef_streams() -> tuple[bytes, ...]:
    """Return the winmail.dat of our own mails, decoded."""
    found = []
    for raw in seeds():
        for block in re.findall(rb"(?:eJ8\+I[A-Za-z0-9+/=\r\n]+)", raw):
            try:
                found.append(base64.b64decode(block))
            except binascii.Error:
                continue
    return tuple(found)


def damaged(rng: Random, raw: bytes | None = None) -> bytes:
    """Return one of our mails (or `raw`) with one to a dozen things done to it."""
    data = bytearray(rng.choice(seeds()) if raw is None else raw)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 12))):
        _damage(rng, data)
        del data[MAX_BYTES:]
    return bytes(data)


def _damage(rng: Random, data: bytearray) -> None:  # noqa: C901 - one case for each kind of damage
    at = rng.randrange(len(data) + 1)
    span = slice(at, at + rng.choice((1, 2, 5, 20, 80, 400)))
    match rng.randrange(12):
        case 0 | 1:
            data[at:at] = rng.choice(PIECES)
        case 2:
            data[span] = rng.choice(PIECES)
        case 3:
            del data[span]
        case 4:
            data[at : at + 1] = bytes([rng.randrange(256)])
        case 5:
            data[at:at] = bytes(data[span]) * rng.choice((1, 2, 30))
        case 6:
            other = rng.choice(seeds())
            start = rng.randrange(len(other) + 1)
            data[span] = other[start : start + rng.choice((20, 200, 2000))]
        case 7:
            del data[at:]
        case 8:
            lines = bytes(data).split(b"\n")
            one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            data[:] = b"\n".join(lines)
        case 9:
            _replace_value(rng, data)
        case 10:
            data[span] = bytes(data[span]).swapcase()
        case _:
            ends = rng.choice(((b"\r\n", b"\n"), (b"\r\n", b"\r"), (b"\n", b"\r\r\n"), (b":", b"\xef\xbc\x9a")))
            data[:] = bytes(data).replace(*ends)


def _replace_value(rng: Random, data: bytearray) -> None:
    """Give one line "name: value" another value."""
    lines = bytes(data).split(b"\n")
    at = rng.randrange(len(lines))
    name, colon, _ = lines[at].partition(b":")
    if colon:
        lines[at] = name + rng.choice((b"", *_PARAMETERS)) + b":" + rng.choice((*_VALUES, *PIECES))
        data[:] = b"\n".join(lines)


def odd_calendar(rng: Random) -> bytes:
    """Return an iCalendar stream of odd components and properties (RFC 5545), hardly ever a good one."""
    lines = [b"BEGIN:VCALENDAR", b"VERSION:2.0"]
    for _ in range(rng.choice((1, 1, 2, 5))):
        name = rng.choice((*_COMPONENTS, *[b"VEVENT"] * 16))
        lines.append(b"BEGIN:" + name)
        if rng.random() < 0.8:
            lines.append(b"DTSTART" + rng.choice((b"", *_PARAMETERS)) + b":" + rng.choice(_VALUES[:5]))
        for _ in range(rng.randrange(9)):
            parameters = b"".join(rng.choice(_PARAMETERS) for _ in range(rng.choice((0, 0, 1, 2))))
            lines.append(rng.choice(_PROPERTIES) + parameters + b":" + rng.choice(_VALUES))
        if rng.random() < 0.9:
            lines.append(b"END:" + name)
    lines.append(b"END:VCALENDAR")
    return rng.choice((b"\r\n", b"\r\n", b"\n", b"\r\n ")).join(lines) + b"\r\n"


def odd_tnef(rng: Random) -> bytes:
    """Return a winmail.dat: one of ours with fields overwritten, or attributes of any length."""
    if tnef_streams() and rng.random() < 0.7:
        data = bytearray(rng.choice(tnef_streams()))
        for _ in range(rng.choice((1, 2, 6))):
            at = rng.randrange(4, len(data) + 1)
            number = struct.pack("<I", rng.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(32))))
            data[at : at + rng.choice((0, 1, 2, 4))] = number[: rng.choice((1, 2, 4))]
        return bytes(data)
    out = TNEF + b"\0\0"
    for _ in range(rng.randrange(6)):
        body = rng.randbytes(rng.choice((0, 4, 16, 64)))
        attribute = rng.choice((0x00069003, 0x00069005, 0x00078008, 0x0006800F, rng.getrandbits(32)))
        length = rng.choice((len(body), len(body), 0, 0xFFFFFFFF, rng.getrandbits(16)))
        out += struct.pack("<BII", rng.choice((1, 2, 255)), attribute, length) + body + b"\0\0"
    return out


def odd_reply(rng: Random) -> bytes:
    """Return the body of an answer: words, the form filled in somehow, quoted or not."""
    lines = []
    for _ in range(rng.randrange(1, 12)):
        label = rng.choice((b"", b"> ", b"* ", b"**")) + rng.choice((b"", *_LABELS))
        lines.append(label + rng.choice((b": ", b":", b" ", b"\xef\xbc\x9a")) + rng.choice((*_SAID, *PIECES)))
    return rng.choice((b"\r\n", b"\n", b" ", b"\r")).join(lines)


def odd_mail(rng: Random, depth: int = 0) -> bytes:
    """Return a mail, or a part of one, put together from a grammar of MIME with odd values everywhere."""
    fields = []
    for _ in range(rng.randrange(4) if depth else rng.randrange(2, 9)):
        name, value = rng.choice(_HEADER_NAMES), b" ".join(rng.choice(PIECES) for _ in range(rng.randrange(4)))
        fields.append(name + rng.choice((b": ", b":", b" : ", b"")) + value.replace(b"\n", rng.choice((b"", b"\n "))))
    kind = rng.choice(_TYPES)
    kind = kind % depth if b"%d" in kind else kind
    encoding = rng.choice((b"", b"", *_ENCODINGS))
    fields += [b"Content-Type: " + kind, b"Content-Transfer-Encoding: " + encoding]
    body = _odd_body(rng, kind, depth)
    if encoding.strip(b'"') == b"base64" and rng.random() < 0.8:
        body = base64.encodebytes(body)
    end = rng.choice((b"\r\n", b"\r\n", b"\n"))
    return (end.join(fields) + end * rng.choice((2, 2, 2, 1)) + body)[:MAX_BYTES]


def _odd_body(rng: Random, kind: bytes, depth: int) -> bytes:
    if kind.startswith((b"multipart", b"message/rfc822")) and depth < 5:
        inner = [odd_mail(rng, depth + 1) for _ in range(rng.randrange(4))]
        return b"".join(b"\r\n--%d\r\n" % depth + part for part in inner) + rng.choice((b"\r\n--%d--\r\n" % depth, b""))
    makers: tuple[Callable[[Random], bytes], ...] = (odd_calendar, odd_reply, odd_tnef, rng_bytes, damaged)
    return rng.choice(makers)(rng)


def rng_bytes(rng: Random) -> bytes:
    """Return bytes without any meaning."""
    return rng.randbytes(rng.choice((0, 1, 7, 60, 900)))
