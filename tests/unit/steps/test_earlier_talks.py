"""What an earlier talk with the same person, or with their company, does to the next one."""

from __future__ import annotations

import dataclasses

import pytest

from shared.domain.interview import Interview, InterviewState
from shared.domain.prep_pack import questions_for
from shared.domain.questions import STORY
from shared.inbox.headers import read_headers
from shared.inbox.read import read
from shared.steps.answering import Arrived
from tests.builders import NOW, PRIYA, ROBIN, a_calendar, a_notice, a_user, calendar_mail
from tests.fakes import InMemoryRecords, plan_answers
from tests.meetings import content

USER = a_user(id="0a1b2c3d4e5f")
COLLEAGUE = "sam.lee@harbor.example"
FROM_ELSEWHERE = "ana@lakeside.example"


class Desk:
    """One user's records, to which invites come."""

    def __init__(self) -> None:
        self.records = InMemoryRecords()
        self.records.users = {USER.id: USER}
        self.plan = plan_answers(self.records)

    def record(self, organizer: str, month: int) -> Interview:
        """Record the talk of an invite, on the 12th of a month of 2026."""
        day = f"2026{month:02}12T22"
        name = organizer.partition("@")[0].replace(".", " ").title()
        calendar = a_calendar(
            uid=f"{organizer}-{month}", organizer=organizer, starts=f"{day}0000Z", ends=f"{day}3000Z"
        ).replace("Priya Nair", name)
        raw = calendar_mail(calendar)
        reading = read(raw, assumed_zone=USER.time_zone, now=NOW, user_addresses=frozenset({ROBIN}))
        mail_id = f"mail-{organizer}-{month}"
        change = self.plan(Arrived(a_notice(mail_id), read_headers(raw), USER, ROBIN, reading, ()), NOW)
        assert self.records.commit(change)
        assert change.interview is not None
        return change.interview


@pytest.fixture
def desk() -> Desk:
    return Desk()


def asked_in(interview: Interview) -> set[str]:
    """Return the ids of what there is time for in a talk, the referral left out."""
    return {asked.id for asked in questions_for(interview, USER, content(), NOW).above}


def test_the_first_talk_knows_of_no_other(desk: Desk) -> None:
    first = desk.record(PRIYA, 11)
    assert (first.met_before, first.asked) == (False, ())


def test_somebody_met_before_is_asked_on_and_nothing_twice_but_how_it_went_on(desk: Desk) -> None:
    first, second = desk.record(PRIYA, 11), desk.record(PRIYA, 12)
    assert second.met_before
    assert asked_in(first) & asked_in(second) == {"story"}
    opener = questions_for(second, USER, content(), NOW).ten[0]
    story = content().questions[0]
    assert (opener.source, opener.words) == (STORY, story.again[-1])


def test_a_colleague_is_new_but_the_company_is_asked_nothing_twice(desk: Desk) -> None:
    first, second = desk.record(PRIYA, 11), desk.record(COLLEAGUE, 12)
    assert not second.met_before
    assert asked_in(first) & asked_in(second) == {"story"}
    opener = questions_for(second, USER, content(), NOW).ten[0]
    assert opener.source == STORY
    assert opener.words not in content().questions[0].again


def test_a_third_talk_remembers_both(desk: Desk) -> None:
    first, second, third = (desk.record(who, month) for who, month in ((PRIYA, 10), (COLLEAGUE, 11), (PRIYA, 12)))
    assert third.met_before
    assert asked_in(first) | asked_in(second) <= set(third.asked)


def test_another_company_is_asked_everything(desk: Desk) -> None:
    desk.record(PRIYA, 11)
    other = desk.record(FROM_ELSEWHERE, 12)
    assert (other.met_before, other.asked) == (False, ())


def test_a_talk_that_comes_later_has_asked_nothing_yet(desk: Desk) -> None:
    desk.record(PRIYA, 12)
    sooner = desk.record(COLLEAGUE, 11)
    assert (sooner.met_before, sooner.asked) == (False, ())


def test_a_talk_that_did_not_happen_asked_nothing(desk: Desk) -> None:
    first = desk.record(PRIYA, 11)
    called_off = dataclasses.replace(first, state=InterviewState.NOT_HELD)
    desk.records.interviews[(USER.id, first.id)] = called_off
    assert desk.record(PRIYA, 12).asked == ()
