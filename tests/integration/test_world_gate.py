"""Who is answered, end to end: whatever comes in, nothing leaves but to the user (design, "Whom it answers")."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.aws import Clients
from tests.integration.conftest import JORDAN, MAILS, SAMPLE, TUESDAY, Stage

PRIYA = "priya.nair@harborhealth.example"
STUDENT = "jordan@college.example"


def test_the_contacts_own_invite_to_the_address_is_met_with_silence(stage: Stage) -> None:
    receipt = stage.receive(MAILS / "contact-invites-the-address.eml")
    stage.to_the_end()
    assert (receipt.outcome, stage.ledger()) == ("unknown_sender", [])


def test_a_line_from_the_contact_of_a_known_meeting_is_met_with_silence(stage: Stage) -> None:
    stage.receive(SAMPLE)
    receipt = stage.receive(MAILS / "contact-writes-a-line.eml")
    stage.to_the_end()
    assert receipt.outcome == "unknown_sender"
    assert {entry[1] for entry in stage.ledger()} == {JORDAN}


def test_a_contact_whose_domain_is_allowed_gets_nothing_for_an_invite_that_was_redirected(clients: Clients) -> None:
    stage = Stage(clients, TUESDAY, "@college.example")
    receipt = stage.receive(MAILS / "invite-redirected-unchanged.eml")
    stage.to_the_end()
    assert (receipt.outcome, stage.ledger()) == ("redirected_invite", [])


@pytest.mark.parametrize("file", ["exchange-forward-within-a-domain.eml", "exchange-forward-across-domains.eml"])
def test_an_exchange_meeting_forward_is_answered_to_the_user_in_sender(clients: Clients, file: str) -> None:
    stage = Stage(clients, TUESDAY, "@college.example")
    receipt = stage.receive(MAILS / file)
    stage.to_the_end()
    assert receipt.outcome == "interview_made"
    assert {entry[1] for entry in stage.ledger()} == {STUDENT}
    assert len(stage.ledger()) == 4


@pytest.mark.parametrize("file", ["exchange-forward-within-a-domain.eml", "exchange-forward-across-domains.eml"])
def test_an_exchange_meeting_forward_whose_sender_is_not_proven_is_met_with_silence(
    clients: Clients, file: str
) -> None:
    stage = Stage(clients, TUESDAY, "@college.example")
    receipt = stage.receive(MAILS / file, source="x@elsewhere.example", dkim_domain="elsewhere.example", dmarc="PASS")
    stage.to_the_end()
    assert (receipt.outcome, stage.ledger()) == ("unproven_sender", [])


@pytest.mark.parametrize(
    "notice",
    [
        {"dmarc": "FAIL", "spf": "FAIL", "dkim": "FAIL"},
        {"dmarc": "GRAY", "source": "x@elsewhere.example", "dkim_domain": "elsewhere.example"},
        {"dmarc": "PROCESSING_FAILED"},
    ],
)
def test_verdicts_that_the_mail_brings_along_prove_nothing(stage: Stage, notice: dict[str, str]) -> None:
    receipt = stage.receive(MAILS / "forged-verdicts.eml", **notice)
    stage.to_the_end()
    assert (receipt.outcome, stage.ledger()) == ("unproven_sender", [])


@pytest.mark.parametrize(
    ("file", "notice", "outcome"),
    [
        (SAMPLE, {"dmarc": "FAIL"}, "unproven_sender"),
        (SAMPLE, {"virus": "FAIL"}, "infected"),
        (SAMPLE, {"virus": "PROCESSING_FAILED"}, "infected"),
        (MAILS / "two-from-fields.eml", {}, "doubtful_originator"),
        (MAILS / "bounce.eml", {"source": ""}, "bounce"),
        (MAILS / "automatic-reply.eml", {}, "automatic_reply"),
        (MAILS / "list-mail.eml", {}, "list_mail"),
        (MAILS / "stranger-asks.eml", {"spam": "FAIL"}, "unknown_sender"),
        (MAILS / "stranger-asks.eml", {"dmarc": "FAIL"}, "unproven_sender"),
    ],
)
def test_a_refused_mail_has_a_named_outcome_and_no_answer(
    stage: Stage, file: Path, notice: dict[str, str], outcome: str
) -> None:
    receipt = stage.receive(file, **notice)
    stage.to_the_end()
    assert (receipt.outcome, receipt.made, stage.ledger()) == (outcome, (), [])
    assert stage.world.failures == []


def test_a_spam_verdict_does_not_silence_a_proven_user(stage: Stage) -> None:
    assert stage.receive(SAMPLE, spam="FAIL").outcome == "interview_made"


def test_our_own_mail_that_comes_back_is_not_answered(stage: Stage, tmp_path: Path) -> None:
    stage.receive(SAMPLE)
    returned = tmp_path / "returned.eml"
    returned.write_bytes(stage.world.sent[0].raw.replace(b"prep@foreword.example", JORDAN.encode()))
    assert stage.receive(returned).made == ()
    assert stage.receive(MAILS / "our-mail-under-another-name.eml").outcome == "own_mail"
    assert len(stage.ledger()) == 1


@pytest.mark.parametrize("file", ["no-invite.eml", "unreadable-calendar.eml"])
def test_a_mail_that_cannot_be_read_is_answered_at_once(stage: Stage, file: str) -> None:
    receipt = stage.receive(MAILS / file)
    assert receipt.outcome == "could_not_read"
    assert [entry[:2] for entry in stage.ledger()] == [("could_not_read", JORDAN)]


def test_a_stranger_gets_one_short_note_in_thirty_days(stage: Stage) -> None:
    outcomes = [stage.receive(MAILS / "stranger-asks.eml").outcome for _ in range(2)]
    stage.until("2026-12-11T09:00-08:00")
    outcomes.append(stage.receive(MAILS / "stranger-asks.eml").outcome)
    assert outcomes == ["stranger_noted", "unknown_sender", "stranger_noted"]
    assert [entry[:2] for entry in stage.ledger()] == [("not_on_the_list", "sam@elsewhere.example")] * 2
