"""What every mail about a meeting says the same way: who, when, where, and how sure."""

from __future__ import annotations

import dataclasses
import enum
import re
from datetime import datetime, timedelta

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Interview, Meeting
from shared.domain.invite import ZoneSource
from shared.domain.language import Language
from shared.domain.meeting import PLACELESS, SOME_VIDEO_CALL
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

_ONLINE = re.compile(
    r"\b(online|virtual|remote|zoom|google meet|teams meeting|microsoft teams|webex|video|skype|facetime|hangouts?)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:phone|telephone|tel|call|mobile|cell)\b|[+(\d][\d\s().,#*+-]{6,}$", re.IGNORECASE)


# "Phone: (360) 555-0142" is said after "By phone:".
_CALLED_PHONE = re.compile(r"^(?:(?:tele)?phone|tel)\b[.:\s]*(?=[+(\d])", re.IGNORECASE)


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
    language: Language
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

    def say(self, key: str, **known: object) -> str:
        """Return a phrase of the mail's language."""
        return self.language.say(key, **known)

    def named(self, key: str, **known: object) -> str:
        """Return the phrase that names the person, `key` itself, or the one that does without: `key`_nobody."""
        if self.person:
            return self.say(key, name=self.person, **known)
        return self.say(f"{key}_nobody", **known)


def occasion_of(interview: Interview, now: datetime, language: Language) -> Occasion:
    """Gather what may be said. A contact of low confidence is shown as a guess, and filled in nowhere."""
    contact = interview.contact
    sure = contact if contact and contact.confidence is not Confidence.LOW else None
    person = display_name(sure.name) if sure else ""
    return Occasion(
        meeting=interview.meeting,
        contact=contact,
        now=now,
        language=language,
        person=person,
        first_name=greeting_name(person),
        company=whole(sure.company, MAX_COMPANY) if sure else "",
        stated_company=whole(sure.company, MAX_COMPANY) if sure and sure.company_is_stated else "",
        role=whole(sure.job_title, MAX_COMPANY) if sure else "",
        email=plain(sure.email, MAX_ADDRESS) if sure else "",
    )


def when_words(occasion: Occasion) -> str:
    """Return "Thursday, November 12, 2:00–2:30 PM, Pacific Time"; the days alone where the invite gives no time."""
    language, meeting = occasion.language, occasion.meeting
    first = day(language, meeting.starts_at, meeting.zone, occasion.now)
    if not meeting.all_day:
        time = span(language, meeting.starts_at, meeting.ends_at, meeting.zone)
        return occasion.say("meeting.when", day=first, time=time, zone=zone_words(language, meeting.zone))
    last = day(language, meeting.ends_at - timedelta(minutes=1), meeting.zone, occasion.now)
    return first if first == last else occasion.say("meeting.days", first=first, last=last)


def opening_line(occasion: Occasion) -> str:
    """Return the first line of a mail: who and when."""
    return occasion.named("meeting.you_meet", when=when_words(occasion))


def time_notes(occasion: Occasion) -> tuple[str, ...]:
    """Say what is doubtful or easily mistaken about the time."""
    meeting = occasion.meeting
    notes = []
    if meeting.all_day:
        notes.append(occasion.say("meeting.no_time"))
    else:
        notes += _zone_notes(occasion)
    if meeting.length_assumed:
        notes.append(occasion.say("meeting.no_end"))
    if meeting.recurring:
        notes.append(occasion.say("meeting.series"))
    return tuple(notes)


def other_zone(meeting: Meeting) -> str | None:
    """Return the invite's own zone where its clocks differ from those that the mail shows."""
    zone = meeting.invite_zone
    if meeting.all_day or not zone or same_clock(meeting.starts_at, meeting.zone, zone):
        return None
    return zone


def place_line(occasion: Occasion) -> str:
    """Say where to be. No link is passed on, so a call's link is where it always was: in the calendar entry."""
    meeting = occasion.meeting
    place = without_links(meeting.location, MAX_PLACE)
    if meeting.conference:
        unnamed = meeting.conference == SOME_VIDEO_CALL
        service = occasion.say("meeting.a_video_call") if unnamed else meeting.conference
        call = occasion.say("meeting.call", service=service)
        is_same = meeting.conference.casefold() in place.casefold() or not place
        return call if is_same else f"{place}. {call}"
    if place and setting_of(meeting) is Setting.PHONE:
        return occasion.say("meeting.by_phone", place=_CALLED_PHONE.sub("", place))
    if place:
        return occasion.say("meeting.where", place=place)
    return occasion.say("meeting.online" if meeting.location else "meeting.nowhere")


def setting_of(meeting: Meeting) -> Setting:
    """Tell how the two are to meet, as far as the invite says so."""
    place = without_links(meeting.location, MAX_PLACE)
    if meeting.conference or (meeting.location and not place) or _ONLINE.search(place):
        return Setting.ONLINE
    if not place:
        return Setting.UNKNOWN
    return Setting.PHONE if _PHONE.match(place) else Setting.IN_PERSON


def title_line(occasion: Occasion) -> str:
    """Quote the invite's title, so that the user knows which meeting this is; "" without one."""
    title = without_links(occasion.meeting.title, MAX_TITLE)
    return occasion.say("meeting.title", title=title) if title else ""


def deadline_words(occasion: Occasion) -> str:
    """Say until when the letter should leave: "Friday, 2:30 PM", or "the end of Friday" at midnight."""
    language, zone = occasion.language, occasion.zone
    deadline = letter_deadline(occasion.meeting.ends_at)
    if is_midnight(deadline, zone):
        last = weekday(language, deadline - timedelta(minutes=1), zone)
        return occasion.say("meeting.end_of_day", weekday=last)
    return day_and_clock(language, deadline, zone)


def others_line(occasion: Occasion) -> str:
    """Name the further people of the meeting; "" if there are none with a name or an address."""
    people = occasion.contact.others if occasion.contact else ()
    names = [display_name(person.name) or plain(person.email, MAX_ADDRESS) for person in people]
    named = [name for name in names if name]
    if not named:
        return ""
    more = len(named) - MOST_OTHERS
    shown = "; ".join(named[:MOST_OTHERS])
    if more > 0:
        return occasion.say("meeting.others_and_more", names=shown, count=more)
    return occasion.say("meeting.others", names=shown)


def sentence(text: str, limit: int = 200) -> str:
    """Return evidence as a sentence: a capital first and a full stop last."""
    bare = capped(without_links(text, limit), limit).rstrip(".")
    return f"{bare[:1].upper()}{bare[1:]}." if bare else ""


def _zone_notes(occasion: Occasion) -> list[str]:
    language, meeting = occasion.language, occasion.meeting
    notes = []
    elsewhere = other_zone(meeting)
    if elsewhere:
        start, end = meeting.starts_at, meeting.ends_at
        on, time = weekday(language, start, elsewhere), span(language, start, end, elsewhere)
        same_day = on == weekday(language, start, meeting.zone)
        key = "meeting.in_invites_zone" if same_day else "meeting.in_invites_zone_another_day"
        notes.append(occasion.say(key, weekday=on, time=time, zone=zone_words(language, elsewhere)))
    named = zone_words(language, meeting.zone)
    if meeting.zone in PLACELESS:
        notes.append(occasion.say("meeting.no_zone_anywhere", zone=named))
    elif meeting.zone_source is ZoneSource.ASSUMED:
        at = clock(language, meeting.starts_at, meeting.zone)
        notes.append(occasion.say("meeting.no_zone", clock=at, zone=named))
    return notes
