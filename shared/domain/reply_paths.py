"""Where a reply to a mail goes, and how its mails are stopped: addresses that carry a signed token (tokens.py)."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from urllib.parse import quote

from shared.domain.delivery import Delivery, Kind
from shared.domain.tokens import Purpose, Token, seal

# Long enough for a letter about any meeting, short enough that a leaked mail opens nothing for ever.
HOLDS_FOR = timedelta(days=400)
# A confirmation that waits for longer is no longer meant.
ERASE_HOLDS_FOR = timedelta(days=2)
# RFC 5321, 4.5.3.1.1.
MAX_LOCAL_PART = 64


@dataclasses.dataclass(frozen=True, slots=True)
class ReplyPaths:
    """Makes the addresses. `unsubscribe_url` is the function URL of `unsubscribe`, over HTTPS."""

    own_address: str
    token_key: bytes
    unsubscribe_url: str

    def reply_to(self, delivery: Delivery, now: datetime) -> str | None:
        """Return the address with a token behind a plus (RFC 5233), or None where no token fits."""
        purpose = Purpose.ERASE if delivery.kind is Kind.ERASE_ASKED else Purpose.REPLY
        token = self._token(delivery, purpose, now)
        local, _, domain = self.own_address.partition("@")
        if token is None or len(local) + 1 + len(token) > MAX_LOCAL_PART:
            return None
        return f"{local}+{token}@{domain}"

    def unsubscribe(self, delivery: Delivery, now: datetime) -> tuple[str, ...]:
        """Return the URIs of List-Unsubscribe (RFC 2369, 3.2; RFC 8058, 3.1): a mail, and one click."""
        about_meeting = (delivery.interview_id or delivery.about) is not None
        purpose = Purpose.STOP_MEETING if about_meeting else Purpose.STOP_ALL
        token = self._token(delivery, purpose, now)
        if token is None:
            return ()
        address = self.reply_to(delivery, now) or self.own_address
        word = "stop" if about_meeting else "stop all"
        return (f"mailto:{address}?subject={quote(word)}", f"{self.unsubscribe_url}?t={token}")

    def _token(self, delivery: Delivery, purpose: Purpose, now: datetime) -> str | None:
        holds_for = ERASE_HOLDS_FOR if purpose is Purpose.ERASE else HOLDS_FOR
        token = Token(delivery.user_id, delivery.interview_id or delivery.about, purpose, (now + holds_for).date())
        try:
            return seal(token, self.token_key)
        except ValueError:
            # A stranger who gets the one note has no records to reply to.
            return None
