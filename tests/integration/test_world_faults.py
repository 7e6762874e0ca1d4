"""What AWS loses, doubles or refuses: nothing owed is lost, nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from local.aws import Clients
from local.ses import Outbox
from tests.integration.conftest import JORDAN, MOVED, SAMPLE, TUESDAY, Stage


def _client_error(code: str, status: int) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "SomeOperation")


def _throttled(**_: Any) -> Any:
    raise _client_error("TooManyRequestsException", 429)


def _refused(**_: Any) -> Any:
    raise _client_error("MessageRejected", 400)


class Failing:
    """An SES client or Scheduler client whose first calls fail: `faults` are called before or after the real thing."""

    def __init__(self, method: str, *faults: Callable[..., Any]) -> None:
        self._method = method
        self._faults = list(faults)
        self.real: Any = None

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.real, name)
        if name != self._method or not self._faults:
            return real
        fault = self._faults.pop(0)
        return lambda **request: fault(call=real, **request)


def _lost_answer(call: Callable[..., Any], **request: Any) -> Any:
    call(**request)
    raise ReadTimeoutError(endpoint_url="https://email.us-east-1.amazonaws.com")


def _crash(**_: Any) -> Any:
    raise RuntimeError("the function ends here")


def _staged(clients: Clients, service: str, failing: Failing) -> Stage:
    stage = Stage(clients, TUESDAY, JORDAN, {service: failing})
    failing.real = stage.world.outbox if service == "sesv2" else clients(service)
    return stage


def test_a_mail_that_ses_does_not_take_now_is_sent_by_the_next_sweep(clients: Clients) -> None:
    stage = _staged(clients, "sesv2", Failing("send_email", _throttled))
    stage.receive(SAMPLE)
    assert stage.ledger() == []
    stage.to_the_end()
    assert stage.ledger()[0] == ("prep_pack", JORDAN, "Tue 10 17:05")
    assert set(stage.states().values()) == {"sent"}


def test_a_mail_that_ses_never_takes_fails_and_leaves_the_others_alone(clients: Clients) -> None:
    stage = _staged(clients, "sesv2", Failing("send_email", _refused))
    stage.receive(SAMPLE)
    stage.to_the_end()
    assert stage.states() == {
        "prep_pack@1": "failed",
        "reminder@1": "sent",
        "thank_you@1": "sent",
        "thank_you_nudge@1": "sent",
    }


def test_a_mail_whose_answer_was_lost_is_confirmed_by_the_event_and_not_sent_again(clients: Clients) -> None:
    stage = _staged(clients, "sesv2", Failing("send_email", _lost_answer))
    stage.receive(SAMPLE)
    assert stage.states()["prep_pack@1"] == "sent"
    stage.to_the_end()
    assert [entry[0] for entry in stage.ledger()] == ["prep_pack", "reminder", "thank_you", "thank_you_nudge"]


def test_a_function_that_dies_while_sending_leaves_the_mail_to_the_sweep_after_lease_and_grace(
    clients: Clients,
) -> None:
    stage = _staged(clients, "sesv2", Failing("send_email", _crash))
    stage.receive(SAMPLE)
    assert [(failure.function, failure.error) for failure in stage.world.failures] == [
        ("dispatch_deliveries", "RuntimeError: the function ends here")
    ]
    stage.to_the_end()
    assert stage.ledger()[0] == ("prep_pack", JORDAN, "Tue 10 17:15")
    assert len(stage.ledger()) == 4


def test_a_schedule_that_could_not_be_made_is_made_when_the_stream_brings_the_record_again(clients: Clients) -> None:
    stage = _staged(clients, "scheduler", Failing("create_schedule", _throttled))
    stage.receive(SAMPLE)
    assert [name for name, _ in stage.world.ledger.entries if name.startswith("fault")] == ["fault:SchedulesFault"]
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_a_schedule_that_the_stream_gave_up_on_is_made_by_the_sweep(clients: Clients) -> None:
    stage = _staged(clients, "scheduler", Failing("create_schedule", *[_throttled] * 4))
    stage.receive(SAMPLE)
    stage.to_the_end()
    assert len(stage.ledger()) == 4
    assert set(stage.states().values()) == {"sent"}


def test_a_mail_that_the_queue_brings_again_after_a_fault_is_answered_once(clients: Clients) -> None:
    stage = _staged(clients, "dynamodb", Failing("transact_write_items", _throttled))
    assert stage.receive(SAMPLE).outcome == "interview_made"
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_a_mail_that_always_fails_is_given_up_by_the_queue_and_says_why(clients: Clients) -> None:
    stage = _staged(clients, "s3", Failing("get_object", *[_throttled] * 5))
    receipt = stage.receive(SAMPLE)
    assert receipt.outcome is None
    assert receipt.error is not None
    assert "MailboxFault" in receipt.error
    assert len(stage.world.failures) == 5


def test_every_mail_that_leaves_goes_through_the_outbox(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert isinstance(stage.world.outbox, Outbox)
    assert b"Message-ID: <" + stage.world.sent[0].ses_message_id.encode() + b"@email.amazonses.com>" in (
        stage.world.sent[0].raw
    )


def test_every_event_delivered_once_more_changes_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.receive(MOVED)
    stage.to_the_end()
    before = stage.world.items()
    for function, event in list(stage.world.invoked):
        stage.world.invoke(function, event)
    stage.to_the_end()
    assert stage.world.items() == before
    assert stage.world.failures == []
    assert [entry[0] for entry in stage.ledger()] == [
        "prep_pack",
        "changed",
        "reminder",
        "thank_you",
        "thank_you_nudge",
    ]
