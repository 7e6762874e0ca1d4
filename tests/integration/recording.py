"""Changes for the contract of the records, and an interview recorded with what it owes."""

from __future__ import annotations

import itertools
from typing import Any

from shared.domain.delivery import Delivery
from shared.domain.interview import Change, Interview
from shared.domain.ports import Records
from tests.builders import NOW, a_delivery, an_interview

_NUMBER = itertools.count()


def a_change(
    interview: Interview | None = None,
    read: Interview | None = None,
    made: tuple[Delivery, ...] = (),
    withdrawn: tuple[Delivery, ...] = (),
    **other: Any,
) -> Change:
    """Make a change of a mail of its own."""
    mail_id = other.pop("mail_id", f"mail-{next(_NUMBER)}")
    return Change(mail_id, "interview_made", NOW, interview, read, made, withdrawn, **other)


def recorded(records: Records, *made: Delivery) -> Interview:
    """Record the interview of the builders with what it owes."""
    owed = made or (a_delivery(),)
    interview = an_interview(owed=tuple(delivery.id for delivery in owed))
    assert records.commit(a_change(interview, made=owed))
    return interview
