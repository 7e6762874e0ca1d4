"""What happens to one meeting while its schedules stand: the stories that the goal of the schedules lets happen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from local.world import OWN_ADDRESS
from tests.reliability.arrivals import JORDAN, Issue, a_meeting, forwarded, plain, reply_address
from tests.reliability.backings import MemoryBacking
from tests.reliability.chaos import know_the_user
from tests.reliability.cloud import Cloud, parameters
from tests.reliability.reference import Meant, Says
from tests.reliability.strict.clients import Rules
from tests.reliability.tap import Call

BEGINS = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
ISSUE = a_meeting(1, datetime(2026, 11, 12, 14, 0, tzinfo=UTC), BEGINS)
DRAFT_DUE = ISSUE.ends_at + timedelta(hours=1)
SECOND, HOURS = timedelta(seconds=1), timedelta(hours=2)


def newer(issue: Issue, by: timedelta = timedelta(), *, cancels: bool = False) -> Issue:
    """Return the next issue of a meeting: moved by so much, or called off."""
    return dataclasses.replace(
        issue,
        sequence=issue.sequence + 1,
        stamped_at=issue.stamped_at + timedelta(hours=1),
        starts_at=issue.starts_at + by,
        ends_at=issue.ends_at + by,
        cancels=cancels,
    )


LATER, SOONER, OFF = newer(ISSUE, timedelta(hours=26)), newer(ISSUE, timedelta(hours=-26)), newer(ISSUE, cancels=True)


class Watched(Cloud):
    """A deployment that may do without sweeps, and lets something else happen at the call of one number.

    `within` is the function whose calls are watched; their numbers are kept.
    """

    def __init__(self, *, sweeps: bool) -> None:
        backing = MemoryBacking(Rules(), parameters(JORDAN))
        super().__init__(backing, BEGINS)
        know_the_user(backing)
        self.sweeps, self.watched = sweeps, list[int]()
        self.within, self._at_call = "", -1
        self._intruder: Callable[[], None] = self.sweep_now
        self._handing_on = False
        self.tap.plan = self._plan

    def interrupt(self, at_call: int, intruder: Callable[[], None]) -> None:
        """Let `intruder` run to its end just before the call of this number."""
        self._at_call, self._intruder = at_call, intruder

    def sweep_now(self) -> None:
        """Let a sweep begin beside whatever is going on."""
        self._sweep()

    def fire(self, delivery_id: str, user_id: str) -> None:
        """Let the target of a Delivery's schedule be called now."""
        self._fire({"user_id": user_id, "delivery_id": delivery_id})

    def _hand_on(self) -> None:
        """Hand the stream on; a shard has one reader at a time."""
        if self._handing_on:
            return
        self._handing_on = True
        super()._hand_on()
        self._handing_on = False

    def _next_sweep(self) -> datetime | None:
        return super()._next_sweep() if self.sweeps else None

    def _plan(self, call: Call) -> None:
        if self.ledger.function == self.within:
            self.watched.append(call.index)
        if call.index == self._at_call:
            function, self._at_call = self.ledger.function, -1
            self._intruder()
            self.ledger.function = function


class Teller:
    """Lets a story happen on a deployment, and keeps what every mail meant."""

    def __init__(self, cloud: Watched) -> None:
        self.cloud = cloud
        self.meant: dict[str, Meant] = {}

    def forward(self, issue: Issue) -> None:
        """Let the user forward an issue now."""
        self.cloud.receive(forwarded(issue, self._meaning(Meant(Says.ISSUE, issue.uid, issue))))

    def say(self, word: Says) -> None:
        """Let the user answer the first mail with a word."""
        to = reply_address(next(self.cloud.sent()).mail.raw) or OWN_ADDRESS
        mail_id = self._meaning(Meant(word, ISSUE.uid))
        self.cloud.receive(plain(mail_id, f"{word.value}\n", to=to, subject="Re: your talk"))

    def until(self, moment: datetime) -> None:
        """Let time pass."""
        self.cloud.run(moment)

    def _meaning(self, meant: Meant) -> str:
        mail_id = f"mail{len(self.meant)}"
        self.meant[mail_id] = meant
        return mail_id


Story = Callable[[Teller], None]


def _then(*steps: tuple[datetime, Issue | Says]) -> Story:
    def happen(teller: Teller) -> None:
        teller.forward(ISSUE)
        for moment, what in steps:
            teller.until(moment)
            if isinstance(what, Issue):
                teller.forward(what)
            else:
                teller.say(what)

    return happen


STORIES: dict[str, Story] = {
    "it takes place": _then(),
    "moved": _then((BEGINS + HOURS, LATER)),
    "moved to sooner": _then((BEGINS + HOURS, SOONER)),
    "moved a second before the draft": _then((DRAFT_DUE - SECOND, LATER)),
    "moved as the draft is due": _then((DRAFT_DUE, LATER)),
    "moved after the draft": _then((DRAFT_DUE + HOURS, LATER)),
    "cancelled": _then((BEGINS + HOURS, OFF)),
    "cancelled a second before the draft": _then((DRAFT_DUE - SECOND, OFF)),
    "cancelled as the draft is due": _then((DRAFT_DUE, OFF)),
    "cancelled after the draft": _then((DRAFT_DUE + HOURS, OFF)),
    "cancelled and planned again": _then((BEGINS + HOURS, OFF), (BEGINS + 2 * HOURS, newer(OFF, timedelta(hours=3)))),
    "stopped": _then((BEGINS + HOURS, Says.STOP)),
    "all stopped": _then((BEGINS + HOURS, Says.STOP_ALL)),
    "the letter was sent": _then((DRAFT_DUE + HOURS, Says.SENT)),
    "did not happen": _then((DRAFT_DUE + HOURS, Says.DID_NOT_HAPPEN)),
}
