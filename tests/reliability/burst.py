"""A deployment that bears ten thousand mails: the doubles with indexes, and a meter on what is our own work.

The meter counts the CPU time of each invocation but for the time inside the doubles, which stand for AWS. So counted
are the handler, the gate, the reader, the planning, and the adapters with their conversion of records. Not counted is
botocore, which writes and signs requests in the place of the doubles: about a millisecond a call. Of receive_email the
invocations count by themselves that read a mail and took it to its outcome; those that a throttled call cut short, and
second notices of a mail that was seen, would only make the figures prettier.
"""

from __future__ import annotations

import collections
import dataclasses
import gc
import heapq
import json
import random
import re
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from local.ses import Arrival
from shared.domain.delivery import Kind
from shared.domain.mail import Rendered
from tests.reliability.backings import MemoryBacking
from tests.reliability.cloud import Cloud
from tests.reliability.expressions import Item
from tests.reliability.memory_dynamodb import Key, MemoryDynamoDB
from tests.reliability.strict.clients import Rules
from tests.reliability.tap import Call, Fault

_IS_OF = re.compile(r"(?:pk|open_shard) = (:\w+)")
# Our own objects live for one mail, but the doubles' for all: the collector shall not walk through theirs on our time.
_FREEZE_EVERY = 100
# The figures of whole receivings: a mail read to its outcome.
WHOLE = "receive_email, a whole mail"
# One mail in so many is written by the real templates, which take most of a mail's time.
_WRITTEN_EVERY = 20
# One request in so many is held to AWS's rules, which take longer than the table.
_CHECKED_EVERY = 10


class _Items(dict[Key, Item]):
    """The table's items, also by partition, with a heap of when open Deliveries are to be looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.partitions: dict[str, dict[Key, Item]] = collections.defaultdict(dict)
        self.open: dict[str, dict[Key, Item]] = collections.defaultdict(dict)
        self._checks: list[tuple[str, Key]] = []

    def __setitem__(self, key: Key, item: Item) -> None:
        self._close(key)
        super().__setitem__(key, item)
        self.partitions[key[0]][key] = item
        if "open_shard" in item:
            self.open[item["open_shard"]["S"]][key] = item
            heapq.heappush(self._checks, (item["check_at"]["S"], key))

    def __delitem__(self, key: Key) -> None:
        self._close(key)
        super().__delitem__(key)
        del self.partitions[key[0]][key]

    def first_check(self) -> str | None:
        """Return when the first open Delivery is to be looked at."""
        while self._checks:
            at, key = self._checks[0]
            item = self.get(key, {})
            if "open_shard" in item and item["check_at"]["S"] == at:
                return at
            heapq.heappop(self._checks)
        return None

    def _close(self, key: Key) -> None:
        old = self.get(key, {})
        if "open_shard" in old:
            del self.open[old["open_shard"]["S"]][key]


class _IndexedDynamoDB(MemoryDynamoDB):
    """MemoryDynamoDB whose queries look at one partition alone, as DynamoDB's do."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self.table = _Items()
        self.items = self.table
        # Terminal records that a second one was written over.
        self.rewritten: list[str] = []
        self._calls = 0

    def _check(self, operation: str, request: dict[str, Any]) -> bool:
        """Hold some requests to AWS's rules; every kind of them is held to all of them in the crash sweep (G2)."""
        self._calls += 1
        return self._calls % _CHECKED_EVERY == 0 and super()._check(operation, request)

    def _record(self, key: Key, old: Item | None, new: Item | None) -> None:
        if key[1] == "SEEN" and old:
            self.rewritten.append(key[0])
        super()._record(key, old, new)

    def query(self, **request: Any) -> dict[str, Any]:
        """AWS: Query."""
        named = _IS_OF.match(request["KeyConditionExpression"])
        if named is None:
            raise NotImplementedError(request["KeyConditionExpression"])
        whose = request["ExpressionAttributeValues"][named[1]]["S"]
        partitions = self.table.open if request.get("IndexName") else self.table.partitions
        self.items = partitions.get(whose, {})
        try:
            return super().query(**request)
        finally:
            self.items = self.table


class BurstBacking(MemoryBacking):
    """MemoryBacking with indexes; the mails lie packed, and of some keys S3 gives nothing."""

    def __init__(self, rules: Rules, parameters: Mapping[str, str]) -> None:
        super().__init__(rules, parameters)
        self._dynamodb = self.table = _IndexedDynamoDB(rules)
        self.packed: dict[str, bytes] = {}

    def put_mail(self, key: str, raw: bytes) -> None:
        """Lay a raw mail into the bucket."""
        self.packed[key] = zlib.compress(raw, 1)

    def unpack(self, key: str) -> None:
        """Let S3 have this mail, and no other, at hand."""
        self._s3.objects.clear()
        if key in self.packed:
            self._s3.objects[key] = zlib.decompress(self.packed[key])

    def open_checks(self) -> list[str]:
        """Return when the next open Delivery is to be looked at."""
        first = self.table.table.first_check()
        return [first] if first else []


class Meter:
    """CPU seconds of our own by function, one figure for each invocation."""

    def __init__(self) -> None:
        self.own: dict[str, list[float]] = collections.defaultdict(list)
        self._theirs = 0.0

    def ours(self, run: Callable[[], Any]) -> tuple[Any, float]:
        """Run one invocation; return its answer and what it took but for what others took in it."""
        began, self._theirs = time.process_time(), 0.0
        answer = run()
        return answer, time.process_time() - began - self._theirs

    def theirs(self, run: Callable[[], Any]) -> Any:
        """Run what is not the invocation's own: what stands for AWS, or another invocation meanwhile."""
        began, so_far = time.process_time(), self._theirs
        try:
            return run()
        finally:
            self._theirs = so_far + time.process_time() - began


class BurstCloud(Cloud):
    """A Cloud without a limit of steps, whose calls fail by chance, and whose words are short.

    `failing` is the share of AWS calls that are throttled; `lost` are keys that S3 will not give. What a mail looks
    like is no part of the ledger, so that only some are written by the real templates.
    """

    def __init__(self, backing: BurstBacking, now: datetime, failing: float, seed: int) -> None:
        self.meter, self.lost = Meter(), set[str]()
        self._chance, self._failing, self._burst = random.Random(seed), failing, backing  # noqa: S311 - no secret
        self._invocations, self._read, self._key, self._twin = 0, False, "", False
        self._event: dict[str, Any] = {}
        super().__init__(backing, now, seed)
        self._clients = {name: _Metered(client, self.meter) for name, client in self._clients.items()}
        self._start_process()
        self.tap.plan = self._fails

    def receive_twice(self, mail: Arrival) -> None:
        """Let the queue hand a notice out twice at the same time: the second is done while the first is committing."""
        self._twin = True
        self.receive(mail)
        if self._twin:
            # A throttled call cut the first short before it would commit.
            self._twin = False
            self.receive(mail, again=True)

    @property
    def rewritten(self) -> list[str]:
        """Return the mails whose terminal record was written over by a second."""
        return self._burst.table.rewritten

    def run(self, until: datetime | None = None) -> None:
        """Let happen what happens until `until`, or everything there is."""
        while (step := self._next_step()) is not None and (until is None or step[0] <= until):
            self.clock.advance_to(step[0])
            step[1]()
            self._hand_on()
        if until is not None:
            self.clock.advance_to(until)

    def _fails(self, call: Call) -> Fault | None:
        self._read = self._read or call.service == "s3"
        if self._twin and call.operation == "transact_write_items":
            self._twin = False
            self.meter.theirs(lambda: self._invoke("receive_email", self._event))
        if call.service == "s3" and self._key in self.lost:
            return Fault.BROKEN
        return Fault.THROTTLED if self._chance.random() < self._failing else None

    def _bring(self, event: dict[str, Any], attempt: int) -> None:
        self._event = event
        self._key = json.loads(event["Records"][0]["body"])["receipt"]["action"]["objectKey"]
        self._burst.unpack(self._key)
        super()._bring(event, attempt)

    def _invoke(self, function: str, event: dict[str, Any]) -> tuple[Any, str | None]:
        self._invocations += 1
        if self._invocations % _FREEZE_EVERY == 0:
            gc.freeze()
        self._read = False
        (answer, error), own = self.meter.ours(lambda: super(BurstCloud, self)._invoke(function, event))
        is_whole = function == "receive_email" and self._read and error is None
        self.meter.own[WHOLE if is_whole else function].append(own)
        return answer, error

    def _start_process(self) -> None:
        super()._start_process()
        for step in ("dispatch_deliveries", "send_delivery"):
            self._steps[step] = _with_short_words(self._steps[step])


def _with_short_words(step: Any) -> Any:
    if hasattr(step, "send"):
        return dataclasses.replace(step, send=_with_short_words(step.send))
    return dataclasses.replace(step, pages=_SometimesWritten(step.pages))


class _SometimesWritten:
    """Writes some mails with the real templates, and the others in a line."""

    def __init__(self, pages: Any) -> None:
        self._pages, self._count = pages, 0

    def render(self, kind: Kind, page: Any) -> Rendered:
        self._count += 1
        if self._count % _WRITTEN_EVERY == 1:
            written: Rendered = self._pages.render(kind, page)
            return written
        return Rendered(f"{kind}\n", f"<p>{kind}</p>\n")


class _Metered:
    """A client whose time is not ours."""

    def __init__(self, client: Any, meter: Meter) -> None:
        self._client, self._meter = client, meter

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        return lambda **request: self._meter.theirs(lambda: method(**request))
