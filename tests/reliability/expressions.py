"""DynamoDB's expressions, as many of them as Foreword writes; any other is refused, never guessed.

AWS: "Condition and filter expressions, operators, and functions", "Update expressions". Values stay in DynamoDB's typed
form. Comparing two types is false, as DynamoDB has it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Value = dict[str, Any]
Item = dict[str, Value]

_TOKEN = re.compile(r"\s*([#:]?[A-Za-z_][A-Za-z0-9_]*|<>|<=|>=|[=<>(),+-])")
_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Expression:
    """One expression with its placeholders, read from left to right."""

    def __init__(self, text: str, names: Mapping[str, str], values: Mapping[str, Value]) -> None:
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s", "", text):
            raise NotImplementedError(f"an expression of a form that was not used so far: {text}")
        self._names, self._values, self._at = names, values, 0

    def holds(self, item: Item | None) -> bool:
        """Tell whether a condition holds of an item; None where there is none."""
        held = self._any(item or {})
        self._expect_end()
        return held

    def apply(self, item: Item) -> Item:
        """Return the item as an update leaves it; what is read is read from the item as it was."""
        new = dict(item)
        while self._at < len(self._tokens):
            clause = self._take().upper()
            if clause not in _CLAUSES:
                raise NotImplementedError(f"the clause {clause}")
            while True:
                self._act(clause, item, new)
                if self._peek() != ",":
                    break
                self._take()
        return new

    def _act(self, clause: str, item: Item, new: Item) -> None:
        name = self._name(self._take())
        if clause == "SET":
            self._take_this("=")
            new[name] = self._sum(item)
        elif clause == "REMOVE":
            new.pop(name, None)
        elif clause == "ADD":
            new[name] = _added(item.get(name, {"N": "0"}), self._values[self._take()], 1)
        else:
            raise NotImplementedError(f"the clause {clause}")

    def _sum(self, item: Item) -> Value:
        found = self._operand(item)
        while self._peek() in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            other = self._operand(item)
            if found is None or other is None:
                raise KeyError("an update that reads an attribute which is not there")
            found = _added(found, other, sign)
        if found is None:
            raise KeyError("an update that reads an attribute which is not there")
        return found

    def _any(self, item: Item) -> bool:
        held = self._all(item)
        while (self._peek() or "").upper() == "OR":
            self._take()
            held = self._all(item) or held
        return held

    def _all(self, item: Item) -> bool:
        held = self._one(item)
        while (self._peek() or "").upper() == "AND":
            self._take()
            held = self._one(item) and held
        return held

    def _one(self, item: Item) -> bool:
        if self._peek() == "(":
            self._take()
            held = self._any(item)
            self._take_this(")")
            return held
        if self._peek() in ("attribute_exists", "attribute_not_exists", "begins_with"):
            return self._function(item)
        left = self._operand(item)
        compare = self._take()
        return _compared(compare, left, self._operand(item))

    def _function(self, item: Item) -> bool:
        function = self._take()
        self._take_this("(")
        name = self._name(self._take())
        if function == "begins_with":
            self._take_this(",")
            start = self._operand(item) or {}
            held = name in item and str(item[name].get("S", "")).startswith(str(start["S"]))
        else:
            held = (name in item) == (function == "attribute_exists")
        self._take_this(")")
        return held

    def _operand(self, item: Item) -> Value | None:
        token = self._take()
        return self._values[token] if token.startswith(":") else item.get(self._name(token))

    def _name(self, token: str) -> str:
        return self._names[token] if token.startswith("#") else token

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> str:
        token = self._peek()
        if token is None:
            raise NotImplementedError("an expression that ends too early")
        self._at += 1
        return str(token)

    def _take_this(self, wanted: str) -> None:
        if self._take() != wanted:
            raise NotImplementedError(f"an expression without its {wanted!r}")

    def _expect_end(self) -> None:
        if self._at != len(self._tokens):
            raise NotImplementedError(f"an expression that goes on: {self._tokens[self._at :]}")


def _compared(how: str, left: Value | None, right: Value | None) -> bool:
    """Compare as DynamoDB does: what is not there, or is of another type, is unequal and nothing else."""
    if left is None or right is None or set(left) != set(right):
        return how == "<>"
    ((kind, one),), ((_, other),) = left.items(), right.items()
    if kind == "N":
        return _COMPARE[how](Decimal(one), Decimal(other))
    return _COMPARE[how](one, other)


def _added(one: Value, other: Value, sign: int) -> Value:
    return {"N": str(Decimal(one["N"]) + sign * Decimal(other["N"]))}
