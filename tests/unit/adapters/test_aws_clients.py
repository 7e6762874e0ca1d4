from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.adapters import aws_clients


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    _forget()
    yield
    _forget()


def _forget() -> None:
    aws_clients.made.cache_clear()
    aws_clients.session.cache_clear()


def _count() -> int:
    return aws_clients.made.cache_info().currsize


def test_no_client_is_made_before_an_operation_is_asked_of_it() -> None:
    client = aws_clients.client("sesv2")
    assert _count() == 0
    assert client.meta.service_model.service_name == "sesv2"
    assert _count() == 1


def test_a_service_has_one_client_in_a_process() -> None:
    assert aws_clients.client("s3").meta is aws_clients.client("s3").meta
    assert _count() == 1


@pytest.mark.parametrize(("service", "attempts"), [("sesv2", 1), ("dynamodb", 4), ("s3", 4), ("scheduler", 4)])
def test_ses_is_tried_once_a_call_and_the_others_four_times(service: str, attempts: int) -> None:
    config = aws_clients.client(service).meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": attempts}
    assert config.region_name == "eu-west-1"
