"""From a Delivery to the page of its mail."""

from __future__ import annotations

from datetime import datetime

from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview, User
from shared.domain.page import Note, Page
from shared.domain.subject import subject_of

__all__ = ["compose", "subject_of"]


def compose(delivery: Delivery, interview: Interview | None, user: User, content: Content, now: datetime) -> Page:
    """Gather what the templates of `delivery.kind` need. `now` is aware; nothing is read from anywhere else."""
    del user, content, now
    subject = interview.subject if interview else "Your mail to Foreword"
    return Note(subject, str(delivery.kind), subject)
