"""What an operator does to a deployed stack, done to the local world: dead letters are put back, a user is erased."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local import operate
from local.aws import Clients
from local.redrive import Redrive
from local.world import World
from tests.integration.conftest import JORDAN, SAMPLE, Stage

QUEUES = ("InboundQueue", "InboundDeadLetterQueue", "FailureQueue")


class Deployment:
    """The local world as AWS's own interfaces show a deployed stack: names, environment, functions to call, queues."""

    def __init__(self, world: World, clients: Clients) -> None:
        self.world = world
        self.aws = clients
        self.names = world.names
        self.called: list[tuple[str, Any]] = []
        self.not_waited_for: list[str] = []
        self.broken: set[str] = set()
        sqs = clients("sqs")
        self.urls = {queue: sqs.create_queue(QueueName=self.names.name(queue))["QueueUrl"] for queue in QUEUES}

    def client(self, service: str) -> Any:
        return self if service in ("cloudformation", "lambda") else self.aws(service)

    def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
        name = asked["LogicalResourceId"]
        return {"StackResourceDetail": {"PhysicalResourceId": self.urls.get(name, name)}}

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        return {"Environment": {"Variables": self.names.environment(asked["FunctionName"])}}

    def invoke(self, **call: Any) -> dict[str, Any]:
        function, event = call["FunctionName"], json.loads(call["Payload"])
        self.called.append((function, event))
        if call["InvocationType"] == "Event":
            self.not_waited_for.append(function)
        if function in self.broken:
            return {"StatusCode": 200, "FunctionError": "Unhandled"}
        module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in function).lstrip("_")
        _, error = self.world.invoke(module, event)
        return {"StatusCode": 200} if error is None else {"StatusCode": 200, "FunctionError": "Unhandled"}

    def put(self, queue: str, *bodies: Any) -> None:
        for body in bodies:
            text = body if isinstance(body, str) else json.dumps(body)
            self.aws("sqs").send_message(QueueUrl=self.urls[queue], MessageBody=text)

    def bodies(self, queue: str) -> list[str]:
        """Return what stands in a queue, what was looked at a moment ago included."""
        counted = self.aws("sqs").get_queue_attributes(QueueUrl=self.urls[queue], AttributeNames=["All"])["Attributes"]
        hidden = int(counted["ApproximateNumberOfMessagesNotVisible"])
        taken = self.aws("sqs").receive_message(QueueUrl=self.urls[queue], MaxNumberOfMessages=10).get("Messages", [])
        return [message["Body"] for message in taken] + [""] * hidden

    def redrive(self) -> list[str]:
        return Redrive(self.client, "foreword", wait=0)()


@pytest.fixture
def deployment(stage: Stage, clients: Clients) -> Deployment:
    return Deployment(stage.world, clients)


def test_a_stack_whose_queues_are_empty_is_told_so(deployment: Deployment) -> None:
    assert deployment.redrive() == ["The failure queues of foreword are empty."]
    assert deployment.called == []


def test_the_notice_of_a_mail_goes_back_to_the_inbound_queue_and_the_mail_is_answered_once(
    stage: Stage, deployment: Deployment
) -> None:
    stage.receive(SAMPLE)
    notice = next(event for function, event in stage.world.invoked if function == "receive_email")["Records"][0]["body"]
    enveloped = {"Type": "Notification", "TopicArn": "arn", "Message": notice}
    deployment.put("InboundDeadLetterQueue", notice, enveloped)
    assert deployment.redrive() == ["InboundDeadLetterQueue: 2 put back."]
    assert deployment.bodies("InboundDeadLetterQueue") == []
    back = deployment.bodies("InboundQueue")
    assert back == [notice, notice]
    for body in back:
        stage.world.invoke("receive_email", {"Records": [{"messageId": "again", "body": body}]})
    stage.to_the_end()
    assert [kind for kind, _, _ in stage.ledger()] == ["prep_pack", "reminder", "thank_you", "thank_you_nudge"]


def test_a_schedule_and_a_send_that_were_given_up_are_called_again_and_nothing_is_sent_twice(
    stage: Stage, deployment: Deployment
) -> None:
    made = stage.receive(SAMPLE).made
    asked = [{"user_id": ref.user_id, "delivery_id": ref.delivery_id} for ref in made]
    deployment.put("FailureQueue", *asked)
    deployment.put("FailureQueue", *({"requestPayload": payload, "version": "1.0"} for payload in asked))
    assert deployment.redrive() == ["FailureQueue: 8 put back."]
    assert [(function, sorted(event)) for function, event in deployment.called] == [
        ("SendDelivery", ["delivery_id", "user_id"])
    ] * 8
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_each_message_of_the_one_queue_goes_to_whoever_could_not_take_it(stage: Stage, deployment: Deployment) -> None:
    (pack, *_) = stage.receive(SAMPLE).made
    event = next(event for function, event in stage.world.invoked if function == "record_feedback")
    asked = {"user_id": pack.user_id, "delivery_id": pack.delivery_id}
    deployment.put("FailureQueue", {"requestPayload": {"sweep": True}}, event, asked, {"sweep": True})
    assert deployment.redrive() == ["FailureQueue: 4 put back."]
    # One sweep does for all that ask for one, and is not waited for.
    assert sorted(function for function, _ in deployment.called) == [
        "DispatchDeliveries",
        "RecordFeedback",
        "SendDelivery",
    ]
    assert deployment.not_waited_for == ["DispatchDeliveries"]


def test_an_event_of_ses_is_recorded_whether_eventbridge_or_lambda_left_it(
    stage: Stage, deployment: Deployment
) -> None:
    stage.receive(SAMPLE)
    event = next(event for function, event in stage.world.invoked if function == "record_feedback")
    deployment.put("FailureQueue", event, {"requestPayload": event})
    assert deployment.redrive() == ["FailureQueue: 2 put back."]
    assert deployment.called == [("RecordFeedback", event)] * 2


def test_a_piece_of_the_stream_is_answered_with_a_sweep_and_an_audits_finding_stays(deployment: Deployment) -> None:
    deployment.put("FailureQueue", {"DDBStreamBatchInfo": {"shardId": "1"}}, {"requestPayload": {"audit": True}})
    assert deployment.redrive() == ["FailureQueue: 1 put back, 1 left: docs/operations.md says what to do about them."]
    assert deployment.called == [("DispatchDeliveries", {"sweep": True})]
    assert len(deployment.bodies("FailureQueue")) == 1


@pytest.mark.parametrize("body", [{"user_id": "u", "delivery_id": "d"}, {"something": "else"}, "no JSON", "[]"])
def test_what_fails_again_or_makes_no_sense_is_left(deployment: Deployment, body: Any) -> None:
    deployment.broken.add("SendDelivery")
    deployment.put("FailureQueue", body)
    (line,) = deployment.redrive()
    assert line.startswith("FailureQueue: 0 put back, 1 left")
    assert len(deployment.bodies("FailureQueue")) == 1


def test_erasing_a_user_says_what_went_and_what_remains_until_when(stage: Stage, deployment: Deployment) -> None:
    stage.receive(SAMPLE)
    assert JORDAN in str(stage.world.items())
    said = operate.erase(deployment.client, "foreword", JORDAN.upper(), stage.world.clock)
    gone = "3 aliases, 4 deliveries, 1 interview, 1 mail, 1 participant, 1 profile"
    assert said == [f"Erased from foreword: {gone}.", *operate.REMAINS]
    assert JORDAN not in str(stage.world.items())
    stage.to_the_end()
    # The pack, which had left before.
    assert len(stage.world.sent) == 1
