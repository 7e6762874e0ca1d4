"""The whole of Foreword in one process without AWS: the real steps, words, templates and mailer over records in memory.

What a stranger wrote goes in as a raw mail that SES vouches for; what would leave comes out as SES would get it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions import receive_email
from shared.adapters import toml_content
from shared.adapters.jinja_pages import JinjaPages
from shared.adapters.journal import Journal
from shared.adapters.ses_mailer import SESMailer
from shared.domain.delivery import Delivery, DeliveryRef, State
from shared.inbox.mime.findings import TNEF_SIGNATURE
from shared.steps.send import SendDelivery
from tests.builders import NOW, OWN, ROBIN, ZONE, ses_block
from tests.fakes import REPLY_PATHS, FakeClock, FakeMailbox, InMemoryRecords, receives

_PAGES, _CONTENT = JinjaPages(), functools.cache(toml_content.load)
_ROUNDS = 20
_WHO = re.compile(rb"(\A|[\r\n])((?:From|Sender|To)[ \t]*:)", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"(\r\n|\n|\r)\1")
_LOG = io.StringIO()


@functools.cache
def _journal() -> Journal:
    """Return the one journal of the process; Powertools writes to the standard output that it finds at first."""
    with contextlib.redirect_stdout(_LOG):
        return Journal()


class TakesAll:
    """Stands in for SES: keeps every call, and answers with the id that SES would give."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def send_email(self, **call: Any) -> dict[str, str]:
        self.calls.append(call)
        return {"MessageId": f"ses-{len(self.calls)}"}


@dataclasses.dataclass(frozen=True)
class Left:
    """One mail as SES got it, and the Delivery that it was owed by."""

    delivery: Delivery
    call: Mapping[str, Any]

    @property
    def raw(self) -> bytes:
        return bytes(self.call["Content"]["Raw"]["Data"])


class Pipeline:
    """One deployment with one user, Robin."""

    def __init__(self, now: datetime = NOW) -> None:
        self.clock = FakeClock(now)
        self.records = InMemoryRecords()
        self.ses = TakesAll()
        mailer = SESMailer(self.ses, OWN, "foreword", self.clock)  # type: ignore[arg-type]  # it sends, and no more
        self._send = SendDelivery(self.records, mailer, _PAGES, self.clock, _CONTENT, ZONE, REPLY_PATHS)
        self._mailbox = FakeMailbox()
        self._receive = receives(self.records, self._mailbox, self.clock)

    def receive(self, raw: bytes, own_address: str = OWN) -> str:
        """Let the real handler receive a mail with all verdicts of SES on PASS; return what it writes to the log."""
        mail_id = f"mail-{len(self._mailbox.mails)}"
        self._mailbox.mails[f"inbound/{mail_id}"] = raw.replace(b"MAIL-ID", mail_id.encode(), 1)
        event = {"Records": [{"body": notice(mail_id, self.clock.now(), own_address)}]}
        journal = _journal()
        _LOG.seek(0)
        _LOG.truncate()
        with contextlib.redirect_stdout(_LOG):
            receive_email.handle(event, self._receive, journal)
        return _LOG.getvalue()

    def send_all(self) -> list[Left]:
        """Send what is owed, each at its time, until nothing is."""
        left: list[Left] = []
        for _ in range(_ROUNDS):
            owed = self.records.all(State.PENDING)
            if not owed:
                return left
            self.clock.move_to(max(self.clock.now(), owed[0].due_at))
            left += self.send_due()
        raise AssertionError("mails are owed without end")

    def send_due(self) -> list[Left]:
        """Send what is due by now."""
        left: list[Left] = []
        for owed in self.records.all(State.PENDING):
            if owed.due_at <= self.clock.now():
                before = len(self.ses.calls)
                self._send(DeliveryRef(owed.user_id, owed.id))
                left += [Left(owed, call) for call in self.ses.calls[before:]]
        return left


def vouched(raw: bytes) -> bytes:
    """Put SES's own block and Robin's From and To above a mail, as if Robin's mail program had written it.

    Who stood in these fields before is passed over, since the gate would; what is no mail becomes the body of one.
    """
    lines = [*ses_block("MAIL-ID"), ("From", f"Robin Lee <{ROBIN}>"), ("To", OWN)]
    above = "".join(f"{name}: {value}\r\n" for name, value in lines).encode()
    if raw[:6].upper() == b"BEGIN:" or raw.startswith(TNEF_SIGNATURE):
        return above + b"Content-Type: application/octet-stream\r\n\r\n" + raw
    head = _EMPTY_LINE.search(raw)
    end = head.start() if head else len(raw)
    return above + _WHO.sub(rb"\1X-\2", raw[:end]) + raw[end:]


def notice(mail_id: str, at: datetime, recipient: str = OWN) -> str:
    """Write SES's notice of a mail, all verdicts on PASS (AWS: "Examples of notifications for email receiving")."""
    verdicts = {f"{name}Verdict": {"status": "PASS"} for name in ("spf", "dkim", "dmarc", "spam", "virus")}
    action = {"type": "S3", "objectKey": f"inbound/{mail_id}"}
    moment = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return json.dumps(
        {
            "notificationType": "Received",
            "mail": {"messageId": mail_id, "source": ROBIN, "timestamp": moment},
            "receipt": {"recipients": [recipient], "action": action, **verdicts},
        }
    )
