"""What a proven user's mail changes: an invite, a cancellation, a word, the form, or nothing that we can read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from shared.domain.contact import Contact
from shared.domain.identity import contact_key, talk_keys
from shared.domain.interview import Change, InterviewState, Meeting, User
from shared.domain.invite import Invite, Outcome, Reason
from shared.domain.meeting import meeting_of
from shared.domain.notice import Notice
from shared.domain.plain import plain
from shared.domain.planning import Incoming, is_proposal, plan, plan_could_not_read, unread_facts
from shared.domain.ports import Records
from shared.domain.subject import topic_of
from shared.domain.timing import Rules, rules_for
from shared.inbox.headers import Headers
from shared.inbox.read import Reading
from shared.steps.finding import find_cancelled, find_interview
from shared.steps.replying import FindAnswered

if TYPE_CHECKING:
    from shared.steps.taking_texts import TakeText

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

    `text` makes what takes a mail without a calendar part by its text; nothing of that is loaded before one comes.
    `subject_of` says what the mails of a new meeting will be called.
    """

    records: Records
    rules: Rules
    answered: FindAnswered
    text: Callable[[], TakeText]
    subject_of: Callable[[Meeting, Contact | None], str] = topic_of

    def __call__(self, mail: Arrived, now: datetime) -> Change:
        """Return what the mail changes, at the least an answer that it could not be read."""
        reading = mail.reading
        invite = reading.invite or find_cancelled(self.records, mail.user.id, reading.cancels, mail.notice.received_at)
        contact = reading.contact
        if invite is None or (reading.text is not None and self._is_answer(mail, now)):
            reply = self.text().reply(mail, now)
            if reply:
                return reply
        if invite is None or (reading.text and self.text().holds_our_form(mail, now)):
            # A form's "When:" line alone reads as a meeting too, but without whom it is with, and how long.
            invite, contact, reading = self.text().by_form(mail, reading.text or "")
        if invite is None or is_proposal(invite):
            return could_not_read(mail, reading, now, Reason.PROPOSAL if invite else reading.reason)
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

    def _is_answer(self, mail: Arrived, now: datetime) -> bool:
        return self.answered.is_answer(mail.user, mail.notice.recipients, mail.headers, now)

    def _earlier(self, user: User, contact: Contact, invite: Invite, now: datetime) -> tuple[bool, tuple[str, ...]]:
        """Tell whether the user met this contact before, and what they or their company were asked then."""
        starts_at = meeting_of(invite, user).starts_at
        met, asked = False, list[str]()
        for key, earlier_id in self.records.interviews_named(user.id, talk_keys(contact)).items():
            earlier = self.records.interview(user.id, earlier_id)
            if earlier is None or earlier.state is not InterviewState.PLANNED or earlier.meeting.ends_at > starts_at:
                continue
            met = met or (bool(contact.email) and key == contact_key(contact.email or ""))
            asked += self.text().asked_in(earlier, user, now)
        return met, tuple(dict.fromkeys(asked))


def could_not_read(mail: Arrived, reading: Reading, now: datetime, reason: Reason | None) -> Change:
    """Owe the answer that a mail could not be read, and why not."""
    facts = unread_facts(reading.outcome, reason, reading.detail, plain(reading.subject, MAX_QUOTED_SUBJECT))
    return plan_could_not_read(mail.notice.mail_id, mail.user, mail.recipient, now, facts, mail.references)
