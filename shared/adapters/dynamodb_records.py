"""The records in one DynamoDB table. Every promise of exactly once is a condition in this file."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from shared.adapters import dynamodb_items as items
from shared.adapters.codec import iso
from shared.adapters.dynamodb_items import Item, deserialize
from shared.adapters.dynamodb_table import CONDITION_FAILED, Action, Cancelled
from shared.adapters.dynamodb_users import DynamoDBUsers
from shared.domain.delivery import Delivery, DeliveryRef, Feedback, State
from shared.domain.errors import Conflict
from shared.domain.interview import Change, Interview, Snapshot, User

# Where a mark of a participant belongs to no interview: somebody whom the user named, or wants to ask.
NAMED_IN_A_REPLY = "named"
# How many rows of the sweep's index are read at once, of each shard.
DUE_PAGE = 50


class DynamoDBRecords(DynamoDBUsers):
    """Fills the Records port. `retention` counts from a meeting's end; users are taken to be in `default_zone`."""

    def unseen(self, mail_ids: Sequence[str]) -> list[str]:
        """Return those of these mails that have reached no outcome yet, in their order."""
        marks = self._table.get_all([self._keys.seen_mail(mail_id) for mail_id in mail_ids])
        return [mail_id for mail_id, mark in zip(mail_ids, marks, strict=True) if mark is None]

    def outcome_of(self, mail_id: str) -> str | None:
        """Return the outcome that this mail has reached, None while it has none."""
        found = self._table.get(self._keys.seen_mail(mail_id))
        return found["outcome"]["S"] if found else None

    def sent_mail(self, ses_message_id: str) -> DeliveryRef | None:
        """Return which Delivery a mail of ours was."""
        found = self._table.get(self._keys.sent_mail(ses_message_id))
        return DeliveryRef(found["user_id"]["S"], found["delivery_id"]["S"]) if found else None

    def spend(self, delivery: Delivery, day: date) -> bool:
        """Count a mail against the day's budgets of its recipient, of their domain and of all; False where one is out.

        What was counted stays counted, so that a budget errs on the side of silence.
        """
        return all(self._count(key, limit, day) for key, limit in self._keys.budgets(delivery, day, self._budgets))

    def spend_answer(self, delivery: Delivery, day: date, limit: int) -> bool:
        """Count an answer that belongs to no meeting; False where its recipient had `limit` of its sort that day."""
        return self._count(self._keys.answers(delivery, day), limit, day)

    def postpone(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        """Leave a pending Delivery to the sweep at `check_at`."""
        self._update_if(
            delivery,
            "SET check_at = :check, #reason = :reason",
            "#state = :pending",
            {":check": iso(check_at), ":reason": reason, ":pending": State.PENDING},
        )

    def is_participant(self, address: str) -> bool:
        """Tell whether the address is an organizer or attendee of any stored interview."""
        pk, prefix = self._keys.participants(address)
        found = self._table.query(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": {"S": pk}, ":prefix": {"S": prefix}},
            Limit=1,
        )
        return bool(found)

    def snapshot(self, user_id: str, interview_id: str) -> Snapshot | None:
        """Return the interview with the Deliveries of its present revision, read consistently."""
        interview = self.interview(user_id, interview_id)
        if interview is None:
            return None
        held = self.all_deliveries([DeliveryRef(user_id, delivery_id) for delivery_id in interview.owed])
        return Snapshot(interview, tuple(held.values()))

    def interview(self, user_id: str, interview_id: str) -> Interview | None:
        """Return one interview, read consistently."""
        found = self._table.get(self._keys.interview(user_id, interview_id))
        return items.interview_of(found) if found else None

    def interviews_named(self, user_id: str, keys: Sequence[str]) -> dict[str, str]:
        """Return the ids of the interviews that go under these further names, in their order; unknown ones left out."""
        found = self._table.get_all([self._keys.alias(user_id, key) for key in keys])
        return {key: item["interview_id"]["S"] for key, item in zip(keys, found, strict=True) if item}

    def delivery(self, ref: DeliveryRef) -> Delivery | None:
        """Return one Delivery, read consistently."""
        found = self._table.get(self._keys.delivery(ref.user_id, ref.delivery_id))
        return items.delivery_of(found) if found else None

    def all_deliveries(self, refs: Sequence[DeliveryRef]) -> dict[DeliveryRef, Delivery]:
        """Return those of these Deliveries that are recorded, in their order, each read consistently."""
        found = self._table.get_all([self._keys.delivery(ref.user_id, ref.delivery_id) for ref in refs])
        return {ref: items.delivery_of(item) for ref, item in zip(refs, found, strict=True) if item}

    def subject_and_user(self, delivery: Delivery) -> tuple[Interview | None, User | None]:
        """Return the interview that a Delivery is about and the user whose it is, each None where there is none."""
        about = delivery.interview_id or delivery.about
        keys = [self._keys.user(delivery.user_id)]
        if about:
            keys.append(self._keys.interview(delivery.user_id, about))
        user, *interview = self._table.get_all(keys)
        return (
            items.interview_of(interview[0]) if interview and interview[0] else None,
            items.user_of(user, self._zone) if user else None,
        )

    def commit(self, change: Change) -> bool:
        """Write all of `change` in one transaction, or nothing; False where the mail was seen already.

        The marks of participants go first and by themselves: they only ever make us more silent, so one that is left
        behind by a crash does no harm.
        """
        self._mark_participants(change)
        actions = [self._table.put_new(self._seen(change))]
        if change.user_id:
            mark = deserialize(self._keys.mail_of(change.user_id, change.mail_id))
            actions.append(self._table.put(mark | {"expires": items.epoch(change.at + items.SEEN_FOR)}))
            actions.append(self._user_stands(change, change.user_id))
        if change.interview:
            actions += self._interview_actions(change, change.interview)
        new = (items.delivery_item(made, self._keys, self._retention) for made in change.made)
        actions += [self._table.put_new(item) for item in new]
        actions += [self._withdraw(delivery, change.at) for delivery in change.withdrawn]
        if change.note_to:
            actions.append(self._put_note(change.note_to, change.at))
        try:
            self._table.transact(actions)
        except Cancelled as cancelled:
            if cancelled.reasons[0] == CONDITION_FAILED:
                return False
            raise
        return True

    def mark_scheduled(self, delivery: Delivery, check_at: datetime) -> bool:
        """Note that the schedule exists; False where the Delivery is no longer pending."""
        return self._update_if(
            delivery,
            "SET scheduled = :yes, check_at = :check",
            "#state = :pending",
            {":yes": True, ":check": iso(check_at), ":pending": State.PENDING},
        )

    def mark_dropped(self, delivery: Delivery) -> None:
        """Note that nothing is left to do for a withdrawn Delivery."""
        withdrawn = {":withdrawn": State.WITHDRAWN}
        self._update_if(delivery, "REMOVE open_shard, check_at", "#state = :withdrawn", withdrawn)

    def claim(self, delivery: Delivery, lease_until: datetime, check_at: datetime) -> bool:
        """Move pending → sending, or take over a claim that ran out; False where another was first.

        One transaction: the Delivery is as it was read, and its Interview is at its revision.
        """
        claim = self._table.update(
            self._keys.delivery(delivery.user_id, delivery.id),
            "SET #state = :sending, lease_until = :lease, check_at = :check, open_shard = :shard,"
            " attempts = attempts + :one",
            # The number of attempts tells one claim from the next, so that a claim is taken over once.
            "#state = :read AND attempts = :tried",
            {
                ":sending": State.SENDING,
                ":read": delivery.state,
                ":lease": iso(lease_until),
                ":check": iso(check_at),
                ":shard": items.open_shard(delivery.id),
                ":one": 1,
                ":tried": delivery.attempts,
            },
        )
        actions = [claim]
        if delivery.interview_id:
            interview = self._keys.interview(delivery.user_id, delivery.interview_id)
            actions.append(self._table.check(interview, "revision = :revision", {":revision": delivery.revision}))
        try:
            self._table.transact(actions)
        except Conflict:
            return False
        return True

    def confirm(self, delivery: Delivery, ses_message_id: str, sent_at: datetime) -> None:
        """Move to sent, and note SES's id so that a reply finds its meeting. Repeating it changes nothing."""
        update = self._table.update(
            self._keys.delivery(delivery.user_id, delivery.id),
            "SET #state = :sent, ses_message_id = :id, sent_at = :at REMOVE open_shard, check_at, lease_until",
            "attribute_exists(pk) AND #state <> :sent",
            {":sent": State.SENT, ":id": ses_message_id, ":at": iso(sent_at)},
        )
        until = delivery.expires_at if delivery.kind in items.OF_NOBODY else sent_at + self._retention
        sent = deserialize(self._keys.sent_mail(ses_message_id)) | {
            "user_id": delivery.user_id,
            "delivery_id": delivery.id,
            "expires": items.epoch(until),
        }
        try:
            self._table.transact([update, self._table.put(sent)])
        except Cancelled as cancelled:
            if cancelled.reasons[0] != CONDITION_FAILED:
                raise

    def release(self, delivery: Delivery, check_at: datetime, reason: str) -> None:
        """Move sending → pending, since SES did not take the mail; the sweep looks again at `check_at`.

        The attempt does not count, since nothing can have left.
        """
        self._update_if(
            delivery,
            "SET #state = :pending, check_at = :check, #reason = :reason, attempts = :tried REMOVE lease_until",
            "#state = :sending AND attempts = :claimed",
            {
                ":pending": State.PENDING,
                ":sending": State.SENDING,
                ":check": iso(check_at),
                ":reason": reason,
                ":tried": delivery.attempts,
                ":claimed": delivery.attempts + 1,
            },
        )

    def finish(self, delivery: Delivery, reason: str, *, failed: bool) -> None:
        """Move a Delivery that was not sent to failed, or to withdrawn. No-op if it is no longer as it was read."""
        state = State.FAILED if failed else State.WITHDRAWN
        self._update_if(
            delivery,
            "SET #state = :end, #reason = :reason REMOVE open_shard, check_at, lease_until",
            "#state = :read AND attempts = :tried",
            {":end": state, ":reason": reason, ":read": delivery.state, ":tried": delivery.attempts},
        )

    def note_fate(self, feedback: Feedback) -> Delivery | None:
        """Keep what SES reported, unless something of a higher rank is kept; return the Delivery as it then stands."""
        ref = feedback.ref
        held = self._table.update_and_read(
            self._keys.delivery(ref.user_id, ref.delivery_id),
            "SET fate = :fate, fate_rank = :rank, fate_at = :at",
            "attribute_exists(pk) AND (attribute_not_exists(fate_rank) OR fate_rank < :rank)",
            {":fate": feedback.fate, ":rank": feedback.fate.rank, ":at": iso(feedback.at)},
        )
        return items.delivery_of(held) if held else None

    def due(self, now: datetime, limit: int) -> Iterator[DeliveryRef]:
        """Yield open Deliveries whose `check_at` is past, the oldest first in each shard, `limit` at most.

        The shards take turns, and no page is read before it is asked for: whoever stops early has read little. The
        index is a little behind the table, so each is to be read again before anything is done about it.
        """
        shards = [self._due_in(f"OPEN#{shard}", now) for shard in range(items.OPEN_SHARDS)]
        for row in itertools.islice(_in_turn(shards), limit):
            yield items.delivery_ref_of(row)

    def _due_in(self, shard: str, now: datetime) -> Iterator[Item]:
        return self._table.query_all(
            IndexName=items.OPEN_INDEX,
            KeyConditionExpression="open_shard = :shard AND check_at <= :now",
            ExpressionAttributeValues={":shard": {"S": shard}, ":now": {"S": iso(now)}},
            Limit=DUE_PAGE,
        )

    def _count(self, key: Item, limit: int, day: date) -> bool:
        """Add one to a day's counter; False where it has reached its limit."""
        return self._table.update_if(
            key,
            "SET expires = :expires ADD #count :one",
            "attribute_not_exists(#count) OR #count < :limit",
            {
                ":one": 1,
                ":limit": limit,
                ":expires": items.epoch(datetime.combine(day, time(), UTC) + items.BUDGETS_KEPT),
            },
        )

    def _seen(self, change: Change) -> Item:
        return deserialize(self._keys.seen_mail(change.mail_id)) | {
            "outcome": change.outcome,
            "at": iso(change.at),
            "expires": items.epoch(change.at + items.SEEN_FOR),
        }

    def _user_stands(self, change: Change, user_id: str) -> Action:
        """Let nothing be written for a user who was erased meanwhile; stop what was owed, or write what they said."""
        profile, exists = self._keys.user(user_id), "attribute_exists(pk)"
        if change.user:
            update, condition, values = items.profile_update(change.user)
            if change.stops_user:
                update, values = update.replace("SET ", "SET stopped_at = :at, ", 1), values | {":at": iso(change.at)}
            return self._table.update(profile, update, f"{exists} AND {condition}", values)
        if change.stops_user:
            return self._table.update(profile, "SET stopped_at = :at", exists, {":at": iso(change.at)})
        return self._table.check(profile, exists, {})

    def _mark_participants(self, change: Change) -> None:
        interview, user_id = change.interview, change.user_id
        if user_id is None or not change.participants:
            return
        about = interview.id if interview else NAMED_IN_A_REPLY
        expires = items.epoch((interview.meeting.ends_at if interview else change.at) + self._retention)
        # DynamoDB refuses a batch that names one item twice.
        each_once = {self._keys.participant(one, user_id, about)["pk"]["S"]: one for one in change.participants}
        marks = [self._keys.participant(address, user_id, about) for address in each_once.values()]
        marks += [self._keys.held_participant(user_id, address, about) for address in each_once.values()]
        self._table.put_all([{**key, "expires": {"N": str(expires)}} for key in marks])

    def _interview_actions(self, change: Change, interview: Interview) -> list[Action]:
        if change.read is None:
            item = items.interview_item(interview, self._keys, self._retention)
            write = self._table.put_new(item)
        else:
            later = dataclasses.replace(interview, edits=change.read.edits + 1)
            item = items.interview_item(later, self._keys, self._retention)
            write = self._table.put_if(item, "guard = :read", {":read": items.guard(change.read)})
        names = (deserialize(self._keys.alias(interview.user_id, alias)) for alias in dict.fromkeys(change.aliases))
        known_as = {"interview_id": interview.id, "expires": item["expires"]}
        return [write, *(self._table.put(name | known_as) for name in names)]

    def _put_note(self, address: str, now: datetime) -> Action:
        note = deserialize(self._keys.stranger_note(address)) | {"expires": items.epoch(now + items.NOTE_EVERY)}
        return self._table.put_if(note, "attribute_not_exists(pk) OR expires <= :now", {":now": items.epoch(now)})

    def _withdraw(self, delivery: Delivery, at: datetime) -> Action:
        return self._table.update(
            self._keys.delivery(delivery.user_id, delivery.id),
            "SET #state = :withdrawn, check_at = :at, #reason = :why",
            "#state = :pending",
            {":withdrawn": State.WITHDRAWN, ":pending": State.PENDING, ":at": iso(at), ":why": "superseded"},
        )

    def _update_if(self, delivery: Delivery, update: str, condition: str, values: Item) -> bool:
        return self._table.update_if(self._keys.delivery(delivery.user_id, delivery.id), update, condition, values)


def _in_turn(rows: list[Iterator[Item]]) -> Iterator[Item]:
    """Yield one of each in turn until all are through."""
    while rows:
        for each in tuple(rows):
            row = next(each, None)
            if row is None:
                rows.remove(each)
            else:
                yield row
