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


# --- beside the words -------------------------------------------------------------------------------------------------


def test_a_word_for_a_meeting_that_is_not_known_keeps_what_stands_beside_it(stage: Stage) -> None:
    stage.receive(SAMPLE)
    write(stage, "list")
    assert answer(stage, "sent\n\nShe told me about the lighthouse keepers.", 1).outcome == "reply_taken"
    assert _kinds(stage)[-1] == "noted"
    assert "which talk" in stage.text(-1)
    answer(stage, "list", 1)
    assert "lighthouse" in stage.text(-1)


def test_sent_with_a_name_and_notes_does_all_three(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    text = "Sent!\nmet: Ana Ruiz, ana@example.com, Harbor Health\n\nLearned: start in support"
    assert answer(stage, text, 2).outcome == "letter_sent"
    assert sorted(_kinds(stage)[-2:]) == ["introduction", "noted"]
    assert "start in support" in _interviews(stage)[0]
    stage.to_the_end()
    assert "thank_you_nudge" not in _kinds(stage)
    assert stage.world.failures == []


def test_sent_and_stop_all_in_one_reply_stop_all(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    assert answer(stage, "sent\nstop all", 2).outcome == "all_stopped"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "reminder", "thank_you", "noted"]


def test_after_stop_all_a_list_promises_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    answer(stage, "stop all")
    stage.until("2026-11-10T10:00-08:00")
    answer(stage, "list")
    assert "Your thank-you" not in stage.text(-1)
    assert "draft" not in stage.text(-1)


def test_stop_all_and_erase_in_one_reply_still_asks_whether_to_erase(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "stop all\nerase").outcome == "all_stopped"
    stage.to_the_end()
    assert sorted(_kinds(stage)) == ["erase_asked", "noted", "prep_pack"]


# --- a reply with something in or around it ---------------------------------------------------------------------------


def test_a_reply_with_an_attachment_is_read_by_its_words_and_the_file_is_left_alone(stage: Stage) -> None:
    stage.receive(SAMPLE)
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"], reply["Subject"] = JORDAN, sent(stage)["Reply-To"], "Re: your talk"
    reply["Message-ID"] = "<attachment@mail.example.org>"
    reply.set_content("Learned: start in support\n")
    reply.add_attachment(b"stop all\r\nerase\r\n", maintype="text", subtype="plain", filename="erase.txt")
    reply.add_attachment(b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, maintype="image", subtype="png", filename="stop.png")
    receipt = stage.world.receive(arrival(over_smtp(reply.as_bytes()), str(reply["To"]), {}))
    assert receipt.outcome == "reply_taken"
    assert "start in support" in _interviews(stage)[0]
    assert _kinds(stage) == ["prep_pack", "noted"]
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "noted", *AFTER]


def test_a_reply_that_is_an_attachment_and_nothing_else_is_answered_and_changes_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    before = _interviews(stage)
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"], reply["Subject"] = JORDAN, sent(stage)["Reply-To"], "Re: your talk"
    reply["Message-ID"] = "<only-a-file@mail.example.org>"
    reply.add_attachment(b"%PDF-1.4 stop all", maintype="application", subtype="pdf", filename="stop.pdf")
    assert stage.world.receive(arrival(over_smtp(reply.as_bytes()), str(reply["To"]), {})).outcome == "reply_taken"
    assert _interviews(stage) == before
    assert _kinds(stage) == ["prep_pack", "help"]


@pytest.mark.parametrize("word", ["erase", "stop all", "cancelled"])
def test_a_command_in_the_quote_of_a_reply_in_html_alone_is_none(stage: Stage, word: str) -> None:
    stage.receive(SAMPLE)
    page = f"<p>Thanks, see you.</p><blockquote type='cite'><p>{word}</p></blockquote>"
    assert _reply_with(stage, page, "html").outcome == "reply_taken"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "noted", *AFTER]


def test_a_reply_to_our_answer_to_a_reply_is_about_the_same_talk(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    answer(stage, "Learned: start in support", 2)
    answer(stage, "hmm?\nstop?", len(stage.world.sent) - 1)
    number = len(stage.world.sent) - 1
    assert answer(stage, "Promised: to send her the article", number).outcome == "reply_taken"
    assert answer(stage, "sent", number).outcome == "letter_sent"
    (kept,) = _interviews(stage)
    assert "start in support" in kept
    assert "send her the article" in kept


def test_a_user_who_answers_their_own_reply_above_it_is_understood(stage: Stage) -> None:
    stage.receive(SAMPLE)
    text = "swap 4\n\nOn Tue, Nov 10, 2026 at 9:05 AM Jordan <jordan@example.org> wrote:\n\n> stop all\n> erase"
    assert answer(stage, text).outcome == "reply_taken"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "prep_pack", *AFTER]


# --- over, erased, forged ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("swap 4", "noted"),
        ("4: she would do it again", "thank_you"),
        ("company: Harbor", "noted"),
        ("where: Cafe Luz", "noted"),
        ("list", "list"),
        ("She was kind.", "thank_you"),
    ],
)
def test_whatever_is_said_of_a_talk_weeks_after_it_is_answered_once(stage: Stage, text: str, answered: str) -> None:
    stage.receive(SAMPLE)
    stage.to_the_end()
    stage.until("2026-12-20T09:00-08:00")
    before = len(stage.world.sent)
    assert answer(stage, text).outcome == "reply_taken"
    stage.to_the_end()
    assert _kinds(stage)[before:] == [answered]
    assert stage.world.failures == []


def _says_by_token_alone(stage: Stage, text: str, to: str) -> str | None:
    """Write to one of our addresses without naming the mail that is answered."""
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"], reply["Subject"] = JORDAN, to, "Re: your talk"
    reply["Message-ID"] = "<by-token-alone@mail.example.org>"
    reply.set_content(text)
    return stage.world.receive(arrival(over_smtp(reply.as_bytes()), to, {})).outcome


@pytest.mark.parametrize("text", ["swap 4\ncancelled\nwith: Sam Poe\n", "moved to 2026-11-16, 3:00 pm\n"])
def test_an_expired_token_places_nothing_and_the_answer_asks_which_talk_is_meant(stage: Stage, text: str) -> None:
    stage.receive(SAMPLE)
    stage.until("2028-12-20T09:00-08:00")
    before = _interviews(stage)
    assert _says_by_token_alone(stage, text, str(sent(stage)["Reply-To"])) == "reply_taken"
    assert _interviews(stage) == before
    assert "which talk" in stage.text(-1)


def test_a_forged_token_places_nothing_and_the_text_is_kept(stage: Stage) -> None:
    stage.receive(SAMPLE)
    before = _interviews(stage)
    name, _, domain = str(sent(stage)["Reply-To"]).partition("@")
    forged = f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}@{domain}"
    assert _says_by_token_alone(stage, "swap 4\ncancelled\nLearned: start in support\n", forged) == "reply_taken"
    assert _interviews(stage) == before
    assert _kinds(stage) == ["prep_pack", "noted"]
    assert "start in support" in str([item for item in stage.world.items() if item["sk"] == "PROFILE"])


def test_a_program_that_sends_our_own_words_back_unquoted_changes_nothing_and_its_text_is_kept(stage: Stage) -> None:
    stage.receive(SAMPLE)
    before = _interviews(stage)
    assert _reply_with(stage, stage.text(0), "plain").outcome == "reply_taken"
    assert _kinds(stage) == ["prep_pack", "noted"]
    assert _interviews(stage) == before
    write(stage, "list")
    assert "TEXT THAT BELONGED TO NO TALK" in stage.text(-1).upper()
    stage.to_the_end()
    assert _kinds(stage)[-3:] == list(AFTER)
