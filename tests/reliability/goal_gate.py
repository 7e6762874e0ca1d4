"""G8: nobody is answered but by an address whose domain SES itself verified."""

from __future__ import annotations

import email.utils
import itertools

from shared.domain.errors import Refusal
from shared.domain.notice import Notice
from shared.inbox.gate import ProvenSender, domain_of, prove_sender
from shared.inbox.headers import Headers, read_headers
from tests.builders import OWN, a_notice, raw_mail, ses_results
from tests.fakes import FakeClock, FakeMailbox, InMemoryRecords, receives
from tests.gate_matrix import FROM_SHAPES, SENDER_SHAPES, Row, oracle, rows
from tests.reliability.from_lines import from_lines
from tests.reliability.goals import Result, Size, Tally, goal

OWN_ADDRESSES = frozenset({OWN})
LINES = {Size.CI: 400_000, Size.LONG: 5_000_000}
# Mallory sends from a domain that is hers and passes everything; Robin's provider is as honest.
JUDGED = ("evil.example", "college.example")


@goal("G8 matrix", "each From × Sender × verdict × domain: nobody is answered who is not proven")
def matrix(_size: Size) -> Result:
    """Hold every row to the oracle; let the rows that are accepted go on, and see whom they owe a mail."""
    tally, accepted, owed = Tally(), 0, 0
    for from_, sender in itertools.product(FROM_SHAPES.values(), SENDER_SHAPES.values()):
        for row, notice, headers in rows(from_, sender):
            with tally.attempt(str(row)):
                found = _proven(notice, headers)
                assert (found.address if found else None) == oracle(row), f"accepted {found}"
                if found:
                    accepted += 1
                    owed += _answered(row, notice, found.address)
    if not owed:
        tally.fail("no row was answered at all")
    return tally.result(f"{accepted:,} rows accepted, {owed:,} mails owed to them and to nobody else")


@goal("G8 lines", "From lines, made up and bent: no address of another domain, none that two readers read in two ways")
def lines(size: Size) -> Result:
    """Let each line come from a domain that SES verified, once Mallory's and once the user's own."""
    tally, accepted = Tally(), 0
    notices = {domain: a_notice(envelope_sender=f"x@{domain}") for domain in JUDGED}
    results = {domain: ses_results(domain, domain) for domain in JUDGED}
    for number, line in enumerate(itertools.islice(from_lines(8), LINES[size])):
        domain = JUDGED[number % 2]
        headers = _headers(raw_mail(from_=line, results=results[domain]))
        with tally.attempt(repr(line)):
            found = _proven(notices[domain], headers) if headers else None
            if found and headers:
                accepted += 1
                _is_beyond_doubt(found, headers, domain)
    if not accepted:
        tally.fail("no line was accepted at all")
    return tally.result(f"{accepted:,} lines accepted; the slowest was {tally.slowest[:60]}")


def _headers(raw: bytes) -> Headers | None:
    try:
        return read_headers(raw)
    except Refusal:
        return None


def _proven(notice: Notice, headers: Headers) -> ProvenSender | None:
    try:
        return prove_sender(notice, headers, OWN_ADDRESSES)
    except Refusal:
        return None


def _is_beyond_doubt(found: ProvenSender, headers: Headers, domain: str) -> None:
    """See that the address is of the domain that SES verified, and that the standard library reads no other."""
    assert domain_of(found.address) == domain, f"{found.address} though SES verified {domain}"
    field = headers.first("sender" if found.in_sender_field else "from") or ""
    # A bracket in a name makes scraps beside the address: names, to whom no mail can go.
    read = [address.lower() for _, address in email.utils.getaddresses([field]) if "@" in address]
    assert read == [found.address], f"{found.address} where another reader finds {read}"


def _answered(row: Row, notice: Notice, address: str) -> int:
    """Let the mail be received where everybody is on the list, and return how many mails are owed, all to `address`."""
    own = [("Sender", row.sender)] if row.sender else []
    raw = raw_mail(own, from_=row.from_, results=ses_results(row.judged, row.signer))
    records, mailbox = InMemoryRecords(), FakeMailbox({notice.key: raw})
    allowed = frozenset({f"@{domain_of(address)}"})
    receives(records, mailbox, FakeClock(), allowed)(notice)
    owed = {delivery.recipient for delivery in records.all()}
    assert owed == {address}, f"owed to {owed}"
    return len(records.all())
