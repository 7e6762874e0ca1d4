"""What comes in, and what is kept, as pydantic models."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _FromAWS(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Verdict(_FromAWS):
    """One of SES's judgements."""

    status: Literal["PASS", "FAIL", "GRAY", "PROCESSING_FAILED"]


class Action(_FromAWS):
    """Where SES laid the mail."""

    bucket_name: str
    object_key: str


class Receipt(_FromAWS):
    """How SES judged the mail, and what it did with it."""

    recipients: list[str]
    spam_verdict: Verdict
    virus_verdict: Verdict
    spf_verdict: Verdict
    dkim_verdict: Verdict
    dmarc_verdict: Verdict
    action: Action

    @property
    def is_trusted(self) -> bool:
        """Tell whether the From is proven and the mail is harmless."""
        verdicts = (self.virus_verdict, self.spam_verdict, self.dmarc_verdict)
        return all(verdict.status == "PASS" for verdict in verdicts)


class Mail(_FromAWS):
    """The envelope of the mail."""

    message_id: str
    source: str
    timestamp: datetime


class Notice(_FromAWS):
    """SES's notice that it received a mail (AWS: "Contents of notifications for Amazon SES email receiving")."""

    notification_type: Literal["Received"]
    mail: Mail
    receipt: Receipt


class Person(BaseModel):
    """A name and an address."""

    name: str | None = None
    email: str


class User(BaseModel):
    """Who forwards invites."""

    id: str = Field(default_factory=lambda: uuid4().hex)
    email: str
    name: str | None = None
    time_zone: str = "UTC"
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class Interview(BaseModel):
    """An informational interview, as its invite states it."""

    id: str
    uid: str
    sequence: int = 0
    title: str
    start: datetime
    end: datetime
    time_zone: str
    location: str | None = None
    description: str | None = None
    organizer: Person | None = None
    attendees: list[Person] = Field(default_factory=list)

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return int((self.end - self.start) / timedelta(minutes=1))


class Kind(StrEnum):
    """What is sent."""

    PREP_PACK = "prep_pack"
    THANK_YOU = "thank_you"
    THANK_YOU_NUDGE = "thank_you_nudge"


class State(StrEnum):
    """Where a mail stands."""

    PENDING = "pending"
    SENT = "sent"


class Delivery(BaseModel):
    """One mail that is owed."""

    id: str = Field(default_factory=lambda: uuid4().hex)
    user_id: str
    interview_id: str
    recipient: str
    kind: Kind
    state: State = State.PENDING
    due_at: datetime


class DueDelivery(BaseModel):
    """The input of a schedule: which mail is due."""

    user_id: str
    delivery_id: str
