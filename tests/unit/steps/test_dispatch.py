from __future__ import annotations

import dataclasses
import functools
from datetime import timedelta

import pytest

from shared.adapters import toml_content
from shared.adapters.at_once import at_once
from shared.domain.delivery import Delivery, DeliveryRef, Kind, State
from shared.domain.errors import NotAccepted, SchedulesFault
from shared.domain.interview import Change, Version
from shared.domain.planning import plan
from shared.domain.timing import Rules
from shared.steps.dispatch import ROUND, DispatchDeliveries
from tests.builders import ENDS, NOW, a_delivery, an_incoming, an_interview, an_invite
from tests.fakes import FakeSchedules, InMemoryRecords, World

content = functools.cache(toml_content.load)
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def world() -> World:
    return World(content)


def _owe(world: World, *deliveries: Delivery) -> list[DeliveryRef]:
    interview = an_interview(owed=tuple(delivery.id for delivery in deliveries))
    assert world.records.commit(Change("mail-1", "made", NOW, interview, made=deliveries))
    return [DeliveryRef(delivery.user_id, delivery.id) for delivery in deliveries]


def _withdraw(world: World, *deliveries: Delivery) -> None:
    old = an_interview(owed=tuple(delivery.id for delivery in deliveries))
    new = dataclasses.replace(old, version=Version(1, NOW), revision=2)
    assert world.records.commit(Change("mail-2", "moved", NOW, new, read=old, withdrawn=deliveries))


# --- one Delivery -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [timedelta(-1), timedelta(), timedelta(minutes=2)])
def test_what_is_due_within_two_minutes_is_sent_now(world: World, ahead: timedelta) -> None:
    (ref,) = _owe(world, a_delivery(due_at=NOW + ahead))
    assert world.dispatch(ref) == "sent"
    assert not world.schedules.created


def test_what_is_due_later_gets_one_schedule_however_often_it_is_dispatched(world: World) -> None:
    (ref,) = _owe(world, a_delivery(due_at=LATER))
    assert [world.dispatch(ref) for _ in range(3)] == ["scheduled", "scheduled_already", "scheduled_already"]
    assert list(world.schedules.live) == [ref.delivery_id]
    assert not world.mailer.calls


def test_a_schedule_that_was_made_but_not_marked_is_made_again_and_stays_one(world: World) -> None:
    (ref,) = _owe(world, a_delivery(due_at=LATER))
    world.schedules.create(world.records.deliveries[ref])
    assert world.dispatch(ref) == "scheduled"
    assert list(world.schedules.live) == [ref.delivery_id]


def test_what_was_withdrawn_loses_its_schedule_once_and_is_no_longer_looked_at(world: World) -> None:
    delivery = a_delivery(due_at=LATER)
    (ref,) = _owe(world, delivery)
    world.dispatch(ref)
    _withdraw(world, delivery)
    assert world.dispatch(ref) == "dropped"
    assert not world.schedules.live
    assert world.records.deliveries[ref].check_at is None
    assert world.dispatch(ref) == "dropped"


def test_no_schedule_stays_behind_where_a_delivery_is_withdrawn_while_its_schedule_is_made(world: World) -> None:
    delivery = a_delivery(due_at=LATER)
    (ref,) = _owe(world, delivery)

    def withdraw_and_drop() -> None:
        _withdraw(world, delivery)
        world.dispatch(ref)

    world.records.before["mark_scheduled"].append(withdraw_and_drop)
    assert world.dispatch(ref) == "dropped"
    assert not world.schedules.live


def test_no_schedule_stays_behind_where_whoever_dropped_it_found_none_yet(world: World) -> None:
    delivery = a_delivery(due_at=LATER)
    (ref,) = _owe(world, delivery)

    class Slow(FakeSchedules):
        def create(self, delivery: Delivery) -> None:
            if world.records.deliveries[ref].state is State.PENDING:
                _withdraw(world, delivery)
                assert dispatch(ref) == "dropped"
            super().create(delivery)

    slow = Slow()
    dispatch = DispatchDeliveries(world.records, slow, world.clock, world.send)
    assert dispatch(ref) == "dropped"
    assert slow.created == [delivery.id]
    assert not slow.live


def test_what_was_sent_or_never_recorded_needs_nothing(world: World) -> None:
    (ref,) = _owe(world, a_delivery())
    world.dispatch(ref)
    assert world.dispatch(ref) == "nothing_to_do"
    assert world.dispatch(DeliveryRef("nobody", "none")) == "unknown_delivery"


def test_a_fault_of_scheduler_is_raised_and_the_next_try_makes_the_schedule(world: World) -> None:
    (ref,) = _owe(world, a_delivery(due_at=LATER))
    world.schedules.fault = SchedulesFault("down")
    with pytest.raises(SchedulesFault):
        world.dispatch(ref)
    assert not world.records.deliveries[ref].scheduled
    assert world.dispatch(ref) == "scheduled"


# --- the sweep --------------------------------------------------------------------------------------------------------


def test_the_sweep_sends_what_the_stream_lost(world: World) -> None:
    _owe(world, a_delivery(), a_delivery(Kind.THANK_YOU, LATER))
    world.clock.advance(minutes=5)
    assert world.dispatch.sweep() == {"sent": 1, "scheduled": 1}
    assert world.dispatch.sweep() == {}


def test_the_sweep_sends_what_its_schedule_did_not(world: World) -> None:
    (ref,) = _owe(world, a_delivery(due_at=LATER))
    world.dispatch(ref)
    world.schedules.live.clear()
    world.clock.move_to(LATER + timedelta(minutes=1))
    assert world.dispatch.sweep() == {}
    world.clock.move_to(LATER + timedelta(minutes=2))
    assert world.dispatch.sweep() == {"sent": 1}


def test_the_sweep_drops_schedules_of_what_was_withdrawn(world: World) -> None:
    delivery = a_delivery(due_at=LATER)
    (ref,) = _owe(world, delivery)
    world.dispatch(ref)
    _withdraw(world, delivery)
    assert world.dispatch.sweep() == {"dropped": 1}
    assert not world.schedules.live
    assert world.dispatch.sweep() == {}


def test_the_sweep_offers_again_what_ses_did_not_take(world: World) -> None:
    (ref,) = _owe(world, a_delivery())
    world.mailer.script.append(NotAccepted("Throttling"))
    world.dispatch(ref)
    world.clock.advance(minutes=1)
    assert world.dispatch.sweep() == {"sent": 1}


def test_one_delivery_that_fails_leaves_the_others_alone(world: World) -> None:
    _owe(world, a_delivery(due_at=LATER), a_delivery(Kind.CHANGED))
    world.schedules.fault = SchedulesFault("down")
    world.clock.advance(minutes=5)
    assert world.dispatch.sweep() == {"fault": 1, "sent": 1}


def test_one_mail_that_cannot_be_written_leaves_the_others_alone(world: World) -> None:
    broken, well = a_delivery(check_at=NOW), a_delivery(Kind.CHANGED, check_at=NOW + timedelta(seconds=1))
    _owe(world, broken, well)
    world.clock.advance(minutes=5)
    world.pages.fault = ValueError("broken")
    assert world.dispatch.sweep() == {"defect": 2}
    world.pages.fault = None
    world.clock.advance(minutes=13)
    assert world.dispatch.sweep() == {"sent": 2}


def test_one_record_that_cannot_be_read_leaves_the_others_alone(world: World) -> None:
    broken, well = a_delivery(check_at=NOW), a_delivery(Kind.CHANGED, check_at=NOW + timedelta(seconds=1))
    _owe(world, broken, well)
    world.clock.advance(minutes=5)

    class Unreadable(InMemoryRecords):
        def delivery(self, ref: DeliveryRef) -> Delivery | None:
            if ref.delivery_id == broken.id:
                raise ValueError("a kind that this code does not know")
            return super().delivery(ref)

    records = Unreadable()
    vars(records).update(vars(world.records))
    dispatch = dataclasses.replace(world.dispatch, records=records)
    failed: list[DeliveryRef] = []
    assert dispatch.sweep(lambda _, ref: failed.append(ref)) == {"defect": 1, "sent": 1}
    assert [ref.delivery_id for ref in failed] == [broken.id]


def test_a_sweep_takes_a_backlog_of_any_size_while_it_has_time(world: World) -> None:
    world.records.budget = 1_000
    _owe(world, *(a_delivery(id=f"prep-pack-{n}") for n in range(700)))
    world.clock.advance(minutes=5)
    assert world.dispatch.sweep() == {"sent": 700}


def test_a_sweep_that_has_no_time_leaves_the_rest_to_the_next(world: World) -> None:
    _owe(world, *(a_delivery(id=f"prep-pack-{n}") for n in range(30)))
    world.clock.advance(minutes=5)
    left = iter([True, False])
    assert world.dispatch.sweep(has_time=lambda: next(left)) == {"sent": ROUND}
    assert world.dispatch.sweep() == {"sent": 30 - ROUND}


def test_a_sweep_that_takes_several_at_once_sends_each_once_and_names_the_one_that_fails(world: World) -> None:
    owed = [a_delivery(id=f"prep-pack-{n}") for n in range(40)]
    later = a_delivery(due_at=LATER)
    _owe(world, *owed, later)
    world.schedules.fault = SchedulesFault("down")
    world.clock.advance(minutes=5)
    failed: list[DeliveryRef] = []
    dispatch = dataclasses.replace(world.dispatch, for_each=at_once)
    assert dispatch.sweep(lambda _, ref: failed.append(ref)) == {"sent": 40, "fault": 1}
    assert sorted(taken.mail.delivery_id for taken in world.mailer.taken) == sorted(one.id for one in owed)
    assert [ref.delivery_id for ref in failed] == [later.id]


# --- from the invite to the last mail ---------------------------------------------------------------------------------


def _take(world: World, sequence: int = 0, hours: int = 0) -> None:
    moved = timedelta(hours=hours)
    invite = an_invite(sequence, start=ENDS - timedelta(minutes=30) + moved, end=ENDS + moved)
    incoming = an_incoming(invite, f"mail-{sequence}")
    (held,) = world.records.interviews.values() if world.records.interviews else (None,)
    known = world.records.snapshot(held.user_id, held.id) if held else None
    assert world.records.commit(plan(incoming, known, world.clock.now(), Rules()))


def test_each_mail_leaves_once_at_its_time_by_stream_and_schedule(world: World) -> None:
    _take(world)
    world.settle()
    assert world.sent_kinds() == [Kind.PREP_PACK]
    world.run_on_to(ENDS + timedelta(hours=30))
    assert world.sent_kinds() == [Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert not world.schedules.live


def test_each_mail_leaves_once_where_the_stream_loses_everything(world: World) -> None:
    _take(world)
    world.records.stream.clear()
    world.run_on_to(ENDS + timedelta(hours=30))
    assert world.sent_kinds() == [Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]


def test_schedules_that_fire_again_late_or_after_a_move_send_nothing_of_the_old_meeting(world: World) -> None:
    _take(world)
    world.settle()
    _take(world, 1, hours=24)
    world.settle()
    world.run_on_to(ENDS + timedelta(hours=60))
    for delivery in [*world.schedules.ever.values()] * 2:
        world.send(DeliveryRef(delivery.user_id, delivery.id))
    assert world.sent_kinds() == [Kind.PREP_PACK, Kind.CHANGED, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert not world.records.all(State.PENDING, State.SENDING)
