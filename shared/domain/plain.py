"""Making text from strangers safe to show: one line, capped, without control characters or links."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# Cc: controls; Cf: formats, among them the bidi controls; Cs: surrogates; Co/Cn: private use and unassigned;
# Zl/Zp: line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Emoji and the scripts of Iran and India are spelled with these two, and they neither hide nor turn anything.
_JOINERS = frozenset({"\u200c", "\u200d"})
# What a mail program would turn into a link: a scheme, "www.", or a host with a path.
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}:/{0,2}(?=[^\s<>\[\]]*[./@?=(])|\b(?:java|vb)script:|\bwww\.|\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/)[^\s<>\[\]]*",
    re.IGNORECASE,
)
# What is left of "Join (https://…)" or "<https://…>"; angle brackets go in any case, markup has no place in a name.
_EMPTY_BRACKETS = re.compile(r"[<>]|\[\s*\]")
# "Lena <> Jordan": how many titles name two people.
_BETWEEN_TWO = re.compile(r"<\s*>")
_EMPTY_ROUND = re.compile(r"\(\s*\)")
# Where none of these stands, none of the four finds anything.
_NEEDED = frozenset(":.<>[(")
MOST_READ = 2000
# Putting combining marks in order takes time quadratic in how many follow each other; no language needs 30.
_MANY = 200
_LONG_RUN = re.compile(rf"[^\x00-\x7f]{{{_MANY}}}")
_GRAPHEME_JOINER = "\u034f"


def plain(text: str | None, limit: int = 200) -> str:
    """Return `text` as one line of at most `limit` characters; "" for None.

    White space is folded, and characters that hide, reorder or break lines are dropped. "=?" is spaced out, so that
    nothing reads as an encoded word (RFC 2047).
    """
    kept = text or ""
    # Printable ASCII has no white space but the space, and nothing unsafe.
    if not (kept.isascii() and kept.isprintable()):
        spaced = "".join(" " if char.isspace() else char for char in kept)
        kept = "".join(char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _UNSAFE)
    return capped(" ".join(kept.replace("=?", "= ?").split()), limit)


def without_links(text: str | None, limit: int = 200) -> str:
    """Return `plain` text with everything left out that a mail program would make clickable."""
    bare = plain(text, MOST_READ)
    if not _NEEDED.isdisjoint(bare):
        bare = _LINK.sub(_what_follows, _BETWEEN_TWO.sub("/", bare))
        bare = _EMPTY_ROUND.sub(" ", _EMPTY_BRACKETS.sub(" ", bare))
    return capped(" ".join(bare.split()).strip(" -–—:;,|"), limit)


def holds_link(text: str) -> bool:
    """Tell whether anything stands in the text that a mail program would make clickable."""
    return _LINK.search(_BETWEEN_TWO.sub("/", plain(text, MOST_READ))) is not None


def _what_follows(link: re.Match[str]) -> str:
    """Give back the brackets that close before the link opened one."""
    return " " + ")" * (link[0].count(")") - link[0].count("("))


def whole(text: str | None, limit: int) -> str:
    """Return `without_links` text, or "" where it is longer than `limit`: half a name is none."""
    bare = without_links(text, limit + 1)
    return bare if len(bare) <= limit and not bare.endswith("…") else ""


def capped(text: str, limit: int) -> str:
    """Cut at a word where one is near, with an ellipsis; the result has at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    word, _, _ = cut.rpartition(" ")
    return (word if len(word) > limit * 2 // 3 else cut).rstrip(" ,;:-–—") + "…"


def normalized(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return `unicodedata.normalize`, in time that grows with the length of the text alone.

    An endless run of combining marks is parted by an invisible character, as UAX #15, 12 (stream-safe text) does.
    """
    if len(text) > _MANY:
        text = _LONG_RUN.sub(_parted, text)
    return unicodedata.normalize(form, text)


def _parted(run: re.Match[str]) -> str:
    return run[0] + _GRAPHEME_JOINER if unicodedata.combining(run[0][-1]) else run[0]


def unmarked(word: str) -> str:
    """Return small letters without their marks: "Nguyễn" becomes "nguyen"."""
    letters = normalized("NFD", word.casefold().replace("đ", "d"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def words_of(table: str, mark: str | None = None) -> frozenset[str]:
    """Return the entries of a table in our own source, parted by white space or by `mark`."""
    return frozenset(" ".join(entry.split()) for entry in table.split(mark) if entry.strip())
