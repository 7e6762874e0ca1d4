"""What to look up before the talk: one list in two lengths, each line with a ready-made link where there is one."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Mapping, Sequence

from shared.domain.language import Language
from shared.domain.links import RESEARCH
from shared.domain.wording import said


class Part(enum.StrEnum):
    """What a line is about, in the order of the list."""

    COMPANY = "company"
    PERSON = "person"
    INDUSTRY = "industry"
    OCCUPATION = "occupation"
    YOURSELF = "yourself"


class Sector(enum.StrEnum):
    """Kinds of employer that are looked up in different places."""

    PUBLIC = "public"
    PRIVATE = "private"
    NONPROFIT = "nonprofit"
    GOVERNMENT = "government"
    SCHOOL = "school"


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One entry of the checklist; research.toml of a language says what each field is for."""

    id: str
    part: Part
    look_for: tuple[str, ...]
    quick: bool = False
    link: str | None = None
    search: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    unsure: str | None = None
    needs: str | None = None
    only_without: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A line as it stands in the pack. `url` and `link` (what it is called) are both empty where there is none."""

    id: str
    part: Part
    text: str
    link: str = ""
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Checklist:
    """`quick` takes about 15 minutes; with `more` it is about 45."""

    quick: tuple[Item, ...]
    more: tuple[Item, ...]


_SCHOOL_DOMAIN = re.compile(r"(^|\.)(edu(\.[a-z]{2})?|ac\.[a-z]{2}|k12\.[a-z]{2}\.us|sch\.[a-z]{2})$")
_GOVERNMENT_DOMAIN = re.compile(r"(^|\.)(gov(\.[a-z]{2})?|mil|gob\.[a-z]{2}|gc\.ca|(ci|co)\.[a-z-]+\.[a-z]{2}\.us)$")
# Whole names only: "Orange County Credit Union" is no county, and "Old School Coffee" no school.
_SCHOOL_NAME = re.compile(
    r"^(university|college) of\b"
    r"|\b(university|college|school district|public schools|(high|middle|elementary) school)$",
    re.IGNORECASE,
)
_GOVERNMENT_NAME = re.compile(r"^(city|county|town|state|port|village) of\b|^[\w. ]+ county$", re.IGNORECASE)
_NONPROFIT_NAME = re.compile(r"\b(foundation|food bank|habitat for humanity|united way)\b", re.IGNORECASE)


def sector_of(company: str | None, email: str | None) -> Sector | None:
    """Tell the kind of employer where its domain or its name says so; None rather than a guess.

    `email` is the contact's address at that company. Whether a company's shares are traded cannot be told from either.
    """
    domain = (email or "").rpartition("@")[2].lower()
    if _SCHOOL_DOMAIN.search(domain):
        return Sector.SCHOOL
    if _GOVERNMENT_DOMAIN.search(domain):
        return Sector.GOVERNMENT
    for pattern, sector in (
        (_GOVERNMENT_NAME, Sector.GOVERNMENT),
        (_SCHOOL_NAME, Sector.SCHOOL),
        (_NONPROFIT_NAME, Sector.NONPROFIT),
    ):
        if pattern.search(company or ""):
            return sector
    return None


def checklist(
    lines: Sequence[Line],
    known: Mapping[str, str],
    searched: Mapping[str, str],
    sector: Sector | None,
    language: Language,
) -> Checklist:
    """Fill in the list for this talk, `known` as it stands in a sentence and `searched` as it is searched for.

    A line is left out where it cannot be said, or is for another kind of employer.
    """
    quick: list[Item] = []
    more: list[Item] = []
    for line in sorted(lines, key=lambda line: list(Part).index(line.part)):
        item = _item(line, known, searched, sector, language)
        if item:
            (quick if line.quick else more).append(item)
    return Checklist(tuple(quick), tuple(more))


def _item(
    line: Line, known: Mapping[str, str], searched: Mapping[str, str], sector: Sector | None, language: Language
) -> Item | None:
    if (line.needs and not known.get(line.needs)) or (line.only_without and known.get(line.only_without)):
        return None
    text = said(line.look_for, known)
    opening = _opening(line, sector)
    if text is None or opening is None:
        return None
    words = language.say("pack.if_it_is_so", opening=opening, text=text) if opening else text[:1].upper() + text[1:]
    search = said(line.search, searched) if line.link else None
    if line.link is None or search is None:
        return Item(line.id, line.part, words)
    return Item(line.id, line.part, words, language.say(f"links.{line.link}"), RESEARCH[line.link](search))


def _opening(line: Line, sector: Sector | None) -> str | None:
    """Return how the line begins: "" where it holds for certain, None where it is not for this kind of employer."""
    if not line.sectors or sector in line.sectors:
        return ""
    return line.unsure if sector is None else None
