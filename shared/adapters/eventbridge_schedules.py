"""One-time schedules in EventBridge Scheduler, each named after its Delivery, so that making one twice makes one."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.delivery import Delivery
from shared.domain.errors import SchedulesFault

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

# Scheduler's own tries at calling Lambda; what fails inside Lambda has its own failure destination.
MAX_TRIES = 20
MAX_AGE_SECONDS = 6 * 3600


@dataclasses.dataclass(frozen=True, slots=True)
class ScheduleTarget:
    """What a schedule calls: `arn` is send_delivery, `role_arn` may call it, `dlq_arn` takes calls that failed."""

    arn: str
    role_arn: str
    dlq_arn: str


class EventBridgeSchedules:
    """Fills the Schedules port; without a target for dropping alone."""

    def __init__(self, client: EventBridgeSchedulerClient, group: str, target: ScheduleTarget | None = None) -> None:
        self._client = client
        self._group = group
        self._target = target

    def create(self, delivery: Delivery) -> None:
        """Make the schedule named after the Delivery; one that exists already is left alone."""
        if self._target is None:
            raise ValueError("these schedules are for dropping alone")
        try:
            self._client.create_schedule(
                Name=delivery.id,
                GroupName=self._group,
                ScheduleExpression=at_expression(delivery.due_at),
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self._target.arn,
                    "RoleArn": self._target.role_arn,
                    "Input": json.dumps({"user_id": delivery.user_id, "delivery_id": delivery.id}),
                    "DeadLetterConfig": {"Arn": self._target.dlq_arn},
                    "RetryPolicy": {"MaximumRetryAttempts": MAX_TRIES, "MaximumEventAgeInSeconds": MAX_AGE_SECONDS},
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise SchedulesFault(f"CreateSchedule: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise SchedulesFault(f"CreateSchedule: {type(error).__name__}") from error

    def drop(self, delivery_id: str) -> None:
        """Remove the schedule; one that is gone already is no error."""
        try:
            self._client.delete_schedule(Name=delivery_id, GroupName=self._group)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise SchedulesFault(f"DeleteSchedule: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise SchedulesFault(f"DeleteSchedule: {type(error).__name__}") from error


def at_expression(moment: datetime) -> str:
    """Write a moment as Scheduler's at() in UTC, to the second (AWS: "Schedule types")."""
    return f"at({moment.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S')})"
