"""Whether a reply was written by a machine while its owner was away, judged by its words; headers are the gate's."""

from __future__ import annotations

import re

from shared.inbox.mime.plain_text import unmarked
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import speaks
from shared.inbox.wording.replies import ABSENCES, ABSENT_WRITER, AUTOMATIC_SENTENCES, AUTOMATIC_SUBJECTS

_FIRST_LINES = 4
_LONGEST = 1_000
_SENTENCE_ENDS = re.compile(r"[.!?。！？]\s?")


def is_absence_subject(subject: str | None) -> bool:
    """Tell whether a subject is that of an absence notice: "Automatic reply: Coffee", or the mark alone."""
    folded = fold(subject[:_LONGEST]).lstrip(" [(") if subject else ""
    marks = [one for one in AUTOMATIC_SUBJECTS if folded.startswith(one)]
    if not marks:
        return False
    behind = folded[len(max(marks, key=len)) :].lstrip(" ])")
    return not behind or behind[0] in ":：-–—"


def is_absence_notice(lines: list[str]) -> bool:
    """Tell whether the first lines are those of an absence notice, in the first person: "I am out of the office"."""
    filled = [unmarked(line[:_LONGEST]) for line in lines if line.strip()]
    opening = fold(" ".join(filled[:_FIRST_LINES])[:_LONGEST])
    if speaks(opening, AUTOMATIC_SENTENCES):
        return True
    # ASCII words are whole ones: "sono" is not in "sonograms".
    sentences = (f" {re.sub(r'[,;:()]', ' ', sentence)} " for sentence in _SENTENCE_ENDS.split(opening))
    return any(_holds(sentence, ABSENT_WRITER) and _holds(sentence, ABSENCES) for sentence in sentences)


def _holds(sentence: str, listed: tuple[str, ...]) -> bool:
    return any((f" {phrase} " if phrase.isascii() else phrase) in sentence for phrase in listed)
