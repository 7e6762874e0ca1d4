"""What a reply sets right in a meeting, and what of it comes again."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from shared.domain.delivery import Kind
from shared.domain.done import Done
from shared.domain.interview import InterviewState, Snapshot
from shared.domain.invite import ZoneSource
from shared.domain.reply import Corrections, Profile
from tests.builders import (
    ENDS,
    STARTS,
    a_contact,
    a_user,
    an_invite,
)
from tests.planned_replies import DAY, DAYS_LATER, LATER, gone, kinds, known, mail_of, reply, told, written

# --- corrections ------------------------------------------------------------------------------------------------------


def test_another_contact_brings_the_pack_again_and_is_never_written_to() -> None:
    sam = a_contact(name="Sam Poe", email="Sam@Lakeside.example")
    change = reply(known(), corrections=Corrections(contact=sam))
    assert written(change).contact == sam
    assert kinds(change) == [Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert change.participants == ("sam@lakeside.example",)


def test_another_time_after_the_pack_is_a_change_and_all_that_was_due_moves_along() -> None:
    later = an_invite(start=STARTS + DAY, end=None)
    about = known()
    change = reply(about, corrections=Corrections(moved=later))
    assert kinds(change)[0] is Kind.CHANGED
    assert mail_of(change, Kind.CHANGED).facts["old_starts_at"] == STARTS.isoformat()
    assert (written(change).meeting.starts_at, written(change).meeting.ends_at) == (STARTS + DAY, ENDS + DAY)
    old = next(mail for mail in about.deliveries if mail.kind is Kind.THANK_YOU)
    assert mail_of(change, Kind.THANK_YOU).due_at == old.due_at + DAY
    assert len(change.withdrawn) == 3


def test_another_time_before_the_pack_left_is_the_first_pack() -> None:
    change = reply(known(Kind.CANCELLED), corrections=Corrections(moved=an_invite(start=STARTS + DAY, end=None)))
    assert (kinds(change)[0], mail_of(change, Kind.PREP_PACK).facts) == (Kind.PREP_PACK, {})


def test_a_stated_end_counts_and_not_the_old_length() -> None:
    later = an_invite(start=STARTS + DAY, end=STARTS + DAY + timedelta(hours=1))
    assert written(reply(known(), corrections=Corrections(moved=later))).meeting.ends_at == STARTS + DAY + timedelta(
        hours=1
    )


def test_a_day_without_hours_that_gets_an_hour_lasts_no_day() -> None:
    about = known()
    whole_day = dataclasses.replace(
        about.interview.meeting,
        all_day=True,
        starts_at=STARTS - timedelta(hours=14),
        ends_at=STARTS + timedelta(hours=10),
    )
    about = Snapshot(dataclasses.replace(about.interview, meeting=whole_day), about.deliveries)
    meeting = written(reply(about, corrections=Corrections(moved=an_invite(end=None)))).meeting
    assert (meeting.all_day, meeting.ends_at - meeting.starts_at) == (False, timedelta(minutes=30))
    assert meeting.length_assumed


def test_length_and_place_are_corrected_and_a_place_ends_the_video_call() -> None:
    about = known()
    call = dataclasses.replace(about.interview.meeting, conference="Zoom", length_assumed=True)
    about = Snapshot(dataclasses.replace(about.interview, meeting=call), about.deliveries)
    change = reply(about, corrections=Corrections(length=timedelta(minutes=45), where="Cafe Luz" * 500))
    meeting = written(change).meeting
    assert (meeting.ends_at, meeting.length_assumed, meeting.conference) == (
        STARTS + timedelta(minutes=45),
        False,
        None,
    )
    assert meeting.location is not None
    assert len(meeting.location) == 500
    assert kinds(change)[0] is Kind.CHANGED


def test_an_assumed_zone_is_recorded_as_assumed() -> None:
    later = an_invite(start=STARTS + DAY, end=None, time_zone_source=ZoneSource.ASSUMED)
    assert written(reply(known(), corrections=Corrections(moved=later))).meeting.zone_source is ZoneSource.ASSUMED


def test_a_new_date_for_a_talk_that_was_off_is_a_plan_again() -> None:
    about = known(state=InterviewState.CANCELLED, pack_went_out=True)
    change = reply(about, corrections=Corrections(moved=an_invite(start=STARTS + DAY, end=None)))
    assert written(change).state is InterviewState.PLANNED
    assert mail_of(change, Kind.CHANGED).facts["was_cancelled"] == "yes"


def test_a_name_set_right_in_a_talk_that_is_off_leaves_it_off() -> None:
    about = known(state=InterviewState.STOPPED)
    change = reply(about, corrections=Corrections(contact=a_contact(name="Sam Poe")))
    assert (written(change).state, written(change).revision) == (InterviewState.STOPPED, 1)
    assert told(change) == [(Done.CORRECTED, "")]


def test_after_the_talk_a_correction_brings_the_letter_with_it_and_no_pack() -> None:
    change = reply(known(), LATER, corrections=Corrections(contact=a_contact(company="Harbor Health")))
    assert kinds(change) == [Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    assert mail_of(change, Kind.THANK_YOU).due_at == LATER


def test_once_the_letter_is_sent_a_correction_brings_no_letter() -> None:
    about = known(letter_sent_at=ENDS)
    change = reply(about, LATER, corrections=Corrections(contact=a_contact(company="Harbor Health")))
    assert kinds(change) == [Kind.NOTED]
    assert told(change) == [(Done.CORRECTED, "")]


def test_days_later_a_correction_is_recorded_and_said() -> None:
    change = reply(known(Kind.PREP_PACK, Kind.REMINDER), DAYS_LATER, corrections=Corrections(contact=a_contact()))
    assert told(change) == [(Done.CORRECTED, "")]
    assert kinds(change) == [Kind.NOTED]


def test_the_users_own_hours_hold_for_what_is_owed_anew() -> None:
    change = reply(known(), user=a_user(waking="16:00-23:00"), swapped=("day",))
    own_hour = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)
    assert mail_of(change, Kind.THANK_YOU).due_at == own_hour
    usual = reply(known(), swapped=("day",))
    assert mail_of(usual, Kind.THANK_YOU).due_at == ENDS + timedelta(hours=1)


def test_hours_that_the_same_reply_states_hold_at_once() -> None:
    change = reply(known(), profile=Profile(waking="16:00-23:00"), swapped=("day",))
    assert mail_of(change, Kind.THANK_YOU).due_at == datetime(2026, 11, 13, 0, 0, tzinfo=UTC)


# --- cancelled --------------------------------------------------------------------------------------------------------


def test_cancelled_takes_back_all_that_was_owed_and_says_so_once() -> None:
    about = known()
    change = reply(about, corrections=Corrections(cancelled=True))
    assert kinds(change) == [Kind.CANCELLED]
    assert gone(change) == [Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]
    interview = written(change)
    assert (interview.state, interview.revision, interview.pack_went_out) == (InterviewState.CANCELLED, 2, True)
    assert interview.owed == (mail_of(change, Kind.CANCELLED).id,)


def test_what_is_cancelled_already_is_answered_and_stays_so() -> None:
    change = reply(known(state=InterviewState.CANCELLED), corrections=Corrections(cancelled=True))
    assert told(change) == [(Done.CORRECTED, "")]
    assert (change.interview, change.withdrawn) == (None, ())


def test_cancelled_beside_a_correction_is_cancelled() -> None:
    wrong = Corrections(cancelled=True, where="Cafe Luz", contact=a_contact(email="sam@lakeside.example"))
    change = reply(known(), corrections=wrong, swapped=("day",))
    assert written(change).state is InterviewState.CANCELLED
    assert kinds(change) == [Kind.CANCELLED]
