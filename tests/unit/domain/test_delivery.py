from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import Delivery, Fate, Kind, State, delivery_id
from tests.builders import a_delivery

KINDS = st.sampled_from(Kind)


@given(st.text(), KINDS, st.integers(0, 99))
def test_a_name_fits_a_schedule_and_a_tag_of_ses_whatever_the_cause(cause: str, kind: Kind, ordinal: int) -> None:
    # Scheduler: [0-9a-zA-Z-_.]{1,64}. SES tags: letters, digits, "_" and "-", 256 at most.
    assert re.fullmatch(r"[a-z0-9-]{1,64}", delivery_id(cause.encode("utf-8", "replace").decode(), kind, ordinal))


def test_the_same_cause_kind_and_ordinal_always_give_the_same_name() -> None:
    assert delivery_id("u|i|1", Kind.PREP_PACK) == delivery_id("u|i|1", Kind.PREP_PACK, 0)


def test_each_cause_kind_and_ordinal_has_a_name_of_its_own() -> None:
    causes = [f"{user}|{interview}|{revision}" for user in "ab" for interview in "xy" for revision in range(1, 12)]
    names = {delivery_id(*row) for row in itertools.product(causes, Kind, range(3))}
    assert len(names) == len(causes) * len(Kind) * 3


def test_a_name_begins_with_its_kind_so_that_a_person_can_read_a_list_of_schedules() -> None:
    assert delivery_id("x", Kind.THANK_YOU_NUDGE).startswith("thank-you-nudge-")


def test_what_can_still_be_mended_gives_way_to_what_cannot() -> None:
    assert sorted(Fate, key=lambda fate: fate.rank) == [
        Fate.SENT,
        Fate.DELAYED,
        Fate.DELIVERED,
        Fate.REJECTED,
        Fate.BOUNCED,
        Fate.COMPLAINED,
    ]


def test_a_new_delivery_is_pending_and_was_never_tried() -> None:
    delivery = a_delivery()
    assert (delivery.state, delivery.attempts, delivery.scheduled, delivery.fate) == (State.PENDING, 0, False, None)


@pytest.mark.parametrize("attribute", ["state", "recipient"])
def test_a_delivery_cannot_be_changed_in_place(attribute: str) -> None:
    with pytest.raises(AttributeError):
        setattr(a_delivery(), attribute, "x")


def test_the_facts_of_two_deliveries_are_not_shared() -> None:
    one, other = a_delivery(), a_delivery()
    assert one == other
    assert isinstance(one, Delivery)
    with pytest.raises(TypeError):
        one.facts["x"] = "y"  # type: ignore[index] # that it cannot be written is what is tested
