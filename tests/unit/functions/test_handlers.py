"""Each handler unwraps the event that AWS sends, calls its step, and writes down the outcome without any address."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from functions import dispatch_deliveries, receive_email, record_feedback, send_delivery
from shared.adapters import toml_content
from shared.domain.delivery import Delivery, DeliveryRef, Fate, Kind, State
from shared.domain.errors import MailboxFault, NoticesLost, RecordsFault, SchedulesFault, SettingsError
from shared.domain.interview import Change
from shared.steps.audit import FindLostNotices
from shared.steps.dispatch import ROUND
from shared.steps.receive import ReceiveMail
from tests.builders import (
    ENDS,
    MAIL_ID,
    NOW,
    OWN,
    PRIYA,
    ROBIN,
    a_calendar,
    a_delivery,
    an_answer,
    calendar_mail,
    raw_mail,
)
from tests.fakes import FakeMailbox, InMemoryRecords, World, receives
from tests.journal import TakenDown

content = functools.cache(toml_content.load)
CANARY = "canary"


@pytest.fixture
def log() -> TakenDown:
    return TakenDown()


@pytest.fixture
def world() -> World:
    return World(content)


# --- receive_email ----------------------------------------------------------------------------------------------------


def _sqs_event(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": f"sqs-{n}", "eventSource": "aws:sqs", "body": b} for n, b in enumerate(bodies)]}


def _notice(mail_id: str = MAIL_ID) -> str:
    verdicts = {f"{name}Verdict": {"status": "PASS"} for name in ("spf", "dkim", "dmarc", "spam", "virus")}
    action = {"type": "S3", "objectKey": f"inbound/{mail_id}"}
    return json.dumps(
        {
            "notificationType": "Received",
            "mail": {"messageId": mail_id, "source": ROBIN, "timestamp": "2026-11-10T17:00:00.123Z"},
            "receipt": {"recipients": [OWN], "action": action, **verdicts},
        }
    )


def _receive(world: World, mailbox: FakeMailbox) -> ReceiveMail:
    return receives(world.records, mailbox, world.clock)


def test_the_mail_of_a_notice_is_received_and_its_outcome_named_with_its_id(world: World, log: TakenDown) -> None:
    mailbox = FakeMailbox({f"inbound/{MAIL_ID}": calendar_mail(a_calendar())})
    receive_email.handle(_sqs_event(_notice()), _receive(world, mailbox), log)
    assert log.lines == [("interview_made", {"mail_id": MAIL_ID})]


def test_a_message_that_is_no_notice_is_an_outcome_and_not_tried_for_ever(world: World, log: TakenDown) -> None:
    event = _sqs_event('{"notificationType": "AmazonSnsSubscriptionSucceeded"}', "not json")
    receive_email.handle(event, _receive(world, FakeMailbox()), log)
    assert log.lines == [("not_a_notice", {"sqs_message_id": f"sqs-{n}"}) for n in range(2)]


def test_a_fault_is_raised_so_that_the_queue_brings_the_mail_again(world: World, log: TakenDown) -> None:
    mailbox = FakeMailbox({f"inbound/{MAIL_ID}": calendar_mail(a_calendar())})
    mailbox.fault = MailboxFault("down")
    with pytest.raises(MailboxFault):
        receive_email.handle(_sqs_event(_notice()), _receive(world, mailbox), log)
    receive_email.handle(_sqs_event(_notice()), _receive(world, mailbox), log)
    assert log.names == ["interview_made"]


def test_no_word_of_a_mail_is_written_down(world: World, log: TakenDown) -> None:
    calendar = a_calendar(uid=f"{CANARY}-uid", organizer=f"{CANARY}@harbor.example").replace("Coffee", CANARY)
    named = [("Subject", CANARY), ("Message-ID", f"<{CANARY}@college.example>"), ("Reply-To", f"{CANARY}@x.example")]
    mails = [
        calendar_mail(calendar, headers=named, from_=f"{CANARY} <{ROBIN}>"),
        raw_mail(named, CANARY, from_=f"{CANARY}@college.example"),
        raw_mail(named, CANARY, from_=f"{CANARY}@evil.example, {ROBIN}"),
        raw_mail([*named, ("List-Id", CANARY)]),
        raw_mail(named, CANARY, to=f"{CANARY}@x.example"),
    ]
    mailbox = FakeMailbox({f"inbound/{n}": raw.replace(MAIL_ID.encode(), b"%d" % n) for n, raw in enumerate(mails)})
    for number in range(len(mails)):
        receive_email.handle(_sqs_event(_notice(str(number))), _receive(world, mailbox), log)
    assert len(log.lines) == len(mails)
    assert CANARY not in json.dumps(log.lines)
    assert "@" not in json.dumps(log.lines)


# --- dispatch_deliveries ----------------------------------------------------------------------------------------------


def _owe(world: World, *deliveries: Delivery) -> None:
    assert world.records.commit(Change(f"mail-{deliveries[0].id}", "made", NOW, made=deliveries))


def _stream_event(*deliveries: Delivery) -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventName": "INSERT",
                "dynamodb": {
                    "Keys": {"pk": {"S": f"USER#{d.user_id}"}, "sk": {"S": f"DELIVERY#{d.id}"}},
                    "SequenceNumber": str(number),
                },
            }
            for number, d in enumerate(deliveries, start=100)
        ]
    }


def test_each_record_of_the_stream_is_dispatched(world: World, log: TakenDown) -> None:
    now, later = an_answer("one"), an_answer("two", due_at=ENDS)
    _owe(world, now, later)
    answer = dispatch_deliveries.handle(_stream_event(now, later), world.dispatch, log)
    assert answer == {"batchItemFailures": []}
    assert log.lines == [("sent", {"delivery_id": now.id}), ("scheduled", {"delivery_id": later.id})]


@pytest.mark.parametrize("fault", [SchedulesFault(f"about {PRIYA}"), ValueError(f"about {PRIYA}"), KeyError(PRIYA)])
def test_a_record_that_fails_is_named_and_the_others_go_on(world: World, log: TakenDown, fault: Exception) -> None:
    first, broken, last = an_answer("one"), an_answer("two", due_at=ENDS), an_answer("three")
    _owe(world, first, broken, last)
    world.schedules.fault = fault
    answer = dispatch_deliveries.handle(_stream_event(first, broken, last), world.dispatch, log)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}
    assert log.names == ["sent", type(fault).__name__, "sent"]
    assert PRIYA not in json.dumps(log.lines)
    assert dispatch_deliveries.handle(_stream_event(broken), world.dispatch, log) == {"batchItemFailures": []}


def test_where_a_batch_cannot_be_read_in_one_call_each_is_read_and_fails_by_itself(
    world: World, log: TakenDown
) -> None:
    first, broken = an_answer("one"), an_answer("two")
    _owe(world, first, broken)

    class Unreadable(InMemoryRecords):
        def all_deliveries(self, refs: Sequence[DeliveryRef]) -> dict[DeliveryRef, Delivery]:
            raise RecordsFault("one of them cannot be read")

        def delivery(self, ref: DeliveryRef) -> Delivery | None:
            if ref.delivery_id == broken.id:
                raise RecordsFault("this one")
            return super().delivery(ref)

    unreadable = Unreadable()
    vars(unreadable).update(vars(world.records))
    dispatch = dataclasses.replace(world.dispatch, records=unreadable)
    answer = dispatch_deliveries.handle(_stream_event(first, broken), dispatch, log)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "101"}]}
    # The first fault is that of the call for all.
    assert log.names == ["RecordsFault", "sent", "RecordsFault"]


def test_the_five_minute_beat_sweeps_and_counts(world: World, log: TakenDown) -> None:
    _owe(world, an_answer("one"), an_answer("two"), an_answer("three", due_at=ENDS))
    world.clock.advance(minutes=5)
    assert dispatch_deliveries.handle({"sweep": True}, world.dispatch, log) == {"batchItemFailures": []}
    assert sorted(log.lines) == [
        ("swept", {"count": 3}),
        ("swept_scheduled", {"count": 1}),
        ("swept_sent", {"count": 2}),
    ]


def test_a_sweep_that_finds_nothing_writes_nothing_down(world: World, log: TakenDown) -> None:
    assert dispatch_deliveries.handle({"sweep": True}, world.dispatch, log) == {"batchItemFailures": []}
    assert log.lines == []


def test_a_sweep_ends_before_the_functions_time_does(world: World, log: TakenDown) -> None:
    _owe(world, *(an_answer(f"mail-{n}") for n in range(30)))
    world.clock.advance(minutes=5)
    left = iter([True, True, False])
    dispatch_deliveries.handle({"sweep": True}, world.dispatch, log, lambda: next(left))
    # Round by round, so that a sweep which is cut off has said what it did.
    assert [line for line in log.lines if line[0] == "swept"] == [("swept", {"count": ROUND})] * 2


def test_the_hourly_audit_names_the_lost_mails_and_fails_so_that_the_alarm_rings(world: World, log: TakenDown) -> None:
    mailbox = FakeMailbox()
    mailbox.laid_at = {"inbound/lost": NOW - timedelta(minutes=90)}
    with pytest.raises(NoticesLost):
        dispatch_deliveries.audit(FindLostNotices(mailbox, world.records, world.clock), log)
    assert log.lines == [("notice_lost", {"mail_id": "lost"})]


def test_an_audit_that_finds_nothing_is_quiet(world: World, log: TakenDown) -> None:
    dispatch_deliveries.audit(FindLostNotices(FakeMailbox(), world.records, world.clock), log)
    assert log.lines == []


# --- send_delivery ----------------------------------------------------------------------------------------------------


def test_the_delivery_that_a_schedule_names_is_sent(world: World, log: TakenDown) -> None:
    delivery = an_answer()
    _owe(world, delivery)
    send_delivery.handle({"user_id": delivery.user_id, "delivery_id": delivery.id}, world.send, log)
    assert log.lines == [("sent", {"delivery_id": delivery.id})]


def test_a_schedule_of_something_unknown_is_an_outcome(world: World, log: TakenDown) -> None:
    send_delivery.handle({"user_id": "x", "delivery_id": "y"}, world.send, log)
    assert log.lines == [("unknown_delivery", {"delivery_id": "y"})]


def test_a_fault_while_sending_is_raised_so_that_lambda_tries_again(world: World, log: TakenDown) -> None:
    delivery = an_answer()
    _owe(world, delivery)

    def fail() -> None:
        raise RecordsFault("down")

    world.records.before["claim"].append(fail)
    event = {"user_id": delivery.user_id, "delivery_id": delivery.id}
    with pytest.raises(RecordsFault):
        send_delivery.handle(event, world.send, log)
    send_delivery.handle(event, world.send, log)
    assert log.names == ["sent"]
    assert len(world.mailer.calls) == 1


# --- record_feedback --------------------------------------------------------------------------------------------------


def _ses_event(delivery: Delivery, kind: str) -> dict[str, Any]:
    tags = {"foreword-user": [delivery.user_id], "foreword-delivery": [delivery.id]}
    mail = {"messageId": "ses-1", "tags": tags, "destination": [PRIYA]}
    return {"id": "event-1", "time": "2026-11-10T17:00:02Z", "detail": {"eventType": kind, "mail": mail}}


def test_what_ses_reports_is_recorded(world: World, log: TakenDown) -> None:
    delivery = an_answer()
    _owe(world, delivery)
    record_feedback.handle(_ses_event(delivery, "Delivery"), world.feedback, log)
    held = world.records.deliveries[DeliveryRef(delivery.user_id, delivery.id)]
    assert (held.state, held.fate) == (State.SENT, Fate.DELIVERED)
    assert log.lines == [("feedback_delivered", {"delivery_id": delivery.id})]


@pytest.mark.parametrize("kind", ["Open", "Rendering Failure", ""])
def test_an_event_that_says_nothing_of_use_is_an_outcome(world: World, log: TakenDown, kind: str) -> None:
    record_feedback.handle(_ses_event(a_delivery(Kind.THANK_YOU), kind), world.feedback, log)
    assert log.lines == [("not_feedback", {"event_id": "event-1"})]


# --- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["receive_email", "dispatch_deliveries", "send_delivery", "record_feedback"])
def test_a_function_without_its_settings_says_in_one_line_what_is_missing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("TABLE_NAME", "ADDRESS_KEY", "BUCKET_NAME", "FROM_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    function = importlib.import_module(f"functions.{name}")
    with pytest.raises(SettingsError, match=r"^The environment variable [A-Z_]+ is not set\.$"):
        function.handler({"Records": []}, None)
