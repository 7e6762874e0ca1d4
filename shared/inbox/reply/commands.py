"""The commands in the new text of a reply, line by line; all the rest is notes.

A word that changes or deletes must stand as a line of its own: not as the end of a sentence that a mail program broke,
nor as the beginning of one. Where that is open, or two words contradict each other, the line is in doubt.
"""

from __future__ import annotations

import dataclasses

from shared.domain.commands import DESTRUCTIVE, Command, CommandWord, DoubtfulLine
from shared.inbox.mime.plain_text import unmarked
from shared.inbox.reply.lines import is_blank_of_the_form, meaning_of, profile_line, takes_text
from shared.inbox.reply.new_text import NewPart, was_wrapped
from shared.inbox.reply.words import is_polite
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.replies import GREETINGS

_LONG_LINE = 50
_MOST_GREETING_WORDS = 4
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：")
_CHANGES = DESTRUCTIVE | {CommandWord.SENT}
# Two words of one reply that cannot both be meant.
_CONTRADICTIONS = (
    frozenset({CommandWord.SENT, CommandWord.DID_NOT_HAPPEN}),
    frozenset({CommandWord.SENT, CommandWord.CANCELLED}),
    frozenset({CommandWord.SENT, CommandWord.MOVED}),
    frozenset({CommandWord.MOVED, CommandWord.CANCELLED}),
    frozenset({CommandWord.MOVED, CommandWord.DID_NOT_HAPPEN}),
    frozenset({CommandWord.MOVED, CommandWord.STOP}),
    frozenset({CommandWord.MOVED, CommandWord.STOP_ALL}),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What the lines came to."""

    commands: tuple[Command, ...]
    notes: str
    in_doubt: tuple[DoubtfulLine, ...]

    def in_question(self) -> Said:
        """Return the same with every command that changes something put in doubt."""
        doubts = tuple(
            DoubtfulLine(f"{one.word} {one.text}".strip(), (one.word,)) for one in self.commands if one.word in _CHANGES
        )
        kept = tuple(one for one in self.commands if one.word not in _CHANGES)
        return Said(kept, self.notes, (*self.in_doubt, *doubts))


def commands_in(parts: list[NewPart]) -> Said:
    """Read the parts of a new text, signatures gone, from the first line to the last."""
    reader = _Reader()
    for part in parts:
        reader.read(part)
    return reader.said()


class _Reader:
    """The state of one reading: what was found, each command with the line that says it."""

    def __init__(self) -> None:
        self.found: list[tuple[Command, str]] = []
        self.notes: list[str] = []
        self.in_doubt: list[DoubtfulLine] = []

    def read(self, part: NewPart) -> None:
        """Read one part."""
        lines = list(part.lines)
        at = 0
        note_above = ""
        greets = True
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                note_above = ""
                self.notes.append("")
                at += 1
                continue
            meaning = None if greets and is_greeting(line) else meaning_of(line)
            if isinstance(meaning, tuple):
                meaning = self._standing(meaning, line, note_above, lines[at + 1 :], part.may_be_quoted and at == 0)
            if isinstance(meaning, tuple):
                at = self._take(meaning, lines, at)
                note_above = ""
            elif isinstance(meaning, DoubtfulLine):
                self.in_doubt.append(meaning)
                note_above = line
                at += 1
            else:
                passed_over = is_polite(line) or (greets and is_greeting(line))
                if not passed_over:
                    self.notes.append(line.strip())
                note_above = "" if passed_over else line
                at += 1
            greets = False
        self.notes.append("")

    def said(self) -> Said:
        """Return it all; words that contradict each other are put in doubt, each said twice counts once."""
        words = {command.word for command, _ in self.found}
        clashing = frozenset[CommandWord]().union(*(pair for pair in _CONTRADICTIONS if pair <= words))
        self.in_doubt += [
            DoubtfulLine(line.strip(), (command.word,)) for command, line in self.found if command.word in clashing
        ]
        commands = dict.fromkeys(command for command, _ in self.found if command.word not in clashing)
        return Said(tuple(commands), _as_notes(self.notes), tuple(dict.fromkeys(self.in_doubt)))

    def _standing(
        self,
        commands: tuple[Command, ...],
        line: str,
        note_above: str,
        below: list[str],
        may_be_quoted: bool,  # noqa: FBT001 - handed on
    ) -> tuple[Command, ...] | DoubtfulLine | None:
        """Judge by the lines around it whether a word that changes something stands alone."""
        words = tuple(command.word for command in commands)
        if not _CHANGES & set(words):
            return commands
        doubt = DoubtfulLine(line.strip(), words)
        if may_be_quoted:
            return doubt
        if note_above and not note_above.rstrip().endswith(_SENTENCE_ENDS):
            return None if len(note_above) >= _LONG_LINE else doubt
        next_line = unmarked(below[0]) if below else ""
        goes_on = next_line[:1].islower() and not line.rstrip().endswith(_SENTENCE_ENDS)
        if goes_on and not is_polite(next_line) and meaning_of(next_line) is None:
            return doubt
        return commands

    def _take(self, commands: tuple[Command, ...], lines: list[str], at: int) -> int:
        """Keep the commands of a line with what belongs to them below; return the index behind."""
        behind = at + 1
        command = commands[0]
        if command.word is CommandWord.PROFILE:
            keys, behind = _profile_below(lines, behind)
            command = dataclasses.replace(command, text="\n".join(keys))
        elif takes_text(command):
            text, behind = _text_below(command.text, lines, at)
            command = dataclasses.replace(command, text=text)
            if is_blank_of_the_form(command) or not text:
                return behind
        self.found += [(one, lines[at]) for one in (command, *commands[1:])]
        return behind


def is_greeting(line: str) -> bool:
    """Tell whether a line only greets: "Hi Foreword,"."""
    plain = unmarked(line[:100]).strip(" ,.!:、。，！")
    words = plain.replace(",", " ").split()
    if not words or len(words) > _MOST_GREETING_WORDS or line.rstrip()[-1:] in ".?。？":
        return False
    taken = next((count for count in (2, 1) if fold(" ".join(words[:count])) in GREETINGS), 0)
    named = all(word[0].isupper() or not word.isascii() or is_polite(word) for word in words[taken:])
    return bool(taken) and named and meaning_of(line) is None


def _text_below(text: str, lines: list[str], at: int) -> tuple[str, int]:
    """Return the text of a command, joined where a mail program broke it, or the line below an empty label."""
    behind = at + 1
    while behind < len(lines) and lines[behind].strip():
        goes_on = not text or was_wrapped(lines[behind - 1], lines[behind])
        if not goes_on or meaning_of(lines[behind]) is not None:
            break
        text = f"{text} {lines[behind].strip()}".strip()
        behind += 1
    return text, behind


def _profile_below(lines: list[str], at: int) -> tuple[list[str], int]:
    """Return the lines "key: value" below `profile`, blank ones between them passed over, and the index behind."""
    keys: list[str] = []
    behind = at
    while at < len(lines):
        key = profile_line(lines[at])
        if key:
            keys.append(key)
            behind = at + 1
        elif keys and at == behind and lines[at].strip() and was_wrapped(lines[at - 1], lines[at]):
            keys[-1] += f" {lines[at].strip()}"
            behind = at + 1
        elif lines[at].strip():
            break
        at += 1
    return keys, behind


def _as_notes(lines: list[str]) -> str:
    """Join lines, one blank line at most between two."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
