"""Somebody whom a contact named: the next person to talk to, and who is to be told how that went."""

from __future__ import annotations

import dataclasses
from datetime import datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Referral:
    """A name that was given in an interview. `by_name` and `by_email` are who gave it.

    `met_in` is the interview with the one who was named, once it is recorded: the note to the referrer is about it.
    """

    name: str
    named_at: datetime
    email: str | None = None
    company: str | None = None
    by_name: str | None = None
    by_email: str | None = None
    met_in: str | None = None
