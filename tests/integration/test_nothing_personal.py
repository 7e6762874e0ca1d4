"""Every log line of every world is looked through when its module ends (conftest.py); here the look itself is tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from local.aws import Clients
from local.clock import StandingClock
from local.world import World
from tests.integration.conftest import JORDAN, TUESDAY, assert_nothing_personal_was_logged


@pytest.fixture
def world(clients: Clients) -> World:
    return World(clients, StandingClock(datetime.fromisoformat(TUESDAY)), allowed=JORDAN)


def test_outcomes_with_ids_are_no_personal_data(world: World) -> None:
    world.ledger.outcome("interview_made", mail_id="o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g81", count=3)
    world.ledger.failed(ValueError("BatchWriteItem: ThrottlingException"))
    assert_nothing_personal_was_logged(world)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("interview_made", {"mail_id": "jordan@example.org"}),
        ("interview_made", {"subject": "Coffee with Ann"}),
        ("Coffee with Ann", {}),
        ("interview_made", {"contact": "Priya"}),
    ],
)
def test_an_address_a_name_or_a_subject_in_the_log_is_found(world: World, name: str, ids: dict[str, Any]) -> None:
    world.ledger.outcome(name, **ids)
    with pytest.raises(AssertionError):
        assert_nothing_personal_was_logged(world)


def test_an_address_in_what_a_function_raised_is_found(world: World) -> None:
    world.ledger.failed(ValueError("no such user: ann@example.net"))
    with pytest.raises(AssertionError):
        assert_nothing_personal_was_logged(world)
