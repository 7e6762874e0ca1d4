"""What the mails' HTML and CSS are made of, read from the templates."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from shared.adapters.jinja_pages import HOME

_ENTRY = re.compile(r'"(\w+)": "([^"]*)"(?: ~ (?:sans|serif) ~ "([^"]*)")*')
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One rule block of a <style>: its @media condition ("" for none), its selectors and its declarations."""

    media: str
    selectors: tuple[str, ...]
    declarations: dict[str, str]


def inline() -> dict[str, dict[str, str]]:
    """Return the declarations of each entry of the look."""
    source = (HOME / "_look.html.j2").read_text(encoding="utf-8")
    joined = re.sub(r'" ~ (?:sans|serif) ~ "', "x", source)
    return {name: declarations(css) for name, css, _ in _ENTRY.findall(joined) if ":" in css}


def written_inline() -> Iterator[dict[str, str]]:
    """Yield the declarations of style attributes that are written out in a template."""
    for template in mail_templates():
        for css in re.findall(r'style="([^"{]*)"', template):
            yield declarations(css)


def blocks() -> list[Block]:
    """Return every rule of the layout's style elements."""
    found = []
    for style in style_elements():
        media = re.compile(r"@media ([^{]*)\{((?:[^{}]*\{[^{}]*\})*)\s*\}")
        inside = [(condition.strip(), body) for condition, body in media.findall(style)]
        for condition, body in [*inside, ("", media.sub("", style))]:
            for selectors, css in _RULE.findall(body):
                names = tuple(name.strip() for name in selectors.split(","))
                found.append(Block(condition, names, declarations(css)))
    return found


def style_elements() -> list[str]:
    """Return the text of each style element of the layout."""
    return re.findall(r"<style>(.*?)</style>", (HOME / "_layout.html.j2").read_text(encoding="utf-8"), re.DOTALL)


def mail_templates() -> list[str]:
    """Return the text of every HTML template of a mail; the page of the one-click stop is for browsers."""
    return [
        template.read_text(encoding="utf-8")
        for template in sorted(HOME.glob("*.html.j2"))
        if template.name != "unsubscribe.html.j2"
    ]


def declarations(css: str) -> dict[str, str]:
    """Split "a:b;c:d" at its semicolons."""
    pairs = (part.partition(":") for part in css.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}
