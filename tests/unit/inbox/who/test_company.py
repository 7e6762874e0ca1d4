from __future__ import annotations

import pytest

from shared.inbox.who.company import company_of, registrable


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("mail.eu.acme.co.uk", "acme.co.uk"),
        ("mail.acme.us", "acme.us"),
        ("ci.fairhaven.wa.us", "fairhaven.wa.us"),
        ("police.ci.fairhaven.wa.us", "fairhaven.wa.us"),
        ("northside.k12.wa.us", "northside.k12.wa.us"),
        ("doh.state.wa.us", "doh.state.wa.us"),
    ],
)
def test_what_somebody_registered_stands_below_the_states_of_the_us_too(domain: str, registered: str) -> None:
    assert registrable(domain) == registered


def test_a_state_is_nobodys_employer() -> None:
    assert company_of("a@fairhaven.wa.us", ()) == "Fairhaven"
    assert company_of("a@state.wa.us", ()) is None


def test_a_city_and_a_county_are_named_by_their_own_labels() -> None:
    assert company_of("a@ci.fairhaven.wa.us", ()) == "City of Fairhaven"
    assert company_of("a@co.san-juan.wa.us", ()) == "San Juan County"
    assert company_of("a@co.acme.us", ()) == "Acme"
