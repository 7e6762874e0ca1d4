"""The new text of a reply, told from what it answers to.

Quoted is what stands behind ">", and what stands below a line that begins an older mail: "On …, … wrote:", or a block
of header lines. Where the quote below such a line is marked with ">", what is not marked is the user's: a reply may
stand below the quote or between its lines. Where it is not marked, all below is the older mail.
"""

from __future__ import annotations

import dataclasses
import re

from shared.inbox.mime.plain_text import unmarked, visible
from shared.inbox.text.layers import forward_mark, header_block_at
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import WROTE
from shared.inbox.wording.replies import ATTRIBUTION_OPENERS

MOST_CHARACTERS = 256 * 1024
MOST_LINES = 5_000
_QUOTE = re.compile(r"\s{0,8}(?:[>＞]|[A-Z]{1,3}>\s)")
_RULE = re.compile(r"[\s_\-=*~─—]{3,}$")
# Yahoo puts all on one line: "----- Forwarded Message ----- From: … To: …".
_OPENING = re.compile(r"\s{0,8}(-{3,10}[^-:]{5,60}-{3,10})\s")
_NAME_AND_ADDRESS = re.compile(r"[^<>@:]{0,80}<[^<>\s]{3,250}@[^<>\s]{3,250}>\s?[^\W\d_\s]{2,12}\s?[:：]$")
_LONGEST_ATTRIBUTION = 400
_MOST_WRAPPED = 4
_MOST_WORDS_OF_WRITER = 8
_YEAR_OR_DATE = re.compile(r"20\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_CLOCK = re.compile(r"\d{1,2}\s?[:.hH時时点]\s?\d{2}|\d{1,2}\s?[時时点]|\d\s?[ap]\.?m")
_DATED = re.compile(r"[^\W\d_]{0,12}[,.]?\s?\(?\d{1,4}[年./-]")
# Most programs wrap at 72 to 78 columns, the quote mark counted.
_WRAP_COLUMN = 66


@dataclasses.dataclass(frozen=True, slots=True)
class NewPart:
    """Lines that the user wrote, from one quote to the next.

    `may_be_quoted`: the first line may as well be the end of the quoted line above it, broken by the mail program.
    """

    lines: tuple[str, ...]
    may_be_quoted: bool = False


def was_wrapped(line: str, below: str) -> bool:
    """Tell whether a mail program may have broken one line into these two: the next word would have been too much."""
    first = below.split(maxsplit=1)
    return bool(first) and len(line.rstrip()) + 1 + len(first[0]) > _WRAP_COLUMN


def new_parts(text: str) -> list[NewPart]:
    """Return what the user wrote, part by part. 256 KB and 5,000 lines are read; quotes in HTML are to be marked."""
    lines = visible(text[:MOST_CHARACTERS]).split("\n", MOST_LINES)[:MOST_LINES]
    begins = _attributions(lines)
    parts: list[NewPart] = []
    part: list[str] = []
    may_be_quoted = False
    at = 0

    def end_part() -> None:
        nonlocal part, may_be_quoted
        if any(line.strip() for line in part):
            parts.append(NewPart(tuple(part), may_be_quoted))
        part, may_be_quoted = [], False

    while at < len(lines):
        behind = begins.get(at) or _older_mail_at(lines, at)
        if behind:
            _drop_rules(part)
            end_part()
            if not _is_marked_below(lines, behind):
                break
            at = behind
        elif _is_quoted(lines[at]):
            end_part()
            at += 1
            if at < len(lines) and not _is_quoted(lines[at]) and was_wrapped(lines[at - 1], lines[at]):
                if at + 1 < len(lines) and _is_quoted(lines[at + 1]):
                    at += 1  # the end of a quoted line, between two others
                else:
                    may_be_quoted = True
        else:
            part.append(lines[at])
            at += 1
    end_part()
    return parts


def _is_quoted(line: str) -> bool:
    return _QUOTE.match(line) is not None


def _is_marked_below(lines: list[str], at: int) -> bool:
    """Tell whether the next line that is not blank is marked as quoted."""
    return next((_is_quoted(line) for line in lines[at : at + 20] if line.strip()), False)


def _drop_rules(part: list[str]) -> None:
    """Drop the rule that a mail program draws above an older mail, and blank lines around it."""
    while part and (not part[-1].strip() or _RULE.match(part[-1])):
        part.pop()


def _older_mail_at(lines: list[str], at: int) -> int | None:
    """Return the index behind a line or a block of header lines that begins an older mail, or None."""
    line = lines[at]
    if not line.strip() or _is_quoted(line):
        return None
    if forward_mark(line) and ("-" in line or line.rstrip().endswith((":", "："))):
        return at + 1
    opening = _OPENING.match(line)
    if opening and forward_mark(opening[1]):
        return at + 1
    block = header_block_at(lines, at)
    return block[2] if block else None


def _attributions(lines: list[str]) -> dict[int, int]:
    """Find the lines "On …, … wrote:", unquoted, up to four lines long: first index → the index behind."""
    found: dict[int, int] = {}
    for end, line in enumerate(lines):
        if not line.rstrip().endswith((":", "：")) or len(line) > _LONGEST_ATTRIBUTION or _is_quoted(line):
            continue
        start = _start_of_attribution(lines, end, marked=_is_marked_below(lines, end + 1))
        if start is not None:
            found[start] = end + 1
    return found


def _start_of_attribution(lines: list[str], end: int, *, marked: bool) -> int | None:
    """Return where the attribution that ends with a line begins, at the line itself or up to three above it."""
    joined = ""
    for start in range(end, max(end - _MOST_WRAPPED, -1), -1):
        if not lines[start].strip() or _is_quoted(lines[start]):
            break
        joined = f"{lines[start].strip()} {joined}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            break
        if _is_attribution(joined, lines[start], marked=marked):
            goes_up = joined.startswith("<") and start and lines[start - 1].strip() and not _is_quoted(lines[start - 1])
            return start - 1 if goes_up else start
    return end if marked and _names_its_writer(lines[end]) else None


def _names_its_writer(line: str) -> bool:
    """Tell whether a line above a quote is "Priya Nair wrote:", with no date."""
    folded = fold(unmarked(line)).rstrip(":： ")
    return folded.count(" ") < _MOST_WORDS_OF_WRITER and folded[:1].isalpha() and folded.endswith(WROTE)


def _is_attribution(joined: str, first: str, *, marked: bool) -> bool:
    folded = fold(unmarked(joined)).lstrip(" -–—_")
    spoken = any(verb in folded for verb in WROTE)
    has_address = "@" in folded
    begins = folded.startswith(ATTRIBUTION_OPENERS) or _DATED.match(folded) or ("@" in first and "<" in first)
    dated = _YEAR_OR_DATE.search(folded) or _CLOCK.search(folded)
    if spoken and begins and dated:
        at_the_end = folded.rstrip(" :：").endswith(WROTE)
        return marked or has_address or bool(at_the_end and _YEAR_OR_DATE.search(folded) and _CLOCK.search(folded))
    if spoken and _NAME_AND_ADDRESS.match(joined):
        return True
    # Gmail in Japanese: "2026年11月10日(火) 9:00 Foreword <prep@example.com>:", without a verb.
    return has_address and bool(_DATED.match(folded)) and folded.rstrip(" :：").endswith(">")
