from __future__ import annotations

import random
from pathlib import Path

import pytest

from tools import artefacts


def _build(folder: Path, **functions: bytes) -> Path:
    for name, content in functions.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "code").write_bytes(content)
    return folder


def test_builds_of_one_artefact_within_the_bounds_pass(tmp_path: Path) -> None:
    artefacts.main([_build(tmp_path / "first", One=b"x", Two=b"x"), _build(tmp_path / "second", One=b"x", Two=b"x")])


def test_builds_that_differ_fail(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="differ"):
        artefacts.main([_build(tmp_path / "first", One=b"x"), _build(tmp_path / "second", One=b"y")])


def test_an_artefact_that_is_too_large_fails_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^Larger than 12 MB, or zipped than 4 MB: One\."):
        artefacts.main([_build(tmp_path, One=bytes(artefacts.MAX_UNZIPPED + 1), Two=b"x")])


def test_an_artefact_that_is_too_large_zipped_fails_by_its_name(tmp_path: Path) -> None:
    noise = random.Random(8).randbytes(artefacts.MAX_ZIPPED + 1)  # noqa: S311 - noise, not a secret
    with pytest.raises(SystemExit, match=": Two"):
        artefacts.main([_build(tmp_path, One=b"x", Two=noise)])


def test_the_bounds_are_those_that_were_set() -> None:
    assert (artefacts.MAX_ZIPPED, artefacts.MAX_UNZIPPED) == (4_000_000, 12_000_000)
