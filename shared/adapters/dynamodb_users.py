"""The part of the records that is about people: who a user is, which addresses are theirs, and all that is theirs."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.adapters import dynamodb_items as items
from shared.adapters.codec import iso, to_plain
from shared.adapters.dynamodb_items import Budgets, Item, Keys, deserialize
from shared.adapters.dynamodb_table import CONDITION_FAILED, Cancelled, Table
from shared.domain.errors import Conflict
from shared.domain.interview import Belonging, User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from shared.domain.holdings import Holdings


def new_user_id() -> str:
    """Name a user by twelve hexadecimal digits that say nothing of who it is."""
    return secrets.token_hex(6)


class DynamoDBUsers:
    """The users' part of the Records port. `retention` counts from a meeting's end, `new_id` names a new user."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        address_key: bytes,
        retention: timedelta,
        default_zone: str,
        budgets: Budgets = items.BUDGETS,
        new_id: Callable[[], str] = new_user_id,
    ) -> None:
        self._table = Table(client, table_name)
        self._keys = Keys(address_key)
        self._retention = retention
        self._zone = default_zone
        self._budgets = budgets
        self._new_id = new_id

    def user_for(self, address: str, name: str | None, now: datetime) -> User:
        """Return whose address this is, made now, with the name that the mail gives, if it is new."""
        known = self._user_at(address)
        if known:
            return known
        user_id = self._new_id()
        # Without a zone: DEFAULT_TIME_ZONE may change, and a user's own has not been said yet.
        said = to_plain({"id": user_id, "address": address, **({"name": name} if name else {})})
        profile = deserialize(self._keys.user(user_id)) | said | {"created_at": iso(now)}
        owner = deserialize(self._keys.address(address)) | {"user_id": user_id}
        try:
            self._table.transact([self._table.put_new(owner), self._table.put_new(profile)])
        except Conflict:
            known = self._user_at(address)
            if known is None:
                raise
            return known
        return User(user_id, address, self._zone, name)

    def user(self, user_id: str) -> User | None:
        """Return a user."""
        found = self._table.get(self._keys.user(user_id))
        if found is None:
            return None
        return items.user_of(found, self._zone)

    def stranger_id(self, address: str) -> str:
        """Name somebody who is no user, so that the note to them is a Delivery like any other."""
        return self._keys.stranger_id(address)

    def stranger_was_noted(self, address: str, now: datetime) -> bool:
        """Tell whether this address had its short note within 30 days."""
        found = self._table.get(self._keys.stranger_note(address))
        return found is not None and int(found["expires"]["N"]) > items.epoch(now)

    def was_erased_after(self, address: str, moment: datetime) -> bool:
        """Tell whether this address's records were erased after `moment`."""
        found = self._table.get(self._keys.erased(address))
        return found is not None and found["at"]["S"] >= iso(moment)

    def mark_erased(self, address: str, now: datetime) -> None:
        """Note that the address's records are being erased: no mail that came before brings them back."""
        self._mark(self._keys.erased(address), now)

    def mark_further_erased(self, thing: Belonging, now: datetime) -> None:
        """Note the same of a further address of a user, which is known by its keyed hash alone."""
        self._mark(self._keys.named_erased(thing.id), now)

    def _mark(self, key: Item, now: datetime) -> None:
        self._table.write(deserialize(key) | {"at": iso(now), "expires": items.epoch(now + items.SEEN_FOR)})

    def user_id_at(self, address: str) -> str | None:
        """Return the id of the user whose address this is."""
        owner = self._table.get(self._keys.address(address))
        return owner["user_id"]["S"] if owner else None

    def belongings(self, user_id: str) -> Iterator[Belonging]:
        """Yield everything that is kept of a user, but for the profile."""
        everything = self._table.query_all(
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": self._keys.user(user_id)["pk"]},
            ConsistentRead=True,
        )
        for item in everything:
            kind, _, name = item["sk"]["S"].partition("#")
            if name:
                sent_as = item.get("ses_message_id", {}).get("S")
                yield Belonging(user_id, kind.lower(), name, sent_as)

    def forget(self, thing: Belonging) -> None:
        """Delete one thing, and under which name a reply would find it."""
        if thing.kind == "address":
            self._table.delete(self._keys.named_address(thing.id))
        if thing.kind == "participant":
            digest, _, about = thing.id.partition("#")
            self._table.delete(self._keys.named_participant(digest, thing.user_id, about))
        if thing.sent_as:
            self._table.delete(self._keys.sent_mail(thing.sent_as))
        self._table.delete(self._keys.belonging(thing.user_id, thing.kind, thing.id))

    def forget_profile(self, user_id: str) -> None:
        """Delete the profile: from then on no change is recorded for the user."""
        self._table.delete(self._keys.user(user_id))

    def forget_address(self, address: str) -> None:
        """Delete whose address it was, by which the user's other items are found."""
        self._table.delete(self._keys.address(address))

    def refuse_mail(self, user_id: str, reason: str) -> None:
        """Note why nothing more is sent to a user; whoever is no user is not noted."""
        profile = self._keys.user(user_id)
        self._table.update_if(profile, "SET mail_refused = :why", "attribute_exists(pk)", {":why": reason})

    def holdings(self, user_id: str) -> Holdings:
        """Return all interviews and Deliveries of a user, up to a bound that no person reaches."""
        from shared.domain.holdings import Holdings  # noqa: PLC0415 - three kinds of mail need it

        interviews, more_interviews = self._all_of(user_id, "INTERVIEW#")
        deliveries, more_deliveries = self._all_of(user_id, "DELIVERY#")
        return Holdings(
            tuple(sorted(map(items.interview_of, interviews), key=lambda one: one.meeting.starts_at)),
            tuple(sorted(map(items.delivery_of, deliveries), key=lambda one: one.due_at)),
            is_all=not (more_interviews or more_deliveries),
        )

    def _all_of(self, user_id: str, prefix: str) -> tuple[list[Item], bool]:
        """Return the items of one kind, and whether there are more than are shown."""
        found = self._table.query_all(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": self._keys.user(user_id)["pk"], ":prefix": {"S": prefix}},
            ConsistentRead=True,
        )
        rows = list(itertools.islice(found, items.MOST_HELD + 1))
        return rows[: items.MOST_HELD], len(rows) > items.MOST_HELD

    def link_address(self, user: User, address: str) -> bool:
        """Note that the address is the user's, too; False where it is somebody else's, or the user was erased.

        Raises Conflict where another transaction was on its way.
        """
        owner = deserialize(self._keys.address(address)) | {"user_id": user.id}
        held = deserialize(self._keys.held_address(user.id, address))
        stands = self._table.check(self._keys.user(user.id), "attribute_exists(pk)", {})
        try:
            self._table.transact([self._table.put_new(owner), self._table.put(held), stands])
        except Cancelled as cancelled:
            if CONDITION_FAILED not in cancelled.reasons:
                raise
            return self.user_id_at(address) == user.id
        return True

    def _user_at(self, address: str) -> User | None:
        user_id = self.user_id_at(address)
        return self.user(user_id) if user_id else None
