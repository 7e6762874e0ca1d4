"""The whole suite runs under a watch: in no test does the product log anything personal (canary.py)."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest

from tests.canary import Watch, findings_in_output

WATCH = pytest.StashKey[Watch]()


def pytest_configure(config: pytest.Config) -> None:
    watch = config.stash[WATCH] = Watch()
    watch.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[WATCH].stop()


@pytest.fixture(scope="session", autouse=True)
def metrics_have_a_namespace() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Foreword")
        patch.setenv("POWERTOOLS_SERVICE_NAME", "foreword-in-tests")
        yield


@pytest.fixture
def watch(pytestconfig: pytest.Config) -> Watch:
    return pytestconfig.stash[WATCH]


@pytest.fixture(autouse=True)
def nothing_personal_is_logged(watch: Watch) -> Iterator[None]:
    yield
    assert watch.findings() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that printed a metric with something personal in it."""
    report = yield
    found = findings_in_output(report.capstdout)
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = f"printed: {found}"
    return report
