"""From a local time and its TZID to an instant (RFC 5545, 3.2.19, 3.3.5, 3.6.5).

Where a calendar defines the zone itself and its name is known too, the two are compared at that time. If they differ
by daylight saving alone, the definition is stale or cut short and the name stands, since people agree on wall clocks in
a named place; if their standard times differ, the name is only a label and the definition stands.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.domain.invite import ZoneSource
from shared.inbox import limits
from shared.inbox.calendar.content_lines import Component
from shared.inbox.calendar.rules import Rule, days, rule_of
from shared.inbox.calendar.values import Stamp, offset_delta, stamp_of
from shared.inbox.calendar.zone_names import cleaned, fixed_offset, iana_name, standard_and_other, zone_info


class Placed(NamedTuple):
    """An aware time; `zone` is its IANA name where it has one; `note` what the user should know of it."""

    at: datetime
    zone: str | None
    source: ZoneSource
    note: str | None = None


class Observance(NamedTuple):
    """One STANDARD or DAYLIGHT: when it begins (local time of the offset before), and the offsets."""

    start: datetime
    before: timedelta
    after: timedelta
    rules: tuple[Rule, ...]
    dates: tuple[datetime, ...]

    @property
    def gap(self) -> timedelta:
        """How much of the clock is skipped when it begins."""
        return max(timedelta(), self.after - self.before)

    def onsets(self, year: int) -> Iterator[datetime]:
        """Yield when it begins in a year, in local time, and the last time before."""
        found = [onset for onset in (self.start, *self.dates) if onset.year <= year]
        for rule in self.rules:
            last = min(year, rule.until.local.year) if rule.until else year
            since, until = date(max(1, last - rule.interval), 1, 1), date(last, 12, 31)
            stated = (
                datetime.combine(day, rule.clock(self.start)) for day in days(rule, self.start.date(), since, until)
            )
            found += [onset for onset in stated if not self._is_over(rule, onset)]
        yield from (onset for onset in found if onset.year == year)
        before = [onset for onset in found if onset.year < year]
        if before:
            yield max(before)

    def _is_over(self, rule: Rule, onset: datetime) -> bool:
        if rule.until is None:
            return False
        if rule.until.is_date:
            return onset.date() > rule.until.local.date()
        return (onset - self.before if rule.until.offset else onset) > rule.until.local


class Definition:
    """A VTIMEZONE. Its changes are computed for the time that is asked about, and no further."""

    def __init__(self, component: Component) -> None:
        observances = [child for child in component.children if child.name in ("STANDARD", "DAYLIGHT")]
        self.location = component.value("X-LIC-LOCATION")
        kept = observances[: limits.ZONE_RULES]
        self._observances = [seen for child in kept if (seen := _observance(child)) is not None]
        ruled = sum(len(seen.rules) for seen in self._observances)
        self._whole = len(self._observances) == len(observances) and ruled <= limits.ZONE_YEARLY_RULES
        self._changes: dict[int, list[tuple[datetime, Observance]]] = {}

    @property
    def offsets(self) -> set[timedelta]:
        """All offsets that the definition knows."""
        return {offset for seen in self._observances for offset in (seen.before, seen.after)}

    def offset(self, local: datetime) -> timedelta | None:
        """Return the offset in force; None where the definition is broken.

        A local time that is skipped takes the offset before the gap, one that occurs twice is the first (3.3.5).
        """
        if not self._observances or not self._whole:
            return None
        changes = self._changes_around(local.year)
        index = bisect.bisect_right(changes, local, key=lambda change: change[0])
        if index:
            return changes[index - 1][1].after
        return min(self._observances, key=lambda seen: seen.start).before

    def _changes_around(self, year: int) -> list[tuple[datetime, Observance]]:
        """Return the changes of a year and the last before, by the local time from which each holds for certain."""
        if year not in self._changes:
            found = [(onset + seen.gap, seen) for seen in self._observances for onset in seen.onsets(year)]
            self._changes[year] = sorted(found, key=lambda change: change[0])
        return self._changes[year]


def _observance(component: Component) -> Observance | None:
    start, before, after = (component.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    stamp = stamp_of(start.value) if start else None
    to = offset_delta(after.value) if after else None
    if stamp is None or to is None:
        return None
    rules = [rule_of(prop.value) for prop in component.all("RRULE")[: limits.RULES + 1]]
    if len(rules) > limits.RULES or not all(rule and _is_of_a_zone(rule) for rule in rules):
        return None
    listed = [text for prop in component.all("RDATE") for text in prop.value.split(",")]
    if len(listed) > limits.RULE_HITS:
        return None
    dates = [stamp_of(text.split("/")[0]) for text in listed]
    return Observance(
        stamp.local,
        (offset_delta(before.value) if before else None) or (timedelta() if before else to),
        to,
        tuple(rule for rule in rules if rule),
        tuple(found.local for found in dates if found),
    )


def _is_of_a_zone(rule: Rule) -> bool:
    """Tell whether a rule is of the kind that zones change by: once a year, in a month that it names."""
    named = bool(rule.by_month) or not (rule.by_day or rule.by_month_day or rule.by_year_day)
    return rule.freq == "YEARLY" and rule.count is None and named


class Zones:
    """The zones of one calendar. Made anew for each, so that no mail's definitions outlive it."""

    def __init__(self, components: Iterable[Component], default: str | None, assumed: str) -> None:
        self._components: dict[str, Component] = {}
        for component in components:
            tzid = component.first("TZID")
            if tzid and cleaned(tzid.value):
                self._components.setdefault(cleaned(tzid.value).lower(), component)
        self._definitions: dict[str, Definition] = {}
        self._default = default
        self._assumed = assumed if zone_info(assumed) else "UTC"

    def place(self, stamp: Stamp, tzid: str | None) -> Placed:
        """Return the instant of a DATE-TIME with this TZID (RFC 5545, 3.3.5)."""
        if stamp.offset is not None:
            return self._stated(stamp, tzid)
        if tzid is None or not cleaned(tzid):
            if self._default and iana_name(self._default):
                return self._place_named(stamp.local, self._default)
            return self._place_assumed(stamp.local)
        return self._place_named(stamp.local, tzid)

    def _stated(self, stamp: Stamp, tzid: str | None) -> Placed:
        """Keep the offset that the value itself states, whatever TZID says; the zone is only how to show it."""
        name = iana_name(tzid) if tzid else None
        at = stamp.local.replace(tzinfo=stamp.offset)
        if name and (info := zone_info(name)):
            return Placed(at.astimezone(info), name, ZoneSource.EVENT)
        return Placed(at, "UTC" if stamp.offset is UTC else None, ZoneSource.EVENT)

    def _definition(self, tzid: str) -> Definition | None:
        """Return the VTIMEZONE of that name, worked out when it is first needed."""
        key = cleaned(tzid).lower()
        component = self._components.get(key)
        if component is not None and key not in self._definitions:
            self._definitions[key] = Definition(component)
        return self._definitions.get(key)

    def _place_named(self, local: datetime, tzid: str) -> Placed:
        definition = self._definition(tzid)
        name = iana_name(tzid)
        defined = definition.offset(local) if definition else None
        if name is None and definition and defined is not None:
            return _by_definition(local, definition, defined)
        info = zone_info(name) if name else None
        if name and info:
            if defined is None or definition is None or _same_family(definition, info, local):
                return Placed(_settled(local, info), name, ZoneSource.EVENT)
            return _by_definition(local, definition, defined)
        fixed = fixed_offset(tzid)
        if fixed is not None:
            return Placed(local.replace(tzinfo=fixed), None, ZoneSource.EVENT)
        return self._place_unknown(local)

    def _place_unknown(self, local: datetime) -> Placed:
        """Place a time whose zone nobody knows: in the one zone that the calendar defines, else the assumed one."""
        if len(self._components) == 1:
            definition = self._definition(next(iter(self._components)))
            offset = definition.offset(local) if definition else None
            if definition and offset is not None:
                return _by_definition(local, definition, offset)
        note = "The invite names a time zone that is not known; the time is read as local time."
        return self._place_assumed(local)._replace(note=note)

    def _place_assumed(self, local: datetime) -> Placed:
        info = zone_info(self._assumed) or ZoneInfo("UTC")
        return Placed(_settled(local, info), self._assumed, ZoneSource.ASSUMED)


def _by_definition(local: datetime, definition: Definition, offset: timedelta) -> Placed:
    at = local.replace(tzinfo=timezone(offset))
    name = iana_name(definition.location) if definition.location else None
    info = zone_info(name) if name else None
    if name and info and _settled(local, info).astimezone(UTC) == at.astimezone(UTC):
        return Placed(at.astimezone(info), name, ZoneSource.EVENT)
    return Placed(at, None, ZoneSource.EVENT)


def _same_family(definition: Definition, info: tzinfo, local: datetime) -> bool:
    """Tell whether definition and name differ by daylight saving alone."""
    known = standard_and_other(info, local.year)
    return definition.offsets <= known or min(definition.offsets) == min(known)


def _settled(local: datetime, info: ZoneInfo) -> datetime:
    """Attach a zone; a local time that is skipped becomes the one that its offset before the gap gives (3.3.5)."""
    return local.replace(tzinfo=info).astimezone(UTC).astimezone(info)
