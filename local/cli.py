"""The command `foreword`. What a command needs is imported when it runs, so that `inspect` starts at once."""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

main = typer.Typer(
    help="Foreword on this machine: forward the invite of an informational interview, a prep pack comes back.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


_BARE = r"([^\s@<>()*,;:\"]+@[A-Za-z0-9.-]+)"
_ADDRESS = re.compile(rf"{_BARE}|[^<>]*<{_BARE}>")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise typer.BadParameter(f"{name!r} is not an IANA time zone like America/New_York") from None
    return name


def _address(value: str) -> str:
    """Take the address of "Name <address>" too, as a mail program shows it."""
    found = _ADDRESS.fullmatch(value.strip())
    if not found or not value.isascii():
        raise typer.BadParameter(f"{value!r} is not an address like you@example.org")
    return (found[1] or found[2]).lower()


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time like 2026-11-10T09:00-08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _notice(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path} is not a file with a JSON object ({error})") from None
    if not isinstance(said, dict):
        raise typer.BadParameter(f"{path} is not a file with a JSON object")
    return said


def _nearby(path: Path) -> Path:
    """Return the path as seen from the working directory, where it lies below that."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


Files = Annotated[list[Path] | None, typer.Argument(help="Mails (.eml) or calendar files (.ics).")]
Zone = Annotated[str, typer.Option("--zone", callback=_zone, help="IANA zone of times that name none.")]
User = Annotated[
    str,
    typer.Option("--as", callback=_address, help="Who forwards. What another wrote is attached to a mail of theirs."),
]
Out = Annotated[Path, typer.Option(help="Where the mails and the records go.")]
Now = Annotated[
    str | None, typer.Option(help="When the mails are received, ISO 8601. Default: two days before each meeting.")
]
Allow = Annotated[
    str | None, typer.Option(help="Who is answered: addresses and @domains, with commas between. Default: --as.")
]
NoticeFile = Annotated[
    Path | None,
    typer.Option(
        "--notice",
        help='JSON of what SES says, as {"dmarc": "FAIL", "source": "x@y.example"}; mails then arrive as they are.',
    ),
]
AsStory = Annotated[
    bool,
    typer.Option("--story", help="Tell a user's story over weeks: the bundled one, or that of one folder among FILES."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@main.command()
def demo(  # noqa: PLR0913, PLR0917 - the signature is the command line; typer hands all in by name
    files: Files = None,
    user: User = "jordan@example.org",
    out: Out = Path("out"),
    zone: Zone = "UTC",
    now: Now = None,
    allow: Allow = None,
    notice: NoticeFile = None,
    as_json: AsJson = False,
    story: AsStory = False,
) -> None:
    """Run mails through the whole pipeline in this process, the clock run on to the end of every schedule.

    Without FILES the bundled sample is run. Files about one meeting share a timeline: the first is received two days
    before it, each later one an hour after the one before. Exits 0 when every mail reached an outcome; with --story,
    when every step did what the story says.
    """
    if story:
        _tell_story(files or [], out, as_json=as_json)
    from rich.console import Console

    from local import demo as demonstration
    from local import report
    from local.world import Failure

    options = demonstration.Options(user=user, allowed=allow, zone=zone, now=_moment(now), notice=_notice(notice))
    chosen = files or [_nearby(demonstration.SAMPLE)]
    progress = Console(stderr=True, quiet=as_json and not sys.stderr.isatty())
    count = itertools.count(1)

    def tell(news: demonstration.Story | Failure) -> None:
        if isinstance(news, Failure):
            typer.echo(report.failure_lines(news), err=True)
        else:
            progress.print(report.line(news, next(count), len(chosen)), markup=False, highlight=False, soft_wrap=True)

    try:
        stories = demonstration.run(chosen, out, options, tell)
    except (OSError, ValueError) as error:
        typer.echo(f"foreword demo: {error}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(report.as_json(stories))
    else:
        report.show(stories, out, Console())
    raise typer.Exit(0 if all(story.outcome for story in stories) else 1)


def _tell_story(folders: list[Path], out: Path, *, as_json: bool) -> None:
    """Let a story happen and print it step by step; always ends the command."""
    from local import story, story_report

    if len(folders) > 1:
        raise typer.BadParameter("--story takes one folder")
    folder = folders[0] if folders else _nearby(story.BUNDLED)
    try:
        zone = story.load(folder).zone

        def tell(came: story.Came) -> None:
            if not as_json:
                typer.echo("\n".join(story_report.lines(came, zone)))

        told = story.run(folder, out, tell)
    except (OSError, ValueError) as error:
        typer.echo(f"foreword demo: {error}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(story_report.as_json(told))
    else:
        typer.echo("\n".join(story_report.end_lines(told, out)))
    raise typer.Exit(0 if told.went_as_told else 1)


@main.command()
def inspect(files: Files = None, zone: Zone = "UTC") -> None:
    """Print what mails or calendar files say, one JSON object a line. Exits 0 whatever they hold."""
    from local.inspect import inspect_file

    for path in files or ():
        _print_json(json.dumps(inspect_file(path, zone=zone), ensure_ascii=False))


def _print_json(text: str) -> None:
    """Print JSON in UTF-8 (RFC 8259, 8.1), whatever the terminal; half a surrogate pair stays an escape."""
    typer.echo(text.encode("utf-8", "backslashreplace"))


SmtpPort = Annotated[int, typer.Option(min=0, max=65535, help="Where mail comes in, on 127.0.0.1. 0: any free port.")]
HttpPort = Annotated[int, typer.Option(min=0, max=65535, help="Where the page is, on 127.0.0.1. 0: any free port.")]
Start = Annotated[str | None, typer.Option("--now", help="When the clock begins, ISO 8601. Default: the present.")]


@main.command()
def serve(smtp_port: SmtpPort = 2525, http_port: HttpPort = 8025, zone: Zone = "UTC", now: Start = None) -> None:
    """Take mail from any mail program over SMTP and show on a page what would be sent; the clock can be run on."""
    from local import serve as serving

    try:
        serving.run(smtp_port=smtp_port, http_port=http_port, zone=zone, now=_moment(now), tell=typer.echo)
    except serving.PortTaken as taken:
        typer.echo(f"foreword serve: {taken}.", err=True)
        raise typer.Exit(1) from None


Stack = Annotated[str, typer.Option(help="The deployed stack.")]
Region = Annotated[str | None, typer.Option(help="Its region, if not that of your AWS configuration.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def _operate(work: Callable[[Callable[[str], Any]], list[str]], region: str | None, failed: str) -> None:
    """Do something to a deployed stack with clients of the user's own credentials and print what it says of it."""
    import functools

    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from shared.domain.errors import ForewordError

    try:
        lines = work(functools.cache(boto3.Session(region_name=region).client))
    except (BotoCoreError, ClientError, ForewordError) as error:
        typer.echo(f"{failed}: {error}\nMend that and run the command again; it goes on where it stopped.")
        raise typer.Exit(1) from None
    typer.echo("\n".join(lines))


@main.command()
def erase(
    address: Annotated[str, typer.Argument(callback=_address, help="Whose records go.")],
    stack: Stack = "foreword",
    region: Region = None,
    yes: Yes = False,
) -> None:
    """Erase a user of a deployed stack: records, raw mails, schedules, and whatever is owed. For operators."""
    from local import operate

    if not yes:
        typer.confirm(f"Erase everything that {stack} keeps of {address}?", abort=True)
    _operate(lambda clients: operate.erase(clients, stack, address), region, "Not erased, or not wholly")


@main.command()
def redrive(stack: Stack = "foreword", region: Region = None, yes: Yes = False) -> None:
    """Put back what the failure queues of a deployed stack hold, once its cause is mended. For operators."""
    from local.redrive import Redrive

    if not yes:
        typer.confirm(f"Put back what the failure queues of {stack} hold?", abort=True)
    _operate(lambda clients: Redrive(clients, stack)(), region, "Not put back, or not wholly")
