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
# AWS: "Amazon CloudWatch pricing", free tier: ten alarm metrics, three dashboards of up to fifty metrics.
ALARM_METRICS_FREE = 10
DASHBOARD_METRICS_FREE = 50


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


def test_each_alarm_looks_at_one_metric_since_cloudwatch_bills_by_them() -> None:
    watched = [_watched(alarm) for alarm in ALARMS.values()]
    assert [len(metrics) for metrics in watched] == [1] * len(ALARMS)
    assert len({metric for (metric,) in watched}) <= ALARM_METRICS_FREE


def test_with_few_alarms_whatever_is_lost_still_rings() -> None:
    resources = template.load()["Resources"]
    conditions = {name: resources[name].get("Condition") for name in ALARMS}
    assert set(conditions.values()) == {None, "RingsForAll"}
    always = {name for name, condition in conditions.items() if condition is None}
    assert always == {"MailsNotReadAlarm", "CallsGivenUpAlarm", "DeliveriesGivenUpAlarm", "SweepSilentAlarm"}
    assert template.load()["Conditions"]["RingsForAll"] == {"Fn::Equals": [{"Ref": "Alarms"}, "all"]}
    assert template.load()["Parameters"]["Alarms"]["Default"] == "all"


def test_what_lands_in_a_failure_queue_rings() -> None:
    assert set(_alarms_on("AWS/SQS", "ApproximateNumberOfMessagesVisible")) == QUEUES - {"InboundQueue"}


def test_a_mail_that_waits_rings_within_half_an_hour() -> None:
    (name,) = _alarms_on("AWS/SQS", "ApproximateAgeOfOldestMessage").values()
    alarm = ALARMS[name]
    assert alarm["Threshold"] + alarm["Period"] * alarm["EvaluationPeriods"] <= 1800


def test_a_mail_that_was_given_up_rings() -> None:
    assert set(_alarms_on("Foreword", "DeliveriesGivenUp")) == {"AWS::StackName"}


def test_calls_that_lambda_turned_away_ring_for_all_functions_together() -> None:
    assert set(_alarms_on("AWS/Lambda", "Throttles")) == {None}


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_that_fails_for_good_rings_wherever_its_call_came_from(function: str) -> None:
    """So does one that fails because DynamoDB turns it away, which has no alarm of its own."""
    facts = template.functions()[function]
    events = facts.get("Events", {}).values()
    ends = [found["Properties"].get("DestinationConfig", {}).get("OnFailure") for found in events]
    ends += [facts.get("EventInvokeConfig", {}).get("DestinationConfig", {}).get("OnFailure")]
    queues = {_named(end["Destination"]) for end in ends if end}
    if any(found["Type"] == "SQS" for found in events):
        queues.add(_named(template.properties("InboundQueue")["RedrivePolicy"]["deadLetterTargetArn"]))
    if "FunctionUrlConfig" in facts:
        assert set(_alarms_on("AWS/Lambda", "Url5xxCount")) == {function}
    else:
        assert queues
        assert queues <= set(_alarms_on("AWS/SQS", "ApproximateNumberOfMessagesVisible"))


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


def test_docs_cost_says_what_the_alarms_cost() -> None:
    always = [name for name in ALARMS if "Condition" not in template.load()["Resources"][name]]
    page = " ".join((template.ROOT / "docs" / "cost.md").read_text().split())
    assert f"| `Alarms=all` ({len(ALARMS)}) | {len(ALARMS) * 0.1:.2f} |" in page
    assert f"| `Alarms=few` ({len(always)}) | {len(always) * 0.1:.2f} |" in page


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
        assert name in {"Reputation.BounceRate", "Reputation.ComplaintRate", "Throttles"}
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
        assert {dimension for _, metric, dimension in shown if metric == name and dimension} == FUNCTIONS
    assert {metric for space, metric, _ in shown if space == "Foreword"} == set(METRICS.values())
    assert {"InvocationAttemptCount", "TargetErrorCount"} <= {
        name for space, name, _ in shown if space == "AWS/Scheduler"
    }


def test_whatever_rings_can_be_seen_on_the_dashboard() -> None:
    watched = {metric for facts in ALARMS.values() for metric in _watched(facts)}
    assert watched <= set(_shown())


def test_the_dashboard_is_one_of_those_that_cloudwatch_gives_away() -> None:
    assert len(list(_shown())) <= DASHBOARD_METRICS_FREE


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
