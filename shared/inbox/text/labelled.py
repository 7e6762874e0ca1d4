"""Lines with a label that we know: "When: …", a table's row, or a label alone with its value on the lines below."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Container, Sequence

from shared.inbox.mime.plain_text import unmarked
from shared.inbox.wording.labels import Field, HeaderField, header_of, labels_of

_LABEL = re.compile(r"([^:\n]{1,32}?)\s?:(?!//)\s*(.*)")
_CELL = re.compile(r"([^\t\n]{1,32}?)(?:\t+|\s{2,})(\S.*)")
_STARRED = re.compile(r"\s*\*([^*\n]{2,32})\*\s*(\S.*)")
_LONGEST_LABEL = 40
_MOST_LABELLED = 400
_MOST_BELOW = 40
_MODIFIED = re.compile(r"\s*\[MODIFIED\]\s*$")

Meanings = tuple[tuple[Field, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Labelled:
    """A line with a label that we know, with its meanings and languages; `below` are the lines that belong to it."""

    at: int
    meanings: Meanings
    label: str
    value: str
    below: tuple[str, ...]

    def means(self, *fields: Field) -> bool:
        """Tell whether the label may mean one of `fields`."""
        return any(field in fields for field, _ in self.meanings)

    @property
    def is_header_word(self) -> bool:
        """Tell whether a mail's own header lines begin with this word too: "Date", "Subject", "Betreff"."""
        return header_of(self.label) in {HeaderField.DATE, HeaderField.SUBJECT}

    @property
    def text(self) -> str:
        """The value with the lines below it."""
        return " ".join(part for part in (self.value, *self.below) if part)

    @property
    def first(self) -> str:
        """The value, or the first line below where the label stands alone."""
        return self.value or (self.below[0] if self.below else "")


def labelled_lines(lines: Sequence[str]) -> list[Labelled]:
    """Find the labelled lines, each with the lines below that belong to it."""
    heads: dict[int, tuple[Meanings, str, str]] = {}
    for at, line in enumerate(lines):
        head = _head(line)
        if head:
            heads[at] = head
            if len(heads) >= _MOST_LABELLED:
                break
    return [
        Labelled(at, meanings, label, value, _below(lines, at, heads, has_value=bool(value)))
        for at, (meanings, label, value) in heads.items()
    ]


def _head(line: str) -> tuple[Meanings, str, str] | None:
    bare = unmarked(line)
    if not bare:
        return None
    for match in (_LABEL.match(bare), _CELL.match(line.strip()), _STARRED.match(line)):
        meanings = labels_of(match[1]) if match else ()
        if match and meanings:
            return meanings, match[1].strip(" *_"), _MODIFIED.sub("", unmarked(match[2]))
    meanings = labels_of(bare) if len(bare) < _LONGEST_LABEL else ()
    return (meanings, bare, "") if meanings else None


def _below(lines: Sequence[str], at: int, heads: Container[int], *, has_value: bool) -> tuple[str, ...]:
    """Return the lines below a label up to a blank one or the next label; blanks just below a bare label are passed."""
    taken: list[str] = []
    for index in range(at + 1, min(len(lines), at + _MOST_BELOW)):
        if index in heads:
            break
        line = unmarked(lines[index])
        if line:
            taken.append(line)
        elif taken or has_value:
            break
    return tuple(taken)
