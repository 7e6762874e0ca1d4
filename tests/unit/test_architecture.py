"""The arrows of docs/architecture.md: who may know whom, read from the imports themselves."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("functions", "shared", "local", "tests", "benchmarks", "tools")
MOST_LINES = 600
MANY_LINES = 400


@functools.cache
def _modules() -> dict[str, Path]:
    """Return every module of the product by its dotted name."""
    found = {}
    for room in ("functions", "shared", "local"):
        for file in sorted((ROOT / room).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@functools.cache
def _imports(module: str) -> frozenset[str]:
    """Return what a module imports at run time, our own modules by their full names."""
    found = set()
    for node in _run_time_nodes(ast.parse(_modules()[module].read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots"
            base = node.module or ""
            names = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name for name in names if name in _modules()} or {base}
            if not names <= set(_modules()):
                found.add(base)
    return frozenset(found)


def _run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a module, `if TYPE_CHECKING:` left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _run_time_nodes(node)


def _in(room: str) -> list[str]:
    return [name for name in _modules() if name == room or name.startswith(f"{room}.")]


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _belongs(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


ALLOWED = {
    "shared.domain": ("shared.domain",),
    "shared.inbox": ("shared.inbox", "shared.domain", "tzlocal.windows_tz"),
    "shared.steps": ("shared.steps", "shared.inbox", "shared.domain"),
    "shared.adapters": (
        "shared.adapters",
        "shared.domain",
        "aws_lambda_powertools",
        "botocore",
        "jinja2",
        "markupsafe",
    ),
    "shared.settings": ("shared.domain",),
    "functions": (
        "shared.bootstrap",
        "shared.settings",
        "shared.steps",
        "shared.domain",
        "shared.adapters.journal",
        "shared.adapters.ses_events",
        "shared",
    ),
}


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_knows_only_the_rooms_that_its_arrows_point_to(room: str) -> None:
    for module in _in(room):
        for name in _imports(module):
            assert _is_standard(name) or _belongs(name, ALLOWED[room]), f"{module} imports {name}"


def test_no_handler_reaches_past_the_bootstrap() -> None:
    """`shared` stands in the list for `from shared import bootstrap, settings` alone."""
    for module in _in("functions"):
        reached = {name for name in _imports(module) if name.startswith("shared.adapters")}
        assert reached <= {"shared.adapters.journal", "shared.adapters.ses_events"}, module


def test_only_the_bootstrap_knows_steps_and_adapters_both() -> None:
    for module in _in("shared"):
        if module == "shared.bootstrap":
            continue
        rooms = {name.split(".")[1] for name in _imports(module) if name.startswith("shared.")}
        assert not {"steps", "adapters"} <= rooms, module


def test_nothing_shared_knows_the_handlers_or_the_local_tools() -> None:
    for module in _in("shared"):
        assert not any(_belongs(name, ("functions", "local", "tests")) for name in _imports(module)), module
    for module in _in("functions"):
        assert not any(_belongs(name, ("local", "tests")) for name in _imports(module)), module


def test_the_reader_of_mails_knows_neither_aws_nor_templates() -> None:
    for module in (*_in("shared.inbox"), *_in("shared.domain"), *_in("shared.steps")):
        assert not any(_belongs(name, ("boto3", "botocore", "jinja2", "moto")) for name in _imports(module)), module


# The sub-rooms of shared/inbox, as docs/architecture.md draws them; `headers` and `limits` stand open to all.
SUB_ROOMS: dict[str, set[str]] = {
    "wording": set(),
    "calendar": set(),
    "mime": {"calendar", "wording"},
    "tnef": {"calendar", "mime"},
    "who": {"calendar", "mime", "wording"},
    "text": {"calendar", "mime", "who", "wording"},
    "reply": {"mime", "text", "wording"},
}


@pytest.mark.parametrize("room", SUB_ROOMS)
def test_a_sub_room_of_the_inbox_knows_only_those_that_its_arrow_points_to(room: str) -> None:
    for module in _in(f"shared.inbox.{room}"):
        reached = {name.split(".")[2] for name in _imports(module) if name.startswith("shared.inbox.")}
        assert reached - {room, "headers", "limits"} <= SUB_ROOMS[room], module


def test_no_two_modules_import_each_other_by_whatever_way_round() -> None:
    done: set[str] = set()
    under_way: list[str] = []

    def visit(module: str) -> None:
        if module in done:
            return
        assert module not in under_way, " → ".join([*under_way[under_way.index(module) :], module])
        under_way.append(module)
        for name in sorted(_imports(module) & set(_modules())):
            visit(name)
        under_way.pop()
        done.add(module)

    for module in _modules():
        visit(module)


def _files() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {file: len(file.read_text().splitlines()) for file in _files()}
    assert {str(file) for file, lines in lengths.items() if lines > MOST_LINES} == set()
    for file, lines in lengths.items():
        if lines > MANY_LINES and not _belongs(file.relative_to(ROOT).parts[0], ("tests",)):
            assert "lines" in (ast.get_docstring(ast.parse(file.read_text())) or ""), f"{file} does not say why"


def test_the_imports_are_really_read() -> None:
    """Without this the arrows could hold for want of anything to look at."""
    assert "shared.domain.planning" in _modules()
    assert "shared.domain.delivery" in _imports("shared.domain.planning")
    assert "botocore.session" in _imports("shared.adapters.aws_clients")
    assert "shared.bootstrap" in _imports("functions.send_delivery")
    assert "mypy_boto3_dynamodb" not in {name for module in _modules() for name in _imports(module)}
