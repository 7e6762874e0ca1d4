"""Which of our mails a mail answers: by the token in the address that it went to, else by the ids that it names."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime

from shared.domain.delivery import DeliveryRef
from shared.domain.interview import Snapshot, User
from shared.domain.ports import Records
from shared.domain.tokens import Purpose, Token, unseal
from shared.inbox.headers import Headers

# A mail answers the newest of these first; a thread of hundreds is no reason for hundreds of look-ups.
MAX_REFERENCES = 5
# SES makes the id that recipients see of its own: <id@email.amazonses.com>, or @REGION.amazonses.com.
_OUR_MESSAGE_ID = re.compile(r"<([A-Za-z0-9-]{20,100})@(?:email|[a-z]{2}(?:-[a-z]+)+-\d)\.amazonses\.com>")


@dataclasses.dataclass(frozen=True, slots=True)
class FindAnswered:
    """Finds the meeting of a reply. A token proves the meeting alone; the user is proven by the gate.

    `recipients` are our addresses that the mail was sent to.
    """

    records: Records
    token_key: bytes

    def is_answer(self, user: User, recipients: tuple[str, ...], headers: Headers, now: datetime) -> bool:
        """Tell whether the mail answers one of our mails to this user: by its address, or by the ids that it names."""
        if any(token.user_id == user.id for token in self.tokens(recipients, now)):
            return True
        return any(ref.user_id == user.id for ref in self._answered(headers))

    def meeting(self, user: User, recipients: tuple[str, ...], headers: Headers, now: datetime) -> Snapshot | None:
        """Return what is recorded of the meeting that the mail is about, or None."""
        for token in self.tokens(recipients, now):
            if token.user_id == user.id and token.interview_id and token.purpose is not Purpose.ADDRESS:
                return self.records.snapshot(user.id, token.interview_id)
        for ref in self._answered(headers):
            delivery = self.records.delivery(ref) if ref.user_id == user.id else None
            interview_id = (delivery.interview_id or delivery.about) if delivery else None
            if interview_id:
                return self.records.snapshot(user.id, interview_id)
        return None

    def tokens(self, recipients: tuple[str, ...], now: datetime) -> list[Token]:
        """Return the genuine tokens in our addresses."""
        labels = (address.partition("@")[0].rpartition("+")[2] for address in recipients)
        found = (unseal(label, self.token_key, now.date()) for label in labels)
        return [token for token in found if token]

    def _answered(self, headers: Headers) -> list[DeliveryRef]:
        """Return the mails of ours that this one answers, the newest first (RFC 5322, 3.6.4)."""
        line = " ".join((headers.first("references") or "", headers.first("in-reply-to") or ""))
        ids = list(dict.fromkeys(reversed(_OUR_MESSAGE_ID.findall(line))))[:MAX_REFERENCES]
        found = (self.records.sent_mail(ses_message_id) for ses_message_id in ids)
        return [ref for ref in found if ref]
