"""What one mail changes. Over 400 lines: one rule after another, all on the same short history of mails."""

from __future__ import annotations

import dataclasses
import itertools
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain import planning
from shared.domain.contact import USERS_FORM, USERS_WORD, Confidence
from shared.domain.delivery import Delivery, Kind, State
from shared.domain.identity import key_of, series_key_of
from shared.domain.interview import Change, Interview, InterviewState, Snapshot
from shared.domain.invite import Attendee, Outcome, Reason
from shared.domain.planning import (
    Incoming,
    Planned,
    plan,
    plan_could_not_read,
    plan_stranger_note,
    unread_facts,
)
from shared.domain.timing import Rules
from tests.builders import (
    ENDS,
    MAIL_ID,
    NOW,
    PRIYA,
    ROBIN,
    STARTS,
    UID,
    a_contact,
    a_person,
    a_user,
    an_incoming,
    an_invite,
)
from tests.fakes import InMemoryRecords

RULES = Rules()
AT_ONCE = {Kind.PREP_PACK, Kind.CHANGED, Kind.CANCELLED, Kind.ALREADY_OVER}
LATER = NOW + timedelta(hours=1)

FOLLOWING = (Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE)


class History:
    """Mails of one meeting, taken in as they come."""

    def __init__(self, now: datetime = NOW) -> None:
        self.records = InMemoryRecords()
        self.now = now

    def take(self, incoming: Incoming) -> Change:
        known = self.records.snapshot(incoming.user.id, key_of(incoming.invite))
        change = plan(incoming, known, self.now, RULES)
        assert self.records.commit(change)
        return change

    def send_what_is_due(self) -> None:
        for delivery in self.records.all(State.PENDING):
            if delivery.due_at <= self.now:
                assert self.records.claim(delivery, self.now, self.now)
                self.records.confirm(delivery, delivery.id, self.now)

    @property
    def interview(self) -> Interview:
        (found,) = self.records.interviews.values()
        return found

    def owed(self, *states: State) -> list[Kind]:
        return [delivery.kind for delivery in self.records.all(*states or (State.PENDING,))]


def _request(version: int, hours: int = 0, **other: Any) -> Incoming:
    """Version n of the invite, moved by so many hours."""
    moved = timedelta(hours=hours)
    invite = an_invite(version, NOW + timedelta(minutes=version), STARTS + moved, ENDS + moved)
    return an_incoming(dataclasses.replace(invite, **other), f"request-{version}")


def _cancel(version: int) -> Incoming:
    invite = an_invite(version, NOW + timedelta(minutes=version), method="CANCEL")
    return an_incoming(invite, f"cancel-{version}", cancels=True)


def _reply(version: int) -> Incoming:
    """An acceptance: its DTSTAMP says when somebody answered, which may be after the next version was made."""
    return an_incoming(an_invite(version, NOW + timedelta(minutes=50), method="REPLY"), f"reply-{version}")


def _again(incoming: Incoming) -> Incoming:
    return dataclasses.replace(incoming, mail_id=incoming.mail_id + "-again")


# --- one mail after another -------------------------------------------------------------------------------------------


def test_a_new_invite_owes_a_pack_a_reminder_a_draft_and_a_nudge() -> None:
    change = History().take(_request(0))
    assert change.outcome == Planned.INTERVIEW_MADE
    pack, reminder, draft, nudge = change.made
    assert (reminder.kind, reminder.due_at) == (Kind.REMINDER, STARTS - timedelta(hours=2))
    assert (pack.kind, pack.due_at, pack.expires_at) == (Kind.PREP_PACK, NOW, ENDS)
    assert (draft.kind, draft.due_at, draft.expires_at) == (
        Kind.THANK_YOU,
        ENDS + timedelta(hours=1),
        ENDS + timedelta(hours=24),
    )
    assert (nudge.kind, nudge.due_at) == (Kind.THANK_YOU_NUDGE, ENDS + timedelta(hours=20))
    assert {delivery.recipient for delivery in change.made} == {ROBIN}


def test_the_same_invite_in_another_mail_owes_nothing() -> None:
    history = History()
    history.take(_request(0))
    change = history.take(_again(_request(0)))
    assert (change.outcome, change.interview, change.made, change.withdrawn) == (
        Planned.SAME_INVITE_AGAIN,
        None,
        (),
        (),
    )


def test_a_move_after_the_pack_went_out_owes_one_changed_mail_at_once_and_the_later_ones_anew() -> None:
    history = History()
    first = history.take(_request(0))
    history.send_what_is_due()
    change = history.take(_request(1, hours=2))
    assert change.outcome == Planned.INTERVIEW_CHANGED
    assert [delivery.kind for delivery in change.made] == [
        Kind.CHANGED,
        Kind.REMINDER,
        Kind.THANK_YOU,
        Kind.THANK_YOU_NUDGE,
    ]
    assert {delivery.id for delivery in change.withdrawn} == {delivery.id for delivery in first.made[1:]}
    assert {delivery.revision for delivery in change.made} == {2}
    assert change.made[0].facts["old_starts_at"] == STARTS.isoformat()
    assert change.made[2].due_at == ENDS + timedelta(hours=3)


def test_a_move_before_the_pack_went_out_owes_the_pack_with_the_new_times() -> None:
    history = History()
    history.take(_request(0))
    change = history.take(_request(1, hours=2))
    assert change.made[0].kind is Kind.PREP_PACK
    assert history.owed() == [Kind.PREP_PACK, *FOLLOWING]


def test_a_pack_that_is_on_its_way_counts_as_one_that_went_out() -> None:
    history = History()
    (pack, *_) = history.take(_request(0)).made
    history.records.claim(pack, NOW, NOW)
    change = history.take(_request(1, hours=2))
    assert change.made[0].kind is Kind.CHANGED
    assert pack.id not in {delivery.id for delivery in change.withdrawn}


@pytest.mark.parametrize("moves", [2, 3])
def test_that_the_pack_went_out_is_remembered_over_several_moves(moves: int) -> None:
    history = History()
    history.take(_request(0))
    history.send_what_is_due()
    kinds = [history.take(_request(version, hours=version)).made[0].kind for version in range(1, moves + 1)]
    assert kinds == [Kind.CHANGED] * moves


def test_a_pack_that_ses_refused_for_good_did_not_go_out() -> None:
    history = History()
    (pack, *_) = history.take(_request(0)).made
    history.records.finish(pack, "MessageRejected", failed=True)
    assert history.take(_request(1, hours=2)).made[0].kind is Kind.PREP_PACK


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"description": "Another text"},
        {"location": " google  MEET\n"},
        {"title": "coffee chat: Priya /  Robin"},
        {"attendees": (Attendee("Robin", ROBIN, "ACCEPTED"),)},
        {"join_url": "https://meet.google.com/abc"},
    ],
)
def test_a_newer_version_in_which_a_user_would_see_no_difference_owes_nothing(other: dict[str, Any]) -> None:
    history = History()
    history.take(_request(0))
    change = history.take(_request(1, **other))
    assert (change.outcome, change.made, change.withdrawn) == (Planned.NOTHING_CHANGED, (), ())
    assert history.interview.revision == 1
    assert history.interview.version.sequence == 1


@pytest.mark.parametrize(
    "other", [{"location": "Room 4"}, {"title": "Call"}, {"end": ENDS + timedelta(minutes=15)}, {"all_day": True}]
)
def test_each_difference_that_a_user_would_see_owes_one_mail_at_once(other: dict[str, Any]) -> None:
    history = History()
    history.take(_request(0))
    history.send_what_is_due()
    change = history.take(_request(1, **other))
    assert [delivery.kind for delivery in change.made if delivery.due_at <= NOW] == [Kind.CHANGED]


def test_a_cancellation_withdraws_all_that_is_pending_and_tells_the_user_once() -> None:
    history = History()
    history.take(_request(0))
    history.send_what_is_due()
    change = history.take(_cancel(1))
    assert change.outcome == Planned.INTERVIEW_CANCELLED
    assert [delivery.kind for delivery in change.made] == [Kind.CANCELLED]
    assert history.owed() == [Kind.CANCELLED]
    assert history.take(_cancel(2)).outcome == Planned.ALREADY_CANCELLED
    assert history.take(_again(_cancel(2))).outcome == Planned.SAME_INVITE_AGAIN
    assert history.owed() == [Kind.CANCELLED]


def test_a_cancellation_that_comes_before_its_invite_stays_as_a_tombstone() -> None:
    history = History()
    change = history.take(_cancel(1))
    assert change.made[0].facts == {"nothing_was_planned": "yes"}
    assert history.take(_request(0)).outcome == Planned.OLDER_INVITE
    assert history.interview.state is InterviewState.CANCELLED
    assert history.owed() == [Kind.CANCELLED]


def test_a_cancellation_of_the_very_same_version_counts_as_newer() -> None:
    history = History()
    history.take(_request(0))
    assert history.take(_cancel(0)).outcome == Planned.INTERVIEW_CANCELLED
    assert history.take(_again(_request(0))).outcome == Planned.OLDER_INVITE


def test_a_newer_invite_after_a_cancellation_puts_the_meeting_on_again() -> None:
    history = History()
    history.take(_request(0))
    history.send_what_is_due()
    history.take(_cancel(1))
    change = history.take(_request(2))
    assert change.outcome == Planned.INTERVIEW_CHANGED
    assert change.made[0].kind is Kind.CHANGED
    assert change.made[0].facts["was_cancelled"] == "yes"
    assert history.interview.state is InterviewState.PLANNED
    assert history.owed() == [Kind.CHANGED, *FOLLOWING]


def test_somebodys_acceptance_moves_nothing_and_makes_no_later_invite_old() -> None:
    history = History()
    history.take(_request(0))
    assert history.take(_reply(0)).made == ()
    assert history.take(_request(1, hours=1)).outcome == Planned.INTERVIEW_CHANGED


def test_an_acceptance_that_comes_first_makes_the_interview_but_no_later_invite_old() -> None:
    history = History()
    assert history.take(_reply(0)).outcome == Planned.INTERVIEW_MADE
    later = an_invite(0, NOW + timedelta(minutes=10), STARTS + timedelta(hours=1), ENDS + timedelta(hours=1))
    assert history.take(an_incoming(later, "moved")).outcome == Planned.INTERVIEW_CHANGED


def test_a_mail_without_dtstamp_counts_from_when_it_came() -> None:
    history = History()
    history.take(an_incoming(an_invite(stamped=None), "one", received_at=NOW + timedelta(milliseconds=123)))
    moved = an_invite(stamped=None, start=STARTS + timedelta(hours=1), end=ENDS + timedelta(hours=1))
    change = history.take(an_incoming(moved, "two", received_at=NOW + timedelta(seconds=9, milliseconds=456)))
    assert change.outcome == Planned.INTERVIEW_CHANGED


@pytest.mark.parametrize("sequence", [-1, 2**31, 10**20, 10**40])
def test_no_sequence_is_too_large_or_small_to_record(sequence: int) -> None:
    history = History()
    history.take(_request(0))
    history.take(an_incoming(an_invite(sequence, NOW, STARTS + timedelta(hours=1)), "odd"))
    assert 0 <= history.interview.version.sequence < 2**31


# --- in whatever order they come --------------------------------------------------------------------------------------

MOVED_BY_STAMP = an_incoming(an_invite(0, NOW + timedelta(seconds=30), STARTS + timedelta(hours=3)), "same-sequence")
EVENTS = [
    _request(0),
    _again(_request(0)),
    MOVED_BY_STAMP,
    _request(1, hours=2),
    _reply(0),
    _cancel(2),
    _request(3, location="Room 4"),
    _cancel(3),
]


def _rank(incoming: Incoming) -> tuple[int, datetime, bool]:
    stamp = incoming.invite.dtstamp or incoming.received_at
    return incoming.invite.sequence, stamp, incoming.cancels


@pytest.mark.parametrize(
    ("size", "sends"), [*((size, False) for size in range(1, 6)), *((size, True) for size in range(1, 5))]
)
def test_every_order_of_the_same_mails_ends_at_the_newest_version(size: int, sends: bool) -> None:
    tried = 0
    for chosen in itertools.combinations(EVENTS, size):
        authoritative = [event for event in chosen if event.invite.method != "REPLY"] or list(chosen)
        newest = max(authoritative, key=_rank)
        for order in itertools.permutations(chosen):
            tried += 1
            history = History()
            for event in order:
                _take_and_check(history, event)
                if sends:
                    history.send_what_is_due()
            interview = history.interview
            assert interview.state is (InterviewState.CANCELLED if newest.cancels else InterviewState.PLANNED)
            if not newest.cancels:
                assert interview.meeting.starts_at == newest.invite.start, order
                assert interview.meeting.location == newest.invite.location
            if newest.invite.method != "REPLY":
                assert (interview.version.sequence, interview.version.stamped_at) == _rank(newest)[:2]
    assert tried == math.perm(len(EVENTS), size)


def _take_and_check(history: History, event: Incoming) -> None:
    """Take a mail in, and hold what must be true after every single mail."""
    before = history.records.interviews.get((a_user().id, key_of(event.invite)))
    change = history.take(event)
    after = history.interview
    at_once = [delivery for delivery in change.made if delivery.kind in AT_ONCE]
    changed = before is None or after.revision != before.revision
    assert len(at_once) == (1 if changed else 0)
    assert all(delivery.state is State.PENDING for delivery in change.withdrawn)
    pending = history.records.all(State.PENDING)
    assert {delivery.revision for delivery in pending} <= {after.revision}
    assert len({delivery.kind for delivery in pending}) == len(pending)
    if after.state is InterviewState.CANCELLED:
        assert {delivery.kind for delivery in pending} <= {Kind.CANCELLED}
    else:
        assert {Kind.THANK_YOU, Kind.THANK_YOU_NUDGE} <= {delivery.kind for delivery in pending}
        draft = next(delivery for delivery in pending if delivery.kind is Kind.THANK_YOU)
        assert draft.due_at == after.meeting.ends_at + timedelta(hours=1)


# --- forwarded late ---------------------------------------------------------------------------------------------------


def _late(before_end: timedelta) -> tuple[Delivery, ...]:
    return History(ENDS - before_end).take(_request(0)).made


def test_ten_minutes_before_the_meeting_the_pack_still_goes_out_at_once() -> None:
    made = _late(timedelta(minutes=40))
    assert [delivery.kind for delivery in made] == [Kind.PREP_PACK, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert made[0].due_at == ENDS - timedelta(minutes=40)


def test_while_the_meeting_goes_on_the_pack_is_of_use_until_its_end() -> None:
    made = _late(timedelta(minutes=1))
    assert made[0].kind is Kind.PREP_PACK
    assert made[0].expires_at == ENDS


@pytest.mark.parametrize("after", [timedelta(), timedelta(minutes=5), timedelta(hours=18, minutes=59)])
def test_once_the_meeting_is_over_the_draft_goes_out_at_once_and_no_pack(after: timedelta) -> None:
    made = _late(-after)
    assert [delivery.kind for delivery in made] == [Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert made[0].due_at == ENDS + after


@pytest.mark.parametrize("after", [timedelta(hours=19, minutes=1), timedelta(hours=23, minutes=59)])
def test_where_the_draft_comes_that_late_no_nudge_follows_on_its_heels(after: timedelta) -> None:
    assert [delivery.kind for delivery in _late(-after)] == [Kind.THANK_YOU]


@pytest.mark.parametrize("after", [timedelta(hours=24), timedelta(days=400)])
def test_24_hours_after_the_meeting_the_user_is_told_that_it_is_over(after: timedelta) -> None:
    (told,) = _late(-after)
    assert (told.kind, told.due_at) == (Kind.ALREADY_OVER, ENDS + after)
    assert told.expires_at > told.due_at


def test_no_delivery_expires_before_it_is_due_whenever_the_invite_comes() -> None:
    for minutes in range(-26 * 60, 60, 7):
        for delivery in _late(timedelta(minutes=minutes)):
            assert delivery.due_at < delivery.expires_at
            assert delivery.due_at >= ENDS - timedelta(minutes=minutes)
            assert delivery.check_at is not None


@pytest.mark.parametrize("other", [{"location": "Room 4"}, {"end": ENDS - timedelta(minutes=5)}])
def test_a_change_to_a_meeting_that_is_over_does_not_owe_a_second_draft(other: dict[str, Any]) -> None:
    history = History()
    history.take(_request(0))
    history.now = ENDS + timedelta(hours=2)
    history.send_what_is_due()
    change = history.take(_request(1, **other))
    assert change.made == ()
    assert history.owed() == [Kind.THANK_YOU_NUDGE]


def test_a_meeting_that_is_over_and_is_put_off_to_another_day_owes_its_mails_anew() -> None:
    history = History()
    history.take(_request(0))
    history.now = ENDS + timedelta(hours=2)
    history.send_what_is_due()
    change = history.take(_request(1, hours=48))
    assert [delivery.kind for delivery in change.made] == [
        Kind.CHANGED,
        Kind.REMINDER,
        Kind.THANK_YOU,
        Kind.THANK_YOU_NUDGE,
    ]


# --- what is known of whom --------------------------------------------------------------------------------------------


def test_everybody_of_the_invite_but_the_user_is_marked_as_never_to_be_written_to() -> None:
    people = (Attendee("Sam", "Sam@Harbor.example"), Attendee("Robin", ROBIN.upper()), Attendee("Nobody", None))
    contact = a_contact(email="assistant@harbor.example", others=(a_person("Kim", "kim@harbor.example"),))
    change = History().take(an_incoming(an_invite(attendees=people), contact=contact))
    assert set(change.participants) == {
        PRIYA,
        "sam@harbor.example",
        "assistant@harbor.example",
        "kim@harbor.example",
    }


def test_the_surer_reading_of_the_contact_is_kept_and_the_newer_one_of_two_as_sure() -> None:
    history = History()
    history.take(dataclasses.replace(_request(0), contact=a_contact(confidence=Confidence.MEDIUM, name="First")))
    history.take(dataclasses.replace(_request(1), contact=a_contact(confidence=Confidence.LOW, name="Second")))
    assert history.interview.contact is not None
    assert history.interview.contact.name == "First"
    history.take(dataclasses.replace(_request(2), contact=None))
    assert history.interview.contact.name == "First"
    history.take(dataclasses.replace(_request(3), contact=a_contact(confidence=Confidence.MEDIUM, name="Fourth")))
    assert history.interview.contact.name == "Fourth"


def test_whom_the_user_named_themselves_stays_whatever_a_later_update_says() -> None:
    history = History()
    history.take(dataclasses.replace(_request(0), contact=a_contact(name="Sam Poe", evidence=(USERS_WORD,))))
    history.take(dataclasses.replace(_request(1, hours=1), contact=a_contact(name="Priya Nair")))
    assert history.interview.contact is not None
    assert history.interview.contact.name == "Sam Poe"
    history.take(dataclasses.replace(_request(2), contact=a_contact(name="Kim Roe", evidence=(USERS_FORM,))))
    assert history.interview.contact.name == "Kim Roe"


def test_the_subject_stays_as_it_was_so_that_the_mails_thread() -> None:
    history = History()
    history.take(_request(0))
    subject = history.interview.subject
    history.take(_request(1, title="Something else", hours=1))
    assert history.interview.subject == subject


# --- names ------------------------------------------------------------------------------------------------------------


def test_an_invite_without_a_uid_is_known_by_start_organizer_and_title() -> None:
    invite = an_invite(uid=None)
    assert key_of(invite) == key_of(dataclasses.replace(invite, title=invite.title.upper(), sequence=4))
    assert key_of(invite) != key_of(dataclasses.replace(invite, start=STARTS + timedelta(hours=1)))
    assert key_of(invite) != key_of(dataclasses.replace(invite, organizer=a_person(email="sam@harbor.example")))


def test_each_instance_of_a_series_is_a_meeting_of_its_own() -> None:
    whole, one = an_invite(), an_invite(recurrence_id="2026-11-12T22:00:00+00:00")
    assert key_of(whole) != key_of(one)
    assert series_key_of(one) == key_of(whole)
    assert series_key_of(whole) is None


def test_names_of_deliveries_fit_scheduler_and_ses_tags_and_no_two_are_alike() -> None:
    history = History()
    made = [*history.take(_request(0)).made]
    for version in range(1, 6):
        made += history.take(_request(version, hours=version)).made
    made += history.take(_cancel(9)).made
    made += plan_could_not_read(MAIL_ID, a_user(), ROBIN, NOW, {}, ()).made
    made += plan_stranger_note(MAIL_ID, "stranger-1", ROBIN, NOW, ()).made
    assert len({delivery.id for delivery in made}) == len(made)
    for delivery in made:
        assert len(delivery.id) <= 64
        assert set(delivery.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_two_users_of_one_meeting_owe_deliveries_of_different_names() -> None:
    other = an_incoming(user=a_user(id="v" * 32))
    mine, theirs = (plan(incoming, None, NOW, RULES).made for incoming in (an_incoming(), other))
    assert not {delivery.id for delivery in mine} & {delivery.id for delivery in theirs}


# --- answers to mails that hold no invite -----------------------------------------------------------------------------


def test_an_answer_to_an_unreadable_mail_is_named_after_that_mail() -> None:
    first, second = (plan_could_not_read(mail, a_user(), ROBIN, NOW, {"reason": "x"}, ("<a@b>",)) for mail in "ab")
    (answer,) = first.made
    assert (answer.kind, answer.mail_id, answer.interview_id, answer.due_at) == (Kind.COULD_NOT_READ, "a", None, NOW)
    assert answer.references == ("<a@b>",)
    assert answer.id != second.made[0].id


def test_a_note_to_a_stranger_bars_the_next_one() -> None:
    records = InMemoryRecords()
    change = plan_stranger_note("one", "stranger-1", "kim@evil.example", NOW, ())
    assert records.commit(change)
    assert records.stranger_was_noted("KIM@evil.example", NOW + timedelta(days=29))
    assert not records.stranger_was_noted("kim@evil.example", NOW + timedelta(days=31))


def test_the_facts_of_an_unread_mail_leave_out_what_is_not_known() -> None:
    assert unread_facts(Outcome.UNREADABLE, Reason.NO_START, None, "") == {
        "outcome": "unreadable",
        "reason": "no_start",
    }


def test_only_a_counter_proposal_is_no_agreed_time() -> None:
    assert planning.is_proposal(an_invite(method="counter"))
    assert not planning.is_proposal(an_invite(method="REPLY"))
    assert not planning.is_proposal(an_invite(method=None))


def test_planning_on_a_snapshot_changes_neither() -> None:
    change = plan(an_incoming(), None, NOW, RULES)
    assert change.interview is not None
    known = Snapshot(change.interview, change.made)
    plan(_request(1, hours=1), known, NOW, RULES)
    assert known == Snapshot(change.interview, change.made)
    assert change.interview.uid == UID
    assert change.at.tzinfo is UTC
