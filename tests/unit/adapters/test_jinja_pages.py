from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
import textwrap
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from local.gallery import mails
from shared.adapters.jinja_pages import COLUMNS, HOME, JinjaPages, compile_templates, fold
from shared.domain.compose import compose
from shared.domain.delivery import Kind
from shared.domain.drafts import DraftNote
from shared.domain.interview import Interview, User
from shared.domain.links import is_known
from shared.domain.mail import Rendered
from shared.domain.page import Note, Page
from shared.inbox.notes import read_notes
from tests.builders import ENDS, NOW, a_contact, a_delivery, a_meeting, a_user, an_interview
from tests.meetings import content, interviews, users

PAGES = JinjaPages()
CANARY = 'https://evil.example/x?"><script>alert(1)</script>'


class Reader(HTMLParser):
    """What a page holds: its tags in order, its links, its visible text, and whether the tags match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag not in ("br", "meta"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "title"):
            self.words += data.split()


MAILS = list(mails())
each_mail = pytest.mark.parametrize(
    ("rendered", "page"), [(mail.rendered, mail.page) for mail in MAILS], ids=[mail.name for mail in MAILS]
)


def render(kind: Kind, interview: Interview | None = None, user: User | None = None) -> Rendered:
    due = ENDS + timedelta(hours=1)
    page = compose(a_delivery(kind, due_at=due), interview or an_interview(), user or a_user(), content(), NOW)
    return PAGES.render(kind, page)


@each_mail
def test_a_mail_is_complete_in_both_parts(rendered: Rendered, page: Page) -> None:
    for part in (rendered.text, rendered.html):
        assert not re.search(r"\bNone\b|\{\{|\}\}|\{%|\bnan\b|\(\)|Undefined", part)
    assert page.preheader in rendered.html.replace("&#39;", "'").replace("\u00a0", " ")
    assert rendered.text.strip()


@each_mail
def test_a_page_has_one_heading_of_the_first_rank_and_no_picture(rendered: Rendered, page: Page) -> None:
    reader = Reader(rendered.html)
    assert reader.tags.count("h1") == 1
    assert not {"img", "script", "form", "iframe", "object"} & set(reader.tags)
    ranks = [int(tag[1]) for tag in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(ranks))


@each_mail
def test_a_page_says_its_language_and_takes_either_scheme(rendered: Rendered, page: Page) -> None:
    reader = Reader(rendered.html)
    assert ("html", {"lang": "en", "dir": "ltr"}) in reader.attributes
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in reader.attributes
    assert "prefers-color-scheme: dark" in rendered.html


@each_mail
def test_a_mail_links_only_to_known_hosts(rendered: Rendered, page: Page) -> None:
    assert all(is_known(link) for link in Reader(rendered.html).links)
    assert all(is_known(link) for link in re.findall(r"\b[a-z]+:/?/?\S*[./]\S+", rendered.text) if "://" in link)


@each_mail
def test_the_lines_of_the_text_are_short_but_for_links_and_letters(rendered: Rendered, page: Page) -> None:
    alone = (page.letter,) if isinstance(page, DraftNote) else ()
    letters = [letter.text for letter in (*getattr(page, "letters", ()), *getattr(page, "versions", ()), *alone)]
    copied = {line for text in letters for line in text.splitlines()}
    for line in rendered.text.splitlines():
        assert (
            len(line) <= COLUMNS or " " not in line.strip() or line in copied or line.startswith(("To: ", "Subject: "))
        )


@each_mail
def test_both_parts_say_the_same(rendered: Rendered, page: Page) -> None:
    said = re.sub(r"[^\w]+", " ", rendered.text)
    shown = re.sub(r"[^\w]+", " ", " ".join(Reader(rendered.html).words))
    for text in facts_of(page):
        bare = re.sub(r"[^\w]+", " ", text).strip()
        assert bare in said
        assert bare in shown


def facts_of(page: Page) -> list[str]:
    """List the strings of a page that both parts have to say; links and what only a mail program shows left out."""
    only_one = {"subject", "preheader", "heading", "steps_heading", "agenda_heading", "ways", "url", "text", "language"}
    of_parts = {"paragraphs", "empty_mail", "id", "part", "source", "group", "to"}
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                if field.name not in only_one and not (field.name in of_parts and not isinstance(value, Note)):
                    walk(getattr(value, field.name))

    walk(page)
    return found


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.COULD_NOT_READ, Kind.NOT_ON_THE_LIST)])
@settings(max_examples=40)
@given(interview=interviews(), user=users)
def test_nothing_of_an_invite_becomes_markup_or_a_link(kind: Kind, interview: Interview, user: User) -> None:
    reader = Reader(render(kind, interview, user).html)
    assert all(is_known(link) for link in reader.links)
    assert "script" not in reader.tags


@pytest.mark.parametrize("kind", [Kind.PREP_PACK, Kind.THANK_YOU, Kind.CHANGED, Kind.CANCELLED, Kind.ALREADY_OVER])
def test_no_link_of_the_invite_is_passed_on(kind: Kind) -> None:
    meeting = a_meeting(title=CANARY, location=CANARY, description=CANARY)
    contact = a_contact(name=f"Priya {CANARY}", company=CANARY, job_title=CANARY, evidence=(CANARY,))
    made = render(kind, an_interview(meeting=meeting, contact=contact, evidence=(CANARY,)))
    for part in (made.text, made.html):
        assert "evil.example" not in part
        assert "<script" not in part


def test_the_text_part_spells_names_as_they_are() -> None:
    made = render(Kind.PREP_PACK, an_interview(contact=a_contact(name="Kate O'Brien", company="Brown & Co")))
    assert "Kate O'Brien, Brown & Co" in made.text
    assert "Kate O&#39;Brien, Brown &amp; Co" in made.html


def test_the_private_agenda_is_in_the_pack_alone_and_not_printed() -> None:
    private = content().private.agenda[3]
    for kind in (Kind.PREP_PACK, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE, Kind.CHANGED, Kind.CANCELLED):
        made = render(kind)
        assert (private in made.html) == (kind is Kind.PREP_PACK)
        assert (private in " ".join(made.text.split())) == (kind is Kind.PREP_PACK)
    printed = re.search(r"@media print \{.*?\n\.private[^{]*\{ display: none !important; \}", made.html, re.DOTALL)
    assert printed


def test_a_page_without_what_its_template_names_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        PAGES.render(Kind.PREP_PACK, Note("subject", "preheader", "heading", language=content().language))


def test_compiled_templates_render_the_same(tmp_path: Path) -> None:
    shutil.copytree(HOME, tmp_path / "templates", ignore=shutil.ignore_patterns("compiled"))
    compile_templates(tmp_path / "templates")
    for source in (tmp_path / "templates").glob("*.j2"):
        source.unlink()
    compiled = JinjaPages(tmp_path / "templates")
    for mail in MAILS:
        assert compiled.render(mail.kind, mail.page) == mail.rendered


def test_folding_keeps_the_clock_together() -> None:
    text = "x" * (COLUMNS - 5) + " 2:30 PM"
    assert fold(text).splitlines()[-1] == "2:30 PM"
    assert "\u00a0" not in fold(text)


@each_mail
def test_a_clock_time_stays_on_one_line_of_a_page(rendered: Rendered, page: Page) -> None:
    assert not re.search(r"\d [AP]M\b", rendered.html)
    assert "\u00a0" not in rendered.text


@pytest.mark.parametrize("first", ["", " 10. "])
def test_a_line_is_filled_to_its_last_column_and_no_further(first: str) -> None:
    words = "x" * 40, "y" * (COLUMNS - len(first) - 41)
    assert fold(" ".join([*words, "z"]), first).splitlines()[0] == first + " ".join(words)
    assert fold(" ".join([*words]) + "y z", first).splitlines()[0] == first + words[0]


def test_folding_indents_what_follows() -> None:
    assert fold("one " * 40, " 1. ").splitlines()[1].startswith("    one")


@pytest.mark.parametrize(("notes", "asks"), [("Learned: a clinic tests each form", False), ("thanks", True)])
def test_a_draft_asks_to_fill_in_only_where_it_has_a_blank(notes: str, *, asks: bool) -> None:
    about = an_interview(notes=(notes,), debrief=read_notes(notes))
    facts = {"referrer": "Priya Nair", "email": "priya.nair@harbor.example", "name": "Ana Ruiz"}
    named = a_delivery(Kind.REFERRER_NOTE, facts=facts)
    made = PAGES.render(named.kind, compose(named, about, a_user(), content(), NOW))
    heading = content().language.say("letter.blanks_heading")
    assert (heading in made.html) is asks
    assert (heading.upper() in made.text) is asks


WORDS = st.lists(st.sampled_from(["a", "Prüfung", "2", "PM", "x" * 40, "x" * 76, "x" * 90]), max_size=30).map(" ".join)


@given(WORDS | st.text(alphabet="ab \t\n\u00a0é-2PM", max_size=90), st.sampled_from(["", "- ", " 10. ", "x" * 76]))
def test_a_text_is_folded_as_textwrap_folds_it(text: str, first: str) -> None:
    indent = " " * len(first)
    assert fold(text, first) == textwrap.fill(
        re.sub(r"(?<=\d) (?=[AP]M\b)", "\u00a0", text),
        COLUMNS,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\u00a0", " ")
