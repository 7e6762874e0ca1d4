from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.codec import from_plain, iso, to_plain
from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import Delivery, Fate, Kind, State
from shared.domain.interview import Interview, InterviewState, Meeting, Version
from shared.domain.invite import Person, ZoneSource
from tests.builders import NOW, a_contact, a_delivery, a_meeting, an_interview

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - the zone follows
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def _or_none(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


PEOPLE = st.builds(Person, name=_or_none(TEXT), email=_or_none(TEXT))
CONTACTS = st.builds(
    Contact,
    name=_or_none(TEXT),
    email=_or_none(TEXT),
    company=_or_none(TEXT),
    confidence=st.sampled_from(Confidence),
    evidence=st.lists(TEXT, max_size=3).map(tuple),
    job_title=_or_none(TEXT),
    others=st.lists(PEOPLE, max_size=3).map(tuple),
)
MEETINGS = st.builds(
    Meeting,
    title=TEXT,
    starts_at=MOMENTS,
    ends_at=MOMENTS,
    zone=TEXT,
    zone_source=st.sampled_from(ZoneSource),
    invite_zone=_or_none(TEXT),
    all_day=st.booleans(),
    length_assumed=st.booleans(),
    recurring=st.booleans(),
    location=_or_none(TEXT),
    conference=_or_none(TEXT),
    organizer=_or_none(PEOPLE),
    description=_or_none(TEXT),
)
INTERVIEWS = st.builds(
    Interview,
    id=TEXT,
    user_id=TEXT,
    recipient=TEXT,
    version=st.builds(Version, sequence=st.integers(0, 2**31 - 1), stamped_at=MOMENTS),
    revision=st.integers(1, 1000),
    state=st.sampled_from(InterviewState),
    subject=TEXT,
    meeting=MEETINGS,
    contact=_or_none(CONTACTS),
    created_at=MOMENTS,
    updated_at=MOMENTS,
    uid=_or_none(TEXT),
    recurrence_id=_or_none(TEXT),
    references=st.lists(TEXT, max_size=3).map(tuple),
    pack_went_out=st.booleans(),
    owed=st.lists(TEXT, max_size=3).map(tuple),
    evidence=st.lists(TEXT, max_size=3).map(tuple),
)
DELIVERIES = st.builds(
    Delivery,
    id=TEXT,
    user_id=TEXT,
    kind=st.sampled_from(Kind),
    recipient=TEXT,
    due_at=MOMENTS,
    expires_at=MOMENTS,
    created_at=MOMENTS,
    interview_id=_or_none(TEXT),
    revision=_or_none(st.integers(1, 99)),
    mail_id=_or_none(TEXT),
    references=st.lists(TEXT, max_size=3).map(tuple),
    facts=st.dictionaries(TEXT, TEXT, max_size=3),
    state=st.sampled_from(State),
    check_at=_or_none(MOMENTS),
    scheduled=st.booleans(),
    attempts=st.integers(0, 9),
    lease_until=_or_none(MOMENTS),
    sent_at=_or_none(MOMENTS),
    ses_message_id=_or_none(TEXT),
    fate=_or_none(st.sampled_from(Fate)),
    reason=_or_none(TEXT),
)


@given(INTERVIEWS | DELIVERIES)
def test_what_is_written_is_what_is_read(thing: Interview | Delivery) -> None:
    assert from_plain(type(thing), json.loads(json.dumps(to_plain(thing)))) == thing


def test_what_is_none_or_empty_is_left_out_and_comes_back() -> None:
    plain = to_plain(a_delivery(facts=MappingProxyType({}), references=()))
    assert not {"facts", "references", "sent_at", "fate", "mail_id"} & set(plain)
    assert {"attempts", "scheduled"} <= set(plain)
    assert from_plain(Delivery, plain) == a_delivery(facts={})


def test_no_nested_value_is_none_since_dynamodb_would_store_it_as_null() -> None:
    def walk(value: Any) -> None:
        assert value is not None
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(to_plain(an_interview(contact=a_contact(email=None, others=(Person(None, None),)), uid=None)))


def test_attributes_that_it_does_not_know_are_passed_over() -> None:
    plain = to_plain(an_interview()) | {"pk": "x", "sk": "y", "guard": "z", "expires": 1}
    assert from_plain(Interview, plain) == an_interview()


def test_a_time_is_kept_to_the_second_in_utc_and_sorts_as_text() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert iso(datetime(2026, 11, 13, 7, 0, 0, 999999, tzinfo=tokyo)) == "2026-11-12T22:00:00Z"
    moments = [NOW + timedelta(seconds=7919 * n) for n in range(-2000, 2000)]
    assert sorted(map(iso, moments)) == [iso(moment) for moment in moments]


@pytest.mark.parametrize("title", ["\ud83d", "a\udcffb", "\ud800\udc00 apart"])
def test_a_lone_surrogate_never_reaches_the_records(title: str) -> None:
    kept = from_plain(Meeting, to_plain(a_meeting(title=title))).title
    assert kept.encode()


def test_a_nul_and_text_of_any_script_are_kept() -> None:
    meeting = a_meeting(title="a\0b 会議室 🤝")
    assert from_plain(Meeting, to_plain(meeting)) == meeting


def test_a_field_that_must_be_there_and_is_not_is_an_error() -> None:
    plain = to_plain(an_interview())
    del plain["revision"]
    with pytest.raises(TypeError, match="revision"):
        from_plain(Interview, plain)


def test_plain_values_are_what_json_knows() -> None:
    assert dataclasses.is_dataclass(an_interview())
    json.dumps(to_plain(an_interview()))
    assert to_plain(("a", 1, True)) == ["a", 1, True]
