"""A mail that arrived, as SES vouches for it, and a mail that is to leave."""

from __future__ import annotations

import dataclasses
import enum
import re
from datetime import datetime

from shared.domain.attachment import Attachment


class Verdict(enum.StrEnum):
    """SES's verdicts (AWS: "Contents of notifications for Amazon SES email receiving"). MISSING is ours."""

    PASS = "PASS"  # noqa: S105 - SES's word, not a password
    FAIL = "FAIL"
    GRAY = "GRAY"
    PROCESSING_FAILED = "PROCESSING_FAILED"
    MISSING = "MISSING"


@dataclasses.dataclass(frozen=True, slots=True)
class Notice:
    """What SES says of one mail that it received. The only description of a mail that a stranger cannot write.

    `mail_id` is SES's message id; `envelope_sender` the MAIL FROM address, empty for the null sender; `recipients` the
    addresses of ours that it came to; `key` where the raw mail lies in the bucket.
    """

    mail_id: str
    key: str
    envelope_sender: str
    recipients: tuple[str, ...]
    received_at: datetime
    spf: Verdict
    dkim: Verdict
    dmarc: Verdict
    spam: Verdict
    virus: Verdict


@dataclasses.dataclass(frozen=True, slots=True)
class Rendered:
    """The two bodies of a mail."""

    text: str
    html: str


@dataclasses.dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one user. `references` are message ids with their angle brackets, oldest first."""

    recipient: str
    subject: str
    body: Rendered
    delivery_id: str
    user_id: str
    # RFC 3834, 5: an answer to a mail is auto-replied, what leaves on its own date is auto-generated.
    answers_a_mail: bool
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    # The URIs of List-Unsubscribe: one mailto and one over HTTPS.
    unsubscribe: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,125}@[!-;=?-~]{1,125}>")


def is_message_id(text: str) -> bool:
    """Tell whether this is one message id, with its angle brackets, that may stand in a header of ours.

    RFC 5322, 3.6.4, without white space. "=?" would begin an encoded word (RFC 2047), which a library that writes the
    header anew decodes, line breaks and all.
    """
    return _MESSAGE_ID.fullmatch(text) is not None and "=?" not in text
