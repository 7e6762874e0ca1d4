"""The goals of reliability as a registry: each a function that tries one promise many times, and counts.

A module of this folder whose name begins with `goal_` is read by the runner (run.py). It says

    @goal("G4", "every order of a meeting's mails ends alike")
    def order(size: Size) -> Result: ...

A goal runs in a process of its own, so its memory is measured alone and nothing of it reaches the next.
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import importlib
import pkgutil
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# A goal names a few of its failures; the rest would only scroll the first away.
MAX_NAMED = 5
PREFIX = "goal_"


class Size(enum.StrEnum):
    """How much to try: what fits CI, or as much as one has the patience for."""

    CI = "ci"
    LONG = "long"


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What a goal came to.

    `tried` counts attempts, `failures` those that broke the promise. `worst_seconds` is the CPU or wall time of the
    slowest single attempt, None where a goal has no attempt of its own worth timing; `worst_mb` the highest memory in
    MB of the process that did the work. `notes` are facts to read beside the figures, and the first few failures.
    """

    tried: int
    failures: int
    worst_seconds: float | None = None
    worst_mb: float | None = None
    notes: tuple[str, ...] = ()


Run = Callable[[Size], Result]


@dataclasses.dataclass(frozen=True, slots=True)
class Goal:
    """One goal: its name ("G2", or "G2 never" for a part of it), the promise in a few words, and what tries it."""

    name: str
    promise: str
    run: Run


_GOALS: dict[str, Goal] = {}


def goal(name: str, promise: str) -> Callable[[Run], Run]:
    """Register the decorated function as a goal; two goals of one name are a mistake."""

    def register(run: Run) -> Run:
        if name in _GOALS:
            raise ValueError(f"two goals are named {name}")
        _GOALS[name] = Goal(name, promise, run)
        return run

    return register


def all_goals() -> dict[str, Goal]:
    """Read every goal module of this folder and return the goals, by their number."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith(PREFIX):
            importlib.import_module(f"{package}.{module.name}")
    return dict(sorted(_GOALS.items(), key=lambda entry: _order(entry[0])))


@dataclasses.dataclass
class Tally:
    """Counts while a goal runs, and makes its Result.

    with tally.attempt("what is tried"):  an AssertionError inside is a failure that is counted and named; so is any
    other exception, by its type.
    """

    tried: int = 0
    failures: int = 0
    worst_seconds: float = 0.0
    slowest: str = ""
    _named: list[str] = dataclasses.field(default_factory=list)

    @contextlib.contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """Try one thing: count it, time its CPU, and note it if it fails."""
        self.tried += 1
        began = time.process_time()
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in an attempt is its failure
            self.fail(f"{what}: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
        took = time.process_time() - began
        if took > self.worst_seconds:
            self.worst_seconds, self.slowest = took, what

    def fail(self, what: str) -> None:
        """Count a failure and keep its name if there is still room."""
        self.failures += 1
        if len(self._named) < MAX_NAMED:
            self._named.append(f"FAILED {what}")

    def result(self, *notes: str) -> Result:
        """Return the Result, with this process's memory."""
        return Result(self.tried, self.failures, self.worst_seconds, peak_mb(), (*notes, *self._named))


def peak_mb() -> float:
    """Return the highest resident memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kibibytes, macOS bytes.
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _order(name: str) -> tuple[int, str]:
    digits = "".join(character for character in name.split(maxsplit=1)[0] if character.isdigit())
    return int(digits or 0), name
