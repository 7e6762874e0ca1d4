"""When each file of a demo is received.

Files about one meeting share a timeline: the first comes two days before the meeting that it states, each later one an
hour after the one before, so that an update moves what the invite made. Each meeting has a timeline of its own, since
two old mails may lie years apart. A moment that is handed in (`--now`) is the receipt of every file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.domain.invite import Invite
from shared.domain.planning import key_of
from shared.inbox.read import read

BEFORE_THE_MEETING = timedelta(days=2)
BETWEEN_MAILS = timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The file at place `number` of the command line; `raw` is None where it cannot be read, and `error` says why."""

    number: int
    path: Path
    raw: bytes | None
    error: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """A file with the moment (UTC) at which its mail is received."""

    source: Source
    at: datetime


def load(number: int, path: Path) -> Source:
    """Read a file."""
    try:
        return Source(number, path, path.read_bytes())
    except OSError as error:
        return Source(number, path, None, error.strerror or type(error).__name__)


def timelines(sources: list[Source], *, zone: str, now: datetime | None, default: datetime) -> list[list[Planned]]:
    """Group files by meeting and say when each is received; a file without an invite is received at `default`."""
    invites = [read(source.raw, assumed_zone=zone).invite if source.raw is not None else None for source in sources]
    whole = {invite.uid: invite for invite in invites if invite and invite.uid and not invite.recurrence_id}
    grouped: dict[str, list[Planned]] = {}
    for source, invite in zip(sources, invites, strict=True):
        meeting = grouped.setdefault(_meeting(invite, whole) or f"file {source.number}", [])
        if now is not None:
            at = now
        elif meeting:
            at = meeting[-1].at + BETWEEN_MAILS
        else:
            at = _two_days_before(invite, zone) or default
        meeting.append(Planned(source, at.astimezone(UTC)))
    return list(grouped.values())


def _meeting(invite: Invite | None, whole: Mapping[str, Invite]) -> str | None:
    """Name the meeting that an invite is about. The instance with which a series begins is the series' own meeting."""
    if invite is None:
        return None
    series = whole.get(invite.uid or "")
    if series and invite.recurrence_id and _same_moment(invite.recurrence_id, series.start):
        return key_of(series)
    return key_of(invite)


def _same_moment(recurrence_id: str, start: datetime | date) -> bool:
    """Tell whether RECURRENCE-ID names the instance that starts then (RFC 5545, 3.8.4.4)."""
    try:
        named = datetime.fromisoformat(recurrence_id)
    except ValueError:
        return False
    if isinstance(start, datetime) and named.tzinfo and start.tzinfo:
        return named == start
    return named.date() == (start.date() if isinstance(start, datetime) else start)


def _two_days_before(invite: Invite | None, zone: str) -> datetime | None:
    if invite is None:
        return None
    try:
        return _instant(invite.start, zone) - BEFORE_THE_MEETING
    except OverflowError:
        return None


def _instant(moment: datetime | date, zone: str) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), ZoneInfo(zone)).astimezone(UTC)
