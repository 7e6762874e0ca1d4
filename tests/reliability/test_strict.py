"""The strict double itself: each rule refuses what breaks it, and lets pass what stands at its limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.aws import in_process
from local.clock import StandingClock
from tests.reliability.strict.clients import Rules, StrictClients
from tests.reliability.strict.refusal import Refused

NOW = datetime(2026, 11, 10, 17, tzinfo=UTC)
TABLE = "strict-table"


@pytest.fixture(scope="module")
def strict() -> Iterator[StrictClients]:
    with in_process() as plain:
        clients = StrictClients(plain, Rules(StandingClock(NOW)))
        clients("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        clients("scheduler").create_schedule_group(Name="group")
        clients("sesv2").create_configuration_set(ConfigurationSetName="events")
        clients("sesv2").create_email_identity(EmailIdentity="prep@foreword.example")
        clients("s3").create_bucket(Bucket="mails")
        yield clients


def _item(pk: str = "p", sk: str = "s", **other: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **other}


def _put(item: dict[str, Any]) -> dict[str, Any]:
    return {"Put": {"TableName": TABLE, "Item": item}}


def _refused(strict: StrictClients, call: Any, **request: Any) -> str:
    """Return why a call is refused; the rule is also taken down, so that code cannot hide it."""
    with pytest.raises(Refused) as caught:
        call(**request)
    assert strict.rules.violations[-1].endswith(caught.value.why)
    return caught.value.why


# --- DynamoDB ---------------------------------------------------------------------------------------------------------


def test_an_item_may_have_400_kb_and_no_more(strict: StrictClients) -> None:
    put = strict("dynamodb").put_item
    # moto's own count is a little higher than DynamoDB's, so its limit is not tried to the byte.
    put(TableName=TABLE, Item=_item(body={"S": "x" * (380 * 1024)}))
    fixed = len("pksk") + len("ps") + len("body")
    assert "Item size" in _refused(strict, put, TableName=TABLE, Item=_item(body={"S": "x" * (400 * 1024 - fixed + 1)}))


@pytest.mark.parametrize(("name", "limit"), [("pk", 2048), ("sk", 1024)])
def test_a_key_has_its_limit_in_bytes(strict: StrictClients, name: str, limit: int) -> None:
    put = strict("dynamodb").put_item
    put(TableName=TABLE, Item=_item(**{name: "x" * limit}))
    assert "bytes" in _refused(strict, put, TableName=TABLE, Item=_item(**{name: "é" * (limit // 2 + 1)}))
    assert "bytes" in _refused(strict, put, TableName=TABLE, Item=_item(**{name: ""}))


@pytest.mark.parametrize("number", ["1" * 39, "1E126", "1E-131", "NaN", "Infinity", "one"])
def test_a_number_that_dynamodb_cannot_hold_is_refused(strict: StrictClients, number: str) -> None:
    assert _refused(strict, strict("dynamodb").put_item, TableName=TABLE, Item=_item(n={"N": number}))


@pytest.mark.parametrize("number", ["1" * 38, "-0", "1" + "0" * 50, "9.9E+125", "1E-130"])
def test_a_number_that_dynamodb_holds_passes(strict: StrictClients, number: str) -> None:
    strict("dynamodb").put_item(TableName=TABLE, Item=_item(n={"N": number}))


@pytest.mark.parametrize(
    "value",
    [{"SS": []}, {"SS": ["a", "a"]}, {"S": "\ud800"}, {}, {"S": "a", "N": "1"}],
    ids=["an empty set", "a set with duplicates", "a lone surrogate", "no type", "two types"],
)
def test_a_malformed_value_is_refused(strict: StrictClients, value: dict[str, Any]) -> None:
    assert _refused(strict, strict("dynamodb").put_item, TableName=TABLE, Item=_item(v=value))


def test_a_value_may_be_nested_32_deep(strict: StrictClients) -> None:
    deep: dict[str, Any] = {"S": "x"}
    for _ in range(31):
        deep = {"L": [deep]}
    strict("dynamodb").put_item(TableName=TABLE, Item=_item(v=deep))
    assert "Nesting" in _refused(strict, strict("dynamodb").put_item, TableName=TABLE, Item=_item(v={"L": [deep]}))


def test_a_transaction_may_not_touch_an_item_twice(strict: StrictClients) -> None:
    twice = [_put(_item()), {"Delete": {"TableName": TABLE, "Key": _item()}}]
    assert "one item" in _refused(strict, strict("dynamodb").transact_write_items, TransactItems=twice)


def test_a_transaction_has_100_actions_at_most(strict: StrictClients) -> None:
    write = strict("dynamodb").transact_write_items
    write(TransactItems=[_put(_item(str(number))) for number in range(100)])
    assert "100" in _refused(strict, write, TransactItems=[_put(_item(str(number))) for number in range(101)])


def test_a_transaction_has_4_mb_at_most(strict: StrictClients) -> None:
    big = [_put(_item(str(number), body={"S": "x" * 390_000})) for number in range(11)]
    assert "bytes" in _refused(strict, strict("dynamodb").transact_write_items, TransactItems=big)


def test_a_tokens_second_use_is_not_done_again_and_with_other_contents_refused(strict: StrictClients) -> None:
    dynamodb, count = strict("dynamodb"), {"TableName": TABLE, "Key": _item(), "UpdateExpression": "ADD n :one"}
    add = [{"Update": {**count, "ExpressionAttributeValues": {":one": {"N": "1"}}}}]
    for _ in range(3):
        dynamodb.transact_write_items(TransactItems=add, ClientRequestToken="t")
    assert dynamodb.get_item(TableName=TABLE, Key=_item())["Item"]["n"] == {"N": "1"}
    with pytest.raises(Refused) as caught:
        dynamodb.transact_write_items(TransactItems=[_put(_item("other"))], ClientRequestToken="t")
    assert caught.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"


@pytest.mark.parametrize(
    ("update", "why"),
    [
        ({"UpdateExpression": "SET a = :a, a = :a"}, "overlap"),
        ({"UpdateExpression": "SET a.b = :a REMOVE a"}, "overlap"),
        ({"UpdateExpression": "SET a = :a SET b = :a"}, "once"),
        ({"UpdateExpression": "SET pk = :a"}, "part of the key"),
        ({"UpdateExpression": "SET a = :a, b = :b"}, "not defined: :b"),
        ({"UpdateExpression": "REMOVE a"}, "unused in expressions: :a"),
        ({"UpdateExpression": "REMOVE a", "ExpressionAttributeValues": {}}, "must not be empty"),
        ({"UpdateExpression": "SET a = :a", "ExpressionAttributeNames": {}}, "must not be empty"),
        ({"UpdateExpression": f"SET a = :a REMOVE {', '.join(f'a{n}' for n in range(1000))}"}, "4 KB"),
    ],
)
def test_a_malformed_update_is_refused(strict: StrictClients, update: dict[str, Any], why: str) -> None:
    given = {"ExpressionAttributeValues": {":a": {"S": "x"}}} | update
    assert why in _refused(strict, strict("dynamodb").update_item, TableName=TABLE, Key=_item(), **given)


def test_a_batch_has_25_requests_at_most_and_no_item_twice(strict: StrictClients) -> None:
    def puts(*keys: int) -> dict[str, Any]:
        return {TABLE: [{"PutRequest": {"Item": _item(str(key))}} for key in keys]}

    write = strict("dynamodb").batch_write_item
    write(RequestItems=puts(*range(25)))
    assert "26" in _refused(strict, write, RequestItems=puts(*range(26)))
    assert "duplicates" in _refused(strict, write, RequestItems=puts(1, 1))


def test_a_batch_of_keys_has_100_at_most_and_none_twice(strict: StrictClients) -> None:
    def keys(*numbers: int) -> dict[str, Any]:
        return {TABLE: {"Keys": [_item(str(number)) for number in numbers]}}

    read = strict("dynamodb").batch_get_item
    read(RequestItems=keys(*range(100)))
    assert "101" in _refused(strict, read, RequestItems=keys(*range(101)))
    assert "duplicates" in _refused(strict, read, RequestItems=keys(1, 1))


# --- Scheduler --------------------------------------------------------------------------------------------------------


def _schedule(**other: Any) -> dict[str, Any]:
    target = {
        "Arn": "arn:aws:lambda:us-east-1:123456789012:function:send",
        "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
        "Input": "{}",
    } | other.pop("Target", {})
    return {
        "Name": "prep-pack-1",
        "GroupName": "group",
        "ScheduleExpression": "at(2026-11-12T23:30:00)",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": target,
    } | other


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"ScheduleExpression": "at(2026-11-10T16:59:59)"}, "past"),
        ({"ScheduleExpression": "at(2026-02-30T10:00:00)"}, "Invalid"),
        ({"ScheduleExpression": "at(2026-11-12 23:30:00)"}, "Invalid"),
        ({"ScheduleExpression": "at(2026-11-12T23:30:00Z)"}, "Invalid"),
        ({"ScheduleExpression": "at(2026-11-12T23:30)"}, "Invalid"),
        ({"ScheduleExpressionTimezone": "America"}, "timezone"),
        ({"ScheduleExpressionTimezone": "Eastern Standard Time"}, "timezone"),
        ({"Name": "x" * 65}, "65"),
        ({"Name": "a#b"}, "satisfy"),
        ({"Name": "a/b"}, "satisfy"),
        ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "FLEXIBLE"),
        ({"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}}, "FLEXIBLE"),
        ({"FlexibleTimeWindow": {"Mode": "SOMETIMES"}}, "none of"),
        ({"ActionAfterCompletion": "KEEP"}, "none of"),
        ({"Target": {"Input": '"' + "x" * 256 * 1024 + '"'}}, "Input"),
        ({"Target": {"Input": "{'a': 1}"}}, "JSON"),
        ({"Target": {"Arn": "send"}}, "ARN"),
        ({"Target": {"RoleArn": "scheduler"}}, "satisfy"),
        ({"Target": {"RetryPolicy": {"MaximumRetryAttempts": 186}}}, "186"),
        ({"Target": {"RetryPolicy": {"MaximumEventAgeInSeconds": 59}}}, "59"),
        ({"Target": {"DeadLetterConfig": {"Arn": "arn:aws:sns:us-east-1:123456789012:topic"}}}, "satisfy"),
    ],
)
def test_a_schedule_that_aws_refuses_is_refused(strict: StrictClients, wrong: dict[str, Any], why: str) -> None:
    assert why in _refused(strict, strict("scheduler").create_schedule, **_schedule(**wrong))


def test_a_schedule_for_this_very_second_passes(strict: StrictClients) -> None:
    strict("scheduler").create_schedule(**_schedule(Name="now", ScheduleExpression="at(2026-11-10T17:00:00)"))


def test_a_time_is_past_by_its_own_zone(strict: StrictClients) -> None:
    strict("scheduler").create_schedule(
        **_schedule(
            Name="zone",
            ScheduleExpression="at(2026-11-10T09:00:00)",
            ScheduleExpressionTimezone="America/Los_Angeles",
        )
    )


def test_the_client_token_of_a_schedule_holds(strict: StrictClients) -> None:
    create = strict("scheduler").create_schedule
    create(**_schedule(), ClientToken="t")
    create(**_schedule(), ClientToken="t")
    assert "other contents" in _refused(strict, create, **_schedule(Name="another"), ClientToken="t")


# --- SES and S3 -------------------------------------------------------------------------------------------------------

MAIL = b"From: prep@foreword.example\r\nTo: robin@college.example\r\nSubject: a\r\n\r\nText\r\n"


def _mail(**other: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "prep@foreword.example",
        "Destination": {"ToAddresses": ["robin@college.example"]},
        "Content": {"Raw": {"Data": MAIL}},
        "EmailTags": [{"Name": "foreword-delivery", "Value": "prep-pack-1"}],
        "ConfigurationSetName": "events",
    } | other


def test_a_mail_as_we_send_it_passes(strict: StrictClients) -> None:
    broken = list(strict.rules.violations)
    strict("sesv2").send_email(**_mail())
    assert strict.rules.violations == broken


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"Destination": {"ToAddresses": []}}, "Recipient count is 0"),
        ({"Destination": {"ToAddresses": [f"p{n}@example.org" for n in range(51)]}}, "Recipient count is 51"),
        ({"Destination": {"ToAddresses": ["robin"]}}, "Invalid address"),
        ({"EmailTags": [{"Name": "delivery id", "Value": "x"}]}, "tag"),
        ({"EmailTags": [{"Name": "a", "Value": "USER#1"}]}, "tag"),
        ({"EmailTags": [{"Name": "a", "Value": "x" * 257}]}, "tag"),
        ({"EmailTags": [{"Name": "a", "Value": ""}]}, "tag"),
        ({"EmailTags": [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}]}, "twice"),
        ({"ConfigurationSetName": "another"}, "does not exist"),
        ({"Content": {"Raw": {"Data": MAIL + b"x" * 40 * 1024 * 1024}}}, "Message length"),
        ({"Content": {"Raw": {"Data": MAIL + b"x" * 999}}}, "998"),
        ({"Content": {"Raw": {"Data": b"Subject: a\r\n\r\nText\r\n"}}}, "From"),
        ({"Content": {"Raw": {"Data": b"Subject: b\r\n" + MAIL}}}, "Duplicate"),
        ({"Content": {"Raw": {"Data": "Subject: é\r\n".encode() + MAIL}}}, "ASCII"),
    ],
)
def test_a_mail_that_ses_refuses_is_refused(strict: StrictClients, wrong: dict[str, Any], why: str) -> None:
    assert why in _refused(strict, strict("sesv2").send_email, **_mail(**wrong))


def test_a_key_of_s3_has_1024_bytes_at_most(strict: StrictClients) -> None:
    put = strict("s3").put_object
    put(Bucket="mails", Key="k" * 1024, Body=b"")
    assert "long" in _refused(strict, put, Bucket="mails", Key="é" * 513, Body=b"")
    assert "bucket" in _refused(strict, put, Bucket="Mails_Of_Ours", Key="k", Body=b"")


def test_without_a_clock_a_past_time_passes_since_it_cannot_be_told() -> None:
    with in_process() as plain:
        clients = StrictClients(plain)
        clients("scheduler").create_schedule_group(Name="group")
        past = (NOW - timedelta(days=9000)).strftime("at(%Y-%m-%dT%H:%M:%S)")
        clients("scheduler").create_schedule(**_schedule(ScheduleExpression=past))
