"""The record of one informational interview, and a change of it. planning.py decides the changes."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.contact import Contact
from shared.domain.debrief import Debrief
from shared.domain.delivery import NO_FACTS, Delivery
from shared.domain.invite import Person, ZoneSource
from shared.domain.referral import Referral

# RFC 5545 gives an event without DTEND and DURATION no length; a meeting has one, and the pack says it was assumed.
ASSUMED_LENGTH = timedelta(minutes=30)


class InterviewState(enum.StrEnum):
    """Whether the meeting is on; STOPPED and NOT_HELD are the user's own word."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    NOT_HELD = "not_held"


@dataclasses.dataclass(frozen=True, slots=True)
class User:
    """Somebody who forwards invites. `time_zone` is an IANA name: the user's own, or else the deployment's.

    Nothing owed before `stopped_at` is sent any more; nothing at all is sent while `mail_refused` says why ("bounced",
    "complained").

    What stands below `mail_refused` is what the user said in replies, and changes with a Change alone. `waking` is
    "07:00-22:00" in `time_zone`; `own_words` are the user's own phrasings by question id, `answers` how many talks
    answered a question, by its id; `unplaced` is text that belonged to no meeting. `edits` counts the changes.
    """

    id: str
    address: str
    time_zone: str
    name: str | None = None
    stopped_at: datetime | None = None
    mail_refused: str | None = None
    zone_is_own: bool = False
    field: str | None = None
    strengths: tuple[str, ...] = ()
    tone: str | None = None
    waking: str | None = None
    was_asked: bool = False
    keeps_in_touch: bool = False
    own_words: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    answers: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    talks_noted: int = 0
    referrals: tuple[Referral, ...] = ()
    unplaced: tuple[str, ...] = ()
    edits: int = 0


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Version:
    """How new an invite is: SEQUENCE first, then DTSTAMP (RFC 5546, 2.1.5)."""

    sequence: int
    stamped_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Meeting:
    """When and where, in the form that the mails need.

    `starts_at` and `ends_at` are UTC; `zone` is the IANA name to show them in. Where the invite gave no zone that has a
    name, `zone` is the user's and `zone_source` ASSUMED. `invite_zone` is the invite's own where it gave one.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    zone_source: ZoneSource
    invite_zone: str | None = None
    all_day: bool = False
    length_assumed: bool = False
    recurring: bool = False
    location: str | None = None
    # "Google Meet", "Zoom", …: a word to say where the link is, since no link is ever passed on.
    conference: str | None = None
    organizer: Person | None = None
    description: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Interview:
    """One meeting of one user, at one revision.

    `revision` rises with every change that a user would notice. `subject` is fixed when the interview is first seen,
    so that its mails thread. `pack_went_out` tells whether the user has had a pack of any revision. `owed` names the
    Deliveries made for this revision.

    `met_before` and `asked` are what earlier talks told when it was first seen: whether the user met this contact, and
    the ids of questions that need no asking again. `swapped` are the ids of questions that the user did not want,
    `own_words` their phrasings for this talk. `notes` are the user's replies about the talk as they came, `debrief`
    what they say, `answers` what was answered, by question id.
    `edits` counts the writes, so that of two at once one is planned again.
    """

    id: str
    user_id: str
    recipient: str
    version: Version
    revision: int
    state: InterviewState
    subject: str
    meeting: Meeting
    contact: Contact | None
    created_at: datetime
    updated_at: datetime
    uid: str | None = None
    recurrence_id: str | None = None
    references: tuple[str, ...] = ()
    pack_went_out: bool = False
    owed: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    letter_sent_at: datetime | None = None
    met_before: bool = False
    asked: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()
    own_words: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    notes: tuple[str, ...] = ()
    debrief: Debrief | None = None
    answers: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    edits: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """An interview with the Deliveries of its present revision, as read."""

    interview: Interview
    deliveries: tuple[Delivery, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Belonging:
    """One thing kept of a user: an "interview", a "delivery", a "mail", an "alias", an "address", a "participant".

    `sent_as` are the ids that SES gave a mail of ours, under which a reply finds it.
    """

    user_id: str
    kind: str
    id: str
    sent_as: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What one mail does to the records: one transaction, or nothing.

    `outcome` is what the mark of the seen mail says; `read` the interview that the change was planned on (None: there
    was none). `aliases` are further names under which later mails may look for the interview. `note_to` is a stranger's
    address that is not to be written to again for 30 days. `stops_user` stops all that was owed to the user so far.
    `user` is the profile as it is to be, where a reply changed it.
    """

    mail_id: str
    outcome: str
    at: datetime
    interview: Interview | None = None
    read: Interview | None = None
    made: tuple[Delivery, ...] = ()
    withdrawn: tuple[Delivery, ...] = ()
    participants: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note_to: str | None = None
    user_id: str | None = None
    stops_user: bool = False
    user: User | None = None


def interview_id(uid: str, recurrence_id: str | None) -> str:
    """Name the meeting that (UID, RECURRENCE-ID) identifies (RFC 5545, 3.8.4.4), within one user's records: 64 bits."""
    return hashlib.sha256(f"{uid}|{recurrence_id or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
