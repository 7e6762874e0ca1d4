"""Once an hour: find the mails that SES laid into the bucket and whose notice never reached us."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import timedelta

from shared.domain.ports import Clock, Mailbox, Records

# A notice may wait in its queue for a while; after an hour it is lost, or a dead letter, which has its alarm.
OVERDUE_AFTER = timedelta(hours=1)
# Each audit looks at the hour before that one, so that a lost mail is reported once.
LOOKS_AT = timedelta(hours=1)
# The records read a hundred in one call.
LOOKED_UP_AT_ONCE = 100


@dataclasses.dataclass(frozen=True, slots=True)
class FindLostNotices:
    """One use case: name the mails that have no outcome. Without a notice there are no verdicts to answer them by."""

    mailbox: Mailbox
    records: Records
    clock: Clock

    def __call__(self) -> Iterator[str]:
        """Yield the SES id of each mail that lies in the bucket for an hour or more without a mark that it was seen."""
        until = self.clock.now() - OVERDUE_AFTER
        laid = self.mailbox.laid(until - LOOKS_AT, until)
        while some := list(itertools.islice(laid, LOOKED_UP_AT_ONCE)):
            yield from self.records.unseen(some)
