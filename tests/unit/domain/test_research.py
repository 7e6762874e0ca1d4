from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.links import KNOWN_HOSTS, RESEARCH, is_known
from shared.domain.research import Checklist, Part, Sector, checklist, sector_of
from tests.meetings import content, words

LINES = content().research
KNOWN = {"company": "Harbor Health", "name": "Priya Nair"}


def of(known: dict[str, str], sector: Sector | None = None) -> Checklist:
    return checklist(LINES, known, known, sector, content().language)


def lines_of(made: Checklist) -> list[str]:
    return [item.id for item in (*made.quick, *made.more)]


@given(
    known=st.dictionaries(st.sampled_from(("company", "name", "role", "field")), words.filter(bool)),
    sector=st.none() | st.sampled_from(Sector),
)
def test_every_link_goes_to_a_known_host_whatever_the_words(known: dict[str, str], sector: Sector | None) -> None:
    made = of(known, sector)
    for item in (*made.quick, *made.more):
        assert bool(item.url) == bool(item.link)
        if item.url:
            assert urlsplit(item.url).hostname in KNOWN_HOSTS
            assert is_known(item.url)
            assert item.url.isascii()
            assert not set(item.url) & set(" \"<>\\^`{|}'")


def test_every_part_is_there_in_order() -> None:
    parts = [item.part for item in of(KNOWN).more]
    assert parts == sorted(parts, key=list(Part).index)
    assert {item.part for item in (*of(KNOWN).quick, *of(KNOWN).more)} == set(Part)


def test_both_versions_are_one_list() -> None:
    made = of(KNOWN)
    assert 4 <= len(made.quick) <= 7
    assert len(made.more) >= 8
    assert len(set(lines_of(made))) == len(lines_of(made))


def test_an_unknown_company_is_asked_for_and_never_searched() -> None:
    made = of({})
    assert "which-company" in lines_of(made)
    assert "who-are-they" in lines_of(made)
    assert not any("duckduckgo" in item.url or "news.google" in item.url for item in (*made.quick, *made.more))


def test_an_agency_and_a_school_are_looked_up_also_where_their_name_is_not_sure() -> None:
    agency, school = of({}, Sector.GOVERNMENT), of({}, Sector.SCHOOL)
    assert {"budget", "civil-service"} <= set(lines_of(agency))
    assert {"college-facts", "school-board"} <= set(lines_of(school))
    assert not [item.url for item in (*agency.quick, *school.quick) if "budget" in item.url or "nces" in item.url]


def test_nothing_is_left_unfilled() -> None:
    for known in ({}, KNOWN, {**KNOWN, "role": "nurse", "field": "nursing"}):
        for item in (*of(known).quick, *of(known).more):
            assert "{" not in item.text
            assert item.text[0].isupper()


def test_a_kind_of_employer_that_is_not_known_is_left_open() -> None:
    by_id = {item.id: item.text for item in of(KNOWN).more}
    assert by_id["filings"].startswith("If its shares are traded: ")
    assert by_id["nonprofit"].startswith("If it is a nonprofit: ")
    assert "budget" not in lines_of(of(KNOWN))


@pytest.mark.parametrize(
    ("sector", "there", "not_there"),
    [
        (Sector.GOVERNMENT, {"budget", "civil-service", "peers"}, {"filings", "nonprofit", "competitors"}),
        (Sector.NONPROFIT, {"nonprofit", "peers"}, {"filings", "budget", "competitors"}),
        (Sector.SCHOOL, {"college-facts", "school-board"}, {"filings", "nonprofit", "budget"}),
        (Sector.PUBLIC, {"filings", "competitors"}, {"private", "nonprofit", "budget"}),
        (Sector.PRIVATE, {"private", "competitors"}, {"filings", "nonprofit", "budget"}),
    ],
)
def test_kinds_of_employer_are_looked_up_in_different_places(
    sector: Sector, there: set[str], not_there: set[str]
) -> None:
    found = set(lines_of(of(KNOWN, sector)))
    assert there <= found
    assert not not_there & found


@pytest.mark.parametrize(
    ("company", "email", "sector"),
    [
        ("Lakeside", "dean@lakeside.edu", Sector.SCHOOL),
        (None, "head@nord.ac.uk", Sector.SCHOOL),
        ("Fairhaven", "m@fairhaven.gov", Sector.GOVERNMENT),
        ("Fairhaven", "m@ci.fairhaven.wa.us", Sector.GOVERNMENT),
        ("City of Fairhaven", None, Sector.GOVERNMENT),
        ("Kitsap County", None, Sector.GOVERNMENT),
        ("University of Fairhaven", None, Sector.SCHOOL),
        ("North Sound Food Bank", "tom@food.example", Sector.NONPROFIT),
        ("Orange County Credit Union", "x@occu.example", None),
        ("Old School Coffee", "x@coffee.example", None),
        ("Government Solutions", "x@gov-solutions.example", None),
        (None, None, None),
    ],
)
def test_the_kind_of_employer_is_read_and_not_guessed(
    company: str | None, email: str | None, sector: Sector | None
) -> None:
    assert sector_of(company, email) is sector


def test_every_builder_of_links_is_used_and_known() -> None:
    assert {line.link for line in LINES if line.link} == set(RESEARCH)
    assert all(is_known(build(some)) for build in RESEARCH.values() for some in ("Harbor & Co?", ""))
