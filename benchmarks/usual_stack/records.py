"""The records: one DynamoDB table, keyed by pk and sk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from aws_lambda_powertools import Tracer
from pydantic import BaseModel

from benchmarks.usual_stack.models import Delivery, DueDelivery, Interview, State, User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBServiceResource

M = TypeVar("M", bound=BaseModel)
TABLE = os.environ["TABLE_NAME"]
tracer = Tracer()
dynamodb: DynamoDBServiceResource = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE)


@tracer.capture_method(capture_response=False)
def user_at(email: str) -> User | None:
    """Return the user with this address."""
    return _get(User, f"ADDRESS#{email}", "USER")


@tracer.capture_method(capture_response=False)
def interview(user_id: str, interview_id: str) -> Interview | None:
    """Return one interview of a user."""
    return _get(Interview, f"USER#{user_id}", f"INTERVIEW#{interview_id}")


@tracer.capture_method(capture_response=False)
def delivery(due: DueDelivery) -> Delivery | None:
    """Return one mail that is owed."""
    return _get(Delivery, f"USER#{due.user_id}", f"DELIVERY#{due.delivery_id}")


@tracer.capture_method(capture_response=False)
def save(user: User, meeting: Interview, owed: list[Delivery]) -> None:
    """Write what an invite brings, all of it or nothing."""
    pk = f"USER#{user.id}"
    puts = [
        _put(f"ADDRESS#{user.email}", "USER", user),
        _put(pk, f"INTERVIEW#{meeting.id}", meeting),
        *(_put(pk, f"DELIVERY#{one.id}", one) for one in owed),
    ]
    dynamodb.meta.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])


@tracer.capture_method(capture_response=False)
def count_mail(user_id: str, limit: int) -> None:
    """Count a mail against the day's budget of its user; raise ConditionalCheckFailedException where it is spent."""
    table.update_item(
        Key={"pk": f"BUDGET#{user_id}", "sk": f"DAY#{datetime.now(UTC):%Y-%m-%d}"},
        UpdateExpression="ADD #count :one",
        ConditionExpression="attribute_not_exists(#count) OR #count < :limit",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues={":one": 1, ":limit": limit},
    )


@tracer.capture_method(capture_response=False)
def mark_sent(sent: Delivery, ses_message_id: str) -> None:
    """Note that a mail left, and under which id, so that a reply finds it."""
    known = {"pk": f"SENT#{ses_message_id}", "sk": "DELIVERY", "user_id": sent.user_id, "delivery_id": sent.id}
    dynamodb.meta.client.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    "TableName": TABLE,
                    "Key": {"pk": f"USER#{sent.user_id}", "sk": f"DELIVERY#{sent.id}"},
                    "UpdateExpression": "SET #state = :sent, ses_message_id = :id",
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": {":sent": State.SENT.value, ":id": ses_message_id},
                }
            },
            {"Put": {"TableName": TABLE, "Item": known}},
        ]
    )


def _get(model: type[M], pk: str, sk: str) -> M | None:
    item: Mapping[str, Any] | None = table.get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item")
    return model.model_validate(item) if item else None


def _put(pk: str, sk: str, model: BaseModel) -> Any:
    item = {"pk": pk, "sk": sk, **model.model_dump(mode="json", exclude_none=True)}
    return {"TableName": TABLE, "Item": item}
