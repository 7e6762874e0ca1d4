"""The mail that confirms a word of the user's: what it stopped, and how to take it back."""

from __future__ import annotations

from shared.domain.calendar_entries import takes_entries_back
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview
from shared.domain.occasion import occasion_of, when_words
from shared.domain.page import Note
from shared.domain.subject import BRAND
from shared.domain.words import Word


def noted(delivery: Delivery, interview: Interview | None, content: Content) -> Note:
    """Confirm the word that a user said, in the thread of the meeting that it was about."""
    word = Word(delivery.facts["word"])
    say, name = content.language.say, word.name.lower()
    means = say(f"noted.{name}_means")
    entries = (say("mail.entries_go"),) if takes_entries_back(delivery, interview) else ()
    return Note(
        subject=interview.subject if interview else BRAND,
        preheader=means,
        heading=say(f"noted.{name}"),
        paragraphs=(*_about(word, delivery, interview, content), means, say(f"noted.{name}_next")),
        closing=(*entries, say("mail.only_to_you_in_short")),
    )


def _about(word: Word, delivery: Delivery, interview: Interview | None, content: Content) -> tuple[str, ...]:
    """Say which meeting a word ended, or whose letter has left."""
    if interview is None or word is Word.STOP_ALL:
        return ()
    occasion = occasion_of(interview, delivery.created_at, content.language)
    return (occasion.named("noted.about", when=when_words(occasion)),)
