"""A file that goes along with a mail."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Attachment:
    """One file. `name` is ASCII; `media_type` is such as "text/calendar", with its parameters beside it."""

    name: str
    media_type: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()
