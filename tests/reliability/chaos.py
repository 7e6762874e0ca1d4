"""Random histories: what a seed decides happens to one deployment, in which almost everything goes wrong at times."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from local.ses import Arrival
from local.world import OWN_ADDRESS
from shared.adapters.codec import iso
from shared.adapters.dynamodb_items import Keys, serialize
from shared.domain.words import Word
from tests.reliability.arrivals import (
    JORDAN,
    STRANGER,
    Issue,
    a_meeting,
    arrived,
    forwarded,
    plain,
    reply_address,
    written,
)
from tests.reliability.backings import Backing, MemoryBacking
from tests.reliability.cloud import Cloud, parameters
from tests.reliability.doubles import Fires, Taken, Tells
from tests.reliability.reference import PRESSED, Meant, Says
from tests.reliability.strict.clients import Rules
from tests.reliability.tap import Call, Fault, faults_of

BEGINS = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
USER_ID = "0123456789ab"
SOON, SOME_DAYS = timedelta(minutes=2), timedelta(days=3)
GAPS = [
    timedelta(),
    timedelta(seconds=30),
    SOON,
    timedelta(minutes=11),
    timedelta(hours=3),
    timedelta(days=1),
    SOME_DAYS,
]
HELD = [timedelta(seconds=30), timedelta(minutes=3), timedelta(hours=1)]
# How long a notice may stand in the queue before the function takes it up; what comes meanwhile may overtake it.
WAITS = timedelta(minutes=20)
# What an operator does after the alarm; after so often nothing may be left.
REDRIVES = 3


@dataclasses.dataclass(frozen=True)
class Weather:
    """How much goes wrong: chances for each call, for each hand-on of the stream, and what SES and Scheduler do.

    `daily_mails` below the default makes a budget that is felt.
    """

    faults: float = 0.0
    interrupted: float = 0.0
    held: float = 0.0
    lost: float = 0.0
    tells: tuple[Tells, ...] = (Tells.DELIVERED,)
    fires: tuple[Fires, ...] = (Fires.ONCE,)
    daily_mails: int = 50


ODD = (Tells.DELIVERED, Tells.TWICE, Tells.BACKWARDS, Tells.LATE, Tells.NEVER, Tells.REJECTED)
REFUSES = (*ODD, Tells.BOUNCED, Tells.COMPLAINED)


def weather(dice: random.Random) -> Weather:
    """Draw the weather of a history: one of each kind of trouble at a time, or all of it."""
    all_fires = tuple(Fires)
    worst = Weather(faults=0.04, interrupted=0.05, held=0.2, lost=0.1, tells=ODD, fires=all_fires)
    return dice.choice(
        [
            Weather(tells=ODD, fires=all_fires),
            Weather(faults=0.03),
            Weather(interrupted=0.25),
            Weather(interrupted=0.1, fires=(Fires.ONCE, Fires.THRICE)),
            Weather(held=0.4, lost=0.3),
            worst,
            worst,
            dataclasses.replace(worst, tells=REFUSES),
            dataclasses.replace(worst, daily_mails=2),
        ]
    )


class ChaosCloud(Cloud):
    """A deployment on which dice decide what fails, what is late, and what else happens in the middle of a call."""

    def __init__(self, backing: Backing, dice: random.Random, around: Weather) -> None:
        super().__init__(backing, BEGINS)
        self.dice, self.around, self.calm = dice, around, False
        self.tap.plan = self._plan
        self._held_until = BEGINS
        self._inside, self._was_down = False, False
        self._brought: list[Arrival] = []
        self._waiting: list[Arrival] = []

    def receive(self, mail: Arrival, *, again: bool = False) -> None:
        """Let a mail come, perhaps in the middle of what goes on next; its notice may come once more."""
        if mail in self._waiting:
            return
        if not again and self.dice.random() < self.around.interrupted * 5:
            self._waiting.append(mail)
            self.at(self.clock.now() + WAITS, self._stop_waiting)
            return
        self._brought.append(mail)
        super().receive(mail, again=again)

    def _stop_waiting(self) -> None:
        if self._waiting:
            mail = self._waiting.pop(0)
            self._brought.append(mail)
            super().receive(mail)

    def _hand_on(self) -> None:
        """Hand the stream's records on, or later, or never; a shard has one reader at a time."""
        if self._inside:
            return
        if not self.calm:
            if self.clock.now() < self._held_until:
                return
            if self.dice.random() < self.around.held:
                self._held_until = self.clock.now() + self.dice.choice(HELD)
                self.at(self._held_until, lambda: None)
                return
        self.streams = self.calm or self.dice.random() >= self.around.lost
        super()._hand_on()

    def _bring_again(self) -> None:
        if self._brought:
            super().receive(self.dice.choice(self._brought[-2:]), again=True)

    def _send_again(self) -> None:
        """Let a mail that is due be sent by somebody else too: a schedule fires twice, a record is handed on twice."""
        now = iso(self.clock.now())
        due = [item for item in self.items() if item.get("state") in ("pending", "sending") and item["due_at"] <= now]
        if due:
            chosen = self.dice.choice(due)
            self._fire({"user_id": chosen["user_id"], "delivery_id": chosen["id"]})

    def _plan(self, call: Call) -> Fault | None:
        if self.calm or self._inside:
            return None
        if call.service == "sesv2":
            self.ses.mode = self.dice.choice(self.around.tells)
        if call.service == "scheduler":
            self.scheduler.mode = self.dice.choice(self.around.fires)
        if self.dice.random() < self.around.interrupted:
            self._meanwhile()
        return self._fault(call) if self.dice.random() < self.around.faults else None

    def _fault(self, call: Call) -> Fault:
        """Choose what goes wrong; a service is down once in a history, or a user who tries again would never stop."""
        fault = self.dice.choice([fault for fault in faults_of(call) if fault is not Fault.DOWN or not self._was_down])
        self._was_down = self._was_down or fault is Fault.DOWN
        return fault

    def _meanwhile(self) -> None:
        """Let another function run between two calls of the one that runs now: a sweep, or a notice once more."""
        self._inside, function = True, self.ledger.function
        if self._waiting:
            self._stop_waiting()
        else:
            self.dice.choice((self._sweep, self._bring_again, self._send_again))()
        self._inside, self.ledger.function = False, function


class History:
    """One history: the deployment, what every mail meant, and whether it ended in an erasing."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"history {seed}")  # noqa: S311 - it has to be the same every time
        self.around = weather(self.dice)
        backing = MemoryBacking(Rules(), parameters(JORDAN, DailyMailsPerUser=str(self.around.daily_mails)))
        self.cloud = ChaosCloud(backing, self.dice, self.around)
        self.meant: dict[str, Meant] = {}
        self.erased = False
        know_the_user(backing)

    @property
    def complete(self) -> bool:
        """Tell whether everything owed has to leave."""
        return self.around.daily_mails > 2 and self.around.tells != REFUSES

    def happen(self) -> None:
        """Let it happen to the end."""
        for act in self._acts():
            act()
            self.cloud.run(self.cloud.clock.now() + self.dice.choice(GAPS))
        self.cloud.calm = True
        for _ in range(REDRIVES):
            self.cloud.run(self.cloud.clock.now() + timedelta(hours=3))
            self.cloud.redrive()
        self.cloud.run()
        self.cloud.redrive()
        self.cloud.run()

    # --- what happens -------------------------------------------------------------------------------------------------

    def _acts(self) -> list[Callable[[], None]]:
        dice, acts = self.dice, list[Callable[[], None]]()
        for number in range(dice.choices((1, 2, 3), (6, 3, 1))[0]):
            acts += [self._forwarding(issue) for issue in _issues(dice, number)]
        if dice.random() < 0.7:
            dice.shuffle(acts)
        for chance, act in (
            (0.35, self._nonsense),
            (0.15, self._stranger),
            (0.15, self._stranger),
            (0.2, self._refused),
            (0.15, self._stop_all),
            (0.3, self._word),
            (0.3, self._word),
            (0.2, self._press),
            (0.4, self._once_more),
        ):
            if dice.random() < chance:
                acts.insert(dice.randint(0, len(acts)), act)
        if dice.random() < 0.04:
            # What is not the user's is not erased with them.
            acts = [act for act in acts if act not in (self._stranger, self._refused)]
            acts.append(self._erase)
        return acts

    def _forwarding(self, issue: Issue) -> Callable[[], None]:
        return lambda: self._come(lambda mail_id: forwarded(issue, mail_id), Meant(Says.ISSUE, issue.uid, issue))

    def _come(self, write: Callable[[str], Arrival], meant: Meant) -> None:
        mail_id = f"mail{len(self.meant)}"
        self.meant[mail_id] = meant
        mail = write(mail_id)
        self.cloud.receive(mail)
        for _ in range(self.dice.choice((0, 0, 0, 1, 2))):
            self.cloud.receive(mail, again=True)

    def _once_more(self) -> None:
        """Forward an issue again, as a mail of its own."""
        issues = [meant.issue for meant in self.meant.values() if meant.issue]
        if issues:
            self._forwarding(self.dice.choice(issues))()

    def _nonsense(self) -> None:
        self._come(lambda mail_id: plain(mail_id, "Does anything come back?\n"), Meant(Says.NONSENSE))

    def _stranger(self) -> None:
        self._come(lambda mail_id: plain(mail_id, "May I use this too?\n", STRANGER), Meant(Says.STRANGER))

    def _refused(self) -> None:
        """Write what is never answered: an out-of-office, or an invite whose sender nothing proves."""
        away = ("Auto-Submitted: auto-replied",)
        forged = a_meeting(9, BEGINS + timedelta(days=9), BEGINS).calendar()
        unproven = {"spf": "FAIL", "dkim": "FAIL", "dmarc": "FAIL"}
        self._come(
            self.dice.choice(
                [
                    lambda mail_id: arrived(mail_id, written(JORDAN, OWN_ADDRESS, "Away", "Until Monday.", more=away)),
                    lambda mail_id: arrived(
                        mail_id,
                        written(JORDAN, OWN_ADDRESS, "Fwd", forged, "text/calendar; method=REQUEST"),
                        **unproven,
                    ),
                ]
            ),
            Meant(Says.REFUSED),
        )

    def _stop_all(self) -> None:
        self._come(lambda mail_id: plain(mail_id, "stop all\n", subject="Re: Foreword"), Meant(Says.STOP_ALL))

    def _word(self) -> None:
        found = self._a_mail_of_ours()
        if found is None:
            return
        taken, uid = found
        word = self.dice.choice([Word.SENT, Word.STOP, Word.DID_NOT_HAPPEN])
        to = reply_address(taken.mail.raw)
        assert to, "a mail about a meeting has no address for its replies"
        self._come(lambda mail_id: plain(mail_id, f"{word}\n", to=to, subject="Re: your talk"), Meant(Says(word), uid))

    def _press(self) -> None:
        found = self._a_mail_of_ours()
        if found is None:
            return
        taken, uid = found
        url = next(uri for uri in _unsubscribe(taken.mail.raw) if uri.startswith("https://"))
        self.meant[PRESSED + url[-16:]] = Meant(Says.STOP, uid)
        self.cloud.press(url)

    def _erase(self) -> None:
        self.erased = True
        self.cloud.run(self.cloud.clock.now() + timedelta(hours=4))
        self.cloud.erase(JORDAN)

    def _a_mail_of_ours(self) -> tuple[Taken, str] | None:
        """Choose a mail that left about a meeting, and name the meeting."""
        uids = {item["id"]: item["uid"] for item in self.cloud.items() if item["sk"].startswith("INTERVIEW#")}
        owed = {item["id"]: item for item in self.cloud.items() if item["sk"].startswith("DELIVERY#")}
        about = [
            (taken, uids[owed[delivery]["interview_id"]])
            for taken in self.cloud.sent()
            if (delivery := taken.mail.tags["foreword-delivery"]) in owed and "interview_id" in owed[delivery]
        ]
        return self.dice.choice(about) if about else None


def know_the_user(backing: Backing) -> None:
    """Let the user be known before anything happens: a new one has a random id, and nothing would be the same twice."""
    keys = Keys(backing.names.environment("ReceiveEmail")["ADDRESS_KEY"].encode())
    table = backing.client("dynamodb")
    profile = {"id": USER_ID, "address": JORDAN, "created_at": "2026-11-01T00:00:00Z"}
    for key, said in ((keys.address(JORDAN), {"user_id": USER_ID}), (keys.user(USER_ID), profile)):
        table.put_item(TableName=backing.names.name("Records"), Item=key | serialize(said))
    backing.new_records()


def _issues(dice: random.Random, number: int) -> list[Issue]:
    """Draw what a calendar sends of one meeting: an invitation and up to three changes, one of them perhaps its end."""
    starts = BEGINS + timedelta(hours=dice.randint(20, 150))
    issue = a_meeting(number, starts, BEGINS - timedelta(days=5), dice.choice((15, 30, 60)))
    issues = [issue]
    for _ in range(dice.choices((0, 1, 2, 3), (3, 4, 2, 1))[0]):
        issue = dataclasses.replace(
            issue,
            sequence=issue.sequence + dice.choice((0, 1, 1)),
            stamped_at=issue.stamped_at + timedelta(hours=1),
            cancels=dice.random() < 0.3,
        )
        if dice.random() < 0.7 and not issue.cancels:
            by = timedelta(hours=dice.randint(-30, 60))
            issue = dataclasses.replace(issue, starts_at=issue.starts_at + by, ends_at=issue.ends_at + by)
        issues.append(issue)
    return issues


def _unsubscribe(raw: bytes) -> list[str]:
    head = raw.partition(b"\r\n\r\n")[0].decode()
    field = head.partition("List-Unsubscribe: ")[2].partition("\r\nList-Unsubscribe-Post")[0]
    return [uri.strip(" <>\r\n") for uri in field.split(",")]
