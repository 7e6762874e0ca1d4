"""The two CloudFormation templates as plain dicts, for the tests that hold them against the code."""

from __future__ import annotations

from typing import Any

from local.template import ROOT, load

__all__ = ["ROOT", "functions", "listed", "load", "properties", "resources", "statements"]


def resources(kind: str, name: str = "template.yaml") -> dict[str, dict[str, Any]]:
    """Return the properties of all resources of one type, by logical id."""
    return {
        logical_id: resource.get("Properties", {})
        for logical_id, resource in load(name)["Resources"].items()
        if resource["Type"] == kind
    }


def properties(logical_id: str, name: str = "template.yaml") -> dict[str, Any]:
    """Return the properties of one resource."""
    found: dict[str, Any] = load(name)["Resources"][logical_id]["Properties"]
    return found


def functions() -> dict[str, dict[str, Any]]:
    """Return the properties of each function, what Globals says included."""
    shared = load()["Globals"]["Function"]
    merged = {}
    for logical_id, own in resources("AWS::Serverless::Function").items():
        variables = shared["Environment"]["Variables"] | own["Environment"]["Variables"]
        merged[logical_id] = {**shared, **own, "Environment": {"Variables": variables}}
    return merged


def statements(logical_id: str) -> list[dict[str, Any]]:
    """Return the policy statements of one role, queue, topic or bucket policy."""
    resource = properties(logical_id)
    if "PolicyDocument" in resource:
        own: list[dict[str, Any]] = resource["PolicyDocument"]["Statement"]
        return own
    return [statement for policy in resource["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def listed(value: Any) -> list[Any]:
    """Return a value that CloudFormation allows as one or as a list, as a list."""
    return value if isinstance(value, list) else [value]
