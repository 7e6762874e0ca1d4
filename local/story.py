"""`foreword demo --story`: one user's mails over weeks, the clock run on between them, and each step held to its words.

A story is a folder: story.toml says what happens when, and the mails lie beside it (events/story has the format).
"""

from __future__ import annotations

import dataclasses
import email
import email.policy
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from local.aws import Clients, in_process
from local.clock import StandingClock
from local.folder import Folder, Written, read_mail
from local.forwarding import over_smtp
from local.ses import SentMail, arrival
from local.template import ROOT
from local.world import OWN_ADDRESS, Failure, World
from shared.adapters.ses_tags import TAG_DELIVERY

BUNDLED = ROOT / "events" / "story"
FILE = "story.toml"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """The clock moves to `at`; then `mail`, if any, arrives, as an answer to the newest mail of the kind `answers`.

    `leaves` are the kinds of all mails that leave meanwhile; `says` what stands in the newest mail of a kind.
    """

    at: datetime
    tells: str
    leaves: tuple[str, ...]
    mail: bytes | None = None
    answers: str | None = None
    outcome: str | None = None
    says: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Tale:
    """A story as its folder has it. `nothing_left` is whether all must be gone at its end."""

    user: str
    zone: str
    begins: datetime
    steps: tuple[Step, ...]
    nothing_left: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Came:
    """What came of one step: the mails that left, each with its kind, and what is not as the story says."""

    step: Step
    outcome: str | None
    left: tuple[tuple[str, Written], ...]
    wrong: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Remains:
    """What is still kept at the end, counted. `marks` name nobody, or only the last mail; they go by `gone_by`."""

    records: int
    schedules: int
    mails: int
    marks: Mapping[str, int]
    gone_by: datetime | None

    @property
    def is_nothing(self) -> bool:
        """Tell whether nothing of the user is left."""
        return not (self.records or self.schedules or self.mails)


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A whole story as it went."""

    tale: Tale
    steps: tuple[Came, ...]
    remains: Remains
    failures: tuple[Failure, ...]

    @property
    def went_as_told(self) -> bool:
        """Tell whether every step did what the story says, and nothing is left that must be gone."""
        steady = not self.failures and not any(came.wrong for came in self.steps)
        return steady and (self.remains.is_nothing or not self.tale.nothing_left)


def load(folder: Path) -> Tale:
    """Read a story. Raises OSError where a file is missing, ValueError where story.toml is not as it should be."""
    said = tomllib.loads((folder / FILE).read_text("utf-8"))
    try:
        steps = tuple(_step(folder, step) for step in said["step"])
        begins = datetime.fromisoformat(said["begins"])
        tale = Tale(said["user"], said["zone"], begins, steps, said.get("left") == "nothing")
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / FILE}: {type(error).__name__} {error}") from None
    if any(moment.tzinfo is None for moment in (begins, *(step.at for step in steps))):
        raise ValueError(f"{folder / FILE}: a time without an offset from UTC")
    return tale


def _step(folder: Path, said: Mapping[str, Any]) -> Step:
    return Step(
        at=datetime.fromisoformat(said["at"]),
        tells=said["tells"],
        leaves=tuple(said["leaves"]),
        mail=(folder / said["mail"]).read_bytes() if "mail" in said else None,
        answers=said.get("answers"),
        outcome=said.get("outcome"),
        says={kind: tuple(words) for kind, words in said.get("says", {}).items()},
    )


def run(folder: Path, out: Path, tell: Callable[[Came], None]) -> Told:
    """Let a story happen in this process, write every mail that leaves into `out`, and say how it went.

    `tell` hears of each step as soon as it is over. Raises OSError and ValueError as `load` does.
    """
    tale = load(folder)
    with in_process() as clients:
        world = World(clients, StandingClock(tale.begins), allowed=tale.user, zone=tale.zone)
        stage = _Stage(world, Folder(out))
        steps = []
        for step in tale.steps:
            steps.append(stage.play(step))
            tell(steps[-1])
        items = world.items()
        stage.folder.add_items(items)
        stage.folder.write_records()
        return Told(tale, tuple(steps), _remains(items, clients, world), tuple(world.failures))


class _Stage:
    """A world in which steps are played, and the newest mail of each kind that left in it."""

    def __init__(self, world: World, folder: Folder) -> None:
        self.folder = folder
        self._world = world
        self._newest: dict[str, SentMail] = {}
        self._written = 0

    def play(self, step: Step) -> Came:
        """Let one step happen."""
        self._world.run_until(step.at)
        left = self._take_mails()
        outcome, wrong = None, []
        if step.mail is not None:
            if step.answers and step.answers not in self._newest:
                wrong.append(f"there is no {step.answers} to answer")
            else:
                outcome = self._receive(step.mail, self._newest[step.answers] if step.answers else None)
                left += self._take_mails()
        if outcome != step.outcome:
            wrong.append(f"came to {outcome}, not {step.outcome}")
        kinds = sorted(kind for kind, _ in left)
        if kinds != sorted(step.leaves):
            wrong.append(f"what left was {', '.join(kinds) or 'nothing'}, not {', '.join(step.leaves) or 'nothing'}")
        wrong += self._unsaid(step)
        return Came(step, outcome, tuple(left), tuple(wrong))

    def _receive(self, raw: bytes, answered: SentMail | None) -> str | None:
        if answered is None:
            return self._world.receive(arrival(over_smtp(raw), OWN_ADDRESS)).outcome
        mail, recipient = as_answer(raw, answered)
        return self._world.receive(arrival(mail, recipient)).outcome

    def _take_mails(self) -> list[tuple[str, Written]]:
        """Write the mails that left since the last call, and return them with their kinds."""
        kinds = {ref.delivery_id: item["kind"] for ref, item in self._world.deliveries().items()}
        new = self._world.sent[self._written :]
        self._written += len(new)
        taken = []
        for mail in new:
            kind = kinds[mail.tags[TAG_DELIVERY]]
            self._newest[kind] = mail
            taken.append((kind, self.folder.write_mail(mail, kind)))
        return taken

    def _unsaid(self, step: Step) -> list[str]:
        """List what a mail should say and does not; a line that was wrapped is one line."""
        texts = {
            kind: " ".join(read_mail(self._newest[kind].raw).text.split()) for kind in step.says if kind in self._newest
        }
        return [
            f"the {kind} does not say “{words}”"
            for kind, said in step.says.items()
            for words in said
            if words not in texts.get(kind, "")
        ]


def as_answer(raw: bytes, answered: SentMail) -> tuple[bytes, str]:
    """Return a mail as a mail program makes it of what a user writes below one of ours, and whom it goes to.

    It goes to our Reply-To, names our mail in In-Reply-To and References (RFC 5322, 3.6.4), and quotes it.
    """
    policy = email.policy.SMTP.clone(max_line_length=998)
    ours = email.message_from_bytes(answered.raw, policy=email.policy.default)
    reply = email.message_from_bytes(raw, EmailMessage, policy=policy)
    recipient, ours_id = str(ours["Reply-To"]), f"<{answered.ses_message_id}@email.amazonses.com>"
    for name, value in (("To", recipient), ("In-Reply-To", ours_id), ("References", ours_id)):
        del reply[name]
        reply[name] = value
    quoted = "".join(f"> {line}\n" for line in read_mail(answered.raw).text.splitlines())
    written = f"On {answered.at:%a, %b %d, %Y at %H:%M} Foreword <{OWN_ADDRESS}> wrote:"
    reply.set_content(f"{reply.get_content().rstrip()}\n\n{written}\n\n{quoted}")
    return over_smtp(reply.as_bytes()), recipient


def _remains(items: list[dict[str, Any]], clients: Clients, world: World) -> Remains:
    """Count what is kept when a story ends. What DynamoDB would have deleted by now (TTL) is gone."""
    now = int(world.clock.now().timestamp())
    kept = [item for item in items if "expires" not in item or int(item["expires"]) > now]
    marks: dict[str, int] = {}
    until = []
    for item in kept:
        name = _mark(item) if "expires" in item else None
        if name:
            marks[name] = marks.get(name, 0) + 1
            until.append(datetime.fromtimestamp(int(item["expires"]), world.clock.now().tzinfo))
    return Remains(
        records=len(kept) - sum(marks.values()),
        schedules=sum(
            len(page["Schedules"]) for page in clients("scheduler").get_paginator("list_schedules").paginate()
        ),
        mails=sum(
            page["KeyCount"]
            for bucket in clients("s3").list_buckets()["Buckets"]
            for page in clients("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"])
        ),
        marks=marks,
        gone_by=max(until, default=None),
    )


def _mark(item: Mapping[str, Any]) -> str | None:
    """Name what an item that goes by itself is, where it is no record of the user."""
    if item["pk"].startswith("BUDGET#"):
        return "counter of mails a day"
    if item["sk"] == "SEEN":
        return "mark that a mail was seen"
    if item["sk"] == "ERASED":
        return "keyed mark that an address was erased"
    of_last_mail = item.get("kind") == "erased" or str(item.get("delivery_id", "")).startswith("erased-")
    return "trace of the last mail" if of_last_mail else None
