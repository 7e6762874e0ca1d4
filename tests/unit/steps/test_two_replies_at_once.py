"""Two replies of one user at the same moment: both read the same, one is written first, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.delivery import Kind, State
from shared.domain.errors import Conflict
from shared.domain.interview import Interview, InterviewState
from shared.domain.tokens import Purpose, Token, seal
from shared.steps.receive import TRIES
from tests.builders import ENDS, NOW, a_calendar, a_notice, a_user, calendar_mail, raw_mail
from tests.fakes import TOKEN_KEY, FakeClock, FakeMailbox, InMemoryRecords, receives

USER = a_user(id="0a1b2c3d4e5f")


class Desk:
    """One user with one talk that is over, to which replies come."""

    def __init__(self) -> None:
        self.mailbox, self.records, self.clock = FakeMailbox(), InMemoryRecords(), FakeClock()
        self.records.users = {USER.id: USER}
        self.receive = receives(self.records, self.mailbox, self.clock)
        self.mailbox.mails["inbound/invite"] = calendar_mail(a_calendar(), mail_id="invite")
        assert self.receive(a_notice("invite")) == "interview_made"
        token = Token(USER.id, self.talk().id, Purpose.REPLY, (NOW + timedelta(days=30)).date())
        self.address = f"prep+{seal(token, TOKEN_KEY)}@foreword.example"
        self.clock.move_to(ENDS + timedelta(hours=2))

    def say(self, text: str, mail_id: str, *, to: str | None = None) -> str:
        """Take a reply, to the talk's own address unless another is named."""
        to = to or self.address
        self.mailbox.mails[f"inbound/{mail_id}"] = raw_mail([("Subject", "Re: x")], text, to=to, mail_id=mail_id)
        return self.receive(a_notice(mail_id, recipients=(to,), received_at=self.clock.now()))

    def at_once(self, first: str, second: str, *, to: str | None = None) -> list[str]:
        """Let the second be read, and the first be written before the second is; return both outcomes."""
        outcomes: list[str] = []
        self.records.before["commit"].append(lambda: outcomes.append(self.say(first, "first", to=to)))
        outcomes.append(self.say(second, "second", to=to))
        return outcomes

    def talk(self) -> Interview:
        (interview,) = self.records.interviews.values()
        return interview

    def open_kinds(self) -> list[Kind]:
        return [mail.kind for mail in self.records.all(State.PENDING)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_notes_of_both_are_kept_in_the_order_in_which_they_were_written(desk: Desk) -> None:
    outcomes = desk.at_once("Learned: start in support", "Promised: to write in spring")
    assert outcomes == ["reply_taken", "reply_taken"]
    assert desk.talk().notes == ("Learned: start in support", "Promised: to write in spring")
    debrief = desk.talk().debrief
    assert debrief is not None
    assert (debrief.learned, debrief.promised) == (("start in support",), ("write in spring",))


def test_the_letter_of_the_first_gives_way_to_that_of_both(desk: Desk) -> None:
    desk.at_once("Learned: start in support", "Promised: to write in spring")
    assert desk.open_kinds().count(Kind.THANK_YOU) == 1
    (letter,) = [mail for mail in desk.records.all(State.PENDING) if mail.kind is Kind.THANK_YOU]
    assert letter.id in desk.talk().owed


def test_of_two_words_at_once_both_hold(desk: Desk) -> None:
    assert desk.at_once("sent", "did not happen") == ["letter_sent", "did_not_happen"]
    assert (desk.talk().state, desk.talk().letter_sent_at) == (InterviewState.NOT_HELD, desk.clock.now())
    assert desk.open_kinds() == [Kind.NOTED, Kind.NOTED]


def test_notes_that_come_with_sent_bring_no_letter_after_it(desk: Desk) -> None:
    desk.at_once("sent", "Learned: start in support")
    assert desk.talk().notes == ("Learned: start in support",)
    assert Kind.THANK_YOU not in desk.open_kinds()


@pytest.mark.parametrize("to", ["prep@foreword.example", None])
def test_what_both_say_of_the_user_is_kept(desk: Desk, to: str | None) -> None:
    first = "profile\nname: Robin K. Lee\n"
    second = "met: Ana Ruiz, ana@example.com\nprofile\nfield: nursing\n"
    assert desk.at_once(first, second, to=to) == ["reply_taken", "reply_taken"]
    user = desk.records.users[USER.id]
    assert (user.name, user.field, [one.name for one in user.referrals]) == ("Robin K. Lee", "nursing", ["Ana Ruiz"])


def test_text_that_belongs_to_no_talk_is_kept_of_both(desk: Desk) -> None:
    desk.at_once("profile\nname: Robin\n\nthe lighthouse", "list\n\nthe harbor", to="prep@foreword.example")
    assert desk.records.users[USER.id].unplaced == ("the lighthouse", "the harbor")


def test_a_reply_while_the_user_is_erased_writes_nothing(desk: Desk) -> None:
    desk.records.before["commit"].append(lambda: desk.records.forget_profile(USER.id))
    with pytest.raises(Conflict):
        desk.say("Learned: start in support", "late")
    assert not desk.records.outcome_of("late")
    assert desk.talk().notes == ()


def test_whoever_loses_again_and_again_is_brought_again_by_the_queue(desk: Desk) -> None:
    number = iter(range(100))

    def another() -> None:
        turn = next(number)
        if turn < TRIES:
            desk.say(f"Learned: thing {turn}", f"other-{turn}")
            desk.records.before["commit"].append(another)

    desk.records.before["commit"].append(another)
    with pytest.raises(Conflict):
        desk.say("Learned: the last", "last")
    desk.records.before["commit"].clear()
    assert desk.say("Learned: the last", "last") == "reply_taken"
    assert desk.talk().notes == (*(f"Learned: thing {turn}" for turn in range(TRIES)), "Learned: the last")


def test_the_same_reply_brought_twice_is_taken_once(desk: Desk) -> None:
    assert [desk.say("Learned: x", "one"), desk.say("Learned: x", "one")] == ["reply_taken", "seen_already"]
    assert desk.talk().notes == ("Learned: x",)
