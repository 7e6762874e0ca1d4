"""DynamoDB's calls, and its answers turned into ours: all in this one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.dynamodb_items import Item, serialize
from shared.domain.errors import Conflict, RecordsFault

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# BatchWriteItem takes 25 requests at a time, BatchGetItem 100 keys (AWS: API reference).
BATCH = 25
BATCH_OF_KEYS = 100
CONDITION_FAILED = "ConditionalCheckFailed"
_TO_BE_REDONE = frozenset({CONDITION_FAILED, "TransactionConflict"})
# Words that DynamoDB reserves stand as #word in expressions (AWS: "Reserved words in DynamoDB").
_RESERVED = ("state", "reason", "count", "name")

Action = dict[str, Any]


class ConditionFailed(Conflict):
    """The condition of a single write did not hold; `item` is what stands there, where that was asked for."""

    def __init__(self, item: Item | None = None) -> None:
        super().__init__("a condition did not hold")
        self.item = item


class Cancelled(Conflict):
    """The transaction was cancelled; one reason for each of its actions."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("the transaction was cancelled: " + ", ".join(sorted(set(reasons))))
        self.reasons = reasons


class Table:
    """One table. Keys are typed items; values handed in are plain. Raises Conflict and RecordsFault."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Item) -> Item | None:
        """Read one item, consistently."""
        answer = self._call(self._client.get_item, **self._at(key), ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item

    def get_all(self, keys: Sequence[Item]) -> list[Item | None]:
        """Read several items, each consistently, in one call for a hundred; they come in the order of their keys."""
        # DynamoDB refuses a batch that names one item twice.
        wanted = list({_name(key): key for key in keys}.values())
        if len(wanted) == 1:
            return [self.get(wanted[0])] * len(keys)
        found: dict[tuple[str, str], Item | None] = {}
        for start in range(0, len(wanted), BATCH_OF_KEYS):
            asked: Any = {self._name: {"Keys": wanted[start : start + BATCH_OF_KEYS], "ConsistentRead": True}}
            answer = self._call(self._client.batch_get_item, RequestItems=asked)
            found |= {_name(item): item for item in answer["Responses"].get(self._name, [])}
            # What DynamoDB left is read by itself: the client is patient with a call that is turned away, not with a
            # batch that was answered in part.
            left = answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
            found |= {_name(key): self.get(key) for key in left}
        return [found.get(_name(key)) for key in keys]

    def query(self, **arguments: Any) -> list[Item]:
        """Read one page of items by a condition on their keys."""
        answer = self._call(self._client.query, TableName=self._name, **arguments)
        found: list[Item] = answer["Items"]
        return found

    def query_all(self, **arguments: Any) -> Iterator[Item]:
        """Read the items by a condition on their keys page by page, each page when it is asked for."""
        start: Item = {}
        while True:
            answer = self._call(self._client.query, TableName=self._name, **arguments, **start)
            yield from answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def write(self, item: Item) -> None:
        """Put one plain item, whatever is there."""
        self._call(self._client.put_item, **self.put(item)["Put"])

    def delete(self, key: Item) -> None:
        """Delete one item; one that is gone already is no error."""
        self._call(self._client.delete_item, **self._at(key))

    def put_all(self, items: Sequence[Item]) -> None:
        """Write typed items without a condition, each by itself."""
        for start in range(0, len(items), BATCH):
            requests: list[Any] = [{"PutRequest": {"Item": item}} for item in items[start : start + BATCH]]
            answer = self._call(self._client.batch_write_item, RequestItems={self._name: requests})
            if answer.get("UnprocessedItems"):
                raise RecordsFault("BatchWriteItem left items unprocessed")

    def update_if(self, key: Item, update: str, condition: str, values: Item) -> bool:
        """Update one item where the condition holds; False where it does not, since another was first."""
        try:
            self._call(self._client.update_item, **self.update(key, update, condition, values)["Update"])
        except ConditionFailed:
            return False
        return True

    def update_and_read(self, key: Item, update: str, condition: str, values: Item) -> Item | None:
        """Update one item where the condition holds, and return it as it then stands, or as it stood; None: no item."""
        request = self.update(key, update, condition, values)["Update"]
        try:
            answer = self._call(
                self._client.update_item,
                **request,
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            return failed.item
        item: Item = answer["Attributes"]
        return item

    def transact(self, actions: list[Action]) -> None:
        """Write all of it or nothing; raise Cancelled where a condition did not hold or another writer was first."""
        self._call(self._client.transact_write_items, TransactItems=actions)

    def put_new(self, item: Item) -> Action:
        """Put a plain item that must not be there yet, as an action of a transaction."""
        return self.put_if(item, "attribute_not_exists(pk)")

    def put(self, item: Item) -> Action:
        """Put a plain item, whatever is there."""
        return {"Put": {"TableName": self._name, "Item": serialize(item)}}

    def put_if(self, item: Item, condition: str, values: Item | None = None) -> Action:
        """Put a plain item where the condition holds."""
        action = self.put(item)
        action["Put"] |= {"ConditionExpression": condition, **_placeholders(condition, values or {})}
        return action

    def update(self, key: Item, update: str, condition: str, values: Item) -> Action:
        """Update an item where the condition holds."""
        return {
            "Update": {
                **self._at(key),
                "UpdateExpression": update,
                "ConditionExpression": condition,
                **_placeholders(update + condition, values),
            }
        }

    def check(self, key: Item, condition: str, values: Item) -> Action:
        """Let the transaction stand only where the condition holds of an item that it does not write."""
        return {
            "ConditionCheck": {
                **self._at(key),
                "ConditionExpression": condition,
                **_placeholders(condition, values),
            }
        }

    def _at(self, key: Item) -> dict[str, Any]:
        return {"TableName": self._name, "Key": key}

    @staticmethod
    def _call(operation: Any, **arguments: Any) -> Any:
        try:
            return operation(**arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException":
                standing: Any = error.response.get("Item")
                raise ConditionFailed(standing) from None
            if code == "TransactionConflictException":
                raise Conflict("a transaction is being made on the item") from None
            if code == "TransactionCanceledException":
                reasons = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
                if _TO_BE_REDONE & set(reasons):
                    raise Cancelled(reasons) from None
            raise RecordsFault(f"{operation.__name__}: {code}") from error
        except BotoCoreError as error:
            raise RecordsFault(f"{operation.__name__}: {type(error).__name__}") from error


def _name(key: Item) -> tuple[str, str]:
    return key["pk"]["S"], key["sk"]["S"]


def _placeholders(expression: str, values: Item) -> dict[str, Any]:
    """Name the reserved words and type the values of an expression; DynamoDB refuses empty lists of either."""
    names = {f"#{word}": word for word in _RESERVED if f"#{word}" in expression}
    return {
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": serialize(values)} if values else {}),
    }
