"""Letters beside the thank-you: to somebody who was named, to somebody to ask, to who named them, and later again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from shared.domain.content import Content
from shared.domain.debrief import Debrief, filled
from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, User
from shared.domain.letters import Draft, Piece, bracketed, pieces, unbracketed, word_count
from shared.domain.links import gmail_compose, mailto, outlook_compose
from shared.domain.names import display_name, greeting_name
from shared.domain.occasion import MAX_ADDRESS, MAX_COMPANY, WRITES_ONLY_TO_YOU, Occasion, occasion_of
from shared.domain.page import Note
from shared.domain.plain import plain, without_links
from shared.domain.thank_you import FIRST_NAME_BLANK, SIGNATURE_BLANK, Letter, Way
from shared.domain.time_words import day, weekday

FIELD_BLANK = bracketed("the field that you are exploring")
WHY_BLANK = "why you ask them of all people"
MOST_NAME_WORDS = 6
FILES = {
    Kind.INTRODUCTION: "introduction.eml",
    Kind.REQUEST: "request.eml",
    Kind.REFERRER_NOTE: "note-to-referrer.eml",
    Kind.REPORT_BACK: "report-back.eml",
    Kind.KEEP_IN_TOUCH: "keep-in-touch.eml",
}


@dataclasses.dataclass(frozen=True, slots=True)
class DraftNote(Note):
    """A note with one letter to finish."""

    letter: Letter = dataclasses.field(kw_only=True)
    blanks: tuple[str, ...] = ()


def draft(delivery: Delivery, interview: Interview | None, user: User, content: Content, now: datetime) -> DraftNote:
    """Write one of the five drafts. `now` is aware; the facts of the Delivery name whom a reply spoke of."""
    wording = content.drafts[delivery.kind]
    whom = _whom(delivery, interview, now)
    facts = _facts(delivery, interview, user, wording, whom, now)
    text = wording.text.strip().format_map(facts)
    text = "\n\n".join(part.strip() for part in text.split("\n\n") if part.strip())
    subject = _subject(wording, facts)
    note = content.notes[delivery.kind]
    named = whom.name or whom.email or note.nobody
    return DraftNote(
        subject=interview.subject if interview else note.subject.format(name=named),
        preheader=note.preheader.format(name=named),
        heading=note.heading.format(name=named),
        paragraphs=tuple(line.format(name=named) for line in note.paragraphs),
        closing=(WRITES_ONLY_TO_YOU,),
        letter=_letter(whom.email, subject, text, FILES[delivery.kind]),
        blanks=tuple(dict.fromkeys(piece.text.strip("[]") for piece in pieces(text) if piece.is_blank)),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Whom:
    """Whom the letter goes to; "" where not known."""

    name: str
    email: str


def _whom(delivery: Delivery, interview: Interview | None, now: datetime) -> _Whom:
    facts = delivery.facts
    if delivery.kind in (Kind.INTRODUCTION, Kind.REQUEST):
        return _Whom(_name(facts.get("name")), plain(facts.get("email"), MAX_ADDRESS))
    if delivery.kind is Kind.REFERRER_NOTE:
        return _Whom(_name(facts.get("referrer")), plain(facts.get("email"), MAX_ADDRESS))
    if interview is None:
        raise ValueError(f"a {delivery.kind} needs its interview")
    occasion = occasion_of(interview, now)
    return _Whom(_name(occasion.person), occasion.email)


def _name(text: str | None) -> str:
    name = unbracketed(display_name(text))
    return name if word_count(name) <= MOST_NAME_WORDS else ""


def _facts(
    delivery: Delivery, interview: Interview | None, user: User, wording: Draft, whom: _Whom, now: datetime
) -> dict[str, str]:
    """Fill in what is known; the rest is a visible blank."""
    said = delivery.facts
    field = without_links(user.field, MAX_COMPANY)
    referrer = _name(said.get("referrer"))
    facts = {
        "first_name": greeting_name(whom.name) if whom.name else FIRST_NAME_BLANK,
        "full_name": whom.name or FIRST_NAME_BLANK,
        "signature": _name(user.name) or SIGNATURE_BLANK,
        "field": unbracketed(field) or FIELD_BLANK,
        "referrer": referrer,
        "referrer_first": greeting_name(referrer) if referrer else FIRST_NAME_BLANK,
        "name": _name(said.get("name")),
        "why": _why(said.get("why")),
    }
    facts["referrer_line"] = wording.lines.get("referrer_line", "").format_map(facts) if referrer else ""
    if interview:
        facts |= _of_the_talk(delivery, interview, wording, occasion_of(interview, now))
    return facts


def _why(text: str | None) -> str:
    """Put the user's reason where they can see it: in a letter to that person it has to be said otherwise."""
    reason = unbracketed(without_links(text, 120))
    return bracketed(f"{WHY_BLANK}; your words: \u201c{reason}\u201d" if reason else WHY_BLANK)


def _of_the_talk(delivery: Delivery, interview: Interview, wording: Draft, occasion: Occasion) -> dict[str, str]:
    meeting = interview.meeting
    lines = wording.lines
    facts = {
        "day": f"on {weekday(meeting.starts_at, meeting.zone)}",
        "date": day(meeting.starts_at, meeting.zone, occasion.now),
        "learned_line": "",
        "report": "",
    }
    debrief = interview.debrief or Debrief()
    if delivery.kind is Kind.REFERRER_NOTE:
        # To the referrer, who was not there, "she" is the right word for whom the talk was with.
        learned = filled(debrief, {"learned": ""}, "", to_them=False).facts["learned"]
        blank = lines["learned_blank"]
        facts["learned_line"] = (
            blank if learned.startswith("[") else f"{lines['learned_line'].format(learned=learned)}."
        )
    if delivery.kind is Kind.REPORT_BACK:
        names = {"use": "", "named": "", "promised": ""}
        right = filled(debrief, names, occasion.person)
        told = [lines[f"{name}_line"].format_map(right.facts) for name in names if name not in right.open]
        facts["report"] = " ".join(told)
    return facts


def _subject(wording: Draft, facts: Mapping[str, str]) -> str:
    needed = facts.get("referrer") if "{referrer}" in wording.subject else facts.get("name") or True
    subject = wording.subject if needed else wording.subject_without or wording.subject
    return subject.format_map(facts)


def _letter(to: str, subject: str, text: str, file: str) -> Letter:
    paragraphs: list[tuple[tuple[Piece, ...], ...]] = [
        tuple(pieces(line) for line in paragraph.split("\n")) for paragraph in text.split("\n\n")
    ]
    return Letter(
        heading="",
        to=to,
        subject=subject,
        text=text,
        paragraphs=tuple(paragraphs),
        words=word_count(text),
        ways=(
            Way("Open it in your mail program", mailto(to, subject, text)),
            Way("Open it in Gmail", gmail_compose(to, subject, text)),
            Way("Open it in Outlook on the web", outlook_compose(to, subject, text)),
        ),
        empty_mail=mailto(to, subject, ""),
        file=file,
    )
