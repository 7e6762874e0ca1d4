"""How a file becomes a mail from the user: as it is where the user wrote it, else attached to one that they write."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.utils import format_datetime

from local.ses import address_in, header_fields

_CALENDAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)


def forwarded(raw: bytes, *, user: str, to: str, at: datetime) -> bytes:
    """Return the mail with which `user` forwards what a file holds.

    A mail whose From is the user, or whose Sender is (Exchange's meeting forward), is sent as it is. Any other is
    attached whole (RFC 2046, 5.2.1), a bare calendar file as text/calendar.
    """
    mail = over_smtp(raw)
    if _CALENDAR.match(raw):
        return _wrapped(mail, "text/calendar; charset=utf-8; name=invite.ics", "invite.ics", user, to, at)
    if user.lower() in (address_in(mail, "from"), address_in(mail, "sender")):
        return mail
    return _wrapped(mail, "message/rfc822", _subject(mail), user, to, at)


def over_smtp(raw: bytes) -> bytes:
    """Return the bytes with the line ends that SMTP has (RFC 5321, 2.3.8)."""
    return re.sub(rb"\r?\n", b"\r\n", raw)


def _wrapped(inner: bytes, content_type: str, title: str, user: str, to: str, at: datetime) -> bytes:
    digest = hashlib.sha256(inner).hexdigest()
    boundary = f"foreword-{digest[:32]}"
    domain = user.rpartition("@")[2]
    head = [
        f"From: {user}",
        f"To: {to}",
        f"Subject: Fwd: {title}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{digest[32:]}@{domain}>",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "",
        f"--{boundary}",
        f"Content-Type: {content_type}",
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: 8bit",
        "",
        "",
    ]
    return "\r\n".join(head).encode() + inner + f"\r\n--{boundary}--\r\n".encode()


def _subject(mail: bytes) -> str:
    """Return the mail's own subject as far as it is plain ASCII."""
    value = next((value for name, value in header_fields(mail) if name.lower() == "subject"), "")
    return value.strip()[:200] if value.isascii() and value.isprintable() else "invite"
