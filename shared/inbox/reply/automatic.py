"""Whether a reply was written by a machine while its owner was away, judged by its words; headers are the gate's."""

from __future__ import annotations

from shared.inbox.mime.plain_text import unmarked
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import speaks
from shared.inbox.wording.replies import AUTOMATIC_SENTENCES, AUTOMATIC_SIGNS, AUTOMATIC_SUBJECTS

_FIRST_LINES = 4
_LONGEST = 1_000


def is_automatic(lines: list[str], subject: str | None) -> bool:
    """Tell whether an absence notice wrote this: its subject says so, or the first lines do, in the first person."""
    if subject and fold(subject[:_LONGEST]).lstrip(" [(").startswith(AUTOMATIC_SUBJECTS) and _is_marked(subject):
        return True
    filled = [unmarked(line[:_LONGEST]) for line in lines if line.strip()]
    opening = fold(" ".join(filled[:_FIRST_LINES])[:_LONGEST])
    whole = fold(" ".join(filled[: 3 * _FIRST_LINES])[: 3 * _LONGEST])
    return speaks(opening, AUTOMATIC_SENTENCES) and speaks(whole, AUTOMATIC_SIGNS)


def _is_marked(subject: str) -> bool:
    """Tell whether the mark stands apart from a title: "Automatic reply: Coffee", or it is all there is."""
    folded = fold(subject[:_LONGEST]).lstrip(" [(")
    mark = max((one for one in AUTOMATIC_SUBJECTS if folded.startswith(one)), key=len)
    behind = folded[len(mark) :].lstrip(" ])")
    return not behind or behind[0] in ":：-–—" or not mark.isascii()
