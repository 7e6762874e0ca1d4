"""The "add to calendar" links of invites: what they say is read from their own text, and no link is ever fetched.

Google's TEMPLATE (`dates=20261112T220000Z/20261112T223000Z`), Outlook's deeplink (`startdt=…&enddt=…`) and Yahoo's
(`st=…&et=…`), also inside the wrappers that mail programs put around links (Safe Links, Google, Proofpoint).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from shared.domain.invite import ZoneSource
from shared.inbox.text.dates_in_words import When
from shared.inbox.text.found import Found, Source
from shared.inbox.text.zone_words import distinct, fixed, in_zone, is_zone

_LONGEST_LINK = 8000
_MOST_LINKS = 500
_WRAPPERS = {
    "safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "google.com": "q",
    "l.facebook.com": "u",
    "urldefense.proofpoint.com": "u",
}
_BASIC = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,7})?)?(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_EID = re.compile(r"[?&]eid=([A-Za-z0-9_-]{10,400})")
_GOOGLE_ID = re.compile(r"[a-v0-9]{5,64}")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def found_in_links(links: Iterable[str], assumed_zone: str) -> list[Found]:
    """Return the meetings that "add to calendar" links state, one for each different start."""
    found: dict[object, Found] = {}
    for number, link in enumerate(links):
        if number >= _MOST_LINKS:
            break
        one = _read(link, assumed_zone)
        if one and isinstance(one.when, When):
            found.setdefault(one.when.start, one)
    return list(found.values())


def moment_of(text: str, zone: str | None, assumed_zone: str) -> tuple[datetime | date, str | None, ZoneSource] | None:
    """Read an ISO 8601 date or time, basic or extended, into (moment, IANA zone, source); None where it is none.

    A time without offset is put into `zone` if given, else into `assumed_zone`; None too where clocks make it doubtful.
    """
    match = _BASIC.fullmatch(text.strip())
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if not _FIRST_YEAR <= day.year < _LAST_YEAR:
            return None
        if match[4] is None:
            return day, None, ZoneSource.ASSUMED
        local = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), int(match[6] or 0))  # noqa: DTZ001 - placed below
    except ValueError:
        return None
    known = zone if zone and is_zone(zone) else None
    if match[7]:
        moment = local.replace(tzinfo=_offset(match[7].upper()))
        if known:
            return (
                in_zone(moment.astimezone(in_zone(local, known)[0].moment.tzinfo).replace(tzinfo=None), known)[
                    0
                ].moment,
                known,
                ZoneSource.EVENT,
            )
        return moment, "UTC" if moment.tzinfo is UTC else None, ZoneSource.EVENT
    options = distinct(in_zone(local, known or assumed_zone))
    if len(options) != 1:
        return None
    return options[0].moment, known or assumed_zone, ZoneSource.EVENT if known else ZoneSource.ASSUMED


def when_of(start: str, end: str, zone: str | None, assumed_zone: str) -> When | None:
    """Return the time that two ISO 8601 values state; dates alone are an all-day event with an exclusive end."""
    first = moment_of(start, zone, assumed_zone)
    if first is None:
        return None
    last = moment_of(end, zone, assumed_zone) if end else None
    moment, name, source = first
    if not isinstance(moment, datetime):
        until = (
            last[0] if last and not isinstance(last[0], datetime) and last[0] > moment else moment + timedelta(days=1)
        )
        return When(moment, until, assumed_zone, ZoneSource.ASSUMED, all_day=True)
    ends = last[0].astimezone(moment.tzinfo) if last and isinstance(last[0], datetime) else moment
    return When(moment, ends if ends > moment else None, name, source)


def google_uid(links: Iterable[str]) -> str | None:
    """Return the UID of the event that Google's own links name, as its calendar part would have it.

    "eid" is base64 of "<event id> <calendar>"; an event made in Google Calendar has the UID "<event id>@google.com".
    An instance of a series or an imported event has another form of id, and gives None.
    """
    found = set()
    for link in links:
        match = _EID.search(link) if "google.com/" in link[:60] else None
        if match is None:
            continue
        try:
            decoded = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4)).decode("ascii")
        except (binascii.Error, ValueError):
            continue
        name, blank, _ = decoded.partition(" ")
        if blank and _GOOGLE_ID.fullmatch(name):
            found.add(f"{name}@google.com")
    return found.pop() if len(found) == 1 else None


def unwrapped(link: str) -> str:
    """Return the link inside a mail program's wrapper, at most three deep, else the link itself."""
    for _ in range(3):
        parts = _split(link)
        if parts is None or not parts.hostname:
            return link
        if parts.hostname == "urldefense.com" and "/v3/__" in parts.path:
            inner = link.split("/v3/__", 1)[1].split("__;", 1)[0]
        else:
            name = next(
                (
                    key
                    for host, key in _WRAPPERS.items()
                    if parts.hostname == host or parts.hostname.endswith(f".{host}")
                ),
                None,
            )
            if name is None or (parts.hostname.endswith("google.com") and parts.path != "/url"):
                return link
            values = _query(parts)
            inner = values.get(name) or values.get("url") or ""
            if parts.hostname == "urldefense.proofpoint.com":
                inner = unquote(inner.replace("-", "%").replace("_", "/"))
        if not inner.startswith(("http://", "https://")):
            return link
        link = inner
    return link


def _read(link: str, assumed_zone: str) -> Found | None:
    if len(link) > _LONGEST_LINK or not link.lower().startswith(("http://", "https://")):
        return None
    parts = _split(unwrapped(link))
    host = (parts.hostname or "").lower() if parts else ""
    if parts is None or not host:
        return None
    values = _query(parts)
    if (host == "google.com" or host.endswith(".google.com")) and "dates" in values:
        return _google(values, assumed_zone)
    if host.endswith(("outlook.live.com", "outlook.office.com", "outlook.office365.com")) and "startdt" in values:
        when = when_of(values["startdt"], values.get("enddt", ""), None, assumed_zone)
        return _found(when, "Outlook", values.get("subject"), values.get("location"), values.get("body"))
    if host == "calendar.yahoo.com" and "st" in values:
        when = when_of(values["st"], values.get("et", ""), None, assumed_zone)
        return _found(when, "Yahoo", values.get("title"), values.get("in_loc"), values.get("desc"))
    return None


def _google(values: dict[str, str], assumed_zone: str) -> Found | None:
    start, _, end = values["dates"].partition("/")
    when = when_of(start, end, values.get("ctz"), assumed_zone)
    return _found(when, "Google", values.get("text"), values.get("location"), values.get("details"))


def _found(when: When | None, maker: str, title: str | None, place: str | None, text: str | None) -> Found | None:
    if when is None:
        return None
    evidence = f'the "add to calendar" link for {maker} in the forwarded text'
    return Found(when, Source.LINK, evidence, title=title or None, location=place or None, description=text or None)


def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _query(parts: SplitResult) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=60).items()}
    except ValueError:
        return {}


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return fixed(-minutes if text[0] == "-" else minutes)
