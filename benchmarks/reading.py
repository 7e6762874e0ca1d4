"""What reading an invite costs, beside a plain reading of the same mail with `email` and `icalendar`.

The mails are made here (random bytes stand for a PDF, before or after the calendar part). Each is read in turn with
both; told are medians of CPU time with their ratio, and the peak of memory above the raw bytes of the mail.
"""

from __future__ import annotations

import base64
import dataclasses
import email
import gc
import itertools
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

from icalendar import Calendar

from benchmarks.report import Goal, Section, ratio, ratio_and_range, table
from shared.inbox.read import read

SAMPLES = 15
MOST_CPU, MOST_MB = 0.1, 1.0
START = datetime(2026, 11, 12, 22, tzinfo=UTC)
# How often one sample reads the mail, so that a sample takes some milliseconds at least.
SMALL, LARGE = 40, 1
_NUMBERS = itertools.count()
ZONE = """BEGIN:VTIMEZONE
TZID:America/Los_Angeles
BEGIN:DAYLIGHT
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
TZNAME:PDT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
TZNAME:PST
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
CALENDAR = f"""BEGIN:VCALENDAR
PRODID:-//Harbor Health//Calendar 1.0//EN
VERSION:2.0
METHOD:REQUEST
{ZONE}BEGIN:VEVENT
UID:coffee-1@harborhealth.example
DTSTAMP:20261102T170000Z
DTSTART;TZID=America/Los_Angeles:20261112T140000
DTEND;TZID=America/Los_Angeles:20261112T143000
SUMMARY:Coffee chat: Priya / Jordan
LOCATION:Harbor House\\, lobby
DESCRIPTION:Happy to tell you about product work at Harbor.\\n\\nPriya Nair\\nHead of Product
ORGANIZER;CN=Priya Nair:mailto:priya.nair@harborhealth.example
ATTENDEE;CN=Jordan Lee;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jordan.lee@example.org
SEQUENCE:0
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
ROWS = "".join(
    f"{number}. What a week of product work holds at Harbor, and what I would ask.\n" for number in range(1, 9)
)
WORDS = f"Coffee chat: Priya / Jordan\n\nHappy to tell you about our work.\n{ROWS}\nPriya Nair\nHead of Product\n"


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One mail to be read `times` times a sample."""

    name: str
    raw: bytes
    times: int
    new_zone: bool = False

    def mails(self) -> list[bytes]:
        """Return what one sample reads: the mail so often, or each time with a zone that nobody has seen before."""
        if not self.new_zone:
            return [self.raw] * self.times
        names = (f"Zone {next(_NUMBERS)}".encode() for _ in range(self.times))
        return [self.raw.replace(b"America/Los_Angeles", name) for name in names]


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one mail: CPU seconds, and the peak of bytes above the mail, of ours and of the plain."""

    case: Case
    ours: list[float]
    plain: list[float]
    peaks: tuple[int, int]

    def row(self) -> list[str]:
        """Return the cells of the table."""
        times = (f"{statistics.median(samples) * 1000:.2f}" for samples in (self.ours, self.plain))
        peaks = (f"{peak / 1024:,.0f}" for peak in self.peaks)
        return [self.case.name, f"{len(self.case.raw):,}", *times, ratio_and_range(self.ours, self.plain), *peaks]


def measure() -> Section:
    """Measure all cases; the goals are of the large mails."""
    print("· reading, beside email and icalendar")
    measured = [_measured(case) for case in cases()]
    large = [one for one in measured if one.case.times == LARGE]
    goals = [
        *(Goal(f"reading {one.case.name}: CPU beside plain", ratio(one.ours, one.plain), MOST_CPU) for one in large),
        *(Goal(f"reading {one.case.name}: above its raw bytes", one.peaks[0] / 1e6, MOST_MB, " MB") for one in large),
    ]
    how = (
        "Foreword's reading of an invite, contact and all, beside a plain reading with `email` and `icalendar`; medians"
        f" of {SAMPLES} interleaved samples in this process. icalendar keeps each zone for the rest of the process, by"
        " the name that the mail gives it; Foreword reads its definition in every mail. The peak is what a reading"
        " holds at most above the raw bytes of the mail."
    )
    lines = [
        how,
        "",
        *table(
            [
                "mail",
                "bytes",
                "CPU ms, ours",
                "CPU ms, plain",
                "ours / plain",
                "peak KB above, ours",
                "peak KB above, plain",
            ],
            [one.row() for one in measured],
        ),
    ]
    return Section("Reading an invite, warm", lines, goals)


def cases() -> list[Case]:
    """Return the mails, each stating the same meeting."""
    return [
        Case("3 KB, no attachment", mail(0, before=False), SMALL),
        Case("3 KB, a zone not met before", mail(0, before=False), SMALL, new_zone=True),
        Case("30 KB, PDF before the calendar", mail(20_000, before=True), SMALL),
        Case("30 KB, PDF after the calendar", mail(20_000, before=False), SMALL),
        Case("3 MB, PDF before the calendar", mail(2_300_000, before=True), LARGE),
        Case("3 MB, PDF after the calendar", mail(2_300_000, before=False), LARGE),
    ]


def mail(pdf_bytes: int, *, before: bool) -> bytes:
    """Return an invite with an attachment of so many random bytes; none where there are none."""
    invite = (
        "Content-Type: multipart/alternative; boundary=inner\n\n"
        f"--inner\nContent-Type: text/plain; charset=utf-8\n\n{WORDS}\n"
        f"--inner\nContent-Type: text/html; charset=utf-8\n\n<div>{WORDS.replace(chr(10), '<br>' + chr(10))}</div>\n"
        f"--inner\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\n\n{CALENDAR}\n--inner--\n"
    )
    parts = [invite]
    if pdf_bytes:
        body = base64.encodebytes(random.Random(pdf_bytes).randbytes(pdf_bytes)).decode()  # noqa: S311 - a stand-in for a PDF
        head = 'Content-Type: application/pdf; name="about.pdf"\nContent-Transfer-Encoding: base64\n'
        parts.insert(0 if before else 1, f"{head}Content-Disposition: attachment; filename=about.pdf\n\n{body}")
    joined = "".join(f"--outer\n{part}\n" for part in parts)
    head = (
        "From: Priya Nair <priya.nair@harborhealth.example>\nTo: Jordan Lee <jordan.lee@example.org>\n"
        "Subject: Invitation: Coffee chat: Priya / Jordan\nDate: Mon, 2 Nov 2026 17:00:00 +0000\n"
        "Message-ID: <coffee-1@harborhealth.example>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=outer\n\n"
    )
    return f"{head}{joined}--outer--\n".replace("\n", "\r\n").encode()


def ours(raw: bytes) -> datetime:
    """Read the mail as receive_email does; return the start."""
    invite = read(raw).invite
    if invite is None or not isinstance(invite.start, datetime):
        raise ValueError("the mail gave no meeting")
    return invite.start


def plain(raw: bytes) -> datetime:
    """Read the mail by the book of both libraries, as few steps as there are; return the start."""
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            event = Calendar.from_ical(payload if isinstance(payload, bytes) else b"").walk("VEVENT")[0]
            _ = event.get("summary"), event.get("organizer"), event.get("attendee"), event.decoded("dtend")
            start = event.decoded("dtstart")
            if isinstance(start, datetime):
                return start
    raise ValueError("the mail gave no meeting")


def _measured(case: Case) -> Measured:
    for reader in (ours, plain):
        if reader(case.raw) != START:
            raise ValueError(f"{reader.__name__} read another start")
    pairs = [(_seconds(ours, case), _seconds(plain, case)) for _ in range(SAMPLES)]
    mine, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    return Measured(case, mine, theirs, (_peak(ours, case.raw), _peak(plain, case.raw)))


def _seconds(reader: Callable[[bytes], datetime], case: Case) -> float:
    """Return the CPU seconds of one reading."""
    mails = case.mails()
    gc.collect()
    begun = time.process_time()
    for raw in mails:
        reader(raw)
    return (time.process_time() - begun) / case.times


def _peak(reader: Callable[[bytes], datetime], raw: bytes) -> int:
    """Return how many bytes a reading holds at most, the mail itself not counted."""
    tracemalloc.start()
    reader(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
