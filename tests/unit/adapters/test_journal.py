from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.adapters.journal import Journal
from shared.domain.errors import RecordsFault

CANARY = "canary@secret.example"


@pytest.fixture
def journal(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Journal:
    # A logger keeps the stream that it found first, and loggers of one name share it.
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", request.node.name)
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Foreword")
    return Journal()


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_outcome_is_one_line_with_its_ids_and_one_count(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.outcome("interview_made", mail_id="m1", delivery_id=None)
    line, metric = _lines(capsys)
    assert (line["outcome"], line["message"], line["mail_id"], line["level"]) == (
        "interview_made",
        "interview_made",
        "m1",
        "INFO",
    )
    assert "delivery_id" not in line
    assert (metric["outcome"], metric["Outcomes"]) == ("interview_made", [1.0])


def test_a_fault_is_logged_by_its_kind_and_its_text_stays_out(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.fault(RecordsFault(f"about {CANARY}"), delivery_id="d1")
    written = capsys.readouterr().out
    assert CANARY not in written
    line = json.loads(written)
    assert (line["fault"], line["delivery_id"], line["level"]) == ("RecordsFault", "d1", "ERROR")


def test_every_line_of_an_invocation_carries_its_request_id(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    class Context:
        aws_request_id = "r1"

    journal.began(Context())
    journal.outcome("sent")
    assert _lines(capsys)[0]["request_id"] == "r1"


def test_a_call_without_a_context_is_no_error(journal: Journal) -> None:
    journal.began(None)


def test_no_line_names_a_file_of_this_machine(journal: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    journal.outcome("sent", count=3)
    assert str(Path.cwd()) not in capsys.readouterr().out
