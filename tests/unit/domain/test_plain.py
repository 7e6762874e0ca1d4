from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.plain import capped, holds_link, normalized, plain, whole, without_links
from tests.stopwatch import within


@given(text=st.text(), limit=st.integers(1, 200))
def test_plain_text_is_one_short_line_without_hidden_characters(text: str, limit: int) -> None:
    made = plain(text, limit)
    assert len(made) <= limit
    assert not [char for char in made if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Cn", "Co")]
    assert not set(made) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert made == " ".join(made.split())


def test_nothing_reads_as_an_encoded_word() -> None:
    assert "=?" not in plain("=?utf-8?q?x?=")
    assert "=?" not in plain("=\u200b?utf-8?q?x?=")


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/x",
        "HTTP://EVIL.EXAMPLE",
        "www.evil.example",
        "evil.example/path?x=1",
        "evil.example:8080/path",
        "javascript:alert(1)",
        "mailto:a@evil.example",
        "data:text/html;base64,xx=",
    ],
)
def test_a_link_is_left_out(link: str) -> None:
    assert without_links(f"Meet here {link} today") == "Meet here today"
    assert without_links(f"Meet here (<{link} >)") == "Meet here"


@pytest.mark.parametrize(
    "text", ["Coffee: Priya / Robin", "Node.js and Booking.com", "9:30 at 5th/Main", "Q&A: 1 on 1", "Room (7) [GVC]"]
)
def test_what_is_no_link_stays(text: str) -> None:
    assert without_links(text) == text


def test_a_long_text_is_cut_at_a_word() -> None:
    assert capped("one two three four", 14) == "one two three…"


def test_half_a_name_is_none() -> None:
    assert whole("Harbor Health", 13) == "Harbor Health"
    assert whole("Harbor Health", 12) == ""
    assert whole(None, 12) == ""


def test_markup_is_left_out() -> None:
    assert not set("<>") & set(without_links('<b>Priya</b> https://evil.example/"><script>x</script>'))


@given(st.text(alphabet="aw.com:/<>[]() @=-\u2060é", max_size=40))
def test_where_no_mark_of_a_link_or_bracket_stands_there_is_nothing_to_leave_out(text: str) -> None:
    unmarked = "".join(char for char in text if char not in ":.<>[(")
    assert not holds_link(unmarked)
    assert without_links(unmarked) == plain(unmarked).strip(" -–—:;,|")


@pytest.mark.parametrize(
    ("text", "left"),
    [("Lena < Jordan", "Lena Jordan"), ("Lena > Jordan", "Lena Jordan"), ("Meet [ ] here", "Meet here"),
     ("Meet ( ) here", "Meet here"), ("Meet www.evil.example", "Meet"), ("Run javascript:go", "Run")],
)  # fmt: skip
def test_one_mark_alone_is_enough_to_look(text: str, left: str) -> None:
    assert without_links(text) == left


def test_two_names_of_a_title_stay_two() -> None:
    assert without_links("Coffee: Lena <> Jordan") == "Coffee: Lena / Jordan"
    assert without_links("Meet <https://evil.example/x> here") == "Meet here"


def test_an_endless_run_of_marks_is_put_in_order_in_no_time() -> None:
    made = within(3, lambda: normalized("NFC", "Zoe" + "\u0301\u0323" * 500_000))
    assert made.startswith("Zo\u1eb9")


@given(text=st.text(max_size=199) | st.text(alphabet="会議室のé \u0301", max_size=600))
def test_any_text_that_a_language_writes_is_normalized_as_unicode_says(text: str) -> None:
    assert normalized("NFKC", text) == unicodedata.normalize("NFKC", text)
