"""What `foreword demo --story` prints: one line for each thing that happens, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from local.story import Came, Remains, Told

_INDENT = " " * len("Thu 12 Nov 2026, 14:00")


def lines(came: Came, zone: str) -> Iterator[str]:
    """Tell a step: when, what came in, what left and as which file, and what is not as the story says."""
    step = came.step
    tells = f"{step.tells[:1].upper()}{step.tells[1:]}"
    if step.mail is not None:
        yield f"{_local(step.at, zone)}  in   {tells} ({came.outcome})"
    else:
        # What left meanwhile has times of its own.
        yield f"{_INDENT if came.left else _local(step.at, zone)}       {tells}"
    for _, written in came.left:
        yield f"{_local(written.sent_at, zone)}  out  {written.path.stem:18}  {written.subject}"
    for wrong in came.wrong:
        yield f"{_INDENT}       NOT AS THE STORY SAYS: {wrong}"


def end_lines(told: Told, out: Path) -> Iterator[str]:
    """Tell how it ended, and where to look."""
    if told.tale.nothing_left:
        yield ""
        yield from _left_lines(told.remains)
    for failure in told.failures:
        yield f"{failure.function} failed: {failure.error}"
    wrong = sum(bool(came.wrong) for came in told.steps)
    mails = sum(len(came.left) for came in told.steps)
    yield f"{len(told.steps)} steps, {mails} mails left, {wrong} steps not as the story says."
    yield f"Folder: {out}/  (each mail as .eml, .html and .txt; records.json: what is still kept)"


def as_json(told: Told) -> str:
    """Return the story as one JSON object; times are UTC."""
    steps = [
        {
            "at": _utc(came.step.at),
            "tells": came.step.tells,
            "outcome": came.outcome,
            "mails": [
                {"kind": kind, "sent_at": _utc(mail.sent_at), "subject": mail.subject, "path": str(mail.path)}
                for kind, mail in came.left
            ],
            "wrong": list(came.wrong),
        }
        for came in told.steps
    ]
    remains = told.remains
    left = {"records": remains.records, "schedules": remains.schedules, "mails": remains.mails}
    marks = {"marks": dict(remains.marks), "gone_by": _utc(remains.gone_by) if remains.gone_by else None}
    return json.dumps({"steps": steps, "left": left | marks}, indent=2, ensure_ascii=False)


def _left_lines(remains: Remains) -> Iterator[str]:
    yield f"Left: {remains.records} records, {remains.schedules} schedules, {remains.mails} stored mails."
    if remains.gone_by:
        marks = ", ".join(f"{count} × {name}" for name, count in remains.marks.items())
        yield f"Kept until {remains.gone_by:%d %b %Y} at the latest, then gone by themselves: {marks}."


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %d %b %Y, %H:%M")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
