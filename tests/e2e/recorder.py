"""Stands where SES v2 sends: takes SendEmail over HTTP and keeps the raw bytes, as no emulator does."""

from __future__ import annotations

import base64
import dataclasses
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclasses.dataclass(frozen=True)
class Recorded:
    """One call of SendEmail."""

    ses_message_id: str
    to: tuple[str, ...]
    tags: dict[str, str]
    configuration_set: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Return the mail, parsed."""
        return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(self.raw)

    @property
    def kind(self) -> str:
        """Return which kind of Delivery it was, from the Delivery's id."""
        return self.tags["foreword-delivery"].rpartition("-")[0].replace("-", "_")

    @property
    def text(self) -> str:
        """Return the text part."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""


class Recorder:
    """An HTTP server on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: list[Recorded] = []
        self._refusal: str | None = None
        self.refused = 0
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                error = recorder.error_for(self.path, body)
                payload = json.dumps({"message": error} if error else {"MessageId": recorder.keep(body)}).encode()
                self.send_response(400 if error else 200)
                self.send_header("Content-Type", "application/json")
                if error:
                    self.send_header("x-amzn-ErrorType", error)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_: Any) -> None:
                """Keep the log of the steps free of requests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @contextmanager
    def refusing(self, error: str) -> Iterator[None]:
        """Answer with an error for a while; `refused` counts how often."""
        self._refusal, self.refused = error, 0
        try:
            yield
        finally:
            self._refusal = None

    def error_for(self, path: str, body: dict[str, Any]) -> str | None:
        """Return the error that SES would answer with, or None."""
        if path != "/v2/email/outbound-emails" or "Raw" not in body.get("Content", {}):
            return "NotFoundException"
        if self._refusal:
            self.refused += 1
        return self._refusal

    def keep(self, body: dict[str, Any]) -> str:
        """Keep one call and return the message id that SES would give."""
        with self._lock:
            ses_message_id = f"0100e2e-{len(self._sent) + 1:06}"
            self._sent.append(
                Recorded(
                    ses_message_id=ses_message_id,
                    to=tuple(body["Destination"]["ToAddresses"]),
                    tags={tag["Name"]: tag["Value"] for tag in body.get("EmailTags", [])},
                    configuration_set=body.get("ConfigurationSetName", ""),
                    raw=base64.b64decode(body["Content"]["Raw"]["Data"]),
                )
            )
            return ses_message_id

    def to(self, address: str, kind: str | None = None) -> list[Recorded]:
        """Return what went to an address, oldest first, of one kind if it is given."""
        with self._lock:
            return [mail for mail in self._sent if address in mail.to and kind in (None, mail.kind)]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
