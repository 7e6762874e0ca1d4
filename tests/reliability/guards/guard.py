"""What a guard is: the edit that takes it out, and the tests that must then fail."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """One guard. `old` stands in its file exactly once; where the file has changed since, the edit is written anew.

    `tests` are what pytest is given: files, or single tests of them where the file takes long.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
