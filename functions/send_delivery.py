"""EventBridge Scheduler says that a Delivery is due."""

from __future__ import annotations

import functools
from typing import Any

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.domain.delivery import DeliveryRef
from shared.steps.send import SendDelivery


def handler(event: dict[str, Any], context: Any) -> None:
    """Send the Delivery that the schedule names; a fault is raised, so that Lambda tries again."""
    journal = _journal()
    journal.began(context)
    handle(event, _send(), journal)


def handle(event: dict[str, Any], send: SendDelivery, journal: Journal) -> None:
    """Unwrap the schedule's input and send."""
    ref = DeliveryRef(event["user_id"], event["delivery_id"])
    journal.outcome(send(ref), delivery_id=ref.delivery_id)


@functools.cache
def _send() -> SendDelivery:
    return bootstrap.send_delivery(settings.load(settings.SendSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
