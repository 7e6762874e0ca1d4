"""schema.org markup of HTML bodies: JSON-LD events, and the microdata of Google Calendar's own mails.

Only what is an Event counts: a flight, a hotel or a ticket is a Reservation of another kind, and no meeting. Patterns
and `json` under caps; the HTML is not parsed and nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.domain.invite import Person
from shared.inbox.mime.plain_text import strip_html, unescape
from shared.inbox.text.add_links import when_of
from shared.inbox.text.dates_in_words import Doubt, When
from shared.inbox.text.found import Found, Source
from shared.inbox.who.people import person_of

_OPENING = re.compile(r"<script[^<>]{0,300}application/ld\+json[^<>]{0,100}>", re.IGNORECASE)
_MOST_SCRIPTS, _LONGEST_SCRIPT, _MOST_NODES, _DEEPEST = 20, 64 * 1024, 2000, 12
_EVENTS = frozenset({"Event", "BusinessEvent", "EducationEvent", "SocialEvent"})
_TIME_TAG = re.compile(
    r"""itemprop\s*=\s*["'](startDate|endDate)["'][^<>]{0,80}?(?:datetime|content)\s*=\s*["']([0-9TZ:+.-]{8,35})["']""",
    re.IGNORECASE,
)
_EVENT_SCOPE = re.compile(r"""itemtype\s*=\s*["']https?://schema\.org/Event["']""", re.IGNORECASE)
_NAME_TAG = re.compile(r"""itemprop\s*=\s*["']name["'][^<>]{0,400}>([^<]{1,500})<""", re.IGNORECASE)
_PLACE = re.compile(
    r"""itemprop\s*=\s*["']location["'][^<>]{0,300}>\s*<[^<>]{0,100}itemprop\s*=\s*["']name["'][^<>]{0,400}>([^<]{1,500})<""",
    re.IGNORECASE,
)
_MAKER = re.compile(
    r"""itemprop\s*=\s*["'](?:name|email)["']\s*content\s*=\s*["']([^"'<>]{1,200})["']""", re.IGNORECASE
)
_ORGANIZER = re.compile(r"""itemprop\s*=\s*["']organizer["']""", re.IGNORECASE)


def found_in_markup(html: str, assumed_zone: str) -> list[Found]:
    """Return the events that the markup of an HTML body states, one for each different start."""
    found = [one for node in _events(html) if (one := _read(node, assumed_zone))]
    found += _microdata(html, assumed_zone)
    distinct: dict[object, Found] = {}
    for one in found:
        distinct.setdefault(one.when.start if isinstance(one.when, When) else one.evidence, one)
    return list(distinct.values())


def _events(html: str) -> Iterator[dict[str, Any]]:
    for number, match in enumerate(_OPENING.finditer(html)):
        if number >= _MOST_SCRIPTS:
            return
        end = html.find("</", match.end(), match.end() + _LONGEST_SCRIPT)
        if end < 0:
            continue
        yield from _nodes(_loaded(html[match.end() : end]))


def _loaded(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    if text.count("[") + text.count("{") > _MOST_NODES:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the events at the top, in a list, or in "@graph"; what is inside another thing belongs to that thing."""
    waiting = [(value, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, list) and depth < _DEEPEST:
            waiting += [(item, depth + 1) for item in reversed(node[:100])]
        elif isinstance(node, dict):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.rpartition("/")[2] in _EVENTS for kind in kinds):
                yield node
            elif "@graph" in node and depth < _DEEPEST:
                waiting.append((node["@graph"], depth + 1))


def _read(node: dict[str, Any], assumed_zone: str) -> Found | None:
    start, end = _text(node.get("startDate")), _text(node.get("endDate"))
    when: When | Doubt | None = when_of(_basic(start), _basic(end), None, assumed_zone)
    if when is None:
        return None
    organizer = _first(node.get("organizer")) or _first(node.get("performer"))
    return Found(
        when,
        Source.MARKUP,
        "the event markup (schema.org) of the forwarded mail",
        title=_text(node.get("name")) or None,
        location=_place(node.get("location")),
        organizer=_person(organizer),
        guests=tuple(person for one in _many(node.get("attendee")) if (person := _person(one))),
        description=_text(node.get("description")) or None,
    )


def _basic(text: str) -> str:
    """Return an ISO time as `when_of` takes it: some write a blank for the "T"."""
    return re.sub(r"^(\d{4}-\d{2}-\d{2}) (\d)", r"\1T\2", text.strip())


def _text(value: Any) -> str:
    return strip_html(unescape(value[:4000])).strip() if isinstance(value, str) else ""


def _many(value: Any) -> list[Any]:
    return value[:100] if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    return _many(value)[0] if _many(value) else None


def _person(value: Any) -> Person | None:
    if isinstance(value, dict):
        if value.get("@type") == "Organization" and not value.get("email"):
            return None
        email = _text(value.get("email")).removeprefix("mailto:")
        return person_of(f"{_text(value.get('name'))} <{email}>" if email else _text(value.get("name")))
    return person_of(_text(value)) if _text(value) else None


def _place(value: Any) -> str | None:
    place = _first(value)
    if isinstance(place, dict):
        address = place.get("address")
        if isinstance(address, dict):
            address = ", ".join(
                text for key in ("streetAddress", "addressLocality") if (text := _text(address.get(key)))
            )
        parts = (_text(place.get("name")), _text(address), "" if place.get("name") else _text(place.get("url")))
        return ", ".join(part for part in parts if part) or None
    return _text(place) or None


def _microdata(html: str, assumed_zone: str) -> list[Found]:
    """Read the first start and end inside an Event's scope, as Google's mails have them."""
    scope = _EVENT_SCOPE.search(html)
    if scope is None:
        return []
    stated: dict[str, str] = {}
    for match in _TIME_TAG.finditer(html, scope.end()):
        stated.setdefault(match[1].lower(), match[2])
    when = when_of(stated.get("startdate", ""), stated.get("enddate", ""), None, assumed_zone)
    if when is None:
        return []
    name, place = _NAME_TAG.search(html, scope.end()), _PLACE.search(html, scope.end())
    return [
        Found(
            when,
            Source.MARKUP,
            "the event markup (schema.org) of the forwarded mail",
            title=unescape(name[1]).strip() if name else None,
            location=unescape(place[1]).strip() if place else None,
            organizer=_microdata_organizer(html, scope.end()),
        )
    ]


def _microdata_organizer(html: str, at: int) -> Person | None:
    begin = _ORGANIZER.search(html, at)
    if begin is None:
        return None
    stated = [unescape(match[1]) for match in _MAKER.finditer(html, begin.end(), begin.end() + 600)]
    email = next((one for one in stated[:2] if "@" in one), "")
    name = next((one for one in stated[:2] if "@" not in one), "")
    return person_of(f"{name} <{email}>") if email else None
