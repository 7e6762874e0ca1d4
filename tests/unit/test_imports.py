"""No function imports more than is written down: what it imports is most of what somebody waits for."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cold_paths import AWS, FUNCTIONS, LISTS, after_an_invite, compiled_functions, imported, is_standard

# Of the standard library, what no common path needs and what has crept in before.
FORBIDDEN = frozenset(
    {
        "asyncio", "concurrent.futures", "ctypes", "difflib", "html.parser", "multiprocessing", "pydoc",
        "sqlite3", "tomllib", "unittest", "urllib.request", "xml",
    }
)  # fmt: skip
# What only some mails need; and what a function of another kind needs alone.
NEVER = {
    "receive_email": ("botocore.session", "jinja2", "urllib3", "shared.domain.content", "shared.inbox.text",
                      "shared.inbox.tnef", "shared.inbox.reply", "shared.adapters.toml_content"),
    "send_delivery": ("botocore.session", "urllib3", "shared.inbox", "shared.adapters.toml_content"),
    "dispatch_deliveries": ("botocore.session", "urllib3", "shared.inbox", "shared.adapters.toml_content"),
    "record_feedback": ("botocore.session", "jinja2", "urllib3", "shared.inbox", "shared.domain.content"),
    "unsubscribe": ("botocore.session", "urllib3", "shared.inbox", "shared.domain.content"),
}  # fmt: skip


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with compiled_functions() as folder:
        yield folder


@functools.cache
def _aws() -> AWS:
    return after_an_invite()


@functools.cache
def _imported(function: str, home: Path) -> tuple[Mapping[str, str], str]:
    return imported(function, _aws(), home)


def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads(LISTS.read_text())
    return lists


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_nothing_that_is_not_on_its_list(function: str, home: Path) -> None:
    modules, _ = _imported(function, home)
    new = [name for name in modules if not is_standard(name) and name not in _lists()[function]]
    told = "".join(f"\n    {name}, which {modules[name]} imports" for name in sorted(new))
    assert not new, (
        f"{function} now imports{told}\nImport it where it is needed. If every call needs it, `make imports` puts it on"
        " the list, and `make bench` says what it costs."
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_list_holds_nothing_that_its_function_does_not_import(function: str, home: Path) -> None:
    modules, _ = _imported(function, home)
    gone = [name for name in _lists()[function] if name not in modules]
    assert not gone, f"{function} does without {', '.join(gone)} now: `make imports` takes it off the list"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_none_of_what_is_dear_in_the_standard_library(function: str, home: Path) -> None:
    modules, _ = _imported(function, home)
    found = {name: by for name, by in modules.items() if name in FORBIDDEN}
    assert not found, f"{function} imports {found}"


@pytest.mark.parametrize("function", NEVER)
def test_no_list_holds_what_is_for_other_mails_or_functions(function: str) -> None:
    for name in _lists()[function]:
        assert not any(name == never or name.startswith(f"{never}.") for never in NEVER[function]), name


@pytest.mark.parametrize(
    ("function", "outcome"),
    [
        ("receive_email", "interview_made"),
        ("send_delivery", "sent"),
        ("dispatch_deliveries", "sent"),
        ("dispatch_deliveries", "scheduled"),
        ("record_feedback", "feedback_delivered"),
        ("unsubscribe", "all_stopped"),
    ],
)
def test_the_paths_that_are_looked_at_are_the_common_ones(function: str, outcome: str, home: Path) -> None:
    """Without this a list could be short since its function refused what it was handed."""
    _, log = _imported(function, home)
    assert f'"outcome":"{outcome}"' in log
