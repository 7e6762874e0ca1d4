"""Carries mails between deployments of Foreword and the machines that answer them, in one simulated time."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from local.ses import Arrival
from tests.reliability.arrivals import arrived
from tests.reliability.backings import MemoryBacking
from tests.reliability.cloud import Cloud, EndlessError, parameters
from tests.reliability.doubles import Taken
from tests.reliability.responders import DELAYS, SAY_WHAT_THEY_ARE, Responder, received
from tests.reliability.strict.clients import Rules

# What still goes on after so many steps of all sites will never end.
MAX_STEPS = 3_000


class Site(Cloud):
    """One deployment under an address of its own, of which a post office can ask when it does something next."""

    def __init__(self, address: str, allowed: str, now: datetime) -> None:
        # Two sites call nobody alike, as two deployments do not.
        super().__init__(MemoryBacking(Rules(), parameters(allowed, FromAddress=address)), now, address)
        self.address = address
        self._collected = 0

    def next_time(self) -> datetime | None:
        """Return when something happens next."""
        step = self._next_step()
        return step[0] if step else None

    def step(self) -> None:
        """Let the next thing happen."""
        step = self._next_step()
        assert step, "nothing is left to happen"
        self.clock.advance_to(step[0])
        step[1]()
        self._hand_on()

    def collected(self) -> list[Taken]:
        """Return the mails that left since this was asked last."""
        new = self.ses.taken[self._collected :]
        self._collected = len(self.ses.taken)
        return new


@dataclasses.dataclass
class Post:
    """The mailboxes of the world, by address, each with its machines; and the sites."""

    sites: Sequence[Site]
    mailboxes: Mapping[str, Sequence[Responder]]
    dice: random.Random
    # Mails that no site may answer, by site and id: they say that no person wrote them.
    not_by_persons: list[tuple[Site, str]] = dataclasses.field(default_factory=list)
    _mails: int = 0

    def put(self, site: Site, mail: Arrival) -> None:
        """Let a person's mail reach a site now."""
        site.receive(mail)
        self._carry(site)

    def run(self) -> None:
        """Let everything happen; raise EndlessError where it never ends."""
        for _ in range(MAX_STEPS):
            times = [(time, number) for number, site in enumerate(self.sites) if (time := site.next_time())]
            if not times:
                return
            site = self.sites[min(times)[1]]
            site.step()
            self._carry(site)
        raise EndlessError(f"the exchange goes on after {MAX_STEPS} steps")

    def _carry(self, site: Site) -> None:
        for taken in site.collected():
            for address in taken.mail.recipients:
                self._deliver(site, taken, address)

    def _deliver(self, site: Site, taken: Taken, address: str) -> None:
        mail = received(taken.mail.raw, self._next(), address, site.address, taken.mail.ses_message_id)
        for other in self.sites:
            if address == other.address and other is not site:
                mail_id = self._id()
                self.not_by_persons.append((other, mail_id))
                self._bring(other, arrived(mail_id, mail.raw, other.address), timedelta(seconds=2))
        for responder in self.mailboxes.get(address, ()):
            answer, mail_id = responder(dataclasses.replace(mail, number=self._next())), self._id()
            if responder in SAY_WHAT_THEY_ARE:
                self.not_by_persons.append((site, mail_id))
            self._bring(site, arrived(mail_id, answer.raw, answer.to, **answer.overrides), self.dice.choice(DELAYS))

    def _bring(self, site: Site, mail: Arrival, delay: timedelta) -> None:
        now = max(other.clock.now() for other in self.sites)
        site.at(now + delay, lambda: site.receive(mail))

    def _next(self) -> int:
        self._mails += 1
        return self._mails

    def _id(self) -> str:
        return f"mail{self._next()}"
