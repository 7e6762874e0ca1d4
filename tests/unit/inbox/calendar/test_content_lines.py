"""Content lines as the world writes them: folded, quoted, escaped, broken."""

from __future__ import annotations

import pytest

from shared.inbox import limits
from shared.inbox.calendar.content_lines import calendar_part, components, parsed, unfolded
from shared.inbox.calendar.values import address_of, calendar_address
from shared.inbox.limits import Unreadable


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
def test_a_folded_line_is_one_line_whatever_ends_it(end: str) -> None:
    assert unfolded(end.join(["SUMMARY:Coffee", "  chat", "UID:1"])) == ["SUMMARY:Coffee chat", "UID:1"]


def test_a_name_folded_away_from_its_value_is_joined() -> None:
    assert unfolded("METHOD\n :PUBLISH\nUID\n :1") == ["METHOD:PUBLISH", "UID:1"]


def test_a_line_broken_without_a_space_belongs_to_the_one_before() -> None:
    assert unfolded("DESCRIPTION:Hello\nsee you then\nUID:1") == ["DESCRIPTION:Hello\\nsee you then", "UID:1"]


@pytest.mark.parametrize(
    ("line", "name", "params", "value"),
    [
        ("SUMMARY:a:b;c", "SUMMARY", {}, "a:b;c"),
        (
            'ATTENDEE;CN="Nair, Priya: lead":mailto:p@h.example',
            "ATTENDEE",
            {"CN": "Nair, Priya: lead"},
            "mailto:p@h.example",
        ),
        ("dtstart;value=date:20261112", "DTSTART", {"VALUE": "date"}, "20261112"),
        ("DTSTART;;VALUE=DATE:20261112", "DTSTART", {"VALUE": "DATE"}, "20261112"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20261112T1", "DTSTART", {"TZID": "tzone://Microsoft/Utc"}, "20261112T1"),
        ("ATTENDEE;CN=a^'b^'^^c:x", "ATTENDEE", {"CN": 'a"b"^c'}, "x"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9", "SUMMARY", {"ENCODING": "QUOTED-PRINTABLE"}, "Café"),
    ],
)
def test_a_line_is_taken_apart(line: str, name: str, params: dict[str, str], value: str) -> None:
    found = parsed(line)
    assert found is not None
    assert (found.name, dict(found.params), found.value) == (name, params, value)


def test_escapes_of_text_are_undone() -> None:
    found = parsed(r"DESCRIPTION:one\, two\; three\nfour\Nfive\\n")
    assert found is not None
    assert found.text == "one, two; three\nfour\nfive\\n"


def test_a_calendar_in_the_midst_of_text_is_cut_out() -> None:
    text = "Hello\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nfooter"
    assert calendar_part(text) == "BEGIN:VCALENDAR\r\nEND:VCALENDAR"
    assert calendar_part("no BEGIN:VCALENDAR here") == ""


def test_an_event_outside_any_calendar_and_one_that_never_ends_are_found() -> None:
    (calendar,) = components("BEGIN:VEVENT\nUID:1\nEND:VALARM\nSUMMARY:x")
    assert [event.value("SUMMARY") for event in calendar.within("VEVENT")] == ["x"]


@pytest.mark.parametrize(("deep", "fits"), [(limits.COMPONENT_DEPTH, True), (limits.COMPONENT_DEPTH + 1, False)])
def test_components_nest_as_deep_as_the_cap_and_no_deeper(deep: int, fits: bool) -> None:
    text = "BEGIN:VEVENT\n" * deep + "END:VEVENT\n" * deep
    if fits:
        assert components(text)
    else:
        with pytest.raises(Unreadable):
            components(text)


def test_a_calendar_of_more_than_a_megabyte_is_not_taken_apart() -> None:
    text = "BEGIN:VEVENT\nSUMMARY:" + "x" * (limits.CALENDAR_BYTES - 40)
    assert components(text)
    with pytest.raises(Unreadable):
        components(text + "x" * 100)


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("mailto:priya@harborhealth.example", "priya@harborhealth.example"),
        ("MAILTO:priya@harborhealth.example", "priya@harborhealth.example"),
        ("CN=Priya:mailto:priya@harborhealth.example", "priya@harborhealth.example"),
        ("priya@harborhealth.example", "priya@harborhealth.example"),
        ("mailto:guyz", None),
        ("invalid:nomail", None),
        ("mailto:", None),
        ("urn:uuid:1", None),
        ("mailto:a@localhost", None),
    ],
)
def test_an_address_is_only_what_is_one(value: str, email: str | None) -> None:
    assert calendar_address(value) == email


@pytest.mark.parametrize("text", ["a@b@c.example", "a b@c.example", "@c.example", "a@", "a@-c.example", "a@c..example"])
def test_what_only_resembles_an_address_is_none(text: str) -> None:
    assert address_of(text) is None
