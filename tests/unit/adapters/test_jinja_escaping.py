"""The HTML of every template is escaped by itself, whatever its words were made plain by before."""

from __future__ import annotations

import pytest

from shared.adapters.jinja_pages import HOME, JinjaPages
from shared.domain.delivery import Kind
from shared.domain.page import Choice, Note
from tests.meetings import content

PAGES = JinjaPages()
EVIL = '"><script>alert(1)</script>&amp;'
ESCAPED = "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"


def test_a_note_is_escaped_in_html_and_spelled_as_it_is_in_text() -> None:
    note = Note(EVIL, EVIL, EVIL, (EVIL,), EVIL, (EVIL,), (EVIL,), words=((EVIL, EVIL),), language=content().language)
    rendered = PAGES.render(Kind.NOTED, note)
    assert "<script>alert" not in rendered.html
    assert rendered.html.count(ESCAPED) >= 5
    assert EVIL in rendered.text


def test_a_page_of_the_web_is_escaped() -> None:
    html = PAGES.web("unsubscribe", Choice(EVIL, (EVIL,), ((EVIL, EVIL),), language=content().language))
    assert "<script>alert" not in html
    assert ESCAPED in html


@pytest.mark.parametrize("template", sorted(path.name for path in HOME.glob("*.html.j2")))
def test_no_template_takes_a_string_out_of_escaping(template: str) -> None:
    source = (HOME / template).read_text()
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape" not in source
