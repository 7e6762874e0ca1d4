"""An organizer whose calendar program sends iTIP messages (RFC 5546), and every story that it can tell in a few steps.

A story is a word, one letter a step; what each does stands at STEPS. An Organizer keeps SEQUENCE and DTSTAMP as
RFC 5546 asks (2.1.4, 2.1.5), so where a story ends is known from the story alone, whatever order its mails come in.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from shared.inbox.headers import Headers, read_headers
from shared.inbox.read import Reading, read
from tests.builders import NOW, PRIYA, ROBIN, ZONE, calendar_mail

LENGTH = timedelta(minutes=30)
WEEK = timedelta(days=7)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=6"
# One meeting. Those in capitals raise SEQUENCE; all have a newer DTSTAMP, but for what is sent again as it was.
STEPS = {
    "R": "request", "M": "moved", "m": "moved, SEQUENCE as it was", "p": "another place", "t": "another title",
    "a": "another attendee", "X": "cancelled", "x": "cancelled, SEQUENCE as it was", "I": "invited again",
    "i": "invited again, SEQUENCE as it was", "d": "the last sent again", "o": "the first sent again",
    "z": "the first made anew: its SEQUENCE, a newer DTSTAMP",
}  # fmt: skip
# A weekly series: its first instance, and with a figure its second.
SERIES_STEPS = {
    "R": "request of the series", "M": "instance moved", "m": "instance moved, SEQUENCE as it was",
    "t": "instance with another title", "X": "instance cancelled", "I": "instance invited again",
    "N": "second instance moved", "Y": "second instance cancelled", "d": "the last sent again",
    "o": "the first sent again", "U": "series with another title", "u": "the same, SEQUENCE as it was",
}  # fmt: skip
_CANCELS, _REVIVES, _REPEATS, _OF_ALL = "Xx", "Ii", "do", "Uu"


@dataclasses.dataclass(frozen=True)
class End:
    """What is true of a meeting once all is said: when, whether it is on, and what it is called. Times are UTC."""

    starts_at: datetime
    ends_at: datetime
    is_on: bool
    title: str


@dataclasses.dataclass(frozen=True)
class Message:
    """One mail of a story, read once: what it says does not depend on what came before."""

    step: str
    headers: Headers
    reading: Reading


@dataclasses.dataclass(frozen=True)
class History:
    """The mails of one story, or of several woven into one, as they were sent; and how each meeting ends."""

    name: str
    messages: tuple[Message, ...]
    ends: tuple[End, ...]


@dataclasses.dataclass
class _Instance:
    """One meeting as the organizer's calendar has it. `recurrence` is when the rule of its series puts it."""

    starts_at: datetime
    title: str
    recurrence: datetime | None = None
    place: str = "Room 4"
    guests: int = 0
    is_on: bool = True
    told: bool = False
    # A message was sent of this instance by itself: from then on its series says nothing of it (RFC 5546, 2.1.5).
    alone: bool = False

    @property
    def end(self) -> End:
        return End(self.starts_at, self.starts_at + LENGTH, self.is_on, self.title)


class Organizer:
    """Tells one story. `first` is when the meeting, or the first of the series, begins."""

    def __init__(self, uid: str, title: str, first: datetime, *, series: bool = False) -> None:
        self._uid, self._series = uid, series
        self._sequence, self._minutes = 0, 0
        self._sent: list[Message] = []
        self._meetings = [_Instance(first, title, first if series else None)]
        self._first = dataclasses.replace(self._meetings[0])
        if series:
            self._meetings.append(_Instance(first + WEEK, title, first + WEEK))

    def tell(self, story: str) -> History:
        """Send every mail of a story."""
        messages = tuple(self._step(letter) for letter in story)
        ends = tuple(meeting.end for meeting in self._meetings if meeting.told)
        return History(story, messages, ends)

    def _step(self, letter: str) -> Message:
        if letter in _REPEATS:
            again = self._sent[0 if letter == "o" else -1]
            return dataclasses.replace(again, step=letter)
        self._minutes += 1
        if letter.isupper() and letter != "R":
            self._sequence += 1
        meeting = self._meetings[letter in "NY"]
        meeting.told = True
        if letter == "z":
            return self._anew()
        whole = self._series and letter in ("R", *_OF_ALL)
        if whole:
            meeting = self._tell_all(letter)
        else:
            meeting.alone = True
            _CHANGES.get(letter, _nothing)(meeting)
        calendar = self._calendar(meeting, self._sequence, whole=whole)
        message = message_of(letter, calendar, "REQUEST" if meeting.is_on else "CANCEL")
        self._sent.append(message)
        return message

    def _tell_all(self, letter: str) -> _Instance:
        """Change the series and every instance that was not changed by itself; return what its message tells."""
        if letter in _OF_ALL:
            for meeting in (self._first, *self._meetings):
                if not meeting.alone:
                    _rename(meeting)
        return self._first

    def _anew(self) -> Message:
        """Make the first message anew; it is the newest word only if SEQUENCE has not been raised since."""
        first = dataclasses.replace(self._first)
        if self._sequence == 0:
            self._meetings[0] = dataclasses.replace(first, told=True)
        message = message_of("z", self._calendar(first, 0, whole=False), "REQUEST")
        self._sent.append(message)
        return message

    def _calendar(self, meeting: _Instance, sequence: int, *, whole: bool) -> str:
        method = "REQUEST" if meeting.is_on else "CANCEL"
        stamped = NOW - timedelta(days=1) + timedelta(minutes=self._minutes)
        more = [f"DTSTAMP:{stamp(stamped)}", f"LOCATION:{meeting.place}"]
        if whole:
            more.append(WEEKLY)
        if meeting.recurrence and not whole:
            more.append(f"RECURRENCE-ID:{stamp(meeting.recurrence)}")
        more += [f"ATTENDEE;CN=Guest {number}:mailto:guest{number}@harbor.example" for number in range(meeting.guests)]
        # As Outlook writes the title of what is off.
        summary = meeting.title if meeting.is_on else f"Canceled: {meeting.title}"
        return calendar_of(method, self._uid, sequence, meeting.starts_at, summary, more)


def calendar_of(
    method: str, uid: str, sequence: int, starts_at: datetime | None, summary: str, more: Sequence[str] = ()
) -> str:
    """Write a calendar message (RFC 5545) of one half-hour meeting between Priya and Robin."""
    times = [f"DTSTART:{stamp(starts_at)}", f"DTEND:{stamp(starts_at + LENGTH)}"] if starts_at else []
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Calendar//EN", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{uid}", f"SEQUENCE:{sequence}", *times, f"SUMMARY:{summary}",
        f"ORGANIZER;CN=Priya Nair:mailto:{PRIYA}", f"ATTENDEE;CN=Robin Lee:mailto:{ROBIN}", *more,
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def message_of(step: str, calendar: str, method: str) -> Message:
    """Let the real reader read a mail that carries the calendar."""
    raw = calendar_mail(calendar, method)
    reading = read(raw, assumed_zone=ZONE, now=NOW, user_addresses=frozenset({ROBIN}))
    return Message(step, read_headers(raw), reading)


def stamp(moment: datetime) -> str:
    """Write a moment, which is UTC, as a calendar does (RFC 5545, 3.3.5, form 2)."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def stories(steps: int) -> Iterator[str]:
    """Yield every story of one meeting in so many steps: what is off can only be invited again, or sent again."""
    for rest in itertools.product(STEPS.keys() - {"R"}, repeat=steps - 1):
        story = "R" + "".join(rest)
        if _makes_sense(story):
            yield story


def series_stories(steps: int) -> Iterator[str]:
    """Yield every story of a series in so many steps; the second instance goes once, if it goes."""
    for rest in itertools.product(SERIES_STEPS.keys() - {"R"}, repeat=steps - 1):
        story = "R" + "".join(rest)
        if _makes_sense("".join(letter for letter in story if letter not in "NY")) and "YN" not in story:
            yield story


def woven(one: History, other: History) -> History:
    """Weave two stories into one history; which mail comes when is for the permutations to say."""
    return History(f"{one.name} and {other.name}", (*one.messages, *other.messages), (*one.ends, *other.ends))


def _makes_sense(story: str) -> bool:
    is_on, raised = True, False
    for letter in story[1:]:
        raised = raised or letter.isupper()
        if letter in (*_REPEATS, *_OF_ALL) or (letter == "z" and raised):
            continue
        if (letter in _REVIVES) is is_on:
            return False
        is_on = letter not in _CANCELS
    return True


def _nothing(_meeting: _Instance) -> None:
    """Leave the meeting as it is: its request, as first planned."""


def _move(meeting: _Instance) -> None:
    meeting.starts_at += timedelta(hours=1)


def _rename(meeting: _Instance) -> None:
    meeting.title += " (new)"


def _place(meeting: _Instance) -> None:
    meeting.place += "1"


def _invite(meeting: _Instance) -> None:
    meeting.guests += 1


def _cancel(meeting: _Instance) -> None:
    meeting.is_on = False


def _revive(meeting: _Instance) -> None:
    meeting.is_on = True
    meeting.starts_at += timedelta(hours=1)


_CHANGES: dict[str, Callable[[_Instance], None]] = {
    "M": _move, "m": _move, "N": _move, "t": _rename, "p": _place, "a": _invite,
    "X": _cancel, "x": _cancel, "Y": _cancel, "I": _revive, "i": _revive,
}  # fmt: skip
