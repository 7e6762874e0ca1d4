"""Stand-ins for what lies outside, in memory, that keep the promises of shared/domain/ports.py.

tests/integration/test_records.py holds InMemoryRecords to the same contract as the records in DynamoDB. Over 400 lines:
the fakes are one world, and are handed to each other.
"""

from __future__ import annotations

import collections
import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from shared.adapters.codec import from_plain, to_plain
from shared.adapters.toml_content import load
from shared.domain.content import Content
from shared.domain.delivery import Delivery, DeliveryRef, Fate, Feedback, Kind, State
from shared.domain.done import answers_a_word
from shared.domain.errors import Conflict, MailerFault, MailGone
from shared.domain.holdings import Holdings
from shared.domain.interview import Belonging, Change, Interview, Snapshot, User
from shared.domain.mail import OutgoingMail, Rendered
from shared.domain.page import Note
from shared.domain.ports import Records
from shared.domain.reply_paths import ReplyPaths
from shared.domain.timing import USUAL, Rules
from shared.steps.answering import PlanAnswer
from shared.steps.confirming import ConfirmByReply
from shared.steps.dispatch import DispatchDeliveries
from shared.steps.erase import EraseUser
from shared.steps.feedback import RecordFeedback
from shared.steps.receive import ReceiveMail
from shared.steps.replying import FindAnswered
from shared.steps.send import SendDelivery
from shared.steps.taking_replies import TakeReply
from shared.steps.taking_texts import TakeText
from tests.builders import NOW, OWN, ZONE, a_user

TOKEN_KEY = b"tests sign their tokens with this"
REPLY_PATHS = ReplyPaths("prep@foreword.example", TOKEN_KEY, "https://unsubscribe.foreword.example/")
NOTE_EVERY = timedelta(days=30)
_OPEN = (State.PENDING, State.SENDING, State.WITHDRAWN)
_T = TypeVar("_T")


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)


class FakeMailbox:
    """Mails by key. A fault that is set is raised once in place of the mail."""

    def __init__(self, mails: Mapping[str, bytes] | None = None) -> None:
        self.mails = dict(mails or {})
        self.laid_at: dict[str, datetime] = {}
        self.fault: Exception | None = None

    def fetch(self, key: str) -> bytes:
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault
        if key not in self.mails:
            raise MailGone("no such mail")
        return self.mails[key]

    def remove(self, mail_id: str) -> None:
        self.mails.pop(f"inbound/{mail_id}", None)

    def laid(self, start: datetime, end: datetime) -> Iterator[str]:
        yield from (key.removeprefix("inbound/") for key, at in self.laid_at.items() if start <= at < end)


class InMemoryRecords:
    """Keeps records as the table does: what comes back is what its codec keeps, and each write has its condition.

    `before` lets another writer in: what is listed under a method's name is called, once each, at its start.
    """

    def __init__(self, default_zone: str = ZONE) -> None:
        self.users: dict[str, User] = {a_user().id: dataclasses.replace(a_user(), time_zone=default_zone)}
        self.seen: dict[str, str] = {}
        self.interviews: dict[tuple[str, str], Interview] = {}
        self.deliveries: dict[DeliveryRef, Delivery] = {}
        self.sent: dict[str, DeliveryRef] = {}
        self.before: dict[str, list[Callable[[], object]]] = collections.defaultdict(list)
        self.stream: list[DeliveryRef] = []
        self.aliases: dict[tuple[str, str], str] = {}
        self.erased: dict[str, datetime] = {}
        self.mails: set[tuple[str, str]] = set()
        self.spent: collections.Counter[tuple[str, date]] = collections.Counter()
        self.answered: collections.Counter[tuple[str, bool, date]] = collections.Counter()
        self.budget = 1_000_000
        self.linked: dict[str, str] = {}
        self._participants: set[tuple[str, str]] = set()
        # Whose the addresses of erased profiles were, until that is forgotten too.
        self._owners: dict[str, str] = {}
        # The first addresses of users who are being erased from another one.
        self._released: dict[str, str] = {}
        self._noted_until: dict[str, datetime] = {}
        self._zone = default_zone

    def unseen(self, mail_ids: Sequence[str]) -> list[str]:
        return [mail_id for mail_id in mail_ids if mail_id not in self.seen]

    def outcome_of(self, mail_id: str) -> str | None:
        return self.seen.get(mail_id)

    def user_for(self, address: str, name: str | None, now: datetime) -> User:
        self._let_others_in("user_for")
        key = address.strip().lower()
        known = next((user for user in self.users.values() if user.address.strip().lower() == key), None)
        known = None if known and known.id in self._released else known
        known = known or self.users.get(self.linked.get(key, ""))
        if key in self._owners or (known is None and key in self.linked):
            raise Conflict("the user is being erased")
        if known is None:
            known = User(hashlib.sha256(f"{key}|{now}".encode()).hexdigest()[:12], address, self._zone, name)
            self.users[known.id] = known
        return known

    def user(self, user_id: str) -> User | None:
        return self.users.get(user_id)

    def stranger_id(self, address: str) -> str:
        return "stranger-" + hashlib.sha256(address.strip().lower().encode()).hexdigest()[:40]

    def stranger_was_noted(self, address: str, now: datetime) -> bool:
        self._let_others_in("stranger_was_noted")
        until = self._noted_until.get(address.strip().lower())
        return until is not None and until > now

    def was_erased_after(self, address: str, moment: datetime) -> bool:
        at = self.erased.get(address.strip().lower())
        return at is not None and at >= moment

    def mark_erased(self, address: str, now: datetime) -> None:
        self.erased[address.strip().lower()] = now

    def mark_further_erased(self, thing: Belonging, now: datetime) -> None:
        self.erased[thing.id] = now

    def user_id_at(self, address: str) -> str | None:
        key = address.strip().lower()
        known = (
            user.id
            for user in self.users.values()
            if user.address.strip().lower() == key != self._released.get(user.id)
        )
        return next(known, self.linked.get(key) or self._owners.get(key))

    def belongings(self, user_id: str) -> Iterator[Belonging]:
        self._let_others_in("belongings")
        yield from [Belonging(user_id, "address", key) for key, owner in self.linked.items() if owner == user_id]
        yield from [Belonging(owner, "alias", key) for owner, key in self.aliases if owner == user_id]
        held = [delivery for ref, delivery in self.deliveries.items() if ref.user_id == user_id]
        yield from [Belonging(user_id, "delivery", d.id, d.ses_message_id) for d in held]
        yield from [Belonging(owner, "interview", name) for owner, name in self.interviews if owner == user_id]
        yield from [Belonging(owner, "mail", mail) for owner, mail in self.mails if owner == user_id]
        yield from [Belonging(owner, "participant", one) for owner, one in self._participants if owner == user_id]

    def forget(self, thing: Belonging) -> None:
        self._let_others_in("forget")
        self.sent.pop(thing.sent_as or "", None)
        self.linked.pop(thing.id, None)
        self.aliases.pop((thing.user_id, thing.id), None)
        self.interviews.pop((thing.user_id, thing.id), None)
        self.deliveries.pop(DeliveryRef(thing.user_id, thing.id), None)
        self.mails.discard((thing.user_id, thing.id))
        self._participants.discard((thing.user_id, thing.id))

    def forget_profile(self, user_id: str) -> None:
        self._let_others_in("forget_profile")
        gone = self.users.pop(user_id, None)
        if gone and user_id not in self._released:
            self._owners[gone.address.strip().lower()] = user_id

    def forget_address(self, address: str) -> None:
        self._let_others_in("forget_address")
        key = address.strip().lower()
        self._owners.pop(key, None)
        self.linked.pop(key, None)
        self._released |= {user.id: key for user in self.users.values() if user.address.strip().lower() == key}

    def sent_mail(self, ses_message_id: str) -> DeliveryRef | None:
        return self.sent.get(ses_message_id)

    def spend(self, delivery: Delivery, day: date) -> bool:
        self.spent[delivery.user_id, day] += 1
        return self.spent[delivery.user_id, day] <= self.budget

    def spend_answer(self, delivery: Delivery, day: date, limit: int) -> bool:
        counted = (delivery.user_id, answers_a_word(delivery), day)
        self.answered[counted] += 1
        return self.answered[counted] <= limit

    def refuse_mail(self, user_id: str, reason: str) -> None:
        if user_id in self.users:
            self.users[user_id] = dataclasses.replace(self.users[user_id], mail_refused=reason)

    def postpone(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        if self._state(delivery) is State.PENDING:
            self._set(delivery, check_at=check_at, reason=reason)

    def is_participant(self, address: str) -> bool:
        return any(marked == address.strip().lower() for _, marked in self._participants)

    def snapshot(self, user_id: str, interview_id: str) -> Snapshot | None:
        interview = self.interviews.get((user_id, interview_id))
        if interview is None:
            return None
        found = (self.deliveries.get(DeliveryRef(user_id, delivery_id)) for delivery_id in interview.owed)
        return Snapshot(interview, tuple(delivery for delivery in found if delivery))

    def interview(self, user_id: str, interview_id: str) -> Interview | None:
        return self.interviews.get((user_id, interview_id))

    def interviews_named(self, user_id: str, keys: Sequence[str]) -> dict[str, str]:
        return {key: self.aliases[user_id, key] for key in keys if (user_id, key) in self.aliases}

    def holdings(self, user_id: str) -> Holdings:
        interviews = [interview for (owner, _), interview in self.interviews.items() if owner == user_id]
        deliveries = [delivery for ref, delivery in self.deliveries.items() if ref.user_id == user_id]
        return Holdings(
            tuple(sorted(interviews, key=lambda one: one.meeting.starts_at)),
            tuple(sorted(deliveries, key=lambda one: one.due_at)),
        )

    def link_address(self, user: User, address: str) -> bool:
        self._let_others_in("link_address")
        owner = self.user_id_at(address)
        if owner is None and user.id in self.users:
            owner = self.linked[address.strip().lower()] = user.id
        return owner == user.id

    def delivery(self, ref: DeliveryRef) -> Delivery | None:
        return self.deliveries.get(ref)

    def all_deliveries(self, refs: Sequence[DeliveryRef]) -> dict[DeliveryRef, Delivery]:
        return {ref: self.deliveries[ref] for ref in refs if ref in self.deliveries}

    def subject_and_user(self, delivery: Delivery) -> tuple[Interview | None, User | None]:
        about = delivery.interview_id or delivery.about
        return self.interviews.get((delivery.user_id, about)) if about else None, self.users.get(delivery.user_id)

    def commit(self, change: Change) -> bool:
        self._let_others_in("commit")
        if change.mail_id in self.seen:
            return False
        if change.user_id and change.user_id not in self.users:
            raise Conflict("the user was erased")
        if change.user and change.user.edits != self.users[change.user.id].edits:
            raise Conflict("the profile is no longer as it was read")
        interview = change.interview
        held = self.interviews.get((interview.user_id, interview.id)) if interview else None
        if held != (_kept(change.read) if change.read else None):
            raise Conflict("the interview is no longer as it was read")
        if any(_ref(made) in self.deliveries for made in change.made):
            raise Conflict("a Delivery of that name is there already")
        if any(self._state(gone) is not State.PENDING for gone in change.withdrawn):
            raise Conflict("what is to be withdrawn is no longer pending")
        if change.note_to and self.stranger_was_noted(change.note_to, change.at):
            raise Conflict("the stranger was noted")
        self._apply(change)
        return True

    def mark_scheduled(self, delivery: Delivery, check_at: datetime) -> bool:
        self._let_others_in("mark_scheduled")
        if self._state(delivery) is not State.PENDING:
            return False
        self._set(delivery, scheduled=True, check_at=check_at)
        return True

    def mark_dropped(self, delivery: Delivery) -> None:
        if self._state(delivery) is State.WITHDRAWN:
            self._set(delivery, check_at=None)

    def claim(self, delivery: Delivery, lease_until: datetime, check_at: datetime) -> bool:
        self._let_others_in("claim")
        held = self.deliveries.get(_ref(delivery))
        if held is None or (held.state, held.attempts) != (delivery.state, delivery.attempts):
            return False
        if delivery.interview_id:
            interview = self.interviews.get((delivery.user_id, delivery.interview_id))
            if interview is None or interview.revision != delivery.revision:
                return False
        self._set(delivery, state=State.SENDING, lease_until=lease_until, check_at=check_at, attempts=held.attempts + 1)
        return True

    def confirm(self, delivery: Delivery, ses_message_id: str, sent_at: datetime) -> None:
        self._let_others_in("confirm")
        if self._state(delivery) in (None, State.SENT):
            return
        self._set(
            delivery,
            state=State.SENT,
            ses_message_id=ses_message_id,
            sent_at=sent_at,
            check_at=None,
            lease_until=None,
        )
        self.sent[ses_message_id] = _ref(delivery)

    def release(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        self._let_others_in("release")
        held = self.deliveries.get(_ref(delivery))
        if held and (held.state, held.attempts) == (State.SENDING, delivery.attempts + 1):
            self._set(
                delivery,
                state=State.PENDING,
                check_at=check_at,
                reason=reason,
                attempts=delivery.attempts,
                lease_until=None,
            )

    def finish(self, delivery: Delivery, reason: str, *, failed: bool) -> None:
        self._let_others_in("finish")
        held = self.deliveries.get(_ref(delivery))
        if held and (held.state, held.attempts) == (delivery.state, delivery.attempts):
            state = State.FAILED if failed else State.WITHDRAWN
            self._set(delivery, state=state, reason=reason, check_at=None, lease_until=None)

    def note_fate(self, feedback: Feedback) -> Delivery | None:
        held = self.deliveries.get(feedback.ref)
        if held and (held.fate is None or held.fate.rank < feedback.fate.rank):
            self._set(held, fate=feedback.fate)
        return self.deliveries.get(feedback.ref)

    def due(self, now: datetime, limit: int) -> Iterator[DeliveryRef]:
        waiting = [d for d in self.deliveries.values() if d.state in _OPEN and d.check_at and d.check_at <= now]
        yield from map(_ref, sorted(waiting, key=lambda delivery: delivery.check_at or now)[:limit])

    def all(self, *states: State) -> list[Delivery]:
        """List the Deliveries in these states, or all, in the order of their due times."""
        found = (delivery for delivery in self.deliveries.values() if not states or delivery.state in states)
        return sorted(found, key=lambda delivery: (delivery.due_at, delivery.kind))

    def _apply(self, change: Change) -> None:
        self.seen[change.mail_id] = change.outcome
        if change.user_id:
            self.mails.add((change.user_id, change.mail_id))
            self._participants |= {(change.user_id, address.strip().lower()) for address in change.participants}
        if change.interview:
            edits = change.read.edits + 1 if change.read else change.interview.edits
            written = dataclasses.replace(change.interview, edits=edits)
            self.interviews[change.interview.user_id, change.interview.id] = _kept(written)
            self.aliases |= {(change.interview.user_id, key): change.interview.id for key in change.aliases}
        for made in change.made:
            self.deliveries[_ref(made)] = _kept(made)
        for gone in change.withdrawn:
            self._set(gone, state=State.WITHDRAWN, check_at=change.at, reason="superseded")
        if change.user:
            held = self.users[change.user.id]
            self.users[held.id] = dataclasses.replace(
                change.user, edits=held.edits + 1, mail_refused=held.mail_refused, stopped_at=held.stopped_at
            )
        if change.stops_user and change.user_id in self.users:
            self.users[change.user_id] = dataclasses.replace(self.users[change.user_id], stopped_at=change.at)
        if change.note_to:
            self._noted_until[change.note_to.strip().lower()] = change.at + NOTE_EVERY
        self.stream += [_ref(delivery) for delivery in (*change.made, *change.withdrawn)]

    def _state(self, delivery: Delivery) -> State | None:
        held = self.deliveries.get(_ref(delivery))
        return held.state if held else None

    def _set(self, delivery: Delivery, **facts: Any) -> None:
        self.deliveries[_ref(delivery)] = _kept(dataclasses.replace(self.deliveries[_ref(delivery)], **facts))

    def _let_others_in(self, method: str) -> None:
        waiting, self.before[method] = self.before[method], []
        for other in waiting:
            other()


def plan_answers(records: Records, rules: Rules = USUAL) -> PlanAnswer:
    """Build what plans the answer to a proven user's mail, over these records and the shipped content."""
    answered = FindAnswered(records, TOKEN_KEY)
    return PlanAnswer(records, rules, answered, lambda: TakeText(answered, TakeReply(rules, load, TOKEN_KEY)))


class FakeSchedules:
    """Schedules by name, which fire when the test says so: at their time, late, twice, or after they were deleted."""

    def __init__(self) -> None:
        self.live: dict[str, Delivery] = {}
        self.ever: dict[str, Delivery] = {}
        self.created: list[str] = []
        self.fault: Exception | None = None

    def create(self, delivery: Delivery) -> None:
        self._fail()
        self.created.append(delivery.id)
        self.live.setdefault(delivery.id, delivery)
        self.ever.setdefault(delivery.id, delivery)

    def drop(self, delivery_id: str) -> None:
        self._fail()
        self.live.pop(delivery_id, None)

    def due(self, now: datetime) -> list[DeliveryRef]:
        """Take what fires by `now` off the list, as Scheduler does after completion."""
        names = [name for name, delivery in self.live.items() if delivery.due_at <= now]
        return [_ref(self.live.pop(name)) for name in names]

    def _fail(self) -> None:
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault


def confirms(records: Records, mailbox: FakeMailbox, clock: FakeClock) -> ConfirmByReply:
    """Build what takes the replies that a token confirms."""
    erase = EraseUser(records, FakeSchedules(), mailbox, clock)
    return ConfirmByReply(records, mailbox, clock, erase, FindAnswered(records, TOKEN_KEY))


def receives(
    records: Records, mailbox: FakeMailbox, clock: FakeClock, allowed: frozenset[str] = frozenset({"@college.example"})
) -> ReceiveMail:
    """Build what takes a mail to its outcome."""
    confirm = confirms(records, mailbox, clock)
    return ReceiveMail(mailbox, records, clock, OWN, allowed, ZONE, plan_answers(records), confirm)


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """One mail that SES took, and the id that it gave, whether we heard of it or not."""

    mail: OutgoingMail
    ses_message_id: str


class FakeMailer:
    """Takes every mail, but for what `script` says: a MailerFault is raised in place of an answer, None accepts.

    An AnswerLost after which the mail left all the same is scripted as `but_sent(AnswerLost(...))`.
    """

    def __init__(self) -> None:
        self.script: collections.deque[MailerFault | None] = collections.deque()
        self.taken: list[Taken] = []
        self.calls: list[OutgoingMail] = []
        self.meanwhile: list[Callable[[], object]] = []
        self._left_all_the_same: set[int] = set()

    def but_sent(self, fault: MailerFault) -> MailerFault:
        """Script a fault behind which the mail left."""
        self._left_all_the_same.add(id(fault))
        return fault

    def send(self, mail: OutgoingMail) -> str:
        self.calls.append(mail)
        waiting, self.meanwhile = self.meanwhile, []
        for other in waiting:
            other()
        fault = self.script.popleft() if self.script else None
        if fault is None or id(fault) in self._left_all_the_same:
            self.taken.append(Taken(mail, f"ses-{len(self.taken) + 1}"))
        if fault:
            raise fault
        return self.taken[-1].ses_message_id

    def feedback(self, taken: Taken, fate: Fate, at: datetime) -> Feedback:
        """Make the event that SES publishes of a mail that it took."""
        return Feedback(DeliveryRef(taken.mail.user_id, taken.mail.delivery_id), taken.ses_message_id, fate, at)


class FakePages:
    """Writes the kind and the subject, so that a test can tell what was rendered. `fault` is raised if it is set."""

    def __init__(self) -> None:
        self.fault: Exception | None = None

    def render(self, kind: Kind, page: Any) -> Rendered:
        if self.fault:
            raise self.fault
        subject = page.subject if isinstance(page, Note) else getattr(page, "subject", "")
        return Rendered(f"{kind}: {subject}\n", f"<p>{kind}</p>\n")

    def web(self, name: str, page: Any) -> str:
        return f"{name}: {page.heading}"


class World:
    """The steps over the fakes, without AWS: what is committed is dispatched, schedules fire, the sweep repairs."""

    def __init__(self, content: Callable[[], Content], now: datetime = NOW) -> None:
        self.clock = FakeClock(now)
        self.records = InMemoryRecords()
        self.schedules = FakeSchedules()
        self.mailer = FakeMailer()
        self.pages = FakePages()
        self.send = SendDelivery(self.records, self.mailer, self.pages, self.clock, content, ZONE, REPLY_PATHS)
        self.dispatch = DispatchDeliveries(self.records, self.schedules, self.clock, self.send)
        self.feedback = RecordFeedback(self.records)

    def settle(self) -> None:
        """Hand on what the stream holds."""
        while self.records.stream:
            self.dispatch(self.records.stream.pop(0))

    def run_on_to(self, moment: datetime, step: timedelta = timedelta(minutes=5)) -> None:
        """Move the clock on in steps; at each, schedules fire and the sweep runs."""
        while self.clock.now() < moment:
            self.clock.move_to(min(self.clock.now() + step, moment))
            for ref in self.schedules.due(self.clock.now()):
                self.send(ref)
            self.dispatch.sweep()

    def sent_kinds(self) -> list[Kind]:
        """List the kinds of the mails that left, in their order."""
        held = (self.records.deliveries[DeliveryRef(t.mail.user_id, t.mail.delivery_id)] for t in self.mailer.taken)
        return [delivery.kind for delivery in held]


def _ref(delivery: Delivery) -> DeliveryRef:
    return DeliveryRef(delivery.user_id, delivery.id)


def _kept(thing: _T) -> _T:
    return from_plain(type(thing), to_plain(thing))
