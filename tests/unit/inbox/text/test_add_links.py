"""The links by which an invite offers itself to a calendar: what they say, and what they wrap."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest

from shared.domain.invite import ZoneSource
from shared.inbox.text.add_links import found_in_links, google_uid, moment_of, unwrapped, when_of
from shared.inbox.text.dates_in_words import When

BERLIN, PACIFIC = "Europe/Berlin", "America/Los_Angeles"
GOOGLE = (
    "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Coffee&dates=20261112T220000Z/20261112T223000Z"
)
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose?subject=Coffee&startdt=2026-11-12T22:00:00Z"
YAHOO = "https://calendar.yahoo.com/?v=60&title=Coffee&st=20261112T220000Z&et=20261112T223000Z"
STARTS = datetime(2026, 11, 12, 22, tzinfo=UTC)


# --- one moment -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zone", "moment", "name"),
    [
        ("20261112T220000Z", None, STARTS, "UTC"),
        ("2026-11-12T22:00:00.0000000Z", None, STARTS, "UTC"),
        ("2026-11-12T23:00+01:00", None, STARTS, None),
        ("2026-11-12T17:00-05:00", None, STARTS, None),
        ("20261112T220000Z", PACIFIC, STARTS, PACIFIC),
        ("20261112T140000", PACIFIC, STARTS, PACIFIC),
        ("20261112T230000", None, STARTS, BERLIN),
        ("20261112T230000", "Nowhere/Else", STARTS, BERLIN),
    ],
)
def test_a_moment_is_read_in_its_own_zone_or_the_assumed_one(
    text: str, zone: str | None, moment: datetime, name: str | None
) -> None:
    found = moment_of(text, zone, BERLIN)
    assert found is not None
    assert (found[0], found[1]) == (moment, name)
    assert found[2] == (ZoneSource.ASSUMED if name == BERLIN else ZoneSource.EVENT)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "20261312T100000Z", "20261112T250000Z", "16010101T000000Z", "21000101T000000Z", "20261112T10"],
)
def test_what_is_no_moment_or_none_that_can_be_meant_is_none(text: str) -> None:
    assert moment_of(text, None, BERLIN) is None


def test_a_local_time_that_the_clock_skips_or_repeats_is_none() -> None:
    assert moment_of("20261025T023000", BERLIN, PACIFIC) is None
    assert moment_of("20261025T023000", None, BERLIN) is None


# --- a start and an end -----------------------------------------------------------------------------------------------


def test_days_are_an_all_day_event_of_at_least_one() -> None:
    one = When(date(2026, 11, 12), date(2026, 11, 13), BERLIN, ZoneSource.ASSUMED, all_day=True)
    for end in ("20261113", "", "20261112", "20261110", "20261113T100000Z", "nonsense"):
        assert when_of("20261112", end, None, BERLIN) == one


@pytest.mark.parametrize("end", ["", "20261112T220000Z", "20261112T210000Z", "20261113", "nonsense"])
def test_an_end_that_is_no_later_time_is_left_out(end: str) -> None:
    when = when_of("20261112T220000Z", end, None, BERLIN)
    assert when is not None
    assert (when.start, when.end) == (STARTS, None)


def test_a_start_that_is_none_is_no_time() -> None:
    assert when_of("nonsense", "20261112T220000Z", None, BERLIN) is None


# --- the links --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", [GOOGLE, OUTLOOK, YAHOO])
def test_each_calendars_link_states_its_meeting(link: str) -> None:
    (found,) = found_in_links([link, link], BERLIN)
    assert isinstance(found.when, When)
    assert (found.when.start, found.title) == (STARTS, "Coffee")
    assert found.when.end in (STARTS + timedelta(minutes=30), None)


def test_two_links_of_two_times_are_two_meetings() -> None:
    assert len(found_in_links([GOOGLE, GOOGLE.replace("20261112T22", "20261113T22"), YAHOO], BERLIN)) == 2


@pytest.mark.parametrize(
    "link",
    [
        "",
        "ftp://calendar.google.com/?dates=20261112T220000Z/20261112T223000Z",
        GOOGLE.replace("calendar.google.com", "calendar.google.com.evil.example"),
        GOOGLE.replace("calendar.google.com", "evilgoogle.com"),
        GOOGLE.replace("dates=", "dat="),
        GOOGLE.replace("20261112T220000Z/", "soon/"),
        OUTLOOK.replace("startdt", "start"),
        YAHOO.replace("&st=", "&sx="),
        "https://[broken/?dates=20261112T220000Z",
        "https:///?dates=20261112T220000Z",
        GOOGLE + "&x=1" * 80,
        GOOGLE + "&x=" + "y" * 8000,
    ],
)
def test_any_other_link_states_none(link: str) -> None:
    assert found_in_links([link], BERLIN) == []


def test_no_more_links_are_read_than_an_honest_mail_has() -> None:
    assert found_in_links(["https://a.example/"] * 499 + [GOOGLE], BERLIN)
    assert found_in_links(["https://a.example/"] * 500 + [GOOGLE], BERLIN) == []


# --- wrappers ---------------------------------------------------------------------------------------------------------

INNER = "https://a.example/x?y=1"
SAFE = "https://eur01.safelinks.protection.outlook.com/?url="


@pytest.mark.parametrize(
    ("link", "inner"),
    [
        (f"{SAFE}{quote(INNER, safe='')}&data=x", INNER),
        (f"https://www.google.com/url?q={quote(INNER, safe='')}&sa=D", INNER),
        (f"https://www.google.com/url?url={quote(INNER, safe='')}", INNER),
        (f"https://l.facebook.com/l.php?u={quote(INNER, safe='')}", INNER),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x&d=z", "https://a.example/x"),
        (f"https://urldefense.com/v3/__{INNER}__;!!x", INNER),
        (SAFE + quote(SAFE + quote(INNER, safe=""), safe=""), INNER),
    ],
)
def test_a_wrapped_link_is_read_inside_its_wrapper(link: str, inner: str) -> None:
    assert unwrapped(link) == inner


@pytest.mark.parametrize(
    "link",
    [
        INNER,
        "https://www.google.com/search?q=https://a.example/",
        f"{SAFE}javascript:alert(1)",
        SAFE,
        "https://[broken",
        "nonsense",
        "https://safelinks.protection.outlook.com.evil.example/?url=https://a.example/",
    ],
)
def test_what_wraps_no_link_is_left_as_it_is(link: str) -> None:
    assert unwrapped(link) == link


def test_wrappers_are_taken_off_three_deep_and_no_further() -> None:
    link = INNER
    for _ in range(4):
        link = SAFE + quote(link, safe="")
    assert unwrapped(link) == SAFE + quote(INNER, safe="")


# --- Google's own id --------------------------------------------------------------------------------------------------


def _eid(text: str) -> str:
    name = base64.urlsafe_b64encode(text.encode("latin-1")).decode().rstrip("=")
    return f"https://calendar.google.com/calendar/event?action=VIEW&eid={name}"


def test_googles_links_name_the_uid_of_the_event() -> None:
    link = _eid("0abc123def456 priya@harbor.example")
    assert google_uid([INNER, link, link]) == "0abc123def456@google.com"


@pytest.mark.parametrize(
    "links",
    [
        [],
        [INNER],
        [_eid("0abc123def456")],
        [_eid("0abc123def456_20261112T220000Z x@y.example")],
        [_eid("é" * 12 + " x@y.example")],
        ["https://calendar.google.com/event?eid=" + "A" * 13],
        [_eid("0abc123def456 x@y.example"), _eid("0abc123def457 x@y.example")],
        [_eid("0abc123def456 x@y.example").replace("google.com/", "google.example/")],
    ],
)
def test_links_that_name_no_one_event_name_none(links: list[str]) -> None:
    assert google_uid(links) is None
