"""Let a history happen once and take its calls down; then again and again, each time with another call that fails."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.reliability.backings import Backing
from tests.reliability.cloud import Cloud
from tests.reliability.ledger import broken_promises, doubles, outline
from tests.reliability.scenarios import Scenario
from tests.reliability.tap import Call, Fault

Make = Callable[[Scenario], Backing]
Choose = Callable[[Call], Iterable[Fault]]


@dataclasses.dataclass(frozen=True, slots=True)
class Replay:
    """What became of one replay: the promises that it broke, its outline, how many mails left twice, CPU seconds."""

    what: str
    fault: Fault | None
    broken: tuple[str, ...]
    came_to: dict[str, Any]
    doubles: int
    seconds: float


def replays(scenario: Scenario, make: Make, choose: Choose, *, beginning: bool) -> Iterator[Replay]:
    """Yield the history itself, then one replay for each fault that `choose` wants of each call.

    Without `beginning`, the calls that another history shares, at the start and at the end, are left to that one.
    """
    golden, first = _play(scenario, make(scenario), None, None)
    yield first
    wanted = first.came_to if scenario.exact else None
    shares = scenario.begins_as_another and not beginning
    own = slice(golden.calls_of_beginning, golden.calls_until_end) if shares else slice(None)
    for call in golden.tap.calls[own]:
        for fault in choose(call):
            _, replay = _play(scenario, make(scenario), (call, fault), wanted)
            yield replay


def _play(
    scenario: Scenario, backing: Backing, failing: tuple[Call, Fault] | None, wanted: dict[str, Any] | None
) -> tuple[Cloud, Replay]:
    began = time.process_time()
    cloud = scenario.begin(backing)
    if failing:
        cloud.tap.plan = lambda call: failing[1] if call.index == failing[0].index else None
    came_to: dict[str, Any] = {}
    try:
        scenario.happen(cloud)
        broken = list(broken_promises(cloud, scenario.people, erased=scenario.erased))
        came_to = outline(cloud)
        if wanted is not None and came_to != wanted:
            broken.append(f"came to {came_to} in place of {wanted}")
    except AssertionError as error:
        broken = [f"{type(error).__name__}: {error}"]
    again = doubles(cloud)
    backing.end()
    what = f"{scenario.name}: {f'{cloud.tap.failed}, {failing[1].value}' if failing else 'nothing fails'}"
    fault = failing[1] if failing else None
    return cloud, Replay(what, fault, tuple(broken), came_to, len(again), time.process_time() - began)
