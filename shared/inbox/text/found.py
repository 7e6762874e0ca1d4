"""One reading of a meeting in one source of a mail's text."""

from __future__ import annotations

import dataclasses
import enum

from shared.domain.invite import Person
from shared.inbox.text.dates_in_words import Doubt, When


class Source(enum.StrEnum):
    """The kinds of sources. Two of one kind that differ speak of two meetings."""

    TEXT = "text"
    SUBJECT = "subject"
    MARKUP = "markup"
    LINK = "link"


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What one source says; `evidence` names the source in words for the user."""

    when: When | Doubt
    source: Source
    evidence: str
    title: str | None = None
    location: str | None = None
    organizer: Person | None = None
    guests: tuple[Person, ...] = ()
    description: str | None = None
    # Which header block of the forward it stands under: None is not known, -1 above all of them.
    layer: int | None = None
