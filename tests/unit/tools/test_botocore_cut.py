"""The cut data do for every call of the code what the whole data do."""

from __future__ import annotations

import ast
import uuid
from pathlib import Path

import pytest

from tests.unit.tools import cut_data
from tests.unit.tools.cut_data import CALLS, OPERATIONS, WHOLE, answer_of, client_on, error_of, exchange, operation
from tools import aws_calls, botocore_cut

# A region of each partition that is open to customers, the first one of all, one that is newer than this botocore's
# data, and servers on one's own machine.
PLACES = [
    ("us-east-1", None),
    ("eu-central-1", None),
    ("us-gov-west-1", None),
    ("cn-north-1", None),
    ("eusc-de-east-1", None),
    ("xx-south-9", None),
    ("us-east-1", "http://127.0.0.1:5000"),
    ("us-west-2", "https://aws.example.com:4566/base"),
]
# Beside the errors that a service declares: those that any service may answer with, and one that nobody knows.
ANY_ERROR = ["ThrottlingException", "AccessDeniedException", "InternalFailure", "NoSuchThing"]


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("botocore-data")
    botocore_cut.cut(WHOLE, target, OPERATIONS)
    return target


@pytest.fixture(autouse=True)
def one_token_for_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore makes up a token for each call that is to be done once."""
    token = uuid.UUID(int=7)
    monkeypatch.setattr(uuid, "uuid4", lambda: token)


@pytest.mark.parametrize(("region", "endpoint"), PLACES)
@pytest.mark.parametrize(("service", "method"), CALLS)
def test_a_call_with_every_member_leaves_as_the_same_request(
    cut: Path, service: str, method: str, region: str, endpoint: str | None
) -> None:
    model = operation(WHOLE, service, method)
    arguments, answer = cut_data.sample(model.input_shape), answer_of(model)
    expected, _ = exchange(client_on(WHOLE, service, region, endpoint), method, arguments, answer)
    request, _ = exchange(client_on(cut, service, region, endpoint), method, arguments, answer)
    assert cut_data.written(request) == cut_data.written(expected)


@pytest.mark.parametrize(("service", "method"), CALLS)
def test_an_answer_with_every_member_is_read_as_the_same(cut: Path, service: str, method: str) -> None:
    model = operation(WHOLE, service, method)
    arguments, answer = cut_data.sample(model.input_shape), answer_of(model)
    _, expected = exchange(client_on(WHOLE, service, "us-east-1"), method, arguments, answer)
    _, outcome = exchange(client_on(cut, service, "us-east-1"), method, arguments, answer)
    members = set() if model.output_shape is None else set(model.output_shape.members)
    assert members <= set(cut_data.read(expected)), "the answer says less than the operation may"
    _, expected = exchange(client_on(WHOLE, service, "us-east-1"), method, arguments, answer)
    assert cut_data.read(outcome) == cut_data.read(expected)


@pytest.mark.parametrize(("service", "method"), CALLS)
def test_each_error_is_raised_as_the_same(cut: Path, service: str, method: str) -> None:
    model = operation(WHOLE, service, method)
    arguments = cut_data.sample(model.input_shape)
    declared = {
        str(shape.metadata.get("error", {}).get("code", shape.name)): shape
        for shape in model.service_model.error_shapes
    }
    for code in (*declared, *ANY_ERROR):
        answer = error_of(model.service_model.metadata["protocol"], code, cut_data.sample(declared.get(code)))
        _, expected = exchange(client_on(WHOLE, service, "us-east-1"), method, arguments, answer)
        _, outcome = exchange(client_on(cut, service, "us-east-1"), method, arguments, answer)
        assert cut_data.read(outcome) == cut_data.read(expected)


@pytest.mark.parametrize(("service", "method"), CALLS)
def test_what_is_read_page_by_page_still_is(cut: Path, service: str, method: str) -> None:
    whole, ours = client_on(WHOLE, service, "us-east-1"), client_on(cut, service, "us-east-1")
    assert ours.can_paginate(method) == whole.can_paginate(method)
    if ours.can_paginate(method):
        assert (
            vars(ours.get_paginator(method))["_pagination_cfg"] == vars(whole.get_paginator(method))["_pagination_cfg"]
        )


def test_every_call_that_stands_in_an_adapter_is_one_that_the_build_knows() -> None:
    """A new call that the reading of the code misses would fail on Lambda alone, where the data are cut."""
    written = {
        call for path in (aws_calls.ROOT / "shared" / "adapters").glob("*.py") for call in _calls_written_in(path)
    }
    assert written == {method for _, method in CALLS}


def _calls_written_in(path: Path) -> set[str]:
    return set(aws_calls.client_calls(ast.parse(path.read_text())))


def test_an_operation_that_the_service_does_not_have_stops_the_build_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(botocore_cut.UnknownOperation, match="dynamodb has no operation behind: get_itm"):
        botocore_cut.cut(WHOLE, tmp_path, {"dynamodb": {"get_item", "get_itm"}})


def test_an_operation_that_was_cut_is_missing_by_its_name(cut: Path) -> None:
    with pytest.raises(AttributeError, match="scan"):
        _ = client_on(cut, "dynamodb", "us-east-1").scan


def test_no_other_service_is_kept(cut: Path) -> None:
    assert {path.name for path in cut.iterdir() if path.is_dir()} == set(OPERATIONS)


def test_the_data_are_a_hundredth_of_the_whole(cut: Path) -> None:
    assert sum(path.stat().st_size for path in cut.rglob("*") if path.is_file()) < 250_000
