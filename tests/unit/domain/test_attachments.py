"""The files that go along with mails: entries for the user's own calendar, and the letter as a draft."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters import toml_content
from shared.domain.attachments import attachments
from shared.domain.calendar_entries import called_off, published, time_for_the_letter
from shared.domain.compose import compose
from shared.domain.contact import Confidence
from shared.domain.delivery import Kind, State
from shared.domain.interview import Interview, InterviewState, Snapshot
from shared.domain.timing import is_waking, letter_deadline
from shared.domain.words import Said, Word, plan_word
from tests.builders import ENDS, NOW, STARTS, ZONE, a_contact, a_delivery, a_meeting, a_user, an_interview

CONTENT = toml_content.load()
ENGLISH = CONTENT.language


def events(interview: Interview, *, off: bool = False, anew: bool = True) -> list[icalendar.Component]:
    file = called_off(interview, NOW, ENGLISH) if off else published(interview, NOW, ENGLISH, anew=anew)
    return list(icalendar.Calendar.from_ical(file.content.decode()).walk("VEVENT"))


def test_a_pack_brings_time_to_prepare_and_the_letters_deadline() -> None:
    prepare, letter = events(an_interview())
    assert prepare.decoded("dtend") == STARTS - timedelta(minutes=10)
    assert letter.decoded("dtend") == letter_deadline(ENDS)
    assert {str(event["class"]) for event in (prepare, letter)} == {"PRIVATE"}


def test_nobody_is_invited_and_no_link_is_passed_on() -> None:
    text = published(an_interview(), NOW, ENGLISH, anew=True).content.decode()
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert "http" not in text
    assert "METHOD:PUBLISH" in text


def test_a_change_keeps_the_uids_and_raises_the_sequence() -> None:
    before = events(an_interview())
    moved = an_interview(
        revision=2, meeting=a_meeting(starts_at=STARTS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))
    )
    after = events(moved, anew=False)
    assert [str(event["uid"]) for event in after] == [str(event["uid"]) for event in before]
    assert [str(event["sequence"]) for event in after] == ["2", "2"]
    assert after[0].decoded("dtstart") - before[0].decoded("dtstart") == timedelta(days=1)


def test_a_cancellation_takes_both_entries_out() -> None:
    off = called_off(an_interview(revision=3), NOW, ENGLISH).content.decode()
    assert "METHOD:CANCEL" in off
    assert [str(event["status"]) for event in events(an_interview(revision=3), off=True)] == ["CANCELLED", "CANCELLED"]


def test_a_late_pack_brings_no_time_to_prepare_that_is_over() -> None:
    soon = a_meeting(starts_at=NOW + timedelta(minutes=10), ends_at=NOW + timedelta(minutes=40))
    assert len(events(an_interview(meeting=soon))) == 1


@given(
    title=st.text(max_size=400),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    minutes=st.integers(5, 600),
)
def test_two_parsers_read_the_same_whether_it_is_new_changed_or_called_off(
    title: str, start: datetime, minutes: int
) -> None:
    starts = start.replace(tzinfo=UTC, microsecond=0)
    meeting = a_meeting(starts_at=starts, ends_at=starts + timedelta(minutes=minutes))
    interview = an_interview(meeting=meeting, subject=f"Your talk: {title}")
    now = starts - timedelta(days=2)
    files = [published(interview, now, ENGLISH, anew=anew) for anew in (True, False)]
    for content in (file.content for file in (*files, called_off(interview, now, ENGLISH))):
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        one = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
        other = vobject.readOne(content.decode()).vevent_list
        assert [event.decoded("dtstart") for event in one] == [event.dtstart.value for event in other]
        assert [str(event["summary"]) for event in one] == [event.summary.value for event in other]
        assert [str(event["uid"]) for event in one] == [event.uid.value for event in other]


@given(end=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
def test_the_letters_time_is_by_day_and_before_the_deadline(end: datetime) -> None:
    ends = end.replace(tzinfo=UTC, microsecond=0)
    span = time_for_the_letter(a_meeting(starts_at=ends - timedelta(minutes=30), ends_at=ends))
    assert is_waking(span.starts_at, ZONE)
    assert span.ends_at <= letter_deadline(ends)


@pytest.mark.parametrize(("confidence", "to"), [(Confidence.HIGH, "priya.nair@harbor.example"), (Confidence.LOW, None)])
def test_the_letter_goes_along_as_a_draft_addressed_only_where_that_is_sure(
    confidence: Confidence, to: str | None
) -> None:
    interview = an_interview(contact=a_contact(confidence=confidence))
    delivery = a_delivery(Kind.THANK_YOU)
    page = compose(delivery, interview, a_user(), CONTENT, ENDS)
    (file,) = attachments(delivery, interview, a_user(), page, ENDS)
    draft = email.message_from_bytes(file.content, policy=email.policy.default)
    assert draft["X-Unsent"] == "1"
    assert (draft["To"] and draft["To"].addresses[0].addr_spec) == to
    assert "[one thing that you did not know before]" in draft.get_content()


def test_a_nudge_and_a_late_answer_bring_no_file() -> None:
    for kind in (Kind.THANK_YOU_NUDGE, Kind.ALREADY_OVER):
        delivery = a_delivery(kind)
        page = compose(delivery, an_interview(), a_user(), CONTENT, NOW)
        assert attachments(delivery, an_interview(), a_user(), page, NOW) == ()


def test_a_meeting_that_was_never_planned_takes_nothing_out() -> None:
    delivery = dataclasses.replace(a_delivery(Kind.CANCELLED), facts={"nothing_was_planned": "yes"})
    page = compose(delivery, an_interview(), a_user(), CONTENT, NOW)
    assert attachments(delivery, an_interview(), a_user(), page, NOW) == ()


@pytest.mark.parametrize(
    ("word", "state"), [(Word.STOP, InterviewState.STOPPED), (Word.DID_NOT_HAPPEN, InterviewState.NOT_HELD)]
)
def test_a_word_that_ends_a_meeting_takes_its_entries_out(word: Word, state: InterviewState) -> None:
    known = Snapshot(an_interview(), (a_delivery(Kind.PREP_PACK, state=State.SENT),))
    said = Said(word, "mail-of-the-word", a_user(), a_user().address)
    change = plan_word(said, known, NOW)
    assert change.interview is not None
    assert change.interview.state is state
    (delivery,) = change.made
    page = compose(delivery, change.interview, a_user(), CONTENT, NOW)
    (file,) = attachments(delivery, change.interview, a_user(), page, NOW)
    assert b"METHOD:CANCEL" in file.content
    assert dict(file.parameters)["method"] == "CANCEL"
    was, gone = events(an_interview()), list(icalendar.Calendar.from_ical(file.content.decode()).walk("VEVENT"))
    assert [str(event["uid"]) for event in gone] == [str(event["uid"]) for event in was]
    assert {str(event["status"]) for event in gone} == {"CANCELLED"}
    assert [str(event["sequence"]) for event in (*was, *gone)] == ["1", "1", "2", "2"]
    assert CONTENT.language.say("mail.entries_go") in repr(page)


@pytest.mark.parametrize(
    ("word", "state", "pack"),
    [
        (Word.SENT, InterviewState.PLANNED, True),
        # Forwarded when it was over: no pack came, and nothing stands in the calendar.
        (Word.DID_NOT_HAPPEN, InterviewState.NOT_HELD, False),
        # Planned anew before the confirmation was written: the entries are wanted again.
        (Word.STOP, InterviewState.PLANNED, True),
        (Word.STOP_ALL, InterviewState.PLANNED, True),
    ],
)
def test_a_word_that_leaves_the_calendar_alone_brings_no_file(word: Word, state: InterviewState, *, pack: bool) -> None:
    interview = an_interview(state=state, pack_went_out=pack, revision=2)
    delivery = dataclasses.replace(a_delivery(Kind.NOTED), facts={"word": word})
    page = compose(delivery, interview, a_user(), CONTENT, NOW)
    assert attachments(delivery, interview, a_user(), page, NOW) == ()
    assert "calendar" not in repr(page)
