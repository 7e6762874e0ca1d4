"""The table's stream says that Deliveries were made or withdrawn; or it is time to sweep, or to audit."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.domain.delivery import Delivery, DeliveryRef
from shared.domain.errors import NoticesLost
from shared.steps.audit import FindLostNotices
from shared.steps.dispatch import DispatchDeliveries

Answer = dict[str, list[dict[str, str]]]
# What a sweep leaves of its time, milliseconds: a round of eight mails, four at once, that all wait for SES's time-out.
LEAVE_MS = 60_000


def handler(event: dict[str, Any], context: Any) -> Answer:
    """Dispatch what a stream event names, sweep, or audit; records that failed are named and come again alone."""
    journal = _journal()
    journal.began(context)
    if event.get("audit"):
        return audit(_audit(), journal)
    return handle(event, _dispatch(), journal, lambda: context.get_remaining_time_in_millis() > LEAVE_MS)


def handle(
    event: dict[str, Any], dispatch: DispatchDeliveries, journal: Journal, has_time: Callable[[], bool] = lambda: True
) -> Answer:
    """Unwrap the Delivery that each stream record is about and dispatch it (AWS: "Reporting batch item failures")."""
    if event.get("sweep"):
        dispatch.sweep(
            lambda error, ref: journal.fault(error, delivery_id=ref.delivery_id),
            has_time,
            lambda done: _swept(done, journal),
        )
        return {"batchItemFailures": []}
    failures = []
    refs = [_ref(record["dynamodb"]["Keys"]) for record in event["Records"]]
    held = _read_together(refs, dispatch, journal)
    for record, ref in zip(event["Records"], refs, strict=True):
        try:
            came_to = dispatch(ref) if held is None else dispatch.as_read(held.get(ref))
            journal.outcome(came_to, delivery_id=ref.delivery_id)
        except Exception as fault:  # noqa: BLE001 - whatever one record raises, the others of its batch go on
            journal.fault(fault, delivery_id=ref.delivery_id)
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failures}


def _swept(done: Mapping[str, int], journal: Journal) -> None:
    """Write down what came of one round of a sweep."""
    for name, count in done.items():
        journal.outcome(f"swept_{name}", count=count)
    # What had waited past its time until this sweep took it up: the dashboard's measure of a backlog. None is not
    # counted, since CloudWatch bills a metric for each hour that has a number.
    journal.outcome("swept", count=sum(done.values()))


def _read_together(
    refs: list[DeliveryRef], dispatch: DispatchDeliveries, journal: Journal
) -> Mapping[DeliveryRef, Delivery] | None:
    """Read all of a batch in one call; None where that fails: then each is read by itself and fails by itself."""
    try:
        return dispatch.read(refs)
    except Exception as fault:  # noqa: BLE001 - one record that cannot be read must not hold up the others of its batch
        journal.fault(fault)
        return None


def audit(find_lost_notices: FindLostNotices, journal: Journal) -> Answer:
    """Name each mail whose notice was lost, then fail: the failure destination and its alarm tell the operator."""
    lost = 0
    for mail_id in find_lost_notices():
        journal.outcome("notice_lost", mail_id=mail_id)
        lost += 1
    if lost:
        raise NoticesLost(f"{lost} mails lie in the bucket without an outcome")
    return {"batchItemFailures": []}


def _ref(keys: dict[str, dict[str, str]]) -> DeliveryRef:
    return DeliveryRef(keys["pk"]["S"].removeprefix("USER#"), keys["sk"]["S"].removeprefix("DELIVERY#"))


@functools.cache
def _dispatch() -> DispatchDeliveries:
    return bootstrap.dispatch_deliveries(settings.load(settings.DispatchSettings))


@functools.cache
def _audit() -> FindLostNotices:
    return bootstrap.find_lost_notices(settings.load(settings.DispatchSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
