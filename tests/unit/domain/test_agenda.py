from __future__ import annotations

import pytest

from shared.domain.agenda import shares_for
from tests.meetings import content

SLOTS = content().slots


EVERY_LENGTH = range(1, 601)


def test_the_minutes_of_every_length_add_up_and_none_is_negative() -> None:
    for minutes in EVERY_LENGTH:
        shares = shares_for(minutes, SLOTS)
        assert sum(shares.parts) == minutes == shares.minutes
        assert min(shares.parts) >= 0


def test_the_last_five_minutes_are_kept_for_who_else_and_the_close_from_a_quarter_of_an_hour_on() -> None:
    for minutes in EVERY_LENGTH[14:]:
        shares = shares_for(minutes, SLOTS)
        assert shares.who_else + shares.close >= 5
        assert shares.until_who_else == minutes - shares.who_else - shares.close


def test_a_shorter_talk_keeps_a_minute_for_who_else_as_soon_as_there_are_three() -> None:
    assert all(shares_for(minutes, SLOTS).who_else >= 1 for minutes in range(3, 15))


def test_a_longer_talk_never_fits_fewer_questions() -> None:
    fits = [shares_for(minutes, SLOTS).questions_fit for minutes in EVERY_LENGTH]
    assert fits == sorted(fits)


@pytest.mark.parametrize(
    ("minutes", "parts", "fit"),
    [
        (15, (2, 8, 0, 3, 2), 3),
        (20, (2, 12, 0, 3, 3), 4),
        (30, (3, 18, 2, 4, 3), 7),
        (45, (4, 28, 5, 4, 4), 9),
        (60, (5, 38, 7, 5, 5), 12),
        (90, (5, 62, 10, 7, 6), 15),
        (25, (2, 15, 1, 4, 3), 5),
        (120, (5, 92, 10, 7, 6), 15),
    ],
)
def test_a_slot_is_shared_out_by_the_table(minutes: int, parts: tuple[int, ...], fit: int) -> None:
    shares = shares_for(minutes, SLOTS)
    assert (shares.parts, shares.questions_fit) == (parts, fit)


def test_a_talk_without_a_minute_cannot_be_shared_out() -> None:
    with pytest.raises(ValueError, match="at least a minute"):
        shares_for(0, SLOTS)


def test_the_private_agenda_keeps_the_handouts_order() -> None:
    agenda = content().private.agenda
    marks = ("opening", "hiring", "talks like this", "remembered")
    assert len(agenda) == len(marks)
    assert all(mark in line for mark, line in zip(marks, agenda, strict=True))


def test_a_job_that_is_offered_is_not_turned_down_on_the_spot() -> None:
    assert "ask for time" in content().private.if_offered
