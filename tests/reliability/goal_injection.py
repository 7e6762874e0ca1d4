"""G7: nothing that a stranger writes anywhere changes what a mail of ours is, where it goes, or what it links to."""

from __future__ import annotations

import collections
import itertools
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shared.domain.delivery import Kind
from tests.reliability import payloads
from tests.reliability.goal_injection_replies import OF_REPLIES
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.leaving import Checker, hold_against_ourselves
from tests.reliability.payloads import PAYLOADS, PLACES
from tests.reliability.pipeline import Left, Pipeline, vouched

DRAWN = {Size.CI: 300, Size.LONG: 100_000}
PAIRS = {Size.CI: 0, Size.LONG: 20_000}
CHANGING = ("SUMMARY", "LOCATION")


@goal("G7", "what strangers write in any field adds no header, recipient, markup or link to a mail of ours")
def injection(size: Size) -> Result:
    """Write every payload in every place, and look at every mail that then leaves."""
    trial = Trial()
    for place, payload in itertools.product(PLACES, PAYLOADS):
        trial.answer(f"{payload} as {place}", [PLACES[place](PAYLOADS[payload])])
    for name, payload in itertools.product(CHANGING, PAYLOADS):
        trial.answer(f"{payload} as new {name}", _history(name, payloads.escaped(PAYLOADS[payload])))
    rng = Random(7)  # noqa: S311 - which payloads meet is no secret
    for _ in range(PAIRS[size]):
        one, other = rng.choices(list(PAYLOADS), k=2)
        place = rng.choice(list(PLACES))
        trial.answer(f"{one} and {other} as {place}", [PLACES[place](PAYLOADS[one] + PAYLOADS[other])])
    trial.drawn(DRAWN[size])
    return trial.result()


class Trial:
    """Receives mails and looks at what leaves; a try is a mail that left, or a case that was not answered."""

    def __init__(self) -> None:
        self.tally, self.cases = Tally(), 0
        self.kinds: collections.Counter[Kind] = collections.Counter()
        self.checker = Checker.of(_harmless())

    def answer(self, what: str, mails: list[bytes]) -> None:
        """Let each mail come, and the pack leave, then all that is owed."""
        self.cases += 1
        left: list[Left] = []
        with self.tally.attempt(what):
            left = _sent(mails)
            for one in left[:1]:
                hold_against_ourselves(one.raw)
        for one in left:
            self.kinds[one.delivery.kind] += 1
            with self.tally.attempt(f"{what}, {one.delivery.kind}"):
                self.checker.hold(one)

    def drawn(self, examples: int) -> None:
        """Let Hypothesis draw the payloads."""
        parts = st.lists(st.sampled_from(list(PAYLOADS.values())) | st.text(max_size=12), min_size=1, max_size=4)

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(list(PLACES)), parts.map("".join))
        def try_drawn(place: str, payload: str) -> None:
            text = payload.encode("utf-8", "replace").decode()
            self.answer(f"{text[:40]!r} as {place}", [PLACES[place](text)])

        try_drawn()

    def result(self) -> Result:
        """Count what left, by kind: a kind that never left was never tried."""
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.kinds.most_common())
        for kind in set(Kind) - {Kind.NOT_ON_THE_LIST} - OF_REPLIES - set(self.kinds):
            self.tally.fail(f"no {kind} ever left")
        return self.tally.result(
            f"{len(PAYLOADS)} payloads in {len(PLACES)} places and drawn ones, {self.cases:,} cases; looked at {kinds}"
        )


def _sent(mails: list[bytes]) -> list[Left]:
    pipeline = Pipeline()
    left: list[Left] = []
    for mail in mails[:-1]:
        pipeline.receive(mail)
        left += pipeline.send_due()
    pipeline.receive(mails[-1])
    return [*left, *pipeline.send_all()]


def _history(name: str, text: str) -> list[bytes]:
    """Invite, move and call off one meeting, what stands under `name` being other each time."""
    return [
        payloads.invite(),
        payloads.invite({name: f"{name}:{text}", "SEQUENCE": "SEQUENCE:1", "DTSTART": "DTSTART:20261112T210000Z"}),
        payloads.invite({name: f"{name}:{text}", "SEQUENCE": "SEQUENCE:2"}, method="CANCEL"),
    ]


def _harmless() -> list[Left]:
    """Write every kind of mail about ordinary meetings."""
    unread = vouched(b"Subject: Hello\r\n\r\nNothing here\r\n")
    two = {
        "ATTENDEE": "ATTENDEE;CN=Sam Ode:mailto:sam@harbor.example\r\nATTENDEE;CN=Ana Diaz:mailto:ana@harbor.example"
    }
    stories = [
        [payloads.invite()],
        [payloads.invite(two)],
        [payloads.invite({"ORGANIZER": "", "ATTENDEE": "", "SUMMARY": "", "LOCATION": ""})],
        [payloads.invite({"DTSTART": "DTSTART;VALUE=DATE:20261112", "DTEND": ""})],
        [payloads.invite({"DTEND": "DTEND:20261112T220500Z"})],
        [payloads.invite({"DTEND": "DTEND:20261113T000000Z", "RRULE": "RRULE:FREQ=WEEKLY"})],
        [payloads.invite(payloads.OVER)],
        [payloads.filled_form()],
        [payloads.words()],
        [unread],
        # An answer of several lines is made as a list.
        [vouched(b"Subject: Re: hello\r\n\r\nlist\r\nwhen: soon\r\nmet: ?\r\nalso nobody\r\n")],
        [vouched(b"Subject: stop all\r\n\r\n")],
        _history("SUMMARY", "Chat"),
    ]
    return [left for story in stories for left in _sent(story)]
