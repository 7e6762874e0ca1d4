"""What `foreword demo` prints: for a reader, and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from local.demo import Owed, Story
from local.folder import Written
from local.world import Failure


def as_json(stories: list[Story]) -> str:
    """Return the one JSON object of the design's contract ("The commands"); times are UTC."""
    return json.dumps({"mails": [_as_dict(story) for story in stories]}, indent=2, ensure_ascii=False)


def line(story: Story, done: int, of: int) -> str:
    """Say in one line what a file came to."""
    return f"{done}/{of} {story.file.name}: {story.outcome or f'no outcome, {story.error}'}"


def failure_lines(failure: Failure) -> str:
    """Say which function failed and where."""
    return f"{failure.function} failed: {failure.error}\n{failure.traceback}"


def show(stories: list[Story], out: Path, console: Console) -> None:
    """Print what was sent when, what each file came to, and where to look."""
    console.print(_sent_table(stories))
    console.print(_files_table(stories))
    for story in stories:
        if story.error:
            console.print(f"[red]{escape(str(story.file))}: {escape(story.error)}[/red]", soft_wrap=True)
    for label, kind in (("Prep pack", "prep_pack"), ("Thank-you draft", "thank_you")):
        for path in _paths(stories, kind)[:1]:
            console.print(f"{label + ':':17}{path.with_suffix('.txt')}  (.html and .eml beside it)", soft_wrap=True)
    console.print(f"{'Folder:':17}{out}/  (records.json: every record)", soft_wrap=True)


def _sent_table(stories: list[Story]) -> Table:
    table = Table(title="What was sent, and when", title_justify="left")
    for heading in ("Sent", "Mail", "To", "Subject"):
        table.add_column(heading, overflow="fold")
    sent = [(delivery, delivery.written) for story in stories for delivery in story.deliveries if delivery.written]
    for delivery, mail in sorted(sent, key=lambda pair: _number(pair[1])):
        when = _local(mail.sent_at, delivery.zone)
        table.add_row(when, mail.path.stem, escape(delivery.recipient), escape(mail.subject))
    if not sent:
        table.add_row("–", "nothing", "", "")
    return table


def _files_table(stories: list[Story]) -> Table:
    table = Table(title="What each file came to", title_justify="left")
    for heading in ("File", "Received", "Outcome", "Made", "Withdrawn"):
        table.add_column(heading, overflow="fold")
    for story in stories:
        table.add_row(
            escape(story.file.name),
            _local(story.received_at, story.deliveries[0].zone if story.deliveries else "UTC"),
            story.outcome or "[red]none[/red]",
            "\n".join(_made(delivery) for delivery in story.deliveries) or "–",
            "\n".join(story.withdrawn) or "–",
        )
    return table


def _made(delivery: Owed) -> str:
    why = f": {delivery.reason}" if delivery.reason else ""
    return f"{delivery.kind} ({delivery.state}{escape(why)})"


def _paths(stories: list[Story], kind: str) -> list[Path]:
    deliveries = [delivery for story in stories for delivery in story.deliveries]
    return [delivery.written.path for delivery in deliveries if delivery.kind == kind and delivery.written]


def _number(mail: Written) -> int:
    """Return the number that the file's name begins with."""
    return int(mail.path.name.partition("-")[0])


def _as_dict(story: Story) -> dict[str, Any]:
    return {
        "file": str(story.file),
        "outcome": story.outcome,
        "deliveries": [
            {
                "kind": delivery.kind,
                "due_at": delivery.due_at.astimezone(UTC).isoformat(),
                "state": delivery.state,
                "subject": delivery.written.subject if delivery.written else None,
                "path": str(delivery.written.path) if delivery.written else None,
            }
            for delivery in story.deliveries
        ],
    }


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %d %b %Y, %H:%M %Z")
