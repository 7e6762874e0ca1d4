"""Replies as the domain plans them: a meeting as its invite left it, what is said of it, and what came of that."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind, State
from shared.domain.interview import Change, Interview, Snapshot, User
from shared.domain.planning import plan
from shared.domain.reply import Named, Reply
from shared.domain.replying import plan_reply
from shared.domain.timing import Rules
from tests.builders import (
    ENDS,
    MAIL_ID,
    NOW,
    ROBIN,
    a_user,
    an_incoming,
)

LATER = ENDS + timedelta(hours=3)
DAYS_LATER = ENDS + timedelta(days=3)
TOLD = Debrief(learned=("shifts are long",), use=("call the school",), interested=True)
ANA = Named("Ana Ruiz", "Ana@Example.com", "Harbor", "she knows wards")
DAY = timedelta(days=1)


def known(*sent: Kind, user: User | None = None, **of_interview: Any) -> Snapshot:
    """Make the meeting of the builders as its invite left it, with the mails of these kinds sent by now."""
    change = plan(an_incoming(user=user or a_user()), None, NOW, Rules())
    assert change.interview is not None
    sent = sent or (Kind.PREP_PACK,)
    mails = [dataclasses.replace(mail, state=State.SENT) if mail.kind in sent else mail for mail in change.made]
    return Snapshot(dataclasses.replace(change.interview, **of_interview), tuple(mails))


def reply(about: Snapshot | None = None, now: datetime = NOW, rules: Rules | None = None, **said: Any) -> Change:
    own: dict[str, Any] = {"user": a_user(), "recipient": ROBIN, "references": ("<reply@college.example>",)} | said
    return plan_reply(Reply(MAIL_ID, about=about, **own), now, rules or Rules())


def kinds(change: Change) -> list[Kind]:
    return [mail.kind for mail in change.made]


def gone(change: Change) -> list[Kind]:
    return [mail.kind for mail in change.withdrawn]


def mail_of(change: Change, kind: Kind) -> Delivery:
    (found,) = [mail for mail in change.made if mail.kind is kind]
    return found


def told(change: Change) -> list[tuple[str, str]]:
    """Return what the confirming mail says, () where there is none."""
    notes = [mail for mail in change.made if mail.kind is Kind.NOTED]
    return [(done, text) for mail in notes for done, text in json.loads(mail.facts["did"])]


def written(change: Change) -> Interview:
    assert change.interview is not None
    return change.interview


def user_of(change: Change) -> User:
    assert change.user is not None
    return change.user


def after_report(state: State = State.SENT) -> Snapshot:
    """Make a meeting with notes, whose report-back has left."""
    first = reply(known(), LATER, user=a_user(keeps_in_touch=True), notes="x", debrief=TOLD)
    mails = [dataclasses.replace(m, state=state) if m.kind is Kind.REPORT_BACK else m for m in first.made]
    return Snapshot(written(first), tuple(mail for mail in mails if mail.interview_id))
