"""Contrast by WCAG 2, 1.4.3 (AA): 4.5 to 1, computed from the colours of the look and of its dark scheme."""

from __future__ import annotations

import pytest

from tests.gallery.styles import blocks, inline

AA = 4.5
# What an element stands on where it has no background of its own; the card otherwise.
INSIDE = {"keepwhy": "keep", "head": "letter", "para": "letter", "card": "card", "page": "page", "body": "body"}
DARK = "(prefers-color-scheme: dark)"
Colours = dict[str, dict[str, str]]


def light() -> Colours:
    return inline()


def dark() -> Colours:
    colours = {name: dict(css) for name, css in inline().items()}
    for block in blocks():
        if block.media == DARK:
            for selector in block.selectors:
                name = selector.removeprefix(".")
                css = {key: value.removesuffix(" !important") for key, value in block.declarations.items()}
                colours.setdefault(name, {}).update(css)
    return colours


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [light(), dark()], ids=["light", "dark"])
def test_every_text_can_be_read_on_what_it_stands_on(colours: Colours) -> None:
    checked = 0
    for name, css in colours.items():
        around = name.split(" .")[0] if " ." in name else INSIDE.get(name, "card")
        background = (
            css.get("background-color")
            or colours[around].get("background-color")
            or colours["card"]["background-color"]
        )
        colour = css.get("color") or colours["body"]["color"]
        assert contrast(colour, background) >= AA, (name, colour, background)
        checked += 1
    assert checked > 30


def test_every_colour_of_the_light_scheme_is_turned_in_the_dark_one() -> None:
    turned = {
        selector.removeprefix(".").split(" .")[-1]
        for block in blocks()
        if block.media == DARK
        for selector in block.selectors
        if {"color", "background-color"} & set(block.declarations)
    }
    coloured = {name for name, css in inline().items() if {"color", "background-color"} & set(css)}
    assert coloured <= turned
