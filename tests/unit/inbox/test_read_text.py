from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from shared.domain.invite import Outcome, Reason
from shared.inbox.read import Reading, read

MAILS = Path(__file__).parents[2] / "mails" / "text"
WITHOUT_INVITE = {
    "ambiguous-date": (Outcome.UNREADABLE, Reason.AMBIGUOUS_TIME),
    "ambiguous-zone": (Outcome.UNREADABLE, Reason.AMBIGUOUS_TIME),
    "ambiguous-half-day": (Outcome.UNREADABLE, Reason.AMBIGUOUS_TIME),
    "no-time": (Outcome.UNREADABLE, Reason.NO_START),
    "prose": (Outcome.NOT_AN_INVITE, Reason.NO_CALENDAR),
    "newsletter": (Outcome.NOT_AN_INVITE, Reason.NO_CALENDAR),
    "flight": (Outcome.NOT_AN_INVITE, Reason.NO_CALENDAR),
}
OFFSETS = {
    "german": 1,
    "french": 1,
    "spanish": 1,
    "italian": 1,
    "dutch": 1,
    "portuguese": -3,
    "japanese": 9,
    "chinese": 8,
}
INVITES = sorted(path.stem for path in MAILS.glob("*.eml") if path.stem not in WITHOUT_INVITE)


def reading_of(name: str) -> Reading:
    return read((MAILS / f"{name}.eml").read_bytes(), user_addresses=frozenset({"jordan.lee@example.org"}))


@pytest.mark.parametrize("name", INVITES)
def test_a_mail_without_its_calendar_part_is_read_from_its_text(name: str) -> None:
    reading = reading_of(name)

    assert reading.outcome is Outcome.INVITE, reading.detail
    assert reading.invite is not None
    assert isinstance(reading.invite.start, datetime)
    assert reading.invite.start.isoformat()[:16] in {"2026-11-12T14:00", "2026-11-12T22:00"}
    hours = OFFSETS.get(name.rpartition("-")[2], -8)
    assert (
        reading.invite.start.timestamp()
        == datetime.fromisoformat("2026-11-12T14:00:00+00:00").timestamp() - 3600 * hours
    )
    assert reading.invite.evidence


@pytest.mark.parametrize(("name", "outcome"), WITHOUT_INVITE.items())
def test_a_mail_that_states_no_meeting_without_doubt_says_why(name: str, outcome: tuple[Outcome, Reason]) -> None:
    reading = reading_of(name)

    assert (reading.outcome, reading.reason) == outcome
    assert reading.invite is None
    assert reading.detail or reading.reason is Reason.NO_CALENDAR


def test_every_mail_of_the_folder_has_its_test() -> None:
    assert len(INVITES) >= 18
    assert all((MAILS / f"{name}.eml").exists() for name in WITHOUT_INVITE)


@pytest.mark.parametrize("name", ["gmail-google-english", "outlook-outlook-german", "original-appointment", "json-ld"])
def test_the_organizer_of_the_forwarded_text_is_the_contact(name: str) -> None:
    contact = reading_of(name).contact

    assert contact is not None
    assert (contact.name, contact.email) == ("Priya Nair", "priya.nair@harborhealth.example")
