"""From a notice to its outcome. Over 400 lines: every refusal and every race, all at the same desk."""

from __future__ import annotations

import dataclasses
import itertools
import random
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.errors import Conflict, MailboxFault, RecordsFault
from shared.domain.interview import Change, InterviewState, Version
from shared.domain.notice import Notice, Verdict
from shared.steps.receive import TRIES
from tests.builders import (
    ENDS,
    MAIL_ID,
    NOW,
    OWN,
    PRIYA,
    ROBIN,
    a_calendar,
    a_notice,
    calendar_mail,
    raw_mail,
    ses_results,
)
from tests.fakes import FakeClock, FakeMailbox, InMemoryRecords, receives

STRANGER = "kim@elsewhere.example"
CONTACT_HERE = "prof@college.example"


class Desk:
    """One deployment with its mailbox: mails are laid in and received."""

    def __init__(self, allowed: str = "@college.example") -> None:
        self.mailbox, self.records, self.clock = FakeMailbox(), InMemoryRecords(), FakeClock()
        self.receive = receives(self.records, self.mailbox, self.clock, frozenset(allowed.split()))

    def take(self, raw: bytes, mail_id: str = MAIL_ID, **notice: Any) -> str:
        said = a_notice(mail_id, **notice)
        self.mailbox.mails[said.key] = raw
        return self.receive(said)

    def owed(self, *states: State) -> list[tuple[Kind, str]]:
        return [(delivery.kind, delivery.recipient) for delivery in self.records.all(*states or (State.PENDING,))]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _invite(mail_id: str = MAIL_ID, **calendar: Any) -> bytes:
    return calendar_mail(a_calendar(**calendar), calendar.get("method", "REQUEST"), mail_id=mail_id)


def _from_stranger(headers: list[tuple[str, str]] | None = None, **other: Any) -> bytes:
    return raw_mail(headers, from_=f"Kim <{STRANGER}>", results=ses_results("elsewhere.example"), **other)


# --- one mail ---------------------------------------------------------------------------------------------------------


def test_a_forwarded_invite_makes_an_interview_and_owes_its_mails_to_the_user(desk: Desk) -> None:
    assert desk.take(_invite()) == "interview_made"
    (interview,) = desk.records.interviews.values()
    assert (interview.meeting.ends_at, interview.recipient) == (ENDS, ROBIN)
    assert desk.owed() == [
        (kind, ROBIN) for kind in (Kind.PREP_PACK, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE)
    ]


@pytest.mark.parametrize("times", [2, 5])
def test_the_same_notice_several_times_is_one_interview(desk: Desk, times: int) -> None:
    assert [desk.take(_invite()) for _ in range(times)] == ["interview_made", *["seen_already"] * (times - 1)]
    assert len(desk.owed()) == 4


def test_a_notice_that_comes_twice_at_once_is_one_interview(desk: Desk) -> None:
    desk.records.before["commit"].append(lambda: desk.take(_invite()))
    assert desk.take(_invite()) == "seen_already"
    assert len(desk.owed()) == 4


def test_the_same_invite_in_two_mails_is_one_interview(desk: Desk) -> None:
    assert desk.take(_invite("one"), "one") == "interview_made"
    assert desk.take(_invite("two"), "two") == "same_invite_again"
    assert len(desk.owed()) == 4


def test_an_answer_threads_under_the_mail_that_it_answers(desk: Desk) -> None:
    desk.take(calendar_mail(a_calendar(), headers=[("Message-ID", "<forward-1@college.example>")]))
    assert {delivery.references for delivery in desk.records.all()} == {("<forward-1@college.example>",)}


def test_a_mail_without_a_usable_message_id_is_answered_all_the_same(desk: Desk) -> None:
    evil = "<=?utf-8?q?a=0D=0ABcc:_x?=@college.example>"
    assert desk.take(calendar_mail(a_calendar(), headers=[("Message-ID", evil)])) == "interview_made"
    assert {delivery.references for delivery in desk.records.all()} == {()}


def test_a_cancellation_withdraws_and_a_move_moves(desk: Desk) -> None:
    desk.take(_invite("one"), "one")
    moved = _invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z")
    assert desk.take(moved, "two") == "interview_changed"
    assert desk.take(_invite("three", method="CANCEL", sequence=2), "three") == "interview_cancelled"
    assert desk.owed() == [(Kind.CANCELLED, ROBIN)]


def test_an_invite_without_dtstamp_can_be_moved_by_another(desk: Desk) -> None:
    with_fractions = NOW + timedelta(milliseconds=123)
    desk.take(_invite("one", stamp=None), "one", received_at=with_fractions)
    moved = _invite("two", stamp=None, starts="20261113T220000Z", ends="20261113T223000Z")
    assert desk.take(moved, "two", received_at=with_fractions + timedelta(minutes=1)) == "interview_changed"


@pytest.mark.parametrize("raw", [raw_mail(), raw_mail(body=""), calendar_mail("BEGIN:VCALENDAR\r\nEND:VCALENDAR")])
def test_a_mail_without_an_invite_is_answered_with_what_was_missing(desk: Desk, raw: bytes) -> None:
    assert desk.take(raw) == "could_not_read"
    assert desk.owed() == [(Kind.COULD_NOT_READ, ROBIN)]


def test_a_proposal_of_another_time_is_no_interview(desk: Desk) -> None:
    assert desk.take(_invite(method="COUNTER")) == "could_not_read"
    (answer,) = desk.records.all()
    assert answer.facts["reason"] == "proposal"


def test_what_is_quoted_of_an_unread_mail_is_short_and_plain(desk: Desk) -> None:
    desk.take(raw_mail([("Subject", "Fwd: " + "x\u202e " * 400)]))
    (answer,) = desk.records.all()
    assert len(answer.facts["subject"]) <= 100
    assert "\u202e" not in answer.facts["subject"]


# --- whom it answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("allowed", ["@college.example", ROBIN, f"{STRANGER} {ROBIN}"])
def test_who_is_on_the_list_by_address_or_domain_is_answered(allowed: str) -> None:
    assert Desk(allowed).take(_invite()) == "interview_made"


@pytest.mark.parametrize("allowed", ["@elsewhere.example", "@example", "@mail.college.example", "sam@college.example"])
def test_who_is_not_on_the_list_gets_no_pack(allowed: str) -> None:
    desk = Desk(allowed)
    assert desk.take(_invite()) == "unknown_sender"
    assert desk.owed() == []


@pytest.mark.parametrize(
    ("raw", "notice", "outcome"),
    [
        (raw_mail(), {"virus": Verdict.FAIL}, "infected"),
        (raw_mail(), {"dmarc": Verdict.FAIL}, "unproven_sender"),
        (raw_mail(), {"envelope_sender": ""}, "bounce"),
        (raw_mail([("Auto-Submitted", "auto-replied")]), {}, "automatic_reply"),
        (raw_mail([("List-Id", "x")]), {}, "list_mail"),
        (raw_mail([("From", ROBIN)]), {}, "doubtful_originator"),
        (raw_mail([("X", "y" * 300_000)]), {}, "doubtful_originator"),
        (raw_mail([("Received", "x")] * 30), {}, "looping"),
        (raw_mail([("X-Foreword-Delivery", "x")]), {}, "own_mail"),
        (raw_mail(to=ROBIN), {}, "redirected_invite"),
    ],
)
def test_a_refusal_is_an_outcome_that_is_recorded_and_owes_nothing(
    desk: Desk, raw: bytes, notice: dict[str, Any], outcome: str
) -> None:
    assert desk.take(raw, **notice) == outcome
    assert desk.records.seen == {MAIL_ID: outcome}
    assert desk.owed() == []
    assert desk.take(raw, **notice) == "seen_already"


def test_a_mail_from_before_its_sender_was_erased_brings_nothing_back(desk: Desk) -> None:
    desk.records.users.clear()
    desk.records.mark_erased(ROBIN, NOW)
    assert desk.take(_invite()) == "erased_sender"
    assert (desk.records.users, desk.owed()) == ({}, [])
    assert desk.take(_invite("after"), "after", received_at=NOW + timedelta(seconds=1)) == "interview_made"


def test_a_mail_that_is_gone_from_the_bucket_is_an_outcome(desk: Desk) -> None:
    assert desk.receive(a_notice("gone")) == "mail_gone"
    assert desk.receive(a_notice("gone")) == "seen_already"


@pytest.mark.parametrize(
    "raw",
    [
        # The invite of a contact whose domain is on the list, as a redirecting rule of the user's passes it on.
        calendar_mail(a_calendar(organizer=CONTACT_HERE), from_=CONTACT_HERE, to=ROBIN),
        # Google names a secondary calendar as the organizer, other systems another of the contact's addresses.
        calendar_mail(a_calendar(organizer="c_123@group.calendar.google.com"), from_=CONTACT_HERE, to=ROBIN),
        calendar_mail(a_calendar(organizer="prof.alias@college.example"), from_=CONTACT_HERE, to=ROBIN),
        calendar_mail(a_calendar(organizer=None), from_=CONTACT_HERE, to=ROBIN),
        # Their acceptance, their counter-proposal, their cancellation with and without a start.
        calendar_mail(a_calendar(method="REPLY", organizer=ROBIN), "REPLY", from_=CONTACT_HERE, to=ROBIN),
        calendar_mail(a_calendar(method="COUNTER", organizer=ROBIN), "COUNTER", from_=CONTACT_HERE, to=ROBIN),
        calendar_mail(a_calendar(method="CANCEL", organizer=CONTACT_HERE), "CANCEL", from_=CONTACT_HERE, to=ROBIN),
        calendar_mail(
            a_calendar(method="CANCEL", organizer=CONTACT_HERE).replace("DTSTART:20261112T220000Z\r\n", ""),
            "CANCEL",
            from_=CONTACT_HERE,
            to=ROBIN,
        ),
        # An ordinary mail, and one that cannot be read.
        raw_mail(from_=CONTACT_HERE, to=ROBIN, body="Looking forward to it.\r\n"),
        calendar_mail("BEGIN:VCALENDAR\r\nbroken", from_=CONTACT_HERE, to=ROBIN),
        # Their assistant invites for them.
        calendar_mail(
            a_calendar(organizer=CONTACT_HERE),
            from_=CONTACT_HERE,
            to=ROBIN,
            headers=[("Sender", "assistant@college.example")],
        ),
    ],
    ids=[
        "invite",
        "secondary calendar",
        "alias",
        "no organizer",
        "acceptance",
        "counter",
        "cancellation",
        "cancellation without a start",
        "a line",
        "broken",
        "assistant",
    ],
)
def test_nothing_goes_to_a_contact_of_an_allowed_domain_whose_mail_was_redirected(desk: Desk, raw: bytes) -> None:
    assert desk.take(raw, envelope_sender=ROBIN) == "redirected_invite"
    assert desk.owed() == []


@pytest.mark.parametrize(
    ("organizer", "results", "dmarc"),
    [
        ("sam@college.example", ses_results(), Verdict.PASS),
        (PRIYA, ses_results("harbor.example", "college.example", dmarc="fail"), Verdict.FAIL),
    ],
    ids=["inside one domain", "across two"],
)
def test_an_exchange_meeting_forward_is_answered_to_the_user_in_sender(
    desk: Desk, organizer: str, results: str, dmarc: Verdict
) -> None:
    raw = calendar_mail(
        a_calendar(organizer=organizer), from_=organizer, headers=[("Sender", f"Robin <{ROBIN}>")], results=results
    )
    assert desk.take(raw, dmarc=dmarc) == "interview_made"
    assert {recipient for _, recipient in desk.owed()} == {ROBIN}


def test_all_who_take_part_are_remembered_as_never_to_be_written_to(desk: Desk) -> None:
    desk.take(_invite())
    assert desk.records.is_participant(PRIYA)
    assert not desk.records.is_participant(ROBIN)


# --- strangers --------------------------------------------------------------------------------------------------------


def test_a_proven_stranger_gets_one_note_in_thirty_days(desk: Desk) -> None:
    outcomes = []
    for days in (0, 1, 29, 31, 32):
        desk.clock.move_to(NOW + timedelta(days=days))
        outcomes.append(desk.take(_from_stranger(mail_id=f"m{days}"), f"m{days}", envelope_sender=STRANGER))
    assert outcomes == ["stranger_noted", "unknown_sender", "unknown_sender", "stranger_noted", "unknown_sender"]
    assert desk.owed() == [(Kind.NOT_ON_THE_LIST, STRANGER)] * 2


def test_a_stranger_who_writes_twice_at_once_gets_one_note(desk: Desk) -> None:
    desk.records.before["commit"].append(
        lambda: desk.take(_from_stranger(mail_id="other"), "other", envelope_sender=STRANGER)
    )
    assert desk.take(_from_stranger(), envelope_sender=STRANGER) == "unknown_sender"
    assert desk.owed() == [(Kind.NOT_ON_THE_LIST, STRANGER)]
    assert set(desk.records.seen) == {MAIL_ID, "other"}


def test_a_note_whose_transaction_collided_is_owed_all_the_same(desk: Desk) -> None:
    def collide() -> None:
        raise Conflict("another transaction was on the item")

    desk.records.before["commit"].append(collide)
    assert desk.take(_from_stranger()) == "stranger_noted"
    assert [delivery.kind for delivery in desk.records.all()] == [Kind.NOT_ON_THE_LIST]


def test_no_note_goes_to_a_contact_of_a_stored_interview(desk: Desk) -> None:
    desk.take(_invite(organizer=STRANGER))
    outcome = desk.take(_from_stranger(mail_id="two"), "two", envelope_sender=STRANGER)
    assert outcome == "unknown_sender"
    assert STRANGER not in {recipient for _, recipient in desk.owed()}


@pytest.mark.parametrize(
    ("raw", "notice"),
    [
        (_from_stranger(to=f"{OWN}, {ROBIN}"), {}),
        (_from_stranger([("Cc", ROBIN)]), {}),
        (_from_stranger(to="undisclosed-recipients:;"), {}),
        (_from_stranger(), {"spam": Verdict.FAIL}),
        (_from_stranger(), {"spam": Verdict.GRAY}),
        (_from_stranger(), {"spam": Verdict.MISSING}),
        (calendar_mail(a_calendar(), from_=STRANGER, results=ses_results("elsewhere.example")), {}),
        (calendar_mail("BEGIN:VCALENDAR\r\nbroken", from_=STRANGER, results=ses_results("elsewhere.example")), {}),
        (
            calendar_mail(
                a_calendar(method="REPLY", organizer=ROBIN), from_=STRANGER, results=ses_results("elsewhere.example")
            ),
            {},
        ),
    ],
    ids=["another in To", "Cc", "not to us", "spam", "gray", "unscanned", "an invite", "a broken one", "an acceptance"],
)
def test_a_stranger_gets_no_note_where_a_rule_keeps_us_silent(desk: Desk, raw: bytes, notice: dict[str, Any]) -> None:
    assert desk.take(raw, envelope_sender=STRANGER, **notice) == "unknown_sender"
    assert desk.owed() == []


def test_an_unproven_stranger_gets_silence(desk: Desk) -> None:
    assert desk.take(_from_stranger(), envelope_sender=STRANGER, dmarc=Verdict.FAIL) == "unproven_sender"
    assert desk.owed() == []


# --- faults and races -------------------------------------------------------------------------------------------------


def test_a_fault_of_the_mailbox_is_raised_and_the_mail_can_come_again(desk: Desk) -> None:
    desk.mailbox.fault = MailboxFault("down")
    with pytest.raises(MailboxFault):
        desk.take(_invite())
    assert desk.records.seen == {}
    assert desk.take(_invite()) == "interview_made"


def test_a_fault_of_the_records_is_raised_and_the_mail_can_come_again(desk: Desk) -> None:
    def fail() -> None:
        raise RecordsFault("down")

    desk.records.before["commit"].append(fail)
    with pytest.raises(RecordsFault):
        desk.take(_invite())
    assert desk.take(_invite()) == "interview_made"


def test_of_two_mails_at_once_the_loser_plans_anew_on_what_the_winner_made(desk: Desk) -> None:
    moved = _invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z")
    desk.records.before["commit"].append(lambda: desk.take(moved, "two"))
    assert desk.take(_invite("one"), "one") == "older_invite"
    (interview,) = desk.records.interviews.values()
    assert interview.version.sequence == 1
    assert len(desk.owed()) == 4


def test_a_pack_that_is_claimed_while_a_move_is_planned_is_followed_by_a_changed_mail(desk: Desk) -> None:
    desk.take(_invite("one"), "one")
    (pack, *_) = desk.records.all(State.PENDING)
    desk.records.before["commit"].append(lambda: desk.records.claim(pack, NOW, NOW))
    moved = _invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z")
    assert desk.take(moved, "two") == "interview_changed"
    assert [kind for kind, _ in desk.owed()] == [Kind.CHANGED, Kind.REMINDER, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE]


def test_a_mail_that_always_comes_second_is_given_back_to_the_queue_in_the_end(desk: Desk) -> None:
    desk.take(_invite("one"), "one")

    def somebody_else() -> None:
        (held,) = desk.records.interviews.values()
        newer = dataclasses.replace(held, version=Version(held.version.sequence, held.version.stamped_at + _SECOND))
        desk.records.before["commit"].clear()
        assert desk.records.commit(Change(f"other-{newer.version.stamped_at}", "x", NOW, newer, read=held))
        desk.records.before["commit"].append(somebody_else)
        tried.append(1)

    tried: list[int] = []
    desk.records.before["commit"].append(somebody_else)
    with pytest.raises(Conflict):
        desk.take(_invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z"), "two")
    assert len(tried) == TRIES
    assert not desk.records.outcome_of("two")


_SECOND = timedelta(seconds=1)


WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=8"
FIRST = "RECURRENCE-ID:20261112T220000Z"
IN_ITS_ZONE = "RECURRENCE-ID;TZID=America/Los_Angeles:20261112T140000"


@pytest.mark.parametrize("instance", [FIRST, IN_ITS_ZONE], ids=["in UTC", "in its zone"])
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_an_instance_that_was_moved_is_never_met_at_its_old_time(
    desk: Desk, order: tuple[int, ...], instance: str
) -> None:
    local = {"starts": "20261113T140000", "ends": "20261113T143000"} if instance == IN_ITS_ZONE else {}
    moved = {"starts": "20261113T220000Z", "ends": "20261113T223000Z", **local}
    again = {"starts": "20261111T220000Z", "ends": "20261111T223000Z"}
    calendars = [
        a_calendar(more=WEEKLY),
        a_calendar(sequence=1, more=instance, **moved),
        a_calendar(sequence=2, more=FIRST, **again),
    ]
    if local:
        for name in ("DTSTART", "DTEND"):
            calendars[1] = calendars[1].replace(f"{name}:", f"{name};TZID=America/Los_Angeles:")
    for number in order:
        desk.take(calendar_mail(calendars[number], mail_id=f"mail-{number}"), f"mail-{number}")
    (interview,) = desk.records.interviews.values()
    assert interview.meeting.starts_at == datetime(2026, 11, 11, 22, 0, tzinfo=UTC)
    assert {delivery.revision for delivery in desk.records.all(State.PENDING)} == {interview.revision}


def test_the_cancellation_of_an_instance_that_was_moved_calls_it_off(desk: Desk) -> None:
    desk.take(_invite("one", more=WEEKLY), "one")
    desk.take(_invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z", more=FIRST), "two")
    assert desk.take(_invite("off", method="CANCEL", sequence=2, more=FIRST), "off") == "interview_cancelled"
    assert desk.owed() == [(Kind.CANCELLED, ROBIN)]


@pytest.mark.parametrize("seed", range(20))
def test_mails_of_one_meeting_shuffled_and_doubled_end_at_the_newest(desk: Desk, seed: int) -> None:
    mails = {
        "one": _invite("one"),
        "again": _invite("again"),
        "two": _invite("two", sequence=1, starts="20261113T220000Z", ends="20261113T223000Z"),
        "off": _invite("off", method="CANCEL", sequence=2),
        "on": _invite("on", sequence=3, starts="20261114T220000Z", ends="20261114T223000Z"),
    }
    order = [*mails, *mails, *mails]
    random.Random(seed).shuffle(order)  # noqa: S311 - a shuffle that can be repeated
    for mail_id in order:
        desk.take(mails[mail_id], mail_id)
    (interview,) = desk.records.interviews.values()
    assert (interview.state, interview.version.sequence) == (InterviewState.PLANNED, 3)
    assert interview.meeting.ends_at == ENDS + timedelta(days=2)
    assert {delivery.revision for delivery in desk.records.all(State.PENDING)} == {interview.revision}


def test_reading_mails_in_threads_leaves_one_interview_each(desk: Desk) -> None:
    mails = [(f"mail-{n}", _invite(f"mail-{n}", uid=f"{n % 4}@calendar.example")) for n in range(16)]
    lock = threading.Lock()
    outcomes: list[str] = []

    def work(mail_id: str, raw: bytes) -> None:
        with lock:  # the fake is no database; what is shared by the threads is the reader
            outcomes.append(desk.take(raw, mail_id))

    threads = [threading.Thread(target=work, args=mail) for mail in mails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(outcomes)) == ["interview_made", "same_invite_again"]
    assert len(desk.records.interviews) == 4


def test_a_notice_is_believed_and_not_the_mail(desk: Desk) -> None:
    notice: Notice = a_notice(dmarc=Verdict.FAIL, spf=Verdict.FAIL, dkim=Verdict.FAIL)
    desk.mailbox.mails[notice.key] = _invite()
    assert desk.receive(notice) == "unproven_sender"
