"""A small model of what a user should get, to hold the records and the mails of a random history against.

It knows nothing of Deliveries, schedules or claims: it goes through the mails in the order in which they were recorded,
by the rules of the design, and says what each came to and how every meeting stands. `differences` then looks at what
really left.
"""

from __future__ import annotations

import collections
import dataclasses
import email
import email.policy
import enum
import functools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from shared.adapters.ses_tags import TAG_DELIVERY
from shared.domain.interview import interview_id
from tests.reliability.arrivals import Issue
from tests.reliability.cloud import Cloud
from tests.reliability.doubles import Taken

DEADLINE = timedelta(hours=24)
PRESSED = "one-click-"
_ABOUT_A_TIME = ("prep_pack", "changed")
# What says when the meeting is; a reminder comes beside the first mail, never in its place.
_SAYS_WHEN = (*_ABOUT_A_TIME, "reminder")
_PACK_IS_FRESH = timedelta(hours=24)
_DAY_BEGINS, _DAY_ENDS = time(7, 0), time(22, 0)
_FEW_ANSWERS = 3
_NOTHING_NEW = frozenset({"same_invite_again", "older_invite"})


class Says(enum.Enum):
    """What somebody means by a mail, or by pressing the address of List-Unsubscribe."""

    ISSUE = "an issue of a meeting"
    SENT = "sent"
    STOP = "stop"
    STOP_ALL = "stop all"
    DID_NOT_HAPPEN = "did not happen"
    NONSENSE = "nothing that we read"
    STRANGER = "a stranger's question"
    REFUSED = "what is never answered"


@dataclasses.dataclass(frozen=True, slots=True)
class Meant:
    """One mail or press: `uid` names the meeting that it is about."""

    says: Says
    uid: str = ""
    issue: Issue | None = None


@dataclasses.dataclass(slots=True)
class Standing:
    """How one meeting stands, and since when each revision of it has been recorded.

    `owing` is the issue that the last revision took over: what a later one changes silently is owed nothing.
    """

    issue: Issue
    owing: Issue
    state: str
    since: list[datetime]
    letter_sent_at: datetime | None = None

    @property
    def rank(self) -> tuple[int, datetime, bool]:
        """Order what is held like an issue."""
        return self.issue.sequence, self.issue.stamped_at, self.state == "cancelled"


class Reference:
    """The model: what was recorded so far."""

    def __init__(self) -> None:
        self.meetings: dict[str, Standing] = {}
        self.stopped_at: datetime | None = None
        self._noted: set[str] = set()

    def take(self, meant: Meant, now: datetime) -> str:
        """Record one mail and return the outcome that it should have."""
        match meant.says:
            case Says.ISSUE if meant.issue:
                return self._issue(meant.issue, now)
            case Says.NONSENSE:
                return "could_not_read"
            case Says.STRANGER:
                return self._stranger()
            case Says.STOP_ALL:
                self.stopped_at = now
                return "all_stopped"
            case Says.SENT:
                self.meetings[meant.uid].letter_sent_at = now
                return "letter_sent"
            case Says.STOP | Says.DID_NOT_HAPPEN:
                return self._ended(meant, now)
            case _:
                return "refused"

    def _issue(self, issue: Issue, now: datetime) -> str:
        known = self.meetings.get(issue.uid)
        if known is None:
            self.meetings[issue.uid] = Standing(issue, issue, "cancelled" if issue.cancels else "planned", [now])
            return "interview_cancelled" if issue.cancels else "interview_made"
        if issue.rank <= known.rank:
            return "same_invite_again" if issue.rank == known.rank else "older_invite"
        return self._cancelled(issue, known, now) if issue.cancels else self._newer(issue, known, now)

    def _cancelled(self, issue: Issue, known: Standing, now: datetime) -> str:
        """Call off the time that the CANCEL names: the user is told once for each."""
        again = known.state == "cancelled" and _face(issue) == _face(known.issue)
        known.issue, known.state = issue, "cancelled"
        if again:
            return "already_cancelled"
        known.since.append(now)
        return "interview_cancelled"

    def _newer(self, issue: Issue, known: Standing, now: datetime) -> str:
        over = known.issue.ends_at <= now and issue.ends_at <= now
        unmoved = _face(issue) == _face(known.issue)
        noticed = known.state != "planned" or not (over or unmoved)
        known.issue, known.state = issue, "planned"
        if not noticed:
            return "nothing_changed"
        known.since.append(now)
        known.owing = issue
        return "interview_changed"

    def _ended(self, meant: Meant, now: datetime) -> str:
        known = self.meetings[meant.uid]
        known.state = "stopped" if meant.says is Says.STOP else "not_held"
        known.since.append(now)
        return "meeting_stopped" if meant.says is Says.STOP else "did_not_happen"

    def _stranger(self) -> str:
        first = "stranger" not in self._noted
        self._noted.add("stranger")
        return "stranger_noted" if first else "unknown_sender"


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What the records say that a mail or a press came to, and when."""

    mail_id: str
    outcome: str
    at: datetime


class Books:
    """The records and the mails that left, as the comparison needs them."""

    def __init__(self, cloud: Cloud) -> None:
        self.items = cloud.items()
        # The double of DynamoDB keeps its items in the order in which they were first written.
        self.seen = [
            Seen(item["pk"].removeprefix("MAIL#"), str(item["outcome"]), moment(item["at"]))
            for item in self.items
            if item["sk"] == "SEEN"
        ]
        owed = [item for item in self.items if item["sk"].startswith("DELIVERY#")]
        self.deliveries: dict[str, dict[str, Any]] = {item["id"]: item for item in owed}
        self.left: dict[str, list[Taken]] = collections.defaultdict(list)
        for taken in cloud.sent():
            self.left[taken.mail.tags[TAG_DELIVERY]].append(taken)
        self.recorded = {item["id"]: item for item in self.items if item["sk"].startswith("INTERVIEW#")}

    @functools.cached_property
    def by_revision(self) -> Mapping[tuple[str, int], list[dict[str, Any]]]:
        """Group what was owed by interview and revision."""
        grouped: dict[tuple[str, int], list[dict[str, Any]]] = collections.defaultdict(list)
        for item in self.deliveries.values():
            if "interview_id" in item:
                grouped[item["interview_id"], int(item["revision"])].append(item)
        return grouped


def differences(
    cloud: Cloud, meant: Mapping[str, Meant], *, complete: bool = True, late: timedelta = timedelta()
) -> Iterator[str]:
    """Yield each way in which the history came to something else than it should have.

    `meant` says what each mail means, by its id; `complete` that everything owed had to leave: no budget was so small,
    and no address refused, that it could not. `late` is how long after its time everything was sent: a reminder that
    would come once the meeting begins is not to leave.
    """
    books, model, asked = Books(cloud), Reference(), list[tuple[Seen, str]]()
    for seen in books.seen:
        said = meant[seen.mail_id[: len(PRESSED) + 16] if seen.mail_id.startswith(PRESSED) else seen.mail_id]
        wanted = model.take(said, seen.at)
        if not _is_that(seen.outcome, wanted, said):
            yield f"{seen.mail_id} came to {seen.outcome} in place of {wanted}"
        if said.says not in (Says.ISSUE, Says.REFUSED) and not seen.mail_id.startswith(PRESSED):
            asked.append((seen, wanted))
    for uid, standing in model.meetings.items():
        yield from _stands(books, uid, standing)
        yield from _nothing_stale(books, uid, standing)
        if complete:
            yield from _told(books, uid, standing, model.stopped_at, late)
    if complete:
        for number, (seen, wanted) in enumerate(asked):
            yield from _answered(books, seen, wanted, model.stopped_at, number)
    yield from _stopped(books, model.stopped_at)


def moment(text: str) -> datetime:
    """Read a time of the records."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _is_that(outcome: str, wanted: str, said: Meant) -> bool:
    if said.says is Says.REFUSED:
        return outcome in ("automatic_reply", "unproven_sender", "bounce", "list_mail", "own_mail")
    # Which of the two an issue is that changes nothing may depend on who was looked at first.
    return outcome == wanted or {outcome, wanted} <= _NOTHING_NEW


def _stands(books: Books, uid: str, standing: Standing) -> Iterator[str]:
    """The record says what the newest issue says, and what the user said of it."""
    found = books.recorded[interview_id(uid, None)]
    is_at = {
        "state": found["state"],
        "revision": int(found["revision"]),
        "starts": moment(found["meeting"]["starts_at"]),
        "sequence": int(found["version"]["sequence"]),
        "letter": "letter_sent_at" in found,
    }
    should = {
        "state": standing.state,
        "revision": len(standing.since),
        "starts": standing.issue.starts_at,
        "sequence": standing.issue.sequence,
        "letter": standing.letter_sent_at is not None,
    }
    for name, value in should.items():
        if is_at[name] != value:
            yield f"{uid}: {name} is {is_at[name]} in place of {value}"


def _nothing_stale(books: Books, uid: str, standing: Standing) -> Iterator[str]:
    """Nothing leaves that speaks of a meeting as it was, once its successor is recorded."""
    for revision, over in enumerate(standing.since[1:], start=1):
        for item in books.by_revision.get((interview_id(uid, None), revision), []):
            for taken in books.left.get(item["id"], []):
                if taken.mail.at > over:
                    yield f"{uid}: {item['kind']} of revision {revision} left at {taken.mail.at}, superseded at {over}"


def _told(books: Books, uid: str, standing: Standing, stopped_at: datetime | None, late: timedelta) -> Iterator[str]:
    """Of the last revision the user had exactly the mails that it owes, each in its time and with its time."""
    since, revision = standing.since[-1], len(standing.since)
    if stopped_at and stopped_at >= since:
        return
    owed = books.by_revision.get((interview_id(uid, None), revision), [])
    left = {item["kind"]: books.left[item["id"]] for item in owed if books.left.get(item["id"])}
    wanted, may = _owed(books, uid, standing)
    if _reminder_at(standing.owing) + late >= standing.owing.starts_at:
        wanted -= {"reminder"}
    if not wanted <= set(left) <= wanted | may:
        reasons = {item["kind"]: item.get("reason", item["state"]) for item in owed}
        yield f"{uid}: {sorted(left)} left of revision {revision} in place of {sorted(wanted)}; {reasons}"
    if standing.state == "planned" and since < standing.owing.ends_at and not set(left) & set(_ABOUT_A_TIME):
        yield f"{uid}: no mail says the times of revision {revision}"
    for kind, mails in left.items():
        for taken in mails:
            yield from (f"{uid}: {kind} {wrong}" for wrong in _wrong_about(kind, taken, standing))


def _owed(books: Books, uid: str, standing: Standing) -> tuple[set[str], set[str]]:
    """Name the mails that have to leave of the last revision, and those that may.

    Where a pack was about to leave when its meeting moved, the mail with the new times may be of either kind.
    """
    since, ends = standing.since[-1], standing.owing.ends_at
    if standing.state == "cancelled":
        return {"cancelled"}, set()
    if standing.state != "planned":
        return set(), set()
    if since >= ends + DEADLINE:
        return {"already_over"}, set()
    wanted, may = set[str](), {"thank_you", "thank_you_nudge"}
    if standing.letter_sent_at is None or standing.letter_sent_at < since:
        wanted.add("thank_you")
    if since < ends:
        may |= set(_ABOUT_A_TIME)
        wanted |= {"changed"} if _had_times(books, uid, standing) else set()
        wanted |= {"reminder"} if _reminder_at(standing.owing) >= since + _PACK_IS_FRESH else set()
    return wanted, may


def _reminder_at(issue: Issue) -> datetime:
    """Say when a meeting is to be called to mind, where the pack is a day old by then; the user's zone is UTC.

    Two hours before it begins; at night, in the morning with half an hour left, or else on the evening before.
    """
    wanted = issue.starts_at - timedelta(hours=2)
    if _DAY_BEGINS <= wanted.time() <= _DAY_ENDS:
        return wanted
    # The night is named by its evening.
    evening = wanted.date() if wanted.time() > _DAY_ENDS else wanted.date() - timedelta(days=1)
    morning = datetime.combine(evening + timedelta(days=1), _DAY_BEGINS, UTC)
    if morning + timedelta(minutes=30) <= issue.starts_at:
        return morning
    return datetime.combine(evening, _DAY_ENDS, UTC)


def _wrong_about(kind: str, taken: Taken, standing: Standing) -> Iterator[str]:
    since, ends = standing.since[-1], standing.owing.ends_at
    if standing.state == "planned" and kind in _SAYS_WHEN and _time_of(standing.owing) not in _text_of(taken):
        yield f"does not say {_time_of(standing.owing)}"
    if kind == "reminder" and not _reminder_at(standing.owing) <= taken.mail.at <= standing.owing.starts_at:
        yield f"left at {taken.mail.at}, the meeting begins at {standing.owing.starts_at}"
    in_time = max(ends, since) <= taken.mail.at <= ends + DEADLINE
    if kind in ("thank_you", "thank_you_nudge") and not in_time:
        yield f"left at {taken.mail.at}, the meeting ends at {ends}"


def _had_times(books: Books, uid: str, standing: Standing) -> bool:
    """Tell whether the user had a mail with the times of an earlier revision."""
    earlier = (books.by_revision.get((interview_id(uid, None), number), []) for number in range(1, len(standing.since)))
    return any(books.left.get(item["id"]) for owed in earlier for item in owed if item["kind"] in _ABOUT_A_TIME)


def _answered(books: Books, seen: Seen, wanted: str, stopped_at: datetime | None, before: int) -> Iterator[str]:
    """What is no invite has one answer, unless it was stopped, or its meeting changed, before that left.

    After a few answers a day there are no more; a try that failed counts as one, so they may be fewer than five.
    """
    found = [item for item in books.deliveries.values() if item.get("mail_id") == seen.mail_id]
    left = [item for item in found if books.left.get(item["id"])]
    stopped = stopped_at is not None and stopped_at >= seen.at
    allowed = {"could_not_read": {"stopped"} if stopped else set(), "stranger_noted": set()}.get(wanted, {"superseded"})
    if before >= _FEW_ANSWERS:
        allowed = allowed | {"answered_enough"}
    silenced = len(found) == 1 and found[0].get("reason") in allowed
    if len(left) != (wanted != "unknown_sender") and not (silenced and not left):
        yield f"{seen.mail_id}, {wanted}, has {len(left)} answers"


def _stopped(books: Books, stopped_at: datetime | None) -> Iterator[str]:
    """After "stop all" nothing leaves that was owed before."""
    if stopped_at is None:
        return
    for item in books.deliveries.values():
        if item["kind"] in ("noted", "not_on_the_list") or moment(item["created_at"]) > stopped_at:
            continue
        for taken in books.left.get(item["id"], []):
            if taken.mail.at > stopped_at:
                yield f"{item['kind']} left at {taken.mail.at}, stopped at {stopped_at}"


def _time_of(issue: Issue) -> str:
    """Write when a meeting begins as the mails do, in UTC."""
    starts = issue.starts_at
    return f"{starts:%A}, {starts:%B} {starts.day}, {starts.hour % 12 or 12}:{starts:%M}"


def _text_of(taken: Taken) -> str:
    """Read the text part of a mail, as one line."""
    mail = email.message_from_bytes(taken.mail.raw, policy=email.policy.default)
    part = mail.get_body(("plain",))
    return " ".join(part.get_content().split()) if part else ""


def _face(issue: Issue) -> tuple[datetime, datetime, str]:
    return issue.starts_at, issue.ends_at, issue.title
