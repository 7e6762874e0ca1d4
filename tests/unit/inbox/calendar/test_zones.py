"""VTIMEZONE worked out by us, held against the tz database for zones whose rules we can write down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.invite import ZoneSource
from shared.inbox.calendar.content_lines import Component, components
from shared.inbox.calendar.values import Stamp, stamp_of
from shared.inbox.calendar.zones import Definition, Zones

MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2036, 12, 31))  # noqa: DTZ001 - local by nature
# Zone, then for daylight and standard: when it begins, offset before, offset after, rule.
PLACES = {
    "America/Los_Angeles": (
        ("16010101T020000", "-0800", "-0700", "BYMONTH=3;BYDAY=2SU"),
        ("16010101T020000", "-0700", "-0800", "BYMONTH=11;BYDAY=1SU"),
    ),
    "Europe/Berlin": (
        ("19810329T020000", "+0100", "+0200", "BYMONTH=3;BYDAY=-1SU"),
        ("19961027T030000", "+0200", "+0100", "BYMONTH=10;BYDAY=SU;BYSETPOS=-1"),
    ),
    "Australia/Sydney": (
        ("20081005T020000", "+1000", "+1100", "BYMONTH=10;BYDAY=1SU"),
        ("20080406T030000", "+1100", "+1000", "BYMONTH=4;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU"),
    ),
    "Australia/Lord_Howe": (
        ("20081005T020000", "+1030", "+1100", "BYMONTH=10;BYDAY=1SU"),
        ("20080406T020000", "+1100", "+1030", "BYMONTH=4;BYDAY=1SU"),
    ),
    "Asia/Kolkata": (("19700101T000000", "+0530", "+0530", ""), ("19700101T000000", "+0530", "+0530", "")),
}


def observance(name: str, start: str, before: str, after: str, rule: str) -> str:
    rrule = f"RRULE:FREQ=YEARLY;{rule}\n" if rule else ""
    return f"BEGIN:{name}\nDTSTART:{start}\nTZOFFSETFROM:{before}\nTZOFFSETTO:{after}\n{rrule}END:{name}\n"


def definition_of(place: str, tzid: str = "Mine") -> Component:
    daylight, standard = PLACES[place]
    text = observance("DAYLIGHT", *daylight) + observance("STANDARD", *standard)
    (calendar,) = components(f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{tzid}\n{text}END:VTIMEZONE\nEND:VCALENDAR\n")
    return calendar.within("VTIMEZONE")[0]


@settings(max_examples=300)
@given(place=st.sampled_from(sorted(PLACES)), local=MOMENTS)
def test_a_definition_gives_the_offset_of_the_place_that_it_describes(place: str, local: datetime) -> None:
    assert Definition(definition_of(place)).offset(local) == local.replace(tzinfo=ZoneInfo(place)).utcoffset()


@pytest.mark.parametrize("place", [place for place in PLACES if place != "Asia/Kolkata"])
@pytest.mark.parametrize("minutes", range(-90, 91, 15))
def test_it_does_so_around_every_change_of_the_clock(place: str, minutes: int) -> None:
    info = ZoneInfo(place)
    hours = [datetime(2026, 1, 1) + timedelta(hours=hour) for hour in range(24 * 365)]  # noqa: DTZ001 - local by nature
    changes = [
        hour
        for hour in hours
        if hour.replace(tzinfo=info).utcoffset() != (hour + timedelta(hours=1)).replace(tzinfo=info).utcoffset()
    ]
    assert len(changes) == 2
    definition = Definition(definition_of(place))
    for change in changes:
        local = change + timedelta(minutes=minutes)
        assert definition.offset(local) == local.replace(tzinfo=info).utcoffset(), local


def placed_at(zones: Zones, text: str, tzid: str | None) -> datetime:
    stamp = stamp_of(text)
    assert isinstance(stamp, Stamp)
    return zones.place(stamp, tzid).at.astimezone(UTC)


def test_a_stale_definition_yields_to_the_name_and_one_of_elsewhere_does_not() -> None:
    berlin_by_name = datetime(2026, 7, 1, 12, tzinfo=UTC)
    stale = Zones([winter_only("Europe/Berlin", "+0100")], None, "UTC")
    elsewhere = Zones([winter_only("Europe/Berlin", "-0300")], None, "UTC")
    assert placed_at(stale, "20260701T140000", "Europe/Berlin") == berlin_by_name
    assert placed_at(elsewhere, "20260701T140000", "Europe/Berlin") == datetime(2026, 7, 1, 17, tzinfo=UTC)


def winter_only(tzid: str, offset: str) -> Component:
    text = observance("STANDARD", "19700101T000000", offset, offset, "")
    (calendar,) = components(f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{tzid}\n{text}END:VTIMEZONE\nEND:VCALENDAR\n")
    return calendar.within("VTIMEZONE")[0]


def test_a_name_with_no_definition_takes_the_only_one_there_is() -> None:
    zones = Zones([definition_of("Europe/Berlin", "Some name")], None, "UTC")
    assert placed_at(zones, "20260701T140000", "Another name") == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_floating_time_is_assumed_even_where_a_zone_is_defined() -> None:
    stamp = stamp_of("20260701T140000")
    assert stamp is not None
    placed = Zones([definition_of("Europe/Berlin")], None, "Asia/Tokyo").place(stamp, None)
    assert (placed.zone, placed.source) == ("Asia/Tokyo", ZoneSource.ASSUMED)


def test_a_rule_that_ended_no_longer_changes_the_clock() -> None:
    text = observance("DAYLIGHT", "20000101T020000", "+0200", "+0300", "BYMONTH=3;BYDAY=-1SU;UNTIL=20100328T000000Z")
    text += observance("STANDARD", "20000101T030000", "+0300", "+0200", "BYMONTH=10;BYDAY=-1SU;UNTIL=20101031T000000Z")
    (calendar,) = components(f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\n{text}END:VTIMEZONE\nEND:VCALENDAR\n")
    definition = Definition(calendar.within("VTIMEZONE")[0])
    assert definition.offset(datetime(2010, 7, 1)) == timedelta(hours=3)  # noqa: DTZ001 - local by nature
    assert definition.offset(datetime(2026, 7, 1)) == timedelta(hours=2)  # noqa: DTZ001 - local by nature
