"""The histories of the crash sweep in which the user answers: each new mail that a reply owes, and the later ones.

All begin as "new" does, and most end as it does; the sweep of CI keeps to the calls between, which are their own.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from local.forwarding import over_smtp
from local.ses import Arrival
from local.world import OWN_ADDRESS
from shared.adapters.ses_tags import TAG_DELIVERY
from tests.reliability.arrivals import Issue, forwarded, plain
from tests.reliability.cloud import Cloud
from tests.reliability.scenarios import JORDAN, Scenario, new, pass_time

HOME = "jordan.rivera@home.example"
# The sample's talk is on Thursday, November 12, 2 pm in Los Angeles; by then its draft has left.
AFTER_THE_DRAFT = datetime.fromisoformat("2026-11-13T02:00+00:00")
LATER_STILL = datetime.fromisoformat("2026-11-16T18:00+00:00")
ANA = "ana.ruiz@riverside.example"
ANAS_TALK = Issue(
    uid="ana-1@riverside.example",
    sequence=0,
    stamped_at=datetime.fromisoformat("2026-11-16T10:00+00:00"),
    starts_at=datetime.fromisoformat("2026-11-19T18:00+00:00"),
    ends_at=datetime.fromisoformat("2026-11-19T18:45+00:00"),
    title="Jordan / Ana",
    organizer="Ana Ruiz",
    address=ANA,
)
NOTES = "Learned: most product people there came from support\nPromised: send her the article on onboarding"
WORTH_A_REPORT = f"{NOTES}\nInterested: yes\nkeep in touch"
REFERRED = f"met: Ana Ruiz, {ANA}, Riverside Clinic"

Play = Callable[[Cloud], None]


def reply(cloud: Cloud, text: str, to_a: str = "prep_pack", sender: str = JORDAN) -> Arrival:
    """Answer the last mail of a kind that left, as a mail program does."""
    name = f"{to_a.replace('_', '-')}-"
    answered = [taken for taken in cloud.sent() if taken.mail.tags[TAG_DELIVERY].startswith(name)]
    assert answered, f"no {to_a} left that could be answered"
    original = email.message_from_bytes(answered[-1].mail.raw, policy=email.policy.default)
    mail = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    mail["From"], mail["To"] = sender, original["Reply-To"]
    mail["Subject"] = f"Re: {original['Subject']}"
    mail["Message-ID"] = f"<reply-{len(cloud.given)}@mail.example.org>"
    mail.set_content(f"{text}\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword <{OWN_ADDRESS}> wrote:\n\n> Hello.\n")
    return cloud.arrival(over_smtp(mail.as_bytes()), str(mail["To"]))


def _says(*texts: str, to_a: str = "prep_pack", at: datetime | None = None) -> Play:
    """Let the user say one thing after another, from `at` on, and let hours pass after each."""

    def play(cloud: Cloud) -> None:
        new(cloud)
        pass_time(cloud)
        if at:
            cloud.run(at)
        with cloud.own_calls():
            for text in texts:
                cloud.receive(reply(cloud, text, to_a))
                pass_time(cloud)

    return play


def _two_at_once(cloud: Cloud) -> None:
    """Send two replies that both rebuild the letter, before anything of the first is handed on."""
    new(cloud)
    pass_time(cloud)
    cloud.run(AFTER_THE_DRAFT)
    with cloud.own_calls():
        streams, cloud.streams = cloud.streams, False
        cloud.receive(reply(cloud, NOTES, "thank_you"))
        cloud.streams = streams
        cloud.receive(reply(cloud, "Learned: read the tickets first", "thank_you"))
        pass_time(cloud)


def _kept_in_touch(cloud: Cloud) -> None:
    """Let the report and the later mails leave months after; all of that is its own."""
    new(cloud)
    pass_time(cloud)
    cloud.run(AFTER_THE_DRAFT)
    cloud.receive(reply(cloud, "sent", "thank_you"))
    pass_time(cloud)
    with cloud.own_calls():
        cloud.receive(reply(cloud, WORTH_A_REPORT, "thank_you"))
        pass_time(cloud)
        cloud.run()


def _reported(cloud: Cloud) -> None:
    """Answer the report: what was planned is planned anew."""
    new(cloud)
    pass_time(cloud)
    cloud.run(AFTER_THE_DRAFT)
    cloud.receive(reply(cloud, f"sent\n{NOTES}", "thank_you"))
    cloud.receive(reply(cloud, WORTH_A_REPORT, "thank_you"))
    cloud.run(datetime.fromisoformat("2026-12-10T18:00+00:00"))
    with cloud.own_calls():
        cloud.receive(reply(cloud, "Learned: she liked the article", "report_back"))
        pass_time(cloud)


def _referred(cloud: Cloud) -> None:
    """Let the talk with whom the contact named take place: the referrer is told."""
    new(cloud)
    pass_time(cloud)
    cloud.run(AFTER_THE_DRAFT)
    cloud.receive(reply(cloud, REFERRED, "thank_you"))
    cloud.run(LATER_STILL)
    with cloud.own_calls():
        cloud.receive(forwarded(ANAS_TALK, "ana-1"))
        pass_time(cloud)
        cloud.run()


def _linked(cloud: Cloud) -> None:
    """Link a second address by its code, and use it."""
    new(cloud)
    pass_time(cloud)
    with cloud.own_calls():
        cloud.receive(reply(cloud, f"also {HOME}"))
        pass_time(cloud)
        text = _text_of_the_last(cloud)
        code = re.search(r"^ *also ([a-z2-7]{52})", text, re.MULTILINE)
        assert code, "the mail holds no code"
        cloud.receive(plain("code-1", f"also {code[1]}\n", sender=HOME))
        pass_time(cloud)
        cloud.receive(plain("code-2", "list\n", sender=HOME))
        pass_time(cloud)


def _erased(cloud: Cloud) -> None:
    """Erase by two replies, while a later mail is owed and a schedule stands."""
    new(cloud)
    pass_time(cloud)
    with cloud.own_calls():
        cloud.receive(reply(cloud, "erase"))
        pass_time(cloud)
        cloud.receive(reply(cloud, "erase", "erase_asked"))
        pass_time(cloud)


def _erased_with_all(cloud: Cloud) -> None:
    """Erase what has a second address, a referral and mails that are months away."""
    _linked(cloud)
    cloud.run(AFTER_THE_DRAFT)
    cloud.receive(reply(cloud, f"{WORTH_A_REPORT}\n{REFERRED}", "thank_you"))
    pass_time(cloud)
    cloud.receive(reply(cloud, "erase", "introduction"))
    pass_time(cloud)
    with cloud.own_calls():
        cloud.receive(reply(cloud, "erase", "erase_asked"))
        pass_time(cloud)


def _confirmed_twice(cloud: Cloud) -> None:
    """Confirm the erasing twice at once, and let the first notice come once more."""
    new(cloud)
    pass_time(cloud)
    cloud.receive(reply(cloud, "erase"))
    pass_time(cloud)
    with cloud.own_calls():
        first = reply(cloud, "erase", "erase_asked")
        cloud.receive(first)
        cloud.receive(first, again=True)
        pass_time(cloud)


def _text_of_the_last(cloud: Cloud) -> str:
    mail = email.message_from_bytes(list(cloud.sent())[-1].mail.raw, policy=email.policy.default)
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def _own(name: str, play: Play, **how: object) -> Scenario:
    return Scenario(name, play, begins_as_another=True, **how)  # type: ignore[arg-type]  # the fields of Scenario


REPLY_SCENARIOS = (
    _own("profile", _says("profile\nname: Jordan Rivera\nfield: product work\nzone: Chicago\nhours: 9:00-18:00")),
    _own("swapped", _says("swap 4\n5: What would you do again?")),
    _own("corrected", _says("with: Priya Nair, Harbor Health Labs\nlength: 45 minutes")),
    _own("corrected in its time", _says("when: Thu Nov 12, 2026, 4:00 PM")),
    _own("moved by reply", _says("moved to Fri Nov 13, 2026, 10:00 AM")),
    _own("cancelled by reply", _says("cancelled")),
    _own("notes before the talk", _says("She likes birds.")),
    _own("notes", _says(NOTES, to_a="thank_you", at=AFTER_THE_DRAFT)),
    # Whether the first letter was taken back before it left depends on what fails.
    _own("two replies at once", _two_at_once, exact=False),
    _own("named whom she met", _says(f"{NOTES}\n{REFERRED}", to_a="thank_you", at=AFTER_THE_DRAFT)),
    _own("asks somebody", _says("ask: Lee Tan, lee@harbor.example, ten years in product")),
    _own("looks at what is kept", _says("list\ncompare\nexport")),
    _own("asks for help", _says("help")),
    _own("kept in touch", _kept_in_touch),
    _own("reported", _reported),
    _own("referred", _referred),
    _own("linked", _linked, people=frozenset({JORDAN, HOME})),
    _own("erased by reply", _erased, erased=True),
    _own("erased with all that is theirs", _erased_with_all, people=frozenset({JORDAN, HOME}), erased=True),
    _own("erasing confirmed twice", _confirmed_twice, erased=True),
)
