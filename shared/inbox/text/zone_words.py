"""Time zones as people and mail programs write them in a line of text.

"(PST)", "Pacific Time - Los Angeles", "(UTC-08:00) Pacific Time (US & Canada)", "heure d'Europe centrale - Paris",
"GMT+1".

A mention is kept with every reading that it allows; `readings` applies it to a local time and leaves only what
differs. Nothing is chosen among readings that differ: the caller asks.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from shared.inbox.calendar.zone_names import iana_name
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.zones import ABBREVIATIONS, ALL_YEAR, CITIES, NAMES

# Where several cities of one of Microsoft's names stand together, the zone that it means.
_FIRST_CHOICE = ("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Warsaw", "Asia/Tokyo", "Asia/Shanghai")
_REGIONS = ("America", "Europe", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "America/Argentina")

_OFFSET = re.compile(r"\(?\s?(?:utc|gmt)\s?([+-])\s?(\d{1,2})(?:[:.]?(\d{2}))?(?!\d)\s?\)?(?![:\d])", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\(?\s?([A-Z]{1,5})\b\s?\)?")
_IANA = re.compile(r"\(?\s?((?:[A-Z][A-Za-z]+/){1,2}[A-Z][A-Za-z_-]+|Etc/UTC)\b\s?\)?")
# "heure de Paris", "Chicago time".
_OF_CITY = re.compile(
    r"(?:heure|hora|horario|ora|uhrzeit|local time)(?: local| locale)? (?:de|d'|di|do|da|in|em|en) ?([^,/]{3,30})"
    r"|([^,/]{3,30}?) (?:local )?(?:time|tijd|zeit)"
)
_NUMERIC = re.compile(r"([+-])(\d{2}):?(\d{2})(?!\d)")
# A name in words, up to where it can go on no longer.
_PHRASE = re.compile(r"[^\W\d_][^\d()\n<>;|:]{0,80}")
_TAIL = re.compile(r"\s?\((?:us|u\.s\.|usa|estados unidos|e\.u\.a\.)[^()\n]{0,20}\)", re.IGNORECASE)
_DASH_TAIL = re.compile(r"\s?-\s?us (?:&|and) canada", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A zone as the text states it.

    Each choice is an IANA zone (None: the offset alone) and an offset in minutes (None: the zone's own at that time).
    `standard` is Microsoft's "(UTC-08:00)", the offset without summer time.
    """

    text: str
    choices: tuple[tuple[str | None, int | None], ...]
    standard: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One instant that a local time may mean; `zone` is an IANA name, or None where there is only an offset."""

    moment: datetime
    zone: str | None


def mention_at(text: str, at: int) -> tuple[Mention, int] | None:
    """Read a zone that begins at `at` of `text` (composed by NFKC); return it with the index behind it, or None."""
    for read in (_offset_at, _iana_at, _words_at, _abbreviation_at):
        found = read(text, at)
        if found:
            return found
    return None


def numeric_offset(text: str) -> Mention | None:
    """Return the mention that an ISO 8601 offset is: "+01:00", "-0800", "Z"."""
    if text in {"z", "Z"}:
        return Mention("Z", ABBREVIATIONS["Z"])
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    offset = int(match[2]) * 60 + int(match[3])
    return Mention(text, ((None, -offset if match[1] == "-" else offset),))


def same(one: datetime, other: datetime) -> bool:
    """Tell whether two aware moments are one instant. "==" overlooks `fold` where both have one zone."""
    return one.astimezone(UTC) == other.astimezone(UTC)


def is_out_of_season(local: datetime, mention: Mention) -> bool:
    """Tell whether a mention of summer time cannot be of that day. "PST" in July tells nothing: people write it so."""
    zone, offset = mention.choices[0]
    if zone is None or offset is None or _uses(local, zone, offset):
        return False
    return offset > min(minutes(datetime(local.year, month, 1, tzinfo=ZoneInfo(zone))) for month in (1, 7))


def readings(local: datetime, mention: Mention) -> list[Reading]:
    """Return the different instants that a naive local time may be with this mention, the likelier first.

    An abbreviation whose offset is not in force that day ("PST" in July) has two: what it says, and what was meant.
    """
    found: list[Reading] = []
    for order, (zone, offset) in enumerate(mention.choices):
        if zone is None:
            found.append(Reading(local.replace(tzinfo=fixed(offset or 0)), None))
        elif offset is None or _uses(local, zone, offset):
            found += in_zone(local, zone, offset)
        elif order == 0 and mention.text not in ALL_YEAR:
            found += [*in_zone(local, zone), Reading(local.replace(tzinfo=fixed(offset)), None)]
    zone = mention.choices[0][0]
    if mention.standard is not None and zone is not None and not _agrees(local, zone, mention.standard):
        found.append(Reading(local.replace(tzinfo=fixed(mention.standard)), None))
    return distinct(found)


def in_zone(local: datetime, zone: str, offset: int | None = None) -> list[Reading]:
    """Return the instants of a local time in a zone: two where clocks go back, unless `offset` says which of them."""
    info = ZoneInfo(zone)
    both = [Reading(local.replace(tzinfo=info, fold=fold_), zone) for fold_ in (0, 1)]
    if offset is not None:
        both = [one for one in both if minutes(one.moment) == offset] or both
    return distinct(both)


def distinct(found: list[Reading]) -> list[Reading]:
    """Keep the first reading of each instant."""
    seen: dict[datetime, Reading] = {}
    for reading in found:
        seen.setdefault(reading.moment.astimezone(UTC), reading)
    return list(seen.values())


def narrowed(found: list[Reading], zones: frozenset[str]) -> list[Reading]:
    """Keep the readings in one of `zones`, if any is."""
    return [reading for reading in found if reading.zone in zones] or found


def minutes(moment: datetime) -> int:
    """Return the offset of an aware moment from UTC in minutes."""
    offset = moment.utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def fixed(offset: int) -> timezone:
    """Return the zone of an offset in minutes."""
    return timezone(timedelta(minutes=offset))


def zone_of_city(name: str) -> str | None:
    """Return the IANA zone of a city's folded name, in English or as our table has it."""
    name = name.strip(" .")
    if name in CITIES:
        return CITIES[name]
    if not re.fullmatch(r"[a-z][a-z .'-]{2,30}", name):
        return None
    return _iana_city("_".join(part.capitalize() for part in name.replace("-", " ").split()))


@functools.lru_cache(maxsize=512)
def _iana_city(name: str) -> str | None:
    return next((key for region in _REGIONS if is_zone(key := f"{region}/{name}")), None)


@functools.lru_cache(maxsize=512)
def is_zone(key: str) -> bool:
    """Tell whether `key` is an IANA zone, whatever the text."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", key) or len(key) > 64:  # noqa: PLR2004 - no zone has a longer name
        return False
    try:
        ZoneInfo(key)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _agrees(local: datetime, zone: str, standard: int) -> bool:
    """Tell whether an offset is the zone's own without summer time, or the one in force."""
    info = ZoneInfo(zone)
    year = {minutes(datetime(local.year, month, 1, tzinfo=info)) for month in (1, 7)}
    return standard == min(year) or _uses(local, zone, standard)


def _uses(local: datetime, zone: str, offset: int) -> bool:
    """Tell whether `offset` is in force in `zone` at the local time."""
    return any(minutes(reading.moment) == offset for reading in in_zone(local, zone))


def _offset_at(text: str, at: int) -> tuple[Mention, int] | None:
    match = _OFFSET.match(text, at)
    if match is None:
        return None
    offset = int(match[2]) * 60 + int(match[3] or 0)
    offset = -offset if match[1] == "-" else offset
    if abs(offset) > 14 * 60:
        return None
    behind = _skip(text, match.end())
    named = _words_at(text, behind) or _abbreviation_at(text, behind) or _windows_at(text, behind)
    if named is None and match[0].startswith("(") and text[behind : behind + 1].isalpha():
        # Microsoft's offset is the one without summer time, and the name that would tell is not known.
        mention = Mention(text[at : behind + 40].strip(), ((None, offset), (None, offset + 60)))
        return mention, match.end()
    if named is None:
        return Mention(match[0].strip(" ()"), ((None, offset),)), match.end()
    mention, end = named
    return Mention(text[at:end].strip(), mention.choices, standard=offset), end


def _windows_at(text: str, at: int) -> tuple[Mention, int] | None:
    """Read one of Windows' own names, such as "Indiana (East)" or "W. Europe Standard Time"."""
    rest = text[at : at + 80].split("\n", maxsplit=1)[0]
    for cut in sorted(
        {len(rest), *(match.start() for match in re.finditer(r"[.;]|\s(?=\()|(?<=\))", rest))}, reverse=True
    ):
        name = rest[:cut].strip(" .;,")
        zone = iana_name(name) if len(name) > 2 else None  # noqa: PLR2004 - no name is shorter
        if zone:
            return Mention(name, ((zone, None),)), at + cut
    return None


def _iana_at(text: str, at: int) -> tuple[Mention, int] | None:
    match = _IANA.match(text, at)
    if match is None or not is_zone(match[1]):
        return None
    return Mention(match[1], ((match[1], None),)), match.end()


def _abbreviation_at(text: str, at: int) -> tuple[Mention, int] | None:
    match = _ABBREVIATION.match(text, at)
    if match is None or match[1] not in ABBREVIATIONS:
        return None
    return Mention(match[1], ABBREVIATIONS[match[1]]), match.end()


def _words_at(text: str, at: int) -> tuple[Mention, int] | None:
    """Read a name in words, with the city or cities behind it; the longest beginning that is a name counts."""
    opened = at < len(text) and text[at] == "("
    match = _PHRASE.match(text, at + opened)
    if match is None:
        return None
    phrase = match[0]
    folded = fold(phrase)
    if len(folded) != len(phrase):
        phrase = folded
    for length in _cuts(folded):
        zone = _zone_of(folded[:length])
        if zone is None:
            continue
        end = at + opened + length
        tail = _TAIL.match(text, end) or _DASH_TAIL.match(text, end)
        end = tail.end() if tail else end
        if opened and end < len(text) and text[end] == ")":
            end += 1
        choices = ABBREVIATIONS.get(zone) or ((zone, _named_offset(folded[:length], zone)),)
        return Mention("GMT" if zone == "GMT" else text[at:end].strip(" ()"), choices), end
    return None


def _cuts(folded: str) -> list[int]:
    """Return where a phrase may end, the longest first: at its end, and before each separator."""
    ends = {len(folded.rstrip(" .,-"))}
    for match in re.finditer(r"\s-\s|[,.、，/]|\s", folded):
        ends.add(match.start())
    return sorted((end for end in ends if end > 1), reverse=True)[:24]


def _zone_of(phrase: str) -> str | None:
    """Return the zone of a whole folded phrase: a name, "name - city", a city, or Microsoft's list of cities."""
    phrase = phrase.strip(" .,")
    name, dash, city = phrase.partition(" - ")
    known = _name(name)
    if dash:
        return (zone_of_city(city) or _name(city)) if known or zone_of_city(name) is None else None
    if known:
        return known
    spoken = _OF_CITY.fullmatch(phrase)
    if spoken:
        return zone_of_city(next(city for city in spoken.groups() if city))
    cities = [zone for part in re.split(r"[,、，/]", phrase) if (zone := zone_of_city(part))]
    parts = len(re.findall(r"[,、，/]", phrase)) + 1
    if not cities or (parts > 1 and len(cities) * 2 < parts) or (parts == 1 and " " in phrase and not cities):
        return None
    return next((zone for zone in _FIRST_CHOICE if zone in cities), cities[0])


def _name(phrase: str) -> str | None:
    phrase = phrase.strip()
    if phrase in NAMES:
        return NAMES[phrase]
    for ending in (" time", "time", " tijd", "tijd"):
        if phrase.endswith(ending) and phrase.removesuffix(ending) in NAMES:
            return NAMES[phrase.removesuffix(ending)]
    return None


def _named_offset(phrase: str, zone: str) -> int | None:
    """Return the offset that "daylight" or "summer" states; "standard" is used for all the year, so it states none."""
    if not re.search(r"daylight|summer|sommerzeit|zomertijd|d'ete|de verano|legale|de verao|夏", phrase):
        return None
    year = [minutes(datetime(2026, month, 1, tzinfo=ZoneInfo(zone))) for month in (1, 7)]
    return max(year)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,;":
        at += 1
    return at
