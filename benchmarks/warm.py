"""What one invite of 30 KB costs a warm process, from SES's notice to the pack that is sent, beside a plain script.

Foreword's steps here are receive_email on the notice, then dispatch_deliveries on what the table's stream hands on: the
pack is sent, the later mails get their schedules. The plain script (benchmarks/plain_script.py) does the same in one
function: the interview and what it owes are written, one mail is sent, as many schedules are made. Left out are the
events with which SES reports the mail, since the script does not take them in. The user is known, the meeting is new.

Each side runs in a process of its own (benchmarks/warm_process.py), in turns, with the network stubbed; what the stub
takes is taken off. Beside it stands the throughput of both over moto in this process, moto's own work included: it
copies the whole table for each transaction, of which the script makes none.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self

from benchmarks import stage
from benchmarks.answers import Item
from benchmarks.report import Goal, Section, ratio, ratio_and_range, table
from benchmarks.warm_process import script_with
from functions import dispatch_deliveries, receive_email
from local.aws import Clients, Stack, Stream, in_process
from local.template import ROOT
from local.world import Ledger
from shared import bootstrap, settings

SAMPLES, INVITES = 11, 20
OVER_MOTO = 9
MOST_CPU = 0.6
SIDES = ("Foreword", "plain script")
ONE_MAIL, LATER_MAILS = 1, 3
Numbers = tuple[list[float], list[float]]


def measure() -> Section:
    """Measure both; raise RunFailedError where a side did not do its work."""
    print("· one invite in a warm process, beside a plain script")
    with in_process() as clients:
        over_moto = OverMoto(clients)
        setup = over_moto.rehearse()
        ours, plain = over_moto.invites_per_second()
    with Side(SIDES[0], setup) as foreword, Side(SIDES[1], setup) as script:
        pairs = [(foreword.sample(), script.sample()) for _ in range(SAMPLES)]
        calls = foreword.calls, script.calls
    samples = [one for one, _ in pairs], [other for _, other in pairs]
    version = subprocess.run([python(), "-V"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own program
    how = (
        f"{version}; from SES's notice to the pack that is sent and {LATER_MAILS} schedules, the network stubbed:"
        f" medians of {SAMPLES} samples of {INVITES} invites each, in turns, each side in a process of its own. Over"
        " moto, in one process: moto's own work is part of it, and it copies the whole table for each transaction."
    )
    rows = [
        [
            name,
            f"{statistics.median(samples[side]):.2f}",
            ratio_and_range(samples[0], samples[1]) if side == 0 else "",
            str(sum(calls[side].values()) // INVITES),
            f"{(ours, plain)[side]:.1f}",
        ]
        for side, name in enumerate(SIDES)
    ]
    header = ["side", "CPU ms an invite", "ours / plain", "AWS calls", "invites a second over moto"]
    goal = Goal("one invite, warm: CPU beside the plain script", ratio(samples[0], samples[1]), MOST_CPU)
    return Section("One invite of 30 KB, warm", [how, "", *table(header, rows)], [goal])


def python() -> str:
    """Return Lambda's Python with the project's packages, or this one where there is none."""
    lambdas = ROOT / ".venv-313" / "bin" / "python"
    return str(lambdas) if lambdas.exists() else sys.executable


class Side:
    """One side's process."""

    def __init__(self, name: str, setup: Mapping[str, Any]) -> None:
        self._name = name
        self._setup = {**setup, "side": name}
        self.calls: Mapping[str, int] = {}

    def __enter__(self) -> Self:
        """Start it."""
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [python(), "-m", "benchmarks.warm_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._write(json.dumps(self._setup))
        return self

    def __exit__(self, *_: object) -> None:
        """Let it end."""
        self._process.communicate()

    def sample(self) -> float:
        """Return the CPU ms of one invite."""
        self._write(str(INVITES))
        assert self._process.stdout is not None  # noqa: S101 - it was asked for above
        line = self._process.stdout.readline()
        if not line:
            raise stage.RunFailedError(f"{self._name} ended early")
        told = json.loads(line)
        self.calls = told["calls"]
        done = self.calls.get("SES SendEmail", 0), self.calls.get("Scheduler CreateSchedule", 0)
        if done != (ONE_MAIL * INVITES, LATER_MAILS * INVITES):
            raise stage.RunFailedError(f"{self._name} sent and scheduled {done} for {INVITES} invites")
        return float(told["ms"])

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for above
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@dataclasses.dataclass(frozen=True, slots=True)
class _Laid:
    """A mail in the bucket, and the event that tells of it."""

    raw: bytes
    event: dict[str, Any]


class OverMoto:
    """Both sides over moto in this process, each with a stack of its own."""

    def __init__(self, clients: Clients) -> None:
        self._stack, self._plain_stack = Stack(clients, stage.parameters()), Stack(clients, stage.parameters())
        names = self._stack.names.environment
        self._receive = bootstrap.receive_mail(settings.load(settings.ReceiveSettings, names("ReceiveEmail")), clients)
        self._dispatch = bootstrap.dispatch_deliveries(
            settings.load(settings.DispatchSettings, names("DispatchDeliveries")), clients
        )
        self._stream, self._ledger = Stream(self._stack), Ledger()
        self._script = script_with(clients, _names(self._plain_stack))
        self._number = 0

    def rehearse(self) -> dict[str, Any]:
        """Take one invite of a known user in; return what a process needs to take it again and again."""
        self._take(self._lay(self._stack))
        known = tuple(item for item in self._stack.items() if _is_of_the_user(item))
        laid = self._lay(self._stack)
        self._receive_one(laid)
        records = self._records()
        recorded = self._stack.items()
        self._dispatch_all(records)
        environment = {
            **stage.LAMBDA,
            **self._stack.names.environment("ReceiveEmail"),
            **self._stack.names.environment("DispatchDeliveries"),
        }
        return {
            "environment": environment,
            "event": laid.event,
            "mail": laid.raw.decode("latin-1"),
            "known": known,
            "recorded": recorded,
            "records": {"Records": records},
            "names": _names(self._stack),
        }

    def invites_per_second(self) -> tuple[float, float]:
        """Return how many invites a second Foreword and the script take over moto, in turns; wall time."""
        ours, plain = 0.0, 0.0
        for _ in range(OVER_MOTO):
            ours += self._take(self._lay(self._stack))
            laid = self._lay(self._plain_stack)
            begun = time.perf_counter()
            self._script.process(laid.event)
            plain += time.perf_counter() - begun
        return OVER_MOTO / ours, OVER_MOTO / plain

    def _take(self, laid: _Laid) -> float:
        """Let Foreword take one invite; return the seconds that its functions took."""
        begun = time.perf_counter()
        self._receive_one(laid)
        received = time.perf_counter()
        records = self._records()
        again = time.perf_counter()
        self._dispatch_all(records)
        return received - begun + time.perf_counter() - again

    def _receive_one(self, laid: _Laid) -> None:
        receive_email.handle(laid.event, self._receive, self._ledger)
        outcome, _ = self._ledger.entries[-1]
        if outcome != "interview_made":
            raise stage.RunFailedError(f"{outcome} instead of interview_made")

    def _dispatch_all(self, records: list[dict[str, Any]]) -> None:
        answer = dispatch_deliveries.handle({"Records": records}, self._dispatch, self._ledger)
        if answer["batchItemFailures"]:
            raise stage.RunFailedError("a Delivery was not dispatched")

    def _records(self) -> list[dict[str, Any]]:
        """Return the new Deliveries as the stream's filter in the template lets them through."""
        new = (record for record in self._stream.new_records() if record["eventName"] == "INSERT")
        return [
            json.loads(json.dumps(record, default=str))
            for record in new
            if record["dynamodb"]["Keys"]["sk"]["S"].startswith("DELIVERY#")
        ]

    def _lay(self, stack: Stack) -> _Laid:
        """Lay the next invite into a bucket."""
        self._number += 1
        now = datetime.now(UTC)
        mail = stage.invite(self._number)
        raw = mail.stored(now)
        stack.put_mail(mail.key, raw)
        return _Laid(raw, stage.sqs_event(mail.notice(stack.bucket, stack.names.arn("InboundTopic"), now)))


def _is_of_the_user(item: Item) -> bool:
    """Tell whether an item is there before a user's next invite and says nothing of another."""
    return item["sk"]["S"] in ("PROFILE", "USER") or item["sk"]["S"].startswith("ADDRESS#")


def _names(stack: Stack) -> dict[str, str]:
    return {
        "table": stack.table,
        "sender": stage.OWN,
        "configuration_set": stack.configuration_set,
        "schedule_group": stack.schedule_group,
        "target": stack.names.arn("SendDelivery"),
        "role": stack.names.arn("ScheduleRole"),
    }
