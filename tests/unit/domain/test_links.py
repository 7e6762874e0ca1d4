from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.links import MAILTO_BODY_LIMIT, fits_mailto, gmail_compose, is_known, mailto, outlook_compose

bodies = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=300)


@given(body=bodies, subject=bodies)
def test_each_way_carries_the_letter_unharmed(body: str, subject: str) -> None:
    sent = body.replace("\n", "\r\n")
    query = urlsplit(mailto("priya@harbor.example", subject, body or "x")).query
    assert parse_qs(query, keep_blank_values=True)["body"] == [sent or "x"]
    for build, name in ((gmail_compose, "su"), (outlook_compose, "subject")):
        fields = parse_qs(urlsplit(build("priya@harbor.example", subject, body)).query, keep_blank_values=True)
        assert (fields["to"], fields[name], fields["body"]) == (["priya@harbor.example"], [subject], [sent])


@given(to=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_an_address_cannot_add_a_field_to_a_mailto(to: str) -> None:
    link = mailto(to, "Thank you", "")
    assert link.count("?") == 1
    assert link.count("&") == 0
    assert unquote(link.removeprefix("mailto:").partition("?")[0]) == to


def test_a_space_is_never_a_plus() -> None:
    assert "+" not in outlook_compose("a@b.example", "Thank you", "For your time")


def test_a_line_break_is_cr_and_lf() -> None:
    assert mailto("a@b.example", "s", "one\ntwo").endswith("body=one%0D%0Atwo")


def test_a_body_counts_as_it_is_encoded() -> None:
    assert fits_mailto("x" * MAILTO_BODY_LIMIT)
    assert not fits_mailto("x" * (MAILTO_BODY_LIMIT + 1))
    assert not fits_mailto("山" * (MAILTO_BODY_LIMIT // 9 + 1))


def test_only_https_to_the_list_and_mailto_are_known() -> None:
    assert is_known("https://duckduckgo.com/?q=x")
    assert is_known("mailto:a@b.example")
    for other in (
        "http://duckduckgo.com/",
        "https://duckduckgo.com.evil.example/",
        "javascript:alert(1)",
        "//www.sec.gov",
    ):
        assert not is_known(other)
