"""Run each built function once with its sample event, against a moto server on this machine, and show its answer.

`python -m tools.sam_local` uses a Docker engine where one answers and has Lambda's base image; otherwise, or with
`--on host`, the same artefact runs on this machine under Lambda's runtime interface emulator.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import functools
import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import moto.server

from local.aws import Clients, Stack
from local.ses import VERDICTS, Arrival
from local.template import REGION, ROOT, properties
from shared.adapters.dynamodb_items import deserialize
from tools.lambda_hosts import DockerHost, EmulatorHost, Host, Unavailable

EVENTS = ROOT / "events"
# In the order that a mail flows, but for the dispatcher, which is shown a Delivery that is due later.
FUNCTIONS = ("ReceiveEmail", "SendDelivery", "DispatchDeliveries", "RecordFeedback", "Unsubscribe")
MAX_SHOWN = 200
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": REGION}


def main() -> None:
    """Run all functions in turn; exit 1 if one answered with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["docker", "host"], help="insist on one of the two ways")
    host = _host(parser.parse_args().on)
    print(f"· the functions run {host.description}")
    with host, _moto(host.address) as port:
        ok = Trial(host, port).run()
    sys.exit(not ok)


def _host(wanted: str | None) -> Host:
    """Return the Docker engine, or say in one line why it is the emulator on this machine."""
    if wanted != "host":
        try:
            return DockerHost()
        except Unavailable as reason:
            if wanted == "docker":
                sys.exit(f"sam-local: {reason}")
            print(f"· no Docker here ({reason}): the runtime interface emulator takes its place")
    try:
        return EmulatorHost()
    except Unavailable as reason:
        sys.exit(f"sam-local: {reason}")


@contextmanager
def _moto(address: str) -> Iterator[int]:
    """Start moto's server on a free port of `address`; it ends with the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.server.ThreadedMotoServer(ip_address=address, port=0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()[1]
    finally:
        server.stop()


class Trial:
    """One stack in moto, the sample mail in its bucket, and the functions called one after the other."""

    def __init__(self, host: Host, port: int) -> None:
        self._host = host
        self._endpoint = {"AWS_ENDPOINT_URL": f"http://{host.seen_as}:{port}"} | CREDENTIALS
        clients = _clients(f"http://{host.address}:{port}")
        parameters = {
            "FromAddress": "prep@foreword.example",
            "AllowedSenders": "jordan@example.org",
            "OperatorAddress": "operator@foreword.example",
            "AddressKey": secrets.token_hex(16),
            "DefaultTimeZone": "America/Los_Angeles",
        }
        self._stack = Stack(clients, parameters)
        self._sent: dict[str, str] = {}

    def run(self) -> bool:
        """Call every function, print what came back, and tell whether all went well."""
        self._lay_mail()
        answered = [self._call(function) for function in FUNCTIONS]
        return all(answered)

    def _lay_mail(self) -> None:
        """Put the bundled invite, moved to next week, where the sample notice says that it lies."""
        (record,) = _sample("ReceiveEmail")["Records"]
        notice = json.loads(record["body"])
        arrival = Arrival(
            raw=_next_week((EVENTS / "sample-invite.eml").read_bytes()),
            source=notice["mail"]["source"],
            recipients=tuple(notice["receipt"]["recipients"]),
            signer=notice["mail"]["source"].partition("@")[2],
            verdicts=dict.fromkeys(VERDICTS, "PASS"),
            mail_id=notice["mail"]["messageId"],
        )
        self._stack.put_mail(arrival.key, arrival.stored(datetime.now(UTC)))

    def _call(self, function: str) -> bool:
        event = self._fill(function, _sample(function))
        environment = self._stack.names.environment(function) | self._endpoint
        begin = time.monotonic()
        answer = self._host.invoke(function, event, environment)
        outcomes = re.findall(r'"outcome": ?"([a-z_]+)"', answer.log)
        failed = isinstance(answer.value, dict) and "errorType" in answer.value
        print(f"{function:20} answered {_short(answer.value)} in {time.monotonic() - begin:.1f} s")
        print(f"{'':20} outcome: {', '.join(dict.fromkeys(outcomes)) or 'none logged'}")
        if failed or not outcomes:
            print(answer.log)
        return not failed and bool(outcomes)

    def _fill(self, function: str, event: Any) -> Any:
        """Put the Delivery that really is there into the place of the sample's."""
        kind = "thank_you" if function == "DispatchDeliveries" else "prep_pack"
        rows = [deserialize(item) for item in self._stack.items()]
        found = next((row for row in rows if row["sk"].startswith("DELIVERY#") and row["kind"] == kind), None)
        if found is None:
            return event
        text = json.dumps(event).replace("sample-user", found["user_id"]).replace("sample-delivery", found["id"])
        return json.loads(text)


def _short(value: Any) -> str:
    """Write an answer in one line; a page's beginning is enough."""
    text = json.dumps(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _sample(function: str) -> Any:
    _, module, _ = properties(function)["Handler"].split(".")
    return json.loads((EVENTS / f"{module}.json").read_text())


def _next_week(raw: bytes) -> bytes:
    """Move the meeting of a mail with an attached .ics to a day that is a week away."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    day = (datetime.now(UTC) + timedelta(days=7)).strftime("%Y%m%d")
    for part in mail.iter_attachments():
        ics = part.get_payload(decode=True)
        if isinstance(ics, bytes):
            moved = re.sub(r"(DT(?:START|END);TZID=[^:]+:)20[2-9]\d{5}", rf"\g<1>{day}", ics.decode())
            part.set_content(moved.encode(), "application", "ics", filename="invite.ics")
    return mail.as_bytes()


def _clients(url: str) -> Clients:
    session = boto3.Session("local", "local", region_name=REGION)
    return functools.cache(functools.partial(session.client, endpoint_url=url))


if __name__ == "__main__":
    main()
