"""The words of the short mails around a reply, as a career centre may edit them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from shared.domain.delivery import Kind


@dataclasses.dataclass(frozen=True, slots=True)
class NoteWords:
    """One mail of shared/content/notes.toml; `more` are the texts that only this kind has, by name."""

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
class ReplyWords:
    """All of shared/content/replies.toml: a sentence for each thing done, and each word with what it does."""

    done: Mapping[str, str]
    words: tuple[tuple[str, str], ...]
