"""What the template promises: each edge fails somewhere visible, nothing is open, each function has its settings."""

from __future__ import annotations

import ast
import dataclasses
import json
from importlib import resources
from typing import Any

import pytest

from local.patterns import matches
from shared import settings
from tests import template

FUNCTIONS = sorted(template.functions())
QUEUES = template.resources("AWS::SQS::Queue")


def _queue(reference: dict[str, str]) -> str:
    """Return the logical id that a GetAtt names."""
    return reference["Fn::GetAtt"].split(".")[0]


def _events(kind: str) -> dict[str, dict[str, Any]]:
    return {
        f"{function}.{name}": event["Properties"]
        for function, configuration in template.functions().items()
        for name, event in configuration.get("Events", {}).items()
        if event["Type"] == kind
    }


# --- edges ------------------------------------------------------------------------------------------------------------


def test_a_mail_that_fails_five_times_goes_to_the_dead_letter_queue() -> None:
    redrive = QUEUES["InboundQueue"]["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == 5
    assert _queue(redrive["deadLetterTargetArn"]) == "InboundDeadLetterQueue"


def test_a_notice_that_the_topic_cannot_deliver_goes_to_the_dead_letter_queue() -> None:
    subscription = template.properties("InboundSubscription")
    assert _queue(subscription["RedrivePolicy"]["deadLetterTargetArn"]) == "InboundDeadLetterQueue"
    assert subscription["RawMessageDelivery"] is True


def test_the_inbound_queue_hides_a_mail_for_six_times_the_time_that_its_function_has() -> None:
    assert QUEUES["InboundQueue"]["VisibilityTimeout"] >= 6 * template.functions()["ReceiveEmail"]["Timeout"]


def test_one_mail_is_one_call_and_a_bounded_number_runs_at_a_time() -> None:
    (source,) = _events("SQS").values()
    assert source["BatchSize"] == 1
    assert source["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "ReceiveConcurrency"}}


def test_a_flood_leaves_room_in_a_new_account_of_ten() -> None:
    """Reading, a batch of each of a new table's four shards and a sweep leave one for the rest."""
    parameters = template.load()["Parameters"]
    (source,) = _events("DynamoDB").values()
    assert source["ParallelizationFactor"] == {"Ref": "DispatchLanes"}
    assert parameters["ReceiveConcurrency"]["Default"] + 4 * parameters["DispatchLanes"]["Default"] + 1 < 10


def test_a_poison_record_cannot_hold_up_the_stream() -> None:
    (source,) = _events("DynamoDB").values()
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] == 3
    assert 60 <= source["MaximumRecordAgeInSeconds"] <= 3600
    assert _queue(source["DestinationConfig"]["OnFailure"]["Destination"]) == "FailureQueue"


def test_every_rule_that_calls_a_function_has_a_dead_letter_queue_and_a_retry_policy() -> None:
    sources = _events("Schedule") | _events("EventBridgeRule")
    assert set(sources) == {"DispatchDeliveries.Sweep", "DispatchDeliveries.Audit", "RecordFeedback.SesEvent"}
    for source in sources.values():
        assert _queue(source["DeadLetterConfig"]["Arn"]) in QUEUES
        assert source["RetryPolicy"]["MaximumEventAgeInSeconds"] > 0


@pytest.mark.parametrize("function", ["DispatchDeliveries", "SendDelivery", "RecordFeedback"])
def test_a_function_that_is_called_asynchronously_has_a_failure_destination(function: str) -> None:
    configuration = template.functions()[function]["EventInvokeConfig"]
    assert _queue(configuration["DestinationConfig"]["OnFailure"]["Destination"]) in QUEUES
    assert configuration["MaximumRetryAttempts"] <= 2


def test_schedules_give_up_into_a_dead_letter_queue() -> None:
    variables = template.functions()["DispatchDeliveries"]["Environment"]["Variables"]
    assert _queue(variables["SCHEDULE_DLQ_ARN"]) == "FailureQueue"


@pytest.mark.parametrize(
    ("name", "rate", "event"),
    [("Sweep", "rate(5 minutes)", {"sweep": True}), ("Audit", "rate(1 hour)", {"audit": True})],
)
def test_the_sweep_and_the_audit_run_by_themselves(name: str, rate: str, event: dict[str, bool]) -> None:
    schedule = _events("Schedule")[f"DispatchDeliveries.{name}"]
    assert schedule["Schedule"] == rate
    assert json.loads(schedule["Input"]) == event


@pytest.mark.parametrize("queue", sorted(set(QUEUES) - {"InboundQueue"}))
def test_what_lands_in_a_failure_queue_stays_two_weeks(queue: str) -> None:
    assert QUEUES[queue]["MessageRetentionPeriod"] == 14 * 24 * 3600


# --- the stream's filter ----------------------------------------------------------------------------------------------


def _wakes(event_name: str, sk: str, old: str | None, new: str | None) -> bool:
    """Tell whether such a stream record passes the filter."""
    images = {
        name: {"sk": {"S": sk}, "state": {"S": state}}
        for name, state in (("OldImage", old), ("NewImage", new))
        if state
    }
    (source,) = _events("DynamoDB").values()
    record = {"eventName": event_name, "dynamodb": images}
    return any(matches(json.loads(found["Pattern"]), record) for found in source["FilterCriteria"]["Filters"])


def test_a_delivery_that_was_made_wakes_the_dispatcher() -> None:
    assert _wakes("INSERT", "DELIVERY#prep-pack-1", None, "pending")


def test_a_delivery_that_was_withdrawn_wakes_the_dispatcher() -> None:
    assert _wakes("MODIFY", "DELIVERY#prep-pack-1", "pending", "withdrawn")


@pytest.mark.parametrize(
    ("event_name", "sk", "old", "new"),
    [
        ("MODIFY", "DELIVERY#prep-pack-1", "pending", "pending"),
        ("MODIFY", "DELIVERY#prep-pack-1", "pending", "sending"),
        ("MODIFY", "DELIVERY#prep-pack-1", "sending", "sent"),
        ("MODIFY", "DELIVERY#prep-pack-1", "sending", "pending"),
        ("MODIFY", "DELIVERY#prep-pack-1", "withdrawn", "withdrawn"),
        ("REMOVE", "DELIVERY#prep-pack-1", "sent", None),
        ("INSERT", "INTERVIEW#1", None, "planned"),
        ("INSERT", "PROFILE", None, None),
    ],
)
def test_our_own_claims_confirms_and_other_items_wake_nobody(
    event_name: str, sk: str, old: str | None, new: str | None
) -> None:
    assert not _wakes(event_name, sk, old, new)


# --- functions --------------------------------------------------------------------------------------------------------


def _settings_of(function: str) -> type:
    """Return the settings class that the function's handler loads."""
    _, module, _ = template.functions()[function]["Handler"].split(".")
    tree = ast.parse((template.ROOT / "functions" / f"{module}.py").read_text())
    (name,) = {
        node.args[0].attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "load"
        and isinstance(node.args[0], ast.Attribute)
    }
    found: type = getattr(settings, name)
    return found


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_exactly_the_settings_that_it_reads(function: str) -> None:
    given = set(template.functions()[function]["Environment"]["Variables"])
    read = {field.name.upper() for field in dataclasses.fields(_settings_of(function))}
    # What Powertools and Python's zoneinfo read by themselves.
    assert {name for name in given if not name.startswith(("POWERTOOLS_", "PYTHON"))} == read


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_handler_is_there(function: str) -> None:
    package, module, name = template.functions()[function]["Handler"].split(".")
    tree = ast.parse((template.ROOT / package / f"{module}.py").read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_runs_on_python_3_13_and_is_built_by_make(function: str) -> None:
    configuration = template.functions()[function]
    assert configuration["Runtime"] == "python3.13"
    assert configuration["Architectures"] == [{"Ref": "Architecture"}]
    assert template.load()["Resources"][function]["Metadata"] == {"BuildMethod": "makefile"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_logs_end(function: str) -> None:
    assert template.functions()[function]["LoggingConfig"] == {"LogGroup": {"Ref": f"{function}LogGroup"}}
    assert template.properties(f"{function}LogGroup") == {"RetentionInDays": {"Ref": "LogRetentionDays"}}


def test_concurrency_is_reserved_by_parameter_only() -> None:
    assert template.load()["Parameters"]["ReservedConcurrency"]["Default"] == 0
    for configuration in template.functions().values():
        reserved = configuration["ReservedConcurrentExecutions"]["Fn::If"]
        assert reserved[0] == "ReservesConcurrency"
        assert reserved[2] == {"Ref": "AWS::NoValue"}


def test_the_architecture_is_arm64_unless_said_otherwise() -> None:
    assert template.load()["Parameters"]["Architecture"]["Default"] == "arm64"


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_the_table_is_protected_backed_up_and_forgets_in_time() -> None:
    table = template.properties("Table")
    assert table["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert template.load()["Parameters"]["DeletionProtection"]["Default"] == "true"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_the_bucket_is_closed_encrypted_and_emptied_after_thirty_days() -> None:
    bucket = template.properties("InboundBucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 30)
    assert "Prefix" not in rule


@pytest.mark.parametrize("queue", sorted(QUEUES))
def test_a_queue_is_encrypted(queue: str) -> None:
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True


def test_the_key_of_the_address_hashes_is_never_echoed_and_long_enough() -> None:
    parameter = template.load()["Parameters"]["AddressKey"]
    assert parameter["NoEcho"] is True
    assert parameter["MinLength"] == settings.MIN_KEY
    assert "Default" not in parameter


# --- SES --------------------------------------------------------------------------------------------------------------


def test_only_events_of_our_configuration_set_are_recorded() -> None:
    (rule,) = _events("EventBridgeRule").values()
    assert rule["Pattern"]["source"] == ["aws.ses"]
    assert rule["Pattern"]["detail"]["mail"]["tags"] == {"ses:configuration-set": [{"Ref": "ConfigurationSet"}]}


def test_ses_reports_what_became_of_a_mail_and_not_whether_it_was_read() -> None:
    destination = template.properties("ConfigurationSetEvents")["EventDestination"]
    assert destination["Enabled"] is True
    assert set(destination["MatchingEventTypes"]) == {
        "SEND",
        "REJECT",
        "DELIVERY",
        "DELIVERY_DELAY",
        "BOUNCE",
        "COMPLAINT",
    }


def test_the_receipt_rule_scans_and_leaves_the_mail_readable() -> None:
    rule = template.properties("Rule", "receiving.yaml")["Rule"]
    assert (rule["Enabled"], rule["ScanEnabled"]) == (True, True)
    (action,) = rule["Actions"]
    assert set(action["S3Action"]) == {"BucketName", "ObjectKeyPrefix", "TopicArn"}
    assert action["S3Action"]["ObjectKeyPrefix"] == "inbound/"


def test_the_receipt_rule_can_join_a_rule_set_that_is_there_already() -> None:
    rule = template.properties("Rule", "receiving.yaml")
    assert rule["RuleSetName"] == {"Fn::If": ["MakesRuleSet", {"Ref": "RuleSetOfOurOwn"}, {"Ref": "RuleSetName"}]}
    assert template.load("receiving.yaml")["Resources"]["RuleSetOfOurOwn"]["Condition"] == "MakesRuleSet"


@pytest.mark.parametrize("name", ["template.yaml", "receiving.yaml"])
def test_every_parameter_says_what_it_is_for(name: str) -> None:
    assert [key for key, parameter in template.load(name)["Parameters"].items() if not parameter["Description"]] == []


def test_the_time_zones_that_ship_lie_where_the_template_has_them_looked_up() -> None:
    variables = template.functions()["ReceiveEmail"]["Environment"]["Variables"]
    assert variables["PYTHONTZPATH"] == "/var/task/tzdata/zoneinfo"
    assert resources.files("tzdata").joinpath("zoneinfo", "America", "New_York").is_file()
