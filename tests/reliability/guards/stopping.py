"""Guards of stopping: tokens, one click, budgets, bounces, erasing; and of the log."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

SEND = "tests/unit/steps/test_send.py"
RECORDS = "tests/integration/test_records_of_users.py"
KEPT_BACK = "tests/unit/steps/test_kept_back.py"
CONFIRMING = "tests/unit/steps/test_confirming.py"
LIMITS = "tests/integration/test_records_limits.py"
TOKENS = "tests/unit/domain/test_tokens.py"
RECEIVE = "tests/unit/steps/test_receive.py"
REPLYING = "tests/unit/steps/test_replying.py"
UNSUBSCRIBE = "tests/unit/steps/test_unsubscribe.py"

STOPPING = (
    Guard(
        "a token is signed",
        "shared/domain/tokens.py",
        "genuine = hmac.compare_digest(mac, _mac(body, key)) and _text",
        "genuine = _text",
        (f"{TOKENS}::test_no_change_of_a_single_bit_is_accepted",),
    ),
    Guard(
        "signatures are compared in constant time",
        "shared/domain/tokens.py",
        "hmac.compare_digest(mac, _mac(body, key))",
        "mac == _mac(body, key)",
        (f"{TOKENS}::test_signatures_are_compared_in_constant_time_and_in_no_other_way",),
    ),
    Guard(
        "a token has one spelling",
        "shared/domain/tokens.py",
        " and _text(sealed) == text.lower()",
        "",
        (f"{TOKENS}::test_no_change_of_a_single_letter_is_accepted",),
    ),
    Guard(
        "a token ends",
        "shared/domain/tokens.py",
        " or expires_on < today:",
        ":",
        (f"{TOKENS}::test_a_token_holds_through_its_day_and_no_longer",),
    ),
    Guard(
        "a reply token stops nothing by itself",
        "shared/steps/unsubscribe.py",
        "return token if token and token.purpose in (Purpose.STOP_MEETING, Purpose.STOP_ALL) else None",
        "return token",
        (f"{UNSUBSCRIBE}::test_a_reply_token_stops_nothing",),
    ),
    Guard(
        "a token is of the user who replies",
        "shared/steps/replying.py",
        "if token.user_id == user.id and token.interview_id and token.purpose is not Purpose.ADDRESS:\n"
        "                return self.records.snapshot(user.id,",
        "if token.interview_id:\n                return self.records.snapshot(token.user_id,",
        (f"{REPLYING}::test_the_token_of_another_user_finds_no_meeting",),
    ),
    Guard(
        "only a POST stops",
        "functions/unsubscribe.py",
        '    if method != "POST":\n',
        "    if False:\n",
        ("tests/unit/functions/test_unsubscribe.py::test_a_program_that_follows_links_stops_nothing",),
    ),
    Guard(
        "after stop all nothing owed before leaves",
        "shared/steps/send.py",
        "        if is_stopped(delivery, user):",
        "        if False:",
        (f"{KEPT_BACK}::test_what_was_owed_before_stop_all_never_leaves",),
    ),
    Guard(
        "a bounce or a complaint is kept",
        "shared/steps/feedback.py",
        "        if feedback.fate in REFUSED:\n",
        "        if False:\n",
        ("tests/unit/steps/test_feedback.py",),
    ),
    Guard(
        "nothing leaves for who bounced or complained",
        "shared/steps/send.py",
        "        if user.mail_refused:\n",
        "        if False:\n",
        (f"{KEPT_BACK}::test_after_a_bounce_or_a_complaint_nothing_more_leaves_for_that_user",),
    ),
    Guard(
        "a budget is counted in the records",
        "shared/adapters/dynamodb_records.py",
        '"attribute_not_exists(#count) OR #count < :limit"',
        '"attribute_not_exists(#count) OR #count < :limit OR #count >= :limit"',
        (f"{LIMITS}::test_a_user_gets_as_many_mails_a_day_as_the_budget_says_and_no_more[over DynamoDB's double]",),
    ),
    Guard(
        "over budget nothing leaves",
        "shared/steps/send.py",
        "if not _is_counted(delivery) and not self.records.spend(delivery, now.date()):",
        "if not _is_counted(delivery) and self.records.spend(delivery, now.date()) is None:",
        (f"{SEND}::test_what_is_over_the_days_budget_waits_for_the_next_day",),
    ),
    Guard(
        "only the user's own token confirms an erasure",
        "shared/steps/confirming.py",
        "        return token.user_id == owner or (owner is None and self.records.user(token.user_id) is None)",
        "        return bool(owner or token)",
        (f"{CONFIRMING}::test_the_token_of_another_user_erases_nothing",),
    ),
    Guard(
        "a code works from its own address alone",
        "shared/steps/confirming.py",
        "return token if token.interview_id == mark else None",
        "return token if mark else None",
        (f"{CONFIRMING}::test_the_code_from_another_address_proves_nothing",),
    ),
    Guard(
        "an address with records of its own is not taken over",
        "shared/adapters/dynamodb_users.py",
        "            return self.user_id_at(address) == user.id\n",
        "            return True\n",
        (f"{RECORDS}::test_an_address_with_records_of_its_own_is_not_taken_over[over DynamoDB's double]",),
    ),
    Guard(
        "the profile is erased first",
        "shared/steps/erase.py",
        "        self.records.forget_profile(user_id)\n",
        "",
        ("tests/unit/steps/test_erase.py",),
    ),
    Guard(
        "a mail from before the erasing brings nothing back",
        "shared/steps/receive.py",
        "        if self.records.was_erased_after(sender.address, notice.received_at):\n",
        "        if False:\n",
        (f"{RECEIVE}::test_a_mail_from_before_its_sender_was_erased_brings_nothing_back",),
    ),
    Guard(
        "no change is recorded for a user who was erased",
        "shared/adapters/dynamodb_records.py",
        "            actions.append(self._user_stands(change, change.user_id))\n",
        "",
        (f"{RECORDS}::test_nothing_is_written_for_a_user_who_was_erased_meanwhile[over DynamoDB's double]",),
    ),
    Guard(
        "the text of an error stays out of the log",
        "shared/adapters/journal.py",
        'extra={"fault": type(error).__name__, **ids}',
        'extra={"fault": str(error), **ids}',
        ("tests/unit/adapters/test_journal.py",),
    ),
)
