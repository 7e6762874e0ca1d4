from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import DoubtfulOriginator
from shared.inbox.headers import MAX_BLOCK, MAX_FIELD, read_headers
from tests.stopwatch import within


def test_fields_keep_their_order_and_names_become_lower_case() -> None:
    headers = read_headers(b"Received: one\r\nFROM: a@b.example\r\nReceived: two\r\n\r\nTo: nobody")
    assert headers.fields == (("received", "one"), ("from", "a@b.example"), ("received", "two"))


def test_a_folded_field_is_one_value() -> None:
    headers = read_headers(b"Subject: one\r\n two\r\n\tthree\r\nTo: x\r\n\r\n")
    assert headers.first("subject") == "one two\tthree"
    assert headers.first("to") == "x"


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_each_kind_of_line_end_is_read(end: bytes) -> None:
    headers = read_headers(end.join([b"From: a@b.example", b"To: c@d.example", b"", b"From: body@b.example"]))
    assert headers.fields == (("from", "a@b.example"), ("to", "c@d.example"))


@pytest.mark.parametrize("gap", [b"\r\n\n", b"\n\r\n", b"\r\n\r", b"\r\r\n"])
def test_the_block_ends_at_the_first_empty_line_even_where_line_ends_are_mixed(gap: bytes) -> None:
    headers = read_headers(b"From: a@b.example" + gap + b"Sender: body@b.example\r\n\r\nmore")
    assert not headers.has("sender")


def test_a_line_that_is_no_field_is_passed_over_with_its_continuation() -> None:
    headers = read_headers(b"no field here\r\n From: hidden@b.example\r\nFrom: a@b.example\r\n\r\n")
    assert headers.fields == (("from", "a@b.example"),)


def test_white_space_before_the_colon_does_not_hide_a_field() -> None:
    assert read_headers(b"From : a@b.example\r\n\r\n").all("from") == ("a@b.example",)


def test_eight_bit_and_nul_bytes_are_kept_and_nothing_is_raised() -> None:
    headers = read_headers(b"From: J\xf6rg\0 <a@b.example>\r\nSubject: \xc3\xb6\r\n\r\n")
    assert headers.first("from") == "J\udcf6rg\0 <a@b.example>"
    assert headers.first("subject") == "ö"


def test_a_byte_order_mark_does_not_hide_the_first_field() -> None:
    assert read_headers(b"\xef\xbb\xbfFrom: a@b.example\r\n\r\n").has("from")


def test_a_mail_without_a_body_is_all_headers() -> None:
    assert read_headers(b"From: a@b.example").first("from") == "a@b.example"
    assert read_headers(b"").fields == ()


def test_a_block_larger_than_any_honest_one_is_refused() -> None:
    with pytest.raises(DoubtfulOriginator):
        read_headers(b"X: " + b"y" * MAX_BLOCK)


def test_a_large_body_is_no_large_block() -> None:
    assert read_headers(b"From: a@b.example\r\n\r\n" + b"y" * (4 * MAX_BLOCK)).has("from")


def test_a_field_is_cut_where_no_honest_one_reaches() -> None:
    value = read_headers(b"X: " + b"y" * (3 * MAX_FIELD) + b"\r\n\r\n").first("x")
    assert value is not None
    assert len(value) <= MAX_FIELD


def test_a_block_of_nothing_but_tiny_fields_is_read_in_a_second() -> None:
    fields = b"a:\r\n" * (MAX_BLOCK // 4 - 1) + b"\r\n"
    folds = (b" \t" * 40 + b"\r\n") * (MAX_BLOCK // 82) + b"\r\n"
    within(1, lambda: (read_headers(fields), read_headers(folds)))


@given(st.binary(max_size=400))
def test_any_bytes_give_headers(raw: bytes) -> None:
    for name, value in read_headers(raw).fields:
        assert name == name.lower()
        assert "\n" not in value
        assert "\r" not in value


@given(st.lists(st.tuples(st.from_regex(r"\A[A-Za-z-]{1,12}\Z"), st.from_regex(r"\A[!-~]([ -~]{0,30}[!-~])?\Z"))))
def test_what_was_written_is_what_is_read(fields: list[tuple[str, str]]) -> None:
    raw = "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\nbody: none\r\n"
    assert read_headers(raw.encode()).fields == tuple((name.lower(), value) for name, value in fields)
