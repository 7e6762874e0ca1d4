"""When a user is reminded to write to a contact again, and when no more."""

from __future__ import annotations

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.reply import Corrections, Want
from tests.builders import (
    ENDS,
    a_contact,
    a_user,
)
from tests.planned_replies import DAY, LATER, TOLD, after_report, gone, kinds, known, reply, written


def test_notes_worth_a_report_bring_the_report_and_one_more_to_whoever_asked() -> None:
    change = reply(known(), LATER, user=a_user(keeps_in_touch=True), notes="x", debrief=TOLD)
    assert kinds(change) == [Kind.THANK_YOU, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH]


def test_asking_to_keep_in_touch_in_the_same_reply_is_enough() -> None:
    change = reply(known(), LATER, keeps_in_touch=True, notes="x", debrief=TOLD)
    assert {Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH} < set(kinds(change))


@pytest.mark.parametrize("state", [State.SENT, State.SENDING])
def test_any_reply_about_the_contact_begins_the_time_again_and_nothing_is_reported_twice(state: State) -> None:
    about = after_report(state)
    now = ENDS + 30 * DAY
    change = reply(about, now, user=a_user(keeps_in_touch=True), wants=(Want.LIST,))
    assert kinds(change) == [Kind.KEEP_IN_TOUCH, Kind.KEEP_IN_TOUCH, Kind.LIST]
    assert gone(change) == [Kind.KEEP_IN_TOUCH]
    report = next(mail.id for mail in about.deliveries if mail.kind is Kind.REPORT_BACK)
    assert report in written(change).owed
    assert min(mail.due_at for mail in change.made if mail.kind is Kind.KEEP_IN_TOUCH) >= now + 121 * DAY


def test_a_correction_does_not_forget_that_the_report_was_made() -> None:
    about = after_report()
    change = reply(
        about, LATER, user=a_user(keeps_in_touch=True), corrections=Corrections(contact=a_contact(company="Harbor Inc"))
    )
    assert Kind.REPORT_BACK not in kinds(change)
    assert kinds(change).count(Kind.KEEP_IN_TOUCH) == 2
    report = next(mail.id for mail in about.deliveries if mail.kind is Kind.REPORT_BACK)
    assert report in written(change).owed
