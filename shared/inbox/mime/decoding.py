"""Bytes to text: transfer encodings (RFC 2045, 6), charsets, encoded words (RFC 2047). Nothing here raises."""

from __future__ import annotations

import binascii
import codecs
import quopri
import re

# What Python calls a codec but no mail may ask for: transforms, and UTF-7, which hides markup from every filter.
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# Charsets whose bytes can look like UTF-8 or ASCII though they are not: the declaration counts first.
_ESCAPING = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz"})
_TWO_BYTE = frozenset({"gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp"})
_TWO_BYTE_UTF8 = re.compile(rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf])*\Z")
# Browsers and Outlook write these for the wider sets that contain them.
_WIDER = {"ascii": "utf-8", "iso8859-1": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


def transfer_decoded(data: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding; what is broken is decoded as far as it goes."""
    match encoding:
        case "base64":
            return base64_decoded(data)
        case "quoted-printable":
            return quopri.decodestring(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return uu_decoded(data)
        case _:
            return data


def base64_decoded(data: bytes) -> bytes:
    """Decode base64, padding missing or lines damaged."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = _NOT_BASE64.sub(b"", data).replace(b"=", b"")
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def uu_decoded(data: bytes) -> bytes:
    """Decode the lines between `begin 644 name` and `end`."""
    out: list[bytes] = []
    for line in data.splitlines():
        if line.startswith(b"begin ") or not line:
            continue
        if line.strip() == b"end":
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)


def text_of(data: bytes, charset: str | None = None) -> str:
    """Decode text whose charset may be missing or wrong.

    A byte order mark decides; else UTF-8 where the bytes are valid UTF-8 (other text hardly ever is); else what was
    declared; else Windows-1252, which gives every byte some letter.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace")
    declared = known_charset(charset)
    if declared in _ESCAPING or (declared or "").startswith(("utf-16", "utf-32")):
        decoded = _strict(data, declared)
        if decoded is not None:
            return decoded
    if b"\0" in data[:64] and (decoded := _wide(data)) is not None:
        return decoded
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and not (declared in _TWO_BYTE and _looks_two_byte(data)):
        return utf8
    tried = (_strict(data, codec) for codec in (_WIDER.get(declared or ""), declared, "cp1252"))
    for readable in tried:
        if readable is not None:
            return readable
    lossy = declared if declared not in (None, "ascii") else "latin-1"
    return data.decode(lossy or "latin-1", "replace")


def known_charset(charset: str | None) -> str | None:
    """Return Python's name of a text charset that a mail may use, or None."""
    if not charset or len(charset) > 40 or "\0" in charset:  # noqa: PLR2004 - no charset's name is as long
        return None
    try:
        info = codecs.lookup(charset.strip().strip("'\""))
    except (LookupError, ValueError):
        return None
    if info.name in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return None
    return info.name


def words_decoded(value: str) -> str:
    """Decode the encoded words of a header's value (RFC 2047); what is no encoded word stays."""
    if "=?" not in value:
        return value
    out: list[str] = []
    pending: tuple[str, bytes] | None = None
    at = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[at : match.start()]
        charset, data = match[1].split("*")[0].lower(), _word_bytes(match[2], match[3])
        if pending and pending[0] == charset and not between.strip():
            # One character may be cut in two by the end of a word: join the bytes first.
            pending = (charset, pending[1] + data)
        else:
            if pending:
                out.append(text_of(pending[1], pending[0]))
            if between.strip() or not pending:
                out.append(between)
            pending = (charset, data)
        at = match.end()
    if pending:
        out.append(text_of(pending[1], pending[0]))
    out.append(value[at:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_decoded(data)
    return quopri.decodestring(data.replace(b"_", b"=20"))


def _strict(data: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _wide(data: bytes) -> str | None:
    """Decode UTF-16 that lacks its byte order mark: ASCII text in it has a zero in every other byte."""
    even, odd = data[:64:2], data[1:64:2]
    if odd.count(0) > len(odd) // 2:
        return _strict(data[: len(data) & ~1], "utf-16-le")
    if even.count(0) > len(even) // 2:
        return _strict(data[: len(data) & ~1], "utf-16-be")
    return None


def _looks_two_byte(data: bytes) -> bool:
    """Tell whether bytes valid as UTF-8 hold two-byte sequences only, as short Chinese in GBK can by accident."""
    return not data.isascii() and _TWO_BYTE_UTF8.match(data) is not None
