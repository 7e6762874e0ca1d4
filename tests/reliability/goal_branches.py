"""G12, the other half: what reads, decides and sends is tried branch by branch by its own tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.reliability.goals import Result, Size, goal

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("shared/domain", "shared/inbox", "shared/steps")
TESTS = ("tests/unit/domain", "tests/unit/inbox", "tests/unit/steps", "tests/unit/adapters", "tests/unit/functions")
# They try the same branches a thousand times, or time what they try, which a trace slows down.
LEFT_OUT = (
    "tests/unit/domain/test_planning.py::test_every_order_of_the_same_mails_ends_at_the_newest_version",
    "tests/unit/domain/test_questions.py::test_ten_questions_are_chosen_whatever_is_known",
    "tests/unit/domain/test_thank_you.py::test_every_letter_keeps_within_its_words",
    "tests/unit/inbox/test_caps.py::test_a_bomb_ends_soon_and_in_an_outcome",
    "tests/unit/inbox/test_isolation.py::test_every_pair_of_files_reads_alike_in_either_order",
)
LEAST = 0.95


@goal("G12 branches", "shared/domain, inbox and steps: of 100 branches at least 95 are taken by their own tests")
def branches(_size: Size) -> Result:
    """Count the branches that the tests take. A failure is a branch that is missing to 95 of 100 in its room."""
    with tempfile.TemporaryDirectory(prefix="branches-") as folder:
        files = _measured(Path(folder))
    tried, missing, notes = 0, 0, []
    for room in ROOMS:
        found = [figures["summary"] for name, figures in files.items() if name.startswith(f"{room}/")]
        all_of_it = sum(one["num_branches"] for one in found)
        taken = sum(one["covered_branches"] for one in found)
        tried += all_of_it
        missing += max(0, round(LEAST * all_of_it + 0.5) - taken)
        notes.append(f"{room}: {taken:,} of {all_of_it:,} branches, {100 * taken / max(1, all_of_it):.1f} %")
    return Result(tried, missing, notes=tuple(notes))


def _measured(folder: Path) -> dict[str, Any]:
    """Run the tests under coverage and return its figures by file; raise where a test fails."""
    environment = os.environ | {"COVERAGE_FILE": str(folder / "data"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    coverage = (sys.executable, "-m", "coverage")
    left_out = [word for test in LEFT_OUT for word in ("--deselect", test)]
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", *left_out, *TESTS)
    run = (*coverage, "run", "--branch", f"--source={','.join(ROOMS)}", *tests)
    report = folder / "report.json"
    for command in (run, (*coverage, "json", "--quiet", "-o", str(report))):
        done = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError((done.stdout.strip() or done.stderr.strip()).splitlines()[-1])
    files: dict[str, Any] = json.loads(report.read_text())["files"]
    return files
