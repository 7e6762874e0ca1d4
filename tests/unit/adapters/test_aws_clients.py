"""Which client stands behind a call: the direct one where Lambda's environment is plain, botocore's for all else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.adapters import aws_clients
from shared.adapters.aws_requests import SERVICES

PLAIN = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "eu-west-1"}


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for name, said in PLAIN.items():
        monkeypatch.setenv(name, said)
    _forget()
    yield
    _forget()


def _forget() -> None:
    for kept in (aws_clients.direct_client, aws_clients.whole_client, aws_clients.session):
        kept.cache_clear()


def _made() -> tuple[int, int]:
    return aws_clients.direct_client.cache_info().currsize, aws_clients.whole_client.cache_info().currsize


def test_no_client_is_made_before_an_operation_is_asked_of_it() -> None:
    client = aws_clients.client("sesv2")
    assert _made() == (0, 0)
    assert client.send_email.__name__ == "send_email"
    assert _made() == (1, 0)


def test_a_service_has_one_client_of_each_sort_in_a_process() -> None:
    assert aws_clients.client("s3").meta is aws_clients.client("s3").meta
    assert aws_clients.client("s3").get_object.__name__ == aws_clients.client("s3").get_object.__name__
    assert _made() == (1, 1)


@pytest.mark.parametrize(("service", "tries"), [("sesv2", 1), ("dynamodb", 4), ("s3", 4), ("scheduler", 4)])
def test_ses_is_tried_once_a_call_and_the_others_four_times_by_either_client(service: str, tries: int) -> None:
    direct = aws_clients.direct_client(service)
    assert direct
    assert direct.tries == tries
    config = aws_clients.whole_client(service).meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": tries}
    assert config.region_name == "eu-west-1"


@pytest.mark.parametrize("operation", ["delete_object", "get_paginator"])
def test_an_operation_that_the_direct_client_does_not_know_is_botocores(operation: str) -> None:
    assert callable(getattr(aws_clients.client("s3"), operation))
    assert _made() == (0, 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"AWS_REGION": "cn-north-1"},
        {"AWS_REGION": "us-gov-west-1"},
        {"HTTPS_PROXY": "http://proxy.example:3128"},
        {"https_proxy": "http://proxy.example:3128"},
        {"AWS_USE_FIPS_ENDPOINT": "true"},
        {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
        {"AWS_PROFILE": "another"},
        {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
        {"AWS_ACCESS_KEY_ID": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("service", SERVICES)
def test_where_the_environment_is_not_plain_every_call_is_botocores(
    service: str, odd: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, said in odd.items():
        monkeypatch.setenv(name, said)
    assert aws_clients.direct_client(service) is None


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"])
def test_another_server_is_called_where_the_environment_names_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:4566")
    direct = aws_clients.direct_client("dynamodb")
    assert direct
    assert direct.request("get_item", {})[0] == "http://127.0.0.1:4566"


def test_the_region_may_stand_under_either_of_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    direct = aws_clients.direct_client("dynamodb")
    assert direct
    assert direct.request("get_item", {})[0] == "https://dynamodb.eu-west-1.amazonaws.com"
