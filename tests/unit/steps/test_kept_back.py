"""What is owed and never leaves: to an address that bounced or complained, or after the user said "stop all"."""

from __future__ import annotations

import dataclasses
import functools
from datetime import timedelta

import pytest

from shared.adapters import toml_content
from shared.domain.delivery import Delivery, DeliveryRef, Fate, Kind, State
from shared.domain.interview import Change
from tests.builders import NOW, a_delivery, a_user, an_answer, an_interview
from tests.fakes import World

content = functools.cache(toml_content.load)


@pytest.fixture
def world() -> World:
    return World(content)


def _owe(world: World, delivery: Delivery) -> DeliveryRef:
    about = an_interview(owed=(delivery.id,)) if delivery.interview_id else None
    assert world.records.commit(Change(f"mail-{delivery.id}", "made", NOW, about, made=(delivery,)))
    return DeliveryRef(delivery.user_id, delivery.id)


@pytest.mark.parametrize("fate", [Fate.BOUNCED, Fate.COMPLAINED])
def test_after_a_bounce_or_a_complaint_nothing_more_leaves_for_that_user(world: World, fate: Fate) -> None:
    world.send(_owe(world, an_answer("m1")))
    world.feedback(world.mailer.feedback(world.mailer.taken[0], fate, NOW))
    ref = _owe(world, a_delivery())
    assert world.send(ref) == f"mail_{fate}"
    assert world.records.deliveries[ref].state is State.WITHDRAWN
    assert len(world.mailer.calls) == 1


@pytest.mark.parametrize("fate", [Fate.SENT, Fate.DELIVERED])
def test_after_a_delivery_the_next_mail_leaves(world: World, fate: Fate) -> None:
    world.send(_owe(world, an_answer("m1")))
    world.feedback(world.mailer.feedback(world.mailer.taken[0], fate, NOW))
    assert world.send(_owe(world, a_delivery())) == "sent"


def _stop_all(world: World) -> None:
    stopped = dataclasses.replace(a_user(), stopped_at=world.clock.now())
    world.records.users[stopped.id] = stopped


def test_what_was_owed_before_stop_all_never_leaves(world: World) -> None:
    ref = _owe(world, a_delivery())
    _stop_all(world)
    assert world.send(ref) == "stopped"
    assert world.records.deliveries[ref].state is State.WITHDRAWN
    assert world.mailer.calls == []


def test_what_was_owed_in_the_very_second_of_stop_all_never_leaves_but_for_its_confirmation(world: World) -> None:
    _stop_all(world)
    noted = dataclasses.replace(an_answer("m2"), kind=Kind.NOTED, facts={"word": "stop all"})
    assert world.send(_owe(world, a_delivery(created_at=NOW))) == "stopped"
    assert world.send(_owe(world, noted)) == "sent"


def test_what_is_asked_for_after_stop_all_leaves(world: World) -> None:
    _stop_all(world)
    later = NOW + timedelta(minutes=1)
    world.clock.move_to(later)
    assert world.send(_owe(world, a_delivery(created_at=later))) == "sent"
