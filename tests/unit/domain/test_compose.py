from __future__ import annotations

import dataclasses
import functools
import unicodedata

import pytest
from hypothesis import given

from shared.domain import subject
from shared.domain.commands import CommandWord
from shared.domain.compose import compose
from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import Kind
from shared.domain.interview import Interview, Meeting
from shared.domain.page import Page
from shared.inbox.reply.reading import read_reply
from tests.builders import NOW, a_contact, a_delivery, a_meeting, a_user, an_interview
from tests.meetings import contacts, content, interviews, meetings

subject_of = functools.partial(subject.subject_of, language=content().language)
WITHOUT_A_MEETING = (
    Kind.COULD_NOT_READ,
    Kind.NOT_ON_THE_LIST,
    Kind.LIST,
    Kind.EXPORT,
    Kind.COMPARE,
    Kind.HELP,
    Kind.ERASE_ASKED,
    Kind.ERASED,
    Kind.ADDRESS_CODE,
)
OF_A_MEETING = tuple(kind for kind in Kind if kind not in WITHOUT_A_MEETING)
# They answer a mail, which may have been about a meeting or not.
OF_EITHER = frozenset({Kind.NOTED, Kind.INTRODUCTION, Kind.REQUEST})


def page(kind: Kind, interview: Interview | None) -> Page:
    return compose(a_delivery(kind), interview, a_user(), content(), NOW)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_page(kind: Kind) -> None:
    made = page(kind, None if kind in WITHOUT_A_MEETING else an_interview())
    assert made.subject
    assert made.preheader


@pytest.mark.parametrize("kind", OF_A_MEETING)
def test_all_mails_of_a_meeting_have_its_one_subject(kind: Kind) -> None:
    assert page(kind, an_interview(subject="The one subject")).subject == "The one subject"


@pytest.mark.parametrize("kind", sorted(set(OF_A_MEETING) - OF_EITHER - {Kind.REFERRER_NOTE}))
def test_a_mail_about_a_meeting_needs_the_meeting(kind: Kind) -> None:
    with pytest.raises(ValueError, match="needs its interview"):
        page(kind, None)


@pytest.mark.parametrize("kind", OF_A_MEETING)
@given(interview=interviews())
def test_any_meeting_can_be_put_into_words(kind: Kind, interview: Interview) -> None:
    assert compose(a_delivery(kind), interview, a_user(), content(), interview.created_at).subject == interview.subject


@given(meeting=meetings(), contact=contacts)
def test_a_subject_is_short_and_plain(meeting: Meeting, contact: Contact | None) -> None:
    line = subject_of(meeting, contact)
    assert 0 < len(line) <= 90
    assert line.isprintable() or "\u200c" in line or "\u200d" in line
    assert not [char for char in line if unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "LRI", "RLI")]
    assert "=?" not in line
    assert "://" not in line


def test_a_subject_names_a_sure_contact() -> None:
    assert subject_of(a_meeting(), a_contact()) == "Your talk with Priya Nair"
    assert subject_of(a_meeting(), a_contact(confidence=Confidence.MEDIUM)) == "Your talk with Priya Nair"


def test_a_subject_takes_the_title_where_the_contact_is_doubtful() -> None:
    expected = "Your talk: Coffee chat: Priya / Robin"
    assert subject_of(a_meeting(), a_contact(confidence=Confidence.LOW)) == expected
    assert subject_of(a_meeting(), a_contact(name=None)) == expected
    assert subject_of(a_meeting(), None) == expected


def test_a_subject_stands_without_a_title() -> None:
    assert subject_of(dataclasses.replace(a_meeting(), title=""), None) == "Your talk"


MEANT = {
    "with: name, company": CommandWord.WITH,
    "when: day, time, zone": CommandWord.WHEN,
    "swap 4": CommandWord.SWAP,
    "4: your words": CommandWord.OWN_WORDS,
    "moved to day, time": CommandWord.MOVED,
    "cancelled": CommandWord.CANCELLED,
    "sent": CommandWord.SENT,
    "did not happen": CommandWord.DID_NOT_HAPPEN,
    "met: name, address": CommandWord.MET,
    "ask: name, address, why": CommandWord.ASK,
    "keep in touch": CommandWord.KEEP_IN_TOUCH,
    "profile": CommandWord.PROFILE,
    "list": CommandWord.LIST,
    "compare": CommandWord.COMPARE,
    "export": CommandWord.EXPORT,
    "also other@address": CommandWord.ALSO,
    "stop": CommandWord.STOP,
    "stop all": CommandWord.STOP_ALL,
    "erase": CommandWord.ERASE,
    "help": CommandWord.HELP,
}


@pytest.mark.parametrize("kind", Kind)
def test_a_mail_offers_only_words_that_a_reply_is_read_for(kind: Kind) -> None:
    for word, _ in page(kind, an_interview()).words:
        if word != "your notes":
            said = read_reply(word.replace("day, time", "Friday, 13 November, 3 pm"))
            assert [command.word for command in said.commands] == [MEANT[word]], word
            assert not said.notes


def test_the_words_about_the_letter_stand_where_the_letter_is_spoken_of() -> None:
    offered = {kind: [word for word, _ in page(kind, an_interview()).words] for kind in Kind}
    about_letters = {"sent", "did not happen"}
    assert {kind for kind, words in offered.items() if about_letters <= set(words) and kind is not Kind.HELP} == {
        Kind.THANK_YOU,
        Kind.THANK_YOU_NUDGE,
    }
    assert not about_letters & {*offered[Kind.PREP_PACK], *offered[Kind.CHANGED]}
    assert offered[Kind.CANCELLED] == offered[Kind.NOT_ON_THE_LIST] == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Canceled: Test 11", "Your talk: Test 11"),
        ("Updated invitation: Coffee", "Your talk: Coffee"),
        ("Fwd: Updated invitation with note: Coffee", "Your talk: Coffee"),
        ("Aktualisierte Einladung: Kaffee", "Your talk: Kaffee"),
        ("Événement annulé\u00a0: Café", "Your talk: Café"),
        ("Invitación: Café", "Your talk: Café"),
        ("Convite atualizado: Café", "Your talk: Café"),
        ("Invito aggiornato: Caffè", "Your talk: Caffè"),
        ("Geannuleerd: Koffie", "Your talk: Koffie"),
        ("キャンセル：面談", "Your talk: 面談"),
        ("已取消: 咖啡", "Your talk: 咖啡"),
        ("Nursing: a conversation", "Your talk: Nursing: a conversation"),
        ("Cancelled:", "Your talk: Cancelled"),
    ],
)
def test_a_subject_says_nothing_that_is_true_of_one_mail_alone(title: str, expected: str) -> None:
    assert subject_of(a_meeting(title=title), None) == expected
