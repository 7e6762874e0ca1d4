"""CPU time of something, so measured that a busy machine is not taken for slow code."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

TRIES = 3
_Result = TypeVar("_Result")


def within(seconds: float, do: Callable[[], _Result], clock: Callable[[], float] = time.process_time) -> _Result:
    """Return what `do` returns; raise AssertionError where it took longer than that in each of three tries.

    What is slow by itself is slow each time. CPU time is not the code's own: where a host takes the processor away from
    a virtual machine, the process pays.
    """
    took = list[float]()
    while len(took) < TRIES:
        began = clock()
        result = do()
        took.append(clock() - began)
        if took[-1] <= seconds:
            return result
    raise AssertionError(f"took {min(took):.2f} s of CPU, at the most {seconds:g} s are allowed")
