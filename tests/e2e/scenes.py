"""What several tests begin with."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from tests.e2e.mails import Invite, forwarded
from tests.e2e.progress import wait_for
from tests.e2e.recorder import Recorded, Recorder
from tests.e2e.stack import USERS_DOMAIN, Stack

# ThankYouDelayMinutes of the stack: more than the two minutes within which a mail is sent at once.
DELAY = timedelta(minutes=3)


def user() -> str:
    """Return the address of a new user."""
    return f"ada-{uuid.uuid4().hex[:8]}@{USERS_DOMAIN}"


def next_week(address: str, zone: str) -> Invite:
    """Return the invite of a meeting on the hour, in seven days, of half an hour."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    return Invite(user=address, start=start, end=start + timedelta(minutes=30), zone=zone)


def pack_of(recorder: Recorder, stack: Stack, invite: Invite) -> Recorded:
    """Forward an invite and wait for its pack."""
    stack.receive(forwarded(invite, stack.bucket))
    (pack,) = wait_for(f"the prep pack for {invite.user}", lambda: recorder.to(invite.user, "prep_pack"), 60)
    return pack


def state(stack: Stack, address: str, kind: str) -> list[str]:
    """Return the states of a user's Deliveries of one kind."""
    return sorted(row["state"] for row in stack.deliveries(address, kind))
