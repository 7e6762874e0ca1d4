"""A forward that lost its calendar part has no UID, SEQUENCE or DTSTAMP: what it may change, and what never."""

from __future__ import annotations

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.interview import Interview
from shared.domain.invite import Outcome
from shared.inbox.read import read
from tests.builders import ENDS, MAIL_ID, NOW, STARTS, ZONE, a_calendar, a_notice, calendar_mail, raw_mail
from tests.fakes import FakeClock, FakeMailbox, InMemoryRecords, receives

EARLIER, BETWEEN = "20261110T090000Z", "20261110T100000Z"


class Desk:
    """One deployment; each mail comes a minute after the one before."""

    def __init__(self) -> None:
        self.mailbox, self.records, self.clock = FakeMailbox(), InMemoryRecords(), FakeClock()
        self._receive = receives(self.records, self.mailbox, self.clock)

    def take(self, raw: bytes) -> str:
        self.clock.advance(minutes=1)
        notice = a_notice(f"mail-{len(self.mailbox.mails)}", received_at=self.clock.now())
        self.mailbox.mails[notice.key] = raw.replace(MAIL_ID.encode(), notice.mail_id.encode())
        return self._receive(notice)

    @property
    def interview(self) -> Interview:
        (found,) = self.records.interviews.values()
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _calendar(**other: object) -> bytes:
    said = {"stamp": EARLIER} | other
    return calendar_mail(a_calendar(**said), str(other.get("method", "REQUEST")))  # type: ignore[arg-type]  # as named


def _as_text(head: str = "Invitation", said: str = "", *, until: str = " - 2:30pm") -> bytes:
    """What Gmail leaves of an invite, or of its cancellation, that is forwarded inline."""
    title = "Coffee chat: Priya / Robin"
    subject = f"{head}: {title} @ Thu Nov 12, 2026 2pm{until} (PST) (robin@college.example)"
    body = (
        "---------- Forwarded message ---------\r\nFrom: Priya Nair <priya.nair@harbor.example>\r\n"
        f"Date: Tue, Nov 10, 2026 at 8:15 AM\r\nSubject: {subject}\r\nTo: <robin@college.example>\r\n\r\n"
        f"{said}{title}\r\nThursday Nov 12, 2026 · 2pm{until}\r\nPacific Time - Los Angeles\r\n"
    )
    return raw_mail([("Subject", f"Fwd: {subject}")], body)


def _off_as_text() -> bytes:
    return _as_text("Canceled event", "This event has been canceled.\r\n\r\n")


def test_a_cancellation_that_is_forwarded_as_text_is_read_as_one() -> None:
    assert read(_off_as_text(), assumed_zone=ZONE, now=NOW).outcome is Outcome.CANCELLATION
    assert read(_as_text(), assumed_zone=ZONE, now=NOW).outcome is Outcome.INVITE


@pytest.mark.parametrize("sequence", [0, 3])
def test_a_cancellation_that_is_forwarded_as_text_stops_the_draft_whatever_the_sequence(
    desk: Desk, sequence: int
) -> None:
    desk.take(_calendar(sequence=sequence))
    assert desk.take(_off_as_text()) == "interview_cancelled"
    assert [delivery.kind for delivery in desk.records.all(State.PENDING)] == [Kind.CANCELLED]
    assert desk.take(_calendar(sequence=sequence)) == "older_invite"


def test_a_cancellation_as_text_of_a_meeting_that_is_not_known_makes_no_pack(desk: Desk) -> None:
    assert desk.take(_off_as_text()) == "interview_cancelled"
    assert [delivery.kind for delivery in desk.records.all()] == [Kind.CANCELLED]


def test_an_invite_after_a_cancellation_as_text_raises_its_sequence_or_was_made_later(desk: Desk) -> None:
    desk.take(_calendar())
    desk.take(_off_as_text())
    assert desk.take(_calendar(sequence=1, starts="20261112T230000Z", ends="20261112T233000Z")) == "interview_changed"


def test_an_invite_as_text_does_not_make_the_calendars_next_update_old(desk: Desk) -> None:
    desk.take(_calendar())
    assert desk.take(_as_text()) == "same_invite_again"
    moved = _calendar(stamp=BETWEEN, starts="20261112T230000Z", ends="20261112T233000Z")
    assert desk.take(moved) == "interview_changed"


def test_an_invite_as_text_that_gives_no_end_does_not_shorten_the_meeting(desk: Desk) -> None:
    desk.take(_calendar(ends="20261112T230000Z"))
    desk.take(_as_text(until=""))
    assert desk.interview.meeting.ends_at == ENDS + (ENDS - STARTS)
    assert desk.interview.revision == 1


def test_the_calendar_that_follows_a_forward_as_text_takes_over_and_is_found_by_its_uid(desk: Desk) -> None:
    desk.take(_as_text())
    desk.take(_calendar())
    moved = _calendar(stamp=BETWEEN, starts="20261112T230000Z", ends="20261112T233000Z")
    assert desk.take(moved) == "interview_changed"
    assert desk.interview.meeting.starts_at.hour == 23


def test_the_calendar_of_what_was_called_off_as_text_stays_off(desk: Desk) -> None:
    desk.take(_off_as_text())
    assert desk.take(_calendar()) == "older_invite"
    assert desk.interview.state == "cancelled"
