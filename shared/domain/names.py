"""Names as invites spell them, and how to greet somebody without guessing."""

from __future__ import annotations

import re
import unicodedata

from shared.domain.plain import without_links

MAX_NAME = 60
# What stands in front of a name and is not the name.
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "rev", "sir", "dame", "judge", "hon"})
# What follows a comma and is no first name.
_SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "md", "phd", "rn", "bsn", "msn", "mba", "esq", "cpa", "pe", "dds", "jd", "edd"}
)
# Names of this form are said with an article.
_WITH_ARTICLE = re.compile(
    r"(?:City|County|Town|Village|Port|State|University|College|School|Department|Office|Ministry) of "
)
_BRACKETED = re.compile(r"\s*[(\[{<].*?[)\]}>]\s*")


def display_name(name: str | None) -> str:
    """Return the name as it is written in a sentence; "" where there is none.

    "Nair, Priya (Product)" becomes "Priya Nair"; an address in place of a name is no name.
    """
    bare = without_links(_BRACKETED.sub(" ", name or ""), MAX_NAME).strip("\"' ")
    if "@" in bare or not any(char.isalpha() for char in bare):
        return ""
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    core = [part for part in parts if _bare(part) not in _SUFFIXES]
    if len(core) == 2 and len(core[1].split()) <= 3:  # noqa: PLR2004 - "Last, First Middle"
        after = parts[parts.index(core[1]) + 1 :]
        return ", ".join([f"{core[1]} {core[0]}", *after])
    return bare


def greeting_name(name: str) -> str:
    """Return what to call somebody in an informal greeting: the given name where it is plain which that is.

    Outside the Latin script, and where the first word is an initial or a title, it is the whole name.
    """
    words = name.partition(",")[0].split()
    if not words or not all(_is_latin(char) for char in name if char.isalpha()):
        return name
    first = words[0]
    if _bare(first) in _TITLES or len(_bare(first)) < 2:  # noqa: PLR2004 - an initial
        return " ".join(words)
    return first


def in_a_sentence(company: str) -> str:
    """Return a company's name as it stands after "at": "the City of Fairhaven", "Harbor Health"."""
    return f"the {company}" if _WITH_ARTICLE.match(company) else company


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
