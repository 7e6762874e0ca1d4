from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local.ses import Arrival, SentMail, arrival
from shared.adapters.ses_events import feedback_of, notice_of
from shared.adapters.ses_tags import TAG_DELIVERY, TAG_USER
from shared.domain.delivery import DeliveryRef, Fate
from shared.domain.errors import UnprovenSender
from shared.domain.notice import Notice, Verdict
from shared.inbox.gate import ProvenSender, prove_sender
from shared.inbox.headers import read_headers

AT = datetime(2026, 11, 10, 12, tzinfo=UTC)
OWN = "prep@foreword.example"
PLAIN = b"From: Jordan <jordan@example.org>\r\nTo: prep@foreword.example\r\n\r\nhello\r\n"
EXCHANGE = b"From: Dana <dana@example.com>\r\nSender: Jordan <jordan@example.org>\r\nTo: prep@foreword.example\r\n\r\n"


def _arrive(raw: bytes = PLAIN, **overrides: Any) -> Arrival:
    return arrival(raw, OWN, overrides)


def _notice(mail: Arrival) -> Notice:
    notice = notice_of(json.dumps(mail.notice("bucket", "arn:aws:sns:us-east-1:123456789012:topic", AT)))
    assert notice is not None
    return notice


def _prove(mail: Arrival) -> ProvenSender:
    return prove_sender(_notice(mail), read_headers(mail.stored(AT)), frozenset({OWN}))


def test_the_notice_says_what_the_real_one_says() -> None:
    mail = _arrive()
    notice = _notice(mail)
    assert (notice.mail_id, notice.key) == (mail.mail_id, f"inbound/{mail.mail_id}")
    assert (notice.envelope_sender, notice.recipients) == ("jordan@example.org", (OWN,))
    assert notice.received_at == AT
    assert {notice.spf, notice.dkim, notice.dmarc, notice.spam, notice.virus} == {Verdict.PASS}


def test_the_header_block_proves_an_honest_sender_to_the_gate() -> None:
    assert _prove(_arrive()).address == "jordan@example.org"


def test_the_header_block_proves_the_sender_of_a_meeting_forward_though_dmarc_fails() -> None:
    mail = _arrive(EXCHANGE)
    assert mail.verdicts["dmarc"] == "FAIL"
    assert _prove(mail) == ProvenSender("jordan@example.org", "Jordan", in_sender_field=True)


def test_a_source_of_another_domain_proves_nobody() -> None:
    with pytest.raises(UnprovenSender):
        _prove(_arrive(source="x@elsewhere.example", dkim_domain="elsewhere.example"))


def test_what_stands_below_the_header_block_is_the_mail_as_it_came() -> None:
    assert _arrive().stored(AT).endswith(PLAIN)


def test_every_arrival_has_an_id_of_its_own() -> None:
    assert _arrive().mail_id != _arrive().mail_id


@pytest.mark.parametrize(("notice", "message"), [({"dmark": "PASS"}, "dmark"), ({"spam": "MAYBE"}, "MAYBE")])
def test_a_notice_with_a_slip_of_the_pen_is_named(notice: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _arrive(PLAIN, **notice)


@pytest.mark.parametrize(("kind", "fate"), [("Send", Fate.SENT), ("Delivery", Fate.DELIVERED)])
def test_an_event_about_a_mail_is_read_as_the_real_one_is(kind: str, fate: Fate) -> None:
    tags = {TAG_DELIVERY: "prep-pack-1", TAG_USER: "u1"}
    mail = SentMail("0100-1", AT, OWN, ("jordan@example.org",), tags, "foreword", b"")
    feedback = feedback_of(mail.event(kind))
    assert feedback is not None
    assert (feedback.ref, feedback.fate, feedback.at) == (DeliveryRef("u1", "prep-pack-1"), fate, AT)
    assert feedback.ses_message_id == "0100-1"
