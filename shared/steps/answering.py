"""What a proven user's mail changes: an invite, a cancellation, a word, the form, or nothing that we can read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

from shared.domain.contact import Contact
from shared.domain.interview import Change, Meeting, User
from shared.domain.invite import Invite, Outcome, Reason
from shared.domain.mail import Notice
from shared.domain.meeting import meeting_of
from shared.domain.plain import plain
from shared.domain.planning import Incoming, is_proposal, plan, plan_could_not_read, unread_facts
from shared.domain.ports import Records
from shared.domain.subject import topic_of
from shared.domain.timing import Rules
from shared.domain.words import Said, Word, plan_word
from shared.inbox.form import Form, contact_of_form, invite_of_form, read_form
from shared.inbox.headers import Headers
from shared.inbox.read import Reading
from shared.inbox.reply.reading import new_text
from shared.steps.finding import find_cancelled, find_interview
from shared.steps.replying import ReadReply, Reply

MAX_QUOTED_SUBJECT = 100


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
    read_reply: ReadReply
    subject_of: Callable[[Meeting, Contact | None], str] = topic_of

    def __call__(self, mail: Arrived, now: datetime) -> Change:
        """Return what the mail changes, at the least an answer that it could not be read."""
        reading = mail.reading
        received_at = mail.notice.received_at
        invite = reading.invite or find_cancelled(self.records, mail.user.id, reading.cancels, received_at)
        contact = reading.contact
        if invite is None:
            text, subject = reading.text or "", reading.subject
            reply = self.read_reply(
                mail.user, mail.notice.recipients, mail.headers, text, subject, now, html=reading.html
            )
            if reply:
                return self._obey(mail, reply, now)
            invite, contact, reading = _by_form(mail, text)
        elif self._holds_our_form(mail, now):
            # Its "When:" line alone reads as a meeting too, but without whom it is with, and how long.
            invite, contact, reading = _by_form(mail, reading.text or "")
        if invite is None or is_proposal(invite):
            return _could_not_read(mail, reading, now, Reason.PROPOSAL if invite else reading.reason)
        key, known = find_interview(self.records, mail.user.id, invite)
        incoming = Incoming(
            mail_id=mail.notice.mail_id,
            user=mail.user,
            recipient=mail.recipient,
            invite=invite,
            cancels=reading.outcome is Outcome.CANCELLATION,
            contact=contact,
            received_at=received_at,
            references=mail.references,
            key=key,
            subject="" if known else self.subject_of(meeting_of(invite, mail.user), contact),
        )
        return plan(incoming, known, now, self.rules)

    def _holds_our_form(self, mail: Arrived, now: datetime) -> bool:
        """Tell whether a mail without a calendar part is our form, filled in, and no other block of labels."""
        form = _form_in(mail.reading.text) if mail.reading.text else None
        if form is None or form.when is None or not (form.person or form.length):
            return False
        return self.read_reply.is_answer(mail.user, mail.notice.recipients, mail.headers, now)

    def _obey(self, mail: Arrived, reply: Reply, now: datetime) -> Change:
        if reply.about is None and reply.word is not Word.STOP_ALL:
            return _could_not_read(mail, mail.reading, now, Reason.WHICH_MEETING)
        said = Said(reply.word, mail.notice.mail_id, mail.user, mail.recipient, mail.references)
        return plan_word(said, reply.about, now)


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
