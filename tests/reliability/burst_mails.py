"""Ten thousand forwarded invites of 100 KB from many users, shuffled, and what must come of them."""

from __future__ import annotations

import base64
import dataclasses
import functools
import random
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

from local.ses import Arrival, arrival
from local.world import OWN_ADDRESS
from tests.reliability.itip import LENGTH, End, calendar_of, stamp

KILOBYTES = 100
DOMAIN = "college.example"
# Of all that comes: the second notice of a mail, the same invite in a second mail, what cannot be handled.
DUPLICATES, POISON = 0.2, 0.01
# Of all meetings, those that are called off.
OFF = 0.5
_MEETS = datetime(2026, 11, 12, 15, tzinfo=UTC)
_PROSE = "coffee chat about product work health market first years team growth what you would do again "


@dataclasses.dataclass(frozen=True)
class Coming:
    """One notice of SES. `again` says that it is the second of its mail; `lost` that S3 does not give the mail.

    `twice` says that its second comes at the same time; the two count as two.
    """

    mail: Callable[[], Arrival]
    mail_id: str
    again: bool = False
    lost: bool = False
    twice: bool = False


@dataclasses.dataclass(frozen=True)
class Burst:
    """What comes, in its order; how each meeting must end, by user and UID; and which mails hold no meeting."""

    coming: tuple[Coming, ...]
    ends: dict[tuple[str, str], End]
    unreadable: frozenset[str]


class _Shape(Protocol):
    def __call__(self, calendar: str, method: str) -> tuple[str, ...]: ...


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Large(Arrival):
    """An arrival whose body stands apart from its head, since a notice tells of the head alone."""

    body: bytes

    def stored(self, at: datetime) -> bytes:
        """Return the mail as SES stores it."""
        return self._head().stored(at) + self.body

    def notice(self, bucket: str, topic_arn: str, at: datetime) -> dict[str, Any]:
        """Return the notice of the S3 action."""
        return self._head().notice(bucket, topic_arn, at)

    def _head(self) -> Arrival:
        said = {field.name: getattr(self, field.name) for field in dataclasses.fields(Arrival)}
        return Arrival(**said)


@dataclasses.dataclass(frozen=True)
class _Forward:
    """A mail before it is written: who forwards which calendar, in which shape."""

    user: str
    calendar: str
    method: str
    shape: _Shape


def burst(size: int, seed: int) -> Burst:
    """Make a burst of `size` notices, the same for each seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    again, twice, poison = int(size * DUPLICATES / 2), int(size * DUPLICATES / 2), int(size * POISON)
    plain = size - again - twice - poison
    numbers, ends = count(1), dict[tuple[str, str], End]()
    forwards: list[_Forward] = []
    while len(forwards) < plain + poison // 2:
        forwards += _meeting(next(numbers), max(1, size // 20), chance, ends, plain + poison // 2 - len(forwards))
    lost = {f"burst{seed}n{number}" for number in range(plain, len(forwards))}
    broken = [_broken(number) for number in range(poison - poison // 2)]
    repeated = [chance.choice(forwards) for _ in range(twice)]
    coming = [
        Coming(functools.partial(_written, forward, mail_id), mail_id, lost=mail_id in lost)
        for number, forward in enumerate([*forwards, *repeated, *broken])
        for mail_id in [f"burst{seed}n{number}"]
    ]
    unreadable = frozenset(one.mail_id for one in coming[len(coming) - len(broken) :])
    chance.shuffle(coming)
    for number, one in enumerate(chance.sample(coming, again)):
        at = coming.index(one)
        if number % 4 or one.lost:
            coming.insert(chance.randint(at + 1, len(coming)), dataclasses.replace(one, again=True))
        else:
            coming[at] = dataclasses.replace(one, twice=True)
    return Burst(tuple(coming), ends, unreadable)


def _meeting(
    number: int, users: int, chance: random.Random, ends: dict[tuple[str, str], End], room: int
) -> list[_Forward]:
    """Let one user forward what is sent of one meeting: its invite, perhaps a move or two, perhaps its end."""
    user, uid, title = f"user{number % users}@{DOMAIN}", f"meeting-{number}@calendar.example", f"Coffee chat {number}"
    starts_at = _MEETS + timedelta(minutes=10 * (number % 40), days=number % 3)
    steps = "R" + "M" * chance.choice((0, 0, 1, 1, 2, 3)) + "X" * (chance.random() < OFF)
    made = []
    for sequence, step in enumerate(steps[:room]):
        starts_at += timedelta(hours=1) if step == "M" else timedelta()
        method = "CANCEL" if step == "X" else "REQUEST"
        more = [f"DTSTAMP:{stamp(_MEETS - timedelta(days=5) + timedelta(minutes=sequence))}", *_guest(user)]
        calendar = calendar_of(method, uid, sequence, starts_at, title, more)
        made.append(_Forward(user, calendar, method, chance.choice(_SHAPES)))
        ends[user, uid] = End(starts_at, starts_at + LENGTH, step != "X", title)
    return made


def _guest(user: str) -> tuple[str, ...]:
    return (f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{user}",)


def _broken(number: int) -> _Forward:
    """Forward a calendar that was cut off before it said when."""
    calendar = calendar_of("REQUEST", f"broken-{number}@calendar.example", 0, None, "Talk").partition("ORGANIZER")[0]
    return _Forward(f"broken{number % 20}@{DOMAIN}", calendar, "REQUEST", _as_thread)


def _written(forward: _Forward, mail_id: str) -> Arrival:
    """Write the mail of a forward, as large as they all are."""
    boundary = "0000000000000a1b2c3064e1f"
    head = [
        f"From: Robin Lee <{forward.user}>", f"To: {OWN_ADDRESS}", "Subject: Fwd: Invitation: Coffee chat",
        "Date: Tue, 10 Nov 2026 08:00:00 -0800", f"Message-ID: <{mail_id}@mail.college.example>", "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"', "", "",
    ]  # fmt: skip
    parts = "".join(f"--{boundary}\r\n{part}\r\n" for part in forward.shape(forward.calendar, forward.method))
    judged = arrival("\r\n".join(head).encode(), OWN_ADDRESS)
    return _Large(
        raw=judged.raw,
        source=judged.source,
        recipients=judged.recipients,
        signer=judged.signer,
        verdicts=judged.verdicts,
        mail_id=mail_id,
        body=f"{parts}--{boundary}--\r\n".encode(),
    )


def _calendar_part(calendar: str, method: str) -> str:
    return f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{calendar}"


def _text_part(text: str, subtype: str = "plain") -> str:
    return f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"


def _as_thread(calendar: str, method: str) -> tuple[str, ...]:
    """Forward it atop a long thread of quoted mails."""
    return (_text_part(_thread()), _calendar_part(calendar, method))


def _as_markup(calendar: str, method: str) -> tuple[str, ...]:
    """Forward it with a body of markup, as mail programs write it."""
    return (_text_part("See below."), _text_part(_markup(), "html"), _calendar_part(calendar, method))


def _with_a_file(calendar: str, method: str) -> tuple[str, ...]:
    """Forward it with a file attached."""
    attached = "Content-Type: application/pdf; name=resume.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + _file()
    return (_text_part("My resume is attached."), _calendar_part(calendar, method), attached)


def _in_its_description(calendar: str, method: str) -> tuple[str, ...]:
    """Forward an invite whose own description is long."""
    told = calendar.replace("END:VEVENT", _description() + "END:VEVENT")
    return (_text_part("FYI"), _calendar_part(told, method))


_SHAPES: tuple[_Shape, ...] = (_as_thread, _as_markup, _with_a_file, _in_its_description)


def _prose(length: int) -> str:
    return (_PROSE * (1 + length // len(_PROSE)))[:length]


@functools.cache
def _thread() -> str:
    lines = textwrap.wrap(_prose(KILOBYTES * 1000), 72)
    return "\r\n".join(f"{'>' * (1 + number // 300)} {line}" for number, line in enumerate(lines))


@functools.cache
def _markup() -> str:
    rows = textwrap.wrap(_prose(KILOBYTES * 590), 60)
    cells = "\r\n".join(f'<tr><td style="padding:0;color:#222"><span>{row}</span></td></tr>' for row in rows)
    return f"<html><body><table>{cells}</table></body></html>"


@functools.cache
def _file() -> str:
    content = random.Random(200).randbytes(KILOBYTES * 760)  # noqa: S311 - nothing secret
    return base64.encodebytes(content).decode().replace("\n", "\r\n")


@functools.cache
def _description() -> str:
    folded = "\r\n ".join(textwrap.wrap(_prose(KILOBYTES * 1010), 72))
    return f"DESCRIPTION:{folded}\r\n"
