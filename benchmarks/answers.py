"""What AWS answers to each call that Foreword or its references make: canned, and nothing is kept.

The answers have the shapes of the real services (AWS: API references of S3, DynamoDB, SES v2 and EventBridge
Scheduler), so that what a client does with them is what it does on AWS. Every write succeeds, every condition holds;
reads find the items that they are given here, and nothing else.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from email.utils import formatdate
from typing import Any

Item = Mapping[str, Any]
_TARGET = "DynamoDB_20120810."
_SES = "/v2/email/outbound-emails"
_SCHEDULES = "/schedules/"
_REQUEST_ID = "3f1c2d9e-8f60-4b0e-9d3a-2b7c54d0c1aa"
# What these answer is the same whatever they write, so nobody reads it.
_WRITES = {
    "BatchWriteItem": b'{"UnprocessedItems": {}}',
    "DeleteItem": b"{}",
    "PutItem": b"{}",
    "TransactWriteItems": b"{}",
    "UpdateItem": b"{}",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Holdings:
    """What reads find: one mail, whatever its key, and the table's items in DynamoDB's typed form."""

    mail: bytes
    items: tuple[Item, ...] = ()

    def item(self, key: Item) -> Item | None:
        """Return the item with this key."""
        return next((item for item in self.items if all(item.get(name) == value for name, value in key.items())), None)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a service answers to the call of this name ("S3 GetObject"), always with status 200."""

    call: str
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that the service sends along."""
        service = self.call.partition(" ")[0]
        headers = {"Content-Length": str(len(self.content)), "x-amzn-RequestId": _REQUEST_ID}
        if service == "S3":
            etag = hashlib.md5(self.content, usedforsecurity=False).hexdigest()
            return headers | {
                "Content-Type": "message/rfc822",
                "ETag": f'"{etag}"',
                "Last-Modified": formatdate(usegmt=True),
            }
        return headers | {"Content-Type": "application/x-amz-json-1.0" if service == "DynamoDB" else "application/json"}


def answer_to(method: str, path: str, target: str, body: bytes, holdings: Holdings) -> Answer:
    """Answer one request; `target` is its X-Amz-Target. Raises LookupError for a call that nobody made so far."""
    if target.startswith(_TARGET):
        operation = target.removeprefix(_TARGET)
        if operation in _WRITES:
            return Answer(f"DynamoDB {operation}", _WRITES[operation])
        return Answer(f"DynamoDB {operation}", json.dumps(_dynamodb(operation, json.loads(body), holdings)).encode())
    if path == _SES and method == "POST":
        return Answer("SES SendEmail", b'{"MessageId": "010001938f604b0e9d3a2b7c54d0c1aa-000000"}')
    if path.startswith(_SCHEDULES):
        arn = f"arn:aws:scheduler:us-east-1:123456789012:schedule/default/{path.removeprefix(_SCHEDULES)}"
        if method == "POST":
            return Answer("Scheduler CreateSchedule", json.dumps({"ScheduleArn": arn}).encode())
        if method == "DELETE":
            return Answer("Scheduler DeleteSchedule", b"{}")
    if method == "GET" and "/inbound/" in path:
        return Answer("S3 GetObject", holdings.mail)
    raise LookupError(f"{method} {path} {target}")


def _dynamodb(operation: str, request: dict[str, Any], holdings: Holdings) -> dict[str, Any]:
    match operation:
        case "GetItem":
            found = holdings.item(request["Key"])
            return {"Item": found} if found else {}
        case "BatchGetItem":
            wanted = {table: asked["Keys"] for table, asked in request["RequestItems"].items()}
            answers = {table: [item for key in keys if (item := holdings.item(key))] for table, keys in wanted.items()}
            return {"Responses": answers, "UnprocessedKeys": {}}
        case "TransactGetItems":
            items = [holdings.item(asked["Get"]["Key"]) for asked in request["TransactItems"]]
            return {"Responses": [{"Item": item} if item else {} for item in items]}
        case "Query":
            return _query(request, holdings)
    raise LookupError(f"DynamoDB {operation}")


def _query(request: dict[str, Any], holdings: Holdings) -> dict[str, Any]:
    """Answer a query of the table by its first value, the partition's key; indexes are empty."""
    values = request["ExpressionAttributeValues"]
    prefix = values.get(":prefix", {"S": ""})["S"]
    in_index = "IndexName" in request
    found = [
        item
        for item in holdings.items
        if not in_index and item["pk"] == values[":pk"] and item["sk"]["S"].startswith(prefix)
    ]
    return {"Items": found, "Count": len(found), "ScannedCount": len(found)}
