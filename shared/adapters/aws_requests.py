"""The requests that a function makes while somebody waits for it, each as AWS's API reference has it.

An operation's arguments and answers are botocore's. Tests compare every request with the one that botocore makes.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shared.adapters.aws_signing import Request

Arguments = dict[str, Any]


class Service(NamedTuple):
    """How one service is called. `host` comes before the region in its name, `signed_as` is its name in signatures."""

    host: str
    signed_as: str
    operations: Mapping[str, Callable[[str, Arguments], Request]]


def _dynamodb(operation: str) -> Callable[[str, Arguments], Request]:
    headers = {
        "X-Amz-Target": f"DynamoDB_20120810.{camel_case(operation)}",
        "Content-Type": "application/x-amz-json-1.0",
    }

    def request(host: str, arguments: Arguments) -> Request:
        if operation == "transact_write_items":
            # With it a repeated call is known for the same one: its conditions are not asked again.
            arguments = {"ClientRequestToken": secrets.token_hex(16)} | arguments
        return Request("POST", host, "/", headers, body=json.dumps(arguments).encode())

    return request


def _send_email(host: str, arguments: Arguments) -> Request:
    request = _json(host, "POST", "/v2/email/outbound-emails", {**arguments, "Content": {"Raw": {"Data": ""}}})
    # The mail is nearly all of it and has nothing to escape, so it is put in where JSON left its place.
    mail = base64.b64encode(arguments["Content"]["Raw"]["Data"])
    return request._replace(body=request.body.replace(b'"Data": ""', b'"Data": "' + mail + b'"', 1))


def _create_schedule(host: str, arguments: Arguments) -> Request:
    body = {"ClientToken": secrets.token_hex(16)} | arguments
    return _json(host, "POST", f"/schedules/{body.pop('Name')}", body)


def _delete_schedule(host: str, arguments: Arguments) -> Request:
    query = {"groupName": arguments["GroupName"], "clientToken": secrets.token_hex(16)}
    return Request("DELETE", host, f"/schedules/{arguments['Name']}", query=query)


def _get_object(host: str, arguments: Arguments) -> Request:
    return Request("GET", host, f"/{arguments['Key']}")


def _json(host: str, method: str, path: str, body: Arguments) -> Request:
    return Request(method, host, path, {"Content-Type": "application/json"}, body=json.dumps(body).encode())


def camel_case(operation: str) -> str:
    """Return the API's name of an operation: "get_item" is GetItem."""
    return "".join(word.title() for word in operation.split("_"))


SERVICES: Mapping[str, Service] = {
    "dynamodb": Service(
        "dynamodb",
        "dynamodb",
        {
            operation: _dynamodb(operation)
            for operation in (
                "batch_get_item",
                "batch_write_item",
                "delete_item",
                "get_item",
                "put_item",
                "query",
                "transact_write_items",
                "update_item",
            )
        },
    ),
    "s3": Service("s3", "s3", {"get_object": _get_object}),
    "scheduler": Service(
        "scheduler", "scheduler", {"create_schedule": _create_schedule, "delete_schedule": _delete_schedule}
    ),
    "sesv2": Service("email", "ses", {"send_email": _send_email}),
}
