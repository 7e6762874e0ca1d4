"""Print size and hash of each built function, and fail where one is too large: `python tools/artefacts.py BUILD`.

Given two builds, compare them: all functions of both have to be one and the same artefact.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

# Bytes that an artefact may have, bytecode included. Lambda fetches and unpacks it before each cold start.
MAX_UNZIPPED = 12_000_000
MAX_ZIPPED = 4_000_000


def files_of(folder: Path) -> list[Path]:
    """Return the files below `folder`, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def hash_of(folder: Path) -> str:
    """Return the SHA-256 over the name and contents of every file, not over times or permissions."""
    digest = hashlib.sha256()
    for path in files_of(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def zipped_size_of(folder: Path) -> int:
    """Return the bytes of the folder as a zip, which is what Lambda gets."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_of(folder):
            archive.write(path, path.relative_to(folder))
    return buffer.tell()


def main(builds: list[Path]) -> None:
    """Print one line per function; exit 1 where one is above a bound, or where the functions of two builds differ."""
    zipped: dict[str, int] = {}
    too_large: list[str] = []
    for build in builds:
        for folder in sorted(path for path in build.iterdir() if path.is_dir()):
            digest = hash_of(folder)
            if digest not in zipped:
                zipped[digest] = zipped_size_of(folder)
            size = sum(path.stat().st_size for path in files_of(folder))
            print(f"{folder.name:20} {size / 1e6:6.1f} MB   zipped {zipped[digest] / 1e6:5.1f} MB   {digest[:16]}")
            if size > MAX_UNZIPPED or zipped[digest] > MAX_ZIPPED:
                too_large.append(folder.name)
    if too_large:
        sys.exit(
            f"Larger than {MAX_UNZIPPED / 1e6:g} MB, or zipped than {MAX_ZIPPED / 1e6:g} MB: {', '.join(too_large)}. "
            "docs/decisions.md says what an artefact holds."
        )
    if len(builds) > 1 and len(zipped) > 1:
        sys.exit("The builds differ.")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
