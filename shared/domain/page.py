"""What a mail's pair of templates is given: every string ready, nothing left to decide but loops and ifs."""

from __future__ import annotations

import dataclasses

from shared.domain.language import SILENT, Language


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """The part that every mail has. `preheader` is the line that a mail program shows beside the subject."""

    subject: str
    preheader: str
    # What the user may answer with, each word and what it does (words.py).
    words: tuple[tuple[str, str], ...] = dataclasses.field(default=(), kw_only=True)
    # What the templates and the attached files take their own words from.
    language: Language = dataclasses.field(default=SILENT, kw_only=True, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Note(Page):
    """A short mail: what happened, what it means, what to do."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    steps_heading: str = ""
    steps: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class FormNote(Note):
    """A short mail with a form that can be filled in and sent back as an answer, one line a field."""

    form: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """A page on the web: what is said, and what may be chosen, each a value and its label."""

    heading: str
    paragraphs: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    language: Language = dataclasses.field(default=SILENT, kw_only=True, repr=False)
