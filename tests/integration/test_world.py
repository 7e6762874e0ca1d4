"""The main job, end to end in process: what was made, withdrawn and sent, to whom and when."""

from __future__ import annotations

from datetime import datetime

from local.aws import Clients
from tests.integration.conftest import CANCELLED, JORDAN, MAILS, MOVED, SAMPLE, Stage

PACK, REMINDER, LETTER, NUDGE = "prep_pack", "reminder", "thank_you", "thank_you_nudge"


def test_an_invite_brings_a_pack_a_reminder_a_draft_after_the_meeting_and_one_nudge(stage: Stage) -> None:
    receipt = stage.receive(SAMPLE)
    stage.to_the_end()
    assert receipt.outcome == "interview_made"
    assert stage.kinds(receipt.made) == [PACK, REMINDER, LETTER, NUDGE]
    assert stage.ledger() == [
        (PACK, JORDAN, "Tue 10 17:00"),
        (REMINDER, JORDAN, "Thu 12 20:00"),
        (LETTER, JORDAN, "Thu 12 23:30"),
        (NUDGE, JORDAN, "Fri 13 18:30"),
    ]
    assert set(stage.states().values()) == {"sent"}
    assert stage.world.failures == []


def test_a_pack_names_the_meeting_its_day_and_its_time(stage: Stage) -> None:
    stage.receive(SAMPLE)
    text = stage.text(0)
    assert "Priya Nair" in text
    assert "Thursday, November 12" in text
    assert "2:00" in text


def test_an_apple_invite_is_told_in_its_own_zone(stage: Stage) -> None:
    receipt = stage.receive(MAILS / "apple-invite.eml")
    stage.to_the_end()
    assert receipt.outcome == "interview_made"
    assert [entry[2] for entry in stage.ledger()] == [
        "Tue 10 17:00",
        "Thu 26 14:00",
        "Thu 26 17:45",
        "Fri 27 12:45",
    ]
    assert "Thursday, November 26" in stage.text(0)
    assert "5:00" in stage.text(0)


def test_ses_reports_what_was_sent_and_the_record_keeps_it(stage: Stage) -> None:
    stage.receive(SAMPLE)
    (pack,) = [item for item in stage.world.deliveries().values() if item["kind"] == PACK]
    assert (pack["state"], pack["fate"]) == ("sent", "delivered")
    assert pack["ses_message_id"] == stage.world.sent[0].ses_message_id


def test_a_later_mail_waits_in_a_schedule_and_leaves_none_behind(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert stage.world.next_event() == datetime.fromisoformat("2026-11-12T20:00:00+00:00")
    stage.to_the_end()
    assert stage.world.next_event() is None


def test_a_move_withdraws_what_was_owed_and_tells_the_new_times(stage: Stage) -> None:
    stage.receive(SAMPLE)
    moved = stage.receive(MOVED)
    stage.to_the_end()
    assert moved.outcome == "interview_changed"
    assert stage.kinds(moved.withdrawn) == [REMINDER, LETTER, NUDGE]
    assert stage.kinds(moved.made) == ["changed", REMINDER, LETTER, NUDGE]
    assert stage.ledger() == [
        (PACK, JORDAN, "Tue 10 17:00"),
        ("changed", JORDAN, "Tue 10 17:00"),
        (REMINDER, JORDAN, "Tue 17 16:00"),
        (LETTER, JORDAN, "Tue 17 19:45"),
        (NUDGE, JORDAN, "Wed 18 15:00"),
    ]
    assert "Tuesday, November 17" in stage.text(1)


def test_a_cancellation_withdraws_everything_and_is_told_once(stage: Stage) -> None:
    stage.receive(SAMPLE)
    off = stage.receive(CANCELLED)
    again = stage.receive(CANCELLED)
    stage.to_the_end()
    assert (off.outcome, again.outcome) == ("interview_cancelled", "same_invite_again")
    assert stage.kinds(off.withdrawn) == [REMINDER, LETTER, NUDGE]
    assert [entry[0] for entry in stage.ledger()] == [PACK, "cancelled"]
    assert stage.world.next_event() is None


def test_the_invite_after_its_cancellation_does_nothing(stage: Stage) -> None:
    stage.receive(CANCELLED)
    late = stage.receive(SAMPLE)
    stage.to_the_end()
    assert (late.outcome, late.made) == ("older_invite", ())
    assert [entry[0] for entry in stage.ledger()] == ["cancelled"]


def test_the_older_version_after_the_newer_does_nothing(stage: Stage) -> None:
    stage.receive(MOVED)
    assert stage.receive(SAMPLE).outcome == "older_invite"
    stage.to_the_end()
    assert [entry[2] for entry in stage.ledger()] == [
        "Tue 10 17:00",
        "Tue 17 16:00",
        "Tue 17 19:45",
        "Wed 18 15:00",
    ]


def test_a_duplicate_does_nothing(stage: Stage) -> None:
    stage.receive(SAMPLE)
    again = stage.receive(SAMPLE)
    stage.to_the_end()
    assert (again.outcome, again.made, again.withdrawn) == ("same_invite_again", (), ())
    assert len(stage.ledger()) == 4


def test_an_update_that_changes_no_time_or_place_is_taken_over_in_silence(stage: Stage) -> None:
    stage.receive(SAMPLE)
    assert stage.receive(MAILS / "guest-answered.eml").outcome == "nothing_changed"
    stage.to_the_end()
    assert len(stage.ledger()) == 4


def test_a_move_that_comes_after_the_draft_was_sent_owes_a_new_draft(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.until("2026-11-13T00:00+00:00")
    moved = stage.receive(MOVED)
    stage.to_the_end()
    assert stage.kinds(moved.withdrawn) == [NUDGE]
    assert [entry[0] for entry in stage.ledger()] == [
        PACK,
        REMINDER,
        LETTER,
        "changed",
        REMINDER,
        LETTER,
        NUDGE,
    ]


def test_an_invite_forwarded_ten_minutes_before_the_meeting_still_brings_the_pack(clients: Clients) -> None:
    stage = Stage(clients, "2026-11-12T13:50-08:00", JORDAN)
    stage.receive(SAMPLE)
    stage.to_the_end()
    assert [entry[2] for entry in stage.ledger()] == ["Thu 12 21:50", "Thu 12 23:30", "Fri 13 18:30"]


def test_a_meeting_that_is_over_brings_the_draft_at_once_and_no_pack(clients: Clients) -> None:
    stage = Stage(clients, "2026-11-12T16:00-08:00", JORDAN)
    receipt = stage.receive(SAMPLE)
    stage.to_the_end()
    assert stage.kinds(receipt.made) == [LETTER, NUDGE]
    assert [entry[2] for entry in stage.ledger()] == ["Fri 13 00:00", "Fri 13 18:30"]


def test_a_meeting_whose_day_is_past_brings_one_line_that_says_so(clients: Clients) -> None:
    stage = Stage(clients, "2026-11-14T09:00-08:00", JORDAN)
    stage.receive(SAMPLE)
    stage.to_the_end()
    assert [entry[0] for entry in stage.ledger()] == ["already_over"]


def test_a_user_is_one_user_whatever_they_forward(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.receive(MAILS / "apple-invite.eml")
    profiles = [item for item in stage.world.items() if item["sk"] == "PROFILE"]
    assert [profile["address"] for profile in profiles] == [JORDAN]


def test_no_address_stands_in_a_key_or_in_the_ledger(stage: Stage) -> None:
    stage.receive(SAMPLE)
    stage.receive(MAILS / "stranger-asks.eml")
    stage.to_the_end()
    keys = [item["pk"] + item["sk"] for item in stage.world.items()]
    logged = [str(entry) for entry in stage.world.ledger.entries]
    assert not [text for text in keys + logged if "@" in text]
