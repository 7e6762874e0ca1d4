"""A server on this machine that stands for AWS: it answers what it is told to, and keeps what it was asked."""

from __future__ import annotations

import contextlib
import dataclasses
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Given = tuple[int, Mapping[str, str], bytes]


@dataclasses.dataclass
class Asked:
    """One request, as it came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclasses.dataclass
class AWSServer:
    """What was asked, and on which port; `answer` says what the next request gets, None for a line that goes dead."""

    port: int
    asked: list[Asked]
    connections: set[tuple[str, int]]

    def url(self, scheme: str = "http") -> str:
        """Return the endpoint."""
        return f"{scheme}://localhost:{self.port}"


@contextlib.contextmanager
def aws_server(answer: Callable[[Asked], Given | None], secure: ssl.SSLContext | None = None) -> Iterator[AWSServer]:
    """Serve on a free port, by TLS where a context is given, until the block ends."""
    asked: list[Asked] = []
    connections: set[tuple[str, int]] = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            connections.add(self.client_address)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(Asked(self.command, self.path, dict(self.headers.items()), body))
            given = answer(asked[-1])
            if given is None:
                self.close_connection = True
                return
            status, headers, content = given
            self.send_response(status)
            for name, said in headers.items():
                self.send_header(name, said)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: a client that hangs up is part of what is tested."""

    with Server(("localhost", 0), Handler) as server:
        if secure:
            server.socket = secure.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield AWSServer(server.server_address[1], asked, connections)
        server.shutdown()
