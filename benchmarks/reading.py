"""What reading an invite costs, beside a plain reading of the same mail with `email` and `icalendar`.

`make bench` makes the mails here (random bytes stand for a PDF, before or after the calendar part), reads each in turn
with both, and prints medians of CPU time as a ratio, and the peak of memory above the mail itself. Both stand in
benchmarks/RESULTS.md with the date and the kind of machine: ratios last, milliseconds do not.
"""

from __future__ import annotations

import base64
import dataclasses
import email
import gc
import itertools
import platform
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar

from shared.inbox.read import read

RESULTS = Path(__file__).parent / "RESULTS.md"
SAMPLES = 15
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


def main() -> None:
    """Measure all cases and append the table to RESULTS.md."""
    lines = [f"## {datetime.now(UTC):%Y-%m-%d}, {_machine()}", "", *_header(), *(_row(case) for case in cases())]
    told = "\n".join(lines) + "\n"
    print(told)
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else _preface()
    RESULTS.write_text(f"{before.rstrip()}\n\n{told}", "utf-8")


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


def _row(case: Case) -> str:
    for reader in (ours, plain):
        if reader(case.raw) != START:
            raise ValueError(f"{reader.__name__} read another start")
    samples: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(SAMPLES):
        samples["ours"].append(_seconds(ours, case))
        samples["plain"].append(_seconds(plain, case))
    one, other = (statistics.median(samples[name]) * 1000 for name in ("ours", "plain"))
    paired = [mine / theirs for mine, theirs in zip(samples["ours"], samples["plain"], strict=True)]
    peaks = " | ".join(f"{_peak(reader, case.raw) / 1024:,.0f}" for reader in (ours, plain))
    size = f"{len(case.raw):,}"
    ratio = f"{statistics.median(paired):.2f} ({min(paired):.2f}\u2013{max(paired):.2f})"
    return f"| {case.name} | {size} | {one:.2f} | {other:.2f} | {ratio} | {peaks} |"


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


def _machine() -> str:
    """Say what kind of machine this is, without its name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return f"{platform.system()}, {model}, CPython {sys.version.split()[0]}"


def _header() -> list[str]:
    return [
        f"Medians of {SAMPLES} interleaved samples; CPU ms of one reading; ratio: ours / plain (lowest to highest).",
        "",
        "| mail | bytes | ours | plain | ratio | peak KB, ours | peak KB, plain |",
        "|---|---|---|---|---|---|---|",
    ]


def _preface() -> str:
    return (
        "# Results\n\n"
        "Made by `make bench` (benchmarks/reading.py): Foreword's reading of an invite, contact and all, beside a\n"
        "plain reading of the same mail with `email` and `icalendar` in the same run. icalendar keeps each zone for\n"
        "the rest of the process, by the name that the mail gives it; Foreword reads its definition in every mail.\n"
    )


if __name__ == "__main__":
    main()
