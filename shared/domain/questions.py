"""The bank of questions, and choosing ten of them for one talk.

The handout: "select approximately ten", "have additional questions ready". The choice is the same whenever it is made
from the same facts, so that a pack can be asked for twice.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence

from shared.domain.plain import without_links
from shared.domain.wording import said

TEN = 10
# As much as the records keep of one (noting.py).
LONGEST_PHRASING = 400
FEWEST_SPARES = 3
# Numbers of the handout's list that have a place of their own: the opening, and the protected last one.
STORY = 9
REFERRAL = 26


class Group(enum.StrEnum):
    """The handout's four groups; the numbers of its questions in the order they are printed there."""

    JOB_DESCRIPTION = "job_description"
    CAREER_PATH = "career_path"
    PREPARATION = "preparation"
    GENERAL = "general"

    @property
    def sources(self) -> range:
        """The handout's questions of this group."""
        return _SOURCES[self]


_SOURCES = {
    Group.JOB_DESCRIPTION: range(1, 9),
    Group.CAREER_PATH: range(9, 15),
    Group.PREPARATION: range(15, 21),
    Group.GENERAL: range(21, 27),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """One entry of the bank; questions.toml of a language says what each field is for."""

    id: str
    source: int
    group: Group
    weight: int
    first: tuple[str, ...]
    again: tuple[str, ...]
    why: str
    spare: bool = False
    answered_by: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a talk when its questions are chosen.

    `known` holds what placeholders may be filled with. `invite_text` is what the invite says, `asked` the ids of
    questions that this person or company was asked before. Everybody has a story of their own, so that it is never
    among those; somebody met before is asked how it went on.
    """

    known: Mapping[str, str]
    invite_text: str = ""
    met_before: bool = False
    asked: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in the pack."""

    id: str
    source: int
    group: Group
    words: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """Ten questions in the order of asking, with the cut line, and a few in reserve.

    `above` can be asked in the time there is, `below` if there is more; `referral` is the last of the ten and is asked
    in any case.
    """

    above: tuple[Asked, ...]
    below: tuple[Asked, ...]
    referral: Asked
    spares: tuple[Asked, ...]

    @property
    def ten(self) -> tuple[Asked, ...]:
        """All ten, the referral last."""
        return (*self.above, *self.below, self.referral)


def choose(bank: Sequence[Question], situation: Situation, fit: int, more_spares: int = 0) -> Selection:
    """Choose the ten for this talk, of which `fit` can be asked besides the referral.

    `more_spares` are had in reserve besides, for what is going to be swapped.

    Left out is what the invite answers, and what was asked before as far as enough others remain. Each group has a
    question among the ten; beyond that the heaviest are taken, and asked in the bank's order.
    """
    usable = [question for question in bank if not _is_answered(question, situation.invite_text)]
    regular = [question for question in usable if not question.spare and question.source != REFERRAL]
    nine = _weightiest(regular, situation.asked, TEN - 1)
    above = _in_order(bank, _by_weight(nine, situation.asked)[: max(fit, 0)])
    below = _in_order(bank, [question for question in nine if question not in above])
    rest = [question for question in regular if question not in nine]
    reserve = [question for question in usable if question.spare]
    spares = [*_in_order(bank, _by_weight(rest, situation.asked)[: _spares_for(fit) + more_spares]), *reserve]
    referral = next(question for question in bank if question.source == REFERRAL)
    return Selection(
        above=tuple(_asked(question, situation) for question in above),
        below=tuple(_asked(question, situation) for question in below),
        referral=_asked(referral, situation),
        spares=tuple(_asked(question, situation) for question in spares),
    )


def swapped(selection: Selection, unwanted: Sequence[str]) -> Selection:
    """Put the first of the reserve in the place of each question that the user did not want, in the order of asking.

    The referral stays: the handout protects it. Where the reserve is used up the question stays as well.
    """
    above, below, spares = list(selection.above), list(selection.below), list(selection.spares)
    for name in unwanted:
        for row in (above, below):
            for at, asked in enumerate(row):
                if asked.id == name and spares:
                    row[at] = spares.pop(0)
    return dataclasses.replace(
        selection,
        above=tuple(above),
        below=tuple(below),
        spares=tuple(asked for asked in spares if asked.id not in unwanted),
    )


def in_own_words(selection: Selection, own: Mapping[str, str]) -> Selection:
    """Say the questions that the user has a phrasing of their own for in that; no link in it is passed on."""

    def said_so(asked: Asked) -> Asked:
        words = without_links(own.get(asked.id), LONGEST_PHRASING)
        return dataclasses.replace(asked, words=words) if words else asked

    return Selection(
        above=tuple(map(said_so, selection.above)),
        below=tuple(map(said_so, selection.below)),
        referral=said_so(selection.referral),
        spares=tuple(map(said_so, selection.spares)),
    )


def words_of(question: Question, situation: Situation) -> str:
    """Return the wording for this talk: the last one of each list needs no placeholder, so that there is always one."""
    wordings = question.again if situation.met_before else question.first
    return said(wordings, situation.known) or wordings[-1]


def _spares_for(fit: int) -> int:
    """Say how many to have ready beyond the ten, so that a long talk does not run dry."""
    return FEWEST_SPARES + max(0, fit - (TEN - 1))


def _weightiest(questions: Sequence[Question], asked: frozenset[str], count: int) -> list[Question]:
    """Take the best of each group, then the best of all, to `count`. The referral stands for its group anyway."""
    ranked = _by_weight(questions, asked)
    groups = [group for group in Group if group is not Group.GENERAL]
    firsts = [next(question for question in ranked if question.group is group) for group in groups]
    others = [question for question in ranked if question not in firsts]
    return [*firsts, *others][:count]


def _by_weight(questions: Iterable[Question], asked: frozenset[str]) -> list[Question]:
    """Sort the heaviest first, what was asked before last; the bank's order decides between equals."""
    return sorted(questions, key=lambda question: (question.id in asked and question.source != STORY, -question.weight))


def _in_order(bank: Sequence[Question], questions: Iterable[Question]) -> list[Question]:
    chosen = {question.id for question in questions}
    return [question for question in bank if question.id in chosen]


def _is_answered(question: Question, invite_text: str) -> bool:
    text = " ".join(invite_text.casefold().split())
    return any(phrase.casefold() in text for phrase in question.answered_by)


def _asked(question: Question, situation: Situation) -> Asked:
    return Asked(question.id, question.source, question.group, words_of(question, situation), question.why)
