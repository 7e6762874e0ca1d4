"""Each edge made to fail once: it ends in its own queue, and the repair of docs/operations.md brings it right."""

from __future__ import annotations

import pytest

from tests.e2e.mails import forwarded
from tests.e2e.progress import wait_for
from tests.e2e.recorder import Recorder
from tests.e2e.scenes import next_week, state, user
from tests.e2e.stack import Stack

NOWHERE = "no-such-table"


def test_a_mail_that_fails_five_times_waits_in_the_dead_letter_queue_and_can_be_sent_back(
    stack: Stack, recorder: Recorder, zone: str
) -> None:
    mail = forwarded(next_week(ada := user(), zone), stack.bucket)
    with stack.changed_queue("InboundQueue", VisibilityTimeout="1"):
        with stack.changed("ReceiveEmail", TABLE_NAME=NOWHERE):
            stack.receive(mail)
            wait_for("the fifth failure", lambda: stack.waiting_in("InboundDeadLetterQueue") == 1, 90)
        assert recorder.to(ada) == []
        stack.send_back("InboundDeadLetterQueue", "InboundQueue")
        (answer,) = wait_for("the answer after all", lambda: recorder.to(ada), 120)
    assert answer.kind == "prep_pack", answer.text


def test_what_the_dispatcher_failed_at_is_sent_by_a_sweep(stack: Stack, recorder: Recorder, zone: str) -> None:
    """The emulator takes a batch with reported failures for done: just the loss that the sweep is there for."""
    mail = forwarded(next_week(ada := user(), zone), stack.bucket)
    with stack.changed("DispatchDeliveries", TABLE_NAME=NOWHERE):
        stack.receive(mail)
        (pack,) = wait_for("the pack to be owed", lambda: stack.deliveries(ada, "prep_pack"), 60)
        wait_for("the dispatcher to fail at it", lambda: _faults(stack, pack["id"]), 60)
    assert recorder.to(ada) == []
    assert state(stack, ada, "prep_pack") == ["pending"]
    wait_for("a sweep to send the prep pack", lambda: _sweep(stack) and recorder.to(ada, "prep_pack"), 120)


def test_what_ses_does_not_take_stays_owed_and_a_sweep_sends_it_once(
    stack: Stack, recorder: Recorder, zone: str
) -> None:
    with recorder.refusing("TooManyRequestsException"):
        stack.receive(forwarded(next_week(ada := user(), zone), stack.bucket))
        wait_for("SES to refuse", lambda: recorder.refused, 60)
        wait_for("the pack to be owed again", lambda: state(stack, ada, "prep_pack") == ["pending"])
    wait_for("a sweep to send the prep pack", lambda: _sweep(stack) and recorder.to(ada, "prep_pack"), 120)
    assert len(recorder.to(ada, "prep_pack")) == 1


@pytest.mark.parametrize(
    ("function", "event", "queue"),
    [
        ("SendDelivery", {"user_id": "u", "delivery_id": "d"}, "FailureQueue"),
        ("DispatchDeliveries", {"sweep": True}, "FailureQueue"),
    ],
)
def test_an_asynchronous_call_that_fails_ends_in_the_failure_queue(
    stack: Stack, function: str, event: dict[str, object], queue: str
) -> None:
    with stack.changed(function, TABLE_NAME=NOWHERE):
        stack.call_later(function, event)
        wait_for(f"the failed call in {queue}", lambda: stack.waiting_in(queue), 60)
    stack.empty(queue)


def _faults(stack: Stack, delivery_id: str) -> list[str]:
    return [line for line in stack.logs("DispatchDeliveries") if '"fault"' in line and delivery_id in line]


def _sweep(stack: Stack) -> bool:
    answer = stack.call("DispatchDeliveries", {"sweep": True})
    assert answer == {"batchItemFailures": []}, answer
    return True
