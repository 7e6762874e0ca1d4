"""What is kept of a user's own words, and how much of it."""

from __future__ import annotations

import dataclasses

from shared.domain.contact import Contact
from shared.domain.debrief import Debrief
from shared.domain.interview import Interview
from shared.domain.reply import Named

# An item of the records holds 400 KB: what a user writes is cut long before.
MOST_NOTES = 40
LONGEST_NOTE = 8_000
MOST_NOTES_IN_ALL = 60_000
LONGEST_OWN_WORDS = 400


def keep_notes(interview: Interview, notes: str, debrief: Debrief) -> Interview:
    """Return the interview with further notes."""
    kept = bounded((*interview.notes, notes.strip()[:LONGEST_NOTE]))
    return dataclasses.replace(interview, notes=kept, debrief=debrief)


def facts_of(named: Named) -> dict[str, str]:
    said = {"name": named.name, "email": named.email, "company": named.company, "why": named.why}
    return {key: text[:LONGEST_OWN_WORDS] for key, text in said.items() if text}


def name_of(contact: Contact | None) -> str:
    return contact.name or "" if contact else ""


def bounded(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the newest notes that an item of the records can hold."""
    kept: list[str] = []
    left = MOST_NOTES_IN_ALL
    for note in reversed(notes[-MOST_NOTES:]):
        left -= len(note)
        if left < 0:
            break
        kept.insert(0, note)
    return tuple(kept)
