"""What SES does around us: it judges a mail that comes in, and tells of a mail that leaves."""

from __future__ import annotations

import dataclasses
import email.parser
import email.policy
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, getaddresses
from typing import Any

from local.aws import Clients, raw_of
from local.clock import MovableClock
from local.template import ACCOUNT, REGION
from shared.adapters.s3_mailbox import PREFIX

VERDICTS = ("spf", "dkim", "dmarc", "spam", "virus")
# How SES's verdicts read in Authentication-Results (RFC 8601, 2.7).
_RESULTS = {"PASS": "pass", "FAIL": "fail", "GRAY": "none", "PROCESSING_FAILED": "temperror"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as it reaches SES, with what SES makes of it.

    `source` is the envelope's MAIL FROM, `signer` the domain of the DKIM signature, `verdicts` SES's five words.
    """

    raw: bytes
    source: str
    recipients: tuple[str, ...]
    signer: str
    verdicts: Mapping[str, str]
    mail_id: str

    @property
    def key(self) -> str:
        """Where SES puts the mail in the bucket."""
        return PREFIX + self.mail_id

    def stored(self, at: datetime) -> bytes:
        """Return the mail as SES stores it: its own header block, then the mail as it came."""
        return _header_block(self, at).encode() + self.raw

    def notice(self, bucket: str, topic_arn: str, at: datetime) -> dict[str, Any]:
        """Return the notice of the S3 action (AWS: "Contents of notifications for Amazon SES email receiving")."""
        headers = header_fields(self.stored(at))
        moment = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        verdicts: dict[str, Any] = {f"{name}Verdict": {"status": status} for name, status in self.verdicts.items()}
        if self.verdicts["dmarc"] == "FAIL":
            verdicts["dmarcPolicy"] = "none"
        return {
            "notificationType": "Received",
            "mail": {
                "timestamp": moment,
                "source": self.source,
                "messageId": self.mail_id,
                "destination": list(self.recipients),
                "headersTruncated": False,
                "headers": [{"name": name, "value": value} for name, value in headers],
                "commonHeaders": {"returnPath": self.source},
            },
            "receipt": {
                "timestamp": moment,
                "processingTimeMillis": 400,
                "recipients": list(self.recipients),
                **verdicts,
                "action": {
                    "type": "S3",
                    "topicArn": topic_arn,
                    "bucketName": bucket,
                    "objectKeyPrefix": PREFIX,
                    "objectKey": self.key,
                },
            },
        }


def arrival(raw: bytes, recipient: str, overrides: Mapping[str, Any] | None = None) -> Arrival:
    """Let a mail arrive as an honest server would hand it over, but for what `overrides` says otherwise.

    The envelope's sender is the Sender field's, else the From's; its domain signs the mail, and its SPF passes. DMARC
    passes where that domain is the From's. `overrides` may name source, recipients, dkim_domain, and any verdict.
    """
    said = dict(overrides or {})
    author, sender = address_in(raw, "from"), address_in(raw, "sender")
    source = str(said.pop("source", sender or author))
    signer = str(said.pop("dkim_domain", _domain(sender or author or source)))
    recipients = tuple(str(address) for address in said.pop("recipients", [recipient]))
    verdicts = dict.fromkeys(VERDICTS, "PASS")
    if _domain(author) not in (_domain(source), signer):
        verdicts["dmarc"] = "FAIL"
    verdicts |= {name: str(said.pop(name)).upper() for name in VERDICTS if name in said}
    if said:
        raise ValueError(f"a notice has no {', '.join(sorted(said))}")
    unknown = sorted(set(verdicts.values()) - set(_RESULTS))
    if unknown:
        raise ValueError(f"SES knows no verdict {', '.join(unknown)}")
    return Arrival(
        raw=raw,
        source=source,
        recipients=recipients,
        signer=signer,
        verdicts=verdicts,
        mail_id=secrets.token_hex(20),
    )


def address_in(raw: bytes, field: str) -> str:
    """Return the first address of the topmost From or Sender field, in lower case; "" where there is none."""
    value = next((value for name, value in header_fields(raw) if name.lower() == field), "")
    return next((address.lower() for _, address in getaddresses([value]) if "@" in address), "")


def header_fields(raw: bytes) -> list[tuple[str, str]]:
    """Return the header fields of a mail as they stand, unfolded."""
    parsed = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    return [(name, re.sub(r"\r?\n", "", str(value))) for name, value in parsed.items()]


def _header_block(mail: Arrival, at: datetime) -> str:
    """Write the lines that SES puts on top, in its order (AWS: "Email-receiving concepts")."""
    results = {name: _RESULTS[mail.verdicts[name]] for name in ("spf", "dkim", "dmarc")}
    author = _domain(address_in(mail.raw, "from"))
    domain = _domain(mail.source) or author
    judged = f"spfCheck: domain of {domain} designates 192.0.2.1 as permitted sender"
    lines = [
        f"Return-Path: <{mail.source}>",
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.1])",
        f" by inbound-smtp.{REGION}.amazonaws.com with SMTP id {mail.mail_id}",
        f" for {mail.recipients[0]};",
        f" {format_datetime(at)}",
        f"X-SES-Spam-Verdict: {mail.verdicts['spam']}",
        f"X-SES-Virus-Verdict: {mail.verdicts['virus']}",
        f"Received-SPF: {results['spf']} ({judged}) client-ip=192.0.2.1; envelope-from={mail.source};",
        "Authentication-Results: amazonses.com;",
        f" spf={results['spf']} ({judged}) client-ip=192.0.2.1; envelope-from={mail.source};",
        f" dkim={results['dkim']} header.i=@{mail.signer};",
        f" dmarc={results['dmarc']} header.from={author};",
        "X-SES-RECEIPT: local",
        "X-SES-DKIM-SIGNATURE: local",
    ]
    return "".join(f"{line}\r\n" for line in lines)


@dataclasses.dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that left, as its recipient gets it: SES has put in its own Message-ID and Date."""

    ses_message_id: str
    at: datetime
    source: str
    recipients: tuple[str, ...]
    tags: Mapping[str, str]
    configuration_set: str
    raw: bytes

    def event(self, kind: str) -> dict[str, Any]:
        """Return the event "Send" or "Delivery" as it comes over EventBridge.

        AWS: "Examples of event data that Amazon SES publishes to EventBridge".
        """
        moment = self.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        tags = {"ses:configuration-set": [self.configuration_set]} | {name: [tag] for name, tag in self.tags.items()}
        delivered = {
            "timestamp": moment,
            "processingTimeMillis": 900,
            "recipients": list(self.recipients),
            "smtpResponse": "250 2.0.0 OK",
            "reportingMTA": "smtp.amazonses.com",
        }
        return {
            "version": "0",
            "id": secrets.token_hex(16),
            "detail-type": {"Send": "Email Sent", "Delivery": "Email Delivered"}[kind],
            "source": "aws.ses",
            "account": ACCOUNT,
            "time": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/{self.configuration_set}"],
            "detail": {
                "eventType": kind,
                "mail": {
                    "timestamp": moment,
                    "source": self.source,
                    "sendingAccountId": ACCOUNT,
                    "messageId": self.ses_message_id,
                    "destination": list(self.recipients),
                    "headersTruncated": False,
                    "headers": [],
                    "commonHeaders": {},
                    "tags": tags,
                },
                kind.lower(): delivered if kind == "Delivery" else {},
            },
        }


class Outbox:
    """Stands where send_delivery has its SES client: hands each mail to moto's, and keeps what would leave."""

    def __init__(self, clients: Clients, clock: MovableClock) -> None:
        self._client = clients("sesv2")
        self._clock = clock
        self._to_tell: list[SentMail] = []
        self.sent: list[SentMail] = []

    def send_email(self, **request: Any) -> dict[str, Any]:
        """Do what SES's SendEmail does (AWS: API reference, v2)."""
        answer: dict[str, Any] = self._client.send_email(**request)
        ses_message_id, at = answer["MessageId"], self._clock.now()
        mail = SentMail(
            ses_message_id=ses_message_id,
            at=at,
            source=request["FromEmailAddress"],
            recipients=tuple(request["Destination"]["ToAddresses"]),
            tags={tag["Name"]: tag["Value"] for tag in request["EmailTags"]},
            configuration_set=request["ConfigurationSetName"],
            raw=_as_received(raw_of(ses_message_id), ses_message_id, at),
        )
        self.sent.append(mail)
        self._to_tell.append(mail)
        return answer

    def take_untold(self) -> list[SentMail]:
        """Return the mails of which SES has not told yet."""
        untold, self._to_tell = self._to_tell, []
        return untold


def _as_received(raw: bytes, ses_message_id: str, at: datetime) -> bytes:
    """Replace Message-ID and Date, as SES does (AWS: "Header fields", which it sets itself)."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not re.match(rb"(?i)(?:message-id|date):", line)]
    own = [f"Message-ID: <{ses_message_id}@email.amazonses.com>", f"Date: {format_datetime(at)}"]
    return b"\r\n".join([*(line.encode() for line in own), *lines]) + gap + body


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
