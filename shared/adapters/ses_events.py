"""SES's own JSON, turned into the domain's words at the door and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.ses_tags import TAG_DELIVERY, TAG_USER
from shared.domain.delivery import DeliveryRef, Fate, Feedback
from shared.domain.notice import Notice, Verdict

# AWS: "Examples of event data that Amazon SES publishes to EventBridge". Opens and clicks are not asked for.
_FATES = {
    "send": Fate.SENT,
    "deliverydelay": Fate.DELAYED,
    "delivery": Fate.DELIVERED,
    "reject": Fate.REJECTED,
    "bounce": Fate.BOUNCED,
    "complaint": Fate.COMPLAINED,
}


def notice_of(body: str) -> Notice | None:
    """Read the notice of a received mail, as SNS delivers it raw; None where the text is anything else.

    AWS: "Contents of notifications for Amazon SES email receiving".
    """
    try:
        said = json.loads(body)
        if said.get("notificationType") != "Received":
            return None
        mail, receipt = said["mail"], said["receipt"]
        return Notice(
            mail_id=str(mail["messageId"]),
            key=str(receipt["action"]["objectKey"]),
            envelope_sender=str(mail.get("source") or "").strip("<>").lower(),
            recipients=tuple(str(address).lower() for address in receipt["recipients"]),
            received_at=datetime.fromisoformat(str(mail["timestamp"])),
            **{name: _verdict(receipt, name) for name in ("spf", "dkim", "dmarc", "spam", "virus")},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def feedback_of(event: Mapping[str, Any]) -> Feedback | None:
    """Read one SES event from EventBridge; None where it is about no Delivery of ours or says nothing of use."""
    try:
        detail = event["detail"]
        fate = _FATES.get(str(detail["eventType"]).replace(" ", "").lower())
        if fate is Fate.BOUNCED and detail.get("bounce", {}).get("bounceType") != "Permanent":
            fate = Fate.DELAYED
        mail = detail["mail"]
        tags = mail["tags"]
        if fate is None:
            return None
        return Feedback(
            ref=DeliveryRef(tags[TAG_USER][0], tags[TAG_DELIVERY][0]),
            ses_message_id=str(mail["messageId"]),
            fate=fate,
            at=datetime.fromisoformat(str(event["time"])),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _verdict(receipt: Mapping[str, Any], name: str) -> Verdict:
    """Return a verdict; one that is not there, or is none that SES documents, counts as missing."""
    said = receipt.get(f"{name}Verdict")
    status = str(said.get("status")) if isinstance(said, Mapping) else ""
    return Verdict(status) if status in Verdict.__members__ else Verdict.MISSING
