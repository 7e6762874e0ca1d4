"""A meeting that Outlook states in MAPI properties only (MS-OXOCAL), turned into the event that it would export.

MS-OXCICAL says how Exchange turns one into the other; the same names and rules are used here.
"""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from shared.domain.invite import Person
from shared.inbox import limits
from shared.inbox.calendar.content_lines import Component, Property
from shared.inbox.calendar.values import address_of
from shared.inbox.calendar.zone_names import iana_name, zone_info
from shared.inbox.mime.findings import Found, attached_text
from shared.inbox.tnef.mapi_rules import recurrence_of
from shared.inbox.tnef.stream import PR_MESSAGE_CLASS, PR_SUBJECT, Key, Tnef, Value, read_tnef

_APPOINTMENT = "00062002-0000-0000-C000-000000000046"
_COMMON = "00062008-0000-0000-C000-000000000046"
_MEETING = "6ED8DA90-450B-101B-98DA-00AA003F1305"

_START = ((_APPOINTMENT, 0x820D), (_COMMON, 0x8516), 0x0060)
_END = ((_APPOINTMENT, 0x820E), (_COMMON, 0x8517), 0x0061)
_LOCATION = ((_APPOINTMENT, 0x8208), (_MEETING, 0x0002))
_SEQUENCE = (_APPOINTMENT, 0x8201)
_ALL_DAY = (_APPOINTMENT, 0x8215)
_RECURRING = ((_APPOINTMENT, 0x8223), (_MEETING, 0x0005))
_RULE = (_APPOINTMENT, 0x8216)
_REPLACED = (_APPOINTMENT, 0x8228)
_ZONE_DEFINITIONS = ((_APPOINTMENT, 0x825E), (_APPOINTMENT, 0x8260))
_ZONE_DESCRIPTION = (_APPOINTMENT, 0x8234)
_TITLE = (PR_SUBJECT, 0x0E1D, 0x0070)
_UID = ((_MEETING, 0x0023), (_MEETING, 0x0003))
_CRITICAL_CHANGE = ((_MEETING, 0x001A), (_MEETING, 0x0001))
_PR_BODY = 0x1000
_ORGANIZER = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))
_PR_DISPLAY_NAME, _PR_RECIPIENT_TYPE, _PR_TRACK_STATUS, _PR_RECIPIENT_FLAGS = 0x3001, 0x0C15, 0x5FFF, 0x5FFD
_PR_ADDRESSES = (0x39FE, 0x3003)
_RESOURCE = 3
_IS_ORGANIZER = 2
_V = TypeVar("_V", bool, str, bytes, datetime)
_STATUS = {2: "TENTATIVE", 3: "ACCEPTED", 4: "DECLINED"}

# MS-OXCICAL, 2.1.3.1.1.20.26: where a foreign UID stands within a global object id.
_GOID_HEAD = bytes.fromhex("040000008200E00074C5B7101A82E008")
_FOREIGN = b"vCal-Uid\x01\x00\x00\x00"
_GOID_DATE = slice(16, 20)
_GOID_DATA = 40

_METHODS = (
    ("schedule.meeting.request", "REQUEST"),
    ("schedule.mtgreq", "REQUEST"),
    ("schedule.meeting.canceled", "CANCEL"),
    ("schedule.mtgcncl", "CANCEL"),
    ("schedule.meeting.resp", "REPLY"),
    ("schedule.mtgresp", "REPLY"),
)


def read_winmail(
    data: bytes, message: int, sender: Person | None, depth: int = 0
) -> tuple[list[Found], list[Component]]:
    """Return the calendar texts and the meetings that a winmail.dat holds, attached Outlook items included.

    `message` counts the messages around it. `sender` is the From of its mail: Outlook leaves the organizer out of a
    request that it sends itself.
    """
    tnef = read_tnef(data)
    found: list[Found] = []
    meeting = calendar_of(tnef, sender)
    meetings = [meeting] if meeting else []
    for attachment in tnef.attachments[: limits.PARTS]:
        if attachment.embedded and depth < limits.TNEF_DEPTH:
            texts, inner = read_winmail(attachment.embedded, message + 1, None, depth + 1)
            found += texts
            meetings += inner
        elif text := attached_text(attachment.data, attachment.name):
            found.append(Found(text, None, declared=False, message=message))
    return found, meetings


def calendar_of(tnef: Tnef, sender: Person | None = None) -> Component | None:
    """Return the meeting of a stream as a calendar; None where it is no meeting, or none with a start."""
    properties = tnef.properties
    start = _first(properties, _START, datetime)
    item = str(properties.get(PR_MESSAGE_CLASS, "")).lower()
    if start is None or not any(word in item for word in ("schedule", "appointment")):
        return None
    event = Component("VEVENT")
    zone = _zone(properties)
    _put(event, "UID", _uid(properties))
    _put(event, "SUMMARY", _first(properties, _TITLE, str))
    _put(event, "LOCATION", _first(properties, _LOCATION, str))
    _put(event, "DESCRIPTION", properties.get(_PR_BODY))
    _put(event, "SEQUENCE", properties.get(_SEQUENCE))
    _put_times(event, start, _first(properties, _END, datetime), zone, all_day=properties.get(_ALL_DAY) is True)
    replaced = properties.get(_REPLACED)
    if isinstance(replaced, datetime):
        _put_moment(event, "RECURRENCE-ID", replaced, None)
    elif _first(properties, _RECURRING, bool):
        _put_rule(event, properties, start.astimezone(zone_info(zone) if zone else UTC).date())
    changed = _first(properties, _CRITICAL_CHANGE, datetime)
    if changed:
        _put_moment(event, "DTSTAMP", changed, None)
    method = next((method for word, method in _METHODS if word in item.replace("microsoft ", "")), None)
    _put_people(event, tnef, sender if method in ("REQUEST", "CANCEL") else None)
    calendar = Component("VCALENDAR", children=[event])
    _put(calendar, "METHOD", method)
    return calendar


def _put(component: Component, name: str, value: object, **params: str) -> None:
    if value is None or value == "":
        return
    escaped = str(value).replace("\\", "\\\\").replace("\r\n", "\n").replace("\n", "\\n")
    component.properties.setdefault(name, []).append(Property(name, params, escaped))


def _put_moment(event: Component, name: str, moment: datetime, zone: str | None) -> None:
    """Write the local time of the zone where that says the instant, so that a rule keeps to the wall clock."""
    info = zone_info(zone) if zone else None
    if zone and info and (local := moment.astimezone(info)).fold == 0:
        _put(event, name, local.strftime("%Y%m%dT%H%M%S"), TZID=zone)
    else:
        _put(event, name, moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))


def _put_times(event: Component, start: datetime, end: datetime | None, zone: str | None, *, all_day: bool) -> None:
    for name, moment in (("DTSTART", start), ("DTEND", end)):
        if moment and all_day:
            _put(event, name, f"{_day(moment, zone):%Y%m%d}", VALUE="DATE")
        elif moment:
            _put_moment(event, name, moment, zone)


def _put_rule(event: Component, properties: dict[Key, Value], first: date) -> None:
    blob = properties.get(_RULE)
    found = recurrence_of(blob, first) if isinstance(blob, bytes) else None
    # A rule that cannot be read still says that there is one.
    _put(event, "RRULE", found.rule if found else "UNREAD")
    for day in found.excluded if found else ():
        _put(event, "EXDATE", f"{day:%Y%m%d}", VALUE="DATE")


def _day(moment: datetime, zone: str | None) -> date:
    """Return the day whose midnight the moment is; without a zone the nearest midnight, which any zone's is."""
    info = zone_info(zone) if zone else None
    return (moment.astimezone(info) if info else moment + timedelta(hours=12)).date()


def _first(properties: dict[Key, Value], keys: tuple[Key, ...], kind: type[_V]) -> _V | None:
    return next((value for key in keys if isinstance(value := properties.get(key), kind)), None)


def _zone(properties: dict[Key, Value]) -> str | None:
    """Return the organizer's zone: its Windows name in a definition (MS-OXOCAL, 2.2.1.41), or its description."""
    for key in _ZONE_DEFINITIONS:
        blob = properties.get(key)
        if isinstance(blob, bytes) and len(blob) > 8:  # noqa: PLR2004 - the fixed head
            (length,) = struct.unpack_from("<H", blob, 6)
            name = iana_name(blob[8 : 8 + 2 * length].decode("utf-16-le", "replace"))
            if name:
                return name
    described = properties.get(_ZONE_DESCRIPTION)
    return iana_name(described) if isinstance(described, str) else None


def _uid(properties: dict[Key, Value]) -> str | None:
    raw = _first(properties, _UID, bytes)
    if not raw:
        return None
    data = raw[_GOID_DATA:]
    if raw.startswith(_GOID_HEAD) and data.startswith(_FOREIGN):
        return data[len(_FOREIGN) :].split(b"\0")[0].decode("utf-8", "replace") or None
    if raw.startswith(_GOID_HEAD) and len(raw) >= _GOID_DATA:
        raw = raw[: _GOID_DATE.start] + bytes(4) + raw[_GOID_DATE.stop :]
    return str(raw.hex().upper())


def _put_people(event: Component, tnef: Tnef, sender: Person | None) -> None:
    for name_key, address_keys in _ORGANIZER:
        name = tnef.properties.get(name_key)
        email = _address(tnef.properties, address_keys)
        if email or name:
            _put(event, "ORGANIZER", f"mailto:{email or ''}", CN=str(name or ""))
            break
    else:
        if sender and sender.email:
            _put(event, "ORGANIZER", f"mailto:{sender.email}", CN=sender.name or "")
    for recipient in tnef.recipients:
        flags = recipient.get(_PR_RECIPIENT_FLAGS)
        if isinstance(flags, int) and flags & _IS_ORGANIZER:
            continue
        status = recipient.get(_PR_TRACK_STATUS)
        _put(
            event,
            "ATTENDEE",
            f"mailto:{_address(recipient, _PR_ADDRESSES) or ''}",
            CN=str(recipient.get(_PR_DISPLAY_NAME, "")),
            PARTSTAT=_STATUS.get(status, "NEEDS-ACTION") if isinstance(status, int) else "NEEDS-ACTION",
            CUTYPE="RESOURCE" if recipient.get(_PR_RECIPIENT_TYPE) == _RESOURCE else "INDIVIDUAL",
        )


def _address(properties: dict[Key, Value], keys: tuple[int, ...]) -> str | None:
    return next((found for key in keys if (found := address_of(str(properties.get(key, ""))))), None)
