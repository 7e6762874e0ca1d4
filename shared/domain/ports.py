"""What the steps need from outside, as Protocols. shared/adapters fills them for AWS, tests/fakes.py for tests.

No other room is imported for them at run time: every function knows the ports, and none needs all that they speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shared.domain.delivery import Delivery, DeliveryRef, Feedback, Kind
    from shared.domain.holdings import Holdings
    from shared.domain.interview import Belonging, Change, Interview, Snapshot, User
    from shared.domain.mail import OutgoingMail, Rendered


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class Mailbox(Protocol):
    """Where raw mails lie."""

    def fetch(self, key: str) -> bytes:
        """Return the raw mail; raise MailGone where there is none any more, MailboxFault where S3 fails."""

    def remove(self, mail_id: str) -> None:
        """Remove the raw mail; one that is gone already is no error."""

    def laid(self, start: datetime, end: datetime) -> Iterator[str]:
        """Yield the SES ids of the mails that were laid here from `start` on and before `end`."""


class Schedules(Protocol):
    """What wakes us when a Delivery is due."""

    def create(self, delivery: Delivery) -> None:
        """Make the schedule named after the Delivery; one that exists already is left alone."""

    def drop(self, delivery_id: str) -> None:
        """Remove the schedule; one that is gone already is no error."""


class Mailer(Protocol):
    """What sends. Raises NotAccepted, MailRejected or AnswerLost."""

    def send(self, mail: OutgoingMail) -> str:
        """Hand the mail to SES once and return SES's message id."""


class Pages(Protocol):
    """What turns the facts of a mail into its words."""

    def render(self, kind: Kind, page: Any) -> Rendered:
        """Render both templates of `kind` with `page`."""

    def web(self, name: str, page: Any) -> str:
        """Render the page of this name for a browser."""


class Records(Protocol):
    """What is kept. Every method raises RecordsFault where DynamoDB fails."""

    def unseen(self, mail_ids: Sequence[str]) -> Sequence[str]:
        """Return those of these mails that have reached no outcome yet, in their order."""

    def outcome_of(self, mail_id: str) -> str | None:
        """Return the outcome that this mail has reached, None while it has none."""

    def user_for(self, address: str, name: str | None, now: datetime) -> User:
        """Return whose address this is, made now, with the name that the mail gives, if it is new."""

    def user(self, user_id: str) -> User | None:
        """Return a user."""

    def stranger_id(self, address: str) -> str:
        """Name somebody who is no user, so that the note to them is a Delivery like any other."""

    def stranger_was_noted(self, address: str, now: datetime) -> bool:
        """Tell whether this address had its short note within 30 days."""

    def was_erased_after(self, address: str, moment: datetime) -> bool:
        """Tell whether this address's records were erased after `moment`."""

    def mark_erased(self, address: str, now: datetime) -> None:
        """Note that the address's records are being erased: no mail that came before brings them back."""

    def mark_further_erased(self, thing: Belonging, now: datetime) -> None:
        """Note the same of a further address of a user, which is known by its Belonging alone."""

    def user_id_at(self, address: str) -> str | None:
        """Return the id of the user whose address this is."""

    def belongings(self, user_id: str) -> Iterator[Belonging]:
        """Yield everything that is kept of a user, but for the profile."""

    def forget(self, thing: Belonging) -> None:
        """Delete one thing, and under which name a reply would find it."""

    def forget_profile(self, user_id: str) -> None:
        """Delete the profile: from then on no change is recorded for the user."""

    def forget_address(self, address: str) -> None:
        """Delete whose address it was, by which the user's other items are found."""

    def sent_mail(self, ses_message_id: str) -> DeliveryRef | None:
        """Return which Delivery a mail of ours was."""

    def spend(self, delivery: Delivery, day: date) -> bool:
        """Count a mail against the day's budgets of its user, of their domain and of all; False where one is out."""

    def spend_answer(self, delivery: Delivery, day: date, limit: int) -> bool:
        """Count an answer that belongs to no meeting; False where its recipient had `limit` of its sort that day.

        There are two sorts: answers to a word of ours (shared/domain/done.py, `answers_a_word`), and all others.
        """

    def refuse_mail(self, user_id: str, reason: str) -> None:
        """Note why nothing more is sent to a user."""

    def postpone(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        """Leave a pending Delivery to the sweep at `check_at`."""

    def is_participant(self, address: str) -> bool:
        """Tell whether the address is an organizer or attendee of any stored interview."""

    def snapshot(self, user_id: str, interview_id: str) -> Snapshot | None:
        """Return the interview with the Deliveries of its present revision, read consistently."""

    def commit(self, change: Change) -> bool:
        """Write all of `change` in one transaction, or nothing.

        False where the mail was seen already. Raises Conflict where the interview or a Delivery is no longer as it
        was read.
        """

    def interviews_named(self, user_id: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the ids of the interviews that go under these further names, in their order; unknown ones left out."""

    def holdings(self, user_id: str) -> Holdings:
        """Return all interviews and Deliveries of a user, up to a bound that no person reaches."""

    def link_address(self, user: User, address: str) -> bool:
        """Note that the address is the user's, too; False where it is somebody else's, or the user was erased.

        Raises Conflict where another writer was first, so that the mail is brought again.
        """

    def delivery(self, ref: DeliveryRef) -> Delivery | None:
        """Return one Delivery, read consistently."""

    def all_deliveries(self, refs: Sequence[DeliveryRef]) -> Mapping[DeliveryRef, Delivery]:
        """Return those of these Deliveries that are recorded, in their order, each read consistently."""

    def subject_and_user(self, delivery: Delivery) -> tuple[Interview | None, User | None]:
        """Return the interview that a Delivery is about and the user whose it is, each None where there is none."""

    def interview(self, user_id: str, interview_id: str) -> Interview | None:
        """Return one interview, read consistently."""

    def mark_scheduled(self, delivery: Delivery, check_at: datetime) -> bool:
        """Note that the schedule exists; False where the Delivery is no longer pending."""

    def mark_dropped(self, delivery: Delivery) -> None:
        """Note that nothing is left to do for a withdrawn Delivery."""

    def claim(self, delivery: Delivery, lease_until: datetime, check_at: datetime) -> bool:
        """Move pending → sending, or take over a claim that ran out; False where another was first.

        One transaction: the Delivery is as it was read, and its Interview is at its revision.
        """

    def confirm(self, delivery: Delivery, ses_message_id: str, sent_at: datetime) -> None:
        """Move to sent, and note SES's id so that a reply finds its meeting. Repeating it changes nothing."""

    def release(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        """Move sending → pending, since SES did not take the mail; the sweep looks again at `check_at`."""

    def finish(self, delivery: Delivery, reason: str, *, failed: bool) -> None:
        """Move a Delivery that was not sent to failed, or to withdrawn. No-op if it is no longer as it was read."""

    def note_fate(self, feedback: Feedback) -> Delivery | None:
        """Keep what SES reported, unless something of a higher rank is kept; return the Delivery as it then stands."""

    def due(self, now: datetime, limit: int) -> Iterator[DeliveryRef]:
        """Yield open Deliveries whose `check_at` is past, the oldest first."""
