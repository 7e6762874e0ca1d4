"""What a mail's pair of templates is given: every string ready, nothing left to decide but loops and ifs."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """The part that every mail has. `preheader` is the line that a mail program shows beside the subject."""

    subject: str
    preheader: str


@dataclasses.dataclass(frozen=True, slots=True)
class Note(Page):
    """A short mail: what happened, what it means, what to do."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    steps_heading: str = ""
    steps: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
