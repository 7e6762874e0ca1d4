"""Read and check the words that users read, once, at build: `python -m tools.compile_content FOLDER`.

FOLDER holds the TOML of one language (shared/content/en). What came of it is written beside, as JSON that
shared/adapters/shipped_content.py takes in place of the TOML; the functions need the TOML no more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shared.adapters import toml_content
from shared.adapters.codec import to_plain
from shared.adapters.shipped_content import PHRASES, WHOLE


def compile_content(folder: Path) -> tuple[Path, Path]:
    """Compile the TOML of `folder`, and return the files written; raise ContentError naming file, line and fault."""
    plain = to_plain(toml_content.load(folder))
    phrases = plain.pop("language")
    return _write(folder / WHOLE, plain), _write(folder / PHRASES, phrases)


def _write(path: Path, plain: dict[str, Any]) -> Path:
    path.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


if __name__ == "__main__":
    for written in compile_content(Path(sys.argv[1])):
        print(written)
