"""No input raises, hangs or grows: the bombs of the design's notes, and any bytes at all."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.invite import Outcome, Reason
from shared.inbox import limits
from shared.inbox.read import read
from tests.reliability.bombs import BOMBS, made
from tests.stopwatch import within

MAILS = Path(__file__).parents[2] / "mails"
NOW = datetime(2026, 11, 9, tzinfo=UTC)
SECONDS = 3.0


def calendar(lines: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u@example.com\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n".encode()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_in_an_outcome(name: str) -> None:
    raw = made(name)
    reading = within(SECONDS, lambda: read(raw, now=NOW))
    assert reading.outcome in Outcome


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "DTSTART:20261112T140000Z\r\n" + "ATTENDEE:mailto:a@example.com\r\n" * (limits.ATTENDEES + 1),
            Reason.TOO_COMPLEX,
        ),
        ("DTSTART:20261112T140000Z\r\nDESCRIPTION:" + "x" * limits.CALENDAR_BYTES + "\r\n", Reason.TOO_LARGE),
        ("DTSTART:20261112T140000Z\r\n" + "A:\n" * limits.CALENDAR_LINES, Reason.TOO_COMPLEX),
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


@settings(max_examples=300)
@given(st.binary(max_size=2000))
def test_any_bytes_end_in_an_outcome(raw: bytes) -> None:
    assert read(raw, now=NOW).outcome in Outcome


SEEDS = sorted([*MAILS.glob("*/*.eml"), *MAILS.glob("*/*.ics")])
PIECES = [b"\r\n", b"\n", b"\0", b"=", b"--", b";", b":", b'"', b"\xff", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"]
PIECES += [b"9999", b"-1", b"TZID=", b"=?utf-8?q?", b"P1W", b"BYDAY=-5SU;", b"T250000", b"1" * 5000, b"(" * 500]
PIECES += [b"charset=utf-7", b"boundary="]


@settings(max_examples=400)
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
