"""Print size and hash of each built function: `python tools/artefacts.py BUILD`; given two builds, compare them."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path


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
    """Print one line per function; with two builds, exit 1 unless all their functions are one and the same artefact."""
    zipped: dict[str, int] = {}
    for build in builds:
        for folder in sorted(path for path in build.iterdir() if path.is_dir()):
            digest = hash_of(folder)
            if digest not in zipped:
                zipped[digest] = zipped_size_of(folder)
            size = sum(path.stat().st_size for path in files_of(folder))
            print(f"{folder.name:20} {size / 1e6:6.1f} MB   zipped {zipped[digest] / 1e6:5.1f} MB   {digest[:16]}")
    if len(builds) > 1 and len(zipped) > 1:
        sys.exit("The builds differ.")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
