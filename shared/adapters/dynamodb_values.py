"""Plain values as DynamoDB's typed ones, and back (AWS: API reference, AttributeValue).

The records hold text, whole numbers, booleans, null, lists and maps, and nothing else; boto3's types.py, which knows
every kind, would bring the whole of boto3 along. Tests hold this file against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# A number has up to 38 digits; DynamoDB would refuse a longer one (AWS: "Data types", numbers).
LIMIT = 10**38


def typed(value: Any) -> dict[str, Any]:
    """Turn a plain value into a typed one: "a" into {"S": "a"}.

    Raises TypeError for what the records never hold, ValueError for a number that DynamoDB would not take.
    """
    # The commonest first; a bool is an int, too, so it has to come before.
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        if not -LIMIT < value < LIMIT:
            raise ValueError("a number of more than 38 digits")
        return {"N": str(value)}
    if isinstance(value, Mapping):
        return {"M": {name: typed(item) for name, item in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [typed(item) for item in value]}
    if value is None:
        return {"NULL": True}
    raise TypeError(f"no {type(value).__name__} can stand in a record")


def untyped(value: Mapping[str, Any]) -> Any:
    """Turn a typed value into a plain one: {"S": "a"} into "a".

    Raises TypeError for a kind that the records never hold, ValueError for a number that is not whole.
    """
    ((kind, held),) = value.items()
    if kind in ("S", "BOOL"):
        return held
    if kind == "N":
        return int(held)
    if kind == "M":
        return {name: untyped(item) for name, item in held.items()}
    if kind == "L":
        return [untyped(item) for item in held]
    if kind == "NULL":
        return None
    raise TypeError(f"no value of the kind {kind} stands in a record")
