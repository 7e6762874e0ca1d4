"""The words of a mail's bodies, whatever the mail program did to them: HTML stripped, quote marks and bold stars gone.

HTML is never parsed into a tree: html.parser and the libraries over it take seconds on a few hundred kilobytes made
for the purpose. A tag here is what stands between "<" and the next ">", found in one pass over at most 256 KB.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator

from shared.domain.plain import normalized
from shared.inbox.wording.tables import single_words

LONGEST = 256 * 1024
MOST_LINES = 6000
LONGEST_LINE = 1000

# Blocks that stand apart by a blank line, and those that only begin a line of their own.
_APART = frozenset(single_words("blockquote dl form h1 h2 h3 h4 h5 h6 hr ol p pre section table ul body header footer"))
_LINES = frozenset(single_words("address article center dd div dt li tbody thead title tr"))
_CELLS = frozenset({"td", "th"})
_SILENT = ("script", "style", "head", "template")
_TAG_NAME = re.compile(r"/?\s*([a-zA-Z][a-zA-Z0-9]{0,15})")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]{1,4000})"|'([^']{1,4000})'|([^\s"'>]{1,4000}))""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_QUOTE = re.compile(r"^(?:[ \t]{0,8}[>|])+[ \t]?")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u2066\u2069\0"))

# "1. With: …" is an item of a list, "12. November 2026" a day.
_BULLET = re.compile(r"^(?:[•·▪◦‣o*+-]\s+(?=\S)|\d{1,2}\)\s+(?=\S)|\d{1,2}\.\s+(?=[^\W\d_]{2,20}\s?:))")
_BOLD = re.compile(r"\*{1,2}|(?<![\w])_{1,2}(?=\w)|(?<=[\w:])_{1,2}(?!\w)")


def strip_html(html: str) -> str:
    """Return the text of an HTML body, a line for each block and a tab between cells; links are left out."""
    return "".join(_pieces(html[:LONGEST]))


def links_of(html: str, most: int = 500) -> list[str]:
    """Return the targets of the links of an HTML body, in order. They are read, never fetched."""
    found = []
    for match in _HREF.finditer(html[:LONGEST]):
        found.append(unescape(match[1] or match[2] or match[3] or "").strip())
        if len(found) >= most:
            break
    return found


def unescape(text: str) -> str:
    """Replace HTML's character references; one with thousands of digits stays as it is."""
    return _ENTITY.sub(lambda match: entities.unescape(match[0]), text)


def visible(text: str) -> str:
    """Return a text without invisible characters, its line ends all line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").translate(_INVISIBLE)


def lines_of(text: str) -> list[str]:
    """Return the lines of a plain text with quote marks, invisible characters and outer blanks gone."""
    lines = visible(text[:LONGEST]).split("\n", MOST_LINES)[:MOST_LINES]
    return [_QUOTE.sub("", line[:LONGEST_LINE]).rstrip() for line in lines]


def unmarked(line: str) -> str:
    """Return a line without the marks of bold type and bullets, its compatibility forms unified."""
    line = " ".join((line if line.isascii() else normalized("NFKC", line)).split())
    line = _BULLET.sub("", line)
    return _BOLD.sub("", line).strip() if "*" in line or "_" in line else line


def markup_of(html: str) -> Iterator[tuple[str, str]]:
    """Yield each tag ("div", "/div") with what stands in it, and each text between two as ("", text), blanks collapsed.

    One pass: each search goes on from where the last one ended, and a missing end ends all. Comments, scripts and
    styles are passed over; at most 256 KB are read.
    """
    html = html[:LONGEST]
    at = 0
    lowered = html.lower() if len(html.lower()) == len(html) else html
    while at < len(html):
        opened = html.find("<", at)
        text = html[at:] if opened < 0 else html[at:opened]
        if text:
            yield "", re.sub(r"\s+", " ", unescape(text))
        if opened < 0:
            return
        if html.startswith("<!--", opened):
            end = html.find("-->", opened)
            at = len(html) if end < 0 else end + 3
            continue
        closed = html.find(">", opened)
        if closed < 0:
            return
        name = _TAG_NAME.match(html, opened + 1)
        if name is None and not html.startswith(("<!", "<?", "</"), opened):
            yield "", "<"
            at = opened + 1
            continue
        at = closed + 1
        tag = name[1].lower() if name else ""
        closes = html[opened + 1] == "/"
        if tag in _SILENT and not closes:
            end = lowered.find(f"</{tag}", at)
            at = len(html) if end < 0 else end
        elif name:
            yield f"/{tag}" if closes else tag, html[name.end() : closed]


def break_of(tag: str, *, begun: bool) -> str:
    """Return what a tag of `markup_of` is in a text: a line's end, a tab between cells, or nothing.

    `begun`: there is text before, and no line's end behind it.
    """
    name = tag.removeprefix("/")
    if name == "br" or name in _APART or (name in _LINES and begun):
        return "\n"
    return "\t" if name in _CELLS else ""


def _pieces(html: str) -> list[str]:
    pieces: list[str] = []
    for tag, inside in markup_of(html):
        piece = break_of(tag, begun=bool(pieces) and not pieces[-1].endswith("\n")) if tag else inside
        if piece:
            pieces.append(piece)
    return pieces
