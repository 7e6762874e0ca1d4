"""Calendar text to the events that it holds (RFC 5545, RFC 5546)."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from shared.domain.invite import Attendee, Invite, Person, Reason, ZoneSource
from shared.inbox import limits
from shared.inbox.calendar.content_lines import Component, Property, calendar_part, components
from shared.inbox.calendar.links import join_url
from shared.inbox.calendar.values import Stamp, address_of, calendar_address, duration_of, stamp_of
from shared.inbox.calendar.zones import Placed, Zones
from shared.inbox.limits import Unreadable

_Day = TypeVar("_Day", date, datetime)
_MIDNIGHT = time(0, 0)
_ALL_DAY_MARKS = (
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
    "X-FUNAMBOL-ALLDAY",
    "X-ALLDAY",
)


class Times(NamedTuple):
    """When an event is: aware datetimes, or dates where all-day."""

    start: datetime | date
    end: datetime | date | None
    placed: Placed | None
    all_day: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT with the calendar around it."""

    component: Component
    zones: Zones
    method: str | None
    # What the MIME part says, where the calendar has no METHOD of its own (RFC 6047, 2.4: they should agree).
    declared_method: str | None = None

    @property
    def uid(self) -> str | None:
        """The UID (RFC 5545, 3.8.4.7)."""
        return self.component.value("UID")

    @property
    def title(self) -> str:
        """SUMMARY, or an empty text."""
        return self.component.value("SUMMARY") or ""

    @property
    def cancels(self) -> bool:
        """Whether the meeting is off. A STATUS:CANCELLED alone does not say so: only the method does."""
        return "CANCEL" in (self.method, self.declared_method)

    @property
    def sequence(self) -> int:
        """SEQUENCE, held to what RFC 5545 allows, so that no mail can lock out all later ones."""
        for prop in self.component.all("SEQUENCE"):
            if prop.value.strip().isdecimal():
                return int(prop.value.strip()[:12]) if int(prop.value.strip()[:12]) <= limits.SEQUENCE else 0
        return 0

    @property
    def stamped_at(self) -> datetime | None:
        """DTSTAMP in UTC."""
        prop = self.component.first("DTSTAMP")
        stamp = first_stamp(prop)
        if stamp is None or stamp.local.year not in limits.YEARS:
            return None
        return stamp.local.replace(tzinfo=stamp.offset or UTC).astimezone(UTC)

    @property
    def recurrence_id(self) -> str | None:
        """Which instance of a series this is, normalized: UTC for a time, the day for a date."""
        prop = self.component.first("RECURRENCE-ID")
        stamp = first_stamp(prop)
        if prop is None or stamp is None or stamp.local.year not in limits.YEARS:
            return None
        if stamp.is_date:
            return stamp.local.strftime("%Y%m%d")
        return self.zones.place(stamp, prop.params.get("TZID")).at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    @property
    def begins(self) -> datetime:
        """The instant of the start, in UTC; of a day, its midnight in the assumed zone. Raises as `times` does."""
        start = self.times().start
        if isinstance(start, datetime):
            return start.astimezone(UTC)
        midnight = Stamp(datetime.combine(start, _MIDNIGHT), is_date=False, offset=None)
        return self.zones.place(midnight, None).at.astimezone(UTC)

    @property
    def takes_place(self) -> bool:
        """Whether it has a start and is not marked as cancelled."""
        off = (self.component.value("STATUS") or "").upper() == "CANCELLED"
        return not off and first_stamp(self.component.first("DTSTART")) is not None

    @property
    def recurring(self) -> bool:
        """Whether it is a series: an RRULE, or an RDATE that names another day or time than the start."""
        if any(prop.value.strip() for prop in self.component.all("RRULE")):
            return True
        start = self.component.first("DTSTART")
        return any(
            stamp_of(text.split("/")[0]) is not None and (start is None or text.strip() != start.value.strip())
            for prop in self.component.all("RDATE")
            for text in prop.value.split(",")
        )

    def times(self) -> Times:
        """Return start and end; raise Unreadable where there is no start, or one beyond 1970-2100."""
        prop = self.component.first("DTSTART")
        if prop is None or not prop.value.strip():
            raise Unreadable(Reason.NO_START, "The calendar entry does not say when the meeting starts.")
        stamp = first_stamp(prop)
        if stamp is None:
            raise Unreadable(Reason.BROKEN_CALENDAR, "The start of the calendar entry is no date and time.")
        in_range(stamp.local)
        if stamp.is_date:
            return self._day_times(stamp.local.date())
        placed = self.zones.place(stamp, prop.params.get("TZID"))
        end = self._end(placed, prop)
        if self._is_all_day(placed.at, end):
            return Times(placed.at.date(), end.date() if end else None, placed, all_day=True)
        return Times(placed.at, end, placed, all_day=False)

    def _day_times(self, start: date) -> Times:
        prop = self.component.first("DTEND")
        stamp = first_stamp(prop)
        end = stamp.local.date() if stamp else None
        duration = self._duration()
        if end is None and duration is not None:
            end = _later(start, timedelta(days=duration[0]))
        if end is not None and (end < start or end.year not in limits.YEARS):
            end = None
        return Times(start, end, None, all_day=True)

    def _end(self, start: Placed, start_prop: Property) -> datetime | None:
        """Return DTEND, or start plus DURATION; None where neither makes sense."""
        prop = self.component.first("DTEND")
        stamp = first_stamp(prop)
        if prop and stamp and not stamp.is_date and stamp.local.year in limits.YEARS:
            tzid = prop.params.get("TZID", start_prop.params.get("TZID") if stamp.offset is None else None)
            end: datetime | None = self.zones.place(stamp, tzid).at
            if end and stamp.offset is not None:
                end = end.astimezone(start.at.tzinfo)
        else:
            end = self._end_by_duration(start, start_prop)
        # Two times of one zone would be compared by the wall clock, which runs twice in the autumn.
        return end if end is not None and end.astimezone(UTC) >= start.at.astimezone(UTC) else None

    def _end_by_duration(self, start: Placed, start_prop: Property) -> datetime | None:
        duration = self._duration()
        stamp = first_stamp(start_prop)
        if duration is None or stamp is None:
            return None
        nominal, exact = duration
        local = _later(stamp.local, timedelta(days=nominal))
        if local is None or local.year not in limits.YEARS:
            return None
        at = self.zones.place(stamp._replace(local=local), start_prop.params.get("TZID")).at
        end = _later(at.astimezone(UTC), exact)
        return end.astimezone(start.at.tzinfo) if end and end.year in limits.YEARS else None

    def _duration(self) -> tuple[int, timedelta] | None:
        prop = self.component.first("DURATION")
        duration = duration_of(prop.value) if prop else None
        return (duration.days, duration.exact) if duration else None

    def _is_all_day(self, start: datetime, end: datetime | None) -> bool:
        """Microsoft's mark makes midnight to midnight a day (MS-OXCICAL, 2.1.3.1.1.20.28)."""
        marked = any((self.component.value(name) or "").upper() == "TRUE" for name in _ALL_DAY_MARKS)
        return marked and start.time() == _MIDNIGHT and (end is None or end.time() == _MIDNIGHT)

    def people(self) -> tuple[Person | None, tuple[Attendee, ...]]:
        """Return organizer and attendees, those left out that have neither a name nor an address."""
        prop = self.component.first("ORGANIZER")
        organizer = Person(_name(prop), _email(prop)) if prop else None
        if organizer and not organizer.name and not organizer.email:
            organizer = None
        attendees = tuple(
            found for prop in self.component.all("ATTENDEE") if (found := _attendee(prop)).name or found.email
        )
        return organizer, attendees

    def invite(self, times: Times | None = None) -> Invite:
        """Return the event as an Invite; raises Unreadable as `times` does."""
        when = times or self.times()
        organizer, attendees = self.people()
        placed = when.placed
        return Invite(
            uid=self.uid,
            title=self.title,
            start=when.start,
            end=when.end,
            time_zone=placed.zone if placed else None,
            time_zone_source=placed.source if placed else ZoneSource.EVENT,
            recurrence_id=self.recurrence_id,
            sequence=self.sequence,
            dtstamp=self.stamped_at,
            method=self.method,
            all_day=when.all_day,
            recurring=self.recurring,
            organizer=organizer,
            attendees=attendees,
            location=self.component.value("LOCATION"),
            join_url=join_url(self.component),
            description=self.component.value("DESCRIPTION"),
            evidence=(placed.note,) if placed and placed.note else (),
        )


def events_of(text: str, *, assumed_zone: str, method: str | None = None) -> list[Event]:
    """Return the events of a calendar text in order; `method` is the MIME part's, where the text states none.

    Raises Unreadable where the text passes a cap. Nothing is kept between two calls.
    """
    found: list[Event] = []
    for calendar in components(calendar_part(text)):
        found += events_within(calendar, assumed_zone=assumed_zone, method=method)
    return found


def events_within(calendar: Component, *, assumed_zone: str, method: str | None = None) -> list[Event]:
    """Return the events of one calendar, with zones of its own."""
    stated = (calendar.value("METHOD") or "").upper() or None
    zones = Zones(calendar.within("VTIMEZONE"), calendar.value("X-WR-TIMEZONE"), assumed_zone)
    declared = method.upper() if method and not stated else None
    return [Event(component, zones, stated, declared) for component in calendar.within("VEVENT")]


def in_range(local: datetime) -> None:
    """Raise Unreadable where a time lies outside of the years that are read."""
    if local.year not in limits.YEARS:
        raise Unreadable(Reason.DATE_OUT_OF_RANGE, "The calendar entry is dated before 1970 or after 2100.")


def _later(start: _Day, delta: timedelta) -> _Day | None:
    try:
        return start + delta
    except OverflowError:
        return None


def first_stamp(prop: Property | None) -> Stamp | None:
    """Read the first date or time of a property."""
    return stamp_of(prop.value.split(",")[0], prop.params.get("VALUE")) if prop else None


def _name(prop: Property) -> str | None:
    name = " ".join(prop.params.get("CN", "").split()).strip("'\" ")
    return name or None


def _email(prop: Property) -> str | None:
    return calendar_address(prop.value) or address_of(prop.params.get("EMAIL", ""))


def _attendee(prop: Property) -> Attendee:
    status, kind, role = (prop.params.get(name, "").strip().upper() or None for name in ("PARTSTAT", "CUTYPE", "ROLE"))
    return Attendee(_name(prop), _email(prop), status, kind, role)
