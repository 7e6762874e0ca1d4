"""Pare what was installed for Lambda down to what the functions use: `python -B -m tools.pare ARTEFACT`.

ARTEFACT holds our folders and the installed packages. Afterwards botocore describes only what the code calls, the
templates are Python, the words are checked JSON, no file is left that no function reaches, and of each package's papers
there is its name, version and licence. The standard library and what lies in ARTEFACT are all that it needs.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

# What a running function does not read: hints for type checkers, sources of extension modules, manuals.
NOT_READ = frozenset({".c", ".h", ".md", ".pyi", ".pyx", ".rst", ".typed"})
# Read by no import statement and needed all the same. zoneinfo imports tzdata's folders by the zone's name, where the
# system has no zones, and Lambda's image is not bound to have any.
KEPT_WHOLE = ("tzdata",)
# Found beside code that is reached, and never read.
NEVER_READ = {
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz": "what dateutil's gettz falls back on; botocore never asks it",
    "tzdata/zoneinfo/iso3166.tab": "zoneinfo reads the files that are named after zones alone",
    "tzdata/zoneinfo/leapseconds": "as iso3166.tab",
    "tzdata/zoneinfo/tzdata.zi": "as iso3166.tab",
    "tzdata/zoneinfo/zone.tab": "as iso3166.tab",
    "tzdata/zoneinfo/zone1970.tab": "as iso3166.tab",
    "tzdata/zoneinfo/zonenow.tab": "as iso3166.tab",
}


def pare(artefact: Path) -> None:
    """Pare the folder in place; what is in it has to be importable."""
    # They import what was installed into the artefact, and are therefore imported when it is on the path.
    from shared.adapters.jinja_pages import compile_templates  # noqa: PLC0415 - as said above
    from tools import aws_calls, botocore_cut  # noqa: PLC0415 - as said above
    from tools.compile_content import compile_content  # noqa: PLC0415 - as said above

    botocore_cut.replace_data(artefact / "botocore", aws_calls.operations())
    compile_templates(artefact / "templates")
    for language in sorted((artefact / "shared" / "content").iterdir()):
        compile_content(language)
    for source in (*(artefact / "templates").glob("*.j2"), *(artefact / "shared" / "content").rglob("*.toml")):
        source.unlink()
    drop_unread(artefact)
    for papers in artefact.glob("*.dist-info"):
        keep_headers(papers)


def drop_unread(artefact: Path) -> None:
    """Remove every file that the functions do not reach, but for data beside code that they do reach."""
    from tools import reached  # noqa: PLC0415 - beside the others

    # Where handlers begin. Templates are found by their name when they are rendered, so each one is a beginning too.
    roots = [*sorted((artefact / "functions").glob("*.py")), *sorted((artefact / "templates").rglob("*.py"))]
    code = reached.reached(artefact, roots)
    if outdated := reached.outdated(artefact, code):
        sys.exit(f"tools/reached.py names what no function reaches any more: {', '.join(outdated)}")
    dropped = [path for path in _installed(artefact) if not _is_kept(path, code, artefact)]
    for path in dropped:
        path.unlink()
    for folder in sorted((path for path in artefact.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _installed(artefact: Path) -> list[Path]:
    """Return all files but the packages' papers."""
    return sorted(
        path
        for path in artefact.rglob("*")
        if path.is_file() and not path.relative_to(artefact).parts[0].endswith(".dist-info")
    )


def _is_kept(path: Path, code: set[Path], artefact: Path) -> bool:
    """Tell whether a function reaches this file, or may read it as data of a package that it reaches."""
    place = path.relative_to(artefact)
    if path in code:
        return True
    if place.as_posix() in NEVER_READ:
        return False
    if place.parts[0] in KEPT_WHOLE:
        return True
    if path.suffix in {".py", ".so"} | NOT_READ:
        return False
    package = next((folder for folder in path.parents if (folder / "__init__.py").exists()), None)
    return package is not None and package / "__init__.py" in code


def keep_headers(papers: Path) -> None:
    """Leave of a package's papers what tells it apart, where importlib.metadata looks for it."""
    headers, _, _ = (papers / "METADATA").read_text(encoding="utf-8").partition("\n\n")
    kept = [
        line for line in headers.splitlines() if line.startswith(("Metadata-Version", "Name", "Version", "License"))
    ]
    shutil.rmtree(papers)
    papers.mkdir()
    (papers / "METADATA").write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    # Before whatever this Python has of its own: the artefact is pared by the versions that it ships.
    sys.path.insert(0, str(folder))
    pare(folder)
