from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from shared.adapters.eventbridge_schedules import EventBridgeSchedules, ScheduleTarget, at_expression
from shared.domain.delivery import DeliveryRef, Kind
from shared.domain.errors import SchedulesFault
from tests.builders import ENDS, NOW, ROBIN, a_delivery


class StrictScheduler:
    """Refuses what Scheduler refuses (AWS: API reference, CreateSchedule), which moto lets pass."""

    def __init__(self, error: Exception | None = None) -> None:
        self.schedules: dict[str, dict[str, Any]] = {}
        self.error = error

    def create_schedule(self, **said: Any) -> None:
        if self.error:
            raise self.error
        assert re.fullmatch(r"[0-9a-zA-Z-_.]{1,64}", said["Name"])
        assert re.fullmatch(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)", said["ScheduleExpression"])
        assert len(said["ScheduleExpressionTimezone"]) <= 50
        assert said["FlexibleTimeWindow"] == {"Mode": "OFF"}
        assert said["ActionAfterCompletion"] in ("DELETE", "NONE")
        target = said["Target"]
        assert len(target["Input"]) <= 256 * 1024
        assert 0 <= target["RetryPolicy"]["MaximumRetryAttempts"] <= 185
        assert 60 <= target["RetryPolicy"]["MaximumEventAgeInSeconds"] <= 86_400
        if said["Name"] in self.schedules:
            raise _error("ConflictException")
        self.schedules[said["Name"]] = said

    def delete_schedule(self, **said: Any) -> None:
        if self.error:
            raise self.error
        if said["Name"] not in self.schedules:
            raise _error("ResourceNotFoundException")
        del self.schedules[said["Name"]]


def _error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": f"about {ROBIN}"}}, "CreateSchedule")


def _schedules(scheduler: StrictScheduler) -> EventBridgeSchedules:
    client: Any = scheduler
    return EventBridgeSchedules(client, "foreword", ScheduleTarget("arn:target", "arn:role", "arn:dead"))


@pytest.mark.parametrize("kind", Kind)
def test_a_schedule_is_named_after_its_delivery_and_names_it_in_its_input(kind: Kind) -> None:
    scheduler = StrictScheduler()
    delivery = a_delivery(kind, ENDS)
    _schedules(scheduler).create(delivery)
    said = scheduler.schedules[delivery.id]
    assert said["GroupName"] == "foreword"
    assert said["ScheduleExpression"] == "at(2026-11-12T22:30:00)"
    assert said["ScheduleExpressionTimezone"] == "UTC"
    assert said["ActionAfterCompletion"] == "DELETE"
    assert DeliveryRef(**json.loads(said["Target"]["Input"])) == DeliveryRef(delivery.user_id, delivery.id)
    assert (said["Target"]["Arn"], said["Target"]["RoleArn"]) == ("arn:target", "arn:role")
    assert said["Target"]["DeadLetterConfig"] == {"Arn": "arn:dead"}


def test_a_schedule_holds_no_address() -> None:
    scheduler = StrictScheduler()
    _schedules(scheduler).create(a_delivery(Kind.THANK_YOU, ENDS))
    assert "@" not in json.dumps(scheduler.schedules)


def test_making_a_schedule_twice_makes_one() -> None:
    scheduler = StrictScheduler()
    for _ in range(2):
        _schedules(scheduler).create(a_delivery(Kind.THANK_YOU, ENDS))
    assert len(scheduler.schedules) == 1


def test_dropping_a_schedule_twice_or_one_that_never_was_is_no_error() -> None:
    scheduler = StrictScheduler()
    _schedules(scheduler).create(a_delivery(Kind.THANK_YOU, ENDS))
    for _ in range(2):
        _schedules(scheduler).drop(a_delivery(Kind.THANK_YOU).id)
    assert not scheduler.schedules


@pytest.mark.parametrize(
    "error",
    [
        _error("ThrottlingException"),
        _error("InternalServerException"),
        _error("ValidationException"),
        ReadTimeoutError(endpoint_url="x"),
    ],
)
def test_what_scheduler_fails_with_is_a_fault_that_quotes_nothing(error: Exception) -> None:
    schedules = _schedules(StrictScheduler(error))
    with pytest.raises(SchedulesFault) as made:
        schedules.create(a_delivery())
    with pytest.raises(SchedulesFault) as dropped:
        schedules.drop("x")
    assert ROBIN not in f"{made.value} {dropped.value}"


@pytest.mark.parametrize(
    ("moment", "expression"),
    [
        (NOW, "at(2026-11-10T17:00:00)"),
        (NOW.astimezone(timezone(timedelta(hours=9))), "at(2026-11-10T17:00:00)"),
        (datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "at(2026-12-31T23:59:59)"),
    ],
)
def test_a_moment_is_written_in_utc_to_the_second(moment: datetime, expression: str) -> None:
    assert at_expression(moment) == expression
