"""The whole of Foreword in this process: the handlers that Lambda runs, fed the events that AWS sends.

Nothing of Foreword is imitated. What stands in for AWS is moto (local/aws.py) and this file, which does what no
service does here by itself: hand the stream's records on, fire schedules, report what was sent, and beat for the sweep.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import math
import secrets
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from functions import dispatch_deliveries, receive_email, record_feedback, send_delivery, unsubscribe
from local import template
from local.aws import Clients, Schedules, Stack, Stream
from local.clock import MovableClock
from local.patterns import matches
from local.ses import Arrival, Outbox, SentMail
from shared import bootstrap, settings
from shared.adapters.dynamodb_items import deserialize, serialize
from shared.adapters.journal import Journal
from shared.domain.delivery import DeliveryRef
from shared.steps.dispatch import one_by_one

OWN_ADDRESS = "prep@foreword.example"
SWEEP_EVERY = timedelta(minutes=5)


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What one mail came to: its outcome, or None and the error where the queue gave up on it.

    `made` and `withdrawn` are the Deliveries that its transaction made and withdrew.
    """

    mail_id: str
    at: datetime
    outcome: str | None
    error: str | None
    made: tuple[DeliveryRef, ...]
    withdrawn: tuple[DeliveryRef, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """What a function raised, or reported as a fault: what AWS tries again, and an operator has an alarm for."""

    function: str
    error: str
    traceback: str


class Ledger(Journal):
    """Takes down, in place of the log, what each function said: (name, ids), and what failed in it."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, Mapping[str, Any]]] = []
        self.failures: list[Failure] = []
        self.function = ""

    def outcome(self, name: str, **ids: str | int | None) -> None:
        """Keep an outcome."""
        self.entries.append((name, ids))

    def fault(self, error: Exception, **ids: str | None) -> None:
        """Keep a fault by its kind, and whole among the failures."""
        self.entries.append((f"fault:{type(error).__name__}", ids))
        self.failed(error)

    def failed(self, error: Exception) -> Failure:
        """Keep what a function raised, or caught and reported."""
        text = "".join(traceback.format_exception(error))
        self.failures.append(Failure(self.function, f"{type(error).__name__}: {error}", text))
        return self.failures[-1]

    def began(self, context: Any) -> None:
        """Do nothing: there are no requests to tell apart."""


class World:
    """One deployment, with a clock of its own.

    `allowed` is AllowedSenders; `known` are items (as plain values) that stand in the table already;
    `replaced` are clients to use in place of moto's, by service, so that a test can let one fail.
    """

    def __init__(
        self,
        clients: Clients,
        clock: MovableClock,
        *,
        allowed: str,
        zone: str = "UTC",
        known: tuple[Mapping[str, Any], ...] = (),
        replaced: Mapping[str, Any] | None = None,
    ) -> None:
        self.clock = clock
        self.ledger = Ledger()
        # Every event that a function was handed, in order, so that a test can deliver it once more.
        self.invoked: list[tuple[str, dict[str, Any]]] = []
        self._stack = Stack(clients, _parameters(allowed, zone))
        self.names = self._stack.names
        for item in known:
            self._stack.put_item(serialize(dict(item)))
        self._stream, self._schedules = Stream(self._stack), Schedules(self._stack)
        self.outbox = Outbox(clients, clock)
        parts = {"sesv2": self.outbox} | dict(replaced or {})
        self._build(lambda service: parts.get(service) or clients(service))
        self._changes: list[dict[str, Any]] = []
        self._swept: set[tuple[str, str]] = set()
        self._last_sweep = clock.now()

    def _build(self, clients: Clients) -> None:
        """Build the four steps from the environment that the template gives each function."""
        environment = self._stack.names.environment
        self._receive = bootstrap.receive_mail(
            settings.load(settings.ReceiveSettings, environment("ReceiveEmail")), clients, self.clock
        )
        owes = settings.load(settings.DispatchSettings, environment("DispatchDeliveries"))
        # One by one, so that a run goes the same way each time.
        self._dispatch = bootstrap.dispatch_deliveries(owes, clients, self.clock, one_by_one)
        self._send = bootstrap.send_delivery(
            settings.load(settings.SendSettings, environment("SendDelivery")), clients, self.clock
        )
        self._record = bootstrap.record_feedback(
            settings.load(settings.RecordsSettings, environment("RecordFeedback")), clients
        )
        self._unsubscribe = bootstrap.unsubscribe(
            settings.load(settings.RecordsSettings, environment("Unsubscribe")), clients, self.clock
        )
        self._erase = bootstrap.erase_user(owes, clients, self.clock)

    def allow(self, address: str) -> None:
        """Add an address to AllowedSenders."""
        self._receive = dataclasses.replace(self._receive, allowed=self._receive.allowed | {address.lower()})

    def receive(self, mail: Arrival) -> Receipt:
        """Let SES receive a mail now, and let everything that follows at once happen.

        The queue brings a mail that fails again, as often as the template says, and then gives up.
        """
        at = self.clock.now()
        self._stack.put_mail(mail.key, mail.stored(at))
        body = json.dumps(mail.notice(self._stack.bucket, self._stack.names.arn("InboundTopic"), at))
        first, self._changes = len(self.ledger.entries), []
        error = None
        for attempt in range(1, _max_receive_count() + 1):
            _, error = self.invoke(
                "receive_email", _sqs_event(body, attempt, at, self._stack.names.arn("InboundQueue"))
            )
            if error is None:
                break
        outcome = None if error else self.ledger.entries[first][0]
        self._settle()
        made, withdrawn = _made_and_withdrawn(self._changes)
        return Receipt(mail.mail_id, at, outcome, error, made, withdrawn)

    def press(self, url: str, method: str = "POST", body: str = "List-Unsubscribe=One-Click") -> str:
        """Open or press the address of List-Unsubscribe as a mail program does, and return the page that answers."""
        event = {
            "version": "2.0",
            "queryStringParameters": {"t": url.rpartition("?t=")[2]},
            "requestContext": {"http": {"method": method}},
            "body": body,
            "isBase64Encoded": False,
        }
        answer, error = self.invoke("unsubscribe", event)
        self._settle()
        return error or str(answer["body"])

    def erase(self, address: str) -> dict[str, int]:
        """Erase a user as an operator does."""
        done = self._erase(address)
        self._settle()
        return done

    def invoke(self, function: str, event: dict[str, Any]) -> tuple[Any, str | None]:
        """Hand an event to a function as Lambda does: whatever it raises is a failed invocation.

        Return its answer and None, or None and the error.
        """
        self.invoked.append((function, event))
        self.ledger.function = function
        try:
            return self._handle(function, event), None
        except Exception as raised:  # noqa: BLE001 - Lambda makes no difference either
            return None, self.ledger.failed(raised).error

    def _handle(self, function: str, event: dict[str, Any]) -> Any:
        match function:
            case "receive_email":
                return receive_email.handle(event, self._receive, self.ledger)
            case "dispatch_deliveries":
                return dispatch_deliveries.handle(event, self._dispatch, self.ledger)
            case "send_delivery":
                return send_delivery.handle(event, self._send, self.ledger)
            case "record_feedback":
                return record_feedback.handle(event, self._record, self.ledger)
            case "unsubscribe":
                return unsubscribe.handle(event, self._unsubscribe, self.ledger)
        raise LookupError(function)

    def next_event(self) -> datetime | None:
        """Return when something happens next by itself: a schedule fires, or a sweep finds something; UTC."""
        times = [at for at, _ in self._schedules.due_times()[:1]]
        times += [self._sweep_time(check_at) for check_at in self._unswept()]
        return min(times, default=None)

    def run_on(self, until: datetime | None = None) -> bool:
        """Move the clock to the next event, `until` at most, and let it happen; False where there was none."""
        at = self.next_event()
        if at is None or (until is not None and at > until):
            return False
        self.clock.advance_to(at)
        for due_at, name in self._schedules.due_times():
            if due_at <= self.clock.now():
                self._schedules.fire(name, self._fired)
        if any(self._sweep_time(check_at) <= self.clock.now() for check_at in self._unswept()):
            self._sweep()
        self._settle()
        return True

    def run_to_end(self) -> None:
        """Let happen whatever is still to happen."""
        while self.run_on():
            pass

    def run_until(self, moment: datetime) -> None:
        """Let happen what happens until `moment`, and move the clock there."""
        while self.run_on(moment):
            pass
        self.clock.advance_to(moment)

    def items(self) -> list[dict[str, Any]]:
        """Return every item of the table as plain values, by key."""
        return sorted((deserialize(item) for item in self._stack.items()), key=lambda item: (item["pk"], item["sk"]))

    def deliveries(self) -> dict[DeliveryRef, dict[str, Any]]:
        """Return the item of every Delivery."""
        return deliveries_among(self.items())

    @property
    def failures(self) -> list[Failure]:
        """What failed, in its order."""
        return self.ledger.failures

    @property
    def sent(self) -> list[SentMail]:
        """Every mail that left, in its order."""
        return self.outbox.sent

    def _settle(self) -> None:
        """Hand on stream records and SES's events until no more come."""
        while True:
            records = self._stream.new_records()
            untold = self.outbox.take_untold()
            if not records and not untold:
                return
            self._changes += records
            self._hand_on([record for record in records if _passes_filter(record)])
            for mail in untold:
                self._tell(mail)

    def _hand_on(self, records: list[dict[str, Any]]) -> None:
        """Feed the stream's consumer: batches, partial answers, bounded tries, as the template sets them."""
        source = _stream_source()
        queue = collections.deque(records)
        tries = 0
        while queue:
            batch = [queue[i] for i in range(min(source["BatchSize"], len(queue)))]
            failed_from = self._dispatch_batch(batch)
            for _ in batch[:failed_from]:
                queue.popleft()
            if failed_from == len(batch):
                tries = 0
                continue
            tries = tries + 1 if failed_from == 0 else 1
            if tries > source["MaximumRetryAttempts"]:
                # Lambda bisects until the failing record stands alone, and sends that to the failure destination.
                queue.popleft()
                tries = 0

    def _dispatch_batch(self, batch: list[dict[str, Any]]) -> int:
        """Invoke dispatch_deliveries; return the index of the first record to be handed out again, or the length."""
        answer, error = self.invoke("dispatch_deliveries", {"Records": batch})
        if error is not None:
            return 0
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        return next((index for index, number in enumerate(numbers) if number in failed), len(batch))

    def _fired(self, payload: dict[str, Any]) -> None:
        """Invoke send_delivery as Scheduler does; Lambda tries an asynchronous call again as the template says."""
        for _ in range(1 + template.properties("SendDelivery")["EventInvokeConfig"]["MaximumRetryAttempts"]):
            _, error = self.invoke("send_delivery", payload)
            if error is None:
                return

    def _tell(self, mail: SentMail) -> None:
        """Report a mail as SES does: it was sent, and then it was delivered."""
        pattern = template.properties("RecordFeedback")["Events"]["SesEvent"]["Properties"]["Pattern"]
        wanted = {**pattern, "detail": {"mail": {"tags": {"ses:configuration-set": [self._stack.configuration_set]}}}}
        for kind in ("Send", "Delivery"):
            event = mail.event(kind)
            if matches(wanted, event):
                self.invoke("record_feedback", event)

    def _sweep(self) -> None:
        self._last_sweep = self.clock.now()
        self._swept |= {entry for entry in self._stack.open_checks().items() if entry[1] <= _iso(self.clock.now())}
        event = json.loads(template.properties("DispatchDeliveries")["Events"]["Sweep"]["Properties"]["Input"])
        self.invoke("dispatch_deliveries", event)

    def _unswept(self) -> list[datetime]:
        """Return when each open Delivery is to be looked at; one that a sweep left as it was is not looked at again."""
        checks = self._stack.open_checks().items()
        return [datetime.fromisoformat(entry[1]) for entry in checks if entry not in self._swept]

    def _sweep_time(self, check_at: datetime) -> datetime:
        """Return the first beat of five minutes that finds what is to be looked at then."""
        beats = math.ceil((check_at - datetime(1970, 1, 1, tzinfo=UTC)) / SWEEP_EVERY)
        beat = datetime(1970, 1, 1, tzinfo=UTC) + beats * SWEEP_EVERY
        return max(beat, self._last_sweep)


def deliveries_among(items: list[dict[str, Any]]) -> dict[DeliveryRef, dict[str, Any]]:
    """Pick the Deliveries out of the items of a table."""
    return {DeliveryRef(item["user_id"], item["id"]): item for item in items if item["sk"].startswith("DELIVERY#")}


def _parameters(allowed: str, zone: str) -> dict[str, str]:
    return {
        "FromAddress": OWN_ADDRESS,
        "AllowedSenders": allowed,
        "OperatorAddress": "operator@foreword.example",
        "AddressKey": "the key of a world that ends with its process",
        "DefaultTimeZone": zone,
    }


def _max_receive_count() -> int:
    return int(template.properties("InboundQueue")["RedrivePolicy"]["maxReceiveCount"])


def _stream_source() -> dict[str, Any]:
    source: dict[str, Any] = template.properties("DispatchDeliveries")["Events"]["Stream"]["Properties"]
    return source


def _passes_filter(record: dict[str, Any]) -> bool:
    filters = _stream_source()["FilterCriteria"]["Filters"]
    return any(matches(json.loads(entry["Pattern"]), record) for entry in filters)


def _sqs_event(body: str, attempt: int, at: datetime, queue_arn: str) -> dict[str, Any]:
    """Wrap a notice as SQS hands it to Lambda; SNS delivers it raw (AWS: "Using Lambda with Amazon SQS")."""
    milliseconds = str(int(at.timestamp() * 1000))
    record = {
        "messageId": secrets.token_hex(16),
        "receiptHandle": secrets.token_hex(16),
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": str(attempt),
            "SentTimestamp": milliseconds,
            "ApproximateFirstReceiveTimestamp": milliseconds,
            "SenderId": template.ACCOUNT,
        },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": template.REGION,
    }
    return {"Records": [record]}


def _made_and_withdrawn(changes: list[dict[str, Any]]) -> tuple[tuple[DeliveryRef, ...], tuple[DeliveryRef, ...]]:
    """Read from the stream which Deliveries were made, and which were withdrawn."""
    made, withdrawn = [], []
    for record in changes:
        new = record["dynamodb"].get("NewImage", {})
        if not new.get("sk", {}).get("S", "").startswith("DELIVERY#"):
            continue
        ref = DeliveryRef(new["user_id"]["S"], new["id"]["S"])
        if record["eventName"] == "INSERT":
            made.append(ref)
        elif new["state"]["S"] == "withdrawn" and record["dynamodb"]["OldImage"]["state"]["S"] != "withdrawn":
            withdrawn.append(ref)
    return tuple(made), tuple(withdrawn)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
