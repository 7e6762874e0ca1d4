from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from shared.domain.answers import already_over as over
from shared.domain.answers import cancelled, changed, could_not_read, not_on_the_list
from shared.domain.delivery import Kind
from shared.domain.interview import Interview
from shared.domain.invite import Reason
from shared.domain.page import Note
from shared.domain.thank_you import thank_you_nudge
from tests.builders import ENDS, NOW, STARTS, ZONE, a_delivery, a_meeting, a_user, an_answer, an_interview
from tests.meetings import content, words

EARLIER = {
    "old_starts_at": (STARTS - timedelta(days=1)).isoformat(),
    "old_ends_at": (ENDS - timedelta(days=1)).isoformat(),
    "old_zone": ZONE,
    "old_title": "Coffee chat: Priya / Robin",
    "old_location": "Google Meet",
}
UNMOVED = EARLIER | {"old_starts_at": STARTS.isoformat(), "old_ends_at": ENDS.isoformat()}


def change(facts: dict[str, str], interview: Interview | None = None) -> Note:
    return changed(interview or an_interview(), a_delivery(Kind.CHANGED, facts=facts), content(), NOW)


def word_count(note: Note) -> int:
    shown = (note.heading, *note.paragraphs, note.steps_heading, *note.steps, *note.closing)
    return sum(len(text.split()) for text in shown)


def short_mails() -> list[Note]:
    unread = [
        could_not_read(an_answer(facts={"reason": reason, "subject": "Fwd: hello"}), content()) for reason in Reason
    ]
    return [
        change(EARLIER),
        change(EARLIER | {"was_cancelled": "yes"}),
        cancelled(an_interview(), a_delivery(Kind.CANCELLED), content(), NOW),
        cancelled(an_interview(), a_delivery(Kind.CANCELLED, facts={"nothing_was_planned": "yes"}), content(), NOW),
        over(an_interview(), content(), ENDS + timedelta(days=3)),
        thank_you_nudge(an_interview(), a_user(), content(), ENDS + timedelta(hours=20)),
        not_on_the_list(an_answer(), content()),
        *unread,
    ]


@pytest.mark.parametrize("note", short_mails(), ids=lambda note: note.preheader)
def test_a_short_mail_has_under_120_words_and_something_to_do(note: Note) -> None:
    assert word_count(note) < 120
    assert note.steps
    assert note.preheader


def test_a_move_says_the_new_time_first_and_the_old_one_after() -> None:
    note = change(EARLIER)
    assert note.heading == "The time has changed"
    assert note.paragraphs[:2] == (
        "You now meet Priya Nair on Thursday, November 12, 2:00\u20132:30 PM, Pacific Time.",
        "No longer on Wednesday, November 11, 2:00\u20132:30 PM.",
    )


def test_a_move_gives_the_new_clock_times() -> None:
    assert change(EARLIER).steps[0] == "2:00 PM start"
    assert change(EARLIER).steps[-1] == "2:30 PM offer to stop"


def test_a_move_to_half_a_day_says_why_the_plan_ends_after_an_hour() -> None:
    moved = change(EARLIER, an_interview(meeting=a_meeting(ends_at=STARTS + timedelta(hours=4))))
    assert any(line.startswith("The invite holds 4 hours.") for line in moved.paragraphs)


def test_an_old_time_in_another_zone_names_the_zone() -> None:
    note = change(EARLIER | {"old_zone": "America/New_York"})
    assert "No longer on Wednesday, November 11, 5:00\u20135:30 PM, Eastern Time." in note.paragraphs


def test_an_old_day_without_a_time_is_only_a_day() -> None:
    midnight = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
    day = {"old_starts_at": midnight.isoformat(), "old_ends_at": (midnight + timedelta(days=1)).isoformat()}
    assert "No longer on Wednesday, November 11." in change(EARLIER | day).paragraphs


def test_another_place_alone_moves_no_clock() -> None:
    note = change(UNMOVED | {"old_location": "12 Pier Street"})
    assert note.heading == "The invite has changed"
    assert not note.steps
    assert "The place was: 12 Pier Street. It has changed." in note.paragraphs
    assert note.paragraphs[0].startswith("You meet Priya Nair on Thursday")


def test_another_title_is_named() -> None:
    note = change(UNMOVED | {"old_title": "Intro"})
    assert "The invite was called: Intro. Now: Coffee chat: Priya / Robin." in note.paragraphs


def test_a_meeting_that_is_on_again_says_so() -> None:
    note = change(UNMOVED | {"was_cancelled": "yes"})
    assert note.heading == "It is on again"
    assert note.steps


def test_a_cancellation_says_which_talk_is_off() -> None:
    note = cancelled(an_interview(), a_delivery(Kind.CANCELLED), content(), NOW)
    assert note.paragraphs[0] == (
        "Your talk with Priya Nair on Thursday, November 12, 2:00\u20132:30 PM, Pacific Time, is called off."
    )
    assert "withdrawn" in note.paragraphs[1]


def test_a_cancellation_of_what_was_not_known_claims_nothing_was_withdrawn() -> None:
    facts = {"nothing_was_planned": "yes"}
    note = cancelled(an_interview(), a_delivery(Kind.CANCELLED, facts=facts), content(), NOW)
    assert "withdrawn" not in repr(note)


def test_a_talk_long_over_gets_advice_and_no_letter() -> None:
    note = over(an_interview(), content(), ENDS + timedelta(days=3))
    assert note.paragraphs[0].startswith("Your talk with Priya Nair was on Thursday, November 12")


def test_every_reason_has_a_sentence_of_its_own() -> None:
    said = [could_not_read(an_answer(facts={"reason": reason}), content()).paragraphs for reason in Reason]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("reason", "heading"),
    [(Reason.WHICH_MEETING, "Which meeting do you mean?"), (Reason.PROPOSAL, "Only proposed so far")],
)
def test_a_mail_that_was_understood_is_not_answered_with_a_form(reason: Reason, heading: str) -> None:
    note = could_not_read(an_answer(facts={"reason": reason, "subject": "Re: Coffee?"}), content())
    assert note.heading == heading
    assert note.form == ()
    assert "nothing has changed" in note.paragraphs[1]
    assert "No meeting found" not in repr(note)
    assert "ics" not in repr(note)


def test_who_does_not_say_which_meeting_is_told_how_to_say_it() -> None:
    note = could_not_read(an_answer(facts={"reason": Reason.WHICH_MEETING, "subject": "stop"}), content())
    assert note.paragraphs[0].startswith("Your mail, “stop”, says what to do")
    assert "answer it with the same word" in note.steps[0]
    assert "“stop all”" in note.steps[2]


def test_several_meetings_are_to_be_forwarded_one_at_a_time() -> None:
    assert "one at a time" in could_not_read(an_answer(facts={"reason": "several_meetings"}), content()).steps[0]


@pytest.mark.parametrize(
    ("subject", "replied"),
    [("Coffee?", "Re: Coffee?"), ("RE: Coffee?", "RE: Coffee?"), ("", "Your mail to Foreword")],
)
def test_it_answers_under_the_users_own_subject(subject: str, replied: str) -> None:
    assert could_not_read(an_answer(facts={"subject": subject, "reason": "empty"}), content()).subject == replied


@given(subject=words, detail=words)
def test_what_the_mail_said_is_quoted_short_and_plain(subject: str, detail: str) -> None:
    note = could_not_read(an_answer(facts={"subject": subject, "detail": detail, "reason": "nonsense"}), content())
    assert len(note.subject) <= 90
    shown = "".join((note.subject, *note.paragraphs))
    assert shown.isprintable()
    assert "://" not in shown
    assert "www." not in shown


def test_a_stranger_is_told_nothing_of_the_mail() -> None:
    note = not_on_the_list(an_answer(facts={"subject": "canary"}), content())
    assert "canary" not in repr(note)
    assert a_meeting().title not in repr(note)
