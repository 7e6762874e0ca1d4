"""The cut rules come to the same hosts as the whole, over many regions, buckets and servers of one's own."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

from tests.unit.tools.cut_data import OPERATIONS, WHOLE, session_on
from tools import botocore_cut, endpoint_rules

SERVICES = sorted(OPERATIONS)
# Beside every region of every partition: names that stand for all regions, one that is no region, one that is no name.
ODD_REGIONS = ["aws-global", "local", "xx-south-9", "not a region", "us-east-1.evil"]
SERVERS = [
    None,
    "http://127.0.0.1:5000",
    "http://localhost:4566",
    "https://aws.example.com/base/path",
    "http://[::1]:4566",
    "https://s3.eu-west-1.amazonaws.com",
    "https://dynamodb.eu-west-1.api.aws",
    "no address",
    "ftp://aws.example.com",
]
BUCKETS = [
    None,
    "foreword-inboundbucket-1x2y3z",
    "with.dots.in.it",
    "UPPER",
    "under_score",
    "ab",
    "192.168.1.1",
    "a" * 63,
    "a" * 64,
    "with space",
    "ümlaut",
]
UNUSUAL = [
    "directory--use1-az4--x-s3",
    "access--use1-az4--xa-s3",
    "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:mine",
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/mine",
    "arn:aws:s3:::mfzwi23gnjvgw.mrap",
    "arn:not-one",
]

Parameters = dict[str, Any]


@functools.cache
def _regions() -> list[str]:
    partitions = session_on(WHOLE).get_data("endpoints")["partitions"]
    return [*sorted(region for partition in partitions for region in partition["regions"]), *ODD_REGIONS]


@functools.cache
def _providers(service: str) -> tuple[EndpointProvider, EndpointProvider]:
    """Return what resolves endpoints by the whole rules, and by the cut ones."""
    session = session_on(WHOLE)
    loader = session.get_component("data_loader")
    whole = loader.load_service_model(service, "endpoint-rule-set-1")
    model = botocore_cut.cut_service(loader.load_service_model(service, "service-2"), service, OPERATIONS[service])
    cut = endpoint_rules.cut_rules(whole, endpoint_rules.given_parameters(model))
    partitions = session.get_data("partitions")
    return EndpointProvider(whole, partitions), EndpointProvider(cut, partitions)


def _outcome(provider: EndpointProvider, parameters: Parameters) -> Any:
    given = {name: value for name, value in parameters.items() if value is not None}
    try:
        # Past the cache of the provider: hundreds of thousands of questions would only fill it.
        found = provider.ruleset.evaluate(dict(given))
    except EndpointProviderError as error:
        return str(error)
    return found


def _each(**choices: list[Any]) -> Iterator[Parameters]:
    for values in itertools.product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def _questions(service: str) -> Iterator[Parameters]:
    """Yield what botocore may ask with, for every region and server."""
    if service == "s3":
        styles: dict[str, list[Any]] = {"ForcePathStyle": [None, True], "UseGlobalEndpoint": [False, True]}
        yield from _each(Region=[*_regions(), None], Endpoint=SERVERS, Bucket=[None, "mails"], **styles)
        yield from _each(Region=["us-east-1", "cn-north-1", *ODD_REGIONS], Endpoint=SERVERS, Bucket=BUCKETS, **styles)
    elif service == "dynamodb":
        yield from _each(
            Region=[*_regions(), None],
            Endpoint=SERVERS,
            AccountId=[None, "123456789012", "no account"],
            AccountIdEndpointMode=[None, "preferred", "required", "disabled"],
            ResourceArn=[None, "jobs", "arn:aws:dynamodb:us-east-1:210987654321:table/jobs"],
        )
    else:
        yield from _each(Region=[*_regions(), None], Endpoint=SERVERS)


@pytest.mark.parametrize("service", SERVICES)
def test_the_cut_rules_come_to_what_the_whole_rules_come_to(service: str) -> None:
    whole, cut = _providers(service)
    asked = 0
    for parameters in _questions(service):
        asked += 1
        assert _outcome(cut, parameters) == _outcome(whole, parameters), parameters
    assert asked >= 9 * len(_regions())


def test_the_cut_rules_name_the_hosts_that_aws_documents() -> None:
    """So that two failures alike are not taken for two successes."""
    _, s3 = _providers("s3")
    _, dynamodb = _providers("dynamodb")
    bucket = {"Bucket": "mails", "UseGlobalEndpoint": False}
    assert _outcome(s3, {"Region": "us-east-1"} | bucket).url == "https://mails.s3.us-east-1.amazonaws.com"
    assert _outcome(s3, {"Region": "cn-north-1"} | bucket).url == "https://mails.s3.cn-north-1.amazonaws.com.cn"
    assert _outcome(dynamodb, {"Region": "us-gov-west-1"}).url == "https://dynamodb.us-gov-west-1.amazonaws.com"
    assert _outcome(s3, {"Endpoint": SERVERS[1], "Region": "us-east-1"} | bucket).url == "http://127.0.0.1:5000/mails"


@pytest.mark.parametrize("unset", [None, False])
def test_a_setting_that_is_left_out_is_as_one_that_is_off(unset: bool | None) -> None:
    whole, cut = _providers("s3")
    for parameters in _each(
        Region=["us-east-1", "cn-north-1"], Bucket=["mails"], UseFIPS=[unset], UseDualStack=[unset], Accelerate=[unset]
    ):
        assert _outcome(cut, parameters) == _outcome(whole, parameters)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("setting", endpoint_rules.NEVER)
def test_a_kind_of_host_that_was_cut_raises_and_never_leads_to_another(service: str, setting: str) -> None:
    whole, cut = _providers(service)
    if setting in whole.ruleset.parameters:
        for parameters in _each(Region=_regions(), Endpoint=SERVERS, Bucket=BUCKETS if service == "s3" else [None]):
            assert _outcome(cut, parameters | {setting: True}) == endpoint_rules.CUT_AWAY


def test_a_bucket_of_another_kind_raises_or_is_found_as_before_and_never_leads_to_another() -> None:
    whole, cut = _providers("s3")
    for parameters in _each(Region=_regions(), Endpoint=SERVERS, Bucket=UNUSUAL, ForcePathStyle=[None, False, True]):
        outcome = _outcome(cut, parameters)
        assert outcome == endpoint_rules.CUT_AWAY or outcome == _outcome(whole, parameters), parameters


def test_most_rules_are_gone() -> None:
    whole = session_on(WHOLE).get_component("data_loader").load_service_model("s3", "endpoint-rule-set-1")
    cut = endpoint_rules.cut_rules(whole, {"Bucket", "Key", "Prefix", "ForcePathStyle"})
    assert endpoint_rules.count(cut["rules"]) * 4 < endpoint_rules.count(whole["rules"])
