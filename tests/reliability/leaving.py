"""What every mail that leaves has to be: to Robin alone, with the headers meant, without any markup by a stranger.

All of it is read from the bytes that SES would get, by other code than that which wrote them.
"""

from __future__ import annotations

import csv
import dataclasses
import email
import email.policy
import html
import io
import json
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

from shared.domain.delivery import Kind
from shared.domain.errors import Refusal
from shared.domain.links import is_known
from shared.inbox import gate
from shared.inbox.headers import read_headers
from shared.inbox.read import read
from tests.builders import OWN, ROBIN, a_notice
from tests.reliability.any_input import LAST_RESORT
from tests.reliability.pipeline import Left

ALWAYS = frozenset(
    {
        "From",
        "To",
        "Subject",
        "Date",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "X-Foreword-Delivery",
        "MIME-Version",
        "Content-Type",
    }
)
SOMETIMES = frozenset({"Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "In-Reply-To", "References"})
OF_A_DRAFT = frozenset(
    {"X-Unsent", "From", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
)
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_LINK_IN_TEXT = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|(?:javascript|data|mailto|vbscript|file):|www\.)[^\s>]+")
_FILE = re.compile(r"[a-z0-9-]+\.(?:ics|eml|json|csv)")
_OF_AN_EXPORT = frozenset({"application/json", "text/csv"})
# What a spreadsheet would run.
_FORMULA = re.compile(r"\s*[=+\-@]")
# What 7 * 191 comes to, were a template of theirs ever run.
_EVALUATED = "1337"


@dataclasses.dataclass
class Markup(HTMLParser):
    """What a page is made of: its tags with their attributes' names, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.made_of: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made_of |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "background")]

    def handle_comment(self, data: str) -> None:
        self.made_of.add("a comment")

    def unknown_decl(self, data: str) -> None:
        self.made_of.add("a declaration")


@dataclasses.dataclass(frozen=True)
class Checker:
    """Holds a mail against what harmless mails of its kind are made of."""

    made_of: dict[Kind, frozenset[str]]
    lines_of_calendar: frozenset[str]

    @classmethod
    def of(cls, harmless: list[Left]) -> Checker:
        """Learn from harmless mails."""
        made_of: dict[Kind, set[str]] = {}
        lines: set[str] = set()
        for left in harmless:
            mail = _parsed(left.raw)
            made_of.setdefault(left.delivery.kind, set()).update(Markup(_body(mail, "html")).made_of)
            lines |= {name for file in _files(mail) for name in _names_in_calendar(file)}
        return cls({kind: frozenset(tags) for kind, tags in made_of.items()}, frozenset(lines))

    def hold(self, left: Left) -> None:
        """Raise AssertionError where the mail is anything but what was meant."""
        assert left.call["Destination"] == {"ToAddresses": [ROBIN]}, "another recipient"
        assert left.call["FromEmailAddress"] == OWN, "another sender"
        mail = _parsed(left.raw)
        _hold_headers(left.raw, mail)
        self._hold_bodies(left.delivery.kind, mail)
        for file in _files(mail):
            assert _FILE.fullmatch(file.get_filename() or ""), "a file name that was not meant"
            match (file.get_filename() or "").rpartition(".")[2]:
                case "eml":
                    _hold_draft(file)
                case "csv":
                    _hold_table(file)
                case "json":
                    json.loads(file.get_content())
                case _:
                    self._hold_calendar(file)

    def _hold_bodies(self, kind: Kind, mail: EmailMessage) -> None:
        kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
        assert kinds[:2] == ["text/plain", "text/html"], "other parts"
        more = _OF_AN_EXPORT if kind is Kind.EXPORT else frozenset()
        assert set(kinds[2:]) <= {"text/calendar", "application/octet-stream"} | more, "other files"
        text, page = _body(mail, "plain"), _body(mail, "html")
        assert not _HIDDEN.search(text + page + html.unescape(page)), "a hidden character in a body"
        assert _EVALUATED not in text + page, "a template of theirs was run"
        markup = Markup(page)
        foreign = markup.made_of - self.made_of[kind]
        assert not foreign, f"markup of theirs: {sorted(foreign)[:3]}"
        for link in (*markup.links, *_LINK_IN_TEXT.findall(text)):
            _hold_link(link)

    def _hold_calendar(self, file: EmailMessage) -> None:
        foreign = _names_in_calendar(file) - self.lines_of_calendar
        assert not foreign, f"lines of theirs in our calendar file: {sorted(foreign)[:3]}"


def _hold_headers(raw: bytes, parsed: EmailMessage) -> None:
    head = raw.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"[^\t\r\n -~]", head), "a control or a letter beyond ASCII in a header"
    assert not re.search(rb"[\r\n]", head.replace(b"\r\n", b"")), "half a line break"
    names = [line.partition(b":")[0].decode() for line in re.split(rb"\r\n(?![ \t])", head)]
    assert len(names) == len(set(names)), "a header twice"
    assert ALWAYS <= set(names) <= ALWAYS | SOMETIMES, f"headers: {sorted(set(names) ^ ALWAYS)}"
    assert [address.addr_spec for address in parsed["To"].addresses] == [ROBIN], "To"
    assert [str(address) for address in parsed["From"].addresses] == [f"Foreword <{OWN}>"], "From"
    assert not _HIDDEN.search(str(parsed["Subject"]).replace("\n", "\0")), "a hidden character in the subject"
    for name in ("Reply-To", "List-Unsubscribe"):
        assert OWN.partition("@")[2] in str(parsed[name] or OWN), name


def _hold_link(link: str) -> None:
    """A link of ours leads to a known host, and opens a letter to one person at the most."""
    assert is_known(link), f"a link that is not ours: {link[:60]}"
    parts = urlsplit(link)
    asked = {name.lower(): values for name, values in parse_qs(parts.query).items()}
    assert not asked.keys() & {"cc", "bcc", "attach", "attachment"}, "a link with another recipient"
    to = [unquote(parts.path)] if parts.scheme == "mailto" else asked.get("to", [])
    assert len(to) <= 1, "a link to several people"
    assert not re.search(r"[,;\s<>?&]", "".join(to)), "a link to somebody with another behind"
    assert "".join(to).count("@") <= 1, "a link to several addresses"


def _hold_draft(file: EmailMessage) -> None:
    """The attached letter goes from Robin to one person or to nobody yet."""
    raw = file.get_payload(decode=True)
    assert isinstance(raw, bytes)
    names = [line.partition(b":")[0].decode() for line in re.split(rb"\r\n(?![ \t])", raw.partition(b"\r\n\r\n")[0])]
    assert len(names) == len(set(names)), "a header of the letter twice"
    assert set(names) <= OF_A_DRAFT, f"headers of the letter: {names}"
    letter = _parsed(raw)
    assert [address.addr_spec for address in letter["From"].addresses] == [ROBIN], "From of the letter"
    assert len(letter["To"].addresses if letter["To"] else ()) <= 1, "the letter goes to several"
    assert letter.get_content_type() == "text/plain", "the letter has parts"


def _hold_table(file: EmailMessage) -> None:
    """No cell of a table is run by a spreadsheet."""
    raw = file.get_payload(decode=True)
    assert isinstance(raw, bytes)
    rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    assert not any(_FORMULA.match(cell) for row in rows for cell in row), "a cell that is a formula"


def hold_against_ourselves(raw: bytes) -> None:
    """Raise AssertionError where our own mail cannot be read, or would be answered if somebody sent it back."""
    assert read(raw).detail != LAST_RESORT, "our own mail cannot be read"
    try:
        gate.prove_sender(a_notice(), read_headers(raw), frozenset({OWN}))
    except Refusal:
        return
    raise AssertionError("our own mail would be answered")


def _parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


def _body(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert part is not None, f"no {subtype} part"
    return str(part.get_content())


def _files(mail: EmailMessage) -> list[EmailMessage]:
    return list(mail.iter_attachments())


def _names_in_calendar(file: EmailMessage) -> set[str]:
    """Return what the lines of a calendar file are, their values left out but for what begins and ends."""
    if not (file.get_filename() or "").endswith(".ics"):
        return set()
    payload = file.get_payload(decode=True)
    assert isinstance(payload, bytes)
    lines = payload.decode().replace("\r\n ", "").split("\r\n")
    return {line if line[:4] in ("BEGI", "END:") else line.partition(":")[0] for line in lines}
