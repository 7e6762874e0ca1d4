"""DynamoDB in a dictionary: the operations that Foreword calls, behind the strict rules, a hundred times moto's speed.

Thousands of crash points need that speed. That it does what moto does is held by the records' contract
(tests/integration/test_records.py), which runs over both, and by the part of the sweep that runs over moto.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.exceptions import ClientError
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from tests.reliability.expressions import Expression, Item
from tests.reliability.strict.clients import Rules
from tests.reliability.strict.dynamodb import INDEX_KEYS, KEYS

Key = tuple[str, str]


class MemoryDynamoDB:
    """Stands where DynamoDB's client does; one table. `stream` holds what was written, as Lambda is handed it."""

    def __init__(self, rules: Rules) -> None:
        self.items: dict[Key, Item] = {}
        self.stream: list[dict[str, Any]] = []
        self._rules = rules
        self._written = 0

    def get_item(self, **request: Any) -> dict[str, Any]:
        """AWS: GetItem."""
        self._check("GetItem", request)
        found = self.items.get(_key(request["Key"]))
        return {"Item": copy.deepcopy(found)} if found else {}

    def batch_get_item(self, **request: Any) -> dict[str, Any]:
        """AWS: BatchGetItem; what is found comes in no order that means anything."""
        self._check("BatchGetItem", request)
        ((table, asked),) = request["RequestItems"].items()
        found = [self.items[_key(key)] for key in reversed(asked["Keys"]) if _key(key) in self.items]
        return {"Responses": {table: copy.deepcopy(found)}, "UnprocessedKeys": {}}

    def put_item(self, **request: Any) -> dict[str, Any]:
        """AWS: PutItem."""
        self._check("PutItem", request)
        self._write_one("Put", request)
        return {}

    def update_item(self, **request: Any) -> dict[str, Any]:
        """AWS: UpdateItem; ReturnValues may ask for the item as it then is."""
        self._check("UpdateItem", request)
        self._write_one("Update", request)
        return {"Attributes": self._item_at(request)} if request.get("ReturnValues") == "ALL_NEW" else {}

    def delete_item(self, **request: Any) -> dict[str, Any]:
        """AWS: DeleteItem."""
        self._check("DeleteItem", request)
        self._write_one("Delete", request)
        return {}

    def transact_write_items(self, **request: Any) -> dict[str, Any]:
        """AWS: TransactWriteItems: all conditions are looked at before anything is written."""
        if self._check("TransactWriteItems", request):
            return {}
        actions = [next(iter(action.items())) for action in request["TransactItems"]]
        held = [self._holds(said) for _, said in actions]
        if not all(held):
            reasons = [{"Code": "None" if one else "ConditionalCheckFailed"} for one in held]
            raise _refusal("TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons)
        for kind, said in actions:
            self._write(kind, said)
        return {}

    def batch_write_item(self, **request: Any) -> dict[str, Any]:
        """AWS: BatchWriteItem."""
        self._check("BatchWriteItem", request)
        for requests in request["RequestItems"].values():
            for one in requests:
                self._write("Put", {"Item": one["PutRequest"]["Item"]})
        return {"UnprocessedItems": {}}

    def query(self, **request: Any) -> dict[str, Any]:
        """AWS: Query, of the table or of the index over open Deliveries."""
        self._check("Query", request)
        keys = INDEX_KEYS if request.get("IndexName") else KEYS
        in_it = [item for item in self.items.values() if set(keys) <= set(item)]

        def order(item: Mapping[str, Any]) -> tuple[str, Key]:
            return item[keys[1]]["S"], _key(item)

        found = sorted(
            (item for item in in_it if self._condition(request, "KeyConditionExpression").holds(item)), key=order
        )
        start = request.get("ExclusiveStartKey")
        if start:
            found = [item for item in found if order(item) > order(start)]
        page = found[: request.get("Limit", len(found))]
        answer: dict[str, Any] = {"Items": copy.deepcopy(page), "Count": len(page)}
        if len(page) < len(found):
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in {*KEYS, *keys}}
        return answer

    def _check(self, operation: str, request: dict[str, Any]) -> bool:
        model = _model().operation_model(operation)
        report = ParamValidator().validate(request, model.input_shape) if model.input_shape else None
        if report and report.has_errors():
            raise ValueError(report.generate_report())
        return self._rules.check(model, request)

    def _write_one(self, kind: str, said: Mapping[str, Any]) -> None:
        if not self._holds(said):
            shows = said.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            held = self._item_at(said) if shows else None
            raise _refusal(f"{kind}Item", "ConditionalCheckFailedException", **({"Item": held} if held else {}))
        self._write(kind, said)

    def _item_at(self, said: Mapping[str, Any]) -> Item | None:
        return copy.deepcopy(self.items.get(_key(said["Key"])))

    def _holds(self, said: Mapping[str, Any]) -> bool:
        if "ConditionExpression" not in said:
            return True
        held = self.items.get(_key(said.get("Key") or said["Item"]))
        return self._condition(said, "ConditionExpression").holds(held)

    def _condition(self, said: Mapping[str, Any], name: str) -> Expression:
        names, values = said.get("ExpressionAttributeNames", {}), said.get("ExpressionAttributeValues", {})
        return Expression(said[name], names, values)

    def _write(self, kind: str, said: Mapping[str, Any]) -> None:
        if kind == "ConditionCheck":
            return
        key = _key(said.get("Key") or said["Item"])
        old = self.items.get(key)
        new: Item | None = None
        if kind == "Put":
            new = copy.deepcopy(said["Item"])
        elif kind == "Update":
            new = self._condition(said, "UpdateExpression").apply(old or copy.deepcopy(said["Key"]))
        if new == old:
            return
        if new is None:
            del self.items[key]
        else:
            self.items[key] = new
        self._record(key, old, new)

    def _record(self, key: Key, old: Item | None, new: Item | None) -> None:
        """Note a change as the stream hands it to Lambda; a write that changes nothing makes no record."""
        self._written += 1
        changed: dict[str, Any] = {
            "Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
            "SequenceNumber": f"{self._written:021d}",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        }
        if old:
            changed["OldImage"] = old
        if new:
            changed["NewImage"] = new
        name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        self.stream.append({"eventID": str(self._written), "eventName": name, "dynamodb": changed})


def _key(item: Mapping[str, Any]) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


@functools.cache
def _model() -> ServiceModel:
    return botocore.session.get_session().get_service_model("dynamodb")


def _refusal(operation: str, code: str, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}, **more}
    return ClientError(answer, operation)
