"""AWS as one HTTPS server on this machine, which answers each call as benchmarks/answers.py says."""

from __future__ import annotations

import functools
import http.server
import ssl
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from benchmarks.answers import Answer, Holdings, answer_to
from benchmarks.certificates import HOST, certificates


class CannedAWS:
    """The server, listening while its block runs on a free port of 127.0.0.1.

    `authority` is the certificate (PEM) that a client has to trust; it and its key are made anew each time.
    """

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        self.holdings = Holdings(b"")
        self.authority, own = certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        self._server = http.server.ThreadingHTTPServer((HOST, 0), functools.partial(_Handler, self._answer))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"https://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, method: str, path: str, target: str, body: bytes) -> Answer:
        answer = answer_to(method, path, target, body, self.holdings)
        self.calls.append(answer.call)
        return answer

    def take_calls(self) -> list[str]:
        """Return the calls since the last time, in their order."""
        taken, self.calls = self.calls, []
        return taken


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A small answer must not wait for the client's delayed acknowledgement of the headers before it.
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, answer: Callable[[str, str, str, bytes], Answer], *request: Any) -> None:
        self._answer = answer
        # Handles the request before it returns (socketserver.BaseRequestHandler).
        super().__init__(*request)

    def _reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            answer = self._answer(self.command, self.path, self.headers.get("X-Amz-Target", ""), body)
        except LookupError as unknown:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, str(unknown))
            return
        self.send_response(HTTPStatus.OK)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_DELETE = _reply  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""
