"""From what was written to what it asks, over the shipped content; planning itself is held in tests/unit/domain/."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta

import pytest

from shared.adapters.toml_content import load
from shared.domain.commands import Command, CommandWord, DoubtfulLine, ReplyText
from shared.domain.delivery import Kind
from shared.domain.done import Done
from shared.domain.interview import Change, Interview, InterviewState, Snapshot
from shared.domain.prep_pack import questions_for
from shared.domain.timing import Rules
from shared.domain.tokens import Purpose, address_mark, unseal
from shared.steps.taking_replies import AUTOMATIC, CODE_HOLDS_FOR, Answering, TakeReply
from tests.builders import ENDS, MAIL_ID, NOW, ROBIN, STARTS, a_user
from tests.fakes import TOKEN_KEY
from tests.planned_replies import LATER, kinds, known, mail_of, told, user_of, written

USER = a_user(id="0a1b2c3d4e5f")
TAKE = TakeReply(Rules(), load, TOKEN_KEY)


def said(*commands: Command, notes: str = "", doubts: tuple[str, ...] = (), automatic: bool = False) -> ReplyText:
    lines = tuple(DoubtfulLine(line, (CommandWord.STOP,)) for line in doubts)
    return ReplyText(commands, notes, automatic, lines)


def say(word: CommandWord, text: str = "", number: int | None = None) -> Command:
    return Command(word, number, text)


def take(text: ReplyText, about: Snapshot | None = None, now: datetime = NOW) -> Change:
    return TAKE(Answering(MAIL_ID, USER, ROBIN, ("<r@college.example>",), NOW), text, about, now)


def ten(interview: Interview) -> list[str]:
    return [asked.id for asked in questions_for(interview, USER, load(), NOW).ten]


# --- what is no answer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", [None, known()])
def test_an_automatic_reply_changes_nothing_and_is_not_answered(about: Snapshot | None) -> None:
    change = take(said(say(CommandWord.STOP_ALL), notes="I am away", automatic=True), about)
    assert change == Change(MAIL_ID, AUTOMATIC, NOW, user_id=USER.id)


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_word_and_the_rest_of_the_reply_are_both_taken() -> None:
    text = said(say(CommandWord.SENT), say(CommandWord.MET, "Ana Ruiz, ana@example.com"), notes="Learned: much")
    change = take(text, known(Kind.PREP_PACK, Kind.THANK_YOU), LATER)
    assert (change.outcome, kinds(change)) == ("letter_sent", [Kind.NOTED, Kind.INTRODUCTION])
    assert written(change).debrief is not None
    assert (written(change).notes, written(change).letter_sent_at) == (("Learned: much",), LATER)


def test_two_words_are_both_obeyed() -> None:
    change = take(said(say(CommandWord.SENT), say(CommandWord.STOP_ALL)), known(), LATER)
    assert (change.outcome, change.stops_user) == ("all_stopped", True)
    assert written(change).letter_sent_at == LATER


def test_stop_all_needs_no_meeting_and_what_does_is_asked_about() -> None:
    change = take(said(say(CommandWord.STOP_ALL), say(CommandWord.SENT)))
    assert (change.outcome, change.stops_user) == ("all_stopped", True)
    assert told(dataclasses.replace(change, made=change.made[1:])) == [(Done.WHICH_MEETING, "sent")]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (say(CommandWord.STOP), "stop"),
        (say(CommandWord.DID_NOT_HAPPEN), "did not happen"),
        (say(CommandWord.CANCELLED), "cancelled"),
        (say(CommandWord.SWAP, number=4), "swap 4"),
        (say(CommandWord.WITH, "Sam Poe"), "with Sam Poe"),
        (say(CommandWord.MOVED, "2026-11-13 15:00"), "moved 2026-11-13 15:00"),
    ],
)
def test_what_is_about_a_meeting_that_is_not_known_is_asked_about_and_changes_nothing(
    command: Command, words: str
) -> None:
    change = take(said(command))
    assert told(change) == [(Done.WHICH_MEETING, words)]
    assert (change.interview, change.user, change.withdrawn, change.stops_user) == (None, None, (), False)


# --- notes ------------------------------------------------------------------------------------------------------------


def test_a_line_in_doubt_is_asked_about_and_kept_as_a_note() -> None:
    change = take(said(doubts=("stop?",), notes="she was late"), known())
    assert written(change).notes == ("she was late\nstop?",)
    assert (Done.IN_DOUBT, "stop?") in told(change)
    assert written(change).state is InterviewState.PLANNED


def test_a_letter_comes_from_all_notes_and_not_from_the_last_alone() -> None:
    first = take(said(notes="Learned: shifts are long"), known(), LATER)
    second = take(said(notes="Promised: to write in spring"), Snapshot(written(first), first.made), LATER)
    debrief = written(second).debrief
    assert debrief is not None
    assert (debrief.learned, debrief.promised) == (("shifts are long",), ("write in spring",))


def test_whoever_is_named_in_notes_and_by_a_command_is_one_person() -> None:
    text = said(say(CommandWord.MET, "Ana Ruiz, ana@example.com"), notes="Named: Ana Ruiz, ana@example.com; Ben Okafor")
    change = take(text, known(), LATER)
    assert [one.name for one in user_of(change).referrals] == ["Ana Ruiz", "Ben Okafor"]
    assert kinds(change).count(Kind.INTRODUCTION) == 2


def test_names_that_cannot_be_read_are_said() -> None:
    text = said(say(CommandWord.MET, "???"), say(CommandWord.ASK, "a@b.example"), say(CommandWord.ALSO, "nothing"))
    change = take(text)
    assert told(change) == [
        (Done.NOT_UNDERSTOOD, "???"),
        (Done.NOT_UNDERSTOOD, "ask: a@b.example"),
        (Done.NOT_UNDERSTOOD, "also nothing"),
    ]
    assert change.user is None


# --- numbered lines ---------------------------------------------------------------------------------------------------


def test_before_the_talk_a_number_with_words_is_a_question_in_own_words() -> None:
    about = known()
    change = take(said(say(CommandWord.OWN_WORDS, "What is it like?", 3)), about)
    assert written(change).own_words == {ten(about.interview)[2]: "What is it like?"}
    assert kinds(change)[0] is Kind.PREP_PACK


@pytest.mark.parametrize("now", [STARTS, LATER])
def test_once_the_talk_has_begun_it_is_what_was_said_to_that_question(now: datetime) -> None:
    about = known()
    change = take(said(say(CommandWord.OWN_WORDS, "twelve hours", 3), notes="she was kind"), about, now)
    assert written(change).answers == {ten(about.interview)[2]: "twelve hours"}
    assert written(change).notes == ("Q3: twelve hours\nshe was kind",)
    assert user_of(change).talks_noted == 1


def test_where_no_talk_is_known_a_numbered_line_is_kept_as_it_was_written() -> None:
    change = take(said(say(CommandWord.OWN_WORDS, "twelve hours", 3)))
    assert user_of(change).unplaced == ("3: twelve hours",)
    assert told(change) == [(Done.TEXT_KEPT, "")]


def test_an_answer_to_a_question_that_is_none_of_the_ten_stays_a_note() -> None:
    change = take(said(notes="Q11: what?\nQ0: no"), known(), LATER)
    assert written(change).answers == {}
    assert written(change).notes == ("Q11: what?\nQ0: no",)


def test_own_words_for_a_question_that_is_none_of_the_ten_are_not_passed_over() -> None:
    change = take(said(say(CommandWord.OWN_WORDS, "What is it like?", 11)), known())
    assert told(change) == [(Done.NOT_UNDERSTOOD, "11: What is it like?")]
    assert change.interview is None


def test_questions_are_swapped_by_their_numbers_in_the_pack() -> None:
    about = known()
    change = take(said(say(CommandWord.SWAP, number=4), say(CommandWord.SWAP, number=1)), about)
    assert written(change).swapped == (ten(about.interview)[3], ten(about.interview)[0])
    assert not set(written(change).swapped) & set(ten(written(change)))


@pytest.mark.parametrize("number", [10, 11, 40])
def test_the_last_of_the_ten_and_what_lies_behind_it_are_not_swapped(number: int) -> None:
    change = take(said(say(CommandWord.SWAP, number=number)), known())
    assert told(change) == [(Done.NOT_SWAPPED, f"swap {number}")]
    assert change.interview is None


def test_a_swap_without_a_number_is_not_guessed() -> None:
    assert told(take(said(say(CommandWord.SWAP)), known())) == [(Done.NOT_SWAPPED, "swap")]


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_a_time_that_cannot_be_read_is_said_and_all_stays_as_it_is() -> None:
    change = take(said(say(CommandWord.MOVED, "some day")), known())
    assert [done for done, _ in told(change)] == [Done.NOT_UNDERSTOOD]
    assert (change.interview, change.withdrawn) == (None, ())


def test_an_hour_is_read_in_the_zone_in_which_the_meeting_was_shown() -> None:
    about = known()
    meeting = dataclasses.replace(about.interview.meeting, zone="Europe/Berlin")
    about = Snapshot(dataclasses.replace(about.interview, meeting=meeting), about.deliveries)
    change = take(said(say(CommandWord.WHEN, "2026-11-13 15:00")), about)
    assert written(change).meeting.starts_at.isoformat() == "2026-11-13T14:00:00+00:00"


def test_a_profile_is_taken_and_commands_that_ask_are_answered() -> None:
    text = said(
        say(CommandWord.PROFILE, "name: Robin K. Lee\nshoes: 42"),
        say(CommandWord.KEEP_IN_TOUCH),
        say(CommandWord.LIST),
        say(CommandWord.EXPORT),
        say(CommandWord.COMPARE),
        say(CommandWord.HELP),
        say(CommandWord.ERASE),
    )
    change = take(text)
    assert (user_of(change).name, user_of(change).keeps_in_touch) == ("Robin K. Lee", True)
    assert kinds(change) == [Kind.LIST, Kind.EXPORT, Kind.COMPARE, Kind.HELP, Kind.ERASE_ASKED, Kind.NOTED]


def test_a_further_address_gets_one_code_that_only_it_can_use_for_a_week() -> None:
    text = said(say(CommandWord.ALSO, "Robin@Home.example"), say(CommandWord.ALSO, "robin@home.example"))
    mail = mail_of(take(text), Kind.ADDRESS_CODE)
    code, last = mail.facts["code"], (NOW + CODE_HOLDS_FOR).date()
    token = unseal(code, TOKEN_KEY, last)
    assert token is not None
    assert (token.purpose, token.user_id) == (Purpose.ADDRESS, USER.id)
    assert token.interview_id == address_mark("robin@home.example", TOKEN_KEY)
    assert unseal(code, TOKEN_KEY, last + timedelta(days=1)) is None
    assert (mail.recipient, mail.facts["name"]) == (ROBIN, "robin@home.example")


def test_what_was_asked_in_an_earlier_talk_is_told() -> None:
    about = known(asked=("earlier",), answers={"answered": "x"}, meeting=known().interview.meeting)
    asked = TAKE.asked_in(about.interview, USER, ENDS)
    assert asked[0] == "earlier"
    assert "answered" in asked
    assert set(asked[1:-1]) <= {*ten(about.interview), "answered"}
    assert len(set(asked)) == len(asked)


def test_the_facts_of_an_answer_are_text_that_can_be_read_again() -> None:
    text = said(doubts=('"stop"? \u2014 caf\u00e9\n',))
    assert json.loads(mail_of(take(text), Kind.NOTED).facts["did"])[-1][0] == Done.IN_DOUBT
