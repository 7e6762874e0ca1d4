"""SES published an event about a mail of ours: sent, delivered, bounced, complained."""

from __future__ import annotations

import functools
from typing import Any

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.adapters.ses_events import feedback_of
from shared.steps.feedback import RecordFeedback


def handler(event: dict[str, Any], context: Any) -> None:
    """Keep what the event reports; a fault is raised, so that Lambda tries again."""
    journal = _journal()
    journal.began(context)
    handle(event, _record(), journal)


def handle(event: dict[str, Any], record: RecordFeedback, journal: Journal) -> None:
    """Unwrap the event and record it."""
    feedback = feedback_of(event)
    if feedback is None:
        journal.outcome("not_feedback", event_id=event.get("id"))
        return
    journal.outcome(f"feedback_{record(feedback)}", delivery_id=feedback.ref.delivery_id)


@functools.cache
def _record() -> RecordFeedback:
    return bootstrap.record_feedback(settings.load(settings.RecordsSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
