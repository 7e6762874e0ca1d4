"""A Delivery was made, withdrawn or overlooked: send it, schedule it, or drop its schedule."""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from shared.domain.delivery import Delivery, DeliveryRef, State
from shared.domain.errors import Fault
from shared.domain.ports import Clock, Records, Schedules
from shared.steps.send import SendDelivery

# A schedule for the next two minutes might fire before it is made: what is due then is sent now.
SEND_NOW_WITHIN = timedelta(minutes=2)
# Scheduler fires within 60 seconds of the time; after this the sweep looks whether it did.
SCHEDULER_HAS = timedelta(minutes=2)
# What one sweep takes on at most. Its time ends sooner: at a tenth of a second each this is a quarter of an hour.
SWEEP_LIMIT = 10_000
# How many it takes up before it looks again whether there is time.
ROUND = 8

# Does the same for each of a few Deliveries, and returns what came of each in their order.
ForEach = Callable[[Callable[[DeliveryRef], "str | Exception"], Sequence[DeliveryRef]], Sequence["str | Exception"]]


def one_by_one(do: Callable[[DeliveryRef], str | Exception], refs: Sequence[DeliveryRef]) -> list[str | Exception]:
    """Take one Delivery after the other."""
    return [do(ref) for ref in refs]


@dataclasses.dataclass(frozen=True, slots=True)
class DispatchDeliveries:
    """One use case: bring what the records owe, and what is on its way, into line."""

    records: Records
    schedules: Schedules
    clock: Clock
    send: SendDelivery
    for_each: ForEach = one_by_one

    def __call__(self, ref: DeliveryRef) -> str:
        """Bring one Delivery into line with its record, read anew, and return what was done. Raises Faults."""
        return self.as_read(self.records.delivery(ref))

    def read(self, refs: Sequence[DeliveryRef]) -> Mapping[DeliveryRef, Delivery]:
        """Read what is recorded of these Deliveries, in one call, for `as_read`."""
        return self.records.all_deliveries(refs)

    def as_read(self, delivery: Delivery | None) -> str:
        """Bring one Delivery, read just now, into line, and return what was done. Raises Faults.

        Whatever is written or claimed for it is so only if it still is as it was read.
        """
        if delivery is None:
            return "unknown_delivery"
        if delivery.state is State.WITHDRAWN:
            return self._drop(delivery)
        if delivery.state is State.PENDING and not self._is_due(delivery):
            return self._schedule(delivery)
        if delivery.state in (State.PENDING, State.SENDING):
            return self.send.as_read(delivery)
        return "nothing_to_do"

    def sweep(
        self,
        report: Callable[[Exception, DeliveryRef], None] = lambda _error, _ref: None,
        has_time: Callable[[], bool] = lambda: True,
        tell: Callable[[Mapping[str, int]], None] = lambda _round: None,
    ) -> dict[str, int]:
        """Repair what the stream or a schedule lost: take every open Delivery whose time to be looked at is past.

        It goes on while `has_time` says so; what is left is the next sweep's. One that fails leaves the others alone;
        it is counted, as "fault" where the infrastructure failed and as "defect" where we did, handed to `report`, and
        found again by a later sweep. `tell` hears what came of each round: of a sweep that is cut off, what was done is
        known.
        """
        done: collections.Counter[str] = collections.Counter()
        due = self.records.due(self.clock.now(), SWEEP_LIMIT)
        while has_time() and (some := list(itertools.islice(due, ROUND))):
            this_round: collections.Counter[str] = collections.Counter()
            for ref, came_to in zip(some, self.for_each(self._attempt, some), strict=True):
                if isinstance(came_to, Exception):
                    this_round["fault" if isinstance(came_to, Fault) else "defect"] += 1
                    report(came_to, ref)
                else:
                    this_round[came_to] += 1
            tell(this_round)
            done.update(this_round)
        return dict(done)

    def _attempt(self, ref: DeliveryRef) -> str | Exception:
        try:
            return self(ref)
        except Exception as error:  # noqa: BLE001 - one that cannot be read or written must not hold up the others
            return error

    def _schedule(self, delivery: Delivery) -> str:
        if delivery.scheduled:
            return "scheduled_already"
        self.schedules.create(delivery)
        if not self.records.mark_scheduled(delivery, delivery.due_at + SCHEDULER_HAS):
            # Withdrawn while the schedule was made: whoever dropped it then found none yet.
            self.schedules.drop(delivery.id)
            return "dropped"
        return "scheduled"

    def _drop(self, delivery: Delivery) -> str:
        """Drop the schedule whether or not somebody did already: this may be the second try of a call that crashed."""
        self.schedules.drop(delivery.id)
        if delivery.check_at:
            self.records.mark_dropped(delivery)
        return "dropped"

    def _is_due(self, delivery: Delivery) -> bool:
        return delivery.due_at <= self.clock.now() + SEND_NOW_WITHIN
