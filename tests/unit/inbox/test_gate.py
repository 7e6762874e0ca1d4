"""Who is proven. Over 400 lines: the shapes of one header stand side by side, so that a missing one shows."""

from __future__ import annotations

import email.utils
import string
from email.headerregistry import Address

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.errors import (
    AutomaticReply,
    Bounce,
    DoubtfulOriginator,
    Infected,
    ListMail,
    Looping,
    OwnMail,
    Refusal,
    UnprovenSender,
)
from shared.domain.notice import Notice, Verdict
from shared.inbox import gate
from shared.inbox.gate import ProvenSender, prove_sender
from shared.inbox.headers import Headers, read_headers
from tests.builders import MAIL_ID, OWN, PRIYA, ROBIN, a_notice, raw_mail, ses_block, ses_results
from tests.gate_matrix import DOUBTFUL, EVIL, FROM_SHAPES, SENDER_SHAPES, oracle, rows
from tests.stopwatch import within

OWN_ADDRESSES = frozenset({OWN})


def _prove(raw: bytes, notice: Notice | None = None) -> ProvenSender:
    return prove_sender(notice or a_notice(), read_headers(raw), OWN_ADDRESSES)


# --- the honest mail --------------------------------------------------------------------------------------------------


def test_a_proven_author_is_admitted_by_address_and_name() -> None:
    assert _prove(raw_mail()) == ProvenSender(ROBIN, "Robin Lee")


def test_the_address_is_given_in_lower_case() -> None:
    assert _prove(raw_mail(from_="Robin Lee <Robin@College.Example>")).address == ROBIN


@pytest.mark.parametrize(
    ("from_", "name"),
    [
        (ROBIN, None),
        (f"<{ROBIN}>", None),
        (f'"Lee, Robin" <{ROBIN}>', "Lee, Robin"),
        (f'"Robin \\"Rob\\" Lee" <{ROBIN}>', 'Robin "Rob" Lee'),
        (f'Robin "Rob" Lee <{ROBIN}>', 'Robin "Rob" Lee'),
        (f"Robin Q. Lee <{ROBIN}>", "Robin Q. Lee"),
        (f"Robin Lee [Harbor] <{ROBIN}>", "Robin Lee [Harbor]"),
        (f'"Robin Lee [Harbor]" <{ROBIN}>', "Robin Lee [Harbor]"),
        (f"=?utf-8?q?Rob=C3=ADn?= Lee <{ROBIN}>", "Robín Lee"),
        (f"=?utf-8?b?UsOzYsOtbiBMZWU=?= <{ROBIN}>", "Róbín Lee"),
        (f"Robín Lee <{ROBIN}>", "Robín Lee"),
        (f'"robin@college.example" <{ROBIN}>', "robin@college.example"),
        (f"Robin\r\n Lee\r\n <{ROBIN}>", "Robin Lee"),
        (f"Robin Lee<{ROBIN}>", "Robin Lee"),
    ],
)
def test_each_common_way_to_write_a_from_is_read(from_: str, name: str | None) -> None:
    assert _prove(raw_mail(from_=from_)) == ProvenSender(ROBIN, name)


@pytest.mark.parametrize(
    "name", ["Rob\udcffin", "Rob\0in", "Rob\u202ein", "=?utf-8?q?a=0D=0ABcc=3A_x?=", "=?=?utf-8?q?x?=", "x" * 5000]
)
def test_a_name_is_made_safe_to_keep(name: str) -> None:
    found = _prove(raw_mail(from_=f"{name} <{ROBIN}>")).name or ""
    assert len(found) <= 100
    found.encode()
    assert found.isprintable()
    assert "=?" not in found


# --- the originator fields --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("from_", DOUBTFUL)
def test_a_from_that_is_not_one_plain_mailbox_is_refused(from_: str) -> None:
    with pytest.raises(DoubtfulOriginator):
        _prove(raw_mail(from_=from_))


@pytest.mark.parametrize("sender", DOUBTFUL)
def test_a_sender_that_is_not_one_plain_mailbox_is_refused(sender: str) -> None:
    with pytest.raises(DoubtfulOriginator):
        _prove(raw_mail([("Sender", sender)]))


@pytest.mark.parametrize("field", ["From", "Sender", "FROM", "sender "])
def test_a_field_that_stands_twice_is_refused(field: str) -> None:
    own = [("Sender", ROBIN)] if field.lower().startswith("sender") else []
    with pytest.raises(DoubtfulOriginator):
        _prove(raw_mail([*own, (field, ROBIN)]))


def test_a_mail_without_a_from_is_refused() -> None:
    with pytest.raises(DoubtfulOriginator):
        _prove(raw_mail().replace(b"From: ", b"X-From: "))


@pytest.mark.parametrize(
    "from_",
    [
        "a" * 8000,
        "a " * 4000,
        "a" * 8000 + "<",
        '""' * 4000,
        '"' * 8000,
        '"\\' * 4000,
        "," * 8000,
        "a," * 4000,
        "a@" * 4000,
        "a@b.example," * 600,
        "(" * 8000,
        "<" * 8000,
        "a." * 4000 + "@college.example",
        "a@" + "b." * 4000 + "c",
        "a@" + "b-" * 4000 + "c",
        '"a" ' * 2000,
        "=?utf-8?q?a?= " * 570,
    ],
)
def test_no_from_takes_long_to_refuse(from_: str) -> None:
    def refuse() -> None:
        with pytest.raises(DoubtfulOriginator):
            _prove(raw_mail(from_=from_))

    within(0.5, refuse)


def test_a_from_larger_than_any_honest_one_is_refused_unread() -> None:
    with pytest.raises(DoubtfulOriginator):
        _prove(raw_mail(from_="a" * gate.MAX_ADDRESS_FIELD + f" <{ROBIN}>"))


_FROM_ALPHABET = st.sampled_from(
    [*"ab.@<>()[],;:\\\"' \t=?_-\0é\u202e", ROBIN, EVIL, "=?utf-8?q?", "?=", "@college.example"]
)


@settings(max_examples=1500)
@given(st.lists(_FROM_ALPHABET, max_size=14).map("".join))
@example(f"{ROBIN} <{EVIL}>")
def test_whatever_from_is_accepted_every_reader_finds_the_same_address_in_it(from_: str) -> None:
    try:
        found = _prove(raw_mail(from_=from_))
    except Refusal:
        return
    assert found.address.rpartition("@")[2] == "college.example"
    others = email.utils.getaddresses([from_])
    assert [address.lower() for _, address in others] == [found.address]


@settings(max_examples=500)
@given(st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~.", min_size=1, max_size=20))
def test_an_address_that_is_accepted_can_be_written_to(local: str) -> None:
    try:
        found = _prove(raw_mail(from_=f"{local}@college.example"))
    except Refusal:
        return
    assert Address(addr_spec=found.address).addr_spec == found.address


# --- the verdicts: the whole matrix against an oracle of its own ------------------------------------------------------


@pytest.mark.parametrize("sender", SENDER_SHAPES.values(), ids=SENDER_SHAPES)
@pytest.mark.parametrize("from_", FROM_SHAPES.values(), ids=FROM_SHAPES)
def test_nobody_is_accepted_whose_domain_is_not_proven(from_: str, sender: str | None) -> None:
    for row, notice, headers in rows(from_, sender):
        try:
            found: str | None = prove_sender(notice, headers, OWN_ADDRESSES).address
        except Refusal:
            found = None
        assert found == oracle(row), row


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASS])
def test_without_a_clean_virus_verdict_nothing_is_read(verdict: Verdict) -> None:
    with pytest.raises(Infected):
        _prove(raw_mail(), a_notice(virus=verdict))


@pytest.mark.parametrize("verdict", Verdict)
def test_a_spam_verdict_alone_does_not_silence_a_proven_user(verdict: Verdict) -> None:
    assert _prove(raw_mail(), a_notice(spam=verdict)).address == ROBIN


# --- forged and missing results ---------------------------------------------------------------------------------------

GRAY = {"spf": Verdict.FAIL, "dkim": Verdict.PASS, "dmarc": Verdict.GRAY}
FORGED = ("Authentication-Results", ses_results("college.example", "college.example"))


def _forged(block: list[tuple[str, str]]) -> bytes:
    """Write a mail from Mallory in Robin's name: `block` stands on top, Mallory's own forgery below it."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in [*block, *ses_block(), ("From", ROBIN), ("To", OWN)])
    return lines.encode() + b"\r\n"


def _ses_said(*left_out: str, mail_id: str = MAIL_ID) -> list[tuple[str, str]]:
    block = ses_block(mail_id, ses_results("evil.example", "evil.example"))
    return [(name, value) for name, value in block if name not in left_out]


@pytest.mark.parametrize(
    "block",
    [
        _ses_said(),
        _ses_said("Authentication-Results"),
        _ses_said("Authentication-Results", "X-SES-Spam-Verdict", "X-SES-Virus-Verdict"),
        _ses_said("Received"),
        _ses_said("Received", "Authentication-Results"),
        _ses_said(mail_id="another"),
        [FORGED, *_ses_said()],
        [*_ses_said()[:2], ("X-Mine", "x"), FORGED, *_ses_said()[2:]],
        [("Received", f"by mx.evil.example with SMTP id {MAIL_ID}; x"), FORGED],
        [("Received", "by inbound-smtp.us-east-1.amazonaws.com with SMTP id other; x"), FORGED],
        [],
    ],
    ids=[
        "below the results of SES",
        "SES gave no results",
        "SES did not scan",
        "no Received of SES",
        "no block of SES",
        "another mail's block",
        "above the block",
        "inside the block",
        "a Received of somebody else's",
        "an older Received of SES's",
        "no block at all, so that the forgery is on top",
    ],
)
@pytest.mark.parametrize("verdicts", [GRAY, {"dmarc": Verdict.PASS}, {"dmarc": Verdict.FAIL, "spf": Verdict.PASS}])
def test_results_that_ses_did_not_write_there_prove_nothing(
    block: list[tuple[str, str]], verdicts: dict[str, Verdict]
) -> None:
    notice = a_notice("real-id" if not block else MAIL_ID, EVIL, **verdicts)
    with pytest.raises(UnprovenSender):
        _prove(_forged(block), notice)


@pytest.mark.parametrize(
    "results",
    [
        "",
        ";",
        "amazonses.com",
        "amazonses.com; none",
        "evil.example; dkim=pass header.i=@college.example; dmarc=pass header.from=college.example",
        "amazonses.com.evil.example; dmarc=pass header.from=college.example",
        "amazonses.com; dkim=fail header.i=@college.example; dmarc=pass header.from=evil.example",
        "amazonses.com; dkim=pass header.i=@evil.example; dmarc=none",
        "amazonses.com; dkim=pass (header.i=@college.example) header.i=@evil.example; dmarc=none",
        "amazonses.com; dkim=pass header.i=@evil.example; dmarc=pass header.from=college.example.evil.example",
        "amazonses.com; dmarc=pass header.from=college.example; dmarc=fail header.from=evil.example",
        "amazonses.com; dmarc=fail header.from=evil.example; dmarc=pass header.from=college.example",
    ],
)
def test_results_that_do_not_name_the_authors_domain_prove_nothing(results: str) -> None:
    for verdicts in (GRAY, {"dmarc": Verdict.PASS}):
        with pytest.raises(UnprovenSender):
            _prove(raw_mail(results=results), a_notice(envelope_sender=EVIL, **verdicts))


INJECTED = "; dkim=pass header.i=@college.example; dmarc=pass header.from=college.example; x="


@pytest.mark.parametrize(
    "results",
    [
        (
            f'amazonses.com; spf=pass (x) client-ip=203.0.113.5; envelope-from="{INJECTED}"@evil.example; helo=h;'
            " dkim=pass header.i=@evil.example; dmarc=fail header.from=evil.example;"
        ),
        (
            f'amazonses.com; spf=pass (domain of "{INJECTED}"@evil.example designates) client-ip=203.0.113.5; helo=h;'
            " dkim=pass header.i=@evil.example; dmarc=fail header.from=evil.example;"
        ),
        (
            f"amazonses.com; spf=pass (domain of ({INJECTED}) designates) helo=h;"
            " dkim=pass header.i=@evil.example; dmarc=fail header.from=evil.example;"
        ),
    ],
    ids=["quoted envelope sender", "quoted in the comment", "nested comment"],
)
@pytest.mark.parametrize("field", ["From", "Sender"])
def test_what_the_sender_puts_into_the_words_of_ses_proves_nothing(results: str, field: str) -> None:
    other = [("Sender", ROBIN)] if field == "Sender" else []
    raw = raw_mail(other, from_=EVIL if other else ROBIN, results=results)
    notice = a_notice(envelope_sender=f'"{INJECTED}"@evil.example', dkim=Verdict.PASS, dmarc=Verdict.GRAY)
    with pytest.raises(UnprovenSender):
        _prove(raw, notice)


def test_a_greeting_that_holds_results_proves_nothing() -> None:
    helo = "x; dkim=pass header.i=@college.example; y"
    results = ses_results("evil.example", "evil.example").replace("helo=mail.evil.example", f"helo={helo}")
    raw = raw_mail([("Sender", ROBIN)], from_=EVIL, results=results)
    raw = raw.replace(b"from mail.college.example (", f"from {helo} (".encode(), 1)
    with pytest.raises(UnprovenSender):
        _prove(raw, a_notice(envelope_sender=EVIL))


def test_the_signature_of_a_subdomain_does_not_prove_its_parent() -> None:
    raw = raw_mail([("Sender", ROBIN)], from_=PRIYA, results=ses_results("harbor.example", "mail.college.example"))
    with pytest.raises(UnprovenSender):
        _prove(raw, a_notice(envelope_sender=PRIYA))


# --- the Exchange meeting forward -------------------------------------------------------------------------------------


def test_in_an_exchange_forward_within_one_domain_the_sender_is_the_user() -> None:
    organizer = "sam@college.example"
    raw = raw_mail([("Sender", f"Robin Lee <{ROBIN}>")], from_=f"Sam <{organizer}>")
    assert _prove(raw) == ProvenSender(ROBIN, "Robin Lee", in_sender_field=True)


def test_in_an_exchange_forward_across_two_domains_the_sender_is_the_user_though_dmarc_fails_for_from() -> None:
    results = ses_results("harbor.example", "college.example", dmarc="fail")
    raw = raw_mail([("Sender", f"Robin Lee <{ROBIN}>")], from_=f"Priya Nair <{PRIYA}>", results=results)
    found = _prove(raw, a_notice(dmarc=Verdict.FAIL))
    assert found == ProvenSender(ROBIN, "Robin Lee", in_sender_field=True)


def test_beside_a_sender_the_from_is_never_the_user_however_well_it_authenticates() -> None:
    results = ses_results("harbor.example", "harbor.example")
    raw = raw_mail([("Sender", f"Robin Lee <{ROBIN}>")], from_=f"Priya Nair <{PRIYA}>", results=results)
    with pytest.raises(UnprovenSender):
        _prove(raw, a_notice(envelope_sender=PRIYA))


def test_a_sender_equal_to_from_is_no_exchange_forward() -> None:
    assert _prove(raw_mail([("Sender", ROBIN.upper())])) == ProvenSender(ROBIN, "Robin Lee")


# --- machines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ([("Auto-Submitted", "auto-replied")], AutomaticReply),
        ([("Auto-Submitted", "auto-generated; owner=x")], AutomaticReply),
        ([("Auto-Submitted", "AUTO-NOTIFIED")], AutomaticReply),
        ([("auto-submitted", "No"), ("Auto-Submitted", "auto-replied")], AutomaticReply),
        ([("X-Autoreply", "yes")], AutomaticReply),
        ([("X-Autorespond", "")], AutomaticReply),
        ([("X-Auto-Response-Suppress", "All")], AutomaticReply),
        ([("Precedence", "auto_reply")], ListMail),
        ([("Precedence", "bulk")], ListMail),
        ([("Precedence", " List ")], ListMail),
        ([("Precedence", "JUNK")], ListMail),
        ([("Precedence", "first-class"), ("Precedence", "bulk")], ListMail),
        ([("List-Id", "<talks.college.example>")], ListMail),
        ([("List-Unsubscribe", "<https://list.example/u>")], ListMail),
        ([("list-post", "NO")], ListMail),
        ([("Content-Type", "multipart/report; report-type=delivery-status; boundary=b")], Bounce),
        ([("Content-Type", "MULTIPART/Report")], Bounce),
        ([("Received", "by mx.example; x")] * 25, Looping),
        ([("X-Foreword-Delivery", "prep-pack-1")], OwnMail),
    ],
)
def test_a_machines_mail_is_refused_by_name(fields: list[tuple[str, str]], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        _prove(raw_mail(fields))


@pytest.mark.parametrize("envelope", ["", "MAILER-DAEMON@mx.example", "postmaster@college.example"])
def test_the_null_sender_and_the_senders_of_bounces_are_refused(envelope: str) -> None:
    with pytest.raises(Bounce):
        _prove(raw_mail(), a_notice(envelope_sender=envelope.lower()))


@pytest.mark.parametrize("local", ["mailer-daemon", "MAILER-DAEMON", "postmaster"])
def test_a_bounce_that_claims_an_envelope_sender_is_refused_all_the_same(local: str) -> None:
    with pytest.raises(Bounce):
        _prove(raw_mail(from_=f"Mail Delivery System <{local}@college.example>"))


@pytest.mark.parametrize("fields", [[("Auto-Submitted", "no")], [("Precedence", "normal")], [("Listening", "x")]])
def test_marks_that_say_nothing_do_not_silence_a_user(fields: list[tuple[str, str]]) -> None:
    assert _prove(raw_mail(fields)).address == ROBIN


@pytest.mark.parametrize("own", [OWN, f"Foreword <{OWN}>", OWN.upper()])
def test_our_own_mail_is_never_answered(own: str) -> None:
    with pytest.raises(OwnMail):
        _prove(raw_mail(from_=own, results=ses_results("foreword.example")), a_notice(envelope_sender=OWN))


# --- what stands in To, Cc and Message-ID -----------------------------------------------------------------------------


def _with(*fields: tuple[str, str]) -> Headers:
    return Headers(tuple((name.lower(), value) for name, value in fields))


@pytest.mark.parametrize(
    ("fields", "addressed", "others"),
    [
        ([("To", OWN)], True, False),
        ([("To", f"Foreword <{OWN.upper()}>")], True, False),
        ([("Cc", OWN)], True, False),
        ([("To", f"{ROBIN}, {OWN}")], True, True),
        ([("To", OWN), ("Cc", PRIYA)], True, True),
        ([("To", OWN), ("To", PRIYA)], True, True),
        ([("To", ROBIN)], False, True),
        ([("Bcc", OWN)], False, False),
        ([("To", f"x{OWN}")], False, True),
        ([("To", f"{OWN}.evil.example")], False, True),
        ([("To", "undisclosed-recipients:;")], False, False),
        ([], False, False),
    ],
)
def test_who_a_mail_is_addressed_to(fields: list[tuple[str, str]], addressed: bool, others: bool) -> None:
    assert gate.addressed_to(_with(*fields), OWN_ADDRESSES) is addressed
    assert gate.has_other_recipients(_with(*fields), OWN_ADDRESSES) is others


@pytest.mark.parametrize("value", ["a" * 16000, "a@" * 8000, "@" * 16000, "," * 16000, f"{PRIYA}," * 700])
def test_no_list_of_recipients_takes_long_to_read(value: str) -> None:
    headers = _with(("To", value), ("Cc", value))
    within(0.5, lambda: gate.has_other_recipients(headers, OWN_ADDRESSES))


@pytest.mark.parametrize(
    "value",
    ["<a@b.example>", "<CAF=x+1@mail.gmail.com>", "<DM6PR11MB12345678@DM6PR11MB12345678.namprd11.prod.outlook.com>"],
)
def test_an_ordinary_message_id_can_be_answered(value: str) -> None:
    assert gate.message_id(_with(("Message-ID", value))) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a@b.example",
        "<>",
        "<a>",
        "<a@b> <c@d>",
        "<a b@c>",
        "<a@b\0>",
        "<=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=@b.example>",
        "<a@=?utf-8?b?YQ==?=>",
        "<é@b.example>",
        "<" + "a" * 300 + "@b.example>",
    ],
)
def test_a_message_id_that_could_break_our_own_header_is_left_out(value: str) -> None:
    assert gate.message_id(_with(("Message-ID", value))) is None


def test_the_domain_of_an_address_is_what_follows_its_last_at_sign() -> None:
    assert gate.domain_of("a@b@C.Example") == "c.example"
