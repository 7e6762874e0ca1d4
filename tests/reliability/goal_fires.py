"""G11, the schedules: fired three times, late, after their deletion, and beside a sweep, each mail leaves once at most.

The first half lets every story happen under every way of firing, with and without sweeps. The second stops the function
that a schedule calls, or the sweep, before each of its calls, and lets somebody else run meanwhile.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta

from tests.reliability.arrivals import JORDAN
from tests.reliability.doubles import Fires, Firing
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.ledger import broken_promises, doubles
from tests.reliability.reference import differences
from tests.reliability.stories import LATER, OFF, STORIES, Story, Teller, Watched

LATE = {
    "in time": timedelta(),
    "7 minutes late": timedelta(minutes=7),
    "3 hours late": timedelta(hours=3),
    "2 days late": timedelta(days=2),
}
AGAIN = {"once": (timedelta(),), "three times": (timedelta(), timedelta(seconds=40), timedelta(hours=1))}
# Later than this, and without sweeps, the letter's day is over: nothing is owed any more.
IN_TIME = timedelta(hours=3)
# A schedule that fires with the beat of a sweep.
WITH_THE_SWEEP = Firing((timedelta(minutes=5),), even_deleted=True)
IN_CI = ("it takes place", "moved after the draft")
Intruder = Callable[[Teller], None]


@goal("G11 fires", "schedules fired thrice, late, after deletion, beside the sweep: each mail once at most")
def fires(size: Size) -> Result:
    """Let every story happen under every firing, then interrupt each call of some; of all in the long run."""
    tally = Tally()
    for (name, story), (late, by), (again, times), deleted, sweeps in itertools.product(
        STORIES.items(), LATE.items(), AGAIN.items(), (False, True), (False, True)
    ):
        with tally.attempt(f"{name}; {late}, {again}, deleted too: {deleted}, sweeps: {sweeps}"):
            firing = Firing(tuple(by + after for after in times), even_deleted=deleted)
            teller = told(story, firing, sweeps=sweeps)
            _hold(teller, complete=sweeps or by <= IN_TIME, late=timedelta() if sweeps else by)
    fired = tally.tried
    for name in STORIES if size is Size.LONG else IN_CI:
        for what, happen in interrupted(STORIES[name]):
            with tally.attempt(f"{name}; {what}"):
                _hold(happen(), complete=True)
    return tally.result(f"{fired} ways of firing, {tally.tried - fired} calls interrupted")


def told(story: Story, firing: Firing | Fires, *, sweeps: bool) -> Teller:
    """Let a story happen to the end."""
    teller = Teller(Watched(sweeps=sweeps))
    teller.cloud.scheduler.mode = firing
    _to_the_end(story, teller)
    return teller


def interrupted(story: Story) -> Iterator[tuple[str, Callable[[], Teller]]]:
    """Yield each interruption of a story: before which call of whom, by whom, and how to let it happen."""
    hosts: dict[str, tuple[Firing | Fires, bool]] = {
        # Without sweeps of its own, so that the one that interrupts finds what the schedule is about to send.
        "send_delivery": (WITH_THE_SWEEP, False),
        "dispatch_deliveries": (Fires.NEVER, True),
    }
    for host, (firing, sweeps) in hosts.items():
        golden = Teller(Watched(sweeps=sweeps))
        golden.cloud.scheduler.mode, golden.cloud.within = firing, host
        _to_the_end(story, golden)
        for call, (name, intruder) in itertools.product(golden.cloud.watched, INTRUDERS.items()):

            def happen(
                call: int = call, intruder: Intruder = intruder, firing: Firing | Fires = firing, sweeps: bool = sweeps
            ) -> Teller:
                teller = Teller(Watched(sweeps=sweeps))
                teller.cloud.scheduler.mode = firing
                teller.cloud.interrupt(call, lambda: intruder(teller))
                _to_the_end(story, teller)
                return teller

            yield f"{name} before call {call} of {host}", happen


def _fire_all(teller: Teller) -> None:
    """Let every schedule that is due fire now, whether it stands or not."""
    now = teller.cloud.clock.now()
    for item in teller.cloud.items():
        if item["sk"].startswith("DELIVERY#") and item["due_at"] <= f"{now:%Y-%m-%dT%H:%M:%SZ}":
            teller.cloud.fire(item["id"], item["user_id"])


INTRUDERS: dict[str, Intruder] = {
    "a sweep": lambda teller: teller.cloud.sweep_now(),
    "a second fire": _fire_all,
    "a move": lambda teller: teller.forward(LATER),
    "a cancellation": lambda teller: teller.forward(OFF),
}


def _to_the_end(story: Story, teller: Teller) -> None:
    story(teller)
    teller.cloud.run()
    # Whatever was left while no sweep came.
    teller.cloud.sweeps = True
    teller.cloud.run()


def _hold(teller: Teller, *, complete: bool, late: timedelta = timedelta()) -> None:
    """Nothing left twice, nothing that was withdrawn, and what left is what the model says."""
    cloud = teller.cloud
    broken = list(broken_promises(cloud, frozenset({JORDAN})))
    broken += (f"{delivery} left {len(mails)} times" for delivery, mails in doubles(cloud).items())
    broken += differences(cloud, teller.meant, complete=complete, late=late)
    assert not broken, "; ".join(broken)
