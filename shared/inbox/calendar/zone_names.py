"""Names of time zones to IANA names: vendors' prefixes, Windows' names and display names.

A name is only ever looked up in a fixed list, never opened as a file: TZID is a stranger's text.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.inbox import limits
from shared.inbox.calendar.values import offset_delta

# Windows shows zones by sentences such as "(UTC-05:00) Eastern Time (US & Canada)", which CLDR does not list. Those
# that name cities are read by the city; these do not, or name one that IANA's list has not. Keys: letters and digits.
_PHRASES = {
    "coordinateduniversaltime": "UTC",
    "universaltimecoordinated": "UTC",
    "greenwichmeantime": "Europe/London",
    "greenwichmeantimedublinedinburghlisbonlondon": "Europe/London",
    "dublinedinburghlisbonlondon": "Europe/London",
    "easterntimeuscanada": "America/New_York",
    "centraltimeuscanada": "America/Chicago",
    "mountaintimeuscanada": "America/Denver",
    "pacifictimeuscanada": "America/Los_Angeles",
    "pacifictimeuscanadatijuana": "America/Los_Angeles",
    "atlantictimecanada": "America/Halifax",
    "useastern": "America/New_York",
    "uscentral": "America/Chicago",
    "usmountain": "America/Denver",
    "uspacific": "America/Los_Angeles",
    "easterntime": "America/New_York",
    "pacifictime": "America/Los_Angeles",
    "mountaintime": "America/Denver",
    "centraltime": "America/Chicago",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "aleutianislands": "America/Adak",
    "arizona": "America/Phoenix",
    "indianaeast": "America/Indiana/Indianapolis",
    "saskatchewan": "America/Regina",
    "newfoundland": "America/St_Johns",
    "yukon": "America/Whitehorse",
    "bajacalifornia": "America/Tijuana",
    "chihuahualapazmazatlan": "America/Mazatlan",
    "lapazmazatlan": "America/Mazatlan",
    "guadalajaramexicocitymonterrey": "America/Mexico_City",
    "centralamerica": "America/Guatemala",
    "bogotalimaquitoriobranco": "America/Bogota",
    "bogotalimaquito": "America/Bogota",
    "georgetownlapazmanaussanjuan": "America/La_Paz",
    "brasilia": "America/Sao_Paulo",
    "cityofbuenosaires": "America/Argentina/Buenos_Aires",
    "buenosaires": "America/Argentina/Buenos_Aires",
    "buenosairesgeorgetown": "America/Argentina/Buenos_Aires",
    "salvador": "America/Bahia",
    "greenland": "America/Nuuk",
    "azores": "Atlantic/Azores",
    "caboverdeis": "Atlantic/Cape_Verde",
    "capeverdeis": "Atlantic/Cape_Verde",
    "westcentralafrica": "Africa/Lagos",
    "hararepretoria": "Africa/Johannesburg",
    "abudhabimuscat": "Asia/Dubai",
    "kuwaitriyadh": "Asia/Riyadh",
    "moscowstpetersburg": "Europe/Moscow",
    "moscowstpetersburgvolgograd": "Europe/Moscow",
    "islamabadkarachi": "Asia/Karachi",
    "chennaikolkatamumbainewdelhi": "Asia/Kolkata",
    "srijayawardenepura": "Asia/Colombo",
    "bangkokhanoijakarta": "Asia/Bangkok",
    "beijingchongqinghongkongurumqi": "Asia/Shanghai",
    "kualalumpursingapore": "Asia/Singapore",
    "osakasapporotokyo": "Asia/Tokyo",
    "canberramelbournesydney": "Australia/Sydney",
    "aucklandwellington": "Pacific/Auckland",
    "solomonisnewcaledonia": "Pacific/Guadalcanal",
    "marshallis": "Pacific/Majuro",
    "midwayislandsamoa": "Pacific/Pago_Pago",
    "astana": "Asia/Almaty",
    "astanadhaka": "Asia/Dhaka",
    "yangonrangoon": "Asia/Yangon",
    "westerncentraleurope": "Europe/Berlin",
    "petropavlovskkamchatsky": "Asia/Kamchatka",
}
# Lotus Notes names zones by a word; where Windows has a zone of that word, it is that one.
_LOTUS = frozenset(
    {"eastern", "central", "mountain", "pacific", "alaskan", "hawaiian", "atlantic", "newfoundland", "fle", "gtb"}
    | {"w. europe", "e. europe", "central europe", "central european", "romance", "india", "tokyo", "china"}
)
_OFFSET_PREFIX = re.compile(r"\((?:UTC|GMT)\s*(?:([+\-\u2212\u2013])?(\d{1,2})[:.]?(\d{2})?)?\)\s*", re.IGNORECASE)
_OFFSET_NAME = re.compile(r"(?:UTC|GMT)\s*([+\-\u2212])\s?(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_NUMBERED = re.compile(r"\s+\d{1,2}\Z")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_CITIES = re.compile(r"\s*[,/;]\s*")


@functools.cache
def _iana() -> dict[str, str]:
    """Names of IANA by their lower case, from tzdata's own list."""
    listed = importlib.resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return {name.lower(): name for name in listed}


@functools.cache
def _cities() -> dict[str, str]:
    """Zones by the last part of their names, the city."""
    found: dict[str, str] = {}
    for name in _iana().values():
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "US", "Canada", "Brazil", "Chile", "Mexico", "SystemV")):
            found[_key(city)] = name if _key(city) not in found else min(found[_key(city)], name, key=len)
    return found


@functools.cache
def _windows() -> dict[str, str]:
    """Unicode CLDR's windowsZones, as tzlocal ships it. Imported late: only some invites need it."""
    from tzlocal.windows_tz import win_tz  # noqa: PLC0415 - 20 ms of a cold start

    return {name.lower(): zone for name, zone in win_tz.items()}


def _key(text: str) -> str:
    return _NOT_ALNUM.sub("", text.lower())


def cleaned(tzid: str) -> str:
    """Return a TZID without quotes, escapes and outer white space; the form that VTIMEZONEs are matched by."""
    return " ".join(tzid.replace("\\", "").replace('"', "").split())[: limits.TZID_CHARS]


@functools.lru_cache(maxsize=512)
def iana_name(tzid: str) -> str | None:
    """Return the IANA name that a TZID, a Windows name or a display name means, or None.

    A pure function of its argument, so that caching it cannot carry anything from one mail to the next.
    """
    name = cleaned(tzid)
    if not name:
        return None
    numberless = _NUMBERED.sub("", name)
    for candidate in (name, numberless):
        found = _listed(candidate) or _windows_name(candidate) or _displayed(candidate)
        if found:
            return found
    return None


def _listed(name: str) -> str | None:
    """Look up an IANA name, behind any vendor's prefix (RFC 5545, 3.8.3.1: /vendor/Europe/Berlin)."""
    pieces = [piece for piece in name.split("/") if piece]
    if name.lower().startswith("tzone:") and pieces[-1].lower() != "utc":
        return _windows_name(pieces[-1])
    for start in range(max(0, len(pieces) - 3), len(pieces)):
        # A bare last part is a name of its own only where nothing stands before it, or it is UTC.
        candidate = "/".join(pieces[start:]).lower().replace(" ", "_")
        if start and start == len(pieces) - 1 and candidate not in ("utc", "gmt"):
            return None
        for spelled in (candidate, candidate.replace("-", "/", 1)):
            if spelled in _iana():
                return _iana()[spelled]
    return "UTC" if name.upper() in ("Z", "UTC", "GMT", "ZULU") else None


def _windows_name(name: str) -> str | None:
    lowered = name.lower()
    if lowered in _LOTUS:
        lowered += " standard time"
    if " time" not in lowered and not lowered.startswith(("utc", "time zone")):
        return None
    windows = _windows()
    standard = re.sub(r"\b(?:daylight|summer) time\b", "standard time", lowered)
    return windows.get(lowered) or windows.get(standard)


def _displayed(name: str) -> str | None:
    """Read "(UTC+01:00) Amsterdam, Berlin, …": by a phrase that is known, or by its cities if all agree."""
    prefix = _OFFSET_PREFIX.match(name)
    words = name[prefix.end() :] if prefix else name
    phrase = _PHRASES.get(_key(words))
    if phrase:
        return phrase if prefix is None or _agrees(phrase, prefix) else None
    if prefix is None:
        return None
    found = [_cities().get(_key(city)) for city in _CITIES.split(words)]
    named = [zone for zone in found if zone]
    if not named or not all(_agrees(zone, prefix) for zone in named):
        return None
    return named[0]


def _agrees(zone: str, prefix: re.Match[str]) -> bool:
    """Tell whether the zone's standard offset is the one stated, give or take what Windows never updated."""
    if prefix[2] is None:
        stated = timedelta()
    else:
        stated = timedelta(hours=int(prefix[2]), minutes=int(prefix[3] or 0))
        stated = stated if prefix[1] in (None, "+") else -stated
    info = zone_info(zone)
    return info is not None and stated in standard_and_other(info, 2024)


def standard_and_other(info: tzinfo, year: int) -> set[timedelta]:
    """Return the offsets of a zone in January and July of a year."""
    moments = (datetime(year, month, 1, 12, tzinfo=info) for month in (1, 7))
    return {offset for moment in moments if (offset := moment.utcoffset()) is not None}


def fixed_offset(tzid: str) -> timezone | None:
    """Read a TZID that is an offset itself: UTC+02:00, GMT-5, +0100."""
    name = cleaned(tzid)
    match = _OFFSET_NAME.fullmatch(name)
    stated = f"{'+' if match[1] == '+' else '-'}{int(match[2]):02d}{match[3] or '00'}" if match else name
    if stated[:1] not in "+-" or not stated:
        return None
    delta = offset_delta(stated)
    return None if delta is None else (timezone(delta) if delta else UTC)


def zone_info(name: str) -> ZoneInfo | None:
    """Return the zone of a listed IANA name."""
    listed = _iana().get(name.lower())
    if listed is None:
        return None
    try:
        return ZoneInfo(listed)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
