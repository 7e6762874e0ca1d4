"""The header lines that a forward writes into its text: "From: … Sent: … To: … Subject: …", in many languages.

Each such block is one layer: the mail as it was before it was forwarded. Peeling takes the blocks out of the text, so
that "Date: Wed, Oct 27, 2021 at 9:31 AM" of a forward is never read as the time of a meeting.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import re

from shared.domain.invite import Person
from shared.inbox.mime.plain_text import lines_of, unmarked
from shared.inbox.text.date_tokens import read_tokens
from shared.inbox.who.people import people_of, person_of
from shared.inbox.wording.calendar_words import fold, strip_accents
from shared.inbox.wording.labels import HeaderField, header_of, header_words, labels_of
from shared.inbox.wording.phrases import FORWARD_MARKS, WROTE

_LABELLED = re.compile(r"([^:\n]{1,24}?)\s?:(?!//)\s*(.*)")
_WRITER = re.compile(
    r"[\"“”]?([^\d\"“”,<>:()]{0,60}?)[\"“”]?\s{0,2}[<(]{1,2}(?:mailto:)?([^\s<>()]{3,200}@[^\s<>()]{3,200})[>)]"
)
_OPENING = re.compile(r"\s{0,8}-{3,10}[^-:]{5,60}-{3,10}\s+[^\s:][^:]{0,20}:")
_MOST_WRAPPED = 12
_MOST_LINES = 24
_MOST_LAYERS = 20
_MARK_EDGES = " \t-_=>*:.…"


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """One block of header lines. `appointment`: Outlook's "Original Appointment", whose sender is the organizer."""

    sender: Person | None
    recipients: tuple[Person, ...]
    subject: str | None
    appointment: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Peeled:
    """A text without its layers, outermost layer first; layer n begins at the line of index `starts[n]`."""

    lines: tuple[str, ...]
    layers: tuple[Layer, ...]
    starts: tuple[int, ...]

    def layer_at(self, line: int) -> int:
        """Return the number of the layer that a line belongs to, -1 for what stands above all layers."""
        return bisect.bisect_right(self.starts, line) - 1


def peel(text: str) -> Peeled:
    """Part a text into its lines and the header blocks of forwards in it."""
    lines = [part for line in _rejoined(lines_of(text)) for part in _parted(line)]
    kept: list[str] = []
    layers: list[Layer] = []
    starts: list[int] = []
    at = 0
    appointment = False
    while at < len(lines):
        block = header_block_at(lines, at) if len(layers) < _MOST_LAYERS else None
        block = block or (_attribution_at(lines, at) if len(layers) < _MOST_LAYERS else None)
        if block:
            fields, meeting_lines, at = block
            starts.append(len(kept))
            layers.append(_layer(fields, appointment=appointment or bool(meeting_lines)))
            kept += ["", *meeting_lines]
            appointment = False
            continue
        mark = forward_mark(lines[at])
        appointment = _is_appointment(mark) if mark else appointment and not lines[at].strip()
        if not mark:
            kept.append(lines[at])
        at += 1
    return Peeled(tuple(kept), tuple(layers), tuple(starts))


_Block = tuple[dict[HeaderField, str], list[str], int]


def _attribution_at(lines: list[str], at: int) -> _Block | None:
    """Read "On …, Name <address> wrote:", which one or two lines hold."""
    for count in (1, 2):
        line = " ".join(lines[at : at + count]).strip()
        if not line.endswith((":", ":")) or "@" not in line or len(line) > 400:  # noqa: PLR2004 - one sentence; a full-width colon
            continue
        folded = fold(line)
        if any(verb in folded for verb in WROTE):
            match = _WRITER.search(line)
            name = re.sub(r"^(?:heeft|používateľ|uživatel|użytkownik)\s", "", match[1].strip()) if match else ""
            return ({HeaderField.FROM: f"{name} <{match[2]}>"} if match else {}), [], at + count
    return None


def _layer(fields: dict[HeaderField, str], *, appointment: bool) -> Layer:
    sender = person_of(fields.get(HeaderField.FROM, ""))
    recipients = people_of(fields.get(HeaderField.TO, "")) + people_of(fields.get(HeaderField.CC, ""))
    return Layer(sender, tuple(recipients), fields.get(HeaderField.SUBJECT) or None, appointment)


def header_block_at(lines: list[str], at: int) -> _Block | None:
    """Read a block that begins at a line: its fields, lines in it that speak of a meeting, and the index behind it.

    None where no block begins there: it has From, and Subject or two others.
    """
    first = _labelled(lines[at])
    if first is None:
        return None
    fields: dict[HeaderField, str] = {}
    meeting: list[str] = []
    last: HeaderField | None = None
    in_meeting = False
    index = at
    while index < min(len(lines), at + _MOST_LINES):
        found = _labelled(lines[index])
        if in_meeting and not found and lines[index].strip() and not _is_of_meeting(lines[index]):
            meeting[-1] = f"{meeting[-1]} {lines[index].strip()}"
            index += 1
            continue
        if found:
            in_meeting = False
            last, value = found
            if last is HeaderField.DATE and (last in fields or _is_range(value)):
                meeting.append(lines[index])
                in_meeting = True
                index += 1
                continue
            if last in fields and last not in (HeaderField.CC, HeaderField.TO):
                break
            fields[last] = f"{fields[last]}; {value}" if last in fields else value
        elif last and not lines[index].strip() and _goes_on(lines, index, fields):
            pass
        elif last and _continues(lines, index, fields.get(last, "")):
            fields[last] = f"{fields.get(last, '')} {lines[index].strip()}".strip()
        else:
            break
        index += 1
    is_block = HeaderField.FROM in fields and len(fields) > 1 and (HeaderField.SUBJECT in fields or len(fields) > 2)  # noqa: PLR2004 - "From:" with one or two others
    return (fields, meeting, index) if is_block else None


def _labelled(line: str) -> tuple[HeaderField, str] | None:
    match = _LABELLED.match(unmarked(line))
    field = header_of(match[1]) if match else None
    return (field, match[2].strip()) if match and field else None


def _is_of_meeting(line: str) -> bool:
    """Tell whether a line has a label of a meeting: "Where: …" below "When: …"."""
    match = _LABELLED.match(unmarked(line))
    return match is not None and bool(labels_of(match[1]))


def _goes_on(lines: list[str], at: int, fields: dict[HeaderField, str]) -> bool:
    """Tell whether the block goes on below a blank line, as where each header line was a paragraph of its own."""
    below = next(
        ((line, found) for line in lines[at + 1 : at + 3] if line.strip() and (found := _labelled(line))), None
    )
    return below is not None and below[1][0] not in fields and not _is_range(below[1][1])


def _continues(lines: list[str], at: int, so_far: str) -> bool:
    """Tell whether an unlabelled line belongs to the header line before it."""
    line = lines[at].strip()
    if not line:
        # Some programs put a blank line between header lines.
        return not so_far and at + 1 < len(lines) and _labelled(lines[at + 1]) is None and bool(lines[at + 1].strip())
    if so_far.endswith((",", ";")) or line.startswith(("<", "(")) or not so_far:
        return True
    return any(_labelled(later) is not None for later in lines[at + 1 : at + 3])


def _is_range(value: str) -> bool:
    """Tell whether a date line states two times: a meeting's, since a mail is sent at one."""
    return len(read_tokens(value).times) > 1


def forward_mark(line: str) -> str | None:
    """Return the folded words of a line that only says that a mail was forwarded or is the original one."""
    if len(line) > 120:  # noqa: PLR2004 - a mark is short
        return None
    folded = fold(unmarked(line)).strip(_MARK_EDGES)
    return folded if folded in _marks() else None


def _is_appointment(mark: str) -> bool:
    return any(
        word in mark for word in ("appointment", "termin", "rendez-vous", "cita", "compromisso", "afspraak")
    ) or (mark in {"appuntamento originale", "元の予定", "原始约会"})


def _rejoined(lines: list[str]) -> list[str]:
    """Undo the wrapping of a line that holds a whole block: "----- Forwarded Message ----- From: …"."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if _OPENING.match(line):
            taken = 0
            while taken < _MOST_WRAPPED and at < len(lines) and not _holds_subject(line):
                line = f"{line} {lines[at].strip()}"
                at += 1
                taken += 1
        joined.append(line)
    return joined


def _holds_subject(line: str) -> bool:
    return any((found := _labelled(part)) and found[0] is HeaderField.SUBJECT for part in _parted(line))


def _parted(line: str) -> list[str]:
    """Part a line that holds a whole block, as Yahoo and Samsung write it: "From: a@example.comTo: b@example.com"."""
    if line.count(":") < 3 or not re.search(r"-{3,}|\s(?:Datum|Date)\s?:", line):  # noqa: PLR2004 - a block has that many
        return [line]
    plain = strip_accents(line)
    starts = [match.start() for match in _header_start().finditer(plain)] if len(plain) == len(line) else []
    if len(starts) < 3:  # noqa: PLR2004 - as above
        return [line]
    cuts = [0, *starts, len(line)]
    return [part for begin, end in itertools.pairwise(cuts) if (part := line[begin:end].strip())]


@functools.cache
def _marks() -> frozenset[str]:
    return frozenset(fold(mark) for mark in FORWARD_MARKS)


@functools.cache
def _header_start() -> re.Pattern[str]:
    """Find where a header line begins inside a line: a label with its capital; one letter only behind " " or ">"."""
    names = {name[0].upper() + name[1:] for name in header_words()}
    long = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 1)
    short = "|".join(re.escape(name) for name in names if len(name) == 1)
    return re.compile(rf"(?:(?:{long})|(?<=[\s>])(?:{short})) {{0,3}}:")
