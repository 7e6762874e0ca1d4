"""`foreword demo`: mails through the whole pipeline, the clock run on to the end of every schedule."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.aws import in_process
from local.clock import StandingClock
from local.folder import Folder, Written
from local.forwarding import forwarded, over_smtp
from local.ses import SentMail, arrival
from local.template import ROOT
from local.timeline import Planned, load, timelines
from local.world import OWN_ADDRESS, Failure, Receipt, World, deliveries_among
from shared.adapters.ses_tags import TAG_DELIVERY
from shared.domain.delivery import DeliveryRef

SAMPLE = ROOT / "events" / "sample-invite.eml"
DEFAULT_USER = "jordan@example.org"


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """What the command line says. `notice` replaces what SES says of the mails, which then are sent as they are."""

    user: str = DEFAULT_USER
    allowed: str | None = None
    zone: str = "UTC"
    now: datetime | None = None
    notice: Mapping[str, Any] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Owed:
    """A Delivery as it stands at the end; `written` is its mail in the folder, None where none left.

    `zone` is the IANA name of the zone that its mail speaks in.
    """

    kind: str
    due_at: datetime
    state: str
    recipient: str
    reason: str | None
    zone: str
    written: Written | None


@dataclasses.dataclass(frozen=True, slots=True)
class Story:
    """What became of one file: its outcome or the error, the Deliveries that it made, the kinds that it withdrew."""

    file: Path
    received_at: datetime
    outcome: str | None
    error: str | None
    deliveries: tuple[Owed, ...] = ()
    withdrawn: tuple[str, ...] = ()


def run(files: list[Path], out: Path, options: Options, tell: Callable[[Story | Failure], None]) -> list[Story]:
    """Run every file to its end, write what would leave into `out`, and return what became of each, in their order.

    `tell` hears of each file as soon as its end is known, and of each invocation of a function that failed.
    """
    sources = [load(number, path) for number, path in enumerate(files)]
    default = datetime.now(UTC).replace(microsecond=0)
    folder = Folder(out)
    stories: dict[int, Story] = {}
    with in_process() as clients:
        for timeline in timelines(sources, zone=options.zone, now=options.now, default=default):
            clock = StandingClock(timeline[0].at)
            allowed = options.allowed or options.user
            world = World(clients, clock, allowed=allowed, zone=options.zone, known=_carried_over(folder))
            for number, story in _run_timeline(world, timeline, folder, options):
                stories[number] = story
                tell(story)
            for failure in world.failures:
                tell(failure)
    folder.write_records()
    return [stories[number] for number in sorted(stories)]


def _run_timeline(
    world: World, timeline: list[Planned], folder: Folder, options: Options
) -> Iterator[tuple[int, Story]]:
    """Receive the files of one timeline, each at its time, then let happen whatever is owed."""
    receipts = []
    for planned in timeline:
        world.run_until(planned.at)
        receipts.append(_receive(world, planned, options))
    world.run_to_end()
    items = world.items()
    folder.add_items(items)
    owed = _owed(world.sent, items, folder, options.zone)
    for planned, receipt in zip(timeline, receipts, strict=True):
        yield planned.source.number, _story(planned, receipt, owed)


def _receive(world: World, planned: Planned, options: Options) -> Receipt | None:
    """Let one file arrive: forwarded by the user, or, where a notice is handed in, as it is."""
    raw = planned.source.raw
    if raw is None:
        return None
    if options.notice is None:
        return world.receive(arrival(forwarded(raw, user=options.user, to=OWN_ADDRESS, at=planned.at), OWN_ADDRESS))
    return world.receive(arrival(over_smtp(raw), OWN_ADDRESS, options.notice))


def _owed(sent: list[SentMail], items: list[dict[str, Any]], folder: Folder, zone: str) -> dict[DeliveryRef, Owed]:
    """Write the mails of a world into the folder, in the order in which they left, and return every Delivery."""
    deliveries = deliveries_among(items)
    zones = {item["id"]: item["meeting"]["zone"] for item in items if item["sk"].startswith("INTERVIEW#")}
    kinds = {ref.delivery_id: item["kind"] for ref, item in deliveries.items()}
    left = {}
    for mail in sent:
        delivery_id = mail.tags[TAG_DELIVERY]
        left[delivery_id] = folder.write_mail(mail, kinds[delivery_id])
    return {
        ref: Owed(
            kind=item["kind"],
            due_at=datetime.fromisoformat(item["due_at"]),
            state=item["state"],
            recipient=item["recipient"],
            reason=item.get("reason"),
            zone=zones.get(item.get("interview_id"), zone),
            written=left.get(ref.delivery_id),
        )
        for ref, item in deliveries.items()
    }


def _story(planned: Planned, receipt: Receipt | None, owed: Mapping[DeliveryRef, Owed]) -> Story:
    if receipt is None:
        return Story(planned.source.path, planned.at, None, planned.source.error)
    return Story(
        file=planned.source.path,
        received_at=receipt.at,
        outcome=receipt.outcome,
        error=receipt.error,
        deliveries=tuple(sorted((owed[ref] for ref in receipt.made), key=lambda delivery: delivery.due_at)),
        withdrawn=tuple(owed[ref].kind for ref in receipt.withdrawn),
    )


def _carried_over(folder: Folder) -> tuple[Mapping[str, Any], ...]:
    """Return what holds on every timeline: who the users are, and who takes part and is never written to."""
    return tuple(item for item in folder.items if item["sk"] == "PROFILE" or item["pk"].startswith("ADDRESS#"))
