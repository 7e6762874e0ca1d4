"""Notes after a talk, read: each sentence goes where a label or its own words put it, and unchanged.

Labels are those that the thank-you draft offers ("Learned:", "Named:"). A sentence without one is placed only where it
says itself what it is ("She told me that …", "I promised to …"); else it is `other`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.domain.debrief import Debrief

MAX_NOTES_READ = 200
_LONGEST = 600
# The prompts of the thank-you draft in their order, and other words for them.
PROMPTS = ("learned", "use", "named", "promised", "remembered", "interested")
_LABELS = {
    "learned": "learned|learnt|what i learned|lesson|insight|takeaway|take-away|advice",
    "use": "use|will do|next step|next steps|next|to do|todo|plan|what i will do",
    "named": "named|name|names|referral|referred to|whom they named|who was named|talk to",
    "promised": "promised|promise|i promised|what i promised|owe",
    "remembered": "remember me for|remembered|remember|will remember|memorable",
    "interested": "interested|seemed interested|interest",
}
_LABEL = re.compile(
    r"^(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + r")\s?[:\-\u2013\u2014\uff1a]\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
_ANSWERED = re.compile(r"^(?:Q|Question)\s?#?(\d{1,2})\s?[.):\-\u2013]\s*(.{2,})$", re.IGNORECASE)
_BULLET = re.compile(r"^[\s>*\u2022\u00b7\u2013\u2014\-]+(?=\S)")
_NOTHING = re.compile(r"^(?:nobody|no one|none|nothing|no|n/?a|-+|\u2014|_+|\.*|\[.*\])[.!]?$", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[\"'\u201c(]?[A-Z0-9\u00c0-\u00de])")
_ABBREVIATED = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|St|e\.g|i\.e|etc|vs|approx|No)\.$")
_WHO = r"(?:she|he|they|[A-Z][\w'\u2019\-]+)"
_LEARNED = (
    re.compile(
        r"^(?:I|We) (?:also )?(?:just )?(?:learned|learnt|found out|discovered|heard)(?: that)?,? (?P<said>.{8,})$"
    ),
    re.compile(r"^(?:also )?(?:learned|learnt|found out|heard) that (?P<said>.{8,})$", re.IGNORECASE),
    re.compile(
        rf"^{_WHO} (?:also )?(?:said|told me|told us|explained|mentioned|pointed out|added|thinks|believes|emphasized|"
        r"emphasised|stressed)(?: to me)?(?: that)?[,:]? (?P<said>.{8,})$",
        re.IGNORECASE,
    ),
    re.compile(r"^It turns out(?: that)?,? (?P<said>.{8,})$", re.IGNORECASE),
)
_PROMISED = (
    re.compile(r"^I (?:also )?promised (?:(?:her|him|them|[A-Z][\w'\u2019\-]+) )?(?:to |that I would )(?P<said>.+)$"),
    re.compile(r"^I (?:said|told (?:her|him|them)) (?:that )?I(?: would|'d|\u2019d|'ll|\u2019ll| will) (?P<said>.+)$"),
    re.compile(
        r"^I(?: will|'ll|\u2019ll| am going to|'m going to| need to| have to| should| must) "
        r"(?P<said>(?:send|email|mail|forward|show|get back to|introduce|return|share)\b.*\b(?:her|him|them)\b.*)$"
    ),
)
_USE = (
    re.compile(
        r"^I(?: will|'ll|\u2019ll| am going to|'m going to|\u2019m going to| plan to| want to| intend to) (?P<said>.+)$"
    ),
)
_TITLE = r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?"
_PARTICLE = r"van|von|de|da|del|bin|al|der|la"
_NAME = rf"{_TITLE}[A-Z\u00c0-\u00de][\w'\u2019\-]+(?: (?:{_PARTICLE}|[A-Z\u00c0-\u00de][\w'\u2019\-]*\.?))*"
_NAMING = re.compile(
    r"\b(?:suggest|recommend|point|introduc|refer|named|should|could|put me in touch|connect)", re.IGNORECASE
)
_NAMED = re.compile(
    rf"\b(?:(?:talk|speak|chat|reach out|write|connect|meet|introduc\w+ me|point\w* me|refer\w* me|in touch)"
    rf" (?:to|with)|named|meet|contact|call|email) (?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})*)"
)
_BETWEEN_NAMES = re.compile(r", and |, | and ")
_NOT_NAMES = frozenset({"I", "The", "A", "An", "My", "Her", "His", "Their", "Them", "People", "Human", "HR", "Monday",
                        "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})  # fmt: skip
_KEEN = re.compile(
    r"\b(?:seemed|was|were|is|sounded|looked) (?:very |really |quite |so |genuinely )?(?:interested|keen)\b"
    r"|\basked (?:me )?to (?:keep|stay) in touch\b|\bkeep (?:me|her|him|them) posted\b",
    re.IGNORECASE,
)
_NOT_KEEN = re.compile(
    r"\b(?:not|n't|n\u2019t|never|hardly) (?:very |really |that |so |seem |look |all that )*(?:interested|keen)\b"
    r"|\bseemed bored\b|\buninterested\b",
    re.IGNORECASE,
)
_YES = re.compile(r"^(?:yes|y|yeah|yep|very|quite|somewhat|i think so|definitely)\b", re.IGNORECASE)
_NO = re.compile(r"^(?:no|n|not|nope|hardly)\b", re.IGNORECASE)


def read_notes(text: str) -> Debrief:
    """Sort notes by what they are about. What is not understood is kept in `other`, and nothing is left out."""
    placed: dict[str, list[str]] = {name: [] for name in (*PROMPTS, "other")}
    interested: bool | None = None
    for label, sentence in _labelled(text):
        place, said = (label, sentence) if label else _by_its_words(sentence)
        if place == "interested":
            interested = _is_yes(said, interested)
        elif place == "named":
            placed["named"] += _names(said) if label else _BETWEEN_NAMES.split(said)
        else:
            placed[place].append(_as_slot(place, said))
        if place == "other":
            interested = _seemed(sentence, interested)
    return Debrief(
        learned=tuple(placed["learned"]),
        use=tuple(placed["use"]),
        named=tuple(dict.fromkeys(name for name in placed["named"] if name)),
        promised=tuple(placed["promised"]),
        remembered=tuple(placed["remembered"]),
        other=tuple(placed["other"]),
        interested=interested,
    )


def named_lines(text: str) -> tuple[str, ...]:
    """Return what stands behind "Named:" in the notes, person by person, addresses and all."""
    found = [said for label, said in _labelled(text) if label == "named"]
    return tuple(part.strip() for said in found for part in re.split(r";|\band (?=[A-Z])", said) if part.strip())


def question_lines(text: str) -> dict[int, str]:
    """Return what the notes say to each question of the pack, from lines like "Q3: the third thing"."""
    found: dict[int, str] = {}
    for line in _paragraphs(text):
        answered = _ANSWERED.match(line)
        if answered:
            number = int(answered[1])
            found[number] = f"{found[number]} {answered[2]}" if number in found else answered[2][:_LONGEST]
    return found


def _labelled(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield each sentence with the label that it stands behind, if any; a label holds for its own line."""
    for number, line in enumerate(_paragraphs(text)):
        if number == MAX_NOTES_READ:
            break
        if _ANSWERED.match(line):
            continue
        label, rest = _label(line)
        if label:
            if not _NOTHING.match(rest):
                yield label, rest[:_LONGEST]
            continue
        for sentence in _sentences(rest):
            # "We talked for long. Promised: to write": who writes on one line begins a label after a full stop.
            inner, said = _label(sentence)
            if inner and _NOTHING.match(said):
                continue
            yield inner, said[:_LONGEST]


def _paragraphs(text: str) -> Iterator[str]:
    """Yield lines, a wrapped one joined to the line that it goes on from."""
    held = ""
    for raw in text.splitlines():
        line = _BULLET.sub("", raw).strip()
        begins = raw.strip() != line or _label(line)[0] or not held or not line
        goes_on = held and len(held) > 60 and not held.endswith((".", "!", "?", ":")) and line[:1].islower()  # noqa: PLR2004 - no mail program wraps before
        if held and (begins or not goes_on):
            yield held
            held = line
        else:
            held = f"{held} {line}".strip()
    if held:
        yield held


def _label(line: str) -> tuple[str | None, str]:
    bare = _NUMBERED.sub("", line)
    named = _LABEL.match(bare)
    if named:
        return next(name for name in _LABELS if named[name]), bare[named.end() :].strip()
    return None, bare


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _SENTENCES.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return found


def _by_its_words(sentence: str) -> tuple[str, str]:
    """Place a sentence by what it says of itself."""
    bare = sentence.strip().rstrip(".!;")
    named = _NAMED.search(bare) if _NAMING.search(bare) else None
    if named:
        names = [name for name in _BETWEEN_NAMES.split(named["names"]) if name.split(" ", 1)[0] not in _NOT_NAMES]
        if names:
            return "named", " and ".join(names)
    for place, patterns in (("promised", _PROMISED), ("learned", _LEARNED), ("use", _USE)):
        for pattern in patterns:
            said = pattern.match(bare)
            if said:
                return place, said["said"]
    return "other", sentence


def _as_slot(place: str, said: str) -> str:
    """Cut from a labelled note what the letter's own sentence says already: "I will", "to", "that"."""
    if place == "other":
        return said
    bare = said.strip().rstrip(".!;,").strip()
    if place in ("use", "promised"):
        for pattern in (*_PROMISED, *_USE):
            inner = pattern.match(bare)
            if inner:
                return inner["said"]
        return re.sub(r"^to\s+", "", bare, flags=re.IGNORECASE)
    if place == "learned":
        for pattern in _LEARNED:
            inner = pattern.match(bare)
            if inner:
                return inner["said"]
        return re.sub(r"^that\s+", "", bare, flags=re.IGNORECASE)
    return bare


def _names(said: str) -> list[str]:
    """Read the names behind a label; what is in brackets or behind an address is not part of a name."""
    bare = re.sub(r"<[^<>]*>|\([^()]*\)|\S+@\S+", " ", said)
    parts = [part.strip(" .;,") for part in re.split(r"[;/]|, and |,| and | & ", bare)]
    return [" ".join(part.split()) for part in parts if part and not _NOTHING.match(part)]


def _is_yes(said: str, before: bool | None) -> bool | None:  # noqa: FBT001 - what was read so far
    if _NO.match(said) or _NOT_KEEN.search(said):
        return False
    return True if _YES.match(said) or _KEEN.search(said) else before


def _seemed(sentence: str, before: bool | None) -> bool | None:  # noqa: FBT001 - what was read so far
    if _NOT_KEEN.search(sentence):
        return False
    return True if _KEEN.search(sentence) else before
