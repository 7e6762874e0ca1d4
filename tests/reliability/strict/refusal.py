"""How AWS refuses a request, and the limits that its own service models state."""

from __future__ import annotations

import re
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import ListShape, MapShape, Shape, StructureShape


class Refused(ClientError):  # noqa: N818 - as Broken
    """What a client raises where AWS would have refused the request."""

    def __init__(self, operation: str, why: str, code: str = "ValidationException", status: int = 400) -> None:
        answer: Any = {"Error": {"Code": code, "Message": why}, "ResponseMetadata": {"HTTPStatusCode": status}}
        super().__init__(answer, operation)
        self.why = why


class Broken(Exception):  # noqa: N818 - not an error of a program: a rule of AWS that a request breaks
    """A rule that a request breaks; `code` is AWS's word for it."""

    def __init__(self, why: str, code: str = "ValidationException") -> None:
        super().__init__(why)
        self.code = code


def check_model(shape: Shape | None, value: Any, path: str = "") -> None:
    """Hold a request to the lengths, ranges, patterns and enumerations of its service model; botocore does not."""
    if shape is None:
        return
    if isinstance(shape, StructureShape):
        for name, given in value.items():
            check_model(shape.members.get(name), given, f"{path}.{name}")
    elif isinstance(shape, ListShape):
        _within(shape, len(value), path)
        for given in value:
            check_model(shape.member, given, f"{path}[]")
    elif isinstance(shape, MapShape):
        _within(shape, len(value), path)
        for name, given in value.items():
            check_model(shape.key, name, f"{path} key")
            check_model(shape.value, given, f"{path}.{name}")
    elif isinstance(value, str):
        _check_text(shape, value, path)
    elif isinstance(value, int) and not isinstance(value, bool):
        _within(shape, value, path)


def _check_text(shape: Shape, value: str, path: str) -> None:
    _within(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern, value):
        raise Broken(f"{path} does not satisfy {pattern}")
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        raise Broken(f"{path} is none of {', '.join(allowed)}")


def _within(shape: Shape, size: int, path: str) -> None:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if (low is not None and size < low) or (high is not None and size > high):
        raise Broken(f"{path}: {size} is outside {low} to {high}")
