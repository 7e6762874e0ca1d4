"""A Monday morning: when are the packs out that 100,000 people ask for within ten minutes? A model, second by second.

    python -m tools.monday

The inputs stand below. What was measured is named so; how long AWS takes for a call is assumed, and a first deployment
can correct it. A mail goes the way of docs/architecture.md: queue, receive_email, stream, dispatch_deliveries, SES;
what SES refuses, and what waits in the stream for long, is the sweep's. Left out: cold starts (about a second for each
new process, once).
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator

FORWARDS = 100_000
WITHIN_SECONDS = 600

# Measured: CPU of one invite, known user, milliseconds of a whole core, AWS calls included (benchmarks/RESULTS.md).
# At 1,024 MB Lambda gives 0.58 of one.
CPU_MS = {"receive_email": 5, "dispatch_deliveries": 8, "sweep": 8}
CORE = 1024 / 1769
# Measured: calls of one invite (tests/call_counts.py). Assumed: how long AWS takes for each, milliseconds.
CALL_MS = {"item": 6, "batch": 8, "transaction": 20, "object": 40, "schedule": 60, "mail": 150}
CALLS = {
    "receive_email": {"item": 5, "batch": 3, "transaction": 1, "object": 1},
    "dispatch_deliveries": {"item": 6, "batch": 2, "transaction": 2, "schedule": 3, "mail": 1},
    # Of what was only refused it makes fewer: the schedules are there.
    "sweep": {"item": 10, "batch": 1, "transaction": 2, "schedule": 3, "mail": 1},
}
# Measured: DynamoDB's write units of one invite with its pack (docs/cost.md).
WRITE_UNITS = {"receive_email": 26, "dispatch_deliveries": 31}

# AWS: "Configuring scaling behavior for SQS event source mappings": five at first, 300 more each minute.
FIRST_READERS, MORE_READERS_A_SECOND = 5, 5
# template.yaml and shared/adapters/at_once.py: every five minutes a sweep of four at once, ended before its time-out.
BEAT, SWEEPS_FOR, AT_ONCE = 300, 240, 4
# shared/steps/send.py: what SES did not take is offered again after a minute. shared/domain/owing.py: so long has the
# stream a Delivery for itself. template.yaml: after an hour it gives up.
OFFERED_AGAIN_AFTER = STREAM_HAS = 60
STREAM_GIVES_UP_AFTER = 3600


@dataclasses.dataclass(frozen=True, slots=True)
class Quotas:
    """What a deployment may use. `mails_a_day` is the least of DailyMails and SES's own daily quota.

    A shard of the stream stands for a partition of the table: a thousand write units each second, `lanes` batches.
    """

    name: str
    receive_concurrency: int
    shards: int
    lanes: int
    ses_a_second: int
    mails_a_day: int


QUOTAS = (
    Quotas("as deployed, SES out of its sandbox", 4, 4, 1, 14, 20_000),
    Quotas("the same, DailyMails raised", 4, 4, 1, 14, 200_000),
    Quotas("a large college", 50, 4, 5, 50, 200_000),
    Quotas("the same, more lanes than SES takes", 50, 4, 10, 50, 200_000),
    Quotas("a million users", 200, 16, 10, 250, 2_000_000),
)


@dataclasses.dataclass(slots=True)
class Moment:
    """Where the forwards are at the end of one second: each is in exactly one place."""

    second: int
    still_to_come: int
    in_queue: int = 0
    in_stream: int = 0
    for_sweep: int = 0
    tomorrow: int = 0
    sent: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.still_to_come + self.in_queue + self.in_stream + self.for_sweep + self.tomorrow + self.sent


def seconds_for(work: str) -> float:
    """Return how long one piece of work takes: its CPU at Lambda's share of a core, and its calls one after another."""
    return (CPU_MS[work] / CORE + sum(CALL_MS[call] * times for call, times in CALLS[work].items())) / 1000


class _Line:
    """Some that wait, in the order in which they came, each with the second from which on it counts."""

    def __init__(self) -> None:
        self._waiting: collections.deque[tuple[int, int]] = collections.deque()

    def join(self, second: int, count: int) -> None:
        if count:
            self._waiting.append((second, count))

    def up_to(self, second: int) -> int:
        return sum(count for at, count in self._waiting if at <= second)

    def leave(self, count: int) -> None:
        while count:
            at, there = self._waiting.popleft()
            if there > count:
                self._waiting.appendleft((at, there - count))
            count -= min(there, count)


class _Rate:
    """Whole pieces of work at so many a second; a begun piece counts for the next second, idleness does not."""

    def __init__(self) -> None:
        self._begun = 0.0

    def of(self, rate: float, waiting: int) -> int:
        could = self._begun + rate
        done = min(int(could), waiting)
        self._begun = min(could - done, 1.0)
        return done


class _Morning:
    """The state of one run; `simulate` lets a second pass."""

    def __init__(self, quotas: Quotas, forwards: int, within: int) -> None:
        self.now = Moment(0, forwards)
        self._quotas, self._forwards, self._within = quotas, forwards, within
        self._stream, self._sweep = _Line(), _Line()
        self._receiving, self._dispatching, self._sweeping = _Rate(), _Rate(), _Rate()
        self._units = self._may_send = 0

    def pass_a_second(self) -> Moment:
        self.now = dataclasses.replace(self.now, second=self.now.second + 1)
        # A partition takes a thousand write units each second.
        self._units, self._may_send = self._quotas.shards * 1000, self._quotas.ses_a_second
        self._arrive()
        self._dispatch()
        self._run_sweep()
        self._receive()
        return self.now

    def _arrive(self) -> None:
        now = self.now
        there = self._forwards * min(now.second, self._within) // self._within
        arrived = there - (self._forwards - now.still_to_come)
        now.still_to_come -= arrived
        now.in_queue += arrived

    def _dispatch(self) -> None:
        now = self.now
        late = self._stream.up_to(now.second - STREAM_GIVES_UP_AFTER)
        self._leave_stream(late)
        self._leave_to_sweep(late, now.second)
        rate = self._quotas.shards * self._quotas.lanes / seconds_for("dispatch_deliveries")
        dispatched = self._paid(self._dispatching.of(rate, now.in_stream), "dispatch_deliveries")
        self._leave_stream(dispatched)
        self._send(dispatched)

    def _run_sweep(self) -> None:
        now = self.now
        if now.second < BEAT or now.second % BEAT >= SWEEPS_FOR:
            return
        due, slow = self._sweep.up_to(now.second), self._stream.up_to(now.second - STREAM_HAS)
        swept = self._paid(self._sweeping.of(AT_ONCE / seconds_for("sweep"), due + slow), "dispatch_deliveries")
        of_due = min(swept, due)
        self._sweep.leave(of_due)
        now.for_sweep -= of_due
        self._leave_stream(swept - of_due)
        self._send(swept)

    def _receive(self) -> None:
        now = self.now
        readers = min(self._quotas.receive_concurrency, FIRST_READERS + MORE_READERS_A_SECOND * now.second)
        received = self._paid(self._receiving.of(readers / seconds_for("receive_email"), now.in_queue), "receive_email")
        now.in_queue -= received
        now.in_stream += received
        self._stream.join(now.second, received)

    def _paid(self, count: int, work: str) -> int:
        """Return how many of them the table's write units of this second are enough for."""
        count = min(count, self._units // WRITE_UNITS[work])
        self._units -= count * WRITE_UNITS[work]
        return count

    def _send(self, count: int) -> None:
        """Hand mails to SES. The day's budget comes first, as it does in shared/steps/send.py."""
        now = self.now
        owed = min(count, self._quotas.mails_a_day - now.sent)
        taken = min(owed, self._may_send)
        now.tomorrow += count - owed
        now.sent += taken
        self._may_send -= taken
        self._leave_to_sweep(owed - taken, now.second + OFFERED_AGAIN_AFTER)

    def _leave_stream(self, count: int) -> None:
        self._stream.leave(count)
        self.now.in_stream -= count

    def _leave_to_sweep(self, count: int, second: int) -> None:
        self._sweep.join(second, count)
        self.now.for_sweep += count


def simulate(quotas: Quotas, forwards: int = FORWARDS, within: int = WITHIN_SECONDS) -> Iterator[Moment]:
    """Yield where the forwards are, second by second, until each pack is out or waits for tomorrow's budget."""
    morning = _Morning(quotas, forwards, within)
    while morning.now.sent + morning.now.tomorrow < forwards:
        yield morning.pass_a_second()


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What a run came to; waits in seconds, of those whose pack is out today, first come first served."""

    last_out: int
    median_wait: int
    longest_wait: int
    most_in_queue: int
    most_in_stream: int
    most_for_sweep: int
    sent: int
    tomorrow: int


def run(quotas: Quotas, forwards: int = FORWARDS, within: int = WITHIN_SECONDS) -> Result:
    """Run the model to its end."""
    moments = list(simulate(quotas, forwards, within))
    sent = [moment.sent for moment in moments]
    waits = []
    second = 0
    for number in range(1, sent[-1] + 1):
        while sent[second] < number:
            second += 1
        waits.append(moments[second].second - number * within / forwards)
    return Result(
        last_out=next(moment.second for moment in moments if moment.sent == sent[-1]),
        median_wait=round(sorted(waits)[len(waits) // 2]),
        longest_wait=round(max(waits)),
        most_in_queue=max(moment.in_queue for moment in moments),
        most_in_stream=max(moment.in_stream for moment in moments),
        most_for_sweep=max(moment.for_sweep for moment in moments),
        sent=sent[-1],
        tomorrow=moments[-1].tomorrow,
    )


def report(forwards: int = FORWARDS, within: int = WITHIN_SECONDS) -> list[str]:
    """Return what the program prints, in lines."""
    each = {work: f"{seconds_for(work):.2f} s" for work in CALLS}
    first = (
        f"{forwards:,} forwards within {_clock(within)}; receiving takes {each['receive_email']}, dispatching "
        f"{each['dispatch_deliveries']}, a sweep {each['sweep']} for each"
    )
    lines = [first]
    for quotas in QUOTAS:
        found = run(quotas, forwards, within)
        lines.append("")
        lines.append(
            f"{quotas.name}: {quotas.receive_concurrency} read at a time, {quotas.shards} shards of {quotas.lanes}, "
            f"SES {quotas.ses_a_second}/s, {quotas.mails_a_day:,} mails a day"
        )
        lines.append(
            f"  {found.sent:,} packs out, the last after {_clock(found.last_out)}; half wait less than "
            f"{_clock(found.median_wait)}, nobody more than {_clock(found.longest_wait)}"
        )
        lines.append(
            f"  at most {found.most_in_queue:,} in the queue, {found.most_in_stream:,} in the stream, "
            f"{found.most_for_sweep:,} left to the sweep; {found.tomorrow:,} wait for tomorrow's budget"
        )
    return lines


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


if __name__ == "__main__":
    print("\n".join(report()))
