"""The function URL of List-Unsubscribe: only a POST acts (RFC 8058, 3.2)."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from functions import unsubscribe
from shared.adapters.toml_content import load_language
from shared.domain.delivery import DeliveryRef, Kind, State
from shared.domain.interview import Change
from shared.domain.tokens import Purpose, Token, seal
from shared.steps.unsubscribe import Unsubscribe
from tests.builders import NOW, a_delivery, a_user, an_interview
from tests.fakes import TOKEN_KEY, FakeClock, FakePages, InMemoryRecords
from tests.journal import TakenDown

USER = a_user(id="0a1b2c3d4e5f")
LETTER = a_delivery(Kind.THANK_YOU, user_id=USER.id)
INTERVIEW = an_interview(user_id=USER.id, owed=(LETTER.id,))
EXPIRES = (NOW + timedelta(days=400)).date()
TOKEN = seal(Token(USER.id, INTERVIEW.id, Purpose.STOP_MEETING, EXPIRES), TOKEN_KEY)


class Door:
    """The function over a user who is owed a letter."""

    def __init__(self) -> None:
        self.records, self.log = InMemoryRecords(), TakenDown()
        self.records.users = {USER.id: USER}
        assert self.records.commit(Change("mail-1", "made", NOW, interview=INTERVIEW, made=(LETTER,)))
        self._step = Unsubscribe(self.records, FakePages(), FakeClock(), TOKEN_KEY, load_language)

    def call(self, method: str, token: str | None = TOKEN, body: str | None = None, **event: Any) -> dict[str, Any]:
        query = {"queryStringParameters": {"t": token}} if token is not None else {}
        request = {"requestContext": {"http": {"method": method}}, "body": body}
        return unsubscribe.handle(query | request | event, self._step, self.log)

    @property
    def letter(self) -> State:
        return self.records.deliveries[DeliveryRef(USER.id, LETTER.id)].state


@pytest.fixture
def door() -> Door:
    return Door()


def test_one_click_of_a_mail_program_stops_the_meeting(door: Door) -> None:
    answer = door.call("POST", body="List-Unsubscribe=One-Click")
    assert (answer["statusCode"], answer["body"]) == (200, "unsubscribe: Stopped")
    assert door.letter is State.WITHDRAWN


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "post", ""])
@pytest.mark.parametrize("body", [None, "scope=all", "List-Unsubscribe=One-Click"])
def test_a_program_that_follows_links_stops_nothing(door: Door, method: str, body: str | None) -> None:
    assert "Stop Foreword's mails?" in door.call(method, body=body)["body"]
    assert door.letter is State.PENDING
    assert door.records.users[USER.id].stopped_at is None
    assert door.log.lines == []


@pytest.mark.parametrize("encoded", [True, False])
def test_the_button_for_all_stops_all(door: Door, encoded: bool) -> None:
    body = base64.b64encode(b"scope=all").decode() if encoded else "scope=all"
    door.call("POST", body=body, isBase64Encoded=encoded)
    assert door.records.users[USER.id].stopped_at == NOW


@pytest.mark.parametrize("body", ["scope=ALL", "scope=all&scope=all", "x" * 1991 + "&scope=all", "é", None])
def test_a_body_that_does_not_ask_for_all_stops_the_meeting_alone(door: Door, body: str | None) -> None:
    door.call("POST", body=body)
    assert door.records.users[USER.id].stopped_at is None
    assert door.letter is State.WITHDRAWN


def test_a_body_that_is_not_the_base64_that_it_says_stops_the_meeting_alone(door: Door) -> None:
    door.call("POST", body="a", isBase64Encoded=True)
    assert door.records.users[USER.id].stopped_at is None
    assert door.letter is State.WITHDRAWN


@pytest.mark.parametrize("token", [None, "", "a" * 52, TOKEN[:-4] + "aaaa", TOKEN * 20])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_is_no_token_gets_the_same_page(door: Door, token: str | None, method: str) -> None:
    answer = door.call(method, token)
    assert (answer["statusCode"], answer["body"]) == (200, "unsubscribe: This link does not work")
    assert door.letter is State.PENDING


def test_the_page_runs_nothing_and_leaves_no_trace_of_its_address(door: Door) -> None:
    headers = door.call("GET")["headers"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_the_log_says_what_came_of_it_and_neither_token_nor_user(door: Door) -> None:
    door.call("POST")
    door.call("POST", "a" * 52)
    assert door.log.lines == [("meeting_stopped", {}), ("not_a_token", {})]
