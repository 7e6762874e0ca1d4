"""The whole story of one user, by mail alone: from the first forward to the erasure."""

from __future__ import annotations

import email.policy
import re
from email.message import EmailMessage

from local.aws import Clients
from local.forwarding import over_smtp
from local.ses import arrival
from local.world import OWN_ADDRESS, Receipt
from tests.integration.conftest import JORDAN, SAMPLE, TUESDAY, Stage
from tests.integration.test_world_replies import answer, sent

HOME = "jordan.rivera@home.example"
PROFILE = """profile
name: Jordan Rivera
field: product work
strengths: listening, SQL, patience
zone: Los Angeles
tone: plain"""
NOTES = """Learned: most product people there came from support
Will do: ask my manager for a week with the support team
Promised: send her the article on onboarding
Interested: yes
Q1: she began in a call centre
met: Ana Ruiz, ana.ruiz@riverside.example, Riverside Clinic
keep in touch"""
ANA = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:ana-1@riverside.example
DTSTAMP:20261116T100000Z
DTSTART:20261119T180000Z
DTEND:20261119T184500Z
SUMMARY:Jordan / Ana
ORGANIZER;CN=Ana Ruiz:mailto:ana.ruiz@riverside.example
ATTENDEE;CN=Jordan:mailto:jordan@example.org
LOCATION:Room 4
END:VEVENT
END:VCALENDAR
"""


def write(stage: Stage, text: str, author: str = JORDAN, calendar: str | None = None) -> Receipt:
    """Let somebody write a new mail to the address, with an invite or without."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = author, OWN_ADDRESS, "Fwd: hello"
    mail["Message-ID"] = f"<written-{len(stage.world.ledger.entries)}@mail.example.org>"
    mail.set_content(text)
    if calendar:
        mail.add_attachment(
            calendar.replace("\n", "\r\n").encode(), maintype="text", subtype="calendar", filename="invite.ics"
        )
    return stage.world.receive(arrival(over_smtp(mail.as_bytes()), OWN_ADDRESS, {}))


def _files(stage: Stage, number: int = -1) -> list[str | None]:
    return [part.get_filename() for part in sent(stage, number).iter_attachments()]


def _file(stage: Stage, name: str, number: int = -1) -> str:
    (found,) = (part for part in sent(stage, number).iter_attachments() if part.get_filename() == name)
    content = found.get_content()
    return content if isinstance(content, str) else content.decode() if isinstance(content, bytes) else str(content)


def _kinds_since(stage: Stage, start: int) -> list[str]:
    return [kind for kind, _, _ in stage.ledger()[start:]]


def _prepared(stage: Stage) -> None:
    """Tell of the forward, what is said before the talk, and the mails until the draft."""
    assert stage.receive(SAMPLE).outcome == "interview_made"
    assert "profile" in stage.text(0)
    assert answer(stage, PROFILE).outcome == "reply_taken"
    answer(stage, "swap 4\n5: What would you do again?\nwith: Priya Nair, Harbor Health Labs")
    assert _kinds_since(stage, 0) == ["prep_pack", "noted", "prep_pack"]
    assert "What would you do again?" in stage.text(2)
    assert "Harbor Health Labs" in stage.text(2)
    stage.until("2026-11-13T00:00+00:00")
    assert stage.ledger()[3:] == [("reminder", JORDAN, "Thu 12 20:00"), ("thank_you", JORDAN, "Thu 12 23:30")]


def _told(stage: Stage) -> None:
    """Tell of the notes, the letter that is made of them, and that it left."""
    assert answer(stage, NOTES, 4).outcome == "reply_taken"
    made = _kinds_since(stage, 5)
    assert sorted(made) == ["introduction", "noted", "thank_you"]
    again = 5 + made.index("thank_you")
    letter = stage.text(again)
    assert "most product people there came from support" in letter
    assert "article on onboarding" in letter
    introduction = stage.text(5 + made.index("introduction"))
    assert "Ana" in introduction
    assert "Priya Nair" in introduction
    assert answer(stage, "sent", again).outcome == "letter_sent"
    stage.until("2026-11-16T18:00+00:00")
    assert _kinds_since(stage, 8) == ["noted"]


def _referred(stage: Stage) -> None:
    """Tell of the talk with whom the contact named."""
    assert write(stage, "see below", calendar=ANA).outcome == "interview_made"
    stage.until("2026-11-22T18:00+00:00")
    assert sorted(_kinds_since(stage, 9)) == [
        "prep_pack",
        "referrer_note",
        "reminder",
        "thank_you",
        "thank_you_nudge",
    ]
    number = 9 + _kinds_since(stage, 9).index("referrer_note")
    assert _files(stage, number) == ["note-to-referrer.eml"]
    assert "Priya" in stage.text(number)
    stage.until("2026-12-20T18:00+00:00")
    assert _kinds_since(stage, 14) == ["report_back"]
    assert "article on onboarding" in stage.text(14)


def _looked_up(stage: Stage) -> None:
    """Tell of the three words that ask for what is kept."""
    assert answer(stage, "list\ncompare\nexport").outcome == "reply_taken"
    assert sorted(_kinds_since(stage, 15)) == ["compare", "export", "list"]
    texts = {kind: 15 + number for number, kind in enumerate(_kinds_since(stage, 15))}
    assert "Ana Ruiz" in stage.text(texts["list"])
    assert "she began in a call centre" in stage.text(texts["compare"])
    assert _files(stage, texts["export"]) == ["foreword.json", "talks.csv", "talks.ics"]
    assert "most product people there came from support" in _file(stage, "foreword.json", texts["export"])
    assert _file(stage, "talks.ics", texts["export"]).count("BEGIN:VEVENT") == 2


def _linked(stage: Stage) -> None:
    """Tell of the second address, which counts only once it sent the code back."""
    assert answer(stage, f"also {HOME}").outcome == "reply_taken"
    assert {to for _, to, _ in stage.ledger()} == {JORDAN}
    code = re.search(r"^ *also ([a-z2-7]{52})", stage.text(-1), re.MULTILINE)
    assert code
    assert write(stage, f"also {code[1]}", author="sam@elsewhere.example").outcome != "address_linked"
    assert write(stage, f"also {code[1]}", author=HOME).outcome == "address_linked"
    assert write(stage, "list", author=HOME).outcome == "reply_taken"
    assert stage.ledger()[-1][:2] == ("list", HOME)


def _erased(stage: Stage) -> None:
    """Tell of the erasure, which asks once."""
    assert answer(stage, "erase").outcome == "reply_taken"
    assert stage.ledger()[-1][0] == "erase_asked"
    assert JORDAN in str(stage.world.items())
    assert answer(stage, "erase", -1).outcome == "user_erased"
    stage.to_the_end()
    left = stage.world.items()
    owed = [item for item in left if item["sk"].startswith("DELIVERY#")]
    assert [(item["kind"], item["state"]) for item in owed if item["recipient"] in (JORDAN, HOME)] == [
        ("erased", "sent")
    ]
    assert {item["kind"] for item in owed} <= {"erased", "not_on_the_list"}
    marks = [item for item in left if item not in owed]
    said = str(marks).lower()
    assert not [word for word in ("jordan", "priya", "ana.ruiz", "riverside", "@") if word in said]
    kinds = {item["pk"].partition("#")[0] for item in marks}
    assert kinds <= {"ADDRESS", "BUDGET", "MAIL", "SENT"}


def test_a_whole_story_from_the_first_forward_until_nothing_is_left(clients: Clients) -> None:
    stage = Stage(clients, TUESDAY, "@example.org")
    for chapter in (_prepared, _told, _referred, _looked_up, _linked, _erased):
        chapter(stage)
    assert stage.world.failures == []
    assert stage.world.next_event() is None
    assert {to for mail in stage.world.sent for to in mail.recipients} <= {JORDAN, HOME, "sam@elsewhere.example"}
