"""Sending through SES v2 as raw MIME, one attempt a call."""

from __future__ import annotations

import email.policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from shared.domain.errors import AnswerLost, MailRejected, NotAccepted
from shared.domain.mail import OutgoingMail
from shared.domain.plain import plain
from shared.domain.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

TAG_DELIVERY = "foreword-delivery"
TAG_USER = "foreword-user"
DISPLAY_NAME = "Foreword"
MAX_SUBJECT = 150
# SES's own words for "not now" (API reference, SendEmail); anything else in the 4xx range is "never like this".
NOT_NOW = frozenset(
    {
        "TooManyRequestsException",
        "LimitExceededException",
        "ThrottlingException",
        "Throttling",
        "SendingPausedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "AccessDeniedException",
        "NotFoundException",
        "ExpiredTokenException",
        "UnrecognizedClientException",
    }
)
SERVER_SIDE = 500
_POLICY = email.policy.SMTP.clone(cte_type="7bit", max_line_length=76)


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
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._from,
                Destination={"ToAddresses": [mail.recipient]},
                Content={"Raw": {"Data": self.to_mime(mail).as_bytes()}},
                EmailTags=[
                    {"Name": TAG_DELIVERY, "Value": mail.delivery_id},
                    {"Name": TAG_USER, "Value": mail.user_id},
                ],
                ConfigurationSetName=self._configuration_set,
            )
        except ClientError as error:
            raise _refusal(error) from None
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise NotAccepted(type(error).__name__) from None
        except BotoCoreError as error:
            raise AnswerLost(type(error).__name__) from None
        return answer["MessageId"]

    def to_mime(self, mail: OutgoingMail) -> EmailMessage:
        """Build the mail: header names are constant, one recipient, text first and HTML beside it."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(DISPLAY_NAME, addr_spec=self._from)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = plain(mail.subject, MAX_SUBJECT)
        message["Date"] = format_datetime(self._clock.now())
        message["Auto-Submitted"] = "auto-replied" if mail.answers_a_mail else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["X-Foreword-Delivery"] = mail.delivery_id
        if mail.references:
            message["In-Reply-To"] = mail.references[-1]
            message["References"] = " ".join(mail.references)
        message.set_content(mail.body.text, cte="quoted-printable")
        message.add_alternative(mail.body.html, subtype="html", cte="quoted-printable")
        return message


def _refusal(error: ClientError) -> NotAccepted | MailRejected | AnswerLost:
    code = error.response["Error"]["Code"]
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in NOT_NOW:
        return NotAccepted(code)
    if status >= SERVER_SIDE:
        return AnswerLost(code)
    return MailRejected(code)
