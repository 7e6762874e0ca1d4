"""Guards of exactly once: seen mails, claims, lost answers, schedules."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

DISPATCH = "tests/unit/steps/test_dispatch.py"
SEND = "tests/unit/steps/test_send.py"
RECORDS = "tests/integration/test_records.py"
MAILER = "tests/unit/adapters/test_ses_mailer.py"
SCHEDULES = "tests/unit/adapters/test_eventbridge_schedules.py"

ONCE = (
    Guard(
        "a mail that was seen changes nothing more",
        "shared/adapters/dynamodb_records.py",
        "actions = [self._table.put_new(self._seen(change))]",
        "actions = [self._table.put(self._seen(change))]",
        (f"{RECORDS}::test_a_mail_that_was_seen_changes_nothing_more[over DynamoDB's double]",),
    ),
    Guard(
        "nothing is sent without a claim",
        "shared/steps/send.py",
        "if not self.records.claim(delivery, lease_until, lease_until + GRACE):",
        "if self.records.claim(delivery, lease_until, lease_until + GRACE) is None:",
        (f"{SEND}::test_of_two_at_once_one_sends",),
    ),
    Guard(
        "a claim is of what was read",
        "shared/adapters/dynamodb_records.py",
        '            "#state = :read AND attempts = :tried",\n            {\n                ":sending"',
        '            "#state = :read OR attempts >= :tried",\n            {\n                ":sending"',
        (f"{RECORDS}::test_of_two_who_read_the_same_only_one_claims[over DynamoDB's double]",),
    ),
    Guard(
        "a claim is of the revision that owed the mail",
        "shared/adapters/dynamodb_records.py",
        "        if delivery.interview_id:\n            interview = self._keys",
        "        if not delivery:\n            interview = self._keys",
        (f"{RECORDS}::test_no_claim_holds_after_a_move_was_recorded[over DynamoDB's double]",),
    ),
    Guard(
        "a mail whose answer was lost is not given back",
        "shared/steps/send.py",
        '            return "answer_lost"\n',
        '            self.records.release(delivery, now, "lost")\n            return "answer_lost"\n',
        (f"{SEND}::test_only_after_lease_and_grace_is_a_lost_mail_sent_again",),
    ),
    Guard(
        "a lost mail waits for the grace",
        "shared/steps/send.py",
        "self.records.claim(delivery, lease_until, lease_until + GRACE)",
        "self.records.claim(delivery, lease_until, lease_until)",
        (f"{SEND}::test_only_after_lease_and_grace_is_a_lost_mail_sent_again",),
    ),
    Guard(
        "what is being sent is left alone",
        "shared/steps/send.py",
        "if delivery.state is State.SENDING and delivery.check_at and now < delivery.check_at:",
        "if False:",
        (f"{SEND}::test_while_one_sends_another_finds_it_being_sent",),
    ),
    Guard(
        "a mail that SES failed on may have left",
        "shared/adapters/ses_mailer.py",
        "    if status not in CLIENT_SIDE:\n",
        "    if False:\n",
        (f"{MAILER}::test_each_way_in_which_ses_can_fail_is_told_apart",),
    ),
    Guard(
        "a schedule has the name of its Delivery",
        "shared/adapters/eventbridge_schedules.py",
        "Name=delivery.id,\n                GroupName",
        "Name=delivery.kind,\n                GroupName",
        (f"{SCHEDULES}::test_a_schedule_is_named_after_its_delivery_and_names_it_in_its_input",),
    ),
    Guard(
        "a schedule that is there already is no fault",
        "shared/adapters/eventbridge_schedules.py",
        'if error.response["Error"]["Code"] != "ConflictException":',
        "if error:",
        (f"{SCHEDULES}::test_making_a_schedule_twice_makes_one",),
    ),
    Guard(
        "a schedule made for what was withdrawn meanwhile is dropped",
        "shared/steps/dispatch.py",
        "            self.schedules.drop(delivery.id)\n            return",
        "            return",
        (f"{DISPATCH}::test_no_schedule_stays_behind_where_whoever_dropped_it_found_none_yet",),
    ),
)
