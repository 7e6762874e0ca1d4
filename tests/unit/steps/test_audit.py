from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from shared.domain.interview import Change
from shared.steps.audit import FindLostNotices
from tests.builders import NOW
from tests.fakes import FakeClock, FakeMailbox, InMemoryRecords


def test_a_mail_that_lies_for_an_hour_without_an_outcome_is_named_once() -> None:
    mailbox, records, clock = FakeMailbox(), InMemoryRecords(), FakeClock()
    mailbox.laid_at = {
        "inbound/lost": NOW - timedelta(minutes=61),
        "inbound/seen": NOW - timedelta(minutes=61),
        "inbound/fresh": NOW - timedelta(minutes=59),
    }
    assert records.commit(Change("seen", "interview_made", NOW))
    audit = FindLostNotices(mailbox, records, clock)
    assert list(audit()) == ["lost"]
    clock.advance(hours=1)
    assert list(audit()) == ["fresh"]


def test_hour_after_hour_every_mail_is_looked_at_once() -> None:
    mailbox, clock = FakeMailbox(), FakeClock()
    mailbox.laid_at = {f"inbound/{minute}": NOW - timedelta(minutes=minute) for minute in range(0, 600, 7)}
    audit = FindLostNotices(mailbox, InMemoryRecords(), clock)
    found: list[str] = []
    clock.advance(hours=-9)
    for _ in range(12):
        found += audit()
        clock.advance(hours=1)
    assert sorted(found, key=int) == [key.removeprefix("inbound/") for key in mailbox.laid_at]


def test_the_marks_of_a_busy_hour_are_looked_up_a_hundred_at_a_time() -> None:
    looked_up = []

    class Counting(InMemoryRecords):
        def unseen(self, mail_ids: Sequence[str]) -> list[str]:
            looked_up.append(len(mail_ids))
            return super().unseen(mail_ids)

    mailbox, records = FakeMailbox(), Counting()
    mailbox.laid_at = {f"inbound/{n}": NOW - timedelta(minutes=61) for n in range(250)}
    assert len(list(FindLostNotices(mailbox, records, FakeClock())())) == 250
    assert looked_up == [100, 100, 50]
