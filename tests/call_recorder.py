"""Takes down which AWS calls each invocation of a function makes, and how many items they read and write."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel

from local.aws import Clients
from local.world import World
from tests.call_counts import Calls

SERVICES = ("dynamodb", "s3", "scheduler", "sesv2")
_REQUEST = "call_recorder_request"


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """One call as it was made: what was asked, and what DynamoDB was to read and to write for it.

    An item that is not there, and a query that finds none, count as one read, as DynamoDB bills them. Each part of a
    transaction counts as one write, a condition on an item that is not written included.
    """

    function: str
    name: str
    request: Mapping[str, Any]
    read: int
    written: int


class CallRecorder:
    """Listens to the clients; what is called outside of a function is the test's own doing and left out."""

    def __init__(self, clients: Clients) -> None:
        self.calls: list[Call] = []
        self.invocations: collections.Counter[str] = collections.Counter()
        self._function = ""
        for service in SERVICES:
            events = clients(service).meta.events
            # Under one name, so that the next recorder takes the place of the last one.
            for when, listener in (("before-parameter-build", self._before), ("after-call", self._after)):
                events.unregister(f"{when}.*.*", unique_id=f"recorder-{when}")
                events.register(f"{when}.*.*", listener, unique_id=f"recorder-{when}")

    @contextlib.contextmanager
    def during(self, function: str) -> Iterator[None]:
        """Take down what is called in this block as the function's."""
        self.invocations[function] += 1
        self._function = function
        try:
            yield
        finally:
            self._function = ""

    def forget(self) -> None:
        """Begin anew: what came before was only the scene for what is to be counted."""
        self.calls.clear()
        self.invocations.clear()

    def summary(self) -> dict[str, Calls]:
        """Return what each function that was invoked came to, in all its invocations together."""
        found = {}
        for function in sorted(self.invocations):
            own = [call for call in self.calls if call.function == function]
            found[function] = Calls(
                times=self.invocations[function],
                made=dict(sorted(collections.Counter(call.name for call in own).items())),
                read=sum(call.read for call in own),
                written=sum(call.written for call in own),
            )
        return found

    def _before(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context[_REQUEST] = dict(params)

    def _after(self, parsed: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        if not self._function:
            return
        request = context[_REQUEST]
        name = f"{model.service_model.service_name}.{model.name}"
        read, written = items_read(model.name, request, parsed), items_written(model.name, request)
        self.calls.append(Call(self._function, name, request, read, written))


class RecordedWorld:
    """Puts the recorder around every invocation of a World."""

    def __init__(self, world: World, clients: Clients) -> None:
        self.recorder = CallRecorder(clients)
        self._invoke = world.invoke
        world.invoke = self.invoke  # type: ignore[method-assign] # the one place where Lambda would begin to count

    def invoke(self, function: str, event: dict[str, Any]) -> tuple[Any, str | None]:
        """Invoke as the World does, and take down what is called."""
        with self.recorder.during(function):
            return self._invoke(function, event)


def items_read(operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> int:
    """Return how many items a call of DynamoDB read: what it was asked for, or what a query looked at."""
    match operation:
        case "GetItem":
            return 1
        case "BatchGetItem":
            return sum(len(asked["Keys"]) for asked in request["RequestItems"].values())
        case "Query":
            return max(1, int(answer.get("ScannedCount", answer["Count"])))
    return 0


def items_written(operation: str, request: Mapping[str, Any]) -> int:
    """Return how many items a call of DynamoDB wrote, or looked at in a transaction."""
    match operation:
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return 1
        case "BatchWriteItem":
            return sum(len(requests) for requests in request["RequestItems"].values())
        case "TransactWriteItems":
            return len(request["TransactItems"])
    return 0
