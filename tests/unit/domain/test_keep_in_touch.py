"""When a user is reminded to write to a contact again, and when no more."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind, State
from shared.domain.interview import Interview, InterviewState, Snapshot, User
from shared.domain.keep_in_touch import keep_in_touch_mails
from shared.domain.reply import Corrections, Want
from shared.domain.timing import Rules, is_waking
from tests.builders import ENDS, NOW, ZONE, a_contact, a_user, an_interview
from tests.planned_replies import DAY, LATER, TOLD, after_report, gone, kinds, known, mail_of, reply, written


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


# --- the two mails ----------------------------------------------------------------------------------------------------

KEEN = a_user(keeps_in_touch=True)
NOTED = an_interview(debrief=TOLD)


def planned(now: datetime = LATER, interview: Interview = NOTED, user: User = KEEN, **other: Any) -> list[Delivery]:
    return list(keep_in_touch_mails(interview, user, now, other.pop("rules", Rules()), reported=False, **other))


def test_the_report_comes_three_weeks_after_the_notes_and_the_next_four_months_later() -> None:
    report, later = planned()
    assert (report.kind, later.kind) == (Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH)
    assert report.due_at - LATER == timedelta(days=21)
    assert timedelta(days=120) <= later.due_at - report.due_at <= timedelta(days=123)


def test_notes_from_before_the_talk_count_from_its_end() -> None:
    assert planned(NOW)[0].due_at == ENDS + timedelta(days=21)


def test_both_come_in_waking_hours_and_are_of_use_for_two_weeks() -> None:
    night = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
    for mail in planned(night):
        assert is_waking(mail.due_at, ZONE)
        assert mail.expires_at - mail.due_at == timedelta(days=14)
    own = Rules(waking_from=time(12), waking_until=time(20))
    assert all(is_waking(mail.due_at, ZONE, own) for mail in planned(night, rules=own))


@pytest.mark.parametrize(
    ("user", "debrief"),
    [
        (a_user(), TOLD),
        (KEEN, None),
        (KEEN, Debrief()),
        (KEEN, dataclasses.replace(TOLD, interested=None)),
        (KEEN, dataclasses.replace(TOLD, interested=False)),
        (KEEN, Debrief(learned=("shifts are long",), interested=True)),
    ],
)
def test_nobody_is_reminded_who_did_not_ask_or_has_nobody_who_wants_to_hear_or_nothing_to_say(
    user: User, debrief: Debrief | None
) -> None:
    assert planned(user=user, interview=an_interview(debrief=debrief)) == []


@pytest.mark.parametrize("what", ["use", "named", "promised"])
def test_advice_a_name_or_a_promise_is_enough_to_report_on(what: str) -> None:
    debrief = dataclasses.replace(Debrief(interested=True), **{what: ("something",)})  # type: ignore[arg-type] # one of its tuples
    assert len(planned(interview=an_interview(debrief=debrief))) == 2


def test_after_two_that_went_unanswered_there_is_no_third() -> None:
    assert len(planned()) == 2
    assert len(keep_in_touch_mails(NOTED, KEEN, LATER, Rules(), reported=True)) == 2


@pytest.mark.parametrize("answered_after", [1, 5, 13])
def test_whoever_answers_each_is_reminded_at_most_three_times_a_year(answered_after: int) -> None:
    now, sent, about = LATER, [], known()
    about = Snapshot(dataclasses.replace(about.interview, debrief=TOLD), ())
    for edits in range(12):
        change = reply(about, now, user=KEEN, notes="we spoke", debrief=TOLD)
        mails = [mail for mail in change.made if mail.kind in (Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH)]
        first = dataclasses.replace(mails[0], state=State.SENT)
        sent.append(first.due_at)
        now = first.due_at + timedelta(days=answered_after)
        about = Snapshot(dataclasses.replace(written(change), edits=edits + 1), (first, mails[1]))
        if edits:
            assert first.kind is Kind.KEEP_IN_TOUCH
            # Only the report is known by having been sent; it stands in what the meeting names.
            report = dataclasses.replace(first, kind=Kind.REPORT_BACK, id=f"report-{edits}")
            about = Snapshot(about.interview, (*about.deliveries, report))
    for begins in sent:
        assert sum(begins <= one < begins + timedelta(days=365) for one in sent) <= 3


def test_a_reply_between_the_two_withdraws_both_and_makes_both_anew() -> None:
    first = reply(known(), LATER, user=KEEN, notes="x", debrief=TOLD)
    about = Snapshot(dataclasses.replace(written(first), edits=1), first.made)
    second = reply(about, LATER + timedelta(days=2), user=KEEN, notes="y", debrief=TOLD)
    assert {Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH} <= set(gone(second))
    assert mail_of(second, Kind.REPORT_BACK).due_at == LATER + timedelta(days=23)
    assert not {mail.id for mail in first.made} & {mail.id for mail in second.made}


@pytest.mark.parametrize("state", [InterviewState.STOPPED, InterviewState.NOT_HELD, InterviewState.CANCELLED])
def test_of_a_talk_that_is_off_nobody_is_reminded(state: InterviewState) -> None:
    change = reply(known(state=state), LATER, user=KEEN, notes="x", debrief=TOLD)
    assert kinds(change) == [Kind.NOTED]
