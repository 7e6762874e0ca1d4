"""Guards of what is done by reply."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

RECORDS = "tests/integration/test_dynamodb_records.py"
QUESTIONS = "tests/unit/domain/test_questions.py"

REPLIES = (
    Guard(
        "the mail that confirmed an erasing goes, also after a crash",
        "shared/steps/receive.py",
        "        if came_to == ERASED:\n",
        "        if False:\n",
        ("tests/unit/steps/test_erased_by_reply.py",),
    ),
    Guard(
        "whom the user named stays, whatever a later update says",
        "shared/domain/planning.py",
        "    if USERS_WORD in old.evidence and USERS_FORM not in new.evidence:\n",
        "    if False:\n",
        ("tests/unit/domain/test_planning.py::test_whom_the_user_named_themselves_stays_whatever_a_later_update_says",),
    ),
    Guard(
        "two transactions that met are no refusal to link",
        "shared/adapters/dynamodb_users.py",
        "            if CONDITION_FAILED not in cancelled.reasons:\n",
        "            if False:\n",
        (f"{RECORDS}::test_linking_an_address_that_met_another_transaction_is_a_conflict_and_not_taken_for_refused",),
    ),
    Guard(
        "no link in a user's own phrasing is passed on",
        "shared/domain/questions.py",
        "        words = without_links(own.get(asked.id), LONGEST_PHRASING)\n",
        "        words = own.get(asked.id)\n",
        (
            f"{QUESTIONS}::test_a_link_in_a_users_own_phrasing_is_left_out_and_a_link_alone_leaves_the_question_as_it_was",
        ),
    ),
)
