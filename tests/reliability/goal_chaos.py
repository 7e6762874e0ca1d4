"""G3: random histories, in which everything fails at times, come to what a small model says, and the ledger holds.

Each is known by its seed, and `History(seed)` lets the same happen again.
"""

from __future__ import annotations

import collections

from tests.reliability.arrivals import JORDAN, STRANGER
from tests.reliability.chaos import History
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.ledger import broken_promises, doubles
from tests.reliability.reference import differences

HISTORIES = {Size.CI: 2_000, Size.LONG: 100_000}
PEOPLE = frozenset({JORDAN, STRANGER})


@goal("G3", "random histories of mails, words and faults: the ledger holds, the user has what a model says")
def chaos(size: Size) -> Result:
    """Let one history after another happen."""
    tally, counts = Tally(), collections.Counter[str]()
    for seed in range(HISTORIES[size]):
        with tally.attempt(f"seed {seed}"):
            history = History(seed)
            history.happen()
            counts += counted(history)
            broken = broken_of(history)
            assert not broken, "; ".join(broken)
    return tally.result(", ".join(f"{what}: {count:,}" for what, count in sorted(counts.items())))


def broken_of(history: History) -> list[str]:
    """List the promises that a history broke."""
    broken = list(broken_promises(history.cloud, PEOPLE, erased=history.erased))
    if not history.around.faults:
        # No answer of SES's was lost.
        broken += (f"{delivery} left twice" for delivery in doubles(history.cloud))
    if not history.erased:
        broken += differences(history.cloud, history.meant, complete=history.complete)
    return broken


def counted(history: History) -> collections.Counter[str]:
    """Count what happened."""
    cloud = history.cloud
    return collections.Counter(
        {
            "mails in": len(cloud.given),
            "mails out": len(cloud.ses.taken),
            "AWS calls": len(cloud.tap.calls),
            "mails that left twice, SES's answer lost": len(doubles(cloud)),
        }
    )
