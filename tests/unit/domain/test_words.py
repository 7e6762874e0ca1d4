from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.interview import InterviewState, Snapshot
from shared.domain.words import Obeyed, Said, Word, plan_word
from tests.builders import NOW, ROBIN, a_delivery, a_user, an_interview
from tests.meetings import content

LATER = [Kind.PREP_PACK, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]


def _said(word: Word, **other: Any) -> Said:
    return Said(word, "mail-1", a_user(), ROBIN, ("<reply@college.example>",), **other)


def _known(*states: State, kinds: list[Kind] = LATER) -> Snapshot:
    deliveries = [a_delivery(kind, state=state) for kind, state in zip(kinds, states, strict=False)]
    return Snapshot(an_interview(owed=tuple(delivery.id for delivery in deliveries)), tuple(deliveries))


ALL_PENDING = _known(State.PENDING, State.PENDING, State.PENDING)


# --- what the mails offer ---------------------------------------------------------------------------------------------


def test_a_letter_offers_the_words_about_letters_and_a_pack_those_that_set_it_right() -> None:
    letter = [word for word, _ in content().replies.offered_by(Kind.THANK_YOU)]
    assert letter == ["sent", "did not happen", "met: name, address", "keep in touch", "stop", "stop all", "help"]
    pack = [word for word, _ in content().replies.offered_by(Kind.PREP_PACK)]
    assert pack == ["with: name, company", "swap 4", "moved to day, time", "stop", "stop all", "help"]


@pytest.mark.parametrize("kind", [Kind.NOTED, Kind.COULD_NOT_READ, Kind.NOT_ON_THE_LIST])
def test_a_mail_that_nothing_follows_offers_no_word(kind: Kind) -> None:
    assert content().replies.offered_by(kind) == ()


# --- sent -------------------------------------------------------------------------------------------------------------


def test_sent_withdraws_letter_and_nudge_and_leaves_the_pack() -> None:
    change = plan_word(_said(Word.SENT), ALL_PENDING, NOW)
    assert [delivery.kind for delivery in change.withdrawn] == [Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert change.outcome == Obeyed.LETTER_SENT


def test_sent_leaves_the_meeting_planned_at_its_revision_and_notes_when() -> None:
    interview = plan_word(_said(Word.SENT), ALL_PENDING, NOW).interview
    assert interview is not None
    assert (interview.state, interview.revision, interview.letter_sent_at) == (InterviewState.PLANNED, 1, NOW)


# --- stop, did not happen ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "state", "outcome"),
    [
        (Word.STOP, InterviewState.STOPPED, Obeyed.MEETING_STOPPED),
        (Word.DID_NOT_HAPPEN, InterviewState.NOT_HELD, Obeyed.DID_NOT_HAPPEN),
    ],
)
def test_a_word_that_ends_a_meeting_withdraws_all_and_raises_the_revision(
    word: Word, state: InterviewState, outcome: Obeyed
) -> None:
    change = plan_word(_said(word), ALL_PENDING, NOW)
    assert change.interview is not None
    assert (change.interview.state, change.interview.revision, change.outcome) == (state, 2, outcome)
    assert [delivery.kind for delivery in change.withdrawn] == LATER
    assert change.read == ALL_PENDING.interview


@pytest.mark.parametrize("word", [Word.STOP, Word.DID_NOT_HAPPEN])
def test_a_word_does_not_withdraw_its_own_confirmation_where_its_mail_is_recorded_twice_at_once(word: Word) -> None:
    """The second of two that read the mail at the same time finds what the first has made."""
    (confirmation,) = plan_word(_said(word), ALL_PENDING, NOW).made
    known = dataclasses.replace(ALL_PENDING, deliveries=(*ALL_PENDING.deliveries, confirmation))
    change = plan_word(_said(word), known, NOW)
    assert [delivery.kind for delivery in change.withdrawn] == LATER
    assert change.made == (confirmation,)


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.WITHDRAWN, State.FAILED])
def test_only_what_is_pending_is_withdrawn(state: State) -> None:
    change = plan_word(_said(Word.STOP), _known(state, State.PENDING), NOW)
    assert [delivery.kind for delivery in change.withdrawn] == [Kind.THANK_YOU]


@pytest.mark.parametrize(("state", "went"), [(State.SENT, True), (State.SENDING, True), (State.PENDING, False)])
def test_a_stopped_meeting_remembers_whether_its_pack_went_out(state: State, went: bool) -> None:
    interview = plan_word(_said(Word.STOP), _known(state), NOW).interview
    assert interview is not None
    assert interview.pack_went_out is went


def test_a_pack_that_went_out_for_an_older_revision_is_remembered() -> None:
    known = _known(State.PENDING)
    known = dataclasses.replace(known, interview=dataclasses.replace(known.interview, pack_went_out=True))
    interview = plan_word(_said(Word.STOP), known, NOW).interview
    assert interview is not None
    assert interview.pack_went_out


@pytest.mark.parametrize("word", [Word.STOP, Word.SENT, Word.DID_NOT_HAPPEN])
def test_a_word_about_a_meeting_needs_one(word: Word) -> None:
    with pytest.raises(ValueError):
        plan_word(_said(word), None, NOW)


# --- stop all ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [None, ALL_PENDING])
def test_stop_all_stops_the_user_and_touches_no_single_meeting(known: Snapshot | None) -> None:
    change = plan_word(_said(Word.STOP_ALL), known, NOW)
    assert (change.stops_user, change.user_id, change.outcome) == (True, a_user().id, Obeyed.ALL_STOPPED)
    assert change.interview is None
    assert change.withdrawn == ()


def test_only_stop_all_stops_the_user() -> None:
    others = [plan_word(_said(word), ALL_PENDING, NOW) for word in Word if word is not Word.STOP_ALL]
    assert len(others) == 3
    assert not any(change.stops_user for change in others)


# --- the confirmation -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", Word)
def test_a_word_in_a_mail_is_confirmed_once_to_where_it_came_from(word: Word) -> None:
    (made,) = plan_word(_said(word), ALL_PENDING, NOW).made
    assert (made.kind, made.recipient, made.facts["word"]) == (Kind.NOTED, ROBIN, word)
    assert made.references == ("<reply@college.example>",)
    assert made.about == (None if word is Word.STOP_ALL else ALL_PENDING.interview.id)


@pytest.mark.parametrize("word", [Word.STOP, Word.STOP_ALL])
def test_a_press_of_a_button_is_not_confirmed_by_mail(word: Word) -> None:
    assert plan_word(_said(word, answers=False), ALL_PENDING, NOW).made == ()


@pytest.mark.parametrize("word", [Word.STOP, Word.SENT, Word.DID_NOT_HAPPEN])
def test_the_confirmation_is_among_what_the_meeting_owes(word: Word) -> None:
    change = plan_word(_said(word), ALL_PENDING, NOW)
    assert change.interview is not None
    assert change.made[0].id in change.interview.owed


def test_the_confirmation_of_one_mail_has_one_name_however_often_it_is_planned() -> None:
    first, second = (plan_word(_said(Word.STOP), ALL_PENDING, NOW).made[0].id for _ in range(2))
    other = plan_word(dataclasses.replace(_said(Word.STOP), mail_id="mail-2"), ALL_PENDING, NOW).made[0].id
    assert first == second != other
