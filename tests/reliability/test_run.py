"""The runner: what failed once fails again, and a log that is cut still says what it was."""

from __future__ import annotations

import pytest

from tests.reliability.backings import MemoryBacking
from tests.reliability.goals import Goal, Result
from tests.reliability.reply_scenarios import REPLY_SCENARIOS
from tests.reliability.run import Ran, end
from tests.reliability.scenarios import SCENARIOS, Scenario
from tests.reliability.strict.clients import Rules

GOOD = Ran(Result(10, 0), 2.0)


def _calls(scenario: Scenario) -> list[str]:
    cloud = scenario.begin(MemoryBacking(Rules(), scenario.parameters()))
    scenario.happen(cloud)
    return [str(call) for call in cloud.tap.calls]


@pytest.mark.parametrize("scenario", [*SCENARIOS, *REPLY_SCENARIOS], ids=lambda scenario: scenario.name)
def test_a_history_makes_the_same_calls_each_time(scenario: Scenario) -> None:
    assert _calls(scenario) == _calls(scenario)


@pytest.mark.parametrize("bad", [Result(10, 1, notes=("FAILED seed 7: a mail twice",)), Result(0, 0, notes=("none",))])
def test_what_failed_stands_at_the_end_once_more(bad: Result, capsys: pytest.CaptureFixture[str]) -> None:
    ran = {Goal(name, f"promise of {name}", lambda _size: bad): GOOD for name in ("G1", "G3")}
    ran = {**ran, Goal("G2", "promise of G2", lambda _size: bad): Ran(bad, 3.0)}
    assert end(ran, 5.0) == 1
    *_, heading, row, note, last = capsys.readouterr().out.splitlines()
    assert (heading, last) == ("failed:", "2 passed, 1 failed (5 s)")
    assert row.startswith("G2 ")
    assert note.endswith(bad.notes[0])


def test_where_nothing_failed_that_is_all_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert end({Goal("G1", "a promise", lambda _size: GOOD.result): GOOD}, 5.0) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed (5 s)\n"
