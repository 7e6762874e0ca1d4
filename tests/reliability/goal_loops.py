"""G9: whatever machines answer us, each event is answered once, a sender has few answers a day, and the exchange ends.

A round draws machines for three mailboxes, half the time with a second Foreword among them, lets people write one or
two mails, and then lets everybody answer everybody.
"""

from __future__ import annotations

import collections
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from local.ses import Arrival
from local.world import OWN_ADDRESS
from shared.adapters.dynamodb_items import delivery_of, serialize
from shared.adapters.ses_tags import TAG_DELIVERY
from shared.domain.done import answers_a_word
from tests.reliability.arrivals import JORDAN, Issue, a_meeting, forwarded, plain
from tests.reliability.goals import Result, Size, Tally, goal
from tests.reliability.post import Post, Site
from tests.reliability.responders import HELPDESK, MAILBOXES, RESPONDERS, ticket

ROUNDS = {Size.CI: 1_000, Size.LONG: 100_000}
SECOND = "prep@second.example"
BEGINS = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
# The promise: answers to one sender in one day (UTC) that belong to no meeting.
ANSWERS_A_DAY = 5
# Answers to a word of ours have a counter of their own: a person says many words in a day. A machine that says one by
# accident, as `says_a_word` does, meets this bound instead, and still comes to an end.
WORDS_A_DAY = 25
# What answers the forwarding of an invite; the letter and its nudge come at their own time.
_OF_AN_EVENT = frozenset({"prep_pack", "changed", "cancelled", "already_over"})
_FOR_EACH_PERSON = frozenset({"introduction", "request"})
_REFUSALS = frozenset({"automatic_reply", "bounce", "list_mail", "own_mail"})


@goal("G9", "any mix of machines that answer: one reply an event, 5 others a day (25 to words of ours), and it ends")
def loops(size: Size) -> Result:
    """Let one round after another happen."""
    tally, counts = Tally(), collections.Counter[str]()
    most = 0
    for seed in range(ROUNDS[size]):
        with tally.attempt(f"seed {seed}"):
            round_ = Round(seed)
            round_.happen()
            most = max(most, *(max(site_answers(site).values(), default=0) for site in round_.sites))
            counts += collections.Counter(
                {
                    "mails in": sum(len(site.given) for site in round_.sites),
                    "mails out": sum(len(site.ses.taken) for site in round_.sites),
                }
            )
            broken = list(round_.broken())
            assert not broken, f"{round_.mix()}: {'; '.join(broken)}"
    figures = ", ".join(f"{what}: {count:,}" for what, count in counts.items())
    return tally.result(f"{figures}; at most {most} answers without a meeting to one sender in a day")


class Round:
    """One round; the seed decides all of it."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(f"loop {seed}")  # noqa: S311 - it has to be the same every time
        self.sites = [Site(OWN_ADDRESS, "@example.org,@second.example", BEGINS)]
        if dice.random() < 0.5:
            self.sites.append(Site(SECOND, "@example.org,@foreword.example", BEGINS))
        mailboxes = {address: dice.sample(RESPONDERS, dice.randint(0, 1)) for address in MAILBOXES}
        mailboxes[JORDAN] = dice.sample(RESPONDERS, dice.randint(1, 3))
        mailboxes[HELPDESK].append(ticket)
        self.post = Post(self.sites, mailboxes, dice)
        self.dice = dice

    def happen(self) -> None:
        """Let people write, and everybody answer, to the end."""
        issue = a_meeting(1, BEGINS + timedelta(hours=self.dice.randint(2, 60)), BEGINS)
        for site in self.sites:
            self.post.put(site, self._first(site, issue))
        if self.dice.random() < 0.3:
            self.post.put(self.sites[0], plain("person-2", "Does anything come back?\n"))
        self.post.run()

    def _first(self, site: Site, issue: Issue) -> Arrival:
        """Let the user forward an invite; or let a mail come in the name of the other Foreword, or of the helpdesk."""
        mail_id = f"person-{site.address}"
        others = [other.address for other in self.sites if other is not site]
        sender = self.dice.choice([JORDAN, JORDAN, HELPDESK, *others, *others])
        if sender == JORDAN:
            return forwarded(issue, mail_id, to=site.address)
        return plain(mail_id, "Does anything come back?\n", sender, site.address)

    def mix(self) -> str:
        """Name the machines."""
        machines = {address: [bot.__name__ for bot in bots] for address, bots in self.post.mailboxes.items()}
        return f"{len(self.sites)} sites, {machines}"

    def broken(self) -> Iterator[str]:
        """Yield each promise that does not hold."""
        for site in self.sites:
            yield from _events(site)
            for (recipient, day, is_word), count in site_answers(site).items():
                if count > (WORDS_A_DAY if is_word else ANSWERS_A_DAY):
                    yield f"{count} answers to {recipient} on {day}, to a word of ours: {is_word}"
            yield from _recipients(site)
            yield from self._taken_for_persons(site)
            yield from (f"AWS refuses: {refused}" for refused in site.rules.violations)
            yield from (f"{failure.function}: {failure.error}" for failure in site.ledger.failures)

    def _taken_for_persons(self, site: Site) -> Iterator[str]:
        """What says that no person wrote it comes to a refusal."""
        came_to = {
            item["pk"].removeprefix("MAIL#"): str(item["outcome"]) for item in site.items() if item["sk"] == "SEEN"
        }
        for where, mail_id in self.post.not_by_persons:
            if where is site and came_to.get(mail_id) not in _REFUSALS:
                yield f"{mail_id}, which no person wrote, came to {came_to.get(mail_id)}"


def site_answers(site: Site) -> collections.Counter[tuple[str, str, bool]]:
    """Count the mails that left in answer to a mail and belong to no meeting, by recipient, day and counter."""
    owed = {item["id"]: item for item in site.items() if item["sk"].startswith("DELIVERY#")}
    answers = [taken for taken in site.sent() if "interview_id" not in owed[taken.mail.tags[TAG_DELIVERY]]]
    return collections.Counter(
        (
            taken.mail.recipients[0],
            f"{taken.mail.at:%d %B}",
            answers_a_word(delivery_of(serialize(owed[taken.mail.tags[TAG_DELIVERY]]))),
        )
        for taken in answers
    )


def _events(site: Site) -> Iterator[str]:
    """One event has one reply, and no machine makes or moves a meeting."""
    owed = {item["id"]: item for item in site.items() if item["sk"].startswith("DELIVERY#")}
    left = [owed[taken.mail.tags[TAG_DELIVERY]] for taken in site.sent()]
    replies = collections.Counter(
        (item["recipient"], item["interview_id"])
        for item in left
        if item["kind"] in _OF_AN_EVENT and "interview_id" in item
    )
    yield from (f"{count} replies to {who[0]} about one event" for who, count in replies.items() if count > 1)
    # A reply may ask for several mails, such as a list and an export: each kind is owed to a mail once. Introductions
    # and requests are one for each person whom it names.
    once = collections.Counter(
        (item["mail_id"], item["kind"]) for item in left if "mail_id" in item and item["kind"] not in _FOR_EACH_PERSON
    )
    yield from (f"{count} {kind} to {mail_id}" for (mail_id, kind), count in once.items() if count > 1)
    meetings = {item["uid"] for item in site.items() if item["sk"].startswith("INTERVIEW#") and "uid" in item}
    made = [item for item in site.items() if item["sk"].startswith("INTERVIEW#")]
    if len(made) > 1 or not meetings <= {"talk-1@calendar.example"}:
        yield f"{len(made)} meetings: {[item['meeting']['title'] for item in made]}"


def _recipients(site: Site) -> Iterator[str]:
    known = {*MAILBOXES, OWN_ADDRESS, SECOND} - {site.address}
    for taken in site.sent():
        if not set(taken.mail.recipients) <= known:
            yield f"a mail to {taken.mail.recipients}"
