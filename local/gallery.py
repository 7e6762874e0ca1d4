"""Renders every kind of mail for a dozen made-up meetings into a folder with an index page.

    python -m local.gallery [folder]

Each mail is written as .html, .txt and the .eml that SES would be given. Nothing is sent, and nothing is read but
shared/content and templates.
"""

from __future__ import annotations

import dataclasses
import html
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from local.clock import StandingClock
from local.gallery_cases import USER, Case, cases, pacific
from local.gallery_replies import Owed, a_delivery, alone, awkward_notes, first_contact, with_a_past
from shared.adapters.jinja_pages import JinjaPages
from shared.adapters.ses_mailer import SESMailer
from shared.adapters.toml_content import load
from shared.domain.attachments import attachments
from shared.domain.compose import compose
from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, InterviewState, Meeting, Version
from shared.domain.invite import Outcome, Reason
from shared.domain.language import Language
from shared.domain.mail import OutgoingMail, Rendered
from shared.domain.page import Page
from shared.domain.subject import subject_of
from shared.domain.timing import Rules, nudge_due, thank_you_due
from shared.domain.words import Word

FROM = "notes@prep.example"
# A plain meeting, and the one with the longest words.
AWKWARD_CASES = ("coffee-30", "panel-45", "endless-50", "nobody-known")
SCREENS = tuple(f"{width}-{scheme}" for width in (360, 700) for scheme in ("light", "dark"))


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """One mail of the gallery: `name` is that of its files, `mime` what SES would be given."""

    name: str
    case: str
    kind: Kind
    page: Page
    rendered: Rendered
    mime: bytes


def main() -> None:
    """Render the gallery into the folder given, or out/gallery."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "out/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    made = list(mails())
    for mail in made:
        (folder / f"{mail.name}.html").write_text(mail.rendered.html, encoding="utf-8")
        (folder / f"{mail.name}.txt").write_text(mail.rendered.text, encoding="utf-8")
        (folder / f"{mail.name}.eml").write_bytes(mail.mime)
    (folder / "index.html").write_text(index(made), encoding="utf-8")
    print(f"{len(made)} mails in {folder / 'index.html'}")


def mails() -> Iterator[Made]:
    """Make every mail."""
    pages, content = JinjaPages(), load()

    for owed in _all_owed(content.language):
        page = compose(owed.delivery, owed.interview, owed.user, content, owed.now, owed.holdings)
        rendered = pages.render(owed.delivery.kind, page)
        files = attachments(owed.delivery, owed.interview, owed.user, page, owed.now, owed.holdings)
        mail = OutgoingMail(
            recipient=owed.user.address,
            subject=page.subject,
            body=rendered,
            delivery_id=owed.delivery.id,
            user_id=owed.user.id,
            answers_a_mail=True,
            attachments=files,
        )
        yield Made(owed.name, owed.case, owed.delivery.kind, page, rendered, _mime(mail, owed.now))


def _all_owed(language: Language) -> Iterator[Owed]:
    """Yield every mail of the gallery: those of each meeting, those of a user with a past, and the answers alone."""
    recorded = tuple(interview_of(case, language) for case in cases())
    for case, interview in zip(cases(), recorded, strict=True):
        for delivery, now in deliveries(case):
            yield Owed(f"{case.name}-{delivery.kind}", case.name, delivery, interview, case.user, now)
        yield from with_a_past(case, interview)
        if case.name in AWKWARD_CASES:
            yield from first_contact(case, interview)
            yield from awkward_notes(case, interview)
    yield from alone(recorded)
    for delivery, about in answers():
        told = _told(recorded[0], delivery) if delivery.about else None
        yield Owed(f"{delivery.kind}-{about}".rstrip("-"), about, delivery, told, USER, delivery.due_at)


def _mime(mail: OutgoingMail, now: datetime) -> bytes:
    nobody: Any = None
    return SESMailer(nobody, FROM, "gallery", StandingClock(now)).to_mime(mail)


def index(made: list[Made]) -> str:
    """Return a page with links to each mail and to its pictures, which tools/screenshots.py takes."""
    rows = "\n".join(
        f"<tr><td>{html.escape(mail.case)}</td><td>{html.escape(mail.kind)}</td>"
        + "".join(
            f'<td><a href="{html.escape(mail.name)}{ending}">{label}</a></td>'
            for ending, label in (
                (".html", "HTML"),
                (".txt", "text"),
                (".eml", "mail"),
                *((f"-{screen}.png", screen) for screen in SCREENS),
            )
        )
        + "</tr>"
        for mail in made
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><h1>Every mail that Foreword writes</h1><table>{rows}</table></body></html>\n"
    )


def deliveries(case: Case) -> Iterator[tuple[Delivery, datetime]]:
    """Yield each mail that a meeting can owe, with the moment at which it is written."""
    meeting = case.meeting
    before = meeting.starts_at - timedelta(days=2)
    letter_at = thank_you_due(meeting.ends_at, meeting.zone, Rules())
    yield a_delivery(Kind.PREP_PACK, before), before
    yield a_delivery(Kind.CHANGED, before, **(case.facts or _earlier(meeting))), before
    yield a_delivery(Kind.CANCELLED, before), before
    yield a_delivery(Kind.THANK_YOU, letter_at), letter_at
    nudge_at = nudge_due(meeting.ends_at, meeting.zone)
    yield a_delivery(Kind.THANK_YOU_NUDGE, nudge_at), nudge_at
    late = meeting.ends_at + timedelta(days=3)
    yield a_delivery(Kind.ALREADY_OVER, late), late


def interview_of(case: Case, language: Language) -> Interview:
    """Record the meeting as if its invite had come two days before."""
    seen = case.meeting.starts_at - timedelta(days=2)
    return Interview(
        id=case.name,
        user_id=case.user.id,
        recipient=case.user.address,
        version=Version(0, seen),
        revision=1,
        state=InterviewState.PLANNED,
        subject=subject_of(case.meeting, case.contact, language),
        meeting=case.meeting,
        contact=case.contact,
        created_at=seen,
        updated_at=seen,
    )


def _told(interview: Interview, delivery: Delivery) -> Interview:
    """Leave the interview as the word of a confirmation leaves it."""
    states = {Word.STOP: InterviewState.STOPPED, Word.DID_NOT_HAPPEN: InterviewState.NOT_HELD}
    state = states.get(Word(delivery.facts["word"]), interview.state)
    return dataclasses.replace(interview, state=state, revision=2, pack_went_out=True)


def answers() -> Iterator[tuple[Delivery, str]]:
    """Yield each answer that belongs to no meeting's plan, with what it is about."""
    now = pacific(2026, 11, 10, 9, 0)
    for reason in Reason:
        yield a_delivery(Kind.COULD_NOT_READ, now, **_unread_facts(reason)), reason
    for word in Word:
        noted = a_delivery(Kind.NOTED, now, word=word)
        about = None if word is Word.STOP_ALL else "the meeting"
        yield dataclasses.replace(noted, about=about), word.replace(" ", "-")
    yield a_delivery(Kind.NOT_ON_THE_LIST, now), ""


def _earlier(meeting: Meeting) -> dict[str, str]:
    """Say that the meeting was an hour earlier, or a day where it has no time."""
    earlier = timedelta(days=1) if meeting.all_day else timedelta(hours=1)
    return {
        "old_starts_at": (meeting.starts_at - earlier).isoformat(),
        "old_ends_at": (meeting.ends_at - earlier).isoformat(),
        "old_zone": meeting.zone,
        "old_title": meeting.title,
        "old_location": meeting.location or "",
    }


def _unread_facts(reason: Reason) -> dict[str, str]:
    unreadable = reason in (Reason.BROKEN_CALENDAR, Reason.TOO_LARGE, Reason.TOO_COMPLEX)
    outcome = Outcome.UNREADABLE if unreadable else Outcome.NOT_AN_INVITE
    return {"outcome": str(outcome), "reason": str(reason), "subject": "Fwd: coffee next week?"}


if __name__ == "__main__":
    main()
