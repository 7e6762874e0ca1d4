"""SES received a mail: SQS brings the notice that SNS published, one mail an invocation."""

from __future__ import annotations

import functools
from typing import Any

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.adapters.ses_events import notice_of
from shared.steps.receive import ReceiveMail


def handler(event: dict[str, Any], context: Any) -> None:
    """Take the mail of an SQS event to its outcome; a fault is raised, so that the queue brings it again."""
    journal = _journal()
    journal.began(context)
    handle(event, _receive(), journal)


def handle(event: dict[str, Any], receive: ReceiveMail, journal: Journal) -> None:
    """Unwrap the notice of each record and receive its mail."""
    for record in event["Records"]:
        notice = notice_of(record["body"])
        if notice is None:
            journal.outcome("not_a_notice", sqs_message_id=record.get("messageId"))
            continue
        journal.outcome(receive(notice), mail_id=notice.mail_id)


@functools.cache
def _receive() -> ReceiveMail:
    return bootstrap.receive_mail(settings.load(settings.ReceiveSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
