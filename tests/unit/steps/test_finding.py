"""Which recorded interview a mail is about."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from shared.domain.identity import key_of
from shared.domain.planning import Incoming, plan
from shared.domain.timing import Rules
from shared.steps.finding import find_cancelled, find_interview
from tests.builders import NOW, STARTS, a_person, a_user, an_incoming, an_invite
from tests.fakes import InMemoryRecords


def recorded(*forwarded: Incoming) -> InMemoryRecords:
    """Record these mails in turn, each looked up as the step does."""
    records = InMemoryRecords()
    for number, incoming in enumerate(forwarded):
        key, known = find_interview(records, incoming.user.id, incoming.invite)
        mail = dataclasses.replace(incoming, key=key, mail_id=f"mail-{number}")
        assert records.commit(plan(mail, known, NOW + timedelta(minutes=number), Rules()))
    return records


def test_a_calendar_part_that_follows_a_forward_without_one_is_the_same_meeting() -> None:
    text = an_invite(uid=None, organizer=None, dtstamp=None)
    records = recorded(an_incoming(text), an_incoming(an_invite(dtstamp=NOW + timedelta(hours=1))))
    (interview,) = records.interviews.values()
    assert interview.uid == an_invite().uid
    assert interview.revision == 1


def test_a_later_update_by_uid_finds_what_was_first_read_from_text() -> None:
    moved = an_invite(start=STARTS + timedelta(days=1), end=STARTS + timedelta(days=1, hours=1), sequence=3)
    records = recorded(
        an_incoming(an_invite(uid=None, dtstamp=None)),
        an_incoming(an_invite(dtstamp=NOW + timedelta(hours=1))),
        an_incoming(moved),
    )
    (interview,) = records.interviews.values()
    assert interview.meeting.starts_at == STARTS + timedelta(days=1)


def test_a_cancellation_read_from_text_finds_the_meeting_by_its_start_and_title() -> None:
    off = an_invite(uid=None, organizer=None, dtstamp=None, method="CANCEL")
    records = recorded(an_incoming(an_invite()), dataclasses.replace(an_incoming(off), cancels=True))
    (interview,) = records.interviews.values()
    assert interview.state == "cancelled"


def test_two_meetings_with_uids_of_their_own_at_one_time_stay_two() -> None:
    records = recorded(an_incoming(an_invite()), an_incoming(an_invite(uid="another@calendar.example")))
    assert len(records.interviews) == 2


def test_an_invite_with_the_uid_of_a_meeting_of_another_organizer_does_not_touch_it() -> None:
    taken = an_invite(
        organizer=a_person(email="mallory@elsewhere.example"), sequence=9, start=STARTS + timedelta(days=3)
    )
    records = recorded(an_incoming(an_invite()), an_incoming(taken))
    first = records.interviews[a_user().id, key_of(an_invite())]
    assert first.meeting.starts_at == STARTS
    assert len(records.interviews) == 2


def test_a_cancellation_that_names_no_time_calls_off_what_is_recorded() -> None:
    records = recorded(an_incoming(an_invite()))
    found = find_cancelled(records, a_user().id, (an_invite().uid or "", None), NOW + timedelta(hours=2))
    assert found is not None
    assert found.method == "CANCEL"
    assert found.start == STARTS


def test_a_cancellation_that_names_no_time_of_a_meeting_unknown_is_not_made_up() -> None:
    assert find_cancelled(InMemoryRecords(), a_user().id, ("unknown@calendar.example", None), NOW) is None


def _instance(recurrence_id: str) -> InMemoryRecords:
    series = an_incoming(an_invite(recurring=True))
    moved = an_invite(sequence=1, recurrence_id=recurrence_id, start=STARTS + timedelta(hours=1), end=None)
    return recorded(series, an_incoming(moved))


def test_a_change_of_the_instance_that_a_series_is_known_by_changes_that_interview() -> None:
    for name in (STARTS.isoformat(), STARTS.date().isoformat()):
        (interview,) = _instance(name).interviews.values()
        assert interview.meeting.starts_at == STARTS + timedelta(hours=1)


def test_a_change_of_another_instance_or_of_none_that_can_be_read_is_an_interview_of_its_own() -> None:
    for name in ((STARTS + timedelta(days=7)).isoformat(), (STARTS + timedelta(days=7)).date().isoformat(), "soon"):
        assert len(_instance(name).interviews) == 2
