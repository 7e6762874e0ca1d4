"""Choosing a wording: the most particular one that can be said with what is known."""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping, Sequence


@functools.lru_cache(maxsize=1024)
def placeholders(wording: str) -> frozenset[str]:
    """Return the names in braces; raise ValueError where the braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(wording) if name is not None)


def said(wordings: Sequence[str], known: Mapping[str, str]) -> str | None:
    """Return the first wording whose placeholders are all known and not empty, filled in; None if there is none."""
    for wording in wordings:
        if all(known.get(name) for name in placeholders(wording)):
            return wording.format_map(known)
    return None
