"""G12: each guard of the product has a test that fails without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.guards import GUARDS
from tests.reliability.guards.guard import Guard

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("functions", "shared", "local", "templates", "tests", "events", "pyproject.toml", "template.yaml")
PASSED, FAILED = 0, 1
# Far above what the named tests take, all of them together.
SECONDS = 400


@goal("G12", "each guard taken out of a copy of the source: one of its tests fails, and with it they pass")
def guards(_size: Size) -> Result:
    """Run the named tests as they are, then once for each guard without it."""
    tally, slowest, longest = Tally(), "", 0.0
    with _copy_of_the_tree() as tree:
        with tally.attempt("the tests that are named, nothing taken out"):
            _expect(PASSED, tree, tuple(dict.fromkeys(test for guard in GUARDS for test in guard.tests)))
        for guard in GUARDS:
            began = time.monotonic()
            with tally.attempt(guard.name), _without(guard, tree):
                _expect(FAILED, tree, guard.tests)
            took = time.monotonic() - began
            slowest, longest = (guard.name, took) if took > longest else (slowest, longest)
    result = tally.result(f"{len(GUARDS)} guards; the slowest to be missed: {slowest}")
    return Result(result.tried, result.failures, longest, None, result.notes)


@contextmanager
def _copy_of_the_tree() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        tree = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, tree / name)
        yield tree


@contextmanager
def _without(guard: Guard, tree: Path) -> Iterator[None]:
    """Take a guard out of the copy, and put it back."""
    file = tree / guard.file
    source = file.read_text()
    assert source.count(guard.old) == 1, f"{guard.file} no longer holds the text of the guard, or holds it twice"
    try:
        _write(file, source.replace(guard.old, guard.new))
        yield
    finally:
        _write(file, source)


def _write(file: Path, source: str) -> None:
    file.write_text(source)
    # Bytecode is known by size and second: an edit that keeps both would not be seen.
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
        compiled.unlink()


def _expect(expected: int, tree: Path, tests: tuple[str, ...]) -> None:
    """Run tests in the copy; anything but passing or failing, such as a module that cannot be read, is neither."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    # The package of the environment leads to the checkout; the copy comes before it. No plugin is needed here, and
    # reading them takes longer than most of the tests.
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(  # noqa: S603 - our own tests
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    last = done.stdout.strip().splitlines()[-1:] or done.stderr.strip().splitlines()[-1:]
    assert done.returncode == expected, f"pytest ended with {done.returncode}: {''.join(last)}"
