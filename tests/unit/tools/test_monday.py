"""The model of a Monday morning loses nobody, keeps to its quotas, and the docs quote what it prints."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from tests import template
from tests.call_counts import SCENARIOS
from tools import monday
from tools.monday import Quotas, run, simulate

FEW = Quotas("few", 2, 4, 1, 3, 1_000_000)
NARROW_SES = Quotas("many lanes, little SES", 50, 4, 10, 5, 1_000_000)
NARROW_DAY = Quotas("a small day", 50, 4, 10, 50, 120)
AMPLE = Quotas("ample", 200, 16, 10, 250, 1_000_000)
ALL = (FEW, NARROW_SES, NARROW_DAY, AMPLE)


@pytest.mark.parametrize("quotas", ALL, ids=lambda quotas: quotas.name)
def test_each_forward_is_in_one_place_at_every_second_and_ends_with_one_pack_or_with_tomorrow(quotas: Quotas) -> None:
    moments = list(simulate(quotas, 2_000, 60))
    assert {moment.total for moment in moments} == {2_000}
    assert all(min(vars_of(moment)) >= 0 for moment in moments)
    assert moments[-1].sent + moments[-1].tomorrow == 2_000
    assert moments[-1].sent == min(2_000, quotas.mails_a_day)


def vars_of(moment: monday.Moment) -> list[int]:
    places = ("still_to_come", "in_queue", "in_stream", "for_sweep", "tomorrow", "sent")
    return [getattr(moment, place) for place in places]


@pytest.mark.parametrize("quotas", ALL, ids=lambda quotas: quotas.name)
def test_no_second_sends_more_than_ses_takes_and_none_is_taken_back(quotas: Quotas) -> None:
    sent = [0, *(moment.sent for moment in simulate(quotas, 2_000, 60))]
    steps = [later - earlier for earlier, later in itertools.pairwise(sent)]
    assert min(steps) >= 0
    assert max(steps) <= quotas.ses_a_second


def test_with_ample_quotas_a_pack_is_out_seconds_after_its_forward() -> None:
    found = run(AMPLE, 2_000, 60)
    assert found.last_out <= 65
    assert found.tomorrow == 0


def test_what_ses_refuses_leaves_with_a_later_sweep() -> None:
    found = run(NARROW_SES, 2_000, 60)
    assert found.most_for_sweep > 0
    assert found.last_out > monday.BEAT


def test_the_inputs_are_what_the_project_measures_and_says() -> None:
    said = {"item": ("GetItem", "UpdateItem"), "batch": ("BatchGetItem", "BatchWriteItem"), "object": ("GetObject",)}
    said |= {"transaction": ("TransactWriteItems",), "schedule": ("CreateSchedule",), "mail": ("SendEmail",)}
    kinds = {operation: kind for kind, operations in said.items() for operation in operations}
    for function in ("receive_email", "dispatch_deliveries"):
        counted: Counter[str] = Counter()
        for name, times in SCENARIOS["invite, known user"][function].made.items():
            counted[kinds[name.partition(".")[2]]] += times
        assert dict(counted) == monday.CALLS[function]
    dispatch = template.functions()["DispatchDeliveries"]
    stream = dispatch["Events"]["Stream"]["Properties"]
    assert stream["MaximumRecordAgeInSeconds"] == monday.STREAM_GIVES_UP_AFTER
    assert dispatch["Timeout"] - 60 == monday.SWEEPS_FOR
    assert dispatch["Events"]["Sweep"]["Properties"]["Schedule"] == f"rate({monday.BEAT // 60} minutes)"
    parameters = template.load()["Parameters"]
    as_deployed = monday.QUOTAS[0]
    assert as_deployed.receive_concurrency == parameters["ReceiveConcurrency"]["Default"]
    assert as_deployed.lanes == parameters["DispatchLanes"]["Default"]
    assert as_deployed.mails_a_day == parameters["DailyMails"]["Default"]


def test_docs_scale_quotes_what_the_program_prints() -> None:
    page = (template.ROOT / "docs" / "scale.md").read_text()
    for line in monday.report():
        assert line.strip() in page
