"""The pages of docs/ name what is there: files, goals, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
RELIABILITY = (ROOT / "docs" / "reliability.md").read_text()
# A path of the project, as it stands between back quotes.
_PATH = re.compile(r"`((?:\.ci|docs|events|functions|local|shared|templates|tests|tools|benchmarks)/[\w./-]*)`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_GOAL = re.compile(r"^@goal\(\s*\"(G\d+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()
    named = {ROOT / path for path in _PATH.findall(text)} | {page.parent / link for link in _LINK.findall(text)}
    assert sorted(str(path) for path in named if not path.exists()) == []


def test_every_goal_has_its_row_in_docs_reliability() -> None:
    goals = {
        name for file in (ROOT / "tests" / "reliability").glob("goal_*.py") for name in _GOAL.findall(file.read_text())
    }
    assert goals
    assert goals <= set(re.findall(r"^\| (G\d+) \|", RELIABILITY, re.MULTILINE))


def test_every_goal_that_a_promise_names_has_its_row() -> None:
    rows = set(re.findall(r"^\| (G\d+) \|", RELIABILITY, re.MULTILINE))
    assert rows == {f"G{number}" for number in range(1, 13)}
    assert set(re.findall(r"\bG\d+\b", RELIABILITY)) == rows


def test_every_attack_of_the_threat_model_has_its_answer() -> None:
    rows = re.findall(r"^\| S(\d+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 23))


def test_every_make_command_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"(?:`|^    )make ([a-z0-9-]+)", page.read_text(), re.MULTILINE)
    }
    assert named - targets == set()
