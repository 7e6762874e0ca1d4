from __future__ import annotations

from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.dynamodb_values import LIMIT, typed, untyped
from shared.domain.delivery import State

WHOLE = st.integers(-LIMIT + 1, LIMIT - 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text() | st.sampled_from(State),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_any_value_that_the_records_hold_is_typed_as_boto3_types_it(value: Any) -> None:
    assert typed(value) == TypeSerializer().serialize(value)


@given(PLAIN)
def test_any_typed_value_is_read_as_boto3_reads_it(value: Any) -> None:
    written = TypeSerializer().serialize(value)
    assert untyped(written) == TypeDeserializer().deserialize(written) == value


def test_a_tuple_is_a_list() -> None:
    assert typed(("a", 1)) == TypeSerializer().serialize(("a", 1)) == {"L": [{"S": "a"}, {"N": "1"}]}


def test_true_is_no_number() -> None:
    assert typed(value=True) == {"BOOL": True}


@pytest.mark.parametrize("value", [1.5, b"bytes", {"a", "set"}, object(), {"deep": [0.5]}])
def test_what_the_records_never_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        typed(value)


@pytest.mark.parametrize("value", [LIMIT, -LIMIT])
def test_a_number_that_dynamodb_refuses_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="38 digits"):
        typed(value)
    with pytest.raises(ArithmeticError):
        TypeSerializer().serialize(value)


@pytest.mark.parametrize("value", [{"B": b"bytes"}, {"SS": ["a"]}, {"NS": ["1"]}, {"X": "?"}])
def test_a_kind_that_the_records_never_hold_is_not_read(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        untyped(value)


@pytest.mark.parametrize("value", [{"N": "1.5"}, {"N": "1E+2"}, {}, {"S": "a", "N": "1"}])
def test_what_is_no_whole_number_or_no_value_at_all_is_not_read(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"invalid|unpack"):
        untyped(value)
