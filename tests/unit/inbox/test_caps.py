"""No input raises, hangs or grows: the bombs of the design's notes, and any bytes at all."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.invite import Outcome, Reason
from shared.inbox import limits
from shared.inbox.read import read

MAILS = Path(__file__).parents[2] / "mails"
NOW = datetime(2026, 11, 9, tzinfo=UTC)
SECONDS = 3.0
HEAD = b"From: a@example.com\r\nSubject: s\r\n"
MULTI = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"


def calendar(lines: str, zone: str = "") -> bytes:
    return (
        f"BEGIN:VCALENDAR\r\n{zone}BEGIN:VEVENT\r\nUID:u@example.com\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    )


def zone(observances: int, rule: str, rules: int = 1) -> str:
    one = (
        "BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
        f"{(rule + chr(13) + chr(10)) * rules}END:STANDARD\r\n"
    )
    return f"BEGIN:VTIMEZONE\r\nTZID:X\r\n{one * observances}END:VTIMEZONE\r\n"


def winmail(properties: bytes) -> bytes:
    stream = b"\x78\x9f\x3e\x22\x00\x00" + struct.pack("<BII", 1, 0x00069003, len(properties)) + properties + b"\0\0"
    return HEAD + b"Content-Type: application/ms-tnef\r\n\r\n" + stream


DAILY = "DTSTART;TZID=X:20200112T140000\r\nRRULE:FREQ=DAILY\r\n"
BOMBS: dict[str, Callable[[], bytes]] = {
    "40 MB of newlines": lambda: b"\n" * 40_000_000,
    "40 MB of two-byte lines in a part": lambda: MULTI + b"--q\r\n\r\n" + b"x\n" * 20_000_000,
    "more than 40 MB": lambda: HEAD + b"\r\n" + b"x" * 42_000_000,
    "a million commas in From": lambda: b"From: " + b"," * 1_000_000 + b"\r\n\r\n",
    "nested parentheses in From": lambda: b"From: " + b"(" * 8_000 + b"\r\n\r\n",
    "a header of 30 MB": lambda: b"Subject: " + b"a" * 30_000_000 + b"\r\n\r\n",
    "a body of files that never end": lambda: HEAD + b"\r\n" + (b"begin 644 a\r\n" + b"A" * 60 + b"\r\n") * 3400,
    "a file of blanks that never ends": lambda: HEAD + b"\r\nbegin 644 a\r\n" + (b"A" + b" " * 40 + b"\r\n") * 5000,
    "a body of quote marks": lambda: HEAD + b"\r\n" + b"> " * 120_000 + b"\r\n> BEGIN:VCALENDAR\r\n",
    "a body of tags that never end": lambda: HEAD + b"Content-Type: text/html\r\n\r\nBEGIN:VCALENDAR" + b"<a " * 80_000,
    "a thousand multiparts deep": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(1000)
    ),
    "five thousand messages deep": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "a hundred thousand parts": lambda: MULTI + b"--q\r\n\r\n\r\n" * 100_000,
    "boundaries that are none": lambda: MULTI + b"--q x\r\n" * 900_000,
    "headers in every part": lambda: MULTI + (b"--q\r\n" + b"a:b\r\n" * 8000 + b"\r\n\r\n") * 900,
    "a zone by the second": lambda: calendar(DAILY, zone(1, "RRULE:FREQ=SECONDLY")),
    "a zone of 199 rules": lambda: calendar(DAILY, zone(199, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")),
    "a zone of ten thousand rules": lambda: calendar(DAILY, zone(1, "RRULE:FREQ=YEARLY", 10_000)),
    "the 30th of February": lambda: calendar(
        "DTSTART:19700101T000000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"
    ),
    "a million days counted": lambda: calendar("DTSTART:19700101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=1000000\r\n"),
    "four rules of all days": lambda: calendar(
        "DTSTART:19700101T000000Z\r\n" + "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=40000\r\n" * 4
    ),
    "an interval of nothing": lambda: calendar("DTSTART:19700101T000000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0\r\n"),
    "1 MB of short lines": lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"A:\n" * 330_000,
    "1 MB of quotes": lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nA;" + b'"' * 1_000_000,
    "1 MB of links": lambda: calendar(
        "DTSTART:20261112T140000Z\r\nDESCRIPTION:" + ("https://" + "a." * 900 + "/ ") * 500 + "\r\n"
    ),
    "forty calendars of 1 MB": lambda: (
        MULTI + (b"--q\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" + b"A:\n" * 300_000) * 40
    ),
    "a property count of four billion": lambda: winmail(b"\xff\xff\xff\xff" + bytes(40)),
    "600,000 properties": lambda: winmail(struct.pack("<I", 600_000) + struct.pack("<HHI", 3, 0x1000, 1) * 600_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_in_an_outcome(name: str) -> None:
    raw = BOMBS[name]()
    before = time.process_time()
    reading = read(raw, now=NOW)
    assert time.process_time() - before < SECONDS
    assert reading.outcome in Outcome


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "DTSTART:20261112T140000Z\r\n" + "ATTENDEE:mailto:a@example.com\r\n" * (limits.ATTENDEES + 1),
            Reason.TOO_COMPLEX,
        ),
        ("DTSTART:20261112T140000Z\r\nDESCRIPTION:" + "x" * limits.CALENDAR_BYTES + "\r\n", Reason.TOO_LARGE),
        ("END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261112T140000Z\r\n" * (limits.EVENTS + 1), Reason.TOO_COMPLEX),
    ],
)
def test_a_calendar_beyond_a_cap_is_refused_by_name(lines: str, reason: Reason) -> None:
    reading = read(calendar(lines))
    assert (reading.outcome, reading.reason) == (Outcome.UNREADABLE, reason)


def test_as_many_attendees_as_the_cap_allows_are_read() -> None:
    reading = read(calendar("DTSTART:20261112T140000Z\r\n" + "ATTENDEE:mailto:a@example.com\r\n" * limits.ATTENDEES))
    assert reading.invite is not None
    assert len(reading.invite.attendees) == limits.ATTENDEES


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b" \t "])
def test_an_empty_mail_says_so(raw: bytes) -> None:
    reading = read(raw)
    assert (reading.outcome, reading.reason) == (Outcome.UNREADABLE, Reason.EMPTY)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; name*",
        b"Content-Type: text/plain; name*0*",
        b"Content-Type: multipart/mixed; boundary*=a\0b''q",
        b"Content-Type: multipart/mixed; x*0=a; x*=b",
        b"Content-Type: " + b"(" * 1000,
        b"Content-Type: text/plain; charset=x-unknown",
        b"Content-Type: text/plain; charset=base64",
        b"Content-Type: text/plain; charset=\0",
        b"Content-Type: text/plain; filename*" + b"9" * 5000 + b"=x",
        b"From: =?utf-8?q?a=0D=0ABcc:_evil?= <a@example.com>",
        b"Message-ID: <[id]>",
        b"To: (c):",
        b'From: "',
        b"Date: Thu, 99 Foo 20261 99:99:99 +9999",
    ],
)
def test_headers_that_break_the_standard_library_are_passed_over(header: bytes) -> None:
    reading = read(header + b"\r\nSubject: hello\r\n\r\nNothing to see\r\n")
    assert (reading.outcome, reading.subject) == (Outcome.NOT_AN_INVITE, "hello")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_end_in_an_outcome(raw: bytes) -> None:
    assert read(raw, now=NOW).outcome in Outcome


SEEDS = sorted([*MAILS.glob("*/*.eml"), *MAILS.glob("*/*.ics")])
PIECES = [b"\r\n", b"\n", b"\0", b"=", b"--", b";", b":", b'"', b"\xff", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"]
PIECES += [b"9999", b"-1", b"TZID=", b"=?utf-8?q?", b"P1W", b"BYDAY=-5SU;", b"T250000", b"1" * 5000, b"(" * 500]
PIECES += [b"charset=utf-7", b"boundary="]


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_mail_ends_in_an_outcome_and_never_in_the_last_resort(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - which bytes to damage is no secret
    raw = bytearray(rng.choice(SEEDS).read_bytes())
    for _ in range(rng.choice((1, 2, 8))):
        at = rng.randrange(len(raw) + 1)
        match rng.randrange(3):
            case 0:
                raw[at:at] = rng.choice(PIECES)
            case 1:
                del raw[at : at + rng.choice((1, 5, 50))]
            case _:
                raw[at : at + 1] = bytes([rng.randrange(256)])
    reading = read(bytes(raw), now=rng.choice((None, NOW)))
    assert reading.outcome in Outcome
    assert reading.detail != "The mail could not be read.", "an exception that reading did not expect"
