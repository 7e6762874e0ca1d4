"""What one mail of a proven user changes, without the gate before it and the commit behind it."""

from __future__ import annotations

import dataclasses

import pytest

from shared.domain.delivery import DeliveryRef, Kind
from shared.domain.interview import Change, Interview
from shared.domain.invite import Reason
from shared.domain.tokens import Purpose, Token, seal
from shared.inbox.headers import read_headers
from shared.inbox.read import read
from shared.steps.answering import MAX_QUOTED_SUBJECT, Arrived
from tests.builders import NOW, ROBIN, STARTS, a_calendar, a_delivery, a_notice, a_user, calendar_mail, raw_mail
from tests.fakes import TOKEN_KEY, InMemoryRecords, plan_answers

USER = a_user(id="0a1b2c3d4e5f")
FORM = """\
With: Priya Nair, Harbor Health
When: Thursday, 12 November 2026, 2:00 pm
Length: 45 minutes
Where: Zoom
"""


class Desk:
    """One user's records, and what a mail would change in them."""

    def __init__(self) -> None:
        self.records = InMemoryRecords()
        self.records.users = {USER.id: USER}
        self.plan = plan_answers(self.records)

    def change(self, raw: bytes, mail_id: str = "m1", to: str = "prep@foreword.example") -> Change:
        reading = read(raw, assumed_zone=USER.time_zone, now=NOW, user_addresses=frozenset({ROBIN}))
        notice = dataclasses.replace(a_notice(mail_id), recipients=(to,))
        return self.plan(Arrived(notice, read_headers(raw), USER, ROBIN, reading, ("<m@college.example>",)), NOW)

    def record(self, raw: bytes, mail_id: str) -> Interview:
        change = self.change(raw, mail_id)
        assert self.records.commit(change)
        assert change.interview is not None
        return change.interview


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _ref() -> DeliveryRef:
    return DeliveryRef(USER.id, a_delivery().id)


def _token(interview: Interview) -> str:
    token = Token(USER.id, interview.id, Purpose.REPLY, NOW.date())
    return f"prep+{seal(token, TOKEN_KEY)}@foreword.example"


def _mail(text: str, subject: str = "Re: Your talk") -> bytes:
    return raw_mail([("Subject", subject)], text)


def _unread(change: Change) -> str:
    (made,) = change.made
    assert (made.kind, made.recipient) == (Kind.COULD_NOT_READ, ROBIN)
    assert change.interview is None
    return made.facts["reason"]


def test_an_invite_is_planned(desk: Desk) -> None:
    change = desk.change(calendar_mail(a_calendar()))
    assert change.outcome == "interview_made"
    assert change.interview is not None
    assert change.interview.meeting.starts_at == STARTS


def test_a_word_about_a_meeting_is_obeyed(desk: Desk) -> None:
    interview = desk.record(calendar_mail(a_calendar()), "m1")
    assert desk.change(_mail("stop\r\n"), "m2", _token(interview)).outcome == "meeting_stopped"


def test_a_word_about_nobody_knows_which_meeting_is_asked_about(desk: Desk) -> None:
    assert _unread(desk.change(_mail("stop\r\n"))) == "which_meeting"


def test_stop_all_needs_no_meeting(desk: Desk) -> None:
    change = desk.change(_mail("stop all\r\n"))
    assert (change.outcome, change.stops_user) == ("all_stopped", True)


def test_an_invite_wins_over_a_word_above_it(desk: Desk) -> None:
    raw = calendar_mail(a_calendar()).replace(b"FYI", b"stop all")
    assert desk.change(raw).outcome == "interview_made"


@pytest.mark.parametrize("method", ["COUNTER", "REPLY"])
def test_what_a_guest_proposes_or_answers_moves_nothing(desk: Desk, method: str) -> None:
    interview = desk.record(calendar_mail(a_calendar()), "m1")
    moved = a_calendar(method=method, sequence=3, starts="20261113T220000Z", ends="20261113T223000Z")
    change = desk.change(calendar_mail(moved, method), "m2")
    assert change.interview is None
    assert desk.records.interviews[USER.id, interview.id] == interview


def test_a_cancellation_without_a_start_calls_off_what_is_recorded(desk: Desk) -> None:
    desk.record(calendar_mail(a_calendar()), "m1")
    lines = a_calendar(method="CANCEL", sequence=1).splitlines(keepends=True)
    bare = "".join(line for line in lines if not line.startswith(("DTSTART", "DTEND")))
    assert desk.change(calendar_mail(bare, "CANCEL"), "m2").outcome == "interview_cancelled"


def test_the_form_filled_in_makes_the_interview_with_the_person_that_it_names(desk: Desk) -> None:
    desk.records.sent["0102018f-aaaa-bbbb-cccc"] = _ref()
    raw = raw_mail([("Subject", "Re: x"), ("In-Reply-To", "<0102018f-aaaa-bbbb-cccc@email.amazonses.com>")], FORM)
    change = desk.change(raw)
    assert change.interview is not None
    assert change.interview.meeting.starts_at == STARTS
    assert change.interview.contact is not None
    assert (change.interview.contact.name, change.interview.contact.company) == ("Priya Nair", "Harbor Health")


def test_a_form_whose_time_is_in_doubt_is_answered_by_what_is_in_doubt(desk: Desk) -> None:
    desk.records.sent["0102018f-aaaa-bbbb-cccc"] = _ref()
    text = FORM.replace("Thursday, 12 November 2026, 2:00 pm", "some day")
    raw = raw_mail([("Subject", "Re: x"), ("In-Reply-To", "<0102018f-aaaa-bbbb-cccc@email.amazonses.com>")], text)
    assert _unread(desk.change(raw)) == "no_start"


def test_what_holds_nothing_is_answered_with_its_subject_cut_short(desk: Desk) -> None:
    (made,) = desk.change(_mail("See you.\r\n", "x" * 500)).made
    assert made.kind is Kind.COULD_NOT_READ
    quoted = [fact for fact in made.facts.values() if "xxx" in fact]
    assert len(quoted) == 1
    assert len(quoted[0]) <= MAX_QUOTED_SUBJECT


# --- replies about no talk that is known ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["sent", "stop", "Did not happen."])
def test_a_word_alone_that_is_about_no_known_meeting_is_answered_with_the_question_which(desk: Desk, text: str) -> None:
    assert _unread(desk.change(_mail(text))) == Reason.WHICH_MEETING


@pytest.mark.parametrize("text", ["sent\n\nShe was kind.", "sent\nlist", "stop\nmet: Ana Ruiz, ana@example.com"])
def test_what_stands_beside_such_a_word_is_taken(desk: Desk, text: str) -> None:
    change = desk.change(_mail(text))
    assert change.outcome == "reply_taken"
    assert change.user is not None or Kind.LIST in [mail.kind for mail in change.made]
    assert "which_meeting" in change.made[-1].facts["did"]


def test_an_automatic_reply_to_one_of_our_mails_changes_nothing(desk: Desk) -> None:
    interview = desk.record(calendar_mail(a_calendar()), "m1")
    raw = _mail("I am out of the office until Monday. stop all", "Automatic reply: Your talk")
    change = desk.change(raw, "m2", _token(interview))
    assert (change.outcome, change.made, change.stops_user) == ("automatic_reply", (), False)


def test_our_form_filled_in_makes_a_meeting_and_corrects_none(desk: Desk) -> None:
    change = desk.change(_mail(FORM))
    assert change.outcome == "interview_made"
    assert change.interview is not None
    assert change.interview.meeting.starts_at == STARTS
