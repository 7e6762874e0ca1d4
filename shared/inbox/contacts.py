"""Who the meeting is with, and how sure that is."""

from __future__ import annotations

from shared.domain.contact import Confidence, Contact
from shared.domain.invite import Invite, Person


def contact_of(
    invite: Invite, *, user_addresses: frozenset[str], forwarder: Person | None, text: str | None
) -> Contact | None:
    """Return whom the user meets, or None. `user_addresses` are lower case; `forwarder` is the user as well."""
    del text
    own = user_addresses | ({forwarder.email.lower()} if forwarder and forwarder.email else set())
    person = invite.organizer
    if person is None or not person.email or person.email.lower() in own:
        return None
    return Contact(person.name, person.email, None, Confidence.MEDIUM, ("the organizer of the invite",))
