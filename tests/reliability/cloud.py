"""One deployment in simulated time: what AWS does around the functions, with every edge's own way of trying again.

What happens stands in one queue by time: a notice that SQS brings again, a schedule that fires, an event of SES, an
invocation that Lambda repeats, the sweep. DynamoDB and S3 are backings.py, Scheduler and SES doubles.py. Every call of
a function goes through the tap.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import functools
import heapq
import itertools
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from functions import dispatch_deliveries, receive_email, record_feedback, send_delivery, unsubscribe
from local import template
from local.clock import StandingClock
from local.patterns import matches
from local.ses import Arrival, arrival
from local.world import OWN_ADDRESS, Ledger
from shared import bootstrap, settings
from shared.adapters import toml_content
from shared.adapters.dynamodb_items import deserialize
from shared.adapters.jinja_pages import JinjaPages
from shared.steps.dispatch import one_by_one
from shared.steps.send import SendDelivery
from tests.reliability.backings import Backing
from tests.reliability.doubles import FakeScheduler, FakeSES, Taken
from tests.reliability.tap import Crash, Tap

SWEEP_EVERY = timedelta(minutes=5)
# AWS: "Error handling for asynchronous invocations": after one minute, then after two.
ASYNC_WAITS = (timedelta(minutes=1), timedelta(minutes=2))
# A person whose press or command failed tries again. Erasing makes some calls for each thing that is kept, any of which
# may fail, and each try goes on where the last one broke: so it may take more tries than a press.
PERSON_TRIES = 30
_PAGES, _CONTENT = JinjaPages(), functools.cache(toml_content.load)
# Nothing that still goes on after so many steps will ever end.
MAX_STEPS = 2_000


class EndlessError(AssertionError):
    """Things go on happening and never come to an end."""


class Cloud:
    """One deployment. `streams` says whether the table's stream is handed on at all.

    `seed` decides what users and mails are called, and with it in which order the table gives what it holds: else what
    failed once would not fail again.
    """

    def __init__(self, backing: Backing, now: datetime, seed: int | str = 0) -> None:
        self.clock = StandingClock(now)
        self.rules, self.streams = backing.rules, True
        self.rules.clock = self.clock
        self.ledger, self.tap = Ledger(), Tap(self.clock.now)
        self.given: list[str] = []
        # How many calls were made before the first pause; 0 until then.
        self.calls_of_beginning = 0
        # After which call a history goes on as another does; None where it never does.
        self.calls_until_end: int | None = None
        # Promises that were found broken on the way.
        self.noticed: list[str] = []
        self.dead_letters: list[Callable[[], None]] = []
        self._backing, self._names = backing, backing.names
        self._shard = collections.deque[dict[str, Any]]()
        self.ses = FakeSES(self.rules, self.clock.now, self.at, self._tell)
        self.scheduler = FakeScheduler(self.rules, {self._names.name("ScheduleGroup")}, self.at, self._fire)
        self._clients = {
            "dynamodb": backing.client("dynamodb"),
            "s3": backing.client("s3"),
            "scheduler": self.scheduler,
            "sesv2": self.ses,
        }
        self._ids = random.Random(seed)  # noqa: S311 - no secret of a double
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._last_sweep = self.clock.now()
        self._start_process()

    # --- what people do -----------------------------------------------------------------------------------------------

    def arrival(self, raw: bytes, to: str) -> Arrival:
        """Return a mail as SES receives it, under a name that is the same in each run of a history."""
        return dataclasses.replace(arrival(raw, to), mail_id=f"{self._ids.getrandbits(160):040x}")

    def receive(self, mail: Arrival, *, again: bool = False) -> None:
        """Let SES receive a mail: it lies in the bucket, and its notice in the queue. `again` is a second notice."""
        at = self.clock.now()
        if not again:
            self._backing.put_mail(mail.key, mail.stored(at))
            self.given.append(mail.mail_id)
        body = json.dumps(mail.notice(self._names.name("InboundBucket"), self._names.arn("InboundTopic"), at))
        self._bring({"Records": [{"messageId": f"sqs-{len(self.given)}", "body": body}]}, 1)
        self._hand_on()

    def press(self, url: str) -> None:
        """Press the address of List-Unsubscribe, again where it did not answer."""
        event = {
            "queryStringParameters": {"t": url.rpartition("?t=")[2]},
            "requestContext": {"http": {"method": "POST"}},
            "body": "List-Unsubscribe=One-Click",
        }
        for _ in range(PERSON_TRIES):
            if self._invoke("unsubscribe", event)[1] is None:
                self._hand_on()
                return
            self.run(self.clock.now() + timedelta(minutes=10))
        raise AssertionError("the address never answered")

    def erase(self, address: str) -> None:
        """Erase a user as an operator does, again where the command failed."""
        for _ in range(PERSON_TRIES):
            if self._guarded(lambda: self._erase(address))[1] is None:
                self._hand_on()
                return
            self.run(self.clock.now() + timedelta(minutes=10))
        raise AssertionError("the command never ended well")

    def redrive(self) -> None:
        """Put the dead letters back into their queue, as an operator does after the alarm."""
        waiting, self.dead_letters = self.dead_letters, []
        for letter in waiting:
            letter()
        self._hand_on()

    @contextlib.contextmanager
    def own_calls(self) -> Iterator[None]:
        """Say that what is called within is what no other history does."""
        self.calls_of_beginning = len(self.tap.calls)
        yield
        self.calls_until_end = len(self.tap.calls)

    # --- time ---------------------------------------------------------------------------------------------------------

    def at(self, when: datetime, what: Callable[[], None]) -> None:
        """Let something happen at a moment, or now where that is past."""
        heapq.heappush(self._queue, (max(when, self.clock.now()), next(self._numbers), what))

    def run(self, until: datetime | None = None) -> None:
        """Let happen what happens until `until`, or everything there is; raise EndlessError where that never ends."""
        for _ in range(MAX_STEPS):
            step = self._next_step()
            if step is None or (until is not None and step[0] > until):
                break
            when, happens = step
            self.clock.advance_to(when)
            happens()
            self._hand_on()
        else:
            raise EndlessError(f"more than {MAX_STEPS} steps")
        if until is not None:
            self.clock.advance_to(until)

    def _next_step(self) -> tuple[datetime, Callable[[], None]] | None:
        sweep = self._next_sweep()
        if self._queue and (sweep is None or self._queue[0][0] <= sweep):
            when = self._queue[0][0]
            return when, self._happen
        return (sweep, self._sweep) if sweep else None

    def _happen(self) -> None:
        heapq.heappop(self._queue)[2]()

    def _next_sweep(self) -> datetime | None:
        """Return the first beat that finds something; those that find nothing change nothing and are skipped."""
        checks = self._backing.open_checks()
        if not checks:
            return None
        wanted = max(datetime.fromisoformat(min(checks)), self._last_sweep + timedelta(seconds=1))
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return epoch + -((epoch - wanted) // SWEEP_EVERY) * SWEEP_EVERY

    # --- the edges ----------------------------------------------------------------------------------------------------

    def _bring(self, event: dict[str, Any], attempt: int) -> None:
        """Let SQS hand a notice out; one that failed is visible again after its time-out, five times in all."""
        _, error = self._invoke("receive_email", event)
        if error is None:
            return
        queue = template.properties("InboundQueue")
        if attempt < int(queue["RedrivePolicy"]["maxReceiveCount"]):
            again = self.clock.now() + timedelta(seconds=int(queue["VisibilityTimeout"]))
            self.at(again, lambda: self._bring(event, attempt + 1))
        else:
            self.dead_letters.append(lambda: self._bring(event, 1))

    def _hand_on(self) -> None:
        """Hand the stream's records to their function: in order, in batches, each a bounded number of times."""
        source = template.properties("DispatchDeliveries")["Events"]["Stream"]["Properties"]
        tries = 0
        while True:
            self._shard += [
                record for record in self._backing.new_records() if self.streams and _wanted(source, record)
            ]
            if not self._shard:
                return
            batch = list(itertools.islice(self._shard, source["BatchSize"]))
            done = self._done_of(batch)
            for _ in range(done):
                self._shard.popleft()
            tries = tries + 1 if done == 0 else 0
            if tries > source["MaximumRetryAttempts"]:
                # Lambda halves the batch until the record that fails stands alone, and gives that one up.
                self._shard.popleft()
                tries = 0

    def _done_of(self, batch: list[dict[str, Any]]) -> int:
        """Invoke the stream's function and return how many records need not come again."""
        answer, error = self._invoke("dispatch_deliveries", {"Records": batch})
        if error is not None:
            return 0
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        return next((index for index, number in enumerate(numbers) if number in failed), len(batch))

    def _fire(self, payload: dict[str, Any]) -> None:
        self._asynchronously("SendDelivery", "send_delivery", payload)

    def _tell(self, taken: Taken, event: dict[str, Any]) -> None:
        def told() -> None:
            taken.told_at = taken.told_at or self.clock.now()

        self._asynchronously("RecordFeedback", "record_feedback", event, told)

    def _asynchronously(
        self,
        logical_id: str,
        function: str,
        event: dict[str, Any],
        then: Callable[[], None] = lambda: None,
        attempt: int = 0,
    ) -> None:
        """Invoke as Lambda does what nobody waits for: again after a minute, then after two, and no more."""
        _, error = self._invoke(function, event)
        if error is None:
            then()
        elif attempt < template.properties(logical_id)["EventInvokeConfig"]["MaximumRetryAttempts"]:
            again = self.clock.now() + ASYNC_WAITS[min(attempt, 1)]
            self.at(again, lambda: self._asynchronously(logical_id, function, event, then, attempt + 1))
        elif function == "record_feedback":
            # What a sweep cannot mend, an operator calls again by hand (docs/operations.md, CallsGivenUpAlarm).
            self.dead_letters.append(lambda: self._asynchronously(logical_id, function, event, then))

    def _sweep(self) -> None:
        self._last_sweep = self.clock.now()
        self._asynchronously("DispatchDeliveries", "dispatch_deliveries", {"sweep": True})

    # --- the process --------------------------------------------------------------------------------------------------

    def _start_process(self) -> None:
        """Build every step anew, as a cold start does: nothing of the process that crashed is left.

        But for the compiled templates and the words, which are the same for every process and take long to read.
        """
        environment = self._names.environment

        def clients(service: str) -> Any:
            return self.tap.over(self._clients[service], service)

        def with_words(send: SendDelivery) -> SendDelivery:
            return dataclasses.replace(send, pages=_PAGES, content=_CONTENT)

        owes = settings.load(settings.DispatchSettings, environment("DispatchDeliveries"))
        kept = settings.load(settings.RecordsSettings, environment("Unsubscribe"))
        steps = {
            "receive_email": bootstrap.receive_mail(
                settings.load(settings.ReceiveSettings, environment("ReceiveEmail")), clients, self.clock, self._new_id
            ),
            "dispatch_deliveries": dataclasses.replace(
                bootstrap.dispatch_deliveries(owes, clients, self.clock, one_by_one),
                send=with_words(bootstrap.send_delivery(owes, clients, self.clock)),
            ),
            "send_delivery": with_words(
                bootstrap.send_delivery(
                    settings.load(settings.SendSettings, environment("SendDelivery")), clients, self.clock
                )
            ),
            "record_feedback": bootstrap.record_feedback(kept, clients),
            "unsubscribe": bootstrap.unsubscribe(kept, clients, self.clock),
        }
        modules: tuple[Any, ...] = (receive_email, dispatch_deliveries, send_delivery, record_feedback, unsubscribe)
        self._handlers = {module.__name__.rpartition(".")[2]: module.handle for module in modules}
        self._steps: dict[str, Any] = steps
        self._erase = bootstrap.erase_user(owes, clients, self.clock)

    def _new_id(self) -> str:
        return f"{self._ids.getrandbits(48):012x}"

    def _invoke(self, function: str, event: dict[str, Any]) -> tuple[Any, str | None]:
        self.ledger.function = function
        return self._guarded(lambda: self._handlers[function](event, self._steps[function], self.ledger))

    def _guarded(self, run: Callable[[], Any]) -> tuple[Any, str | None]:
        """Run what a function does; what it raises is a failed invocation, and a crash takes the process with it."""
        try:
            return run(), None
        except Crash as crash:
            self._start_process()
            return None, f"Crash: {crash}"
        except Exception as raised:  # noqa: BLE001 - Lambda makes no difference either
            return None, self.ledger.failed(raised).error

    # --- what is there ------------------------------------------------------------------------------------------------

    def items(self) -> list[dict[str, Any]]:
        """Return every item of the table as plain values."""
        return [deserialize(item) for item in self._backing.items()]

    def mails_in_the_bucket(self) -> set[str]:
        """Return the SES ids of the raw mails that lie in the bucket."""
        return {key.removeprefix("inbound/") for key in self._backing.mails()}

    def sent(self) -> Iterator[Taken]:
        """Yield every mail that SES took."""
        yield from self.ses.taken


def _wanted(source: dict[str, Any], record: dict[str, Any]) -> bool:
    return any(matches(json.loads(entry["Pattern"]), record) for entry in source["FilterCriteria"]["Filters"])


def parameters(allowed: str, **other: str) -> dict[str, str]:
    """Return the template's parameters of a deployment that answers `allowed`."""
    return {
        "FromAddress": OWN_ADDRESS,
        "AllowedSenders": allowed,
        "OperatorAddress": "operator@foreword.example",
        "AddressKey": "the key of a cloud that ends with its process",
        "DefaultTimeZone": "UTC",
    } | other
