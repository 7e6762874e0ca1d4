"""An operator erases a user: records, raw mails, schedules, and whatever was owed."""

from __future__ import annotations

import collections
import dataclasses

from shared.domain.ports import Clock, Mailbox, Records, Schedules


@dataclasses.dataclass(frozen=True, slots=True)
class EraseUser:
    """One use case, at any point of the pipeline and as often as one likes: a second run finishes a first that broke.

    The mark that the address was erased comes first, so that a mail still on its way brings nothing back. Then the
    profile goes, since nothing is recorded for a user without one: what is listed after it is all there will be. Whose
    the address was goes last, so that what a broken run left can be found again. A user has several addresses, and may
    be erased from any: whose the others were goes before the one that a second run would look by.
    """

    records: Records
    schedules: Schedules
    mailbox: Mailbox
    clock: Clock

    def __call__(self, address: str) -> dict[str, int]:
        """Erase and return how many things of each kind went: "delivery", "mail", "interview" and others."""
        now = self.clock.now()
        self.records.mark_erased(address, now)
        user_id = self.records.user_id_at(address)
        if user_id is None:
            return {}
        user = self.records.user(user_id)
        if user and user.address.strip().lower() != address.strip().lower():
            # The address that the user began with stands in the profile alone.
            self.records.mark_erased(user.address, now)
            self.records.forget_address(user.address)
        self.records.forget_profile(user_id)
        done = collections.Counter({"profile": 1})
        further = []
        for thing in self.records.belongings(user_id):
            if thing.kind == "address":
                further.append(thing)
                continue
            if thing.kind == "delivery":
                self.schedules.drop(thing.id)
            elif thing.kind == "mail":
                self.mailbox.remove(thing.id)
            self.records.forget(thing)
            done[thing.kind] += 1
        for thing in further:
            self.records.mark_further_erased(thing, now)
            self.records.forget(thing)
            done[thing.kind] += 1
        self.records.forget_address(address)
        return dict(done)
