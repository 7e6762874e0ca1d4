"""The one subject of a meeting, so that all its mails thread."""

from __future__ import annotations

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Meeting
from shared.domain.names import display_name
from shared.domain.plain import plain, without_links

MAX_SUBJECT = 90


def subject_of(meeting: Meeting, contact: Contact | None) -> str:
    """Name the meeting for a subject line: by the person where that is sure, else by the invite's title.

    At most 90 characters, one line, no control or bidi characters, no link.
    """
    if contact and contact.confidence is not Confidence.LOW:
        name = display_name(contact.name)
        if name:
            return f"Your talk with {name}"
    title = without_links(meeting.title, MAX_SUBJECT - len("Your talk: "))
    return plain(f"Your talk: {title}", MAX_SUBJECT) if title else "Your talk"
