"""Which instance of a series is meant (RFC 5545, 3.8.5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from shared.domain.invite import Invite, Reason
from shared.inbox import limits
from shared.inbox.calendar.content_lines import Component, Property
from shared.inbox.calendar.events import Event, first_stamp
from shared.inbox.calendar.rules import Rule, days, rule_of
from shared.inbox.calendar.values import Stamp, stamp_of
from shared.inbox.limits import Unreadable

_DAY = timedelta(days=1)
# The longest gap between two instances that is looked across: 29 February, skipped in 1900 and 2100.
_REACH = timedelta(days=9 * 366)


def instance(event: Event, changed: Iterable[Event] = (), now: datetime | None = None) -> Invite:
    """Return an event as an Invite, a series at one instance.

    Without `now` that is the start that the series states, or the first after it that EXDATE leaves. With `now` it is
    the first instance that starts at or after it, `changed` ones where they were moved to; for a series that is over,
    the last. Raises Unreadable where the rule is needed and is not one that is read.
    """
    if event.recurrence_id is not None:
        return _of_instances([event, *changed], now).invite()
    times = event.times()
    if not event.recurring:
        return event.invite(times)
    series = _Series(event, {other.recurrence_id for other in changed} if now else set())
    if now is None:
        if series.takes_place(series.start):
            return event.invite(times)
        found = series.next_from(series.begins(series.start)) or event
    else:
        found = _from_now(series, changed, now)
    return dataclasses.replace(found.invite(), recurrence_id=None, recurring=True)


def _of_instances(events: list[Event], now: datetime | None) -> Event:
    """Return which of several changed instances is meant, where the series itself did not come along."""
    upcoming = [event for event in events if now and event.takes_place and event.begins >= now]
    return min(upcoming, key=lambda event: event.begins, default=events[0])


def _from_now(series: _Series, changed: Iterable[Event], now: datetime) -> Event:
    moved = [event for event in changed if event.takes_place]
    upcoming = [event for event in (series.next_from(now), *moved) if event and event.begins >= now]
    if upcoming:
        return min(upcoming, key=lambda event: event.begins)
    past = [event for event in (series.last_before(now), *moved) if event]
    if not past:
        raise Unreadable(Reason.TOO_COMPLEX, "No date of the repeating meeting could be worked out.")
    return max(past, key=lambda event: event.begins)


class _Series:
    """The rules of a master event, in the local time of its start. `moved` are the ids of instances told apart."""

    def __init__(self, event: Event, moved: set[str | None]) -> None:
        prop = event.component.first("DTSTART")
        stamp = first_stamp(prop)
        if prop is None or stamp is None:
            raise Unreadable(Reason.NO_START, "The calendar entry does not say when the series starts.")
        self._event = event
        self._prop = prop
        self.start = stamp
        self._moved = moved
        self._excluded = frozenset(self._key(stamp, prop) for stamp, prop in self._dates("EXDATE"))
        self._added = [
            self._on(stamp.local)
            for stamp, _ in self._dates("RDATE")
            if stamp.offset == self.start.offset and stamp.is_date == self.start.is_date
        ]

    def next_from(self, moment: datetime) -> Event | None:
        """Return the first instance that begins at or after a moment."""
        if self.begins(self.start) >= moment and self.takes_place(self.start):
            # The start is the first instance by definition, whatever the rule.
            return self._at(self.start)
        since = moment.astimezone(UTC).date() - _DAY
        firsts = (self._first(self._of_rule(rule, since, since + _REACH), moment) for rule in self._rules())
        others = (self._first(iter([stamp]), moment) for stamp in (self.start, *self._added))
        found = [stamp for stamp in (*firsts, *others) if stamp]
        return self._at(min(found, key=self.begins)) if found else None

    def last_before(self, moment: datetime) -> Event | None:
        """Return the last instance that begins before a moment."""
        found = [stamp for stamp in (self.start, *self._added) if self.takes_place(stamp)]
        until = moment.astimezone(UTC).date() + _DAY
        for rule in self._rules():
            ended = min(until, rule.until.local.date() + _DAY) if rule.until else until
            since = self.start.local.date() if rule.count is not None else _earlier(ended, _REACH)
            stamps = list(self._of_rule(rule, since, until))
            found += [next((stamp for stamp in reversed(stamps) if self.takes_place(stamp)), self.start)]
        past = [stamp for stamp in found if self.takes_place(stamp) and self.begins(stamp) < moment]
        return self._at(max(past, key=self.begins)) if past else None

    def takes_place(self, stamp: Stamp) -> bool:
        """Tell whether this start is neither taken out by EXDATE nor moved elsewhere."""
        key = self._key(stamp, self._prop)
        return not ({key, key[:8], f"{stamp.local:%Y%m%d}"} & self._excluded or key in self._moved)

    def begins(self, stamp: Stamp) -> datetime:
        """Return the instant of a start, in UTC; of a day, its midnight in the assumed zone."""
        return self._event.zones.place(stamp, self._prop.params.get("TZID")).at.astimezone(UTC)

    def _first(self, stamps: Iterator[Stamp], moment: datetime) -> Stamp | None:
        return next((stamp for stamp in stamps if self.begins(stamp) >= moment and self.takes_place(stamp)), None)

    def _of_rule(self, rule: Rule, since: date, until: date) -> Iterator[Stamp]:
        clock = rule.clock(self.start.local)
        for day in days(rule, self.start.local.date(), since, until):
            stamp = self._on(datetime.combine(day, clock))
            if self._is_over(rule, stamp):
                return
            if stamp.local >= self.start.local:
                yield stamp

    def _rules(self) -> list[Rule]:
        found = [rule_of(prop.value) for prop in self._event.component.all("RRULE") if prop.value.strip()]
        rules = [rule for rule in found if rule is not None]
        if len(rules) < len(found) or len(rules) > limits.RULES:
            raise Unreadable(Reason.TOO_COMPLEX, "The meeting repeats by a rule that is not understood.")
        return rules

    def _at(self, stamp: Stamp) -> Event:
        """Return the event as it is at another start, its length kept."""
        times = self._event.times()
        properties = dict(self._event.component.properties)
        properties["DTSTART"] = [_moved(self._prop, stamp)]
        if properties.pop("DTEND", None) and times.end is not None:
            length = times.end - times.start
            properties["DURATION"] = [Property("DURATION", {}, f"P{length.days}DT{length.seconds}S")]
            if not self.start.is_date:
                properties["DURATION"] = [Property("DURATION", {}, f"PT{int(length.total_seconds())}S")]
        return dataclasses.replace(self._event, component=Component(self._event.component.name, properties))

    def _on(self, local: datetime) -> Stamp:
        return self.start._replace(local=local)

    def _is_over(self, rule: Rule, stamp: Stamp) -> bool:
        if rule.until is None:
            return False
        if rule.until.is_date or stamp.is_date:
            return stamp.local.date() > rule.until.local.date()
        if rule.until.offset is None:
            return stamp.local > rule.until.local
        return self.begins(stamp) > rule.until.local.replace(tzinfo=rule.until.offset)

    def _dates(self, name: str) -> list[tuple[Stamp, Property]]:
        found = [
            (stamp, prop)
            for prop in self._event.component.all(name)
            for text in prop.value.split(",")
            if (stamp := stamp_of(text.split("/")[0])) and stamp.local.year in limits.YEARS
        ]
        if len(found) > limits.RULE_HITS:
            raise Unreadable(Reason.TOO_COMPLEX, "The meeting repeats with too many exceptions.")
        return found

    def _key(self, stamp: Stamp, prop: Property) -> str:
        """Return how a RECURRENCE-ID of this start reads; an all-day series knows days only."""
        if stamp.is_date or self.start.is_date:
            return stamp.local.strftime("%Y%m%d")
        tzid = prop.params.get("TZID", self._prop.params.get("TZID"))
        return self._event.zones.place(stamp, tzid).at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _earlier(day: date, delta: timedelta) -> date:
    return day - delta if day.year > limits.YEARS[0] else day


def _moved(prop: Property, stamp: Stamp) -> Property:
    if stamp.is_date:
        return prop._replace(value=stamp.local.strftime("%Y%m%d"))
    aware = stamp.local.replace(tzinfo=stamp.offset)
    return prop._replace(value=aware.strftime("%Y%m%dT%H%M%S") + aware.strftime("%z")[:5])
