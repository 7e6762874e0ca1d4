"""What `foreword inspect` prints, field by field: a contract with checks outside of the project."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.inspect import inspect_file

MAILS = Path(__file__).parents[2] / "mails"
KEYS = ["file", "outcome", "reason", "invite", "contact", "forwarder"]
INVITE_KEYS = [
    "uid", "recurrence_id", "sequence", "method", "title", "start", "end", "time_zone", "time_zone_source", "all_day",
    "recurring", "organizer", "attendees", "location", "join_url", "description",
]  # fmt: skip


def test_an_invite_has_all_its_fields_in_order() -> None:
    path = MAILS / "wrappings" / "exchange-request.eml"
    row = inspect_file(path, zone="UTC")
    assert list(row) == KEYS
    invite = row["invite"]
    assert isinstance(invite, dict)
    assert list(invite) == INVITE_KEYS
    assert (row["file"], row["outcome"], row["reason"]) == (str(path), "invite", None)
    assert (invite["start"], invite["end"]) == ("2026-11-12T14:00:00-08:00", "2026-11-12T14:30:00-08:00")
    assert (invite["time_zone"], invite["time_zone_source"]) == ("America/Los_Angeles", "event")
    assert invite["organizer"] == {"name": "Priya Nair", "email": "priya.nair@harborhealth.example"}
    assert invite["attendees"] == [
        {"name": "Jordan Rivera", "email": "jordan@college.example", "status": "NEEDS-ACTION"}
    ]


def test_a_day_is_printed_as_a_day() -> None:
    invite = inspect_file(MAILS / "times" / "all-day.ics", zone="UTC")["invite"]
    assert isinstance(invite, dict)
    assert (invite["start"], invite["end"], invite["all_day"]) == ("2026-11-12", "2026-11-13", True)


def test_a_floating_time_has_the_offset_of_the_zone_that_was_given() -> None:
    invite = inspect_file(MAILS / "times" / "floating.ics", zone="Asia/Tokyo")["invite"]
    assert isinstance(invite, dict)
    assert (invite["start"], invite["time_zone_source"]) == ("2026-11-12T14:00:00+09:00", "assumed")


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    row = inspect_file(tmp_path / "nowhere.eml", zone="UTC")
    assert (row["outcome"], row["invite"]) == ("unreadable", None)


OWN_MAILS = sorted([*MAILS.glob("*/*.eml"), *MAILS.glob("*/*.ics")])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), own=st.sampled_from(OWN_MAILS), other=st.sampled_from(OWN_MAILS))
def test_own_mails_cut_and_joined_anywhere_end_in_an_outcome(
    tmp_path: Path, data: st.DataObject, own: Path, other: Path
) -> None:
    first, second = own.read_bytes(), other.read_bytes()
    head = first[: data.draw(st.integers(0, len(first)))]
    tail = second[data.draw(st.integers(0, len(second))) :]
    path = tmp_path / "joined.eml"
    path.write_bytes(head + data.draw(st.binary(max_size=40)) + tail)
    row = json.loads(json.dumps(inspect_file(path, zone="UTC")))
    assert row["outcome"] in {"invite", "cancellation", "not_an_invite", "unreadable"}
    assert (row["invite"] is None) == (row["outcome"] in {"not_an_invite", "unreadable"} or row["reason"] is not None)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=500))
def test_any_bytes_end_in_an_outcome_that_json_can_say(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(raw)
    row = json.loads(json.dumps(inspect_file(path, zone="UTC")))
    assert row["outcome"] in {"invite", "cancellation", "not_an_invite", "unreadable"}
