"""The built template, deployed: real queues, streams and schedules, and the functions as SAM packed them."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.mails import Invite, arriving, forwarded
from tests.e2e.progress import say, stays_away, wait_for
from tests.e2e.recorder import Recorder
from tests.e2e.scenes import DELAY, next_week, pack_of, state, user
from tests.e2e.stack import FAILURE_QUEUES, Stack


def test_a_draft_that_is_due_in_minutes_gets_a_schedule(stack: Stack, nearly_over: Invite) -> None:
    def scheduled() -> dict[str, str]:
        drafts = {row["id"]: row for row in stack.deliveries(nearly_over.user, "thank_you")}
        return {name: at for name, at in stack.schedules().items() if name in drafts}

    (expression,) = wait_for("the schedule of the thank-you draft", scheduled, 60).values()
    due = nearly_over.end + DELAY
    assert expression == f"at({due:%Y-%m-%dT%H:%M:%S})"


def test_a_forwarded_invite_is_answered_with_a_prep_pack(stack: Stack, recorder: Recorder, zone: str) -> None:
    invite = next_week(user(), zone)
    pack = pack_of(recorder, stack, invite)
    assert pack.to == (invite.user,)
    assert pack.configuration_set == stack.physical("ConfigurationSet")
    assert "Grace Hopper" in pack.text
    local = invite.start.astimezone(ZoneInfo(zone))
    assert f"{local:%A}, {local:%B} {local.day}, {local.hour % 12 or 12}:00" in pack.text.splitlines()[0]
    assert pack.message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in pack.message.iter_parts()] == ["multipart/alternative", "text/calendar"]

    wait_for("the pack to be confirmed", lambda: state(stack, invite.user, "prep_pack") == ["sent"])
    wait_for("its schedules", lambda: {row["id"] for row in stack.deliveries(invite.user)} & set(stack.schedules()))
    assert state(stack, invite.user, "reminder") == ["pending"]
    assert state(stack, invite.user, "thank_you") == ["pending"]
    assert state(stack, invite.user, "thank_you_nudge") == ["pending"]


def test_the_same_notice_twice_is_answered_once(stack: Stack, recorder: Recorder, zone: str) -> None:
    mail = forwarded(next_week(ada := user(), zone), stack.bucket)
    stack.receive(mail)
    stack.announce(mail)
    wait_for("the prep pack", lambda: recorder.to(ada), 60)
    wait_for("both notices to be read", lambda: stack.waiting_in("InboundQueue") == 0)
    stays_away("second mail", lambda: recorder.to(ada)[1:], 4)


def test_a_meeting_that_moved_moves_its_schedules(stack: Stack, recorder: Recorder, zone: str) -> None:
    invite = next_week(user(), zone)
    pack_of(recorder, stack, invite)

    def mine() -> dict[str, str]:
        ids = {row["id"] for row in stack.deliveries(invite.user)}
        return {name: at for name, at in stack.schedules().items() if name in ids}

    before = wait_for("the schedules of the first date", lambda: mine() if len(mine()) == 3 else None)
    moved = dataclasses.replace(
        invite, sequence=1, start=invite.start + timedelta(days=1), end=invite.end + timedelta(days=1)
    )
    stack.receive(forwarded(moved, stack.bucket))
    (changed,) = wait_for("the mail about the change", lambda: recorder.to(invite.user, "changed"), 60)
    after = wait_for(
        "the schedules of the new date, and of it alone",
        lambda: found if len(found := mine()) == 3 and not set(found) & set(before) else None,
    )
    say(f"  {sorted(before.values())} became {sorted(after.values())}")
    assert sorted(after.values()) > sorted(before.values())
    assert changed.message["Subject"]
    assert state(stack, invite.user, "thank_you") == ["pending", "withdrawn"]


def test_a_cancelled_meeting_leaves_no_schedule(stack: Stack, recorder: Recorder, zone: str) -> None:
    invite = next_week(user(), zone)
    pack_of(recorder, stack, invite)

    def mine() -> set[str]:
        return {row["id"] for row in stack.deliveries(invite.user)} & set(stack.schedules())

    wait_for("the schedules", lambda: len(mine()) == 3)
    stack.receive(forwarded(dataclasses.replace(invite, sequence=1, method="CANCEL"), stack.bucket))
    wait_for("the mail about the cancellation", lambda: recorder.to(invite.user, "cancelled"), 60)
    wait_for("the schedules to be gone", lambda: not mine())
    assert state(stack, invite.user, "thank_you") == ["withdrawn"]


def test_what_ses_reports_is_kept(stack: Stack, recorder: Recorder, zone: str) -> None:
    invite = next_week(user(), zone)
    pack = pack_of(recorder, stack, invite)

    def fate() -> str:
        (row,) = stack.deliveries(invite.user, "prep_pack")
        return str(row.get("fate"))

    assert stack.report(pack, "Delivery", "Email Delivered")
    wait_for("the delivery to be recorded", lambda: fate() == "delivered", 60)
    assert stack.report(pack, "Send", "Email Sent")
    stays_away("state that moved back", lambda: fate() != "delivered", 3)
    assert stack.report(pack, "Bounce", "Email Bounced")
    wait_for("the bounce to be recorded", lambda: fate() == "bounced", 60)


def test_another_configuration_sets_events_are_not_ours(stack: Stack, recorder: Recorder, zone: str) -> None:
    pack = pack_of(recorder, stack, next_week(user(), zone))
    assert not stack.report(dataclasses.replace(pack, configuration_set="somebody-elses"), "Bounce", "Email Bounced")


def test_a_mail_without_an_invite_is_answered_too(stack: Stack, recorder: Recorder) -> None:
    ada = user()
    body = "--b\r\nContent-Type: text/plain\r\n\r\nI am meeting Grace next week!\r\n--b--\r\n"
    stack.receive(arriving(ada, "Coffee", body, stack.bucket))
    wait_for("the answer", lambda: recorder.to(ada, "could_not_read"), 60)


def test_a_mail_that_cannot_be_read_from_the_bucket_is_no_fault(stack: Stack, zone: str) -> None:
    gone = forwarded(next_week(user(), zone), stack.bucket)
    stack.announce(gone)
    wait_for("its outcome", lambda: [row for row in stack.items("SEEN") if gone.mail_id in row["pk"]], 60)
    assert stack.waiting_in("InboundDeadLetterQueue") == 0


def test_the_sweep_finds_nothing_left_to_repair(stack: Stack) -> None:
    assert stack.call("DispatchDeliveries", {"sweep": True}) == {"batchItemFailures": []}


@pytest.mark.parametrize("queue", FAILURE_QUEUES)
def test_no_failure_queue_holds_anything(stack: Stack, queue: str) -> None:
    assert stack.waiting_in(queue) == 0
