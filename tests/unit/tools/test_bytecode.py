from __future__ import annotations

import importlib.util
import marshal
import re
import types
from pathlib import Path

from tests import template
from tools import bytecode

# Of a .pyc: magic number, flags, hash (PEP 552).
HEADER = 16


def _code(compiled: Path) -> tuple[int, types.CodeType]:
    raw = compiled.read_bytes()
    code = marshal.loads(raw[HEADER:])  # noqa: S302 - what this test compiled itself
    assert isinstance(code, types.CodeType)
    return int.from_bytes(raw[4:8], "little"), code


def test_our_sources_stay_beside_their_bytecode_and_those_of_packages_go(tmp_path: Path) -> None:
    for place in (
        "functions/one.py",
        "shared/domain/two.py",
        "package/three.py",
        "templates/compiled/four.py",
        "five.py",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("x = 1\n")
    bytecode.compile_all(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {place for place in left if place.endswith(".py")} == {"functions/one.py", "shared/domain/two.py"}
    assert {"package/three.pyc", "templates/compiled/four.pyc", "five.pyc"} <= left
    assert Path(importlib.util.cache_from_source(str(tmp_path / "functions/one.py"))).is_file()


def test_bytecode_holds_whatever_the_time_of_its_source_and_names_the_place_on_lambda(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "one.py").write_text("x = 1\n")
    bytecode.compile_all(tmp_path)
    flags, code = _code(tmp_path / "package" / "one.pyc")
    # Hash-based, and the hash is not checked when it is imported.
    assert flags == 0b01
    assert code.co_filename == "/var/task/package/one.py"


def test_the_functions_run_on_the_python_that_compiles_them() -> None:
    """Without its source, bytecode of another Python is an error, not a slower start."""
    assert template.load()["Globals"]["Function"]["Runtime"] == "python3.13"
    makefile = (template.ROOT / "Makefile").read_text()
    assert re.findall(r"--python-version (\S+)", makefile) == ["3.13"]
    assert "sys.version_info[:2] != (3, 13)" in (template.ROOT / "tools" / "find-python313").read_text()
