"""A proven user's mail without an invite, taken at its word: commands, notes, or both, or neither."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from shared.domain.commands import Command, CommandWord, ReplyText
from shared.domain.content import Content
from shared.domain.interview import Change, Interview, Snapshot, User
from shared.domain.prep_pack import questions_for
from shared.domain.questions import TEN
from shared.domain.reply import Named, Reply, Want
from shared.domain.replying import plan_reply
from shared.domain.timing import Rules
from shared.domain.tokens import Purpose, Token, address_mark, seal
from shared.domain.words import Word
from shared.domain.words_beside import plan_words
from shared.inbox.notes import named_lines, question_lines, read_notes
from shared.inbox.requests import address_in, read_corrections, read_named, read_profile

AUTOMATIC = "automatic_reply"
CODE_HOLDS_FOR = timedelta(days=7)
# The words that were there first; what each changes is decided by it alone.
_OBEYED = {CommandWord(word): word for word in Word}
_WANTS = {
    CommandWord.LIST: Want.LIST,
    CommandWord.EXPORT: Want.EXPORT,
    CommandWord.COMPARE: Want.COMPARE,
    CommandWord.HELP: Want.HELP,
    CommandWord.ERASE: Want.ERASE,
}
_ABOUT_A_MEETING = frozenset(
    {
        CommandWord.SENT, CommandWord.STOP, CommandWord.DID_NOT_HAPPEN, CommandWord.SWAP,
        CommandWord.WITH, CommandWord.COMPANY, CommandWord.WHEN, CommandWord.LENGTH, CommandWord.WHERE,
        CommandWord.MOVED, CommandWord.CANCELLED,
    }
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Answering:
    """The mail that a reply came in. `received_at` is when; an hour without a zone in it is the user's."""

    mail_id: str
    user: User
    recipient: str
    references: tuple[str, ...]
    received_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class TakeReply:
    """Turns what was written into what it asks, and plans that. `content` is loaded only where a question is named."""

    rules: Rules
    content: Callable[[], Content]
    token_key: bytes

    def __call__(self, mail: Answering, said: ReplyText, about: Snapshot | None, now: datetime) -> Change:
        """Return what the reply changes; `about` is the meeting that it answers a mail of, if any."""
        if said.is_automatic:
            # An out-of-office is no answer, and an answer to it would be one mail too many.
            return Change(mail.mail_id, AUTOMATIC, now, user_id=mail.user.id)
        words = tuple(_OBEYED[command.word] for command in said.commands if command.word in _OBEYED)
        if about is None:
            # Only one of them needs no meeting; of the others the reply tells that it needs one.
            words = tuple(word for word in words if word is Word.STOP_ALL)
        reply = self._reply(mail, said, about, now)
        return plan_words(words, reply, now, self.rules) if words else plan_reply(reply, now, self.rules)

    def keep(self, mail: Answering, text: str, now: datetime) -> Change:
        """Keep a text as it stands, with no talk, and obey nothing of it."""
        kept = Reply(mail.mail_id, mail.user, mail.recipient, mail.references, about=None, notes=text)
        return plan_reply(kept, now, self.rules)

    def _reply(self, mail: Answering, said: ReplyText, about: Snapshot | None, now: datetime) -> Reply:
        interview = about.interview if about else None
        commands, notes = _by_meeting(said, interview, now)
        of = {word: [command for command in commands if command.word is word] for word in CommandWord}
        contact = interview.contact if interview else None
        zone = interview.meeting.zone if interview else mail.user.time_zone
        starts_at = interview.meeting.starts_at if interview else None
        read = read_corrections(commands, contact, mail.received_at, zone, starts_at)
        swapped, kept = self._swaps(of[CommandWord.SWAP], interview, mail.user, now)
        met = [*(command.text for command in of[CommandWord.MET]), *named_lines(notes)]
        profile = "\n".join(command.text for command in of[CommandWord.PROFILE])
        return Reply(
            mail_id=mail.mail_id,
            user=mail.user,
            recipient=mail.recipient,
            references=mail.references,
            about=about,
            notes=notes,
            debrief=read_notes(_all_notes(interview, notes)) if notes else None,
            corrections=read.corrections,
            swapped=swapped,
            not_swapped=kept,
            own_words=self._own_words(of[CommandWord.OWN_WORDS], interview, mail.user, now),
            answers=self._answers(notes, interview, mail.user, now),
            met=_named(met),
            ask=_named(command.text for command in of[CommandWord.ASK]),
            profile=read_profile(profile) if of[CommandWord.PROFILE] else None,
            keeps_in_touch=bool(of[CommandWord.KEEP_IN_TOUCH]),
            wants=tuple(_WANTS[command.word] for command in commands if command.word in _WANTS),
            also=self._codes(of[CommandWord.ALSO], mail.user, now),
            unclear=(*(read.unclear if interview else ()), *_unreadable(commands, met)),
            in_doubt=tuple(doubt.line for doubt in said.in_doubt),
            needs_meeting=_needing(commands) if interview is None else (),
        )

    def asked_in(self, interview: Interview, user: User, now: datetime) -> tuple[str, ...]:
        """Return the ids of the questions of an earlier talk that there was time for, or that were answered."""
        above = questions_for(interview, user, self.content(), now).above
        return tuple(dict.fromkeys((*interview.asked, *(asked.id for asked in above), *interview.answers)))

    def _ids(self, interview: Interview, user: User, now: datetime) -> tuple[str, ...]:
        return tuple(asked.id for asked in questions_for(interview, user, self.content(), now).ten)

    def _swaps(
        self, commands: list[Command], interview: Interview | None, user: User, now: datetime
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the questions to swap, and the numbers that cannot be."""
        if not commands or interview is None:
            return (), ()
        ids = self._ids(interview, user, now)
        can = [command.number for command in commands if command.number and 0 < command.number < TEN]
        kept = (command.number or command.text for command in commands if command.number not in can)
        return tuple(ids[number - 1] for number in can), tuple(f"swap {what}".strip() for what in kept)

    def _own_words(
        self, commands: list[Command], interview: Interview | None, user: User, now: datetime
    ) -> dict[str, str]:
        if not commands or interview is None:
            return {}
        ids = self._ids(interview, user, now)
        numbered = [(command.number or 0, command.text) for command in commands]
        return {ids[number - 1]: text for number, text in numbered if 0 < number <= TEN and text}

    def _answers(self, notes: str, interview: Interview | None, user: User, now: datetime) -> dict[str, str]:
        lines = question_lines(notes)
        if not lines or interview is None:
            return {}
        ids = self._ids(interview, user, now)
        return {ids[number - 1]: text for number, text in lines.items() if 0 < number <= TEN}

    def _codes(self, commands: list[Command], user: User, now: datetime) -> tuple[tuple[str, str], ...]:
        """Make the code that only the named address can send back."""
        addresses = [address for command in commands if (address := address_in(command.text))]
        until = (now + CODE_HOLDS_FOR).date()
        made = []
        for address in dict.fromkeys(addresses):
            token = Token(user.id, address_mark(address, self.token_key), Purpose.ADDRESS, until)
            made.append((address, seal(token, self.token_key)))
        return tuple(made)


def _by_meeting(said: ReplyText, interview: Interview | None, now: datetime) -> tuple[list[Command], str]:
    """Tell commands from notes by when they come: once a talk has begun, "4: …" is what was said to question 4.

    So it may be where no talk is known; then it is kept as it was written.
    """
    # A line in doubt changes nothing, and is kept: nothing that a user writes is lost.
    doubtful = "\n".join(doubt.line for doubt in said.in_doubt)
    commands, notes = list(said.commands), f"{said.notes}\n{doubtful}".strip()
    if interview is None or now >= interview.meeting.starts_at:
        numbered = [command for command in commands if command.word is CommandWord.OWN_WORDS]
        lines = [f"{'Q' if interview else ''}{command.number}: {command.text}" for command in numbered]
        commands = [command for command in commands if command.word is not CommandWord.OWN_WORDS]
        notes = "\n".join((*lines, notes)).strip() if lines else notes
    return commands, notes


def _all_notes(interview: Interview | None, notes: str) -> str:
    return "\n\n".join((*(interview.notes if interview else ()), notes))


def _named(texts: Iterable[str]) -> tuple[Named, ...]:
    """Read who is named, each once: a command and the notes may name the same person."""
    found = [named for named in map(read_named, texts) if named]
    return tuple({(named.email or named.name).casefold(): named for named in reversed(found)}.values())[::-1]


def _needing(commands: list[Command]) -> tuple[str, ...]:
    needing = (command for command in commands if command.word in _ABOUT_A_MEETING)
    return tuple(f"{command.word} {command.number or command.text}".strip() for command in needing)


def _unreadable(commands: list[Command], met: list[str]) -> tuple[str, ...]:
    """List names and addresses that could not be read."""
    names = [text for text in met if read_named(text) is None]
    names += [f"ask: {c.text}" for c in commands if c.word is CommandWord.ASK and read_named(c.text) is None]
    names += [f"also {c.text}" for c in commands if c.word is CommandWord.ALSO and address_in(c.text) is None]
    names += [f"{c.number}: {c.text}" for c in commands if c.word is CommandWord.OWN_WORDS and (c.number or 0) > TEN]
    return tuple(names)
