"""The ledger: what must hold of a deployment once nothing more happens, whatever failed on the way."""

from __future__ import annotations

import collections
import email.parser
import email.policy
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from local.world import OWN_ADDRESS
from shared.adapters.ses_tags import TAG_DELIVERY
from shared.steps.send import GRACE, LEASE
from tests.reliability.cloud import Cloud
from tests.reliability.doubles import Taken

# What is due within two minutes is sent at once, and has no schedule.
AT_ONCE = timedelta(minutes=2)
# What may end a function: the infrastructure. Anything else is a defect of ours.
FAULTS = frozenset({"RecordsFault", "MailboxFault", "SchedulesFault", "Conflict", "Cancelled", "ConditionFailed"})


def broken_promises(cloud: Cloud, people: frozenset[str], *, erased: bool = False) -> Iterator[str]:
    """Yield each promise that does not hold; `people` are who may be written to, `erased` that the user was."""
    items = cloud.items()
    yield from _mails(cloud, items)
    yield from _deliveries(cloud, items)
    yield from _recipients(cloud, people)
    yield from cloud.noticed
    if cloud.scheduler.live:
        yield f"schedules without a pending Delivery: {sorted(cloud.scheduler.live)}"
    if erased:
        yield from _what_is_left(cloud, items)
    yield from (f"AWS refuses: {broken}" for broken in cloud.rules.violations)
    for failure in cloud.ledger.failures:
        if failure.error.partition(":")[0] not in FAULTS:
            yield f"a defect in {failure.function}: {failure.error}"


def out_of_line(cloud: Cloud) -> Iterator[str]:
    """Yield where schedules and pending Deliveries differ; to be asked once all that is tried again by itself was.

    Asked at the end of a history it would say nothing: every schedule has fired by then.
    """
    pending = {item["id"]: item for item in cloud.items() if item.get("state") in ("pending", "sending")}
    yield from (
        f"a schedule without a pending Delivery: {name}" for name in cloud.scheduler.live if name not in pending
    )
    now = cloud.clock.now()
    for name, item in pending.items():
        due = datetime.fromisoformat(item["due_at"])
        if due > now + AT_ONCE and name not in cloud.scheduler.live:
            yield f"a pending Delivery without its schedule: {name}"


def outline(cloud: Cloud) -> dict[str, Any]:
    """Say what everything came to, in words that are the same for each run of one history."""
    items = cloud.items()
    outcomes = {item["pk"].removeprefix("MAIL#"): str(item["outcome"]) for item in items if item["sk"] == "SEEN"}
    owed = collections.Counter(
        f"{item['kind']}@{item.get('revision', '-')} {item['state']}"
        for item in items
        if item["sk"].startswith("DELIVERY#")
    )
    return {
        "outcomes": [outcomes.get(mail_id) for mail_id in cloud.given],
        "owed": dict(sorted(owed.items())),
        "sent": sorted(
            collections.Counter(taken.mail.tags[TAG_DELIVERY].rpartition("-")[0] for taken in _first(cloud))
        ),
    }


def doubles(cloud: Cloud) -> dict[str, list[Taken]]:
    """Return what SES took more than once, by Delivery."""
    taken: dict[str, list[Taken]] = collections.defaultdict(list)
    for mail in cloud.sent():
        taken[mail.mail.tags[TAG_DELIVERY]].append(mail)
    return {delivery: mails for delivery, mails in taken.items() if len(mails) > 1}


def _first(cloud: Cloud) -> Iterator[Taken]:
    """Yield each mail that left, once: the repetition of one is counted by `doubles`."""
    known = set()
    for taken in cloud.sent():
        if taken.mail.tags[TAG_DELIVERY] not in known:
            known.add(taken.mail.tags[TAG_DELIVERY])
            yield taken


def _mails(cloud: Cloud, items: list[dict[str, Any]]) -> Iterator[str]:
    """Each mail has exactly one terminal record; the mark's key is the mail, so two are impossible."""
    seen = {item["pk"].removeprefix("MAIL#") for item in items if item["sk"] == "SEEN"}
    yield from (f"a mail without an outcome: {mail_id}" for mail_id in cloud.given if mail_id not in seen)
    yield from (f"an outcome without a mail: {mail_id}" for mail_id in seen - set(cloud.given) if _is_mail(mail_id))


def _is_mail(mail_id: str) -> bool:
    """Tell a mail from the press of an address, which is a cause of its own."""
    return not mail_id.startswith("one-click-")


def _deliveries(cloud: Cloud, items: list[dict[str, Any]]) -> Iterator[str]:
    """Each Delivery was sent exactly once, or ended unsent for a reason."""
    taken = collections.Counter(mail.mail.tags[TAG_DELIVERY] for mail in cloud.sent())
    # Of what left with its answer lost, nobody can know before an event tells.
    told = {mail.mail.tags[TAG_DELIVERY] for mail in cloud.sent() if mail.told_at}
    for item in items:
        if not item["sk"].startswith("DELIVERY#"):
            continue
        name, state, times = f"{item['kind']} ({item['id']})", item["state"], taken[item["id"]]
        if state not in ("sent", "withdrawn", "failed"):
            yield f"{name} is {state} for ever"
        elif state == "sent" and times == 0:
            yield f"{name} is called sent and never left"
        elif state != "sent" and item["id"] in told:
            yield f"{name} left and is called {state}"
        elif state != "sent" and not item.get("reason"):
            yield f"{name} is {state} without a reason"
        if "open_shard" in item or "check_at" in item:
            yield f"{name} is {state} and still looked at"
    for delivery, mails in doubles(cloud).items():
        if not all(_was_lost(earlier, later) for earlier, later in itertools.pairwise(mails)):
            yield f"{delivery} was sent {len(mails)} times, though an event of it was recorded"


def _was_lost(earlier: Taken, later: Taken) -> bool:
    """Tell whether no event of the mail was recorded before it was repeated: the one double that the design allows.

    It can only be repeated where its claim was taken over, which is long after.
    """
    untold = earlier.told_at is None or earlier.told_at > later.mail.at
    return untold and later.mail.at >= earlier.mail.at + LEASE + GRACE


def _recipients(cloud: Cloud, people: frozenset[str]) -> Iterator[str]:
    """Nothing goes to anybody but the user, by envelope and by header."""
    for taken in cloud.sent():
        # Its headers alone: the body of thousands of mails takes most of the time of a whole run.
        mail = email.parser.BytesHeaderParser(policy=email.policy.default).parsebytes(taken.mail.raw)
        named = {address.addr_spec for field in ("to", "cc", "bcc") for address in _addresses(mail, field)}
        if len(taken.mail.recipients) != 1 or not set(taken.mail.recipients) <= people:
            yield f"a mail to {taken.mail.recipients}"
        if named != set(taken.mail.recipients):
            yield f"a mail whose header names {named}"
        if taken.mail.source != OWN_ADDRESS:
            yield f"a mail from {taken.mail.source}"


def _addresses(mail: Any, field: str) -> tuple[Any, ...]:
    return tuple(mail[field].addresses) if mail[field] else ()


def _what_is_left(cloud: Cloud, items: list[dict[str, Any]]) -> Iterator[str]:
    """After an erasing nothing of the user is left but marks that name nobody, and the one mail that says so.

    A mail that was still on its way when the user was erased lies in the bucket until it expires.
    """
    said = [item["id"] for item in items if item.get("kind") == "erased"]
    if len(said) > 1:
        yield f"{len(said)} mails say that all is erased"
    for item in items:
        if item["pk"].startswith(("USER#", "SENT#")) and item.get("id", item.get("delivery_id")) not in said:
            yield f"left after the erasing: {item['pk'].partition('#')[0]} {item['sk'].partition('#')[0]}"
    late = {item["pk"].removeprefix("MAIL#") for item in items if item.get("outcome") == "erased_sender"}
    yield from (f"left in the bucket: {mail_id}" for mail_id in cloud.mails_in_the_bucket() - late)
