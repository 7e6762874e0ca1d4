"""A series and one of its meetings: each has versions of its own (RFC 5546, 2.1.5: UID and RECURRENCE-ID)."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from shared.domain.delivery import Kind, State
from shared.domain.identity import key_of
from shared.domain.interview import InterviewState
from shared.domain.planning import Incoming, Planned, plan
from shared.domain.timing import Rules
from shared.steps.finding import find_interview
from tests.builders import ENDS, NOW, STARTS, an_incoming, an_invite
from tests.fakes import InMemoryRecords

HOUR, NAMED = timedelta(hours=1), STARTS.isoformat()


class Told:
    """The mails of one series in the order in which they come."""

    def __init__(self, *mails: Incoming) -> None:
        self.records = InMemoryRecords()
        self.outcomes = [self.take(mail) for mail in mails]

    def take(self, mail: Incoming) -> str:
        key, known = find_interview(self.records, mail.user.id, mail.invite)
        change = plan(Incoming(**{**_fields(mail), "key": key}), known, NOW, Rules())
        assert self.records.commit(change)
        return change.outcome

    @property
    def ends(self) -> list[tuple[object, ...]]:
        held = self.records.interviews.values()
        return [(one.state, one.meeting.starts_at, one.meeting.title) for one in held]


def _fields(mail: Incoming) -> dict[str, Any]:
    return {name: getattr(mail, name) for name in Incoming.__dataclass_fields__}


def _series(sequence: int, minutes: int, **other: Any) -> Incoming:
    invite = an_invite(sequence, NOW + timedelta(minutes=minutes), recurring=True, **other)
    return an_incoming(invite, f"series-{sequence}-{minutes}")


def _one(sequence: int, minutes: int, hours: int = 3, **other: Any) -> Incoming:
    """Speak of the series' next meeting alone."""
    moved = hours * HOUR
    at = NOW + timedelta(minutes=minutes)
    invite = an_invite(sequence, at, STARTS + moved, ENDS + moved, recurrence_id=NAMED, **other)
    cancels = other.get("method") == "CANCEL"
    return an_incoming(invite, f"one-{sequence}-{minutes}", cancels=cancels)


def test_a_meeting_that_was_moved_stays_moved_when_its_series_is_renamed() -> None:
    told = Told(_series(0, 0), _one(1, 1), _series(2, 2, title="Renamed"))
    assert told.outcomes[-1] == Planned.OLDER_INVITE
    assert told.ends == [(InterviewState.PLANNED, STARTS + 3 * HOUR, an_invite().title)]


def test_a_move_that_comes_behind_a_newer_version_of_its_series_still_counts() -> None:
    told = Told(_series(0, 0), _series(2, 2, title="Renamed"), _one(1, 1))
    assert told.outcomes[-1] == Planned.INTERVIEW_CHANGED
    assert told.ends == [(InterviewState.PLANNED, STARTS + 3 * HOUR, an_invite().title)]


def test_every_order_of_a_series_and_its_moved_and_cancelled_meeting_ends_alike() -> None:
    moved, off = _one(1, 1), _one(3, 3, method="CANCEL")
    for mails in ([_series(0, 0), moved, _series(2, 2)], [_series(0, 0), moved, _series(2, 2), off, _series(4, 4)]):
        ends = {tuple(Told(*order).ends) for order in itertools.permutations(mails)}
        is_off = off in mails
        state = InterviewState.CANCELLED if is_off else InterviewState.PLANNED
        assert ends == {((state, STARTS + 3 * HOUR, an_invite().title),)}


def test_a_meeting_that_was_called_off_alone_is_not_put_on_again_by_its_series() -> None:
    told = Told(_series(0, 0), _one(1, 1, 0, method="CANCEL"), _series(2, 2))
    assert told.ends == [(InterviewState.CANCELLED, STARTS, an_invite().title)]
    assert [delivery.kind for delivery in told.records.all(State.PENDING)] == [Kind.CANCELLED]


def test_a_series_that_goes_on_to_its_next_meeting_is_on_again() -> None:
    week = timedelta(days=7)
    told = Told(_series(0, 0), _one(1, 1, 0, method="CANCEL"), _series(2, 2, start=STARTS + week, end=ENDS + week))
    assert told.ends == [(InterviewState.PLANNED, STARTS + week, an_invite().title)]


def test_a_series_that_is_off_is_not_put_on_again_by_an_older_move_of_one_meeting() -> None:
    off = an_incoming(an_invite(2, NOW + HOUR, recurring=True, method="CANCEL"), "off", cancels=True)
    told = Told(_series(0, 0), off, _one(1, 1))
    assert told.outcomes[-1] == Planned.OLDER_INVITE
    assert key_of(off.invite) == key_of(an_invite())
