"""How many AWS calls each thing that can happen costs: exactly, so that one more fails and is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.aws import Clients, in_process
from tests import template
from tests.call_counts import SCENARIOS, rows
from tests.integration.call_scenarios import PLAYED, counted

SCALE = (template.ROOT / "docs" / "scale.md").read_text()


@pytest.fixture(scope="module")
def plain_clients() -> Iterator[Clients]:
    with in_process() as clients:
        yield clients


@pytest.mark.parametrize("name", sorted(PLAYED))
def test_a_scenario_makes_exactly_the_calls_of_the_table(plain_clients: Clients, name: str) -> None:
    assert counted(plain_clients, name) == SCENARIOS[name]


def test_the_table_names_no_scenario_that_is_not_played() -> None:
    assert set(SCENARIOS) == set(PLAYED)


@pytest.mark.parametrize(("name", "words"), rows(), ids=lambda text: text[:24])
def test_docs_scale_has_the_row_of_each_scenario(name: str, words: str) -> None:
    functions = SCENARIOS[name].values()
    calls, _, each = words.partition(": ")
    read, written = sum(one.read for one in functions), sum(one.written for one in functions)
    assert f"| {name} | {calls} | {each} | {read} | {written} |" in SCALE
