"""The clients of AWS's services, one per service and process, each made when the first call needs it.

Two sorts stand behind one name. What a function calls while somebody waits for it goes out directly (aws_direct.py),
where the environment is what Lambda makes of it: a key in the environment, a region of AWS's main partition, no proxy.
All else, another partition, another way to credentials, a call that is not among aws_requests.py's, is botocore's.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.aws_direct import DirectClient
from shared.adapters.aws_requests import SERVICES

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 10, 4
# SES has no idempotency token, and a call that timed out and is made again would send the mail twice.
ONCE, READ_ONCE_SECONDS = 1, 20
_MAIN_PARTITION = re.compile(r"(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d")
# Whoever sets one of these wants what botocore makes of it.
_BOTOCORES = frozenset(
    {
        "ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "AWS_PROFILE", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_FIPS_ENDPOINT",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    }
)  # fmt: skip


def client(service: str) -> Any:
    """Return the client of a service; nothing is made until an operation is asked of it."""
    return _Client(service)


class _Client:
    """Stands for a client until it is called, so that a path pays for the services alone that it calls."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __getattr__(self, operation: str) -> Any:
        if operation in SERVICES[self._service].operations:
            direct = direct_client(self._service)
            if direct:
                return _method(direct, operation)
        return getattr(whole_client(self._service), operation)


def _method(direct: DirectClient, operation: str) -> Callable[..., dict[str, Any]]:
    def call(**arguments: Any) -> dict[str, Any]:
        return direct.call(operation, arguments)

    call.__name__ = operation
    return call


@functools.cache
def direct_client(service: str) -> DirectClient | None:
    """Return the process's direct client of a service; None where the environment is not what Lambda makes of it."""
    region = _region()
    if not is_plain(os.environ) or not _MAIN_PARTITION.fullmatch(region):
        return None
    tries, seconds = _bounds(service)
    return DirectClient(
        service, region, os.environ, tries=tries, read_seconds=seconds, endpoint=_endpoint(service, os.environ)
    )


@functools.cache
def whole_client(service: str) -> Any:
    """Return the process's botocore client of a service, which knows every operation, endpoint and credential."""
    # Where no call needs it, this import is half of a cold start.
    from botocore.config import Config  # noqa: PLC0415 - as said

    tries, seconds = _bounds(service)
    retries = {"mode": "standard", "total_max_attempts": tries}
    config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=seconds, retries=retries)  # type: ignore[arg-type] # the stubs want a TypedDict
    return session().create_client(service, region_name=_region() or None, config=config)


@functools.cache
def session() -> Any:
    """Return the process's one session of botocore."""
    from botocore.session import get_session  # noqa: PLC0415 - as above

    return get_session()


def is_plain(environment: Mapping[str, str]) -> bool:
    """Tell whether an environment holds a key, and nothing that only botocore knows what to do with."""
    has_key = environment.get("AWS_ACCESS_KEY_ID") and environment.get("AWS_SECRET_ACCESS_KEY")
    return bool(has_key) and not any(environment.get(name) or environment.get(name.lower()) for name in _BOTOCORES)


def _region() -> str:
    """Return the region that Lambda names, or that AWS's tools are told of; "" where there is none."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""


def _bounds(service: str) -> tuple[int, int]:
    """Return how often a call of the service is tried at most, and for how many seconds each."""
    return (ONCE, READ_ONCE_SECONDS) if service == "sesv2" else (TRIES, READ_SECONDS)


def _endpoint(service: str, environment: Mapping[str, str]) -> str | None:
    """Return the server to call in place of AWS's (AWS: "Service-specific endpoints"), None for AWS's own."""
    return environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environment.get("AWS_ENDPOINT_URL") or None
