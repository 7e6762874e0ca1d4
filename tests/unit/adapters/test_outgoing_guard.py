"""What was not meant never leaves, whoever let it in."""

from __future__ import annotations

import email
from email.message import Message
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.outgoing_guard import shown, skeleton, why_unsafe
from shared.adapters.ses_mailer import SESMailer
from shared.domain.attachment import Attachment
from shared.domain.errors import MailRejected
from shared.domain.mail import OutgoingMail, Rendered
from tests.builders import OWN, ROBIN, an_outgoing_mail
from tests.fakes import FakeClock
from tests.reliability.pipeline import TakesAll

LETTER = Attachment("thank-you-priya.eml", "application/octet-stream", b"X-Unsent: 1\r\n\r\nDear Priya\r\n")


def a_mail(**other: Any) -> OutgoingMail:
    full = {"references": ("<a@b.example>",), "reply_to": f"prep+token@{OWN.partition('@')[2]}"}
    return an_outgoing_mail(**(full | {"attachments": (LETTER,), "unsubscribe": ("mailto:a@b.example",)} | other))


def written(mail: OutgoingMail) -> bytes:
    ses: Any = TakesAll()
    return SESMailer(ses, OWN, "foreword", FakeClock()).to_mime(mail)


def test_a_mail_as_it_is_meant_is_safe() -> None:
    for mail in (a_mail(), an_outgoing_mail(), a_mail(subject="Ihr Gespräch mit Žofie 会議 " * 5)):
        assert why_unsafe(written(mail), mail, OWN) is None


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (b"To: ", b"Bcc: evil@evil.example\r\nTo: ", "other_headers"),
        (b"To: ", b"To: evil@evil.example\r\nTo: ", "other_headers"),
        (b"Date: ", b"X-Date: ", "other_headers"),
        (b"List-Unsubscribe-Post: ", b"List-Unsubscribe: ", "other_headers"),
        (b"In-Reply-To: ", b"Cc: ", "other_headers"),
        (ROBIN.encode(), b"evil@evil.example", "other_addresses"),
        (b"To: ", b"To: evil@evil.example, ", "other_addresses"),
        (f"<{OWN}>".encode(), b"<evil@evil.example>", "other_addresses"),
        (b"Subject: ", b"Subject: a\nBcc: evil@evil.example ", "malformed_header"),
        (b"Subject: ", b"Subject: a\rBcc: evil@evil.example ", "malformed_header"),
        (b"Subject: ", b"Subject: \xe2\x80\xae", "malformed_header"),
        (b"Subject: ", b"Subject: a\0b ", "malformed_header"),
        (b"Subject: ", b"no colon\r\nSubject: ", "malformed_header"),
        (b"Subject: ", b"Subject: =?utf-8?q?a=0D=0ABcc:_evil?= ", "hidden_characters"),
        (b"Subject: ", b"Subject: =?utf-8?b?DQpCY2M6IGV2aWw=?= ", "hidden_characters"),
        (b"Subject: ", b"Subject: =?utf-8?b?4oCu?= ", "hidden_characters"),
        (b"Subject: ", b"Subject: =?x-unknown?q?a?= ", "hidden_characters"),
        (b"text/html", b"text/plain", "other_parts"),
        (b"multipart/alternative", b"text/calendar", "other_parts"),
        (b"Content-Type: text/plain", b"Content-Type: message/rfc822", "other_parts"),
        (b"application/octet-stream", b"application/x-msdownload", "other_parts"),
        (b" boundary=", b" border=", "other_parts"),
    ],
)
def test_bytes_that_are_not_the_mail_are_named(was: bytes, becomes: bytes, why: str) -> None:
    raw = written(a_mail())
    assert was in raw
    assert why_unsafe(raw.replace(was, becomes, 1), a_mail(), OWN) == why


def test_a_file_has_a_plain_name() -> None:
    for name in ("../a.eml", "a.eml.exe", "A B.eml", "", "a\r\nb.eml", ".ics"):
        mail = a_mail(attachments=(Attachment(name, "application/octet-stream", b"x"),))
        assert why_unsafe(written(a_mail()), mail, OWN) == "file_name", name


def test_no_body_holds_what_hides_or_turns_text() -> None:
    assert shown("a\u202eb\u2066c\x00d\x1be\x9bf\ufeffg\ud800h\u2028i\u200bj") == "abcdefghij"
    kept = "Grüße\r\n\t会議 \U0001f469\u200d\U0001f680 می\u200cخواهم"
    assert shown(kept) == kept


@pytest.mark.parametrize(
    "other",
    [
        {"reply_to": f"{OWN}\r\nBcc: evil@evil.example"},
        {"unsubscribe": ("mailto:a@b.example>\r\nBcc: <evil@evil.example",)},
        {"recipient": f"{ROBIN}, evil@evil.example"},
        {"recipient": f"{ROBIN}\r\nBcc: evil@evil.example"},
        {"recipient": "=?utf-8?q?evil=40evil.example=2C?= x@college.example"},
        {"delivery_id": "1\r\nBcc: evil@evil.example"},
    ],
)
def test_what_adds_a_header_or_a_recipient_is_refused_for_good_and_never_handed_to_ses(other: dict[str, Any]) -> None:
    ses: Any = TakesAll()
    with pytest.raises(MailRejected) as refused:
        SESMailer(ses, OWN, "foreword", FakeClock()).send(an_outgoing_mail(**other))
    assert ses.calls == []
    assert "evil" not in str(refused.value)


def test_a_surrogate_in_a_body_is_left_out_and_does_not_stop_the_mail() -> None:
    ses: Any = TakesAll()
    SESMailer(ses, OWN, "foreword", FakeClock()).send(an_outgoing_mail(body=Rendered("a\udcffb\n", "<p>\ud83d</p>")))
    assert len(ses.calls) == 1


LINES = st.lists(
    st.sampled_from(
        ["", "-", "--", "--b", "--b--", "--=_foreword-bodies", "--=_foreword-files--", "Content-Type: text/html",
         "Content-Type: multipart/mixed; boundary=c", "--c", "To: evil@evil.example", "hello", " folded", "- -"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=2000)
@given(LINES)
def test_the_skeleton_of_a_mail_has_the_parts_headers_and_defects_of_the_mail(lines: list[str]) -> None:
    head = "To: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    raw = (head + "".join(f"{line}\r\n" for line in lines)).encode()
    whole, bare = (email.message_from_bytes(mail) for mail in (raw, skeleton(raw)))
    assert _told(bare) == _told(whole)


def _told(mail: Message) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    return [
        (part.get_content_type(), part.items(), [type(defect).__name__ for defect in part.defects])
        for part in mail.walk()
    ]
