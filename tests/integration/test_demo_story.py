"""`foreword demo --story`: the bundled story goes as it says, and one that does not go so is not called done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from local.cli import main
from local.story import BUNDLED
from tests.integration.conftest import SAMPLE

ONE_STEP = """
user = "jordan@example.org"
zone = "America/Los_Angeles"
begins = "2026-11-10T09:00-08:00"
{end}
[[step]]
at = "2026-11-10T09:00-08:00"
tells = "the invite comes"
mail = "invite.eml"
outcome = "{outcome}"
leaves = [{leaves}]
says.prep_pack = ["{says}"]
"""


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["demo", "--story", *(str(argument) for argument in arguments)])


def _one_step(
    folder: Path, outcome: str = "interview_made", leaves: str = '"prep_pack"', says: str = "Priya Nair", end: str = ""
) -> Path:
    folder.mkdir()
    (folder / "invite.eml").write_bytes(SAMPLE.read_bytes())
    text = ONE_STEP.format(outcome=outcome, leaves=leaves, says=says, end=end)
    (folder / "story.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("out")
    result = _run("--out", out, "--json")
    assert result.exit_code == 0, result.output
    return out, json.loads(result.stdout)


def test_the_bundled_story_goes_as_it_says_to_its_end(bundled: tuple[Path, dict[str, Any]]) -> None:
    _, said = bundled
    assert [step["wrong"] for step in said["steps"] if step["wrong"]] == []
    kinds = [mail["kind"] for step in said["steps"] for mail in step["mails"]]
    for kind in ("introduction", "referrer_note", "report_back", "list", "export", "erase_asked"):
        assert kinds.count(kind) == 1, kind
    assert "thank_you_nudge" not in kinds
    assert kinds[-1] == "erased"


def test_nothing_of_the_user_is_left_at_the_end_but_marks_that_go_by_themselves(
    bundled: tuple[Path, dict[str, Any]],
) -> None:
    out, said = bundled
    left = said["left"]
    assert (left["records"], left["schedules"], left["mails"]) == (0, 0, 0)
    assert left["gone_by"].startswith("2027-01-19")
    kept = json.loads((out / "records.json").read_text("utf-8"))
    nameless = [item for item in kept if item.get("kind") != "erased"]
    assert [item for item in nameless if "@" in str(item) or "Priya" in str(item) or "Jordan" in str(item)] == []


def test_every_mail_of_the_story_lies_in_the_folder(bundled: tuple[Path, dict[str, Any]]) -> None:
    out, said = bundled
    paths = [Path(mail["path"]) for step in said["steps"] for mail in step["mails"]]
    assert sorted(path.name for path in out.glob("*.eml")) == sorted(path.name for path in paths)
    assert all(path.with_suffix(".html").exists() and path.with_suffix(".txt").exists() for path in paths)


def test_a_story_is_printed_line_by_line_with_what_came_in_and_what_left(tmp_path: Path) -> None:
    result = _run(_one_step(tmp_path / "story"), "--out", tmp_path / "out")
    came, left, *_ = result.stdout.splitlines()
    assert (came, left.split("  ")[:3]) == (
        "Tue 10 Nov 2026, 09:00  in   The invite comes (interview_made)",
        ["Tue 10 Nov 2026, 09:00", "out", "1-prep_pack"],
    )
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": "letter_sent"}, "came to interview_made, not letter_sent"),
        ({"leaves": '"prep_pack", "noted"'}, "what left was prep_pack, not prep_pack, noted"),
        ({"leaves": ""}, "what left was prep_pack, not nothing"),
        ({"says": "Robin Lee"}, "the prep_pack does not say “Robin Lee”"),
        ({"end": 'left = "nothing"'}, "1 stored mails"),
    ],
)
def test_a_step_that_does_not_do_what_the_story_says_ends_in_an_error(
    tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    result = _run(_one_step(tmp_path / "story", **wrong), "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert said in result.stdout


def test_an_answer_to_a_mail_that_never_left_is_an_error(tmp_path: Path) -> None:
    folder = _one_step(tmp_path / "story")
    text = (folder / "story.toml").read_text("utf-8").replace("leaves", 'answers = "thank_you"\nleaves')
    (folder / "story.toml").write_text(text, "utf-8")
    result = _run(folder, "--out", tmp_path / "out")
    assert (result.exit_code, "there is no thank_you to answer" in result.stdout) == (1, True)


def test_a_folder_without_a_story_and_a_time_without_an_offset_are_named(tmp_path: Path) -> None:
    assert "No such file" in _run(tmp_path).output
    folder = _one_step(tmp_path / "story")
    text = (folder / "story.toml").read_text("utf-8").replace("-08:00", "")
    (folder / "story.toml").write_text(text, "utf-8")
    result = _run(folder)
    assert (result.exit_code, "a time without an offset" in result.output) == (1, True)
    assert _run(folder, tmp_path).exit_code == 2


def test_every_mail_of_the_bundled_folder_is_in_its_story() -> None:
    text = (BUNDLED / "story.toml").read_text("utf-8")
    assert [path.name for path in BUNDLED.glob("*.eml") if f'"{path.name}"' not in text] == []
