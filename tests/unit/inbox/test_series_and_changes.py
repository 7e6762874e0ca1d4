"""Series, single instances, and what METHOD makes of an event."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.invite import Invite, Outcome, Reason
from shared.inbox.read import read

MAILS = Path(__file__).parents[2] / "mails"
NOW = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def series(name: str, now: datetime | None = None) -> Invite:
    invite = read((MAILS / "series" / f"{name}.ics").read_bytes(), now=now).invite
    assert invite is not None
    return invite


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "first", "following"),
    [
        ("weekly", at(2026, 11, 5, 22), at(2026, 11, 12, 22)),
        ("weekly-first-excluded", at(2026, 11, 12, 22), at(2026, 11, 12, 22)),
        ("weekly-next-excluded", at(2026, 11, 5, 22), at(2026, 11, 19, 22)),
        ("weekly-until", at(2026, 11, 5, 22), at(2026, 11, 12, 22)),
        ("weekly-count", at(2026, 11, 5, 22), at(2026, 11, 12, 22)),
        ("weekly-over-the-change", at(2026, 10, 22, 21), at(2026, 11, 12, 22)),
        ("second-tuesday-of-the-month", at(2026, 10, 13, 21), at(2026, 11, 10, 22)),
        ("weekly-next-moved", at(2026, 11, 5, 22), at(2026, 11, 13, 18)),
        ("weekly-next-called-off", at(2026, 11, 5, 22), at(2026, 11, 19, 22)),
        ("extra-date", at(2026, 11, 12, 22), at(2026, 11, 12, 22)),
        ("thirtieth-of-february", at(2026, 11, 12, 22), at(2026, 11, 12, 22)),
    ],
)
def test_a_series_is_read_at_its_first_or_its_next_instance(name: str, first: datetime, following: datetime) -> None:
    for now, start in ((None, first), (NOW, following)):
        invite = series(name, now)
        assert (invite.start, invite.recurring, invite.recurrence_id) == (start, True, None)
        assert isinstance(invite.start, datetime)
        assert isinstance(invite.end, datetime)
        assert invite.end - invite.start == timedelta(minutes=30)


def test_an_added_date_is_an_instance() -> None:
    assert series("extra-date", at(2026, 11, 13)).start == at(2026, 11, 18, 22)


def test_an_all_day_series_keeps_to_days() -> None:
    invite = series("all-day-weekly", NOW)
    assert (invite.start, invite.end) == (date(2026, 11, 12), date(2026, 11, 13))


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("weekly-until", at(2026, 11, 19, 22)),
        ("weekly-count", at(2026, 11, 19, 22)),
        ("extra-date", at(2026, 11, 18, 22)),
    ],
)
def test_a_series_that_is_over_is_read_at_its_last_instance(name: str, last: datetime) -> None:
    assert series(name, LATER).start == last


def test_one_changed_instance_alone_is_itself() -> None:
    invite = series("one-instance-alone", LATER)
    assert (invite.start, invite.recurrence_id) == (at(2026, 11, 13, 18), "20261112T220000Z")
    assert not invite.recurring


def test_of_two_changed_instances_the_next_one_is_meant() -> None:
    assert series("two-instances-without-the-series").recurrence_id == "20261105T180000Z"
    following = series("two-instances-without-the-series", NOW)
    assert (following.start, following.recurrence_id) == (at(2026, 11, 13, 18), "20261112T220000Z")


def test_a_rule_that_is_not_read_still_has_its_first_instance() -> None:
    assert series("every-second").start == at(2026, 11, 12, 22)
    assert series("every-second", NOW).start == at(2026, 11, 12, 22)


def test_a_rule_that_is_not_read_has_no_later_instance() -> None:
    reading = read((MAILS / "series" / "every-second.ics").read_bytes(), now=LATER)
    assert (reading.outcome, reading.reason) == (Outcome.UNREADABLE, Reason.TOO_COMPLEX)


def test_a_cancellation_needs_no_rule_that_is_understood() -> None:
    raw = (MAILS / "series" / "every-second.ics").read_bytes().replace(b"METHOD:REQUEST", b"METHOD:CANCEL")
    reading = read(raw, now=LATER)
    assert reading.outcome is Outcome.CANCELLATION
    assert reading.cancels == ("coffee-priya-jordan@harborhealth.example", None)


@pytest.mark.parametrize(
    ("name", "outcome", "method"),
    [
        ("cancel.ics", Outcome.CANCELLATION, "CANCEL"),
        ("cancel-in-lower-case.ics", Outcome.CANCELLATION, "CANCEL"),
        ("cancel-of-one-instance.ics", Outcome.CANCELLATION, "CANCEL"),
        ("method-in-the-mime-part-only.eml", Outcome.CANCELLATION, None),
        ("reply-with-a-start.ics", Outcome.INVITE, "REPLY"),
        ("counter.ics", Outcome.INVITE, "COUNTER"),
        ("publish.ics", Outcome.INVITE, "PUBLISH"),
        ("no-method.ics", Outcome.INVITE, None),
        ("status-cancelled-in-a-request.ics", Outcome.INVITE, "REQUEST"),
    ],
)
def test_only_the_method_cancel_is_a_cancellation(name: str, outcome: Outcome, method: str | None) -> None:
    reading = read((MAILS / "changes" / name).read_bytes())
    assert reading.outcome is outcome
    assert reading.invite is not None
    assert reading.invite.method == method


@pytest.mark.parametrize(
    ("name", "instance"),
    [("cancel", None), ("cancel-of-one-instance", "20261112T220000Z"), ("cancel-without-a-start", None)],
)
def test_a_cancellation_names_its_meeting_even_without_a_start(name: str, instance: str | None) -> None:
    reading = read((MAILS / "changes" / f"{name}.ics").read_bytes())
    assert reading.outcome is Outcome.CANCELLATION
    assert reading.cancels == ("coffee-priya-jordan@harborhealth.example", instance)


def test_a_reply_without_a_start_says_nothing_of_a_meeting() -> None:
    reading = read((MAILS / "changes" / "reply-without-a-start.ics").read_bytes())
    assert (reading.outcome, reading.reason) == (Outcome.UNREADABLE, Reason.NO_START)


@pytest.mark.parametrize(
    ("name", "sequence"), [("sequence-minus-one", 0), ("sequence-of-twenty-digits", 0), ("sequence-twice", 3)]
)
def test_no_sequence_locks_out_later_ones(name: str, sequence: int) -> None:
    invite = read((MAILS / "changes" / f"{name}.ics").read_bytes()).invite
    assert invite is not None
    assert invite.sequence == sequence
