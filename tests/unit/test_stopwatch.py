"""The stopwatch of the tests: what is slow by itself is slow, and a machine that stalls once is not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.stopwatch import within


def clock(*took: float) -> Iterator[float]:
    """Yield when each try begins and ends, by how long it took."""
    return itertools.accumulate(seconds for each in took for seconds in (0.0, each))


@pytest.mark.parametrize("took", [(1.0,), (9.0, 0.5), (9.0, 9.0, 1.0)])
def test_what_is_in_time_once_is_in_time(took: tuple[float, ...]) -> None:
    times, tries = clock(*took), itertools.count(1)
    assert within(1, lambda: next(tries), lambda: next(times)) == len(took)


def test_what_is_slow_each_time_is_too_slow_and_its_fastest_try_is_named() -> None:
    times = clock(9.0, 1.5, 2.0)
    with pytest.raises(AssertionError, match=r"took 1\.50 s of CPU, at the most 1 s"):
        within(1, lambda: None, lambda: next(times))
