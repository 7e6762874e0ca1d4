"""The mails that go in: forwarded invites with times near now, and the notices with which SES would announce them."""

from __future__ import annotations

import dataclasses
import json
import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

OUR_ADDRESS = "notes@prep.example.com"
CONTACT = "grace.hopper@navy.example"


@dataclasses.dataclass(frozen=True)
class Invite:
    """One meeting of one user; `start` and `end` are UTC. Raise `sequence` to say it anew."""

    user: str
    start: datetime
    end: datetime
    zone: str
    uid: str = dataclasses.field(default_factory=lambda: f"{uuid.uuid4()}@calendar.example")
    sequence: int = 0
    method: str = "REQUEST"
    title: str = "Coffee with Grace Hopper"
    contact: str = CONTACT
    contact_name: str = "Grace Hopper"

    def ics(self) -> str:
        """Write the calendar part."""
        zone = ZoneInfo(self.zone)
        local = "%Y%m%dT%H%M%S"
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//Calendar//EN",
            f"METHOD:{self.method}",
            "BEGIN:VEVENT",
            f"UID:{self.uid}",
            f"SEQUENCE:{self.sequence}",
            f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;TZID={self.zone}:{self.start.astimezone(zone):{local}}",
            f"DTEND;TZID={self.zone}:{self.end.astimezone(zone):{local}}",
            f"SUMMARY:{self.title}",
            f"STATUS:{'CANCELLED' if self.method == 'CANCEL' else 'CONFIRMED'}",
            f"ORGANIZER;CN={self.contact_name}:mailto:{self.contact}",
            f"ATTENDEE;CN=Ada;PARTSTAT=ACCEPTED:mailto:{self.user}",
            "LOCATION:Videoconference",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
        return "".join(f"{line}\r\n" for line in lines)


@dataclasses.dataclass(frozen=True)
class Arriving:
    """A raw mail as SES lays it into the bucket, and the notice that SES publishes."""

    mail_id: str
    raw: bytes
    notice: str

    @property
    def key(self) -> str:
        """Return where SES lays the mail."""
        return f"inbound/{self.mail_id}"


def forwarded(invite: Invite, bucket: str) -> Arriving:
    """Forward an invite to Foreword from the user's own address, with verdicts that pass."""
    body = (
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease prepare me.\r\n"
        f"--b\r\nContent-Type: text/calendar; charset=utf-8; method={invite.method}\r\n"
        f"Content-Disposition: attachment; filename=invite.ics\r\n\r\n{invite.ics()}\r\n--b--\r\n"
    )
    return arriving(invite.user, f"Fwd: {invite.title}", body, bucket)


def answering(sender: str, ours: EmailMessage, text: str, bucket: str) -> Arriving:
    """Answer one of our mails as a mail program does: to its Reply-To, with the mail quoted below."""
    body = ours.get_body(("plain",))
    quoted = "".join(f"> {line}\r\n" for line in str(body.get_content() if body else "").splitlines())
    written = f"{text}\r\n\r\nOn Mon, Nov 9, 2026 at 9:00 AM Foreword <{OUR_ADDRESS}> wrote:\r\n\r\n{quoted}"
    multipart = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{written}\r\n--b--\r\n"
    return arriving(sender, f"Re: {ours['Subject']}", multipart, bucket, to=str(ours["Reply-To"]))


def arriving(sender: str, subject: str, multipart_body: str, bucket: str, to: str = OUR_ADDRESS) -> Arriving:
    """Put SES's own lines above a mail, and write its notice (AWS: "Contents of notifications for receiving")."""
    mail_id, now, domain = uuid.uuid4().hex, datetime.now(UTC), sender.partition("@")[2]
    raw = (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.7]) by inbound-smtp.us-east-1.amazonaws.com"
        f" with SMTP id {mail_id} for {to}; {now:%a, %d %b %Y %H:%M:%S} +0000 (UTC)\r\n"
        "X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\n"
        f"Received-SPF: pass (spfCheck: domain of {domain} designates 192.0.2.7 as permitted sender)\r\n"
        f"Authentication-Results: amazonses.com; spf=pass; dkim=pass header.i=@{domain};"
        f" dmarc=pass header.from={domain};\r\n"
        f"From: Ada Lovelace <{sender}>\r\nTo: {to}\r\nSubject: {subject}\r\n"
        f"Message-ID: <{uuid.uuid4()}@{domain}>\r\nDate: {now:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n{multipart_body}'
    )
    passed = {"status": "PASS"}
    notice = {
        "notificationType": "Received",
        "mail": {
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "source": sender,
            "messageId": mail_id,
            "destination": [to],
        },
        "receipt": {
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "recipients": [to],
            **{f"{name}Verdict": passed for name in ("spam", "virus", "spf", "dkim", "dmarc")},
            "action": {
                "type": "S3",
                "bucketName": bucket,
                "objectKeyPrefix": "inbound/",
                "objectKey": f"inbound/{mail_id}",
            },
        },
    }
    return Arriving(mail_id, raw.encode(), json.dumps(notice))
