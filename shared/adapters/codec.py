"""Domain dataclasses to plain values that DynamoDB can hold, and back, by their type hints.

Times become ISO 8601 in UTC ("2026-11-12T22:00:00Z"), which sorts as text; what is None or empty is left out.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

_T = TypeVar("_T")
Reader = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """Turn a dataclass, or anything inside one, into text, whole numbers, booleans, lists and dicts."""
    # Most of what a record holds is text that UTF-8 can hold.
    if type(value) is str and value.isascii():
        return value
    names = _names(type(value))  # type: ignore[arg-type] # mypy takes the class of Any for unhashable
    if names is not None:
        pairs = ((name, getattr(value, name)) for name in names)
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
    readers, absent = _fields(kind)  # type: ignore[arg-type] # mypy takes a type variable's class for unhashable
    given = {name: readers[name](item) for name, item in plain.items() if name in readers}
    # What was left out since it was None or empty gets its value back.
    return kind(**{name: value for name, value in absent.items() if name not in plain} | given)


def iso(moment: datetime) -> str:
    """Write an aware moment as ISO 8601 in UTC, to the second."""
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


@functools.cache
def _names(kind: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields, None for any other type."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


@functools.cache
def _fields(kind: type) -> tuple[dict[str, Reader], dict[str, Any]]:
    """Return how each field of a dataclass is read, and what stands for those that may be left out."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    absent = {name: _absent(hints[name]) for name in names}
    readers = {name: _reader(hints[name]) for name in names}
    return readers, {name: value for name, value in absent.items() if value is not _REQUIRED}


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


def _reader(hint: Any) -> Reader:
    """Return what makes a value of this type of a plain one."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        return _reader(next(kind for kind in arguments if kind is not type(None)))
    if origin is tuple:
        each = _reader(arguments[0])
        return lambda plain: tuple(each(item) for item in plain)
    if origin is Mapping:
        value = _reader(arguments[1])
        return lambda plain: {str(name): value(item) for name, item in plain.items()}
    if dataclasses.is_dataclass(hint):
        return lambda plain: from_plain(typing.cast("type[Any]", hint), plain)
    if hint is datetime:
        return datetime.fromisoformat
    made: Reader = hint
    return made
