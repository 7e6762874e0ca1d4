from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from shared.domain.invite import Person, Reason, ZoneSource
from tests.forward_samples import GOOGLE_OLDER, LINKS, OUTLOOK, invite_of, read, wrapped

PACIFIC = ZoneInfo("America/Los_Angeles")
TWO_PM = datetime(2026, 11, 12, 14, 0, tzinfo=PACIFIC)


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
            "Hi Priya Nair,\n\nA new event has been scheduled.\n\nEvent Type:\n30 Minute Meeting\n\n"
            "Invitee:\nJordan Lee\n\n"
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
            "Zeit: Donnerstag, 12. November 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlin, Bern, Rom, "
            "Stockholm, Wien.\n"
            "Ort: Café Blau\n"
        )
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (invite.title, invite.time_zone) == ("Kaffee", "Europe/Berlin")


def test_an_appointment_in_french_is_read_though_its_line_is_labelled_like_a_mails_date() -> None:
    invite = invite_of(
        read(
            "-----Rendez-vous d'origine-----\nDe : Priya Nair <priya.nair@harborhealth.example>\nDate : "
            "jeudi 12 novembre"
            " 2026 14:00-14:30 (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris.\nÀ : Jordan Lee\nObjet : Café\n"
        )
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Paris"))


def test_the_subject_of_an_invitation_is_enough() -> None:
    invite = invite_of(
        read(
            "FYI",
            subject="Fwd: Invitation: Coffee: Priya / Jordan @ Thu Nov 12, 2026 2pm - 2:30pm (PST) "
            "(jordan@example.org)",
        )
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
    invite = invite_of(read("> > *Where:* Café Blau\n> > • *When:* Thu Nov 12, 2026 2pm – 2:30pm (PST)\n"))

    assert (invite.start, invite.location) == (TWO_PM, "Café Blau")


def test_a_when_line_that_the_mail_program_wrapped_is_read_whole() -> None:
    invite = invite_of(
        read("When: Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los  \nAngeles (changed)\nWhere: here\n")
    )

    assert invite.time_zone == "America/Los_Angeles"


def test_a_table_of_the_html_body_is_read_where_the_text_is_empty() -> None:
    html = (
        "<table><tr><td>When</td><td>Thu Nov 12, 2026 2pm &ndash; 2:30pm<span>&nbsp;Pacific Time - Los "
        "Angeles</span></td></tr>"
        "<tr><td>Where</td><td>Caf&eacute; Blau</td></tr></table>"
    )

    invite = invite_of(read("", html))

    assert (invite.start, invite.location) == (TWO_PM, "Café Blau")


def test_the_evidence_quotes_the_line() -> None:
    reading = read("When: Thu Nov 12, 2026 2pm – 2:30pm (PST)\nWhere: here")

    assert reading.evidence == ('the line "When: Thu Nov 12, 2026 2pm – 2:30pm (PST)" of the forwarded text',)


def json_ld(**fields: object) -> str:
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Coffee",
        "startDate": "2026-11-12T14:00:00-08:00",
    }
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
        '<time itemprop="startDate" datetime="20261112T220000Z"></time><time itemprop="endDate" '
        'datetime="20261112T223000Z">'
        "</time></span>"
    )

    assert invite_of(read("Hello", html)).start == TWO_PM


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_an_add_to_calendar_link_is_read(link: str) -> None:
    in_html = invite_of(read("Hello", f'<p>Hello <a href="{link.replace("&", "&amp;")}">Add to calendar</a></p>'))
    in_text = invite_of(read(f"Add to calendar <{link}>"))

    for invite in (in_html, in_text):
        assert (invite.start, invite.end, invite.title) == (TWO_PM, TWO_PM + timedelta(minutes=30), "Coffee")


def test_a_floating_link_is_put_into_the_assumed_zone_and_says_so() -> None:
    invite = invite_of(
        read(
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Coffee&"
            "dates=20261112T140000/20261112T143000",
            zone="Europe/Paris",
        )
    )

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Paris"))
    assert invite.time_zone_source is ZoneSource.ASSUMED


def test_a_link_of_a_whole_day_is_an_all_day_event() -> None:
    invite = invite_of(
        read("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Fair&dates=20261112/20261113")
    )

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
    invite = invite_of(
        read("When: Thursday, November 12, 2026 2:00 PM-2:30 PM\nWhere: here", zone="America/Los_Angeles")
    )

    assert invite.start == TWO_PM
    assert invite.time_zone_source is ZoneSource.ASSUMED


def test_a_cancelled_meetings_mail_is_a_cancellation() -> None:
    text = "This event has been canceled.\n\n" + GOOGLE_OLDER["en"]

    assert invite_of(read(text)).method == "CANCEL"
    assert invite_of(read(wrapped("outlook-de", OUTLOOK["de"], "Abgesagt: Kaffee"))).method == "CANCEL"
    assert invite_of(read(wrapped("outlook-de", OUTLOOK["de"], "Kaffee"))).method is None


def test_a_series_in_words_starts_with_its_first_day() -> None:
    invite = invite_of(
        read(
            "When: Occurs every Thursday effective 11/12/2026 until 12/17/2026 from 2:00 PM to 2:30 PM "
            "(UTC-08:00) Pacific"
            " Time (US & Canada).\nWhere: here"
        )
    )

    assert invite.recurring
    assert invite.start == TWO_PM


def test_a_series_without_a_first_day_is_asked_about() -> None:
    reading = read(
        "Title: Sync\nWhen: Monthly from 11am to 12pm on the second Tuesday Pacific Time - Los Angeles\nWhere: here"
    )

    assert reading.reason is Reason.NO_START


def test_the_newest_of_quoted_mails_counts() -> None:
    old = GOOGLE_OLDER["en"].replace("Nov 12", "Nov 5")

    invite = invite_of(read(GOOGLE_OLDER["en"] + "\n\n" + wrapped("outlook-en", old)))

    assert invite.start == TWO_PM


def test_an_old_time_beside_the_new_one_is_not_taken() -> None:
    text = (
        "This event has been updated\nChanged: time\n\nWhen\nCHANGED\nThu Nov 12, 2026 2pm – 2:30pm "
        "(Pacific Time - Los Angeles)\n"
        "Old: Thu Nov 12, 2026 9am – 9:30am (Pacific Time - Los Angeles)\nGuests\nPriya Nair - organizer\n"
        "Invitation from Google Calendar"
    )

    assert invite_of(read(text)).start == TWO_PM


NOT_INVITES = {
    "a date in prose": "Shall we meet on Thursday, November 12, 2026 at 2:00 PM Pacific?",
    "a newsletter": "Upcoming Webinar\n\nThursday, November 12, 2026\n2:00 p.m. ET\n\nRegister today!\nView "
    "this email in your browser",
    "a flight": "Your flight\nDate: Nov 12, 2026\nTime: 2:00 PM - 4:30 PM\nBooking reference: ABC123\nLocation: Gate 4",
    "a hotel": "Your reservation\nDate: Nov 12, 2026\nTime: 3:00 PM - 11:00 AM\nGuests: 2\nLocation: Harbor "
    "Hotel\nCheck-in: 3 PM",
    "a forward of plain mail": wrapped("gmail-en", "Hello,\n\nHow are you?"),
    "a forward of plain mail, French": wrapped("outlook-fr", "Bonjour,\n\nMerci."),
    "a reply": "Sounds good.\n\nOn Mon, Nov 2, 2026 at 9:31 AM Priya Nair <priya@example.org> wrote:\n> Thursday 2pm?",
    "a patch": "From: Priya Nair <priya@example.org>\nDate: Mon, 2 Nov 2026 09:31:30 +0100\nSubject: "
    "[PATCH] fix\n\n---\n a.c | 2 +-",
    "empty": "",
}


@pytest.mark.parametrize("text", NOT_INVITES.values(), ids=NOT_INVITES)
def test_what_is_no_invite_is_read_as_none(text: str) -> None:
    assert read(text).reason is Reason.NO_CALENDAR
    assert read("", f"<p>{text}</p>".replace("\n", "<br>")).reason is Reason.NO_CALENDAR


def test_the_offset_of_a_meeting_far_from_the_user_is_kept() -> None:
    invite = invite_of(read(wrapped("gmail-en", OUTLOOK["ja"]), zone="America/New_York"))

    assert invite.start == datetime(2026, 11, 12, 14, tzinfo=timezone(timedelta(hours=9)))


def test_a_day_that_a_line_begins_with_is_no_number_of_a_list() -> None:
    below = invite_of(read("Wann:\n12. November 2026, 14:00 Uhr (MEZ)\nWo: x"))
    behind = invite_of(read("Thema: Kaffee\nZeit: 12. Nov. 2026 02:00 PM Berlin\nhttps://zoom.us/j/1"))

    assert below.start == behind.start == datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_block_of_header_lines_that_was_wrapped_is_put_together_again() -> None:
    invite = invite_of(
        read(
            "   ----- Forwarded Message ----- From: Priya Nair\n<priya.nair@harborhealth.example>To: Jordan Lee\n"
            "<jordan.lee@example.org>Sent: Monday, November 2, 2026, 09:31:50\nAM GMT+1Subject: Coffee\n"
            " When: Thu Nov 12, 2026 2pm – 2:30pm (PST)\nWhere: Café Blau\n"
        )
    )

    assert (invite.start, invite.title) == (TWO_PM, "Coffee")
    assert invite.organizer == Person("Priya Nair", "priya.nair@harborhealth.example")
