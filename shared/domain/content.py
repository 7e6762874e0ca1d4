"""The words that a career centre may edit, as the domain needs them."""

from __future__ import annotations

import dataclasses

from shared.domain.agenda import PrivateAgenda, Shares
from shared.domain.language import Language
from shared.domain.letters import Letters
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
    language: Language
