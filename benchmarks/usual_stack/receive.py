"""An invite came in: SQS brings SES's notice; the mail lies in S3."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.parser import envelopes, event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

from benchmarks.usual_stack import invite, records
from benchmarks.usual_stack.models import Delivery, Interview, Kind, Notice, User

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger, tracer, metrics = Logger(), Tracer(), Metrics()
s3: S3Client = boto3.client("s3")
persistence = DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"])
once = IdempotencyConfig(event_key_jmespath="mail.message_id")
ALLOWED = frozenset(os.environ["ALLOWED_SENDERS"].split(","))


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
@event_parser(model=Notice, envelope=envelopes.SqsEnvelope)
def handler(event: list[Notice], context: LambdaContext) -> None:
    """Take each mail of an SQS event to its outcome."""
    once.register_lambda_context(context)
    for notice in event:
        outcome = receive(notice=notice)
        logger.info(outcome, extra={"outcome": outcome, "mail_id": notice.mail.message_id})
        metrics.add_metric(name=outcome, unit=MetricUnit.Count, value=1)


@idempotent_function(data_keyword_argument="notice", persistence_store=persistence, config=once)  # type: ignore[untyped-decorator] # Powertools types it so
def receive(notice: Notice) -> str:
    """Record the interview of one mail and what it owes; return the outcome."""
    if not notice.receipt.is_trusted:
        return "refused"
    action = notice.receipt.action
    raw = s3.get_object(Bucket=action.bucket_name, Key=action.object_key)["Body"].read()
    try:
        author, meeting = invite.read(raw)
    except invite.NoInviteError:
        return "not_an_invite"
    if author.email not in ALLOWED:
        return "refused"
    user = records.user_at(author.email) or User(email=author.email, name=author.name)
    known = records.interview(user.id, meeting.id)
    if known and known.sequence >= meeting.sequence:
        return "known_already"
    records.save(user, meeting, _owed(user, meeting))
    return "recorded"


def _owed(user: User, meeting: Interview) -> list[Delivery]:
    thanks = meeting.end + timedelta(minutes=int(os.environ["THANK_YOU_DELAY_MINUTES"]))
    times = {
        Kind.PREP_PACK: datetime.now(UTC),
        Kind.THANK_YOU: thanks,
        Kind.THANK_YOU_NUDGE: meeting.end + timedelta(hours=20),
    }
    return [
        Delivery(user_id=user.id, interview_id=meeting.id, recipient=user.email, kind=kind, due_at=at)
        for kind, at in times.items()
    ]
