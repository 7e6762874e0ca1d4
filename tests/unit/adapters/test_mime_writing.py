"""The parts of a mail, read back by the standard library."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.mime_writing import parts_of
from shared.domain.attachment import Attachment
from shared.domain.mail import Rendered

ICS = Attachment("entry.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n", (("charset", "utf-8"), ("method", "PUBLISH")))


def read_back(body: Rendered, *files: Attachment) -> EmailMessage:
    content_type, parts = parts_of(body, files)
    raw = f"MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n".encode() + parts
    assert all(byte < 128 for byte in raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not any(part.defects for part in mail.walk())
    return mail


@given(st.text(max_size=300), st.binary(max_size=300))
def test_bodies_and_files_are_read_back_as_they_were(text: str, content: bytes) -> None:
    body = Rendered(text.encode("utf-8", "replace").decode(), "<p>a</p>")
    mail = read_back(body, Attachment("a.bin", "application/octet-stream", content), ICS)
    alternative, file, calendar = mail.iter_parts()
    plain, html = cast("EmailMessage", alternative).iter_parts()
    lines = body.text.encode().splitlines()
    assert plain.get_payload(decode=True) == b"".join(line + b"\r\n" for line in lines) or not lines
    assert html.get_payload(decode=True) == b"<p>a</p>\r\n"
    assert file.get_payload(decode=True) == content
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "entry.ics")
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}


def test_no_body_reads_as_the_boundary_between_two_parts() -> None:
    evil = "--=_foreword-bodies\r\nContent-Type: text/html\r\n\r\n<b>evil</b>\r\n--=_foreword-files--\r\n"
    mail = read_back(Rendered(evil, evil), ICS)
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


@pytest.mark.parametrize(
    "file",
    [
        Attachment('a".ics', "text/calendar", b""),
        Attachment("a.ics", "text/calendar\r\nX: y", b""),
        Attachment("a.ics", "text", b""),
        Attachment("a.ics", "text/calendar", b"", (("method", 'X"; name="y'),)),
    ],
)
def test_a_file_whose_name_or_type_is_no_plain_word_is_not_written(file: Attachment) -> None:
    with pytest.raises(ValueError, match="no plain word"):
        parts_of(Rendered("a\n", "a\n"), (file,))
