"""The last look at a mail before it leaves: read again from its bytes, it has to be what was meant.

Libraries that write mail have let line breaks through, in encoded words (CVE-2024-6923), in header names, in folds. So
nothing is believed that only the writing side says.
"""

from __future__ import annotations

import email
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from shared.domain.mail import OutgoingMail
from shared.domain.message_ids import is_message_id

ALWAYS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Foreword-Delivery",
    "MIME-Version",
    "Content-Type",
)
_UNFOLD = re.compile(rb"\r\n(?=[ \t])")
_FIELD = re.compile(rb"[A-Za-z-]+:[ -~\t]*")
# What no body of ours holds: controls, what turns or hides text (Unicode's bidi classes), line separators, surrogates.
_NEVER_SHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BODY_LINES = re.compile(rb"\r\n\r\n(?:(?!--)[^\r\n]*\r\n)+")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}\.[a-z]{3,4}")


def shown(body: str) -> str:
    """Return a body without the characters that hide, turn or break text."""
    return _NEVER_SHOWN.sub("", body)


def skeleton(raw: bytes) -> bytes:
    """Return a mail without the lines of its bodies that no reader looks at to tell its parts.

    Parts are told by headers and by lines that begin with "--" (RFC 2046, 5.1.1). Behind the empty line that ends
    headers all others can go; behind a line with "--" everything stays up to the next empty one, since headers may
    follow. A message within the mail loses its own headers: a mail of ours holds none (`why_unsafe`).
    """
    return _BODY_LINES.sub(b"\r\n\r\n", raw)


def why_unsafe(raw: bytes, mail: OutgoingMail, from_address: str) -> str | None:
    """Say in one word what the bytes are that was not meant, or None where they are the mail and nothing else."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    fields = _UNFOLD.sub(b"", head).split(b"\r\n")
    if not all(_FIELD.fullmatch(field) for field in fields):
        return "malformed_header"
    parsed = email.message_from_bytes(skeleton(raw))
    if sorted(parsed.keys()) != sorted(_names(mail)):
        return "other_headers"
    if parsed["To"] != mail.recipient or not str(parsed["From"]).endswith(f"<{from_address}>"):
        return "other_addresses"
    subject = _decoded(parsed["Subject"])
    if _NEVER_SHOWN.search(subject) or "\n" in subject:
        return "hidden_characters"
    parts = list(parsed.walk())
    leaves = [part.get_content_type() for part in parts if not part.is_multipart()]
    meant = ["text/plain", "text/html", *(file.media_type for file in mail.attachments)]
    if leaves != meant or any(part.defects or part.get_content_maintype() == "message" for part in parts):
        return "other_parts"
    if not all(_FILE_NAME.fullmatch(file.name) for file in mail.attachments):
        return "file_name"
    return None


def _decoded(value: str) -> str:
    """Undo encoded words as a mail program does (RFC 2047)."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError):
        return "\0"


def _names(mail: OutgoingMail) -> list[str]:
    """List the headers that this mail has to have, each once."""
    answered = any(is_message_id(reference) for reference in mail.references)
    return [
        *ALWAYS,
        *(("Reply-To",) if mail.reply_to else ()),
        *(("List-Unsubscribe", "List-Unsubscribe-Post") if mail.unsubscribe else ()),
        *(("In-Reply-To", "References") if answered else ()),
    ]
