"""What a mail costs does not grow: neither with what its user has recorded nor with how many users there are."""

from __future__ import annotations

import copy
import functools
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.aws import Clients, in_process
from shared.adapters import dynamodb_items, toml_content
from shared.domain.delivery import DeliveryRef, Kind, delivery_id
from shared.steps.dispatch import DispatchDeliveries
from shared.steps.send import SendDelivery
from tests.builders import ZONE, a_calendar, a_notice, calendar_mail
from tests.call_counts import SCENARIOS
from tests.call_recorder import items_read, items_written
from tests.fakes import REPLY_PATHS, FakeClock, FakeMailbox, FakeMailer, FakePages, FakeSchedules, receives
from tests.integration.call_scenarios import PLAYED, played
from tests.integration.conftest import JORDAN, SAMPLE, TUESDAY, Stage
from tests.reliability.memory_dynamodb import MemoryDynamoDB
from tests.reliability.strict.clients import Rules
from tests.table import records_over
from tools.aws_calls import calls_of

Item = dict[str, Any]
FUNCTIONS = ("receive_email", "dispatch_deliveries", "send_delivery", "record_feedback", "unsubscribe")
# A list of all that is kept has to be read; it is bounded by MOST_HELD.
SHOWS_ALL = "reply: list"
# The emulator copies its table for each transaction, so more takes minutes.
RECORDS, USERS = 150, 15
# At which moment a Delivery that waits is to be looked at.
FAR = "2027-06-01T00:00:00Z"


@pytest.fixture(scope="module")
def plain_clients() -> Iterator[Clients]:
    with in_process() as clients:
        yield clients


@pytest.fixture(scope="module")
def stamp(plain_clients: Clients) -> list[Item]:
    """Yield what one invite leaves in the table: interview, Deliveries, names, marks."""
    stage = Stage(plain_clients, TUESDAY, JORDAN)
    stage.receive(SAMPLE)
    return _items(plain_clients, stage)


def _items(clients: Clients, stage: Stage) -> list[Item]:
    pages = clients("dynamodb").get_paginator("scan").paginate(TableName=stage.world.names.name("Table"))
    return [item for page in pages for item in page["Items"]]


def grown(clients: Clients, stamp: list[Item], records: int, users: int) -> Callable[[Stage], None]:
    """Fill a table with so many more records of each user who is in it, and with so many other users."""

    def fill(stage: Stage) -> None:
        there = {item["pk"]["S"] for item in _items(clients, stage) if item["sk"]["S"] == "PROFILE"}
        mine = [item for item in stamp if item["pk"]["S"].startswith("USER#") and item["sk"]["S"] != "PROFILE"]
        copies = [_copy(mine[n % len(mine)], owner, n) for owner in there for n in range(records)]
        copies += [
            _copy(item, f"USER#other-{n}" if item["pk"]["S"].startswith("USER#") else f"{item['pk']['S']}-{n}", None)
            for n in range(users)
            for item in stamp
        ]
        client, table = clients("dynamodb"), stage.world.names.name("Table")
        for start in range(0, len(copies), 25):
            requests: Any = [{"PutRequest": {"Item": item}} for item in copies[start : start + 25]]
            client.batch_write_item(RequestItems={table: requests})

    return fill


def _copy(item: Item, pk: str, number: int | None) -> Item:
    """Make another of the same kind; every tenth Delivery still waits for its day, and stands in the sweep's index."""
    made = copy.deepcopy(item)
    made["pk"] = {"S": pk}
    if pk.startswith("USER#") and "user_id" in made:
        made["user_id"] = {"S": pk.removeprefix("USER#")}
    if number is not None:
        made["sk"] = {"S": f"{item['sk']['S']}-{number}"}
        if "id" in made:
            made["id"] = {"S": f"{item['id']['S']}-{number}"}
    if "open_shard" in made:
        made["check_at"] = {"S": FAR}
        # Not "pending", or the stream would hand each to dispatch_deliveries, and that would be counted.
        made["state"] = {"S": "sending"}
        if zlib.crc32(f"{pk}{made['sk']['S']}".encode()) % 10:
            del made["open_shard"], made["check_at"]
    return made


# --- the same whatever is there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PLAYED))
def test_calls_and_items_are_those_of_an_empty_table_however_much_is_recorded(
    plain_clients: Clients, stamp: list[Item], name: str
) -> None:
    records = 0 if name == SHOWS_ALL else RECORDS
    filled = played(plain_clients, name, grown(plain_clients, stamp, records, USERS))
    assert filled.summary() == SCENARIOS[name]


class Counting:
    """DynamoDB's double, with each call and its items taken down."""

    def __init__(self) -> None:
        self.memory = MemoryDynamoDB(Rules())
        self.calls: list[tuple[str, int, int]] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.memory, name)

        def call(**request: Any) -> Any:
            answer = method(**request)
            operation = "".join(part.title() for part in name.split("_"))
            read, written = items_read(operation, request, answer), items_written(operation, request)
            self.calls.append((operation, read, written))
            return answer

        call.__name__ = name
        return call


def _second_invite(records: int, users: int) -> list[tuple[str, int, int]]:
    """Let a user forward a second invite, and a sweep run, in a table of that size; return what DynamoDB was asked."""
    table = Counting()
    kept, clock = records_over(table), FakeClock()
    mails = {f"mail-{n}": calendar_mail(a_calendar(uid=f"talk-{n}"), mail_id=f"mail-{n}") for n in range(2)}
    receive = receives(kept, FakeMailbox({f"inbound/{name}": raw for name, raw in mails.items()}), clock)
    send = SendDelivery(kept, FakeMailer(), FakePages(), clock, functools.cache(toml_content.load), ZONE, REPLY_PATHS)
    dispatch = DispatchDeliveries(kept, FakeSchedules(), clock, send)
    assert receive(a_notice("mail-0")) == "interview_made"
    _dispatch_all(table, dispatch)
    (profile,) = [key for key in table.memory.items if key[1] == "PROFILE"]
    there = [(key, item) for key, item in table.memory.items.items() if key[0] == profile[0] and key != profile]
    for n in range(records):
        (pk, sk), item = there[n % len(there)]
        table.memory.items[pk, f"{sk}-{n}"] = item | {"sk": {"S": f"{sk}-{n}"}}
    for n in range(users):
        table.memory.items[f"USER#{n}", "PROFILE"] = table.memory.items[profile]
    table.calls.clear()
    assert receive(a_notice("mail-1")) == "interview_made"
    _dispatch_all(table, dispatch)
    clock.advance(minutes=5)
    assert dispatch.sweep() == {}
    return table.calls


def _dispatch_all(table: Counting, dispatch: DispatchDeliveries) -> None:
    """Hand on what the stream says was made, in one batch: a pack that is due, three mails that are not yet."""
    keys = [record["dynamodb"]["Keys"] for record in table.memory.stream if record["eventName"] == "INSERT"]
    made = [key for key in keys if key["sk"]["S"].startswith("DELIVERY#")]
    table.memory.stream.clear()
    refs = [DeliveryRef(k["pk"]["S"].partition("#")[2], k["sk"]["S"].partition("#")[2]) for k in made]
    assert [dispatch.as_read(one) for one in dispatch.read(refs).values()] == ["sent", *["scheduled"] * 3]


def test_an_invite_and_a_sweep_cost_the_same_beside_a_hundred_thousand_records_and_as_many_users() -> None:
    assert _second_invite(100_000, 100_000) == _second_invite(10, 10)


# --- why it is so -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_can_come_to_a_scan(function: str) -> None:
    assert "scan" not in {call.operation for call in calls_of(function)}


@pytest.mark.parametrize("name", sorted(PLAYED))
def test_a_query_reads_a_page_of_a_given_size_unless_all_is_asked_for(plain_clients: Clients, name: str) -> None:
    queries = [call.request for call in played(plain_clients, name).calls if call.name == "dynamodb.Query"]
    without = [request for request in queries if "Limit" not in request]
    assert bool(without) == (name == SHOWS_ALL)
    # Those read one user's own partition, and of it one kind of thing.
    assert all("begins_with" in request["KeyConditionExpression"] for request in without)


def test_the_sweeps_index_has_no_hot_key() -> None:
    ids = [delivery_id(f"interview-{n}|1", kind) for n in range(500) for kind in (Kind.PREP_PACK, Kind.THANK_YOU)]
    spread = Counter(dynamodb_items.open_shard(one) for one in ids)
    assert len(spread) == dynamodb_items.OPEN_SHARDS
    assert max(spread.values()) < 1.3 * len(ids) / dynamodb_items.OPEN_SHARDS
