"""The histories that the crash sweep goes through, each with a fault at every call that it makes."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from local.forwarding import over_smtp
from local.ses import Arrival
from local.world import OWN_ADDRESS
from tests.reliability.backings import Backing
from tests.reliability.cloud import Cloud, parameters
from tests.reliability.doubles import Fires, Tells
from tests.reliability.ledger import out_of_line

ROOT = Path(__file__).resolve().parents[2]
JORDAN = "jordan@example.org"
STRANGER = "sam@elsewhere.example"
TUESDAY = datetime.fromisoformat("2026-11-10T09:00-08:00")
# Between two things that people do: longer than all that is tried again by itself.
PAUSE = timedelta(hours=2)
SAMPLE, MOVED, CANCELLED = (ROOT / "events" / f"sample-{name}.eml" for name in ("invite", "moved", "cancelled"))
STRANGE, UNREADABLE = (ROOT / "tests" / "mails" / "pipeline" / f"{name}.eml" for name in ("stranger-asks", "no-invite"))


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One history. `play` lets it happen but for its end; `tells` and `fires` say how SES and Scheduler behave.

    `exact`: whatever fails, it comes to the same in the end. `begins_as_another`: its first hours are those of "new".
    """

    name: str
    play: Callable[[Cloud], None]
    tells: Tells = Tells.DELIVERED
    fires: Fires = Fires.ONCE
    streams: bool = True
    daily_mails: int = 50
    people: frozenset[str] = frozenset({JORDAN})
    erased: bool = False
    exact: bool = True
    begins_as_another: bool = False

    def parameters(self) -> dict[str, str]:
        """Return the template's parameters of the deployment."""
        return parameters(JORDAN, DailyMailsPerUser=str(self.daily_mails))

    def begin(self, backing: Backing) -> Cloud:
        """Return the deployment in which it is to happen."""
        cloud = Cloud(backing, TUESDAY)
        cloud.ses.mode, cloud.scheduler.mode, cloud.streams = self.tells, self.fires, self.streams
        return cloud

    def happen(self, cloud: Cloud) -> None:
        """Let it happen to the end: people act, time passes, an operator puts dead letters back."""
        self.play(cloud)
        pass_time(cloud)
        cloud.run()


def _mail(cloud: Cloud, path: Path) -> Arrival:
    return cloud.arrival(over_smtp(path.read_bytes()), OWN_ADDRESS)


def pass_time(cloud: Cloud) -> None:
    """Let time pass; whatever became a dead letter meanwhile, the operator puts back after the alarm."""
    cloud.run(cloud.clock.now() + PAUSE)
    cloud.calls_of_beginning = cloud.calls_of_beginning or len(cloud.tap.calls)
    if cloud.dead_letters:
        cloud.redrive()
        cloud.run(cloud.clock.now() + PAUSE)
    cloud.noticed += out_of_line(cloud)


def new(cloud: Cloud) -> None:
    """Let the user forward the sample."""
    cloud.receive(_mail(cloud, SAMPLE))


def _and(path: Path) -> Callable[[Cloud], None]:
    def play(cloud: Cloud) -> None:
        new(cloud)
        pass_time(cloud)
        cloud.receive(_mail(cloud, path))

    return play


def _duplicate(cloud: Cloud) -> None:
    first = _mail(cloud, SAMPLE)
    cloud.receive(first)
    cloud.receive(first, again=True)
    pass_time(cloud)
    cloud.receive(_mail(cloud, SAMPLE))


def _moved_back_in_time(cloud: Cloud) -> None:
    cloud.receive(_mail(cloud, CANCELLED))
    pass_time(cloud)
    new(cloud)


def _moved_after_the_draft(cloud: Cloud) -> None:
    new(cloud)
    pass_time(cloud)
    cloud.run(datetime.fromisoformat("2026-11-13T02:00+00:00"))
    cloud.receive(_mail(cloud, MOVED))


def _says(word: str) -> Callable[[Cloud], None]:
    def play(cloud: Cloud) -> None:
        new(cloud)
        pass_time(cloud)
        cloud.receive(_reply(cloud, word))

    return play


def _stops_and_forwards_again(cloud: Cloud) -> None:
    _says("stop all")(cloud)
    pass_time(cloud)
    cloud.receive(_mail(cloud, MOVED))


def _clicks(cloud: Cloud) -> None:
    new(cloud)
    pass_time(cloud)
    found = re.search(rb"<(https://[^>]+)>", next(cloud.sent()).mail.raw)
    assert found, "no address to press"
    cloud.press(found[1].decode())


def _over_budget(cloud: Cloud) -> None:
    new(cloud)
    pass_time(cloud)
    cloud.receive(_mail(cloud, MOVED))
    pass_time(cloud)
    cloud.receive(_mail(cloud, UNREADABLE))


def _erased(cloud: Cloud) -> None:
    new(cloud)
    pass_time(cloud)
    cloud.erase(JORDAN)


def _erased_at_once(cloud: Cloud) -> None:
    """Erase while all of the mail's effects are still to happen, and let its notice come once more."""
    first = _mail(cloud, SAMPLE)
    cloud.receive(first)
    cloud.erase(JORDAN)
    cloud.receive(first, again=True)


def _reply(cloud: Cloud, word: str) -> Arrival:
    """Answer the first mail that left, as a mail program does."""
    original = email.message_from_bytes(next(cloud.sent()).mail.raw, policy=email.policy.default)
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"] = JORDAN, original["Reply-To"]
    reply["Subject"] = f"Re: {original['Subject']}"
    reply["Message-ID"] = "<reply-1@mail.example.org>"
    reply.set_content(f"{word}\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword <{OWN_ADDRESS}> wrote:\n\n> Hello.\n")
    return cloud.arrival(reply.as_bytes(), str(reply["To"]))


SCENARIOS = (
    Scenario("new", new),
    Scenario("moved", _and(MOVED)),
    Scenario("moved after the draft", _moved_after_the_draft, begins_as_another=True),
    Scenario("cancelled", _and(CANCELLED), begins_as_another=True),
    Scenario("cancelled first", _moved_back_in_time),
    Scenario("duplicate", _duplicate),
    Scenario("could not read", lambda cloud: cloud.receive(_mail(cloud, UNREADABLE))),
    Scenario("stranger", lambda cloud: cloud.receive(_mail(cloud, STRANGE)), people=frozenset({STRANGER})),
    Scenario("fired three times", new, fires=Fires.THRICE),
    Scenario("fired late", new, fires=Fires.LATE),
    Scenario("never fired", new, fires=Fires.NEVER),
    Scenario("fired after deletion", _and(CANCELLED), fires=Fires.AFTER_DELETION),
    Scenario("bounced", new, tells=Tells.BOUNCED),
    Scenario("complained", new, tells=Tells.COMPLAINED),
    Scenario("rejected", new, tells=Tells.REJECTED),
    Scenario("told twice", new, tells=Tells.TWICE),
    Scenario("told backwards", new, tells=Tells.BACKWARDS),
    Scenario("told late", new, tells=Tells.LATE),
    Scenario("never told", new, tells=Tells.NEVER),
    Scenario("swept", _and(MOVED), streams=False),
    Scenario("said sent", _says("sent"), begins_as_another=True),
    Scenario("stopped", _says("stop"), begins_as_another=True),
    Scenario("stopped all", _stops_and_forwards_again, begins_as_another=True),
    Scenario("did not happen", _says("did not happen"), begins_as_another=True),
    Scenario("one click", _clicks, begins_as_another=True),
    # A mail that was counted and not sent waits for the next day, so what a crash leaves of a day may differ.
    Scenario("over budget", _over_budget, daily_mails=1, exact=False),
    Scenario("erased", _erased, erased=True, begins_as_another=True),
    Scenario("erased at once", _erased_at_once, streams=False, erased=True, exact=False),
)
