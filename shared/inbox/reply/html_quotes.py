"""The text of an HTML reply, its quotes marked with ">" as a plain text has them, its marked signatures left out.

Mail programs say in the markup what they quote: `blockquote`, Gmail's `gmail_quote`, Outlook's `divRplyFwdMsg` and
`appendonsend`, Thunderbird's `moz-cite-prefix`, Yahoo's `yahoo_quoted`, Proton's `protonmail_quote`. Tags are walked,
never parsed into a tree.
"""

from __future__ import annotations

import re
from collections import Counter

from shared.inbox.mime.plain_text import break_of, markup_of

_ATTRIBUTE = re.compile(
    r"\b(?:id|class)\s?=\s?(?:\"([^\"]{1,300})\"|'([^']{1,300})'|([^\s\"'>]{1,300}))", re.IGNORECASE
)
_LONGEST_TAG = 2_000
# Outlook on the web puts "x_" before the ids of what it takes in.
_QUOTES = frozenset(
    {
        "gmail_attr",
        "gmail_quote_attribution",
        "moz-cite-prefix",
        "moz-forward-container",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "olk_src_body_section",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "ymail_android_quote",
        "gmx_quote",
        "qmbox",
        "wordsection1_quote",
    }
)
# What stands behind these is quoted to the end; the element itself is empty or holds the header lines.
_REST = frozenset({"divrplyfwdmsg", "appendonsend", "stopspelling", "replysplit", "isforwardcontent", "isreplycontent"})
_SIGNATURES = frozenset(
    {
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "signature",
        "ms-outlook-mobile-signature",
        "ms-outlook-ios-signature",
        "ymail_android_signature",
        "ydp_signature",
        "protonmail_signature_block",
        "applemailsignature",
        "apple-mail-signature",
        "composer_signature",
        "samsung_signature",
        "tutanota_signature",
    }
)
_NEVER_CLOSED = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base"})
_DEEPEST = 2_000
_NEW, _QUOTED, _SIGNED = "new", "quoted", "signed"


def quoted_text(html: str) -> str:
    """Return the text of an HTML body, each quoted line behind "> "; at most 256 KB are read."""
    walk = _Walk(holds_blockquote="<blockquote" in html.lower())
    for tag, inside in markup_of(html):
        if tag:
            walk.tag(tag, inside)
        else:
            walk.text(inside)
    return walk.end()


class _Walk:
    """The state of one walk: which elements are open, and the lines so far."""

    def __init__(self, *, holds_blockquote: bool) -> None:
        self.holds_blockquote = holds_blockquote
        self.open: list[tuple[str, str]] = []
        self.open_tags: Counter[str] = Counter()
        self.states: list[str] = [_NEW]
        self.rest_is_quoted = False
        self.lines: list[str] = []
        self.line: list[str] = []
        self.line_state = _NEW

    def tag(self, tag: str, inside: str) -> None:
        """Take a tag: it may open or end a quote, and a line."""
        ends = break_of(tag, begun=bool(self.line))
        if ends == "\t":
            self.line.append(" ")
        elif ends:
            self._end_line()
        if tag.startswith("/"):
            self._close(tag[1:])
        elif tag not in _NEVER_CLOSED and not inside.rstrip().endswith("/"):
            self._open(tag, inside)
        elif tag == "hr" and _names(inside) & _REST:
            self._quote_the_rest()

    def text(self, text: str) -> None:
        """Take a text between two tags."""
        if text.strip() and self.line_state != self._state():
            self._end_line()
        if not self.line:
            self.line_state = self._state()
            text = text.lstrip()
        self.line.append(text)

    def end(self) -> str:
        """Return all lines as one text."""
        self._end_line()
        return "\n".join(self.lines)

    def _state(self) -> str:
        return _QUOTED if self.rest_is_quoted else self.states[-1]

    def _open(self, tag: str, inside: str) -> None:
        if len(self.open) >= _DEEPEST:
            return
        state = self.states[-1]
        names = _names(inside)
        if tag == "blockquote" or names & _QUOTES or ("gmail_quote" in names and not self.holds_blockquote):
            state = _QUOTED
        elif names & _REST:
            self._quote_the_rest()
        elif names & _SIGNATURES and state == _NEW:
            state = _SIGNED
        if state != self.states[-1]:
            self._end_line()
        self.open.append((tag, state))
        self.open_tags[tag] += 1
        self.states.append(state)

    def _close(self, tag: str) -> None:
        """Close the nearest open element of that name, and what was left open inside it."""
        if not self.open_tags[tag]:
            return
        while self.open:
            closed, state = self.open.pop()
            self.open_tags[closed] -= 1
            self.states.pop()
            if state != self.states[-1]:
                self._end_line()
            if closed == tag:
                return

    def _quote_the_rest(self) -> None:
        self._end_line()
        self.rest_is_quoted = True

    def _end_line(self) -> None:
        line, state = "".join(self.line).strip(), self.line_state
        self.line, self.line_state = [], self._state()
        if state == _SIGNED:
            return
        # A line of a quote stands apart from what the user wrote above or below it, as no wrapped line does.
        if self.lines and line and self.lines[-1] and (state == _QUOTED) != self.lines[-1].startswith(">"):
            self.lines.append("")
        if line or (self.lines and self.lines[-1]):
            self.lines.append(f"> {line}" if state == _QUOTED and line else line)


def _names(inside: str) -> set[str]:
    """Return the id and the classes of a tag in lower case, without what Outlook and Yahoo put before them."""
    names: set[str] = set()
    for match in _ATTRIBUTE.finditer(inside[:_LONGEST_TAG]):
        for name in (match[1] or match[2] or match[3] or "").lower().split():
            names.add(name.removeprefix("x_"))
            names.add(re.sub(r"^ydp[0-9a-f]{6,10}(?=[a-z])|^yiv\d{6,12}", "", name))
    return names
