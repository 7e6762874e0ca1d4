"""Every AWS call that the functions make passes here: it is taken down, and may be made to fail."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

# Longer than SQS, the stream and Lambda try again: what comes after it are the sweep and the dead letters.
OUTAGE = timedelta(minutes=40)


class Crash(BaseException):
    """The process ends here and now: no handler of ours may catch it, and nothing in memory outlives it."""


class Fault(enum.Enum):
    """What can become of one call. After AFTER and LOST the call was done all the same."""

    BEFORE = "crash before it"
    AFTER = "crash after it, its answer lost"
    LOST = "time-out after it was done"
    THROTTLED = "throttled"
    BROKEN = "answers 5xx, not done"
    COLLIDED = "another transaction on the item"
    DOWN = f"its service down for {OUTAGE.seconds // 60} minutes"


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """One call that a function made: its number within the run, and what it was."""

    index: int
    service: str
    operation: str

    def __str__(self) -> str:
        return f"call {self.index} {self.service}.{self.operation}"


Plan = Callable[[Call], Fault | None]
_THROTTLED = {
    "dynamodb": ("ThrottlingException", 400),
    "s3": ("SlowDown", 503),
    "scheduler": ("ThrottlingException", 429),
    "sesv2": ("TooManyRequestsException", 429),
}
_BROKEN = {
    "dynamodb": ("InternalServerError", 500),
    "s3": ("InternalError", 500),
    "scheduler": ("InternalServerException", 500),
    "sesv2": ("InternalServiceErrorException", 500),
}


class Tap:
    """Keeps the calls of one run. `plan` says what becomes of each; `now` is needed by an outage alone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.calls: list[Call] = []
        # The call that failed as planned: where something failed before it, its number may stand for another call.
        self.failed: Call | None = None
        self.plan: Plan = lambda _call: None
        self._now = now
        self._down: dict[str, datetime] = {}

    def over(self, client: Any, service: str) -> Any:
        """Return the client with every call of it going through this tap."""
        return _Tapped(client, service, self)

    def pass_on(self, service: str, operation: str, do: Callable[[], Any]) -> Any:
        """Make one call, or let it fail as planned."""
        call = Call(len(self.calls), service, operation)
        self.calls.append(call)
        fault = self.plan(call)
        if fault:
            self.failed = call
        if fault is Fault.DOWN:
            self._down[service] = self._now() + OUTAGE
        if self._now() < self._down.get(service, self._now()):
            raise _error(operation, *_BROKEN[service])
        if fault is Fault.BEFORE:
            raise Crash(str(call))
        if fault is Fault.THROTTLED:
            raise _error(operation, *_THROTTLED[service])
        if fault is Fault.BROKEN:
            raise _error(operation, *_BROKEN[service])
        if fault is Fault.COLLIDED:
            raise _collision(operation)
        answer = do()
        if fault is Fault.AFTER:
            raise Crash(str(call))
        if fault is Fault.LOST:
            raise ReadTimeoutError(endpoint_url=f"https://{service}.us-east-1.amazonaws.com")
        return answer


def faults_of(call: Call) -> list[Fault]:
    """List the faults that can happen to a call: only writes of DynamoDB collide."""
    collides = call.operation in ("transact_write_items", "update_item", "put_item", "delete_item")
    return [fault for fault in Fault if fault is not Fault.COLLIDED or (call.service == "dynamodb" and collides)]


class _Tapped:
    def __init__(self, client: Any, service: str, tap: Tap) -> None:
        self._client, self._service, self._tap = client, service, tap

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**request: Any) -> Any:
            return self._tap.pass_on(self._service, name, lambda: method(**request))

        call.__name__ = name
        return call


def _error(operation: str, code: str, status: int, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(answer, operation)


def _collision(operation: str) -> ClientError:
    """Answer as DynamoDB does where another transaction holds the item (AWS: "Transaction conflict handling")."""
    if operation != "transact_write_items":
        return _error(operation, "TransactionConflictException", 400)
    reasons = [{"Code": "TransactionConflict"}]
    return _error(operation, "TransactionCanceledException", 400, CancellationReasons=reasons)
