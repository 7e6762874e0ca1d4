"""Each function may do what its code does, on what it does it to, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests import template
from tools.aws_calls import Call, calls_of

FUNCTIONS = sorted(template.functions())

# From a boto3 operation to the IAM actions and the resources that it needs. They are not always of one name.
TABLE, INDEX = "Table.Arn", "${Table.Arn}/index/OpenDeliveries"
MAILS, BUCKET = "${InboundBucket.Arn}/inbound/*", "InboundBucket.Arn"
SES = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
SCHEDULES = "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${ScheduleGroup}/*"
NEEDS: dict[Call, set[tuple[str, str]]] = {
    Call("dynamodb", "get_item"): {("dynamodb:GetItem", TABLE)},
    Call("dynamodb", "batch_get_item"): {("dynamodb:BatchGetItem", TABLE)},
    Call("dynamodb", "query"): {("dynamodb:Query", TABLE)},
    Call("dynamodb", "query", index=True): {("dynamodb:Query", INDEX)},
    Call("dynamodb", "put_item"): {("dynamodb:PutItem", TABLE)},
    Call("dynamodb", "update_item"): {("dynamodb:UpdateItem", TABLE)},
    Call("dynamodb", "delete_item"): {("dynamodb:DeleteItem", TABLE)},
    Call("dynamodb", "batch_write_item"): {("dynamodb:BatchWriteItem", TABLE)},
    # TransactWriteItems is no IAM action: each of its parts is (AWS: "Using IAM with DynamoDB transactions").
    Call("dynamodb", "transact_write_items", "Put"): {("dynamodb:PutItem", TABLE)},
    Call("dynamodb", "transact_write_items", "Update"): {("dynamodb:UpdateItem", TABLE)},
    Call("dynamodb", "transact_write_items", "Delete"): {("dynamodb:DeleteItem", TABLE)},
    Call("dynamodb", "transact_write_items", "ConditionCheck"): {("dynamodb:ConditionCheckItem", TABLE)},
    # Without ListBucket S3 answers for an object that is gone with 403 instead of 404 (AWS: GetObject, "Permissions").
    Call("s3", "get_object"): {("s3:GetObject", MAILS), ("s3:ListBucket", BUCKET)},
    Call("s3", "delete_object"): {("s3:DeleteObject", MAILS)},
    Call("s3", "list_objects_v2"): {("s3:ListBucket", BUCKET)},
    # SendEmail with raw content is checked as SendRawEmail, on the configuration set too, and in the sandbox on the
    # recipient's identity.
    Call("sesv2", "send_email"): {
        ("ses:SendRawEmail", f"{SES}:identity/*"),
        ("ses:SendRawEmail", f"{SES}:configuration-set/${{ConfigurationSet}}"),
    },
    Call("scheduler", "create_schedule"): {
        ("scheduler:CreateSchedule", SCHEDULES),
        ("iam:PassRole", "ScheduleRole.Arn"),
    },
    Call("scheduler", "delete_schedule"): {("scheduler:DeleteSchedule", SCHEDULES)},
    Call("sqs", "send_message"): {("sqs:SendMessage", "InboundQueue.Arn")},
}


def _resource_name(resource: Any) -> str:
    """Return what stands in a GetAtt, a Ref or a Sub, or the text itself."""
    return str(next(iter(resource.values()))) if isinstance(resource, dict) else str(resource)


def _allowed(role: str) -> set[tuple[str, str]]:
    return {
        (action, _resource_name(resource))
        for statement in template.statements(role)
        for action in template.listed(statement["Action"])
        for resource in template.listed(statement["Resource"])
    }


def _module(function: str) -> str:
    _, module, _ = str(template.functions()[function]["Handler"]).split(".")
    return module


def _needed_by_lambda(function: str) -> set[tuple[str, str]]:
    """Return what Lambda itself does with the function's role: log, poll its source, report what failed."""
    log_group = f"{function}LogGroup.Arn"
    needed = {("logs:CreateLogStream", log_group), ("logs:PutLogEvents", log_group)}
    configuration = template.functions()[function]
    destinations = [configuration.get("EventInvokeConfig", {})]
    for event in configuration.get("Events", {}).values():
        source = event["Properties"]
        if event["Type"] == "SQS":
            queue = _resource_name(source["Queue"])
            needed |= {(f"sqs:{action}", queue) for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")}
        if event["Type"] == "DynamoDB":
            actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
            needed |= {(f"dynamodb:{action}", _resource_name(source["Stream"])) for action in actions}
            destinations.append(source)
    for configured in destinations:
        if "DestinationConfig" in configured:
            queue = _resource_name(configured["DestinationConfig"]["OnFailure"]["Destination"])
            needed.add(("sqs:SendMessage", queue))
    return needed


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_make_every_aws_call_that_its_code_makes(function: str) -> None:
    needed = {need for call in calls_of(_module(function)) for need in NEEDS[call]}
    assert needed - _allowed(f"{function}Role") == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_nothing_that_neither_its_code_nor_lambda_needs(function: str) -> None:
    needed = {need for call in calls_of(_module(function)) for need in NEEDS[call]} | _needed_by_lambda(function)
    assert _allowed(f"{function}Role") - needed == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lambda_may_log_poll_and_report_failures_for_a_function(function: str) -> None:
    assert _needed_by_lambda(function) - _allowed(f"{function}Role") == set()


def test_the_reading_of_the_code_finds_the_calls_that_are_known_to_be_there() -> None:
    received = {call.operation for call in calls_of("receive_email")}
    assert {"get_object", "get_item", "transact_write_items"} <= received
    assert not {"send_email", "create_schedule"} & received
    dispatched = {call.operation for call in calls_of("dispatch_deliveries")}
    assert {"send_email", "create_schedule", "delete_schedule"} <= dispatched
    assert Call("dynamodb", "query", index=True) in calls_of("dispatch_deliveries")
    assert Call("dynamodb", "transact_write_items", "ConditionCheck") in calls_of("send_delivery")
    assert calls_of("record_feedback")


@pytest.mark.parametrize("role", sorted(template.resources("AWS::IAM::Role")))
def test_no_statement_names_every_action_or_every_resource(role: str) -> None:
    for action, resource in _allowed(role):
        assert "*" not in action
        assert resource.count("*") <= 1
        assert resource in (SCHEDULES, MAILS, f"{SES}:identity/*") or "*" not in resource


def test_mail_may_be_sent_from_our_own_address_alone() -> None:
    for role in ("DispatchDeliveriesRole", "SendDeliveryRole"):
        (statement,) = [found for found in template.statements(role) if found["Action"] == "ses:SendRawEmail"]
        assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "FromAddress"}}}


def test_the_schedules_role_may_be_handed_to_scheduler_alone() -> None:
    (statement,) = [
        found for found in template.statements("DispatchDeliveriesRole") if found["Action"] == "iam:PassRole"
    ]
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}


def test_the_schedules_role_trusts_our_schedule_group_alone() -> None:
    (trust,) = template.properties("ScheduleRole")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": {"Fn::GetAtt": "ScheduleGroup.Arn"}}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def test_the_schedules_role_may_call_send_delivery_and_give_up_into_its_queue() -> None:
    assert _allowed("ScheduleRole") == {
        ("lambda:InvokeFunction", "SendDelivery.Arn"),
        ("sqs:SendMessage", "FailureQueue.Arn"),
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_role_is_its_own_and_trusts_lambda_alone(function: str) -> None:
    assert template.functions()[function]["Role"] == {"Fn::GetAtt": f"{function}Role.Arn"}
    role = template.properties(f"{function}Role")
    assert "ManagedPolicyArns" not in role
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def _allowing(policy: str) -> list[dict[str, Any]]:
    return [statement for statement in template.statements(policy) if statement["Effect"] == "Allow"]


def test_only_our_topic_may_write_into_the_inbound_queue() -> None:
    (statement,) = _allowing("InboundQueuePolicy")
    assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "InboundTopic"}}}


@pytest.mark.parametrize("policy", ["InboundTopicPolicy", "InboundBucketPolicy"])
def test_only_our_receipt_rule_may_publish_notices_and_put_mails(policy: str) -> None:
    (allowed,) = _allowing(policy)
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    condition = allowed["Condition"]["StringEquals"]
    assert condition["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert condition["aws:SourceArn"]["Fn::Sub"].endswith(
        ":receipt-rule-set/${ReceiptRuleSetName}:receipt-rule/${AWS::StackName}"
    )


OPEN_TO_SERVICES = {
    **template.resources("AWS::S3::BucketPolicy"),
    **template.resources("AWS::SNS::TopicPolicy"),
    **template.resources("AWS::SQS::QueuePolicy"),
}
ACTIONS = {"Bucket": ["s3:*"], "Topics": ["sns:Publish"], "Queues": ["sqs:*"]}


def _guarded(policy: str) -> list[str]:
    """Return the logical ids of what a resource policy is attached to."""
    (attached,) = [OPEN_TO_SERVICES[policy][key] for key in ACTIONS if key in OPEN_TO_SERVICES[policy]]
    return [_resource_name(found) for found in template.listed(attached)]


def test_every_bucket_topic_and_queue_has_one_policy() -> None:
    attached = sorted(name for policy in OPEN_TO_SERVICES for name in _guarded(policy))
    kinds = ("AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue")
    assert attached == sorted(name for kind in kinds for name in template.resources(kind))


@pytest.mark.parametrize("policy", sorted(OPEN_TO_SERVICES))
def test_what_does_not_come_over_tls_is_refused(policy: str) -> None:
    (denied,) = [found for found in template.statements(policy) if found["Effect"] == "Deny"]
    assert denied["Principal"] == "*"
    assert [denied["Action"]] in [ACTIONS[key] for key in OPEN_TO_SERVICES[policy] if key in ACTIONS]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    named = {
        _resource_name(resource).removesuffix("/*").removeprefix("${").split(".")[0]
        for resource in template.listed(denied["Resource"])
    }
    assert named == set(_guarded(policy))
    assert len(template.listed(denied["Resource"])) == (2 if "Bucket" in OPEN_TO_SERVICES[policy] else 1)


@pytest.mark.parametrize("policy", sorted(OPEN_TO_SERVICES))
def test_a_service_that_may_write_is_pinned_to_our_account_or_to_one_of_our_own_sources(policy: str) -> None:
    for statement in _allowing(policy):
        assert "*" not in statement["Action"]
        assert set(statement["Principal"]) == {"Service"}
        pinned = {key: value for operator in statement["Condition"].values() for key, value in operator.items()}
        assert pinned
        for key, values in pinned.items():
            assert key in {"aws:SourceAccount", "aws:SourceArn"}
            assert all(set(value) <= {"Ref", "Fn::GetAtt", "Fn::Sub"} for value in template.listed(values))
