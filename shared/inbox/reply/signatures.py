"""What stands in the new text and is none: the signature, the phone's footer, the disclaimer.

Only what is surely one of them is left out; a closing ("Best, Jordan") only at the end. Nothing in here is a command.
"""

from __future__ import annotations

import functools
import re

from shared.inbox.mime.plain_text import unmarked
from shared.inbox.reply.lines import meaning_of
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import CLOSINGS, speaks
from shared.inbox.wording.replies import (
    CJK_FOOTERS,
    CLOSINGS_MORE,
    DISCLAIMER_HEADINGS,
    DISCLAIMER_OPENERS,
    FOOTER_DEVICES,
    FOOTER_OPENERS,
    PRINTING,
    RECIPIENT,
    SECRECY,
)

_DELIMITERS = frozenset({"--", "—", "–"})
_RULE = re.compile(r"[\s_\-=*~─—#]{5,}$")
_WORD = re.compile(r"[\w.]+")
_LONGEST_FOOTER = 120
_LONGEST_OF_SIGNATURE = 100
_LONGEST_CLOSING = 60
# A signature is shorter; what is longer below "--" is kept, for it may be notes.
_MOST_SIGNATURE_LINES = 14
_MOST_BELOW_CLOSING = 8
_MOST_NAME_WORDS = 5
# In blanks between words.
_SHORTEST_SENTENCE = 5
_DISCLAIMER_CHARACTERS = 1_200


def without_signature(lines: list[str], author: str | None = None) -> list[str]:
    """Return the lines without signature, footer and disclaimer. `author` is the writer's name, if it is known."""
    lines = [line for line in lines if not _is_footer(line)]
    lines = _without_disclaimer(lines)
    lines = _without_delimited(lines)
    return _without_closing(lines, fold(author).split() if author else [])


def is_closing(line: str) -> bool:
    """Tell whether a line only ends a letter: "Best regards,"."""
    return len(line) <= _LONGEST_CLOSING and fold(unmarked(line)).strip(" ,.!;:、。，！-–—") in _closings()


def _is_footer(line: str) -> bool:
    """Tell whether a line is what a phone or a mail program adds: "Sent from my iPhone"."""
    if not line.strip() or len(line) > _LONGEST_FOOTER:
        return False
    folded = fold(unmarked(line)).lstrip("[(<\"' ")
    if folded.startswith(FOOTER_OPENERS):
        return any(word.strip(".") in FOOTER_DEVICES for word in _WORD.findall(folded))
    if folded.startswith(PRINTING) or any(phrase in folded for phrase in PRINTING):
        return True
    close = "".join(folded.split())
    if close.startswith(("从", "從")) and close.rstrip("。").endswith(("发送", "發送", "傳送")):
        return True
    return (not close.isascii() and close.startswith(CJK_FOOTERS)) or close.rstrip("。").endswith(CJK_FOOTERS[:2])


def _without_delimited(lines: list[str]) -> list[str]:
    """Cut at "-- " (RFC 3676, 4.3), where what stands below is no longer than a signature."""
    for at, line in enumerate(lines):
        if line.strip() in _DELIMITERS:
            below = [one for one in lines[at + 1 :] if one.strip()]
            if len(below) <= _MOST_SIGNATURE_LINES:
                return lines[:at]
    return lines


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Cut at the first paragraph that is a legal disclaimer; what stands below it is its rest."""
    begins = True
    for at, line in enumerate(lines):
        if not line.strip() or _RULE.match(line):
            begins = True
            continue
        if begins and _is_disclaimer(lines, at):
            while at and (not lines[at - 1].strip() or _RULE.match(lines[at - 1])):
                at -= 1  # noqa: PLW2901 - the rule above goes with it
            return lines[:at]
        begins = False
    return lines


def _is_disclaimer(lines: list[str], at: int) -> bool:
    opening = fold(unmarked(lines[at][:_LONGEST_FOOTER])).lstrip("[(*_-# ")
    headed = opening.startswith(DISCLAIMER_HEADINGS)
    if not headed and not opening.startswith(DISCLAIMER_OPENERS):
        return False
    paragraph: list[str] = []
    for line in lines[at : at + 20]:
        if not line.strip() and len(paragraph) > 1:
            break
        paragraph.append(line[:_DISCLAIMER_CHARACTERS])
    folded = fold(" ".join(paragraph)[:_DISCLAIMER_CHARACTERS])
    secrecy, recipient = speaks(folded, SECRECY), speaks(folded, RECIPIENT)
    return (secrecy or recipient) if headed else (secrecy and recipient)


def _without_closing(lines: list[str], author: list[str]) -> list[str]:
    """Cut a closing and the name below it, at the end alone; where nothing is below, the closing alone."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for below in range(min(_MOST_BELOW_CLOSING, len(filled))):
        at = filled[-1 - below]
        tail = [lines[later].strip() for later in filled[len(filled) - below :]]
        if is_closing(lines[at]) or (below == 0 and _is_closing_and_name(lines[at])):
            if not tail or (_is_name(tail[0]) and not any(_is_sentence(one) for one in tail)):
                return lines[:at]
            break
    if len(filled) > 1 and author and fold(lines[filled[-1]]).strip(" -–—,.").split() in (author, author[:1]):
        return lines[: filled[-1]]
    return lines


def _is_sentence(line: str) -> bool:
    """Tell whether a line says more than a line of a signature does."""
    ends = line.rstrip().endswith((".", "!", "?")) and line.count(" ") >= _SHORTEST_SENTENCE
    return ends or len(line) > _LONGEST_OF_SIGNATURE


def _is_closing_and_name(line: str) -> bool:
    """Read "Best, Jordan"; what is behind the comma is a name by its capital, so that "Thanks, stop" is none."""
    closing, comma, name = line.strip().partition(",")
    return bool(comma) and is_closing(closing) and name.strip()[:1].isupper() and _is_name(name.strip())


def _is_name(line: str) -> bool:
    """Tell whether a line may be a name below a closing: few words, a capital first, no sentence and no label."""
    plain = unmarked(line).strip(" ,-–—")
    if not plain or plain[-1] in ".?!:。？！" or ":" in plain or (plain.isupper() and len(plain) > 3):  # noqa: PLR2004 - "JL" is a name, "STOP" is not
        return False
    words = plain.split()
    return (
        len(words) <= _MOST_NAME_WORDS and (plain[0].isupper() or not plain[0].isascii()) and meaning_of(line) is None
    )


@functools.cache
def _closings() -> frozenset[str]:
    return CLOSINGS | {fold(phrase) for phrase in CLOSINGS_MORE}
