"""The letters beside the thank-you: what their subjects and texts may hold."""

from __future__ import annotations

import pytest

from shared.domain.delivery import Delivery, Kind
from shared.domain.drafts import DraftNote, draft
from shared.domain.interview import Interview
from tests.builders import NOW, a_contact, a_delivery, a_user, an_interview
from tests.meetings import content


def made(kind: Kind, interview: Interview | None = None, **facts: str) -> DraftNote:
    delivery: Delivery = a_delivery(kind, facts=facts)
    return draft(delivery, interview, a_user(), content(), NOW)


def test_a_subject_names_only_who_is_known_and_never_holds_a_blank() -> None:
    talk = an_interview()
    known = made(Kind.REFERRER_NOTE, talk, referrer="Ruth Adeyemi", name="Priya Nair")
    assert known.letter.subject == "I talked to Priya Nair"
    unknown = made(Kind.REFERRER_NOTE, talk, referrer="Ruth Adeyemi")
    assert unknown.letter.subject == "How the talk went that you suggested"
    named = made(Kind.INTRODUCTION, name="Ruth Adeyemi", referrer="Priya Nair")
    assert named.letter.subject == "Priya Nair suggested that I write to you"
    assert made(Kind.INTRODUCTION, name="Ruth Adeyemi").letter.subject == "A question about your work"


def test_a_name_too_long_to_say_is_left_blank_and_not_cut() -> None:
    endless = "Maximiliana Constantinopolous-Featherstonehaugh van der Brandenburg-Hohenzollern"
    said = made(Kind.REFERRER_NOTE, an_interview(), referrer="Ruth Adeyemi", name=endless)
    assert "…" not in said.letter.text + said.letter.subject
    assert "their full name" in said.blanks


@pytest.mark.parametrize("kind", [Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH])
def test_nothing_is_claimed_for_the_user_that_they_did_not_say(kind: Kind) -> None:
    text = made(kind, an_interview(contact=a_contact())).letter.text
    assert "more often" not in text
    assert "set it off" not in text
    assert "[" in text
