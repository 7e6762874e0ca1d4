from __future__ import annotations

import itertools
import re

import pytest

from tests.gallery.styles import Block, blocks, inline, mail_templates, style_elements, written_inline
from tests.gallery.support import ATTRIBUTES, ELEMENTS, EVERYWHERE, MEDIA, NICER_WITH

# Values that Gmail, Yahoo or classic Outlook drop, and the declaration with them.
DROPPED = re.compile(
    r"(?<![\w-])-\d|\d(?:r?em|v[hw]|ch|ex)\b|\b(?:calc|var|min|max|clamp)\(|\b(?:flex|grid|sticky|absolute)\b"
)
STYLED = [*inline().items(), *((f"written out {number}", css) for number, css in enumerate(written_inline()))]


@pytest.mark.parametrize(("name", "css"), STYLED, ids=[name for name, _ in STYLED])
def test_an_element_is_styled_by_what_mail_programs_take(name: str, css: dict[str, str]) -> None:
    assert set(css) <= EVERYWHERE | set(NICER_WITH)
    assert not [value for value in css.values() if DROPPED.search(value)]
    assert not [value for value in css.values() if "!important" in value]


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"{block.media} {','.join(block.selectors)}"[:60])
def test_a_rule_is_one_that_mail_programs_keep(block: Block) -> None:
    assert block.media in MEDIA
    assert set(block.declarations) <= EVERYWHERE | set(NICER_WITH)
    for selector in block.selectors:
        assert re.fullmatch(r"(?:\.?[a-z0-9]+)(?: \.?[a-z0-9]+)?|:root|@page", selector)
    assert not [value for value in block.declarations.values() if "important" in value and " !important" not in value]


def test_no_rule_stands_inside_another_but_for_one_level_of_media() -> None:
    for style in style_elements():
        depths = itertools.accumulate({"{": 1, "}": -1}.get(char, 0) for char in style)
        assert max(depths) <= 2
        assert not re.search(r"@media[^{]*\{[^}]*@", style)


def test_what_only_some_know_stands_in_a_style_element_of_its_own() -> None:
    for style in style_elements():
        assert not (":root" in style and "@media" in style)
        assert not ("@page" in style and "prefers-color-scheme" in style)


def test_elements_and_attributes_are_those_of_the_table() -> None:
    for template in mail_templates():
        source = re.sub(r"\{[{%#].*?[}%#]\}", "", template, flags=re.DOTALL)
        source = re.sub(r"<style>.*?</style>", "<style>", source, flags=re.DOTALL)
        tags = re.findall(r"<([a-z][a-z0-9]*)([^<>]*)>", source)
        assert {tag for tag, _ in tags} <= ELEMENTS
        assert {name for _, rest in tags for name in re.findall(r'\s([a-z-]+)="', rest)} <= ATTRIBUTES


def test_the_table_lists_nothing_that_no_mail_uses() -> None:
    used = {name for _, css in STYLED for name in css} | {name for block in blocks() for name in block.declarations}
    assert used == EVERYWHERE | set(NICER_WITH)
