"""The thank-you letter as a file that opens in a mail program as a mail not yet sent."""

from __future__ import annotations

import email.policy
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage

from shared.domain.attachment import Attachment
from shared.domain.interview import User
from shared.domain.names import display_name
from shared.domain.thank_you import Letter

# As message/rfc822 Outlook takes the file for a mail that was received (MS-OXCMAIL, embedded message attachments); as a
# plain file it is opened by its name, and X-Unsent makes it a draft.
MEDIA_TYPE = "application/octet-stream"


def drafts(letters: Sequence[Letter], user: User) -> tuple[Attachment, ...]:
    """Write one file for each letter, under the name that the page gives it."""
    return tuple(Attachment(letter.file, MEDIA_TYPE, unsent(letter, user)) for letter in letters)


def unsent(letter: Letter, user: User) -> bytes:
    """Write the letter as a mail from the user, not yet sent. Without an address that is sure there is no To."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["X-Unsent"] = "1"
    message["From"] = Address(display_name(user.name), addr_spec=user.address)
    to = _address(letter.to)
    if to:
        message["To"] = to
    message["Subject"] = letter.subject
    message.set_content(letter.text + "\n", cte="quoted-printable")
    return message.as_bytes()


def _address(text: str) -> Address | None:
    """Return an address that may stand in a header as it is, which has to be ASCII."""
    if not text or not text.isascii():
        return None
    try:
        return Address(addr_spec=text)
    except ValueError:
        return None
