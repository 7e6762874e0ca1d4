"""The two replies that only count with a token: the second "erase", and the code of a further address."""

from __future__ import annotations

import base64
import dataclasses
import json
import quopri
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import Delivery, Kind
from shared.domain.done import Done
from shared.domain.interview import User
from shared.domain.tokens import Purpose, Token, address_mark, seal
from tests.builders import NOW, ROBIN, a_calendar, a_notice, a_user, calendar_mail, raw_mail, ses_results
from tests.fakes import TOKEN_KEY, FakeClock, FakeMailbox, InMemoryRecords, receives

USER = a_user(id="0a1b2c3d4e5f")
KIM = User("f0f0f0f0f0f0", "kim@college.example", "America/New_York")
HOME, COLLEGE_HOME = "robin@home.example", "rl@college.example"
WEEK = timedelta(days=7)


class Desk:
    """Two users of one deployment, and the mails that come."""

    def __init__(self) -> None:
        self.mailbox, self.records, self.clock = FakeMailbox(), InMemoryRecords(), FakeClock()
        self.records.users = {USER.id: USER, KIM.id: KIM}
        self.receive = receives(self.records, self.mailbox, self.clock)
        self.taken = 0

    def take(self, text: str, *, to: str = "prep@foreword.example", by: str = ROBIN, raw: bytes | None = None) -> str:
        """Take a mail by one address to another and return its outcome."""
        self.taken += 1
        domain = by.rpartition("@")[2]
        notice = a_notice(f"mail-{self.taken}", by, recipients=(to,), received_at=self.clock.now())
        own = ses_results(domain)
        self.mailbox.mails[notice.key] = raw or raw_mail(
            [("Subject", "Re: a mail")], text, from_=f"<{by}>", to=to, results=own, mail_id=notice.mail_id
        )
        return self.receive(notice)

    def made(self) -> list[Delivery]:
        """Return what the last mail made."""
        return [mail for mail in self.records.all() if mail.mail_id == f"mail-{self.taken}"]

    def kinds(self) -> list[Kind]:
        return [mail.kind for mail in self.made()]

    def said(self) -> list[list[str]]:
        (mail,) = self.made()
        found: list[list[str]] = json.loads(mail.facts["did"])
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def erase_address(user: User = USER, purpose: Purpose = Purpose.ERASE, **left: Any) -> str:
    token = Token(user.id, None, purpose, (NOW + (timedelta(**left) if left else WEEK)).date())
    return f"prep+{seal(token, TOKEN_KEY)}@foreword.example"


def code(address: str = HOME, user: User = USER, purpose: Purpose = Purpose.ADDRESS, **left: Any) -> str:
    until = (NOW + (timedelta(**left) if left else WEEK)).date()
    return seal(Token(user.id, address_mark(address, TOKEN_KEY), purpose, until), TOKEN_KEY)


# --- erase ------------------------------------------------------------------------------------------------------------


def test_erase_alone_asks_and_erases_nothing(desk: Desk) -> None:
    assert desk.take("erase") == "reply_taken"
    assert desk.kinds() == [Kind.ERASE_ASKED]
    assert desk.records.user(USER.id) == USER


@pytest.mark.parametrize("text", ["erase", "Erase.", "erase everything", "ERASE\r\n\r\n> what we said\r\n"])
def test_erase_to_the_address_of_the_question_erases_all_and_says_so(desk: Desk, text: str) -> None:
    desk.take("", raw=calendar_mail(a_calendar(), mail_id="mail-1"))
    assert desk.take(text, to=erase_address()) == "user_erased"
    assert (desk.records.user(USER.id), desk.records.interviews) == (None, {})
    (mail,) = desk.records.all()
    assert (mail.kind, mail.recipient, mail.user_id) == (Kind.ERASED, ROBIN, desk.records.stranger_id(ROBIN))
    assert desk.mailbox.mails == {}
    assert desk.records.user(KIM.id) == KIM


def test_whoever_confirms_twice_is_told_twice_and_nothing_comes_back(desk: Desk) -> None:
    to = erase_address()
    assert [desk.take("erase", to=to) for _ in range(2)] == ["user_erased", "user_erased"]
    assert [mail.kind for mail in desk.records.all()] == [Kind.ERASED, Kind.ERASED]
    assert desk.records.user_id_at(ROBIN) is None


def test_an_erasure_that_broke_off_is_finished_by_the_same_mail(desk: Desk) -> None:
    def break_off() -> None:
        raise RuntimeError("the function ran out of time")

    desk.records.before["forget_address"].append(break_off)
    with pytest.raises(RuntimeError):
        desk.take("erase", to=erase_address())
    desk.taken -= 1
    assert desk.take("erase", to=erase_address()) == "user_erased"
    assert (desk.records.user_id_at(ROBIN), desk.kinds()) == (None, [Kind.ERASED])


def test_from_a_further_address_all_is_erased_too(desk: Desk) -> None:
    assert desk.records.link_address(USER, HOME)
    assert desk.take("erase", to=erase_address(), by=HOME) == "user_erased"
    assert [desk.records.user_id_at(address) for address in (ROBIN, HOME)] == [None, None]
    assert [mail.recipient for mail in desk.made()] == [HOME]


@pytest.mark.parametrize("text", ["no", "don't erase it", "erase?", "thanks\r\n\r\n> erase\r\n", "list", ""])
def test_anything_but_the_word_erases_nothing(desk: Desk, text: str) -> None:
    assert desk.take(text, to=erase_address()) != "user_erased"
    assert desk.records.user(USER.id) is not None


def test_the_token_of_another_user_erases_nothing(desk: Desk) -> None:
    assert desk.take("erase", to=erase_address(), by=KIM.address) == "reply_taken"
    assert (desk.records.users, desk.kinds()) == ({USER.id: USER, KIM.id: KIM}, [Kind.ERASE_ASKED])


def test_a_newcomer_who_holds_a_users_token_erases_nothing(desk: Desk) -> None:
    desk.take("erase", to=erase_address(), by="new@college.example")
    assert desk.records.user(USER.id) == USER
    assert Kind.ERASED not in desk.kinds()


def test_whoever_began_anew_after_an_erasure_is_not_erased_by_the_old_token(desk: Desk) -> None:
    to = erase_address()
    desk.take("erase", to=to)
    desk.clock.advance(hours=1)
    desk.take("list")
    assert desk.take("erase", to=to) == "reply_taken"
    assert desk.kinds() == [Kind.ERASE_ASKED]


@pytest.mark.parametrize(
    "to",
    [
        erase_address(days=-1),
        erase_address(purpose=Purpose.REPLY),
        erase_address(purpose=Purpose.STOP_ALL),
        erase_address(purpose=Purpose.ADDRESS),
        erase_address().replace("@", "a@"),
        erase_address()[:5] + ("b" if erase_address()[5] == "a" else "a") + erase_address()[6:],
        "prep@foreword.example",
    ],
)
def test_a_token_that_is_past_forged_or_for_something_else_asks_again(desk: Desk, to: str) -> None:
    assert desk.take("erase", to=to) == "reply_taken"
    assert desk.kinds() == [Kind.ERASE_ASKED]
    assert desk.records.user(USER.id) == USER


def test_a_stranger_who_holds_the_token_erases_nothing(desk: Desk) -> None:
    assert desk.take("erase", to=erase_address(), by="mallory@evil.example") == "stranger_noted"
    assert desk.records.user(USER.id) == USER


# --- a further address ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["also {}", "Also: {}.", "ALSO <{}>", "hello\r\n\r\nalso {}\r\n\r\n> quoted\r\n"])
def test_the_code_from_the_address_that_it_was_made_for_makes_it_the_users(desk: Desk, text: str) -> None:
    assert desk.take(text.format(code()), by=HOME) == "address_linked"
    assert desk.records.user_id_at(HOME) == USER.id
    (mail,) = desk.made()
    assert (mail.kind, mail.recipient, mail.user_id) == (Kind.NOTED, HOME, USER.id)
    assert desk.said() == [[Done.LINKED, HOME]]


def test_from_then_on_mails_from_there_are_the_users(desk: Desk) -> None:
    desk.take(f"also {code()}", by=HOME)
    assert desk.take("list", by=HOME) == "reply_taken"
    assert [(mail.kind, mail.recipient, mail.user_id) for mail in desk.made()] == [(Kind.LIST, HOME, USER.id)]


def test_the_code_a_second_time_changes_nothing_and_is_answered_alike(desk: Desk) -> None:
    for _ in range(2):
        assert desk.take(f"also {code()}", by=HOME) == "address_linked"
        assert desk.said() == [[Done.LINKED, HOME]]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_the_code_is_found_in_an_encoded_mail(desk: Desk, encoding: str) -> None:
    said = f"also {code()}\r\n".encode()
    body = (base64.encodebytes(said) if encoding == "base64" else quopri.encodestring(said)).decode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", encoding)]
    raw = raw_mail(headers, body, from_=f"<{HOME}>", results=ses_results("home.example"), mail_id="mail-1")
    assert desk.take("", by=HOME, raw=raw) == "address_linked"


def test_the_code_is_found_in_a_mail_of_html_alone(desk: Desk) -> None:
    headers = [("Content-Type", "text/html; charset=utf-8")]
    body = f"<div><b>also&nbsp;{code()}</b></div><blockquote>quoted</blockquote>"
    raw = raw_mail(headers, body, from_=f"<{HOME}>", results=ses_results("home.example"), mail_id="mail-1")
    assert desk.take("", by=HOME, raw=raw) == "address_linked"


def test_the_code_from_another_address_proves_nothing(desk: Desk) -> None:
    assert desk.take(f"also {code()}", by="mallory@evil.example") == "stranger_noted"
    assert desk.take(f"also {code()}", by=KIM.address) == "reply_taken"
    assert desk.take(f"also {code()}", by=ROBIN) == "reply_taken"
    assert desk.said()[0][0] == Done.NOT_UNDERSTOOD
    assert desk.records.user_id_at(HOME) is None
    assert desk.records.linked == {}


@pytest.mark.parametrize(
    "wrong",
    [code(days=-1), code(purpose=Purpose.REPLY), code(purpose=Purpose.ERASE), "a" * 52, code()[:-1], code() + "a"],
)
def test_a_code_that_is_past_forged_or_for_something_else_proves_nothing(desk: Desk, wrong: str) -> None:
    assert desk.take(f"also {wrong}", by=HOME) == "stranger_noted"
    assert desk.records.user_id_at(HOME) is None


def test_an_address_with_records_of_its_own_keeps_them_and_is_told(desk: Desk) -> None:
    text = f"also {code(KIM.address)}"
    assert desk.take(text, by=KIM.address) == "address_not_linked"
    assert desk.records.user_id_at(KIM.address) == KIM.id
    assert desk.said() == [[Done.NOT_LINKED, KIM.address]]


def test_a_code_whose_user_was_erased_makes_nobody_a_user(desk: Desk) -> None:
    desk.take("erase", to=erase_address())
    assert desk.take(f"also {code(COLLEGE_HOME)}", by=COLLEGE_HOME) == "reply_taken"
    assert desk.records.user(USER.id) is None
    assert COLLEGE_HOME not in desk.records.linked


def test_a_user_who_is_erased_while_the_code_istaken_gets_no_address(desk: Desk) -> None:
    desk.records.before["link_address"].append(lambda: desk.records.forget_profile(USER.id))
    with pytest.raises(Exception, match="erased"):
        desk.take(f"also {code()}", by=HOME)
    assert HOME not in desk.records.linked


def test_a_user_who_is_no_longer_on_the_list_gets_no_further_address(desk: Desk) -> None:
    desk.records.users[USER.id] = dataclasses.replace(USER, address="robin@left.example")
    assert desk.take(f"also {code()}", by=HOME) == "stranger_noted"


@pytest.mark.parametrize(
    ("more", "outcome"), [("x" * 100_000, "stranger_noted"), ("BEGIN:VCALENDAR", "unknown_sender")]
)
def test_a_mail_that_is_huge_or_holds_a_calendar_is_no_code(desk: Desk, more: str, outcome: str) -> None:
    assert desk.take(f"also {code()}\r\n\r\n{more}", by=HOME) == outcome
    assert desk.records.user_id_at(HOME) is None


def test_the_code_in_a_quote_proves_nothing(desk: Desk) -> None:
    assert desk.take(f"What is this?\r\n\r\n> also {code()}\r\n", by=HOME) == "stranger_noted"
    assert desk.records.user_id_at(HOME) is None
