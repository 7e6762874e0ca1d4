"""`make bench`: every goal of speed and size measured in one go, and benchmarks/RESULTS.md written anew.

A goal that is missed is no failure: figures of one machine on one day are not a test. A part that cannot do its job is.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import cold, reading, warm
from benchmarks.report import Goal, Section, machine, table
from local.template import ROOT
from tests import call_counts
from tools import artefacts

RESULTS = Path(__file__).parent / "RESULTS.md"
BUILD = ROOT / ".aws-sam" / "bench"
MOST_ZIPPED, MOST_UNZIPPED = 4.0, 12.0


def main() -> None:
    """Measure all parts, print the goals, write the results."""
    begun = time.monotonic()
    # Without Lambda's Python there is neither a cold start nor an artefact with its bytecode.
    sections = [cold.measure(BUILD), artefact(BUILD)] if cold.python313() else []
    sections += [warm.measure(), reading.measure(), calls()]
    goals = [goal for section in sections for goal in section.goals]
    minutes = (time.monotonic() - begun) / 60
    RESULTS.write_text(_page(sections, goals, minutes), "utf-8")
    print("", *table(HEADER, [goal.row() for goal in goals]), "", sep="\n")
    print(f"{sum(goal.met for goal in goals)} of {len(goals)} goals met, measured in {minutes:.1f} minutes.")
    print(f"Everything that was measured stands in {RESULTS.relative_to(ROOT)}.")


HEADER = ["goal", "measured", "bound", ""]


def artefact(build: Path) -> Section:
    """Return the sizes of what `sam build` made, with bytecode of Lambda's Python."""
    rows, zipped, unzipped = [], 0.0, 0.0
    for folder in sorted(path for path in build.iterdir() if path.is_dir()):
        sizes = (
            artefacts.zipped_size_of(folder) / 1e6,
            sum(path.stat().st_size for path in artefacts.files_of(folder)) / 1e6,
        )
        rows.append([folder.name, *(f"{size:.2f}" for size in sizes)])
        zipped, unzipped = max(zipped, sizes[0]), max(unzipped, sizes[1])
    goals = [
        Goal("the largest artefact, zipped", zipped, MOST_ZIPPED, " MB"),
        Goal("the largest artefact, unzipped", unzipped, MOST_UNZIPPED, " MB"),
    ]
    return Section("The artefact, with bytecode", table(["function", "zipped MB", "unzipped MB"], rows), goals)


def calls() -> Section:
    """Return the AWS calls of each thing that can happen, which tests hold the code to."""
    rows = [[scenario, *words.split(": ", 1)] for scenario, words in call_counts.rows()]
    return Section("AWS calls", table(["what happens", "calls", "of them"], rows))


def _page(sections: list[Section], goals: list[Goal], minutes: float) -> str:
    how = (
        "Made by `make bench`, which writes this page anew each time. Ratios last, milliseconds do not: both sides of"
        " each were measured in turns, in the same minutes, on the same machine."
    )
    head = [
        "# Results",
        "",
        how,
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, {minutes:.1f} minutes.",
        "",
        *table(HEADER, [goal.row() for goal in goals]),
    ]
    return "\n\n".join(["\n".join(head), *(section.text() for section in sections)]) + "\n"


if __name__ == "__main__":
    main()
