"""The content as it ships: read and checked once, when the functions are built, and kept as the values that came of it.

A cold start then parses no TOML and checks no word again (tools/compile_content.py). Where nothing was compiled, the
TOML itself is read (shared/adapters/toml_content.py), which says of a slip where it stands.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.adapters.codec import from_plain
from shared.domain.language import Language

if TYPE_CHECKING:
    from shared.domain.content import Content

HOME = Path(__file__).resolve().parent.parent / "content" / "en"
# The phrases stand in a file of their own, since what receives a mail needs no more.
WHOLE, PHRASES = "content.json", "language.json"


@functools.cache
def load() -> Content:
    """Return all words of shared/content/en."""
    from shared.domain.content import Content  # noqa: PLC0415 - what needs the phrases alone is not to load the rest

    compiled = HOME / WHOLE
    if compiled.is_file():
        return from_plain(Content, _read(compiled) | {"language": _read(HOME / PHRASES)})
    from shared.adapters import toml_content  # noqa: PLC0415 - as said above

    return toml_content.load(HOME)


@functools.cache
def load_language() -> Language:
    """Return the phrases of shared/content/en alone."""
    compiled = HOME / PHRASES
    if compiled.is_file():
        return from_plain(Language, _read(compiled))
    from shared.adapters import toml_content  # noqa: PLC0415 - as said above

    return toml_content.load_language(HOME)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read
