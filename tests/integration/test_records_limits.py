"""The part of the records' contract that keeps mails back: budgets, postponing, refusals; over each kind of records."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shared.adapters.dynamodb_items import BUDGET_SHARDS, BUDGETS, Budgets
from shared.adapters.dynamodb_records import DynamoDBRecords
from shared.domain.delivery import Delivery, DeliveryRef, Kind, State
from shared.domain.interview import Change
from shared.domain.ports import Records
from tests.builders import NOW, PRIYA, ROBIN, ZONE, a_delivery, an_interview
from tests.fakes import InMemoryRecords
from tests.reliability.memory_dynamodb import MemoryDynamoDB
from tests.reliability.strict.clients import Rules
from tests.table import TABLE

TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
REF = DeliveryRef(a_delivery().user_id, a_delivery().id)
LATER = NOW + timedelta(minutes=12)
_NUMBER = itertools.count()


# Makes records that let a user have so many mails a day, as `per_user`.
Make = Callable[..., Records]


def _over(client: Any, **budgets: int) -> DynamoDBRecords:
    limits = dataclasses.replace(BUDGETS, **budgets)
    return DynamoDBRecords(client, TABLE, b"k" * 32, timedelta(days=365), ZONE, limits)


@pytest.fixture(params=["in memory", "over DynamoDB", "over DynamoDB's double"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "in memory":

        def in_memory(**budgets: int) -> Records:
            records = InMemoryRecords(ZONE)
            records.budget = budgets.get("per_user", BUDGETS.per_user)
            return records

        return in_memory
    if request.param == "over DynamoDB":
        moto = request.getfixturevalue("client")
        return lambda **budgets: _over(moto, **budgets)
    return lambda **budgets: _over(MemoryDynamoDB(Rules()), **budgets)


@pytest.fixture
def records(make: Make) -> Records:
    return make()


def _recorded(records: Records, *made: Delivery) -> None:
    interview = an_interview(owed=tuple(delivery.id for delivery in made))
    assert records.commit(Change(f"mail-{next(_NUMBER)}", "made", NOW, interview=interview, made=made))


def _held(records: Records) -> Delivery:
    found = records.delivery(REF)
    assert found is not None
    return found


# --- spend ------------------------------------------------------------------------------------------------------------


def test_a_user_gets_as_many_mails_a_day_as_the_budget_says_and_no_more(make: Make) -> None:
    records = make(per_user=3)
    assert [records.spend(a_delivery(), TODAY) for _ in range(6)] == [True] * 3 + [False] * 3


def test_the_next_day_has_a_budget_of_its_own(make: Make) -> None:
    records = make(per_user=1)
    assert [records.spend(a_delivery(), day) for day in (TODAY, TODAY, TOMORROW, TOMORROW)] == [True, False] * 2


def test_one_user_who_is_out_of_budget_keeps_no_other_from_their_mails(make: Make) -> None:
    records = make(per_user=1)
    assert [records.spend(a_delivery(user_id=user), TODAY) for user in ("one", "one", "two")] == [True, False, True]


def test_a_user_has_one_budget_whatever_kinds_of_mails_are_owed(make: Make) -> None:
    records = make(per_user=2)
    kinds = (Kind.PREP_PACK, Kind.THANK_YOU, Kind.COULD_NOT_READ)
    assert [records.spend(a_delivery(kind), TODAY) for kind in kinds] == [True, True, False]


def test_answers_without_a_meeting_are_counted_apart_from_all_else_by_user_and_day(make: Make) -> None:
    records = make(per_user=1)
    assert records.spend(a_delivery(), TODAY)
    assert [records.spend_answer(a_delivery(), TODAY, 2) for _ in range(3)] == [True, True, False]
    assert records.spend_answer(a_delivery(), TOMORROW, 2)
    assert records.spend_answer(a_delivery(user_id="another"), TODAY, 2)


def _many(domain: str, count: int) -> list[Delivery]:
    return [a_delivery(id=f"d-{n}", user_id=f"user-{domain}-{n}", recipient=f"u{n}@{domain}") for n in range(count)]


@pytest.mark.parametrize(
    ("budgets", "domains"),
    [
        (Budgets(50, BUDGET_SHARDS, 10_000), ("college.example", "COLLEGE.example")),
        (Budgets(50, 10_000, BUDGET_SHARDS), ("college.example", "other.example")),
    ],
    ids=["one domain", "all"],
)
def test_of_a_flood_of_users_no_more_get_mail_than_the_budget_of_their_domain_and_of_all(
    budgets: Budgets, domains: tuple[str, str]
) -> None:
    records = _over(MemoryDynamoDB(Rules()), **dataclasses.asdict(budgets))
    flood = [delivery for domain in domains for delivery in _many(domain, 100)]
    assert sum(records.spend(delivery, TODAY) for delivery in flood) <= BUDGET_SHARDS
    assert not any(records.spend(delivery, TODAY) for delivery in flood)


def test_a_domain_that_is_out_of_budget_keeps_no_other_domain_from_its_mails() -> None:
    records = _over(MemoryDynamoDB(Rules()), per_domain=BUDGET_SHARDS)
    for delivery in _many("college.example", 100):
        records.spend(delivery, TODAY)
    assert records.spend(_many("other.example", 1)[0], TODAY)


def test_a_counter_goes_by_itself_and_shows_no_address(client: Any) -> None:
    _over(client).spend(a_delivery(), date(2026, 11, 10))
    counters = client.scan(TableName=TABLE)["Items"]
    assert len(counters) == 3
    assert not any("@" in str(item) or "robin" in str(item) or "college" in str(item) for item in counters)
    # Midnight in UTC of the day, and two days more.
    assert {item["expires"]["N"] for item in counters} == {"1794441600"}


# --- postpone ---------------------------------------------------------------------------------------------------------


def test_what_is_postponed_stays_owed_and_is_found_at_its_time(records: Records) -> None:
    _recorded(records, a_delivery())
    records.postpone(_held(records), LATER, "budget")
    held = _held(records)
    assert (held.state, held.check_at, held.reason) == (State.PENDING, LATER, "budget")
    assert list(records.due(LATER - timedelta(seconds=1), 10)) == []
    assert list(records.due(LATER, 10)) == [DeliveryRef(held.user_id, held.id)]


@pytest.mark.parametrize("end", ["claimed", "sent", "failed"])
def test_what_is_no_longer_pending_is_not_postponed(records: Records, end: str) -> None:
    _recorded(records, a_delivery())
    read = _held(records)
    if end == "failed":
        records.finish(read, "gave_up", failed=True)
    else:
        assert records.claim(read, LATER, LATER)
    if end == "sent":
        records.confirm(read, "ses-1", NOW)
    before = _held(records)
    records.postpone(read, NOW + timedelta(days=1), "budget")
    assert _held(records) == before


def test_postponing_what_was_never_recorded_makes_nothing(records: Records) -> None:
    records.postpone(a_delivery(), LATER, "budget")
    assert records.delivery(REF) is None


# --- refuse_mail ------------------------------------------------------------------------------------------------------


def test_why_a_user_gets_no_more_mail_is_kept_and_nothing_else_of_them_changes(records: Records) -> None:
    user = records.user_for(ROBIN, "Robin Lee", NOW)
    other = records.user_for(PRIYA, None, NOW)
    records.refuse_mail(user.id, "bounced")
    assert records.user(user.id) == dataclasses.replace(user, mail_refused="bounced")
    assert records.user(other.id) == other
    assert records.user_for(ROBIN, None, NOW).mail_refused == "bounced"


def test_a_second_reason_takes_the_place_of_the_first(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    for reason in ("bounced", "complained", "complained"):
        records.refuse_mail(user.id, reason)
    found = records.user(user.id)
    assert found is not None
    assert found.mail_refused == "complained"


def test_who_is_no_user_does_not_become_one_by_a_bounce(records: Records) -> None:
    records.refuse_mail("stranger-0a1b", "bounced")
    assert records.user("stranger-0a1b") is None
