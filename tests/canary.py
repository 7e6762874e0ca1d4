"""What must stand in no log: the people, addresses, subjects and tokens of the test mails.

tests/conftest.py looks through whatever the journal writes in any test. It knows the standard library alone, since the
suite of the gallery runs in an environment of its own.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Whose words count: the product's own. What a library logs of itself is its own affair, and off in Lambda.
OURS = tuple(str(ROOT / room) + "/" for room in ("functions", "shared"))
# Everybody who stands in tests/mails and tests/builders.py.
PEOPLE = frozenset({"jordan", "rivera", "priya", "nair", "robin", "avery", "dana", "lena", "vogt", "mallory", "okafor"})
# All that a value may be: an id, the name of an outcome, a count. No subject, name of two words or address fits.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:#-]{0,99}")
TOKEN = re.compile(r"[a-z2-7]{52}", re.IGNORECASE)
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def personal_in(said: Mapping[str, Any]) -> list[str]:
    """Return the values of a line that are more than ids, outcomes and counts, each with its name."""
    return [f"{key}={value}" for key, value in said.items() if not _is_plain(value)]


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, int | float):
        return True
    text = str(value)
    words = set(re.split(r"[^a-z]+", text.casefold()))
    return bool(PLAIN.fullmatch(text)) and not words & PEOPLE and not TOKEN.search(text)


class Watch:
    """Keeps every log record that this process makes, until somebody looks through them."""

    def __init__(self) -> None:
        self._records: list[logging.LogRecord] = []
        self._before = logging.getLogRecordFactory()
        self.seen = 0

    def start(self) -> None:
        """Take down each record from now on."""
        logging.setLogRecordFactory(self._kept)

    def stop(self) -> None:
        """Take down no more."""
        logging.setLogRecordFactory(self._before)

    def findings(self) -> list[str]:
        """Return what is personal in the product's own records since the last look."""
        records, self._records = self._records, []
        ours = [record for record in records if record.pathname.startswith(OURS)]
        self.seen += len(ours)
        return [finding for record in ours for finding in personal_in(_said(record))]

    def _kept(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._before(*args, **kwargs)
        # What the caller adds as `extra` comes onto the record after this.
        self._records.append(record)
        return record


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record says: its message, what was added to it, and the error that it carries, if it does."""
    added = {key: value for key, value in vars(record).items() if key not in _OF_EVERY_RECORD}
    error = f"{record.exc_info[1]!r}" if record.exc_info and record.exc_info[1] else None
    return {"message": record.getMessage(), **added, "error": error, "stack": record.stack_info}


def findings_in_output(output: str) -> list[str]:
    """Return what is personal in the lines of JSON that were printed, which is how metrics are written."""
    return [finding for line in _lines_of_json(output) for finding in personal_in(line)]


def _lines_of_json(output: str) -> Iterator[dict[str, Any]]:
    """Yield the metrics among what was printed, without the part that tells CloudWatch how to read them."""
    for line in output.splitlines():
        if '"_aws"' not in line:
            continue
        said = json.loads(line)
        said.pop("_aws")
        yield {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in said.items()}
