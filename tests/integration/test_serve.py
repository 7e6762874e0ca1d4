"""`foreword serve`: a real SMTP client in front, a browser's requests behind."""

from __future__ import annotations

import contextlib
import functools
import http.client
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from local.forwarding import over_smtp
from local.serve import PortTaken, serving
from local.site import Site
from tests.integration.conftest import CANCELLED, JORDAN, MAILS, SAMPLE

NOW = datetime.fromisoformat("2026-11-10T09:00-08:00")
OWN = "prep@foreword.example"


class Client:
    """A mail program and a browser."""

    def __init__(self, site: Site) -> None:
        self.smtp_port = int(site.smtp.partition(":")[2])
        self.port = site.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"

    def send(self, file: Path, sender: str = JORDAN) -> str:
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as smtp:
            smtp.helo()
            smtp.mail(sender)
            smtp.rcpt(OWN)
            return smtp.data(over_smtp(file.read_bytes()))[1].decode()

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def page(self, path: str = "/") -> str:
        status, _, text = self.ask("GET", path)
        assert status == 200
        return text

    def press(self, to: str) -> int:
        return self.ask("POST", "/clock", f"to={to}", Origin=self.origin)[0]


@pytest.fixture
def client() -> Iterator[Client]:
    with serving(smtp_port=0, http_port=0, zone="America/Los_Angeles", now=NOW) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Client(site)
        finally:
            site.shutdown()
            thread.join()


def test_an_invite_goes_in_and_the_pack_is_on_the_page(client: Client) -> None:
    assert client.send(SAMPLE) == "2.0.0 interview_made"
    page = client.page()
    assert "Interview made" in page
    assert "Prep pack" in page
    assert "Thu 12 Nov 2026, 15:30 PST" in page
    assert "Thursday, November 12" in client.page("/mails/1")


def test_the_clock_runs_on_to_the_reminder_the_draft_and_then_to_the_end(client: Client) -> None:
    client.send(SAMPLE)
    assert client.press("next") == 303
    assert "<strong>Thu 12 Nov 2026, 12:00 PST</strong>" in client.page()
    assert client.press("next") == 303
    page = client.page()
    assert "<strong>Thu 12 Nov 2026, 15:30 PST</strong>" in page
    assert "/mails/3" in page
    assert "/mails/4" not in page
    assert client.press("end") == 303
    page = client.page()
    assert "/mails/4" in page
    assert "Nothing is waiting." in page


def test_a_later_mail_acts_on_what_an_earlier_one_made(client: Client) -> None:
    client.send(SAMPLE)
    assert client.send(CANCELLED) == "2.0.0 interview_cancelled"
    assert "3 withdrawn" in client.page()


def test_any_sender_is_taken_as_proven_and_the_page_says_so(client: Client) -> None:
    assert client.send(MAILS / "stranger-asks.eml", "whoever@elsewhere.example") == "2.0.0 could_not_read"
    assert "Every sender is taken as proven and allowed" in " ".join(client.page().split())


def test_a_bounce_is_not_answered_here_either(client: Client) -> None:
    assert client.send(MAILS / "bounce.eml", "") == "2.0.0 bounce"


def test_what_a_stranger_writes_is_text_on_the_page(client: Client, tmp_path: Path) -> None:
    crafted = tmp_path / "crafted.eml"
    crafted.write_bytes(
        b"From: a@example.com\r\nTo: x@example.com\r\nSubject: <script>alert(1)</script>\r\n\r\nhello\r\n"
    )
    client.send(crafted)
    page = client.page()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_a_mails_html_stands_in_a_sandbox_and_loads_nothing(client: Client) -> None:
    client.send(SAMPLE)
    _, headers, _ = client.ask("GET", "/mails/1/html")
    assert headers["content-security-policy"].startswith("sandbox allow-popups; default-src 'none';")
    assert 'iframe sandbox=""' in client.page("/mails/1")
    _, headers, raw = client.ask("GET", "/mails/1/raw")
    assert headers["content-type"].startswith("text/plain")
    assert "X-Foreword-Delivery" in raw


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_form_of_another_site_is_refused(client: Client, origin: str | None) -> None:
    client.send(SAMPLE)
    headers = {"Origin": origin} if origin else {}
    assert client.ask("POST", "/clock", "to=end", **headers)[0] == 403
    assert "/mails/2" not in client.page()


def test_another_name_for_our_address_is_refused(client: Client) -> None:
    assert client.ask("GET", "/", Host=f"evil.example:{client.port}")[0] == 421


@pytest.mark.parametrize("path", ["/mails/1", "/mails/0", "/mails/x", "/../cli.py", "/mails/1/html/.."])
def test_a_page_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.ask("GET", path)[0] == 404


@pytest.mark.parametrize("option", ["smtp_port", "http_port"])
def test_a_port_that_is_taken_is_named_with_what_to_do(option: str) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ports = {"smtp_port": 0, "http_port": 0} | {option: port}
        wanted = rf"port {port} of 127.0.0.1 is in use: .* --{option.replace('_', '-')}"
        with pytest.raises(PortTaken, match=wanted), serving(**ports, zone="UTC", now=NOW):
            pass


@pytest.fixture
def sigint() -> Iterator[Callable[[Any], Any]]:
    """Say what is done at SIGINT; a process that starts meanwhile inherits whether it is ignored."""
    before = signal.getsignal(signal.SIGINT)
    yield functools.partial(signal.signal, signal.SIGINT)
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_in_one_line_and_ends_cleanly(ending: signal.Signals, sigint: Callable[[Any], Any]) -> None:
    sigint(signal.default_int_handler)
    _starts_and_ends_with(ending)


def test_started_in_the_background_of_a_script_it_ends_cleanly_at_sigterm(sigint: Callable[[Any], Any]) -> None:
    sigint(signal.SIG_IGN)
    _starts_and_ends_with(signal.SIGTERM)


def _starts_and_ends_with(ending: signal.Signals) -> None:
    command = [
        sys.executable,
        "-c",
        "from local.cli import main; main()",
        "serve",
        "--smtp-port",
        "0",
        "--http-port",
        "0",
    ]
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=SAMPLE.parents[1]
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "Mail comes in at 127.0.0.1:" in process.stdout.readline()
        process.send_signal(ending)
        try:
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
        assert (process.stdout.read(), process.stderr.read()) == ("", "")
