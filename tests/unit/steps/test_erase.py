"""Erasing a user, at any point of the pipeline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.delivery import Kind
from shared.domain.errors import Conflict
from shared.domain.planning import plan
from shared.domain.timing import Rules
from shared.steps.erase import EraseUser
from tests.builders import NOW, PRIYA, ROBIN, a_user, an_incoming, an_invite
from tests.fakes import FakeClock, FakeMailbox, FakeSchedules, InMemoryRecords


class Office:
    """Records with one interview, its schedules and its raw mail; and the operator who erases."""

    def __init__(self) -> None:
        self.records, self.schedules, self.clock = InMemoryRecords(), FakeSchedules(), FakeClock()
        self.mailbox = FakeMailbox({"inbound/mail-1": b"raw"})
        self.change = plan(an_incoming(mail_id="mail-1"), None, NOW, Rules())
        self.records.commit(self.change)
        for delivery in self.change.made:
            self.schedules.create(delivery)
        self.erase = EraseUser(self.records, self.schedules, self.mailbox, self.clock)


@pytest.fixture
def office() -> Office:
    return Office()


def test_nothing_of_the_user_is_left(office: Office) -> None:
    gone = {"alias": 3, "delivery": 4, "interview": 1, "mail": 1, "participant": 1, "profile": 1}
    assert office.records.is_participant(PRIYA)
    assert office.erase(ROBIN) == gone
    assert not office.records.is_participant(PRIYA)
    assert not office.records.interviews
    assert not office.records.deliveries
    assert not office.schedules.live
    assert not office.mailbox.mails
    assert office.records.user(a_user().id) is None


def test_the_mark_of_the_seen_mail_stays_so_that_its_notice_brings_nothing_back(office: Office) -> None:
    office.erase(ROBIN)
    assert office.records.outcome_of("mail-1")


def test_a_mail_that_came_before_is_known_as_of_an_erased_sender(office: Office) -> None:
    office.clock.advance(minutes=10)
    office.erase(ROBIN)
    assert office.records.was_erased_after(ROBIN, NOW)
    assert not office.records.was_erased_after(ROBIN, office.clock.now() + timedelta(minutes=1))


def test_a_mail_that_is_being_answered_meanwhile_writes_nothing(office: Office) -> None:
    late = plan(an_incoming(mail_id="mail-2"), None, NOW, Rules())
    office.erase(ROBIN)
    with pytest.raises(Conflict):
        office.records.commit(late)
    assert not office.records.deliveries


def test_a_second_run_finishes_what_a_first_left(office: Office) -> None:
    office.schedules.fault = RuntimeError("the operator's connection went away")
    with pytest.raises(RuntimeError):
        office.erase(ROBIN)
    assert office.erase(ROBIN)["profile"] == 1
    assert not office.records.deliveries
    assert not office.schedules.live


@pytest.mark.parametrize("method", ["forget_profile", "belongings", "forget", "forget_address"])
def test_whatever_broke_the_first_run_the_second_leaves_nothing(office: Office, method: str) -> None:
    def break_off() -> None:
        raise RuntimeError("the operator's connection went away")

    office.records.before[method].append(break_off)
    with pytest.raises(RuntimeError):
        office.erase(ROBIN)
    office.erase(ROBIN)
    assert office.records.user(a_user().id) is None
    assert office.records.user_id_at(ROBIN) is None
    assert not list(office.records.belongings(a_user().id))


@pytest.mark.parametrize("method", ["belongings", "forget", "forget_address"])
def test_a_mail_whose_answer_is_recorded_while_the_rest_is_erased_leaves_nothing(office: Office, method: str) -> None:
    late = plan(an_incoming(an_invite(uid="talk-2@calendar.example"), mail_id="mail-2"), None, NOW, Rules())

    def answer() -> None:
        with pytest.raises(Conflict):
            office.records.commit(late)

    office.records.before[method].append(answer)
    office.erase(ROBIN)
    assert not office.records.interviews
    assert not office.records.deliveries


def test_an_address_that_nobody_has_is_no_error(office: Office) -> None:
    assert office.erase("nobody@college.example") == {}
    assert {delivery.kind for delivery in office.records.all()} == {
        Kind.PREP_PACK,
        Kind.REMINDER,
        Kind.THANK_YOU,
        Kind.THANK_YOU_NUDGE,
    }


HOME = "robin@home.example"


def _erased_from(office: Office, address: str, *other: str) -> None:
    """Erase from one of the user's addresses, and see that no trace is left of any."""
    office.erase(address)
    for each in (address, *other):
        assert office.records.user_id_at(each) is None
        assert office.records.was_erased_after(each, NOW)
    assert office.records.user(a_user().id) is None
    assert not list(office.records.belongings(a_user().id))
    office.clock.advance(days=1)
    assert office.records.user_for(ROBIN, None, office.clock.now()).id != a_user().id


@pytest.mark.parametrize("address", [ROBIN, HOME, HOME.upper()])
def test_whoever_has_several_addresses_is_erased_whole_from_any(office: Office, address: str) -> None:
    assert office.records.link_address(a_user(), HOME)
    assert office.records.link_address(a_user(), "robin@third.example")
    _erased_from(office, address, ROBIN, HOME, "robin@third.example")


@pytest.mark.parametrize("address", [ROBIN, HOME])
@pytest.mark.parametrize("method", ["forget_profile", "belongings", "forget", "forget_address"])
def test_from_whichever_address_it_broke_a_second_run_leaves_nothing(office: Office, address: str, method: str) -> None:
    def break_off() -> None:
        raise RuntimeError("the operator's connection went away")

    assert office.records.link_address(a_user(), HOME)
    office.records.before[method].append(break_off)
    with pytest.raises(RuntimeError):
        office.erase(address)
    _erased_from(office, address, ROBIN, HOME)
