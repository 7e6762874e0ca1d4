"""Says what is waited for, with the seconds since the start, and gives up in time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
_START = time.monotonic()
_EVERY = 0.25
# A wait that takes longer than this says so once in this many seconds.
_REMIND = 30.0


def say(text: str) -> None:
    """Print one line of the log."""
    sys.stdout.write(f"[{time.monotonic() - _START:6.1f} s] {text}\n")
    sys.stdout.flush()


def wait_for(what: str, look: Callable[[], _T | None], seconds: float = 30.0) -> _T:
    """Look again and again until `look` returns something; fail with `what` after `seconds`."""
    say(f"waiting for {what} ({seconds:.0f} s at most)")
    begin = reminded = time.monotonic()
    while time.monotonic() - begin < seconds:
        found = look()
        if found:
            say(f"  there after {time.monotonic() - begin:.1f} s")
            return found
        if time.monotonic() - reminded > _REMIND:
            reminded = time.monotonic()
            say(f"  still waiting, {reminded - begin:.0f} s")
        time.sleep(_EVERY)
    raise AssertionError(f"did not come within {seconds:.0f} s: {what}")


def stays_away(what: str, look: Callable[[], object], seconds: float) -> None:
    """Watch for `seconds` that `look` returns nothing; fail with `what` if it does."""
    say(f"watching {seconds:.0f} s that there is no {what}")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            raise AssertionError(f"must not be there: {what}: {found}")
        time.sleep(_EVERY)
