"""Mails that cost a stranger little and would cost a reader much: the catalogue of bombs, each a unit said many times.

Every maker takes about how many bytes the mail is to have. Next to it stands the size at which it is worst: some bombs
are caps passed narrowly, and larger ones are refused at once. The long run makes all of them as large as SES takes.
"""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Callable

Make = Callable[[int], bytes]

LARGEST = 40_000_000
MB = 1_000_000
HEAD = b"Subject: s\r\n"
MULTI = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
OUTLOOK = HEAD + b"Content-Type: application/ms-tnef\r\n\r\n"
EVENT = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u@example.com\r\nDTSTART:20261112T140000Z\r\n"
SERIES = EVENT.replace(b"DTSTART:2026", b"DTSTART:1970")
END = b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
MEETING = b"When: Thursday, November 12, 2026 2:00 PM - 2:30 PM PST\r\n"
TNEF = b"\x78\x9f\x3e\x22\x00\x00"
# Two combining marks in the wrong order: putting a run of them in order takes time quadratic in its length.
MARKS = "\u0301\u0323".encode()


def many(unit: bytes, head: bytes = b"", tail: bytes = b"") -> Make:
    """Say `unit` again and again between `head` and `tail`."""
    return lambda size: head + unit * max(1, (size - len(head) - len(tail)) // len(unit)) + tail


def in_base64(unit: bytes, head: bytes) -> Make:
    """Say the same, the body in base64."""
    return lambda size: head + b"\r\n" + base64.encodebytes(many(unit)(size * 3 // 4))


def zone(unit: bytes, head: bytes = b"") -> Make:
    """Define a zone of which `unit` is said again and again, and use it every day for years."""
    use = b"BEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=X:20200112T140000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
    return many(unit, b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\n" + head, b"END:VTIMEZONE\r\n" + use)


def observance(rule: bytes) -> bytes:
    """Return one half year of a zone."""
    offsets = b"TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
    return b"BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n" + offsets + rule + b"\r\nEND:STANDARD\r\n"


def deep(line: bytes) -> Make:
    """Nest one thing in another; %d is the level."""

    def make(size: int) -> bytes:
        levels: list[bytes] = []
        length = 0
        while length < size:
            levels.append(line.replace(b"%d", b"%d" % len(levels)))
            length += len(levels[-1])
        return HEAD + b"".join(levels)

    return make


def winmail(unit: bytes, head: bytes = b"") -> Make:
    """Wrap properties as Outlook does; "%n" in `head` is how many there are."""

    def make(size: int) -> bytes:
        count = max(1, size // len(unit))
        body = head.replace(b"%n", struct.pack("<I", count)) + unit * count
        stream = TNEF + struct.pack("<BII", 1, 0x00069003, len(body)) + body + b"\0\0"
        return OUTLOOK + stream

    return make


def zipped(size: int) -> bytes:
    """Return a mail with a small archive of a large calendar, as many times in it as `size` has room for."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("invite.ics", "w") as file:
        for _ in range(400):
            file.write(bytes(MB))
    typed = b'Content-Type: text/calendar; name="invite.zip"\r\nContent-Transfer-Encoding: base64\r\n'
    return HEAD + typed + b"\r\n" + base64.encodebytes(held.getvalue() * max(1, size // 600_000))


# In the order: lines and headers, MIME, characters, HTML, text, calendars, zones, series, winmail.dat.
BOMBS: dict[str, tuple[Make, int]] = {
    "newlines": (many(b"\n"), LARGEST),
    "carriage returns": (many(b"\r"), LARGEST),
    "more than SES takes": (many(b"x", TEXT), LARGEST + 3 * MB),
    "a header that fills the mail": (many(b"a", b"Subject: "), 30 * MB),
    "headers alone": (many(b"a:b\r\n"), 30 * MB),
    "commas in From": (many(b",", b"From: "), MB),
    "commas in To and Cc": (many(b"a@b,", b"To: a@b\r\nCc: "), MB),
    "parentheses in From": (many(b"(", b"From: "), 8_000),
    "quotes and backslashes in From": (many(b'"\\\\" ', b"From: "), 16_000),
    "display names in From": (many(b"a ", b"From: "), 16_000),
    "encoded words in the subject": (many(b"=?utf-8?q?=C3=A9?= ", b"Subject: "), 16_000),
    "encoded words of bytes in the subject": (many(b"=?utf-8?b?w6k=?=\r\n ", b"Subject: "), 16_000),
    "message ids in References": (many(b"<a@b.example>\r\n ", HEAD + b"References: "), 200_000),
    "Received lines": (many(b"Received: by a; Tue, 10 Nov 2026 17:00:00 +0000\r\n"), 250_000),
    "two-byte lines in a part": (many(b"x\n", MULTI + b"--q\r\n\r\n"), LARGEST),
    "empty parts": (many(b"--q\r\n\r\n\r\n", MULTI), MB),
    "boundaries that are none": (many(b"--q x\r\n", MULTI), 6_300_000),
    "lines that begin as boundaries": (many(b"--", MULTI), LARGEST),
    "headers in every part": (many(b"--q\r\n" + b"a:b\r\n" * 8_000 + b"\r\n\r\n", MULTI), 36 * MB),
    "multiparts in each other": (
        deep(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"),
        60_000,
    ),
    "multiparts in each other, one boundary": (
        many(b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n"),
        45_000,
    ),
    "messages in each other": (many(b"Content-Type: message/rfc822\r\n\r\n"), 160_000),
    "parameters of a content type": (many(b"; a*0=b; a*1=c", b"Content-Type: text/plain"), 16_000),
    "a calendar in base64 of blanks": (
        in_base64(b" \n", HEAD + b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n"), LARGEST,
    ),
    "equal signs in quoted-printable": (
        many(b"=\r\n", HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"), MB,
    ),
    "files that never end": (many(b"begin 644 a\r\n" + b"A" * 60 + b"\r\n", HEAD + b"\r\n"), 255_000),
    "a file of blanks that never ends": (many(b"A" + b" " * 40 + b"\r\n", HEAD + b"\r\nbegin 644 a\r\n"), 215_000),
    "an archive of 400 MB": (zipped, 400_000),
    "attachments that could be calendars": (
        many(b"--q\r\nContent-Type: application/octet-stream\r\n\r\n" + b"A:\n" * 12_000, MULTI), 35 * MB,
    ),
    "text in UTF-16": (many("a1 ".encode("utf-16-le"), TEXT.replace(b"utf-8", b"utf-16")), LARGEST),
    "text in ISO-2022-JP": (many(b"\x1b$B\x1b(B", TEXT.replace(b"utf-8", b"iso-2022-jp")), LARGEST),
    "text of NULs": (many(b"\0", TEXT), LARGEST),
    "combining marks in text": (many(MARKS, TEXT + MEETING), 300_000),
    "combining marks in the subject": (many(MARKS, b"Subject: "), 16_000),
    "combining marks in a title": (many(MARKS, EVENT + b"SUMMARY:a", END), 900_000),
    "combining marks in a name": (many(MARKS, EVENT + b"ORGANIZER;CN=a", b":mailto:a@b.example" + END), 900_000),
    "tags that never end": (many(b"<a ", HTML + b"BEGIN:VCALENDAR"), 240_000),
    "comments that never end": (many(b"<!--", HTML + MEETING), 255_000),
    "declarations that never end": (many(b"<!", HTML + MEETING), 255_000),
    "tags in each other": (many(b"<div>", HTML + MEETING), 255_000),
    "cells of tables in each other": (many(b"<table><tr><td>", HTML + MEETING), 255_000),
    "numbers of characters": (many(b"&#" + b"9" * 4_000 + b";", HTML + MEETING), 255_000),
    "JSON in each other": (many(b"[", HTML + b'<script type="application/ld+json">'), 255_000),
    "links to calendars": (
        many(b"https://calendar.google.com/calendar/render?action=TEMPLATE&dates=2026&", TEXT), 255_000,
    ),
    "quote marks": (many(b"> ", HEAD + b"\r\n", b"\r\n> BEGIN:VCALENDAR\r\n"), 240_000),
    "calendars that begin in text": (many(b"BEGIN:VCALENDAR\r\n", TEXT), 255_000),
    "dates in text": (many(b"Thursday, November 12, 2026 2:00 PM PST\r\n", TEXT), 255_000),
    "dates in one line": (many(b"12.11.2026 14:00 - ", TEXT + b"When: "), 255_000),
    "digits in text": (many(b"1", TEXT + b"When: "), 255_000),
    "digits and colons": (many(b"1:", TEXT + b"When: "), 255_000),
    "labels in text": (many(b"When: With: Length: Where: ", TEXT), 255_000),
    "forwards in each other": (
        many(b"From: a@b.example\r\nSent: Tuesday, November 10, 2026 9:00 AM\r\nTo: c\r\nSubject: s\r\n\r\n", TEXT),
        255_000,
    ),
    "blanks in one line": (many(b" ", TEXT + b"When:", b"x"), 255_000),
    "names in a signature": (many(b"Priya Nair | Harbor\r\n", TEXT + MEETING), 255_000),
    "addresses in text": (many(b"a.b@c.example, ", TEXT + MEETING), 255_000),
    "short lines of a calendar": (many(b"A:\n", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), 990_000),
    "quotes in a calendar": (many(b'"', b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nA;"), 990_000),
    "parameters in a calendar": (many(b";A=B", EVENT + b"SUMMARY", b":x" + END), 990_000),
    "folds in a calendar": (many(b"\r\n a", EVENT + b"SUMMARY:a", END), 990_000),
    "escapes in a calendar": (many(b"\\n", EVENT + b"DESCRIPTION:", END), 990_000),
    "links in a calendar": (many(b"https://" + b"a." * 900 + b"/ ", EVENT + b"DESCRIPTION:", END), 900_000),
    "HTML in a calendar": (many(b"<a ", EVENT + b"X-ALT-DESC;FMTTYPE=text/html:", END), 990_000),
    "components in each other": (many(b"BEGIN:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n"), 990_000),
    "events": (many(b"END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261112T140000Z\r\n", EVENT, END), 11_000),
    "attendees": (many(b"ATTENDEE:mailto:a@example.com\r\n", EVENT, END), 31_000),
    "alarms": (many(b"BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n", EVENT, END), 990_000),
    "calendars of 1 MB": (
        many(b"--q\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" + b"A:\n" * 300_000, MULTI),
        36 * MB,
    ),
    "two calendars of short lines": (
        many(b"--q\r\nContent-Type: text/calendar\r\n\r\n" + EVENT + b"A:\n" * 330_000, MULTI), 2_000_000,
    ),
    "marks in the form": (many(b"With: a" + MARKS * 400 + b"\r\n", TEXT + MEETING), 255_000),
    "a zone by the second": (zone(observance(b"RRULE:FREQ=SECONDLY")), 150),
    "a zone of 199 rules": (zone(observance(b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")), 25_000),
    "rules in one half year": (zone(b"RRULE:FREQ=YEARLY\r\n", b"BEGIN:STANDARD\r\n"), 200_000),
    "dates in a zone": (zone(b"RDATE:19700101T000000\r\n", b"BEGIN:STANDARD\r\n"), 900_000),
    "zones": (many(b"BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\n", b"BEGIN:VCALENDAR\r\n"), 990_000),
    "a name of a zone": (many(b"../", b"BEGIN:VEVENT\r\nDTSTART;TZID=", b":20261112T140000" + END), 900_000),
    "the 30th of February": (many(b"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n", SERIES, END), 200),
    "days counted": (many(b"RRULE:FREQ=DAILY;COUNT=1000000\r\n", SERIES, END), 200),
    "rules of all days": (
        many(b"RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=40000\r\n", SERIES, END), 350,
    ),
    "an interval of nothing": (many(b"RRULE:FREQ=DAILY;INTERVAL=0\r\n", SERIES, END), 200),
    "every second": (many(b"RRULE:FREQ=SECONDLY\r\n", SERIES, END), 200),
    "a rule of lists": (many(b"1,", SERIES + b"RRULE:FREQ=YEARLY;BYYEARDAY=", b"1;BYSETPOS=-366" + END), 1_000),
    "dates left out": (
        many(b",20261112T140000Z", SERIES + b"RRULE:FREQ=DAILY\r\nEXDATE:20261112T140000Z", END), 990_000,
    ),
    "dates added": (many(b",20261112T140000Z", SERIES + b"RDATE:20261112T140000Z", END), 990_000),
    "a count of four billion properties": (winmail(b"\0", b"\xff\xff\xff\xff"), 50),
    "properties": (winmail(struct.pack("<HHI", 3, 0x1000, 1), b"%n"), 4_800_000),
    "properties of many values": (winmail(struct.pack("<HHI", 0x1003, 0x1000, 0xFFFFFF), b"%n"), 4_800_000),
    "attributes of nothing": (
        many(struct.pack("<BII", 1, 0x00078008, 0) + b"\0\0", OUTLOOK + TNEF),
        4_800_000,
    ),
}  # fmt: skip


def made(name: str, size: int | None = None) -> bytes:
    """Make a bomb, at its own size unless one is named."""
    make, worst = BOMBS[name]
    return make(size or worst)
