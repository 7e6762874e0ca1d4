"""Every input that ever broke a reader of mail or calendars, ours or a library's, is tried ever after.

The fuzzer writes what it finds into that folder (tests/reliability/fuzz.py).
"""

from __future__ import annotations

import itertools
import logging
from pathlib import Path

import pytest

from shared.domain.invite import Outcome
from tests.reliability import any_input
from tests.reliability.fuzz import DAMAGED, GRAMMAR, Fuzzer
from tests.stopwatch import TRIES

CRASHES = sorted(any_input.CRASHES.iterdir())


@pytest.mark.parametrize("crash", CRASHES, ids=lambda path: path.stem)
def test_what_broke_a_reader_once_ends_in_an_outcome(crash: Path) -> None:
    assert any_input.try_input(crash.read_bytes()).outcome in Outcome


def test_the_fuzzers_first_inputs_all_end_in_an_outcome() -> None:
    fuzzer = Fuzzer(seed=3)
    for raw in itertools.islice(fuzzer.draw((*DAMAGED, *GRAMMAR)), 300):
        fuzzer.try_one(raw)
    assert (fuzzer.tally.tried, fuzzer.found) == (300, {})
    assert min(fuzzer.outcomes[outcome] for outcome in Outcome) > 0


def test_one_seed_draws_the_same_inputs_each_time() -> None:
    first, again, other = (list(itertools.islice(Fuzzer(seed).draw(GRAMMAR), 12)) for seed in (1, 1, 2))
    assert first == again != other


def test_a_line_on_any_log_breaks_the_promise() -> None:
    with any_input.silence() as said:
        logging.getLogger("of.a.library").debug("could not read %s", "robin@college.example")
    assert "robin@college.example" in said.getvalue()


def test_what_hangs_is_interrupted_and_named_by_where_it_hangs() -> None:
    with pytest.raises(any_input.TooSlow) as caught, any_input.in_time(0.05):
        _hang()
    assert any_input.name_of(caught.value).startswith("TooSlow over 0.05 s of CPU at test_fuzz.py:")


def test_what_is_slow_each_time_is_too_slow_and_what_was_so_once_is_not() -> None:
    tries = itertools.count(1)

    def slow(times: int) -> int:
        number = next(tries)
        with any_input.in_time(0.02):
            if number <= times:
                _hang()
        return number

    assert any_input.if_ever_in_time(lambda: slow(TRIES - 1)) == TRIES
    with pytest.raises(any_input.TooSlow):
        any_input.if_ever_in_time(lambda: slow(100))
    assert next(tries) == 2 * TRIES + 1


def _hang() -> None:
    for _ in itertools.count():
        pass
