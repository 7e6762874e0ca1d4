from __future__ import annotations

import pytest

from shared.domain.names import display_name, greeting_name, in_a_sentence
from tests.meetings import content


@pytest.mark.parametrize(
    ("stated", "shown", "greeted"),
    [
        ("Priya Nair", "Priya Nair", "Priya"),
        ("Nair, Priya", "Priya Nair", "Priya"),
        ("Nair, Priya (Product)", "Priya Nair", "Priya"),
        ("Nair, Priya, MD", "Priya Nair, MD", "Priya"),
        ("Sam Lee, RN", "Sam Lee, RN", "Sam"),
        ("O'Brien, Kate", "Kate O'Brien", "Kate"),
        ("José Álvarez", "José Álvarez", "José"),
        ("Dr. Priya Nair", "Dr. Priya Nair", "Dr. Priya Nair"),
        ("P. Nair", "P. Nair", "P. Nair"),
        ("Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"),
        ("Đỗ Thị Hà", "Đỗ Thị Hà", "Đỗ Thị Hà"),
        ("Kim Minji", "Kim Minji", "Kim Minji"),
        ("Nguyen, An", "An Nguyen", "An"),
        ("Minji Kim", "Minji Kim", "Minji"),
        ("山田太郎", "山田太郎", "山田太郎"),
        ("فاطمة الزهراء", "فاطمة الزهراء", "فاطمة الزهراء"),
        ("priya@harbor.example", "", ""),
        ("+1 555 0100", "", ""),
        (None, "", ""),
    ],
)
def test_a_name_is_shown_and_greeted_without_guessing(stated: str | None, shown: str, greeted: str) -> None:
    assert display_name(stated) == shown
    assert greeting_name(shown) == greeted


def test_a_name_has_no_link_and_no_end() -> None:
    assert display_name("Priya https://evil.example/x Nair") == "Priya Nair"
    assert len(display_name("Priya " * 100)) <= 60


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("City of Fairhaven", "the City of Fairhaven"),
        ("University of Fairhaven", "the University of Fairhaven"),
        ("Harbor Health", "Harbor Health"),
        ("Citybank of Fairhaven", "Citybank of Fairhaven"),
        ("", ""),
    ],
)
def test_some_companies_are_said_with_an_article(company: str, said: str) -> None:
    assert in_a_sentence(company, content().language) == said


def test_half_a_script_link_is_no_name() -> None:
    assert display_name("javascript:alert(document.domain)") == ""
