"""`foreword demo` and `foreword inspect` as the design's contract has them ("The commands")."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from local.cli import main
from tests.integration.conftest import CANCELLED, MAILS, MOVED, SAMPLE


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _demo(out: Path, *arguments: str | Path, code: int = 0) -> list[dict[str, Any]]:
    result = _run("demo", *arguments, "--out", out, "--json")
    assert result.exit_code == code, result.output
    mails: list[dict[str, Any]] = json.loads(result.stdout)["mails"]
    return mails


def _kinds(mail: dict[str, Any]) -> list[tuple[str, str]]:
    return [(delivery["kind"], delivery["state"]) for delivery in mail["deliveries"]]


def test_without_files_the_bundled_sample_is_run_and_its_mails_are_named_last(tmp_path: Path) -> None:
    result = _run("demo", "--out", tmp_path)
    assert result.exit_code == 0
    pack, letter, folder = result.stdout.splitlines()[-3:]
    assert f"{tmp_path}/1-prep_pack.txt" in pack
    assert f"{tmp_path}/3-thank_you.txt" in letter
    assert str(tmp_path) in folder
    assert "interview_made" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [
            f"{stem}.{kind}"
            for stem in ("1-prep_pack", "2-reminder", "3-thank_you", "4-thank_you_nudge")
            for kind in ("eml", "html", "txt")
        ]
        + ["records.json"]
    )


def test_json_is_the_contracts_object_and_nothing_else(tmp_path: Path) -> None:
    (mail,) = _demo(tmp_path, SAMPLE)
    assert list(mail) == ["file", "outcome", "deliveries"]
    assert (mail["file"], mail["outcome"]) == (str(SAMPLE), "interview_made")
    assert mail["deliveries"][0] == {
        "kind": "prep_pack",
        "due_at": "2026-11-10T22:00:00+00:00",
        "state": "sent",
        "subject": "Your talk with Priya Nair",
        "path": f"{tmp_path}/1-prep_pack.eml",
    }
    assert _kinds(mail) == [
        ("prep_pack", "sent"),
        ("reminder", "sent"),
        ("thank_you", "sent"),
        ("thank_you_nudge", "sent"),
    ]


def test_every_record_lies_in_the_folder(tmp_path: Path) -> None:
    _demo(tmp_path, SAMPLE)
    items = json.loads((tmp_path / "records.json").read_text("utf-8"))
    kinds = {item["sk"].partition("#")[0] for item in items}
    assert kinds >= {"PROFILE", "USER", "INTERVIEW", "DELIVERY", "SEEN", "PARTICIPANT"}


def test_an_update_and_a_cancellation_move_what_the_invite_made(tmp_path: Path) -> None:
    made, moved, off = _demo(tmp_path, SAMPLE, MOVED, CANCELLED)
    withdrawn = [(kind, "withdrawn") for kind in ("reminder", "thank_you", "thank_you_nudge")]
    assert _kinds(made) == [("prep_pack", "sent"), *withdrawn]
    assert _kinds(moved) == [("changed", "sent"), *withdrawn]
    assert _kinds(off) == [("cancelled", "sent")]
    assert made["deliveries"][1]["path"] is None
    assert [mail["outcome"] for mail in (made, moved, off)] == [
        "interview_made",
        "interview_changed",
        "interview_cancelled",
    ]


def test_mails_about_other_meetings_do_not_disturb_each_other_and_keep_their_place(tmp_path: Path) -> None:
    mails = _demo(tmp_path, SAMPLE, MAILS / "apple-invite.ics", MOVED, MAILS / "no-invite.eml")
    assert [mail["outcome"] for mail in mails] == [
        "interview_made",
        "interview_made",
        "interview_changed",
        "could_not_read",
    ]
    assert [delivery["state"] for delivery in mails[1]["deliveries"]] == ["sent"] * 4
    items = json.loads((tmp_path / "records.json").read_text("utf-8"))
    assert len([item for item in items if item["sk"] == "PROFILE"]) == 1


def test_a_late_forward_is_shown_by_now(tmp_path: Path) -> None:
    (mail,) = _demo(tmp_path, SAMPLE, "--now", "2026-11-12T13:50-08:00")
    assert mail["deliveries"][0]["due_at"] == "2026-11-12T21:50:00+00:00"


@pytest.mark.parametrize("who", ["robin@college.example", "Robin Lee <Robin@college.example>"])
def test_a_mail_of_another_is_forwarded_by_who_is_named(tmp_path: Path, who: str) -> None:
    (mail,) = _demo(tmp_path, MAILS / "contact-invites-the-address.eml", "--as", who)
    assert mail["outcome"] == "interview_made"
    assert "To: robin@college.example" in (tmp_path / "1-prep_pack.eml").read_text("utf-8")


def test_a_notice_shows_a_refusal(tmp_path: Path) -> None:
    notice = tmp_path / "notice.json"
    notice.write_text('{"dmarc": "FAIL"}')
    (mail,) = _demo(tmp_path / "out", SAMPLE, "--notice", notice)
    assert (mail["outcome"], mail["deliveries"]) == ("unproven_sender", [])


def test_the_contact_gets_nothing_though_the_mail_is_proven(tmp_path: Path) -> None:
    notice = tmp_path / "notice.json"
    notice.write_text("{}")
    (mail,) = _demo(tmp_path / "out", MAILS / "contact-invites-the-address.eml", "--notice", notice)
    assert (mail["outcome"], mail["deliveries"]) == ("unknown_sender", [])


def test_a_file_that_is_not_there_is_an_outcome_that_was_not_reached(tmp_path: Path) -> None:
    missing, sample = _demo(tmp_path, tmp_path / "none.eml", SAMPLE, code=1)
    assert (missing["outcome"], missing["deliveries"]) == (None, [])
    assert sample["outcome"] == "interview_made"
    result = _run("demo", tmp_path / "none.eml", "--out", tmp_path)
    assert (result.exit_code, "No such file" in result.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--now", "tomorrow"), "is not a time"),
        (("--zone", "Mars/Olympus"), "is not an IANA time zone"),
        (("--zone", "../../etc/passwd"), "is not an IANA time zone"),
        (("--as", "jordan"), "is not an address"),
        (("--as", "Jordan <jordan@college example>"), "is not an address"),
        (("--notice", "/does/not/exist"), "is not a file with a JSON object"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(tmp_path: Path, arguments: tuple[str, str], message: str) -> None:
    result = _run("demo", "--out", tmp_path, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_inspect_prints_one_object_a_line_and_exits_0_whatever_the_input(tmp_path: Path) -> None:
    noise = tmp_path / "noise.eml"
    noise.write_bytes(bytes(range(256)) * 10)
    result = _run("inspect", SAMPLE, tmp_path / "none.eml", tmp_path, noise, CANCELLED)
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [one["outcome"] for one in said] == ["invite", "unreadable", "unreadable", "not_an_invite", "cancellation"]


def test_inspect_starts_without_what_only_the_pipeline_needs() -> None:
    heavy = "{'boto3', 'moto', 'jinja2'} & set(sys.modules)"
    code = f"import sys; import local.cli, local.inspect; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout.strip() == "[]"


def test_the_contact_of_a_meeting_gets_no_note_for_a_line_of_their_own(tmp_path: Path) -> None:
    said = tmp_path / "notice.json"
    said.write_text('{"source": "priya.nair@harborhealth.example"}', "utf-8")
    line = MAILS / "contact-writes-a-line.eml"
    _, contacts = _demo(tmp_path / "out", SAMPLE, line, "--notice", said, "--allow", "jordan@example.org")
    assert (contacts["outcome"], contacts["deliveries"]) == ("unknown_sender", [])
