"""A service's endpoint rules, cut to what our clients can ask of them.

botocore finds the host of every call by rules that AWS publishes for each service; S3's are 390. It reads them all
whenever a client is made. Most are for what Foreword does not do: FIPS and dual-stack hosts, acceleration, buckets that
are access points. Those are cut by working the rules out as far as they can be worked out beforehand; nothing is
written by hand. What was cut away does not fall through to another host: asked for it, botocore raises the error that
stands in its place. tests/unit/tools/test_endpoint_rules.py holds the outcome against the full rules.

The language of the rules: https://smithy.io/2.0/additional-specs/rules-engine/specification.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Hosts that we never ask for, by the parameter that would. Whoever wants them takes its line away.
NEVER = ("UseFIPS", "UseDualStack", "Accelerate")
# The bucket is one that CloudFormation made for us, with an ordinary name. These are the endings of others.
UNUSUAL_BUCKETS = ("--x-s3", "--xa-s3", "--op-s3")
CUT_AWAY = "Foreword is built without this kind of endpoint (tools/endpoint_rules.py)"

Rule = dict[str, Any]
# A condition's outcome, where it is certain.
Known = dict[str, bool]


def cut_rules(ruleset: Rule, given: Iterable[str]) -> Rule:
    """Return the rules for clients that never set a parameter of NEVER.

    `given` names the parameters that the used operations or the client's configuration may fill, beside those that
    botocore fills by itself; whatever else a rule asks for is never set.
    """
    parameters = ruleset["parameters"]
    fillable = {*given, *(name for name, spec in parameters.items() if "builtIn" in spec or "default" in spec)}
    values: dict[str, bool | None] = {name: None for name in parameters if name not in fillable}
    values |= {name: False for name in NEVER if name in parameters}
    guards = [_error([{"fn": "booleanEquals", "argv": [{"ref": name}, True]}]) for name in NEVER if name in parameters]
    return ruleset | {"rules": [*guards, *_Cut(values).rules(ruleset["rules"], {})]}


def given_parameters(model: Mapping[str, Any]) -> set[str]:
    """Return the parameters of the rules that a service's operations or a client's configuration may fill."""
    found = set(model.get("clientContextParams", {}))
    for operation in model["operations"].values():
        found |= {*operation.get("staticContextParams", {}), *operation.get("operationContextParams", {})}
        members = model["shapes"][operation["input"]["shape"]]["members"] if "input" in operation else {}
        found |= {member["contextParam"]["name"] for member in members.values() if "contextParam" in member}
    return found


class _Cut:
    """Works rules out, given the parameters whose value is known: False, or None where it is not set."""

    def __init__(self, values: Mapping[str, bool | None]) -> None:
        self._values = values

    def rules(self, rules: list[Rule], known: Known) -> list[Rule]:
        """Return the rules that can still apply where these conditions are known."""
        kept: list[Rule] = []
        known = dict(known)
        for rule in rules:
            cut = self._rule(rule, known)
            if cut is None:
                continue
            kept.append(cut)
            if cut["type"] != "tree" and not cut["conditions"]:
                break
            if cut["type"] != "tree" and len(cut["conditions"]) == 1:
                # It did not apply, or we would not come to the next.
                known |= _learnt(cut["conditions"][0], holds=False)
        return kept

    def _rule(self, rule: Rule, known: Known) -> Rule | None:
        """Return the rule with what is open of its conditions; None where it never applies."""
        if any(_asks_for_unusual_bucket(condition) for condition in rule["conditions"]):
            return _error(rule["conditions"])
        conditions, known = [], dict(known)
        for condition in rule["conditions"]:
            outcome = self._outcome(condition, known)
            if outcome is False:
                return None
            if outcome is None or "assign" in condition:
                conditions.append(condition)
            known |= _learnt(condition, holds=True)
        if rule["type"] != "tree":
            return rule | {"conditions": conditions}
        inner = self.rules(rule["rules"], known)
        if not inner:
            return None
        if not conditions and len(inner) == 1:
            return inner[0]
        return rule | {"conditions": conditions, "rules": inner}

    def _outcome(self, condition: Any, known: Known) -> bool | None:
        """Return what a condition comes to, or None where that is open."""
        name, arguments = condition["fn"], condition["argv"]
        if _key(condition) in known:
            return known[_key(condition)]
        if name == "not":
            inner = self._outcome(arguments[0], known) if "fn" in arguments[0] else None
            return None if inner is None else not inner
        if name == "isSet" and arguments[0].get("ref") in self._values:
            return self._values[arguments[0]["ref"]] is not None
        if name == "booleanEquals":
            left, right = (self._value(argument) for argument in arguments)
            return None if left is None or right is None else left is right
        return None

    def _value(self, argument: Any) -> bool | None:
        if isinstance(argument, dict):
            return self._values.get(argument.get("ref", ""))
        return argument if isinstance(argument, bool) else None


def _learnt(condition: Rule, *, holds: bool) -> Known:
    """Return what is known once a condition held or did not."""
    learnt = {_key(condition): holds}
    if condition["fn"] == "not" and "fn" in condition["argv"][0]:
        learnt |= {_key(condition["argv"][0]): not holds}
    if condition["fn"] == "booleanEquals" and isinstance(condition["argv"][1], bool):
        other = condition | {"argv": [condition["argv"][0], not condition["argv"][1]]}
        learnt |= {_key(other): not holds}
    return learnt


def _asks_for_unusual_bucket(condition: Rule) -> bool:
    """Tell whether a condition holds for access points, Outposts and directory buckets alone."""
    arguments = condition["argv"]
    if condition["fn"] == "aws.parseArn":
        return bool(arguments == [{"ref": "Bucket"}])
    return condition["fn"] == "stringEquals" and arguments[1] in (*UNUSUAL_BUCKETS, "arn:")


def _error(conditions: list[Rule]) -> Rule:
    return {"conditions": conditions, "error": CUT_AWAY, "type": "error"}


def _key(condition: Rule) -> str:
    return json.dumps([condition["fn"], condition["argv"]], sort_keys=True)


def count(rules: list[Rule]) -> int:
    """Return how many rules there are, at whatever depth."""
    return sum(1 for _ in _each(rules))


def _each(rules: list[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from _each(rule.get("rules", []))
