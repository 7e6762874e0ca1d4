"""One emulator and one deployed stack for all the tests of this folder. They run by `make e2e`, not with the others."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from types import FrameType

import pytest

from tests.e2e.mails import Invite, forwarded
from tests.e2e.ministack import MiniStack
from tests.e2e.progress import say
from tests.e2e.recorder import Recorder
from tests.e2e.scenes import DELAY, user
from tests.e2e.stack import Stack
from tests.template import ROOT, functions

# What MiniStack writes, its log among it; it stays for a look afterwards.
HOME = ROOT / ".aws-sam" / "ministack"
# They need what `make e2e` builds and installs.
collect_ignore_glob = [] if os.environ.get("FOREWORD_E2E") else ["test_*.py"]


def _end(_: int, __: FrameType | None) -> None:
    """Leave by the fixtures, so that the emulator is ended too."""
    sys.exit("ended from outside")


def daytime_zone(now: datetime) -> str:
    """Return a zone where it is about noon: a draft that is due in minutes is then due in waking hours."""
    offset = 12 - now.astimezone(UTC).hour
    # POSIX counts west of Greenwich: Etc/GMT-3 is three hours ahead of UTC.
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


@pytest.fixture(scope="session")
def zone() -> str:
    return daytime_zone(datetime.now(UTC))


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    say(f"SES recorder at {recorder.url}")
    yield recorder
    recorder.close()


@pytest.fixture(scope="session")
def stack(recorder: Recorder, zone: str) -> Iterator[Stack]:
    signal.signal(signal.SIGTERM, _end)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    ministack = MiniStack(HOME, recorder.url)
    try:
        ministack.wait()
        stack = Stack(ministack.url)
        stack.deploy(zone, DELAY)
        yield stack
    finally:
        ministack.stop()


@pytest.fixture(scope="session")
def nearly_over(stack: Stack, zone: str) -> Invite:
    """A meeting that is as good as over, so that its draft is due in minutes: it goes in first."""
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=40)
    invite = Invite(user=user(), start=end - timedelta(minutes=30), end=end, zone=zone)
    stack.receive(forwarded(invite, stack.bucket))
    return invite


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test failed, show what the functions logged: the emulator is gone afterwards."""
    report = yield
    stack = getattr(item, "funcargs", {}).get("stack")
    if report.when == "call" and report.failed and stack is not None:
        for name in functions():
            report.sections.append((f"last log lines of {name}", "\n".join(stack.logs(name))))
    return report
