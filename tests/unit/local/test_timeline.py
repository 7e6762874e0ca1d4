from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from local.timeline import Planned, Source, load, timelines

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _ics(uid: str, start: str, recurrence_id: str = "") -> bytes:
    instance = f"RECURRENCE-ID:{recurrence_id}\r\n" if recurrence_id else ""
    rule = "" if recurrence_id else "RRULE:FREQ=WEEKLY\r\n"
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start}\r\n{instance}{rule}SUMMARY:Talk\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def _plan(*contents: bytes | None, zone: str = "UTC", now: datetime | None = None) -> list[list[Planned]]:
    sources = [Source(number, Path(f"{number}.ics"), raw) for number, raw in enumerate(contents)]
    return timelines(sources, zone=zone, now=now, default=NOW)


def _shape(planned: list[list[Planned]]) -> list[list[tuple[int, str]]]:
    return [[(one.source.number, one.at.strftime("%m-%d %H:%M")) for one in timeline] for timeline in planned]


def test_a_mail_is_received_two_days_before_its_meeting() -> None:
    assert _shape(_plan(_ics("a", "20261112T140000Z"))) == [[(0, "11-10 14:00")]]


def test_a_floating_time_is_taken_in_the_zone_that_is_handed_in() -> None:
    assert _shape(_plan(_ics("a", "20261112T140000"), zone="America/Los_Angeles")) == [[(0, "11-10 22:00")]]


def test_a_day_begins_at_its_midnight() -> None:
    planned = _plan(_ics("a", "20261112").replace(b"DTSTART:", b"DTSTART;VALUE=DATE:"), zone="Europe/Berlin")
    assert _shape(planned) == [[(0, "11-09 23:00")]]


def test_files_about_one_meeting_come_an_hour_apart_and_others_have_a_timeline_of_their_own() -> None:
    planned = _plan(
        _ics("a", "20261112T140000Z"),
        _ics("b", "19970612T140000Z"),
        _ics("a", "20261120T140000Z"),
        _ics("a", "20261112T140000Z"),
    )
    assert _shape(planned) == [
        [(0, "11-10 14:00"), (2, "11-10 15:00"), (3, "11-10 16:00")],
        [(1, "06-10 14:00")],
    ]


def test_one_instance_of_a_series_is_a_meeting_of_its_own_unless_the_series_begins_with_it() -> None:
    series = _ics("s", "20261112T140000Z")
    later = _ics("s", "20261119T160000Z", "20261119T140000Z")
    first = _ics("s", "20261112T160000Z", "20261112T140000Z")
    assert _shape(_plan(series, later, first)) == [[(0, "11-10 14:00"), (2, "11-10 15:00")], [(1, "11-17 16:00")]]


def test_what_a_forward_says_in_words_alone_is_about_the_meeting_of_that_time_and_title() -> None:
    without_uid = _ics("a", "20261112T140000Z").replace(b"UID:a\r\n", b"")
    assert _shape(_plan(without_uid, _ics("a", "20261112T140000Z"), _ics("b", "20261112T150000Z"))) == [
        [(0, "11-10 14:00"), (1, "11-10 15:00")],
        [(2, "11-10 15:00")],
    ]


def test_two_meetings_of_one_time_and_title_are_two_where_each_has_its_uid() -> None:
    assert len(_plan(_ics("a", "20261112T140000Z"), _ics("b", "20261112T140000Z"))) == 2


def test_a_cancellation_that_does_not_say_when_comes_after_its_invite() -> None:
    off = _ics("a", "20261112T140000Z").replace(b"METHOD:REQUEST", b"METHOD:CANCEL")
    off = off.replace(b"DTSTART:20261112T140000Z\r\n", b"")
    assert _shape(_plan(_ics("a", "20261112T140000Z"), off)) == [[(0, "11-10 14:00"), (1, "11-10 15:00")]]


def test_a_moment_that_is_handed_in_is_the_receipt_of_every_file() -> None:
    late = datetime(2026, 11, 12, 13, 50, tzinfo=UTC)
    planned = _plan(_ics("a", "20261112T140000Z"), _ics("a", "20261112T140000Z"), now=late)
    assert [one.at for one in planned[0]] == [late, late]


def test_a_file_without_an_invite_or_that_cannot_be_read_is_received_at_the_default() -> None:
    assert _shape(_plan(b"From: a@example.com\r\n\r\nhello", None)) == [[(0, "01-01 00:00")], [(1, "01-01 00:00")]]


def test_a_file_that_is_not_there_says_why(tmp_path: Path) -> None:
    source = load(0, tmp_path / "none.eml")
    assert (source.raw, source.error) == (None, "No such file or directory")
