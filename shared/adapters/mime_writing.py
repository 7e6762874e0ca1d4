"""The parts of a mail as bytes (RFC 2045, RFC 2046): two bodies, and files beside them.

Every byte of a part is encoded, in quoted-printable or base64, so that no word of a body can be a header or a boundary.
The standard library does the same from objects, in three times the time; it reads every mail of ours again before it
leaves (outgoing_guard.py).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from shared.domain.attachment import Attachment
from shared.domain.mail import Rendered

# "=_" stands in nothing that is quoted-printable or base64 (RFC 2045, 6.7, example of the boundary in RFC 2046, 5.1.1).
_BODIES, _FILES = "=_foreword-bodies", "=_foreword-files"
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,100}")


def parts_of(body: Rendered, files: Sequence[Attachment]) -> tuple[str, bytes]:
    """Return the value of Content-Type for the whole mail, and what follows its headers.

    Text first and HTML beside it, files behind both. Raises ValueError for a file whose name, type or parameter is no
    plain word.
    """
    bodies = _multipart(_BODIES, [_text("plain", body.text), _text("html", body.html)])
    kind = _content_type("alternative", _BODIES)
    if not files:
        return kind, bodies
    first = f"Content-Type: {kind}\r\n\r\n".encode() + bodies
    return _content_type("mixed", _FILES), _multipart(_FILES, [first, *(_file(file) for file in files)])


def _content_type(subtype: str, boundary: str) -> str:
    return f'multipart/{subtype}; boundary="{boundary}"'


def _multipart(boundary: str, parts: Sequence[bytes]) -> bytes:
    between = f"--{boundary}\r\n".encode()
    return b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _text(subtype: str, text: str) -> bytes:
    lines = b"\r\n".join(text.encode().splitlines()) + b"\r\n"
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + binascii.b2a_qp(lines, istext=True)


def _file(file: Attachment) -> bytes:
    main, _, sub = file.media_type.partition("/")
    for word in (main, sub, file.name, *(word for parameter in file.parameters for word in parameter)):
        if not _TOKEN.fullmatch(word):
            raise ValueError("a file's name, type or parameter is no plain word")
    parameters = "".join(f'; {name}="{value}"' for name, value in file.parameters)
    head = (
        f"Content-Type: {file.media_type}{parameters}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{file.name}"\r\n\r\n'
    )
    return head.encode() + base64.encodebytes(file.content).replace(b"\n", b"\r\n")
