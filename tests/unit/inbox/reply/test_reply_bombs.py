"""No reply holds up the reader, whatever it is made of: 256 KB of what its patterns and its walk could stumble over."""

from __future__ import annotations

import pytest

from shared.inbox.reply.new_text import MOST_CHARACTERS, MOST_LINES, new_parts
from shared.inbox.reply.reading import read_reply
from tests.stopwatch import within

SECONDS = 3.0
SUBJECT = "a: " * 40_000
BOMBS = {
    "256 KB of quote marks": "> " * 131_072,
    "a line of a million letters": "a" * 1_000_000,
    "a hundred thousand stops": "stop\n" * 100_000,
    "a hundred thousand header lines": "From: a@example.com\n" * 100_000,
    "a hundred thousand attributions": "On Tue, Nov 10, 2026 at 9:00 AM a <a@example.com> wrote\n" * 100_000,
    "attributions that all end": "On 1:00 :\n" * 26_000,
    "closings": "Best,\nJordan\n" * 20_000,
    "blanks": " " * 262_144,
    "line ends": "\n" * 262_144,
    "colons": ":" * 262_144,
    "labels without an end": "moved to " * 29_000,
    "own words": "4: " * 87_000,
    "swaps": "swap 4 and " * 23_000,
    "address signs": "also " + "a@" * 130_000,
    "commas": "stop," * 52_000,
    "politeness": "please " * 37_000,
    "rules": "-" * 262_144,
    "a profile": "profile\n" + "name: x\n" * 32_000,
    "disclaimers": "this message is\n\n" * 15_000,
    "wide letters": "ａ：\n" * 87_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_text_is_read_soon(name: str) -> None:
    within(SECONDS, lambda: read_reply(BOMBS[name], None, SUBJECT))


HTML_BOMBS = {
    "opened": "<div>" * 52_000,
    "opened quotes": "<blockquote>" * 21_000,
    "closed": "</div>" * 43_000,
    "opened and closed otherwise": "<div><p>" * 16_000 + "</span>" * 16_000,
    "attributes": "<div " + "class=a " * 32_000 + ">",
    "quotes in a tag": "<div class=" + '"' * 262_000,
    "one tag for each letter": "a<b>" * 65_000,
    "never ends": "<a" * 131_000,
    "breaks": "a<br>" * 52_000,
}


@pytest.mark.parametrize("name", HTML_BOMBS)
def test_a_bomb_of_markup_is_read_soon(name: str) -> None:
    within(SECONDS, lambda: read_reply(None, HTML_BOMBS[name], SUBJECT))


def test_what_is_beyond_the_caps_is_not_read() -> None:
    assert len(new_parts("a\n" * (MOST_LINES + 10))[0].lines) == MOST_LINES
    assert len(new_parts("a" * (MOST_CHARACTERS + 10))[0].lines[0]) == MOST_CHARACTERS
