"""One side of the warm work in a process of its own. Run by benchmarks/warm.py, which writes to it and reads from it.

The first line in is the setup, each further line a number of invites to take; each line out is what one of them cost.
What is ready to be sent is handed to the stub here: by botocore in its event before-send, by Foreword's own client
where it would hand it to its connection. Both have written and signed the request, and both read the answer.
"""

from __future__ import annotations

import collections
import gc
import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.handlers
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from benchmarks.answers import Answer, Holdings, answer_to
from benchmarks.cold_process import Context
from benchmarks.plain_script import Script
from functions import dispatch_deliveries, receive_email
from shared.adapters import aws_connection

Take = Callable[[], None]


class Stub:
    """Stands where the network would be, and knows afterwards what it took itself.

    It does not look at the clock while it works: a look at the CPU's costs a tenth of a millisecond here, which would
    count against whoever makes more calls. It remembers what it was asked, and is asked all of it again.
    """

    def __init__(self) -> None:
        self.holdings = Holdings(b"")
        self.calls: collections.Counter[str] = collections.Counter()
        self._asked: list[tuple[Holdings, Callable[[], object]]] = []

    def forget(self) -> None:
        """Begin anew."""
        self.calls.clear()
        self._asked.clear()

    def seconds(self) -> float:
        """Return the CPU time that the answers since the last `forget` took, by giving them all again."""
        asked, calls = list(self._asked), self.calls.copy()
        begun = time.process_time()
        for self.holdings, again in asked:
            again()
        taken = time.process_time() - begun
        self.calls = calls
        return taken

    def before_send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """Answer a request of botocore's."""
        self._asked.append((self.holdings, lambda: self._to_botocore(request)))
        return self._to_botocore(request)

    def exchange(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> aws_connection.Answer:
        """Answer a request of Foreword's own client."""
        self._asked.append((self.holdings, lambda: self._to_our_client(method, target, headers, body)))
        return self._to_our_client(method, target, headers, body)

    def _to_botocore(self, request: AWSPreparedRequest) -> AWSResponse:
        # botocore makes bytes of it, whatever the stubs say.
        target: str | bytes = request.headers.get("X-Amz-Target", "")
        body = request.body or b""
        answer = self._answer(
            request.method or "",
            urlsplit(request.url).path,
            target.decode() if isinstance(target, bytes) else target,
            body.encode() if isinstance(body, str) else bytes(body),  # type: ignore[arg-type] # we send no open files
        )
        headers = HTTPHeaders()
        for name, value in answer.headers.items():
            headers[name] = value
        return AWSResponse(request.url, 200, headers, _Raw(answer.content))

    def _to_our_client(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> aws_connection.Answer:
        answer = self._answer(method, target.partition("?")[0], headers.get("X-Amz-Target", ""), body)
        named = {name.lower(): value for name, value in answer.headers.items()}
        return aws_connection.Answer(200, named, answer.content)

    def _answer(self, method: str, path: str, target: str, body: bytes) -> Answer:
        answer = answer_to(method, path, target, body, self.holdings)
        self.calls[answer.call] += 1
        return answer


class _Raw(io.BytesIO):
    """A body as urllib3 gives it to botocore."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield all of it."""
        yield self.read()


def main() -> None:
    """Get ready, then take invites until the input ends."""
    setup = json.loads(sys.stdin.readline())
    out = sys.stdout
    # What is logged is written, but to nobody.
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    os.environ.update(setup["environment"])
    stub = Stub()
    # As moto does it: so the stub stands in every client of botocore's, whoever makes it.
    botocore.handlers.BUILTIN_HANDLERS.append(("before-send", stub.before_send))
    aws_connection.Connection.exchange = lambda _, *request: stub.exchange(*request)  # type: ignore[method-assign] # this process is a stage
    take = {"Foreword": foreword, "plain script": plain}[setup["side"]](setup, stub)
    take()
    for line in sys.stdin:
        stub.forget()
        gc.collect()
        gc.freeze()
        begun = time.process_time()
        for _ in range(int(line)):
            take()
        seconds = time.process_time() - begun - stub.seconds()
        print(json.dumps({"ms": seconds * 1000 / int(line), "calls": stub.calls}), file=out, flush=True)


def foreword(setup: Any, stub: Stub) -> Take:
    """Return what takes one invite: the two handlers as Lambda calls them."""
    mail = setup["mail"].encode("latin-1")
    before, after = (Holdings(mail, tuple(setup[items])) for items in ("known", "recorded"))
    context = Context()

    def take() -> None:
        stub.holdings = before
        receive_email.handler(setup["event"], context)
        stub.holdings = after
        answer = dispatch_deliveries.handler(setup["records"], context)
        if answer["batchItemFailures"]:
            raise RuntimeError("a Delivery was not dispatched")

    return take


def plain(setup: Any, stub: Stub) -> Take:
    """Return what takes one invite: the script."""
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    stub.holdings = Holdings(setup["mail"].encode("latin-1"), tuple(setup["known"]))
    script = script_with(boto3.client, setup["names"])  # type: ignore[arg-type] # the stubs know each service by its literal name alone
    return lambda: script.process(setup["event"])


def script_with(clients: Callable[[str], Any], names: dict[str, str]) -> Script:
    """Return the script with its clients."""
    return Script(clients("s3"), clients("dynamodb"), clients("sesv2"), clients("scheduler"), **names)


if __name__ == "__main__":
    main()
