"""The items of the table: their keys, and which attributes each carries. The design's "Records" has the whole list."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import math
import zlib
from datetime import date, datetime, timedelta
from typing import Any

from shared.adapters.codec import from_plain, iso, to_plain
from shared.adapters.dynamodb_values import typed, untyped
from shared.domain.delivery import Delivery, DeliveryRef, Kind, State
from shared.domain.done import answers_a_word
from shared.domain.interview import Interview, User

Item = dict[str, Any]

OPEN_INDEX = "OpenDeliveries"
OPEN_SHARDS = 4
MOST_HELD = 5_000
OF_NOBODY = frozenset({Kind.ERASED, Kind.NOT_ON_THE_LIST})
SEEN_FOR = timedelta(days=30)
NOTE_EVERY = timedelta(days=30)
BUDGETS_KEPT = timedelta(days=2)
# A counter that everybody adds to stands on several items, or it would slow them all down; each has its part.
BUDGET_SHARDS = 8
# What a user says of themselves, and what is counted of it; the rest of a profile has writers of its own.
_SAID = (
    "name", "time_zone", "zone_is_own", "field", "strengths", "tone", "waking", "was_asked", "keeps_in_touch",
    "own_words", "answers", "talks_noted", "referrals", "unplaced", "edits",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Budgets:
    """How many mails may leave in a day (UTC): to one user, to all users of one domain, to all."""

    per_user: int = 50
    per_domain: int = 5_000
    in_all: int = 20_000


BUDGETS = Budgets()


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """Makes the keys of items. Addresses stand in keys only as keyed hashes, so that no log or trace shows one."""

    address_key: bytes

    def user(self, user_id: str) -> Item:
        """Key the profile of a user."""
        return _key(f"USER#{user_id}", "PROFILE")

    def interview(self, user_id: str, interview_id: str) -> Item:
        """Key an interview."""
        return _key(f"USER#{user_id}", f"INTERVIEW#{interview_id}")

    def delivery(self, user_id: str, delivery_id: str) -> Item:
        """Key a Delivery."""
        return _key(f"USER#{user_id}", f"DELIVERY#{delivery_id}")

    def alias(self, user_id: str, key: str) -> Item:
        """Key a further name of an interview."""
        return _key(f"USER#{user_id}", f"ALIAS#{key}")

    def belonging(self, user_id: str, kind: str, name: str) -> Item:
        """Key one of the things that are kept under a user."""
        return _key(f"USER#{user_id}", f"{kind.upper()}#{name}")

    def mail_of(self, user_id: str, mail_id: str) -> Item:
        """Key the note that a mail was this user's, by which their raw mails can be erased."""
        return _key(f"USER#{user_id}", f"MAIL#{mail_id}")

    def address(self, address: str) -> Item:
        """Key the note of whose address it is."""
        return _key(self._address(address), "USER")

    def held_address(self, user_id: str, address: str) -> Item:
        """Key the note under a user that an address is theirs, too; its name is the keyed hash alone."""
        return _key(f"USER#{user_id}", f"ADDRESS#{self._digest(address)}")

    def stranger_note(self, address: str) -> Item:
        """Key the mark that a stranger had their short note."""
        return _key(self._address(address), "NOTE")

    def participant(self, address: str, user_id: str, interview_id: str) -> Item:
        """Key the mark that the address takes part in an interview."""
        return _key(self._address(address), f"PARTICIPANT#{user_id}#{interview_id}")

    def named_participant(self, digest: str, user_id: str, interview_id: str) -> Item:
        """Key the mark that an address takes part in an interview, by the address's keyed hash."""
        return _key(f"ADDRESS#{digest}", f"PARTICIPANT#{user_id}#{interview_id}")

    def held_participant(self, user_id: str, address: str, interview_id: str) -> Item:
        """Key the note under a user of such a mark of theirs, by which it is found when all is erased."""
        return _key(f"USER#{user_id}", f"PARTICIPANT#{self._digest(address)}#{interview_id}")

    def participants(self, address: str) -> tuple[str, str]:
        """Return the partition key and the sort key's prefix of all those marks of one address."""
        return self._address(address), "PARTICIPANT#"

    def seen_mail(self, mail_id: str) -> Item:
        """Key the mark that a mail reached its outcome."""
        return _key(f"MAIL#{mail_id}", "SEEN")

    def sent_mail(self, ses_message_id: str) -> Item:
        """Key which Delivery a mail of ours was."""
        return _key(f"SENT#{ses_message_id}", "DELIVERY")

    def named_address(self, digest: str) -> Item:
        """Key the note of whose address it is, by the address's keyed hash."""
        return _key(f"ADDRESS#{digest}", "USER")

    def named_erased(self, digest: str) -> Item:
        """Key the mark that an address's records were erased, by the address's keyed hash."""
        return _key(f"ADDRESS#{digest}", "ERASED")

    def erased(self, address: str) -> Item:
        """Key the mark that an address's records were erased, and when."""
        return _key(self._address(address), "ERASED")

    def budgets(self, delivery: Delivery, day: date, budgets: Budgets) -> list[tuple[Item, int]]:
        """Key the day's counters that a mail adds to, each with its limit."""
        shard = zlib.crc32(delivery.id.encode()) % BUDGET_SHARDS
        domain = self._digest(delivery.recipient.rpartition("@")[2])
        counters = (
            (f"USER#{delivery.user_id}", budgets.per_user),
            (f"DOMAIN#{domain}#{shard}", math.ceil(budgets.per_domain / BUDGET_SHARDS)),
            (f"ALL#{shard}", math.ceil(budgets.in_all / BUDGET_SHARDS)),
        )
        return [(_key(f"BUDGET#{name}", f"DAY#{day.isoformat()}"), limit) for name, limit in counters]

    def answers(self, delivery: Delivery, day: date) -> Item:
        """Key the day's counter of answers to one user that belong to no meeting; answers to words have their own."""
        counted = "WORDS" if answers_a_word(delivery) else "ANSWERS"
        return _key(f"BUDGET#{counted}#{delivery.user_id}", f"DAY#{day.isoformat()}")

    def stranger_id(self, address: str) -> str:
        """Name a stranger who is no user, so that their one note is a Delivery like any other."""
        return f"stranger-{self._digest(address)}"

    def _address(self, address: str) -> str:
        return f"ADDRESS#{self._digest(address)}"

    def _digest(self, address: str) -> str:
        text = address.strip().lower().encode("utf-8", "surrogatepass")
        return hmac.new(self.address_key, text, hashlib.sha256).hexdigest()[:40]


def serialize(item: Item) -> Item:
    """Turn plain values into DynamoDB's typed ones."""
    return {name: typed(value) for name, value in item.items()}


def deserialize(item: Item) -> Item:
    """Turn DynamoDB's typed values into plain ones."""
    return {name: untyped(value) for name, value in item.items()}


def guard(interview: Interview) -> str:
    """Say in one text what an interview was when it was read: any newer writer has changed it."""
    return f"{interview.revision}|{interview.version.sequence}|{iso(interview.version.stamped_at)}|{interview.edits}"


def open_shard(delivery_id: str) -> str:
    """Spread the open Deliveries over a few partitions of the index that the sweep reads."""
    return f"OPEN#{zlib.crc32(delivery_id.encode()) % OPEN_SHARDS}"


def interview_item(interview: Interview, keys: Keys, retention: timedelta) -> Item:
    """Build the whole item of an interview."""
    item: Item = to_plain(interview)
    item |= deserialize(keys.interview(interview.user_id, interview.id))
    item |= {"guard": guard(interview), "expires": epoch(interview.meeting.ends_at + retention)}
    return item


def delivery_item(delivery: Delivery, keys: Keys, retention: timedelta) -> Item:
    """Build the whole item of a Delivery; an open one stands in the sweep's index."""
    item: Item = to_plain(delivery)
    item |= deserialize(keys.delivery(delivery.user_id, delivery.id))
    # What belongs to nobody's records holds an address that is to be kept no longer than the mail is of use.
    item["expires"] = epoch(delivery.expires_at + (timedelta() if delivery.kind in OF_NOBODY else retention))
    if delivery.check_at is not None and delivery.state in (State.PENDING, State.SENDING, State.WITHDRAWN):
        item["open_shard"] = open_shard(delivery.id)
    return item


def interview_of(item: Item) -> Interview:
    """Read an interview back."""
    return from_plain(Interview, deserialize(item))


def user_of(item: Item, default_zone: str) -> User:
    """Read a user back; who has not said where they are is taken to be in `default_zone`."""
    return from_plain(User, {"time_zone": default_zone} | deserialize(item))


def profile_update(user: User) -> tuple[str, str, Item]:
    """Return how to write what a user said: the update, its condition (the profile is as it was read), and the values.

    What was said is written attribute by attribute, since a bounce may be noted at the same moment. A zone that is the
    deployment's stays out of it: it would no longer follow the deployment.
    """
    plain = to_plain(dataclasses.replace(user, edits=user.edits + 1))
    said = {name for name in _SAID if name in plain and (name != "time_zone" or user.zone_is_own)}
    gone = sorted(set(_SAID) - said - {"time_zone"})
    sets = ", ".join(f"{_path(name)} = :{name}" for name in sorted(said))
    removes = f" REMOVE {', '.join(map(_path, gone))}" if gone else ""
    condition = "edits = :read" if user.edits else "attribute_not_exists(edits)"
    read = {":read": user.edits} if user.edits else {}
    return f"SET {sets}{removes}", condition, {f":{name}": plain[name] for name in said} | read


def delivery_of(item: Item) -> Delivery:
    """Read a Delivery back."""
    return from_plain(Delivery, deserialize(item))


def delivery_ref_of(key: Item) -> DeliveryRef:
    """Read which Delivery a key is of."""
    return DeliveryRef(key["pk"]["S"].removeprefix("USER#"), key["sk"]["S"].removeprefix("DELIVERY#"))


def epoch(moment: datetime) -> int:
    """Return Unix seconds, as DynamoDB's TTL wants them."""
    return int(moment.timestamp())


def _path(attribute: str) -> str:
    """Name an attribute in an expression; "name" is one of DynamoDB's reserved words."""
    return f"#{attribute}" if attribute == "name" else attribute


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
