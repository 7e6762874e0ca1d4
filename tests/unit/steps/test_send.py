"""Sending once. Over 400 lines: every answer of SES and every race stand side by side, so that a missing one shows."""

from __future__ import annotations

import dataclasses
import functools
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters import toml_content
from shared.domain.delivery import Delivery, DeliveryRef, Fate, Kind, State
from shared.domain.errors import AnswerLost, Conflict, MailerFault, MailRejected, NotAccepted, RecordsFault
from shared.domain.interview import Change, Interview, Version
from shared.steps.send import GRACE, LEASE, MAX_ATTEMPTS
from tests.builders import ENDS, NOW, PRIYA, ROBIN, a_contact, a_delivery, a_person, an_answer, an_interview
from tests.fakes import World

content = functools.cache(toml_content.load)


@pytest.fixture
def world() -> World:
    return World(content)


def _owe(world: World, delivery: Delivery, **interview: Any) -> DeliveryRef:
    """Record a Delivery and, where it belongs to one, its interview."""
    about = dataclasses.replace(an_interview(owed=(delivery.id,)), **interview) if delivery.interview_id else None
    assert world.records.commit(Change(f"mail-{delivery.id}", "made", NOW, about, made=(delivery,)))
    return DeliveryRef(delivery.user_id, delivery.id)


def _move(world: World, *withdrawn: Delivery) -> Interview:
    """Record a move of the interview, as another mail does."""
    old = world.records.interview(an_interview().user_id, an_interview().id)
    assert old is not None
    version = Version(old.version.sequence + 1, old.version.stamped_at)
    new = dataclasses.replace(old, version=version, revision=old.revision + 1)
    assert world.records.commit(Change(f"move-{new.revision}", "moved", NOW, new, read=old, withdrawn=withdrawn))
    return new


# --- once -------------------------------------------------------------------------------------------------------------


def test_what_is_due_is_sent_to_the_user_and_confirmed(world: World) -> None:
    ref = _owe(world, a_delivery())
    assert world.send(ref) == "sent"
    held = world.records.deliveries[ref]
    assert (held.state, held.ses_message_id, held.sent_at) == (State.SENT, "ses-1", NOW)
    (taken,) = world.mailer.taken
    assert (taken.mail.recipient, taken.mail.delivery_id, taken.mail.user_id) == (ROBIN, held.id, held.user_id)
    assert world.records.sent == {"ses-1": ref}


@pytest.mark.parametrize("times", [2, 5])
def test_a_schedule_that_fires_several_times_sends_one_mail(world: World, times: int) -> None:
    ref = _owe(world, a_delivery())
    assert [world.send(ref) for _ in range(times)] == ["sent", *["nothing_to_send"] * (times - 1)]
    assert len(world.mailer.calls) == 1


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_mail_can_be_written(world: World, kind: Kind) -> None:
    delivery = an_answer() if kind in (Kind.COULD_NOT_READ, Kind.NOT_ON_THE_LIST) else a_delivery(kind)
    assert world.send(_owe(world, dataclasses.replace(delivery, kind=kind))) == "sent"


LATER = (
    Kind.REMINDER,
    Kind.THANK_YOU,
    Kind.THANK_YOU_NUDGE,
    Kind.REFERRER_NOTE,
    Kind.REPORT_BACK,
    Kind.KEEP_IN_TOUCH,
)


@pytest.mark.parametrize("kind", Kind)
def test_only_what_leaves_on_its_own_date_is_called_generated(world: World, kind: Kind) -> None:
    world.send(_owe(world, a_delivery(kind)))
    assert world.mailer.calls[0].answers_a_mail is (kind not in LATER)


def test_an_unknown_delivery_is_no_error(world: World) -> None:
    assert world.send(DeliveryRef("nobody", "none")) == "unknown_delivery"
    assert not world.mailer.calls


def test_of_two_at_once_one_sends(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.records.before["claim"].append(lambda: world.send(ref))
    assert world.send(ref) == "claimed_by_another"
    assert len(world.mailer.calls) == 1


def test_while_one_sends_another_finds_it_being_sent(world: World) -> None:
    ref = _owe(world, a_delivery())
    said: list[str] = []
    world.mailer.meanwhile.append(lambda: said.append(world.send(ref)))
    assert world.send(ref) == "sent"
    assert said == ["being_sent"]
    assert len(world.mailer.taken) == 1


# --- too early, too late, no longer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(hours=3), "not_due_yet"),
        (timedelta(minutes=2, seconds=1), "not_due_yet"),
        (timedelta(minutes=2), "sent"),
    ],
)
def test_what_is_not_due_yet_waits(world: World, before: timedelta, said: str) -> None:
    assert world.send(_owe(world, a_delivery(due_at=NOW + before))) == said


def test_what_is_expired_is_withdrawn_and_never_leaves(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.clock.move_to(a_delivery().expires_at)
    assert world.send(ref) == "expired"
    assert world.records.deliveries[ref].state is State.WITHDRAWN
    assert not world.mailer.calls


def test_what_was_superseded_never_leaves(world: World) -> None:
    ref = _owe(world, a_delivery())
    _move(world)
    assert world.send(ref) == "superseded"
    assert world.records.deliveries[ref].state is State.WITHDRAWN
    assert not world.mailer.calls


def test_what_was_withdrawn_never_leaves_though_its_schedule_fires(world: World) -> None:
    ref = _owe(world, a_delivery())
    _move(world, a_delivery())
    assert world.send(ref) == "nothing_to_send"
    assert not world.mailer.calls


def test_a_move_between_the_look_and_the_claim_stops_the_mail(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.records.before["claim"].append(lambda: _move(world))
    assert world.send(ref) == "claimed_by_another"
    assert not world.mailer.calls
    assert world.send(ref) == "superseded"


def test_a_mail_whose_interview_is_gone_never_leaves(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.records.interviews.clear()
    assert world.send(ref) == "superseded"
    assert not world.mailer.calls


def test_an_answer_that_belongs_to_no_interview_is_sent_all_the_same(world: World) -> None:
    assert world.send(_owe(world, an_answer())) == "sent"


def test_the_mail_speaks_of_the_meeting_as_it_stands_at_the_claim(world: World) -> None:
    ref = _owe(world, a_delivery(revision=2), revision=2, subject="Your talk with Priya Nair")
    assert world.send(ref) == "sent"
    assert "Priya Nair" in world.mailer.taken[0].mail.subject


# --- never to the contact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "contact",
    [
        a_contact(email=ROBIN),
        a_contact(email=ROBIN.upper()),
        a_contact(others=(a_person("Robin", ROBIN),)),
        a_contact(email=None, others=(a_person("x", None), a_person("Robin", ROBIN.title()))),
    ],
)
def test_no_mail_goes_to_an_address_that_is_the_contacts(world: World, contact: object) -> None:
    ref = _owe(world, a_delivery(), contact=contact)
    assert world.send(ref) == "recipient_is_contact"
    assert world.records.deliveries[ref].state is State.FAILED
    assert not world.mailer.calls


def test_every_mail_goes_to_the_user_alone(world: World) -> None:
    for kind in Kind:
        world.send(_owe(World(content), a_delivery(kind)))
    assert PRIYA not in {call.recipient for call in world.mailer.calls}


# --- what SES may answer ----------------------------------------------------------------------------------------------


def test_what_ses_did_not_take_now_is_offered_again_and_the_try_does_not_count(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.extend([NotAccepted("Throttling")] * (MAX_ATTEMPTS + 3))
    for _ in range(MAX_ATTEMPTS + 3):
        assert world.send(ref) == "not_accepted"
        assert (world.records.deliveries[ref].state, world.records.deliveries[ref].attempts) == (State.PENDING, 0)
    assert world.send(ref) == "sent"
    assert len(world.mailer.taken) == 1


def test_what_ses_will_never_take_has_failed_and_is_not_offered_again(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.append(MailRejected("MessageRejected"))
    assert world.send(ref) == "rejected"
    held = world.records.deliveries[ref]
    assert (held.state, held.reason, held.check_at) == (State.FAILED, "MessageRejected", None)
    assert world.send(ref) == "nothing_to_send"
    assert len(world.mailer.calls) == 1


def test_a_mail_that_left_though_its_answer_was_lost_is_confirmed_by_its_send_event(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.append(world.mailer.but_sent(AnswerLost("ReadTimeoutError")))
    assert world.send(ref) == "answer_lost"
    (taken,) = world.mailer.taken
    world.feedback(world.mailer.feedback(taken, Fate.SENT, NOW))
    world.run_on_to(NOW + timedelta(hours=2))
    assert world.records.deliveries[ref].state is State.SENT
    assert len(world.mailer.calls) == 1


def test_only_after_lease_and_grace_is_a_lost_mail_sent_again(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.append(AnswerLost("ReadTimeoutError"))
    world.send(ref)
    world.clock.move_to(NOW + LEASE + GRACE - timedelta(seconds=1))
    assert world.send(ref) == "being_sent"
    world.clock.advance(seconds=1)
    assert world.send(ref) == "sent"
    assert len(world.mailer.calls) == 2


def test_a_lost_mail_whose_time_is_over_is_not_sent_again(world: World) -> None:
    ref = _owe(world, a_delivery(expires_at=NOW + timedelta(minutes=5)))
    world.mailer.script.append(AnswerLost("ReadTimeoutError"))
    world.send(ref)
    world.clock.move_to(NOW + LEASE + GRACE)
    assert world.send(ref) == "expired"
    assert len(world.mailer.calls) == 1


def test_a_lost_mail_of_a_meeting_that_was_moved_meanwhile_is_not_sent_again(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.append(AnswerLost("ReadTimeoutError"))
    world.send(ref)
    _move(world)
    world.clock.move_to(NOW + LEASE + GRACE)
    assert world.send(ref) == "superseded"
    assert len(world.mailer.calls) == 1


def test_a_mail_that_is_lost_again_and_again_is_given_up(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.extend([AnswerLost("ReadTimeoutError")] * 99)
    said = []
    for _ in range(MAX_ATTEMPTS + 2):
        said.append(world.send(ref))
        world.clock.advance(minutes=13)
    assert said == [*["answer_lost"] * MAX_ATTEMPTS, "gave_up", "nothing_to_send"]
    assert world.records.deliveries[ref].state is State.FAILED


def test_the_send_event_of_a_mail_that_was_given_up_still_makes_it_sent(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.mailer.script.append(world.mailer.but_sent(AnswerLost("ReadTimeoutError")))
    world.send(ref)
    world.records.finish(world.records.deliveries[ref], "gave_up", failed=True)
    world.feedback(world.mailer.feedback(world.mailer.taken[0], Fate.SENT, NOW))
    assert world.records.deliveries[ref].state is State.SENT


def test_a_confirm_that_fails_leaves_the_mail_to_its_send_event(world: World) -> None:
    ref = _owe(world, a_delivery())

    def fail() -> None:
        raise RecordsFault("down")

    world.records.before["confirm"].append(fail)
    with pytest.raises(RecordsFault):
        world.send(ref)
    assert world.send(ref) == "being_sent"
    world.feedback(world.mailer.feedback(world.mailer.taken[0], Fate.DELIVERED, NOW))
    world.run_on_to(NOW + timedelta(hours=1))
    assert len(world.mailer.calls) == 1
    assert world.records.deliveries[ref].state is State.SENT


def test_a_bounce_that_comes_before_our_own_confirm_is_kept(world: World) -> None:
    ref = _owe(world, a_delivery())

    def bounce() -> None:
        world.feedback(world.mailer.feedback(world.mailer.taken[0], Fate.BOUNCED, NOW))

    world.records.before["confirm"].append(bounce)
    world.send(ref)
    held = world.records.deliveries[ref]
    assert (held.state, held.fate) == (State.SENT, Fate.BOUNCED)


# --- budgets ----------------------------------------------------------------------------------------------------------


def test_what_is_over_the_days_budget_waits_for_the_next_day(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.records.budget = 0
    assert world.send(ref) == "over_budget"
    assert not world.mailer.calls
    world.records.budget = 1
    world.run_on_to(NOW.replace(hour=23, minute=59))
    assert not world.mailer.calls
    world.run_on_to(NOW.replace(hour=0) + timedelta(days=1, minutes=5))
    assert world.records.deliveries[ref].state is State.SENT


@pytest.mark.parametrize("fault", [NotAccepted("SendingPausedException"), AnswerLost("ReadTimeoutError")])
def test_a_mail_is_counted_once_however_often_it_is_offered(world: World, fault: MailerFault) -> None:
    ref = _owe(world, a_delivery())
    world.records.budget = 1
    world.mailer.script.extend([fault] * 4)
    for _ in range(4):
        world.send(ref)
        world.clock.advance(minutes=13)
    assert world.send(ref) == "sent"
    assert sum(world.records.spent.values()) == 1


def _owe_answers(world: World, count: int, day: int = 0) -> list[DeliveryRef]:
    at = NOW + timedelta(days=day)
    return [
        _owe(world, an_answer(f"mail-{day}-{n}", id=f"could-not-read-{day}-{n}", due_at=at, created_at=at))
        for n in range(count)
    ]


def test_what_belongs_to_no_meeting_is_answered_five_times_a_day_and_then_no_more(world: World) -> None:
    came_to = [world.send(ref) for ref in _owe_answers(world, 7)]
    assert came_to == ["sent"] * 5 + ["answered_enough"] * 2
    assert len(world.mailer.taken) == 5


def test_an_answer_too_many_is_withdrawn_and_not_put_off_so_that_a_loop_ends(world: World) -> None:
    owed = _owe_answers(world, 6)
    for ref in owed:
        world.send(ref)
    held = world.records.deliveries[owed[-1]]
    assert (held.state, held.reason, held.check_at) == (State.WITHDRAWN, "answered_enough", None)
    world.run_on_to(NOW + timedelta(days=2))
    assert len(world.mailer.taken) == 5


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (Kind.EXPORT, {}),
        (Kind.ERASE_ASKED, {}),
        (Kind.ADDRESS_CODE, {"name": "robin@home.example", "code": "abc"}),
        (Kind.NOTED, {"word": "sent"}),
        (Kind.NOTED, {"did": '[["notes_kept", ""], ["profile", ""]]'}),
    ],
)
def test_an_answer_to_a_word_leaves_though_five_others_were_answered_that_day(
    world: World, kind: Kind, facts: dict[str, str]
) -> None:
    for ref in _owe_answers(world, 6):
        world.send(ref)
    asked = dataclasses.replace(an_answer("mail-word", facts, id="answer-to-a-word"), kind=kind)
    assert world.send(_owe(world, asked)) == "sent"


@pytest.mark.parametrize("done", ["notes_kept", "text_kept", "not_understood", "in_doubt"])
def test_what_a_machine_too_can_be_told_counts_among_the_five(world: World, done: str) -> None:
    for ref in _owe_answers(world, 5):
        world.send(ref)
    told = dataclasses.replace(an_answer("mail-text", {"did": f'[["{done}", "x"]]'}, id="noted-text"), kind=Kind.NOTED)
    assert world.send(_owe(world, told)) == "answered_enough"


def test_answers_to_words_end_too_where_no_person_asks_for_so_many(world: World) -> None:
    asked = [dataclasses.replace(an_answer(f"m-{n}", id=f"help-{n}"), kind=Kind.LIST) for n in range(27)]
    came_to = [world.send(_owe(world, one)) for one in asked]
    assert came_to == ["sent"] * 25 + ["answered_enough"] * 2


def test_the_next_day_has_answers_of_its_own(world: World) -> None:
    for ref in _owe_answers(world, 6):
        world.send(ref)
    world.clock.advance(minutes=24 * 60)
    assert [world.send(ref) for ref in _owe_answers(world, 1, day=1)] == ["sent"]


def test_mails_of_meetings_leave_however_many_answers_have_left(world: World) -> None:
    for ref in _owe_answers(world, 6):
        world.send(ref)
    assert world.send(_owe(world, a_delivery())) == "sent"


# --- what breaks in our own house -------------------------------------------------------------------------------------


def test_a_mail_that_cannot_be_written_is_not_sent_and_given_up_in_the_end(world: World) -> None:
    ref = _owe(world, a_delivery())
    world.pages.fault = ValueError("a template is broken")
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(ValueError, match="broken"):
            world.send(ref)
        assert world.send(ref) == "being_sent"
        world.clock.advance(minutes=13)
    assert world.send(ref) == "gave_up"
    assert not world.mailer.calls


@pytest.mark.parametrize("method", ["claim", "finish", "release"])
def test_a_fault_of_the_records_is_raised_and_nothing_is_sent_twice(world: World, method: str) -> None:
    ref = _owe(world, a_delivery())
    fault = Conflict("down")

    def fail() -> None:
        raise fault

    if method == "release":
        world.mailer.script.append(NotAccepted("Throttling"))
    if method == "finish":
        world.mailer.script.append(MailRejected("MessageRejected"))
    world.records.before[method].append(fail)
    with pytest.raises(Conflict):
        world.send(ref)
    world.run_on_to(NOW + timedelta(hours=1))
    assert len(world.mailer.taken) <= 1
    assert world.records.deliveries[ref].expires_at == ENDS + timedelta(hours=24)
