"""What of a user's notes may stand in a thank-you letter.

The letter says nothing of the talk but what stands in a note. A note goes in as it was written; where it would not
read right in a letter to the person whom it speaks of, the blank stays, with the note inside it to write from.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from shared.domain.debrief import Debrief
from shared.domain.language import Language
from shared.domain.letters import bracketed, unbracketed, word_count
from shared.domain.note_grammar import as_clause, as_plan, reads_as_clause, reads_as_plan, trimmed
from shared.domain.plain import holds_link, without_links

# More than this in one place, and the letter would leave its 90 to 150 words.
MOST_WORDS = {"learned": 32, "use": 18, "named": 12, "promised": 18}
_MOST_IN_BLANK = 25
# In characters: more of one note is for the records, not for a mail.
_LONGEST_SAID = 2_000
# Of the contact, in a letter to the contact: "she", "her". "They" is left out, for it is mostly somebody else.
_OF_THEM = re.compile(r"\b(?:she|he|her|hers|his|him|herself|himself)\b", re.IGNORECASE)
_TELLING = "send|email|mail|write|show|tell|give|forward|update|thank|call|text|message|get back to|write to|report to"
_TO_THEM = re.compile(rf"\b({_TELLING}) (?:her|him|them)\b", re.IGNORECASE)
# The letter asks for no job, whatever the notes say (the handout; content.md, 5).
_JOB_ASK = re.compile(
    r"\b(?:hire me|hiring me|a job (?:at|with|in|from)|job offer|the opening|a position (?:at|with)|refer me for"
    r"|recommend me)\b",
    re.IGNORECASE,
)


def without_links_in(debrief: Debrief) -> Debrief:
    """Return the notes with no link left in them: whoever wrote one, we pass none on."""

    def bare(texts: tuple[str, ...]) -> tuple[str, ...]:
        said = (without_links(text, _LONGEST_SAID) if holds_link(text) else text for text in texts)
        return tuple(text for text in said if text)

    return dataclasses.replace(
        debrief,
        learned=bare(debrief.learned),
        use=bare(debrief.use),
        named=bare(debrief.named),
        promised=bare(debrief.promised),
        remembered=bare(debrief.remembered),
        other=bare(debrief.other),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Filled:
    """What a letter's blanks are filled with, and the note behind each; `open` are the ids of those still blank."""

    facts: Mapping[str, str]
    traced: tuple[tuple[str, str], ...]
    open: tuple[str, ...]


def filled(
    debrief: Debrief, blanks: Mapping[str, str], contact_name: str, language: Language, *, to_them: bool = True
) -> Filled:
    """Fill the blanks of a letter from the notes. `blanks` has each blank's id and words, `contact_name` may be "".

    With `to_them` the letter goes to the contact, so that nothing in it may speak of them as "she" or by their name.
    """
    first_name = contact_name.split(" ", 1)[0]
    said = {
        "learned": _joined(map(as_clause, debrief.learned), language.say("letter.between_clauses")),
        "use": _joined(map(as_plan, debrief.use), language.say("letter.between_plans")),
        "named": _listed(debrief.named, language),
        "promised": _joined(
            (as_plan(_to_you(note, first_name)) for note in debrief.promised), language.say("letter.between_plans")
        ),
    }
    broken = {
        "use": not all(map(reads_as_plan, debrief.use)),
        "promised": not all(map(reads_as_plan, debrief.promised)),
    }
    facts: dict[str, str] = {}
    traced, still_open = [], []
    for name, blank in blanks.items():
        note = said.get(name, "")
        if (
            note
            and not broken.get(name)
            and _can_stand(name, note)
            and not (to_them and _speaks_of(name, note, contact_name))
        ):
            facts[name] = _in_letter(name, note, language)
            traced.append((name, note))
        else:
            facts[name] = bracketed(_with_note(blank, note, language))
            still_open.append(name)
    return Filled(facts, tuple(traced), tuple(still_open))


def _in_letter(name: str, note: str, language: Language) -> str:
    return language.say("letter.learned_note", note=note) if name == "learned" else note


def _can_stand(name: str, note: str) -> bool:
    return word_count(note) <= MOST_WORDS[name] and reads_as_clause(note) and not _JOB_ASK.search(note)


def _speaks_of(name: str, note: str, contact_name: str) -> bool:
    """Tell whether a note speaks of the contact, so that it cannot stand as it is in a letter to them."""
    if name == "named":
        # "Her colleague Ben" would read wrong to her; her own name may well be in somebody else's.
        return bool(_OF_THEM.search(note))
    first = contact_name.split(" ", 1)[0]
    by_name = len(first) > 1 and re.search(rf"\b{re.escape(first)}\b", note, re.IGNORECASE)
    return bool(_OF_THEM.search(note) or by_name)


def _with_note(blank: str, note: str, language: Language) -> str:
    """Put a note into the blank that it could not fill."""
    if not note:
        return blank
    words = unbracketed(note).split()
    shown = " ".join(words[:_MOST_IN_BLANK]) + ("…" if len(words) > _MOST_IN_BLANK else "")
    return language.say("letter.blank_with_note", blank=blank, note=shown)


def _joined(notes: Iterable[str], between: str) -> str:
    return between.join(trimmed(unbracketed(note)) for note in notes)


def _listed(names: tuple[str, ...], language: Language) -> str:
    named = [unbracketed(name).strip() for name in names]
    if len(named) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(named)
    return language.say("letter.last_name", names=", ".join(named[:-1]), last=named[-1])


def _to_you(note: str, first_name: str) -> str:
    """Say "send you the article" for "send her the article": in a promise, whom it was made to is the reader."""
    to_you = _TO_THEM.sub(r"\1 you", note)
    if len(first_name) < 2:  # noqa: PLR2004 - a single letter is no name
        return to_you
    by_name = rf"\b({_TELLING}) {re.escape(first_name)}\b(?! (?-i:[A-Z])|['\u2019])"
    return re.sub(by_name, r"\1 you", to_you, flags=re.IGNORECASE)
