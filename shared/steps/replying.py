"""A proven user's mail without an invite: a word about one of their meetings, or the form, or neither."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime

from shared.domain.commands import CommandWord
from shared.domain.delivery import DeliveryRef
from shared.domain.interview import Snapshot, User
from shared.domain.ports import Records
from shared.domain.tokens import Token, unseal
from shared.domain.words import Word
from shared.inbox.headers import Headers
from shared.inbox.reply.reading import read_reply

# The commands that change something today.
_OBEYED = {CommandWord(word): word for word in Word}
# A mail answers the newest of these first; a thread of hundreds is no reason for hundreds of look-ups.
MAX_REFERENCES = 5
# SES makes the id that recipients see of its own: <id@email.amazonses.com>, or @REGION.amazonses.com.
_OUR_MESSAGE_ID = re.compile(r"<([A-Za-z0-9-]{20,100})@(?:email|[a-z]{2}(?:-[a-z]+)+-\d)\.amazonses\.com>")


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """What a mail says by a word: about which meeting, if that is known."""

    word: Word
    about: Snapshot | None


@dataclasses.dataclass(frozen=True, slots=True)
class ReadReply:
    """Finds the word and the meeting. The token proves the meeting alone; the user is proven by the gate."""

    records: Records
    token_key: bytes

    def __call__(
        self,
        user: User,
        recipients: tuple[str, ...],
        headers: Headers,
        text: str,
        subject: str | None,
        now: datetime,
        *,
        html: str | None = None,
    ) -> Reply | None:
        """Return what the mail says by a word, or None; `recipients` are our addresses that it was sent to."""
        said = read_reply(text, html, subject)
        word = next((_OBEYED[command.word] for command in said.commands if command.word in _OBEYED), None)
        if word is None:
            return None
        meeting = None if word is Word.STOP_ALL else self._meeting(user, recipients, headers, now)
        return Reply(word, meeting)

    def is_answer(self, user: User, recipients: tuple[str, ...], headers: Headers, now: datetime) -> bool:
        """Tell whether the mail answers one of our mails to this user: by its address, or by the ids that it names."""
        if any(token.user_id == user.id for token in self._tokens(recipients, now)):
            return True
        return any(ref.user_id == user.id for ref in self._answered(headers))

    def _meeting(self, user: User, recipients: tuple[str, ...], headers: Headers, now: datetime) -> Snapshot | None:
        for token in self._tokens(recipients, now):
            if token.user_id == user.id and token.interview_id:
                return self.records.snapshot(user.id, token.interview_id)
        for ref in self._answered(headers):
            delivery = self.records.delivery(ref) if ref.user_id == user.id else None
            interview_id = (delivery.interview_id or delivery.about) if delivery else None
            if interview_id:
                return self.records.snapshot(user.id, interview_id)
        return None

    def _tokens(self, recipients: tuple[str, ...], now: datetime) -> list[Token]:
        labels = (address.partition("@")[0].rpartition("+")[2] for address in recipients)
        found = (unseal(label, self.token_key, now.date()) for label in labels)
        return [token for token in found if token]

    def _answered(self, headers: Headers) -> list[DeliveryRef]:
        """Return the mails of ours that this one answers, the newest first (RFC 5322, 3.6.4)."""
        line = " ".join((headers.first("references") or "", headers.first("in-reply-to") or ""))
        ids = list(dict.fromkeys(reversed(_OUR_MESSAGE_ID.findall(line))))[:MAX_REFERENCES]
        found = (self.records.sent_mail(ses_message_id) for ses_message_id in ids)
        return [ref for ref in found if ref]
