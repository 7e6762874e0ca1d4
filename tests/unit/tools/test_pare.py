from __future__ import annotations

from pathlib import Path

import pytest

from tools import pare, reached


@pytest.fixture(autouse=True)
def no_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reached, "DYNAMIC", {})
    monkeypatch.setattr(reached, "NOT_TAKEN", {})


def _lay(artefact: Path, *places: str, **contents: str) -> None:
    for place in (*places, *contents):
        path = artefact / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(contents.get(place, ""))


def _left(artefact: Path) -> set[str]:
    return {path.relative_to(artefact).as_posix() for path in artefact.rglob("*") if path.is_file()}


def test_code_that_no_function_reaches_goes_and_so_do_its_data_and_folders(tmp_path: Path) -> None:
    _lay(
        tmp_path, "used/__init__.py", "used/table.json", "other/__init__.py", "other/table.json", "used/sub/__init__.py"
    )
    _lay(tmp_path, "used/sub/page.js", "stray.txt", **{"functions/one.py": "import used"})
    pare.drop_unread(tmp_path)
    assert _left(tmp_path) == {"functions/one.py", "used/__init__.py", "used/table.json"}
    assert {path.name for path in tmp_path.rglob("*") if path.is_dir()} == {"functions", "used"}


def test_data_in_a_folder_without_code_belong_to_the_package_above(tmp_path: Path) -> None:
    _lay(tmp_path, "used/__init__.py", "used/data/s3/table.json", **{"functions/one.py": "import used"})
    pare.drop_unread(tmp_path)
    assert "used/data/s3/table.json" in _left(tmp_path)


def test_hints_for_type_checkers_and_sources_of_extensions_go(tmp_path: Path) -> None:
    _lay(tmp_path, "used/__init__.py", "used/py.typed", "used/__init__.pyi", "used/fast.c", "used/read.me.rst")
    _lay(tmp_path, **{"functions/one.py": "import used"})
    pare.drop_unread(tmp_path)
    assert _left(tmp_path) == {"functions/one.py", "used/__init__.py"}


def test_the_zones_stay_though_no_statement_names_them(tmp_path: Path) -> None:
    _lay(tmp_path, "tzdata/zoneinfo/Europe/Berlin", "tzdata/zoneinfo/Europe/__init__.py", "tzdata/zoneinfo/tzdata.zi")
    _lay(tmp_path, "functions/one.py")
    pare.drop_unread(tmp_path)
    assert _left(tmp_path) >= {"tzdata/zoneinfo/Europe/Berlin", "tzdata/zoneinfo/Europe/__init__.py"}
    assert "tzdata/zoneinfo/tzdata.zi" not in _left(tmp_path)


def test_what_a_template_reaches_stays(tmp_path: Path) -> None:
    _lay(tmp_path, "runtime.py", "functions/one.py", **{"templates/compiled/page.py": "import runtime"})
    pare.drop_unread(tmp_path)
    assert _left(tmp_path) == {"runtime.py", "functions/one.py", "templates/compiled/page.py"}


def test_of_a_packages_papers_its_name_version_and_licence_stay(tmp_path: Path) -> None:
    papers = tmp_path / "some-1.0.dist-info"
    headers = (
        "Metadata-Version: 2.4\nName: some\nVersion: 1.0\nSummary: much\nLicense-Expression: MIT\n\nName: of the text"
    )
    _lay(tmp_path, "some-1.0.dist-info/RECORD", **{"some-1.0.dist-info/METADATA": headers})
    pare.keep_headers(papers)
    assert [path.name for path in papers.iterdir()] == ["METADATA"]
    assert (
        papers / "METADATA"
    ).read_text() == "Metadata-Version: 2.4\nName: some\nVersion: 1.0\nLicense-Expression: MIT\n"
