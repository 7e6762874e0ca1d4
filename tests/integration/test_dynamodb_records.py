"""What the records in DynamoDB promise beyond the contract: what the table shows, and what DynamoDB fails with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from shared.adapters.dynamodb_records import DynamoDBRecords
from shared.domain.delivery import Delivery, DeliveryRef, Fate, Feedback, Kind, State
from shared.domain.errors import Conflict, RecordsFault
from shared.domain.interview import Change, Interview, Version
from tests.builders import ENDS, MAIL_ID, NOW, PRIYA, ROBIN, a_contact, a_delivery, a_meeting, an_answer, an_interview
from tests.table import TABLE, records_over

SOON = NOW + timedelta(minutes=2)
LATER = NOW + timedelta(minutes=12)
REF = DeliveryRef(a_delivery().user_id, a_delivery().id)


@pytest.fixture
def records(client: Any) -> DynamoDBRecords:
    return records_over(client)


def _change(interview: Interview | None = None, read: Interview | None = None, **other: Any) -> Change:
    return Change(other.pop("mail_id", "mail-1"), "interview_made", NOW, interview, read, **other)


def _recorded(records: DynamoDBRecords) -> Interview:
    interview = an_interview(owed=(a_delivery().id,))
    assert records.commit(_change(interview, made=(a_delivery(),), mail_id="mail-0"))
    return interview


def _held(records: DynamoDBRecords) -> Delivery:
    found = records.delivery(REF)
    assert found is not None
    return found


def _claimed(records: DynamoDBRecords) -> Delivery:
    read = _held(records)
    assert records.claim(read, SOON, LATER)
    return read


# --- what only DynamoDB has -------------------------------------------------------------------------------------------


def test_a_name_with_a_lone_surrogate_can_be_stored(records: DynamoDBRecords) -> None:
    user = records.user_for(ROBIN, "Rob\udcffin", NOW)
    found = records.user(user.id)
    assert found is not None
    assert (found.name or "").encode()


def test_everything_but_users_goes_by_itself(records: DynamoDBRecords, client: Any) -> None:
    interview = _recorded(records)
    records.confirm(_claimed(records), "ses-1", SOON)
    records.user_for(ROBIN, None, NOW)
    moved = dataclasses.replace(interview, version=Version(1, NOW))
    assert records.commit(_change(moved, interview, participants=(PRIYA,), note_to=PRIYA))
    lasting = {
        (item["pk"]["S"].split("#")[0], item["sk"]["S"].split("#")[0])
        for item in client.scan(TableName=TABLE)["Items"]
        if "expires" not in item
    }
    assert lasting == {("USER", "PROFILE"), ("ADDRESS", "USER")}


def test_what_was_sent_to_nobodys_records_leaves_no_trace_longer_than_its_mail(
    records: DynamoDBRecords, client: Any
) -> None:
    told = dataclasses.replace(an_answer(), kind=Kind.ERASED, user_id=records.stranger_id(ROBIN))
    records.commit(_change(made=(told,)))
    assert records.claim(told, NOW, NOW)
    records.confirm(told, "ses-of-the-last-mail", NOW)
    kept = {item["pk"]["S"]: int(item["expires"]["N"]) for item in client.scan(TableName=TABLE)["Items"]}
    assert kept["SENT#ses-of-the-last-mail"] == int(told.expires_at.timestamp())


def test_the_items_of_the_table_show_no_address_in_any_key(records: DynamoDBRecords, client: Any) -> None:
    _recorded(records)
    records.user_for(ROBIN, None, NOW)
    assert records.commit(_change(note_to=PRIYA))
    for item in client.scan(TableName=TABLE)["Items"]:
        assert "@" not in item["pk"]["S"] + item["sk"]["S"]


def test_a_mail_of_ours_leads_back_to_its_delivery(records: DynamoDBRecords, client: Any) -> None:
    _recorded(records)
    records.confirm(_claimed(records), "ses-1", SOON)
    item = client.get_item(TableName=TABLE, Key={"pk": {"S": "SENT#ses-1"}, "sk": {"S": "DELIVERY"}})["Item"]
    assert (item["user_id"]["S"], item["delivery_id"]["S"]) == (REF.user_id, REF.delivery_id)


class Failing:
    """A client whose next call of one operation raises, before or after it took effect."""

    def __init__(self, client: Any, operation: str, error: Exception, *, after: bool = False) -> None:
        self._client, self._operation, self._error, self._after = client, operation, error, after

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if name != self._operation:
            return operation

        def call(**arguments: Any) -> Any:
            if self._after:
                operation(**arguments)
            self._operation = "none"
            raise self._error

        call.__name__ = name
        return call


def _error(code: str, *reasons: str) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": f"about {ROBIN}"}}
    if reasons:
        answer["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(answer, "TransactWriteItems")


@pytest.mark.parametrize(
    "error",
    [
        _error("ProvisionedThroughputExceededException"),
        _error("ThrottlingException"),
        _error("InternalServerError"),
        _error("ValidationException"),
        _error("TransactionInProgressException"),
        _error("TransactionCanceledException", "ThrottlingError", "None"),
        _error("TransactionCanceledException", "ValidationError", "None"),
        ReadTimeoutError(endpoint_url="x"),
    ],
    ids=lambda error: str(error)[:60],
)
def test_whatever_dynamodb_fails_with_is_a_fault_that_quotes_no_address(client: Any, error: Exception) -> None:
    records = records_over(Failing(client, "transact_write_items", error))
    with pytest.raises(RecordsFault) as raised:
        records.commit(_change(an_interview(), made=(a_delivery(),)))
    assert ROBIN not in str(raised.value)


@pytest.mark.parametrize(
    "reasons",
    [
        ("TransactionConflict", "None"),
        ("None", "TransactionConflict"),
        ("TransactionConflict", "ConditionalCheckFailed"),
        ("None", "ConditionalCheckFailed"),
        ("ThrottlingError", "ConditionalCheckFailed"),
    ],
)
def test_two_transactions_that_meet_are_a_conflict_and_not_a_mail_that_was_seen(
    client: Any, reasons: tuple[str, ...]
) -> None:
    records = records_over(Failing(client, "transact_write_items", _error("TransactionCanceledException", *reasons)))
    with pytest.raises(Conflict):
        records.commit(_change(an_interview(), made=(a_delivery(),)))


def test_a_commit_whose_answer_was_lost_is_known_when_the_mail_comes_again(client: Any) -> None:
    records = records_over(Failing(client, "transact_write_items", ReadTimeoutError(endpoint_url="x"), after=True))
    change = _change(an_interview(), made=(a_delivery(),))
    with pytest.raises(RecordsFault):
        records.commit(change)
    assert records.outcome_of(change.mail_id)
    assert not records.commit(change)
    assert _held(records) == a_delivery()


def test_a_claim_whose_answer_was_lost_is_not_made_twice(client: Any) -> None:
    _recorded(records_over(client))
    records = records_over(Failing(client, "transact_write_items", ReadTimeoutError(endpoint_url="x"), after=True))
    with pytest.raises(RecordsFault):
        records.claim(a_delivery(), SOON, LATER)
    assert not records.claim(a_delivery(), SOON, LATER)
    assert _held(records).state is State.SENDING


def test_a_claim_that_met_another_transaction_does_not_hold(client: Any) -> None:
    _recorded(records_over(client))
    conflict = _error("TransactionCanceledException", "None", "TransactionConflict")
    assert not records_over(Failing(client, "transact_write_items", conflict)).claim(a_delivery(), SOON, LATER)


def test_a_confirm_that_met_another_transaction_is_a_conflict_and_not_taken_for_done(client: Any) -> None:
    _recorded(records_over(client))
    read = _claimed(records_over(client))
    conflict = _error("TransactionCanceledException", "TransactionConflict", "None")
    with pytest.raises(Conflict):
        records_over(Failing(client, "transact_write_items", conflict)).confirm(read, "ses-1", SOON)


def test_linking_an_address_that_met_another_transaction_is_a_conflict_and_not_taken_for_refused(client: Any) -> None:
    user = records_over(client).user_for(ROBIN, None, NOW)
    conflict = _error("TransactionCanceledException", "TransactionConflict", "None", "None")
    records = records_over(Failing(client, "transact_write_items", conflict))
    with pytest.raises(Conflict):
        records.link_address(user, "robin@home.example")
    assert records.link_address(user, "robin@home.example")


@pytest.mark.parametrize("method", ["release", "finish", "mark_scheduled", "note_fate"])
def test_an_update_that_meets_a_transaction_is_a_conflict(client: Any, method: str) -> None:
    _recorded(records_over(client))
    records = records_over(Failing(client, "update_item", _error("TransactionConflictException")))
    calls: dict[str, Callable[[], object]] = {
        "release": lambda: records.release(a_delivery(), LATER, "why"),
        "finish": lambda: records.finish(a_delivery(), "why", failed=True),
        "mark_scheduled": lambda: records.mark_scheduled(a_delivery(), LATER),
        "note_fate": lambda: records.note_fate(Feedback(REF, "ses-1", Fate.SENT, NOW)),
    }
    with pytest.raises(Conflict):
        calls[method]()


def test_marks_of_participants_that_dynamodb_left_undone_are_a_fault(client: Any) -> None:
    class Busy:
        def __getattr__(self, name: str) -> Any:
            return (
                getattr(client, name) if name != "batch_write_item" else lambda **_: {"UnprocessedItems": {TABLE: [{}]}}
            )

    with pytest.raises(RecordsFault):
        records_over(Busy()).commit(_change(an_interview(), participants=(PRIYA,), user_id="any", mail_id=MAIL_ID))
    assert not records_over(client).outcome_of(MAIL_ID)


def test_what_dynamodb_leaves_of_a_batch_is_read_by_itself(client: Any) -> None:
    made = [a_delivery(id=f"prep-pack-{n}", interview_id=None, revision=None) for n in range(3)]
    assert records_over(client).commit(_change(made=tuple(made)))

    class Busy:
        def __getattr__(self, name: str) -> Any:
            return getattr(client, name) if name != "batch_get_item" else self.half

        @staticmethod
        def half(**request: Any) -> Any:
            asked = request["RequestItems"][TABLE]
            first = {TABLE: asked | {"Keys": asked["Keys"][:1]}}
            left = {TABLE: asked | {"Keys": asked["Keys"][1:]}}
            return client.batch_get_item(RequestItems=first) | {"UnprocessedKeys": left}

    refs = [DeliveryRef(one.user_id, one.id) for one in made]
    assert list(records_over(Busy()).all_deliveries(refs).values()) == made


def test_more_than_a_hundred_are_read_in_their_order_each_as_often_as_asked_for(records: DynamoDBRecords) -> None:
    made = [a_delivery(id=f"prep-pack-{n:03}", interview_id=None, revision=None) for n in range(120)]
    for start in (0, 60):
        assert records.commit(_change(made=tuple(made[start : start + 60]), mail_id=f"mail-{start}"))
    refs = [DeliveryRef(one.user_id, one.id) for one in reversed(made)]
    nobody = DeliveryRef("nobody", "none")
    assert list(records.all_deliveries([*refs, nobody, refs[0]])) == refs
    assert records.unseen(["mail-0", "mail-x", "mail-60", "mail-x"]) == ["mail-x", "mail-x"]
    assert records.all_deliveries([]) == {}


def test_two_who_meet_for_the_first_time_become_one_user(client: Any) -> None:
    class Racing:
        """Lets another mail of the same person in between the look and the write."""

        raced = False

        def __getattr__(self, name: str) -> Any:
            operation = getattr(client, name)
            if name != "transact_write_items" or self.raced:
                return operation
            self.raced = True
            self.first = records_over(client).user_for(ROBIN, "First", NOW)
            return operation

    racing = Racing()
    assert records_over(racing).user_for(ROBIN, "Second", NOW) == racing.first


def test_an_interview_of_a_contact_without_anything_is_stored(records: DynamoDBRecords) -> None:
    bare = an_interview(
        contact=a_contact(name=None, email=None, company=None, evidence=()), meeting=a_meeting(title="")
    )
    assert records.commit(_change(bare))
    assert records.interview(bare.user_id, bare.id) == bare
    assert bare.meeting.ends_at == ENDS
