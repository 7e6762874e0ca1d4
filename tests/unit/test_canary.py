"""The watch over the whole suite's log can fail: it finds each kind of personal data, and nothing in an honest line."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.journal import Journal
from shared.domain.errors import RecordsFault
from tests.builders import MAIL_ID, PRIYA, ROBIN, a_calendar, a_delivery
from tests.canary import PEOPLE, TOKEN, Watch, findings_in_output, personal_in
from tests.fakes import REPLY_PATHS
from tests.journal import TakenDown

MAILS = Path(__file__).parents[1] / "mails"
ADDRESS = REPLY_PATHS.reply_to(a_delivery(user_id="0a1b2c3d4e5f"), a_delivery().due_at) or ""


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("interview_made", {"mail_id": ROBIN}),
        ("interview_made", {"mail_id": f"m-{PRIYA}"}),
        ("interview_made", {"contact": "Priya"}),
        ("interview_made", {"contact": "priya.nair"}),
        ("interview_made", {"subject": "Coffee chat"}),
        ("interview_made", {"title": "=?utf-8?q?Coffee?="}),
        ("interview_made", {"token": ADDRESS.partition("+")[2].partition("@")[0]}),
        ("interview_made", {"ids": {"mail_id": "m1"}}),
        ("Coffee chat with Ann", {}),
        (f"interview_made {ROBIN}", {}),
    ],
)
def test_a_line_of_the_journal_with_anything_personal_is_caught(watch: Watch, name: str, ids: dict[str, Any]) -> None:
    assert watch.findings() == []
    Journal().outcome(name, **ids)
    assert watch.findings()


def test_an_honest_line_is_none_and_was_looked_at(watch: Watch) -> None:
    before = watch.seen
    journal = Journal()
    journal.outcome("interview_made", mail_id=MAIL_ID, delivery_id=a_delivery().id, count=3, nothing=None)
    journal.fault(RecordsFault(f"about {ROBIN}"), delivery_id="d1")
    assert watch.findings() == []
    assert watch.seen == before + 2


def test_what_a_test_takes_down_is_looked_at_too(watch: Watch) -> None:
    journal = TakenDown()
    journal.outcome("sent", delivery_id=ROBIN)
    assert journal.names == ["sent"]
    assert watch.findings() == [f"delivery_id={ROBIN}"]


def test_an_error_that_is_logged_whole_is_caught(watch: Watch) -> None:
    record = logging.getLogger("x").makeRecord(
        "x", logging.ERROR, Journal.outcome.__code__.co_filename, 1, "fault", (), (ValueError, ValueError(ROBIN), None)
    )
    assert record.exc_info
    assert watch.findings() == [f"error=ValueError('{ROBIN}')"]


def test_what_a_library_says_of_itself_is_left_alone(watch: Watch) -> None:
    logging.getLogger("a.library").warning("about %s", ROBIN)
    assert watch.findings() == []


def test_a_metric_with_anything_personal_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    Journal().outcome("sent", delivery_id="d0")
    printed = capsys.readouterr().out
    assert "DeliveriesSent" in printed
    assert findings_in_output(printed) == []
    (metric,) = (json.loads(line) for line in printed.splitlines() if '"_aws"' in line)
    assert findings_in_output(json.dumps(metric | {"service": ROBIN})) == [f"service={ROBIN}"]


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_everybody_who_is_looked_for_stands_in_the_mails_of_the_tests(name: str) -> None:
    files = [path for path in MAILS.rglob("*") if path.suffix in (".eml", ".ics")]
    words = "".join(path.read_text("utf-8", "replace").casefold() for path in files) + a_calendar() + ROBIN
    assert name in words
    assert personal_in({"x": f"a-{name}-b"}) == [f"x=a-{name}-b"]


def test_a_token_is_known_by_its_length_and_letters_whatever_its_case() -> None:
    assert TOKEN.search(ADDRESS)
    assert TOKEN.search(ADDRESS.upper())
    assert personal_in({"x": MAIL_ID}) == []
