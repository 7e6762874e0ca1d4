"""G2: for every AWS call of every history, the call fails in every way, and the ledger holds all the same.

The calls are those of a recorded run, so a new call joins the sweep by itself. What fails is tried again by whatever
tries it in AWS, time runs on with the sweeps, and an operator puts dead letters back.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable

from local.aws import in_process
from tests.reliability.backings import MemoryBacking, MotoBacking
from tests.reliability.doubles import Tells
from tests.reliability.goals import MAX_NAMED, Result, Size, goal, peak_mb
from tests.reliability.replays import Choose, Make, Replay, replays
from tests.reliability.reply_scenarios import REPLY_SCENARIOS
from tests.reliability.scenarios import SCENARIOS, Scenario
from tests.reliability.strict.clients import Rules, StrictClients
from tests.reliability.tap import Call, Fault, faults_of

# moto takes ten times as long; what it shall confirm is that the double of DynamoDB is one.
OVER_MOTO = ("moved", "erased by reply")
HISTORIES = (*SCENARIOS, *REPLY_SCENARIOS)
_DONE_IN_TURN = (Fault.LOST, Fault.COLLIDED, Fault.DOWN)


@goal("G2 odd", "every AWS call lost, crashed, throttled, down: nothing is lost, nothing leaves twice")
def odd(size: Size) -> Result:
    """Sweep every other history."""
    return _sweep(SCENARIOS[1::2], _in_memory, size)


@goal("G2 even", "the same over the other histories")
def even(size: Size) -> Result:
    """Sweep the others."""
    return _sweep(SCENARIOS[::2], _in_memory, size)


@goal("G2 replies", "the same over the histories of replies")
def replied(size: Size) -> Result:
    """Sweep what a user answers, from the profile to the erasing."""
    return _sweep(REPLY_SCENARIOS, _in_memory, size)


@goal("G2 moto", "the same over moto, where the table is not our own double")
def over_moto(size: Size) -> Result:
    """Sweep a few histories over moto, crashing before one call and after the next; all in the long run."""
    with in_process() as plain:
        clients = StrictClients(plain)

        def make(scenario: Scenario) -> MotoBacking:
            clients.rules.violations.clear()
            return MotoBacking(clients, scenario.parameters())

        if size is Size.LONG:
            return _sweep(HISTORIES, make, size)
        chosen = [scenario for scenario in HISTORIES if scenario.name in OVER_MOTO]
        return _sweep(chosen, make, size, lambda call: (Fault.AFTER,) if call.index % 2 else (Fault.BEFORE,))


def _in_memory(scenario: Scenario) -> MemoryBacking:
    return MemoryBacking(Rules(), scenario.parameters())


def in_ci(call: Call) -> list[Fault]:
    """Choose for CI: a crash before each call and after it, a refusal, and one of the rest in turn.

    Throttled and broken are one to us in DynamoDB, where both are a RecordsFault, so they take turns there.
    """
    refused = [Fault.THROTTLED, Fault.BROKEN]
    if call.service == "dynamodb":
        refused = [refused[call.index % 2]]
    possible = [fault for fault in faults_of(call) if fault in _DONE_IN_TURN]
    return [Fault.BEFORE, Fault.AFTER, *refused, possible[call.index % len(possible)]]


def _sweep(scenarios: Iterable[Scenario], make: Make, size: Size, choose: Choose | None = None) -> Result:
    chosen = choose or (faults_of if size is Size.LONG else in_ci)
    tried: collections.Counter[str] = collections.Counter()
    doubled, slowest, failures = 0, 0.0, []
    for scenario in scenarios:
        for replay in replays(scenario, make, chosen, beginning=size is Size.LONG):
            tried[replay.fault.value if replay.fault else "nothing"] += 1
            doubled += replay.doubles
            slowest = max(slowest, replay.seconds)
            if replay.broken:
                failures.append(f"{replay.what}: {replay.broken[0]}")
            elif replay.doubles and not _may_double(scenario, replay):
                failures.append(f"{replay.what}: a mail left twice")
    notes = (
        "; ".join(f"{what}: {count:,}" for what, count in tried.items()),
        f"{doubled} mails left twice, each where SES's answer and its events were both lost",
        *(f"FAILED {failure}" for failure in failures[:MAX_NAMED]),
    )
    return Result(sum(tried.values()), len(failures), slowest, peak_mb(), notes)


def _may_double(scenario: Scenario, replay: Replay) -> bool:
    """Tell whether SES's answer and its event can both have been lost.

    Either SES told nothing, or the table was down for longer than all that tries to record the event.
    """
    return scenario.tells is Tells.NEVER or (replay.fault is Fault.DOWN and "dynamodb" in replay.what)
