"""Splitting a mail: boundaries, headers, parameters, encodings."""

from __future__ import annotations

import email
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.inbox import limits
from shared.inbox.limits import Unreadable
from shared.inbox.mime.decoding import known_charset, text_of, words_decoded
from shared.inbox.mime.splitting import has_more_lines, parameters, plain_lines, split
from shared.inbox.who.mailboxes import mailbox

WRAPPINGS = Path(__file__).parents[3] / "mails" / "wrappings"
BEYOND_THE_STANDARD_LIBRARY = {
    "boundary-not-declared.eml",
    "byte-order-mark-before-the-mail.eml",
    "cr-cr-lf-throughout.eml",
    "forward-as-attachment-in-base64.eml",
    "forward-as-eml-file.eml",
}


def test_parts_come_in_order_with_the_message_around_them() -> None:
    mail = split((WRAPPINGS / "forward-as-attachment-twice.eml").read_bytes())
    assert [(part.content_type, part.message) for part in mail.parts] == [
        ("text/plain", 0),
        ("text/plain", 1),
        ("text/plain", 2),
        ("text/calendar", 2),
    ]
    assert len(mail.messages) == 3


def test_a_boundary_that_begins_like_another_is_another() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b'--b\r\nContent-Type: multipart/alternative; boundary="bb"\r\n\r\n'
        b"--bb\r\n\r\none\r\n--bb\r\n\r\ntwo\r\n--bb--\r\n--b\r\n\r\nthree\r\n--b--\r\nepilogue"
    )
    assert [part.data() for part in split(raw).parts] == [b"one", b"two", b"three"]


def test_the_line_end_before_a_delimiter_is_not_the_bodys() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\nbody\r\n\r\n--b--\r\n"
    assert split(raw).parts[0].data() == b"body\r\n"


def test_a_body_is_a_slice_until_somebody_asks() -> None:
    raw = (WRAPPINGS / "pdf-before-the-calendar.eml").read_bytes()
    pdf = next(part for part in split(raw).parts if part.content_type == "application/pdf")
    assert pdf.buffer is raw
    assert pdf.data(64).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="a;b.ics"', "a;b.ics"),
        ("attachment; filename=a.ics", "a.ics"),
        ("attachment; filename*=utf-8''Caf%C3%A9.ics", "Café.ics"),
        ("attachment; filename*0=one; filename*1=two.ics", "onetwo.ics"),
        ("attachment; filename*0*=iso-8859-1''Caf%E9; filename*1=.ics", "Café.ics"),
        ('attachment; filename="quoted \\" mark.ics"', 'quoted " mark.ics'),
        ('attachment; filename="never closed.ics', "never closed.ics"),
    ],
)
def test_parameters_are_read_in_all_their_forms(value: str, name: str) -> None:
    assert parameters(value)["filename"] == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Caf=C3=A9?=", "Café"),
        ("=?UTF-8?B?Q2Fmw6k=?= chat", "Café chat"),
        ("=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", "Café"),
        ("=?utf-8*en?q?a?=  =?iso-8859-1?q?_b?=", "a b"),
        ("=?x-unknown?q?abc?=", "abc"),
        ("a =?broken", "a =?broken"),
    ],
)
def test_encoded_words_are_decoded_and_joined(value: str, text: str) -> None:
    assert words_decoded(value) == text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Café".encode(), "us-ascii", "Café"),
        ("Café".encode("latin-1"), "utf-8", "Café"),
        ("Café".encode("latin-1"), None, "Café"),
        ("“quoted”".encode("cp1252"), "iso-8859-1", "“quoted”"),
        ("会议".encode("gb18030"), "gb2312", "会议"),
        ("会议邀请".encode(), "gb2312", "会议邀请"),
        ("会議".encode("iso-2022-jp"), "iso-2022-jp", "会議"),
        ("Café".encode("utf-16-le"), None, "Café"),
        ("é".encode("utf-16"), "utf-8", "é"),
        (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-"),
    ],
)
def test_text_is_decoded_though_its_charset_lies(data: bytes, charset: str | None, text: str) -> None:
    assert text_of(data, charset) == text


@pytest.mark.parametrize("charset", ["utf-7", "base64", "zlib", "idna", "undefined", "rot13", "x-unknown", "a\0b", ""])
def test_no_codec_that_is_no_charset_is_used(charset: str) -> None:
    assert known_charset(charset) is None


@pytest.mark.parametrize(
    ("value", "name", "email"),
    [
        ("Priya Nair <priya@harborhealth.example>", "Priya Nair", "priya@harborhealth.example"),
        ('"Nair, Priya" <priya@harborhealth.example>', "Nair, Priya", "priya@harborhealth.example"),
        ("priya@harborhealth.example (Priya Nair)", "Priya Nair", "priya@harborhealth.example"),
        ("=?utf-8?q?Priya_N=C3=A4ir?= <priya@harborhealth.example>", "Priya Näir", "priya@harborhealth.example"),
        ("victim@bank.example <e@evil.example>", "victim@bank.example", "e@evil.example"),
        ("Priya", "Priya", None),
    ],
)
def test_a_mailbox_is_a_name_and_an_address(value: str, name: str, email: str | None) -> None:
    found = mailbox(value)
    if email is None:
        assert found is None or found.email is None
    else:
        assert found is not None
        assert (found.name, found.email) == (name, email)


@pytest.mark.parametrize("value", [None, "", "a@b.example, <c@d.example> <e@f.example>", "=?utf-8?q?a@b.example?="])
def test_what_is_not_one_mailbox_is_none(value: str | None) -> None:
    assert mailbox(value) is None


def test_a_broken_header_line_between_fields_is_passed_over() -> None:
    raw = b"From: a@example.com\r\nthis is no field\r\nSubject: hello\r\n\r\nbody"
    mail = split(raw)
    assert mail.messages[0].text("subject") == "hello"
    assert mail.parts[0].data() == b"body"


def test_a_body_without_a_blank_line_before_it_is_still_the_body() -> None:
    assert split(b"From: a@example.com\r\nHello there\r\nand more").parts[0].data() == b"Hello there\r\nand more"


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(WRAPPINGS.glob("*.eml")) if path.name not in BEYOND_THE_STANDARD_LIBRARY],
    ids=lambda path: str(path.name),
)
def test_the_parts_are_those_that_the_standard_library_finds(path: Path) -> None:
    raw = path.read_bytes()
    message = email.message_from_bytes(raw)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    expected = [(part.get_content_type(), bytes(part.get_payload(decode=True))) for part in leaves]
    found = [(part.content_type, part.data()) for part in split(raw).parts]
    assert [(kind, data.rstrip()) for kind, data in found] == [(kind, data.rstrip()) for kind, data in expected]


# --- the caps ---------------------------------------------------------------------------------------------------------


def _multiparts(deep: int) -> bytes:
    """Write a mail of multiparts within each other; the innermost part is one line of text."""
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(deep))
    return f"{opened}\r\nText\r\n".encode()


def test_multiparts_nest_as_deep_as_the_cap_and_no_deeper() -> None:
    (part,) = split(_multiparts(limits.MULTIPART_DEPTH)).parts
    assert part.text() == "Text\r\n"
    with pytest.raises(Unreadable, match="parts within parts"):
        split(_multiparts(limits.MULTIPART_DEPTH + 1))


@pytest.mark.parametrize("deep", [limits.MESSAGE_DEPTH, limits.MESSAGE_DEPTH + 1, 12])
def test_no_message_deeper_than_the_cap_is_opened(deep: int) -> None:
    raw = b"Subject: s\r\nContent-Type: message/rfc822\r\n\r\n" * deep + b"Subject: last\r\n\r\nText\r\n"
    assert len(split(raw).messages) == min(deep, limits.MESSAGE_DEPTH) + 1


def test_a_mail_has_as_many_parts_as_the_cap_and_no_more() -> None:
    def with_parts(count: int) -> bytes:
        return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nText\r\n" * count + b"--b--\r\n"

    assert len(split(with_parts(limits.PARTS - 1)).parts) == limits.PARTS - 1
    with pytest.raises(Unreadable, match="too many parts"):
        split(with_parts(limits.PARTS))


def test_headers_of_all_messages_together_have_a_cap() -> None:
    nested = b"Subject: s\r\nX-Long: " + b"x" * 200_000 + b"\r\nContent-Type: message/rfc822\r\n\r\n"
    assert split(nested + b"Subject: last\r\n\r\nText\r\n").parts
    parts = b"".join(b"--b\r\nX-Long: " + b"x" * 200_000 + b"\r\n\r\nText\r\n" for _ in range(6))
    with pytest.raises(Unreadable, match="headers"):
        split(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n")


def test_a_header_that_never_ends_is_refused_and_a_body_without_a_header_is_not() -> None:
    with pytest.raises(Unreadable, match="too long"):
        split(b"X: y\r\n" * 60_000)
    (part,) = split(b"Subject: s\r\nNo field here\r\n" + b"and no blank line " * 20_000).parts
    assert part.text().startswith("No field here")


def test_a_part_without_any_header_begins_with_its_body() -> None:
    for end in ("\n", "\r\n"):
        raw = f"Content-Type: multipart/mixed; boundary=b{end}{end}--b{end}{end}Text{end}--b--{end}".encode()
        (part,) = split(raw).parts
        assert part.text() == "Text"


def test_a_multipart_with_nothing_between_its_delimiters_is_text_or_empty() -> None:
    (part,) = split(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b--\r\n").parts
    assert part.text() == ""
    (alone,) = split(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n").parts
    assert alone.content_type == "text/plain"


def test_lines_that_only_resemble_delimiters_have_a_cap() -> None:
    lines = b"x--b\r\n" * (limits.BOUNDARY_LOOKALIKES + 1)
    with pytest.raises(Unreadable, match="too many parts"):
        split(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + lines)


@pytest.mark.parametrize("filler", [b"QUJD", b"----", b"AB-\n"], ids=["base64", "dashes", "both"])
def test_a_delimiter_is_found_wherever_it_stands_behind_a_long_body(filler: bytes) -> None:
    head = b"Content-Type: multipart/mixed; boundary=bound\n\n--bound\n\n"
    for length in (*range(4_050, 4_150), *range(8_150, 8_250), 100_000):
        body = (filler * (length // len(filler) + 1))[:length]
        first, second = split(head + body + b"\n--bound\n\nText\n--bound--\n").parts
        assert (first.size, second.text()) == (length, "Text")


@given(st.lists(st.sampled_from([b"\n", b"a", b"\r\n", b"abc"]), max_size=60), st.integers(0, 50))
def test_lines_are_counted_no_further_than_needed_and_never_wrong(pieces: list[bytes], most: int) -> None:
    raw = b"".join(pieces)
    assert has_more_lines(raw, most) == (raw.count(b"\n") > most)


def test_a_mail_of_more_than_a_million_lines_is_not_looked_into() -> None:
    assert plain_lines(b"\n" * limits.MAIL_LINES)
    with pytest.raises(Unreadable):
        plain_lines(b"\n" * (limits.MAIL_LINES + 1))
