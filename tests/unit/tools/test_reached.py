from __future__ import annotations

from pathlib import Path

import pytest

from tools import reached


def _write(folder: Path, **sources: str) -> None:
    """Write Python files; two underscores in a name stand for a folder."""
    for name, source in sources.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    for package in {path.parent for path in folder.rglob("*.py")} - {folder}:
        (package / "__init__.py").touch()


def _reached_from(folder: Path, name: str) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in reached.reached(folder, [folder / name])}


def test_what_is_imported_is_reached_with_its_packages_and_what_they_import(tmp_path: Path) -> None:
    _write(
        tmp_path, start="import a.b.c", a__b__c="from a import d", a__d="from . import e\nimport json", a__e="", a__f=""
    )
    found = _reached_from(tmp_path, "start.py")
    assert found == {"start.py", "a/__init__.py", "a/b/__init__.py", "a/b/c.py", "a/d.py", "a/e.py"}


def test_an_import_within_a_function_a_branch_or_a_try_counts(tmp_path: Path) -> None:
    source = "def f():\n  import a\nif f:\n  import b\ntry:\n  import c\nexcept ImportError:\n  import d"
    _write(tmp_path, start=source, a="", b="", c="", d="")
    assert _reached_from(tmp_path, "start.py") == {"start.py", "a.py", "b.py", "c.py", "d.py"}


def test_what_a_type_checker_alone_imports_does_not_count(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\nelse:\n  import b"
    _write(tmp_path, start=source, a="", b="")
    assert _reached_from(tmp_path, "start.py") == {"start.py", "b.py"}


def test_relative_imports_are_followed_through_their_dots(tmp_path: Path) -> None:
    _write(tmp_path, start="import a.b.c", a__b__c="from ..d import x\nfrom .e import y", a__d="", a__b__e="")
    assert {"a/d.py", "a/b/e.py"} <= _reached_from(tmp_path, "start.py")


def test_an_extension_module_is_reached_by_its_name(tmp_path: Path) -> None:
    _write(tmp_path, start="from a._fast import f", a__slow="")
    (tmp_path / "a" / "_fast.cpython-313-aarch64-linux-gnu.so").touch()
    assert "a/_fast.cpython-313-aarch64-linux-gnu.so" in _reached_from(tmp_path, "start.py")


@pytest.mark.parametrize("source", ["import importlib\nimportlib.import_module(x)", "__import__(x)"])
def test_an_import_by_a_made_name_has_to_be_explained(tmp_path: Path, source: str) -> None:
    _write(tmp_path, start=source)
    with pytest.raises(reached.DynamicImport, match=r"^start\.py, line \d"):
        _reached_from(tmp_path, "start.py")


def test_an_explanation_of_what_is_not_reached_is_outdated(tmp_path: Path) -> None:
    _write(tmp_path, six="", start="import six")
    outdated = reached.outdated(tmp_path, reached.reached(tmp_path, [tmp_path / "start.py"]))
    assert "six.py" not in outdated
    assert "jinja2/loaders.py" in outdated
