"""Real mails and calendar files, read from a folder beside the project where that is present."""

from __future__ import annotations

import functools
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.inspect import inspect_file

CORPUS = Path(os.environ.get("FOREWORD_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
LABELS = CORPUS / "labels.jsonl"
pytestmark = pytest.mark.skipif(not LABELS.is_file(), reason="the corpus is not part of the project")

Label = dict[str, object]


@functools.cache
def labels() -> tuple[Label, ...]:
    if not LABELS.is_file():
        return ()
    return tuple(json.loads(line) for line in LABELS.read_text("utf-8").splitlines() if line.strip())


@pytest.mark.parametrize("label", labels(), ids=lambda label: str(label["file"]))
def test_a_real_file_is_read_as_its_label_says(label: Label) -> None:
    row = inspect_file(CORPUS / str(label["file"]), zone="UTC")
    assert row["outcome"] == label["outcome"]
    invite = row["invite"]
    if not isinstance(invite, dict):
        return
    for edge in ("start", "end"):
        assert_edge(label, edge, invite[edge])
    for field in ("uid", "method", "sequence", "all_day", "recurring", "join_url"):
        if field in label:
            assert invite[field] == label[field]
    for field in ("title", "location"):
        if field in label:
            assert folded(invite[field]) == folded(label[field])
    if "organizer_email" in label:
        assert folded((invite["organizer"] or {}).get("email")) == folded(label["organizer_email"])
    wanted = label.get("attendee_emails")
    if isinstance(wanted, list):
        found = {folded(person["email"]) for person in invite["attendees"]} - {""}
        assert found == {folded(email) for email in wanted}


def assert_edge(label: Label, edge: str, stated: str | None) -> None:
    if wanted := label.get(f"{edge}_utc"):
        assert stated is not None
        assert datetime.fromisoformat(stated).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") == wanted
    elif wanted := label.get(f"{edge}_date"):
        assert str(stated)[:10] == wanted
    elif wanted := label.get(f"{edge}_local"):
        assert str(stated)[:19] == wanted


def folded(text: object) -> str:
    return " ".join(str(text or "").split()).casefold()
