"""The words that a career centre may edit, as the domain needs them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from shared.domain.agenda import PrivateAgenda, Shares
from shared.domain.language import Language
from shared.domain.letters import Drafts, Letters
from shared.domain.notes import NoteWords, ReplyWords
from shared.domain.questions import Question
from shared.domain.research import Line


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """One language's folder of shared/content, read and checked once per process."""

    questions: tuple[Question, ...]
    slots: tuple[Shares, ...]
    private: PrivateAgenda
    research: tuple[Line, ...]
    letters: Letters
    drafts: Drafts
    notes: Mapping[str, NoteWords]
    replies: ReplyWords
    language: Language
