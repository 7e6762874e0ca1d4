"""The words of the short mails around a reply, as a career centre may edit them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from shared.domain.delivery import Kind


@dataclasses.dataclass(frozen=True, slots=True)
class NoteWords:
    """One mail of notes.toml; `more` are the texts that only this kind has, by name."""

    kind: Kind
    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    more: Mapping[str, str]

    @property
    def nobody(self) -> str:
        """What to say where no name is known."""
        return self.more.get("nobody", "")


@dataclasses.dataclass(frozen=True, slots=True)
class Offered:
    """A word that a user may answer with, what it does, and which mails offer it."""

    say: str
    does: str
    mails: tuple[Kind, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ReplyWords:
    """All of replies.toml: a sentence for each thing that a reply came to, and the words that work."""

    done: Mapping[str, str]
    words: tuple[Offered, ...]

    def offered_by(self, kind: Kind) -> tuple[tuple[str, str], ...]:
        """List the words that a mail of this kind offers, each with what it does; all of them where help was asked."""
        return tuple((word.say, word.does) for word in self.words if kind in word.mails or kind is Kind.HELP)
