"""template.yaml, read as the deployment reads it, so that the local world is made of the same definitions."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = "123456789012"
REGION = "us-east-1"
_HERE = f"{REGION}:{ACCOUNT}"
# What stands before the name in the ARN of each kind (AWS: "Actions, resources, and condition keys", each service's).
_ARNS = {
    "AWS::DynamoDB::Table": f"dynamodb:{_HERE}:table/",
    "AWS::IAM::Role": f"iam::{ACCOUNT}:role/",
    "AWS::S3::Bucket": "s3:::",
    "AWS::Scheduler::ScheduleGroup": f"scheduler:{_HERE}:schedule-group/",
    "AWS::Serverless::Function": f"lambda:{_HERE}:function:",
    "AWS::SNS::Topic": f"sns:{_HERE}:",
    "AWS::SQS::Queue": f"sqs:{_HERE}:",
}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms as the long ones: !Ref x as {"Ref": x}, !GetAtt x as {"Fn::GetAtt": x}."""


def _long_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    raise TypeError(f"!{tag} on a mapping")


_Loader.add_multi_constructor("!", _long_form)


@functools.cache
def load(name: str = "template.yaml") -> dict[str, Any]:
    """Return a whole template of the project's root."""
    template: dict[str, Any] = yaml.load((ROOT / name).read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return template


def properties(logical_id: str) -> dict[str, Any]:
    """Return the properties of one resource."""
    found: dict[str, Any] = load()["Resources"][logical_id].get("Properties", {})
    return found


class Names:
    """What the template's references stand for in one local world.

    `parameters` are the template's, over their defaults; `suffix` keeps the names of one world apart from another's.
    """

    def __init__(self, parameters: Mapping[str, str], suffix: str) -> None:
        declared = load()["Parameters"]
        defaults = {name: str(facts["Default"]) for name, facts in declared.items() if "Default" in facts}
        self._parameters = defaults | dict(parameters)
        self._suffix = suffix

    def name(self, logical_id: str) -> str:
        """Return the physical name of a resource."""
        return f"foreword-{logical_id.lower()}-{self._suffix}"

    def arn(self, logical_id: str) -> str:
        """Return the ARN of a resource; its last part is the physical name."""
        return f"arn:aws:{_ARNS[load()['Resources'][logical_id]['Type']]}{self.name(logical_id)}"

    def resolve(self, value: Any) -> str:
        """Resolve one value: text, a number, !Ref of a parameter or a resource, or !GetAtt of an ARN."""
        if not isinstance(value, Mapping):
            return str(value)
        (function, operand), *_ = value.items()
        if function == "Ref":
            return self._parameters[operand] if operand in self._parameters else self.name(operand)
        if function == "Fn::GetAtt" and str(operand).endswith(".Arn"):
            return self.arn(str(operand).removesuffix(".Arn"))
        if function == "Fn::GetAtt" and str(operand).endswith(".FunctionUrl"):
            return f"https://{self.name(str(operand).removesuffix('.FunctionUrl'))}.lambda-url.{REGION}.on.aws/"
        raise NotImplementedError(f"{function} {operand}, which no environment variable used so far")

    def environment(self, function: str) -> dict[str, str]:
        """Return the environment variables that the template gives a function."""
        shared = load()["Globals"]["Function"]["Environment"]["Variables"]
        own = properties(function)["Environment"]["Variables"]
        return {name: self.resolve(value) for name, value in (shared | own).items()}
