"""Names of zones, as the world writes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from tzlocal.windows_tz import win_tz

from shared.inbox.calendar.zone_names import fixed_offset, iana_name, zone_info


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("America/New York", "America/New_York"),
        ("US-Eastern", "US/Eastern"),
        ("America-Chicago", "America/Chicago"),
        ("/citadel.org/20200101_1/Europe/Berlin", "Europe/Berlin"),
        ("/softwarestudio.org/Tzfile/America/Indiana/Indianapolis", "America/Indiana/Indianapolis"),
        ("http://tzurl.org/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Central Europe Summer Time", "Europe/Budapest"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("FLE", "Europe/Kiev"),
        ("Eastern", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT-05:00) Eastern Time (US &amp; Canada)", None),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "Europe/Amsterdam"),
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
        ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki"),
        ("(UTC+09:00) Eastern Time (US & Canada)", None),
        ("(UTC+03:00) Berlin", None),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("/Europe/CUSTOM", None),
        ("/vendor/EST", None),
        ("America", None),
        ("../../../../etc/passwd", None),
        ("/etc/localtime", None),
        ("Europe/Berlin\0", None),
        ("x" * 5000, None),
        ("", None),
    ],
)
def test_a_name_is_looked_up_in_a_list_and_nowhere_else(name: str, zone: str | None) -> None:
    assert iana_name(name) == zone


@pytest.mark.parametrize("name", ["America", "../zoneinfo/UTC", "localtime", "posixrules", "right/UTC", "zone.tab", ""])
def test_no_zone_is_looked_for_that_is_not_on_the_list(name: str) -> None:
    assert zone_info(name) is None


def test_a_zone_of_the_list_is_found_whatever_its_case() -> None:
    assert str(zone_info("AMERICA/los_angeles")) == "America/Los_Angeles"


def test_every_windows_name_leads_to_a_zone_that_exists() -> None:
    assert [name for name in win_tz if zone_info(str(iana_name(name))) is None] == []


def test_windows_names_are_read_as_another_copy_of_the_same_table_reads_them() -> None:
    ours = {name: iana_name(name) for name in WINDOWS_TO_OLSON}
    assert ours == WINDOWS_TO_OLSON | {"UTC": "UTC"}


@pytest.mark.parametrize(
    ("name", "hours"),
    [("UTC+02:00", 2.0), ("GMT-5", -5.0), ("UTC+5:30", 5.5), ("+0100", 1.0), ("-08:00", -8.0), ("GMT-0", 0.0)],
)
def test_an_offset_can_stand_for_a_name(name: str, hours: float) -> None:
    zone = fixed_offset(name)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)


@pytest.mark.parametrize("name", ["Eastern", "UTC+99", "GMT -0800 (Standard) / GMT -0700 (Daylight)", ""])
def test_other_names_are_no_offset(name: str) -> None:
    assert fixed_offset(name) is None
