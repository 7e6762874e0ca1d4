"""One made-up meeting as eleven calendar programs write it: their calendar part, and the words beside it.

Thursday 12 November 2026, 14:00 to 14:30 in Los Angeles. Each writes its own zone, its own order of lines and its own
labels, as its invites do; every word is ours.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

TITLE = "Coffee chat: Priya / Jordan"
PRIYA = "priya.nair@harborhealth.example"
START, END = datetime(2026, 11, 12, 22, tzinfo=UTC), datetime(2026, 11, 12, 22, 30, tzinfo=UTC)
_UTC = ("DTSTART:20261112T220000Z", "DTEND:20261112T223000Z")
_NAMED = ("DTSTART;TZID=America/Los_Angeles:20261112T140000", "DTEND;TZID=America/Los_Angeles:20261112T143000")
_ORGANIZER = f"ORGANIZER;CN=Priya Nair:mailto:{PRIYA}"
_GUEST = "ATTENDEE;CN=Jordan Lee;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jordan.lee@example.org"
_WINDOWS = """When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada).
Where: Harbor House, lobby

*~*~*~*~*~*~*~*~*~*
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Invite:
    """What a program sends. `text_end` and `organizer` are None where its words, or its calendar, do not state them."""

    producer: str
    calendar: str
    text: str
    subject: str = f"Invitation: {TITLE}"
    method: str = "REQUEST"
    organizer: str | None = PRIYA
    text_end: datetime | None = END
    winmail: bool = False


def _zone(name: str, *, from_1601: bool = False) -> tuple[str, ...]:
    """Write a VTIMEZONE for Pacific time; Microsoft's begin in 1601."""
    march, november = ("16010311", "16011104") if from_1601 else ("19700308", "19701101")
    return (
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:STANDARD",
        f"DTSTART:{november}T020000",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0800",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        f"DTSTART:{march}T020000",
        "TZOFFSETFROM:-0800",
        "TZOFFSETTO:-0700",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )


def _calendar(product: str, *lines: str, zone: tuple[str, ...] = (), method: str | None = "REQUEST") -> str:
    stated = (f"METHOD:{method}",) if method else ()
    whole = ("BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", *stated, *zone, "BEGIN:VEVENT", *lines)
    return "\r\n".join((*whole, "END:VEVENT", "END:VCALENDAR", ""))


def _windows_times(tzid: str) -> tuple[str, str]:
    return f"DTSTART;TZID={tzid}:20261112T140000", f"DTEND;TZID={tzid}:20261112T143000"


GOOGLE = Invite(
    "google",
    _calendar(
        "-//Google Inc//Google Calendar 70.9054//EN",
        *_UTC,
        "DTSTAMP:20261102T170000Z",
        f"ORGANIZER;CN=Priya Nair:mailto:{PRIYA}",
        "UID:4k7h2m5abcdefghijklmnopqrs@google.com",
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=\r\n TRUE;CN=Jordan Lee"
        ";X-NUM-GUESTS=0:mailto:jordan.lee@example.org",
        "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
        "LOCATION:Harbor House\\, lobby",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        f"SUMMARY:{TITLE}",
        "TRANSP:OPAQUE",
    ),
    f"{TITLE}\nThursday Nov 12, 2026 ⋅ 2pm – 2:30pm\nPacific Time - Los Angeles\n\nLocation\nHarbor House, lobby\n\n"
    f"Organizer\nPriya Nair\n{PRIYA}\n\nGuests\nPriya Nair - organizer\njordan.lee@example.org\n\n~~//~~\n"
    "Invitation from Google Calendar: https://calendar.google.com/calendar/\n",
    subject=f"Invitation: {TITLE} @ Thu Nov 12, 2026 2pm - 2:30pm (PST) (jordan.lee@example.org)",
)
EXCHANGE = Invite(
    "exchange",
    _calendar(
        "Microsoft Exchange Server 2010",
        f"ORGANIZER;CN=Priya Nair:mailto:{PRIYA}",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Jordan Lee:mai"
        "\r\n lto:jordan.lee@example.org",
        f"SUMMARY;LANGUAGE=en-US:{TITLE}",
        *_windows_times("Pacific Standard Time"),
        "UID:040000008200E00074C5B7101A82E00800000000B0A1",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        "DTSTAMP:20261102T170000Z",
        "SEQUENCE:0",
        "LOCATION;LANGUAGE=en-US:Harbor House\\, lobby",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        zone=_zone("Pacific Standard Time", from_1601=True),
    ),
    _WINDOWS,
    subject=TITLE,
    winmail=True,
)
OUTLOOK = Invite(
    "outlook",
    _calendar(
        "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        f'ORGANIZER;CN="Priya Nair":mailto:{PRIYA}',
        'ATTENDEE;CN="Jordan Lee";RSVP=TRUE:mailto:jordan.lee@example.org',
        "CLASS:PUBLIC",
        "DESCRIPTION:\\n",
        _windows_times('"Pacific Standard Time"')[1],
        "DTSTAMP:20261102T170000Z",
        _windows_times('"Pacific Standard Time"')[0],
        "LOCATION:Harbor House\\, lobby",
        "SEQUENCE:0",
        f"SUMMARY;LANGUAGE=en-us:{TITLE}",
        "UID:040000008200E00074C5B7101A82E00800000000C0B2",
        "X-ALT-DESC;FMTTYPE=text/html:<html><body></body></html>",
        zone=_zone("Pacific Standard Time", from_1601=True),
    ),
    f"-----Original Appointment-----\nFrom: Priya Nair <{PRIYA}>\nSent: Monday, November 2, 2026 9:00 AM\n"
    f"To: Jordan Lee\nSubject: {TITLE}\n{_WINDOWS}",
    subject=TITLE,
    winmail=True,
)
APPLE = Invite(
    "apple",
    _calendar(
        "-//Apple Inc.//macOS 15.1//EN",
        "CREATED:20261102T165500Z",
        "UID:85D3F5B4-0000-4C3B-9C2E-1D2F3A4B5C6D",
        _NAMED[1],
        f"SUMMARY:{TITLE}",
        "LAST-MODIFIED:20261102T170000Z",
        "DTSTAMP:20261102T170000Z",
        _NAMED[0],
        "SEQUENCE:1",
        _ORGANIZER,
        _GUEST,
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70;X-TITLE="Harbor House":geo:37.7,-122.4',
        zone=_zone("America/Los_Angeles"),
    ),
    f"Priya Nair has invited you to “{TITLE}”.\n\nWhen: Thursday, November 12, 2026, 2:00 PM – 2:30 PM PST\n"
    "Where: Harbor House, lobby\n",
    subject=f"Priya Nair has invited you to “{TITLE}”",
)
ZOOM = Invite(
    "zoom",
    _calendar(
        "-//zoom.us//iCalendar Event//EN",
        "DTSTAMP:20261102T170000Z",
        *_NAMED,
        f"SUMMARY:{TITLE}",
        "UID:20261102T170000Z-93000000000@192.0.2.4",
        "TZID:America/Los_Angeles",
        "DESCRIPTION:Priya Nair is inviting you to a scheduled Zoom meeting.\\n\\nJoin Zoom Meeting\\nhttps://us02web.zoo\r\n"
        " m.us/j/93000000000?pwd=abc",
        "LOCATION:https://us02web.zoom.us/j/93000000000?pwd=abc",
        zone=_zone("America/Los_Angeles"),
        method="PUBLISH",
    ),
    f"Priya Nair is inviting you to a scheduled Zoom meeting.\n\nTopic: {TITLE}\n"
    "Time: Nov 12, 2026 02:00 PM Pacific Time (US and Canada)\n\nJoin Zoom Meeting\n"
    "https://us02web.zoom.us/j/93000000000?pwd=abc\n\nMeeting ID: 930 0000 0000\nPasscode: 123456\n",
    subject=TITLE,
    method="PUBLISH",
    organizer=None,
    text_end=None,
)
TEAMS = Invite(
    "teams",
    _calendar(
        "Microsoft Exchange Server 2010",
        f"ORGANIZER;CN=Priya Nair:mailto:{PRIYA}",
        _GUEST,
        "DESCRIPTION;LANGUAGE=en-US:\\n________________________________________________________________________________"
        "\\nMicrosoft Teams meeting\\nJoin: https://teams.microsoft.com/meet/2400?p=abc\\n",
        "UID:040000008200E00074C5B7101A82E00800000000D0C3",
        f"SUMMARY;LANGUAGE=en-US:{TITLE}",
        *_windows_times('"(UTC-08:00) Pacific Time (US & Canada)"'),
        "DTSTAMP:20261102T170000Z",
        "SEQUENCE:0",
        "LOCATION;LANGUAGE=en-US:Microsoft Teams Meeting",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/meet/2400?p=abc",
    ),
    f"{_WINDOWS}\n________________________________________________________________________________\n"
    "Microsoft Teams meeting\nJoin: https://teams.microsoft.com/meet/2400?p=abc\nMeeting ID: 240 000 000 000\n"
    "________________________________________________________________________________\n",
    subject=TITLE,
    winmail=True,
)
CALENDLY = Invite(
    "calendly",
    _calendar(
        "-//Calendly//EN",
        "DTSTAMP:20261102T170000Z",
        *_UTC,
        "UID:calendly-8f0e4d2c-0000",
        "CLASS:PRIVATE",
        "DESCRIPTION:Event Name: Coffee chat\\n\\nLocation: Harbor House\\, lobby",
        f"SUMMARY:{TITLE}",
        _ORGANIZER,
        _GUEST,
        method="PUBLISH",
    ),
    f"Hi Jordan Lee,\n\nA new event has been scheduled.\n\nEvent Type:\n{TITLE}\n\nInvitee:\nJordan Lee\n\n"
    "Event Date/Time:\n02:00pm - Thursday, November 12, 2026 (Pacific Time - US & Canada)\n\n"
    "Location:\nHarbor House, lobby\n",
    subject=f"Confirmed: {TITLE} with Priya Nair on Thursday, November 12, 2026",
    method="PUBLISH",
    text_end=None,
)
ZIMBRA = Invite(
    "zimbra",
    _calendar(
        "Zimbra-Calendar-Provider",
        "UID:2f0f7b0c-0000-4d1e-9a51-0f6f2a5a6a10",
        f"SUMMARY:{TITLE}",
        _GUEST,
        _ORGANIZER,
        *_windows_times('"America/Los_Angeles"'),
        "STATUS:CONFIRMED",
        "CLASS:PUBLIC",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "TRANSP:OPAQUE",
        "DTSTAMP:20261102T170000Z",
        "SEQUENCE:0",
        zone=_zone("America/Los_Angeles"),
    ),
    f'The following is a new meeting request:\n\nSubject: {TITLE}\nOrganizer: "Priya Nair" <{PRIYA}>\n\n'
    "Location: Harbor House, lobby\n"
    "Time: Thursday, November 12, 2026, 2:00:00 PM - 2:30:00 PM GMT -08:00 US/Canada Pacific\n\n"
    "Invitees: jordan.lee@example.org\n\n*~*~*~*~*~*~*~*~*~*\n",
    subject=TITLE,
)
LOTUS = Invite(
    "lotus",
    _calendar(
        "-//Lotus Development Corporation//NONSGML Notes 9.0//EN_C",
        _windows_times('"Pacific"')[0],
        _windows_times('"Pacific"')[1],
        "TRANSP:OPAQUE",
        "DTSTAMP:20261102T170000Z",
        "SEQUENCE:0",
        'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE\r\n ;CN="Jordan Lee"'
        ":mailto:jordan.lee@example.org",
        "CLASS:PUBLIC",
        f"SUMMARY:{TITLE}",
        f'ORGANIZER;CN="Priya Nair/Harbor":mailto:{PRIYA}',
        "UID:9A0B1C2D3E4F5A6B88258000007D8E9F-Lotus_Notes_Generated",
        zone=_zone("Pacific"),
    ),
    f"Priya Nair has invited you to a meeting: {TITLE}\n\nWhen: Thu 11/12/2026 02:00 PM - 02:30 PM (Pacific)\n"
    "Where: Harbor House, lobby\n",
    subject=f"Invitation: {TITLE} (Nov 12 02:00 PM PST in Harbor House, lobby)",
)
YAHOO = Invite(
    "yahoo",
    _calendar(
        "//Yahoo//Calendar//EN",
        f"SUMMARY:{TITLE}",
        *_NAMED,
        "UID:b0c5f3f5-0000-4f2b-8d43-e6f7a8b9c0d1",
        "DTSTAMP:20261102T170000Z",
        "SEQUENCE:0",
        _ORGANIZER,
        _GUEST,
    ),
    f"Priya Nair has invited you to the following event:\n\nTitle: {TITLE}\n"
    "When: Thursday, November 12, 2026 2:00 PM - 2:30 PM PST\nLocation: Harbor House, lobby\n",
)
MEETUP = Invite(
    "meetup",
    _calendar(
        "-//Meetup//RemoteApi//EN",
        "DTSTAMP:20261102T170000Z",
        *_NAMED,
        "STATUS:CONFIRMED",
        f"SUMMARY:{TITLE}",
        _ORGANIZER,
        "CLASS:PUBLIC",
        "LOCATION:Harbor House\\, lobby",
        "URL:https://www.meetup.com/harbor-coffee/events/300000000/",
        "UID:event_300000000@meetup.com",
        zone=_zone("America/Los_Angeles"),
        method="PUBLISH",
    ),
    f"You're going!\n\n{TITLE}\nThursday, November 12, 2026\n2:00 PM to 2:30 PM PST\n\nHarbor House, lobby\n",
    subject=TITLE,
    method="PUBLISH",
)
INVITES = (GOOGLE, EXCHANGE, OUTLOOK, APPLE, ZOOM, TEAMS, CALENDLY, ZIMBRA, LOTUS, YAHOO, MEETUP)
