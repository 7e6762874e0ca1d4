"""The part of the records' contract that reads several things at once; over each kind of records."""

from __future__ import annotations

from shared.domain.delivery import DeliveryRef, Fate, Feedback, State
from shared.domain.ports import Records
from tests.builders import NOW, ROBIN, a_delivery, an_interview
from tests.integration.recording import a_change, recorded


def test_a_delivery_comes_with_its_interview_and_its_user_where_there_are_such(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    interview = an_interview(user_id=user.id)
    assert records.commit(a_change(interview))
    owed = a_delivery(user_id=user.id)
    assert records.subject_and_user(owed) == (interview, user)
    about = a_delivery(user_id=user.id, interview_id=None, revision=None, about=interview.id)
    assert records.subject_and_user(about) == (interview, user)
    assert records.subject_and_user(a_delivery(user_id=user.id, interview_id=None, revision=None)) == (None, user)
    assert records.subject_and_user(a_delivery(user_id="nobody", interview_id="none")) == (None, None)


def test_further_names_of_interviews_are_told_in_the_order_in_which_they_are_asked_for(records: Records) -> None:
    user = records.user_for(ROBIN, None, NOW)
    for number in range(2):
        interview = an_interview(id=f"{number}" * 16, user_id=user.id)
        assert records.commit(a_change(interview, aliases=(f"name-{number}",)))
    named = records.interviews_named(user.id, ("name-1", "unknown", "name-0"))
    assert list(named.items()) == [("name-1", "1" * 16), ("name-0", "0" * 16)]
    assert not records.interviews_named("nobody", ("name-1",))


def test_a_report_shows_the_delivery_as_it_then_stands_and_nothing_where_there_is_none(records: Records) -> None:
    recorded(records)
    ref = DeliveryRef(a_delivery().user_id, a_delivery().id)
    first = records.note_fate(Feedback(ref, "ses-1", Fate.BOUNCED, NOW))
    lower = records.note_fate(Feedback(ref, "ses-1", Fate.SENT, NOW))
    assert first == lower == records.delivery(ref)
    assert first is not None
    assert (first.state, first.fate) == (State.PENDING, Fate.BOUNCED)
    assert records.note_fate(Feedback(DeliveryRef("nobody", "none"), "ses-1", Fate.SENT, NOW)) is None
