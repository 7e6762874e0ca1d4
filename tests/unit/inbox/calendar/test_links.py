"""The link to join: which property or link counts, and where a link ends."""

from __future__ import annotations

import pytest

from shared.inbox.calendar.content_lines import components
from shared.inbox.calendar.links import join_url, link_to_join

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d"


def url_of(lines: str) -> str | None:
    (calendar,) = components(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
    return join_url(calendar.children[0])


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
        (f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}", TEAMS),
        ("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.example.com/1", "https://video.example.com/1"),
        (
            """CONFERENCE;FEATURE=PHONE;VALUE=URI:tel:+1-555-0100
CONFERENCE;FEATURE=CHAT;VALUE=URI:https://chat.example.com/1
CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI:https://video.example.com/1""",
            "https://video.example.com/1",
        ),
        (
            "LOCATION:https://us02web.zoom.us/j/1?pwd=a\nX-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
            "https://meet.google.com/abc-defg-hij",
        ),
        (
            "DESCRIPTION:https://meet.google.com/abc-defg-hij\nLOCATION:Zoom https://us02web.zoom.us/j/1?pwd=a",
            "https://us02web.zoom.us/j/1?pwd=a",
        ),
        (
            """LOCATION:https://maps.example.com/x
DESCRIPTION:Our site https://harborhealth.example\\nJoin (https://whereby.com/priya).""",
            "https://whereby.com/priya",
        ),
        ("LOCATION:Room 4\nDESCRIPTION:See https://harborhealth.example", None),
        ("X-GOOGLE-CONFERENCE:javascript:alert(1)", None),
    ],
)
def test_the_conference_property_comes_first_then_location_then_description(lines: str, url: str | None) -> None:
    assert url_of(lines) == url


@pytest.mark.parametrize(
    "url",
    [
        TEAMS,
        "https://teams.live.com/meet/9312345?p=x",
        "https://us02web.zoom.us/j/123?pwd=abc",
        "https://zoom.us/my/priya",
        "https://meet.google.com/abc-defg-hij",
        "https://harbor.webex.com/meet/priya",
        "https://global.gotomeeting.com/join/123",
        "https://meet.jit.si/CoffeeChat",
        "https://facetime.apple.com/join#v=1",
        "https://chime.aws/123",
    ],
)
def test_the_links_of_meeting_services_are_to_join(url: str) -> None:
    assert link_to_join(f"Join here: <{url}>.") == url


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/download",
        "https://www.google.com/maps/place/1",
        "https://aka.ms/JoinTeamsMeeting",
        "https://teams.microsoft.com/meetingOptions/?organizerId=1",
        "https://evil.example/https://zoom.us/j/1",
        "https://zoom.us.evil.example/j/1",
        "ftp://zoom.us/j/1",
    ],
)
def test_other_links_are_not(url: str) -> None:
    assert link_to_join(f"See {url} for more") is None
