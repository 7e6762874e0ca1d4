"""G10: reading one mail leaves nothing behind that changes how the next is read, in the same process.

A warm function reads the mails of all users one after another. Whatever a reader keeps by a name that a stranger
chooses (icalendar keeps time zones so), one mail could change another's time with it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from random import Random

from shared.inbox.read import read
from tests.builders import NOW, ROBIN
from tests.reliability import mutations
from tests.reliability.child import in_a_child
from tests.reliability.fuzz import GRAMMAR
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.payloads import filled_form, invite, words

PAIRS = {Size.CI: 5_000, Size.LONG: 1_000_000}
# Names that many mails define themselves, each as it likes: what Outlook and Lotus call theirs, and real ones.
NAMES = (
    "Customized Time Zone", "Pacific Standard Time", "W. Europe Standard Time", "Europe/Berlin", "America/New_York",
    "UTC", "tzone://Microsoft/Custom", "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "GMT", "X", "Zurich", "",
)  # fmt: skip
OFFSETS = ("-1000", "-0800", "-0500", "+0000", "+0530", "+0545", "+0900", "+1400")
_ZONES = ("UTC", "America/Los_Angeles", "Asia/Kolkata")


@goal("G10", "any mail reads as in a process of its own, whatever was read before, its own zones of that name included")
def isolation(size: Size) -> Result:
    """Read each B in a process of its own; then, in one process, A before every B, all pairs one after another."""
    tally, zones, told_apart = Tally(), 0, 0
    # The tables of words are made once in every process; made here, they need not be in each child.
    for mail in (words(), filled_form(), invite()):
        _said(mail, 0)
    alone = [in_a_child(lambda mail=mail, at=at: _said(mail, at)) for at, (_, mail) in _numbered(size)]  # type: ignore[misc]  # bound at once
    for at, (one, other) in _numbered(size):
        with tally.attempt(f"pair {at}"):
            before, after = _said(one, at + 1), _said(other, at)
            assert after == alone[at], f"{_start(after)} after another mail, {_start(alone[at])} alone"
            zones += b"BEGIN:VTIMEZONE" in one and b"BEGIN:VTIMEZONE" in other
            told_apart += _start(before) != _start(after)
    if not zones or told_apart < PAIRS[size] // 10:
        tally.fail("the pairs were too much alike to show anything")
    return tally.result(f"{zones:,} pairs define zones of one name; {told_apart:,} pairs start at different times")


def _numbered(size: Size) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    return enumerate(itertools.islice(pairs(seed=10), PAIRS[size]))


def pairs(seed: int) -> Iterator[tuple[bytes, bytes]]:
    """Draw pairs of mails without end: two definitions of one zone, our own mails, damaged ones, odd ones."""
    seeds = mutations.seeds()
    for number in itertools.count():
        rng = Random(f"{seed}/{number}")  # noqa: S311 - an input is no secret
        match number % 4:
            case 0 | 1:
                name = rng.choice(NAMES)
                yield zoned(rng, name), zoned(rng, name)
            case 2:
                yield rng.choice(seeds), rng.choice(seeds)
            case _:
                yield rng.choice(GRAMMAR)(rng), mutations.damaged(rng)


def zoned(rng: Random, name: str) -> bytes:
    """Write an invite whose zone of that name is whatever the draw says, and sometimes is not defined at all."""
    hour, day = rng.randrange(8, 18), rng.randrange(1, 28)
    stated = f'"{name}"' if set(name) & set(":;,") else name
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{rng.choice(('REQUEST', 'CANCEL'))}"]
    if rng.random() < 0.5:
        lines.append(f"X-WR-TIMEZONE:{rng.choice(NAMES)}")
    zone = _definition(rng, name) if rng.random() < 0.8 else []
    event = [
        "BEGIN:VEVENT",
        f"UID:{rng.randrange(5)}@calendar.example",
        f"DTSTART;TZID={stated}:202611{day:02}T{hour:02}0000",
        f"DTEND;TZID={stated}:202611{day:02}T{hour:02}3000",
        f"SUMMARY:Coffee chat {rng.randrange(1000)}",
        "ORGANIZER;CN=Priya Nair:mailto:priya.nair@harbor.example",
        *rng.choice(([], ["RRULE:FREQ=WEEKLY;COUNT=30"])),
        "END:VEVENT",
    ]
    # Outlook defines its zones behind the events that use them.
    body = [*event, *zone] if rng.random() < 0.3 else [*zone, *event]
    return "\r\n".join([*lines, *body, "END:VCALENDAR", ""]).encode()


def _definition(rng: Random, name: str) -> list[str]:
    winter, summer = rng.choices(OFFSETS, k=2)
    rule = rng.choice(("BYDAY=1SU;BYMONTH=11", "BYDAY=-1SU;BYMONTH=10", "BYDAY=1SU;BYMONTH=4"))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for kind, before, after, by in (
        ("STANDARD", summer, winter, rule),
        ("DAYLIGHT", winter, summer, "BYDAY=2SU;BYMONTH=3"),
    ):
        lines += [f"BEGIN:{kind}", "DTSTART:16010101T020000", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
        lines += [f"RRULE:FREQ=YEARLY;{by}", f"END:{kind}"]
    return [*lines, "END:VTIMEZONE"]


def _said(raw: bytes, number: int) -> str:
    """Return when a mail starts, and a hash of all that was read of it."""
    reading = read(raw, assumed_zone=_ZONES[number % len(_ZONES)], now=NOW, user_addresses=frozenset({ROBIN}))
    start = reading.invite.start.isoformat() if reading.invite else reading.outcome.value
    return f"{start} {hashlib.sha256(repr(reading).encode('utf-8', 'replace')).hexdigest()[:16]}"


def _start(said: str) -> str:
    return said.partition(" ")[0]
