from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forward_samples import read
from tests.stopwatch import within

BOMBS = {
    "open tags": "<" * 262_144,
    "open comments": "<!--" * 65_536,
    "open scripts": "<script type='application/ld+json'>" * 7_000,
    "nested lists in markup": '<script type="application/ld+json">' + "[" * 60_000 + "</script>",
    "open links": '<a href="' * 29_000,
    "times": "When: " + "2pm " * 60_000,
    "labels": "When: Thu Nov 12, 2026 2pm\n" * 9_000,
    "blank lines": "\n" * 262_144,
    "quote marks": ">" * 262_144,
    "header words": "From: a\nTo: b\nSubject: c\n" * 10_000,
    "one long line": "From: a To: b Sent: c ----- " * 9_000,
    "spaces": " " * 262_144,
    "commas": "From: a@example.org\nSubject: x\nTo: " + "a@example.org," * 18_000,
    "digits": "When: " + "1" * 262_000,
    "numbered entities": "&#" + "9" * 200_000 + ";",
    "brackets": "To: " + "(" * 200_000,
    "dashes": "Subject: Invitation: " + " - " * 80_000,
    "microdata": '<span itemtype="http://schema.org/Event">' + 'itemprop="startDate" ' * 12_000,
    "accents": "e\u0301" * 100_000,
    "words": "Best,\n" * 40_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little(bomb: str) -> None:
    within(3, lambda: read(bomb, bomb, subject=bomb[:5000]))


@settings(max_examples=150)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=100))
def test_any_text_ends_with_a_reading(text: str, html: str, subject: str) -> None:
    reading = read(f"When: {text}\nWhere: {html}\n{text}", html, subject=f"Invitation: {subject}")

    assert (reading.invite is None) == (reading.reason is not None)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "When: ",
                "Thu ",
                "Nov ",
                "12, ",
                "2026 ",
                "2pm ",
                "14:00 ",
                "- ",
                "(PST) ",
                "IST ",
                "GMT+1 ",
                "03/04/2026 ",
                "年",
                "月",
                "日",
                "下午",
                "to ",
                "\n",
            ]
        ),
        max_size=24,
    )
)
def test_any_order_of_the_words_of_a_time_ends_with_a_reading(words: list[str]) -> None:
    reading = read("When: " + "".join(words) + "\nWhere: x")

    assert (reading.invite is None) == (reading.reason is not None)
