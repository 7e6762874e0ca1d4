"""How many AWS calls each thing that can happen costs: exactly, so that one more fails and is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.aws import Clients, in_process
from tests.call_counts import SCENARIOS
from tests.integration.call_scenarios import PLAYED, counted


@pytest.fixture(scope="module")
def plain_clients() -> Iterator[Clients]:
    with in_process() as clients:
        yield clients


@pytest.mark.parametrize("name", sorted(PLAYED))
def test_a_scenario_makes_exactly_the_calls_of_the_table(plain_clients: Clients, name: str) -> None:
    assert counted(plain_clients, name) == SCENARIOS[name]


def test_the_table_names_no_scenario_that_is_not_played() -> None:
    assert set(SCENARIOS) == set(PLAYED)
