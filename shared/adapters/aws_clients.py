"""botocore's clients, one per service and process, each made when the first call needs it.

botocore without boto3, which adds resources and transfers that nothing here uses.
"""

from __future__ import annotations

import functools
from typing import Any

import botocore.session
from botocore.config import Config

_CONNECT, _READ, _TRIES = 3, 10, 4
# SES has no idempotency token and botocore repeats a call that timed out, which would send the mail twice.
_ONCE, _READ_ONCE = 1, 20


def client(service: str) -> Any:
    """Return the client of a service; nothing is made until an operation is asked of it."""
    return _Client(service)


class _Client:
    """Stands for a client until it is called, so that a path pays for the services alone that it calls."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Any:
        return getattr(made(self._service), name)


@functools.cache
def made(service: str) -> Any:
    """Return the process's one client of a service, made now if there is none yet."""
    once = service == "sesv2"
    return session().create_client(
        service,
        config=Config(
            connect_timeout=_CONNECT,
            read_timeout=_READ_ONCE if once else _READ,
            retries={"mode": "standard", "total_max_attempts": _ONCE if once else _TRIES},
        ),
    )


@functools.cache
def session() -> botocore.session.Session:
    """Return the process's one session: credentials, region and models are looked up once."""
    return botocore.session.get_session()
