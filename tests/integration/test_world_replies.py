"""What a user answers to a mail, through the whole pipeline."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest

from local.forwarding import over_smtp
from local.ses import arrival
from local.world import Receipt
from tests.integration.conftest import JORDAN, MOVED, SAMPLE, Stage

PRIYA = "priya.nair@harborhealth.example"
AFTER = ("reminder", "thank_you", "thank_you_nudge")


def sent(stage: Stage, number: int = 0) -> EmailMessage:
    return email.message_from_bytes(stage.world.sent[number].raw, policy=email.policy.default)


def answer(stage: Stage, text: str, number: int = 0, author: str = JORDAN, *, to: str | None = None) -> Receipt:
    """Let somebody answer one of the mails that were sent, as mail programs do: with the old mail quoted below."""
    original = sent(stage, number)
    ses_id = f"<{stage.world.sent[number].ses_message_id}@email.amazonses.com>"
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"] = author, to or original["Reply-To"]
    reply["Subject"] = f"Re: {original['Subject']}"
    reply["Message-ID"] = f"<reply-{len(stage.world.ledger.entries)}@mail.example.org>"
    reply["In-Reply-To"] = reply["References"] = ses_id
    body = original.get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    reply.set_content(f"{text}\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword <{to or 'prep'}> wrote:\n\n{quoted}")
    raw = over_smtp(reply.as_bytes())
    return stage.world.receive(arrival(raw, str(reply["To"]), {}))


def click_address(stage: Stage, number: int = 0) -> str:
    found = re.search(r"<(https://[^>]+)>", str(sent(stage, number)["List-Unsubscribe"]))
    assert found
    return found[1]


def test_stop_withdraws_what_is_owed_for_the_meeting_and_says_so_once(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "Stop").outcome == "meeting_stopped"
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "noted"]
    assert stage.states() == {
        "prep_pack@1": "sent",
        "reminder@1": "withdrawn",
        "thank_you@1": "withdrawn",
        "thank_you_nudge@1": "withdrawn",
        "noted": "sent",
    }


def test_sent_ends_the_nudge(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-12T16:00-08:00")
    assert answer(stage, "Sent!", 2).outcome == "letter_sent"
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "reminder", "thank_you", "noted"]


def test_did_not_happen_ends_draft_and_nudge(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-12T14:45-08:00")
    assert answer(stage, "Did not happen.").outcome == "did_not_happen"
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "reminder", "noted"]


def test_stop_all_ends_everything_and_a_new_forward_is_answered_again(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "stop all").outcome == "all_stopped"
    stage.until("2026-11-11T09:00-08:00")
    assert stage.receive(MOVED).outcome == "interview_changed"
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "noted", "changed", *AFTER]


def test_a_meeting_that_was_stopped_is_planned_again_by_its_next_update(stage: Stage) -> None:
    stage.receive(SAMPLE)
    answer(stage, "stop")
    assert stage.receive(MOVED).outcome == "interview_changed"
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "noted", "changed", *AFTER]


def test_a_reply_without_the_token_finds_its_meeting_by_what_it_answers(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "stop", to="prep@foreword.example").outcome == "meeting_stopped"


def test_the_contact_who_holds_the_token_stops_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, "stop all", author=PRIYA).outcome == "unknown_sender"
    stage.to_the_end()
    assert {to for _, to, _ in stage.ledger()} == {JORDAN}
    assert len(stage.ledger()) == 4


def test_another_user_who_holds_the_token_stops_nothing_of_ours(stage: Stage) -> None:
    stage.world.allow("kim@example.org")
    stage.receive(SAMPLE)
    assert answer(stage, "stop", author="kim@example.org").outcome == "could_not_read"
    stage.to_the_end()
    assert [kind for kind, to, _ in stage.ledger() if to == JORDAN] == ["prep_pack", *AFTER]


@pytest.mark.parametrize(
    ("text", "outcome", "answered"),
    [
        ("Sent from my phone", "reply_taken", "help"),
        ("stop by on Friday?", "reply_taken", "noted"),
        ("Thanks, this helps!", "reply_taken", "noted"),
        ("", "reply_taken", "help"),
    ],
)
def test_what_is_no_word_stops_nothing_and_is_answered(stage: Stage, text: str, outcome: str, answered: str) -> None:
    stage.receive(SAMPLE)
    assert answer(stage, text).outcome == outcome
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", answered, *AFTER]


def test_one_click_stops_the_meeting_without_another_mail(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert "no more mails about this meeting" in stage.world.press(click_address(stage))
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack"]


def test_opening_the_address_alone_stops_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    page = stage.world.press(click_address(stage), method="GET")
    assert "Nothing is stopped yet." in page
    assert "Stop all mails" in page
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_the_page_can_stop_all(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert "You get no more mails." in stage.world.press(click_address(stage), body="scope=all")
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack"]
    assert {item["reason"] for item in stage.world.deliveries().values() if item["state"] == "withdrawn"} == {"stopped"}


def test_a_forged_address_says_that_it_does_not_work(stage: Stage) -> None:
    stage.receive(SAMPLE)
    address = click_address(stage)
    forged = address[:-1] + ("a" if address[-1] != "a" else "b")
    assert "does not work" in stage.world.press(forged)
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_erasing_leaves_nothing_that_is_the_users_and_nothing_to_send(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert stage.world.erase(JORDAN)["profile"] == 1
    stage.to_the_end()
    assert len(stage.world.sent) == 1
    left = stage.world.items()
    assert not [item for item in left if item["pk"].startswith(("USER#", "SENT#"))]
    assert "jordan" not in str(left).lower()
    assert stage.world.next_event() is None
