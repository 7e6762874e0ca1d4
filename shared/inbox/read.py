"""Reading one mail: raw bytes in, a Reading out, whatever the bytes are."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.contact import Contact
from shared.domain.invite import Invite, Outcome, Person, Reason


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says. `reason` is set where there is no invite; `detail` says it in words for the user.

    `forwarder` is who passed the invite on: the From (or Sender) of the outermost mail.
    """

    outcome: Outcome
    reason: Reason | None = None
    detail: str | None = None
    invite: Invite | None = None
    contact: Contact | None = None
    forwarder: Person | None = None
    subject: str | None = None


def read(
    raw: bytes,
    *,
    assumed_zone: str = "UTC",
    now: datetime | None = None,
    user_addresses: frozenset[str] = frozenset(),
) -> Reading:
    """Read a mail or a bare calendar file; never raises.

    `assumed_zone` is the IANA zone of floating times. With `now`, a series is read at its next instance from then;
    without, at its first. `user_addresses` (lower case) are never taken for the contact.
    """
    raise NotImplementedError
