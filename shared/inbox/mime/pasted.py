"""A calendar that stands in a mail's body: pasted, quoted, indented, laid out in HTML, or uuencoded below the words."""

from __future__ import annotations

import re

from shared.inbox import limits
from shared.inbox.calendar.content_lines import holds_calendar
from shared.inbox.mime.decoding import text_of, uu_decoded
from shared.inbox.mime.plain_text import unescape

# What a mail program or a person put before every line: quote marks, or blanks. A fold's own blank comes after it.
_MARKED = re.compile(
    r"^(?P<marks>[ \t]{0,8}(?:[>|][ \t]?){1,12}|[ \t]{1,20})BEGIN:(?:VCALENDAR|VEVENT)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(r"[>|]")
# POSIX, uuencode: the mode, the name, lines of at most 45 bytes, and "end". Possessive: no line can be read otherwise.
_UUENCODED = re.compile(r"^begin [0-7]{3,4} [^\n]{1,200}\n(?:[ -`]{1,80}+\n)++end[ \t]*$", re.MULTILINE)
_PRE = re.compile(r"<pre\b", re.IGNORECASE)
_BESIDE_TAG = re.compile(r"\n[ \t]{0,80}(?=<)|(?<=>)[ \t]{0,80}\n[ \t]{0,80}")
_WITHIN_LINE = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|o:p|s|small|span|strong|tt|u|wbr)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MOST_FILES = 20


def pasted_calendar(text: str, *, is_html: bool) -> str | None:
    """Return the calendar that a body's text holds, without what was put around its lines; None where there is none."""
    if is_html:
        text = _lines_of_html(text)
    text = text.replace("\r\n", "\n").replace("\xa0", " ")
    marked = _MARKED.search(text)
    if marked:
        text = _without_marks(text[marked.start() :], marked["marks"])
    if holds_calendar(text):
        return text
    return _uuencoded(text)


def _lines_of_html(html: str) -> str:
    """Return a line for each block, its first blanks kept: strip_html would take a fold's blank for layout."""
    html = html.replace("\r\n", "\n")
    if not _PRE.search(html):
        html = _BESIDE_TAG.sub("", html).replace("\n", " ")
    return unescape(_TAG.sub("\n", _WITHIN_LINE.sub("", html)))


def _without_marks(text: str, marks: str) -> str:
    """Take from each line as many marks as stand before the first, and the blank after them where that has one."""
    count = len(_MARK.findall(marks))
    blank = "[ \\t]?" if marks[-1] in " \t" else ""
    before = rf"^(?:[ \t]{{0,8}}[>|]){{1,{count}}}{blank}" if count else rf"^{re.escape(marks)}"
    return re.sub(before, "", text, flags=re.MULTILINE)


def _uuencoded(text: str) -> str | None:
    if "begin " not in text:
        return None
    for number, found in enumerate(_UUENCODED.finditer(text)):
        if number == _MOST_FILES:
            break
        decoded = text_of(uu_decoded(found[0].encode("latin-1", "replace"))[: limits.CALENDAR_BYTES])
        if holds_calendar(decoded):
            return decoded
    return None
