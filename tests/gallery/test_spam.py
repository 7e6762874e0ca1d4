"""SpamAssassin's opinion of each mail, its rules that need a network left out."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import subprocess
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.gallery.conftest import FOLDER, stems

SPAMASSASSIN = shutil.which("spamassassin")
MOST = 1.0
ID = "<0102018f-"
_SCORE = re.compile(r"score=(-?[\d.]+)")


def as_ses_hands_it_on(raw: bytes, name: str) -> bytes:
    """Add what a mail gets on its way: the id that SES gives it, and the hop to the receiver."""
    message: Any = email.message_from_bytes(raw, policy=email.policy.SMTP.clone(refold_source="none"))
    message["Message-ID"] = f"{ID}{name}@email.amazonses.com>"
    at = parsedate_to_datetime(message["Date"])
    received = (
        "Received: from a8-30.smtp-out.amazonses.com (a8-30.smtp-out.amazonses.com [54.240.8.30])\r\n"
        " by mx.college.example with ESMTPS id abc123 for <jordan@college.example>;\r\n"
        f" {at:%a, %d %b %Y %H:%M:%S +0000}\r\n"
    )
    mail: bytes = message.as_bytes()
    return received.encode() + mail


def score(verdict: str) -> float:
    found = _SCORE.search(verdict)
    assert found, verdict
    return float(found[1])


@pytest.mark.skipif(not FOLDER, reason="make mails-check writes the gallery for it")
@pytest.mark.skipif(not SPAMASSASSIN, reason="no SpamAssassin on this machine")
def test_no_mail_looks_like_spam(tmp_path: Path) -> None:
    mbox = tmp_path / "gallery.mbox"
    mails = {name: (Path(FOLDER or "") / f"{name}.eml").read_bytes() for name in stems()}
    with mbox.open("wb") as out:
        for name, raw in mails.items():
            body = as_ses_hands_it_on(raw, name).replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
            out.write(b"From notes@prep.example Tue Nov 10 22:00:00 2026\n" + body + b"\n\n")
    judged = subprocess.run(  # noqa: S603 - Debian's program, our own file
        [SPAMASSASSIN or "", "--local", "--mbox", str(mbox)], capture_output=True, check=True, timeout=300
    ).stdout
    # It hands the mails back in an order of its own: the Message-ID says which is which.
    back = [
        email.message_from_bytes(part, _class=EmailMessage, policy=email.policy.default)
        for part in re.split(rb"(?m)^From notes@prep\.example .*\n", judged)[1:]
    ]
    verdicts = {
        mail["Message-ID"].strip().removeprefix(ID).partition("@")[0]: mail["X-Spam-Status"] or "" for mail in back
    }
    assert set(verdicts) == set(mails)
    bad = {name: verdict for name, verdict in verdicts.items() if score(verdict) > MOST}
    assert bad == {}
