"""Who wrote a mail, proven, or why it is not answered.

The verdicts come from SES's notice alone, which a stranger cannot write; of the mail's own headers only the block that
SES put on top is believed, and what stands below is used to refuse, never to accept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.domain.errors import (
    AutomaticReply,
    Bounce,
    DoubtfulOriginator,
    Infected,
    ListMail,
    Looping,
    OwnMail,
    UnprovenSender,
)
from shared.domain.invite import Person
from shared.domain.message_ids import is_message_id
from shared.domain.notice import Notice, Verdict
from shared.domain.plain import plain
from shared.inbox.headers import Headers
from shared.inbox.mime.decoding import words_decoded

# An honest mail passes through a dozen servers at most; a loop adds some at every turn.
MAX_RECEIVED = 25
MAX_ADDRESS_FIELD = 8 * 1024
OWN_MARK = "x-foreword-delivery"
# What SES puts between its Received line and its Authentication-Results (AWS: "Email-receiving concepts").
_SES_BETWEEN = frozenset({"x-ses-spam-verdict", "x-ses-virus-verdict", "received-spf"})
_AUTOMATIC_SENDERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# A dot-atom on both sides (RFC 5322, 3.4.1), of the length that RFC 5321, 4.5.3.1 gives the local part.
_ADDRESS = rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]"
# A mailbox beyond doubt (RFC 5322, 3.4): a bare address, or a display name and an address in angle brackets. Outside
# quotes the name has no specials but dots, and square brackets only where nothing is quoted: beside one, some readers
# take a quoted "a@b" for an address. So no two readers can find different addresses in it. The runs of plain characters
# are possessive: given back one by one, they would take time exponential in their length to refuse.
_SPECIALS = r'"<>(),;:@\\'
_NAME = rf'(?:"(?:[^"\\]|\\.)*"|[^{_SPECIALS}\[\]]++)*|[^{_SPECIALS}]*+'
_MAILBOX = re.compile(rf"(?:(?P<name>{_NAME})<(?P<angled>{_ADDRESS})>|(?P<bare>{_ADDRESS}))")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
MAX_NAME = 100
# SES repeats the HELO name and the envelope's sender in its own lines: both must be too plain to carry a result.
_PLAIN_HELO = re.compile(r"from [A-Za-z0-9._:\[\]-]{1,255} \(")
_PLAIN_ADDRESS = re.compile(r"[^\s;\"()<>]{1,320}")
_ANY_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]{1,64}@[^\s<>,;:\"()\[\]]{1,255}")


class ProvenSender(NamedTuple):
    """Who sent the mail, as SES proves it; addresses in lower case.

    `in_sender_field` marks an Exchange meeting forward: the user stands in Sender, the organizer in From.
    """

    address: str
    name: str | None
    in_sender_field: bool = False


def prove_sender(notice: Notice, headers: Headers, own_addresses: frozenset[str]) -> ProvenSender:
    """Return who wrote the mail, or raise the Refusal that says why it is not answered.

    The rules are those of the design, "Whom it answers". `own_addresses` are ours, in lower case.
    """
    if notice.virus is not Verdict.PASS:
        raise Infected("virus verdict")
    _refuse_machines(notice, headers)
    author = _one_mailbox(headers, "from")
    if (author.email or "").partition("@")[0] in _AUTOMATIC_SENDERS:
        raise Bounce("from a mail server")
    if author.email in own_addresses:
        raise OwnMail("from our own address")
    results = _results_of_ses(notice, headers)
    if headers.has("sender"):
        sender = _one_mailbox(headers, "sender")
        if sender.email != author.email:
            return _prove_beside_another_from(notice, results, sender)
    return _prove_author(notice, results, author)


def addressed_to(headers: Headers, own_addresses: frozenset[str]) -> bool:
    """Tell whether To or Cc names one of our addresses: a mail that was redirected unchanged does not."""
    return bool(addresses_in(headers) & own_addresses)


def has_other_recipients(headers: Headers, own_addresses: frozenset[str]) -> bool:
    """Tell whether To or Cc names anybody else."""
    return bool(addresses_in(headers) - own_addresses)


def addresses_in(headers: Headers) -> frozenset[str]:
    """Return every address that To and Cc name, in lower case."""
    fields = [value[:MAX_ADDRESS_FIELD] for field in ("to", "cc") for value in headers.all(field)]
    return frozenset(address.lower() for value in fields for address in _ANY_ADDRESS.findall(value))


def message_id(headers: Headers) -> str | None:
    """Return the mail's Message-ID if it is one that can stand in our own header, else None (RFC 5322, 3.6.4)."""
    value = headers.first("message-id") or ""
    return value if is_message_id(value) else None


def references(headers: Headers) -> tuple[str, ...]:
    """Return what an answer to the mail names in References: its Message-ID, where it can (RFC 5322, 3.6.4)."""
    own_id = message_id(headers)
    return (own_id,) if own_id else ()


def domain_of(address: str) -> str:
    """Return the domain of an address, in lower case."""
    return address.rpartition("@")[2].lower()


def _refuse_machines(notice: Notice, headers: Headers) -> None:
    """Refuse what RFC 3834 says never to answer: reports, machines, lists, loops."""
    if len(headers.all("received")) > MAX_RECEIVED:
        raise Looping("too many Received lines")
    local_part = notice.envelope_sender.partition("@")[0].lower()
    report = (headers.first("content-type") or "").lower().startswith("multipart/report")
    if not notice.envelope_sender or local_part in _AUTOMATIC_SENDERS or report:
        raise Bounce("null sender or report")
    submitted = {value.partition(";")[0].strip().lower() for value in headers.all("auto-submitted")}
    marks = ("x-autoreply", "x-autorespond", "x-auto-response-suppress")
    if submitted - {"no"} or any(headers.has(mark) for mark in marks):
        raise AutomaticReply("marked as automatic")
    if headers.has(OWN_MARK):
        raise OwnMail("a mail of ours")
    precedence = {value.lower() for value in headers.all("precedence")}
    if precedence & _BULK or any(name.startswith("list-") for name, _ in headers.fields):
        raise ListMail("marked as list or bulk mail")


def _prove_beside_another_from(notice: Notice, results: _Results, sender: Person) -> ProvenSender:
    """Accept the Sender beside another From only by proof of the Sender's own domain; From proves nothing here."""
    domain = domain_of(sender.email or "")
    by_spf = notice.spf is Verdict.PASS and domain_of(notice.envelope_sender) == domain
    by_dkim = notice.dkim is Verdict.PASS and domain in results.dkim_domains
    if not (by_spf or by_dkim):
        raise UnprovenSender("the Sender's domain is not proven")
    return ProvenSender(sender.email or "", sender.name, in_sender_field=True)


def _prove_author(notice: Notice, results: _Results, author: Person) -> ProvenSender:
    """Accept the From by DMARC, or, where its domain has no policy, by SPF or DKIM of that very domain."""
    domain = domain_of(author.email or "")
    if results.header_from != domain:
        raise UnprovenSender("SES judged another From than we read")
    by_spf = notice.spf is Verdict.PASS and domain_of(notice.envelope_sender) == domain
    by_dkim = notice.dkim is Verdict.PASS and domain in results.dkim_domains
    without_policy = notice.dmarc is Verdict.GRAY and (by_spf or by_dkim)
    if notice.dmarc is not Verdict.PASS and not without_policy:
        raise UnprovenSender("DMARC")
    return ProvenSender(author.email or "", author.name)


class _Results(NamedTuple):
    """What SES's own Authentication-Results say (RFC 8601): which From it judged, whose DKIM signatures hold."""

    header_from: str | None = None
    dkim_domains: frozenset[str] = frozenset()


def _results_of_ses(notice: Notice, headers: Headers) -> _Results:
    """Read SES's Authentication-Results: directly below SES's own Received line, nowhere else.

    A sender can forge every line, but only below those that SES added; where SES added no results, its X-SES-RECEIPT
    comes first, and a forged line behind it is not looked at.
    """
    fields = iter(headers.fields)
    for name, value in fields:
        if name == "received":
            if not _is_line_of_ses(notice, value):
                return _Results()
            break
        if name != "return-path":
            return _Results()
    for name, value in fields:
        if name == "authentication-results":
            return _parse_results(value)
        if name not in _SES_BETWEEN:
            break
    return _Results()


def _is_line_of_ses(notice: Notice, received: str) -> bool:
    """Tell whether SES wrote this Received line for this mail, and a sender slipped nothing into it."""
    of_this_mail = f"SMTP id {notice.mail_id}" in received and ".amazonaws.com" in received
    plain = _PLAIN_HELO.match(received) and _PLAIN_ADDRESS.fullmatch(notice.envelope_sender)
    return of_this_mail and plain is not None


def _parse_results(value: str) -> _Results:
    authority, _, rest = value.partition(";")
    if authority.strip().lower() != "amazonses.com":
        return _Results()
    judged, dkim_domains = [], set()
    for result in rest.split(";"):
        words = result.split()
        properties = dict(word.lower().split("=", 1) for word in words if "=" in word)
        if "dmarc" in properties:
            judged.append(properties.get("header.from"))
        elif properties.get("dkim") == "pass":
            signer = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
            dkim_domains.add(signer)
    return _Results(judged[0] if len(judged) == 1 else None, frozenset(dkim_domains - {""}))


def _one_mailbox(headers: Headers, field: str) -> Person:
    """Return the one mailbox of a From or Sender field, or raise DoubtfulOriginator."""
    values = headers.all(field)
    if len(values) != 1 or len(values[0]) > MAX_ADDRESS_FIELD:
        raise DoubtfulOriginator(f"not exactly one {field}")
    found = _MAILBOX.fullmatch(values[0])
    address = (found["angled"] or found["bare"]).lower() if found else ""
    # Some readers decode what looks like an encoded word even inside an address.
    if not found or "=?" in address:
        raise DoubtfulOriginator(f"{field} is not one plain mailbox")
    return Person(_display_name(found["name"] or ""), address)


def _display_name(text: str) -> str | None:
    """Return the name as a person reads it: unquoted, decoded, safe to show."""
    quoted = _QUOTED.fullmatch(text.strip())
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else text
    return plain(words_decoded(name), MAX_NAME) or None
