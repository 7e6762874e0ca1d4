from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.domain.delivery import Delivery, Kind
from shared.domain.reply_paths import HOLDS_FOR, ReplyPaths
from shared.domain.tokens import Purpose, Token, unseal
from tests.builders import NOW, OWN, a_delivery, an_interview

KEY = b"k" * 32
PATHS = ReplyPaths(OWN, KEY, "https://unsubscribe.foreword.example/")
USER = "0a1b2c3d4e5f"


def _owed(**other: Any) -> Delivery:
    return a_delivery(Kind.THANK_YOU, **({"user_id": USER} | other))


def _about_nothing(**other: Any) -> Delivery:
    return _owed(interview_id=None, revision=None, **other)


def _token_of(address: str | None, now: datetime = NOW) -> Token | None:
    assert address is not None
    local, _, domain = address.partition("@")
    assert domain == "foreword.example"
    return unseal(local.removeprefix("prep+"), KEY, now.date())


# --- Reply-To ---------------------------------------------------------------------------------------------------------


def test_a_reply_goes_to_our_address_and_names_user_and_meeting() -> None:
    expected = Token(USER, an_interview().id, Purpose.REPLY, (NOW + HOLDS_FOR).date())
    assert _token_of(PATHS.reply_to(_owed(), NOW)) == expected


def test_a_reply_to_a_confirmation_names_the_meeting_that_it_is_about() -> None:
    found = _token_of(PATHS.reply_to(_about_nothing(about=an_interview().id), NOW))
    assert found is not None
    assert found.interview_id == an_interview().id


def test_a_reply_to_what_is_about_no_meeting_names_the_user_alone() -> None:
    found = _token_of(PATHS.reply_to(_about_nothing(), NOW))
    assert found is not None
    assert (found.user_id, found.interview_id) == (USER, None)


def test_a_stranger_has_no_records_and_so_no_address_to_reply_to() -> None:
    assert PATHS.reply_to(_owed(user_id="stranger-0a1b"), NOW) is None
    assert PATHS.unsubscribe(_owed(user_id="stranger-0a1b"), NOW) == ()


@pytest.mark.parametrize(("length", "fits"), [(11, True), (12, False)])
def test_a_local_part_never_grows_beyond_64_characters(length: int, fits: bool) -> None:
    paths = dataclasses.replace(PATHS, own_address="p" * length + "@foreword.example")
    address = paths.reply_to(_owed(), NOW)
    assert (address is not None) is fits
    assert len((address or "").partition("@")[0]) <= 64


def test_where_no_token_fits_a_stop_by_mail_goes_to_the_bare_address() -> None:
    paths = dataclasses.replace(PATHS, own_address="p" * 40 + "@foreword.example")
    by_mail, by_click = paths.unsubscribe(_owed(), NOW)
    assert by_mail == f"mailto:{'p' * 40}@foreword.example?subject=stop"
    assert "?t=" in by_click


# --- List-Unsubscribe -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delivery", "word", "purpose"),
    [
        (_owed(), "stop", Purpose.STOP_MEETING),
        (_about_nothing(about=an_interview().id), "stop", Purpose.STOP_MEETING),
        (_about_nothing(), "stop all", Purpose.STOP_ALL),
    ],
)
def test_a_mail_can_be_stopped_by_a_mail_and_by_one_click(delivery: Delivery, word: str, purpose: Purpose) -> None:
    by_mail, by_click = (urlsplit(uri) for uri in PATHS.unsubscribe(delivery, NOW))
    assert (by_mail.scheme, by_click.scheme) == ("mailto", "https")
    assert parse_qs(by_mail.query) == {"subject": [word]}
    assert _token_of(by_mail.path) == _token_of(PATHS.reply_to(delivery, NOW))
    token = unseal(parse_qs(by_click.query)["t"][0], KEY, NOW.date())
    assert token is not None
    assert (token.user_id, token.purpose) == (USER, purpose)


def test_the_token_of_the_click_says_nothing_to_who_reads_it() -> None:
    _, by_click = PATHS.unsubscribe(_owed(), NOW)
    for shown in (USER, an_interview().id, "robin", "@"):
        assert shown not in by_click.partition("?t=")[2]


# --- how long ---------------------------------------------------------------------------------------------------------


def test_a_path_holds_to_the_last_second_of_its_400th_day_in_utc() -> None:
    address = PATHS.reply_to(_owed(), NOW)
    day = (NOW + HOLDS_FOR).date()
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    assert _token_of(address, last) is not None
    assert _token_of(address, last + timedelta(seconds=1)) is None
