"""A mail that arrived, as SES vouches for it."""

from __future__ import annotations

import dataclasses
import enum
from datetime import datetime


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
