"""Builds the parts, once per process, each replaceable by handing another in. The only place that knows them all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shared import settings as typed
from shared.adapters import aws_clients, toml_content
from shared.adapters.clock import SystemClock
from shared.adapters.dynamodb_records import DynamoDBRecords
from shared.adapters.eventbridge_schedules import EventBridgeSchedules
from shared.adapters.jinja_pages import JinjaPages
from shared.adapters.s3_mailbox import S3Mailbox
from shared.adapters.ses_mailer import SESMailer
from shared.domain.ports import Clock
from shared.domain.timing import Rules
from shared.steps.audit import FindLostNotices
from shared.steps.dispatch import DispatchDeliveries
from shared.steps.feedback import RecordFeedback
from shared.steps.receive import ReceiveMail
from shared.steps.send import SendDelivery

# From a service's name to its boto3 client.
Clients = Callable[[str], Any]
_SYSTEM_CLOCK = SystemClock()


def receive_mail(
    settings: typed.ReceiveSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> ReceiveMail:
    """Build what receive_email does."""
    return ReceiveMail(
        mailbox=S3Mailbox(clients("s3"), settings.bucket_name),
        records=records(settings, clients),
        clock=clock,
        own_address=settings.from_address,
        allowed=settings.allowed_senders,
        default_zone=settings.default_time_zone,
        rules=Rules(timedelta(minutes=settings.thank_you_delay_minutes)),
    )


def send_delivery(
    settings: typed.SendSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> SendDelivery:
    """Build what send_delivery does."""
    return SendDelivery(
        records=records(settings, clients),
        mailer=SESMailer(clients("sesv2"), settings.from_address, settings.configuration_set, clock),
        pages=JinjaPages(),
        clock=clock,
        content=functools.cache(toml_content.load),
        default_zone=settings.default_time_zone,
    )


def dispatch_deliveries(
    settings: typed.DispatchSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> DispatchDeliveries:
    """Build what dispatch_deliveries does."""
    return DispatchDeliveries(
        records=records(settings, clients),
        schedules=EventBridgeSchedules(
            clients("scheduler"),
            settings.schedule_group,
            settings.send_delivery_arn,
            settings.schedule_role_arn,
            settings.schedule_dlq_arn,
        ),
        clock=clock,
        send=send_delivery(settings, clients, clock),
    )


def find_lost_notices(
    settings: typed.DispatchSettings, clients: Clients = aws_clients.client, clock: Clock = _SYSTEM_CLOCK
) -> FindLostNotices:
    """Build the hourly audit of dispatch_deliveries."""
    return FindLostNotices(S3Mailbox(clients("s3"), settings.bucket_name), records(settings, clients), clock)


def record_feedback(settings: typed.RecordsSettings, clients: Clients = aws_clients.client) -> RecordFeedback:
    """Build what record_feedback does."""
    return RecordFeedback(records(settings, clients))


def records(settings: typed.RecordsSettings, clients: Clients = aws_clients.client) -> DynamoDBRecords:
    """Build the records."""
    return DynamoDBRecords(
        clients("dynamodb"),
        settings.table_name,
        settings.address_key,
        timedelta(days=settings.record_retention_days),
        settings.default_time_zone,
    )
