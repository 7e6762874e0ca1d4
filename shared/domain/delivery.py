"""One email owed to one user: everything that leaves is a Delivery."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

NO_FACTS: Mapping[str, str] = MappingProxyType({})


class Kind(enum.StrEnum):
    """The mails that Foreword writes; each has a pair of templates of that name."""

    PREP_PACK = "prep_pack"
    THANK_YOU = "thank_you"
    THANK_YOU_NUDGE = "thank_you_nudge"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    ALREADY_OVER = "already_over"
    NOTED = "noted"
    REMINDER = "reminder"
    INTRODUCTION = "introduction"
    REQUEST = "request"
    REFERRER_NOTE = "referrer_note"
    REPORT_BACK = "report_back"
    KEEP_IN_TOUCH = "keep_in_touch"
    LIST = "list"
    EXPORT = "export"
    COMPARE = "compare"
    HELP = "help"
    ERASE_ASKED = "erase_asked"
    ERASED = "erased"
    ADDRESS_CODE = "address_code"
    COULD_NOT_READ = "could_not_read"
    NOT_ON_THE_LIST = "not_on_the_list"


class State(enum.StrEnum):
    """pending → sending → sent, or withdrawn, or failed. A state never moves back but from sending to pending."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


# What a send says where a Delivery that was owed will never leave: an operator hears of it. "expired" is among them, as
# what waited until it was of no more use; what the user stopped, moved or cancelled is not.
GIVEN_UP = frozenset({"rejected", "gave_up", "recipient_is_contact", "expired"})


class Fate(enum.StrEnum):
    """What SES reported of a mail after it left."""

    SENT = "sent"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    BOUNCED = "bounced"
    COMPLAINED = "complained"

    @property
    def rank(self) -> int:
        """Events come in any order; a fate only ever gives way to one of a higher rank."""
        return list(Fate).index(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Delivery:
    """One email owed. Times are UTC.

    The cause is an interview at a revision or, for what belongs to no interview, the SES id of the mail that it
    answers (`mail_id`); `about` then names the interview that the answer speaks of, whatever its revision. `expires_at`
    is when the mail would be of no more use: past it, it is withdrawn, not sent. `check_at` is when the sweep looks at
    it again; None once nothing is left to do. `facts` are what its text needs beyond the interview.
    """

    id: str
    user_id: str
    kind: Kind
    recipient: str
    due_at: datetime
    expires_at: datetime
    created_at: datetime
    interview_id: str | None = None
    revision: int | None = None
    mail_id: str | None = None
    about: str | None = None
    references: tuple[str, ...] = ()
    facts: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    state: State = State.PENDING
    check_at: datetime | None = None
    scheduled: bool = False
    attempts: int = 0
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    ses_message_id: str | None = None
    fate: Fate | None = None
    reason: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class DeliveryRef:
    """How a schedule, a stream record or a mail's tags name a Delivery."""

    user_id: str
    delivery_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class Feedback:
    """One SES event about a mail of ours."""

    ref: DeliveryRef
    ses_message_id: str
    fate: Fate
    at: datetime


def delivery_id(cause: str, kind: Kind, ordinal: int = 0) -> str:
    """Name the Delivery of this kind that `cause` owes: the same cause always gives the same name.

    At most 64 characters of a-z, 0-9 and "-", since it also names the schedule (Scheduler: [0-9a-zA-Z-_.]{1,64})
    and is the value of an SES message tag (letters, digits, "_" and "-").
    """
    digest = hashlib.sha256(f"{cause}|{kind}|{ordinal}".encode()).hexdigest()[:32]
    return f"{kind.replace('_', '-')}-{digest}"
