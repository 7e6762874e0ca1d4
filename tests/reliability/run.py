"""Run the goals of reliability and print what they came to: `python -m tests.reliability.run [--long] [NAME...]`.

Each goal runs in a process of its own, two at a time. It ends non-zero where a goal failed or could not run.
"""

# ruff: noqa: T201 - a command line tool prints

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import json
import os
import subprocess
import sys
import time

from tests.reliability.goals import Goal, Result, Size, all_goals

AT_ONCE = 2
# A goal that hangs must not hang CI: far above what the slowest takes.
SECONDS = {Size.CI: 900, Size.LONG: 6 * 3600}


@dataclasses.dataclass(frozen=True, slots=True)
class Ran:
    """What a goal came to, and how long it took by the clock, in seconds."""

    result: Result
    took: float


def main() -> int:
    """Run what the command line names, or all."""
    parser = argparse.ArgumentParser(prog="reliability", description="Try the promises of Foreword, and count.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="goals to run, such as G2; all if none is named")
    parser.add_argument("--long", action="store_true", help="run the sizes that do not fit CI")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    size = Size.LONG if given.long else Size.CI
    goals = all_goals()
    wanted = [goal for goal in goals.values() if not given.names or _is_named(goal, given.names)]
    if not wanted:
        parser.error(f"there is no such goal; there are: {', '.join(goals)}")
    if given.child:
        print(json.dumps(dataclasses.asdict(wanted[0].run(size))))
        return 0
    return _run_all(wanted, size)


def _is_named(goal: Goal, names: list[str]) -> bool:
    return goal.name in names or goal.name.split()[0] in names


def _run_all(goals: list[Goal], size: Size) -> int:
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = {goal: pool.submit(_timed, goal, size) for goal in goals}
        _print_row("goal", "tried", "failed", "worst time", "worst memory", "took", "what was tried")
        results = {goal: _shown(goal, future) for goal, future in running.items()}
    return end(results, time.monotonic() - began)


def end(results: dict[Goal, Ran], seconds: float) -> int:
    """Print what failed, and how many did; return what the command ends with."""
    failed = {goal: ran for goal, ran in results.items() if ran.result.failures or not ran.result.tried}
    if failed:
        # Once more: where a log is cut, its end is what is kept, and the table may have gone.
        print("\nfailed:")
        for goal, ran in failed.items():
            _show(goal, ran)
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed ({seconds:.0f} s)")
    return 1 if failed else 0


def _timed(goal: Goal, size: Size) -> Ran:
    began = time.monotonic()
    result = _in_a_process(goal, size)
    return Ran(result, time.monotonic() - began)


def _in_a_process(goal: Goal, size: Size) -> Result:
    command = [sys.executable, "-m", "tests.reliability.run", "--child", goal.name]
    if size is Size.LONG:
        command.append("--long")
    # The same seeds and hashes each time, so that what failed in CI fails here.
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, capture_output=True, text=True, timeout=SECONDS[size], check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return Result(0, 1, notes=(f"did not end within {SECONDS[size]} s",))
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        return Result(0, 1, notes=(f"could not run: {last[0]}",))
    said = json.loads(done.stdout.splitlines()[-1])
    return Result(**said | {"notes": tuple(said["notes"])})


def _shown(goal: Goal, future: concurrent.futures.Future[Ran]) -> Ran:
    ran = future.result()
    _show(goal, ran)
    return ran


def _show(goal: Goal, ran: Ran) -> None:
    result = ran.result
    seconds = "" if result.worst_seconds is None else f"{result.worst_seconds:.3f} s"
    memory = "" if result.worst_mb is None else f"{result.worst_mb:.0f} MB"
    _print_row(
        goal.name, f"{result.tried:,}", f"{result.failures:,}", seconds, memory, f"{ran.took:.0f} s", goal.promise
    )
    for note in result.notes:
        print(f"{'':10}· {note}", flush=True)


def _print_row(name: str, *cells: str) -> None:
    *figures, what = cells
    widths = (10, 8, 12, 13, 7)
    row = " ".join(f"{cell:>{width}}" for cell, width in zip(figures, widths, strict=True))
    print(f"{name:<10} {row}  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
