"""How many AWS calls each thing that can happen costs, per function: the table that tests hold the code to.

`make bench` prints it, docs/scale.md shows it, docs/cost.md reckons with it. A figure that grows needs a reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class Calls:
    """What one function comes to in one scenario, in all its invocations together.

    `made` counts calls by operation. `read` and `written` count DynamoDB's items: one that is not there counts as
    read, a query that finds none too, and each part of a transaction as written, conditions included.
    """

    times: int
    made: Mapping[str, int]
    read: int
    written: int

    @property
    def total(self) -> int:
        """The calls of all operations."""
        return sum(self.made.values())


# A forward makes four Deliveries: the pack at once, the day's reminder, the thank-you draft and its nudge later.
SCENARIOS: Mapping[str, Mapping[str, Calls]] = {
    "invite, new user": {
        "receive_email": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.BatchWriteItem": 1,
                "dynamodb.GetItem": 4,
                "dynamodb.TransactWriteItems": 2,
                "s3.GetObject": 1,
            },
            read=8,
            written=15,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 6,
                "scheduler.CreateSchedule": 3,
                "sesv2.SendEmail": 1,
            },
            read=6,
            written=10,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "invite, known user": {
        "receive_email": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.BatchWriteItem": 1,
                "dynamodb.GetItem": 5,
                "dynamodb.TransactWriteItems": 1,
                "s3.GetObject": 1,
            },
            read=9,
            written=13,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 6,
                "scheduler.CreateSchedule": 3,
                "sesv2.SendEmail": 1,
            },
            read=6,
            written=10,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "the same invite again": {
        "receive_email": Calls(
            1,
            {"dynamodb.BatchGetItem": 1, "dynamodb.GetItem": 5, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1},
            read=9,
            written=3,
        ),
    },
    "the same mail again": {
        "receive_email": Calls(1, {"dynamodb.GetItem": 1}, read=1, written=0),
    },
    "moved": {
        "receive_email": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.BatchWriteItem": 1,
                "dynamodb.GetItem": 5,
                "dynamodb.TransactWriteItems": 1,
                "s3.GetObject": 1,
            },
            read=9,
            written=16,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 9,
                "scheduler.CreateSchedule": 3,
                "scheduler.DeleteSchedule": 3,
                "sesv2.SendEmail": 1,
            },
            read=9,
            written=13,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "cancelled": {
        "receive_email": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.BatchWriteItem": 1,
                "dynamodb.GetItem": 5,
                "dynamodb.TransactWriteItems": 1,
                "s3.GetObject": 1,
            },
            read=9,
            written=13,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 2,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 6,
                "scheduler.DeleteSchedule": 3,
                "sesv2.SendEmail": 1,
            },
            read=6,
            written=10,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "could not read": {
        "receive_email": Calls(
            1, {"dynamodb.GetItem": 4, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1}, read=4, written=4
        ),
        "dispatch_deliveries": Calls(
            1,
            {"dynamodb.GetItem": 2, "dynamodb.TransactWriteItems": 2, "dynamodb.UpdateItem": 4, "sesv2.SendEmail": 1},
            read=2,
            written=7,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "not on the list": {
        "receive_email": Calls(
            1,
            {"dynamodb.GetItem": 3, "dynamodb.Query": 1, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1},
            read=4,
            written=3,
        ),
        "dispatch_deliveries": Calls(
            1,
            {"dynamodb.GetItem": 2, "dynamodb.TransactWriteItems": 2, "dynamodb.UpdateItem": 4, "sesv2.SendEmail": 1},
            read=2,
            written=7,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "reply: list": {
        "receive_email": Calls(
            1,
            {"dynamodb.BatchGetItem": 1, "dynamodb.GetItem": 5, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1},
            read=9,
            written=4,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.GetItem": 1,
                "dynamodb.Query": 2,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 4,
                "sesv2.SendEmail": 1,
            },
            read=9,
            written=7,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "reply: notes": {
        "receive_email": Calls(
            1,
            {"dynamodb.BatchGetItem": 1, "dynamodb.GetItem": 5, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1},
            read=9,
            written=5,
        ),
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.GetItem": 1,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 3,
                "sesv2.SendEmail": 1,
            },
            read=3,
            written=7,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "thank-you due": {
        "send_delivery": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.GetItem": 1,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 3,
                "sesv2.SendEmail": 1,
            },
            read=3,
            written=7,
        ),
        "record_feedback": Calls(2, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "sweep, nothing found": {
        "dispatch_deliveries": Calls(1, {"dynamodb.Query": 4}, read=4, written=0),
    },
    "sweep, one found": {
        "dispatch_deliveries": Calls(
            1,
            {
                "dynamodb.BatchGetItem": 1,
                "dynamodb.GetItem": 1,
                "dynamodb.Query": 4,
                "dynamodb.TransactWriteItems": 2,
                "dynamodb.UpdateItem": 3,
                "sesv2.SendEmail": 1,
            },
            read=7,
            written=7,
        ),
    },
    "bounce": {
        "record_feedback": Calls(1, {"dynamodb.UpdateItem": 2}, read=0, written=2),
    },
    "own mail back": {
        "receive_email": Calls(
            1, {"dynamodb.GetItem": 1, "dynamodb.TransactWriteItems": 1, "s3.GetObject": 1}, read=1, written=1
        ),
    },
    "stop by one click": {
        "unsubscribe": Calls(
            1, {"dynamodb.BatchGetItem": 1, "dynamodb.GetItem": 2, "dynamodb.TransactWriteItems": 1}, read=6, written=7
        ),
        "dispatch_deliveries": Calls(
            1, {"dynamodb.BatchGetItem": 1, "dynamodb.UpdateItem": 3, "scheduler.DeleteSchedule": 3}, read=3, written=3
        ),
    },
}


def rows() -> list[tuple[str, str]]:
    """Return each scenario with its calls in words: "24: receive_email 10, dispatch_deliveries 14"."""
    return [(name, _in_words(functions)) for name, functions in SCENARIOS.items()]


def _in_words(functions: Mapping[str, Calls]) -> str:
    each = ", ".join(f"{function} {calls.total}" for function, calls in functions.items())
    return f"{sum(calls.total for calls in functions.values())}: {each}"


if __name__ == "__main__":
    for scenario, words in rows():
        print(f"{scenario:24}{words}")  # noqa: T201 - run by itself, it prints the table
