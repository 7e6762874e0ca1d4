from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.ses_events import feedback_of, notice_of
from shared.domain.delivery import DeliveryRef, Fate
from shared.domain.notice import Verdict
from tests.builders import MAIL_ID, OWN, ROBIN


def a_received_notice(**receipt: Any) -> dict[str, Any]:
    """Write a notice as SES publishes it (AWS: "Contents of notifications for Amazon SES email receiving")."""
    verdicts = {f"{name}Verdict": {"status": "PASS"} for name in ("spf", "dkim", "dmarc", "spam", "virus")}
    return {
        "notificationType": "Received",
        "receipt": {
            "timestamp": "2026-11-10T17:00:00.000Z",
            "processingTimeMillis": 406,
            "recipients": [OWN.upper()],
            **verdicts,
            "action": {
                "type": "S3",
                "topicArn": "arn:aws:sns:eu-west-1:111122223333:inbound",
                "bucketName": "inbound",
                "objectKeyPrefix": "inbound/",
                "objectKey": f"inbound/{MAIL_ID}",
            },
            **receipt,
        },
        "mail": {
            "timestamp": "2026-11-10T17:00:00.123Z",
            "source": ROBIN.title(),
            "messageId": MAIL_ID,
            "destination": [OWN, "kim@elsewhere.example"],
            "headersTruncated": False,
            "headers": [{"name": "From", "value": "Mallory <mallory@evil.example>"}],
            "commonHeaders": {"from": ["Mallory <mallory@evil.example>"], "subject": "x"},
        },
    }


def test_a_notice_says_what_ses_vouches_for_and_nothing_that_a_header_says() -> None:
    notice = notice_of(json.dumps(a_received_notice()))
    assert notice is not None
    assert (notice.mail_id, notice.key, notice.envelope_sender) == (MAIL_ID, f"inbound/{MAIL_ID}", ROBIN)
    assert notice.recipients == (OWN,)
    assert notice.received_at == datetime(2026, 11, 10, 17, 0, 0, 123000, tzinfo=UTC)
    assert {notice.spf, notice.dkim, notice.dmarc, notice.spam, notice.virus} == {Verdict.PASS}


@pytest.mark.parametrize("name", ["spf", "dkim", "dmarc", "spam", "virus"])
@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"status": "FAIL"}, Verdict.FAIL),
        ({"status": "GRAY"}, Verdict.GRAY),
        ({"status": "PROCESSING_FAILED"}, Verdict.PROCESSING_FAILED),
        ({"status": "DISABLED"}, Verdict.MISSING),
        ({"status": "pass"}, Verdict.MISSING),
        ({"status": None}, Verdict.MISSING),
        ({}, Verdict.MISSING),
        (None, Verdict.MISSING),
        ("PASS", Verdict.MISSING),
    ],
)
def test_a_verdict_is_only_what_ses_documents_and_else_it_is_missing(name: str, said: Any, verdict: Verdict) -> None:
    notice = notice_of(json.dumps(a_received_notice(**{f"{name}Verdict": said})))
    assert notice is not None
    assert getattr(notice, name) is verdict


@pytest.mark.parametrize("source", ["", "<>", None])
def test_the_null_sender_is_empty(source: str | None) -> None:
    said = a_received_notice()
    said["mail"]["source"] = source
    notice = notice_of(json.dumps(said))
    assert notice is not None
    assert notice.envelope_sender == ""


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "3",
        '"Received"',
        "{",
        "{}",
        '{"notificationType": "Received"}',
        '{"notificationType": "Bounce", "mail": {}, "receipt": {}}',
        '{"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "You have subscribed"}',
        '{"Type": "Notification", "Message": "{}"}',
        json.dumps(a_received_notice(action={"type": "Lambda"})),
        json.dumps(a_received_notice(recipients=None)),
    ],
)
def test_what_is_no_notice_of_a_mail_in_the_bucket_is_none(body: str) -> None:
    assert notice_of(body) is None


_NAMES = st.sampled_from(["notificationType", "mail", "receipt", "action", "messageId", "tags", "eventType", "x"])
_JSON = st.recursive(
    st.none() | st.text(max_size=9) | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4),
)


@given(_JSON)
def test_no_json_whatever_raises(said: Any) -> None:
    assert notice_of(json.dumps(said)) is None
    assert feedback_of({"detail": said}) is None


def an_event(kind: str = "Send", tags: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    """Write an event as SES puts it on EventBridge's default bus."""
    return {
        "version": "0",
        "id": "12345678-1111-2222-3333-123456789012",
        "detail-type": "Email Sent",
        "source": "aws.ses",
        "account": "111122223333",
        "time": "2026-11-10T17:00:02Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:ses:eu-west-1:111122223333:configuration-set/foreword"],
        "detail": {
            "eventType": kind,
            "bounce": {"bounceType": "Permanent"},
            "mail": {
                "timestamp": "2026-11-10T17:00:01.000Z",
                "messageId": "0102018f-ses-id",
                "destination": [ROBIN],
                "tags": {
                    "ses:configuration-set": ["foreword"],
                    "foreword-delivery": ["prep-pack-1"],
                    "foreword-user": ["u1"],
                }
                if tags is None
                else tags,
            },
        },
        **other,
    }


@pytest.mark.parametrize(
    ("kind", "fate"),
    [
        ("Send", Fate.SENT),
        ("Delivery", Fate.DELIVERED),
        ("DeliveryDelay", Fate.DELAYED),
        ("Delivery Delay", Fate.DELAYED),
        ("Reject", Fate.REJECTED),
        ("Bounce", Fate.BOUNCED),
        ("Complaint", Fate.COMPLAINED),
    ],
)
def test_each_event_of_ses_is_a_fate_of_the_delivery_in_its_tags(kind: str, fate: Fate) -> None:
    feedback = feedback_of(an_event(kind))
    assert feedback is not None
    assert feedback.ref == DeliveryRef("u1", "prep-pack-1")
    assert (feedback.ses_message_id, feedback.fate) == ("0102018f-ses-id", fate)
    assert feedback.at == datetime(2026, 11, 10, 17, 0, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"detail": None},
        {"detail": "x"},
        an_event("Open"),
        an_event("Click"),
        an_event(tags={}),
        an_event(tags={"foreword-delivery": ["prep-pack-1"]}),
        an_event(tags={"foreword-delivery": [], "foreword-user": []}),
        an_event(tags={"foreword-delivery": None, "foreword-user": None}),
        an_event(time="yesterday"),
        an_event("Bounce") | {"detail": an_event("Bounce")["detail"] | {"bounce": None}},
        an_event("Bounce") | {"detail": an_event("Bounce")["detail"] | {"bounce": ["Permanent"]}},
    ],
)
def test_what_is_about_no_delivery_of_ours_is_none(event: dict[str, Any]) -> None:
    assert feedback_of(event) is None


def test_a_bounce_that_may_pass_is_a_delay() -> None:
    event = an_event("Bounce")
    event["detail"]["bounce"]["bounceType"] = "Transient"
    feedback = feedback_of(event)
    assert feedback is not None
    assert feedback.fate is Fate.DELAYED
