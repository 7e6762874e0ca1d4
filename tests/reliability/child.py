"""Running one function in a process of its own, forked from this one."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn

_MOST_BYTES = 32 * 1024


def in_a_child(do: Callable[[], str]) -> str:
    """Run `do` in a child process and return what it returns; raise AssertionError with what it raised."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        _answer(writes, do)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFEXITED(status), f"ended by signal {os.WTERMSIG(status)}"
    assert os.WEXITSTATUS(status) == 0, answer
    return answer


def _answer(writes: int, do: Callable[[], str]) -> NoReturn:
    try:
        answer, status = do(), 0
    except BaseException as error:  # noqa: BLE001 - the parent is told, whatever it was
        answer, status = f"{type(error).__name__}: {error}", 1
    os.write(writes, answer.encode("utf-8", "replace")[:_MOST_BYTES])
    os._exit(status)
