"""`foreword serve`: mail from any mail program in over SMTP, what would be sent on a page."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.aws import in_process
from local.clock import RunningClock
from local.site import Site
from local.trial import Trial
from local.world import OWN_ADDRESS, World

HOST = "127.0.0.1"
# What SES takes in for its S3 action (AWS: "Service quotas in Amazon SES", email receiving).
MAX_MAIL = 40 * 1024 * 1024


class PortTaken(Exception):  # noqa: N818 - it reads as what happened
    """Another program listens there. The message says what to do."""

    def __init__(self, port: int, option: str) -> None:
        super().__init__(f"port {port} of {HOST} is in use: end what listens there, or choose another with {option}")


@contextlib.contextmanager
def serving(*, smtp_port: int, http_port: int, zone: str, now: datetime | None) -> Iterator[Site]:
    """Take mail and have the page ready; ports of 0 are chosen freely. Raises PortTaken.

    The caller runs the site's `serve_forever`. The clock begins at `now`, by default the present, and goes on.
    """
    with in_process() as clients:
        clock = RunningClock(now or datetime.now(UTC))
        trial = Trial(World(clients, clock, allowed=OWN_ADDRESS, zone=zone), zone)
        with _smtp(trial, smtp_port) as smtp:
            try:
                site = Site((HOST, http_port), trial, smtp)
            except OSError:
                raise PortTaken(http_port, "--http-port") from None
            with site:
                yield site


def run(*, smtp_port: int, http_port: int, zone: str, now: datetime | None, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `tell` hears one line that says where. Raises PortTaken."""
    # Not what SIGINT has: a script starts what runs in its background with SIGINT ignored, and nothing would end it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with serving(smtp_port=smtp_port, http_port=http_port, zone=zone, now=now) as site:
        page = f"http://{HOST}:{site.server_address[1]}/"
        with contextlib.suppress(KeyboardInterrupt):
            tell(f"Mail comes in at {site.smtp}; {page} shows what is sent. Ctrl-C ends.")
            site.serve_forever()


class _Door:
    """What aiosmtpd asks what to do with a mail."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Take a whole mail and tell its outcome in the reply."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        outcome = self._trial.take(content, envelope.mail_from or "", list(envelope.rcpt_tos))
        return f"250 2.0.0 {outcome}"


@contextlib.contextmanager
def _smtp(trial: Trial, port: int) -> Iterator[str]:
    """Listen for mail on a thread of its own, and yield where."""
    loop = asyncio.new_event_loop()
    door = _Door(trial)

    def session() -> SMTP:
        return SMTP(door, data_size_limit=MAX_MAIL, enable_SMTPUTF8=True, hostname="foreword.localhost", loop=loop)

    try:
        server = loop.run_until_complete(loop.create_server(session, HOST, port))
    except OSError:
        loop.close()
        raise PortTaken(port, "--smtp-port") from None
    thread = threading.Thread(target=loop.run_forever, name="smtp", daemon=True)
    thread.start()
    try:
        yield f"{HOST}:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()
