"""The deployed stack: how it is put up, what goes into it, and what can be seen of it."""

from __future__ import annotations

import json
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import yaml
from boto3.dynamodb.types import TypeDeserializer

from tests.e2e.mails import OUR_ADDRESS, Arriving
from tests.e2e.ministack import REGION, clean_environment
from tests.e2e.progress import say
from tests.e2e.recorder import Recorded
from tests.template import ROOT

NAME = "foreword-e2e"
BUILT = ROOT / ".aws-sam" / "e2e" / "template.yaml"
SAM = ROOT / ".venv-sam" / "bin" / "sam"
USERS_DOMAIN = "students.example"
FAILURE_QUEUES = ("InboundDeadLetterQueue", "FailureQueue")
# What an SES event has besides `mail`, of the kinds where it matters.
DETAILS = {"Bounce": {"bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}}
_DESERIALIZE = TypeDeserializer().deserialize


class Stack:
    """The stack in the emulator at `url`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._physical: dict[str, str] = {}
        self._table_rows = self.client("dynamodb")

    def client(self, service: str) -> Any:
        """Return a boto3 client of the emulator."""
        return boto3.client(  # type: ignore[call-overload] # any service
            service,
            endpoint_url=self._url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def deploy(self, zone: str, delay: timedelta) -> None:
        """Deploy what was built, as a user would but for the parameters."""
        delay_minutes = int(delay.total_seconds() // 60)
        parameters = {
            "FromAddress": OUR_ADDRESS,
            "AllowedSenders": f"@{USERS_DOMAIN}",
            "OperatorAddress": "operator@example.com",
            "AddressKey": "e2e-" + uuid.uuid4().hex,
            "DefaultTimeZone": zone,
            "ThankYouDelayMinutes": str(delay_minutes),
            "DeletionProtection": "false",
            "Architecture": "x86_64",
            "LogLevel": "DEBUG",
        }
        say(f"sam deploy to MiniStack ({zone}, drafts {delay_minutes} minutes after the end)")
        begin = time.monotonic()
        command = [
            str(SAM),
            "deploy",
            "--template-file",
            str(_with_numbers()),
            "--stack-name",
            NAME,
            "--resolve-s3",
            "--no-progressbar",
        ]
        command += ["--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--parameter-overrides"]
        command += [f"{name}={value}" for name, value in parameters.items()]
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            cwd=BUILT.parent,
            env=clean_environment(self._url),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, f"sam deploy:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        self._physical = {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in self.client("cloudformation").describe_stack_resources(StackName=NAME)["StackResources"]
        }
        say(f"  deployed in {time.monotonic() - begin:.1f} s: {len(self._physical)} resources")

    def physical(self, logical_id: str) -> str:
        """Return the name, address or ARN that CloudFormation gave to a resource."""
        return self._physical[logical_id]

    @property
    def bucket(self) -> str:
        """Return the bucket's name."""
        return self.physical("InboundBucket")

    def receive(self, mail: Arriving) -> None:
        """Do what SES does: lay the raw mail into the bucket, publish its notice on the topic."""
        self.client("s3").put_object(Bucket=self.bucket, Key=mail.key, Body=mail.raw)
        self.announce(mail)

    def announce(self, mail: Arriving) -> None:
        """Publish the notice of a mail."""
        self.client("sns").publish(TopicArn=self.physical("InboundTopic"), Message=mail.notice)
        say(f"a mail came in: {mail.mail_id}")

    def report(self, sent: Recorded, event_type: str, detail_type: str) -> bool:
        """Do what SES and EventBridge do after a mail left; tell whether our rule let the event through.

        The emulator refuses, as AWS does, to put events of a source that begins with "aws." on the bus by hand. So the
        deployed rule's own pattern is asked, and its target called as EventBridge would.
        """
        event = ses_event(sent, event_type, detail_type)
        events, name = self.client("events"), self.physical("RecordFeedbackSesEvent")
        pattern = events.describe_rule(Name=name)["EventPattern"]
        passed: bool = events.test_event_pattern(EventPattern=pattern, Event=json.dumps(event))["Result"]
        say(f"SES reports: {detail_type}; the rule {'passes it on' if passed else 'leaves it'}")
        for target in events.list_targets_by_rule(Rule=name)["Targets"] if passed else []:
            self.client("lambda").invoke(
                FunctionName=target["Arn"], InvocationType="Event", Payload=json.dumps(event).encode()
            )
        return passed

    def call(self, logical_id: str, event: dict[str, Any]) -> dict[str, Any]:
        """Call a function and return its answer."""
        answer = self.client("lambda").invoke(
            FunctionName=self.physical(logical_id), Payload=json.dumps(event).encode()
        )
        payload: dict[str, Any] = json.loads(answer["Payload"].read() or b"{}")
        return payload

    def call_later(self, logical_id: str, event: dict[str, Any]) -> None:
        """Call a function asynchronously, as EventBridge and Scheduler do."""
        self.client("lambda").invoke(
            FunctionName=self.physical(logical_id), InvocationType="Event", Payload=json.dumps(event).encode()
        )

    def fire(self, delivery: dict[str, Any]) -> None:
        """Fire the schedule of a Delivery now, weeks before its time, as Scheduler would do then.

        The clock of the functions is real, and they refuse what is not due; so the record's due time is set to now
        first. What is called, and with what, the schedule itself says.
        """
        scheduler, group = self.client("scheduler"), self.physical("ScheduleGroup").rpartition("/")[2]
        schedule = scheduler.get_schedule(Name=delivery["id"], GroupName=group)
        say(f"the schedule of {delivery['kind']} fires now, not {schedule['ScheduleExpression']}")
        self._table_rows.update_item(
            TableName=self.physical("Table"),
            Key={name: {"S": delivery[name]} for name in ("pk", "sk")},
            UpdateExpression="SET due_at = :now",
            ExpressionAttributeValues={":now": {"S": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}},
        )
        target = schedule["Target"]
        self.client("lambda").invoke(
            FunctionName=target["Arn"], InvocationType="Event", Payload=target["Input"].encode()
        )
        if schedule.get("ActionAfterCompletion") == "DELETE":
            scheduler.delete_schedule(Name=delivery["id"], GroupName=group)

    def stored_mails(self) -> set[str]:
        """Return the keys of the raw mails in the bucket."""
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {found["Key"] for page in pages for found in page.get("Contents", [])}

    @contextmanager
    def changed(self, logical_id: str, **variables: str) -> Iterator[None]:
        """Give a function other environment variables for a while."""
        client, name = self.client("lambda"), self.physical(logical_id)
        before = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        say(f"{logical_id} gets {variables}")
        client.update_function_configuration(FunctionName=name, Environment={"Variables": before | variables})
        try:
            yield
        finally:
            client.update_function_configuration(FunctionName=name, Environment={"Variables": before})
            say(f"{logical_id} is as it was")

    @contextmanager
    def changed_queue(self, logical_id: str, **attributes: str) -> Iterator[None]:
        """Give a queue other attributes for a while."""
        client, url = self.client("sqs"), self.physical(logical_id)
        before = client.get_queue_attributes(QueueUrl=url, AttributeNames=list(attributes))["Attributes"]
        client.set_queue_attributes(QueueUrl=url, Attributes=attributes)
        try:
            yield
        finally:
            client.set_queue_attributes(QueueUrl=url, Attributes=before)

    def send_back(self, source: str, destination: str) -> None:
        """Move the messages of one queue into another, as StartMessageMoveTask does."""
        client = self.client("sqs")
        for message in client.receive_message(QueueUrl=self.physical(source), MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            client.send_message(QueueUrl=self.physical(destination), MessageBody=message["Body"])
            client.delete_message(QueueUrl=self.physical(source), ReceiptHandle=message["ReceiptHandle"])
            say(f"a message went back from {source} to {destination}")

    def empty(self, queue: str) -> None:
        """Delete what a queue holds."""
        self.client("sqs").purge_queue(QueueUrl=self.physical(queue))

    def items(self, prefix: str = "") -> list[dict[str, Any]]:
        """Return the records whose sort key begins with `prefix`, as plain values."""
        pages = self._table_rows.get_paginator("scan").paginate(TableName=self.physical("Table"), ConsistentRead=True)
        rows = [{key: _DESERIALIZE(value) for key, value in item.items()} for page in pages for item in page["Items"]]
        return [row for row in rows if row["sk"].startswith(prefix)]

    def deliveries(self, recipient: str, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the Deliveries owed or sent to one user."""
        return [row for row in self.items("DELIVERY#") if row["recipient"] == recipient and kind in (None, row["kind"])]

    def schedules(self) -> dict[str, str]:
        """Return the names of the schedules in our group, with their expressions; one may go while we look."""
        client, group = self.client("scheduler"), self.physical("ScheduleGroup").rpartition("/")[2]
        names = [listed["Name"] for listed in client.list_schedules(GroupName=group)["Schedules"]]
        found = {}
        for name in names:
            with suppress(client.exceptions.ResourceNotFoundException):
                found[name] = client.get_schedule(Name=name, GroupName=group)["ScheduleExpression"]
        return found

    def waiting_in(self, queue: str) -> int:
        """Return how many messages a queue holds, those that are being read included."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.client("sqs").get_queue_attributes(QueueUrl=self.physical(queue), AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def logs(self, logical_id: str, last: int = 30) -> list[str]:
        """Return the last lines that a function logged, without Lambda's own and without metrics."""
        client, group = self.client("logs"), self.physical(f"{logical_id}LogGroup")
        lines = [event["message"].rstrip() for event in client.filter_log_events(logGroupName=group)["events"]]
        return [line for line in lines if not line.startswith(("START", "END", "REPORT", '{"_aws"'))][-last:]


def _with_numbers() -> Path:
    """Write what was built anew, with the defaults of numbers in place in the functions' events.

    CloudFormation turns a parameter into the number that a property asks for; the emulator hands its text on, and its
    pollers then compare a number with a text.
    """
    built = yaml.safe_load(BUILT.read_text())
    numbers = {name: facts["Default"] for name, facts in built["Parameters"].items() if facts["Type"] == "Number"}
    for resource in built["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            events = resource["Properties"].get("Events", {})
            resource["Properties"]["Events"] = _resolved(events, numbers)
    deployed = BUILT.with_name("template-with-numbers.yaml")
    deployed.write_text(yaml.safe_dump(built, sort_keys=False))
    return deployed


def _resolved(value: Any, numbers: dict[str, int]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"Ref"} and value["Ref"] in numbers:
            return numbers[value["Ref"]]
        return {key: _resolved(inner, numbers) for key, inner in value.items()}
    return [_resolved(inner, numbers) for inner in value] if isinstance(value, list) else value


def ses_event(sent: Recorded, event_type: str, detail_type: str) -> dict[str, Any]:
    """Write an event as SES publishes it (AWS: "Examples of event data that Amazon SES publishes to EventBridge")."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    tags = {name: [value] for name, value in sent.tags.items()}
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": "aws.ses",
        "account": "000000000000",
        "time": now,
        "region": REGION,
        "resources": [],
        "detail": {
            "eventType": event_type,
            **DETAILS.get(event_type, {}),
            "mail": {
                "timestamp": now,
                "source": OUR_ADDRESS,
                "messageId": sent.ses_message_id,
                "destination": list(sent.to),
                "tags": {**tags, "ses:configuration-set": [sent.configuration_set]},
            },
        },
    }
