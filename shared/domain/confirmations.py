"""The mail that confirms a word of the user's: what it stopped, and how to take it back."""

from __future__ import annotations

from shared.domain.delivery import Delivery
from shared.domain.interview import Interview
from shared.domain.occasion import WRITES_ONLY_TO_YOU
from shared.domain.page import Note
from shared.domain.words import Word

_HEADINGS = {
    Word.SENT: "Noted: your letter has left",
    Word.STOP: "Stopped: no more mails about this meeting",
    Word.STOP_ALL: "Stopped: no more mails",
    Word.DID_NOT_HAPPEN: "Noted: the talk did not happen",
}
_PARAGRAPHS = {
    Word.SENT: ("You said that your thank-you letter has left. No reminder comes.",),
    Word.STOP: ("No draft and no reminder come for this meeting. Your other meetings go on as planned.",),
    Word.STOP_ALL: ("Everything that was planned for you is withdrawn: no pack, no draft, no reminder.",),
    Word.DID_NOT_HAPPEN: ("No thank-you draft and no reminder come for this meeting.",),
}
_NEXT = {
    Word.SENT: "Acted on something they told you? Write to them again and say so.",
    Word.STOP: "Changed your mind? Forward the next update of the invite, and it is planned again.",
    Word.STOP_ALL: "If you forward an invite again, it is answered again.",
    Word.DID_NOT_HAPPEN: "Found a new date? Forward the new invite, and all of it is planned again.",
}


def noted(delivery: Delivery, interview: Interview | None) -> Note:
    """Confirm the word that a user said, in the thread of the meeting that it was about."""
    word = Word(delivery.facts["word"])
    return Note(
        subject=interview.subject if interview else "Foreword",
        preheader=_PARAGRAPHS[word][0],
        heading=_HEADINGS[word],
        paragraphs=(*_PARAGRAPHS[word], _NEXT[word]),
        closing=(WRITES_ONLY_TO_YOU,),
    )
