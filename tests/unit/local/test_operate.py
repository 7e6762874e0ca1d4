"""What an operator does to a deployed stack."""

from __future__ import annotations

from typing import Any

import pytest

from local import operate
from shared.domain.errors import SettingsError
from tests.fakes import FakeClock

VARIABLES = {
    "TABLE_NAME": "foreword-Table",
    "ADDRESS_KEY": "k" * 32,
    "DEFAULT_TIME_ZONE": "UTC",
    "RECORD_RETENTION_DAYS": "730",
    "FROM_ADDRESS": "prep@foreword.example",
    "CONFIGURATION_SET": "foreword",
    "UNSUBSCRIBE_URL": "https://unsubscribe.foreword.example/",
    "DAILY_MAILS_PER_USER": "50",
    "DAILY_MAILS_PER_DOMAIN": "5000",
    "DAILY_MAILS": "20000",
    "SCHEDULE_GROUP": "foreword",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/schedule",
    "SCHEDULE_DLQ_ARN": "arn:aws:sqs:us-east-1:123456789012:dlq",
    "SEND_DELIVERY_ARN": "arn:aws:lambda:us-east-1:123456789012:function:send",
    "BUCKET_NAME": "foreword-bucket",
}


class DeployedStack:
    """Answers what the command asks of CloudFormation, Lambda and DynamoDB; nobody is recorded there."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        self.written: list[dict[str, Any]] = []

    def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
        return {"StackResourceDetail": {"PhysicalResourceId": f"{asked['StackName']}-{asked['LogicalResourceId']}"}}

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        assert asked["FunctionName"] == "foreword-DispatchDeliveries"
        return {"Environment": {"Variables": self.variables}}

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {}

    def put_item(self, **put: Any) -> dict[str, Any]:
        self.written.append(put["Item"])
        return {}


def test_an_address_that_nobody_has_is_marked_and_said_to_be_nobodys() -> None:
    stack = DeployedStack(VARIABLES)
    line, *remains = operate.erase(lambda _: stack, "foreword", "Nobody@Example.org", FakeClock())
    assert remains == list(operate.REMAINS)
    assert line.startswith("Nobody in foreword has the address Nobody@Example.org.")
    (mark,) = stack.written
    assert mark["sk"] == {"S": "ERASED"}
    assert "nobody" not in str(mark).lower()


def test_a_stack_without_a_setting_is_told_which_one() -> None:
    stack = DeployedStack({name: value for name, value in VARIABLES.items() if name != "BUCKET_NAME"})
    with pytest.raises(SettingsError, match="BUCKET_NAME is not set"):
        operate.erase(lambda _: stack, "foreword", "robin@example.org", FakeClock())
