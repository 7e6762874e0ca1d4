"""EventBridge Scheduler's rules (AWS: API reference, CreateSchedule; "Schedule types"). Lengths are in its model."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tests.reliability.strict.refusal import Broken

INPUT_BYTES = 256 * 1024
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:.+")


def check(operation: str, request: Mapping[str, Any], now: datetime | None) -> None:
    """Raise Broken where Scheduler refuses the request; without `now` a past at() cannot be told."""
    if operation not in ("CreateSchedule", "UpdateSchedule"):
        return
    _check_window(request["FlexibleTimeWindow"])
    at = fires_at(request["ScheduleExpression"], request.get("ScheduleExpressionTimezone", "UTC"))
    if now and at < now:
        raise Broken(f"the schedule's time is past: {at.isoformat()}")
    _check_target(request["Target"])


def fires_at(expression: str, zone: str) -> datetime:
    """Return when an at() fires, in UTC; raise Broken where it is malformed, no date, or in no zone."""
    if zone not in _zones():
        raise Broken(f"Provided timezone is not valid: {zone}")
    found = _AT.fullmatch(expression)
    try:
        local = datetime.fromisoformat(found[1] if found else "")
    except ValueError:
        raise Broken(f"Invalid Schedule Expression {expression}") from None
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_window(window: Mapping[str, Any]) -> None:
    flexible, minutes = window["Mode"] == "FLEXIBLE", window.get("MaximumWindowInMinutes")
    if flexible != (minutes is not None):
        raise Broken("MaximumWindowInMinutes belongs to FLEXIBLE, and to it alone")


def _check_target(target: Mapping[str, Any]) -> None:
    if not _ARN.fullmatch(target["Arn"]):
        raise Broken("the target's ARN is none")
    said = target.get("Input", "{}")
    if len(said.encode()) > INPUT_BYTES:
        raise Broken(f"an Input of {len(said.encode())} bytes")
    if ":lambda:" in target["Arn"]:
        try:
            json.loads(said)
        except ValueError:
            raise Broken("the Input of a Lambda target is JSON") from None
