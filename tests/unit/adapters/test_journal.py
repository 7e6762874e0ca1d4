"""What the journal writes is read from a process of its own, as Lambda would read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
CANARY = "canary@secret.example"
SCRIPT = f"""
from shared.adapters.journal import Journal
from shared.domain.errors import RecordsFault

class Context:
    aws_request_id = "r1"

journal = Journal()
journal.outcome("before", count=3)
journal.outcome("sent", delivery_id="d0")
journal.outcome("swept_sent", count=2)
journal.outcome("swept_gave_up", count=4)
journal.outcome("swept", count=0)
journal.outcome("expired", delivery_id="d0")
journal.outcome("feedback_sent", delivery_id="d0")
journal.began(Context())
journal.outcome("interview_made", mail_id="m1", delivery_id=None)
journal.fault(RecordsFault("about {CANARY}"), delivery_id="d1")
try:
    raise ValueError("{CANARY}")
except ValueError as error:
    journal.fault(error, delivery_id="d2")
journal.began(None)
"""


@pytest.fixture(scope="module")
def written() -> str:
    environment = os.environ | {"POWERTOOLS_SERVICE_NAME": "foreword", "POWERTOOLS_METRICS_NAMESPACE": "Foreword"}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - a script of our own
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def test_an_outcome_is_one_line_with_the_ids_that_are_known(lines: list[dict[str, Any]]) -> None:
    (line,) = [line for line in lines if line.get("message") == "interview_made"]
    assert (line["outcome"], line["level"], line["mail_id"]) == ("interview_made", "INFO", "m1")
    assert "delivery_id" not in line


def test_what_left_what_was_given_up_and_what_waited_are_counted_and_nothing_else_is(
    lines: list[dict[str, Any]],
) -> None:
    counts = [
        (metric["Name"], line[metric["Name"]])
        for line in lines
        if "_aws" in line
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
    ]
    assert counts == [
        ("DeliveriesSent", [1.0]),
        ("DeliveriesSent", [2.0]),
        ("DeliveriesGivenUp", [4.0]),
        ("DeliveriesWaiting", [0.0]),
        ("DeliveriesGivenUp", [1.0]),
    ]


def test_a_metric_has_the_stack_as_its_one_dimension(lines: list[dict[str, Any]]) -> None:
    metrics = [line["_aws"]["CloudWatchMetrics"][0] for line in lines if "_aws" in line]
    assert {(metric["Namespace"], str(metric["Dimensions"])) for metric in metrics} == {("Foreword", "[['service']]")}
    assert {line["service"] for line in lines if "_aws" in line} == {"foreword"}


def test_a_fault_is_logged_by_its_kind_and_its_text_stays_out(lines: list[dict[str, Any]], written: str) -> None:
    faults = [(line["fault"], line["delivery_id"], line["level"]) for line in lines if line.get("message") == "fault"]
    assert faults == [("RecordsFault", "d1", "ERROR"), ("ValueError", "d2", "ERROR")]
    assert CANARY not in written


def test_every_line_of_an_invocation_carries_its_request_id(lines: list[dict[str, Any]]) -> None:
    requests = [line.get("request_id") for line in lines if "message" in line]
    assert requests == [*[None] * 7, "r1", "r1", "r1"]


def test_no_line_names_a_file_of_the_machine(written: str) -> None:
    assert str(ROOT) not in written
