"""A mail that cannot be read is answered with a form; filled in and sent back, it brings the pack."""

from __future__ import annotations

import email
import email.policy
import html
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from local.forwarding import over_smtp
from local.ses import arrival
from tests.integration.conftest import JORDAN, MAILS, Stage
from tests.meetings import content

FORM = content().language.lists["unread.form"]
UNREADABLE = MAILS / "unreadable-calendar.eml"
FILLED = (
    "With: Priya Nair <priya.nair@harborhealth.example>",
    "Company: Harbor Health",
    "When: Thu Nov 12 2026, 2:00 PM Pacific",
    "Length: 30 minutes",
    "Where: Harbor House, lobby",
)


def test_the_form_that_is_sent_is_the_form_that_is_filled_in_here() -> None:
    assert [line.partition(":")[0] for line in FORM] == [line.partition(":")[0] for line in FILLED]


def original_of(stage: Stage) -> EmailMessage:
    return email.message_from_bytes(stage.world.sent[0].raw, policy=email.policy.default)


def text_of(original: EmailMessage, kind: str) -> str:
    body = original.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def filled_in(text: str, ends: str) -> str:
    """Write the answers over the form, each in its line."""
    for sent, filled in zip(FORM, FILLED, strict=True):
        assert sent in text
        text = text.replace(sent, f"{filled}{ends}")
    return text


def as_typed_above(reply: EmailMessage, original: EmailMessage) -> None:
    quoted = "".join(f"> {line}\n" for line in text_of(original, "plain").splitlines())
    reply.set_content("\n".join(FILLED) + f"\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword wrote:\n\n{quoted}")


def as_bullets_above(reply: EmailMessage, original: EmailMessage) -> None:
    del original
    reply.set_content("Here it is:\n\n" + "".join(f"  • {line}\n" for line in FILLED))


def as_written_into_the_quote(reply: EmailMessage, original: EmailMessage) -> None:
    quoted = "".join(f"> {line}\n" for line in filled_in(text_of(original, "plain"), "").splitlines())
    reply.set_content(f"\n\nOn Tue, Nov 10, 2026 at 9:00 AM Foreword wrote:\n\n{quoted}")


def as_html_alone(reply: EmailMessage, original: EmailMessage) -> None:
    rows = "".join(f"<div><b>{html.escape(line).replace(':', ':</b>', 1)}</div>" for line in FILLED)
    quoted = text_of(original, "html")
    reply.set_content(f"<div dir=ltr>{rows}</div><br><blockquote>{quoted}</blockquote>", subtype="html")


def as_html_written_into_the_quote(reply: EmailMessage, original: EmailMessage) -> None:
    quoted = text_of(original, "html")
    for sent, filled in zip(FORM, FILLED, strict=True):
        shown = html.escape(sent).replace(" PM", "\u00a0PM")
        assert shown in quoted
        quoted = quoted.replace(shown, f"<span>{html.escape(filled)}</span>")
    reply.set_content(f"<div dir=ltr><br></div><blockquote>{quoted}</blockquote>", subtype="html")


WAYS: tuple[Callable[[EmailMessage, EmailMessage], None], ...] = (
    as_typed_above,
    as_bullets_above,
    as_written_into_the_quote,
    as_html_alone,
    as_html_written_into_the_quote,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_filled_form_brings_the_pack_for_the_time_that_it_states(
    stage: Stage, way: Callable[[EmailMessage, EmailMessage], None]
) -> None:
    stage.receive(UNREADABLE)
    assert [kind for kind, _, _ in stage.ledger()] == ["could_not_read"]

    original = original_of(stage)
    reply = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    reply["From"], reply["To"] = JORDAN, original["Reply-To"]
    reply["Subject"] = f"Re: {original['Subject']}"
    reply["Message-ID"] = f"<{way.__name__}@mail.example.org>"
    reply["Date"] = "Tue, 10 Nov 2026 09:10:00 -0800"
    way(reply, original)
    stage.world.receive(arrival(over_smtp(reply.as_bytes()), str(reply["To"]), {}))

    assert [kind for kind, _, _ in stage.ledger()] == ["could_not_read", "prep_pack"]
    pack = stage.text(1)
    assert "Thursday, November 12" in pack
    assert "2:00–2:30 PM" in pack
    assert "Priya Nair" in pack
    assert "Harbor Health" in pack
    stage.until("2026-11-12T16:00-08:00")
    assert stage.ledger()[2][::2] == ("thank_you", "Thu 12 23:30")
