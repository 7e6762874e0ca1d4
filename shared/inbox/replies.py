"""What a reply says first: one of the words that the mails offer, or none.

The word has to be the whole first line of the new text, give or take politeness and punctuation: "Sent from my phone"
is a signature and "stop by on Friday" an invitation, and neither may change anything.
"""

from __future__ import annotations

import re

from shared.domain.words import Word
from shared.inbox.text.layers import peel

_SPELLINGS = {
    "sent": Word.SENT,
    "stop": Word.STOP,
    "stop all": Word.STOP_ALL,
    "stop everything": Word.STOP_ALL,
    "did not happen": Word.DID_NOT_HAPPEN,
    "didnt happen": Word.DID_NOT_HAPPEN,
    "it did not happen": Word.DID_NOT_HAPPEN,
    "it didnt happen": Word.DID_NOT_HAPPEN,
}
_POLITE = re.compile(r"\b(?:please|thanks|thank you|thx|hi|hello|foreword)\b")
_LONGEST_LINE = 60
_SUBJECT_OF_ANSWER = re.compile(r"^\s*\w{1,4}\s?:", re.UNICODE)


def new_text(text: str) -> str:
    """Return what the user wrote above what they answer to: no quote marks, no header block of an older mail."""
    unquoted = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    peeled = peel(unquoted)
    lines = peeled.lines[: peeled.starts[0]] if peeled.starts else peeled.lines
    return "\n".join(lines).strip()


def word_in(text: str, subject: str | None) -> Word | None:
    """Return the word that a reply says.

    Where there is no new text at all, a fresh subject may say it, as the mailto of List-Unsubscribe does.
    """
    said = new_text(text)
    if said:
        return _word(said.splitlines()[0])
    if subject and not _SUBJECT_OF_ANSWER.match(subject):
        return _word(subject)
    return None


def _word(line: str) -> Word | None:
    if len(line) > _LONGEST_LINE:
        return None
    bare = re.sub(r"['’´`]", "", line.casefold())
    words = _POLITE.sub(" ", re.sub(r"[^\w\s]", " ", bare))
    return _SPELLINGS.get(" ".join(words.split()))
