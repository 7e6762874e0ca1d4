"""One calendar file for each way to write a time; the instants are what matters most in this product."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.invite import Invite, Outcome, Reason, ZoneSource
from shared.inbox.read import read

FILES = Path(__file__).parents[2] / "mails" / "times"
PACIFIC = "America/Los_Angeles"
MINUTES_30 = timedelta(minutes=30)


def invite_in(name: str, zone: str = "Europe/Berlin") -> Invite:
    invite = read((FILES / f"{name}.ics").read_bytes(), assumed_zone=zone).invite
    assert invite is not None
    return invite


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "start", "zone"),
    [
        ("utc", utc(2026, 11, 12, 22), "UTC"),
        ("iana-with-definition", utc(2026, 11, 12, 22), PACIFIC),
        ("iana-without-definition", utc(2026, 11, 12, 22), PACIFIC),
        ("iana-in-lower-case", utc(2026, 11, 12, 22), PACIFIC),
        ("vendor-prefix", utc(2026, 11, 12, 22), PACIFIC),
        ("vendor-prefix-with-a-date", utc(2026, 11, 12, 22), PACIFIC),
        ("windows-name", utc(2026, 11, 12, 22), PACIFIC),
        ("windows-name-in-quotes", utc(2026, 11, 12, 22), PACIFIC),
        ("windows-daylight-name", utc(2026, 11, 12, 22), PACIFIC),
        ("windows-name-numbered", utc(2026, 11, 12, 22), PACIFIC),
        ("display-name", utc(2026, 11, 12, 22), PACIFIC),
        ("display-name-without-quotes", utc(2026, 11, 12, 22), PACIFIC),
        ("display-name-of-cities", utc(2026, 11, 12, 13), "Europe/Amsterdam"),
        ("display-name-of-old-outlook", utc(2026, 11, 12, 22), PACIFIC),
        ("lotus-name", utc(2026, 11, 12, 22), PACIFIC),
        ("tzone-utc", utc(2026, 11, 12, 22), "UTC"),
        ("tzone-utc-without-quotes", utc(2026, 11, 12, 22), "UTC"),
        ("tzone-custom-with-definition", utc(2026, 11, 12, 22), None),
        ("customized-time-zone", utc(2026, 11, 12, 22), None),
        ("customized-time-zone-elsewhere", utc(2026, 11, 12, 5), None),
        ("offset-as-a-name", utc(2026, 11, 12, 22), None),
        ("offset-in-the-value", utc(2026, 11, 12, 22), None),
        ("definition-by-dates", utc(2026, 11, 12, 22), None),
        ("definition-named-by-location", utc(2026, 11, 12, 22), PACIFIC),
        ("definition-without-daylight-saving", utc(2026, 7, 12, 21), PACIFIC),
        ("definition-of-another-place", utc(2026, 11, 12, 8, 30), None),
        ("zulu-beside-a-zone", utc(2026, 11, 12, 22), PACIFIC),
        ("extended-iso-form", utc(2026, 11, 12, 22), "UTC"),
        ("calendar-default-zone", utc(2026, 11, 12, 22), PACIFIC),
    ],
)
def test_a_stated_zone_gives_the_instant(name: str, start: datetime, zone: str | None) -> None:
    invite = invite_in(name)
    assert (invite.start, invite.end) == (start, start + MINUTES_30)
    assert (invite.time_zone, invite.time_zone_source) == (zone, ZoneSource.EVENT)


@pytest.mark.parametrize(
    "name",
    [
        "floating",
        "empty-zone",
        "customized-time-zone-without-definition",
        "definition-broken",
        "definition-every-second",
        "path-as-a-zone",
        "directory-as-a-zone",
    ],
)
def test_a_time_without_a_usable_zone_is_in_the_assumed_one_and_says_so(name: str) -> None:
    invite = invite_in(name)
    assert invite.start == utc(2026, 11, 12, 13)
    assert (invite.time_zone, invite.time_zone_source) == ("Europe/Berlin", ZoneSource.ASSUMED)


def test_a_zone_that_nobody_knows_is_named_as_evidence() -> None:
    assert "time zone that is not known" in invite_in("customized-time-zone-without-definition").evidence[0]
    assert invite_in("floating").evidence == ()


def test_an_assumed_zone_that_does_not_exist_is_utc() -> None:
    assert invite_in("floating", zone="Mars/Olympus").time_zone == "UTC"


@pytest.mark.parametrize("name", ["all-day", "all-day-with-midnight", "all-day-by-microsofts-mark"])
def test_a_day_is_a_day(name: str) -> None:
    invite = invite_in(name)
    assert invite.all_day
    assert type(invite.start) is date
    assert (invite.start, invite.end) == (date(2026, 11, 12), date(2026, 11, 13))


def test_eight_digits_are_a_day_even_without_value_date() -> None:
    invite = invite_in("all-day-without-value")
    assert (invite.all_day, invite.start, invite.end) == (True, date(2026, 11, 12), None)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("duration", utc(2026, 11, 12, 22, 30)),
        ("duration-of-a-day-over-the-change", utc(2026, 11, 1, 22)),
        ("duration-of-24-hours-over-the-change", utc(2026, 11, 1, 21)),
        ("end-in-another-zone", utc(2026, 11, 12, 22, 30)),
        ("no-end", None),
        ("end-before-start", None),
        ("all-day-with-its-end-before-its-start", None),
        ("end-broken", None),
    ],
)
def test_the_end_is_what_is_stated_or_nothing(name: str, end: datetime | None) -> None:
    assert invite_in(name).end == end


@pytest.mark.parametrize("name", ["in-the-gap", "in-the-gap-by-definition"])
def test_a_local_time_that_is_skipped_takes_the_offset_before_the_gap(name: str) -> None:
    assert invite_in(name).start == utc(2026, 3, 8, 10, 30)


@pytest.mark.parametrize("name", ["in-the-fold", "in-the-fold-by-definition"])
def test_a_local_time_that_occurs_twice_is_the_first(name: str) -> None:
    invite = invite_in(name)
    # Python holds a time that occurs twice equal to no time of another zone: compare in UTC.
    assert isinstance(invite.start, datetime)
    assert isinstance(invite.end, datetime)
    assert invite.start.astimezone(UTC) == utc(2026, 11, 1, 8, 30)
    assert invite.end.astimezone(UTC) == utc(2026, 11, 1, 10)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("year-1601", Reason.DATE_OUT_OF_RANGE),
        ("year-9999", Reason.DATE_OUT_OF_RANGE),
        ("start-missing", Reason.NO_START),
        ("start-broken", Reason.BROKEN_CALENDAR),
    ],
)
def test_a_start_that_cannot_be_meant_is_unreadable_by_name(name: str, reason: Reason) -> None:
    reading = read((FILES / f"{name}.ics").read_bytes())
    assert (reading.outcome, reading.reason, reading.invite) == (Outcome.UNREADABLE, reason, None)
    assert reading.detail


def test_every_file_is_looked_at_by_a_test() -> None:
    here = Path(__file__).read_text("utf-8")
    assert [path.stem for path in FILES.glob("*.ics") if f'"{path.stem}"' not in here] == []
