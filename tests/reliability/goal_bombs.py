"""G6: every bomb ends in a named outcome, within 3 s of CPU and 512 MB, and leaves nothing behind.

Which readers are bounded by caps of our own, and why none needs a process of its own in production: mail (MIME,
headers, charsets, HTML, text), calendars and winmail.dat are all read by code of ours (shared/inbox/), so every loop
has a cap that is checked before the work is done (shared/inbox/limits.py), and no expression goes back over what it
has read. Of the standard library, what is given a stranger's bytes takes time and memory that grow with their length
alone: codecs, binascii, quopri, json, html.unescape, parsedate_to_datetime; unicodedata.normalize does not, and is
parted (shared/domain/plain.py). icalendar, dateutil, tnefparse, email.policy.default, bs4 and zipfile, for which no
such bound can be given, read nothing that a stranger sent. Should one ever have to, it belongs into a child process
with limits.

A second line stays: the function's own memory and time-out. A mail that passed them all the same would be tried again,
and then be a dead letter with an alarm.

Each bomb is read twice, each time in a process of its own: as it stands, and as a mail of a user's through the whole
pipeline to the last mail that answers it. Lambda with 1,024 MB has a third of this machine's speed.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shared.domain.errors import Refusal
from shared.inbox import gate
from shared.inbox.headers import read_headers
from shared.inbox.read import read
from tests import template
from tests.builders import OWN, ROBIN, a_notice
from tests.reliability.any_input import LAST_RESORT, NOW, OUTCOMES
from tests.reliability.bombs import BOMBS, LARGEST, made
from tests.reliability.child import in_a_child
from tests.reliability.goals import Result, Size, Tally, goal, peak_mb
from tests.reliability.pipeline import Pipeline, vouched
from tests.stopwatch import fastest

SECONDS = 3.0
PEAK_MB = 512
# What a warm function may keep of one mail, and how much more than the mail the process around may take.
KEPT_MB = 64
SLOWER = 3
# Far beyond the promise: a bomb that breaks it shall not take the machine down.
_NET_SECONDS, _NET_BYTES = 20, 2 * 2**30


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What one reading took, and what came of it."""

    outcome: str
    seconds: float
    peak_mb: float
    kept_mb: float


@goal("G6", "bombs: a named outcome in 3 s and 512 MB, 64 MB left behind, a third of the speed within the time-out")
def bombs(size: Size) -> Result:
    """Read every bomb at the size at which it is worst; in the long run all of them at 40 MB as well."""
    tally, costs = Tally(), dict[str, Cost]()
    before, timeout = peak_mb(), _timeout()
    sizes = (None,) if size is Size.CI else (None, LARGEST)
    with tempfile.TemporaryDirectory() as folder:
        raw, proven = Path(folder, "raw"), Path(folder, "proven")
        for name, of in ((name, of) for name in BOMBS for of in sizes):
            in_a_child(lambda name=name, of=of: _write(made(name, of), raw, proven))  # type: ignore[misc]  # bound at once
            for how, file, do in (("read", raw, _read), ("received", proven, _receive)):
                what = f"{name}{' of 40 MB' if of else ''}, {how}"
                with tally.attempt(what):
                    cost = _measured(file, do)
                    costs[what] = cost
                    _hold(cost, timeout)
    around = peak_mb() - before
    if around > KEPT_MB:
        tally.fail(f"the process around grew by {around:.0f} MB")
    return _result(tally, costs, around)


def _hold(cost: Cost, timeout: int) -> None:
    assert cost.seconds <= SECONDS, f"{cost.seconds:.1f} s of CPU"
    assert cost.seconds * SLOWER <= timeout, f"{cost.seconds * SLOWER:.0f} s in Lambda, which ends it after {timeout}"
    assert cost.peak_mb <= PEAK_MB, f"{cost.peak_mb:.0f} MB"
    assert cost.kept_mb <= KEPT_MB, f"{cost.kept_mb:.0f} MB left behind"


def _result(tally: Tally, costs: dict[str, Cost], around: float) -> Result:
    slowest = max(costs, key=lambda what: costs[what].seconds)
    largest = max(costs, key=lambda what: costs[what].peak_mb)
    keeps = max(costs, key=lambda what: costs[what].kept_mb)
    result = tally.result(
        f"{len(BOMBS)} bombs; the slowest: {slowest}; the largest: {largest}",
        f"left behind at the most {costs[keeps].kept_mb:.0f} MB ({keeps}); the process around grew by {around:.0f} MB",
    )
    return dataclasses.replace(result, worst_seconds=costs[slowest].seconds, worst_mb=costs[largest].peak_mb)


def _read(raw: bytes) -> str:
    """Ask who wrote it, and read it, as a mail that nobody vouches for."""
    try:
        headers = read_headers(raw)
        gate.addressed_to(headers, frozenset({OWN}))
        gate.prove_sender(a_notice(), headers, frozenset({OWN}))
    except Refusal:
        pass
    reading = read(raw, now=NOW, user_addresses=frozenset({ROBIN}))
    assert reading.detail != LAST_RESORT, "reading ended in its last resort"
    return reading.reason or reading.outcome


def _receive(raw: bytes) -> str:
    """Let the handler receive it, and write what is then owed."""
    pipeline = Pipeline()
    outcome = str(json.loads(pipeline.receive(raw).splitlines()[0])["outcome"])
    assert outcome in OUTCOMES, "an outcome without a name"
    pipeline.send_all()
    return outcome


def _write(bomb: bytes, raw: Path, proven: Path) -> str:
    raw.write_bytes(bomb)
    proven.write_bytes(vouched(bomb))
    return "null"


def _measured(file: Path, do: Callable[[bytes], str]) -> Cost:
    return fastest(
        lambda: Cost(**json.loads(in_a_child(lambda: _measure(file, do)))), lambda cost: cost.seconds, SECONDS
    )


def _measure(file: Path, do: Callable[[bytes], str]) -> str:
    """Read the file once in this process and say what it cost."""
    resource.setrlimit(resource.RLIMIT_CPU, (_NET_SECONDS, _NET_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_NET_BYTES, _NET_BYTES))
    before = _resident_mb()
    raw = file.read_bytes()
    began = time.process_time()
    outcome = do(raw)
    seconds = time.process_time() - began
    del raw
    gc.collect()
    return json.dumps(dataclasses.asdict(Cost(outcome, seconds, peak_mb(), _resident_mb() - before)))


def _resident_mb() -> float:
    """Return this process's resident memory at the moment, in MB (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _timeout() -> int:
    """Return the seconds that the template gives the function that reads."""
    return int(template.functions()["ReceiveEmail"]["Timeout"])
