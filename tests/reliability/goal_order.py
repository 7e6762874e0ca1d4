"""G4: whatever order the mails of a meeting come in, the same is recorded and owed, and the last word is right.

RFC 5546, 2.1.5, orders the messages of one (UID, RECURRENCE-ID): the highest SEQUENCE, then the newest DTSTAMP. Where
that decides, every order must end alike, and at the newest. What it leaves open, and what we do not do, is tried too
and counted apart (apart.py): it passes nothing and fails nothing, and its ends are printed.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters import toml_content
from shared.domain.delivery import Delivery, DeliveryRef, Kind, State
from shared.domain.interview import InterviewState
from shared.domain.mail import Rendered
from shared.domain.page import Note
from shared.domain.prep_pack import PrepPack
from shared.domain.timing import Rules, nudge_due, reminder_due, thank_you_due
from shared.steps.answering import Arrived
from shared.steps.dispatch import DispatchDeliveries
from shared.steps.send import SendDelivery
from tests.builders import NOW, ROBIN, STARTS, ZONE, a_notice, a_user
from tests.fakes import REPLY_PATHS, FakeClock, FakeMailer, FakeSchedules, InMemoryRecords, plan_answers
from tests.reliability import itip
from tests.reliability.apart import Apart, apart
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.itip import End, History, Message, Organizer

RULES = Rules()
CONTENT = toml_content.load()
# Which mails say when the meeting is.
SPEAKS = frozenset({Kind.PREP_PACK, Kind.CHANGED, Kind.CANCELLED})
BETWEEN, DAY = timedelta(minutes=1), timedelta(days=1)
# How many histories of each sort are tried in CI: 42 of five steps are 5,040 orders.
IN_CI = {"one meeting": 22, "series": 12, "two meetings": 8}
IN_LONG = {"one meeting": 900, "series": 500, "two meetings": 400}


@goal("G4", "every order of a meeting's mails ends alike, and the last mail says the right time")
def order(size: Size) -> Result:
    """Try every order of every chosen history, once with each mail answered before the next, once with none."""
    tally, histories, orders = Tally(), 0, 0
    for history in _histories(size):
        histories += 1
        for arrivals in itertools.permutations(history.messages):
            orders += 1
            for at_once in (True, False):
                with tally.attempt(_what(history, arrivals, at_once=at_once)):
                    _hold(history, arrivals, at_once=at_once)
    tried = f"{orders:,} orders of {histories:,} histories, each answered at once and all together"
    return tally.result(tried, *map(_came_to, apart()))


def _came_to(history: Apart) -> str:
    """Say in how many ways a history ends that counts for nothing."""
    ends = set()
    for arrivals in itertools.permutations(history.messages):
        desk = Desk()
        for message in arrivals:
            desk.receive(message)
            desk.settle()
        ends.add(tuple(desk.ends()))
    orders = math.factorial(len(history.messages))
    return f"apart, {history.why} ({orders} orders, {len(ends)} ends)"


def _what(history: History, arrivals: tuple[Message, ...], *, at_once: bool) -> str:
    came = "".join(message.step for message in arrivals)
    return f"{history.name} as {came}, {'answered at once' if at_once else 'answered at the end'}"


def _histories(size: Size) -> Iterator[History]:
    """Yield the shorter stories all, and of the five-step ones as many as the size allows; always the same ones."""
    chance, wanted = random.Random(5546), IN_CI if size is Size.CI else IN_LONG  # noqa: S311 - nothing secret
    for steps in (1, 2, 3):
        yield from map(_one, sorted(itip.stories(steps)))
        yield from map(_series, sorted(itip.series_stories(steps)))
    yield from map(_one, _some(itip.stories(5), wanted["one meeting"], chance))
    yield from map(_series, _some(itip.series_stories(5), wanted["series"], chance))
    threes, twos = sorted(itip.stories(3)), sorted(itip.stories(2))
    pairs = [(three, two) for three in threes for two in twos]
    for three, two in chance.sample(pairs, min(wanted["two meetings"], len(pairs))):
        yield itip.woven(_one(three), Organizer("talk-2@calendar.example", "Coffee chat", STARTS).tell(two))


def _some(stories: Iterator[str], count: int, chance: random.Random) -> list[str]:
    every = sorted(stories)
    return chance.sample(every, min(count, len(every)))


def _one(story: str) -> History:
    return Organizer("talk-1@calendar.example", "Coffee chat", STARTS).tell(story)


def _series(story: str) -> History:
    return Organizer("series@calendar.example", "Weekly talk", STARTS, series=True).tell(story)


class Desk:
    """Foreword with one user, over records in memory. `settle` hands on what the stream holds."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.records, self.schedules, self.mailer = InMemoryRecords(), FakeSchedules(), FakeMailer()
        self._send = SendDelivery(
            self.records, self.mailer, FirstLines(), self.clock, lambda: CONTENT, ZONE, REPLY_PATHS
        )
        self._dispatch = DispatchDeliveries(self.records, self.schedules, self.clock, self._send)
        self._plan = plan_answers(self.records, RULES)
        self._mails = itertools.count(1)

    def receive(self, message: Message) -> None:
        """Let a mail come, a minute after the one before."""
        now = self.clock.now() + BETWEEN
        self.clock.move_to(now)
        notice = dataclasses.replace(a_notice(f"mail-{next(self._mails)}"), received_at=now)
        arrived = Arrived(notice, message.headers, a_user(), ROBIN, message.reading, ())
        assert self.records.commit(self._plan(arrived, now)), "the mail counts as seen"

    def settle(self) -> None:
        while self.records.stream:
            self._dispatch(self.records.stream.pop(0))

    def run_out(self) -> None:
        """Let every schedule fire at its time."""
        while self.schedules.live:
            self.clock.move_to(min(delivery.due_at for delivery in self.schedules.live.values()))
            for ref in self.schedules.due(self.clock.now()):
                self._send(ref)
            self.settle()

    def ends(self) -> list[End]:
        """Return what is recorded of each meeting, in an order of its own."""
        found = []
        for interview in self.records.interviews.values():
            meeting, is_on = interview.meeting, interview.state is InterviewState.PLANNED
            found.append(End(meeting.starts_at, meeting.ends_at, is_on, meeting.title))
        return sorted(found, key=str)

    def sent(self) -> list[tuple[Delivery, str]]:
        """Return what left, in its order, with its first line."""
        return [
            (self.records.deliveries[DeliveryRef(taken.mail.user_id, taken.mail.delivery_id)], taken.mail.body.text)
            for taken in self.mailer.taken
        ]


class FirstLines:
    """Stands in for the templates: of each mail the line that says when the meeting is."""

    def render(self, _kind: Kind, page: Any) -> Rendered:
        line = page.opening if isinstance(page, PrepPack) else page.paragraphs[0] if isinstance(page, Note) else ""
        return Rendered(line, line)

    def web(self, _name: str, page: Any) -> str:
        return str(page.heading)


def _hold(history: History, arrivals: tuple[Message, ...], *, at_once: bool) -> None:
    """Let the mails arrive, and hold what must be true of any order."""
    desk = Desk()
    for message in arrivals:
        desk.receive(message)
        if at_once:
            desk.settle()
    _recorded(desk, history)
    _owed(desk, history, at_once=at_once)
    desk.settle()
    desk.run_out()
    _mailed(desk, history)


def _recorded(desk: Desk, history: History) -> None:
    found = desk.ends()
    assert found == sorted(history.ends, key=str), f"recorded {[str(end) for end in found]}"


def _owed(desk: Desk, history: History, *, at_once: bool) -> None:
    """Hold the pending Deliveries against those that the ends owe; what is due at once may have left already."""
    later = [due for end in history.ends if end.is_on for due in _later(end)]
    later += [due for end in history.ends if end.is_on for due in _reminder(end)]
    pending = desk.records.all(State.PENDING)
    found = [(delivery.kind, delivery.due_at) for delivery in pending if delivery.kind not in SPEAKS]
    assert sorted(found) == sorted(later), f"owed {found}"
    first = [delivery.kind for delivery in pending if delivery.kind in SPEAKS]
    wanted = [] if at_once else [Kind.PREP_PACK if end.is_on else Kind.CANCELLED for end in history.ends]
    assert sorted(first) == sorted(wanted), f"owed at once {first}"


def _reminder(end: End) -> tuple[tuple[Kind, datetime], ...]:
    """Return the reminder, where the pack will be a day old by then; all mails of a history come within the hour."""
    due = reminder_due(end.starts_at, ZONE, RULES)
    assert not NOW + DAY <= due <= NOW + DAY + timedelta(hours=1), "it depends on the minute"
    return ((Kind.REMINDER, due),) if due >= NOW + DAY else ()


def _later(end: End) -> tuple[tuple[Kind, datetime], ...]:
    draft, nudge = thank_you_due(end.ends_at, ZONE, RULES), nudge_due(end.ends_at, ZONE)
    return (Kind.THANK_YOU, draft), (Kind.THANK_YOU_NUDGE, nudge)


def _mailed(desk: Desk, history: History) -> None:
    """Hold what was mailed against the ends: the last mail that says when is right, and no draft is of the past."""
    sent, held = desk.sent(), desk.records.interviews.values()
    assert len({delivery.id for delivery, _ in sent}) == len(sent), "a mail left twice"
    assert not desk.records.all(State.PENDING, State.SENDING), "something is owed for ever"
    for interview in held:
        meeting, is_on = interview.meeting, interview.state is InterviewState.PLANNED
        of_it = [(delivery, line) for delivery, line in sent if delivery.interview_id == interview.id]
        said = [(delivery.kind, line) for delivery, line in of_it if delivery.kind in SPEAKS]
        assert said, "the user was told nothing"
        kind, line = said[-1]
        assert (kind is Kind.CANCELLED) is not is_on, f"the last mail is {kind}"
        assert _when(meeting.starts_at) in line, f"the last mail says: {line}"
        drafts = [(delivery.kind, delivery.sent_at) for delivery, _ in of_it if delivery.kind not in SPEAKS]
        end = End(meeting.starts_at, meeting.ends_at, is_on, meeting.title)
        assert end in history.ends, f"{end} is no end of it"
        assert drafts == ([*_reminder(end), *_later(end)] if is_on else []), f"drafts {drafts}"


def _when(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(ZONE))
    return f"{local:%A, %B} {local.day}, {local.hour % 12 or 12}:{local:%M}"


assert math.perm(5) * sum(IN_CI.values()) >= 5_000
