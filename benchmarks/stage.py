"""The two sides of the cold starts: each in a folder as Lambda unpacks it, with its settings, its event and its items.

Each side takes the mail in once against moto's server here, and sends what that brought: both have to do the job
against an emulator that keeps what is written before anything is measured, and the items of that run are what the
canned server answers with later.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import logging
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import moto.server

from benchmarks import reading
from benchmarks.answers import Holdings, Item
from benchmarks.certificates import HOST
from local.aws import Clients, Stack
from local.forwarding import forwarded
from local.ses import Arrival, arrival
from local.template import REGION, ROOT

OWN, USER = "prep@foreword.example", "jordan.lee@example.org"
PROCESS = Path(__file__).parent / "cold_process.py"
USUAL_PACKAGES = ROOT / ".venv-bench" / "lib" / "python3.13" / "site-packages"
OUR_PACKAGES = ROOT / ".venv-313" / "lib" / "python3.13" / "site-packages"
AUTHORITIES = "authorities.pem"
_OUTCOME = re.compile(r'"outcome": ?"([a-z_]+)"')
# What Lambda sets (AWS: "Defined runtime environment variables"); a trace id is there for every invocation.
LAMBDA = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "an-example-of-a-token",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
    "_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
}


class RunFailedError(RuntimeError):
    """A process did not do its job: there is nothing to measure."""


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """What one process did: CPU in ms (user and system), the peak of its memory in MB, what it logged as outcomes."""

    cpu_ms: float
    peak_mb: float
    outcomes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """One handler in its folder, with one event.

    `outcome` is what it has to log, `holdings` what AWS has when it starts.
    """

    handler: str
    home: Path
    event: Mapping[str, Any]
    environment: Mapping[str, str]
    outcome: str
    holdings: Holdings


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """One way of doing both jobs: the code of each in a folder, and packages beside it where they are not in it."""

    name: str
    receive: Path
    send: Path
    packages: tuple[Path, ...]
    handlers: tuple[str, str]
    outcomes: tuple[str, str]


def foreword(source: Path, folder: Path, python: str, authority: bytes) -> Side:
    """Return Foreword's side from a build, from one built function, or from sources with the packages of .venv-313."""
    homes = [folder / "foreword-receive", folder / "foreword-send"]
    packages: tuple[Path, ...] = ()
    for home, function in zip(homes, ("ReceiveEmail", "SendDelivery"), strict=True):
        built = source / function if (source / function).is_dir() else source
        if (built / "botocore").is_dir():
            shutil.copytree(built, home)
        else:
            for part in ("functions", "shared", "templates"):
                shutil.copytree(source / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
            _compile(python, home)
            packages = (OUR_PACKAGES,)
        _trust(home, packages, authority)
    handlers = "functions.receive_email.handler", "functions.send_delivery.handler"
    return Side("Foreword", homes[0], homes[1], packages, handlers, ("interview_made", "sent"))


def usual(folder: Path, python: str, authority: bytes) -> Side:
    """Return the reference's side: benchmarks/usual_stack with the packages of .venv-bench in one folder."""
    home = folder / "usual"
    shutil.copytree(USUAL_PACKAGES, home, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "benchmarks" / "usual_stack", home / "benchmarks" / "usual_stack")
    _compile(python, home)
    _trust(home, (), authority)
    handlers = "benchmarks.usual_stack.receive.handler", "benchmarks.usual_stack.send.handler"
    return Side("usual stack", home, home, (), handlers, ("recorded", "sent"))


def _compile(python: str, home: Path) -> None:
    """Compile as the build of the artefact does, so that neither side pays for reading source or for time stamps."""
    command = [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(home)]
    subprocess.run(command, check=True)  # noqa: S603 - our own program


def _trust(home: Path, packages: tuple[Path, ...], authority: bytes) -> None:
    """Add our authority to the very files of authorities that a side loads, so that it loads as much as on AWS."""
    for bundle in home.rglob("*.pem"):
        bundle.write_bytes(bundle.read_bytes() + b"\n" + authority)
    for folder in packages:
        (home.parent / AUTHORITIES).write_bytes((folder / "botocore" / "cacert.pem").read_bytes() + authority)


def jobs(side: Side, python: str) -> dict[str, Job]:
    """Let a side take the mail in and send its pack against moto; return both jobs, each as AWS stood before it."""
    with _moto() as url:
        stack = Stack(_clients(url), parameters())
        stack.clients("dynamodb").create_table(
            TableName=f"{stack.table}-idempotency",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        mail = invite()
        raw = mail.stored(datetime.now(UTC))
        stack.put_mail(mail.key, raw)
        event = sqs_event(mail.notice(stack.bucket, stack.names.arn("InboundTopic"), datetime.now(UTC)))
        receive = _job(side, 0, stack, event, Holdings(raw))
        run(python, receive, url)
        items = tuple(stack.items())
        send = _job(side, 1, stack, _pack(items), Holdings(raw, items))
        run(python, send, url)
    return {"receive_email": receive, "send_delivery": send}


def _job(side: Side, which: int, stack: Stack, event: Mapping[str, Any], holdings: Holdings) -> Job:
    """Return receive (0) or send (1) of a side, with the environment that template.yaml gives the function."""
    home = (side.receive, side.send)[which]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home.parent),
        "PYTHONPATH": os.pathsep.join(str(folder) for folder in (home, *side.packages)),
        "LAMBDA_TASK_ROOT": str(home),
        "IDEMPOTENCY_TABLE": f"{stack.table}-idempotency",
        **LAMBDA,
        **stack.names.environment(("ReceiveEmail", "SendDelivery")[which]),
    }
    # Where Lambda unpacks a function: the template names the time zones there.
    environment = {name: said.replace("/var/task", str(home)) for name, said in environment.items()}
    if side.packages:
        environment["AWS_CA_BUNDLE"] = str(home.parent / AUTHORITIES)
    return Job(side.handlers[which], home, event, environment, side.outcomes[which], holdings)


def run(python: str, job: Job, url: str) -> Done:
    """Start a process, let it call the handler, wait for its end; raise RunFailedError unless it did its job."""
    environment = {**job.environment, "AWS_ENDPOINT_URL": url}
    done = start([python, "-P", str(PROCESS), job.handler], environment, json.dumps(job.event).encode(), job.home)
    if done.outcomes != (job.outcome,):
        raise RunFailedError(f"{job.handler}: {done.outcomes or 'no outcome'} instead of {job.outcome}")
    return done


def start(command: list[str], environment: Mapping[str, str], given: bytes, folder: Path) -> Done:
    """Run a process to its end and return what it cost; raise RunFailedError where it fails."""
    log, errors, handed = folder.parent / "log", folder.parent / "errors", folder.parent / "given"
    handed.write_bytes(given)
    with log.open("wb") as out, errors.open("wb") as err, handed.open("rb") as stdin:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=stdin, stdout=out, stderr=err, env=environment, cwd=folder
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    last = (errors.read_text("utf-8").splitlines() or [""])[-1]
    if process.returncode or not last.isdecimal():
        raise RunFailedError(f"{' '.join(command)}\n{log.read_text('utf-8')}{errors.read_text('utf-8')}")
    outcomes = tuple(_OUTCOME.findall(log.read_text("utf-8")))
    return Done((used.ru_utime + used.ru_stime) * 1000, int(last) / 1024, outcomes)


def invite(number: int = 1) -> Arrival:
    """Return an invite of 30 KB (text, HTML, calendar, and random bytes for a PDF), forwarded by its guest.

    The meeting is in three days; each number is a meeting of its own.
    """
    day = datetime.now(UTC) + timedelta(days=3)
    raw = reading.mail(20_000, before=False).replace(b":20261112T", f":{day:%Y%m%d}T".encode())
    raw = raw.replace(b"UID:coffee-1@", f"UID:coffee-{number}@".encode())
    return arrival(forwarded(raw, user=USER, to=OWN, at=datetime.now(UTC)), OWN)


def sqs_event(notice: Mapping[str, Any]) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((ROOT / "events" / "receive_email.json").read_text("utf-8"))
    event["Records"][0]["body"] = json.dumps(notice)
    return event


def _pack(items: tuple[Item, ...]) -> dict[str, str]:
    """Return the input of a schedule that names the prep pack among the items of a table."""
    pack = next(item for item in items if item.get("kind") == {"S": "prep_pack"})
    return {"user_id": pack["user_id"]["S"], "delivery_id": pack["id"]["S"]}


def parameters() -> dict[str, str]:
    return {
        "FromAddress": OWN,
        "AllowedSenders": USER,
        "OperatorAddress": "operator@foreword.example",
        "AddressKey": secrets.token_hex(16),
        "DefaultTimeZone": "America/Los_Angeles",
    }


@contextlib.contextmanager
def _moto() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.server.ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def _clients(url: str) -> Clients:
    session = boto3.Session("local", "local", region_name=REGION)
    return functools.cache(functools.partial(session.client, endpoint_url=url))
