"""G7, the replies: nothing that a user writes, or passes on, in any word of a reply changes what a mail of ours is.

Whoever is named in a reply (`met:`, `ask:`, `with:`) is a stranger as well: every mail that leaves goes to the user.
"""

from __future__ import annotations

import collections
import email
import email.policy
import itertools
from collections.abc import Callable
from datetime import timedelta

from shared.domain.delivery import Kind
from tests.builders import ENDS, OWN, a_user
from tests.reliability import payloads
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.leaving import Checker, hold_against_ourselves
from tests.reliability.payloads import PAYLOADS
from tests.reliability.pipeline import Left, Pipeline, vouched

USER_ID = "0123456789ab"
HOME = "robin@home.example"
ANA = "ana@riverside.example"
OF_REPLIES = frozenset(
    {
        Kind.REMINDER, Kind.INTRODUCTION, Kind.REQUEST, Kind.REFERRER_NOTE, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH,
        Kind.LIST, Kind.EXPORT, Kind.COMPARE, Kind.HELP, Kind.ERASE_ASKED, Kind.ERASED, Kind.ADDRESS_CODE, Kind.NOTED,
    }
)  # fmt: skip
# What may be said before the talk, and what only after it; the payload stands in one line of it.
BEFORE: dict[str, Callable[[str], str]] = {
    "with": lambda text: f"with: {text}, sam@harbor.example",
    "address of with": lambda text: f"with: Sam Poe, {text}",
    "company": lambda text: f"company: {text}",
    "when": lambda text: f"when: {text}",
    "where": lambda text: f"where: {text}",
    "own words": lambda text: f"5: {text}",
    "ask": lambda text: f"ask: {text}, lee@harbor.example, why {text}",
    "address of ask": lambda text: f"ask: Lee Tan, {text}",
    "profile": lambda text: f"profile\nname: {text}\nfield: {text}\nstrengths: {text}, SQL\ntone: {text}",
    "also": lambda text: f"also {text}",
    "notes": lambda text: f"She said: {text}",
}
AFTER: dict[str, Callable[[str], str]] = {
    "learned": lambda text: f"Learned: {text}\nPromised: {text}\nQ1: {text}\nInterested: yes\nkeep in touch",
    "met": lambda text: f"met: {text}, {ANA}, {text}\nPromised: a note\nInterested: yes\nkeep in touch",
    "address of met": lambda text: f"met: Ana Ruiz, {text}, Riverside",
}


@goal("G7 replies", "the same of every word of a reply, whoever is named in it; each kind of mail leaves, to its owner")
def injected_replies(size: Size) -> Result:
    """Write every payload behind every word, ask for all that is kept, and look at every mail that leaves."""
    trial = Trial()
    for number, (place, payload) in enumerate(itertools.product((*BEFORE, *AFTER), PAYLOADS)):
        # How a story ends is of interest once for each payload, and takes most of the time.
        trial.answer(place, payload, to_the_end=size is Size.LONG or number % len(BEFORE) == 0)
    return trial.result()


class Desk:
    """One user who replies to the last mail that left."""

    def __init__(self) -> None:
        self.pipeline, self.left = Pipeline(), list[Left]()
        self.pipeline.records.users = {USER_ID: a_user(id=USER_ID, was_asked=False)}

    def receive(self, raw: bytes, to: str = OWN) -> None:
        """Let a mail come, and what is due leave."""
        self.pipeline.receive(raw, to)
        self.left += self.pipeline.send_due()

    def reply(self, text: str) -> None:
        """Answer the last mail."""
        mail = email.message_from_bytes(self.left[-1].raw, policy=email.policy.default)
        head = "Subject: Re: your talk\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        raw = vouched((head + text.replace("\n", "\r\n") + "\r\n").encode("utf-8", "surrogateescape"))
        self.receive(raw, str(mail["Reply-To"] or OWN))

    def after_the_talk(self) -> None:
        """Let the talk take place, and its draft leave."""
        self.pipeline.clock.move_to(max(self.pipeline.clock.now(), ENDS + timedelta(hours=2)))
        self.left += self.pipeline.send_due()

    def to_the_end(self) -> None:
        """Let all leave that is owed."""
        self.left += self.pipeline.send_all()


def _told(place: str, text: str, *, to_the_end: bool) -> list[Left]:
    desk = Desk()
    desk.receive(payloads.invite())
    if place in BEFORE:
        desk.reply(BEFORE[place](text))
    if place in AFTER or to_the_end:
        desk.after_the_talk()
    if place in AFTER:
        desk.reply(AFTER[place](text))
    desk.reply("list\nexport\ncompare")
    if to_the_end:
        desk.receive(_anas())
        desk.to_the_end()
    return desk.left


def _anas() -> bytes:
    """Invite to the talk with whom the contact named."""
    return payloads.invite(
        {
            "UID": "UID:ana@riverside.example", "SUMMARY": "SUMMARY:Robin / Ana",
            "ORGANIZER": f"ORGANIZER;CN=Ana Ruiz:mailto:{ANA}",
            "DTSTART": "DTSTART:20261119T180000Z", "DTEND": "DTEND:20261119T184500Z",
        }
    )  # fmt: skip


class Trial:
    """Receives replies and looks at what leaves."""

    def __init__(self) -> None:
        self.tally, self.cases = Tally(), 0
        self.kinds: collections.Counter[Kind] = collections.Counter()
        self.checker = Checker.of(_harmless())

    def answer(self, place: str, payload: str, *, to_the_end: bool) -> None:
        """Let one story happen."""
        self.cases += 1
        left: list[Left] = []
        with self.tally.attempt(f"{payload} behind {place}"):
            left = _told(place, PAYLOADS[payload], to_the_end=to_the_end)
        self.look(f"{payload} behind {place}", left)

    def look(self, what: str, left: list[Left]) -> None:
        """Hold every mail against harmless ones of its kind, and send one of each kind back to us."""
        for one in left:
            self.kinds[one.delivery.kind] += 1
            with self.tally.attempt(f"{what}, {one.delivery.kind}"):
                self.checker.hold(one)

    def result(self) -> Result:
        """Count what left, by kind; the harmless ones of each kind come back to us, and are not answered."""
        for left in _harmless():
            self.kinds[left.delivery.kind] += 1
            with self.tally.attempt(f"{left.delivery.kind} comes back"):
                hold_against_ourselves(left.raw)
        for kind in OF_REPLIES - set(self.kinds):
            self.tally.fail(f"no {kind} ever left")
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.kinds.most_common())
        words = len(BEFORE) + len(AFTER)
        return self.tally.result(
            f"{len(PAYLOADS)} payloads behind {words} words, {self.cases:,} cases; looked at {kinds}"
        )


def _harmless() -> list[Left]:
    """Let every kind of mail leave that a reply can owe, of ordinary words."""
    left = _told("met", "Ana Ruiz", to_the_end=True)
    for place in (*BEFORE, *AFTER):
        said = {"when": "Thu Nov 12 2026, 4:00 PM", "also": HOME}.get(place, "lee.tan@harbor.example")
        left += _told(place, said if "address" in place or place in ("when", "also") else "plain", to_the_end=True)
    desk = Desk()
    desk.receive(payloads.invite())
    for text in ("swap 10\nstop by on Friday?", "help", "cancelled", "erase", "erase"):
        desk.reply(text)
    return [*left, *desk.left]
