"""Calendar text to components and properties (RFC 5545, 3.1 to 3.6), forgiving and without any state.

Written here rather than taken from icalendar: one line that it does not like (an empty VTIMEZONE, `TZID=America`,
a text where a duration should be) makes it give up the whole calendar, and its zones are cached for the whole process
by a name that any stranger may choose. Here a bad line costs that line.
"""

from __future__ import annotations

import dataclasses
import itertools
import quopri
import re
from collections.abc import Mapping
from typing import NamedTuple

from shared.domain.invite import Reason
from shared.inbox import limits
from shared.inbox.limits import Unreadable

_START = re.compile(r"(?:\A|[\r\n])[ \t\ufeff]*(BEGIN:(?:VCALENDAR|VEVENT))[ \t]*(?=[\r\n])", re.IGNORECASE)
_END = re.compile(r"[\r\n][ \t]*END:VCALENDAR", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}(?=[;:])")
_QUOTED_OR_MARK = re.compile(r'"[^"]*"|[;:]')
_DATES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DTSTAMP"})
_DATE = re.compile(r"\s*\d{4}-?\d{2}-?\d{2}(?!\d)")
_DATE_VALUE = re.compile(r":\s*\d{4}-?\d{2}-?\d{2}(?!\d)")
_ESCAPED = re.compile(r"\\([nN\\;,:\"])")
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}
_QUOTED_PRINTABLE = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)


class Property(NamedTuple):
    """One content line: its value as it stands, its parameters with upper-case names and without their quotes."""

    name: str
    params: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT (RFC 5545, 3.3.11), its escapes undone."""
        return unescaped(self.value)


@dataclasses.dataclass(slots=True)
class Component:
    """A component with its properties in order and the components within it."""

    name: str
    properties: dict[str, list[Property]] = dataclasses.field(default_factory=dict)
    children: list[Component] = dataclasses.field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name, in order."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """Return the first property of that name that has a value, or the first of all."""
        found = self.all(name)
        return next((prop for prop in found if prop.value.strip()), found[0] if found else None)

    def value(self, name: str) -> str | None:
        """Return the text of the first property of that name, or None where it is missing or blank."""
        prop = self.first(name)
        text = prop.text.strip() if prop else ""
        return text or None

    def within(self, name: str) -> list[Component]:
        """Return the child components of that name."""
        return [child for child in self.children if child.name == name]


def holds_calendar(text: str) -> bool:
    """Tell whether text has a line that begins a calendar."""
    return _START.search(text) is not None


def calendar_part(text: str) -> str:
    """Return the text from the first line that begins a calendar to the last that ends one."""
    start = _START.search(text)
    if start is None:
        return ""
    end = None
    for end in _END.finditer(text, start.start()):  # noqa: B007 - the last one is wanted
        pass
    return text[start.start(1) : end.end() if end else len(text)]


def components(text: str) -> list[Component]:
    """Return the calendars in a text; events outside any calendar come in one of their own.

    Raises Unreadable where the text passes a cap.
    """
    if len(text) > limits.CALENDAR_BYTES:
        raise Unreadable(Reason.TOO_LARGE, "The calendar part is larger than 1 MB.")
    if max(text.count("\n"), text.count("\r")) > limits.CALENDAR_LINES:
        raise Unreadable(Reason.TOO_COMPLEX, "The calendar part has too many lines.")
    loose = Component("VCALENDAR")
    stack = [loose]
    events = attendees = 0
    for line in unfolded(text):
        prop = parsed(line)
        if prop is None:
            continue
        if prop.name == "BEGIN":
            if len(stack) > limits.COMPONENT_DEPTH:
                raise Unreadable(Reason.TOO_COMPLEX, "The calendar part nests too deep.")
            child = Component(prop.value.strip().upper())
            events += child.name == "VEVENT"
            # A second calendar within an open one: its END was lost.
            parent = loose if child.name == "VCALENDAR" else stack[-1]
            stack = [loose] if child.name == "VCALENDAR" else stack
            parent.children.append(child)
            stack.append(child)
        elif prop.name == "END":
            _close(stack, prop.value.strip().upper())
        else:
            attendees += prop.name == "ATTENDEE"
            stack[-1].properties.setdefault(prop.name, []).append(prop)
        if events > limits.EVENTS or attendees > limits.ATTENDEES:
            raise Unreadable(Reason.TOO_COMPLEX, "The calendar part has too many events or attendees.")
    found = loose.within("VCALENDAR")
    return [loose, *found] if loose.within("VEVENT") else found


def _close(stack: list[Component], name: str) -> None:
    """Close the innermost open component of that name; an END without its BEGIN is passed over."""
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].name == name:
            del stack[index:]
            return


def unfolded(text: str) -> list[str]:
    """Return the content lines (RFC 5545, 3.1), whatever ends them, blank lines left out.

    A line that cannot begin a property belongs to the one before it: some producers break lines without a space.
    """
    lines: list[list[str]] = []
    soft = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line:
            continue
        if lines and soft:
            lines[-1].append(line)
        elif lines and line[0] in " \t":
            lines[-1].append(line[1:])
        else:
            lines.append([line.lstrip("\ufeff ")])
        soft = line.endswith("=") and _QUOTED_PRINTABLE.search(lines[-1][0][:200]) is not None
        if soft:
            lines[-1][-1] = lines[-1][-1][:-1]
    whole: list[list[str]] = []
    for pieces in lines:
        line = "".join(pieces)
        if whole and not _NAME.match(line):
            whole[-1].append("\\n" + line)
        else:
            whole.append([line])
    return ["".join(pieces) for pieces in whole]


def parsed(line: str) -> Property | None:
    """Take a content line apart; None where it is none."""
    match = _NAME.match(line)
    if match is None:
        return None
    marks: list[int] = []
    colon = len(line)
    # Outlook writes TZID=(UTC-05:00) Eastern Time and TZID=tzone://Microsoft/Utc without the quotes that they need.
    dated = match[0].upper() in _DATES and _DATE_VALUE.search(line) is not None
    for mark in _QUOTED_OR_MARK.finditer(line, match.end()):
        if mark[0] == ":" and not (dated and marks and not _DATE.match(line, mark.end())):
            colon = mark.start()
            break
        if mark[0] == ";":
            marks.append(mark.start())
    value = line[colon + 1 :]
    if not marks:
        return Property(match[0].upper(), {}, value)
    params = _params(line, [*marks, colon])
    if "QUOTED-PRINTABLE" in (params.get("ENCODING", "").upper(), *params):
        data = quopri.decodestring(value.encode("utf-8", "replace"))
        value = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\\", "\\\\").replace("\n", "\\n")
    return Property(match[0].upper(), params, value)


def _params(line: str, marks: list[int]) -> dict[str, str]:
    params: dict[str, str] = {}
    for start, end in itertools.pairwise(marks):
        name, _, stated = line[start + 1 : end].partition("=")
        if name.strip():
            params.setdefault(name.strip().upper(), _param_value(stated))
    return params


def _param_value(stated: str) -> str:
    """Drop the quotes and undo RFC 6868's carets."""
    bare = stated.strip().replace('"', "")
    return _CARET.sub(lambda match: _CARETS[match[1]], bare) if "^" in bare else bare


def unescaped(value: str) -> str:
    """Undo the escapes of a TEXT value (RFC 5545, 3.3.11)."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
