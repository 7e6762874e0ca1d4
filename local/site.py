"""The page of `foreword serve`: what came in, what was sent, what is planned, and buttons that run the clock on."""

from __future__ import annotations

import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from local.trial import Trial
from local.world import OWN_ADDRESS

PAGES = Path(__file__).resolve().parent / "pages"
MAX_FORM = 1024
# The page loads its own style sheet and frames its own mails; nothing else, and no script at all.
_OWN_CSP = "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'"
# A mail stands in an origin of its own, and loads nothing.
_MAIL_CSP = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_MAIL = re.compile(r"/mails/(\d{1,6})(?:/(html|raw))?")


class Site(ThreadingHTTPServer):
    """Serves one trial; `smtp` is where its mail comes in, as text. Raises OSError where the port is taken."""

    daemon_threads = True
    # On Linux this does not let two servers share a port; it lets one start again at once after the last has ended.
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], trial: Trial, smtp: str) -> None:
        super().__init__(address, _Handler)
        self.trial = trial
        self.smtp = smtp
        self.pages = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined)

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser on this machine calls us: anything else in Host is another's name for our address."""
        return frozenset(f"{name}:{self.server_address[1]}" for name in ("127.0.0.1", "localhost"))


class _Handler(BaseHTTPRequestHandler):
    server: Site
    server_version = "Foreword"
    sys_version = ""

    def do_GET(self) -> None:
        """Show the overview, one mail, or one mail's HTML or raw text."""
        if not self._is_for_us():
            return
        if self.path == "/":
            self._page("overview.html.j2", smtp=self.server.smtp, own=OWN_ADDRESS, **self.server.trial.overview())
        elif self.path == "/style.css":
            self._answer((PAGES / "style.css").read_bytes(), "text/css; charset=utf-8", _OWN_CSP)
        else:
            self._mail()

    def do_POST(self) -> None:
        """Run the clock on, where our own page asks for it."""
        if not self._is_for_us():
            return
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            self._refuse(HTTPStatus.FORBIDDEN, "Only the page itself may do this.")
            return
        length = self.headers.get("Content-Length", "")
        if self.path != "/clock" or not length.isdecimal() or int(length) > MAX_FORM:
            self._refuse(HTTPStatus.BAD_REQUEST, "No such form.")
            return
        form = parse_qs(self.rfile.read(int(length)).decode("ascii", "replace"))
        self.server.trial.run_on(to_the_end=form.get("to") == ["end"])
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the terminal is for what matters."""

    def _mail(self) -> None:
        found = _MAIL.fullmatch(self.path)
        mail = self.server.trial.sent_mail(int(found[1])) if found else None
        if mail is None or found is None:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
        elif found[2] == "html":
            self._answer(mail.bodies.html.encode(), "text/html; charset=utf-8", _MAIL_CSP)
        elif found[2] == "raw":
            self._answer(mail.raw, "text/plain; charset=utf-8", _MAIL_CSP)
        else:
            self._page("mail.html.j2", mail=mail)

    def _is_for_us(self) -> bool:
        """Refuse another name for our address, so that no page elsewhere can read this one (DNS rebinding)."""
        if self.headers.get("Host") in self.server.hosts:
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This page is at 127.0.0.1 alone.")
        return False

    def _page(self, name: str, **values: Any) -> None:
        html = self.server.pages.get_template(name).render(**values)
        self._answer(html.encode(), "text/html; charset=utf-8", _OWN_CSP)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._answer(why.encode(), "text/plain; charset=utf-8", _OWN_CSP, status)

    def _answer(self, body: bytes, content_type: str, policy: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
