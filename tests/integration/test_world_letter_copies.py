"""The user's own letter, with us in Bcc or Cc: it counts as `sent`, and nobody but the user hears of it."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest

from local.forwarding import over_smtp
from local.ses import arrival
from local.world import OWN_ADDRESS, Receipt
from tests.integration.conftest import JORDAN, SAMPLE, Stage
from tests.integration.test_world_replies import answer

PRIYA = "priya.nair@harborhealth.example"

JUST_AFTER, NEXT_DAY = "2026-11-12T14:40-08:00", "2026-11-13T09:00-08:00"


def _letter(
    stage: Stage, to: str = PRIYA, author: str = JORDAN, *, cc: str | None = None, calendar: bool = False
) -> Receipt:
    """Send a mail as mail programs do: who is in Bcc stands in the envelope alone."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = author, to, "Thank you"
    mail["Message-ID"] = f"<letter-{len(stage.world.ledger.entries)}@mail.example.org>"
    if cc:
        mail["Cc"] = cc
    mail.set_content("Dear Priya,\n\nthank you for your time. I will read the book that you named.\n\nJordan\n")
    if calendar:
        mail.add_attachment("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", subtype="calendar")
    return stage.world.receive(arrival(over_smtp(mail.as_bytes()), OWN_ADDRESS, {}))


def _kinds(stage: Stage) -> list[str]:
    return [kind for kind, _, _ in stage.ledger()]


@pytest.mark.parametrize("cc", [None, OWN_ADDRESS], ids=["Bcc", "Cc"])
def test_a_copy_of_the_letter_ends_the_nudge_and_is_confirmed_to_the_user_alone(stage: Stage, cc: str | None) -> None:
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert _letter(stage, cc=cc).outcome == "letter_sent"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "reminder", "thank_you", "noted"]
    assert {recipient for _, recipient, _ in stage.ledger()} == {JORDAN}


def test_a_letter_that_left_before_its_draft_was_due_makes_the_draft_needless(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until(JUST_AFTER)
    assert _letter(stage).outcome == "letter_sent"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "reminder", "noted"]


def test_a_second_copy_is_not_answered_again(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert [_letter(stage).outcome for _ in range(2)] == ["letter_sent", "redirected_invite"]
    stage.to_the_end()
    assert _kinds(stage).count("noted") == 1


def test_a_mail_to_the_contact_before_the_talk_is_no_letter(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert _letter(stage).outcome == "redirected_invite"
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "reminder", "thank_you", "thank_you_nudge"]


def test_a_mail_to_somebody_else_is_no_letter(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert _letter(stage, to="sam@elsewhere.example").outcome == "redirected_invite"
    assert _letter(stage, to=f"undisclosed-recipients:;, {JORDAN}").outcome == "redirected_invite"


def test_a_mail_with_a_calendar_is_no_letter(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert _letter(stage, calendar=True).outcome == "redirected_invite"


@pytest.mark.parametrize("author", [PRIYA, "kim@example.org"])
def test_nobody_else_can_say_that_the_letter_left(stage: Stage, author: str) -> None:
    stage.world.allow("kim@example.org")
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert _letter(stage, author=author).outcome in ("unknown_sender", "redirected_invite")
    assert _letter(stage, to=JORDAN, author=author).outcome in ("unknown_sender", "redirected_invite")
    stage.to_the_end()
    assert _kinds(stage) == ["prep_pack", "reminder", "thank_you", "thank_you_nudge"]


def test_a_letter_to_whom_a_talk_did_not_happen_with_counts_as_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until(NEXT_DAY)
    assert answer(stage, "did not happen", 2).outcome == "did_not_happen"
    assert _letter(stage).outcome == "redirected_invite"
