"""A mail that is to leave."""

from __future__ import annotations

import dataclasses

from shared.domain.attachment import Attachment


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
