"""What `foreword serve` holds: one world that mail comes into over SMTP, and what became of each mail."""

from __future__ import annotations

import dataclasses
import email.header
import threading
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from local.folder import Bodies, read_mail
from local.forwarding import over_smtp
from local.ses import SentMail, address_in, arrival, header_fields
from local.world import OWN_ADDRESS, Receipt, World
from shared.adapters.ses_tags import TAG_DELIVERY

MAX_SHOWN = 200
_CALLED = {"thank_you": "Thank-you draft", "thank_you_nudge": "Reminder"}


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A mail that came in; `when` is local, to be read."""

    when: str
    author: str
    subject: str
    outcome: str
    withdrawn: int


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """A mail that left; `number` counts from 1."""

    number: int
    when: str
    kind: str
    recipient: str
    bodies: Bodies
    raw: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """A Delivery that waits for its time."""

    when: str
    kind: str
    recipient: str
    about: str


class Trial:
    """One world behind a lock, since mail and pages come on threads of their own. `zone` is the one that it shows."""

    def __init__(self, world: World, zone: str) -> None:
        self._world = world
        self._zone = ZoneInfo(zone)
        self._lock = threading.Lock()
        self._received: list[Received] = []
        self._bodies: dict[str, Bodies] = {}

    def take(self, raw: bytes, source: str, recipients: list[str]) -> str:
        """Receive a mail; its From and its Sender are taken as proven and allowed. Return the outcome's name."""
        with self._lock:
            self._catch_up()
            for address in {address_in(raw, "from"), address_in(raw, "sender")} - {""}:
                self._world.allow(address)
            judged = {"source": source, "recipients": recipients or [OWN_ADDRESS], "dmarc": "PASS"}
            receipt = self._world.receive(arrival(over_smtp(raw), OWN_ADDRESS, judged))
            self._received.append(self._as_received(raw, receipt))
            return receipt.outcome or "no_outcome"

    def run_on(self, *, to_the_end: bool) -> None:
        """Move the clock to the next thing that is due, or through all of them."""
        with self._lock:
            self._catch_up()
            if to_the_end:
                self._world.run_to_end()
            else:
                self._world.run_on()

    def overview(self) -> dict[str, Any]:
        """Return what the page shows: the time, what came, what was sent, what is planned, what failed."""
        with self._lock:
            self._catch_up()
            return {
                "now": self._local(self._world.clock.now()),
                "received": self._received[::-1],
                "sent": self._sent()[::-1],
                "planned": self._planned(),
                "failures": [f"{failure.function}: {failure.error}" for failure in self._world.failures],
                "waiting": self._world.next_event() is not None,
            }

    def sent_mail(self, number: int) -> Sent | None:
        """Return one mail that left, or None."""
        with self._lock:
            return next((mail for mail in self._sent() if mail.number == number), None)

    def _catch_up(self) -> None:
        self._world.run_until(self._world.clock.now())

    def _sent(self) -> list[Sent]:
        kinds = {ref.delivery_id: item["kind"] for ref, item in self._world.deliveries().items()}
        return [
            Sent(
                number=number,
                when=self._local(mail.at),
                kind=_words(kinds[mail.tags[TAG_DELIVERY]]),
                recipient=", ".join(mail.recipients),
                bodies=self._bodies_of(mail),
                raw=mail.raw,
            )
            for number, mail in enumerate(self._world.sent, 1)
        ]

    def _bodies_of(self, mail: SentMail) -> Bodies:
        if mail.ses_message_id not in self._bodies:
            self._bodies[mail.ses_message_id] = read_mail(mail.raw)
        return self._bodies[mail.ses_message_id]

    def _planned(self) -> list[Planned]:
        subjects = {item["id"]: item["subject"] for item in self._world.items() if item["sk"].startswith("INTERVIEW#")}
        waiting = [item for item in self._world.deliveries().values() if item["state"] in ("pending", "sending")]
        return [
            Planned(
                when=self._local(datetime.fromisoformat(item["due_at"])),
                kind=_words(item["kind"]),
                recipient=item["recipient"],
                about=subjects.get(item.get("interview_id"), ""),
            )
            for item in sorted(waiting, key=lambda item: item["due_at"])
        ]

    def _as_received(self, raw: bytes, receipt: Receipt) -> Received:
        subject = next((value for name, value in header_fields(raw) if name.lower() == "subject"), "")
        return Received(
            when=self._local(receipt.at),
            author=address_in(raw, "from") or "nobody",
            subject=_decoded(subject)[:MAX_SHOWN],
            outcome=_words(receipt.outcome) if receipt.outcome else f"none: {receipt.error}",
            withdrawn=len(receipt.withdrawn),
        )

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%a %d %b %Y, %H:%M %Z")


def _words(name: str) -> str:
    """Return how the page calls a kind of mail or an outcome."""
    return _CALLED.get(name) or name.replace("_", " ").capitalize()


def _decoded(value: str) -> str:
    """Decode encoded words (RFC 2047), as far as they are right."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (LookupError, ValueError):
        return value
