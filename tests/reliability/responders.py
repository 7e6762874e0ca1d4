"""Machines that answer, bounce or pass on whatever Foreword writes, as they stand in the mailboxes of the world."""

from __future__ import annotations

import dataclasses
import email.parser
import email.policy
import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.reliability.arrivals import JORDAN, written

HELPDESK, TEAM = "helpdesk@example.org", "team@example.org"
_AWAY = "I am out of the office until Monday and will read your mail then.\n"
# What a gateway that writes a mail anew leaves out.
_OURS = re.compile(r"(?i)(?:x-|auto-|list-|reply-to|in-reply-to|references|message-id|from|to|date|subject)")


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A mail of ours as it lies in a mailbox; `number` tells it from all others, `to` is where its replies go."""

    raw: bytes
    number: int
    mailbox: str
    site: str
    message_id: str
    to: str
    subject: str

    @property
    def text(self) -> str:
        """Read its text part."""
        mail = email.parser.BytesParser(policy=email.policy.default).parsebytes(self.raw)
        part = mail.get_body(("plain",))
        return part.get_content() if part else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Response:
    """What a machine sends to us; `overrides` say what SES makes of it where that is not the honest default."""

    raw: bytes
    to: str
    overrides: Mapping[str, str] = dataclasses.field(default_factory=dict)


Responder = Callable[[Received], Response]


def received(raw: bytes, number: int, mailbox: str, site: str, ses_message_id: str) -> Received:
    """Read what a responder needs of a mail."""
    message_id = f"<{ses_message_id}@email.amazonses.com>"
    raw = f"Message-ID: {message_id}\r\n".encode() + raw
    head = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    subject = re.sub(r"\s+", " ", str(head["Subject"] or ""))
    return Received(raw, number, mailbox, site, message_id, str(head["Reply-To"] or site), subject)


def _writes(mail: Received, subject: str, body: str, more: tuple[str, ...] = (), sender: str = "") -> Response:
    sender = sender or mail.mailbox
    return Response(written(sender, mail.to, subject, body, message_id=f"r{mail.number}", more=more), mail.to)


def _answering(mail: Received) -> tuple[str, ...]:
    return (f"In-Reply-To: {mail.message_id}", f"References: {mail.message_id}")


def away_marked(mail: Received) -> Response:
    """Out of office, and says by RFC 3834 that it is a machine."""
    return _writes(mail, f"Automatic reply: {mail.subject}", _AWAY, ("Auto-Submitted: auto-replied",))


def away_marked_otherwise(mail: Received) -> Response:
    """Out of office, with the marks that were used before RFC 3834."""
    return _writes(mail, f"Away: {mail.subject}", _AWAY, ("Precedence: bulk", "X-Autoreply: yes"))


def away_unmarked(mail: Received) -> Response:
    """Out of office, and nothing in the head says so."""
    return _writes(mail, f"Re: {mail.subject}", _AWAY, _answering(mail))


def away_unmarked_alone(mail: Received) -> Response:
    """Out of office without a mark, to the address itself and with no word of what it answers."""
    return _writes(dataclasses.replace(mail, to=mail.site), "Away", _AWAY)


def changing_subject(mail: Received) -> Response:
    """Answer under another subject every time."""
    return _writes(mail, f"Message {mail.number} received", f"We have received your message no. {mail.number}.\n")


def bounce(mail: Received) -> Response:
    """Report that it could not be delivered, from the null sender (RFC 3464)."""
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    body = "--b\nContent-Type: text/plain\n\nNo such user.\n--b--\n"
    raw = written("Mail Delivery System <MAILER-DAEMON@example.org>", mail.to, "Undeliverable", body, kind)
    return Response(raw, mail.to, {"source": ""})


def bounce_in_own_name(mail: Received) -> Response:
    """Bounce from the null sender, but in the name of the mailbox and as plain text."""
    raw = written(mail.mailbox, mail.to, f"Undeliverable: {mail.subject}", "No such user.\n")
    return Response(raw, mail.to, {"source": ""})


def ticket(mail: Received) -> Response:
    """Open a ticket for every mail, and say so under a new number."""
    body = f"Your request has been received and given the number {mail.number}.\n\n> {mail.subject}\n"
    return _writes(mail, f"[#{mail.number}] {mail.subject}", body, sender=HELPDESK)


def forward_inline(mail: Received) -> Response:
    """Forward all back to us as mail programs do, the text below a header block."""
    block = f"---------- Forwarded message ---------\nFrom: Foreword <{mail.site}>\nSubject: {mail.subject}\n\n"
    return _writes(dataclasses.replace(mail, to=mail.site), f"Fwd: {mail.subject}", block + mail.text)


def forward_attached(mail: Received) -> Response:
    """Forward all back to us as an attachment (RFC 2046, 5.2.1)."""
    body = (
        "--b\nContent-Type: text/plain\n\nFYI\n--b\nContent-Type: message/rfc822\n\n"
        f"{mail.raw.decode('ascii', 'replace')}\n--b--\n"
    )
    raw = written(mail.mailbox, mail.site, f"Fwd: {mail.subject}", body, 'multipart/mixed; boundary="b"')
    return Response(raw, mail.site)


def redirect(mail: Received) -> Response:
    """Pass it on to us unchanged; our own signature holds."""
    return Response(mail.raw, mail.site, {"source": mail.mailbox, "dkim_domain": mail.site.rpartition("@")[2]})


def write_anew(mail: Received) -> Response:
    """Send its body and its files to us under a head of its own, as some gateways do."""
    return Response(_head_anew(mail, mail.mailbox, mail.site, f"FW: {mail.subject}"), mail.site)


def mailing_list(mail: Received) -> Response:
    """Distribute it to the members of a list, us among them, with the marks of RFC 2369 and 2919."""
    marks = ("List-Id: <team.example.org>", "List-Post: <mailto:team@example.org>", "Precedence: list")
    return Response(_head_anew(mail, TEAM, TEAM, f"[team] {mail.subject}", marks), mail.site)


def mailing_list_unmarked(mail: Received) -> Response:
    """Distribute it to a list that marks nothing, and writes to each member by name."""
    return Response(_head_anew(mail, TEAM, mail.site, f"[team] {mail.subject}"), mail.site)


def says_a_word(mail: Received) -> Response:
    """Answer with one of the words that our mails offer, whatever they say."""
    words = ("stop", "sent", "did not happen", "stop all")
    return _writes(mail, f"Re: {mail.subject}", f"{words[mail.number % len(words)]}\n", _answering(mail))


def repeats(mail: Received) -> Response:
    """Send our own words back, not quoted."""
    return _writes(mail, f"Re: {mail.subject}", mail.text, _answering(mail))


def thanks(mail: Received) -> Response:
    """Thank for every mail, and quote it."""
    quoted = "".join(f"> {line}\n" for line in mail.text.splitlines())
    body = f"Thanks, got it!\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword <{mail.site}> wrote:\n\n{quoted}"
    return _writes(mail, f"Re: {mail.subject}", body, _answering(mail))


RESPONDERS: tuple[Responder, ...] = (
    away_marked,
    away_marked_otherwise,
    away_unmarked,
    away_unmarked_alone,
    changing_subject,
    bounce,
    bounce_in_own_name,
    ticket,
    forward_inline,
    forward_attached,
    redirect,
    write_anew,
    mailing_list,
    mailing_list_unmarked,
    says_a_word,
    repeats,
    thanks,
)
# What these send says somewhere what it is: a machine's, a list's, a report, or our own mail come back.
SAY_WHAT_THEY_ARE = frozenset({away_marked, away_marked_otherwise, bounce, bounce_in_own_name, redirect, mailing_list})
# How long machines take: most answer at once, some by a queue.
DELAYS = (timedelta(seconds=1), timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=2))
MAILBOXES = (JORDAN, HELPDESK, TEAM)


def _head_anew(mail: Received, sender: str, to: str, subject: str, marks: tuple[str, ...] = ()) -> bytes:
    """Keep the body with the fields that describe it, and write the rest of the head anew."""
    head, _, body = mail.raw.partition(b"\r\n\r\n")
    fields = re.split(r"\r\n(?![ \t])", head.decode("ascii", "replace"))
    kept = [field for field in fields if not _OURS.match(field)]
    own = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Message-ID: <l{mail.number}@example.org>", *marks]
    return "\r\n".join([*own, *kept]).encode() + b"\r\n\r\n" + body
