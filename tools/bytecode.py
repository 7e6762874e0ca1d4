"""Compile what was built, by the Python that runs it on Lambda: `python3.13 -B -m tools.bytecode ARTEFACT`.

With unchecked hashes, since packing changes the times by which Python would otherwise hold bytecode to be stale. The
sources of our own code stay, so that a traceback in the log shows its lines; those of packages and the compiled
templates go, since they would make up a third of the artefact: of these a traceback names file and line.
"""

from __future__ import annotations

import compileall
import py_compile
import sys
from pathlib import Path

# Where Lambda puts the artefact: what a traceback is to name.
HOME = "/var/task"
WITH_SOURCES = ("functions", "shared")


def compile_all(artefact: Path) -> None:
    """Compile every file in place, and drop the sources but for our own. Ends the process if one does not compile."""
    for source in sorted(artefact.rglob("*.py")):
        keeps_source = source.relative_to(artefact).parts[0] in WITH_SOURCES
        compiled = compileall.compile_file(
            source,
            stripdir=str(artefact),
            prependdir=HOME,
            quiet=1,
            legacy=not keeps_source,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        if not compiled:
            sys.exit(f"{source} does not compile")
        if not keeps_source:
            source.unlink()


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]).resolve())
