"""Replies that only count with a token: the second "erase", and the code by which a further address is proven."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import datetime

from shared.domain.delivery import Delivery, Kind
from shared.domain.done import Done
from shared.domain.interview import Change
from shared.domain.notice import Notice
from shared.domain.owing import answer_to_mail
from shared.domain.ports import Clock, Mailbox, Records
from shared.domain.tokens import Purpose, Token, address_mark, unseal
from shared.inbox.read import names_calendar, read
from shared.steps.replying import FindAnswered

ERASED = "user_erased"
LINKED = "address_linked"
NOT_LINKED = "address_not_linked"
# A mail this large is no line with a code; one that says "base64" may hold it where it cannot be seen. Between the word
# and the code may stand what HTML puts there.
_LARGEST = 100_000
_MAY_HOLD_A_CODE = re.compile(rb"\balso(?:[ \t:]|&nbsp;|<[^<>]{0,99}>|&lt;|<){1,9}[a-z2-7]{40}|base64", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class ConfirmByReply:
    """Takes the two replies that a token confirms. Whoever writes is proven by the gate before."""

    records: Records
    mailbox: Mailbox
    clock: Clock
    erase: Callable[[str], object]
    answered: FindAnswered

    def erases(self, notice: Notice, raw: bytes, address: str) -> bool:
        """Tell whether the mail confirms, by the address that it goes to and by its word, that all is to be erased."""
        now = self.clock.now()
        tokens = [t for t in self.answered.tokens(notice.recipients, now) if t.purpose is Purpose.ERASE]
        # Where an earlier run erased all but broke off before it was noted, the address is nobody's any more.
        owner = self.records.user_id_at(address) if tokens else None
        if not any(self._is_theirs(token, owner) for token in tokens):
            return False
        return bool(_texts_behind("erase", raw))

    def _is_theirs(self, token: Token, owner: str | None) -> bool:
        """Tell whether the token is the writer's: a newcomer who holds another's token has nothing to erase."""
        return token.user_id == owner or (owner is None and self.records.user(token.user_id) is None)

    def erase_all(self, notice: Notice, address: str, references: tuple[str, ...]) -> Change:
        """Erase the user, and owe the one mail that says so: it belongs to nobody's records."""
        self.erase(address)
        now = self.clock.now()
        stranger = self.records.stranger_id(address)
        mail = answer_to_mail(notice.mail_id, stranger, address, Kind.ERASED, now, {}, references)
        return Change(notice.mail_id, ERASED, now, made=(mail,))

    def code_for(self, raw: bytes, address: str) -> Token | None:
        """Return the token of a mail that says, from this very address, the code that was made for it."""
        if len(raw) > _LARGEST or names_calendar(raw) or not _MAY_HOLD_A_CODE.search(raw):
            return None
        today = self.clock.now().date()
        for text in _texts_behind("also", raw):
            token = unseal(text.strip().strip(".<>").lower(), self.answered.token_key, today)
            if token and token.purpose is Purpose.ADDRESS:
                mark = address_mark(address, self.answered.token_key)
                return token if token.interview_id == mark else None
        return None

    def link(self, notice: Notice, token: Token, address: str, references: tuple[str, ...]) -> Change:
        """Make the address the user's, too, and say so to it."""
        now = self.clock.now()
        user = self.records.user(token.user_id)
        linked = user is not None and self.records.link_address(user, address)
        done = Done.LINKED if linked else Done.NOT_LINKED
        facts = {"did": json.dumps([[str(done), address]])}
        owner = token.user_id if user else self.records.stranger_id(address)
        mail = self._noted(notice, owner, address, now, facts, references)
        return Change(
            notice.mail_id,
            LINKED if linked else NOT_LINKED,
            now,
            made=(mail,),
            user_id=user.id if user else None,
        )

    @staticmethod
    def _noted(
        notice: Notice, user_id: str, address: str, now: datetime, facts: dict[str, str], references: tuple[str, ...]
    ) -> Delivery:
        return answer_to_mail(notice.mail_id, user_id, address, Kind.NOTED, now, facts, references)


def _texts_behind(word: str, raw: bytes) -> list[str]:
    """Return what stands behind a word of ours, each time that the mail says it."""
    # Hardly a mail holds a token that asks for it.
    from shared.domain.commands import CommandWord  # noqa: PLC0415 - as said
    from shared.inbox.reply.reading import read_reply  # noqa: PLC0415 - as said

    reading = read(raw)
    said = read_reply(reading.text, reading.html, reading.subject)
    return [command.text for command in said.commands if command.word is CommandWord(word)]
