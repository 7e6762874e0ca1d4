"""The people's part of the records' contract, held over DynamoDB and over the fake as in test_records.py."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.delivery import DeliveryRef, Kind
from shared.domain.errors import Conflict
from shared.domain.holdings import Holdings
from shared.domain.ports import Records
from shared.domain.referral import Referral
from tests.builders import ENDS, MAIL_ID, NOW, PRIYA, ROBIN, STARTS, ZONE, a_delivery, a_meeting, an_interview
from tests.integration.recording import a_change, recorded

LATER = NOW + timedelta(minutes=12)


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
    assert records.commit(a_change(note_to=PRIYA))
    assert records.stranger_was_noted(PRIYA.upper(), NOW + timedelta(days=29, hours=23))
    assert not records.stranger_was_noted(PRIYA, NOW + timedelta(days=30))
    with pytest.raises(Conflict):
        records.commit(a_change(note_to=PRIYA, made=(a_delivery(),)))
    assert records.delivery(DeliveryRef(a_delivery().user_id, a_delivery().id)) is None


def test_a_stranger_can_be_noted_again_after_30_days(records: Records) -> None:
    assert records.commit(a_change(note_to=PRIYA))
    assert records.commit(dataclasses.replace(a_change(note_to=PRIYA), at=NOW + timedelta(days=30)))


def test_a_strangers_name_is_the_same_each_time_and_shows_no_address(records: Records) -> None:
    assert records.stranger_id(PRIYA) == records.stranger_id(f" {PRIYA.upper()}")
    assert records.stranger_id(PRIYA) != records.stranger_id(ROBIN)
    assert "priya" not in records.stranger_id(PRIYA)
    assert len(records.stranger_id(PRIYA)) <= 64


def test_all_who_take_part_in_a_stored_interview_are_known(records: Records) -> None:
    people = tuple(f"p{n}@harbor.example" for n in range(60))
    user = records.user_for("kim@college.example", None, NOW)
    assert records.commit(a_change(an_interview(user_id=user.id), participants=people, user_id=user.id))
    assert all(records.is_participant(address) for address in people)
    assert records.is_participant("P3@Harbor.example")
    assert not records.is_participant(ROBIN)


def test_one_address_written_in_two_ways_is_one_participant(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    written = (PRIYA, f" {PRIYA}", PRIYA.upper())
    assert records.commit(a_change(an_interview(user_id=user.id), participants=written, user_id=user.id))
    assert records.is_participant(PRIYA)


def test_whoever_is_named_in_a_reply_without_a_meeting_is_known_too(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(a_change(participants=(PRIYA,), user_id=user.id))
    assert records.is_participant(PRIYA)


def test_nobody_is_marked_for_a_change_that_is_no_users(records: Records) -> None:
    assert records.commit(a_change(participants=(PRIYA,)))
    assert not records.is_participant(PRIYA)


def test_of_two_changes_of_a_users_profile_at_once_the_second_conflicts(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(a_change(user_id=user.id, user=dataclasses.replace(user, field="nursing")))
    with pytest.raises(Conflict):
        records.commit(a_change(user_id=user.id, user=dataclasses.replace(user, field="law"), mail_id=MAIL_ID))
    assert not records.outcome_of(MAIL_ID)
    kept = records.user(user.id)
    assert kept is not None
    assert kept.field == "nursing"
    assert records.commit(a_change(user_id=user.id, user=dataclasses.replace(kept, field="law")))


def test_what_a_user_says_and_stops_in_one_mail_are_both_recorded(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(a_change(user_id=user.id, user=dataclasses.replace(user, field="nursing"), stops_user=True))
    kept = records.user(user.id)
    assert kept is not None
    assert (kept.field, kept.stopped_at) == ("nursing", NOW)


def test_saying_more_of_oneself_takes_back_no_stop_and_no_bounce(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    assert records.commit(a_change(user_id=user.id, stops_user=True))
    records.refuse_mail(user.id, "bounced")
    assert records.commit(a_change(user_id=user.id, user=dataclasses.replace(user, field="nursing")))
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
    assert records.commit(a_change(user_id=user.id, user=said))
    assert records.user(user.id) == dataclasses.replace(said, edits=1)
    bare = dataclasses.replace(said, strengths=(), unplaced=(), own_words={}, referrals=(), field=None, edits=1)
    assert records.commit(a_change(user_id=user.id, user=bare))
    assert records.user(user.id) == dataclasses.replace(bare, edits=2)


def test_of_two_replies_about_one_talk_at_once_the_second_conflicts_and_changes_no_profile(records: Records) -> None:
    interview = recorded(records)
    user = records.user(interview.user_id) or records.user_for("kim@college.example", None, NOW)
    first = dataclasses.replace(interview, notes=("one",))
    second = dataclasses.replace(interview, notes=("two",))
    assert records.commit(a_change(first, interview))
    with pytest.raises(Conflict):
        records.commit(a_change(second, interview, user_id=user.id, user=dataclasses.replace(user, field="law")))
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
    assert records.commit(a_change(second, made=(nudge, pack), user_id=user.id))
    assert records.commit(a_change(first, user_id=user.id))
    assert records.commit(a_change(an_interview(id="d" * 16, user_id=records.user_for(ROBIN, None, NOW).id)))
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
    change = a_change(interview, made=(delivery,), user_id=user.id, aliases=("another-name",), mail_id="mail-e")
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
    assert records.outcome_of("mail-e")


def test_nothing_is_written_for_a_user_who_was_erased_meanwhile(records: Records) -> None:
    user = records.user_for("kim@college.example", None, NOW)
    records.forget_profile(user.id)
    interview = dataclasses.replace(an_interview(), user_id=user.id)
    with pytest.raises(Conflict):
        records.commit(a_change(interview, user_id=user.id))
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


def test_whom_a_user_met_is_forgotten_with_all_that_is_theirs(records: Records) -> None:
    interview = an_interview()
    user = records.user_for(ROBIN, None, NOW)
    mine = dataclasses.replace(interview, user_id=user.id)
    assert records.commit(a_change(mine, participants=(PRIYA,), user_id=user.id))
    assert records.is_participant(PRIYA)
    for thing in list(records.belongings(user.id)):
        records.forget(thing)
    assert not records.is_participant(PRIYA)
    assert list(records.belongings(user.id)) == []
