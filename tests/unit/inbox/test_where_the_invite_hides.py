"""One mail for each place where mail programs put the calendar; all but a few say the same meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.domain.invite import Attendee, Invite, Outcome, Person, Reason
from shared.inbox.read import Reading, read

MAILS = Path(__file__).parents[2] / "mails" / "wrappings"
START = datetime(2026, 11, 12, 22, 0, tzinfo=UTC)
END = datetime(2026, 11, 12, 22, 30, tzinfo=UTC)
NOT_THE_PLAIN_MEETING = {
    "two-meetings-without-a-hint.eml",
    "winmail-all-day.eml",
    "winmail-all-day-without-a-zone.eml",
    "winmail-property-count-of-four-billion.eml",
}
SAME_MEETING = sorted(path.name for path in MAILS.glob("*.eml") if path.name not in NOT_THE_PLAIN_MEETING)


def reading_of(name: str) -> Reading:
    return read((MAILS / name).read_bytes())


def invite_in(name: str) -> Invite:
    invite = reading_of(name).invite
    assert invite is not None
    return invite


def test_there_is_a_mail_for_each_wrapping() -> None:
    assert len(SAME_MEETING) > 40


@pytest.mark.parametrize("name", SAME_MEETING)
def test_the_meeting_is_found_wherever_it_hides(name: str) -> None:
    invite = invite_in(name)
    assert (invite.start, invite.end) == (START, END)
    assert invite.title in {"Coffee chat: Priya / Jordan", "Café chat: Priya / Jordan"}


@pytest.mark.parametrize("name", [name for name in SAME_MEETING if name.startswith("forward-as")])
def test_who_attached_the_invite_is_the_forwarder(name: str) -> None:
    reading = reading_of(name)
    assert reading.forwarder == Person("Jordan Rivera", "jordan@college.example")
    assert reading.subject == "Fwd: Invitation: Coffee chat: Priya / Jordan"


def test_in_an_exchange_meeting_forward_the_sender_forwards_and_from_is_the_organizer() -> None:
    reading = reading_of("exchange-meeting-forward.eml")
    assert reading.forwarder == Person("Jordan Rivera", "jordan@college.example")
    assert reading.invite is not None
    assert reading.invite.organizer == Person("Priya Nair", "priya.nair@harborhealth.example")


@pytest.mark.parametrize(
    "name",
    [
        "quoted-printable.eml",
        "quoted-printable-not-declared.eml",
        "eight-bit-declared-as-ascii.eml",
        "latin-1-without-a-charset.eml",
        "utf-16-calendar.eml",
    ],
)
def test_letters_beyond_ascii_survive_a_wrong_or_missing_charset(name: str) -> None:
    invite = invite_in(name)
    assert invite.title == "Café chat: Priya / Jordan"
    assert invite.organizer == Person("Priya Näir", "priya.nair@harborhealth.example")


def test_the_twin_attachment_is_the_same_invite() -> None:
    invite = invite_in("google-request-with-twin.eml")
    assert invite.method == "REQUEST"
    assert invite.attendees == (
        Attendee("Jordan Rivera", "jordan@college.example", "NEEDS-ACTION", "INDIVIDUAL", "REQ-PARTICIPANT"),
    )
    assert invite.join_url == "https://meet.google.com/abc-defg-hij"
    assert invite.description == "Happy to tell you about product work at Harbor."


@pytest.mark.parametrize("name", [name for name in SAME_MEETING if name.startswith(("pasted", "uuencoded"))])
def test_a_calendar_among_the_words_keeps_its_folded_lines(name: str) -> None:
    assert [(person.name, person.email) for person in invite_in(name).attendees] == [
        ("Jordan Rivera", "jordan@college.example")
    ]


def test_an_update_counts_and_not_the_first_invite_attached_to_it() -> None:
    assert invite_in("update-and-the-first-invite-attached.eml").sequence == 1


def test_two_meetings_without_a_hint_are_asked_about_with_both() -> None:
    reading = reading_of("two-meetings-without-a-hint.eml")
    assert (reading.outcome, reading.reason) == (Outcome.UNREADABLE, Reason.SEVERAL_MEETINGS)
    assert "Team lunch (2026-11-20 17:00 UTC)" in str(reading.detail)
    assert "Coffee chat: Priya / Jordan (2026-11-12 22:00 UTC)" in str(reading.detail)


def test_meeting_properties_alone_make_the_invite_that_outlook_would_export() -> None:
    invite = invite_in("winmail-with-meeting-properties.eml")
    assert (invite.method, invite.sequence, invite.location) == ("REQUEST", 2, "Harbor House, lobby")
    assert invite.uid == "040000008200E00074C5B7101A82E008" + "0" * 40 + "10000000" + bytes(range(16)).hex().upper()
    assert invite.time_zone == "America/Los_Angeles"
    assert invite.organizer == Person("Priya Nair", "priya.nair@harborhealth.example")
    assert [(person.email, person.status, person.kind) for person in invite.attendees] == [
        ("jordan@college.example", "ACCEPTED", "INDIVIDUAL"),
        ("room4@harborhealth.example", "NEEDS-ACTION", "RESOURCE"),
    ]


def test_a_cancellation_in_winmail_is_a_cancellation() -> None:
    assert reading_of("winmail-with-a-cancellation.eml").outcome is Outcome.CANCELLATION


@pytest.mark.parametrize("name", ["winmail-all-day.eml", "winmail-all-day-without-a-zone.eml"])
def test_an_all_day_item_in_winmail_is_its_local_day(name: str) -> None:
    invite = invite_in(name)
    assert invite.all_day
    assert (invite.start, invite.end) == (date(2026, 11, 12), date(2026, 11, 13))


def test_outlooks_own_rule_gives_the_next_instance_and_its_exception() -> None:
    raw = (MAILS / "winmail-every-thursday.eml").read_bytes()
    following = read(raw, now=datetime(2026, 11, 13, tzinfo=UTC)).invite
    assert following is not None
    assert following.start == datetime(2026, 11, 26, 22, 0, tzinfo=UTC), "the 19th was taken out"


def test_a_property_count_beyond_the_stream_ends_the_reading() -> None:
    assert reading_of("winmail-property-count-of-four-billion.eml").outcome is Outcome.NOT_AN_INVITE
