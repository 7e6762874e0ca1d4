"""The thank-you letter: wordings, blanks, and filling in what is known. Nothing else is ever filled in."""

from __future__ import annotations

import dataclasses
import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping

FEWEST_WORDS = 90
MOST_WORDS = 150
# What a letter may be filled with besides its blanks.
FACTS = frozenset({"first_name", "full_name", "day", "at_company", "signature"})
# Longer names would break the letter's bounds; then the blank stands.
MOST_NAME_WORDS = 6
MOST_COMPANY_WORDS = 8
_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")
_MAX_FILE_NAME = 40
_BLANK = re.compile(r"(\[[^\[\]]*\])")


class Tone(enum.StrEnum):
    """How a letter sounds."""

    WARM = "warm"
    PLAIN = "plain"
    FORMAL = "formal"


class Length(enum.StrEnum):
    """Both lengths keep within 90 to 150 words."""

    FULL = "full"
    SHORT = "short"


@dataclasses.dataclass(frozen=True, slots=True)
class Blank:
    """What the user has to fill in: `text` stands in the letter in brackets, `about` in the list above it."""

    id: str
    text: str
    about: str


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """One letter with its placeholders."""

    tone: Tone
    length: Length
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Letters:
    """All of a language's letters.toml."""

    subject: str
    prompts: tuple[str, ...]
    blanks: tuple[Blank, ...]
    templates: tuple[Template, ...]

    def written(self, tone: Tone, length: Length, facts: Mapping[str, str]) -> str:
        """Return the letter with `facts` (the names of FACTS) filled in and every blank in brackets."""
        template = next(one for one in self.templates if (one.tone, one.length) == (tone, length))
        blanks = {blank.id: bracketed(blank.text) for blank in self.blanks}
        return template.text.strip().format_map({**blanks, **facts})


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """One letter of drafts.toml; `lines` are the sentences that stand only where something is known."""

    id: str
    file: str
    subject: str
    subject_without: str
    text: str
    lines: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Drafts:
    """All of drafts.toml: the letters by their kind, and the words of two blanks."""

    field_blank: str
    why_blank: str
    letters: Mapping[str, Draft]


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a letter; a blank is shown so that it cannot be overlooked."""

    text: str
    is_blank: bool


def bracketed(text: str) -> str:
    """Mark a blank."""
    return f"[{text}]"


def unbracketed(text: str) -> str:
    """Take out what would read as a blank in a name."""
    return text.replace("[", "(").replace("]", ")")


def pieces(paragraph: str) -> tuple[Piece, ...]:
    """Split a paragraph at its blanks."""
    return tuple(Piece(text, text.startswith("[")) for text in _BLANK.split(paragraph) if text)


def file_names(people: Iterable[str], letter: str) -> tuple[str, ...]:
    """Name each file by `letter` and whom it goes to, in letters that every system takes; no name twice."""
    made: list[str] = []
    for person in people:
        latin = unicodedata.normalize("NFKD", person).encode("ascii", "ignore").decode().lower()
        name = _NOT_IN_A_FILE_NAME.sub("-", latin)[:_MAX_FILE_NAME].strip("-")
        stem = f"{letter}-{name}" if name else letter
        made.append(f"{stem}.eml" if f"{stem}.eml" not in made else f"{stem}-{len(made) + 1}.eml")
    return tuple(made)


def word_count(text: str) -> int:
    """Count words as a word processor does: what white space separates."""
    return len(text.split())
