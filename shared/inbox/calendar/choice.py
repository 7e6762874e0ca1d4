"""Which of several events a mail is about. Where it does not say, nobody guesses: the user is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from shared.domain.invite import Reason
from shared.inbox.calendar.events import Event
from shared.inbox.limits import Unreadable

_NOT_WORD = re.compile(r"\W+")
_SHOWN = 5
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)


class Candidate(NamedTuple):
    """An event with where it was found."""

    event: Event
    declared: bool
    message: int


class Chosen(NamedTuple):
    """One meeting: the event that states it, and the changed instances of the series that came along."""

    event: Event
    changed: tuple[Event, ...] = ()


def chosen(candidates: list[Candidate], subject: str | None) -> Chosen:
    """Return the one meeting that the mail is about; raise Unreadable where there are several."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(_key(candidate.event), []).append(candidate)
    meetings = list(groups.values())
    for narrower in (_with_start, _outermost, _of_subject(subject), _of_invitation):
        if len(meetings) > 1:
            meetings = [group for group in meetings if narrower(group, meetings)] or meetings
    if len(meetings) > 1:
        raise Unreadable(Reason.SEVERAL_MEETINGS, _several([group[0].event for group in meetings]))
    return _newest(meetings[0])


def _key(event: Event) -> str:
    if event.uid:
        return event.uid
    start = event.component.first("DTSTART")
    return f"\n{start.value if start else ''}\n{event.title}"


def _with_start(group: list[Candidate], _: list[list[Candidate]]) -> bool:
    return any(candidate.event.component.first("DTSTART") for candidate in group)


def _outermost(group: list[Candidate], meetings: list[list[Candidate]]) -> bool:
    level = min(candidate.message for other in meetings for candidate in other)
    return any(candidate.message == level for candidate in group) if level == 0 else True


def _of_subject(subject: str | None) -> Callable[[list[Candidate], list[list[Candidate]]], bool]:
    said = f" {' '.join(_NOT_WORD.split((subject or '').casefold()))} "

    def narrower(group: list[Candidate], _: list[list[Candidate]]) -> bool:
        titles = {" ".join(_NOT_WORD.split(candidate.event.title.casefold())).strip() for candidate in group}
        return any(title and f" {title} " in said for title in titles)

    return narrower


def _of_invitation(group: list[Candidate], _: list[list[Candidate]]) -> bool:
    """Prefer an iMIP part (RFC 6047: text/calendar with a METHOD): other files came along."""
    return any(candidate.declared and candidate.event.method in ("REQUEST", "CANCEL") for candidate in group)


def _newest(group: list[Candidate]) -> Chosen:
    """Of the same meeting told several times, take the newest telling (RFC 5546, 2.1.5), a series before its parts."""
    best: dict[str | None, Candidate] = {}
    for candidate in group:
        known = best.get(candidate.event.recurrence_id)
        if known is None or _age(candidate) > _age(known):
            best[candidate.event.recurrence_id] = candidate
    if None in best:
        changed = tuple(candidate.event for key, candidate in best.items() if key is not None)
        return Chosen(best[None].event, changed)
    first, *others = (best[key].event for key in sorted(key for key in best if key is not None))
    return Chosen(first, tuple(others))


def _age(candidate: Candidate) -> tuple[int, datetime, bool, bool, int]:
    event = candidate.event
    return (
        event.sequence,
        event.stamped_at or _OLDEST,
        event.method is not None,
        candidate.declared,
        -candidate.message,
    )


def _several(events: list[Event]) -> str:
    """Say which meetings were found, so that the user can name one."""
    shown = []
    for event in events[:_SHOWN]:
        try:
            when = _said(event.times().start)
        except Unreadable:
            when = "no time"
        shown.append(f"{event.title[:80] or 'no title'} ({when})")
    more = f", and {len(events) - _SHOWN} more" if len(events) > _SHOWN else ""
    return f"The mail holds {len(events)} meetings: {'; '.join(shown)}{more}."


def _said(start: datetime | date) -> str:
    """Say a start with its offset, since two zones may stand side by side."""
    return f"{start:%Y-%m-%d %H:%M %Z}" if isinstance(start, datetime) else start.isoformat()
