"""The language of replies, as data: which commands a user may write, and what one reply came to.

This says what was written, not what happens: a step decides that by the meeting and by the mail that was answered.
"""

from __future__ import annotations

import dataclasses
import enum


class CommandWord(enum.StrEnum):
    """A command of a reply. The four that change something today have the spelling of `words.Word`."""

    SENT = "sent"
    STOP = "stop"
    STOP_ALL = "stop all"
    DID_NOT_HAPPEN = "did not happen"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SWAP = "swap"
    OWN_WORDS = "own words"
    WITH = "with"
    COMPANY = "company"
    WHEN = "when"
    LENGTH = "length"
    WHERE = "where"
    MET = "met"
    ASK = "ask"
    PROFILE = "profile"
    LIST = "list"
    EXPORT = "export"
    ERASE = "erase"
    ALSO = "also"
    COMPARE = "compare"
    KEEP_IN_TOUCH = "keep in touch"
    HELP = "help"


# What changes or deletes: it counts only as the whole line, and only from a proven user.
DESTRUCTIVE = frozenset(
    {
        CommandWord.STOP,
        CommandWord.STOP_ALL,
        CommandWord.DID_NOT_HAPPEN,
        CommandWord.MOVED,
        CommandWord.CANCELLED,
        CommandWord.ERASE,
    }
)


@dataclasses.dataclass(frozen=True, slots=True)
class Command:
    """One command. `number` is that of the question, for `swap 4` and `4: my words`; `text` is what follows the word.

    A profile's text is its lines "key: value". "4: …" may also be the answer to the fourth prompt of a thank-you draft:
    which mail is answered settles it.
    """

    word: CommandWord
    number: int | None = None
    text: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line that may be a command or may be none: `could_be` is what to ask about. It stands in no notes."""

    line: str
    could_be: tuple[CommandWord, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ReplyText:
    """What a user wrote in a reply, in the order of the mail: commands, and all the rest as notes.

    An automatic answer (out of office) holds no command; its words are in `notes`.
    """

    commands: tuple[Command, ...] = ()
    notes: str = ""
    is_automatic: bool = False
    in_doubt: tuple[DoubtfulLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether the user wrote nothing."""
        return not (self.commands or self.notes or self.in_doubt)
