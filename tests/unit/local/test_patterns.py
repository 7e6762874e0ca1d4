from __future__ import annotations

import pytest

from local.patterns import matches


def test_a_pattern_matches_where_every_field_has_one_of_its_values() -> None:
    pattern = {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"sk": {"S": [{"prefix": "DELIVERY#"}]}}}}
    record = {"eventName": "INSERT", "dynamodb": {"NewImage": {"sk": {"S": "DELIVERY#1"}, "x": {"S": "y"}}}}
    assert matches(pattern, record)
    assert not matches(pattern, record | {"eventName": "REMOVE"})
    assert not matches(pattern, record | {"dynamodb": {"NewImage": {"sk": {"S": "INTERVIEW#1"}}}})


def test_a_field_that_is_not_there_matches_nothing() -> None:
    assert not matches({"OldImage": {"state": {"S": ["pending"]}}}, {"NewImage": {}})
    assert matches({"OldImage": [{"exists": False}]}, {"NewImage": {}})


def test_one_value_of_a_list_is_enough() -> None:
    assert matches({"tags": {"set": ["foreword"]}}, {"tags": {"set": ["other", "foreword"]}})


def test_an_operator_that_is_not_known_is_an_error_and_no_silent_match() -> None:
    with pytest.raises(NotImplementedError, match="suffix"):
        matches({"a": [{"suffix": "x"}]}, {"a": "x"})
