from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.toml_content import load_language
from shared.domain.delivery import DeliveryRef, Kind, State
from shared.domain.errors import Conflict
from shared.domain.interview import Change, InterviewState
from shared.domain.tokens import Purpose, Token, seal
from shared.steps.unsubscribe import NOT_A_TOKEN, TRIES, Unsubscribe
from tests.builders import NOW, a_delivery, a_user, an_interview
from tests.fakes import TOKEN_KEY, FakeClock, FakePages, InMemoryRecords

USER = a_user(id="0a1b2c3d4e5f")
INTERVIEW = an_interview(user_id=USER.id, owed=(a_delivery(Kind.THANK_YOU).id,))
LETTER = a_delivery(Kind.THANK_YOU, user_id=USER.id)


class Desk:
    """One user who is owed a letter, and the one click."""

    def __init__(self) -> None:
        self.records, self.clock = InMemoryRecords(), FakeClock()
        self.records.users = {USER.id: USER}
        assert self.records.commit(Change("mail-1", "made", NOW, interview=INTERVIEW, made=(LETTER,)))
        self.press = Unsubscribe(self.records, FakePages(), self.clock, TOKEN_KEY, load_language)

    @property
    def letter(self) -> State:
        return self.records.deliveries[DeliveryRef(USER.id, LETTER.id)].state


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _token(
    purpose: Purpose = Purpose.STOP_MEETING,
    interview_id: str | None = INTERVIEW.id,
    user_id: str = USER.id,
    days: int = 400,
) -> str:
    return seal(Token(user_id, interview_id, purpose, (NOW + timedelta(days=days)).date()), TOKEN_KEY)


def test_one_click_stops_the_meeting_and_owes_no_mail_about_it(desk: Desk) -> None:
    assert desk.press(_token()) == "meeting_stopped"
    assert desk.letter is State.WITHDRAWN
    assert desk.records.interviews[USER.id, INTERVIEW.id].state is InterviewState.STOPPED
    assert len(desk.records.deliveries) == 1


def test_one_click_that_asks_for_all_stops_the_user(desk: Desk) -> None:
    assert desk.press(_token(), everything=True) == "all_stopped"
    assert desk.records.users[USER.id].stopped_at == NOW


def test_the_token_of_a_mail_about_no_meeting_stops_all(desk: Desk) -> None:
    assert desk.press(_token(Purpose.STOP_ALL, None)) == "all_stopped"
    assert desk.records.users[USER.id].stopped_at == NOW


@pytest.mark.parametrize("everything", [True, False])
def test_a_reply_token_stops_nothing(desk: Desk, everything: bool) -> None:
    assert desk.press(_token(Purpose.REPLY), everything=everything) == NOT_A_TOKEN
    assert desk.letter is State.PENDING
    assert desk.records.users[USER.id].stopped_at is None


@pytest.mark.parametrize("text", ["", "x", "a" * 52, _token()[:-1] + "é", _token(days=-1)])
def test_forged_broken_and_expired_tokens_get_the_same_answer(desk: Desk, text: str) -> None:
    assert desk.press(text) == desk.press("a" * 52) == NOT_A_TOKEN
    assert desk.press.page(text) == desk.press.page("a" * 52)
    assert desk.press.page_after(NOT_A_TOKEN) == desk.press.page(text)
    assert desk.letter is State.PENDING


def test_a_token_stops_to_the_last_second_of_its_day(desk: Desk) -> None:
    token = _token(days=30)
    desk.clock.move_to(datetime(2026, 12, 11, tzinfo=UTC))
    assert desk.press(token) == NOT_A_TOKEN
    desk.clock.advance(seconds=-1)
    assert desk.press(token) == "meeting_stopped"


def test_a_user_or_meeting_that_was_erased_is_nothing_to_stop(desk: Desk) -> None:
    assert desk.press(_token(interview_id="f" * 16)) == "nothing_to_stop"
    assert desk.press(_token(user_id="ffffffffffff")) == "nothing_to_stop"


def test_a_second_press_in_the_same_second_changes_nothing_more(desk: Desk) -> None:
    assert [desk.press(_token()) for _ in range(2)] == ["meeting_stopped"] * 2
    assert desk.records.interviews[USER.id, INTERVIEW.id].revision == INTERVIEW.revision + 1


def test_what_was_stopped_and_asked_for_again_can_be_stopped_again(desk: Desk) -> None:
    desk.press(_token())
    stopped = desk.records.interviews[USER.id, INTERVIEW.id]
    again = dataclasses.replace(stopped, state=InterviewState.PLANNED, revision=stopped.revision + 1)
    assert desk.records.commit(Change("mail-2", "made", NOW, interview=again, read=stopped))
    desk.clock.advance(minutes=1)
    assert desk.press(_token()) == "meeting_stopped"
    assert desk.records.interviews[USER.id, INTERVIEW.id].state is InterviewState.STOPPED


def test_a_press_that_meets_another_writer_is_planned_anew(desk: Desk) -> None:
    moved = dataclasses.replace(INTERVIEW, revision=2)
    held = desk.records.interviews[USER.id, INTERVIEW.id]
    desk.records.before["commit"].append(
        lambda: desk.records.commit(Change("mail-2", "moved", NOW, interview=moved, read=held))
    )
    assert desk.press(_token()) == "meeting_stopped"
    assert desk.records.interviews[USER.id, INTERVIEW.id].revision == 3


def test_a_press_that_meets_another_writer_every_time_is_a_fault_and_not_lost_in_silence(desk: Desk) -> None:
    def conflict() -> None:
        if len(tried) < TRIES:
            desk.records.before["commit"].append(conflict)
        tried.append(1)
        raise Conflict("another was first")

    tried: list[int] = []
    desk.records.before["commit"].append(conflict)
    with pytest.raises(Conflict):
        desk.press(_token())
    assert len(tried) == TRIES
    assert desk.letter is State.PENDING


def test_the_page_says_that_nothing_is_stopped_and_changes_nothing(desk: Desk) -> None:
    assert "Stop Foreword's mails?" in desk.press.page(_token())
    assert desk.letter is State.PENDING


@pytest.mark.parametrize("outcome", ["meeting_stopped", "all_stopped"])
def test_the_page_after_says_what_was_done(desk: Desk, outcome: str) -> None:
    assert desk.press.page_after(outcome) == "unsubscribe: Stopped"
    assert desk.press.page_after("nothing_to_stop") == "unsubscribe: This link does not work"
