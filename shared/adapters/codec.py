"""Domain dataclasses to plain values that DynamoDB can hold, and back, by their type hints.

Times become ISO 8601 in UTC ("2026-11-12T22:00:00Z"), which sorts as text; what is None or empty is left out.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

_T = TypeVar("_T")


def to_plain(value: Any) -> Any:
    """Turn a dataclass, or anything inside one, into text, whole numbers, booleans, lists and dicts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: to_plain(part) for name, part in pairs if not _is_absent(part)}
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        # A lone surrogate is no text that UTF-8 could hold (RFC 3629, 3), and DynamoDB would refuse the whole item.
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {str(name): to_plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[_T], plain: Mapping[str, Any]) -> _T:
    """Build the dataclass `kind` from what `to_plain` made of one; names it does not know are passed over."""
    hints = _hints(kind)  # type: ignore[arg-type] # mypy takes a type variable's class for unhashable
    known = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type] # kind is a dataclass
    return kind(
        **{name: _value(hints[name], item) for name, item in plain.items() if name in known} | _empty(hints, plain)
    )


def iso(moment: datetime) -> str:
    """Write an aware moment as ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _empty(hints: dict[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Give fields that were left out since they were None or empty their value back."""
    missing = (name for name in hints if name not in plain)
    return {name: _absent(hints[name]) for name in missing if _absent(hints[name]) is not _REQUIRED}


def _is_absent(value: Any) -> bool:
    return value is None or (isinstance(value, tuple | Mapping) and not value)


_REQUIRED = object()


def _absent(hint: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        return ()
    if typing.get_origin(hint) is Mapping:
        return {}
    if isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint):
        return None
    return _REQUIRED


def _value(hint: Any, plain: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        return _value(next(kind for kind in arguments if kind is not type(None)), plain)
    if origin is tuple:
        return tuple(_value(arguments[0], item) for item in plain)
    if origin is Mapping:
        return {str(name): _value(arguments[1], item) for name, item in plain.items()}
    if dataclasses.is_dataclass(hint):
        return from_plain(typing.cast("type[Any]", hint), plain)
    if hint is datetime:
        return datetime.fromisoformat(plain)
    return hint(plain)
