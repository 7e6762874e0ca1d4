"""What a calendar message says (RFC 5545, RFC 5546), whatever wrapping it came in."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime


class Outcome(enum.StrEnum):
    """What reading a mail came to."""

    INVITE = "invite"
    CANCELLATION = "cancellation"
    NOT_AN_INVITE = "not_an_invite"
    UNREADABLE = "unreadable"


class Reason(enum.StrEnum):
    """Why a mail gave no invite. The could-not-read mail has a sentence for each."""

    NO_CALENDAR = "no_calendar"
    NO_START = "no_start"
    BROKEN_CALENDAR = "broken_calendar"
    SEVERAL_MEETINGS = "several_meetings"
    AMBIGUOUS_TIME = "ambiguous_time"
    PROPOSAL = "proposal"
    WHICH_MEETING = "which_meeting"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    EMPTY = "empty"


class ZoneSource(enum.StrEnum):
    """Where the time zone of an invite comes from."""

    EVENT = "event"
    ASSUMED = "assumed"


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A name and an address as stated; either may be missing. An email is only what is an address."""

    name: str | None
    email: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Attendee(Person):
    """An ATTENDEE with PARTSTAT, CUTYPE and ROLE in upper case as the invite states them (RFC 5545, 3.8.4.1)."""

    status: str | None = None
    kind: str | None = None
    role: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Invite:
    """One meeting as an invite states it. Nothing here is guessed.

    `start` and `end` are aware datetimes, or dates where `all_day`; `end` is None where the invite states neither
    DTEND nor DURATION. `time_zone` is an IANA name, or None where the invite's own zone fits none (the offset of
    `start` is right all the same). With `time_zone_source` ASSUMED the invite's time was floating, and the zone was
    handed in. For a series `start` is that of one instance: the first, or the next from the moment given to the reader.
    """

    uid: str | None
    title: str
    start: datetime | date
    end: datetime | date | None
    time_zone: str | None
    time_zone_source: ZoneSource
    recurrence_id: str | None = None
    sequence: int = 0
    dtstamp: datetime | None = None
    method: str | None = None
    all_day: bool = False
    recurring: bool = False
    organizer: Person | None = None
    attendees: tuple[Attendee, ...] = ()
    location: str | None = None
    join_url: str | None = None
    description: str | None = None
    # How the facts were found, in words for the user, where they do not come from a calendar part.
    evidence: tuple[str, ...] = ()
