"""When each file of a demo is received.

Files about one meeting share a timeline: the first comes two days before the meeting that it states, each later one an
hour after the one before, so that an update moves what the invite made. Each meeting has a timeline of its own, since
two old mails may lie years apart. A moment that is handed in (`--now`) is the receipt of every file.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.domain.identity import key_of, text_key_of
from shared.domain.interview import interview_id
from shared.domain.invite import Invite
from shared.inbox.read import Reading, read

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
    readings = [read(source.raw, assumed_zone=zone) if source.raw is not None else None for source in sources]
    meetings = _Meetings(tuple(reading.invite for reading in readings if reading and reading.invite))
    grouped: dict[str, list[Planned]] = {}
    for source, reading in zip(sources, readings, strict=True):
        name = meetings.name(reading) if reading else None
        timeline = grouped.setdefault(name or f"file {source.number}", [])
        if now is not None:
            at = now
        elif timeline:
            at = timeline[-1].at + BETWEEN_MAILS
        else:
            at = _two_days_before(reading.invite if reading else None, zone) or default
        timeline.append(Planned(source, at.astimezone(UTC)))
    return list(grouped.values())


class _Meetings:
    """Tells the meetings of a demo apart, as the records do (shared/domain/identity.py)."""

    def __init__(self, invites: tuple[Invite, ...]) -> None:
        self._series = {invite.uid: invite for invite in invites if invite.uid and not invite.recurrence_id}
        self._with_uid = {text_key_of(invite): key_of(invite) for invite in reversed(invites) if invite.uid}

    def name(self, reading: Reading) -> str | None:
        """Name the meeting that a mail is about, or None where it is about none.

        The instance with which a series begins is the series' own meeting. What a forward without a calendar part says
        is about the meeting that starts at the same time under the same title.
        """
        invite = reading.invite
        if invite is None:
            return interview_id(*reading.cancels) if reading.cancels else None
        if invite.uid is None:
            return self._with_uid.get(text_key_of(invite)) or text_key_of(invite)
        series = self._series.get(invite.uid)
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
