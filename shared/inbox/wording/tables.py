"""How the tables of words are written: as they are read, not as Python quotes them."""

from __future__ import annotations


def phrases(listed: str) -> tuple[str, ...]:
    """Split a table of phrases at its semicolons; line breaks within a phrase are blanks."""
    return tuple(phrase for part in listed.split(";") if (phrase := " ".join(part.split())))


def single_words(listed: str) -> tuple[str, ...]:
    """Split a table of single words at its blanks."""
    return tuple(listed.split())
