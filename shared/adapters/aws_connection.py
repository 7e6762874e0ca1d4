"""One kept connection to each host of AWS, over the standard library's http.client.

What goes wrong is raised in botocore's words, as the adapters know it: ConnectTimeoutError, EndpointConnectionError and
HandshakeError where no byte of a request has left, ReadTimeoutError and ConnectionClosedError where the answer is
missing.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import os
import select
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import botocore
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)

CONNECT_SECONDS = 3
# A connection that was idle for longer is opened anew. A process that Lambda had frozen may hold one whose other side
# is gone without a sign: what is sent on it is lost, and a mail among it would count as perhaps sent.
IDLE_SECONDS = 10
# The roots that sign AWS's endpoints (amazontrust.com/repository). Parsing the whole bundle, 137 certificates, takes
# about 20 ms of CPU; it stands behind these, so that AWS may change its roots without silencing anybody.
AMAZON_ROOTS = Path(__file__).parent / "amazon_roots.pem"
WHOLE_BUNDLE = Path(botocore.__file__).parent / "cacert.pem"


class Answer(NamedTuple):
    """What came back, the body whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header, whatever its case."""
        return self.headers.get(name.lower())


class HandshakeError(SSLError):
    """TLS was not agreed upon, so that no byte of a request has left."""


class Connection:
    """One connection to one endpoint ("https://dynamodb.eu-west-1.amazonaws.com"), opened anew where it was dropped."""

    def __init__(self, endpoint: str, read_seconds: float, clock: Callable[[], float] = time.time) -> None:
        """`clock` tells seconds that pass while the process is frozen, too."""
        self._endpoint = endpoint
        self._read_seconds = read_seconds
        self._clock = clock
        self._used_at = 0.0
        self._open: http.client.HTTPConnection | None = None

    def exchange(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one request and return its answer, whatever the status; raise a BotoCoreError where there is none."""
        connection = self._connected()
        try:
            connection.request(method, target, body or None, dict(headers))
            response = connection.getresponse()
            named = {name.lower(): said for name, said in response.getheaders()}
            answer = Answer(response.status, named, response.read())
        except TimeoutError as error:
            self.close()
            raise ReadTimeoutError(endpoint_url=self._endpoint, error=error) from error
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise ConnectionClosedError(endpoint_url=self._endpoint, error=error) from error
        except BaseException:
            # Whatever it was, the answer is half read: nobody may find it on this connection.
            self.close()
            raise
        self._used_at = self._clock()
        return answer

    def close(self) -> None:
        """Close what is open; the next request opens it anew."""
        if self._open:
            self._open.close()
        self._open = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._open and (
            self._clock() - self._used_at > IDLE_SECONDS or self._open.sock is None or _is_dropped(self._open.sock)
        ):
            self.close()
        if self._open is None:
            self._open = self._connect()
        return self._open

    def _connect(self) -> http.client.HTTPConnection:
        where = urlsplit(self._endpoint)
        host, port = where.hostname or "", where.port
        try:
            if where.scheme == "http":
                return self._opened(http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS))
            *first, last = trusted_bundles()
            for bundle in first:
                with contextlib.suppress(ssl.SSLCertVerificationError, FileNotFoundError):
                    return self._opened(_secure(host, port, bundle))
            return self._opened(_secure(host, port, last))
        except ssl.SSLError as error:
            raise HandshakeError(endpoint_url=self._endpoint, error=error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=self._endpoint, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=self._endpoint, error=error) from error

    def _opened(self, connection: http.client.HTTPConnection) -> http.client.HTTPConnection:
        try:
            connection.connect()
        except OSError:
            connection.close()
            raise
        connection.sock.settimeout(self._read_seconds)
        return connection


def trusted_bundles() -> tuple[Path, ...]:
    """Return the files of authorities to check a server's certificate by; the next is asked where one does not know it.

    AWS_CA_BUNDLE names another file, as for all of AWS's tools.
    """
    named = os.environ.get("AWS_CA_BUNDLE")
    return (Path(named),) if named else (AMAZON_ROOTS, WHOLE_BUNDLE)


def _secure(host: str, port: int | None, bundle: Path) -> http.client.HTTPSConnection:
    return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=_trusting(bundle))


@functools.cache
def _trusting(bundle: Path) -> ssl.SSLContext:
    """Return the process's one context with these authorities: it checks certificate and name, from TLS 1.2 on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(bundle)
    return context


def _is_dropped(sock: socket.socket) -> bool:
    """Tell whether the other side closed: between two requests there is nothing else to read."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
