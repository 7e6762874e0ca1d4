from __future__ import annotations

import itertools

import pytest

from shared.domain.delivery import DeliveryRef, Fate, Feedback, State
from shared.domain.interview import Change
from shared.steps.feedback import RecordFeedback
from tests.builders import NOW, a_delivery
from tests.fakes import InMemoryRecords

REF = DeliveryRef(a_delivery().user_id, a_delivery().id)


@pytest.fixture
def records() -> InMemoryRecords:
    records = InMemoryRecords()
    assert records.commit(Change("mail-1", "made", NOW, made=(a_delivery(interview_id=None),)))
    return records


@pytest.mark.parametrize("fate", Fate)
def test_any_report_at_all_proves_that_the_mail_left(records: InMemoryRecords, fate: Fate) -> None:
    assert RecordFeedback(records)(Feedback(REF, "ses-1", fate, NOW)) == fate
    held = records.deliveries[REF]
    assert (held.state, held.ses_message_id, held.fate) == (State.SENT, "ses-1", fate)


@pytest.mark.parametrize("order", list(itertools.permutations([Fate.SENT, Fate.DELIVERED, Fate.COMPLAINED])))
def test_reports_may_come_in_any_order_and_twice(records: InMemoryRecords, order: tuple[Fate, ...]) -> None:
    record = RecordFeedback(records)
    for fate in (*order, *order):
        record(Feedback(REF, "ses-1", fate, NOW))
    assert records.deliveries[REF].fate is Fate.COMPLAINED
    assert list(records.sent) == ["ses-1"]


def test_a_report_of_what_is_not_recorded_is_no_error(records: InMemoryRecords) -> None:
    assert RecordFeedback(records)(Feedback(DeliveryRef("x", "y"), "ses-1", Fate.SENT, NOW)) == "unknown_delivery"


@pytest.mark.parametrize("fate", Fate)
def test_who_bounced_or_complained_gets_no_more_mail_and_nobody_else_is_kept_from_theirs(
    records: InMemoryRecords, fate: Fate
) -> None:
    RecordFeedback(records)(Feedback(REF, "ses-1", fate, NOW))
    refused = records.users[REF.user_id].mail_refused
    assert refused == (fate if fate in (Fate.BOUNCED, Fate.COMPLAINED) else None)
