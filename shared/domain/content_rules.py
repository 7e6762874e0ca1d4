"""What the words of shared/content have to hold, so that every mail made from them does. A check raises ValueError."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from shared.domain.agenda import Shares
from shared.domain.delivery import Kind
from shared.domain.done import Done
from shared.domain.letters import (
    FACTS,
    FEWEST_WORDS,
    MOST_COMPANY_WORDS,
    MOST_NAME_WORDS,
    MOST_WORDS,
    Draft,
    Length,
    Letters,
    Tone,
    word_count,
)
from shared.domain.links import RESEARCH
from shared.domain.notes import NoteWords, ReplyWords
from shared.domain.questions import FEWEST_SPARES, REFERRAL, STORY, TEN, Group, Question
from shared.domain.research import Line
from shared.domain.wording import placeholders

QUESTION_PLACEHOLDERS = frozenset({"field", "company"})
RESEARCH_PLACEHOLDERS = frozenset({"company", "name", "role", "field"})
MAX_WEIGHT = 100
MAX_WORDING = 160
MAX_WHY = 60
DRAFT_KINDS = frozenset({Kind.INTRODUCTION, Kind.REQUEST, Kind.REFERRER_NOTE, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH})
DRAFT_WORDS = (25, 150)
DRAFT_FACTS = frozenset(
    {
        "first_name", "full_name", "signature", "field", "referrer", "referrer_first", "referrer_line", "name", "why",
        "day", "date", "month", "learned", "learned_line", "use", "named", "promised", "report",
    }
)  # fmt: skip
NOTE_FACTS = frozenset({"name", "code", "when", "subject", "opening", "place", "line", "count", "kind"})
PROTECTED_FROM = 15
PROTECTED_MINUTES = 5


def check_question(question: Question) -> None:
    """Check one question by itself."""
    if question.source not in question.group.sources:
        raise ValueError(f"source {question.source} is not in the group {question.group}")
    if not 1 <= question.weight <= MAX_WEIGHT:
        raise ValueError(f"weight has to be 1 to {MAX_WEIGHT}")
    if len(question.why) > MAX_WHY:
        raise ValueError(f"why has more than {MAX_WHY} characters")
    _check_wordings("first", question.first, QUESTION_PLACEHOLDERS)
    _check_wordings("again", question.again, QUESTION_PLACEHOLDERS)
    for name in ("first", "again"):
        if placeholders(getattr(question, name)[-1]):
            raise ValueError(f"the last wording of {name} has to do without a placeholder")


def check_bank(bank: Sequence[Question]) -> None:
    """Check that ten questions, one of each group, and the spares can be chosen for any talk."""
    _check_unique(question.id for question in bank)
    if bank[0].source != STORY:
        raise ValueError(f"the first question has to be the one about their story (source {STORY})")
    if bank[-1].source != REFERRAL:
        raise ValueError(f"the last question has to be the one about who else to talk to (source {REFERRAL})")
    always = [question for question in bank[:-1] if not question.spare and not question.answered_by]
    if len(always) < TEN - 1 + FEWEST_SPARES:
        raise ValueError(f"fewer than {TEN - 1 + FEWEST_SPARES} questions are neither spare nor answered_by anything")
    for group in Group:
        if not any(question.group is group for question in always):
            raise ValueError(f"no question of {group} is neither spare nor answered_by anything")


def check_slots(slots: Sequence[Shares]) -> None:
    """Check that the minutes of each slot add up, and that the end of each talk is kept for who else to talk to."""
    _check_unique(str(slot.minutes) for slot in slots)
    for slot in slots:
        if min(slot.parts) < 0 or sum(slot.parts) != slot.minutes:
            raise ValueError(f"the parts of the slot of {slot.minutes} minutes add up to {sum(slot.parts)}")
        if slot.minutes >= PROTECTED_FROM and slot.who_else + slot.close < PROTECTED_MINUTES:
            raise ValueError(f"the slot of {slot.minutes} minutes keeps less than {PROTECTED_MINUTES} for its end")
    by_length = sorted(slots, key=lambda slot: slot.minutes)
    if any(one.questions_fit > other.questions_fit for one, other in itertools.pairwise(by_length)):
        raise ValueError("a longer slot fits fewer questions than a shorter one")


def check_line(line: Line) -> None:
    """Check one line of the research checklist."""
    _check_wordings("look_for", line.look_for, RESEARCH_PLACEHOLDERS)
    _check_wordings("search", line.search, RESEARCH_PLACEHOLDERS)
    if line.link is not None and line.link not in RESEARCH:
        raise ValueError(f"link has to be one of {', '.join(sorted(RESEARCH))}")
    if (line.link is None) != (not line.search):
        raise ValueError("link and search go together")
    if {line.needs, line.only_without} - {None} - RESEARCH_PLACEHOLDERS:
        raise ValueError(f"needs and only_without have to be one of {', '.join(sorted(RESEARCH_PLACEHOLDERS))}")


def check_letters(letters: Letters) -> None:
    """Check that there is a letter of every tone and length, and that it keeps within its words whatever is known."""
    wanted = Counter((tone, length) for tone in Tone for length in Length)
    if Counter((one.tone, one.length) for one in letters.templates) != wanted:
        raise ValueError("there has to be one letter for each tone and length")
    blanks = frozenset(blank.id for blank in letters.blanks)
    for template in letters.templates:
        which = f"the {template.length} {template.tone} letter"
        unknown = placeholders(template.text) - FACTS - blanks
        if unknown:
            raise ValueError(f"{which} has an unknown placeholder: {', '.join(sorted(unknown))}")
        for facts in (_least(), _most()):
            words = word_count(letters.written(template.tone, template.length, facts))
            if not FEWEST_WORDS <= words <= MOST_WORDS:
                raise ValueError(
                    f"{which} can have {words} words; it has to keep within {FEWEST_WORDS} to {MOST_WORDS}"
                )


def check_draft(draft: Draft, blanks: Sequence[str]) -> None:
    """Check one letter beside the thank-you: its placeholders, its length, and that its blanks are the listed ones."""
    if draft.id not in DRAFT_KINDS:
        raise ValueError(f"id has to be one of {', '.join(sorted(DRAFT_KINDS))}")
    _check_wordings("a line", tuple(draft.lines.values()), DRAFT_FACTS)
    unknown = placeholders(draft.text) - DRAFT_FACTS
    if unknown:
        raise ValueError(f"text has an unknown placeholder: {', '.join(sorted(unknown))}")
    if not DRAFT_WORDS[0] <= word_count(draft.text) <= DRAFT_WORDS[1]:
        raise ValueError(
            f"text has {word_count(draft.text)} words; it has to keep within {DRAFT_WORDS[0]} to {DRAFT_WORDS[1]}"
        )
    if placeholders(draft.subject) and not draft.subject_without:
        raise ValueError("a subject with a placeholder needs subject_without, for where nobody's name is known")
    stands = draft.text + " ".join(draft.lines.values())
    missing = [blank for blank in blanks if f"[{blank}" not in stands and "{why}" not in stands]
    if missing:
        raise ValueError(f"blanks names what does not stand in the text: {', '.join(missing)}")


def check_note(note: NoteWords) -> None:
    """Check one short mail: it says something, and with placeholders that there are."""
    for wording in (note.subject, note.preheader, note.heading, *note.paragraphs, *note.more.values()):
        if not isinstance(wording, str):
            raise ValueError("paragraphs has to be a list of texts")  # noqa: TRY004 - a fault of the file, as the others
        unknown = placeholders(wording) - NOTE_FACTS
        if unknown:
            raise ValueError(f"a text has an unknown placeholder: {', '.join(sorted(unknown))}")


def check_replies(replies: ReplyWords) -> None:
    """Check that each thing that a reply can come to has its sentence."""
    missing = {str(done) for done in Done} - set(replies.done)
    if missing:
        raise ValueError(f"[done] says nothing of {', '.join(sorted(missing))}")
    for wording in replies.done.values():
        _check_wordings("a sentence", (wording,), frozenset({"text"}))
    _check_unique(word.say for word in replies.words)


def _least() -> dict[str, str]:
    return {"first_name": "A", "full_name": "A", "day": "A A", "at_company": "", "signature": "A"}


def _most() -> dict[str, str]:
    name = " ".join(["A"] * MOST_NAME_WORDS)
    company = " A " + " ".join(["A"] * MOST_COMPANY_WORDS)
    return {"first_name": name, "full_name": name, "day": "A A", "at_company": company, "signature": name}


def _check_wordings(field: str, wordings: Sequence[str], allowed: frozenset[str]) -> None:
    for wording in wordings:
        unknown = placeholders(wording) - allowed
        if unknown:
            raise ValueError(f"{field} has an unknown placeholder: {', '.join(sorted(unknown))}")
        if len(wording) > MAX_WORDING:
            raise ValueError(f"a wording of {field} has more than {MAX_WORDING} characters")


def _check_unique(names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f"there are two of {', '.join(twice)}")
