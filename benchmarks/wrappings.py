"""What is read right, each producer's invite in each wrapping: `make wrappings` prints right/total.

A mail is right where start, end, title and organizer are those of the invite; what a wrapping took away (the end in
Zoom's words, say) is not asked for. benchmarks/corpus.py wraps the mails of a corpus likewise, where there is one.
"""

from __future__ import annotations

import base64
import dataclasses
import quopri
import struct
from collections.abc import Callable, Iterator
from datetime import datetime

from benchmarks.producers import END, INVITES, PRIYA, START, TITLE, Invite
from shared.inbox.read import read
from tests.forward_samples import WRAPPERS, wrapped

_OF_PRIYA = f"From: Priya Nair <{PRIYA}>\nTo: Jordan Lee <jordan.lee@example.org>\n"
_OF_JORDAN = "From: Jordan Lee <jordan.lee@example.org>\nTo: prep@foreword.example\n"
_DATE = "Date: Mon, 2 Nov 2026 17:00:00 +0000\nMIME-Version: 1.0\n"
_USERS = frozenset({"jordan.lee@example.org"})


@dataclasses.dataclass(frozen=True, slots=True)
class Wrapping:
    """One way in which an invite arrives. `kept`: the calendar is in the mail, so that it states everything."""

    name: str
    mails: Callable[[Invite], list[bytes]]
    kept: bool = True


def part(invite: Invite, encoding: str, kind: str | None = None, name: str | None = "invite.ics") -> str:
    """Return the invite's calendar as a body part."""
    if encoding == "base64":
        body = base64.encodebytes(invite.calendar.encode()).decode()
    elif encoding == "quoted-printable":
        body = quopri.encodestring(invite.calendar.encode(), quotetabs=True).decode()
    else:
        body = invite.calendar.replace("\r\n", "\n")
    kind = kind or f"text/calendar; charset=utf-8; method={invite.method}"
    named = f'; name="{name}"' if name and kind != "text/calendar" else ""
    return f"Content-Type: {kind}{named}\nContent-Transfer-Encoding: {encoding}\n\n{body}"


def multipart(head: str, subtype: str, *parts: str, boundary: str = "b0undary") -> str:
    """Return a multipart entity behind its header lines."""
    inside = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f'{head}Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def on_the_wire(mail: str) -> bytes:
    """Return the mail with the line ends of SMTP."""
    return mail.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _text(words: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{words}"


def original(invite: Invite, encoding: str = "8bit") -> str:
    """Return the producer's own mail."""
    head = f"{_OF_PRIYA}Subject: {invite.subject}\n{_DATE}"
    return multipart(head, "alternative", _text(invite.text), part(invite, encoding), boundary="original")


def _forward(invite: Invite, *parts: str, boundary: str = "b0undary") -> str:
    return multipart(f"{_OF_JORDAN}Subject: Fwd: {invite.subject}\n{_DATE}", "mixed", *parts, boundary=boundary)


def _attached(invite: Invite) -> str:
    return _forward(invite, _text("See below.\n"), f"Content-Type: message/rfc822\n\n{original(invite)}")


def _attached_twice(invite: Invite) -> str:
    inner = f"Content-Type: message/rfc822\n\n{_attached(invite)}"
    return _forward(invite, _text("For you.\n"), inner, boundary="outer")


def _attached_in_base64(invite: Invite) -> str:
    body = base64.encodebytes(original(invite).encode()).decode()
    head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    return _forward(invite, _text("See below.\n"), f"{head}{body}")


def _inline(invite: Invite, wrapper: str, ics: str) -> str:
    return _forward(invite, _text(wrapped(wrapper, invite.text, invite.subject)), ics)


def _meeting_forward(invite: Invite) -> str:
    head = f"From: Priya Nair <{PRIYA}>\nSender: Jordan Lee <jordan.lee@example.org>\nTo: prep@foreword.example\n"
    alternative = (_text(invite.text), part(invite, "base64"))
    return multipart(f"{head}Subject: FW: {invite.subject}\n{_DATE}", "alternative", *alternative)


def _by_list(invite: Invite) -> str:
    inner = original(invite).split("MIME-Version: 1.0\n", 1)[1]
    head = f"{_OF_PRIYA}Subject: [coffee] {invite.subject}\n{_DATE}List-Id: Coffee <coffee.lists.example>\n"
    footer = _text("_______________________________________________\nCoffee mailing list -- coffee@lists.example\n")
    return multipart(head, "mixed", inner, footer, boundary="list")


def _winmail(invite: Invite, stream: bytes) -> str:
    body = base64.encodebytes(stream).decode()
    head = 'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n'
    return multipart(f"{_OF_PRIYA}Subject: {invite.subject}\n{_DATE}", "mixed", _text("\n"), f"{head}{body}")


def _attribute(level: int, tag: int, data: bytes) -> bytes:
    """Return one attribute of a TNEF stream (MS-OXTNEF, 2.1.3.3)."""
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


_TNEF = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x00089006, struct.pack("<I", 0x00010000))


def with_an_ics(invite: Invite) -> bytes:
    """Return a winmail.dat that carries the calendar as an attachment."""
    rendering = _attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
    title = _attribute(2, 0x00018010, b"invite.ics\0")
    return _TNEF + rendering + title + _attribute(2, 0x0006800F, invite.calendar.encode())


def with_properties_alone() -> bytes:
    """Return a winmail.dat that states the meeting as MAPI properties (MS-OXOCAL, 2.2.1) and in no other way."""
    meeting = bytes.fromhex("0220060000000000C000000000000046")
    properties = [
        struct.pack("<I", 0x001A001F) + _unicode("IPM.Schedule.Meeting.Request"),
        struct.pack("<I", 0x0037001F) + _unicode(TITLE),
        *(
            struct.pack("<I", (0x8000 + number) << 16 | 0x0040)
            + meeting
            + struct.pack("<II", 0, lid)
            + _file_time(moment)
            for number, (lid, moment) in enumerate(((0x820D, START), (0x820E, END)))
        ),
    ]
    return _TNEF + _attribute(1, 0x00069003, struct.pack("<I", len(properties)) + b"".join(properties))


def _unicode(text: str) -> bytes:
    data = f"{text}\0".encode("utf-16-le")
    return struct.pack("<II", 1, len(data)) + data + b"\0" * (-len(data) % 4)


def _file_time(moment: datetime) -> bytes:
    """Return a moment as FILETIME: tenths of microseconds since 1601 (MS-DTYP, 2.3.3)."""
    return struct.pack("<Q", (int(moment.timestamp()) + 11_644_473_600) * 10_000_000)


def _one(made: Callable[[Invite], str]) -> Callable[[Invite], list[bytes]]:
    return lambda invite: [on_the_wire(made(invite))]


def _gone(program: str) -> Wrapping:
    """Return the forwards of one mail program, in all its languages, with nothing but words left."""
    wrappers = [name for name in WRAPPERS if name.startswith(f"{program}-")]

    def mails(invite: Invite) -> list[bytes]:
        head = f"{_OF_JORDAN}Subject: Fwd: {invite.subject}\n{_DATE}"
        return [on_the_wire(head + _text(wrapped(name, invite.text, invite.subject))) for name in wrappers]

    return Wrapping(f"words alone, {program} ({len(wrappers)} languages)", mails, kept=False)


WRAPPINGS = (
    Wrapping("direct, 8bit", _one(original)),
    Wrapping("direct, base64", _one(lambda invite: original(invite, "base64"))),
    Wrapping("direct, quoted-printable", _one(lambda invite: original(invite, "quoted-printable"))),
    Wrapping("the .ics alone", lambda invite: [invite.calendar.encode()]),
    Wrapping("forward as attachment", _one(_attached)),
    Wrapping("forward as attachment, in base64", _one(_attached_in_base64)),
    Wrapping("two deep", _one(_attached_twice)),
    Wrapping(
        "inline, application/ics", _one(lambda it: _inline(it, "gmail-en", part(it, "base64", "application/ics")))
    ),
    Wrapping(
        "inline, octet-stream",
        _one(lambda it: _inline(it, "outlook-de", part(it, "base64", "application/octet-stream"))),
    ),
    Wrapping(
        "inline, no name",
        _one(lambda it: _inline(it, "thunderbird-fr", part(it, "base64", "application/octet-stream", None))),
    ),
    Wrapping(
        "inline, text/plain .ics", _one(lambda it: _inline(it, "apple-it", part(it, "quoted-printable", "text/plain")))
    ),
    Wrapping("Exchange meeting forward", _one(_meeting_forward)),
    Wrapping("mailing list", _one(_by_list)),
    Wrapping("winmail.dat with an .ics", _one(lambda invite: _winmail(invite, with_an_ics(invite)))),
    Wrapping(
        "winmail.dat, properties alone",
        lambda invite: [on_the_wire(_winmail(invite, with_properties_alone()))] if invite.winmail else [],
    ),
    *(_gone(program) for program in ("gmail", "outlook", "apple", "thunderbird", "yahoo")),
)


def faults(invite: Invite, raw: bytes, *, kept: bool) -> list[str]:
    """Return what a reading of the mail got wrong, in words; nothing where all is right."""
    reading = read(raw, user_addresses=_USERS)
    found = reading.invite
    if found is None:
        return [f"{reading.outcome.value}: {reading.detail or reading.reason}"]
    told = [] if found.start == START else [f"start {found.start}"]
    if found.end != (END if kept else invite.text_end):
        told.append(f"end {found.end}")
    if found.title != TITLE:
        told.append(f"title {found.title!r}")
    email = found.organizer.email if found.organizer else None
    wanted = (invite.organizer,) if kept else (PRIYA,)
    if email not in wanted and not (kept and invite.organizer is None):
        told.append(f"organizer {email}")
    return told


def results() -> Iterator[tuple[Invite, Wrapping, int, list[str]]]:
    """Yield for each producer and wrapping how many mails were read, and what was wrong."""
    for invite in INVITES:
        for wrapping in WRAPPINGS:
            mails = wrapping.mails(invite)
            told = [fault for raw in mails if (fault := "; ".join(faults(invite, raw, kept=wrapping.kept)))]
            yield invite, wrapping, len(mails), told


def main() -> None:
    """Print the table, a row for each wrapping, and then every fault."""
    cells: dict[str, dict[str, str]] = {}
    wrong = []
    right = total = 0
    for invite, wrapping, count, told in results():
        cells.setdefault(wrapping.name, {})[invite.producer] = f"{count - len(told)}/{count}" if count else "–"
        wrong += [f"wrong: {invite.producer}, {wrapping.name}: {fault}" for fault in told]
        right, total = right + count - len(told), total + count
    producers = [invite.producer for invite in INVITES]
    print(f"| wrapping | {' | '.join(producers)} |\n|---|{'---|' * len(producers)}")
    for name, row in cells.items():
        print(f"| {name} | {' | '.join(row[producer] for producer in producers)} |")
    print(f"\n{right}/{total} mails right in start, end, title and organizer", *wrong, sep="\n")


if __name__ == "__main__":
    main()
