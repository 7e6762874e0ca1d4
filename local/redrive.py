"""Put back what the two failure queues of a deployed stack hold, each message to whoever could not take it.

Nothing is done twice by it: whatever a message causes looks at the records first, as it does when AWS brings it twice.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Clients = Callable[[str], Any]
# Long enough to try what was taken; what stays is there for the next run after it. Seconds.
HIDDEN = 300
BATCH = 10


@dataclasses.dataclass
class Tally:
    """What came of the messages of one queue."""

    put_back: int = 0
    left: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Redrive:
    """One run over a stack. `wait` is how long SQS looks for messages before a queue counts as empty, in seconds."""

    clients: Clients
    stack: str
    wait: int = 2
    _swept: list[bool] = dataclasses.field(default_factory=list)

    def __call__(self) -> list[str]:
        """Put back what can be and return what there is to say, in lines. Raises what boto3 raises."""
        handlers: Mapping[str, Callable[[str], bool]] = {
            "InboundDeadLetterQueue": self._notice,
            "FailureQueue": self._call_again,
        }
        lines = [line for queue, handle in handlers.items() for line in self._redrive(queue, handle)]
        return lines or [f"The failure queues of {self.stack} are empty."]

    def _redrive(self, queue: str, handle: Callable[[str], bool]) -> Iterator[str]:
        url, tally = self._physical(queue), Tally()
        for message in self._messages(url):
            if _tried(handle, message["Body"]):
                self.clients("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                tally.put_back += 1
            else:
                tally.left += 1
        if tally.put_back or tally.left:
            left = f", {tally.left} left: docs/operations.md says what to do about them" if tally.left else ""
            yield f"{queue}: {tally.put_back} put back{left}."

    def _messages(self, url: str) -> Iterator[dict[str, Any]]:
        """Yield every message of a queue once; each is hidden from the next look."""
        asked = {
            "QueueUrl": url,
            "MaxNumberOfMessages": BATCH,
            "VisibilityTimeout": HIDDEN,
            "WaitTimeSeconds": self.wait,
        }
        while found := self.clients("sqs").receive_message(**asked).get("Messages"):
            yield from found

    def _notice(self, body: str) -> bool:
        """Hand the notice of a mail back to the queue that it came from."""
        self.clients("sqs").send_message(QueueUrl=self._physical("InboundQueue"), MessageBody=_raw(body))
        return True

    def _call_again(self, body: str) -> bool:
        """Call who was to be called, as the message itself says: one queue holds what any of them was given up at.

        A piece of the stream holds pointers and no records; a sweep does what was to be done. An audit's finding stays.
        """
        payload = _payload(body)
        if payload.keys() == {"user_id", "delivery_id"}:
            return self._call("SendDelivery", payload)
        if payload.get("source") == "aws.ses":
            return self._call("RecordFeedback", payload)
        if payload.get("sweep") is True or "DDBStreamBatchInfo" in payload:
            return self._sweep()
        return False

    def _sweep(self) -> bool:
        """Start one sweep a run and do not wait for it: it may take minutes, and one that fails comes to the queue."""
        if not self._swept:
            self._swept.append(self._call("DispatchDeliveries", {"sweep": True}, "Event"))
        return self._swept[0]

    def _call(self, function: str, payload: Mapping[str, Any], how: str = "RequestResponse") -> bool:
        """Call a function and wait for it, unless `how` is "Event"; tell whether it ended well, or was called."""
        called = self.clients("lambda").invoke(
            FunctionName=self._physical(function),
            InvocationType=how,
            Payload=json.dumps(payload).encode(),
        )
        return "FunctionError" not in called

    def _physical(self, logical_id: str) -> str:
        """Return a function's name or a queue's URL."""
        found = self.clients("cloudformation").describe_stack_resource(
            StackName=self.stack, LogicalResourceId=logical_id
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])


def _tried(handle: Callable[[str], bool], body: str) -> bool:
    """Handle a message; one that is not what its queue holds is left, like one that fails again."""
    try:
        return handle(body)
    except (ValueError, AttributeError):
        return False


def _payload(body: str) -> dict[str, Any]:
    """Return what the function was called with: the message itself, or its part where Lambda wrote it.

    AWS: "Capturing records of Lambda asynchronous invocations".
    """
    said: dict[str, Any] = json.loads(body)
    payload: dict[str, Any] = said.get("requestPayload", said)
    return payload


def _raw(body: str) -> str:
    """Return the notice alone: SNS puts what it could not deliver into an envelope."""
    try:
        said = json.loads(body)
    except ValueError:
        return body
    return str(said["Message"]) if isinstance(said, dict) and said.get("Type") == "Notification" else body
