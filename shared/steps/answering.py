"""What a proven user's mail changes: an invite, a cancellation, a word, the form, or nothing that we can read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

from shared.domain.commands import CommandWord, ReplyText
from shared.domain.contact import Contact
from shared.domain.identity import contact_key, talk_keys
from shared.domain.interview import Change, InterviewState, Meeting, User
from shared.domain.invite import Invite, Outcome, Reason
from shared.domain.mail import Notice
from shared.domain.meeting import meeting_of
from shared.domain.plain import plain
from shared.domain.planning import Incoming, is_proposal, plan, plan_could_not_read, unread_facts
from shared.domain.ports import Records
from shared.domain.subject import BRAND, topic_of
from shared.domain.timing import Rules, rules_for
from shared.inbox.form import Form, contact_of_form, invite_of_form, read_form
from shared.inbox.headers import Headers
from shared.inbox.read import Reading
from shared.inbox.reply.reading import new_text, read_reply
from shared.steps.finding import find_cancelled, find_interview
from shared.steps.replying import FindAnswered
from shared.steps.taking_replies import Answering, TakeReply

MAX_QUOTED_SUBJECT = 100
WORDS_OF_A_MEETING = frozenset({CommandWord.SENT, CommandWord.STOP, CommandWord.DID_NOT_HAPPEN})
# How each mail of ours that offers words ends.
_CLOSINGS = ("mail.only_to_you", "mail.only_to_you_in_short")
FORM_WORDS = frozenset({CommandWord.WITH, CommandWord.COMPANY, CommandWord.WHEN, CommandWord.LENGTH, CommandWord.WHERE})


@dataclasses.dataclass(frozen=True, slots=True)
class Arrived:
    """A mail of a proven user, read. `recipient` is the address that it came from, and that the answer goes to."""

    notice: Notice
    headers: Headers
    user: User
    recipient: str
    reading: Reading
    references: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PlanAnswer:
    """Plans the change on what is recorded at the moment; called again where another writer was first.

    `subject_of` says what the mails of a new meeting will be called.
    """

    records: Records
    rules: Rules
    answered: FindAnswered
    take_reply: TakeReply
    subject_of: Callable[[Meeting, Contact | None], str] = topic_of

    def __call__(self, mail: Arrived, now: datetime) -> Change:
        """Return what the mail changes, at the least an answer that it could not be read."""
        reading = mail.reading
        invite = reading.invite or find_cancelled(self.records, mail.user.id, reading.cancels, mail.notice.received_at)
        contact = reading.contact
        if invite is None or (reading.text is not None and self._is_answer(mail, now)):
            reply = self._reply(mail, now)
            if reply:
                return reply
        if invite is None or self._holds_our_form(mail, now):
            # A form's "When:" line alone reads as a meeting too, but without whom it is with, and how long.
            invite, contact, reading = _by_form(mail, reading.text or "")
        if invite is None or is_proposal(invite):
            return _could_not_read(mail, reading, now, Reason.PROPOSAL if invite else reading.reason)
        key, known = find_interview(self.records, mail.user.id, invite)
        met_before, asked = (False, ()) if known or not contact else self._earlier(mail.user, contact, invite, now)
        incoming = Incoming(
            mail_id=mail.notice.mail_id,
            user=mail.user,
            recipient=mail.recipient,
            invite=invite,
            cancels=reading.outcome is Outcome.CANCELLATION,
            contact=contact,
            received_at=mail.notice.received_at,
            references=mail.references,
            key=key,
            subject="" if known else self.subject_of(meeting_of(invite, mail.user), contact),
            met_before=met_before,
            asked=asked,
        )
        return plan(incoming, known, now, rules_for(self.rules, mail.user.waking))

    def _reply(self, mail: Arrived, now: datetime) -> Change | None:
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
            return _could_not_read(mail, reading, now, Reason.WHICH_MEETING)
        return self.take_reply(answering, said, about, now)

    def _repeats_us(self, mail: Arrived, said: ReplyText, now: datetime) -> bool:
        """Tell whether an answer holds a mail of ours, not marked as quoted, and is no form of ours filled in."""
        text = " ".join(new_text(mail.reading.text, mail.reading.html).split())
        if BRAND not in text or not self._is_answer(mail, now):
            return False
        say = self.take_reply.content().language.say
        is_form = _fills_our_form(said) or self._holds_our_form(mail, now)
        return not is_form and any(say(closing) in text for closing in _CLOSINGS)

    def _is_answer(self, mail: Arrived, now: datetime) -> bool:
        return self.answered.is_answer(mail.user, mail.notice.recipients, mail.headers, now)

    def _holds_our_form(self, mail: Arrived, now: datetime) -> bool:
        """Tell whether a mail without a calendar part is our form, filled in, and no other block of labels."""
        form = _form_in(mail.reading.text) if mail.reading.text else None
        if form is None or form.when is None or not (form.person or form.length):
            return False
        return self._is_answer(mail, now)

    def _earlier(self, user: User, contact: Contact, invite: Invite, now: datetime) -> tuple[bool, tuple[str, ...]]:
        """Tell whether the user met this contact before, and what they or their company were asked then."""
        starts_at = meeting_of(invite, user).starts_at
        met, asked = False, list[str]()
        for key, earlier_id in self.records.interviews_named(user.id, talk_keys(contact)).items():
            earlier = self.records.interview(user.id, earlier_id)
            if earlier is None or earlier.state is not InterviewState.PLANNED or earlier.meeting.ends_at > starts_at:
                continue
            met = met or (bool(contact.email) and key == contact_key(contact.email or ""))
            asked += self.take_reply.asked_in(earlier, user, now)
        return met, tuple(dict.fromkeys(asked))


def _fills_our_form(said: ReplyText) -> bool:
    """Tell whether the words of a reply are the form of the could-not-read mail: it makes a meeting of its own."""
    words = {command.word for command in said.commands}
    return CommandWord.WHEN in words and words <= FORM_WORDS


def _is_of_words_alone(said: ReplyText) -> bool:
    """Tell whether a reply says nothing but words that are about one meeting: then there is nothing of it to keep."""
    words = {command.word for command in said.commands}
    return bool(words) and words <= WORDS_OF_A_MEETING and not (said.notes or said.in_doubt)


def _by_form(mail: Arrived, text: str) -> tuple[Invite | None, Contact | None, Reading]:
    """Read the form of the could-not-read mail, filled in; the reading then says why, if it holds no meeting either."""
    reading = mail.reading
    form = _form_in(text)
    if form is None or form.when is None:
        return None, None, reading
    said = invite_of_form(form, sent_at=mail.notice.received_at, assumed_zone=mail.user.time_zone)
    if said.invite is None:
        return None, None, dataclasses.replace(reading, reason=said.reason, detail=said.detail)
    return said.invite, contact_of_form(form), reading


def _form_in(text: str) -> Form | None:
    """Return the form as it stands in the new text, or else anywhere in the mail."""
    return read_form(new_text(text)) or read_form(text)


def _could_not_read(mail: Arrived, reading: Reading, now: datetime, reason: Reason | None) -> Change:
    facts = unread_facts(reading.outcome, reason, reading.detail, plain(reading.subject, MAX_QUOTED_SUBJECT))
    return plan_could_not_read(mail.notice.mail_id, mail.user, mail.recipient, now, facts, mail.references)
