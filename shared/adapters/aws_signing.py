"""Signature Version 4 of a request whose whole body is known (AWS: "AWS Signature Version 4 for API requests").

Tests hold it against botocore's.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"


class Request(NamedTuple):
    """One request to AWS. `path` and the parts of `query` are as they are meant, not yet percent-encoded."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    body: bytes = b""

    @property
    def target(self) -> str:
        """Return what stands in the request line: the path and the query, encoded, the query sorted by name."""
        query = self.encoded_query
        return f"{self.encoded_path}?{query}" if query else self.encoded_path

    @property
    def encoded_query(self) -> str:
        """Return the query, percent-encoded and sorted by name."""
        return "&".join(f"{quote(name, safe='-_.~')}={quote(said, safe='-_.~')}" for name, said in self.sorted_query)

    @property
    def encoded_path(self) -> str:
        """Return the path, percent-encoded once."""
        # Nearly every call is one of DynamoDB's, which have no other.
        return "/" if self.path == "/" else quote(self.path, safe="/-_.~")

    @property
    def sorted_query(self) -> list[tuple[str, str]]:
        """Return the query by name."""
        return sorted(self.query.items())


class Credentials(NamedTuple):
    """What Lambda puts into the environment of a function, for the role that it has."""

    access_key: str
    secret_key: str
    session_token: str | None = None


def signed_headers(
    request: Request, service: str, region: str, credentials: Credentials, now: datetime
) -> dict[str, str]:
    """Return all headers of the request, Host and Authorization among them. `now` is in UTC.

    `service` is the name that signatures know it by ("ses", where the client is sesv2's).
    """
    day = f"{now.year:04}{now.month:02}{now.day:02}"
    moment = f"{day}T{now.hour:02}{now.minute:02}{now.second:02}Z"
    digest = hashlib.sha256(request.body).hexdigest()
    headers = {"Host": request.host, **request.headers, "X-Amz-Date": moment}
    if service == "s3":
        headers["X-Amz-Content-SHA256"] = digest
    if credentials.session_token:
        headers["X-Amz-Security-Token"] = credentials.session_token
    named = sorted([(name.lower(), " ".join(said.split())) for name, said in headers.items()])
    names = ";".join([name for name, _ in named])
    # Every service but S3 expects the path to be encoded once more than it was sent.
    path = request.encoded_path
    path = path if service == "s3" or path == "/" else quote(path, safe="/-_.~")
    lines = [
        request.method,
        path,
        request.encoded_query,
        *[f"{name}:{said}" for name, said in named],
        "",
        names,
        digest,
    ]
    scope = f"{day}/{region}/{service}/aws4_request"
    to_sign = "\n".join([ALGORITHM, moment, scope, hashlib.sha256("\n".join(lines).encode()).hexdigest()])
    key = _signing_key(credentials.secret_key, day, region, service)
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    said = f"Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return headers | {"Authorization": f"{ALGORITHM} {said}"}


# One a service is used at a time; its secret stands in the environment beside it.
@functools.lru_cache(maxsize=8)
def _signing_key(secret_key: str, *scope: str) -> bytes:
    """Return the key of one day, region and service."""
    key = f"AWS4{secret_key}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
