"""Replies that are late, forged, misplaced or hidden: each has its answer, none changes what it should not."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest

from local.forwarding import over_smtp
from local.ses import arrival
from local.world import Receipt
from tests.integration.conftest import JORDAN, SAMPLE, Stage
from tests.integration.test_world_replies import AFTER, answer, sent
from tests.integration.test_world_story import write

KIM = "kim@example.org"


def _kinds(stage: Stage, to: str = JORDAN) -> list[str]:
    return [kind for kind, recipient, _ in stage.ledger() if recipient == to]


def _interviews(stage: Stage) -> list[str]:
    return [str(item) for item in stage.world.items() if item["sk"].startswith("INTERVIEW#")]


def _reply_with(stage: Stage, text: str, subtype: str) -> Receipt:
    """Answer the first mail with a body and nothing else."""
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"] = JORDAN, sent(stage)["Reply-To"]
    reply["Subject"], reply["Message-ID"] = "Re: your talk", f"<{subtype}@mail.example.org>"
    reply.set_content(text, subtype=subtype)
    return stage.world.receive(arrival(over_smtp(reply.as_bytes()), str(reply["To"]), {}))


def test_notes_weeks_after_a_talk_are_kept_and_answered(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.to_the_end()
    stage.until("2026-12-20T09:00-08:00")
    assert answer(stage, "Learned: start in support").outcome == "reply_taken"
    assert len(_kinds(stage)) == 5
    assert "start in support" in _interviews(stage)[0]


@pytest.mark.parametrize("text", ["stop", "swap 4", "erase", "Learned: start in support"])
def test_a_reply_to_what_was_erased_is_answered_and_brings_nothing_back(stage: Stage, text: str) -> None:
    stage.receive(SAMPLE)
    stage.world.erase(JORDAN)
    stage.until("2026-11-10T10:00-08:00")
    assert answer(stage, text).outcome is not None
    stage.to_the_end()
    assert len(stage.world.sent) == 2
    assert _interviews(stage) == []
    assert stage.world.failures == []


@pytest.mark.parametrize("text", ["swap 4", "cancelled", "with: Sam Poe", "erase", "Learned: start in support"])
def test_a_reply_to_the_meeting_of_another_user_changes_nothing_of_theirs(stage: Stage, text: str) -> None:
    stage.world.allow(KIM)
    stage.receive(SAMPLE)
    before = _interviews(stage)
    answer(stage, text, author=KIM)
    assert _interviews(stage) == before
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", *AFTER]
    assert len(_kinds(stage, KIM)) == 1
    assert "Harbor" not in stage.text(1)


def test_an_erasure_is_not_confirmed_by_an_expired_token_nor_by_anothers(stage: Stage) -> None:
    stage.world.allow(KIM)
    stage.receive(SAMPLE)
    answer(stage, "erase")
    assert answer(stage, "erase", 1, author=KIM).outcome == "reply_taken"
    assert "Priya" in str(_interviews(stage))
    stage.until("2027-12-20T09:00-08:00")
    number = [kind for kind, _, _ in stage.ledger()].index("erase_asked")
    assert answer(stage, "erase", number).outcome == "reply_taken"
    assert stage.ledger()[-1][:2] == ("erase_asked", JORDAN)


def test_a_forged_token_is_no_token(stage: Stage) -> None:
    stage.receive(SAMPLE)
    answer(stage, "erase")
    genuine = str(sent(stage, 1)["Reply-To"])
    name, _, domain = genuine.partition("@")
    forged = f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}@{domain}"
    assert answer(stage, "erase", 1, to=forged).outcome == "reply_taken"
    assert _kinds(stage) == ["prep_pack", "erase_asked", "erase_asked"]


@pytest.mark.parametrize("word", ["erase", "stop all", "cancelled", "swap 4"])
def test_a_command_inside_a_quote_is_none(stage: Stage, word: str) -> None:
    stage.receive(SAMPLE)
    outcome = answer(stage, f"Thanks, see you.\n\n> Somebody wrote:\n> {word}").outcome
    stage.to_the_end()
    assert outcome == "reply_taken"
    assert _kinds(stage) == ["prep_pack", "noted", *AFTER]


def test_a_thousand_lines_of_notes_are_taken_and_answered(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    assert answer(stage, "\n".join(f"Learned: thing {n}" for n in range(1000)), 2).outcome == "reply_taken"
    assert _kinds(stage)[-1] == "thank_you"
    assert "thing 0" in _interviews(stage)[0]
    assert stage.world.failures == []


def test_a_reply_in_html_alone_is_read_as_text_is(stage: Stage) -> None:
    stage.receive(SAMPLE)
    page = "<div>stop</div><br><blockquote>On Tuesday Foreword wrote: erase</blockquote>"
    assert _reply_with(stage, page, "html").outcome == "meeting_stopped"


def test_of_two_replies_at_once_neither_is_lost(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    answer(stage, "Learned: start in support", 2)
    answer(stage, "Learned: read the tickets", 2)
    (kept,) = _interviews(stage)
    assert "start in support" in kept
    assert "read the tickets" in kept
    stage.to_the_end()
    assert stage.world.failures == []


def test_text_that_belongs_to_no_meeting_is_kept_and_listed(stage: Stage) -> None:
    stage.receive(SAMPLE)
    write(stage, "list")
    answer(stage, "the thing about the lighthouse", 1)
    answer(stage, "list", 1)
    assert "lighthouse" in stage.text(3)


def test_an_empty_answer_to_a_mail_about_a_talk_gets_the_words_that_work(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "").outcome == "reply_taken"
    assert _kinds(stage)[-1] == "help"
