"""The words that a user may answer with, and what each changes."""

from __future__ import annotations

import dataclasses
import enum
from datetime import datetime

from shared.domain.delivery import Delivery, Kind, State
from shared.domain.interview import Change, Interview, InterviewState, Snapshot, User
from shared.domain.owing import noted_mail, pack_left


class Word(enum.StrEnum):
    """A word at the start of a reply. The mails offer them in these spellings."""

    SENT = "sent"
    STOP = "stop"
    STOP_ALL = "stop all"
    DID_NOT_HAPPEN = "did not happen"


class Obeyed(enum.StrEnum):
    """What a word came to. The log and the counter say these words."""

    LETTER_SENT = "letter_sent"
    MEETING_STOPPED = "meeting_stopped"
    ALL_STOPPED = "all_stopped"
    DID_NOT_HAPPEN = "did_not_happen"


_OUTCOMES = {
    Word.SENT: Obeyed.LETTER_SENT,
    Word.STOP: Obeyed.MEETING_STOPPED,
    Word.STOP_ALL: Obeyed.ALL_STOPPED,
    Word.DID_NOT_HAPPEN: Obeyed.DID_NOT_HAPPEN,
}
_ABOUT_THE_LETTER = frozenset({Kind.THANK_YOU, Kind.THANK_YOU_NUDGE})


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A word that a proven user said or pressed; `mail_id` names that mail or press, `answers` asks to confirm it."""

    word: Word
    mail_id: str
    user: User
    recipient: str
    references: tuple[str, ...] = ()
    answers: bool = True


def plan_word(said: Said, known: Snapshot | None, now: datetime) -> Change:
    """Decide what a word changes: Deliveries are withdrawn, and where a mail said it, one mail confirms it.

    `known` is the meeting that it is about; only `stop all` needs none.
    """
    outcome = _OUTCOMES[said.word]
    old = known.interview if known else None
    made = (_confirmation(said, old, now),) if said.answers else ()
    if said.word is Word.STOP_ALL:
        # What is pending is not looked up one by one: a Delivery older than this moment is withdrawn when it is due.
        return Change(said.mail_id, outcome, now, made=made, user_id=said.user.id, stops_user=True)
    if known is None or old is None:
        raise ValueError(f"{said.word} needs a meeting")
    return Change(
        said.mail_id,
        outcome,
        now,
        interview=_after(said.word, known, made, now),
        read=old,
        made=made,
        withdrawn=_withdrawn(said, known),
        user_id=said.user.id,
    )


def is_stopped(delivery: Delivery, user: User) -> bool:
    """Tell whether `stop all` took a Delivery back: what was owed before it, but for what confirms a word.

    An answer that was made in the same second is one to the very mail that said `stop all`.
    """
    stopped_at = user.stopped_at
    if stopped_at is None or delivery.kind is Kind.NOTED:
        return False
    return delivery.created_at < stopped_at or (delivery.created_at == stopped_at and delivery.mail_id is None)


def _confirmation(said: Said, about: Interview | None, now: datetime) -> Delivery:
    meeting = None if said.word is Word.STOP_ALL else about
    return noted_mail(said.mail_id, said.user.id, said.recipient, said.word, now, said.references, about=meeting)


def _after(word: Word, known: Snapshot, made: tuple[Delivery, ...], now: datetime) -> Interview:
    """Return the interview as the word leaves it. Raising the revision also ends a claim whose answer was lost."""
    old = known.interview
    owed = (*old.owed, *(delivery.id for delivery in made))
    if word is Word.SENT:
        return dataclasses.replace(old, letter_sent_at=now, updated_at=now, owed=owed)
    state = InterviewState.STOPPED if word is Word.STOP else InterviewState.NOT_HELD
    confirmed = tuple(delivery.id for delivery in made)
    return dataclasses.replace(
        old,
        state=state,
        revision=old.revision + 1,
        updated_at=now,
        owed=confirmed,
        pack_went_out=old.pack_went_out or pack_left(known),
    )


def _withdrawn(said: Said, known: Snapshot) -> tuple[Delivery, ...]:
    """List what the word takes back, but for its own confirmation: the same mail may be recorded at the same time."""
    pending = (d for d in known.deliveries if d.state is State.PENDING and d.mail_id != said.mail_id)
    return tuple(delivery for delivery in pending if said.word is not Word.SENT or delivery.kind in _ABOUT_THE_LETTER)
