from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.invite import Invite, Person, Reason, ZoneSource
from shared.inbox.forwards import TextReading, invite_in_text
from tests.forward_samples import GOOGLE_OLDER, OUTLOOK, wrapped

SENT = datetime(2026, 11, 2, 17, tzinfo=UTC)
PACIFIC = ZoneInfo("America/Los_Angeles")
TWO_PM = datetime(2026, 11, 12, 14, 0, tzinfo=PACIFIC)


def read(text: str = "", html: str | None = None, subject: str | None = None, zone: str = "UTC") -> TextReading:
    return invite_in_text(text, html, subject=subject, sent_at=SENT, assumed_zone=zone)


def invite_of(reading: TextReading) -> Invite:
    assert reading.invite, f"{reading.reason}: {reading.detail}"
    return reading.invite


def test_zooms_block_is_read_with_its_topic_its_host_and_its_link() -> None:
    invite = invite_of(
        read(
            "Priya Nair is inviting you to a scheduled Zoom meeting.\n\nTopic: Coffee with Priya\n"
            "Time: Nov 12, 2026 02:00 PM Pacific Time (US and Canada)\n\nJoin Zoom Meeting\n"
            "https://us02web.zoom.us/j/5550100?pwd=abc\n\nMeeting ID: 555 0100\nPasscode: 123\n"
        )
    )

    assert (invite.start, invite.end, invite.title) == (TWO_PM, None, "Coffee with Priya")
    assert invite.organizer == Person("Priya Nair", None)
    assert invite.join_url == "https://us02web.zoom.us/j/5550100?pwd=abc"


def test_calendlys_event_date_is_read_though_the_time_stands_first() -> None:
    invite = invite_of(
        read(
            "Hi Priya Nair,\n\nA new event has been scheduled.\n\nEvent Type:\n30 Minute Meeting\n\nInvitee:\nJordan Lee\n\n"
            "Invitee Email:\njordan.lee@example.org\n\nEvent Date/Time:\n02:00pm - Thursday, November 12, 2026 "
            "(Pacific Time - US & Canada)\n\nInvitee Time Zone:\nEastern Time - US & Canada\n"
        )
    )

    assert invite.start == TWO_PM
    assert invite.time_zone == "America/Los_Angeles"
    assert invite.title == "30 Minute Meeting"


def test_a_teams_block_under_outlooks_lines_gives_its_link_to_join() -> None:
    invite = invite_of(
        read(
            "-----Original Appointment-----\nFrom: Priya Nair <priya.nair@harborhealth.example>\n"
            "Sent: Monday, November 2, 2026 9:00 AM\nTo: Priya Nair; Jordan Lee\nSubject: Coffee\n"
            "When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada).\n"
            "Where: Microsoft Teams Meeting\n\n\n____________\nMicrosoft Teams meeting\nJoin on your computer\n"
            "Click here to join the meeting<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0>\n"
        )
    )

    assert (invite.start, invite.title, invite.location) == (TWO_PM, "Coffee", "Microsoft Teams Meeting")
    assert invite.organizer == Person("Priya Nair", "priya.nair@harborhealth.example")
    assert invite.join_url == "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0"


def test_an_appointment_in_german_is_read_from_its_time_line() -> None:
    invite = invite_of(
        read(
            "-----Ursprünglicher Termin-----\nVon: Priya Nair <priya.nair@harborhealth.example>\n"
            "Gesendet: Montag, 2. November 2026 09:00\nAn: Priya Nair; Jordan Lee\nBetreff: Kaffee\n"
            "Zeit: Donnerstag, 12. November 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien.\n"
            "Ort: Café Blau\n"
        )
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (invite.title, invite.time_zone) == ("Kaffee", "Europe/Berlin")


def test_an_appointment_in_french_is_read_though_its_line_is_labelled_like_a_mails_date() -> None:
    invite = invite_of(
        read(
            "-----Rendez-vous d'origine-----\nDe : Priya Nair <priya.nair@harborhealth.example>\nDate : jeudi 12 novembre"
            " 2026 14:00-14:30 (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris.\nÀ : Jordan Lee\nObjet : Café\n"
        )
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Paris"))


def test_the_subject_of_an_invitation_is_enough() -> None:
    invite = invite_of(
        read("FYI", subject="Fwd: Invitation: Coffee: Priya / Jordan @ Thu Nov 12, 2026 2pm - 2:30pm (PST) (jordan@example.org)")
    )

    assert (invite.start, invite.title) == (TWO_PM, "Coffee: Priya / Jordan")
    assert invite.evidence == ("the subject of the invitation",)


def test_the_subject_in_german_is_enough() -> None:
    invite = invite_of(
        read("Zur Info", subject="WG: Einladung: Kaffee - Do 12. Nov. 2026 14:00 - 14:30 (MEZ) (jordan@example.org)")
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    assert invite.title == "Kaffee"


def test_bold_stars_bullets_and_quote_marks_do_not_hide_the_line() -> None:
    invite = invite_of(
        read("> > *Where:* Café Blau\n> > • *When:* Thu Nov 12, 2026 2pm – 2:30pm (PST)\n")
    )

    assert (invite.start, invite.location) == (TWO_PM, "Café Blau")


def test_a_when_line_that_the_mail_program_wrapped_is_read_whole() -> None:
    invite = invite_of(read("When: Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los  \nAngeles (changed)\nWhere: here\n"))

    assert invite.time_zone == "America/Los_Angeles"


def test_a_table_of_the_html_body_is_read_where_the_text_is_empty() -> None:
    html = (
        "<table><tr><td>When</td><td>Thu Nov 12, 2026 2pm &ndash; 2:30pm<span>&nbsp;Pacific Time - Los Angeles</span></td></tr>"
        "<tr><td>Where</td><td>Caf&eacute; Blau</td></tr></table>"
    )

    invite = invite_of(read("", html))

    assert (invite.start, invite.location) == (TWO_PM, "Café Blau")


def test_the_evidence_quotes_the_line() -> None:
    reading = read("When: Thu Nov 12, 2026 2pm – 2:30pm (PST)\nWhere: here")

    assert reading.evidence == ('the line "When: Thu Nov 12, 2026 2pm – 2:30pm (PST)" of the forwarded text',)


def json_ld(**fields: object) -> str:
    event = {"@context": "https://schema.org", "@type": "Event", "name": "Coffee", "startDate": "2026-11-12T14:00:00-08:00"}
    return f'<html><script type="application/ld+json">{json.dumps(event | fields)}</script><p>Hello</p></html>'


def test_a_schema_org_event_is_read() -> None:
    invite = invite_of(
        read(
            "Hello",
            json_ld(
                endDate="2026-11-12T14:30:00-08:00",
                location={"@type": "Place", "name": "Café Blau"},
                organizer={"@type": "Person", "name": "Priya Nair", "email": "mailto:priya.nair@harborhealth.example"},
            ),
        )
    )

    assert (invite.start, invite.end) == (TWO_PM, TWO_PM + timedelta(minutes=30))
    assert (invite.title, invite.location) == ("Coffee", "Café Blau")
    assert invite.organizer == Person("Priya Nair", "priya.nair@harborhealth.example")


@pytest.mark.parametrize("kind", ["FlightReservation", "LodgingReservation", "EventReservation", "MusicEvent", "Order"])
def test_markup_of_a_reservation_or_a_concert_is_no_invite(kind: str) -> None:
    html = json_ld(**{"@type": kind, "reservationFor": {"@type": "Event", "startDate": "2026-11-12T14:00:00-08:00"}})

    assert read("Your booking", html).reason is Reason.NO_CALENDAR


def test_the_microdata_of_googles_mails_is_read() -> None:
    html = (
        '<span itemscope itemtype="http://schema.org/Event"><span itemprop="name">Coffee</span>'
        '<time itemprop="startDate" datetime="20261112T220000Z"></time><time itemprop="endDate" datetime="20261112T223000Z">'
        "</time></span>"
    )

    assert invite_of(read("Hello", html)).start == TWO_PM


LINKS = {
    "google": "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Coffee&dates=20261112T220000Z/20261112T223000Z",
    "google with ctz": "https://www.google.com/calendar/event?action=TEMPLATE&text=Coffee&dates=20261112T140000/20261112T143000"
    "&ctz=America/Los_Angeles",
    "google eventedit": "https://calendar.google.com/calendar/u/0/r/eventedit?text=Coffee&dates=20261112T220000Z/20261112T223000Z",
    "outlook": "https://outlook.office.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent"
    "&subject=Coffee&startdt=2026-11-12T22:00:00Z&enddt=2026-11-12T22:30:00Z",
    "outlook live": "https://outlook.live.com/calendar/0/deeplink/compose?subject=Coffee&startdt=2026-11-12T14%3A00%3A00-08%3A00"
    "&enddt=2026-11-12T14%3A30%3A00-08%3A00",
    "yahoo": "https://calendar.yahoo.com/?v=60&title=Coffee&st=20261112T220000Z&et=20261112T223000Z",
    "safe links": "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcalendar.google.com%2Fcalendar%2Frender"
    "%3Faction%3DTEMPLATE%26text%3DCoffee%26dates%3D20261112T220000Z%2F20261112T223000Z&data=05%7C01",
    "google redirect": "https://www.google.com/url?q=https%3A%2F%2Fcalendar.google.com%2Fcalendar%2Frender%3Faction%3DTEMPLATE"
    "%26text%3DCoffee%26dates%3D20261112T220000Z%2F20261112T223000Z&sa=D",
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_an_add_to_calendar_link_is_read(link: str) -> None:
    in_html = invite_of(read("Hello", f'<p>Hello <a href="{link.replace("&", "&amp;")}">Add to calendar</a></p>'))
    in_text = invite_of(read(f"Add to calendar <{link}>"))

    for invite in (in_html, in_text):
        assert (invite.start, invite.end, invite.title) == (TWO_PM, TWO_PM + timedelta(minutes=30), "Coffee")


def test_a_floating_link_is_put_into_the_assumed_zone_and_says_so() -> None:
    invite = invite_of(
        read("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Coffee&dates=20261112T140000/20261112T143000", zone="Europe/Paris")
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Paris"))
    assert invite.time_zone_source is ZoneSource.ASSUMED


def test_a_link_of_a_whole_day_is_an_all_day_event() -> None:
    invite = invite_of(read("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Fair&dates=20261112/20261113"))

    assert invite.all_day
    assert (invite.start, invite.end) == (date(2026, 11, 12), date(2026, 11, 13))


def test_the_uid_of_a_google_event_is_read_from_its_link() -> None:
    # base64 of "4abc2def3ghi jordan@example.org"
    invite = invite_of(
        read(
            "When: Thu Nov 12, 2026 2pm – 2:30pm (PST)\nWhere: here\nEvent details: "
            "https://calendar.google.com/calendar/event?action=VIEW&eid=NGFiYzJkZWYzZ2hpIGpvcmRhbkBleGFtcGxlLm9yZw\n"
        )
    )

    assert invite.uid == "4abc2def3ghi@google.com"


def test_a_time_without_a_zone_is_put_into_the_assumed_zone_and_says_so() -> None:
    invite = invite_of(read("When: Thursday, November 12, 2026 2:00 PM-2:30 PM\nWhere: here", zone="America/Los_Angeles"))

    assert invite.start == TWO_PM
    assert invite.time_zone_source is ZoneSource.ASSUMED


def test_a_cancelled_meetings_mail_is_a_cancellation() -> None:
    text = "This event has been canceled.\n\nTitle: Coffee\nWhen: Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los Angeles\n"

    assert invite_of(read(text)).method == "CANCEL"
    assert invite_of(read(wrapped("outlook-de", OUTLOOK["de"], "Abgesagt: Kaffee"))).method == "CANCEL"
    assert invite_of(read(wrapped("outlook-de", OUTLOOK["de"], "Kaffee"))).method is None


def test_a_series_in_words_starts_with_its_first_day() -> None:
    invite = invite_of(
        read(
            "When: Occurs every Thursday effective 11/12/2026 until 12/17/2026 from 2:00 PM to 2:30 PM (UTC-08:00) Pacific"
            " Time (US & Canada).\nWhere: here"
        )
    )

    assert invite.recurring
    assert invite.start == TWO_PM


def test_a_series_without_a_first_day_is_asked_about() -> None:
    reading = read("Title: Sync\nWhen: Monthly from 11am to 12pm on the second Tuesday Pacific Time - Los Angeles\nWhere: here")

    assert reading.reason is Reason.NO_START


def test_the_newest_of_quoted_mails_counts() -> None:
    old = GOOGLE_OLDER["en"].replace("Nov 12", "Nov 5")

    invite = invite_of(read(GOOGLE_OLDER["en"] + "\n\n" + wrapped("outlook-en", old)))

    assert invite.start == TWO_PM


def test_an_old_time_beside_the_new_one_is_not_taken() -> None:
    text = (
        "This event has been updated\nChanged: time\n\nWhen\nCHANGED\nThu Nov 12, 2026 2pm – 2:30pm (Pacific Time - Los Angeles)\n"
        "Old: Thu Nov 12, 2026 9am – 9:30am (Pacific Time - Los Angeles)\nGuests\nPriya Nair - organizer\n"
        "Invitation from Google Calendar"
    )

    assert invite_of(read(text)).start == TWO_PM


AMBIGUOUS = {
    "day and month": ("When: 03/04/2026 2:00 PM PST\nWhere: x", "3 April 2026", "4 March 2026"),
    "am or pm": ("When: Thursday, November 12, 2026 2:00 - 2:30 (PST)\nWhere: x", "02:00", "14:00"),
    "CST": ("When: Thu Nov 12, 2026 2pm - 2:30pm (CST)\nWhere: x", "UTC-06:00", "UTC+08:00"),
    "IST": ("When: Thu Nov 12, 2026 2pm - 2:30pm (IST)\nWhere: x", "UTC+05:30", "UTC+02:00"),
    "BST in summer": ("When: Thu Jul 9, 2026 2pm - 2:30pm (BST)\nWhere: x", "UTC+01:00", "UTC+06:00"),
    "PST in summer": ("When: Thu Jul 9, 2026 2pm - 2:30pm PST\nWhere: x", "UTC-07:00", "UTC-08:00"),
    "zone against its offset": (
        "When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-05:00) Pacific Time (US & Canada)\nWhere: x",
        "UTC-08:00",
        "UTC-05:00",
    ),
    "weekday against date": ("When: Friday, November 12, 2026 2:00 PM (PST)\nWhere: x", "Friday", "Thursday, 12 November"),
    "clocks set back": ("When: Sunday, November 1, 2026 1:30 AM Eastern Time\nWhere: x", "UTC-04:00", "UTC-05:00"),
    "text against link": (
        "When: Thu Nov 12, 2026 3pm - 3:30pm (PST)\nWhere: x\n" + LINKS["google"],
        "15:00 UTC-08:00",
        "22:00 UTC+00:00",
    ),
}


@pytest.mark.parametrize(("text", "one", "other"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_two_readings_are_both_named_and_none_is_taken(text: str, one: str, other: str) -> None:
    reading = read(text)

    assert reading.invite is None
    assert reading.reason is Reason.AMBIGUOUS_TIME
    assert reading.detail is not None
    assert one in reading.detail
    assert other in reading.detail


SETTLED = {
    "a weekday settles day and month": ("When: Friday 03/04/2026 2:00 PM PDT\nWhere: x", datetime(2026, 4, 3, 21, tzinfo=UTC)),
    "summer time settles day and month": ("When: 03/04/2026 2:00 PM PDT\nWhere: x", datetime(2026, 4, 3, 21, tzinfo=UTC)),
    "a language settles day and month": ("Wann: 03.04.2026 14:00 MESZ\nWo: x", datetime(2026, 4, 3, 12, tzinfo=UTC)),
    "Spanish settles slashes": ("Cuándo: 03/04/2026 14:00 CEST\nDónde: x", datetime(2026, 4, 3, 12, tzinfo=UTC)),
    "the other date settles day and month": (
        "Start: 03/04/2026 2:00 PM PST\nEnd: 03/14/2026 2:00 PM PST\nOrganizer: Priya Nair",
        datetime(2026, 3, 4, 22, tzinfo=UTC),
    ),
    "a zone in words settles CST": ("When: Thu Nov 12, 2026 2pm Central Time - Chicago (CST)\nWhere: x", datetime(2026, 11, 12, 20, tzinfo=UTC)),
    "an address settles BST": ("When: Thu Jul 9, 2026 2pm (BST)\nOrganizer: priya@acme.co.uk", datetime(2026, 7, 9, 13, tzinfo=UTC)),
    "an hour after noon settles the clock": ("When: Nov 12, 2026 14:00 - 15:00 UTC\nWhere: x", datetime(2026, 11, 12, 14, tzinfo=UTC)),
    "a range lends its half of the day": ("When: Thu Nov 12, 2026 2 – 2:30pm (PST)\nWhere: x", datetime(2026, 11, 12, 22, tzinfo=UTC)),
    "a range over noon": ("When: Thu Nov 12, 2026 11 – 12:30pm (PST)\nWhere: x", datetime(2026, 11, 12, 19, tzinfo=UTC)),
    "the summer of Microsoft's offset": (
        "When: Thursday, July 9, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada)\nWhere: x",
        datetime(2026, 7, 9, 21, tzinfo=UTC),
    ),
    "a plain offset": ("When: Thu Nov 12, 2026 14:00 GMT+1\nWhere: x", datetime(2026, 11, 12, 13, tzinfo=UTC)),
}


@pytest.mark.parametrize(("text", "start"), SETTLED.values(), ids=SETTLED)
def test_what_the_line_or_the_mail_settles_is_read(text: str, start: datetime) -> None:
    assert invite_of(read(text)).start == start


def test_cst_is_read_as_the_users_own_zone_and_stated_as_assumed() -> None:
    invite = invite_of(read("When: Thu Nov 12, 2026 2pm - 2:30pm (CST)\nWhere: x", zone="America/Chicago"))

    assert invite.start == datetime(2026, 11, 12, 20, tzinfo=UTC)
    assert invite.time_zone_source is ZoneSource.ASSUMED
    assert any("CST" in note for note in invite.evidence)


def test_a_day_without_a_year_is_the_next_one_after_the_mail_and_says_so() -> None:
    invite = invite_of(read("When: Thu Nov 12, 2pm (PST)\nWhere: x"))

    assert invite.start == TWO_PM
    assert any("year" in note for note in invite.evidence)


NOT_INVITES = {
    "a date in prose": "Shall we meet on Thursday, November 12, 2026 at 2:00 PM Pacific?",
    "a newsletter": "Upcoming Webinar\n\nThursday, November 12, 2026\n2:00 p.m. ET\n\nRegister today!\nView this email in your browser",
    "a flight": "Your flight\nDate: Nov 12, 2026\nTime: 2:00 PM - 4:30 PM\nBooking reference: ABC123\nLocation: Gate 4",
    "a hotel": "Your reservation\nDate: Nov 12, 2026\nTime: 3:00 PM - 11:00 AM\nGuests: 2\nLocation: Harbor Hotel\nCheck-in: 3 PM",
    "a forward of plain mail": wrapped("gmail-en", "Hello,\n\nHow are you?"),
    "a forward of plain mail, French": wrapped("outlook-fr", "Bonjour,\n\nMerci."),
    "a reply": "Sounds good.\n\nOn Mon, Nov 2, 2026 at 9:31 AM Priya Nair <priya@example.org> wrote:\n> Thursday 2pm?",
    "a patch": "From: Priya Nair <priya@example.org>\nDate: Mon, 2 Nov 2026 09:31:30 +0100\nSubject: [PATCH] fix\n\n---\n a.c | 2 +-",
    "empty": "",
}


@pytest.mark.parametrize("text", NOT_INVITES.values(), ids=NOT_INVITES)
def test_what_is_no_invite_is_read_as_none(text: str) -> None:
    assert read(text).reason is Reason.NO_CALENDAR
    assert read("", f"<p>{text}</p>".replace("\n", "<br>")).reason is Reason.NO_CALENDAR


def test_two_meetings_in_one_text_are_asked_about() -> None:
    reading = read("When: Thu Nov 12, 2026 2pm (PST)\nWhere: x\n\nWhen: Fri Nov 13, 2026 2pm (PST)\nWhere: y\n")

    assert reading.reason is Reason.SEVERAL_MEETINGS


def test_a_year_that_cannot_be_is_refused() -> None:
    assert read("When: November 12, 2206 2pm PST\nWhere: x").reason is Reason.DATE_OUT_OF_RANGE


BOMBS = {
    "open tags": "<" * 262_144,
    "open comments": "<!--" * 65_536,
    "open scripts": "<script type='application/ld+json'>" * 7_000,
    "nested lists in markup": '<script type="application/ld+json">' + "[" * 60_000 + "</script>",
    "open links": '<a href="' * 29_000,
    "times": "When: " + "2pm " * 60_000,
    "labels": "When: Thu Nov 12, 2026 2pm\n" * 9_000,
    "blank lines": "\n" * 262_144,
    "quote marks": ">" * 262_144,
    "header words": "From: a\nTo: b\nSubject: c\n" * 10_000,
    "one long line": "From: a To: b Sent: c ----- " * 9_000,
    "spaces": " " * 262_144,
    "commas": "From: a@example.org\nSubject: x\nTo: " + "a@example.org," * 18_000,
    "digits": "When: " + "1" * 262_000,
    "numbered entities": "&#" + "9" * 200_000 + ";",
    "brackets": "To: " + "(" * 200_000,
    "dashes": "Subject: Invitation: " + " - " * 80_000,
    "microdata": '<span itemtype="http://schema.org/Event">' + 'itemprop="startDate" ' * 12_000,
    "accents": "e\u0301" * 100_000,
    "words": "Best,\n" * 40_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little(bomb: str) -> None:
    began = time.process_time()

    read(bomb, bomb, subject=bomb[:5000])

    assert time.process_time() - began < 3


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=100))
def test_any_text_ends_with_a_reading(text: str, html: str, subject: str) -> None:
    reading = read(f"When: {text}\nWhere: {html}\n{text}", html, subject=f"Invitation: {subject}")

    assert (reading.invite is None) == (reading.reason is not None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("When: |Thu |Nov |12, |2026 |2pm |14:00 |- |(PST) |IST |GMT+1 |03/04/2026 |年|月|日|下午|to |\n".split("|")), max_size=24))
def test_any_order_of_the_words_of_a_time_ends_with_a_reading(words: list[str]) -> None:
    reading = read("When: " + "".join(words) + "\nWhere: x")

    assert (reading.invite is None) == (reading.reason is not None)


def test_the_offset_of_a_meeting_far_from_the_user_is_kept() -> None:
    invite = invite_of(read(wrapped("gmail-en", OUTLOOK["ja"]), zone="America/New_York"))

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=timezone(timedelta(hours=9)))
