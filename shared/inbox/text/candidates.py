"""Which lines of a text may state when a meeting is: the strongest kind that there is, and no line of prose."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from shared.inbox.mime.plain_text import unmarked
from shared.inbox.text.date_tokens import composed, read_tokens
from shared.inbox.text.labelled import Labelled
from shared.inbox.text.zone_words import mention_at
from shared.inbox.wording.labels import Field

_MOST = 12
_NEXT_TO = 4
_LONGEST_BARE_LINE = 200
_LONGEST_QUOTED = 90


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may state the time, the line of it, its evidence for the user and the languages of its label."""

    text: str
    at: int
    evidence: str
    languages: frozenset[str] = frozenset()
    strong: bool = False


def candidates_in(lines: Sequence[str], labelled: Sequence[Labelled], *, weak: bool, bare: bool) -> list[Candidate]:
    """Return what may state the time.

    `weak`: labels that other mails use too count, since the mail is about a meeting. `bare`: lines without a label
    count as well, since a calendar program wrote it.
    """
    found = [_with_zone_below(_candidate(one, Field.WHEN), one, lines) for one in labelled if one.means(Field.WHEN)]
    if not found and weak:
        found = (
            _pairs(labelled, Field.START, Field.END, " - ")
            or _pairs(labelled, Field.DATE, Field.TIME, ", ")
            or [candidate for one in labelled if (candidate := _weak(one, lines))]
        )
    if not found and bare:
        found = _bare(lines)
    return found[:_MOST]


def _candidate(one: Labelled, *fields: Field) -> Candidate:
    languages = frozenset(language for field, language in one.meanings if field in fields)
    evidence = f'the line "{one.label}: {_short(one.text)}" of the forwarded text'
    return Candidate(one.text, one.at, evidence, languages, strong=one.means(Field.WHEN))


def _with_zone_below(candidate: Candidate, one: Labelled, lines: Sequence[str]) -> Candidate:
    """Add the zone that a wrapped or spread text has on the next line, be it below a blank one."""
    tokens = read_tokens(candidate.text)
    if not tokens.times or tokens.zones:
        return candidate
    begin = one.at + 1 + len(one.below)
    below = next((unmarked(line) for line in lines[begin : begin + 4] if line.strip()), "")
    text = f"{candidate.text} {below}"
    return dataclasses.replace(candidate, text=text) if below and read_tokens(text).zones else candidate


def _weak(one: Labelled, lines: Sequence[str]) -> Candidate | None:
    """Take "Time: Nov 12, 2026 02:00 PM"; "Date: …", as a mail's own header line has it, only with two times."""
    kinds = (Field.WHEN_WEAK, Field.TIME, Field.DATE, Field.START)
    if not one.means(*kinds):
        return None
    tokens = read_tokens(one.text)
    needed = 2 if one.is_header_word or one.means(Field.DATE) else 1
    if not tokens.dates or len(tokens.times) < needed:
        return None
    return _with_zone_below(_candidate(one, *kinds), one, lines)


def _pairs(labelled: Sequence[Labelled], first: Field, second: Field, joint: str) -> list[Candidate]:
    """Join "Start Time: …" with "End Time: …", or "Date: …" with "Time: …", where they stand next to each other."""
    found = []
    for one, other in itertools.pairwise(labelled):
        if not (one.means(first) and other.means(second) and other.at - one.at <= _NEXT_TO):
            continue
        if read_tokens(one.text).dates and (first is Field.START or read_tokens(other.text).times):
            candidate = _candidate(one, first)
            lines = " and ".join(f'"{part.label}: {_short(part.text)}"' for part in (one, other))
            ends = [" ".join(part.text.split())[:_LONGEST_BARE_LINE] for part in (one, other)]
            found.append(
                dataclasses.replace(
                    candidate, text=joint.join(ends), evidence=f"the lines {lines} of the forwarded text"
                )
            )
    return found


def _bare(lines: Sequence[str]) -> list[Candidate]:
    """Find Google's line of weekday, date and times without a label, or the day and the times on two lines."""
    found = []
    for at, line in enumerate(lines):
        text = unmarked(line)
        if not text or len(text) > _LONGEST_BARE_LINE or not re.search(r"\d", text):
            continue
        tokens = read_tokens(text)
        if not tokens.dates or not tokens.weekdays or not _is_whole(text, tokens.end):
            continue
        below = [unmarked(later) for later in lines[at + 1 : at + 7] if later.strip()][:2]
        if len(tokens.times) < 2 and below and _ends_with_times(f"{text}, {below[0]}"):  # noqa: PLR2004 - a range
            text = f"{text}, {below.pop(0)}"
        if len(read_tokens(text).times) > 1:
            text = f"{text} {below[0]}" if below and _is_zone(below[0]) else text
            found.append(Candidate(text, at, f'the line "{_short(text)}" of the forwarded text', strong=True))
    return found


def _ends_with_times(text: str) -> bool:
    """Tell whether a line of the day and the line below it together state two times and nothing else but a zone."""
    tokens = read_tokens(text)
    return len(tokens.times) > 1 and _is_whole(text, tokens.end)


def _is_whole(text: str, end: int) -> bool:
    return end >= len(composed(text).rstrip(" .)-"))


def _is_zone(line: str) -> bool:
    found = mention_at(composed(line), 0)
    return found is not None and _is_whole(line, found[1])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1].rstrip() + "\u2026"
