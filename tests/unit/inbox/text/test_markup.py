"""Events that the HTML of a mail states for machines: schema.org as JSON-LD, and Google's microdata."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.invite import Person
from shared.inbox.text.dates_in_words import When
from shared.inbox.text.found import Found
from shared.inbox.text.markup import found_in_markup

STARTS = datetime(2026, 11, 12, 22, tzinfo=UTC)
PRIYA = Person("Priya Nair", "priya.nair@harbor.example")
EVENT = {
    "@type": "Event",
    "name": "Coffee &amp; chat",
    "startDate": "2026-11-12T22:00:00Z",
    "endDate": "2026-11-12 22:30:00Z",
    "organizer": {"name": "Priya Nair", "email": "mailto:priya.nair@harbor.example"},
}


def _html(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<html><script type="application/ld+json">{text}</script><p>x</p></html>'


def _found(value: Any) -> list[Found]:
    return found_in_markup(_html(value), "Europe/Berlin")


def _one(**other: Any) -> Found:
    (found,) = _found(EVENT | other)
    return found


# --- JSON-LD ----------------------------------------------------------------------------------------------------------


def test_an_event_states_its_time_title_and_organizer() -> None:
    found = _one()
    assert isinstance(found.when, When)
    assert (found.when.start, found.title, found.organizer) == (STARTS, "Coffee & chat", PRIYA)


@pytest.mark.parametrize(
    "value",
    [
        EVENT,
        [EVENT],
        {"@graph": [EVENT]},
        {"@graph": EVENT},
        [[[EVENT]]],
        EVENT | {"@type": ["Thing", "BusinessEvent"]},
        EVENT | {"@type": "https://schema.org/Event"},
        f"<!--{json.dumps(EVENT)}-->",
        [EVENT, EVENT],
    ],
)
def test_it_is_found_wherever_markup_puts_it_and_once(value: Any) -> None:
    assert len(_found(value)) == 1


@pytest.mark.parametrize(
    "value",
    [
        "not json",
        "null",
        "7",
        '"Event"',
        EVENT | {"@type": "FlightReservation"},
        EVENT | {"@type": 7},
        {"@type": "FlightReservation", "reservationFor": EVENT},
        EVENT | {"startDate": None},
        EVENT | {"startDate": "soon"},
        "[" * 3000,
        "[" * 1500 + "]" * 1500,
        json.loads("[" * 14 + json.dumps(EVENT) + "]" * 14),
        {"@graph": {"@graph": json.loads('{"@graph":' * 13 + json.dumps(EVENT) + "}" * 13)}},
    ],
)
def test_what_is_no_event_or_lies_too_deep_is_none(value: Any) -> None:
    assert _found(value) == []


def test_markup_that_never_ends_or_is_one_of_too_many_is_passed_over() -> None:
    assert found_in_markup('<script type="application/ld+json">' + json.dumps(EVENT), "UTC") == []
    assert found_in_markup(_html("null") * 19 + _html(EVENT), "UTC")
    assert found_in_markup(_html("null") * 20 + _html(EVENT), "UTC") == []


@pytest.mark.parametrize(
    ("organizer", "person"),
    [
        ({"@type": "Person", "name": "Priya Nair"}, Person("Priya Nair", None)),
        ("Priya Nair", Person("Priya Nair", None)),
        ([EVENT["organizer"], {"name": "Another"}], PRIYA),
        ({"@type": "Organization", "name": "Harbor"}, None),
        ({"@type": "Organization", "name": "Priya Nair", "email": "priya.nair@harbor.example"}, PRIYA),
        (None, None),
        ([], None),
        (7, None),
    ],
)
def test_an_organizer_is_a_person_or_none(organizer: Any, person: Person | None) -> None:
    assert _one(organizer=organizer).organizer == person


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("Pier 4", "Pier 4"),
        ({"name": "Harbor", "address": "Pier 4"}, "Harbor, Pier 4"),
        ({"address": {"streetAddress": "Pier 4", "addressLocality": "Oakland", "x": 1}}, "Pier 4, Oakland"),
        ([{"name": "Harbor"}, {"name": "Another"}], "Harbor"),
        ({"name": "Harbor", "url": "https://a.example/"}, "Harbor"),
        ({}, None),
        (None, None),
        ([], None),
    ],
)
def test_a_place_is_named_or_none(location: Any, place: str | None) -> None:
    assert _one(location=location).location == place


# --- microdata --------------------------------------------------------------------------------------------------------

SCOPE = '<span itemscope itemtype="http://schema.org/Event">'
TIMES = (
    '<time itemprop="startDate" datetime="20261112T220000Z"></time>'
    '<time itemprop="endDate" datetime="20261112T223000Z"></time>'
)
MAKER = (
    '<span itemprop="organizer" itemscope><meta itemprop="name" content="Priya Nair">'
    '<meta itemprop="email" content="priya.nair@harbor.example"></span>'
)


def test_googles_microdata_states_time_title_and_organizer() -> None:
    (found,) = found_in_markup(f'{SCOPE}{TIMES}<span itemprop="name">Coffee</span>{MAKER}', "UTC")
    assert isinstance(found.when, When)
    assert (found.when.start, found.title, found.organizer) == (STARTS, "Coffee", PRIYA)


def test_microdata_without_an_organizer_or_an_address_names_none() -> None:
    for maker in ("", MAKER.replace("priya.nair@harbor.example", "")):
        (found,) = found_in_markup(f"{SCOPE}{TIMES}{maker}", "UTC")
        assert found.organizer is None


@pytest.mark.parametrize("html", ["", SCOPE, TIMES, SCOPE + TIMES.replace("20261112T22", "20261312T22")])
def test_microdata_outside_an_event_or_without_a_start_is_none(html: str) -> None:
    assert found_in_markup(html, "UTC") == []
