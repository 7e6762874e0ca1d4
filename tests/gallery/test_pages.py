from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import html5lib
import pytest

from local.gallery import Made, mails
from shared.adapters.toml_content import load
from shared.domain.commands import CommandWord
from shared.domain.compose import DRAFTS
from shared.domain.delivery import Kind
from shared.domain.drafts import DraftNote
from shared.domain.links import is_known
from shared.domain.prep_pack import PrepPack
from shared.domain.thank_you import ThankYou
from shared.inbox.reply.reading import read_reply

MAILS = list(mails())
# What shows all that is kept is as long as that is.
LONG = (Kind.PREP_PACK, Kind.THANK_YOU, Kind.LIST, Kind.COMPARE)
SHORT = [mail for mail in MAILS if mail.kind not in LONG and mail.name != "noted-every-line"]
OF_EVERY_MEETING = (
    Kind.PREP_PACK, Kind.CHANGED, Kind.CANCELLED, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE, Kind.ALREADY_OVER,
    Kind.REMINDER, Kind.REFERRER_NOTE, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH,
)  # fmt: skip
# The words that a mail shows with something to fill in, as a user would write them.
FILLED_IN = {
    "with: name, company": ("with: Ana Ruiz, Harbor Health", CommandWord.WITH),
    "when: day, time, zone": ("when: Friday, 3 pm, Pacific", CommandWord.WHEN),
    "length:": ("length: 45 minutes", CommandWord.LENGTH),
    "where:": ("where: Room 2", CommandWord.WHERE),
    "4: your words": ("4: What surprised you when you began?", CommandWord.OWN_WORDS),
    "Q3: what they said": ("Q3: the handovers, mostly", CommandWord.OWN_WORDS),
    "moved to day, time": ("moved to Friday, 3 pm", CommandWord.MOVED),
    "met: name, address": ("met: Ana Ruiz, ana@harbor.example", CommandWord.MET),
    "ask: name, address, why": ("ask: Ana Ruiz, ana@harbor.example, she runs a ward", CommandWord.ASK),
    "also other@address": ("also robin@home.example", CommandWord.ALSO),
    "profile": ("profile\nfield: nursing", CommandWord.PROFILE),
}
# Not a word but whatever the user writes.
NOTES = "your notes"
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


def without(text: str, parts: Iterable[str]) -> str:
    """Return a text on one line, with these parts of it left out."""
    text = " ".join(text.split())
    for part in parts:
        text = text.replace(" ".join(part.split()), " ")
    return text


def letter_of(mail: Made) -> tuple[str, ...]:
    """Return the letter of a draft, with the ways to open it: what is to be copied is no word to read."""
    page = mail.page
    if not isinstance(page, DraftNote):
        return ()
    say, letter = page.language.say, page.letter
    ways = (say("letter.copy"), say("letter.opens_a_mail"), say("letter.or_file_in_text"), letter.empty_mail)
    return (letter.text, letter.subject, *ways, *page.blanks)


def said_by_others(mail: Made) -> list[str]:
    """List what a mail quotes of the user's own words: no offer of ours, whatever they say."""
    if mail.name.startswith("noted-") and mail.kind is Kind.NOTED:
        return list(getattr(mail.page, "paragraphs", ()))
    return []


def test_every_kind_of_mail_is_there_for_at_least_twelve_meetings() -> None:
    assert {mail.kind for mail in MAILS} == set(Kind)
    for kind in OF_EVERY_MEETING:
        assert len({mail.case for mail in MAILS if mail.kind is kind}) >= 12
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
def test_no_sentence_has_a_hole_where_a_text_should_stand(mail: Made) -> None:
    for line in mail.rendered.text.splitlines():
        assert not re.search(r"^- ( |$)|: \.|“”", line.strip()), line


@pytest.mark.parametrize("mail", [m for m in MAILS if m.kind is Kind.THANK_YOU], ids=lambda mail: mail.name)
def test_no_other_wording_is_the_letter_itself(mail: Made) -> None:
    assert isinstance(mail.page, ThankYou)
    assert mail.page.letters[0].text not in [version.text for version in mail.page.versions]


@pytest.mark.parametrize("mail", [m for m in MAILS if m.kind is Kind.PREP_PACK], ids=lambda mail: mail.name)
def test_nothing_is_searched_for_by_half_a_name(mail: Made) -> None:
    assert quote("…") not in mail.rendered.html


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
    offered = [f"{word} {effect}" for word, effect in mail.page.words]
    invites = re.findall(r"(?:The place was|Where): .*?…", " ".join(mail.rendered.text.split()))
    heading = mail.page.language.say("mail.words_heading").upper()
    text = without(mail.rendered.text, [heading, *offered, *getattr(mail.page, "form", ()), *invites, *letter_of(mail)])
    assert len(text.split()) < MOST_WORDS + (DOUBTS if mail.case in IN_DOUBT else 0)


def meant_by(word: str) -> tuple[CommandWord, ...]:
    """Read a word that a mail offers as a reply is read, with its blanks filled in."""
    written, _ = FILLED_IN.get(word, (word, None))
    said = read_reply(written)
    assert not said.notes, word
    assert not said.in_doubt, word
    return tuple(command.word for command in said.commands)


@pytest.mark.parametrize("word", [word for word, _ in load().replies.offered_by(Kind.HELP)])
def test_each_word_of_the_whole_list_is_read_as_what_it_is(word: str) -> None:
    if word == NOTES:
        assert read_reply(word).notes == word
        return
    wanted = FILLED_IN[word][1] if word in FILLED_IN else CommandWord(re.sub(r" \d+$", "", word))
    assert meant_by(word) == (wanted,)


@each_mail
def test_no_word_is_offered_that_a_reply_is_not_read_for(mail: Made) -> None:
    shown = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", mail.rendered.html, flags=re.DOTALL))
    listed = {word for word, _ in mail.page.words}
    text = without(mail.rendered.text, said_by_others(mail))
    for part in (text, without(shown, said_by_others(mail))):
        quoted = set(re.findall(r"[“\"']([a-z]+:?(?:\s[a-z]+:?){0,2})[”\"']", part))
        asked = set(re.findall(r"(?i)\b(?:answer|reply)(?:[^\S\n]\w+){0,4}:? [“\"']([^”\"']+)[”\"']", part))
        for word in (quoted | asked | listed) - {NOTES}:
            assert len(meant_by(" ".join(word.split()))) == 1, word
    assert all(re.search(rf"(?m)^  {re.escape(word)} ", mail.rendered.text) for word in listed)


@pytest.mark.parametrize("mail", [m for m in MAILS if m.kind in DRAFTS], ids=lambda mail: mail.name)
def test_the_text_part_has_the_whole_letter_and_every_blank_of_it(mail: Made) -> None:
    assert isinstance(mail.page, DraftNote)
    assert mail.page.letter.text in mail.rendered.text
    blanks = set(re.findall(r"\[([^\]]+)\]", mail.page.letter.text))
    if not mail.page.letter.to:
        blanks.add("their address")
    assert blanks == set(mail.page.blanks)
    for blank in blanks:
        assert f"- {blank}" in " ".join(mail.rendered.text.split())


@each_mail
def test_a_calendar_part_is_only_ever_an_attachment(mail: Made) -> None:
    message = parsed(mail)
    inline = message.get_body(preferencelist=("html", "plain"))
    assert inline.get_content_type() == "text/html"
    for part in parts(mail):
        is_file = part.get_content_type() not in ("text/plain", "text/html")
        assert (part.get_content_disposition() == "attachment") == is_file
