from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.domain.invite import Reason, ZoneSource
from tests.forward_samples import LINKS, invite_of, read

TWO_PM = datetime(2026, 11, 12, 14, 0, tzinfo=ZoneInfo("America/Los_Angeles"))

AMBIGUOUS = {
    "day and month": ("When: 03/04/2026 2:00 PM PST\nWhere: x", "3 April 2026", "4 March 2026"),
    "am or pm": ("When: Thursday, November 12, 2026 2:00 - 2:30 (PST)\nWhere: x", "02:00", "14:00"),
    "CST": ("When: Thu Nov 12, 2026 2pm - 2:30pm (CST)\nWhere: x", "UTC-06:00", "UTC+08:00"),
    "IST": ("When: Thu Nov 12, 2026 2pm - 2:30pm (IST)\nWhere: x", "UTC+05:30", "UTC+02:00"),
    "BST in summer": ("When: Thu Jul 9, 2026 2pm - 2:30pm (BST)\nWhere: x", "UTC+01:00", "UTC+06:00"),
    "PST in summer": ("When: Thu Jul 9, 2026 2pm - 2:30pm PST\nWhere: x", "UTC-07:00", "UTC-08:00"),
    "zone against its offset": (
        "When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-05:00) Pacific Time (US & Canada)\nWhere: x",
        "UTC-08:00",
        "UTC-05:00",
    ),
    "weekday against date": (
        "When: Friday, November 12, 2026 2:00 PM (PST)\nWhere: x",
        "Friday",
        "Thursday, 12 November",
    ),
    "clocks set back": ("When: Sunday, November 1, 2026 1:30 AM Eastern Time\nWhere: x", "UTC-04:00", "UTC-05:00"),
    "a zone that nobody knows": (
        "When: Thu Nov 12, 2026 2pm (Pluto time)\nWhere: x",
        "Pluto time",
        "none that is known",
    ),
    "an abbreviation that nobody knows": ("When: Thu Nov 12, 2026 2pm XYZT\nWhere: x", "XYZT", "none that is known"),
    "an offset with a name that nobody knows": (
        "When: Thursday, July 9, 2026 2:00 PM-2:30 PM (UTC-05:00) Middle Earth\nWhere: x",
        "UTC-05:00",
        "UTC-04:00",
    ),
    "text against link": (
        "When: Thu Nov 12, 2026 3pm - 3:30pm (PST)\nWhere: x\n" + LINKS["google"],
        "15:00 UTC-08:00",
        "22:00 UTC+00:00",
    ),
}


@pytest.mark.parametrize(("text", "one", "other"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_two_readings_are_both_named_and_none_is_taken(text: str, one: str, other: str) -> None:
    reading = read(text)

    assert reading.invite is None
    assert reading.reason is Reason.AMBIGUOUS_TIME
    assert reading.detail is not None
    assert one in reading.detail
    assert other in reading.detail


SETTLED = {
    "a weekday settles day and month": (
        "When: Friday 03/04/2026 2:00 PM PDT\nWhere: x",
        datetime(2026, 4, 3, 21, tzinfo=UTC),
    ),
    "summer time settles day and month": (
        "When: 03/04/2026 2:00 PM PDT\nWhere: x",
        datetime(2026, 4, 3, 21, tzinfo=UTC),
    ),
    "a language settles day and month": ("Wann: 03.04.2026 14:00 MESZ\nWo: x", datetime(2026, 4, 3, 12, tzinfo=UTC)),
    "Spanish settles slashes": ("Cuándo: 03/04/2026 14:00 CEST\nDónde: x", datetime(2026, 4, 3, 12, tzinfo=UTC)),
    "the other date settles day and month": (
        "Start: 03/04/2026 2:00 PM PST\nEnd: 03/14/2026 2:00 PM PST\nOrganizer: Priya Nair",
        datetime(2026, 3, 4, 22, tzinfo=UTC),
    ),
    "a zone in words settles CST": (
        "When: Thu Nov 12, 2026 2pm Central Time - Chicago (CST)\nWhere: x",
        datetime(2026, 11, 12, 20, tzinfo=UTC),
    ),
    "an address settles BST": (
        "When: Thu Jul 9, 2026 2pm (BST)\nOrganizer: priya@acme.co.uk",
        datetime(2026, 7, 9, 13, tzinfo=UTC),
    ),
    "an hour after noon settles the clock": (
        "When: Nov 12, 2026 14:00 - 15:00 UTC\nWhere: x",
        datetime(2026, 11, 12, 14, tzinfo=UTC),
    ),
    "a range lends its half of the day": (
        "When: Thu Nov 12, 2026 2 – 2:30pm (PST)\nWhere: x",
        datetime(2026, 11, 12, 22, tzinfo=UTC),
    ),
    "a range over noon": (
        "When: Thu Nov 12, 2026 11 – 12:30pm (PST)\nWhere: x",
        datetime(2026, 11, 12, 19, tzinfo=UTC),
    ),
    "the summer of Microsoft's offset": (
        "When: Thursday, July 9, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada)\nWhere: x",
        datetime(2026, 7, 9, 21, tzinfo=UTC),
    ),
    "a name of Windows": (
        "When: Thursday, July 9, 2026 2:00 PM-2:30 PM (UTC-05:00) Indiana (East)\nWhere: x",
        datetime(2026, 7, 9, 18, tzinfo=UTC),
    ),
    "a zone by its city": (
        "Quand : jeudi 12 novembre 2026, 14 h 00 (heure de Paris)\nOù : x",
        datetime(2026, 11, 12, 13, tzinfo=UTC),
    ),
    "GMT is one offset in summer too": (
        "When: Thu Jul 9, 2026 2pm GMT\nWhere: x",
        datetime(2026, 7, 9, 14, tzinfo=UTC),
    ),
    "a zone below a blank line": (
        "When: Thu Jul 9, 2026 2pm\n\nPacific Time\nWhere: x",
        datetime(2026, 7, 9, 21, tzinfo=UTC),
    ),
    "a zone on a line of its own": (
        "Date: July 9, 2026\nTime: 2:00 PM\nTime zone: Eastern Time (US & Canada)\nLocation: x",
        datetime(2026, 7, 9, 18, tzinfo=UTC),
    ),
    "a plain offset": ("When: Thu Nov 12, 2026 14:00 GMT+1\nWhere: x", datetime(2026, 11, 12, 13, tzinfo=UTC)),
}


@pytest.mark.parametrize(("text", "start"), SETTLED.values(), ids=SETTLED)
def test_what_the_line_or_the_mail_settles_is_read(text: str, start: datetime) -> None:
    assert invite_of(read(text)).start == start


def test_cst_is_read_as_the_users_own_zone_and_stated_as_assumed() -> None:
    invite = invite_of(read("When: Thu Nov 12, 2026 2pm - 2:30pm (CST)\nWhere: x", zone="America/Chicago"))

    assert invite.start == datetime(2026, 11, 12, 20, tzinfo=UTC)
    assert invite.time_zone_source is ZoneSource.ASSUMED
    assert any("CST" in note for note in invite.evidence)


def test_a_day_without_a_year_is_the_next_one_after_the_mail_and_says_so() -> None:
    invite = invite_of(read("When: Thu Nov 12, 2pm (PST)\nWhere: x"))

    assert invite.start == TWO_PM
    assert any("year" in note for note in invite.evidence)


def test_two_meetings_in_one_text_are_asked_about() -> None:
    reading = read("When: Thu Nov 12, 2026 2pm (PST)\nWhere: x\n\nWhen: Fri Nov 13, 2026 2pm (PST)\nWhere: y\n")

    assert reading.reason is Reason.SEVERAL_MEETINGS


def test_a_year_that_cannot_be_is_refused() -> None:
    assert read("When: November 12, 2206 2pm PST\nWhere: x").reason is Reason.DATE_OUT_OF_RANGE
