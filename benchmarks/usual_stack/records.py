"""The records: one DynamoDB table, keyed by pk and sk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from pydantic import BaseModel

from benchmarks.usual_stack.models import Delivery, DueDelivery, Interview, State, User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

M = TypeVar("M", bound=BaseModel)
TABLE = os.environ["TABLE_NAME"]
dynamodb: DynamoDBClient = boto3.client("dynamodb")
_serializer, _deserializer = TypeSerializer(), TypeDeserializer()


def user_at(email: str) -> User | None:
    """Return the user with this address."""
    return _get(User, f"ADDRESS#{email}", "USER")


def interview(user_id: str, interview_id: str) -> Interview | None:
    """Return one interview of a user."""
    return _get(Interview, f"USER#{user_id}", f"INTERVIEW#{interview_id}")


def delivery(due: DueDelivery) -> Delivery | None:
    """Return one mail that is owed."""
    return _get(Delivery, f"USER#{due.user_id}", f"DELIVERY#{due.delivery_id}")


def save(user: User, meeting: Interview, owed: list[Delivery]) -> None:
    """Write what an invite brings, all of it or nothing."""
    pk = f"USER#{user.id}"
    dynamodb.transact_write_items(
        TransactItems=[
            _put(f"ADDRESS#{user.email}", "USER", user),
            _put(pk, f"INTERVIEW#{meeting.id}", meeting),
            *(_put(pk, f"DELIVERY#{one.id}", one, "attribute_not_exists(pk)") for one in owed),
        ]
    )


def count_mail(user_id: str, limit: int) -> None:
    """Count a mail against the day's budget of its user; raise ConditionalCheckFailedException where it is spent."""
    dynamodb.update_item(
        TableName=TABLE,
        Key=_serialize({"pk": f"BUDGET#{user_id}", "sk": f"DAY#{datetime.now(UTC):%Y-%m-%d}"}),
        UpdateExpression="ADD #count :one",
        ConditionExpression="attribute_not_exists(#count) OR #count < :limit",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues=_serialize({":one": 1, ":limit": limit}),
    )


def mark_sent(sent: Delivery, ses_message_id: str) -> None:
    """Note that a mail left, and under which id, so that a reply finds it."""
    update = {
        "TableName": TABLE,
        "Key": _serialize({"pk": f"USER#{sent.user_id}", "sk": f"DELIVERY#{sent.id}"}),
        "UpdateExpression": "SET #state = :sent, ses_message_id = :id",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": _serialize({":sent": State.SENT.value, ":id": ses_message_id}),
    }
    known = {"pk": f"SENT#{ses_message_id}", "sk": "DELIVERY", "user_id": sent.user_id, "delivery_id": sent.id}
    put = {"TableName": TABLE, "Item": _serialize(known)}
    dynamodb.transact_write_items(TransactItems=[{"Update": update}, {"Put": put}])  # type: ignore[typeddict-item] # built as plain dicts


def _get(model: type[M], pk: str, sk: str) -> M | None:
    found = dynamodb.get_item(TableName=TABLE, Key=_serialize({"pk": pk, "sk": sk}), ConsistentRead=True)
    item = found.get("Item")
    return (
        model.model_validate({name: _deserializer.deserialize(value) for name, value in item.items()}) if item else None
    )


def _put(pk: str, sk: str, model: BaseModel, condition: str | None = None) -> TransactWriteItemTypeDef:
    item = _serialize({"pk": pk, "sk": sk, **model.model_dump(mode="json", exclude_none=True)})
    put: Any = {"TableName": TABLE, "Item": item} | ({"ConditionExpression": condition} if condition else {})
    return {"Put": put}


def _serialize(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _serializer.serialize(value) for name, value in values.items()}
