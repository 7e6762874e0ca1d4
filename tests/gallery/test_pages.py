from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import html5lib
import pytest

from local.gallery import Made, mails
from shared.domain.delivery import Kind
from shared.domain.links import is_known
from shared.domain.prep_pack import PrepPack
from shared.domain.thank_you import ThankYou
from shared.domain.words import Word
from shared.inbox.reply.reading import read_reply

MAILS = list(mails())
SHORT = [mail for mail in MAILS if mail.kind not in (Kind.PREP_PACK, Kind.THANK_YOU)]
MOST_WORDS = 120
# What such an invite leaves open has to be said as well.
IN_DOUBT = ("nobody-known", "half-day-unsure")
DOUBTS = 40
MOST_OCTETS = 60_000
MOST_IN_A_LINE = 998
each_mail = pytest.mark.parametrize("mail", MAILS, ids=[mail.name for mail in MAILS])


def parsed(mail: Made) -> Any:
    return email.message_from_bytes(mail.mime, policy=email.policy.SMTP)


def parts(mail: Made) -> Iterator[EmailMessage]:
    return (part for part in parsed(mail).walk() if not part.is_multipart())


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs)["href"] or "")


def test_every_kind_of_mail_is_there_for_at_least_twelve_meetings() -> None:
    assert {mail.kind for mail in MAILS} == set(Kind)
    for kind in (Kind.PREP_PACK, Kind.CHANGED, Kind.CANCELLED, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE, Kind.ALREADY_OVER):
        assert sum(mail.kind is kind for mail in MAILS) >= 12
    assert len({mail.name for mail in MAILS}) == len(MAILS)


@each_mail
def test_a_page_is_valid_html(mail: Made) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(mail.rendered.html)
    assert parser.errors == []


@each_mail
def test_a_mail_keeps_to_the_sizes_that_mail_programs_take(mail: Made) -> None:
    for part in parts(mail):
        if part.get_content_type() == "text/html":
            assert len(part.as_bytes()) < MOST_OCTETS
    assert max(len(line) for line in mail.mime.split(b"\r\n")) <= MOST_IN_A_LINE
    assert b"\n" not in mail.mime.replace(b"\r\n", b"")


@each_mail
def test_no_part_holds_an_empty_placeholder(mail: Made) -> None:
    for part in (mail.rendered.text, mail.rendered.html, mail.page.subject, mail.page.preheader):
        assert not re.search(r"\bNone\b|\{\{|\}\}|\{%|%\}|\bnan\b|Undefined|\(\)|\[\]|\bfirst_name\b", part)
    shown = re.sub(r"<style>.*?</style>", "", mail.rendered.html, flags=re.DOTALL)
    assert "{" not in shown + mail.rendered.text


@each_mail
def test_both_parts_offer_the_same_searches_to_known_hosts(mail: Made) -> None:
    links = Links(mail.rendered.html).found
    assert all(is_known(link) for link in links)
    written = re.findall(r"^\s*(https://\S+|mailto:\S+)$", mail.rendered.text, re.MULTILINE)
    assert all(is_known(link) for link in written)
    if isinstance(mail.page, PrepPack):
        assert sorted(links) == sorted(written)
    if isinstance(mail.page, ThankYou):
        assert written == [letter.empty_mail for letter in mail.page.letters]


@each_mail
def test_both_parts_give_the_same_clock_times(mail: Made) -> None:
    clock = re.compile(r"\b(?:1[0-2]|[1-9]):[0-5]\d\b")
    shown = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]*>", " ", mail.rendered.html, flags=re.DOTALL)
    body = shown.replace("\u00a0", " ").replace(mail.page.preheader, "", 1)
    assert sorted(clock.findall(body)) == sorted(clock.findall(mail.rendered.text))


@pytest.mark.parametrize("mail", SHORT, ids=[mail.name for mail in SHORT])
def test_a_short_mail_says_all_in_under_120_words(mail: Made) -> None:
    """Without the form to send back, the list of words to answer with, and the titles and places of the invite."""
    text = " ".join(mail.rendered.text.split())
    offered = [f"{word} {effect}" for word, effect in mail.page.words]
    for part in (*offered, *getattr(mail.page, "form", ()), *re.findall(r"(?:The place was|Where): .*?…", text)):
        text = text.replace(part, " ")
    assert len(text.split()) < MOST_WORDS + (DOUBTS if mail.case in IN_DOUBT else 0)


@each_mail
def test_no_word_is_offered_that_a_reply_is_not_read_for(mail: Made) -> None:
    shown = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", mail.rendered.html, flags=re.DOTALL))
    for part in (mail.rendered.text, shown):
        quoted = set(re.findall(r"[“\"']([a-z]+(?:\s[a-z]+){0,2})[”\"']", part))
        asked = set(re.findall(r"(?i)\b(?:answer|reply)(?: \w+){0,3}:? [“\"']([^”\"']+)[”\"']", part))
        listed = {word for word, _ in mail.page.words}
        for word in quoted | asked | listed:
            (command,) = read_reply(" ".join(word.split())).commands
            # Of what is read, only these four change anything; the others may not be offered before they do.
            assert Word(command.word)
    assert all(re.search(rf"(?m)^  {word}  ", mail.rendered.text) for word, _ in mail.page.words)


@each_mail
def test_a_calendar_part_is_only_ever_an_attachment(mail: Made) -> None:
    message = parsed(mail)
    inline = message.get_body(preferencelist=("html", "plain"))
    assert inline.get_content_type() == "text/html"
    for part in parts(mail):
        is_file = part.get_content_type() not in ("text/plain", "text/html")
        assert (part.get_content_disposition() == "attachment") == is_file
