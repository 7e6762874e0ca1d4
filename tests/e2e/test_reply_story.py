"""A whole story against the deployed stack, by mail alone: from the first forward until nothing is left.

The clock is real. The talks are going on while the invites come, so that notes are taken at once; what is due weeks
later is fired ahead of its time (Stack.fire).
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.mails import CONTACT, Arriving, Invite, answering, forwarded
from tests.e2e.progress import stays_away, wait_for
from tests.e2e.recorder import Recorded, Recorder
from tests.e2e.scenes import state, user
from tests.e2e.stack import Stack

ANA = "ana.ruiz@riverside.example"
NOTES = f"""Learned: most admirals never saw a compiler
Will do: read her paper on compilers by Friday
Promised: send her my notes on COBOL
Interested: yes
met: Ana Ruiz, {ANA}, Riverside Clinic
keep in touch"""


@dataclasses.dataclass
class Teller:
    """One user at their mail program: what they sent, and what came."""

    stack: Stack
    recorder: Recorder
    zone: str
    address: str = dataclasses.field(default_factory=user)
    sent: list[Arriving] = dataclasses.field(default_factory=list)

    def forward(self, contact: str = CONTACT, name: str = "Grace Hopper", title: str = "Coffee") -> Recorded:
        """Forward the invite of a talk that is going on, and wait for its pack."""
        now = datetime.now(UTC).replace(microsecond=0)
        start, end = now - timedelta(minutes=20), now + timedelta(minutes=10)
        invite = Invite(self.address, start, end, self.zone, contact=contact, contact_name=name, title=title)
        return self._await("prep_pack", forwarded(invite, self.stack.bucket))

    def answer(self, ours: Recorded, text: str, brings: str) -> Recorded:
        """Answer a mail, and wait for the next mail of the kind that this brings."""
        return self._await(brings, answering(self.address, ours.message, text, self.stack.bucket))

    def fire(self, kind: str) -> Recorded:
        """Let the one scheduled Delivery of a kind come due, and wait for its mail."""

        def scheduled() -> list[dict[str, Any]]:
            names = set(self.stack.schedules())
            return [row for row in self.stack.deliveries(self.address, kind) if row["id"] in names]

        (row,) = wait_for(f"the schedule of the {kind}", scheduled, 30)
        before = len(self.came(kind))
        self.stack.fire(row)
        return wait_for(f"the {kind}", lambda: self.came(kind)[before:], 30)[0]

    def came(self, kind: str | None = None) -> list[Recorded]:
        """Return the mails that came, of one kind if it is given."""
        return self.recorder.to(self.address, kind)

    def _await(self, kind: str, mail: Arriving) -> Recorded:
        before = len(self.came(kind))
        self.sent.append(mail)
        self.stack.receive(mail)
        return wait_for(f"the {kind}", lambda: self.came(kind)[before:], 30)[0]


def test_a_whole_story_until_nothing_is_left(stack: Stack, recorder: Recorder, zone: str) -> None:
    teller = Teller(stack, recorder, zone)
    teller.forward()
    letter = _told(teller, teller.fire("thank_you"))
    _referred(teller)
    report = teller.fire("report_back")
    assert "my notes on COBOL" in report.text
    listed = teller.answer(report, "list", "list")
    _exported(teller.answer(listed, "export", "export"))
    assert letter.to == (teller.address,)
    _erased(teller, listed)


def _told(teller: Teller, draft: Recorded) -> Recorded:
    """Tell of the notes, the letter made of them, the introduction, and the letter that has left: no nudge."""
    letter = teller.answer(draft, NOTES, "thank_you")
    said = " ".join(letter.text.split())
    assert "this: most admirals never saw a compiler." in said
    assert "I will send you my notes on COBOL." in said
    (introduction,) = wait_for("the introduction", lambda: teller.came("introduction"), 30)
    assert "Grace Hopper suggested that I write to you" in " ".join(introduction.text.split())
    wait_for("the word that they keep in touch", lambda: teller.came("noted"), 30)
    teller.answer(letter, "Sent!", "noted")
    assert state(teller.stack, teller.address, "thank_you_nudge") == ["withdrawn"]
    return letter


def _referred(teller: Teller) -> None:
    """Tell of the talk with whom the contact named, and the note to who named her."""
    pack = teller.forward(contact=ANA, name="Ana Ruiz", title="Ada / Ana")
    assert "Ana Ruiz" in pack.text
    note = teller.fire("referrer_note")
    assert "You suggested that I talk to Ana Ruiz" in " ".join(note.text.split())


def _exported(export: Recorded) -> None:
    files = {part.get_filename(): part for part in export.message.iter_attachments()}
    assert list(files) == ["foreword.json", "talks.csv", "talks.ics"]
    content = files["foreword.json"].get_content()
    text = content if isinstance(content, str) else content.decode()
    assert "most admirals never saw a compiler" in text
    assert json.loads(text)


def _erased(teller: Teller, listed: Recorded) -> None:
    """Tell of the erasure, which asks once; no record, schedule or raw mail of the user is left."""
    stack = teller.stack
    asked = teller.answer(listed, "erase", "erase_asked")
    (user_id,) = {row["user_id"] for row in stack.deliveries(teller.address)}
    mine = {row["id"] for row in stack.deliveries(teller.address)}
    assert mine & set(stack.schedules())
    teller.answer(asked, "erase", "erased")
    wait_for("the schedules to be gone", lambda: not mine & set(stack.schedules()), 30)
    left = [row for row in stack.items() if user_id in str(row) or teller.address in str(row)]
    counters = [row for row in left if row["pk"].startswith("BUDGET#")]
    last = [row for row in left if row.get("kind") == "erased"]
    assert [row for row in left if row not in (*counters, *last)] == []
    assert all("expires" in row for row in left)
    assert not {mail.key for mail in teller.sent} & stack.stored_mails()
    everything = len(teller.came())
    stays_away("mail after the last", lambda: teller.came()[everything:], 2)
    assert teller.recorder.to(CONTACT) == []
    assert teller.recorder.to(ANA) == []
