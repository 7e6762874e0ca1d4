"""What is recorded, owed and mailed when a meeting is called off, whatever came before."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import timedelta
from typing import Any

from shared.domain.delivery import Kind, State
from shared.domain.identity import cancelled_without_start, key_of
from shared.domain.interview import Change, Interview
from shared.domain.planning import Incoming, Planned, plan
from shared.domain.timing import Rules
from tests.builders import ENDS, NOW, STARTS, an_incoming, an_invite
from tests.fakes import InMemoryRecords

HOUR = timedelta(hours=1)


class Told:
    """The mails of one meeting in the order in which they come."""

    def __init__(self, *mails: Incoming) -> None:
        self.records = InMemoryRecords()
        for mail in mails:
            self.last = self.take(mail)

    def take(self, mail: Incoming) -> Change:
        known = self.records.snapshot(mail.user.id, key_of(mail.invite))
        change = plan(mail, known, NOW, Rules())
        assert self.records.commit(change)
        return change

    @property
    def interview(self) -> Interview:
        (found,) = self.records.interviews.values()
        return found

    @property
    def face(self) -> tuple[object, ...]:
        meeting = self.interview.meeting
        return (self.interview.state, meeting.starts_at, meeting.ends_at, meeting.title)


def _invited(version: int, **other: Any) -> Incoming:
    moved = version * HOUR
    invite = an_invite(version, NOW + moved, STARTS + moved, ENDS + moved)
    return an_incoming(dataclasses.replace(invite, **other), f"request-{version}")


def _off(version: int, at: int, **other: Any) -> Incoming:
    """Version n calls off the meeting as version `at` had it."""
    moved = at * HOUR
    invite = an_invite(version, NOW + version * HOUR, STARTS + moved, ENDS + moved, method="CANCEL")
    return an_incoming(dataclasses.replace(invite, **other), f"cancel-{version}", cancels=True)


def test_a_cancellation_says_itself_when_the_meeting_was_where_the_move_has_not_come_yet() -> None:
    told = Told(_invited(0), _off(2, at=1))
    assert told.interview.meeting.starts_at == STARTS + HOUR
    assert [delivery.kind for delivery in told.last.made] == [Kind.CANCELLED]
    assert told.take(_invited(1)).outcome == Planned.OLDER_INVITE


def test_a_meeting_that_is_off_is_recorded_alike_in_every_order_of_its_mails() -> None:
    mails = (_invited(0), _invited(1, title="A new title"), _off(2, at=1, title="Canceled: A new title"))
    faces = {Told(*order).face for order in itertools.permutations(mails)}
    assert faces == {("cancelled", STARTS + HOUR, ENDS + HOUR, "A new title")}


def test_the_word_that_a_program_puts_before_the_title_of_what_is_off_is_not_its_title() -> None:
    assert Told(_off(1, at=0, title="Canceled: Coffee chat")).interview.meeting.title == "Coffee chat"


def test_a_cancellation_without_a_title_leaves_the_title_that_is_known() -> None:
    told = Told(_invited(0), _off(1, at=0, title=""))
    assert told.interview.meeting.title == an_invite().title


def test_a_cancellation_without_an_end_leaves_the_length_that_is_known() -> None:
    told = Told(_invited(0, end=STARTS + 2 * HOUR), _off(1, at=0, end=None))
    assert told.interview.meeting.ends_at == STARTS + 2 * HOUR
    assert not told.interview.meeting.length_assumed


def test_a_cancellation_that_says_nothing_of_the_time_leaves_a_whole_day_a_whole_day() -> None:
    told = Told(_invited(0, start=STARTS.date(), end=None, all_day=True))
    before = told.interview.meeting
    off = cancelled_without_start(told.interview, NOW + HOUR)
    told.take(an_incoming(off, "off", cancels=True))
    assert told.interview.meeting == before


def test_a_second_cancellation_of_another_time_is_told_for_that_time() -> None:
    told = Told(_invited(0), _off(1, at=0), _off(3, at=2))
    assert told.last.outcome == Planned.INTERVIEW_CANCELLED
    assert told.interview.meeting.starts_at == STARTS + 2 * HOUR
    assert [delivery.kind for delivery in told.records.all(State.PENDING)] == [Kind.CANCELLED]
    assert told.take(_invited(2)).outcome == Planned.OLDER_INVITE


def test_where_nothing_was_planned_a_second_cancellation_says_so_too() -> None:
    (mail,) = Told(_off(1, at=0), _off(3, at=2)).last.made
    assert mail.facts == {"nothing_was_planned": "yes"}


def test_a_later_cancellation_with_the_same_time_owes_nothing_but_is_kept() -> None:
    told = Told(_invited(0), _off(1, at=0), _off(2, at=0, title="Canceled: Another title"))
    assert (told.last.outcome, told.last.made) == (Planned.ALREADY_CANCELLED, ())
    assert told.interview.meeting.title == "Another title"


def test_the_cancelled_series_whose_first_meeting_is_past_is_not_called_off_for_that_day() -> None:
    told = Told(_invited(0, recurring=True))
    past = _off(1, at=0, recurring=True, start=NOW - timedelta(days=7), end=NOW - timedelta(days=7) + HOUR)
    told.take(past)
    assert told.interview.meeting.starts_at == STARTS
