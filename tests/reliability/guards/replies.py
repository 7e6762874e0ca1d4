"""Guards of what is done by reply."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

RECORDS = "tests/integration/test_dynamodb_records.py"
BAD = "tests/integration/test_world_bad_replies.py"
COPIES = "tests/integration/test_world_letter_copies.py"
REPLYING = "tests/unit/domain/test_replying.py"
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
    Guard(
        "a mail of ours that comes back unquoted is obeyed in nothing",
        "shared/steps/taking_texts.py",
        "        if not said.is_automatic and self._repeats_us(mail, said, now):\n",
        "        if False:\n",
        (f"{BAD}::test_a_program_that_sends_our_own_words_back_unquoted_changes_nothing_and_its_text_is_kept",),
    ),
    Guard(
        "the letter comes again only with something new in it",
        "shared/domain/replying.py",
        "        if self._is_letter_due(interview) and self._says_something_new(interview):\n",
        "        if self._is_letter_due(interview):\n",
        (f"{REPLYING}::test_notes_that_say_nothing_new_for_the_letter_are_kept_and_bring_no_letter_again",),
    ),
    Guard(
        "no link in a note is passed on in a letter",
        "shared/domain/thank_you.py",
        "    return filled(without_links_in(debrief), blanks,",
        "    return filled(debrief, blanks,",
        ("tests/unit/domain/test_letter_from_notes.py::test_no_link_of_a_note_stands_in_the_letter_or_beside_it",),
    ),
    Guard(
        "only the contact of a talk that is over makes a mail a letter",
        "shared/steps/letter_copies.py",
        "    if known is None or user is None or not _awaits_letter(known, now):\n",
        "    if known is None or user is None:\n",
        (f"{COPIES}::test_a_mail_to_the_contact_before_the_talk_is_no_letter",),
    ),
    Guard(
        "whom a user met is forgotten with them",
        "shared/adapters/dynamodb_users.py",
        '        if thing.kind == "participant":\n',
        "        if False:\n",
        ("tests/integration/test_records_of_users.py::test_whom_a_user_met_is_forgotten_with_all_that_is_theirs",),
    ),
)
