"""Who the meeting is with, and how sure we are."""

from __future__ import annotations

import dataclasses
import enum

from shared.domain.invite import Person


class Confidence(enum.StrEnum):
    """How sure the reading of a contact is. HIGH is only for what the invite states itself."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# The evidence where the user said it: the record needs no other.
USERS_WORD = "your own word"
# The first line of the evidence where the form of the could-not-read mail named them: the user's word as well.
USERS_FORM = "your form"


@dataclasses.dataclass(frozen=True, slots=True)
class Contact:
    """The person whom the user is going to ask, each fact with its evidence in words for the user.

    `others` are further people of the meeting, the user, rooms and resources left out.
    """

    name: str | None
    email: str | None
    company: str | None
    confidence: Confidence
    evidence: tuple[str, ...] = ()
    job_title: str | None = None
    others: tuple[Person, ...] = ()
    # Whether somebody wrote the company's name; from an address alone its spelling is a guess, fit for a search only.
    company_is_stated: bool = True
