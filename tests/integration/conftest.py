"""A world in process for each test, and the mails that happen to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.aws import Clients, in_process
from local.clock import StandingClock
from local.folder import read_mail
from local.forwarding import over_smtp
from local.ses import arrival
from local.world import OWN_ADDRESS, Receipt, World
from shared.adapters.ses_tags import TAG_DELIVERY
from shared.domain.ports import Records
from tests.builders import ZONE
from tests.canary import personal_in
from tests.fakes import InMemoryRecords
from tests.reliability.memory_dynamodb import MemoryDynamoDB
from tests.reliability.strict.clients import Rules, StrictClients, watch
from tests.table import make_table, records_over

ROOT = Path(__file__).resolve().parents[2]
JORDAN = "jordan@example.org"
TUESDAY = "2026-11-10T09:00-08:00"
SAMPLE = ROOT / "events" / "sample-invite.eml"
MOVED = ROOT / "events" / "sample-moved.eml"
CANCELLED = ROOT / "events" / "sample-cancelled.eml"
MAILS = ROOT / "tests" / "mails" / "pipeline"


PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w|Jordan|Priya|Nair|informational", re.IGNORECASE)
# Every world that was made, so that whatever was logged in it can be looked through.
_WORLDS: list[World] = []


class Stage:
    """A World and the words that its tests use."""

    def __init__(self, clients: Clients, now: str, allowed: str, replaced: dict[str, Any] | None = None) -> None:
        clock = StandingClock(datetime.fromisoformat(now))
        if isinstance(clients, StrictClients):
            clients.rules.clock = clock
        self.world = World(clients, clock, allowed=allowed, replaced=replaced)
        _WORLDS.append(self.world)

    def receive(self, file: Path, **notice: Any) -> Receipt:
        """Let a mail arrive as it is; `notice` says what SES makes of it where that is not the best."""
        return self.world.receive(arrival(over_smtp(file.read_bytes()), OWN_ADDRESS, notice))

    def to_the_end(self) -> None:
        self.world.run_to_end()

    def until(self, moment: str) -> None:
        self.world.run_until(datetime.fromisoformat(moment))

    def kinds(self, refs: tuple[Any, ...]) -> list[str]:
        items = self.world.deliveries()
        return [items[ref]["kind"] for ref in refs]

    def states(self) -> dict[str, str]:
        """Return how each Delivery stands: {"prep_pack@1": "sent"}, the number being the interview's revision."""
        return {
            f"{item['kind']}@{item['revision']}" if "revision" in item else item["kind"]: item["state"]
            for item in self.world.deliveries().values()
        }

    def ledger(self) -> list[tuple[str, str, str]]:
        """Return what was sent: kind, recipient, and when in UTC."""
        kinds = {ref.delivery_id: item["kind"] for ref, item in self.world.deliveries().items()}
        return [
            (kinds[mail.tags[TAG_DELIVERY]], ",".join(mail.recipients), mail.at.strftime("%a %d %H:%M"))
            for mail in self.world.sent
        ]

    def text(self, number: int) -> str:
        """Return the text of one of the mails that were sent."""
        return read_mail(self.world.sent[number].raw).text


def assert_nothing_personal_was_logged(world: World) -> None:
    """Look through each line of the log, and what Lambda itself logs of a function that raises."""
    for name, ids in world.ledger.entries:
        assert personal_in({"name": name, **ids}) == []
    said = [*map(str, world.ledger.entries), *(failure.error for failure in world.failures)]
    assert [line for line in said if PERSONAL.search(line)] == []


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    with in_process() as plain:
        strict = StrictClients(plain)
        _WORLDS.clear()
        yield strict
        assert strict.rules.violations == []
        for world in _WORLDS:
            assert_nothing_personal_was_logged(world)


@pytest.fixture
def stage(clients: Clients) -> Stage:
    return Stage(clients, TUESDAY, JORDAN)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Yield a client of moto's DynamoDB with our table, held to what AWS refuses."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="eu-west-1")
        make_table(dynamodb)
        rules = Rules()
        yield watch(dynamodb, rules)
        assert rules.violations == []


@pytest.fixture
def over_dynamodb(client: Any) -> Records:
    return records_over(client)


@pytest.fixture(params=["in memory", "over DynamoDB", "over DynamoDB's double"])
def records(request: pytest.FixtureRequest) -> Records:
    if request.param == "in memory":
        return InMemoryRecords(ZONE)
    if request.param == "over DynamoDB's double":
        return records_over(MemoryDynamoDB(Rules()))
    found: Records = request.getfixturevalue("over_dynamodb")
    return found
