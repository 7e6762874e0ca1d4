from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.delivery import Delivery, DeliveryRef
from shared.domain.interview import Change, Interview, Snapshot
from shared.domain.tokens import Purpose, Token, seal
from shared.inbox.headers import Headers
from shared.steps.replying import MAX_REFERENCES, FindAnswered
from tests.builders import NOW, OWN, a_delivery, a_user, an_answer, an_interview
from tests.fakes import TOKEN_KEY, InMemoryRecords

USER = a_user(id="0a1b2c3d4e5f")
INTERVIEW = an_interview(user_id=USER.id, owed=(a_delivery().id,))
DELIVERY = a_delivery(user_id=USER.id)
SES_ID = "0102018f-aaaa-bbbb-cccc-000000000000-000000"
NO_HEADERS = Headers(())


class Desk:
    """One user with one interview, of which one mail was sent; a reply is read against it."""

    def __init__(self) -> None:
        self.records = InMemoryRecords()
        self.records.users = {USER.id: USER}
        self.record(INTERVIEW, DELIVERY, SES_ID)
        self.read = FindAnswered(self.records, TOKEN_KEY)

    def record(self, interview: Interview | None, delivery: Delivery, ses_message_id: str) -> None:
        made = (delivery,)
        assert self.records.commit(Change(f"mail-{ses_message_id}", "made", NOW, interview=interview, made=made))
        self.records.confirm(delivery, ses_message_id, NOW)

    def say(
        self, to: str = OWN, headers: Headers = NO_HEADERS, now: datetime = NOW, user: str = USER.id
    ) -> Snapshot | None:
        who = dataclasses.replace(USER, id=user)
        return self.read.meeting(who, (to,), headers, now)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _address(interview_id: str | None = INTERVIEW.id, user_id: str = USER.id, days: int = 400) -> str:
    token = Token(user_id, interview_id, Purpose.REPLY, (NOW + timedelta(days=days)).date())
    return f"prep+{seal(token, TOKEN_KEY)}@foreword.example"


def _answers(*ids: str, field: str = "in-reply-to", host: str = "email.amazonses.com") -> Headers:
    return Headers(((field, " ".join(f"<{each}@{host}>" for each in ids)),))


def _about(found: Snapshot | None) -> str | None:
    return found.interview.id if found else None


# --- by the token -----------------------------------------------------------------------------------------------------


def test_a_mail_to_a_tokens_address_is_about_the_tokens_meeting(desk: Desk) -> None:
    assert _about(desk.say(_address())) == INTERVIEW.id


def test_the_token_of_another_user_finds_no_meeting(desk: Desk) -> None:
    assert _about(desk.say(_address(user_id="ffffffffffff"))) is None
    assert _about(desk.say(_address(), user="ffffffffffff")) is None


def test_a_token_without_a_meeting_finds_none(desk: Desk) -> None:
    assert _about(desk.say(_address(None))) is None


def test_a_token_holds_to_the_last_second_of_its_day_and_then_proves_nothing(desk: Desk) -> None:
    address = _address(days=30)
    last = datetime(2026, 12, 10, 23, 59, 59, tzinfo=UTC)
    assert _about(desk.say(address, now=last)) == INTERVIEW.id
    assert _about(desk.say(address, now=last + timedelta(seconds=1))) is None


@pytest.mark.parametrize("local", ["prep", "prep+", "prep+a", "prep+" + "a" * 52, "+", ""])
def test_an_address_without_a_genuine_token_finds_no_meeting(desk: Desk, local: str) -> None:
    assert _about(desk.say(f"{local}@foreword.example")) is None


# --- by the mail that is answered -------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["in-reply-to", "references"])
@pytest.mark.parametrize("host", ["email.amazonses.com", "eu-west-1.amazonses.com", "ap-southeast-2.amazonses.com"])
def test_without_a_token_the_mail_that_is_answered_tells_the_meeting(desk: Desk, field: str, host: str) -> None:
    assert _about(desk.say(headers=_answers(SES_ID, field=field, host=host))) == INTERVIEW.id


@pytest.mark.parametrize("host", ["amazonses.com.evil.example", "evil.example", "email.amazonses.com.example"])
def test_an_id_of_another_host_tells_nothing(desk: Desk, host: str) -> None:
    assert _about(desk.say(headers=_answers(SES_ID, host=host))) is None


def test_an_id_that_we_never_sent_tells_nothing(desk: Desk) -> None:
    assert _about(desk.say(headers=_answers("0102018f-never-sent-0000000000"))) is None


def test_a_mail_to_another_user_tells_nothing(desk: Desk) -> None:
    assert _about(desk.say(headers=_answers(SES_ID), user="ffffffffffff")) is None


def test_a_confirmation_that_is_answered_tells_the_meeting_that_it_is_about(desk: Desk) -> None:
    noted = dataclasses.replace(an_answer("m2"), user_id=USER.id, about=INTERVIEW.id)
    desk.record(None, noted, "0102018f-noted-000000000000000")
    assert _about(desk.say(headers=_answers("0102018f-noted-000000000000000"))) == INTERVIEW.id


def test_an_answer_that_is_about_no_meeting_is_passed_over_for_one_that_is(desk: Desk) -> None:
    desk.record(None, dataclasses.replace(an_answer("m2"), user_id=USER.id), "0102018f-other-000000000000000")
    assert _about(desk.say(headers=_answers(SES_ID, "0102018f-other-000000000000000", field="references"))) is not None


def test_of_a_long_thread_only_the_newest_mails_are_looked_up(desk: Desk) -> None:
    newer = [f"0102018f-newer-00000000000000{number}" for number in range(MAX_REFERENCES)]
    assert _about(desk.say(headers=_answers(SES_ID, *newer[1:], field="references"))) == INTERVIEW.id
    assert _about(desk.say(headers=_answers(SES_ID, *newer, field="references"))) is None


# --- whether it answers us at all -------------------------------------------------------------------------------------


def test_a_mail_answers_us_by_its_address_or_by_what_it_names(desk: Desk) -> None:
    assert desk.read.is_answer(USER, (_address(None),), NO_HEADERS, NOW)
    assert desk.read.is_answer(USER, (OWN,), _answers(SES_ID), NOW)


def test_a_mail_of_somebody_else_or_about_nothing_of_ours_answers_nothing(desk: Desk) -> None:
    other = dataclasses.replace(USER, id="ffffffffffff")
    assert not desk.read.is_answer(other, (_address(),), _answers(SES_ID), NOW)
    assert not desk.read.is_answer(USER, (OWN,), NO_HEADERS, NOW)
    assert not desk.read.is_answer(USER, (_address(),), NO_HEADERS, NOW + timedelta(days=401))


def test_a_delivery_that_was_erased_meanwhile_tells_nothing(desk: Desk) -> None:
    del desk.records.deliveries[DeliveryRef(USER.id, DELIVERY.id)]
    assert _about(desk.say(headers=_answers(SES_ID))) is None
