"""MiniStack, the emulator that takes the built template, as a process of our own on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from tests.e2e.progress import say, wait_for
from tests.template import ROOT

# The Lambda functions run in MiniStack's own Python, hence 3.13 in this environment.
PROGRAM = ROOT / ".venv-ministack" / "bin" / "ministack"
REGION = "us-east-1"


def clean_environment(endpoint: str) -> dict[str, str]:
    """Return this process's environment with nothing of AWS but what leads to the emulator."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
    }


class MiniStack:
    """Starts on entering, is ended with all its workers on leaving."""

    def __init__(self, home: Path, ses_url: str) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = home / "ministack.log"
        environment = clean_environment(self.url) | {
            "GATEWAY_PORT": str(port),
            "BIND_HOST": "127.0.0.1",
            "LAMBDA_EXECUTOR": "local",
            # The functions inherit it: what they send goes to the recorder.
            "AWS_ENDPOINT_URL_SESV2": ses_url,
            "TMPDIR": str(home),
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [PROGRAM], cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        say(f"MiniStack is process {self._process.pid} at {self.url}, its log {self.log}")

    def wait(self) -> None:
        """Wait until it answers."""
        wait_for("MiniStack to answer", self._answers, 60)

    def stop(self) -> None:
        """End it and the workers that it started: they are one process group."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        say("MiniStack is ended")

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"MiniStack ended by itself:\n{self.log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
