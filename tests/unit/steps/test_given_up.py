"""An operator hears of every mail that was owed and will never leave, and of no mail that the user stopped."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import pytest

from shared.adapters import toml_content
from shared.domain.delivery import GIVEN_UP, DeliveryRef, State
from shared.domain.errors import AnswerLost, MailRejected
from shared.domain.interview import Change
from shared.steps.send import MAX_ATTEMPTS
from tests.builders import NOW, ROBIN, a_contact, a_delivery, an_interview
from tests.fakes import World

content = functools.cache(toml_content.load)
DELIVERY = a_delivery()
REF = DeliveryRef(DELIVERY.user_id, DELIVERY.id)


def _world(**interview: Any) -> World:
    """Return a world that owes one mail about an interview."""
    world = World(content)
    about = dataclasses.replace(an_interview(owed=(DELIVERY.id,)), **interview)
    assert world.records.commit(Change("mail-1", "made", NOW, about, made=(DELIVERY,)))
    return world


def _rejected() -> World:
    world = _world()
    world.mailer.script.append(MailRejected("MessageRejected"))
    return world


def _lost_each_time() -> World:
    world = _world()
    world.mailer.script.extend([AnswerLost("ReadTimeoutError")] * MAX_ATTEMPTS)
    for _ in range(MAX_ATTEMPTS):
        world.send(REF)
        world.clock.advance(minutes=13)
    return world


def _past_its_use() -> World:
    world = _world()
    world.clock.move_to(DELIVERY.expires_at)
    return world


def _superseded() -> World:
    return _world(revision=2)


@pytest.mark.parametrize(
    "made", [_rejected, _lost_each_time, _past_its_use, lambda: _world(contact=a_contact(email=ROBIN))]
)
def test_what_was_owed_and_will_never_leave_is_given_up(made: Callable[[], World]) -> None:
    world = made()
    assert world.send(REF) in GIVEN_UP
    assert world.records.deliveries[REF].state in (State.FAILED, State.WITHDRAWN)
    assert world.send(REF) not in GIVEN_UP


@pytest.mark.parametrize("made", [_world, _superseded])
def test_what_left_or_belongs_to_an_older_revision_is_not_given_up(made: Callable[[], World]) -> None:
    assert made().send(REF) not in GIVEN_UP
