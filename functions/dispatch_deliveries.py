"""The table's stream says that Deliveries were made or withdrawn; or five minutes are over, and it is time to sweep."""

from __future__ import annotations

import functools
from typing import Any

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.domain.delivery import DeliveryRef
from shared.domain.errors import Fault
from shared.steps.dispatch import DispatchDeliveries

Answer = dict[str, list[dict[str, str]]]


def handler(event: dict[str, Any], context: Any) -> Answer:
    """Dispatch what a stream event names, or sweep; records that failed are named, so that only they come again."""
    journal = _journal()
    journal.began(context)
    return handle(event, _dispatch(), journal)


def handle(event: dict[str, Any], dispatch: DispatchDeliveries, journal: Journal) -> Answer:
    """Unwrap the Delivery that each stream record is about and dispatch it (AWS: "Reporting batch item failures")."""
    if event.get("sweep"):
        for name, count in dispatch.sweep().items():
            journal.outcome(f"swept_{name}", count=count)
        return {"batchItemFailures": []}
    failures = []
    for record in event["Records"]:
        ref = _ref(record["dynamodb"]["Keys"])
        try:
            journal.outcome(dispatch(ref), delivery_id=ref.delivery_id)
        except Fault as fault:
            journal.fault(fault, delivery_id=ref.delivery_id)
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failures}


def _ref(keys: dict[str, dict[str, str]]) -> DeliveryRef:
    return DeliveryRef(keys["pk"]["S"].removeprefix("USER#"), keys["sk"]["S"].removeprefix("DELIVERY#"))


@functools.cache
def _dispatch() -> DispatchDeliveries:
    return bootstrap.dispatch_deliveries(settings.load(settings.DispatchSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
