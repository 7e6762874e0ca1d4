"""What a user's reply asks, once it is read: every field is a fact of the domain, no line of text is left to parse."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import timedelta

from shared.domain.contact import Contact
from shared.domain.debrief import Debrief
from shared.domain.delivery import NO_FACTS
from shared.domain.interview import Snapshot, User
from shared.domain.invite import Invite


class Want(enum.StrEnum):
    """A mail that a reply asks for, and that changes nothing."""

    LIST = "list"
    EXPORT = "export"
    COMPARE = "compare"
    HELP = "help"
    ERASE = "erase"


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the user names: who they were pointed to, or whom they want to ask. `why` is in their words."""

    name: str
    email: str | None = None
    company: str | None = None
    why: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Corrections:
    """What the user says the record should be; None where they did not speak of it.

    `contact` is the whole contact as corrected, `moved` an invite that says when alone.
    """

    contact: Contact | None = None
    moved: Invite | None = None
    length: timedelta | None = None
    where: str | None = None
    cancelled: bool = False

    @property
    def is_any(self) -> bool:
        """Tell whether anything is corrected."""
        return self != Corrections()


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """What the user says of themselves; None where they did not. `waking` is "07:00-22:00", `tone` one of the three."""

    name: str | None = None
    field: str | None = None
    strengths: tuple[str, ...] | None = None
    zone: str | None = None
    waking: str | None = None
    tone: str | None = None
    unread: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a proven user. `about` is the meeting that it speaks of, None where it names none.

    `notes` is the new text that is no command, `debrief` what all notes of the meeting say with it. `swapped` and
    `own_words` name questions by id, `answers` are what the notes say to a question. `also` are addresses that the user
    says are theirs, each with the code that proves it. `unclear` are lines that were not understood, `in_doubt` those
    that could mean two things, `needs_meeting` words that are about a meeting that could not be found.
    """

    mail_id: str
    user: User
    recipient: str
    references: tuple[str, ...] = ()
    about: Snapshot | None = None
    notes: str = ""
    debrief: Debrief | None = None
    corrections: Corrections = Corrections()
    swapped: tuple[str, ...] = ()
    not_swapped: tuple[str, ...] = ()
    own_words: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    answers: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_FACTS)
    met: tuple[Named, ...] = ()
    ask: tuple[Named, ...] = ()
    profile: Profile | None = None
    keeps_in_touch: bool = False
    wants: tuple[Want, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    unclear: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    needs_meeting: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Tell whether anything is asked or told beyond the words that `words.py` knows."""
        return self != Reply(self.mail_id, self.user, self.recipient, self.references, self.about)
