"""Reading a reply: what the user wrote, from whatever the mail program made of it."""

from __future__ import annotations

import re

from shared.domain.commands import ReplyText
from shared.inbox.reply.automatic import is_absence_notice, is_absence_subject
from shared.inbox.reply.commands import commands_in
from shared.inbox.reply.html_quotes import quoted_text
from shared.inbox.reply.new_text import NewPart, new_parts
from shared.inbox.reply.signatures import without_signature
from shared.inbox.reply.words import whole_line

_SUBJECT_OF_ANSWER = re.compile(r"\s*\w{1,4}\s?:")
_LONGEST_SUBJECT = 200


def read_reply(
    text: str | None, html: str | None = None, subject: str | None = None, author: str | None = None
) -> ReplyText:
    """Read the bodies of a mail that answers one of ours: commands, notes, and what is in doubt. Never raises.

    The plain text counts; the HTML where there is none, or none of it is new. Where neither holds anything new, a
    fresh subject may say a word, as the mailto of List-Unsubscribe does (RFC 2369). `author` is the writer's name:
    it is left out where it stands alone below the text. At most 256 KB and 5,000 lines are read.
    """
    parts = _own_parts(text, html)
    lines = [line for part in parts for line in part.lines]
    if is_absence_subject(subject):
        return _automatic(lines)
    signed = [
        NewPart(tuple(without_signature(list(part.lines), author)), may_be_quoted=part.may_be_quoted) for part in parts
    ]
    said = commands_in(signed)
    if is_absence_notice(lines):
        # Who is away may write a command all the same; what changes something is asked about first.
        if not (said.commands or said.in_doubt):
            return _automatic(lines)
        said = said.in_question()
    reply = ReplyText(said.commands, said.notes, in_doubt=said.in_doubt)
    if reply.is_empty and subject and not _SUBJECT_OF_ANSWER.match(subject):
        return _of_subject(subject[:_LONGEST_SUBJECT])
    return reply


def new_text(text: str | None, html: str | None = None) -> str:
    """Return all that the user wrote, signature and all, the quotes gone."""
    return "\n\n".join("\n".join(part.lines).strip() for part in _own_parts(text, html))


def _automatic(lines: list[str]) -> ReplyText:
    return ReplyText(notes="\n".join(lines).strip(), is_automatic=True)


def _own_parts(text: str | None, html: str | None) -> list[NewPart]:
    parts = new_parts(text) if text else []
    return parts or (new_parts(quoted_text(html)) if html else [])


def _of_subject(subject: str) -> ReplyText:
    said = commands_in([NewPart((subject,))])
    return ReplyText(said.commands, in_doubt=said.in_doubt) if whole_line(subject) or said.in_doubt else ReplyText()
