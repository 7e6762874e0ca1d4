from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shared.adapters.dynamodb_items import (
    OPEN_SHARDS,
    Keys,
    delivery_item,
    delivery_of,
    deserialize,
    guard,
    interview_item,
    interview_of,
    open_shard,
    serialize,
)
from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import Kind, State
from shared.domain.identity import key_of
from shared.domain.interview import Version
from shared.domain.invite import Attendee, Person
from shared.domain.planning import plan
from shared.domain.timing import Rules
from tests.builders import NOW, PRIYA, ROBIN, a_delivery, an_incoming, an_interview, an_invite

KEYS = Keys(b"k" * 32)
YEAR = timedelta(days=365)
# AWS: "Quotas": an item holds 400 KB, names included.
ITEM = 400 * 1024


def test_an_interview_and_a_delivery_come_back_from_their_items() -> None:
    assert interview_of(serialize(interview_item(an_interview(), KEYS, YEAR))) == an_interview()
    assert delivery_of(serialize(delivery_item(a_delivery(), KEYS, YEAR))) == a_delivery()


def test_no_key_shows_an_address() -> None:
    keys = [
        KEYS.address(ROBIN),
        KEYS.stranger_note(ROBIN),
        KEYS.participant(PRIYA, "u1", "i1"),
        KEYS.participants(PRIYA),
        KEYS.stranger_id(ROBIN),
        KEYS.user("u1"),
    ]
    written = json.dumps(keys)
    assert "robin" not in written
    assert "@" not in written


def test_the_hash_of_an_address_needs_the_key_and_knows_no_case_or_space() -> None:
    assert KEYS.address(f" {ROBIN.upper()} ") == KEYS.address(ROBIN)
    assert Keys(b"x" * 32).address(ROBIN) != KEYS.address(ROBIN)


@pytest.mark.parametrize("address", ["a\udcff@b.example", "", "é@b.example"])
def test_an_address_of_any_characters_has_a_key(address: str) -> None:
    assert KEYS.address(address)["pk"]["S"].startswith("ADDRESS#")


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (State.PENDING, True),
        (State.SENDING, True),
        (State.WITHDRAWN, True),
        (State.SENT, False),
        (State.FAILED, False),
    ],
)
def test_only_a_delivery_with_something_left_to_do_stands_in_the_sweeps_index(state: State, is_open: bool) -> None:
    assert ("open_shard" in delivery_item(a_delivery(state=state), KEYS, YEAR)) is is_open
    assert "open_shard" not in delivery_item(a_delivery(state=state, check_at=None), KEYS, YEAR)


def test_open_deliveries_are_spread_over_all_shards_and_each_stays_in_its_own() -> None:
    shards = [open_shard(f"prep-pack-{number}") for number in range(200)]
    assert len(set(shards)) == OPEN_SHARDS
    assert shards == [open_shard(f"prep-pack-{number}") for number in range(200)]


def test_records_go_when_their_retention_is_over() -> None:
    interview = an_interview()
    assert interview_item(interview, KEYS, YEAR)["expires"] == int((interview.meeting.ends_at + YEAR).timestamp())
    assert delivery_item(a_delivery(), KEYS, YEAR)["expires"] == int((a_delivery().expires_at + YEAR).timestamp())


def test_the_guard_of_an_interview_is_the_same_after_it_was_read() -> None:
    interview = an_interview(version=Version(3, NOW + timedelta(milliseconds=123)))
    item = interview_item(interview, KEYS, YEAR)
    assert guard(interview_of(serialize(item))) == item["guard"]


def test_the_guard_tells_each_version_and_revision_from_the_next() -> None:
    versions = [Version(0, NOW), Version(1, NOW), Version(1, NOW + timedelta(seconds=1))]
    guards = {guard(an_interview(version=version, revision=n)) for version in versions for n in (1, 2)}
    assert len(guards) == 6


def test_the_largest_invite_makes_an_item_that_dynamodb_takes() -> None:
    long = "é" * 100_000
    people = tuple(Attendee(f"{n}{long}", f"{n}@{'b' * 300}.example") for n in range(1000))
    contact = Contact(long, f"{long}@b.example", long, Confidence.LOW, (long,) * 1000, long, people)
    invite = an_invite(
        uid=long,
        recurrence_id=long,
        title=long,
        location=long,
        description=long,
        organizer=Person(long, f"{long}@b.example"),
        attendees=people,
        evidence=(long,) * 1000,
        sequence=10**50,
    )
    change = plan(an_incoming(invite, contact=contact), None, NOW, Rules())
    assert change.interview is not None
    for item in [
        interview_item(change.interview, KEYS, YEAR),
        *(delivery_item(made, KEYS, YEAR) for made in change.made),
    ]:
        assert len(json.dumps(serialize(item), ensure_ascii=False).encode()) < ITEM
    assert len(change.participants) == 1000 + 1


def test_an_address_too_long_to_be_one_is_left_out_and_never_cut_to_anothers() -> None:
    email = "x" * 300 + "@" + "b" * 300 + ".example"
    change = plan(
        an_incoming(contact=Contact("Kim", email, None, Confidence.LOW, (), None, (Person("Sam", email),))),
        None,
        NOW,
        Rules(),
    )
    assert change.interview is not None
    assert change.interview.contact is not None
    assert change.interview.contact.email is None
    assert change.interview.contact.others == (Person("Sam", None),)


@pytest.mark.parametrize("uid", ["\ud83d", "\0", "x" * 10_000, "a|b"])
def test_a_uid_of_any_characters_names_an_interview(uid: str) -> None:
    assert len(key_of(an_invite(uid=uid))) == 16


def test_values_come_back_from_dynamodbs_types() -> None:
    item = {"pk": "a", "n": 3, "flag": True, "list": ["x"], "map": {"k": "v"}, "empty": ""}
    assert deserialize(serialize(item)) == item


def test_a_delivery_of_each_kind_has_a_key_of_its_own() -> None:
    keys = {KEYS.delivery("u1", a_delivery(kind).id)["sk"]["S"] for kind in Kind}
    assert len(keys) == len(Kind)
