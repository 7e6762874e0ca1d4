"""Words that stop or end something beside whatever else one reply says."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.done import Done
from shared.domain.interview import Change, InterviewState, Snapshot
from shared.domain.reply import Corrections, Profile, Reply, Want
from shared.domain.timing import Rules
from shared.domain.words import Obeyed, Word, is_stopped
from shared.domain.words_beside import plan_words
from tests.builders import ENDS, MAIL_ID, NOW, ROBIN, a_contact, a_delivery, a_user, an_answer
from tests.planned_replies import ANA, DAYS_LATER, LATER, TOLD, gone, kinds, known, mail_of, user_of, written

SENT_LETTER = (Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU)


def planned(*words: Word, about: Snapshot | None = None, user: Any = None, **said: Any) -> Change:
    reply = Reply(MAIL_ID, user or a_user(), ROBIN, ("<r@college.example>",), about, **said)
    return plan_words(words, reply, LATER, Rules())


def confirmed(change: Change) -> list[str]:
    return [mail.facts["word"] for mail in change.made if "word" in mail.facts]


def told(change: Change) -> list[tuple[str, str]]:
    found = [mail for mail in change.made if "did" in mail.facts]
    return [(done, text) for mail in found for done, text in json.loads(mail.facts["did"])]


# --- one word alone ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        (Word.SENT, Obeyed.LETTER_SENT),
        (Word.STOP, Obeyed.MEETING_STOPPED),
        (Word.DID_NOT_HAPPEN, Obeyed.DID_NOT_HAPPEN),
        (Word.STOP_ALL, Obeyed.ALL_STOPPED),
    ],
)
def test_a_word_alone_is_confirmed_by_one_mail(word: Word, outcome: Obeyed) -> None:
    change = planned(word, about=known())
    assert (change.outcome, kinds(change), confirmed(change)) == (outcome, [Kind.NOTED], [word])


def test_stop_all_needs_no_meeting() -> None:
    change = planned(Word.STOP_ALL)
    assert (change.stops_user, change.interview, kinds(change)) == (True, None, [Kind.NOTED])


# --- several words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(Word.SENT, Word.STOP_ALL), (Word.STOP_ALL, Word.SENT)])
def test_of_several_words_none_is_passed_over(words: tuple[Word, ...]) -> None:
    change = planned(*words, about=known())
    assert change.stops_user
    assert written(change).letter_sent_at == LATER
    assert (change.outcome, confirmed(change)) == (Obeyed.ALL_STOPPED, [Word.STOP_ALL])
    assert change.read == known().interview


def test_sent_and_stop_end_the_meeting_and_say_that_the_letter_left() -> None:
    change = planned(Word.SENT, Word.STOP, about=known())
    assert (written(change).state, written(change).letter_sent_at) == (InterviewState.STOPPED, LATER)
    assert confirmed(change) == [Word.STOP]
    assert len(gone(change)) == 3


def test_stop_and_did_not_happen_stop() -> None:
    change = planned(Word.DID_NOT_HAPPEN, Word.STOP, about=known())
    assert written(change).state is InterviewState.STOPPED


# --- words and more ---------------------------------------------------------------------------------------------------


def test_notes_beside_sent_are_kept_and_bring_no_second_letter() -> None:
    change = planned(Word.SENT, about=known(*SENT_LETTER), notes="she was kind", debrief=TOLD)
    assert (written(change).notes, written(change).letter_sent_at) == (("she was kind",), LATER)
    assert (kinds(change), gone(change)) == ([Kind.NOTED], [Kind.THANK_YOU_NUDGE])


def test_people_beside_sent_are_kept_and_drafted_to() -> None:
    change = planned(Word.SENT, about=known(*SENT_LETTER), met=(ANA,), ask=(ANA,))
    assert kinds(change) == [Kind.NOTED, Kind.INTRODUCTION, Kind.REQUEST]
    assert user_of(change).referrals[0].name == "Ana Ruiz"
    assert change.participants == ("ana@example.com",)
    assert change.outcome == Obeyed.LETTER_SENT


def test_notes_beside_sent_begin_to_keep_in_touch_with_whoever_asked() -> None:
    user = a_user(keeps_in_touch=True)
    change = planned(Word.SENT, about=known(*SENT_LETTER), user=user, notes="x", debrief=TOLD)
    assert kinds(change) == [Kind.NOTED, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH]
    assert {mail.id for mail in change.made} <= set(written(change).owed)


def test_what_is_asked_beside_a_word_comes_too() -> None:
    change = planned(Word.DID_NOT_HAPPEN, about=known(), wants=(Want.LIST, Want.ERASE))
    assert kinds(change) == [Kind.NOTED, Kind.LIST, Kind.ERASE_ASKED]


def test_what_was_not_understood_beside_a_word_is_said_in_a_mail_of_its_own() -> None:
    change = planned(Word.SENT, about=known(*SENT_LETTER), unclear=("with: ???",), notes="x", debrief=TOLD)
    assert confirmed(change) == [Word.SENT]
    assert told(change) == [(Done.NOT_UNDERSTOOD, "with: ???")]
    assert len({mail.id for mail in change.made}) == 2


def test_a_correction_beside_sent_brings_no_letter() -> None:
    wrong = Corrections(contact=a_contact(company="Harbor Health"))
    change = planned(Word.SENT, about=known(*SENT_LETTER), corrections=wrong)
    assert written(change).contact == wrong.contact
    assert (written(change).letter_sent_at, written(change).revision) == (LATER, 2)
    assert kinds(change) == [Kind.NOTED]


@pytest.mark.parametrize("word", [Word.STOP, Word.DID_NOT_HAPPEN])
def test_notes_beside_an_end_are_kept_and_nothing_is_owed_but_the_answer(word: Word) -> None:
    change = planned(word, about=known(), notes="she moved away", debrief=TOLD, user=a_user(keeps_in_touch=True))
    assert written(change).notes == ("she moved away",)
    assert written(change).state is not InterviewState.PLANNED
    assert written(change).revision == 2
    assert kinds(change) == [Kind.NOTED]
    assert gone(change) == [Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert written(change).owed == (mail_of(change, Kind.NOTED).id,)


def test_notes_beside_stop_all_are_kept_and_no_letter_is_owed() -> None:
    about = known()
    change = planned(Word.STOP_ALL, about=about, notes="I have the job", debrief=TOLD)
    assert written(change).notes == ("I have the job",)
    assert (change.read, change.stops_user, kinds(change)) == (about.interview, True, [Kind.NOTED])
    assert set(written(change).owed) <= {mail.id for mail in about.deliveries}


def test_text_beside_stop_all_that_belongs_to_no_talk_is_kept() -> None:
    change = planned(Word.STOP_ALL, notes="I have the job", profile=Profile(field="law"))
    assert (user_of(change).unplaced, user_of(change).field) == (("I have the job",), "law")
    assert change.stops_user
    assert told(change) == [(Done.PROFILE, "")]


@pytest.mark.parametrize("words", [(Word.SENT,), (Word.STOP,), (Word.STOP_ALL,), (Word.SENT, Word.STOP_ALL)])
@pytest.mark.parametrize(
    "said",
    [
        {"notes": "x", "debrief": TOLD},
        {"corrections": Corrections(where="Cafe Luz")},
        {"corrections": Corrections(cancelled=True)},
        {"swapped": ("day",)},
        {"keeps_in_touch": True, "notes": "x", "debrief": TOLD},
    ],
)
def test_each_mail_is_made_and_taken_back_once(words: tuple[Word, ...], said: dict[str, Any]) -> None:
    about = known()
    change = planned(*words, about=about, **said)
    assert len({mail.id for mail in change.made}) == len(change.made)
    assert len({mail.id for mail in change.withdrawn}) == len(change.withdrawn)
    assert all(mail.state is State.PENDING for mail in change.withdrawn)
    assert change.read == (about.interview if change.interview else None)
    if change.interview:
        owed = {mail.id for mail in change.made if mail.interview_id}
        assert owed <= set(change.interview.owed)
        assert set(change.interview.owed) <= {mail.id for mail in (*change.made, *about.deliveries)}


# --- what stop all takes back -----------------------------------------------------------------------------------------


def test_what_was_owed_before_all_was_stopped_is_stopped_and_what_comes_later_is_not() -> None:
    user = a_user(stopped_at=NOW)
    assert is_stopped(a_delivery(created_at=NOW), user)
    assert is_stopped(an_answer(created_at=NOW.replace(second=0, minute=0, hour=1)), user)
    assert not is_stopped(a_delivery(created_at=ENDS), user)
    assert not is_stopped(a_delivery(created_at=NOW), a_user())


def test_what_the_very_mail_that_stopped_all_asks_for_is_not_stopped() -> None:
    change = planned(Word.STOP_ALL, wants=(Want.ERASE,), met=(ANA,))
    assert kinds(change) == [Kind.NOTED, Kind.INTRODUCTION, Kind.ERASE_ASKED]
    assert not [mail for mail in change.made if is_stopped(mail, a_user(stopped_at=change.at))]
    assert is_stopped(an_answer(created_at=NOW), a_user(stopped_at=NOW))
    assert not is_stopped(a_delivery(Kind.NOTED, created_at=NOW), a_user(stopped_at=DAYS_LATER))


def test_a_word_changes_nothing_that_was_sent() -> None:
    about = Snapshot(known().interview, tuple(dataclasses.replace(d, state=State.SENT) for d in known().deliveries))
    assert planned(Word.STOP, about=about, notes="x", debrief=TOLD).withdrawn == ()
