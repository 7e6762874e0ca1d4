"""Outlook's winmail.dat (MS-OXTNEF): attachments and MAPI properties, as far as the bytes go.

Written here, since the readers that exist believe the counts in the stream: 50 bytes can hold them up for minutes.
Every length and count is held against the bytes that are left; what is cut short ends the reading, and what was read
until then stands.
"""

from __future__ import annotations

import dataclasses
import struct
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from shared.inbox import limits
from shared.inbox.mime.decoding import text_of

SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTACH_REND_DATA = 0x9002
_MAPI_PROPS = 0x9003
_RECIPIENTS = 0x9004
_ATTACHMENT_PROPS = 0x9005
_MESSAGE_CLASS = 0x8008
_SUBJECT = 0x8004
_ATTACH_DATA = 0x800F
_ATTACH_TITLE = 0x8010
_OEM_CODEPAGE = 0x9007

_NAMED_FROM = 0x8000
_MULTIPLE = 0x1000
# MS-OXCDATA, 2.11.1: how many bytes a value of a fixed type takes in the stream, padding included.
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_SHORT, _LONG, _BOOLEAN, _TIME = 2, 3, 11, 0x40
_IID_BYTES = 16
_NAME_IS_TEXT = 1
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

PR_MESSAGE_CLASS = 0x001A
PR_SUBJECT = 0x0037
PR_ATTACH_LONG_FILENAME = 0x3707
PR_ATTACH_FILENAME = 0x3704
PR_ATTACH_DATA = 0x3701

# A named property is known by its set and its number or name, any other by its number alone.
Key = int | tuple[str, int | str]
Value = bool | int | str | bytes | datetime


@dataclasses.dataclass(slots=True)
class Attachment:
    """One attachment of a stream. `embedded` is an attached Outlook item, itself a stream."""

    name: str = ""
    data: bytes = b""
    embedded: bytes = b""


@dataclasses.dataclass(slots=True)
class Tnef:
    """What one stream holds."""

    properties: dict[Key, Value] = dataclasses.field(default_factory=dict)
    recipients: list[dict[Key, Value]] = dataclasses.field(default_factory=list)
    attachments: list[Attachment] = dataclasses.field(default_factory=list)


def read_tnef(data: bytes) -> Tnef:
    """Read a TNEF stream; never raises. What is no such stream is empty."""
    found = Tnef()
    codepage = "cp1252"
    for attribute, value in _attributes(data[: limits.TNEF_BYTES]):
        if attribute == _OEM_CODEPAGE and len(value) >= 4:  # noqa: PLR2004 - one number
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _MAPI_PROPS:
            found.properties.update(_Cursor(value, codepage).properties())
        elif attribute == _RECIPIENTS:
            found.recipients = list(_Cursor(value, codepage).rows())
        elif attribute == _ATTACH_REND_DATA:
            found.attachments.append(Attachment())
        elif attribute in (_ATTACH_DATA, _ATTACH_TITLE, _ATTACHMENT_PROPS):
            if not found.attachments:
                found.attachments.append(Attachment())
            _attach(found.attachments[-1], attribute, value, codepage)
        elif attribute in (_MESSAGE_CLASS, _SUBJECT):
            key = PR_MESSAGE_CLASS if attribute == _MESSAGE_CLASS else PR_SUBJECT
            found.properties.setdefault(key, text_of(value.rstrip(b"\0"), codepage))
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each attribute (MS-OXTNEF, 2.1.3.1): level, id, length, data, checksum."""
    if not data.startswith(SIGNATURE):
        return
    at = 6
    for _ in range(limits.TNEF_ATTRIBUTES):
        if at + 9 > len(data):
            return
        identifier, length = struct.unpack_from("<II", data, at + 1)
        yield identifier & 0xFFFF, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _attach(attachment: Attachment, attribute: int, value: bytes, codepage: str) -> None:
    if attribute == _ATTACH_DATA:
        attachment.data = value
    elif attribute == _ATTACH_TITLE:
        attachment.name = attachment.name or text_of(value.rstrip(b"\0"), codepage)
    else:
        properties = dict(_Cursor(value, codepage).properties())
        name = properties.get(PR_ATTACH_LONG_FILENAME) or properties.get(PR_ATTACH_FILENAME)
        if isinstance(name, str) and name:
            attachment.name = name
        content = properties.get(PR_ATTACH_DATA)
        if isinstance(content, bytes):
            if content[_IID_BYTES:].startswith(SIGNATURE):
                attachment.embedded = content[_IID_BYTES:]
            else:
                attachment.data = attachment.data or content


class _Short(Exception):  # noqa: N818 - never leaves this module
    """The stream ends before what it announces."""


class _Cursor:
    """Reads a list of MAPI properties (MS-OXTNEF, 2.1.3.4)."""

    def __init__(self, data: bytes, codepage: str) -> None:
        self._data = data
        self._at = 0
        self._codepage = codepage

    def properties(self) -> Iterator[tuple[Key, Value]]:
        """Yield each property whose type is of use, until the bytes end."""
        try:
            yield from self._properties()
        except _Short:
            return

    def rows(self) -> Iterator[dict[Key, Value]]:
        """Yield each row of a recipient table."""
        try:
            for _ in range(min(self._number(), limits.ATTENDEES)):
                yield dict(self._properties())
        except _Short:
            return

    def _properties(self) -> Iterator[tuple[Key, Value]]:
        count = self._number()
        if count > len(self._data) // 8:
            raise _Short
        for _ in range(count):
            kind, identifier = struct.unpack("<HH", self._take(4))
            key: Key = identifier if identifier < _NAMED_FROM else self._name()
            values = self._values(kind)
            if not kind & _MULTIPLE and values:
                value = self._value(kind, values[0])
                if value is not None:
                    yield key, value

    def _name(self) -> Key:
        group = str(uuid.UUID(bytes_le=self._take(16))).upper()
        if self._number() == _NAME_IS_TEXT:
            return group, text_of(self._sized(), "utf-16-le").rstrip("\0")
        return group, self._number()

    def _values(self, kind: int) -> list[bytes]:
        base = kind & ~_MULTIPLE
        fixed = _FIXED.get(base)
        if fixed is not None:
            count = self._number() if kind & _MULTIPLE else 1
            whole = self._take(count * fixed)
            return [whole[:fixed]]
        if base not in (_STRING8, _UNICODE, _BINARY, _OBJECT):
            raise _Short
        count = self._number()
        if count > len(self._data) // 4:
            raise _Short
        return [self._sized() for _ in range(count)]

    def _value(self, kind: int, raw: bytes) -> Value | None:
        if kind in (_SHORT, _LONG):
            return int(struct.unpack("<i" if kind == _LONG else "<hxx", raw)[0])
        if kind == _BOOLEAN:
            return raw[0] != 0
        if kind == _TIME:
            return _moment(raw)
        if kind == _UNICODE:
            return raw.decode("utf-16-le", "replace").rstrip("\0")
        if kind == _STRING8:
            return text_of(raw.rstrip(b"\0"), self._codepage)
        return raw if kind in (_BINARY, _OBJECT) else None

    def _number(self) -> int:
        return int(struct.unpack("<I", self._take(4))[0])

    def _sized(self) -> bytes:
        """Read a length and that many bytes, then the padding to a multiple of four."""
        length = self._number()
        taken = self._take(length)
        self._at += -length % 4
        return taken

    def _take(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._data):
            raise _Short
        taken = self._data[self._at : end]
        self._at = end
        return taken


def _moment(raw: bytes) -> datetime | None:
    """Read a FILETIME: tenths of a microsecond since 1601, UTC."""
    try:
        moment = _EPOCH + timedelta(microseconds=struct.unpack("<Q", raw)[0] // 10)
    except OverflowError:
        return None
    return moment if moment.year in limits.YEARS else None
