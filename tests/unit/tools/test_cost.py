"""docs/cost.md says what the program reckons, and the program reckons with what the project counts."""

from __future__ import annotations

import pytest

from tests import template
from tests.call_counts import SCENARIOS
from tools import cost

PAGE = (template.ROOT / "docs" / "cost.md").read_text()


@pytest.mark.parametrize("line", [line for line in cost.report() if line], ids=lambda line: line[:40])
def test_docs_cost_quotes_what_the_program_prints(line: str) -> None:
    assert line in PAGE


def test_every_use_has_its_price_and_its_service() -> None:
    uses = {*cost.INVITE_WITH_PACK, *cost.LATER_MAIL, *cost.IDLE}
    assert uses <= set(cost.PRICES)
    assert uses <= {name for names in cost.SERVICES.values() for name in names}


def test_it_reckons_with_the_calls_that_are_counted() -> None:
    invite, later = SCENARIOS["invite, known user"], SCENARIOS["thank-you due"]
    assert cost.INVITE_WITH_PACK["call"] == sum(calls.times for calls in invite.values())
    assert cost.LATER_MAIL["call"] == sum(calls.times for calls in later.values())
    assert cost.INVITE_WITH_PACK["read"] == sum(calls.read for calls in invite.values())
    assert cost.LATER_MAIL["read"] == sum(calls.read for calls in later.values())
    assert cost.IDLE["read"] == cost.SWEEPS * SCENARIOS["sweep, nothing found"]["dispatch_deliveries"].read


def test_it_knows_how_many_alarms_there_are() -> None:
    conditions = [found.get("Condition") for found in template.load()["Resources"].values() if _is_alarm(found)]
    assert len(conditions) == cost.ALARMS_ALL
    assert conditions.count(None) == cost.ALARMS_FEW


def _is_alarm(resource: dict[str, object]) -> bool:
    return resource["Type"] == "AWS::CloudWatch::Alarm"


# --- what has no price by the month -----------------------------------------------------------------------------------


def test_no_key_costs_a_dollar_a_month() -> None:
    kinds = {found["Type"] for found in template.load()["Resources"].values()}
    assert not kinds & {"AWS::KMS::Key", "AWS::SecretsManager::Secret"}
    assert "KmsMasterKeyId" not in str(template.load())
    assert "KMSMasterKeyId" not in str(template.load())


def test_what_is_logged_and_what_came_in_goes_after_its_time() -> None:
    groups = template.resources("AWS::Logs::LogGroup")
    assert {name.removesuffix("LogGroup") for name in groups} == set(template.functions())
    assert all(group["RetentionInDays"] == {"Ref": "LogRetentionDays"} for group in groups.values())
    (rule,) = template.properties("InboundBucket")["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == 30
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
