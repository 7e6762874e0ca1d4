"""The mails that show what is kept: what is planned, talks side by side, the words that work."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.domain.content import Content
from shared.domain.delivery import Delivery, Kind, State
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, InterviewState, User
from shared.domain.language import Language
from shared.domain.notes import NoteWords
from shared.domain.occasion import MAX_ADDRESS, occasion_of, when_words
from shared.domain.page import FormNote, Note
from shared.domain.plain import plain, without_links
from shared.domain.questions import REFERRAL
from shared.domain.referral import Referral
from shared.domain.subject import BRAND
from shared.domain.time_words import clock, day
from shared.domain.timing import letter_deadline
from shared.domain.words import is_stopped

MOST_SHOWN = 30
LONGEST_TEXT = 160
LONGEST_ANSWER = 400
# How long a letter that nobody said was sent is listed as waiting.
WAITS = timedelta(days=30)


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A heading with lines below it, each with further lines of its own."""

    heading: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Overview(Note):
    """A note with blocks of lines."""

    blocks: tuple[Block, ...] = ()


def listed(holdings: Holdings, user: User, content: Content, now: datetime) -> Overview:
    """Say what is planned, with what will be sent when, what is owed, and what waits."""
    words = content.notes[Kind.LIST]
    talks = _Talks(words, content.language, now, _to_come(holdings, user, now))
    blocks = (
        Block(words.more["planned"], talks.planned(holdings)),
        Block(words.more["over"], talks.over(holdings)),
        Block(words.more["waiting"], _waiting(holdings, words, now)),
        Block(words.more["people"], _most(words, [(_person(one.name, one.email), ()) for one in _not_met(user)])),
        Block(words.more["unplaced"], _unplaced(user, words)),
    )
    shown = tuple(block for block in blocks if block.lines)
    return _overview(content, words, (*words.paragraphs, *(() if shown else (words.more["nothing"],))), shown)


def compared(holdings: Holdings, user: User, content: Content) -> Overview:
    """Lay the answers of all talks side by side, question by question, from the notes alone."""
    words = content.notes[Kind.COMPARE]
    blocks, still_open = [], []
    for question in content.questions:
        name = user.own_words.get(question.id) or question.first[-1]
        answers = [
            (f"{_who(interview, content)}: {without_links(interview.answers[question.id], LONGEST_ANSWER)}", ())
            for interview in holdings.interviews
            if question.id in interview.answers
        ]
        if answers:
            blocks.append(Block(name, tuple(answers)))
        elif not question.spare and question.source != REFERRAL:
            still_open.append((name, ()))
    if not blocks:
        return _overview(content, words, (words.more["none"],), ())
    if still_open:
        blocks.append(Block(words.more["open"], tuple(still_open)))
    return _overview(content, words, words.paragraphs, tuple(blocks))


def noted_done(delivery: Delivery, interview: Interview | None, content: Content) -> Note:
    """Say what a reply came to, a sentence for each line."""
    said = [
        content.replies.done[done].format(text=without_links(text, LONGEST_TEXT))
        for done, text in json.loads(delivery.facts["did"])
    ]
    return Note(
        subject=interview.subject if interview else BRAND,
        preheader=said[0],
        heading=content.language.say("reply.heading" if len(said) == 1 else "reply.heading_lines"),
        paragraphs=tuple(said) if len(said) == 1 else (),
        steps=tuple(said) if len(said) > 1 else (),
        closing=(content.language.say("reply.help"), content.language.say("mail.only_to_you")),
    )


def plain_note(kind: Kind, content: Content, facts: Mapping[str, str]) -> FormNote:
    """Write a note that needs nothing but its words, and perhaps a line to send."""
    words = content.notes[kind]
    known = {"name": "", "code": "", **{name: plain(text, MAX_ADDRESS) for name, text in facts.items()}}
    return FormNote(
        subject=words.subject,
        preheader=words.preheader,
        heading=words.heading,
        paragraphs=tuple(line.format_map(known) for line in words.paragraphs),
        closing=(content.language.say("mail.only_to_you"),),
        form=(words.more["line"].format_map(known),) if "line" in words.more else (),
    )


def _overview(content: Content, words: NoteWords, paragraphs: tuple[str, ...], blocks: tuple[Block, ...]) -> Overview:
    return Overview(
        subject=words.subject,
        preheader=words.preheader,
        heading=words.heading,
        paragraphs=paragraphs,
        closing=(content.language.say("mail.only_to_you"),),
        blocks=blocks,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Talks:
    """Lists talks, each with its mails that are still `to_come`."""

    words: NoteWords
    language: Language
    now: datetime
    to_come: Mapping[str, list[Delivery]]

    def planned(self, holdings: Holdings) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """List talks that are not over, and still on or owed something."""
        return self._lines(
            one
            for one in holdings.interviews
            if one.meeting.ends_at > self.now and (one.state is InterviewState.PLANNED or one.id in self.to_come)
        )

    def over(self, holdings: Holdings) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """List talks that are over and of which something is still to come."""
        return self._lines(
            one for one in holdings.interviews if one.meeting.ends_at <= self.now and one.id in self.to_come
        )

    def _lines(self, interviews: Iterable[Interview]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        lines = []
        for interview in interviews:
            when = when_words(occasion_of(interview, self.now, self.language))
            mails = tuple(self._sends(mail, interview) for mail in self.to_come.get(interview.id, ()))
            lines.append((f"{interview.subject}. {when}", mails))
        return _most(self.words, lines)

    def _sends(self, mail: Delivery, interview: Interview) -> str:
        zone = interview.meeting.zone
        when = f"{day(self.language, mail.due_at, zone, self.now)}, {clock(self.language, mail.due_at, zone)}"
        return self.words.more["sends"].format(kind=self.language.say(f"planned.{mail.kind}"), when=when)


def _to_come(holdings: Holdings, user: User, now: datetime) -> dict[str, list[Delivery]]:
    """Return the mails that will still be sent, by the talk that they belong to."""
    found: dict[str, list[Delivery]] = {}
    for delivery in holdings.deliveries:
        about = delivery.interview_id
        is_open = delivery.state in (State.PENDING, State.SENDING) and not is_stopped(delivery, user)
        if about and is_open and delivery.due_at > now:
            found.setdefault(about, []).append(delivery)
    return found


def _unplaced(user: User, words: NoteWords) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List text that belonged to no talk, the newest first; what is nothing but a link is said to be there."""
    return _most(words, [(without_links(text, LONGEST_TEXT) or "…", ()) for text in reversed(user.unplaced)])


def _most(words: NoteWords, lines: list[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Show as many as a mail can hold, and say how many are left."""
    left = len(lines) - MOST_SHOWN
    more = [(words.more["more"].format(count=left), ())] if left > 0 else []
    return (*lines[:MOST_SHOWN], *more)


def _waiting(holdings: Holdings, words: NoteWords, now: datetime) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List letters that nobody said were sent."""
    return _most(
        words,
        [
            (words.more["letter"].format(subject=interview.subject), ())
            for interview in holdings.interviews
            if interview.state is InterviewState.PLANNED
            and interview.letter_sent_at is None
            and interview.meeting.ends_at <= now < letter_deadline(interview.meeting.ends_at) + WAITS
        ],
    )


def _not_met(user: User) -> list[Referral]:
    return [one for one in user.referrals if one.met_in is None]


def _person(name: str, email: str | None) -> str:
    return ", ".join(text for text in (without_links(name), plain(email, MAX_ADDRESS)) if text)


def _who(interview: Interview, content: Content) -> str:
    occasion = occasion_of(interview, interview.created_at, content.language)
    return occasion.person or interview.subject
