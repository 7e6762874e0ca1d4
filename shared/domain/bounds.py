"""How much of what a stranger's invite says is kept: an item of the records holds 400 KB, an invite may hold more."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from shared.domain.contact import Contact
from shared.domain.invite import Person

MAX_PEOPLE = 50
MAX_NAME = 200
# RFC 5321, 4.5.3.1: 64 before the @ and 255 after it.
MAX_ADDRESS = 320
MAX_NOTES = 12
MAX_NOTE = 400
MAX_UID = 1000

_P = TypeVar("_P", bound=Person)


def bounded_person(person: _P) -> _P:
    """Cut an endless name; an address that is too long to be one is left out, since a part of it is another's."""
    email = person.email if len(person.email or "") <= MAX_ADDRESS else None
    return dataclasses.replace(person, name=cut(person.name, MAX_NAME), email=email)


def bounded_contact(contact: Contact) -> Contact:
    """Keep of a contact what an item can hold."""
    person = bounded_person(Person(contact.name, contact.email))
    return dataclasses.replace(
        contact,
        name=person.name,
        email=person.email,
        company=cut(contact.company, MAX_NAME),
        job_title=cut(contact.job_title, MAX_NAME),
        evidence=bounded_notes(contact.evidence),
        others=tuple(bounded_person(other) for other in contact.others[:MAX_PEOPLE]),
    )


def bounded_notes(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the first notes on how something was found."""
    return tuple(note[:MAX_NOTE] for note in notes[:MAX_NOTES])


def cut(text: str | None, limit: int) -> str | None:
    """Cut a text at `limit` characters."""
    return None if text is None else text[:limit]
