"""The direct client's requests, signatures, answers and errors, held against botocore's."""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from typing import Any

import botocore.auth
import botocore.config
import botocore.session
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ClientError
from botocore.retries import standard
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws_clients import _MAIN_PARTITION
from shared.adapters.aws_connection import Answer
from shared.adapters.aws_direct import THROTTLED, TRANSIENT, TRANSIENT_STATUS, DirectClient, _error_of
from shared.adapters.aws_requests import SERVICES, camel_case
from shared.adapters.aws_signing import Credentials, Request, signed_headers

KEY = {"pk": {"S": "USER#é1"}, "sk": {"S": "PROFILE"}}
ITEM = KEY | {
    "count": {"N": "3"},
    "is": {"BOOL": True},
    "list": {"L": [{"S": "\u2028"}]},
    "map": {"M": {"a": {"NULL": True}}},
}
WHERE = {"TableName": "a-table", "Key": KEY}
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "get_item", WHERE | {"ConsistentRead": True}),
    ("dynamodb", "batch_get_item", {"RequestItems": {"a-table": {"Keys": [KEY], "ConsistentRead": True}}}),
    ("dynamodb", "put_item", {"TableName": "a-table", "Item": ITEM}),
    ("dynamodb", "delete_item", WHERE),
    ("dynamodb", "batch_write_item", {"RequestItems": {"a-table": [{"PutRequest": {"Item": ITEM}}]}}),
    ("dynamodb", "query", {"TableName": "a-table", "KeyConditionExpression": "pk = :pk", "Limit": 1}),
    (
        "dynamodb",
        "update_item",
        WHERE | {"UpdateExpression": "SET a = :a", "ExpressionAttributeValues": {":a": {"S": "ü"}}},
    ),
    ("dynamodb", "transact_write_items", {"TransactItems": [{"Put": {"TableName": "a-table", "Item": ITEM}}]}),
    ("s3", "get_object", {"Bucket": "a-bucket", "Key": "inbound/a b+c~(1)é"}),
    (
        "scheduler",
        "create_schedule",
        {
            "Name": "prep-pack-1",
            "GroupName": "a-group",
            "ScheduleExpression": "at(2026-11-12T22:00:00)",
            "ScheduleExpressionTimezone": "UTC",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            "Target": {"Arn": "arn:aws:lambda:us-east-1:1:function:f", "RoleArn": "arn:aws:iam::1:role/r"},
        },
    ),
    ("scheduler", "delete_schedule", {"Name": "prep-pack-1", "GroupName": "a-group"}),
    (
        "sesv2",
        "send_email",
        {
            "FromEmailAddress": "prep@foreword.example",
            "Destination": {"ToAddresses": ["robin@example.org"]},
            "Content": {"Raw": {"Data": b"From: a\r\n\r\n\xff\x00"}},
            "EmailTags": [{"Name": "a", "Value": "b"}],
            "ConfigurationSetName": "a-set",
        },
    ),
]  # fmt: skip
NAMES = [operation for _, operation, _ in CALLS]
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "a/secret", "AWS_SESSION_TOKEN": "a+token"}
TOKENS = ("ClientRequestToken", "ClientToken", "clientToken")


@functools.cache
def _session() -> botocore.session.Session:
    session = botocore.session.Session()
    session.set_credentials(*ENVIRONMENT.values())
    return session


@functools.cache
def _botocores(service: str, region: str, endpoint: str | None = None) -> Any:
    # botocore calls S3's first region by its old name, without the region, unless it is told not to; both names hold.
    config = botocore.config.Config(s3={"us_east_1_regional_endpoint": "regional"})
    return _session().create_client(service, region_name=region, endpoint_url=endpoint, config=config)


def _prepared(service: str, region: str, operation: str, arguments: dict[str, Any], endpoint: str | None = None) -> Any:
    """Return the request that botocore would send."""
    client, caught = _botocores(service, region, endpoint), list[Any]()

    def catch(request: Any, **_: Any) -> Any:
        caught.append(request)
        return AWSResponse(request.url, 200, HTTPHeaders(), _Stream(b"{}"))

    client.meta.events.register("before-send", catch)
    try:
        getattr(client, operation)(**arguments)
    finally:
        client.meta.events.unregister("before-send", catch)
    return caught[0]


def _direct(service: str, region: str = "eu-west-1", endpoint: str | None = None) -> DirectClient:
    return DirectClient(service, region, ENVIRONMENT, tries=1, read_seconds=1, endpoint=endpoint)


class _Stream:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> list[bytes]:
        return [self._body]

    def read(self, *_: Any) -> bytes:
        body, self._body = self._body, b""
        return body


def _without_token(target: str) -> str:
    head, question, query = target.partition("?")
    return head + question + "&".join(part for part in query.split("&") if part.partition("=")[0] not in TOKENS)


def _same(request: Request, address: str, prepared: Any) -> None:
    assert request.method == prepared.method
    assert _without_token(f"{address}{request.target}") == _without_token(prepared.url)
    for name, said in request.headers.items():
        assert prepared.headers[name] in (said, said.encode())
    if request.body or prepared.body:
        ours, theirs = json.loads(request.body), json.loads(prepared.body)
        assert {k: v for k, v in ours.items() if k not in TOKENS} == {
            k: v for k, v in theirs.items() if k not in TOKENS
        }
        # Where botocore makes a token by which a repeated call is known, so do we.
        assert set(ours) == set(theirs)


def test_every_call_of_the_direct_clients_is_tried_here() -> None:
    assert {(service, operation) for service, operation, _ in CALLS} == {
        (name, operation) for name, service in SERVICES.items() for operation in service.operations
    }


@pytest.mark.parametrize(("service", "operation", "arguments"), CALLS, ids=NAMES)
def test_a_request_is_the_one_that_botocore_makes(service: str, operation: str, arguments: dict[str, Any]) -> None:
    address, request = _direct(service).request(operation, arguments)
    _same(request, address, _prepared(service, "eu-west-1", operation, arguments))


@pytest.mark.parametrize(("service", "operation", "arguments"), CALLS, ids=NAMES)
def test_a_server_in_aws_place_is_asked_as_botocore_asks_it(
    service: str, operation: str, arguments: dict[str, Any]
) -> None:
    endpoint = "http://127.0.0.1:4566"
    address, request = _direct(service, endpoint=endpoint).request(operation, arguments)
    _same(request, address, _prepared(service, "eu-west-1", operation, arguments, endpoint))


@pytest.mark.parametrize("service", SERVICES)
def test_every_region_of_the_main_partition_is_called_by_botocores_name_for_it(service: str) -> None:
    _, operation, arguments = next(call for call in CALLS if call[0] == service)
    regions = _session().get_available_regions(service)
    assert len(regions) > 10
    for region in regions:
        assert _MAIN_PARTITION.fullmatch(region), region
        address, _ = _direct(service, region).request(operation, arguments)
        assert _prepared(service, region, operation, arguments).url.startswith(f"{address}/"), region


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1", "local", ""])
def test_a_region_of_another_partition_is_left_to_botocore(region: str) -> None:
    assert not _MAIN_PARTITION.fullmatch(region)


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


def _is_straight(path: str) -> bool:
    """Tell whether a path needs no normalising; ours never do."""
    return not any(part in f"/{path}" for part in ("//", "/."))


@given(
    st.sampled_from(["GET", "POST", "DELETE"]),
    st.text("abcXYZ019-_.~ +é/", max_size=20).filter(_is_straight),
    st.dictionaries(st.text("abcXYZ019-_.~+", min_size=1, max_size=8), TEXT, max_size=3),
    st.binary(max_size=50),
    st.sampled_from(["dynamodb", "s3", "ses", "scheduler"]),
    st.booleans(),
)
def test_a_signature_is_botocores(
    method: str, path: str, query: dict[str, str], body: bytes, service: str, has_token: bool
) -> None:
    # Each number of it needs its zero in front.
    now = datetime(2026, 2, 3, 4, 0, 5, tzinfo=UTC)
    request = Request(
        method, "host.example:4566", f"/{path}", {"Content-Type": "a/b", "X-Amz-Target": "A.B"}, query, body
    )
    token = "a+token/=" if has_token else None
    ours = signed_headers(request, service, "eu-west-1", Credentials("AKID", "a/secret", token), now)

    theirs = AWSRequest(method, f"https://{request.host}{request.target}", dict(request.headers), body)
    # What the signer is handed, where it would take the present moment, and the payload's own decision, fixed.
    theirs.context["payload_signing_enabled"] = True
    kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.auth, "get_current_datetime", lambda **_: now.replace(tzinfo=None))
        kind(BotocoreCredentials("AKID", "a/secret", token), service, "eu-west-1").add_auth(theirs)
    assert ours["Authorization"] == theirs.headers["Authorization"]
    assert ours["X-Amz-Date"] == theirs.headers["X-Amz-Date"]


def test_what_is_worth_another_try_is_what_botocores_standard_mode_tries_again() -> None:
    transient: Any = standard.TransientRetryableChecker
    throttled: Any = standard.ThrottledRetryableChecker
    # Of EC2 alone, which nothing here calls.
    theirs = {*throttled._THROTTLED_ERROR_CODES, *transient._TRANSIENT_ERROR_CODES} - {"EC2ThrottledException"}  # noqa: SLF001 - it says so nowhere else
    assert theirs == THROTTLED | TRANSIENT
    assert set(transient._TRANSIENT_STATUS_CODES) == TRANSIENT_STATUS  # noqa: SLF001 - as above


CONFLICT = {
    "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    "Message": "Transaction cancelled",
    "CancellationReasons": [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "it failed"}],
}  # fmt: skip
ERRORS: list[tuple[str, str, int, dict[str, str], bytes]] = [
    ("dynamodb", "transact_write_items", 400, {}, json.dumps(CONFLICT).encode()),
    ("dynamodb", "get_item", 400, {}, b'{"__type":"com.amazon.coral.service#ThrottlingException","message":"slow"}'),
    ("dynamodb", "get_item", 400, {}, b'{"__type":"ConditionalCheckFailedException"}'),
    ("dynamodb", "get_item", 500, {}, b""),
    ("dynamodb", "get_item", 503, {}, b"<html>gone"),
    ("s3", "get_object", 404, {}, b"<?xml version='1.0'?>\n<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"),
    ("s3", "get_object", 403, {}, b"<Error><Code>AccessDenied</Code></Error>"),
    ("s3", "get_object", 503, {}, b""),
    ("sesv2", "send_email", 400, {"x-amzn-errortype": "MessageRejected:http://a.example/"}, b'{"message":"no"}'),
    ("sesv2", "send_email", 429, {"x-amzn-ErrorType": "TooManyRequestsException"}, b'{"Message":"no"}'),
    ("sesv2", "send_email", 403, {}, b'{"message":"The security token is expired"}'),
    ("scheduler", "create_schedule", 409, {"x-amzn-ErrorType": "ConflictException"}, b'{"Message":"there"}'),
    ("scheduler", "delete_schedule", 404, {"x-amzn-ErrorType": "ResourceNotFoundException"}, b'{"Message":"none"}'),
]  # fmt: skip


@pytest.mark.parametrize(("service", "operation", "status", "headers", "body"), ERRORS)
def test_an_error_is_read_as_botocore_reads_it(
    service: str, operation: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    arguments = next(call[2] for call in CALLS if call[:2] == (service, operation))
    client = _session().create_client(
        service, region_name="eu-west-1", config=botocore.config.Config(retries={"total_max_attempts": 1})
    )

    def answer(request: Any, **_: Any) -> Any:
        given = HTTPHeaders()
        for name, said in headers.items():
            given[name] = said
        return AWSResponse(request.url, status, given, _Stream(body))

    client.meta.events.register("before-send", answer)
    with pytest.raises(ClientError) as theirs:
        getattr(client, operation)(**arguments)
    ours = _error_of(Answer(status, {name.lower(): said for name, said in headers.items()}, body), operation)
    assert ours.response["Error"]["Code"] == theirs.value.response["Error"]["Code"]
    assert ours.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert ours.operation_name == theirs.value.operation_name == camel_case(operation)
    reasons = [one["Code"] for one in theirs.value.response.get("CancellationReasons", [])]
    assert [one["Code"] for one in ours.response.get("CancellationReasons", [])] == reasons
