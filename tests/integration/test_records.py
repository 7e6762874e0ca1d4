"""One contract for the records, held over DynamoDB (moto, the table as template.yaml defines it) and over the fake.

Over 400 lines: one contract, to be read whole.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from shared.domain.delivery import Delivery, DeliveryRef, Fate, Feedback, Kind, State
from shared.domain.errors import Conflict
from shared.domain.interview import Interview, Version
from shared.domain.ports import Records
from tests.builders import MAIL_ID, NOW, PRIYA, a_delivery, an_interview
from tests.integration.recording import a_change, recorded

SOON = NOW + timedelta(minutes=2)
LATER = NOW + timedelta(minutes=12)
REF = DeliveryRef(a_delivery().user_id, a_delivery().id)


def _moved(records: Records, interview: Interview, *withdrawn: Delivery) -> Interview:
    """Record a new version and revision of an interview, and return it as it is kept: with one more edit counted."""
    version = Version(interview.version.sequence + 1, interview.version.stamped_at)
    moved = dataclasses.replace(interview, version=version, revision=interview.revision + 1)
    assert records.commit(a_change(moved, interview, withdrawn=withdrawn))
    return dataclasses.replace(moved, edits=interview.edits + 1)


def _held(records: Records, ref: DeliveryRef = REF) -> Delivery:
    found = records.delivery(ref)
    assert found is not None
    return found


def _claimed(records: Records) -> Delivery:
    """Claim what the builders' interview owes, and return it as it was read before the claim."""
    read = _held(records)
    assert records.claim(read, SOON, LATER)
    return read


# --- commit -----------------------------------------------------------------------------------------------------------


def test_all_of_a_change_is_recorded(records: Records) -> None:
    interview = recorded(records, a_delivery(), a_delivery(Kind.THANK_YOU))
    snapshot = records.snapshot(interview.user_id, interview.id)
    assert snapshot is not None
    assert snapshot.interview == interview
    assert snapshot.deliveries == (a_delivery(), a_delivery(Kind.THANK_YOU))
    assert records.interview(interview.user_id, interview.id) == interview


def test_what_was_never_recorded_is_not_there(records: Records) -> None:
    assert records.snapshot("nobody", "none") is None
    assert records.interview("nobody", "none") is None
    assert records.delivery(DeliveryRef("nobody", "none")) is None
    assert records.user("nobody") is None
    assert not records.outcome_of("none")
    assert not records.is_participant(PRIYA)


def test_a_mail_that_reached_its_outcome_is_seen(records: Records) -> None:
    assert records.commit(a_change(mail_id=MAIL_ID))
    assert records.outcome_of(MAIL_ID)
    assert records.outcome_of(MAIL_ID) == a_change(mail_id=MAIL_ID).outcome
    assert records.outcome_of("none") is None


def test_a_mail_that_was_seen_changes_nothing_more(records: Records) -> None:
    assert records.commit(a_change(mail_id=MAIL_ID))
    assert not records.commit(a_change(an_interview(), made=(a_delivery(),), mail_id=MAIL_ID))
    assert records.interview(an_interview().user_id, an_interview().id) is None
    assert records.delivery(REF) is None


def test_the_same_change_twice_is_recorded_once(records: Records) -> None:
    change = a_change(an_interview(), made=(a_delivery(),))
    assert [records.commit(change), records.commit(change), records.commit(change)] == [True, False, False]


def test_of_two_mails_that_make_the_same_interview_the_second_conflicts_and_leaves_nothing(records: Records) -> None:
    recorded(records)
    with pytest.raises(Conflict):
        records.commit(a_change(an_interview(), made=(a_delivery(Kind.CHANGED),), mail_id=MAIL_ID))
    assert not records.outcome_of(MAIL_ID)
    assert records.delivery(DeliveryRef(REF.user_id, a_delivery(Kind.CHANGED).id)) is None


def test_a_change_planned_on_what_is_no_longer_so_conflicts_and_leaves_nothing(records: Records) -> None:
    interview = recorded(records)
    moved = _moved(records, interview)
    late = dataclasses.replace(interview, version=Version(9, NOW), revision=2, subject="late")
    with pytest.raises(Conflict):
        records.commit(a_change(late, interview, made=(a_delivery(Kind.CHANGED),), mail_id=MAIL_ID))
    assert records.interview(interview.user_id, interview.id) == moved
    assert not records.outcome_of(MAIL_ID)


def test_a_change_that_leaves_the_revision_still_bars_whoever_planned_before_it(records: Records) -> None:
    interview = recorded(records)
    silent = dataclasses.replace(interview, version=Version(1, NOW))
    assert records.commit(a_change(silent, interview))
    with pytest.raises(Conflict):
        records.commit(a_change(dataclasses.replace(interview, version=Version(2, NOW)), interview))


def test_an_interview_can_be_changed_again_and_again(records: Records) -> None:
    interview = recorded(records)
    for _ in range(4):
        interview = _moved(records, interview)
    assert interview.revision == 5


def test_a_version_with_milliseconds_can_be_changed_after_it_was_read(records: Records) -> None:
    stamped = NOW + timedelta(milliseconds=123)
    assert records.commit(a_change(an_interview(version=Version(0, stamped))))
    read = records.interview(an_interview().user_id, an_interview().id)
    assert read is not None
    _moved(records, read)


def test_what_a_change_withdraws_is_withdrawn_and_stays_to_be_dropped(records: Records) -> None:
    interview = recorded(records)
    _moved(records, interview, a_delivery())
    held = _held(records)
    assert (held.state, held.check_at) == (State.WITHDRAWN, NOW)


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "gone"])
def test_what_is_no_longer_pending_cannot_be_withdrawn(records: Records, state: str) -> None:
    interview = recorded(records)
    if state == "gone":
        gone = a_delivery(Kind.CHANGED)
    else:
        gone = _claimed(records)
        if state == "sent":
            records.confirm(gone, "ses-1", NOW)
        if state == "failed":
            records.finish(_held(records), "rejected", failed=True)
    with pytest.raises(Conflict):
        _moved(records, interview, gone)
    assert records.interview(interview.user_id, interview.id) == interview


def test_one_change_may_make_and_withdraw_many(records: Records) -> None:
    kinds = (Kind.PREP_PACK, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE)
    old = tuple(a_delivery(kind) for kind in kinds)
    interview = recorded(records, *old)
    new = tuple(a_delivery(kind, revision=2) for kind in kinds)
    moved = dataclasses.replace(interview, version=Version(1, NOW), revision=2, owed=tuple(d.id for d in new))
    assert records.commit(a_change(moved, interview, new, old))
    snapshot = records.snapshot(interview.user_id, interview.id)
    assert snapshot is not None
    assert snapshot.deliveries == new
    assert [_held(records, DeliveryRef(d.user_id, d.id)).state for d in old] == [State.WITHDRAWN] * 3


# --- claim ------------------------------------------------------------------------------------------------------------


def test_a_claim_moves_to_sending_and_counts_the_attempt(records: Records) -> None:
    recorded(records)
    _claimed(records)
    held = _held(records)
    assert (held.state, held.attempts, held.lease_until, held.check_at) == (State.SENDING, 1, SOON, LATER)


def test_of_two_who_read_the_same_only_one_claims(records: Records) -> None:
    recorded(records)
    read = _held(records)
    assert [records.claim(read, SOON, LATER), records.claim(read, SOON, LATER)] == [True, False]
    assert _held(records).attempts == 1


def test_of_two_who_take_over_the_same_claim_only_one_does(records: Records) -> None:
    recorded(records)
    _claimed(records)
    read = _held(records)
    assert [records.claim(read, SOON, LATER), records.claim(read, SOON, LATER)] == [True, False]
    assert _held(records).attempts == 2


def test_who_read_before_a_claim_cannot_take_it_over(records: Records) -> None:
    recorded(records)
    before = _claimed(records)
    assert not records.claim(before, SOON, LATER)


def test_no_claim_holds_after_a_move_was_recorded(records: Records) -> None:
    interview = recorded(records)
    read = _held(records)
    _moved(records, interview)
    assert not records.claim(read, SOON, LATER)
    assert _held(records).state is State.PENDING


def test_a_claim_of_what_was_withdrawn_does_not_hold(records: Records) -> None:
    interview = recorded(records)
    read = _held(records)
    _moved(records, interview, read)
    assert not records.claim(read, SOON, LATER)
    assert _held(records).state is State.WITHDRAWN


def test_a_silent_change_of_the_interview_does_not_stand_in_the_way_of_a_claim(records: Records) -> None:
    interview = recorded(records)
    read = _held(records)
    assert records.commit(a_change(dataclasses.replace(interview, version=Version(1, NOW)), interview))
    assert records.claim(read, SOON, LATER)


def test_a_claim_without_its_interview_does_not_hold(records: Records) -> None:
    assert records.commit(a_change(made=(a_delivery(),)))
    assert not records.claim(a_delivery(), SOON, LATER)


def test_what_belongs_to_no_interview_is_claimed_by_itself(records: Records) -> None:
    answer = a_delivery(interview_id=None, revision=None, mail_id=MAIL_ID)
    assert records.commit(a_change(made=(answer,)))
    assert records.claim(answer, SOON, LATER)


def test_what_was_never_recorded_cannot_be_claimed(records: Records) -> None:
    interview = recorded(records)
    assert interview.id
    assert not records.claim(a_delivery(Kind.CHANGED), SOON, LATER)


# --- confirm, release, finish -----------------------------------------------------------------------------------------


def test_confirming_moves_to_sent_and_leaves_nothing_to_look_at(records: Records) -> None:
    recorded(records)
    records.confirm(_claimed(records), "ses-1", SOON)
    held = _held(records)
    assert (held.state, held.ses_message_id, held.sent_at, held.check_at) == (State.SENT, "ses-1", SOON, None)
    assert list(records.due(LATER + timedelta(days=1), 10)) == []


def test_confirming_twice_changes_nothing(records: Records) -> None:
    recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.confirm(read, "ses-2", LATER)
    held = _held(records)
    assert (held.ses_message_id, held.sent_at) == ("ses-1", SOON)


@pytest.mark.parametrize("end", ["withdrawn", "failed", "released"])
def test_a_report_of_ses_confirms_whatever_we_thought_had_become_of_it(records: Records, end: str) -> None:
    recorded(records)
    read = _claimed(records)
    if end == "released":
        records.release(read, LATER, "why")
    else:
        records.finish(_held(records), "why", failed=end == "failed")
    records.confirm(_held(records), "ses-1", SOON)
    assert _held(records).state is State.SENT


def test_confirming_what_was_never_recorded_makes_nothing(records: Records) -> None:
    records.confirm(a_delivery(), "ses-1", SOON)
    assert records.delivery(REF) is None


def test_a_release_gives_the_delivery_back_and_does_not_count_the_attempt(records: Records) -> None:
    recorded(records)
    records.release(_claimed(records), LATER, "Throttling")
    held = _held(records)
    assert (held.state, held.attempts, held.check_at, held.reason, held.lease_until) == (
        State.PENDING,
        0,
        LATER,
        "Throttling",
        None,
    )
    assert records.claim(held, SOON, LATER)


def test_a_late_release_does_not_undo_the_claim_that_took_over(records: Records) -> None:
    recorded(records)
    first = _claimed(records)
    assert records.claim(_held(records), SOON, LATER)
    records.release(first, LATER, "Throttling")
    assert (_held(records).state, _held(records).attempts) == (State.SENDING, 2)


def test_a_release_after_the_send_event_does_not_bring_the_mail_back(records: Records) -> None:
    recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.release(read, LATER, "Throttling")
    assert _held(records).state is State.SENT


@pytest.mark.parametrize(("failed", "state"), [(True, State.FAILED), (False, State.WITHDRAWN)])
def test_what_is_finished_unsent_is_no_longer_looked_at(records: Records, failed: bool, state: State) -> None:
    recorded(records)
    records.finish(_held(records), "expired", failed=failed)
    held = _held(records)
    assert (held.state, held.reason, held.check_at) == (state, "expired", None)
    assert list(records.due(LATER + timedelta(days=1), 10)) == []


def test_what_was_sent_cannot_be_finished_as_unsent(records: Records) -> None:
    recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.finish(read, "rejected", failed=True)
    assert _held(records).state is State.SENT


def test_who_finds_it_expired_does_not_end_a_claim_that_another_made_meanwhile(records: Records) -> None:
    recorded(records)
    read = _held(records)
    assert records.claim(read, SOON, LATER)
    records.finish(read, "expired", failed=False)
    assert _held(records).state is State.SENDING


def test_a_late_rejection_does_not_end_the_claim_that_took_over(records: Records) -> None:
    recorded(records)
    first = _claimed(records)
    assert records.claim(_held(records), SOON, LATER)
    after_its_claim = dataclasses.replace(first, state=State.SENDING, attempts=1)
    records.finish(after_its_claim, "MessageRejected", failed=True)
    assert _held(records).state is State.SENDING


# --- schedules --------------------------------------------------------------------------------------------------------


def test_a_pending_delivery_is_marked_as_scheduled(records: Records) -> None:
    recorded(records)
    assert records.mark_scheduled(a_delivery(), LATER)
    assert (_held(records).scheduled, _held(records).check_at) == (True, LATER)


def test_a_withdrawn_delivery_is_not_marked_as_scheduled(records: Records) -> None:
    interview = recorded(records)
    _moved(records, interview, a_delivery())
    assert not records.mark_scheduled(a_delivery(), LATER)
    assert not _held(records).scheduled
    assert not records.mark_scheduled(a_delivery(Kind.CHANGED), LATER)


def test_a_withdrawn_delivery_whose_schedule_was_dropped_is_no_longer_looked_at(records: Records) -> None:
    interview = recorded(records)
    _moved(records, interview, a_delivery())
    assert [ref.delivery_id for ref in records.due(NOW, 10)] == [a_delivery().id]
    records.mark_dropped(_held(records))
    assert list(records.due(LATER, 10)) == []


def test_a_delivery_that_is_not_withdrawn_is_not_marked_as_dropped(records: Records) -> None:
    recorded(records)
    records.mark_dropped(_held(records))
    assert _held(records).check_at is not None


# --- the sweep --------------------------------------------------------------------------------------------------------


def _many(records: Records, count: int, check_at: Callable[[int], datetime]) -> list[Delivery]:
    made = [
        a_delivery(id=f"prep-pack-{n:03}", interview_id=None, revision=None, check_at=check_at(n)) for n in range(count)
    ]
    for start in range(0, count, 50):
        assert records.commit(a_change(made=tuple(made[start : start + 50])))
    return made


def _finish(records: Records, ref: DeliveryRef) -> None:
    held = records.delivery(ref)
    assert held is not None
    records.finish(held, "done", failed=False)


def test_the_sweep_finds_what_is_to_be_looked_at_by_now_and_nothing_else(records: Records) -> None:
    made = _many(records, 40, lambda n: NOW + timedelta(minutes=n - 20))
    found = {ref.delivery_id for ref in records.due(NOW, 100)}
    assert found == {delivery.id for delivery in made if delivery.check_at and delivery.check_at <= NOW}


def test_the_sweep_takes_no_more_than_its_limit_and_gets_through_all_in_the_end(records: Records) -> None:
    _many(records, 60, lambda n: NOW - timedelta(minutes=n))
    rounds = 0
    while found := list(records.due(NOW, 16)):
        rounds += 1
        assert len(found) <= 16
        for ref in found:
            _finish(records, ref)
    assert rounds <= 60


def test_the_sweep_reads_on_from_page_to_page_and_finds_each_once_whatever_becomes_of_those_before(
    records: Records,
) -> None:
    made = _many(records, 450, lambda n: NOW - timedelta(seconds=n % 7))
    found = []
    for ref in records.due(NOW, 1_000):
        found.append(ref.delivery_id)
        if len(found) % 2:
            _finish(records, ref)
    assert sorted(found) == [delivery.id for delivery in made]


def test_a_claim_that_ran_out_is_found_and_one_that_runs_is_not(records: Records) -> None:
    recorded(records)
    _claimed(records)
    assert list(records.due(LATER - timedelta(seconds=1), 10)) == []
    assert [ref.delivery_id for ref in records.due(LATER, 10)] == [a_delivery().id]


# --- what SES reports -------------------------------------------------------------------------------------------------


def test_a_fate_gives_way_only_to_one_of_a_higher_rank_in_whatever_order_they_come(records: Records) -> None:
    for number, order in enumerate(itertools.permutations([Fate.SENT, Fate.DELIVERED, Fate.BOUNCED, Fate.DELAYED])):
        delivery = a_delivery(id=f"prep-pack-{number}")
        assert records.commit(a_change(made=(delivery,)))
        ref = DeliveryRef(delivery.user_id, delivery.id)
        for fate in (*order, *order):
            records.note_fate(Feedback(ref, "ses-1", fate, NOW))
        assert _held(records, ref).fate is Fate.BOUNCED


def test_a_fate_of_what_was_never_recorded_makes_nothing(records: Records) -> None:
    records.note_fate(Feedback(REF, "ses-1", Fate.BOUNCED, NOW))
    assert records.delivery(REF) is None
