"""What is kept of a user's own words, and how much of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from shared.domain.contact import Contact
from shared.domain.debrief import Debrief
from shared.domain.interview import Interview
from shared.domain.reply import Named

# An item of the records holds 400 KB, in bytes of UTF-8. A thousand lines are kept whole; what is said to a question
# and what the notes come to is kept beside them, so that each has its part of the room.
MOST_NOTES = 200
ROOM_FOR_NOTES = 150_000
ROOM_FOR_DEBRIEF = 80_000
LONGEST_ANSWER = 2_000
LONGEST_OWN_WORDS = 400


def keep_notes(
    interview: Interview, notes: str, debrief: Debrief, answers: Mapping[str, str]
) -> tuple[Interview, bool]:
    """Return the interview with further notes and answers by question id; False where not all of it could be kept."""
    said = (*interview.notes, notes.strip())
    kept = within(said, ROOM_FOR_NOTES, MOST_NOTES)
    told = {question: text[:LONGEST_ANSWER] for question, text in answers.items()}
    noted = dataclasses.replace(
        interview, notes=kept, debrief=bounded_debrief(debrief), answers={**interview.answers, **told}
    )
    return noted, kept == said


def facts_of(named: Named) -> dict[str, str]:
    """Return what a draft to somebody needs to know of them, as facts of a Delivery."""
    said = {"name": named.name, "email": named.email, "company": named.company, "why": named.why}
    return {key: text[:LONGEST_OWN_WORDS] for key, text in said.items() if text}


def name_of(contact: Contact | None) -> str:
    """Return the contact's name, "" where none is known."""
    return contact.name or "" if contact else ""


def within(texts: tuple[str, ...], room: int, most: int) -> tuple[str, ...]:
    """Keep the newest texts that `room` bytes hold; the newest is cut where it alone is too long."""
    newest = texts[-1].encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    kept, left = [newest], room - _size(newest)
    for text in reversed(texts[:-1][-(most - 1) :]):
        left -= _size(text)
        if left < 0:
            break
        kept.insert(0, text)
    return tuple(kept)


def bounded_debrief(debrief: Debrief) -> Debrief:
    """Keep of what the notes come to what an item can hold, the first of each; the notes themselves say the rest."""
    each = ROOM_FOR_DEBRIEF // 6
    return Debrief(
        learned=_first(debrief.learned, each),
        use=_first(debrief.use, each),
        named=_first(debrief.named, each),
        promised=_first(debrief.promised, each),
        remembered=_first(debrief.remembered, each),
        other=_first(debrief.other, each),
        interested=debrief.interested,
    )


def _first(texts: tuple[str, ...], room: int) -> tuple[str, ...]:
    kept = []
    for text in texts:
        room -= _size(text)
        if room < 0:
            break
        kept.append(text)
    return tuple(kept)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
