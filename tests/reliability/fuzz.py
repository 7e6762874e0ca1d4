"""The fuzzer: draws inputs, tries each, and keeps what broke a promise. `make fuzz` runs it until Ctrl-C.

    python -m tests.reliability.fuzz [--minutes N] [--seed N]

What it finds it writes into tests/mails/fuzz/, where tests/unit/inbox/test_fuzz.py tries it ever after.
"""

# ruff: noqa: T201 - a command line tool prints

from __future__ import annotations

import argparse
import collections
import dataclasses
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.builders import calendar_mail
from tests.reliability import any_input, mutations
from tests.reliability.goals import Tally, peak_mb

Draw = Callable[[Random], bytes]


def wrapped_calendar(rng: Random) -> bytes:
    """Draw a mail with an odd calendar in it."""
    return calendar_mail(mutations.odd_calendar(rng).decode("utf-8", "surrogateescape"), ses=False)


def wrapped_tnef(rng: Random) -> bytes:
    """Draw a mail with an odd winmail.dat in it."""
    return b"Subject: s\r\nContent-Type: application/ms-tnef\r\n\r\n" + mutations.odd_tnef(rng)


def reply(rng: Random) -> bytes:
    """Draw an answer to a mail of ours."""
    return b"Subject: Re: Your talk\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + mutations.odd_reply(rng)


DAMAGED: tuple[Draw, ...] = (mutations.damaged,)
GRAMMAR: tuple[Draw, ...] = (
    mutations.odd_mail,
    mutations.odd_calendar,
    wrapped_calendar,
    mutations.odd_tnef,
    wrapped_tnef,
    reply,
)
BATCH = 1_000
# Where Hypothesis puts what it draws: each place where a reader looks.
PLACES = (
    b"From: %s <robin@college.example>\r\nSubject: s\r\n\r\n",
    b"Subject: %s\r\n\r\n",
    b"Content-Type: %s\r\n\r\nbody",
    b"Subject: s\r\n\r\nWhen: %s\r\nWith: Priya\r\n",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261112T140000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\n",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261112T140000Z\r\nRRULE:%s\r\nEND:VEVENT\r\n",
    b"%s",
)


@dataclasses.dataclass
class Fuzzer:
    """Tries inputs and counts; inputs that fail alike are kept once."""

    seed: int = 0
    tally: Tally = dataclasses.field(default_factory=Tally)
    found: dict[str, bytes] = dataclasses.field(default_factory=dict)
    outcomes: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)

    def draw(self, kinds: Sequence[Draw]) -> Iterator[bytes]:
        """Yield inputs without end, the same for the same seed."""
        for number in range(sys.maxsize):
            rng = Random(f"{self.seed}/{number}")  # noqa: S311 - an input is no secret
            yield kinds[number % len(kinds)](rng)

    def try_one(self, raw: bytes) -> None:
        """Try one input; keep it where it breaks a promise in a way not seen yet."""
        began = time.process_time()
        try:
            reading = any_input.try_input(raw, self.tally.tried)
            self.outcomes[reading.outcome] += 1
        except (Exception, any_input.TooSlow) as error:  # noqa: BLE001 - this is what a fuzzer looks for
            name = any_input.name_of(error)
            self.tally.fail(name)
            self.found.setdefault(name, raw)
        self.tally.tried += 1
        took = time.process_time() - began
        if took > self.tally.worst_seconds:
            self.tally.worst_seconds, self.tally.slowest = took, f"{len(raw):,} bytes"

    def drawn_by_hypothesis(self, examples: int) -> None:
        """Let Hypothesis draw as well, in batches, since it remembers all that it drew."""
        for batch in range(0, examples, BATCH):
            self._drawn_by_hypothesis(min(BATCH, examples - batch), batch)

    def _drawn_by_hypothesis(self, examples: int, batch: int) -> None:
        """Draw any bytes, and any text, for each place where a reader looks."""
        lines = st.lists(st.sampled_from(mutations.PIECES) | st.binary(max_size=12), max_size=30).map(b"".join)
        text = st.text(max_size=80).map(lambda drawn: drawn.encode("utf-8", "surrogatepass"))

        @seed(f"{self.seed}/{batch}")
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(PLACES), st.one_of(lines, text))
        def try_drawn(place: bytes, drawn: bytes) -> None:
            self.try_one(place.replace(b"%s", drawn))

        try_drawn()

    def read_as(self) -> str:
        """Say what the inputs were read as, so that a fuzzer that draws rubbish alone is noticed."""
        return ", ".join(f"{count:,} {name}" for name, count in self.outcomes.most_common())


def main() -> int:
    """Fuzz for as long as the command line says, or until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Look for inputs that break the reader.")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="how long; until Ctrl-C by default")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="draw what this seed drew before")
    asked = parser.parse_args()
    print(f"seed {asked.seed}; Ctrl-C ends it")
    fuzzer, began = Fuzzer(asked.seed), time.monotonic()
    try:
        for raw in fuzzer.draw((*DAMAGED * len(GRAMMAR), *GRAMMAR)):
            fuzzer.try_one(raw)
            if time.monotonic() - began > asked.minutes * 60:
                break
    except KeyboardInterrupt:
        print()
    return _report(fuzzer, time.monotonic() - began)


def _report(fuzzer: Fuzzer, seconds: float) -> int:
    tally = fuzzer.tally
    for name, figure in (
        ("inputs", f"{tally.tried:,} ({tally.tried / seconds:.0f}/s)"),
        ("read as", fuzzer.read_as()),
        ("slowest", f"{tally.worst_seconds:.3f} s of CPU, {tally.slowest}"),
        ("memory", f"{peak_mb():.0f} MB at the most"),
        ("failures", f"{tally.failures:,} in {len(fuzzer.found)} ways"),
    ):
        print(f"{name:10}{figure}")
    for name, raw in fuzzer.found.items():
        print(f"  {name}\n    kept as {any_input.keep(raw)}")
    return 1 if fuzzer.found else 0


if __name__ == "__main__":
    sys.exit(main())
