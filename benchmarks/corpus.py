"""The mails of a corpus outside the project, wrapped as forwards and held against their labels.

Only counts are printed and nothing is kept. The corpus is a folder with `labels.jsonl`: FOREWORD_CORPUS, or
`shared/corpus` beside the project. Where its calendar part is gone, a mail counts as `asked` if the reading says that
it could not read it, or that there is no invite, and as `wrong` if it states another start than the label does.
"""

from __future__ import annotations

import base64
import collections
import email
import email.policy
import json
import os
import quopri
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from shared.domain.invite import Invite, Outcome
from shared.inbox.read import read
from tests.forward_samples import WRAPPERS, wrapped

CORPUS = Path(os.environ.get("FOREWORD_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
Label = dict[str, object]
_HEAD = (
    b"From: Jordan Lee <jordan.lee@example.org>\r\nTo: prep@foreword.example\r\nSubject: Fwd: %s\r\n"
    b"MIME-Version: 1.0\r\n"
)
_CALENDAR = {"text/calendar", "application/ics"}


def main() -> None:
    """Print a table of right/total by wrapping, for mails and calendar files, and the words-alone table."""
    found = list(labelled())
    if not found:
        print("no corpus here")
        return
    print("| wrapping | start | end | title | organizer |\n|---|---|---|---|---|")
    wrong: list[str] = []
    for name, wrap in WRAPPINGS.items():
        tally: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
        for label, raw in found:
            mail = wrap(raw)
            for field, good in judged(label, mail).items() if mail else ():
                tally[field][0] += good
                tally[field][1] += 1
                wrong += [] if good else [f"wrong: {label['file']}, {name}: {field}"]
        cells = (f"{tally[field][0]}/{tally[field][1]}" for field in ("start", "end", "title", "organizer"))
        print(f"| {name} | {' | '.join(cells)} |")
    print("\n| words alone | right | asked | wrong |\n|---|---|---|---|")
    for wrapper in WRAPPERS:
        counts: collections.Counter[str] = collections.Counter()
        for label, raw in found:
            verdict = in_words(label, raw, wrapper)
            counts[verdict] += 1
            wrong += [f"wrong: {label['file']}, words alone, {wrapper}"] if verdict == "wrong" else []
        print(f"| {wrapper} | {counts['right']} | {counts['asked']} | {counts['wrong']} |")
    print(*wrong, sep="\n")


def labelled() -> Iterator[tuple[Label, bytes]]:
    """Yield the labelled files that hold an invite, with their bytes."""
    labels = CORPUS / "labels.jsonl"
    for line in labels.read_text("utf-8").splitlines() if labels.is_file() else ():
        label = json.loads(line)
        if label["outcome"] in ("invite", "cancellation"):
            yield label, (CORPUS / str(label["file"])).read_bytes()


def judged(label: Label, raw: bytes) -> dict[str, bool]:
    """Return which of start, end, title and organizer are as the label says, where it says anything."""
    reading = read(raw)
    invite = reading.invite
    verdicts = {"start": edge_is_right(label, "start", invite), "end": edge_is_right(label, "end", invite)}
    right = {field: verdict for field, verdict in verdicts.items() if verdict is not None}
    if "title" in label:
        right["title"] = invite is not None and _folded(invite.title) == _folded(label["title"])
    if "organizer_email" in label:
        address = invite.organizer.email if invite and invite.organizer else None
        right["organizer"] = invite is not None and _folded(address) == _folded(label["organizer_email"])
    return right


def edge_is_right(label: Label, edge: str, invite: Invite | None) -> bool | None:
    """Tell whether start or end is the label's; None where it states none."""
    stated = getattr(invite, edge) if invite else None
    if wanted := label.get(f"{edge}_utc"):
        return isinstance(stated, datetime) and f"{stated.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" == wanted
    if wanted := label.get(f"{edge}_date"):
        return stated is not None and stated.isoformat()[:10] == wanted
    if wanted := label.get(f"{edge}_local"):
        return stated is not None and stated.isoformat()[:19] == wanted
    return None


def in_words(label: Label, raw: bytes, wrapper: str) -> str:
    """Return what becomes of a mail of which a forward kept nothing but words: right, asked or wrong."""
    if not str(label["file"]).startswith("mails/"):
        return "no mail"
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text = _text_of(message)
    if not text.strip():
        return "no words"
    subject = " ".join(str(message["subject"] or "").split())
    body = wrapped(wrapper, text, subject).encode()
    head = _HEAD % subject.encode("ascii", "replace")
    reading = read(head + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body)
    if reading.outcome in (Outcome.UNREADABLE, Outcome.NOT_AN_INVITE):
        return "asked"
    return "right" if edge_is_right(label, "start", reading.invite) else "wrong"


def _text_of(message: email.message.EmailMessage) -> str:
    try:
        body = message.get_body(("plain",))
        return str(body.get_content()) if body else ""
    except (LookupError, ValueError, AttributeError, KeyError):
        return ""


def _calendar_of(raw: bytes) -> bytes | None:
    """Return the calendar of a file: the file itself, or the mail's first calendar part."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", raw, re.IGNORECASE):
        return raw
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() in _CALENDAR:
            data = part.get_payload(decode=True)
            return data if isinstance(data, bytes) else None
    return None


def _is_mail(raw: bytes) -> bool:
    return not raw.startswith(b"\x78\x9f\x3e\x22") and _calendar_of(raw) != raw


def _as_attachment(raw: bytes) -> bytes | None:
    return _mixed(b"Content-Type: message/rfc822\r\n\r\n" + raw, b"attached") if _is_mail(raw) else None


def _two_deep(raw: bytes) -> bytes | None:
    inner = _as_attachment(raw)
    return _mixed(b"Content-Type: message/rfc822\r\n\r\n" + inner, b"outer") if inner else None


def _in_base64(raw: bytes) -> bytes | None:
    head = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return _mixed(head + base64.encodebytes(raw), b"attached") if _is_mail(raw) else None


def _file(kind: bytes, encoding: bytes) -> Callable[[bytes], bytes | None]:
    def wrap(raw: bytes) -> bytes | None:
        calendar = _calendar_of(raw)
        if calendar is None:
            return None
        body = base64.encodebytes(calendar) if encoding == b"base64" else quopri.encodestring(calendar)
        head = b'Content-Type: %s; name="invite.ics"\r\nContent-Transfer-Encoding: %s\r\n\r\n' % (kind, encoding)
        return _mixed(head + body, b"file")

    return wrap


def _mixed(part: bytes, boundary: bytes) -> bytes:
    head = _HEAD % b"invite" + b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % boundary
    note = b"--%s\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n" % boundary
    return head + note + b"--%s\r\n" % boundary + part + b"\r\n--%s--\r\n" % boundary


def _folded(text: object) -> str:
    return " ".join(str(text or "").split()).casefold()


WRAPPINGS: dict[str, Callable[[bytes], bytes | None]] = {
    "as it is": lambda raw: raw,
    "forward as attachment": _as_attachment,
    "forward as attachment, in base64": _in_base64,
    "two deep": _two_deep,
    ".ics as text/calendar, base64": _file(b"text/calendar", b"base64"),
    ".ics as octet-stream, base64": _file(b"application/octet-stream", b"base64"),
    ".ics as text/plain, quoted-printable": _file(b"text/plain", b"quoted-printable"),
}


if __name__ == "__main__":
    main()
