"""A client that makes the calls of aws_requests.py by itself: signs them, sends them, reads and repeats them.

To import and to set up botocore would be most of what a function's first call takes (docs/decisions.md). This takes an
operation's arguments and gives its answer and its errors as botocore does, and threads may share it.
"""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, NoCredentialsError

from shared.adapters.aws_connection import Answer, Connection
from shared.adapters.aws_requests import SERVICES, Arguments, camel_case
from shared.adapters.aws_signing import Credentials, Request, signed_headers

SUCCESS = range(200, 300)
# What is worth another try, and for how long at most to wait: botocore's "standard" mode (retries/standard.py).
TRANSIENT_STATUS = frozenset({500, 502, 503, 504})
TRANSIENT = frozenset({"RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"})
THROTTLED = frozenset(
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
    }
)  # fmt: skip
TOO_MANY_REQUESTS = 429
WAIT_SECONDS, THROTTLED_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.05, 1.0, 20.0
_XML_FIELD = re.compile(rb"<(Code|Message)>([^<]*)</")


class DirectClient:
    """The client of one service in one region; `endpoint` is another server to call in place of AWS's.

    A call is made `tries` times at most, each waiting `read_seconds` for its answer.
    """

    def __init__(
        self,
        service: str,
        region: str,
        environment: Mapping[str, str],
        *,
        tries: int,
        read_seconds: float,
        endpoint: str | None = None,
    ) -> None:
        self._service = SERVICES[service]
        self._region = region
        self._environment = environment
        self.tries = tries
        self._read_seconds = read_seconds
        self._endpoint = endpoint
        # Connections that no call is using, by their endpoint; threads take one each, or open another.
        self._idle: dict[str, list[Connection]] = {}

    def call(self, operation: str, arguments: Arguments) -> dict[str, Any]:
        """Call an operation; raise ClientError where AWS refused, another BotoCoreError where there is no answer."""
        address, request = self.request(operation, arguments)
        for attempt in range(1, self.tries + 1):
            try:
                answer = self._exchange(address, request)
            except BotoCoreError:
                if attempt == self.tries or not self._credentials:
                    raise
                self._wait(attempt, WAIT_SECONDS)
                continue
            if answer.status in SUCCESS and _is_whole(answer):
                return self._read(operation, answer)
            error = _error_of(answer, operation)
            code = error.response["Error"]["Code"]
            is_throttled = code in THROTTLED or answer.status == TOO_MANY_REQUESTS
            if attempt == self.tries or not (is_throttled or code in TRANSIENT or _is_transient(answer)):
                raise error
            self._wait(attempt, THROTTLED_WAIT_SECONDS if is_throttled else WAIT_SECONDS)
        raise AssertionError("unreachable: the last try is answered or raised")

    def request(self, operation: str, arguments: Arguments) -> tuple[str, Request]:
        """Return the endpoint that an operation is called at, and its request, unsigned."""
        make: Callable[[str, Arguments], Request] = self._service.operations[operation]
        host = f"{self._service.host}.{self._region}.amazonaws.com"
        bucket = arguments.get("Bucket")
        if self._endpoint:
            host = self._endpoint.partition("://")[2].rstrip("/")
            request = make(host, arguments)
            return self._endpoint, request._replace(path=f"/{bucket}{request.path}") if bucket else request
        if bucket:
            host = f"{bucket}.{host}"
        return f"https://{host}", make(host, arguments)

    def close(self) -> None:
        """Close the connections; the next call opens them anew."""
        for connection in itertools.chain.from_iterable(self._idle.values()):
            connection.close()

    @property
    def _credentials(self) -> Credentials | None:
        """Return what the environment holds now, None where a part is missing."""
        key, secret = self._environment.get("AWS_ACCESS_KEY_ID"), self._environment.get("AWS_SECRET_ACCESS_KEY")
        return Credentials(key, secret, self._environment.get("AWS_SESSION_TOKEN")) if key and secret else None

    def _exchange(self, address: str, request: Request) -> Answer:
        credentials = self._credentials
        if not credentials:
            raise NoCredentialsError
        headers = signed_headers(request, self._service.signed_as, self._region, credentials, datetime.now(UTC))
        idle = self._idle.setdefault(address, [])
        try:
            connection = idle.pop()
        except IndexError:
            connection = Connection(address, self._read_seconds)
        try:
            return connection.exchange(request.method, request.target, headers, request.body)
        finally:
            idle.append(connection)

    @staticmethod
    def _read(operation: str, answer: Answer) -> dict[str, Any]:
        if operation == "get_object":
            return {"Body": io.BytesIO(answer.body)}
        try:
            read: dict[str, Any] = json.loads(answer.body) if answer.body else {}
        except ValueError as error:
            raise HTTPClientError(error=error) from error
        return read

    @staticmethod
    def _wait(attempt: int, seconds: float) -> None:
        """Wait for a part of the time that a try more doubles, so that many who were refused do not come at once."""
        time.sleep(random.random() * min(seconds * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS))  # noqa: S311 - no secret


def _is_whole(answer: Answer) -> bool:
    """Tell whether the body is the one that DynamoDB sent (its own checksum); other services send none."""
    checksum = answer.header("x-amz-crc32")
    return checksum is None or checksum == str(zlib.crc32(answer.body))


def _is_transient(answer: Answer) -> bool:
    return answer.status in TRANSIENT_STATUS or answer.status in SUCCESS


def _error_of(answer: Answer, operation: str) -> ClientError:
    """Read an error as botocore does: its code, its text, and whatever else the service says of it."""
    said: dict[str, Any] = {}
    if answer.body.lstrip().startswith(b"<"):
        said = {
            name.decode().lower(): text.decode("utf-8", "replace") for name, text in _XML_FIELD.findall(answer.body)
        }
    elif answer.body:
        try:
            read = json.loads(answer.body)
            said = read if isinstance(read, dict) else {}
        except ValueError:
            said = {}
    code = answer.header("x-amzn-errortype") or said.get("__type") or said.get("code") or str(answer.status)
    # Before the code may stand its namespace and a #, behind it a colon and an address.
    code = str(code).partition(":")[0].rpartition("#")[2]
    text = str(said.get("message") or said.get("Message") or "")
    more = {name: value for name, value in said.items() if name[:1].isupper() and name != "Message"}
    response: Any = more | {
        "Error": {"Code": code, "Message": text},
        "ResponseMetadata": {"HTTPStatusCode": answer.status},
    }
    return ClientError(response, camel_case(operation))
