"""boto3 clients, made when first needed, one per service and process."""

from __future__ import annotations

import functools
from typing import Any

import boto3
from botocore.config import Config

_PATIENT = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 4})
# SES has no idempotency token and botocore repeats a call that timed out, which would send the mail twice.
_ONCE = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 1})


@functools.cache
def client(service: str) -> Any:
    """Return the process's one client of a service."""
    return boto3.client(service, config=_ONCE if service == "sesv2" else _PATIENT)  # type: ignore[call-overload] # the stubs know each service by its literal name alone
