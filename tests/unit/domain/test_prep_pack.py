from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from shared.domain.contact import Confidence
from shared.domain.delivery import Kind
from shared.domain.interview import Interview, User
from shared.domain.invite import Person, ZoneSource
from shared.domain.prep_pack import PrepPack, prep_pack
from tests.builders import NOW, STARTS, a_contact, a_delivery, a_meeting, a_user, an_interview
from tests.meetings import content, interviews


def pack_of(interview: Interview, now: datetime = NOW, user: User | None = None, **facts: str) -> PrepPack:
    return prep_pack(interview, a_delivery(Kind.PREP_PACK, facts=facts), user or a_user(), content(), now)


def pack(minutes: int = 30, now: datetime = NOW, **other: Any) -> PrepPack:
    meeting = a_meeting(**({"ends_at": STARTS + timedelta(minutes=minutes), "conference": "Google Meet"} | other))
    return pack_of(an_interview(meeting=meeting), now)


@settings(max_examples=500)
@given(interview=interviews())
def test_any_meeting_gets_ten_numbered_questions(interview: Interview) -> None:
    made = pack_of(interview, interview.created_at)
    assert [asked.number for asked in (*made.above, *made.below, made.referral)] == list(range(1, 11))
    assert len(made.spares) >= 3
    assert made.quick
    assert made.more


def test_the_first_line_says_whom_and_when() -> None:
    assert pack().opening == "You meet Priya Nair on Thursday, November 12, 2:00\u20132:30 PM, Pacific Time."
    assert pack().preheader.startswith("Thursday, 2:00 PM: ")


def test_the_rows_give_the_clock_times_of_the_table() -> None:
    assert [row.at for row in pack().rows] == [
        "1:55 PM",
        "2:00 PM",
        "2:03 PM",
        "2:21 PM",
        "2:23 PM",
        "2:27 PM",
        "2:30 PM",
    ]


def test_the_opening_says_the_true_situation_and_the_end() -> None:
    say = next(row.say for row in pack().rows if row.say)
    assert "exploring" in say
    assert "looking" in say
    assert "not here to ask you for a job" in say
    assert "until 2:30 PM" in say


def test_at_the_end_the_other_person_leads() -> None:
    assert pack().rows[-1].what == "Offer to stop. Go on only if Priya wants to."


def test_the_referral_is_protected_by_the_clock() -> None:
    assert pack().referral_by == "Ask this one in any case, by 2:23 PM"


@pytest.mark.parametrize(("minutes", "fit"), [(15, 3), (20, 4), (30, 7), (45, 9), (60, 9), (10, 2), (1, 1)])
def test_the_cut_line_shows_how_many_fit(minutes: int, fit: int) -> None:
    assert len(pack(minutes).above) == fit


def test_a_long_talk_has_more_in_reserve() -> None:
    assert len(pack(90).spares) > len(pack(60).spares) > len(pack(30).spares)


def test_another_zone_of_the_invite_stands_beside_the_times() -> None:
    made = pack(invite_zone="America/New_York")
    assert made.rows[1].at == "2:00 PM"
    assert made.rows[1].other == "5:00 PM"
    assert "5:00\u20135:30 PM, Eastern Time" in made.notes[0]
    assert made.agenda_caption == "Times are Pacific Time; in brackets, Eastern Time."


def test_another_zone_with_the_same_clock_is_not_mentioned() -> None:
    made = pack(invite_zone="America/Vancouver")
    assert not made.rows[1].other
    assert not made.notes


def test_another_day_in_the_zone_of_the_invite_is_named() -> None:
    assert ": Friday, 7:00\u20137:30 AM, Japan time" in pack(invite_zone="Asia/Tokyo").notes[0]


def test_an_assumed_zone_is_said_to_be_assumed() -> None:
    (note,) = pack(zone_source=ZoneSource.ASSUMED).notes
    assert "names no time zone" in note
    assert "Pacific Time" in note


def test_times_in_utc_are_marked_for_checking() -> None:
    (note,) = pack(zone="UTC").notes
    assert "times here are in UTC" in note


def test_an_all_day_invite_has_no_clock_times() -> None:
    midnight = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
    made = pack(starts_at=midnight, ends_at=midnight + timedelta(days=1), all_day=True)
    assert made.opening == "You meet Priya Nair on Thursday, November 12."
    assert [row.at for row in made.rows][:3] == ["before", "minute 0", "minute 3"]
    shown = " ".join(
        (made.opening, made.preheader, made.referral_by, *(row.at + row.what + row.say for row in made.rows))
    )
    assert "AM" not in shown
    assert "PM" not in shown
    assert "by the end of Friday" in made.next_steps[0]


def test_an_assumed_end_is_said_to_be_assumed() -> None:
    assert any("gives no end" in note for note in pack(length_assumed=True).notes)


def test_half_a_day_is_planned_as_an_hour() -> None:
    made = pack(240)
    assert made.rows[-1].at == "3:00 PM"
    assert any("holds 4 hours" in note for note in made.notes)


def test_a_talk_over_a_change_of_clocks_is_planned_in_true_minutes() -> None:
    before = datetime(2026, 3, 8, 9, 55, tzinfo=UTC)
    made = pack(starts_at=before, ends_at=before + timedelta(minutes=15))
    assert [row.at for row in made.rows] == ["1:50 AM", "1:55 AM", "1:57 AM", "3:05 AM", "3:08 AM", "3:10 AM"]


@pytest.mark.parametrize(
    ("conference", "location", "place", "ready"),
    [
        ("Google Meet", None, "Google Meet: the link is in your calendar entry.", "Join"),
        ("a video call", "https://zoom.example/j/1", "A video call: the link is in your calendar entry.", "Join"),
        (None, "https://zoom.example/j/1", "Online: the link is in your calendar entry.", "Join"),
        (None, "12 Pier Street", "Where: 12 Pier Street", "Be there"),
        ("Zoom", "12 Pier Street", "12 Pier Street. Zoom: the link is in your calendar entry.", "Join"),
        (None, "+1 (360) 555-0100", "By phone: +1 (360) 555-0100", "Be by the phone"),
        (None, "Phone: (360) 555-0142", "By phone: (360) 555-0142", "Be by the phone"),
        (None, "Microsoft Teams Meeting", "Where: Microsoft Teams Meeting", "Join"),
        (None, None, "The invite names no place and no link. Find out before the day how you are to meet.", "Be ready"),
    ],
)
def test_the_place_is_said_without_a_link(conference: str | None, location: str | None, place: str, ready: str) -> None:
    made = pack(conference=conference, location=location)
    assert made.place == place
    assert made.rows[0].what.startswith(ready)


def test_one_comes_earlier_to_a_place_than_to_a_call() -> None:
    assert pack(conference=None, location="12 Pier Street").rows[0].at == "1:50 PM"


def test_a_resume_is_brought_and_not_presumed_read() -> None:
    for location in ("12 Pier Street", "+1 360 555 0100", None):
        assert "do not presume that anybody has read it" in pack(conference=None, location=location).rows[0].what


def test_it_says_who_this_is_from_what_evidence_and_how_sure() -> None:
    made = pack()
    assert made.who == "Priya Nair, Harbor, priya.nair@harbor.example."
    assert made.sure == "The invite says so itself."
    assert made.evidence == ("The organizer.",)


def test_a_doubtful_contact_is_shown_and_filled_in_nowhere() -> None:
    made = pack_of(an_interview(contact=a_contact(confidence=Confidence.LOW)))
    assert made.who.startswith("Perhaps Priya Nair")
    assert "Not sure" in made.sure
    filled = repr((made.opening, made.above, made.below, made.rows, made.quick, made.more))
    assert "Priya" not in filled
    assert "Harbor" not in filled


def test_without_a_contact_it_says_so() -> None:
    made = pack_of(an_interview(contact=None))
    assert made.who.startswith("The invite does not say")
    assert made.opening.startswith("Your talk is on Thursday, November 12")


def test_the_others_of_a_panel_are_named() -> None:
    others = (Person("Ruiz, Maria", "m@harbor.example"), Person(None, "sam@harbor.example"), Person(None, None))
    made = pack_of(an_interview(contact=a_contact(others=others)))
    assert made.others.startswith("Also there: Maria Ruiz; sam@harbor.example. Put each question to")


def test_facts_beyond_the_invite_change_the_questions() -> None:
    first = pack_of(an_interview())
    met = an_interview(met_before=True, asked=("story", "advice"))
    again = pack_of(met, user=a_user(field="nursing"))
    assert "in nursing" in repr(pack_of(an_interview(), user=a_user(field="nursing")).above)
    assert not {asked.words for asked in first.above} & {asked.words for asked in again.above}


def test_it_says_what_comes_next_and_that_nothing_was_answered() -> None:
    made = pack()
    assert "send by Friday, 2:30 PM" in made.next_steps[0]
    assert made.footer == "Foreword writes only to you. It has answered no invitation and opened no link."


def test_how_an_invite_without_a_calendar_was_read_is_told() -> None:
    made = pack_of(an_interview(evidence=('the line "When: Thursday" of the forwarded text',)))
    assert made.notes == ('How the invite was read: The line "When: Thursday" of the forwarded text.',)


def test_a_company_too_long_to_say_is_not_cut_in_the_questions() -> None:
    made = pack_of(an_interview(contact=a_contact(company="International " * 20)))
    assert "International" not in repr((made.above, made.below, made.quick))
    assert "…" in made.who


def test_a_meeting_that_ends_as_it_starts_is_planned_at_the_usual_length() -> None:
    assert pack(0).rows[-1].at == "2:30 PM"


def test_the_pack_is_the_same_whenever_it_is_written() -> None:
    assert pack() == pack(now=NOW + timedelta(hours=5))
