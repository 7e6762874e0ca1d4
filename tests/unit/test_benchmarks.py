"""The measuring itself: what AWS answers is read by botocore, and the references do their jobs. No time is measured."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from benchmarks import stage
from benchmarks.answers import Holdings, answer_to
from benchmarks.report import Goal, ratio
from benchmarks.usual_stack import invite
from benchmarks.warm_process import script_with
from local.aws import Stack, in_process

USER = {"pk": {"S": "USER#1"}, "sk": {"S": "PROFILE"}}


class _Raw(io.BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def client(service: str) -> Any:
    """Return a client that gets canned answers."""
    made = boto3.client(service, "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")  # type: ignore[call-overload]

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        target: Any = request.headers.get("X-Amz-Target", "")
        path, body = urlsplit(request.url).path, request.body or b""
        text = target.decode() if isinstance(target, bytes) else target
        given = answer_to(str(request.method), path, text, body, Holdings(b"a mail", (USER,)))  # type: ignore[arg-type]
        headers = HTTPHeaders()
        for name, value in given.headers.items():
            headers[name] = value
        return AWSResponse(request.url, 200, headers, _Raw(given.content))

    made.meta.events.register("before-send", answer)
    return made


def test_a_canned_read_finds_what_there_is_and_nothing_else() -> None:
    dynamodb = client("dynamodb")
    other = USER | {"sk": {"S": "OTHER"}}
    assert dynamodb.get_item(TableName="t", Key=USER)["Item"] == USER
    assert "Item" not in dynamodb.get_item(TableName="t", Key=other)
    read = dynamodb.batch_get_item(RequestItems={"t": {"Keys": [USER, other]}})
    assert read["Responses"] == {"t": [USER]}
    found = dynamodb.query(
        TableName="t", KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": USER["pk"]}
    )
    assert found["Items"] == [USER]
    assert client("s3").get_object(Bucket="b", Key="inbound/1")["Body"].read() == b"a mail"


def test_a_call_that_has_no_canned_answer_fails() -> None:
    with pytest.raises(LookupError, match="ListTables"):
        client("dynamodb").list_tables()


def test_a_goal_is_met_up_to_its_bound() -> None:
    assert Goal("a", 0.28, 0.28).met
    assert not Goal("a", 0.2801, 0.28).met


def test_a_ratio_is_of_samples_taken_one_after_the_other() -> None:
    assert ratio([1, 2, 30], [2, 4, 10]) == 0.5


def test_the_usual_stack_reads_the_forwarded_invite() -> None:
    author, meeting = invite.read(stage.invite().raw)
    assert author.email == stage.USER
    assert meeting.title == "Coffee chat: Priya / Jordan"
    assert meeting.minutes == 30
    assert meeting.organizer is not None
    assert meeting.organizer.email == "priya.nair@harborhealth.example"


def test_the_plain_script_records_sends_and_schedules() -> None:
    with in_process() as clients:
        stack = Stack(clients, stage.parameters())
        mail = stage.invite()
        now = datetime.now(UTC)
        stack.put_mail(mail.key, mail.stored(now))
        names = {
            "table": stack.table,
            "sender": stage.OWN,
            "configuration_set": stack.configuration_set,
            "schedule_group": stack.schedule_group,
            "target": stack.names.arn("SendDelivery"),
            "role": stack.names.arn("ScheduleRole"),
        }
        script = script_with(clients, names)
        script.process(stage.sqs_event(mail.notice(stack.bucket, stack.names.arn("InboundTopic"), now)))
        kinds = sorted(item["kind"]["S"] for item in stack.items() if item["sk"]["S"].startswith("DELIVERY#"))
        schedules = clients("scheduler").list_schedules(GroupName=stack.schedule_group)["Schedules"]
    assert kinds == ["prep_pack", "reminder", "thank_you", "thank_you_nudge"]
    assert len(schedules) == 3
