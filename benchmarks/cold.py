"""A cold start of receive_email and of send_delivery, beside the same jobs in the usual stack and a bare interpreter.

Whole processes, one after the other in turns, of the Python that Lambda has: from the interpreter's start over the
imports to the last answer of AWS, which is a server on this machine (benchmarks/canned.py). CPU is user and system
time of the process alone, memory the peak of what it holds. Both sides run from a folder as Lambda unpacks it, with
valid bytecode of this Python, and speak TLS; each checks the server's certificate against the authorities that it
ships, to which the server's own is added. `--from` names a build, one built function, or a folder of sources.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import dataclasses
import socket
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import stage
from benchmarks.canned import CannedAWS
from benchmarks.certificates import HOST
from benchmarks.report import Goal, Section, ratio, ratio_and_range, table
from local.template import ROOT

BUILT = ROOT / ".aws-sam" / "bench"
ROUNDS = 11
BARE = "bare interpreter"
MOST_CPU = {"receive_email": 0.28, "send_delivery": 0.35}
MOST_MEMORY = 0.5


@dataclasses.dataclass
class Samples:
    """What was measured of one kind of process, a value a round, and the calls that it made."""

    cpu_ms: list[float] = dataclasses.field(default_factory=list)
    peak_mb: list[float] = dataclasses.field(default_factory=list)
    calls: tuple[str, ...] = ()

    def add(self, done: stage.Done, calls: Sequence[str]) -> None:
        """Take one more process in; raise RunFailedError where it made other calls than the one before."""
        # Sorted, since calls that are made at once come in any order.
        if self.cpu_ms and tuple(sorted(calls)) != self.calls:
            raise stage.RunFailedError(f"{calls} after {self.calls}")
        self.calls = tuple(sorted(calls))
        self.cpu_ms.append(done.cpu_ms)
        self.peak_mb.append(done.peak_mb)


Measured = dict[tuple[str, str], Samples]


def python313() -> str:
    """Return the Python 3.13 of this machine, "" where there is none."""
    found = subprocess.run([ROOT / "tools" / "find-python313"], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    return found.stdout.strip()


def measure(source: Path = BUILT, rounds: int = ROUNDS) -> Section:
    """Measure all processes in turns; print what goes on. Raises RunFailedError where one does not do its job."""
    python = python313()
    if not python:
        raise stage.RunFailedError("cold starts are measured with Python 3.13, and there is none on this machine")
    with tempfile.TemporaryDirectory() as place, CannedAWS(Path(place)) as aws, _xray() as daemon:
        folder = Path(place)
        print("· both handlers once against moto")
        sides = (stage.usual(folder, python, aws.authority), stage.foreword(source, folder, python, aws.authority))
        jobs = [(side, name, job) for side in sides for name, job in stage.jobs(side, python).items()]
        measured: Measured = collections.defaultdict(Samples)
        for number in range(rounds + 1):
            print(f"\r· cold starts: round {number} of {rounds}", end="", flush=True)
            bare = stage.start([python, "-P", str(stage.PROCESS)], stage.LAMBDA, b"", sides[0].receive)
            taken = [((BARE, ""), bare, list[str]())]
            for side, name, job in jobs:
                aws.holdings = job.holdings
                traced = dataclasses.replace(job, environment={**job.environment, "AWS_XRAY_DAEMON_ADDRESS": daemon})
                done = stage.run(python, traced, aws.url)
                taken.append(((side.name, name), done, aws.take_calls()))
            # The first round fills the machine's caches and is not counted.
            for kind, done, calls in taken if number else ():
                measured[kind].add(done, calls)
        print()
    version = subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - found above
    return _section(measured, rounds, version)


@contextlib.contextmanager
def _xray() -> Iterator[str]:
    """Yield the address of a port that takes in what a tracer sends, as X-Ray's daemon does in Lambda."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind((HOST, 0))
        yield f"{HOST}:{daemon.getsockname()[1]}"


def _section(measured: Measured, rounds: int, version: str) -> Section:
    bare = measured[BARE, ""]
    rows, goals, calls = [[BARE, *_figures(bare), "1", "", "", ""]], [], []
    for name, most in MOST_CPU.items():
        theirs, ours = measured["usual stack", name], measured["Foreword", name]
        rows.append([f"{name}, usual stack", *_figures(theirs), f"{ratio(theirs.cpu_ms, bare.cpu_ms):.0f}", "", "", ""])
        rows[-1][-1] = str(len(theirs.calls))
        beside = [ratio_and_range(ours.cpu_ms, theirs.cpu_ms), ratio_and_range(ours.peak_mb, theirs.peak_mb)]
        times_bare = f"{ratio(ours.cpu_ms, bare.cpu_ms):.0f}"
        rows.append([f"{name}, Foreword", *_figures(ours), times_bare, *beside, str(len(ours.calls))])
        goals.append(Goal(f"cold {name}: CPU beside the usual stack", ratio(ours.cpu_ms, theirs.cpu_ms), most))
        goals.append(
            Goal(f"cold {name}: memory beside the usual stack", ratio(ours.peak_mb, theirs.peak_mb), MOST_MEMORY)
        )
        calls += [f"- {name}, {side}: {_calls(measured[side, name])}" for side in ("usual stack", "Foreword")]
    header = ["process", "CPU ms", "peak MB", "× bare CPU", "CPU / usual", "memory / usual", "AWS calls"]
    how = (
        f"{version}; medians of {rounds} processes each, in turns; ratios are the medians of each round's, with the"
        " lowest and the highest."
    )
    return Section("Cold start, invite of 30 KB", [how, "", *table(header, rows), "", *calls], goals)


def _figures(samples: Samples) -> list[str]:
    return [f"{statistics.median(samples.cpu_ms):.0f}", f"{statistics.median(samples.peak_mb):.1f}"]


def _calls(samples: Samples) -> str:
    counted = collections.Counter(samples.calls)
    return ", ".join(f"{name} × {times}" if times > 1 else name for name, times in counted.items())


def main() -> None:
    """Measure the cold starts alone and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, default=BUILT, help="a built function, or sources")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    section = measure(chosen.source, chosen.rounds)
    print(section.text(), *table(["goal", "measured", "bound", ""], [goal.row() for goal in section.goals]), sep="\n")


if __name__ == "__main__":
    main()
