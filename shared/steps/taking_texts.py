"""A mail of a proven user without a calendar part: a reply to a mail of ours, our form filled in, or neither."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.commands import CommandWord, ReplyText
from shared.domain.contact import Contact
from shared.domain.interview import Change, Interview, User
from shared.domain.invite import Invite, Reason
from shared.domain.subject import BRAND
from shared.inbox.form import Form, contact_of_form, invite_of_form, read_form
from shared.inbox.read import Reading
from shared.inbox.reply.reading import new_text, read_reply
from shared.steps.answering import Arrived, could_not_read
from shared.steps.replying import FindAnswered
from shared.steps.taking_replies import Answering, TakeReply

WORDS_OF_A_MEETING = frozenset({CommandWord.SENT, CommandWord.STOP, CommandWord.DID_NOT_HAPPEN})
# How each mail of ours that offers words ends.
_CLOSINGS = ("mail.only_to_you", "mail.only_to_you_in_short")
FORM_WORDS = frozenset({CommandWord.WITH, CommandWord.COMPANY, CommandWord.WHEN, CommandWord.LENGTH, CommandWord.WHERE})


@dataclasses.dataclass(frozen=True, slots=True)
class TakeText:
    """Takes a mail by what its text says."""

    answered: FindAnswered
    take_reply: TakeReply

    def reply(self, mail: Arrived, now: datetime) -> Change | None:
        """Take the mail at its word; None where it says none and answers none of our mails."""
        reading, user, recipients = mail.reading, mail.user, mail.notice.recipients
        said = read_reply(reading.text, reading.html, reading.subject, user.name)
        if said.is_empty and (reading.invite or reading.cancels):
            return None
        answering = Answering(mail.notice.mail_id, user, mail.recipient, mail.references, mail.notice.received_at)
        if not said.is_automatic and self._repeats_us(mail, said, now):
            # Which of the words are the user's cannot be told: none is obeyed, and the text is kept.
            return self.take_reply.keep(answering, new_text(reading.text, reading.html), now)
        about = self.answered.meeting(user, recipients, mail.headers, now)
        if said.is_empty and about is None:
            # Most likely our form, sent back as it was, or filled in inside the quoted mail.
            return None
        if about is None and _fills_our_form(said):
            return None
        if not said.commands and not self._is_answer(mail, now):
            return None
        if said.is_automatic:
            return self.take_reply(answering, said, about, now)
        if about is None and _is_of_words_alone(said):
            return could_not_read(mail, reading, now, Reason.WHICH_MEETING)
        return self.take_reply(answering, said, about, now)

    def _repeats_us(self, mail: Arrived, said: ReplyText, now: datetime) -> bool:
        """Tell whether an answer holds a mail of ours, not marked as quoted, and is no form of ours filled in."""
        text = " ".join(new_text(mail.reading.text, mail.reading.html).split())
        if BRAND not in text or not self._is_answer(mail, now):
            return False
        say = self.take_reply.content().language.say
        is_form = _fills_our_form(said) or self.holds_our_form(mail, now)
        return not is_form and any(say(closing) in text for closing in _CLOSINGS)

    def _is_answer(self, mail: Arrived, now: datetime) -> bool:
        return self.answered.is_answer(mail.user, mail.notice.recipients, mail.headers, now)

    def holds_our_form(self, mail: Arrived, now: datetime) -> bool:
        """Tell whether a mail without a calendar part is our form, filled in, and no other block of labels."""
        form = _form_in(mail.reading.text) if mail.reading.text else None
        if form is None or form.when is None or not (form.person or form.length):
            return False
        return self._is_answer(mail, now)

    @staticmethod
    def by_form(mail: Arrived, text: str) -> tuple[Invite | None, Contact | None, Reading]:
        """Read the form of the could-not-read mail, filled in; if it holds no meeting either, the reading says why."""
        reading = mail.reading
        form = _form_in(text)
        if form is None or form.when is None:
            return None, None, reading
        said = invite_of_form(form, sent_at=mail.notice.received_at, assumed_zone=mail.user.time_zone)
        if said.invite is None:
            return None, None, dataclasses.replace(reading, reason=said.reason, detail=said.detail)
        return said.invite, contact_of_form(form), reading

    def asked_in(self, earlier: Interview, user: User, now: datetime) -> tuple[str, ...]:
        """Return the ids of the questions of an earlier talk that there was time for, or that were answered."""
        return self.take_reply.asked_in(earlier, user, now)


def _fills_our_form(said: ReplyText) -> bool:
    """Tell whether the words of a reply are the form of the could-not-read mail: it makes a meeting of its own."""
    words = {command.word for command in said.commands}
    return CommandWord.WHEN in words and words <= FORM_WORDS


def _is_of_words_alone(said: ReplyText) -> bool:
    """Tell whether a reply says nothing but words that are about one meeting: then there is nothing of it to keep."""
    words = {command.word for command in said.commands}
    return bool(words) and words <= WORDS_OF_A_MEETING and not (said.notes or said.in_doubt)


def _form_in(text: str) -> Form | None:
    """Return the form as it stands in the new text, or else anywhere in the mail."""
    return read_form(new_text(text)) or read_form(text)
