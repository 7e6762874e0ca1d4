"""AWS inside this process: moto behind real boto3 clients, made from template.yaml; no real account is in reach."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import botocore.session
from botocore.config import Config
from moto import mock_aws
from moto.ses.models import ses_backends

from local import template
from local.template import ACCOUNT, REGION, Names

Clients = Callable[[str], Any]
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_SUFFIXES = itertools.count(1)


@contextlib.contextmanager
def in_process() -> Iterator[Clients]:
    """Yield boto3 clients of an AWS that lives in this process and ends with the block.

    The credentials are moto's own, and neither the user's configuration nor a configured endpoint is read, so that
    nothing here can reach a real account.
    """
    with mock_aws():
        yield _clients()


def _clients() -> Clients:
    nothing = (None, None, os.devnull, None)
    core = botocore.session.Session(
        session_vars={"profile": (None, None, None, None), "config_file": nothing, "credentials_file": nothing}
    )
    core.set_credentials("local", "local")
    session = boto3.Session(botocore_session=core, region_name=REGION)
    # moto does not know the endpoints that carry the account's number.
    config = Config(  # type: ignore[call-arg] # the stubs do not know ignore_configured_endpoint_urls
        ignore_configured_endpoint_urls=True, account_id_endpoint_mode="disabled", retries={"total_max_attempts": 1}
    )
    return functools.cache(functools.partial(session.client, config=config))


class Stack:
    """The template's resources that hold something: bucket, table, schedule group, and who sends.

    Each Stack has names of its own, so that several can stand in one process.
    """

    def __init__(self, clients: Clients, parameters: Mapping[str, str]) -> None:
        self.clients = clients
        self.names = Names(parameters, str(next(_SUFFIXES)))
        self.bucket = self.names.name("InboundBucket")
        self.table = self.names.name("Table")
        self.schedule_group = self.names.name("ScheduleGroup")
        self.configuration_set = self.names.name("ConfigurationSet")
        clients("s3").create_bucket(Bucket=self.bucket)
        clients("scheduler").create_schedule_group(Name=self.schedule_group)
        clients("sesv2").create_configuration_set(ConfigurationSetName=self.configuration_set)
        with contextlib.suppress(clients("sesv2").exceptions.AlreadyExistsException):
            clients("sesv2").create_email_identity(EmailIdentity=parameters["FromAddress"])
        self._create_table()

    def _create_table(self) -> None:
        """Make the table as the template defines it; what is not about its shape is left to the template's tests."""
        defined = template.properties("Table")
        as_they_are = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        view = defined["StreamSpecification"]["StreamViewType"]
        self.clients("dynamodb").create_table(
            TableName=self.table,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
            **{name: defined[name] for name in as_they_are},
        )

    def put_mail(self, key: str, raw: bytes) -> None:
        """Lay a raw mail into the bucket."""
        self.clients("s3").put_object(Bucket=self.bucket, Key=key, Body=raw)

    def put_item(self, item: Mapping[str, Any]) -> None:
        """Put an item, in DynamoDB's typed form, into the table."""
        self.clients("dynamodb").put_item(TableName=self.table, Item=item)

    def items(self) -> list[dict[str, Any]]:
        """Return every item of the table in DynamoDB's typed form."""
        pages = self.clients("dynamodb").get_paginator("scan").paginate(TableName=self.table, ConsistentRead=True)
        return [item for page in pages for item in page["Items"]]

    def open_checks(self) -> dict[str, str]:
        """Return when each open Delivery is to be looked at (ISO 8601, UTC), by its sort key, from the sparse index."""
        pages = (
            self.clients("dynamodb").get_paginator("scan").paginate(TableName=self.table, IndexName="OpenDeliveries")
        )
        return {item["sk"]["S"]: item["check_at"]["S"] for page in pages for item in page["Items"]}


class Stream:
    """Reads the table's stream from where it was read last."""

    def __init__(self, stack: Stack) -> None:
        self._client = stack.clients("dynamodbstreams")
        self._arn = stack.clients("dynamodb").describe_table(TableName=stack.table)["Table"]["LatestStreamArn"]
        shards = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        self._shard = shards[0]["ShardId"]
        self._position: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}

    def new_records(self) -> list[dict[str, Any]]:
        """Return what was written since the last call, each as Lambda would be handed it.

        An iterator is asked for each time: moto puts another shard into the table's place when a transaction fails.
        """
        asked = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=self._shard, **self._position)
        records = self._client.get_records(ShardIterator=asked["ShardIterator"])["Records"]
        if records:
            last = records[-1]["dynamodb"]["SequenceNumber"]
            self._position = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
        return [self._as_event(record) for record in records]

    def _as_event(self, record: dict[str, Any]) -> dict[str, Any]:
        """Turn boto3's reading of a record into Lambda's (AWS: "Using AWS Lambda with Amazon DynamoDB")."""
        stamped = record["dynamodb"]["ApproximateCreationDateTime"].timestamp()
        changed = record["dynamodb"] | {"ApproximateCreationDateTime": stamped}
        return record | {"dynamodb": changed, "eventSourceARN": self._arn}


class Schedules:
    """What EventBridge Scheduler holds, and when it would fire."""

    def __init__(self, stack: Stack) -> None:
        self._client = stack.clients("scheduler")
        self._group = stack.schedule_group

    def due_times(self) -> list[tuple[datetime, str]]:
        """Return when each schedule fires, in UTC, with its name, the earliest first."""
        pages = self._client.get_paginator("list_schedules").paginate(GroupName=self._group)
        names = [schedule["Name"] for page in pages for schedule in page["Schedules"]]
        return sorted((self._fires_at(name), name) for name in names)

    def fire(self, name: str, invoke: Callable[[dict[str, Any]], None]) -> None:
        """Hand the target's input to `invoke`, then end the schedule as it asks for."""
        schedule = self._client.get_schedule(GroupName=self._group, Name=name)
        invoke(json.loads(schedule["Target"]["Input"]))
        if schedule.get("ActionAfterCompletion") == "DELETE":
            self._client.delete_schedule(GroupName=self._group, Name=name)

    def _fires_at(self, name: str) -> datetime:
        schedule = self._client.get_schedule(GroupName=self._group, Name=name)
        found = _AT.fullmatch(schedule["ScheduleExpression"])
        if not found:
            raise ValueError("a schedule that is no at(yyyy-mm-ddThh:mm:ss)")
        zone = ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")
        return datetime.fromisoformat(found[1]).replace(tzinfo=zone).astimezone(UTC)


def raw_of(ses_message_id: str) -> bytes:
    """Return the raw mail that moto's SES was handed under this id."""
    sent = ses_backends[ACCOUNT][REGION].sent_messages
    found = next(message for message in reversed(sent) if message.id == ses_message_id)
    return str(found.raw_data).encode()
