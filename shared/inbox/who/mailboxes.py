"""The mailboxes that header fields name (RFC 5322, 3.4), for showing only: whom we answer is decided in gate.py.

A field follows a grammar, so this is stricter than people.person_of, which reads people out of lines of text.
"""

from __future__ import annotations

import re

from shared.domain.invite import Person
from shared.inbox import limits
from shared.inbox.calendar.values import address_of
from shared.inbox.headers import Headers
from shared.inbox.mime.decoding import words_decoded

_ANGLED = re.compile(r"<([^<>]{0,320})>")
_COMMENT = re.compile(r"\(([^()]{0,200})\)")


def forwarder_of(headers: Headers) -> Person | None:
    """Return who sent the mail: the Sender where it names another than From does, else the From."""
    author, sender = (mailbox(headers.first(name)) for name in ("from", "sender"))
    if sender and sender.email and not (author and _same(author.email, sender.email)):
        return sender
    return author


def mailbox(value: str | None) -> Person | None:
    """Return the one mailbox of a field; None where there is none, or more than one.

    The address is taken from the raw text, and only the name is decoded: an encoded word in an address would otherwise
    turn into another address.
    """
    if value is None or len(value) > limits.ADDRESS_HEADER_CHARS:
        return None
    angled = _ANGLED.findall(value)
    if len(angled) > 1:
        return None
    if angled:
        email = address_of(angled[0])
        name = value[: value.index("<")]
    else:
        email = address_of(_COMMENT.sub("", value))
        comment = _COMMENT.search(value)
        name = comment[1] if comment else ""
    shown = " ".join(words_decoded(name.strip().strip('"')).replace('\\"', '"').split()).strip("'\" ")
    if email is None and not shown:
        return None
    return Person(shown or None, email)


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").lower() == (other or "").lower()
