"""Doing the same to several things at once, for what spends its time waiting for AWS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

# The clients may be shared by threads (shared/adapters/aws_direct.py, botocore). A sweep is bound by a function's share
# of a processor beyond about this many.
AT_ONCE = 4


def at_once(do: Callable[[_Thing], _Result], things: Sequence[_Thing]) -> list[_Result]:
    """Return what `do` returns for each thing, in their order; a few run at a time."""
    # Imported here: only a sweep that found something needs it, and starting a function is what its user waits for.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - as above

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, things))
