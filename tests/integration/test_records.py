"""One contract for the records, held over DynamoDB (moto, the table as template.yaml defines it) and over the fake.

Over 400 lines: one contract, to be read whole.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import Delivery, DeliveryRef, Fate, Feedback, Kind, State
from shared.domain.errors import Conflict
from shared.domain.holdings import Holdings
from shared.domain.interview import Change, Interview, Version
from shared.domain.ports import Records
from shared.domain.referral import Referral
from tests.builders import ENDS, MAIL_ID, NOW, PRIYA, ROBIN, STARTS, ZONE, a_delivery, a_meeting, an_interview
from tests.fakes import InMemoryRecords
from tests.reliability.memory_dynamodb import MemoryDynamoDB
from tests.reliability.strict.clients import Rules
from tests.table import records_over

SOON = NOW + timedelta(minutes=2)
LATER = NOW + timedelta(minutes=12)
REF = DeliveryRef(a_delivery().user_id, a_delivery().id)


@pytest.fixture
def over_dynamodb(client: Any) -> Records:
    return records_over(client)


@pytest.fixture(params=["in memory", "over DynamoDB", "over DynamoDB's double"])
def records(request: pytest.FixtureRequest) -> Records:
    if request.param == "in memory":
        return InMemoryRecords(ZONE)
    if request.param == "over DynamoDB's double":
        return records_over(MemoryDynamoDB(Rules()))
    found: Records = request.getfixturevalue("over_dynamodb")
    return found


_NUMBER = itertools.count()


def _change(
    interview: Interview | None = None,
    read: Interview | None = None,
    made: tuple[Delivery, ...] = (),
    withdrawn: tuple[Delivery, ...] = (),
    **other: Any,
) -> Change:
    mail_id = other.pop("mail_id", f"mail-{next(_NUMBER)}")
    return Change(mail_id, "interview_made", NOW, interview, read, made, withdrawn, **other)


def _recorded(records: Records, *made: Delivery) -> Interview:
    """Record the interview of the builders with what it owes."""
    owed = made or (a_delivery(),)
    interview = an_interview(owed=tuple(delivery.id for delivery in owed))
    assert records.commit(_change(interview, made=owed))
    return interview


def _moved(records: Records, interview: Interview, *withdrawn: Delivery) -> Interview:
    """Record a new version and revision of an interview, and return it as it is kept: with one more edit counted."""
    version = Version(interview.version.sequence + 1, interview.version.stamped_at)
    moved = dataclasses.replace(interview, version=version, revision=interview.revision + 1)
    assert records.commit(_change(moved, interview, withdrawn=withdrawn))
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
    interview = _recorded(records, a_delivery(), a_delivery(Kind.THANK_YOU))
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
    assert not records.mail_is_seen("none")
    assert not records.is_participant(PRIYA)


def test_a_mail_that_reached_its_outcome_is_seen(records: Records) -> None:
    assert records.commit(_change(mail_id=MAIL_ID))
    assert records.mail_is_seen(MAIL_ID)


def test_a_mail_that_was_seen_changes_nothing_more(records: Records) -> None:
    assert records.commit(_change(mail_id=MAIL_ID))
    assert not records.commit(_change(an_interview(), made=(a_delivery(),), mail_id=MAIL_ID))
    assert records.interview(an_interview().user_id, an_interview().id) is None
    assert records.delivery(REF) is None


def test_the_same_change_twice_is_recorded_once(records: Records) -> None:
    change = _change(an_interview(), made=(a_delivery(),))
    assert [records.commit(change), records.commit(change), records.commit(change)] == [True, False, False]


def test_of_two_mails_that_make_the_same_interview_the_second_conflicts_and_leaves_nothing(records: Records) -> None:
    _recorded(records)
    with pytest.raises(Conflict):
        records.commit(_change(an_interview(), made=(a_delivery(Kind.CHANGED),), mail_id=MAIL_ID))
    assert not records.mail_is_seen(MAIL_ID)
    assert records.delivery(DeliveryRef(REF.user_id, a_delivery(Kind.CHANGED).id)) is None


def test_a_change_planned_on_what_is_no_longer_so_conflicts_and_leaves_nothing(records: Records) -> None:
    interview = _recorded(records)
    moved = _moved(records, interview)
    late = dataclasses.replace(interview, version=Version(9, NOW), revision=2, subject="late")
    with pytest.raises(Conflict):
        records.commit(_change(late, interview, made=(a_delivery(Kind.CHANGED),), mail_id=MAIL_ID))
    assert records.interview(interview.user_id, interview.id) == moved
    assert not records.mail_is_seen(MAIL_ID)


def test_a_change_that_leaves_the_revision_still_bars_whoever_planned_before_it(records: Records) -> None:
    interview = _recorded(records)
    silent = dataclasses.replace(interview, version=Version(1, NOW))
    assert records.commit(_change(silent, interview))
    with pytest.raises(Conflict):
        records.commit(_change(dataclasses.replace(interview, version=Version(2, NOW)), interview))


def test_an_interview_can_be_changed_again_and_again(records: Records) -> None:
    interview = _recorded(records)
    for _ in range(4):
        interview = _moved(records, interview)
    assert interview.revision == 5


def test_a_version_with_milliseconds_can_be_changed_after_it_was_read(records: Records) -> None:
    stamped = NOW + timedelta(milliseconds=123)
    assert records.commit(_change(an_interview(version=Version(0, stamped))))
    read = records.interview(an_interview().user_id, an_interview().id)
    assert read is not None
    _moved(records, read)


def test_what_a_change_withdraws_is_withdrawn_and_stays_to_be_dropped(records: Records) -> None:
    interview = _recorded(records)
    _moved(records, interview, a_delivery())
    held = _held(records)
    assert (held.state, held.check_at) == (State.WITHDRAWN, NOW)


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "gone"])
def test_what_is_no_longer_pending_cannot_be_withdrawn(records: Records, state: str) -> None:
    interview = _recorded(records)
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
    interview = _recorded(records, *old)
    new = tuple(a_delivery(kind, revision=2) for kind in kinds)
    moved = dataclasses.replace(interview, version=Version(1, NOW), revision=2, owed=tuple(d.id for d in new))
    assert records.commit(_change(moved, interview, new, old))
    snapshot = records.snapshot(interview.user_id, interview.id)
    assert snapshot is not None
    assert snapshot.deliveries == new
    assert [_held(records, DeliveryRef(d.user_id, d.id)).state for d in old] == [State.WITHDRAWN] * 3


# --- claim ------------------------------------------------------------------------------------------------------------


def test_a_claim_moves_to_sending_and_counts_the_attempt(records: Records) -> None:
    _recorded(records)
    _claimed(records)
    held = _held(records)
    assert (held.state, held.attempts, held.lease_until, held.check_at) == (State.SENDING, 1, SOON, LATER)


def test_of_two_who_read_the_same_only_one_claims(records: Records) -> None:
    _recorded(records)
    read = _held(records)
    assert [records.claim(read, SOON, LATER), records.claim(read, SOON, LATER)] == [True, False]
    assert _held(records).attempts == 1


def test_of_two_who_take_over_the_same_claim_only_one_does(records: Records) -> None:
    _recorded(records)
    _claimed(records)
    read = _held(records)
    assert [records.claim(read, SOON, LATER), records.claim(read, SOON, LATER)] == [True, False]
    assert _held(records).attempts == 2


def test_who_read_before_a_claim_cannot_take_it_over(records: Records) -> None:
    _recorded(records)
    before = _claimed(records)
    assert not records.claim(before, SOON, LATER)


def test_no_claim_holds_after_a_move_was_recorded(records: Records) -> None:
    interview = _recorded(records)
    read = _held(records)
    _moved(records, interview)
    assert not records.claim(read, SOON, LATER)
    assert _held(records).state is State.PENDING


def test_a_claim_of_what_was_withdrawn_does_not_hold(records: Records) -> None:
    interview = _recorded(records)
    read = _held(records)
    _moved(records, interview, read)
    assert not records.claim(read, SOON, LATER)
    assert _held(records).state is State.WITHDRAWN


def test_a_silent_change_of_the_interview_does_not_stand_in_the_way_of_a_claim(records: Records) -> None:
    interview = _recorded(records)
    read = _held(records)
    assert records.commit(_change(dataclasses.replace(interview, version=Version(1, NOW)), interview))
    assert records.claim(read, SOON, LATER)


def test_a_claim_without_its_interview_does_not_hold(records: Records) -> None:
    assert records.commit(_change(made=(a_delivery(),)))
    assert not records.claim(a_delivery(), SOON, LATER)


def test_what_belongs_to_no_interview_is_claimed_by_itself(records: Records) -> None:
    answer = a_delivery(interview_id=None, revision=None, mail_id=MAIL_ID)
    assert records.commit(_change(made=(answer,)))
    assert records.claim(answer, SOON, LATER)


def test_what_was_never_recorded_cannot_be_claimed(records: Records) -> None:
    interview = _recorded(records)
    assert interview.id
    assert not records.claim(a_delivery(Kind.CHANGED), SOON, LATER)


# --- confirm, release, finish -----------------------------------------------------------------------------------------


def test_confirming_moves_to_sent_and_leaves_nothing_to_look_at(records: Records) -> None:
    _recorded(records)
    records.confirm(_claimed(records), "ses-1", SOON)
    held = _held(records)
    assert (held.state, held.ses_message_id, held.sent_at, held.check_at) == (State.SENT, "ses-1", SOON, None)
    assert list(records.due(LATER + timedelta(days=1), 10)) == []


def test_confirming_twice_changes_nothing(records: Records) -> None:
    _recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.confirm(read, "ses-2", LATER)
    held = _held(records)
    assert (held.ses_message_id, held.sent_at) == ("ses-1", SOON)


@pytest.mark.parametrize("end", ["withdrawn", "failed", "released"])
def test_a_report_of_ses_confirms_whatever_we_thought_had_become_of_it(records: Records, end: str) -> None:
    _recorded(records)
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
    _recorded(records)
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
    _recorded(records)
    first = _claimed(records)
    assert records.claim(_held(records), SOON, LATER)
    records.release(first, LATER, "Throttling")
    assert (_held(records).state, _held(records).attempts) == (State.SENDING, 2)


def test_a_release_after_the_send_event_does_not_bring_the_mail_back(records: Records) -> None:
    _recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.release(read, LATER, "Throttling")
    assert _held(records).state is State.SENT


@pytest.mark.parametrize(("failed", "state"), [(True, State.FAILED), (False, State.WITHDRAWN)])
def test_what_is_finished_unsent_is_no_longer_looked_at(records: Records, failed: bool, state: State) -> None:
    _recorded(records)
    records.finish(_held(records), "expired", failed=failed)
    held = _held(records)
    assert (held.state, held.reason, held.check_at) == (state, "expired", None)
    assert list(records.due(LATER + timedelta(days=1), 10)) == []


def test_what_was_sent_cannot_be_finished_as_unsent(records: Records) -> None:
    _recorded(records)
    read = _claimed(records)
    records.confirm(read, "ses-1", SOON)
    records.finish(read, "rejected", failed=True)
    assert _held(records).state is State.SENT


def test_who_finds_it_expired_does_not_end_a_claim_that_another_made_meanwhile(records: Records) -> None:
    _recorded(records)
    read = _held(records)
    assert records.claim(read, SOON, LATER)
    records.finish(read, "expired", failed=False)
    assert _held(records).state is State.SENDING


def test_a_late_rejection_does_not_end_the_claim_that_took_over(records: Records) -> None:
    _recorded(records)
    first = _claimed(records)
    assert records.claim(_held(records), SOON, LATER)
    after_its_claim = dataclasses.replace(first, state=State.SENDING, attempts=1)
    records.finish(after_its_claim, "MessageRejected", failed=True)
    assert _held(records).state is State.SENDING


# --- schedules --------------------------------------------------------------------------------------------------------


def test_a_pending_delivery_is_marked_as_scheduled(records: Records) -> None:
    _recorded(records)
    assert records.mark_scheduled(a_delivery(), LATER)
    assert (_held(records).scheduled, _held(records).check_at) == (True, LATER)


def test_a_withdrawn_delivery_is_not_marked_as_scheduled(records: Records) -> None:
    interview = _recorded(records)
    _moved(records, interview, a_delivery())
    assert not records.mark_scheduled(a_delivery(), LATER)
    assert not _held(records).scheduled
    assert not records.mark_scheduled(a_delivery(Kind.CHANGED), LATER)


def test_a_withdrawn_delivery_whose_schedule_was_dropped_is_no_longer_looked_at(records: Records) -> None:
    interview = _recorded(records)
    _moved(records, interview, a_delivery())
    assert [d.id for d in records.due(NOW, 10)] == [a_delivery().id]
    records.mark_dropped(_held(records))
    assert list(records.due(LATER, 10)) == []


def test_a_delivery_that_is_not_withdrawn_is_not_marked_as_dropped(records: Records) -> None:
    _recorded(records)
    records.mark_dropped(_held(records))
    assert _held(records).check_at is not None


# --- the sweep --------------------------------------------------------------------------------------------------------


def _many(records: Records, count: int, check_at: Callable[[int], datetime]) -> list[Delivery]:
    made = [
        a_delivery(id=f"prep-pack-{n:03}", interview_id=None, revision=None, check_at=check_at(n)) for n in range(count)
    ]
    for start in range(0, count, 50):
        assert records.commit(_change(made=tuple(made[start : start + 50])))
    return made


def test_the_sweep_finds_what_is_to_be_looked_at_by_now_and_nothing_else(records: Records) -> None:
    made = _many(records, 40, lambda n: NOW + timedelta(minutes=n - 20))
    found = {delivery.id for delivery in records.due(NOW, 100)}
    assert found == {delivery.id for delivery in made if delivery.check_at and delivery.check_at <= NOW}


def test_the_sweep_takes_no_more_than_its_limit_and_gets_through_all_in_the_end(records: Records) -> None:
    _many(records, 60, lambda n: NOW - timedelta(minutes=n))
    rounds = 0
    while found := list(records.due(NOW, 16)):
        rounds += 1
        assert len(found) <= 16
        for delivery in found:
            records.finish(delivery, "done", failed=False)
    assert rounds <= 60


def test_a_claim_that_ran_out_is_found_and_one_that_runs_is_not(records: Records) -> None:
    _recorded(records)
    _claimed(records)
    assert list(records.due(LATER - timedelta(seconds=1), 10)) == []
    assert [d.state for d in records.due(LATER, 10)] == [State.SENDING]


# --- what SES reports -------------------------------------------------------------------------------------------------


def test_a_fate_gives_way_only_to_one_of_a_higher_rank_in_whatever_order_they_come(records: Records) -> None:
    for number, order in enumerate(itertools.permutations([Fate.SENT, Fate.DELIVERED, Fate.BOUNCED, Fate.DELAYED])):
        delivery = a_delivery(id=f"prep-pack-{number}")
        assert records.commit(_change(made=(delivery,)))
        ref = DeliveryRef(delivery.user_id, delivery.id)
        for fate in (*order, *order):
            records.note_fate(Feedback(ref, "ses-1", fate, NOW))
        assert _held(records, ref).fate is Fate.BOUNCED


def test_a_fate_of_what_was_never_recorded_makes_nothing(records: Records) -> None:
    records.note_fate(Feedback(REF, "ses-1", Fate.BOUNCED, NOW))
    assert records.delivery(REF) is None


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_user_is_made_once_and_known_by_the_address_whatever_its_case(records: Records) -> None:
    first = records.user_for(ROBIN, "Robin Lee", NOW)
    assert records.user_for(ROBIN.upper(), "Another Name", LATER) == first
    assert records.user(first.id) == first
    assert (first.address, first.name, first.time_zone) == (ROBIN, "Robin Lee", ZONE)


def test_two_addresses_are_two_users_and_no_id_shows_an_address(records: Records) -> None:
    one, other = records.user_for(ROBIN, None, NOW), records.user_for(PRIYA, None, NOW)
    assert one.id != other.id
    assert "robin" not in one.id


def test_a_stranger_is_noted_for_30_days_and_only_once(records: Records) -> None:
    assert not records.stranger_was_noted(PRIYA, NOW)
    assert records.commit(_change(note_to=PRIYA))
    assert records.stranger_was_noted(PRIYA.upper(), NOW + timedelta(days=29, hours=23))
    assert not records.stranger_was_noted(PRIYA, NOW + timedelta(days=30))
    with pytest.raises(Conflict):
        records.commit(_change(note_to=PRIYA, made=(a_delivery(),)))
    assert records.delivery(REF) is None


def test_a_stranger_can_be_noted_again_after_30_days(records: Records) -> None:
    assert records.commit(_change(note_to=PRIYA))
    assert records.commit(dataclasses.replace(_change(note_to=PRIYA), at=NOW + timedelta(days=30)))


def test_a_strangers_name_is_the_same_each_time_and_shows_no_address(records: Records) -> None:
    assert records.stranger_id(PRIYA) == records.stranger_id(f" {PRIYA.upper()}")
    assert records.stranger_id(PRIYA) != records.stranger_id(ROBIN)
    assert "priya" not in records.stranger_id(PRIYA)
    assert len(records.stranger_id(PRIYA)) <= 64


def test_all_who_take_part_in_a_stored_interview_are_known(records: Records) -> None:
    people = tuple(f"p{n}@harbor.example" for n in range(60))
    user = records.user_for("kim@college.example", None, NOW)
    assert records.commit(_change(an_interview(user_id=user.id), participants=people, user_id=user.id))
    assert all(records.is_participant(address) for address in people)
    assert records.is_participant("P3@Harbor.example")
    assert not records.is_participant(ROBIN)


def test_one_address_written_in_two_ways_is_one_participant(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    written = (PRIYA, f" {PRIYA}", PRIYA.upper())
    assert records.commit(_change(an_interview(user_id=user.id), participants=written, user_id=user.id))
    assert records.is_participant(PRIYA)


def test_whoever_is_named_in_a_reply_without_a_meeting_is_known_too(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(_change(participants=(PRIYA,), user_id=user.id))
    assert records.is_participant(PRIYA)


def test_nobody_is_marked_for_a_change_that_is_no_users(records: Records) -> None:
    assert records.commit(_change(participants=(PRIYA,)))
    assert not records.is_participant(PRIYA)


def test_of_two_changes_of_a_users_profile_at_once_the_second_conflicts(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(_change(user_id=user.id, user=dataclasses.replace(user, field="nursing")))
    with pytest.raises(Conflict):
        records.commit(_change(user_id=user.id, user=dataclasses.replace(user, field="law"), mail_id=MAIL_ID))
    assert not records.mail_is_seen(MAIL_ID)
    kept = records.user(user.id)
    assert kept is not None
    assert kept.field == "nursing"
    assert records.commit(_change(user_id=user.id, user=dataclasses.replace(kept, field="law")))


def test_what_a_user_says_and_stops_in_one_mail_are_both_recorded(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(_change(user_id=user.id, user=dataclasses.replace(user, field="nursing"), stops_user=True))
    kept = records.user(user.id)
    assert kept is not None
    assert (kept.field, kept.stopped_at) == ("nursing", NOW)


def test_saying_more_of_oneself_takes_back_no_stop_and_no_bounce(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(_change(user_id=user.id, stops_user=True))
    records.refuse_mail(user.id, "bounced")
    assert records.commit(_change(user_id=user.id, user=dataclasses.replace(user, field="nursing")))
    kept = records.user(user.id)
    assert kept is not None
    assert (kept.field, kept.stopped_at, kept.mail_refused) == ("nursing", NOW, "bounced")


def test_all_that_a_profile_holds_comes_back_as_it_was_said(records: Records) -> None:
    user = records.user_for(ROBIN, "Robin Lee", NOW)
    said = dataclasses.replace(
        user,
        name="Robin K. Lee",
        field="nursing",
        strengths=("listening", "triage"),
        time_zone="Europe/Berlin",
        zone_is_own=True,
        waking="08:00-20:00",
        tone="plain",
        was_asked=True,
        keeps_in_touch=True,
        own_words={"day": "What is a day like?"},
        answers={"day": "2"},
        talks_noted=2,
        referrals=(Referral("Ana Ruiz", NOW, "ana@example.com", "Harbor", "Priya Nair", PRIYA, "ab12"),),
        unplaced=("about the lighthouse", "caf\u00e9 \U0001f600"),
    )
    assert records.commit(_change(user_id=user.id, user=said))
    assert records.user(user.id) == dataclasses.replace(said, edits=1)
    bare = dataclasses.replace(said, strengths=(), unplaced=(), own_words={}, referrals=(), field=None, edits=1)
    assert records.commit(_change(user_id=user.id, user=bare))
    assert records.user(user.id) == dataclasses.replace(bare, edits=2)


def test_of_two_replies_about_one_talk_at_once_the_second_conflicts_and_changes_no_profile(records: Records) -> None:
    interview = _recorded(records)
    user = records.user(interview.user_id) or records.user_for("kim@college.example", None, NOW)
    first = dataclasses.replace(interview, notes=("one",))
    second = dataclasses.replace(interview, notes=("two",))
    assert records.commit(_change(first, interview))
    with pytest.raises(Conflict):
        records.commit(_change(second, interview, user_id=user.id, user=dataclasses.replace(user, field="law")))
    kept, held = records.interview(interview.user_id, interview.id), records.user(user.id)
    assert kept is not None
    assert held is not None
    assert (kept.notes, held.field) == (("one",), None)


def test_an_address_that_was_proven_is_the_users_whatever_its_case(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.link_address(user, "Robin@Home.example")
    assert records.user_id_at(" robin@home.EXAMPLE") == user.id
    assert records.user_for("robin@home.example", None, NOW).id == user.id
    assert records.link_address(user, "robin@home.example")
    assert [thing.kind for thing in records.belongings(user.id)] == ["address"]


def test_an_address_with_records_of_its_own_is_not_taken_over(records: Records) -> None:
    user, other = records.user_for(ROBIN, None, NOW), records.user_for("kim@college.example", None, NOW)
    assert not records.link_address(user, "kim@college.example")
    assert records.user_id_at("kim@college.example") == other.id
    assert list(records.belongings(user.id)) == []


def test_an_address_that_another_user_proved_is_not_taken_over(records: Records) -> None:
    user, other = records.user_for(ROBIN, None, NOW), records.user_for("kim@college.example", None, NOW)
    assert records.link_address(other, "home@home.example")
    assert not records.link_address(user, "home@home.example")
    assert records.user_id_at("home@home.example") == other.id


def test_the_own_address_is_the_users_already(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    assert records.link_address(user, "kim@college.example")


def test_nothing_is_linked_to_a_user_who_was_erased(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    records.forget_profile(user.id)
    assert not records.link_address(user, "home@home.example")
    assert records.user_id_at("home@home.example") is None


def test_nobody_becomes_a_user_anew_at_a_further_address_of_one_who_is_being_erased(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    assert records.link_address(user, "home@home.example")
    records.forget_profile(user.id)
    with pytest.raises(Conflict):
        records.user_for("home@home.example", None, NOW)


def test_a_further_address_is_marked_as_erased_and_forgotten_by_its_belonging(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    assert records.link_address(user, "home@home.example")
    (held,) = records.belongings(user.id)
    records.mark_further_erased(held, NOW)
    records.forget(held)
    assert records.user_id_at("home@home.example") is None
    assert records.was_erased_after("home@home.example", NOW - timedelta(minutes=1))
    assert not records.was_erased_after("home@home.example", NOW + timedelta(minutes=1))
    assert list(records.belongings(user.id)) == []


def test_all_that_is_kept_is_shown_in_the_order_of_its_times(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    later = a_meeting(starts_at=STARTS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))
    second = an_interview(id="b" * 16, user_id=user.id, meeting=later)
    first = an_interview(id="c" * 16, user_id=user.id)
    nudge = a_delivery(Kind.THANK_YOU_NUDGE, ENDS, user_id=user.id)
    pack = a_delivery(user_id=user.id)
    assert records.commit(_change(second, made=(nudge, pack), user_id=user.id))
    assert records.commit(_change(first, user_id=user.id))
    assert records.commit(_change(an_interview(id="d" * 16, user_id=records.user_for(ROBIN, None, NOW).id)))
    held = records.holdings(user.id)
    assert held.is_all
    assert [one.id for one in held.interviews] == [first.id, second.id]
    assert [one.kind for one in held.deliveries] == [Kind.PREP_PACK, Kind.THANK_YOU_NUDGE]


def test_nothing_is_shown_of_nobody(records: Records) -> None:
    assert records.holdings("f" * 12) == Holdings()


def test_everything_of_a_user_can_be_listed_and_forgotten(records: Records) -> None:
    user = records.user_for(ROBIN, "Robin Lee", NOW)
    interview = dataclasses.replace(an_interview(), user_id=user.id)
    delivery = dataclasses.replace(a_delivery(), user_id=user.id)
    change = _change(interview, made=(delivery,), user_id=user.id, aliases=("another-name",), mail_id="mail-e")
    assert records.commit(change)
    records.confirm(delivery, "ses-e", NOW)
    found = list(records.belongings(user.id))
    assert sorted(thing.kind for thing in found) == ["alias", "delivery", "interview", "mail"]
    for thing in found:
        records.forget(thing)
    records.forget_profile(user.id)
    assert records.user_id_at(ROBIN) == user.id
    records.forget_address(ROBIN)
    assert list(records.belongings(user.id)) == []
    assert records.sent_mail("ses-e") is None
    assert records.user_id_at(ROBIN) is None
    assert records.mail_is_seen("mail-e")


def test_nothing_is_written_for_a_user_who_was_erased_meanwhile(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    records.forget_profile(user.id)
    interview = dataclasses.replace(an_interview(), user_id=user.id)
    with pytest.raises(Conflict):
        records.commit(_change(interview, user_id=user.id))
    assert records.interview(user.id, interview.id) is None


def test_nobody_becomes_a_user_anew_while_they_are_being_erased(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    records.forget_profile(user.id)
    with pytest.raises(Conflict):
        records.user_for("kim@college.example", None, NOW)
    records.forget_address("kim@college.example")
    assert records.user_for("kim@college.example", None, LATER).id != user.id


def test_a_mail_from_before_the_erasing_is_told_from_one_after_it(records: Records) -> None:
    records.mark_erased(ROBIN, NOW)
    assert records.was_erased_after(ROBIN, NOW - timedelta(minutes=1))
    assert not records.was_erased_after(ROBIN, NOW + timedelta(minutes=1))
    assert not records.was_erased_after("kim@college.example", NOW)
