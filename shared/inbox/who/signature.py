"""What a signature or a sentence states of a person: job title and company.

"Best, / Priya Nair / Head of Product, Harbor Health", or "Priya Nair, Head of Product at Harbor Health".
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import NamedTuple

from shared.inbox.mime.plain_text import lines_of, unmarked
from shared.inbox.who.names_in_title import is_name
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import CLOSINGS

_AT = re.compile(r"\s+(?:at|@|bei|chez|en|na|presso|bij)\s+|\s*[|·•]\s*|,\s+|\s+[-\u2013\u2014]\s+")
_LONGEST = 90
_NAME_LENGTHS = range(2, 51)
# No closing is as long, marks and blanks around it counted; most lines need no further look.
_LONGEST_CLOSING = 80
_MOST_LINES = 400


class Signed(NamedTuple):
    """A signature: the name, and what stands below it."""

    name: str
    job_title: str | None = None
    company: str | None = None


def signatures_in(text: str) -> list[Signed]:
    """Return the signatures of a text: a closing, a name, and perhaps a line of job title and company."""
    lines = lines_of(text)[:_MOST_LINES]
    found = []
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_CLOSING or not _is_closing(unmarked(line)):
            continue
        below = [plain for later in lines[at + 1 : at + 7] if (plain := unmarked(later))][:3]
        if below and not _is_closing(below[0]) and is_name(below[0].strip(" ,")):
            title, company = job_and_company(below[1]) if len(below) > 1 else (None, None)
            if title and not company and len(below) > 2 and is_company_line(below[2]):  # noqa: PLR2004 - a third line
                company = below[2]
            found.append(Signed(below[0].strip(" ,"), title, company))
    return found


@functools.cache
def _roles() -> re.Pattern[str]:
    """Return the words of a job title; few mails hold a line to look for them in, and it takes a while to compile."""
    return re.compile(
        r"\b(?:head|director|manager|engineer|lead|leader|vp|vice president|president|officer|chief|analyst|designer"
        r"|consultant"
        r"|partner|founder|co-founder|cofounder|ceo|cto|cfo|coo|cmo|cpo|professor|lecturer|scientist|researcher|nurse|physician"
        r"|doctor|surgeon|editor|journalist|producer|recruiter|specialist|coordinator|counsel|attorney|lawyer|architect"
        r"|developer|associate|teacher|planner|strategist|administrator|assistant|advisor|adviser|principal|supervisor"
        r"|accountant|buyer|owner|writer|curator|librarian|geschaftsfuhrer(?:in)?|leiter(?:in)?|\w*leiter(?:in)?|referent(?:in)?"
        r"|directeur|directrice|responsable|chef|cheffe|ingenieur(?:e)?|ingenieurin|director(?:a)?|gerente|jefe|jefa|ingenier[oa]"
        r"|diretor(?:a)?|coordenador(?:a)?|engenheir[oa]|direttore|direttrice|responsabile|ingegnere|hoofd|directeur|"
        r"projectleider|adviseur|ontwikkelaar)\b"
    )


def _is_closing(line: str) -> bool:
    return line == "--" or fold(line).strip(" ,.!-\u2013") in CLOSINGS


def stated_of(name: str, text: str) -> Signed | None:
    """Return what a sentence states of a person by name: "Priya Nair, Head of Product at Harbor Health"."""
    if " " not in name:
        return None
    pattern = re.compile(
        rf"{re.escape(name)}\s?(?:,|\(|\bis\b(?: the| a| an| our)?|[-\u2013\u2014|])\s?([^\n()]{{3,120}})",
        re.IGNORECASE,
    )
    for match in pattern.finditer(text[:20000]):
        title, company = job_and_company(re.split(r"[.;!?](?:\s|$)", match[1])[0])
        if title:
            return Signed(name, title, company)
    return None


def stated_below(name: str, text: str) -> Signed | None:
    """Return what the line below a line of nothing but the name states: a signature without a closing."""
    if name.split(maxsplit=1)[0].casefold() not in text.casefold():
        return None
    lines = [unmarked(line).strip(" ,") for line in lines_of(text)[:_MOST_LINES]]
    for line, below in itertools.pairwise(lines):
        if fold(line) == fold(name):
            title, company = job_and_company(below)
            if title:
                return Signed(name, title, company)
    return None


def job_and_company(line: str) -> tuple[str | None, str | None]:
    """Part "Head of Product, Harbor Health" into job title and company; (None, None) where it states no job."""
    line = line.strip(" ,.|-")
    if not line or len(line) > _LONGEST or "@" in line or "http" in line.lower():
        return None, None
    parts = [part.strip(" ,.") for part in _AT.split(line, maxsplit=2) if part.strip(" ,.")]
    if not parts or not _roles().search(fold(parts[0])):
        return None, None
    if len(parts) > 2 and _roles().search(fold(parts[1])):  # noqa: PLR2004 - "Director, Product Manager, Harbor Health"
        return f"{parts[0]}, {parts[1]}", parts[2] if is_company_line(parts[2]) else None
    return parts[0], parts[1] if len(parts) > 1 and is_company_line(parts[1]) else None


def is_company_line(line: str) -> bool:
    """Tell whether a short line may be a company's name: a capital first, no number of a telephone, no address."""
    return (
        len(line) in _NAME_LENGTHS
        and (line[0].isupper() or line[0].isdigit())
        and not re.search(r"@|https?:|\d{4}|\+\d", line)
    )
