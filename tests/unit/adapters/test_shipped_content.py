from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters import shipped_content, toml_content
from shared.domain.errors import ContentError
from tools.compile_content import compile_content


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the content, which the loader takes for the one that ships."""
    copy = tmp_path / "en"
    shutil.copytree(toml_content.HOME, copy)
    monkeypatch.setattr(shipped_content, "HOME", copy)
    _forget()
    yield copy
    _forget()


def _forget() -> None:
    shipped_content.load.cache_clear()
    shipped_content.load_language.cache_clear()


def test_what_was_compiled_is_what_the_toml_says(folder: Path) -> None:
    compile_content(folder)
    for toml in folder.glob("*.toml"):
        toml.unlink()
    assert shipped_content.load() == toml_content.load()
    assert shipped_content.load_language() == toml_content.load_language()


@pytest.mark.usefixtures("folder")
def test_where_nothing_was_compiled_the_toml_is_read() -> None:
    assert shipped_content.load() == toml_content.load()
    assert shipped_content.load_language() == toml_content.load_language()


def test_the_same_toml_compiles_to_the_same_bytes(folder: Path) -> None:
    first = [path.read_bytes() for path in compile_content(folder)]
    assert [path.read_bytes() for path in compile_content(folder)] == first


def test_a_slip_in_the_toml_stops_the_build_and_says_where_it_stands(folder: Path) -> None:
    questions = folder / toml_content.QUESTIONS
    questions.write_text(questions.read_text().replace("weight = ", "wait = ", 1))
    with pytest.raises(ContentError, match=r"questions\.toml, line \d+, question"):
        compile_content(folder)
    assert not (folder / shipped_content.WHOLE).exists()


def test_no_compiled_words_lie_in_the_source_where_they_would_hide_the_toml() -> None:
    assert [path.name for path in toml_content.HOME.iterdir() if path.suffix != ".toml"] == []
