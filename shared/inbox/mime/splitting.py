"""Splitting a mail into its parts (RFC 5322, RFC 2045, RFC 2046), over the raw bytes.

The standard library reads a mail line by line and copies every attachment; here boundaries are searched for and bodies
stay slices of the raw mail, decoded only when somebody asks for them. It is also where malformed mails make the
standard library raise, recurse or take quadratic time, so that the caps of limits.py stand in one place.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shared.domain.invite import Reason
from shared.inbox import limits
from shared.inbox.headers import Headers
from shared.inbox.limits import Unreadable
from shared.inbox.mime.decoding import text_of, transfer_decoded, words_decoded

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_LINE = re.compile(rb"[^\n]*\n?")
_HEADER = re.compile(r"([!-9;-~]{1,76})[ \t]*:")
_TYPE = re.compile(r"\s*([\w.+-]{1,60})/([\w.+-]{1,90})", re.ASCII)
_PARAM = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_QUOTED_PAIR = re.compile(r"\\(.)")
_CONTINUED = re.compile(r"([^*]+)\*(\d{1,3})?(\*)?\Z")
_STRETCH = 4_096
_FIRST_DELIMITER = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200})\r?\n")

_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
_NO_PARAMS: Mapping[str, str] = {}


class Part(NamedTuple):
    """One leaf of a mail. `message` counts the message/rfc822 around it: 0 is the mail itself."""

    content_type: str
    params: Mapping[str, str]
    filename: str | None
    encoding: str
    message: int
    buffer: bytes
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many bytes the body has, still encoded."""
        return self.end - self.start

    def data(self, limit: int | None = None) -> bytes:
        """Return the body decoded, or what its first `limit` encoded bytes give."""
        end = self.end if limit is None else min(self.end, self.start + limit)
        return transfer_decoded(self.buffer[self.start : end], self.encoding)

    def text(self, limit: int | None = None) -> str:
        """Return the body as text."""
        return text_of(self.data(limit), self.params.get("charset"))


class Mail(NamedTuple):
    """A mail taken apart: the headers of each message in it, the outermost first, and all leaves in order."""

    messages: tuple[Headers, ...]
    parts: tuple[Part, ...]


def split(raw: bytes) -> Mail:
    """Take a mail apart; raise Unreadable where it passes a cap."""
    if len(raw) > limits.MAIL_BYTES:
        raise Unreadable(Reason.TOO_LARGE, "The mail is larger than 40 MB.")
    splitter = _Splitter()
    splitter.message(plain_lines(raw), 0)
    return Mail(tuple(splitter.messages), tuple(splitter.parts))


def plain_lines(raw: bytes) -> bytes:
    """Undo what damages line ends: a byte order mark before the mail, CR CR LF, CR alone."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    first = raw.find(b"\n")
    if raw[max(0, first - 2) : max(0, first)] == b"\r\r":
        raw = raw.replace(b"\r\r\n", b"\n")
    if first == -1:
        raw = raw.replace(b"\r", b"\n")
    if has_more_lines(raw, limits.MAIL_LINES):
        raise Unreadable(Reason.TOO_COMPLEX, "The mail has more than a million lines.")
    return raw


def has_more_lines(raw: bytes, most: int) -> bool:
    """Tell whether there are more line ends than `most`; the rest is not counted where it is too short for that."""
    counted = lines = 0
    while lines <= most < lines + len(raw) - counted:
        upto = len(raw) - (most - lines)
        lines += raw.count(b"\n", counted, upto)
        counted = upto
    return lines > most


class _Splitter:
    """Walks one mail; counts what the caps count."""

    def __init__(self) -> None:
        self.messages: list[Headers] = []
        self.parts: list[Part] = []
        self._entities = 0
        self._lookalikes = 0
        self._header_bytes = 0

    def message(self, buffer: bytes, start: int, end: int | None = None, depth: int = 0, nested: int = 0) -> None:
        """Read one message, the outermost or an attached one."""
        end = len(buffer) if end is None else end
        headers, body = self._headers(buffer, start, end)
        self.messages.append(headers)
        self._entity(headers, buffer, (body, end), (depth, nested, len(self.messages) - 1))

    def _headers(self, buffer: bytes, start: int, end: int) -> tuple[Headers, int]:
        headers, body = fields_at(buffer, start, end)
        self._header_bytes += body - start
        if self._header_bytes > limits.ALL_HEADERS_BYTES:
            raise Unreadable(Reason.TOO_COMPLEX, "The headers of the mail are too long.")
        return headers, body

    def _entity(self, headers: Headers, buffer: bytes, span: tuple[int, int], place: tuple[int, int, int]) -> None:
        depth, nested, message = place
        self._entities += 1
        if self._entities > limits.PARTS or depth > limits.MULTIPART_DEPTH:
            raise Unreadable(Reason.TOO_COMPLEX, "The mail has too many parts, or parts within parts.")
        content_type, params = content_type_of(headers)
        if content_type.startswith("multipart/"):
            default = "message/rfc822" if content_type == "multipart/digest" else None
            found = False
            for at, until in self._bodies(buffer, span, params.get("boundary")):
                found = True
                inner, body = self._headers(buffer, at, until)
                if default and inner.first("content-type") is None:
                    inner = Headers((("content-type", default),))
                self._entity(inner, buffer, (body, until), (depth + 1, nested, message))
            if found:
                return
            content_type = "text/plain"
        part = _leaf(content_type, params, headers, message, buffer, span)
        if _is_message(part):
            if nested < limits.MESSAGE_DEPTH:
                self._attached(part, depth, nested)
            return
        self.parts.append(part)

    def _attached(self, part: Part, depth: int, nested: int) -> None:
        """Read an attached message; RFC 2046, 5.2.1 forbids to encode it, and some do."""
        if part.encoding in ("base64", "quoted-printable"):
            self.message(plain_lines(part.data()).lstrip(), 0, None, depth + 1, nested + 1)
        else:
            self.message(part.buffer, part.start, part.end, depth + 1, nested + 1)

    def _bodies(self, buffer: bytes, span: tuple[int, int], boundary: str | None) -> Iterator[tuple[int, int]]:
        """Yield where each body part of a multipart starts and ends (RFC 2046, 5.1.1)."""
        start, end = span
        delimiter = _delimiter(buffer, span, boundary)
        if delimiter is None:
            return
        opened: int | None = None
        at = _find(buffer, delimiter, start, end)
        while at != -1:
            self._lookalikes += 1
            if self._lookalikes > limits.BOUNDARY_LOOKALIKES:
                raise Unreadable(Reason.TOO_COMPLEX, "The mail has too many parts.")
            after = at + len(delimiter)
            line_end = buffer.find(b"\n", after, end)
            line_end = end if line_end == -1 else line_end
            rest = buffer[after : min(line_end, after + 80)].strip()
            if (at == start or buffer[at - 1] == _LF) and rest in (b"", b"--"):
                if opened is not None:
                    yield opened, _without_line_end(buffer, opened, at)
                opened = None if rest else min(line_end + 1, end)
                if rest:
                    return
            at = _find(buffer, delimiter, after, end)
        if opened is not None:
            yield opened, end


_LF = 0x0A
_CR = 0x0D


def _without_line_end(buffer: bytes, start: int, at: int) -> int:
    """Return where a body ends: the line end before a delimiter belongs to the delimiter."""
    if at > start and buffer[at - 1] == _LF:
        at -= 1
        if at > start and buffer[at - 1] == _CR:
            at -= 1
    return at


def _delimiter(buffer: bytes, span: tuple[int, int], boundary: str | None) -> bytes | None:
    """Return the bytes that stand before each part; a boundary that nobody declared is the first line like one."""
    if boundary:
        delimiter = b"--" + boundary.rstrip().encode("utf-8", "surrogateescape")
        if _find(buffer, delimiter, *span) != -1:
            return delimiter
    match = _FIRST_DELIMITER.search(buffer, span[0], min(span[1], span[0] + limits.FIRST_LOOK_BYTES))
    return None if match is None else b"--" + match[1].rstrip()


def _find(buffer: bytes, delimiter: bytes, start: int, end: int) -> int:
    """Do what bytes.find does for a delimiter, which begins with a dash.

    Base64, which attachments are written in, has no dash. A leap to the next dash takes a tenth of the time of a search
    for the whole delimiter; a stretch of search follows each leap, so that text full of dashes is no slower.
    """
    while True:
        stop = min(start + _STRETCH + len(delimiter), end)
        found = buffer.find(delimiter, start, stop)
        if found != -1 or stop == end:
            return found
        start = buffer.find(b"-", stop - len(delimiter) + 1, end)
        if start == -1:
            return -1


def fields_at(buffer: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the header fields that begin at `start`, and where the body begins.

    Forgiving where headers.read_headers is strict: that one decides whom we answer, this one only what a part is.
    """
    if buffer[start : start + 1] == b"\n":
        return Headers(()), start + 1
    if buffer[start : start + 2] == b"\r\n":
        return Headers(()), start + 2
    stop = min(end, start + limits.HEADER_BLOCK_BYTES)
    blank = _BLANK_LINE.search(buffer, start, stop)
    if blank is None and stop < end:
        stop = _end_of_fields(buffer, start, stop)
        if stop == end or stop - start > limits.HEADER_BLOCK_BYTES // 2:
            raise Unreadable(Reason.TOO_COMPLEX, "The header of the mail is too long.")
    block_end, body = (blank.start(), blank.end()) if blank else (stop, stop)
    fields: list[tuple[str, list[str]]] = []
    lines = list(_LINE.finditer(buffer, start, block_end))
    for index, line in enumerate(lines):
        text = _header_text(line[0])
        if text[:1] in (" ", "\t"):
            if fields:
                fields[-1][1].append(text)
        elif match := _HEADER.match(text):
            fields.append((match[1].lower(), [text[match.end() :]]))
        elif text and not _goes_on(lines[index + 1 : index + 2]):
            # No header line: the body begins without a blank line before it.
            return _headers(fields), line.start()
    return _headers(fields), body


def _goes_on(following: list[re.Match[bytes]]) -> bool:
    """Tell whether a header field follows: then the odd line (mbox's "From ", a broken field) is passed over."""
    return any(_HEADER.match(_header_text(line[0])) for line in following)


def _end_of_fields(buffer: bytes, start: int, stop: int) -> int:
    """Return where the first line that is no header field stands."""
    for line in _LINE.finditer(buffer, start, stop):
        text = _header_text(line[0][:100])
        if not (text[:1] in (" ", "\t") or _HEADER.match(text)):
            return line.start()
    return stop


def _header_text(line: bytes) -> str:
    line = line.rstrip(b"\r\n")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _headers(fields: list[tuple[str, list[str]]]) -> Headers:
    return Headers(tuple((name, "".join(lines).strip()) for name, lines in fields))


def content_type_of(headers: Headers) -> tuple[str, Mapping[str, str]]:
    """Return the media type in lower case and its parameters; text/plain where there is none (RFC 2045, 5.2)."""
    value = headers.first("content-type")
    if value is None:
        return "text/plain", _NO_PARAMS
    match = _TYPE.match(value)
    if match is None:
        return "application/octet-stream", parameters(value)
    return f"{match[1]}/{match[2]}".lower(), parameters(value)


def parameters(value: str) -> Mapping[str, str]:
    """Return the parameters of a MIME header field, RFC 2231's continuations and charsets undone."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAM.finditer(value[: limits.HEADER_CHARS]):
        name, stated = match[1].lower(), match[2].strip()
        if stated.startswith('"'):
            stated = _QUOTED_PAIR.sub(r"\1", stated[1:-1] if stated.endswith('"') and len(stated) > 1 else stated[1:])
        split_name = _CONTINUED.match(name)
        if split_name is None:
            plain.setdefault(name, stated)
            continue
        encoded = bool(split_name[3]) or split_name[2] is None
        pieces.setdefault(split_name[1], {}).setdefault(int(split_name[2] or 0), (stated, encoded))
    for name, by_number in pieces.items():
        plain[name] = _joined([by_number[number] for number in sorted(by_number)])
    return plain


def _joined(pieces: list[tuple[str, bool]]) -> str:
    charset = None
    out = b""
    for index, (text, encoded) in enumerate(pieces):
        stated = text
        if encoded:
            if index == 0 and stated.count("'") >= 2:  # noqa: PLR2004 - charset'language'value
                charset, _, stated = stated.split("'", 2)
            out += urllib.parse.unquote_to_bytes(stated)
        else:
            out += stated.encode("utf-8", "replace")
    return text_of(out, charset)


def _leaf(
    content_type: str,
    params: Mapping[str, str],
    headers: Headers,
    message: int,
    buffer: bytes,
    span: tuple[int, int],
) -> Part:
    disposition = headers.first("content-disposition")
    filename = parameters(disposition).get("filename") if disposition else None
    filename = filename or params.get("name")
    encoding = (headers.first("content-transfer-encoding") or "").split(";")[0].strip().strip("\"'").lower()
    return Part(content_type, params, words_decoded(filename) if filename else None, encoding, message, buffer, *span)


def _is_message(part: Part) -> bool:
    if part.content_type in _MESSAGE_TYPES:
        return True
    return bool(part.filename) and str(part.filename).strip().lower().endswith(".eml")
