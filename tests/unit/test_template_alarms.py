"""What the operator hears of and sees: each failure rings, few metrics cost money, the dashboard shows what is real."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.journal import METRICS
from tests import template

ALARMS = template.resources("AWS::CloudWatch::Alarm")
QUEUES = set(template.resources("AWS::SQS::Queue"))
FUNCTIONS = set(template.functions())
OPERATIONS = (template.ROOT / "docs" / "operations.md").read_text()
# A metric as (namespace, name, what its dimension names); SES's own figures are the account's and have none.
Metric = tuple[str, str, str | None]
ALARM_METRICS_FREE = 10


def _named(value: Any) -> str:
    """Return the logical id that a dimension's Ref, GetAtt or ${...} names."""
    text = str(next(iter(value.values()))) if isinstance(value, dict) else str(value)
    return text.removeprefix("${").removesuffix("}").split(".")[0]


def _metric(stat: dict[str, Any]) -> Metric:
    dimensions = stat.get("Dimensions", [])
    assert len(dimensions) <= 1
    return stat["Namespace"], stat["MetricName"], _named(dimensions[0]["Value"]) if dimensions else None


def _watched(alarm: dict[str, Any]) -> list[Metric]:
    """Return the metrics that an alarm looks at, one or the many of an expression."""
    if "Metrics" not in alarm:
        return [_metric(alarm)]
    return [_metric(query["MetricStat"]["Metric"]) for query in alarm["Metrics"] if "MetricStat" in query]


def _alarms_on(namespace: str, name: str) -> dict[str | None, str]:
    """Return which alarm watches a metric, by what its dimension names."""
    return {
        dimension: alarm
        for alarm, facts in ALARMS.items()
        for space, metric, dimension in _watched(facts)
        if (space, metric) == (namespace, name)
    }


# --- alarms -----------------------------------------------------------------------------------------------------------


def test_there_are_ten_alarms_at_most_and_each_goes_to_the_operator() -> None:
    assert len(ALARMS) <= 10
    for alarm in ALARMS.values():
        assert alarm["AlarmActions"] == [{"Ref": "OperatorTopic"}]
        assert alarm["AlarmDescription"]
    (subscription,) = template.properties("OperatorTopic")["Subscription"]
    assert subscription == {"Protocol": "email", "Endpoint": {"Ref": "OperatorAddress"}}


def test_only_our_alarms_may_write_to_the_operator() -> None:
    (statement,) = [found for found in template.statements("OperatorTopicPolicy") if found["Effect"] == "Allow"]
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


@pytest.mark.parametrize("alarm", sorted(ALARMS))
def test_docs_operations_says_of_an_alarm_what_to_do(alarm: str) -> None:
    assert f"### {alarm}\n" in OPERATIONS


def test_docs_operations_knows_no_other_alarm() -> None:
    assert set(re.findall(r"^### (\w+Alarm)$", OPERATIONS, re.MULTILINE)) == set(ALARMS)


def test_what_lands_in_a_failure_queue_rings() -> None:
    assert set(_alarms_on("AWS/SQS", "ApproximateNumberOfMessagesVisible")) == QUEUES - {"InboundQueue"}


def test_a_mail_that_waits_rings_within_half_an_hour() -> None:
    (name,) = _alarms_on("AWS/SQS", "ApproximateAgeOfOldestMessage").values()
    alarm = ALARMS[name]
    assert alarm["Threshold"] + alarm["Period"] * alarm["EvaluationPeriods"] <= 1800


def test_a_mail_that_was_given_up_rings() -> None:
    assert set(_alarms_on("Foreword", "DeliveriesGivenUp")) == {"AWS::StackName"}


def test_calls_that_lambda_or_dynamodb_turned_away_ring() -> None:
    assert set(_alarms_on("AWS/Lambda", "Throttles")) == FUNCTIONS
    assert set(_alarms_on("AWS/DynamoDB", "ReadThrottleEvents")) == {"Table"}
    assert set(_alarms_on("AWS/DynamoDB", "WriteThrottleEvents")) == {"Table"}


def test_an_unsubscribe_that_fails_rings() -> None:
    assert set(_alarms_on("AWS/Lambda", "Url5xxCount")) == {"Unsubscribe"}


@pytest.mark.parametrize(("metric", "share"), [("Reputation.BounceRate", 0.02), ("Reputation.ComplaintRate", 0.0005)])
def test_bounces_and_complaints_ring_well_before_ses_reviews_the_account(metric: str, share: float) -> None:
    (name,) = _alarms_on("AWS/SES", metric).values()
    assert (ALARMS[name]["Threshold"], ALARMS[name]["ComparisonOperator"]) == (share, "GreaterThanThreshold")


def test_a_silence_rings_only_where_there_is_never_silence_and_a_rate_that_is_not_reported_stays_as_it_was() -> None:
    missing = {name: alarm["TreatMissingData"] for name, alarm in ALARMS.items()}
    assert {name for name, treated in missing.items() if treated == "breaching"} == {"SweepSilentAlarm"}
    assert {name for name, treated in missing.items() if treated == "ignore"} == {"BouncesAlarm", "ComplaintsAlarm"}
    assert set(missing.values()) == {"breaching", "ignore", "notBreaching"}


@pytest.mark.parametrize("alarm", [name for name, facts in ALARMS.items() if "Metrics" in facts])
def test_an_expression_counts_a_metric_that_reports_nothing_as_zero_and_waits_for_late_numbers(alarm: str) -> None:
    facts = ALARMS[alarm]
    (expression,) = [query for query in facts["Metrics"] if "Expression" in query]
    inputs = [query["Id"] for query in facts["Metrics"] if query is not expression]
    assert len(inputs) <= 10
    assert expression["Expression"] == f"SUM([{', '.join(f'FILL({name}, 0)' for name in inputs)}])"
    assert all(query["ReturnData"] is False for query in facts["Metrics"] if query is not expression)
    assert facts["EvaluationPeriods"] > facts["DatapointsToAlarm"] >= 1


def test_docs_deploying_says_what_the_alarms_cost() -> None:
    metrics = sum(len(_watched(alarm)) for alarm in ALARMS.values())
    page = " ".join((template.ROOT / "docs" / "deploying.md").read_text().split())
    assert f"The ten alarms look at {metrics} metrics" in page
    assert f"{metrics * 0.1:.2f} dollars a month, {(metrics - ALARM_METRICS_FREE) * 0.1:.2f} where" in page


# --- dashboard --------------------------------------------------------------------------------------------------------


def _widgets() -> list[dict[str, Any]]:
    body = template.properties("Dashboard")["DashboardBody"]["Fn::Sub"]
    widgets: list[dict[str, Any]] = json.loads(body)["widgets"]
    return widgets


def _shown() -> Iterator[Metric]:
    for widget in _widgets():
        for entry in widget["properties"].get("metrics", []):
            namespace, name, *dimension = [part for part in entry if isinstance(part, str)]
            assert len(dimension) in (0, 2)
            yield namespace, name, _named(dimension[1]) if dimension else None


# What a dimension may name, by namespace: a resource of that type.
TYPES = {
    "AWS/SQS": "AWS::SQS::Queue",
    "AWS/Lambda": "AWS::Serverless::Function",
    "AWS/DynamoDB": "AWS::DynamoDB::Table",
    "AWS/Scheduler": "AWS::Scheduler::ScheduleGroup",
    "AWS/SES": "AWS::SES::ConfigurationSet",
}


@pytest.mark.parametrize("metric", [metric for facts in ALARMS.values() for metric in _watched(facts)] + list(_shown()))
def test_a_metric_that_is_watched_or_shown_is_of_a_resource_of_the_template(metric: Metric) -> None:
    namespace, name, dimension = metric
    if namespace == "Foreword":
        assert (name in METRICS.values(), dimension) == (True, "AWS::StackName")
    elif dimension is None:
        assert name in {"Reputation.BounceRate", "Reputation.ComplaintRate"}
    else:
        assert dimension in template.resources(TYPES[namespace])


def test_our_metrics_carry_the_stacks_name() -> None:
    for function in template.functions().values():
        variables = function["Environment"]["Variables"]
        assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
        assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "Foreword"


def test_every_queue_and_every_function_is_on_the_dashboard_and_every_metric_of_ours() -> None:
    shown = set(_shown())
    assert {dimension for space, _, dimension in shown if space == "AWS/SQS"} == QUEUES
    for name in ("Errors", "Throttles", "Duration"):
        assert {dimension for _, metric, dimension in shown if metric == name} == FUNCTIONS
    assert {metric for space, metric, _ in shown if space == "Foreword"} == set(METRICS.values())
    assert {"InvocationAttemptCount", "TargetErrorCount"} <= {
        name for space, name, _ in shown if space == "AWS/Scheduler"
    }


def test_whatever_rings_can_be_seen_on_the_dashboard() -> None:
    watched = {metric for facts in ALARMS.values() for metric in _watched(facts)}
    # That the sweep runs at all is seen by what it found, which it reports each time.
    assert watched - set(_shown()) == {("AWS/Lambda", "Invocations", "DispatchDeliveries")}


def test_the_outcomes_are_counted_from_the_log_of_every_function() -> None:
    (widget,) = [widget for widget in _widgets() if widget["type"] == "log"]
    assert set(re.findall(r"SOURCE '\$\{(\w+)\}'", widget["properties"]["query"])) == {
        f"{function}LogGroup" for function in FUNCTIONS
    }


def test_no_two_widgets_lie_on_one_another_and_none_over_the_edge() -> None:
    taken: set[tuple[int, int]] = set()
    for widget in _widgets():
        cells = {(widget["x"] + x, widget["y"] + y) for x in range(widget["width"]) for y in range(widget["height"])}
        assert not cells & taken
        assert widget["x"] + widget["width"] <= 24
        taken |= cells
