"""What one reply changes: notes, questions, several things at once; and that each has its answer."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.adapters.dynamodb_items import Keys, interview_item, serialize
from shared.domain.debrief import Debrief
from shared.domain.delivery import Kind, State
from shared.domain.done import Done
from shared.domain.interview import InterviewState, Snapshot
from shared.domain.noting import LONGEST_ANSWER, LONGEST_OWN_WORDS, ROOM_FOR_NOTES
from shared.domain.profiling import MOST_UNPLACED, ROOM_FOR_UNPLACED
from shared.domain.referral import Referral
from shared.domain.reply import Corrections, Named, Profile, Want
from shared.domain.replying import MOST_SAID, REPLIED
from tests.builders import (
    ENDS,
    MAIL_ID,
    NOW,
    PRIYA,
    STARTS,
    a_contact,
    a_user,
)
from tests.planned_replies import (
    ANA,
    DAY,
    DAYS_LATER,
    LATER,
    TOLD,
    gone,
    kinds,
    known,
    mail_of,
    reply,
    told,
    user_of,
    written,
)

# --- every reply ------------------------------------------------------------------------------------------------------


def test_a_reply_that_says_nothing_is_answered_with_the_words_that_work() -> None:
    change = reply()
    assert kinds(change) == [Kind.HELP]
    assert (change.outcome, change.mail_id, change.user_id) == (REPLIED, MAIL_ID, a_user().id)
    assert (change.interview, change.read, change.user) == (None, None, None)


def test_an_answer_goes_to_the_address_that_wrote_and_into_its_thread() -> None:
    answer = mail_of(reply(recipient="robin@home.example", wants=(Want.LIST,)), Kind.LIST)
    assert (answer.recipient, answer.references) == ("robin@home.example", ("<reply@college.example>",))
    assert (answer.due_at, answer.mail_id, answer.interview_id, answer.about) == (NOW, MAIL_ID, None, None)


def test_an_answer_about_a_meeting_says_so_and_leaves_the_meeting_as_it_is() -> None:
    about = known()
    change = reply(about, wants=(Want.LIST,))
    assert mail_of(change, Kind.LIST).about == about.interview.id
    assert change.interview is None


@pytest.mark.parametrize(
    ("want", "kind"),
    [
        (Want.LIST, Kind.LIST),
        (Want.EXPORT, Kind.EXPORT),
        (Want.COMPARE, Kind.COMPARE),
        (Want.HELP, Kind.HELP),
        (Want.ERASE, Kind.ERASE_ASKED),
    ],
)
def test_what_is_asked_for_is_sent_once_and_changes_nothing(want: Want, kind: Kind) -> None:
    change = reply(known(), wants=(want, want))
    assert kinds(change) == [kind]
    assert (change.interview, change.user, change.withdrawn) == (None, None, ())


def test_the_mails_of_one_reply_have_names_of_their_own() -> None:
    also = (("a@home.example", "code-a"), ("b@home.example", "code-b"))
    change = reply(met=(ANA, Named("Ben")), ask=(ANA, Named("Ben")), also=also, wants=tuple(Want), unclear=("x",))
    assert len({mail.id for mail in change.made}) == len(change.made) == 12


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ({"unclear": ("with: ???",)}, (Done.NOT_UNDERSTOOD, "with: ???")),
        ({"in_doubt": ("stop?",)}, (Done.IN_DOUBT, "stop?")),
        ({"needs_meeting": ("swap 4",)}, (Done.WHICH_MEETING, "swap 4")),
        ({"not_swapped": ("swap 10",)}, (Done.NOT_SWAPPED, "swap 10")),
    ],
)
def test_what_was_not_done_is_said_and_changes_nothing(said: dict[str, Any], done: tuple[Done, str]) -> None:
    change = reply(known(), **said)
    assert told(change) == [done]
    assert (change.interview, change.user, change.withdrawn) == (None, None, ())


def test_a_thousand_lines_that_are_not_understood_make_one_short_answer() -> None:
    change = reply(unclear=tuple("x" * 5000 for _ in range(1000)))
    assert len(told(change)) == MOST_SAID
    assert len(mail_of(change, Kind.NOTED).facts["did"]) < 10_000


# --- notes ------------------------------------------------------------------------------------------------------------


def test_notes_after_the_talk_are_kept_and_the_letter_comes_again_at_once() -> None:
    about = known(Kind.PREP_PACK, Kind.REMINDER)
    change = reply(about, LATER, notes=" we spoke \n", debrief=TOLD)
    assert (written(change).notes, written(change).debrief) == (("we spoke",), TOLD)
    assert kinds(change) == [Kind.THANK_YOU]
    letter = mail_of(change, Kind.THANK_YOU)
    assert (letter.due_at, letter.facts["again"], letter.revision) == (LATER, "yes", 1)
    assert letter.references == ("<reply@college.example>",)
    assert gone(change) == [Kind.THANK_YOU]
    assert change.read == about.interview
    nudge = next(mail.id for mail in about.deliveries if mail.kind is Kind.THANK_YOU_NUDGE)
    assert {letter.id, nudge} < set(written(change).owed)


def test_a_letter_that_went_out_comes_again_and_its_nudge_stays() -> None:
    change = reply(known(Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU), LATER, notes="x", debrief=TOLD)
    assert (kinds(change), gone(change)) == ([Kind.THANK_YOU], [])


def test_the_letters_of_two_replies_are_two_mails() -> None:
    first = reply(known(), LATER, notes="one", debrief=TOLD)
    again = dataclasses.replace(written(first), edits=1)
    more = dataclasses.replace(TOLD, promised=(*TOLD.promised, "send the book"))
    second = reply(Snapshot(again, (mail_of(first, Kind.THANK_YOU),)), LATER, notes="two", debrief=more)
    assert written(second).notes == ("one", "two")
    assert mail_of(second, Kind.THANK_YOU).id != mail_of(first, Kind.THANK_YOU).id


def test_notes_that_say_nothing_new_for_the_letter_are_kept_and_bring_no_letter_again() -> None:
    first = reply(known(), LATER, notes="one", debrief=TOLD)
    again = dataclasses.replace(written(first), edits=1)
    second = reply(Snapshot(again, (mail_of(first, Kind.THANK_YOU),)), LATER, notes="Thanks!", debrief=TOLD)
    assert written(second).notes == ("one", "Thanks!")
    assert [mail.kind for mail in second.made] == [Kind.NOTED]
    assert second.withdrawn == ()


def test_notes_weeks_later_still_bring_the_letter() -> None:
    now = ENDS + 40 * DAY
    letter = mail_of(reply(known(), now, notes="x", debrief=TOLD), Kind.THANK_YOU)
    assert letter.due_at == now < letter.expires_at


@pytest.mark.parametrize(
    ("now", "other"),
    [
        (NOW, {}),
        (STARTS - timedelta(seconds=1), {}),
        (LATER, {"letter_sent_at": ENDS}),
        (LATER, {"state": InterviewState.STOPPED}),
        (LATER, {"state": InterviewState.NOT_HELD}),
        (LATER, {"state": InterviewState.CANCELLED}),
    ],
)
def test_where_no_letter_is_due_notes_are_kept_and_the_answer_says_so(now: datetime, other: dict[str, Any]) -> None:
    change = reply(known(**other), now, notes="x", debrief=TOLD)
    assert written(change).notes == ("x",)
    assert told(change) == [(Done.NOTES_KEPT, "")]
    assert kinds(change) == [Kind.NOTED]


def test_text_that_belongs_to_no_talk_is_kept_with_the_user() -> None:
    change = reply(notes=" the lighthouse ", user=a_user(unplaced=("before",)))
    assert user_of(change).unplaced == ("before", "the lighthouse")
    assert told(change) == [(Done.TEXT_KEPT, "")]


def test_a_thousand_lines_are_kept_whole_with_a_talk_and_without() -> None:
    text = "\n".join(f"line {number}: what she said about the wards" for number in range(1000))
    assert written(reply(known(), LATER, notes=text, debrief=TOLD)).notes == (text,)
    assert user_of(reply(notes=text)).unplaced == (text,)


@pytest.mark.parametrize("letter", ["x", "\u00e9", "\u6771", "\U0001f600"])
def test_what_is_too_long_to_keep_is_cut_and_the_answer_says_so(letter: str) -> None:
    text = letter * 400_000
    change = reply(known(), LATER, notes=text, debrief=TOLD)
    assert text.startswith(written(change).notes[0])
    assert len(written(change).notes[0].encode()) > ROOM_FOR_NOTES - 4
    assert told(change) == [(Done.TEXT_CUT, "")]
    assert Kind.THANK_YOU in kinds(change)
    unplaced = reply(notes=text)
    assert len(user_of(unplaced).unplaced[0].encode()) > ROOM_FOR_UNPLACED - 4
    assert told(unplaced) == [(Done.TEXT_CUT, "")]


def test_where_there_is_no_more_room_the_newest_stays_and_the_answer_says_so() -> None:
    full = tuple(f"{number} " + "x" * 2000 for number in range(MOST_UNPLACED))
    change = reply(notes="the newest", user=a_user(unplaced=full))
    assert user_of(change).unplaced[-1] == "the newest"
    assert len(user_of(change).unplaced) < MOST_UNPLACED
    assert told(change) == [(Done.TEXT_CUT, "")]


def test_however_much_is_written_the_record_stays_within_an_item() -> None:
    said = tuple("\U0001f600" * 600 for _ in range(200))
    debrief = Debrief(said, said, said, said, said, said, interested=True)
    answers = {f"question-{number}": "\U0001f600" * 100_000 for number in range(10)}
    change = reply(known(), LATER, notes="\U0001f600" * 400_000, debrief=debrief, answers=answers)
    again = dataclasses.replace(written(change), owed=tuple("x" * 60 for _ in range(20)))
    change = reply(Snapshot(again, ()), LATER, notes="\U0001f601" * 400_000, debrief=debrief, answers=answers)
    item = serialize(interview_item(written(change), Keys(b"key"), timedelta(days=1)))
    assert len(json.dumps(item, ensure_ascii=False).encode()) < 390_000
    assert {len(text) for text in written(change).answers.values()} == {LONGEST_ANSWER}


def test_an_answer_to_a_question_is_counted_once_for_each_talk() -> None:
    first = reply(known(), LATER, notes="Q3: x", debrief=TOLD, answers={"day": "long", "start": "support"})
    assert written(first).answers == {"day": "long", "start": "support"}
    assert (user_of(first).answers, user_of(first).talks_noted) == ({"day": "1", "start": "1"}, 1)
    again = Snapshot(written(first), ())
    second = reply(
        again, LATER, user=user_of(first), notes="Q3: y", debrief=TOLD, answers={"day": "longer", "end": "never"}
    )
    assert written(second).answers == {"day": "longer", "start": "support", "end": "never"}
    assert (user_of(second).answers, user_of(second).talks_noted) == ({"day": "1", "start": "1", "end": "1"}, 1)


# --- questions --------------------------------------------------------------------------------------------------------


def test_a_swap_brings_the_pack_again_as_a_new_revision() -> None:
    about = known(swapped=("old",))
    change = reply(about, NOW + timedelta(hours=2), swapped=("day", "old"))
    assert written(change).swapped == ("old", "day")
    assert (written(change).revision, written(change).pack_went_out) == (2, True)
    pack = mail_of(change, Kind.PREP_PACK)
    assert (pack.due_at, pack.facts, pack.revision) == (NOW + timedelta(hours=2), {"again": "yes"}, 2)
    assert gone(change) == [Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert kinds(change) == [Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert written(change).owed[-4:] == tuple(mail.id for mail in change.made)


def test_a_swap_before_the_pack_left_brings_one_pack_that_is_no_second() -> None:
    change = reply(known(Kind.CANCELLED), swapped=("day",))
    assert mail_of(change, Kind.PREP_PACK).facts == {}
    assert gone(change)[0] is Kind.PREP_PACK


def test_own_words_stand_in_this_pack_and_in_the_next() -> None:
    change = reply(known(), own_words={"day": "What is a day like?" * 100})
    assert written(change).own_words["day"] == user_of(change).own_words["day"]
    assert len(user_of(change).own_words["day"]) == LONGEST_OWN_WORDS
    assert Kind.PREP_PACK in kinds(change)


@pytest.mark.parametrize(("now", "state"), [(LATER, "planned"), (NOW, "cancelled"), (NOW, "stopped")])
def test_where_no_pack_comes_any_more_own_words_are_kept_for_the_next_talk(now: datetime, state: str) -> None:
    change = reply(known(state=InterviewState(state)), now, own_words={"day": "What is it like?"}, swapped=("end",))
    assert user_of(change).own_words == {"day": "What is it like?"}
    assert change.interview is None
    assert told(change) == [(Done.OWN_WORDS, ""), (Done.NOT_SWAPPED_NOW, "")]


def test_sixty_questions_in_own_words_are_kept_the_newest() -> None:
    old = {f"q{number}": "x" for number in range(60)}
    change = reply(known(), own_words={"day": "y"}, user=a_user(own_words=old))
    assert len(user_of(change).own_words) == 60
    assert user_of(change).own_words["day"] == "y"
    assert "q0" not in user_of(change).own_words


# --- several in one reply ---------------------------------------------------------------------------------------------


def test_a_swap_and_a_correction_make_one_new_pack_of_one_new_revision() -> None:
    wrong = Corrections(contact=a_contact(name="Sam Poe"), length=timedelta(minutes=45))
    change = reply(known(), swapped=("day",), own_words={"end": "And then?"}, corrections=wrong)
    assert kinds(change) == [Kind.CHANGED, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert written(change).revision == 2
    assert len(change.withdrawn) == 3
    assert {mail.revision for mail in change.made} == {2}


@pytest.mark.parametrize("now", [LATER, DAYS_LATER, STARTS + timedelta(minutes=5)])
def test_notes_and_a_correction_after_the_talk_bring_one_letter_at_once(now: datetime) -> None:
    wrong = Corrections(contact=a_contact(company="Harbor Health"))
    change = reply(known(Kind.PREP_PACK, Kind.REMINDER), now, notes="x", debrief=TOLD, corrections=wrong)
    letter = mail_of(change, Kind.THANK_YOU)
    assert (letter.due_at, letter.revision) == (now, written(change).revision)
    assert written(change).notes == ("x",)


def test_a_correction_days_later_does_not_lose_the_note_to_the_referrer() -> None:
    ours = a_user(referrals=(Referral("Priya Nair", NOW, PRIYA, None, "Lena Wu", "lena@example.com"),))
    about = known(user=ours)
    old = next(mail for mail in about.deliveries if mail.kind is Kind.REFERRER_NOTE)
    now = ENDS + timedelta(hours=25)
    change = reply(about, now, user=ours, corrections=Corrections(contact=a_contact(company="Harbor Health")))
    note = mail_of(change, Kind.REFERRER_NOTE)
    assert (note.due_at, note.facts, note.revision) == (old.due_at, old.facts, 2)
    assert old in change.withdrawn
    assert note.id in written(change).owed


def test_a_correction_before_the_talk_owes_the_note_to_the_referrer_once() -> None:
    ours = a_user(referrals=(Referral("Priya Nair", NOW, PRIYA, None, "Lena Wu", "lena@example.com"),))
    change = reply(known(user=ours), user=ours, corrections=Corrections(where="Cafe Luz"))
    assert kinds(change).count(Kind.REFERRER_NOTE) == 1


def test_all_at_once_each_has_its_answer() -> None:
    change = reply(
        known(),
        LATER,
        notes="x",
        debrief=TOLD,
        met=(ANA,),
        ask=(Named("Ben Okafor"),),
        profile=Profile(name="Robin"),
        wants=(Want.LIST,),
        unclear=("y",),
    )
    assert kinds(change) == [Kind.THANK_YOU, Kind.INTRODUCTION, Kind.REQUEST, Kind.LIST, Kind.NOTED]
    assert told(change) == [(Done.PROFILE, ""), (Done.NOT_UNDERSTOOD, "y")]
    assert written(change).debrief == dataclasses.replace(TOLD, named=("Ana Ruiz",))


def test_a_mail_that_leaves_now_says_itself_that_the_record_is_corrected() -> None:
    assert told(reply(known(), corrections=Corrections(where="Cafe Luz"))) == []
    assert told(reply(known(), corrections=Corrections(where="Cafe Luz"), unclear=("y",))) == [
        (Done.NOT_UNDERSTOOD, "y")
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"notes": "x", "debrief": TOLD},
        {"swapped": ("day",)},
        {"corrections": Corrections(where="Cafe Luz")},
        {"corrections": Corrections(cancelled=True)},
        {"met": (ANA,)},
        {"keeps_in_touch": True},
    ],
)
@pytest.mark.parametrize("now", [NOW, STARTS, LATER, DAYS_LATER])
def test_whatever_is_owed_is_named_by_the_meeting_and_whatever_is_taken_back_was_waiting(
    said: dict[str, Any], now: datetime
) -> None:
    about = known()
    change = reply(about, now, **said)
    assert change.made
    assert all(mail.state is State.PENDING for mail in change.withdrawn)
    assert len({mail.id for mail in change.withdrawn}) == len(change.withdrawn)
    if change.interview:
        of_it = {mail.id for mail in change.made if mail.interview_id}
        assert of_it <= set(change.interview.owed)
        assert not {mail.id for mail in change.withdrawn} & set(change.interview.owed)
        assert {mail.revision for mail in change.made if mail.interview_id} <= {change.interview.revision}
        assert len(set(change.interview.owed)) == len(change.interview.owed)
