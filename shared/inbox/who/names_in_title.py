"""Whom a meeting's title names.

"Coffee: Priya / Jordan", "Priya <> Jordan", "Informational interview with Priya Nair (Harbor Health)".

A name is one to four words with capitals that are no words of meetings. Which of two names is the user's is told by
the user's own names; without them neither is taken.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.tables import single_words

_WITH = re.compile(
    r"(?:\bwith|\bw/|\bmit|\bavec|\bcon|\bcom|\bmet|\bmed|\bz|与|與)\s*(?P<rest>.+)$|(?P<before>.+?)(?:さん|様)(?:との|と)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?P<rest>.+)$|\bzwischen\s+(?P<rest2>.+)$|\bentre\s+(?P<rest3>.+)$", re.IGNORECASE)
_PARTING = re.compile(
    r"\s*(?:<\s?-?\s?>|<=>|<|>|↔|⇄|/|\||&|\+|\b(?:x|and|und|et|y|e|en|re|about|regarding|for|on)\b|\u00d7|\s[-\u2013\u2014]\s|,\s|·|:)\s*"
)
_COMPANY = re.compile(
    r"\s*(?:\((?P<brackets>[^()]{2,60})\)"
    r"|,?\s+(?:(?:at|of|from|bei|von|chez|de chez|da|presso|bij)\s+|@\s?)(?P<at>[A-Z0-9][^()|/,<>]{1,60}))"
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_NO_NAMES = frozenset(
    single_words(
        """
        coffee chat informational interview intro introduction introductory call meeting sync catch catchup up meet
        greet talk video phone zoom teams google hangout quick virtual lunch tea breakfast dinner drinks career advice
        q&a qa info session conversation discussion weekly monthly biweekly standup review planning kickoff kick-off
        onboarding demo screening panel networking mentoring mentorship mentor 1:1 1-1 one-on-one 30 min mins minute
        minutes hour tbd tbc hold invitation invite updated update rescheduled canceled cancelled reminder connect
        connecting product design engineering marketing sales data research team teams office hours company job role
        work industry the a an my our your with for about and re fwd time check-in checkin follow followup follow-up
        hello hi welcome event appointment slot webinar workshop training kaffee gesprach gesprach informationsgesprach
        kennenlernen termin austausch telefonat besprechung treffen interviewtermin entretien cafe appel reunion
        rencontre discussion echange entrevista llamada charla cafecito conversa bate-papo chamada colloquio incontro
        caffe chiamata riunione gesprek koffie kennismaking afspraak belafspraak bellen vergadering information
        informationnel informativa informativo informativ exploratory exploration alumni student college university
        school class lecture lab project conference summit hr recruiter recruiting hiring manager ceo cto cfo vp monday
        tuesday wednesday thursday friday saturday sunday january february march april june july august september
        october november december today tomorrow board all hands company-wide strategy roadmap budget ops operations
        support head director lead leader president officer chief analyst designer engineer founder professor scientist
        developer customer client partner vendor finance legal security test testing health
        """
    )
)
_COMPANY_ENDINGS = frozenset(
    single_words(
        "inc corp corporation llc ltd limited gmbh ag sa sarl plc kg bv co group partners labs foundation institute"
    )
)
_MET = re.compile(
    r"\b(?:with|meet|meeting|interviewer:?|host:?|mit|avec|con|com|met)\s{1,2}"
    r"([^\W\d_a-z][\w'’-]{1,30} [^\W\d_a-z][\w'’-]{1,30})"
)
_MOST_WORDS, _LONGEST_TITLE, _LONGEST_TEXT = 4, 300, 20_000


class Named(NamedTuple):
    """A name in a title, with the company that stands beside it; `pair`: it was one of two names."""

    name: str
    company: str | None = None
    pair: bool = False


def named_in(title: str, own_names: frozenset[str]) -> Named | None:
    """Return the one person whom a title names besides the user, or None where there is none or it is not clear.

    `own_names` are the user's names, folded: the whole and its first word.
    """
    title = re.sub(r"\b(?:1:1|1-1|1on1)\b", " ", title[:_LONGEST_TITLE]).strip()
    behind = _BETWEEN.search(title) or _WITH.search(title)
    if behind:
        rest = next(group for group in behind.groups() if group)
        found = [one for one in _names(rest) if not _is_own(one.name, own_names)]
        others = _names(rest)
        if len(found) == 1:
            return found[0]._replace(pair=len(others) > 1)
        return None
    found = _names(title)
    left = [one for one in found if not _is_own(one.name, own_names)]
    if len(found) == 2 and len(left) == 1:  # noqa: PLR2004 - a pair of which one is the user
        return left[0]._replace(pair=True)
    if len(found) == 1 and len(left) == 1 and " " in left[0].name and _has_meeting_part(title):
        return left[0]
    return None


def all_named_in(title: str) -> tuple[str, ...]:
    """Return every name that a title may hold, the user's too."""
    return tuple(one.name for one in _names(title[:_LONGEST_TITLE]))


def names_met_in(text: str) -> tuple[str, ...]:
    """Return the full names that a text says one meets: "You will be speaking with Priya Nair"."""
    found = (match[1] for match in _MET.finditer(text[:_LONGEST_TEXT]))
    return tuple(dict.fromkeys(name for name in found if is_name(name)))


def is_name(text: str) -> bool:
    """Tell whether a text looks like a person's name: one to four capitalised words, none of a meeting's."""
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or any(character.isdigit() for character in text):
        return False
    if not all(
        _WORD.fullmatch(word) and (word[0].isupper() or word in _PARTICLES or not word[0].isascii()) for word in words
    ):
        return False
    if fold(words[-1]).strip(".,") in _COMPANY_ENDINGS:
        return False
    return not any(fold(word).strip(".") in _NO_NAMES for word in words) and any(len(word) > 1 for word in words)


_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "del",
        "della",
        "bin",
        "ibn",
        "al",
        "el",
        "ten",
        "ter",
        "zu",
        "und",
        "y",
    ]
)


def _names(text: str) -> list[Named]:
    found = []
    for match in _parts(text):
        company = _COMPANY.search(match)
        name = (match[: company.start()] if company else match).strip(" .,;:'\"")
        if is_name(name):
            stated = next((group.strip() for group in company.groups() if group), None) if company else None
            found.append(Named(name, stated))
    return found


def _has_meeting_part(title: str) -> bool:
    """Tell whether another part of a title is words of a meeting, as of "Coffee chat: Priya Nair".

    Without, "System Upgrade" would pass for a name.
    """
    parts = [fold(part).split() for part in _parts(title)]
    return any(part and all(word.strip(".,") in _NO_NAMES for word in part) for part in parts)


def _parts(text: str) -> list[str]:
    """Part a title at its separators, brackets kept whole."""
    held = re.sub(r"\([^()]*\)", lambda match: match[0].translate(_HOLD), text)
    return [part.translate(_RELEASE).strip() for part in _PARTING.split(held)[:20] if part and part.strip()]


_HELD = "/|&+,:-"
_HOLD = {ord(character): 0xE000 + number for number, character in enumerate(_HELD)}
_RELEASE = {0xE000 + number: character for number, character in enumerate(_HELD)}


def _is_own(name: str, own_names: frozenset[str]) -> bool:
    folded = fold(name)
    return folded in own_names or (folded.split(" ")[0] in own_names and " " not in folded)
