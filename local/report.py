"""What `foreword demo` prints: for a reader, and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
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
    console.print("[italic]What each file came to[/italic]\n")
    for story in stories:
        console.print(_told(story), soft_wrap=True, highlight=False)
    for label, kind in (("Prep pack", "prep_pack"), ("Thank-you draft", "thank_you")):
        for path in _paths(stories, kind)[:1]:
            console.print(f"{label + ':':17}{path.with_suffix('.txt')}  (.html and .eml beside it)", soft_wrap=True)
    console.print(f"{'Folder:':17}{out}/  (records.json: every record)", soft_wrap=True)


def _sent_table(stories: list[Story]) -> Table:
    """List the mails in the order of sending; whom they went to stands in the title where it is one person."""
    sent = [(delivery, delivery.written) for story in stories for delivery in story.deliveries if delivery.written]
    recipients = {delivery.recipient for delivery, _ in sent}
    one = escape(next(iter(recipients))) if len(recipients) == 1 else None
    title = f"What was sent to {one}, and when" if one else "What was sent, and when"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("Sent", "Mail", "Subject", *(() if one else ("To",))):
        table.add_column(heading, no_wrap=True)
    for delivery, mail in sorted(sent, key=lambda pair: _number(pair[1])):
        row = (_local(mail.sent_at, delivery.zone), mail.path.stem, escape(mail.subject))
        table.add_row(*row, *(() if one else (escape(delivery.recipient),)))
    if not sent:
        table.add_row("–", "nothing")
    return table


def _told(story: Story) -> str:
    """Tell what a file came to, and what it made and withdrew."""
    zone = story.deliveries[0].zone if story.deliveries else "UTC"
    if story.outcome is None:
        return f"{escape(str(story.file))}: [bold red]no outcome, {escape(story.error or 'no reason')}[/bold red]\n"
    lines = [
        f"{escape(str(story.file))}: [bold]{story.outcome}[/bold]",
        f"  received  {_local(story.received_at, zone)}",
    ]
    if story.deliveries:
        lines.append(f"  made      {', '.join(_made(delivery) for delivery in story.deliveries)}")
    if story.withdrawn:
        lines.append(f"  withdrew  {', '.join(story.withdrawn)}")
    return "\n".join([*lines, ""])


def _made(delivery: Owed) -> str:
    why = f", {delivery.reason}" if delivery.reason else ""
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
