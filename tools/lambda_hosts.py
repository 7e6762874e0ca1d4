"""Two ways to run a function as `sam build` packed it: in Lambda's container by `sam local`, or on this machine."""

from __future__ import annotations

import dataclasses
import ipaddress
import json
import os
import platform
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, Self

import yaml

from local.template import REGION, ROOT, load, properties

BUILT = ROOT / ".aws-sam" / "local"
SAM = ROOT / ".venv-sam" / "bin" / "sam"
RUNTIME = ROOT / ".venv-runtime" / "bin" / "python"
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
IMAGE = f"public.ecr.aws/lambda/python:3.13-{ARCHITECTURE}"
PULL_SECONDS = 180
INVOKE_SECONDS = 180


class Unavailable(Exception):  # noqa: N818 - it is an answer, not an error
    """This way is not open on this machine."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a function returned, and what it logged."""

    value: Any
    log: str


class Host(Protocol):
    """Where functions run. `address` is where a server for them listens, `seen_as` how they name it."""

    description: str
    address: str
    seen_as: str

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End what was begun."""

    def invoke(self, function: str, event: Any, environment: Mapping[str, str]) -> Answer:
        """Call a function once."""


class DockerHost:
    """`sam local invoke` on a Docker engine."""

    def __init__(self) -> None:
        if shutil.which("docker") is None or _run(["docker", "info"], 20).returncode:
            raise Unavailable("no engine answers")
        if _run(["docker", "image", "inspect", IMAGE], 20).returncode:
            print(f"· pulling {IMAGE}")
            if _run(["docker", "pull", "--quiet", IMAGE], PULL_SECONDS).returncode:
                raise Unavailable(f"{IMAGE} is neither there nor to be had; make lambda-image builds a stand-in")
        # Containers of an engine on this Linux reach it at the bridge's address; Docker Desktop has a name for it.
        bridge = _bridge_address()
        self.address = bridge or "127.0.0.1"
        self.seen_as = bridge or "host.docker.internal"
        self.description = f"in containers of {IMAGE}, started by sam local"

    def __enter__(self) -> Self:
        """Do nothing: each call has a container of its own."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: sam local removes its containers."""

    def invoke(self, function: str, event: Any, environment: Mapping[str, str]) -> Answer:
        """Call a function by `sam local invoke`.

        SAM hands on only variables that the template names, so the call is made with a copy of the built template in
        which the function's environment is written out, AWS_ENDPOINT_URL included.
        """
        template = BUILT / "local.yaml"
        template.write_text(yaml.safe_dump(_alone(function, environment)))
        command = [str(SAM), "local", "invoke", function, "--template", str(template), "--event", "-"]
        command += ["--skip-pull-image", "--region", REGION]
        quiet = os.environ | {"SAM_CLI_TELEMETRY": "0", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=json.dumps(event),
            env=quiet,
            capture_output=True,
            text=True,
            timeout=INVOKE_SECONDS,
            check=False,
        )
        lines = done.stdout.strip().splitlines()
        if done.returncode or not lines:
            return Answer({"errorType": "sam local invoke"}, done.stdout + done.stderr)
        return Answer(json.loads(lines[-1]), done.stdout + done.stderr)


class EmulatorHost:
    """AWS's runtime interface emulator and client, as processes of this machine. Linux only."""

    address = seen_as = "127.0.0.1"
    description = "on this machine, under Lambda's runtime interface emulator"

    def __init__(self) -> None:
        if platform.system() != "Linux":
            raise Unavailable("the runtime interface emulator is a Linux program; start Docker")
        if not RUNTIME.exists():
            raise Unavailable("the functions need Python 3.13, and there is none on this machine")
        (shipped,) = ROOT.glob(f".venv-sam/lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{ARCHITECTURE}")
        # SAM ships it without the permission to be run.
        self._program = Path(shutil.copy(shipped, BUILT / "aws-lambda-rie"))
        self._program.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Do nothing: each call has a process of its own."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process of a call that was broken off."""
        self._end()

    def invoke(self, function: str, event: Any, environment: Mapping[str, str]) -> Answer:
        """Start the emulator for one function, post the event, end it."""
        definition = _definition(function)
        home = BUILT / function
        port, api_port = _free_port(), _free_port()
        variables = {
            **environment,
            "PATH": os.environ["PATH"],
            "LAMBDA_TASK_ROOT": str(home),
            "PYTHONPATH": str(home),
            "AWS_REGION": REGION,
            "AWS_LAMBDA_FUNCTION_NAME": function,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(definition["Timeout"]),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(definition["MemorySize"]),
        }
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
        addresses += ["--runtime-api-address", f"127.0.0.1:{api_port}"]
        command = [str(self._program), *addresses, str(RUNTIME), "-m", "awslambdaric", definition["Handler"]]
        log = BUILT / f"{function}.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command, cwd=home, env=variables, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                value = _post(f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations", event)
            finally:
                self._end()
        return Answer(value, log.read_text())

    def _end(self) -> None:
        """End the emulator and the function below it: they are one process group."""
        if self._process:
            os.killpg(self._process.pid, 9)
            self._process.wait()
            self._process = None


def _definition(function: str) -> dict[str, Any]:
    """Return a function's properties, what Globals says included."""
    merged: dict[str, Any] = load()["Globals"]["Function"] | properties(function)
    return merged


def _alone(function: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return a template of one built function, with its environment written out."""
    definition = _definition(function)
    kept = {name: definition[name] for name in ("Handler", "Runtime", "Timeout", "MemorySize")}
    own = {
        "CodeUri": str(BUILT / function),
        "Architectures": [ARCHITECTURE],
        "Environment": {"Variables": dict(environment)},
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {function: {"Type": "AWS::Serverless::Function", "Properties": kept | own}},
    }


def _post(url: str, event: Any) -> Any:
    """Post an event, waiting until the emulator listens."""
    request = urllib.request.Request(url, json.dumps(event).encode())  # noqa: S310 - our own address
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=INVOKE_SECONDS) as answer:  # noqa: S310 - our own address
                return json.loads(answer.read() or b"null")
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    return {"errorType": "the emulator did not start"}


def _run(command: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603 - fixed words
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "timed out")


def _bridge_address() -> str | None:
    """Return this machine's address in the network of Docker's default bridge, if one can listen there."""
    (network,) = json.loads(_run(["docker", "network", "inspect", "bridge"], 20).stdout)
    for configured in network["IPAM"]["Config"]:
        # An engine that has run no container yet names the subnet alone; the bridge takes its first address.
        address = configured.get("Gateway") or str(ipaddress.ip_network(configured["Subnet"])[1])
        with socket.socket() as probe:
            try:
                probe.bind((address, 0))
            except OSError:
                continue
            return str(address)
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
