"""What a reply adds to the record of the user: people who were named, and the user themself."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from shared.domain.debrief import Debrief
from shared.domain.delivery import Kind
from shared.domain.done import Done
from shared.domain.noting import LONGEST_OWN_WORDS
from shared.domain.profiling import MOST_REFERRALS
from shared.domain.referral import Referral
from shared.domain.reply import Named, Profile
from shared.domain.replying import MOST_NAMED
from tests.builders import (
    NOW,
    PRIYA,
    ROBIN,
    a_user,
)
from tests.planned_replies import ANA, LATER, kinds, known, mail_of, reply, told, user_of, written

# --- people -----------------------------------------------------------------------------------------------------------


def test_whoever_was_named_is_kept_with_who_named_them_and_a_first_mail_is_drafted() -> None:
    change = reply(known(), LATER, met=(ANA,))
    assert user_of(change).referrals == (Referral("Ana Ruiz", LATER, "Ana@Example.com", "Harbor", "Priya Nair", PRIYA),)
    draft = mail_of(change, Kind.INTRODUCTION)
    assert draft.facts == {
        "name": "Ana Ruiz",
        "email": "Ana@Example.com",
        "company": "Harbor",
        "why": "she knows wards",
        "referrer": "Priya Nair",
    }
    assert change.participants == ("ana@example.com",)
    assert written(change).debrief == Debrief(named=("Ana Ruiz",))
    assert told(change) == []


def test_whoever_was_named_outside_a_talk_is_kept_without_a_referrer() -> None:
    change = reply(met=(Named("Ana Ruiz"),))
    assert user_of(change).referrals == (Referral("Ana Ruiz", NOW),)
    assert mail_of(change, Kind.INTRODUCTION).facts == {"name": "Ana Ruiz"}
    assert change.participants == ()


def test_whoever_is_named_again_is_kept_once_as_named_last() -> None:
    old = (Referral("Ana", NOW, "ana@example.com"), Referral("Ben", NOW))
    change = reply(met=(ANA, Named("BEN")), user=a_user(referrals=old))
    assert [one.name for one in user_of(change).referrals] == ["Ana Ruiz", "BEN"]


def test_a_hundred_people_are_kept_the_newest() -> None:
    old = tuple(Referral(f"Person {number}", NOW) for number in range(MOST_REFERRALS))
    kept = user_of(reply(met=(ANA,), user=a_user(referrals=old))).referrals
    assert (len(kept), kept[-1].name, kept[0].name) == (MOST_REFERRALS, "Ana Ruiz", "Person 1")


def test_a_request_is_drafted_and_nobody_is_kept_as_named() -> None:
    change = reply(ask=(ANA,))
    assert mail_of(change, Kind.REQUEST).facts["why"] == "she knows wards"
    assert (change.user, change.participants) == (None, ("ana@example.com",))


@pytest.mark.parametrize("word", ["met", "ask"])
def test_more_than_five_people_at_once_are_not_passed_over_in_silence(word: str) -> None:
    people = tuple(Named(f"Person {number}", f"p{number}@example.com") for number in range(MOST_NAMED + 2))
    said: dict[str, Any] = {word: people}
    change = reply(known(), **said)
    assert len([mail for mail in change.made if mail.kind is not Kind.NOTED]) == MOST_NAMED
    assert told(change) == [(Done.TOO_MANY, "Person 5"), (Done.TOO_MANY, "Person 6")]
    assert len(change.participants) == MOST_NAMED


def test_the_user_is_never_marked_as_somebody_not_to_be_written_to() -> None:
    own = (Named("Me", ROBIN.upper()), Named("Me", "Robin@Home.example"), Named("Ana", "ana@example.com"))
    change = reply(met=own, recipient="robin@home.example")
    assert change.participants == ("ana@example.com",)


def test_endless_names_are_cut() -> None:
    change = reply(known(), met=(Named("x" * 5000, "ana@example.com", "y" * 5000, "z" * 5000),))
    (kept,) = user_of(change).referrals
    assert len(kept.name) + len(kept.company or "") < 400
    assert all(len(text) <= LONGEST_OWN_WORDS for text in mail_of(change, Kind.INTRODUCTION).facts.values())


# --- the user ---------------------------------------------------------------------------------------------------------


def test_a_profile_is_kept_and_what_it_leaves_out_stays() -> None:
    said = Profile("Robin K. Lee", "nursing", ("listening",) * 9, "Europe/Berlin", "08:00-20:00", "plain")
    change = reply(profile=said)
    user = user_of(change)
    assert (user.name, user.field, user.strengths) == ("Robin K. Lee", "nursing", ("listening",) * 6)
    assert (user.time_zone, user.zone_is_own, user.waking, user.tone) == ("Europe/Berlin", True, "08:00-20:00", "plain")
    assert told(change) == [(Done.PROFILE, "")]
    again = user_of(reply(user=user, profile=Profile(field="law", strengths=(), unread=("shoes: 42",))))
    assert again == dataclasses.replace(user, field="law", strengths=())


def test_lines_of_a_profile_that_cannot_be_read_are_named() -> None:
    change = reply(profile=Profile(unread=("shoes: 42",)))
    assert told(change) == [(Done.PROFILE, ""), (Done.PROFILE_UNREAD, "shoes: 42")]
    assert change.user is None


def test_whoever_asks_to_keep_in_touch_has_asked_for_good() -> None:
    change = reply(keeps_in_touch=True)
    assert user_of(change).keeps_in_touch
    assert told(change) == [(Done.KEEPS_IN_TOUCH, "")]


def test_a_further_address_gets_its_code_by_way_of_the_proven_one() -> None:
    change = reply(also=(("robin@home.example", "code"),))
    mail = mail_of(change, Kind.ADDRESS_CODE)
    assert (mail.recipient, mail.facts) == (ROBIN, {"name": "robin@home.example", "code": "code"})


def test_of_many_further_addresses_five_get_a_code_and_the_rest_are_named() -> None:
    also = tuple((f"r{number}@home.example", "code") for number in range(7))
    change = reply(also=also)
    assert kinds(change) == [Kind.ADDRESS_CODE] * 5 + [Kind.NOTED]
    assert [text for _, text in told(change)] == ["r5@home.example", "r6@home.example"]
