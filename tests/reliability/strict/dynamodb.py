"""DynamoDB's rules (AWS: "Quotas in Amazon DynamoDB", "Expressions", API reference of each operation)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.reliability.strict.refusal import Broken

ITEM_BYTES = 400 * 1024
TRANSACTION_BYTES = 4 * 1024 * 1024
PARTITION_KEY_BYTES = 2048
SORT_KEY_BYTES = 1024
EXPRESSION_BYTES = 4096
DIGITS = 38
DEPTH = 32
BATCH = 25
BATCH_OF_KEYS = 100
LARGEST, SMALLEST = Decimal("9.9999999999999999999999999999999999999E+125"), Decimal("1E-130")
_PLACEHOLDER = re.compile(r"[#:][A-Za-z0-9_]+")
_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD|DELETE)\b", re.IGNORECASE)
_EXPRESSIONS = (
    "UpdateExpression", "ConditionExpression", "KeyConditionExpression", "FilterExpression", "ProjectionExpression",
)  # fmt: skip

Item = Mapping[str, Mapping[str, Any]]
# The table's and its indexes' keys: pk and sk first, all are texts.
KEYS = ("pk", "sk")
INDEX_KEYS = ("open_shard", "check_at")


def check(operation: str, request: Mapping[str, Any]) -> None:
    """Raise Broken where DynamoDB refuses the request."""
    if operation == "TransactWriteItems":
        _check_transaction(request["TransactItems"])
    elif operation == "BatchWriteItem":
        _check_batch(request["RequestItems"])
    elif operation == "BatchGetItem":
        _check_batch_of_keys(request["RequestItems"])
    elif operation in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"):
        _check_one(request)
        if operation == "Query" and request.get("IndexName") and request.get("ConsistentRead"):
            raise Broken("a global secondary index cannot be read consistently")


def size_of(item: Item) -> int:
    """Return an item's size in bytes (AWS: "DynamoDB item sizes and formats"), a little more than it counts."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _check_transaction(actions: list[Mapping[str, Any]]) -> None:
    touched, total = set(), 0
    for action in actions:
        ((kind, said),) = action.items() if len(action) == 1 else ((None, {}),)
        if kind is None:
            raise Broken("an action that is not exactly one of Put, Update, Delete, ConditionCheck")
        if kind == "ConditionCheck" and not said.get("ConditionExpression"):
            raise Broken("a ConditionCheck without a condition")
        _check_one(said)
        key = _key_text(said["TableName"], said.get("Key") or said["Item"])
        if key in touched:
            raise Broken("Transaction request cannot include multiple operations on one item")
        touched.add(key)
        total += size_of(said.get("Item", {})) + size_of(said.get("ExpressionAttributeValues", {}))
    if total > TRANSACTION_BYTES:
        raise Broken(f"a transaction of {total} bytes")


def _check_batch(tables: Mapping[str, list[Mapping[str, Any]]]) -> None:
    requests = [(table, request) for table, listed in tables.items() for request in listed]
    if not 1 <= len(requests) <= BATCH or not all(tables.values()):
        raise Broken(f"a batch of {len(requests)} requests")
    touched = set()
    for table, request in requests:
        item = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
        _check_item(item)
        key = _key_text(table, item)
        if key in touched:
            raise Broken("Provided list of item keys contains duplicates")
        touched.add(key)


def _check_batch_of_keys(tables: Mapping[str, Mapping[str, Any]]) -> None:
    keys = [(table, key) for table, asked in tables.items() for key in asked["Keys"]]
    if not 1 <= len(keys) <= BATCH_OF_KEYS:
        raise Broken(f"a batch of {len(keys)} keys")
    for _, key in keys:
        if sorted(key) != sorted(KEYS):
            raise Broken("The provided key element does not match the schema")
        _check_keys(key)
    if len({_key_text(table, key) for table, key in keys}) != len(keys):
        raise Broken("Provided list of item keys contains duplicates")


def _check_one(said: Mapping[str, Any]) -> None:
    if "Item" in said:
        _check_item(said["Item"])
    if "Key" in said:
        if sorted(said["Key"]) != sorted(KEYS):
            raise Broken("The provided key element does not match the schema")
        _check_keys(said["Key"])
    for value in said.get("ExpressionAttributeValues", {}).values():
        _check_value(value)
    _check_expressions(said)
    if "UpdateExpression" in said:
        _check_update(said)


def _check_item(item: Item) -> None:
    if not set(KEYS) <= set(item):
        raise Broken("One of the required keys was not given a value")
    _check_keys(item)
    for name, value in item.items():
        if not 1 <= len(name.encode()) <= 64 * 1024:
            raise Broken("an attribute's name of that length")
        _check_value(value)
    if size_of(item) > ITEM_BYTES:
        raise Broken(f"Item size has exceeded the maximum allowed size: {size_of(item)}")


def _check_keys(item: Item) -> None:
    limits = {"pk": PARTITION_KEY_BYTES, "sk": SORT_KEY_BYTES, "open_shard": PARTITION_KEY_BYTES}
    for name in (*KEYS, *INDEX_KEYS):
        if name not in item:
            continue
        if set(item[name]) != {"S"}:
            raise Broken(f"Type mismatch for key {name}")
        length = len(_utf8(item[name]["S"]))
        if not 1 <= length <= limits.get(name, SORT_KEY_BYTES):
            raise Broken(f"the key {name} has {length} bytes")


def _check_value(value: Mapping[str, Any], depth: int = 1) -> None:
    if len(value) != 1:
        raise Broken("an attribute value with not exactly one type")
    if depth > DEPTH:
        raise Broken("Nesting Levels have exceeded supported limits")
    ((kind, said),) = value.items()
    if kind == "S":
        _utf8(said)
    elif kind == "N":
        _check_number(said)
    elif kind in ("SS", "NS", "BS"):
        if not said or len(set(said)) != len(said):
            raise Broken("an empty set, or one with duplicates")
        for one in said:
            _check_value({kind[0]: one})
    elif kind in ("L", "M"):
        for one in said if kind == "L" else said.values():
            _check_value(one, depth + 1)


def _check_number(text: str) -> None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Broken("The parameter cannot be converted to a numeric value") from None
    if not number.is_finite():
        raise Broken("The parameter cannot be converted to a numeric value")
    # normalize() would round to the context's 28 digits.
    digits = len("".join(map(str, number.as_tuple().digits)).strip("0"))
    if digits > DIGITS:
        raise Broken(f"Attempting to store more than {DIGITS} significant digits in a Number")
    if number and not SMALLEST <= abs(number) <= LARGEST:
        raise Broken("Number overflow or underflow")


def _check_expressions(said: Mapping[str, Any]) -> None:
    expressions = [said[name] for name in _EXPRESSIONS if name in said]
    for expression in expressions:
        if not expression.strip() or len(expression.encode()) > EXPRESSION_BYTES:
            raise Broken("an expression that is empty or longer than 4 KB")
    used = set(_PLACEHOLDER.findall(" ".join(expressions)))
    declared = set()
    for parameter in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if parameter in said and not said[parameter]:
            raise Broken(f"{parameter} must not be empty")
        declared |= set(said.get(parameter, {}))
    if declared - used:
        raise Broken(f"unused in expressions: {', '.join(sorted(declared - used))}")
    if used - declared:
        raise Broken(f"not defined: {', '.join(sorted(used - declared))}")


def _check_update(said: Mapping[str, Any]) -> None:
    names = said.get("ExpressionAttributeNames", {})
    paths = [_resolved(path, names) for path in _paths(said["UpdateExpression"])]
    for index, path in enumerate(paths):
        if path.split(".", 1)[0] in KEYS:
            raise Broken(f"Cannot update attribute {path}. This attribute is part of the key")
        for other in paths[index + 1 :]:
            if path == other or path.startswith(other + ".") or other.startswith(path + "."):
                raise Broken(f"Two document paths overlap with each other: {path}, {other}")
    clauses = [clause.upper() for clause in _CLAUSE.findall(said["UpdateExpression"])]
    if len(clauses) != len(set(clauses)):
        raise Broken("a clause can be used only once in an update expression")


def _paths(expression: str) -> Iterator[str]:
    """Yield what an update expression writes to: the targets of SET, REMOVE, ADD and DELETE."""
    parts = _CLAUSE.split(expression)
    for clause, body in zip(parts[1::2], parts[2::2], strict=True):
        for part in _split_outside_brackets(body):
            yield part.split("=", 1)[0].strip() if clause.upper() == "SET" else part.split()[0]


def _split_outside_brackets(body: str) -> Iterator[str]:
    depth, start = 0, 0
    for index, letter in enumerate(body):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield body[start:index]
            start = index + 1
    yield body[start:]


def _resolved(path: str, names: Mapping[str, str]) -> str:
    return ".".join(names.get(part, part) for part in path.split("."))


def _key_text(table: str, item: Item) -> str:
    return f"{table}|{item['pk']}|{item['sk']}"


def _size(value: Mapping[str, Any]) -> int:
    ((kind, said),) = value.items()
    if kind == "S":
        return len(_utf8(said))
    if kind == "N":
        return len(str(said)) // 2 + 2
    if kind == "M":
        return 3 + size_of(said) + len(said)
    if kind in ("L", "SS", "NS", "BS"):
        return 3 + sum(1 + _size(one if kind == "L" else {kind[0]: one}) for one in said)
    return len(said) if kind == "B" else 1


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Broken("a text that is no UTF-8", "SerializationException") from None
