"""The sample events are what AWS sends: each passes the template's own filters and is read by its handler."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.patterns import matches
from shared.adapters.ses_events import feedback_of, notice_of
from tests import template


def _event(function: str) -> Any:
    _, module, _ = template.functions()[function]["Handler"].split(".")
    return json.loads((template.ROOT / "events" / f"{module}.json").read_text())


@pytest.mark.parametrize("function", sorted(template.functions()))
def test_a_function_has_a_sample_event(function: str) -> None:
    assert _event(function)


def test_the_sample_notice_names_a_mail_in_the_bucket() -> None:
    (record,) = _event("ReceiveEmail")["Records"]
    notice = notice_of(record["body"])
    assert notice
    assert notice.key == f"inbound/{notice.mail_id}"
    assert notice.envelope_sender == "jordan@example.org"


def test_the_sample_stream_record_passes_the_streams_filter() -> None:
    (record,) = _event("DispatchDeliveries")["Records"]
    source = template.functions()["DispatchDeliveries"]["Events"]["Stream"]["Properties"]
    assert any(matches(json.loads(found["Pattern"]), record) for found in source["FilterCriteria"]["Filters"])


def test_the_sample_schedule_input_names_a_delivery() -> None:
    assert set(_event("SendDelivery")) == {"user_id", "delivery_id"}


def test_the_sample_ses_event_is_about_a_delivery_of_ours() -> None:
    event = _event("RecordFeedback")
    feedback = feedback_of(event)
    assert feedback
    assert feedback.ref.delivery_id == "sample-delivery"
    pattern = template.functions()["RecordFeedback"]["Events"]["SesEvent"]["Properties"]["Pattern"]
    tag = event["detail"]["mail"]["tags"]["ses:configuration-set"]
    assert matches({**pattern, "detail": {"mail": {"tags": {"ses:configuration-set": tag}}}}, event)
