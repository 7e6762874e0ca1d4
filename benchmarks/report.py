"""What the parts of `make bench` have in common: goals, tables, and what kind of machine this is."""

from __future__ import annotations

import dataclasses
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True)
class Goal:
    """One figure and the most that it is to be."""

    what: str
    measured: float
    most: float
    unit: str = ""

    @property
    def met(self) -> bool:
        """Tell whether the figure keeps to its bound, unrounded."""
        return self.measured <= self.most

    def row(self) -> list[str]:
        """Return the cells: what, measured, goal, met or missed."""
        return [
            self.what,
            f"{self.measured:.3g}{self.unit}",
            f"≤ {self.most:g}{self.unit}",
            "met" if self.met else "**missed**",
        ]


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One part of the results: a heading, lines of Markdown, and the goals that they decide."""

    title: str
    lines: Sequence[str]
    goals: Sequence[Goal] = ()

    def text(self) -> str:
        """Return the section as Markdown."""
        return "\n".join([f"## {self.title}", "", *self.lines])


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of samples that were taken one after the other."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def ratio_and_range(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write that ratio with the lowest and the highest."""
    paired = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"{statistics.median(paired):.2f} ({min(paired):.2f}–{max(paired):.2f})"


def machine() -> str:
    """Say what kind of machine this is, without its name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return f"{platform.system()}, {model}"
