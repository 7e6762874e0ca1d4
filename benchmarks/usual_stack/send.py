"""A mail is due: EventBridge Scheduler names it; SES sends it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

from benchmarks.usual_stack import pack, records
from benchmarks.usual_stack.models import DueDelivery, State

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

logger, tracer, metrics = Logger(), Tracer(), Metrics()
ses: SESV2Client = boto3.client("sesv2")
persistence = DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"])
once = IdempotencyConfig(event_key_jmespath="delivery_id")


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
@event_parser(model=DueDelivery)
def handler(event: DueDelivery, context: LambdaContext) -> None:
    """Send the mail that the schedule names."""
    once.register_lambda_context(context)
    outcome = send(due=event)
    logger.info(outcome, extra={"outcome": outcome, "delivery_id": event.delivery_id})
    metrics.add_metric(name=outcome, unit=MetricUnit.Count, value=1)


@idempotent_function(data_keyword_argument="due", persistence_store=persistence, config=once)  # type: ignore[untyped-decorator] # Powertools types it so
def send(due: DueDelivery) -> str:
    """Write one mail and hand it to SES; return the outcome."""
    delivery = records.delivery(due)
    if delivery is None or delivery.state is State.SENT:
        return "nothing_to_send"
    meeting, user = records.interview(due.user_id, delivery.interview_id), records.user_at(delivery.recipient)
    if meeting is None or user is None:
        return "nothing_to_send"
    records.count_mail(user.id, int(os.environ["DAILY_MAILS_PER_USER"]))
    mail = pack.write(user, meeting, os.environ["FROM_ADDRESS"])
    answer = ses.send_email(
        FromEmailAddress=os.environ["FROM_ADDRESS"],
        Destination={"ToAddresses": [user.email]},
        Content={"Raw": {"Data": mail.as_bytes()}},
        EmailTags=[{"Name": "delivery", "Value": delivery.id}],
        ConfigurationSetName=os.environ["CONFIGURATION_SET"],
    )
    records.mark_sent(delivery, answer["MessageId"])
    return "sent"
