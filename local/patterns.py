"""Event patterns, as Lambda's event filters and EventBridge's rules use them (AWS: "Event patterns in EventBridge")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Tell whether the event has every field that the pattern names, with one of the values that it lists."""
    if not isinstance(event, Mapping):
        return False
    return all(_field_matches(wanted, event.get(name, _ABSENT)) for name, wanted in pattern.items())


_ABSENT = object()


def _field_matches(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, Mapping):
        return matches(wanted, found)
    values = found if isinstance(found, list) else [found]
    return any(_value_matches(test, value) for test in wanted for value in values)


def _value_matches(test: Any, value: Any) -> bool:
    if not isinstance(test, Mapping):
        return bool(test == value)
    operator, operand = next(iter(test.items()))
    if operator == "prefix":
        return isinstance(value, str) and value.startswith(operand)
    if operator == "exists":
        return (value is not _ABSENT) == bool(operand)
    raise NotImplementedError(f"the pattern operator {operator!r}, which no template of ours used so far")
