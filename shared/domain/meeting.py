"""From what an invite states to when and where the user has to be, in the zone that the mails show."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from shared.domain.bounds import bounded_person
from shared.domain.interview import ASSUMED_LENGTH, Meeting, User
from shared.domain.invite import Invite

MAX_TITLE = 300
MAX_LOCATION = 500
MAX_DESCRIPTION = 2000
# Nobody lives in UTC: as a user's zone it means that nobody said where the user is.
PLACELESS = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT", "Universal"})
# Hours east of Greenwich for which there is an Etc/GMT name; 0 is UTC.
FIXED_ZONES = frozenset(range(-12, 15)) - {0}
# How a call is recorded whose service is not known; mails say it in their own words.
SOME_VIDEO_CALL = "a video call"
CONFERENCES = {
    "meet.google.com": "Google Meet",
    "zoom.us": "Zoom",
    "teams.microsoft.com": "Microsoft Teams",
    "teams.live.com": "Microsoft Teams",
    "webex.com": "Webex",
    "whereby.com": "Whereby",
    "meet.jit.si": "Jitsi Meet",
    "gotomeeting.com": "GoTo Meeting",
    "chime.aws": "Amazon Chime",
    "bluejeans.com": "BlueJeans",
}


def meeting_of(invite: Invite, user: User) -> Meeting:
    """Place an invite in time and space.

    The zone to show is the user's where it is known, else the invite's own, else UTC; the instant is the invite's.
    Without a stated end the meeting is taken to last 30 minutes, and `length_assumed` says so.
    """
    own = invite.time_zone if invite.time_zone not in PLACELESS else None
    zone = user.time_zone if user.time_zone not in PLACELESS else own or _fixed_zone(invite) or "UTC"
    starts_at = _instant(invite.start, zone)
    ends_at = _instant(invite.end, zone) if invite.end is not None else starts_at
    length_assumed = ends_at <= starts_at
    if length_assumed:
        ends_at = _a_day_later(starts_at, zone) if invite.all_day else starts_at + ASSUMED_LENGTH
    return Meeting(
        title=_plain(invite.title, MAX_TITLE),
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        zone_source=invite.time_zone_source,
        invite_zone=own if own != zone else None,
        all_day=invite.all_day,
        length_assumed=length_assumed and not invite.all_day,
        recurring=invite.recurring,
        location=_plain(invite.location, MAX_LOCATION) or None,
        conference=conference_of(invite.join_url),
        organizer=bounded_person(invite.organizer) if invite.organizer else None,
        description=(invite.description or "")[:MAX_DESCRIPTION] or None,
    )


def conference_of(join_url: str | None) -> str | None:
    """Name the service of a link to join, so that the link itself need not be passed on."""
    if not join_url:
        return None
    try:
        host = urlsplit(join_url).hostname or ""
    except ValueError:
        host = ""
    for known, name in CONFERENCES.items():
        if host == known or host.endswith("." + known):
            return name
    return SOME_VIDEO_CALL


def _instant(moment: datetime | date, zone: str) -> datetime:
    """Return UTC; a date is its midnight in `zone`."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), ZoneInfo(zone)).astimezone(UTC)


def _a_day_later(moment: datetime, zone: str) -> datetime:
    """Return the same clock time of the next day in `zone`: a day on which the clock is changed has 23 or 25 hours."""
    return (moment.astimezone(ZoneInfo(zone)) + timedelta(days=1)).astimezone(UTC)


def _fixed_zone(invite: Invite) -> str | None:
    """Name the fixed zone of an invite whose own zone has no IANA name; whole hours alone have one."""
    if not isinstance(invite.start, datetime) or invite.time_zone is not None:
        return None
    offset = invite.start.utcoffset() or timedelta()
    hours, rest = divmod(offset, timedelta(hours=1))
    # The sign of Etc/GMT names is the other way round (IANA, file "etcetera").
    return f"Etc/GMT{-hours:+d}" if hours in FIXED_ZONES and not rest else None


def _plain(text: str | None, limit: int) -> str:
    """Fold white space and cap the length."""
    return " ".join((text or "").split())[:limit]
