"""Signed tokens: in Reply-To, so that a reply finds its meeting, and in the address of the one-click stop.

A token names a user, an interview or none, what it is for and until when, and carries a 128-bit HMAC over all of it. It
is base32 in lower case, since mail programs change the case of addresses; 52 characters, since a local part holds 64
(RFC 5321, 4.5.3.1.1).
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import enum
import hashlib
import hmac
from datetime import date, timedelta

USER_BYTES = 6
INTERVIEW_BYTES = 8
MAC_BYTES = 16
LENGTH = 52
_EPOCH = date(2026, 1, 1)
_DAYS = 1 << 13
_NO_INTERVIEW = bytes(INTERVIEW_BYTES)


class Purpose(enum.IntEnum):
    """What a token may be used for: a reply token proves the meeting alone, a stop token is enough by itself."""

    REPLY = 0
    STOP_MEETING = 1
    STOP_ALL = 2
    # In the answer to "erase": the confirming reply comes back to it.
    ERASE = 3
    # In the answer to "also ADDRESS", with the address in place of the interview.
    ADDRESS = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """What a token says. `interview_id` is None where it is about no meeting; it holds through `expires_on` (UTC)."""

    user_id: str
    interview_id: str | None
    purpose: Purpose
    expires_on: date


def seal(token: Token, key: bytes) -> str:
    """Write a token. Raises ValueError where an id is not the hexadecimal that ours are."""
    days = min(max((token.expires_on - _EPOCH).days, 0), _DAYS - 1)
    interview = bytes.fromhex(token.interview_id) if token.interview_id else _NO_INTERVIEW
    user = bytes.fromhex(token.user_id)
    if len(user) != USER_BYTES or len(interview) != INTERVIEW_BYTES:
        raise ValueError("an id of another length")
    body = (token.purpose * _DAYS + days).to_bytes(2, "big") + user + interview
    return _text(body + _mac(body, key))


def unseal(text: str, key: bytes, today: date) -> Token | None:
    """Read a token; None where it is forged, broken or past its day: the same answer for each, in the same time."""
    if len(text) != LENGTH:
        return None
    try:
        sealed = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    body, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
    # The last letter has spare bits: only the one spelling that we write is a token.
    genuine = hmac.compare_digest(mac, _mac(body, key)) and _text(sealed) == text.lower()
    purpose, days = divmod(int.from_bytes(body[:2], "big"), _DAYS)
    expires_on = _EPOCH + timedelta(days=days)
    if not genuine or purpose not in list(Purpose) or expires_on < today:
        return None
    user, interview = body[2 : 2 + USER_BYTES], body[2 + USER_BYTES :]
    return Token(user.hex(), None if interview == _NO_INTERVIEW else interview.hex(), Purpose(purpose), expires_on)


def address_mark(address: str, key: bytes) -> str:
    """Return what stands for an address in a token: as long as an interview's id, and nothing without the key."""
    digest = hmac.new(key, address.strip().lower().encode("utf-8", "surrogatepass"), hashlib.sha256)
    return digest.hexdigest()[: 2 * INTERVIEW_BYTES]


def token_key(address_key: bytes) -> bytes:
    """Derive the key of tokens from the deployment's one key, so that neither use tells anything of the other."""
    return hmac.new(address_key, b"foreword reply tokens", hashlib.sha256).digest()


def _text(sealed: bytes) -> str:
    return base64.b32encode(sealed).decode().rstrip("=").lower()


def _mac(body: bytes, key: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()[:MAC_BYTES]
