"""Whom the gate may accept: each shape of From and Sender against each verdict, and an oracle that says who is proven.

test_gate.py tries the shapes one by one, tests/reliability/goal_gate.py all of it, and lines that are made up besides.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from shared.domain.notice import Notice, Verdict
from shared.inbox.headers import Headers, read_headers
from tests.builders import PRIYA, ROBIN, a_notice, raw_mail, ses_results

EVIL = "mallory@evil.example"
# What no two readers are sure to read alike: never one plain mailbox.
DOUBTFUL = [
    # The parser differential: one reader sees the first address, another the second.
    f"{ROBIN} <{EVIL}>",
    f"{EVIL} <{ROBIN}>",
    f"{ROBIN}, {EVIL}",
    f"Robin <{ROBIN}>, Mallory <{EVIL}>",
    f"<{ROBIN}> <{EVIL}>",
    f"{ROBIN} {EVIL}",
    f"Robin <{EVIL}> <{ROBIN}>",
    f"Robin <{ROBIN}> trailing",
    f"Robin <{ROBIN}",
    f"Robin {ROBIN}>",
    f"Robin <<{ROBIN}>>",
    # A bracket makes some readers take what is quoted for an address of its own.
    f'"{EVIL}" [<{ROBIN}>',
    f'"{ROBIN}" [x] <{EVIL}>',
    f'x] "{ROBIN}" <{EVIL}>',
    # Encoded words in or around the address.
    f"=?utf-8?q?robin=40college.example=2C?= {EVIL}",
    "=?utf-8?q?robin=40college.example?= <=?utf-8?q?mallory?=@evil.example>",
    "=?utf-8?q?robin=40college.example?=",
    "=?utf-8?q?x?=@college.example",
    "<robin@=?utf-8?q?college.example?=>",
    # Groups, comments, routes, quoted local parts, literals.
    f"People: {ROBIN};",
    f"People: {ROBIN}, {EVIL};",
    f"undisclosed: ; <{ROBIN}>",
    f"{ROBIN} (Robin)",
    f"(mallory@evil.example) {ROBIN}",
    f"Robin (a) <{ROBIN}>",
    f"<@evil.example:{ROBIN}>",
    '"robin"@college.example',
    '"robin@evil.example"@college.example',
    "robin@evil.example@college.example",
    "robin@[203.0.113.5]",
    "robin@college.example.",
    "robin@.college.example",
    "robin@college..example",
    "robin@-college.example",
    "robin@localhost",
    ".robin@college.example",
    "robin.@college.example",
    "ro..bin@college.example",
    "robin @college.example",
    "robin@ college.example",
    "robin\0@college.example",
    # Other scripts, bidi, look-alikes, full-width signs.
    "robin@cоllege.example",
    "róbin@college.example",
    "robin@collège.example",
    "\u202erobin@college.example",
    "robin\u200b@college.example",
    "robin＠college.example",
    # Nothing, or too much.
    "",
    " ",
    "Robin Lee",
    "mailto:robin@college.example",
    "Robin; <robin@college.example>",
    f'"Robin <{ROBIN}>',
    f'"Robin" " <{ROBIN}>',
    f"Robin\\ <{ROBIN}>",
    "r" * 65 + "@college.example",
]

OTHER = "sam@college.example"
FROM_SHAPES = {
    "own": ROBIN,
    "own named": f"Robin <{ROBIN}>",
    "another user": OTHER,
    "a stranger": EVIL,
    "the contact": PRIYA,
    "a subdomain": "robin@mail.college.example",
    "a look-alike": "robin@college.example.evil.example",
    "differential": f"{ROBIN} <{EVIL}>",
    "two": f"{ROBIN}, {EVIL}",
}
SENDER_SHAPES = {
    "none": None,
    "robin": ROBIN,
    "another user": f"Sam <{OTHER}>",
    "a stranger": EVIL,
    "the contact": PRIYA,
    "a subdomain": "robin@mail.college.example",
    "doubtful": f"{ROBIN}, {EVIL}",
}
ADDRESS_IN = {
    ROBIN: ROBIN,
    f"Robin <{ROBIN}>": ROBIN,
    OTHER: OTHER,
    f"Sam <{OTHER}>": OTHER,
    EVIL: EVIL,
    PRIYA: PRIYA,
    "robin@mail.college.example": "robin@mail.college.example",
    "robin@college.example.evil.example": "robin@college.example.evil.example",
}
DOMAINS = ("college.example", "evil.example", "harbor.example")


@dataclasses.dataclass(frozen=True)
class Row:
    """One mail as SES delivers it: what stands in it, and what SES says of it.

    `envelope`, `judged` and `signer` are domains: of the envelope's sender, of DMARC's header.from, of the signature.
    """

    from_: str
    sender: str | None
    spf: Verdict
    dkim: Verdict
    dmarc: Verdict
    envelope: str
    judged: str
    signer: str


def oracle(row: Row) -> str | None:
    """Say whom a row proves, from the facts of the row: a domain is proven only by what SES itself verified."""
    proven = set()
    if row.spf == "PASS":
        proven.add(row.envelope)
    if row.dkim == "PASS":
        proven.add(row.signer)
    author = ADDRESS_IN.get(row.from_)
    sender = ADDRESS_IN.get(row.sender or "")
    if author is None or (row.sender and sender is None):
        return None
    if sender and sender != author:
        return sender if sender.split("@")[1] in proven else None
    home = author.split("@")[1]
    if row.judged != home:
        return None
    return author if row.dmarc == "PASS" or (row.dmarc == "GRAY" and home in proven) else None


def rows(from_: str, sender: str | None) -> Iterator[tuple[Row, Notice, Headers]]:
    """Yield every row of one shape of From and Sender, with the notice and the headers that the gate gets."""
    blocks = {}
    for judged, signer in itertools.product(DOMAINS, DOMAINS):
        own = [("Sender", sender)] if sender else []
        blocks[judged, signer] = read_headers(raw_mail(own, from_=from_, results=ses_results(judged, signer)))
    for spf, dkim, dmarc, envelope, (judged, signer) in itertools.product(Verdict, Verdict, Verdict, DOMAINS, blocks):
        notice = a_notice(envelope_sender=f"x@{envelope}", spf=spf, dkim=dkim, dmarc=dmarc)
        yield Row(from_, sender, spf, dkim, dmarc, envelope, judged, signer), notice, blocks[judged, signer]
