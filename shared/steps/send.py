"""A Delivery is due: claim it, write it, send it once, confirm it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from shared.domain.attachments import attachments
from shared.domain.compose import NOTHING_HELD, SHOWS_ALL, compose
from shared.domain.content import Content
from shared.domain.delivery import Delivery, DeliveryRef, Kind, State
from shared.domain.done import answers_a_word
from shared.domain.errors import AnswerLost, MailRejected, NotAccepted
from shared.domain.interview import Interview, User
from shared.domain.mail import OutgoingMail
from shared.domain.ports import Clock, Mailer, Pages, Records
from shared.domain.reply_paths import ReplyPaths
from shared.domain.words import is_stopped

# How long one claim may take. Nobody takes it over before the grace is out too, and by then every function timed out.
LEASE = timedelta(minutes=2)
# How long SES's Send event may take to tell of a mail whose answer was lost.
GRACE = timedelta(minutes=10)
# Scheduler fires within the minute; what comes earlier than this is not from our schedule.
EARLY = timedelta(minutes=2)
# What SES did not take is offered again at the next sweep.
AGAIN_AFTER = timedelta(minutes=1)
MAX_ATTEMPTS = 5
OVER_BUDGET = "budget"
# What machines answer us has no meeting. After so many answers in a day the next gets none, so that an exchange with a
# machine that hides what it is ends; waiting for the next day, as other mails do, would keep it going for ever.
ANSWERS_A_DAY = 5
# Hardly a machine says one of our words; whoever does is answered, up to what no person asks for in a day.
WORDS_A_DAY = 25
ANSWERED_ENOUGH = "answered_enough"
# An answer to a mail that was just forwarded; the others leave on their own date (RFC 3834, 5).
_LATER = frozenset(
    {
        Kind.THANK_YOU, Kind.THANK_YOU_NUDGE, Kind.REMINDER, Kind.REFERRER_NOTE, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH,
    }
)  # fmt: skip
_ANSWERS = frozenset(Kind) - _LATER


@dataclasses.dataclass(frozen=True, slots=True)
class SendDelivery:
    """One use case: send what is due, exactly once. `content` loads the words only when a mail is really written."""

    records: Records
    mailer: Mailer
    pages: Pages
    clock: Clock
    content: Callable[[], Content]
    default_zone: str
    reply_paths: ReplyPaths

    def __call__(self, ref: DeliveryRef) -> str:
        """Send the Delivery if it is still owed, and return what came of it.

        What SES did not take stays owed and is left to the sweep; a fault of the records is raised.
        """
        delivery = self.records.delivery(ref)
        return self.as_read(delivery) if delivery else "unknown_delivery"

    def as_read(self, delivery: Delivery) -> str:
        """Do the same for a Delivery that was read just now: the claim holds only if it still is as it was read."""
        now = self.clock.now()
        if delivery.state not in (State.PENDING, State.SENDING):
            return "nothing_to_send"
        if delivery.state is State.SENDING and delivery.check_at and now < delivery.check_at:
            return "being_sent"
        if now < delivery.due_at - EARLY:
            return "not_due_yet"
        interview, known = self.records.subject_and_user(delivery)
        user = known or User(delivery.user_id, delivery.recipient, self.default_zone)
        why_not = self._why_not(delivery, interview, user)
        if why_not:
            self.records.finish(delivery, why_not, failed=why_not in ("gave_up", "recipient_is_contact"))
            return why_not
        if not _is_counted(delivery) and not self.records.spend(delivery, now.date()):
            self.records.postpone(delivery, _next_day(now), OVER_BUDGET)
            return "over_budget"
        lease_until = now + LEASE
        if not self.records.claim(delivery, lease_until, lease_until + GRACE):
            return "claimed_by_another"
        return self._send(delivery, interview, user)

    def _send(self, delivery: Delivery, interview: Interview | None, user: User) -> str:
        now = self.clock.now()
        held = self.records.holdings(user.id) if delivery.kind in SHOWS_ALL else NOTHING_HELD
        page = compose(delivery, interview, user, self.content(), now, held)
        mail = OutgoingMail(
            recipient=delivery.recipient,
            subject=page.subject,
            body=self.pages.render(delivery.kind, page),
            delivery_id=delivery.id,
            user_id=delivery.user_id,
            answers_a_mail=delivery.kind in _ANSWERS,
            references=delivery.references,
            reply_to=self.reply_paths.reply_to(delivery, now),
            unsubscribe=self.reply_paths.unsubscribe(delivery, now),
            attachments=attachments(delivery, interview, user, page, now, held),
        )
        try:
            ses_message_id = self.mailer.send(mail)
        except NotAccepted as fault:
            self.records.release(delivery, self.clock.now() + AGAIN_AFTER, str(fault))
            return "not_accepted"
        except MailRejected as fault:
            self.records.finish(_claimed(delivery), str(fault), failed=True)
            return "rejected"
        except AnswerLost:
            # SES's Send event will tell; without one the sweep takes the claim over when lease and grace are out.
            return "answer_lost"
        self.records.confirm(delivery, ses_message_id, self.clock.now())
        return "sent"

    def _why_not(self, delivery: Delivery, interview: Interview | None, user: User) -> str | None:
        """Say why a Delivery that is due is not to be sent any more, or None."""
        if delivery.interview_id and (interview is None or interview.revision != delivery.revision):
            return "superseded"
        if user.mail_refused:
            return f"mail_{user.mail_refused}"
        if is_stopped(delivery, user):
            return "stopped"
        if self.clock.now() >= delivery.expires_at:
            return "expired"
        if delivery.attempts >= MAX_ATTEMPTS:
            return "gave_up"
        contact = interview.contact if interview else None
        people = [contact.email, *(other.email for other in contact.others)] if contact else []
        # The last lock on the rule that Foreword never writes to the contact; the reader should never let it matter.
        if delivery.recipient.lower() in {email.lower() for email in people if email}:
            return "recipient_is_contact"
        return ANSWERED_ENOUGH if self._answered_enough(delivery) else None

    def _answered_enough(self, delivery: Delivery) -> bool:
        """Count an answer that belongs to no meeting, and tell whether it is one too many for its day."""
        if delivery.mail_id is None or _is_counted(delivery):
            return False
        limit = WORDS_A_DAY if answers_a_word(delivery) else ANSWERS_A_DAY
        return not self.records.spend_answer(delivery, self.clock.now().date(), limit)


def _is_counted(delivery: Delivery) -> bool:
    """Tell whether a Delivery was claimed before, and so counted: an hour in which SES takes nothing is no day's worth.

    A claim that is to be taken over is still there; one that was given back left SES's reason.
    """
    return delivery.state is State.SENDING or delivery.reason not in (None, OVER_BUDGET)


def _next_day(now: datetime) -> datetime:
    """Return when the day's budgets are new: midnight in UTC."""
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)


def _claimed(delivery: Delivery) -> Delivery:
    """Say what a claim made of a Delivery."""
    return dataclasses.replace(delivery, state=State.SENDING, attempts=delivery.attempts + 1)
