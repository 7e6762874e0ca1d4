"""Sending through SES v2 as raw MIME, one attempt a call."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
)

from shared.adapters.aws_connection import HandshakeError
from shared.adapters.mime_writing import parts_of
from shared.adapters.outgoing_guard import shown, why_unsafe
from shared.adapters.ses_tags import TAG_DELIVERY, TAG_USER
from shared.domain.errors import AnswerLost, MailRejected, NotAccepted
from shared.domain.mail import OutgoingMail, Rendered
from shared.domain.message_ids import is_message_id
from shared.domain.plain import plain
from shared.domain.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

DISPLAY_NAME = "Foreword"
MAX_SUBJECT = 150
# SES's words for "this mail, never" (API reference, SendEmail). Any other refusal is of the account, of the deployment
# or of the moment: the mail is still owed once that is mended.
NEVER = frozenset({"MessageRejected", "BadRequestException"})
# What is raised before a byte of the mail has left. ProxyConnectionError is not among it: botocore also says it where
# the line behind the proxy drops after SES took the mail.
NOT_REACHED = (
    ConnectTimeoutError,
    EndpointConnectionError,
    HandshakeError,
    NoCredentialsError,
    CredentialRetrievalError,
)
# A long thread is known by its first and its last mails (RFC 5322, 3.6.4, lets a reader shorten it).
MAX_REFERENCES = 20
# The statuses by which SES says that it did not take a mail; after any other it may have.
CLIENT_SIDE = range(400, 500)
MAX_LINE = 76


class SESMailer:
    """Fills the Mailer port. `from_address` is Foreword's own; events of the configuration set confirm what left."""

    def __init__(self, client: SESV2Client, from_address: str, configuration_set: str, clock: Clock) -> None:
        self._client = client
        self._from = from_address
        self._configuration_set = configuration_set
        self._clock = clock

    def send(self, mail: OutgoingMail) -> str:
        """Hand the mail to SES once and return SES's message id.

        Raises NotAccepted where SES refused for now, MailRejected where it refused for good, AnswerLost where the call
        ended without a certain answer. The messages name codes alone, since SES's own texts quote addresses.
        """
        raw = self._written(mail)
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._from,
                Destination={"ToAddresses": [mail.recipient]},
                Content={"Raw": {"Data": raw}},
                EmailTags=[
                    {"Name": TAG_DELIVERY, "Value": mail.delivery_id},
                    {"Name": TAG_USER, "Value": mail.user_id},
                ],
                ConfigurationSetName=self._configuration_set,
            )
        except ClientError as error:
            raise _refusal(error) from None
        except NOT_REACHED as error:
            raise NotAccepted(type(error).__name__) from None
        except BotoCoreError as error:
            raise AnswerLost(type(error).__name__) from None
        message_id = answer.get("MessageId")
        if not message_id:
            raise AnswerLost("no_message_id")
        return message_id

    def _written(self, mail: OutgoingMail) -> bytes:
        """Write the mail and read it again; what cannot be written, or is not what was meant, never leaves."""
        try:
            raw = self.to_mime(mail)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            # The library raises these on what it cannot write, and will not do better later.
            raise MailRejected(f"unwritable_{type(error).__name__}") from None
        unsafe = why_unsafe(raw, mail, self._from)
        if unsafe:
            raise MailRejected(f"unsafe_{unsafe}")
        return raw

    def to_mime(self, mail: OutgoingMail) -> bytes:
        """Write the mail: constant header names, one recipient, then the parts. What is no ASCII raises ValueError."""
        content_type, parts = parts_of(Rendered(shown(mail.body.text), shown(mail.body.html)), mail.attachments)
        references = [reference for reference in mail.references if is_message_id(reference)][-MAX_REFERENCES:]
        headers = {
            "From": f"{DISPLAY_NAME} <{self._from}>",
            # The library reads it as one address, or raises.
            "To": str(Address(addr_spec=mail.recipient)),
            "Subject": _folded("Subject", plain(mail.subject, MAX_SUBJECT)),
            "Date": format_datetime(self._clock.now()),
            "Auto-Submitted": "auto-replied" if mail.answers_a_mail else "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "X-Foreword-Delivery": mail.delivery_id,
            "Reply-To": mail.reply_to,
            # A folded URI is none; each is made of our own address, our URL and a token alone.
            "List-Unsubscribe": ",\r\n ".join(f"<{uri}>" for uri in mail.unsubscribe),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if mail.unsubscribe else "",
            # Nor are message ids folded, long as they are: as encoded words nobody finds the thread by them.
            "In-Reply-To": references[-1] if references else "",
            "References": "\r\n ".join(references),
            "MIME-Version": "1.0",
            "Content-Type": content_type,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value or name == "Subject")
        return head.encode("ascii") + b"\r\n" + parts


def _folded(name: str, value: str) -> str:
    """Return a header's text in lines of its own length, what is no ASCII as encoded words (RFC 2047)."""
    if value.isascii() and len(f"{name}: {value}") <= MAX_LINE:
        return value
    return Header(value, header_name=name, maxlinelen=MAX_LINE).encode(linesep="\r\n")


def _refusal(error: ClientError) -> NotAccepted | MailRejected | AnswerLost:
    code = error.response["Error"]["Code"]
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status not in CLIENT_SIDE:
        return AnswerLost(code)
    return MailRejected(code) if code in NEVER else NotAccepted(code)
