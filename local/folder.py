"""The folder that a demo leaves behind: every mail that would leave, and every record."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from local.ses import SentMail
from shared.domain.delivery import Kind

_OURS = re.compile(rf"\d+-(?:{'|'.join(Kind)})\.(?:eml|html|txt)|records\.json")


@dataclasses.dataclass(frozen=True, slots=True)
class Bodies:
    """A mail of ours as its recipient's program reads it."""

    subject: str
    text: str
    html: str


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """A mail as it lies in the folder: `path` is the .eml, with .html and .txt beside it."""

    path: Path
    sent_at: datetime
    subject: str


class Folder:
    """Writes `path`/<n>-<kind>.eml with .html and .txt, in the order of sending, and `path`/records.json.

    What an earlier demo wrote there goes first; anything else in the folder is left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._count = 0
        self._items: dict[tuple[str, str], dict[str, Any]] = {}
        path.mkdir(parents=True, exist_ok=True)
        for old in path.iterdir():
            if _OURS.fullmatch(old.name):
                old.unlink()

    def write_mail(self, mail: SentMail, kind: str) -> Written:
        """Write one mail."""
        self._count += 1
        path = self.path / f"{self._count}-{kind}.eml"
        bodies = read_mail(mail.raw)
        path.write_bytes(mail.raw)
        path.with_suffix(".html").write_text(bodies.html, "utf-8")
        path.with_suffix(".txt").write_text(bodies.text, "utf-8")
        return Written(path, mail.at, bodies.subject)

    def add_items(self, items: list[dict[str, Any]]) -> None:
        """Take over the items of a table."""
        self._items |= {(item["pk"], item["sk"]): item for item in items}

    @property
    def items(self) -> list[dict[str, Any]]:
        """Every item that was added, by key."""
        return [self._items[key] for key in sorted(self._items)]

    def write_records(self) -> Path:
        """Write every item, by key."""
        path = self.path / "records.json"
        path.write_text(json.dumps(self.items, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return path


def read_mail(raw: bytes) -> Bodies:
    """Read a mail of ours back as its recipient's program does."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    bodies = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    return Bodies(str(message["Subject"]), bodies.get("text/plain", ""), bodies.get("text/html", ""))
