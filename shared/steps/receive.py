"""A mail came in: whether it may be answered, what it says, and what that changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from shared.domain.errors import Conflict, ErasedSender, RedirectedInvite, Refusal, UnknownSender
from shared.domain.interview import Change
from shared.domain.invite import Outcome, Reason
from shared.domain.notice import Notice, Verdict
from shared.domain.planning import plan_stranger_note
from shared.domain.ports import Clock, Mailbox, Records
from shared.inbox import gate
from shared.inbox.gate import ProvenSender
from shared.inbox.headers import Headers, read_headers
from shared.inbox.read import Reading, names_calendar, read
from shared.steps.answering import Arrived, PlanAnswer
from shared.steps.confirming import ERASED, ConfirmByReply
from shared.steps.letter_copies import LETTER_KNOWN, plan_letter_copy

SEEN_ALREADY = "seen_already"
# Two mails about one meeting may be handled at once; the one that loses reads again and plans anew.
TRIES = 5


@dataclasses.dataclass(frozen=True, slots=True)
class ReceiveMail:
    """One use case: from SES's notice of a mail to its outcome, recorded in one transaction.

    `own_address` is Foreword's, `allowed` the entries of AllowedSenders (addresses and @domains), in lower case.
    """

    mailbox: Mailbox
    records: Records
    clock: Clock
    own_address: str
    allowed: frozenset[str]
    default_zone: str
    plan_answer: PlanAnswer
    confirm: ConfirmByReply

    def __call__(self, notice: Notice) -> str:
        """Take one mail to its outcome and return the outcome's name.

        A Refusal is an outcome. A Fault is raised, so that the queue brings the mail again: nothing was recorded.
        """
        came_to = self.records.outcome_of(notice.mail_id)
        if came_to == ERASED:
            # The run that erased may have broken off behind its record: this mail, too, is the user's.
            self.mailbox.remove(notice.mail_id)
        if came_to:
            return SEEN_ALREADY
        try:
            raw = self.mailbox.fetch(notice.key)
            headers = read_headers(raw)
            sender = gate.prove_sender(notice, headers, self._own_addresses(notice))
            if self._names_us(notice, headers):
                token = self.confirm.code_for(raw, sender.address)
                if token and self._is_allowed_user(token.user_id):
                    return self._finish(self.confirm.link(notice, token, sender.address, gate.references(headers)))
            self._admit(sender)
            copied = self._take_letter_copy(notice, raw, headers, sender)
            if copied:
                return copied
            self._refuse_redirected(notice, headers)
            return self._answer(notice, raw, headers, sender)
        except UnknownSender as refusal:
            return self._note_to_stranger(notice, raw, headers, refusal)
        except Refusal as refusal:
            return self._finish(Change(notice.mail_id, refusal.name, self.clock.now()))

    def _answer(self, notice: Notice, raw: bytes, headers: Headers, sender: ProvenSender) -> str:
        now = self.clock.now()
        if self.confirm.erases(notice, raw, sender.address):
            outcome = self._finish(self.confirm.erase_all(notice, sender.address, gate.references(headers)))
            self.mailbox.remove(notice.mail_id)
            return outcome
        if self.records.was_erased_after(sender.address, notice.received_at):
            raise ErasedSender("the sender's records were erased after this mail came")
        user = self.records.user_for(sender.address, sender.name, now)
        own = frozenset({sender.address, user.address.lower()})
        reading = read(raw, assumed_zone=user.time_zone, now=now, user_addresses=own)
        mail = Arrived(notice, headers, user, sender.address, reading, gate.references(headers))

        def planned(attempt: int) -> Change:
            # Of two mails at once the second is planned on the profile that the first one left.
            latest = self.records.user(user.id) if attempt else None
            return self.plan_answer(dataclasses.replace(mail, user=latest or user), self.clock.now())

        return self._record(planned)

    def _take_letter_copy(self, notice: Notice, raw: bytes, headers: Headers, sender: ProvenSender) -> str | None:
        ours = self._own_addresses(notice)

        def planned() -> Change | None:
            return plan_letter_copy(self.records, notice, raw, headers, sender, ours, self.clock.now())

        first = planned()
        if first is None:
            return None
        # Where another word was recorded first, there may be nothing left to count.
        nothing = Change(notice.mail_id, LETTER_KNOWN, self.clock.now())
        return self._record(lambda attempt: (planned() or nothing) if attempt else first)

    def _record(self, planned: Callable[[int], Change]) -> str:
        """Plan on what is recorded and write it, again from the start where another writer was first."""
        for attempt in range(TRIES):
            change = planned(attempt)
            try:
                return self._finish(change)
            except Conflict:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable: the last conflict is raised")

    def _note_to_stranger(self, notice: Notice, raw: bytes, headers: Headers, refusal: UnknownSender) -> str:
        """Owe a proven stranger one short note, if no rule keeps us silent (design, "Whom it answers")."""
        now = self.clock.now()
        silent = Change(notice.mail_id, refusal.name, now)
        address = refusal.address
        if (
            notice.spam is not Verdict.PASS
            or not gate.addressed_to(headers, self._own_addresses(notice))
            or gate.has_other_recipients(headers, self._own_addresses(notice))
            or self.records.is_participant(address)
            or names_calendar(raw)
            or not _is_plain_mail(read(raw, assumed_zone=self.default_zone))
        ):
            return self._finish(silent)
        note = plan_stranger_note(
            notice.mail_id, self.records.stranger_id(address), address, now, gate.references(headers)
        )
        return self._record(lambda _: silent if self.records.stranger_was_noted(address, now) else note)

    def _finish(self, change: Change) -> str:
        return change.outcome if self.records.commit(change) else SEEN_ALREADY

    def _refuse_redirected(self, notice: Notice, headers: Headers) -> None:
        """Refuse a mail that was written to somebody else and passed on unchanged, by a redirecting rule or by Bcc.

        Its From (or Sender, where a delegate invites) is still the author, who may be the contact or theirs, and no
        word of the mail tells them from a user. Whoever names us in To or Cc wants the answer. A meeting forward of
        Exchange does: it is a new mail to whom it is forwarded (MS-OXOCAL, 3.1.4.7.5).
        """
        if not self._names_us(notice, headers):
            raise RedirectedInvite("not addressed to us")

    def _names_us(self, notice: Notice, headers: Headers) -> bool:
        return gate.addressed_to(headers, self._own_addresses(notice))

    def _admit(self, sender: ProvenSender) -> None:
        """Let pass who is on AllowedSenders, by address or by domain, and the further addresses that they proved."""
        if self._is_allowed(sender.address):
            return
        user_id = self.records.user_id_at(sender.address)
        if user_id is None or not self._is_allowed_user(user_id):
            raise UnknownSender(sender.address)

    def _is_allowed(self, address: str) -> bool:
        return address in self.allowed or f"@{gate.domain_of(address)}" in self.allowed

    def _is_allowed_user(self, user_id: str) -> bool:
        """Tell whether the address that a user began with is still on the list."""
        user = self.records.user(user_id)
        return user is not None and self._is_allowed(user.address.lower())

    def _own_addresses(self, notice: Notice) -> frozenset[str]:
        return frozenset({self.own_address, *notice.recipients})


def _is_plain_mail(reading: Reading) -> bool:
    """Tell whether a stranger's mail has nothing to do with a calendar: only such a mail gets the note."""
    return reading.outcome is Outcome.NOT_AN_INVITE and reading.reason in (Reason.NO_CALENDAR, Reason.EMPTY)
