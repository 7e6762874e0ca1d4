from __future__ import annotations

import pytest

from shared.domain.confirmations import noted
from shared.domain.delivery import Kind
from shared.domain.words import Word
from tests.builders import a_delivery, an_interview
from tests.meetings import content


@pytest.mark.parametrize("word", Word)
def test_each_word_is_confirmed_in_the_thread_of_its_meeting(word: Word) -> None:
    note = noted(a_delivery(Kind.NOTED, facts={"word": word}), an_interview(), content())
    assert note.subject == an_interview().subject
    assert note.heading
    assert note.preheader in note.paragraphs


def test_what_is_about_no_meeting_has_the_name_of_the_product_as_its_subject() -> None:
    assert noted(a_delivery(Kind.NOTED, facts={"word": Word.STOP_ALL}), None, content()).subject == "Foreword"


def test_the_four_confirmations_say_four_things() -> None:
    notes = [noted(a_delivery(Kind.NOTED, facts={"word": word}), None, content()) for word in Word]
    assert len({note.heading for note in notes}) == len(Word)
    assert len({note.paragraphs for note in notes}) == len(Word)


@pytest.mark.parametrize("word", Word)
def test_each_says_how_to_go_on_and_that_the_contact_hears_nothing(word: Word) -> None:
    note = noted(a_delivery(Kind.NOTED, facts={"word": word}), None, content())
    assert any("again" in paragraph for paragraph in note.paragraphs)
    assert any("only to you" in line for line in note.closing)


def test_a_word_that_nobody_can_say_is_not_confirmed() -> None:
    with pytest.raises(ValueError):
        noted(a_delivery(Kind.NOTED, facts={"word": "resume"}), None, content())


def test_it_says_which_meeting_the_word_was_about() -> None:
    about = "This is about your talk with Priya Nair on Thursday, November 12, 2:00\u20132:30 PM, Pacific Time."
    for word in Word:
        note = noted(a_delivery(Kind.NOTED, facts={"word": word}), an_interview(), content())
        assert (about in note.paragraphs) == (word is not Word.STOP_ALL)
