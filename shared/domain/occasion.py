"""What every mail about a meeting says the same way: who, when, where, and how sure."""

from __future__ import annotations

import dataclasses
import enum
import re
from datetime import datetime, timedelta

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Interview, Meeting
from shared.domain.invite import ZoneSource
from shared.domain.meeting import PLACELESS
from shared.domain.names import display_name, greeting_name
from shared.domain.plain import capped, plain, whole, without_links
from shared.domain.time_words import clock, day, day_and_clock, is_midnight, same_clock, span, weekday, zone_words
from shared.domain.timing import letter_deadline

# RFC 5321, 4.5.3.1.3: a path has at most 256 octets, its angle brackets included.
MAX_ADDRESS = 254
MAX_COMPANY = 80
MAX_PLACE = 160
MAX_TITLE = 120
MOST_OTHERS = 8
WRITES_ONLY_TO_YOU = "Foreword writes only to you. It has answered no invitation and opened no link."


_ONLINE = re.compile(
    r"\b(online|virtual|remote|zoom|google meet|teams meeting|microsoft teams|webex|video|skype|facetime|hangouts?)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:phone|telephone|tel|call|mobile|cell)\b|[+(\d][\d\s().,#*+-]{6,}$", re.IGNORECASE)


class Setting(enum.Enum):
    """How the two are to meet."""

    IN_PERSON = enum.auto()
    PHONE = enum.auto()
    ONLINE = enum.auto()
    UNKNOWN = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting with what may be said of it. `now` is when the mail is written.

    `person`, `first_name`, `company` and `role` are "" unless the contact is sure enough to be filled in anywhere.
    `stated_company` is "" as well where the company is known by the domain of an address alone.
    """

    meeting: Meeting
    contact: Contact | None
    now: datetime
    person: str
    first_name: str
    company: str
    stated_company: str
    role: str
    email: str

    @property
    def zone(self) -> str:
        """The IANA zone that all times of the mail are in."""
        return self.meeting.zone


def occasion_of(interview: Interview, now: datetime) -> Occasion:
    """Gather what may be said. A contact of low confidence is shown as a guess, and filled in nowhere."""
    contact = interview.contact
    sure = contact if contact and contact.confidence is not Confidence.LOW else None
    person = display_name(sure.name) if sure else ""
    return Occasion(
        meeting=interview.meeting,
        contact=contact,
        now=now,
        person=person,
        first_name=greeting_name(person),
        company=whole(sure.company, MAX_COMPANY) if sure else "",
        stated_company=whole(sure.company, MAX_COMPANY) if sure and sure.company_is_stated else "",
        role=whole(sure.job_title, MAX_COMPANY) if sure else "",
        email=plain(sure.email, MAX_ADDRESS) if sure else "",
    )


def when_words(meeting: Meeting, now: datetime) -> str:
    """Return "Thursday, November 12, 2:00–2:30 PM, Pacific Time"; the days alone where the invite gives no time."""
    first = day(meeting.starts_at, meeting.zone, now)
    if not meeting.all_day:
        return f"{first}, {span(meeting.starts_at, meeting.ends_at, meeting.zone)}, {zone_words(meeting.zone)}"
    last = day(meeting.ends_at - timedelta(minutes=1), meeting.zone, now)
    return first if first == last else f"{first} to {last}"


def opening_line(occasion: Occasion) -> str:
    """Return the first line of a mail: who and when."""
    when = when_words(occasion.meeting, occasion.now)
    return f"You meet {occasion.person} on {when}." if occasion.person else f"Your talk is on {when}."


def time_notes(meeting: Meeting) -> tuple[str, ...]:
    """Say what is doubtful or easily mistaken about the time."""
    notes = []
    if meeting.all_day:
        notes.append("The invite gives the day but no time. Agree on one before the day.")
    else:
        notes += _zone_notes(meeting)
    if meeting.length_assumed:
        notes.append("The invite gives no end. This plan takes 30 minutes; ask at the start how long you have.")
    if meeting.recurring:
        notes.append("The invite is a series. This is about the one meeting named above.")
    return tuple(notes)


def other_zone(meeting: Meeting) -> str | None:
    """Return the invite's own zone where its clocks differ from those that the mail shows."""
    zone = meeting.invite_zone
    if meeting.all_day or not zone or same_clock(meeting.starts_at, meeting.zone, zone):
        return None
    return zone


def place_line(meeting: Meeting) -> str:
    """Say where to be. No link is passed on, so a call's link is where it always was: in the calendar entry."""
    place = without_links(meeting.location, MAX_PLACE)
    if meeting.conference:
        service = meeting.conference[:1].upper() + meeting.conference[1:]
        call = f"{service}: the link is in your calendar entry."
        is_same = meeting.conference.casefold() in place.casefold() or not place
        return call if is_same else f"{place}. {call}"
    if place:
        return f"By phone: {place}" if setting_of(meeting) is Setting.PHONE else f"Where: {place}"
    if meeting.location:
        return "Online: the link is in your calendar entry."
    return "The invite names no place and no link. Find out before the day how you are to meet."


def setting_of(meeting: Meeting) -> Setting:
    """Tell how the two are to meet, as far as the invite says so."""
    place = without_links(meeting.location, MAX_PLACE)
    if meeting.conference or (meeting.location and not place) or _ONLINE.search(place):
        return Setting.ONLINE
    if not place:
        return Setting.UNKNOWN
    return Setting.PHONE if _PHONE.match(place) else Setting.IN_PERSON


def title_line(meeting: Meeting) -> str:
    """Quote the invite's title, so that the user knows which meeting this is; "" without one."""
    title = without_links(meeting.title, MAX_TITLE)
    return f"Title of the invite: {title}" if title else ""


def deadline_words(meeting: Meeting) -> str:
    """Say until when the letter should leave: "Friday, 2:30 PM", or "the end of Friday" at midnight."""
    deadline = letter_deadline(meeting.ends_at)
    if is_midnight(deadline, meeting.zone):
        return f"the end of {weekday(deadline - timedelta(minutes=1), meeting.zone)}"
    return day_and_clock(deadline, meeting.zone)


def others_line(contact: Contact | None) -> str:
    """Name the further people of the meeting; "" if there are none with a name or an address."""
    people = contact.others if contact else ()
    names = [display_name(person.name) or plain(person.email, MAX_ADDRESS) for person in people]
    named = [name for name in names if name]
    if not named:
        return ""
    more = len(named) - MOST_OTHERS
    shown = "; ".join(named[:MOST_OTHERS])
    return f"Also there: {shown}{f', and {more} more' if more > 0 else ''}."


def sentence(text: str, limit: int = 200) -> str:
    """Return evidence as a sentence: a capital first and a full stop last."""
    bare = capped(without_links(text, limit), limit).rstrip(".")
    return f"{bare[:1].upper()}{bare[1:]}." if bare else ""


def _zone_notes(meeting: Meeting) -> list[str]:
    notes = []
    elsewhere = other_zone(meeting)
    if elsewhere:
        start, end = meeting.starts_at, meeting.ends_at
        same_day = weekday(start, elsewhere) == weekday(start, meeting.zone)
        on = "" if same_day else f"{weekday(start, elsewhere)}, "
        notes.append(f"In the invite's own zone that is {on}{span(start, end, elsewhere)}, {zone_words(elsewhere)}.")
    if meeting.zone in PLACELESS:
        notes.append(
            "Neither the invite nor your settings name a time zone, so that times here are in "
            f"{zone_words(meeting.zone)}. Check them against your calendar."
        )
    elif meeting.zone_source is ZoneSource.ASSUMED:
        notes.append(
            f"The invite names no time zone: {clock(meeting.starts_at, meeting.zone)} was taken to be "
            f"{zone_words(meeting.zone)}. Check it against your calendar."
        )
    return notes
