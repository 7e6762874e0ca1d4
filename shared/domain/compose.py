"""From a Delivery to the page of its mail."""

from __future__ import annotations

from datetime import datetime

from shared.domain.answers import already_over, cancelled, changed, could_not_read, not_on_the_list
from shared.domain.content import Content
from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, User
from shared.domain.page import Page
from shared.domain.prep_pack import prep_pack
from shared.domain.subject import subject_of
from shared.domain.thank_you import thank_you, thank_you_nudge

__all__ = ["compose", "subject_of"]


def compose(delivery: Delivery, interview: Interview | None, user: User, content: Content, now: datetime) -> Page:
    """Gather what the templates of `delivery.kind` need. `now` is aware; nothing is read from anywhere else.

    Raises ValueError where a kind that speaks of a meeting comes without its interview.
    """
    match delivery.kind:
        case Kind.COULD_NOT_READ:
            return could_not_read(delivery)
        case Kind.NOT_ON_THE_LIST:
            return not_on_the_list(delivery)
    if interview is None:
        raise ValueError(f"a {delivery.kind} needs its interview")
    match delivery.kind:
        case Kind.PREP_PACK:
            return prep_pack(interview, delivery, content, now)
        case Kind.THANK_YOU:
            return thank_you(interview, delivery, user, content, now)
        case Kind.THANK_YOU_NUDGE:
            return thank_you_nudge(interview, user, content, now)
        case Kind.CHANGED:
            return changed(interview, delivery, content, now)
        case Kind.CANCELLED:
            return cancelled(interview, delivery, now)
        case Kind.ALREADY_OVER:
            return already_over(interview, now)
