"""G1: whatever a stranger sends ends in a named outcome, soon, and leaves no word of it on a log."""

from __future__ import annotations

import itertools

from tests.reliability import any_input
from tests.reliability.fuzz import DAMAGED, GRAMMAR, Draw, Fuzzer
from tests.reliability.goals import MAX_NAMED, Result, Size, goal

# Damage costs twice as much as the grammar, so that each of the two goals takes its share of the time.
DAMAGED_MAILS = {Size.CI: 90_000, Size.LONG: 4_500_000}
ODD_MAILS = {Size.CI: 100_000, Size.LONG: 5_300_000}
HYPOTHESIS = {Size.CI: 10_000, Size.LONG: 200_000}


@goal("G1 damaged", "our own mails, damaged: an outcome, nothing raised, nothing over 2 s, nothing logged")
def damaged_mails(size: Size) -> Result:
    """Damage our own mails."""
    return _tried(Fuzzer(seed=1), DAMAGED, DAMAGED_MAILS[size])


@goal("G1 grammar", "odd MIME, calendars, TNEF, headers, replies, by a grammar and by Hypothesis: the same")
def odd_mails(size: Size) -> Result:
    """Draw from the grammar, and let Hypothesis draw."""
    fuzzer = Fuzzer(seed=2)
    fuzzer.drawn_by_hypothesis(HYPOTHESIS[size])
    return _tried(fuzzer, GRAMMAR, ODD_MAILS[size])


def _tried(fuzzer: Fuzzer, kinds: tuple[Draw, ...], count: int) -> Result:
    for raw in itertools.islice(fuzzer.draw(kinds), count):
        fuzzer.try_one(raw)
    kept = [f"kept as tests/mails/fuzz/{any_input.keep(raw).name}: {name}" for name, raw in fuzzer.found.items()]
    read_as = f"read as {fuzzer.read_as()}; the slowest was of {fuzzer.tally.slowest}"
    return fuzzer.tally.result(read_as, *kept[:MAX_NAMED])
