"""Letters beside the thank-you: to somebody who was named, to somebody to ask, to who named them, and later again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from shared.domain.content import Content
from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, User
from shared.domain.language import Language
from shared.domain.letter_notes import filled, without_links_in
from shared.domain.letters import Draft, Piece, bracketed, pieces, unbracketed, word_count
from shared.domain.links import mailto
from shared.domain.names import display_name, greeting_name
from shared.domain.occasion import MAX_ADDRESS, MAX_COMPANY, Occasion, occasion_of
from shared.domain.page import Note
from shared.domain.plain import plain, without_links
from shared.domain.thank_you import Letter, ways_to_open
from shared.domain.time_words import day, month, weekday

MOST_NAME_WORDS = 6


@dataclasses.dataclass(frozen=True, slots=True)
class DraftNote(Note):
    """A note with one letter to finish."""

    letter: Letter = dataclasses.field(kw_only=True)
    blanks: tuple[str, ...] = ()


def draft(delivery: Delivery, interview: Interview | None, user: User, content: Content, now: datetime) -> DraftNote:
    """Write one of the five drafts. `now` is aware; the facts of the Delivery name whom a reply spoke of."""
    wording = content.drafts.letters[delivery.kind]
    occasion = occasion_of(interview, now, content.language) if interview else None
    whom = _whom(delivery, occasion)
    facts = _facts(delivery, user, content, whom)
    if interview and occasion:
        facts |= _of_the_talk(delivery, interview, wording, occasion)
    text = wording.text.strip().format_map(facts)
    text = "\n\n".join(part.strip() for part in text.split("\n\n") if part.strip())
    subject = _subject(wording, facts)
    note = content.notes[delivery.kind]
    named = _shown_name(delivery, occasion, whom) or whom.email or note.nobody
    no_address = () if whom.email else (content.language.say("letter.address_blank"),)
    return DraftNote(
        subject=interview.subject if interview else note.subject.format(name=named),
        preheader=note.preheader.format(name=named),
        heading=note.heading.format(name=named),
        paragraphs=tuple(line.format(name=named) for line in note.paragraphs),
        closing=(content.language.say("mail.only_to_you"),),
        letter=_letter(content.language, whom.email, subject, text, wording.file),
        blanks=no_address + tuple(dict.fromkeys(piece.text.strip("[]") for piece in pieces(text) if piece.is_blank)),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Whom:
    """Whom the letter goes to; "" where not known."""

    name: str
    email: str


def _whom(delivery: Delivery, occasion: Occasion | None) -> _Whom:
    facts = delivery.facts
    if delivery.kind in (Kind.INTRODUCTION, Kind.REQUEST):
        return _Whom(_name(facts.get("name")), plain(facts.get("email"), MAX_ADDRESS))
    if delivery.kind is Kind.REFERRER_NOTE:
        return _Whom(_name(facts.get("referrer")), plain(facts.get("email"), MAX_ADDRESS))
    if occasion is None:
        raise ValueError(f"a {delivery.kind} needs its interview")
    return _Whom(_name(occasion.person), occasion.email)


def _shown_name(delivery: Delivery, occasion: Occasion | None, whom: _Whom) -> str:
    """Name them to the user: of the contact even a name that is too long for a letter."""
    of_contact = delivery.kind in (Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH)
    return whom.name or (occasion.person if occasion and of_contact else "")


def _name(text: str | None) -> str:
    name = unbracketed(display_name(text))
    return name if word_count(name) <= MOST_NAME_WORDS and not name.endswith("…") else ""


def _facts(delivery: Delivery, user: User, content: Content, whom: _Whom) -> dict[str, str]:
    """Fill in what is known; the rest is a visible blank."""
    said, say = delivery.facts, content.language.say
    field = unbracketed(without_links(user.field, MAX_COMPANY))
    referrer = _name(said.get("referrer"))
    first_name_blank = bracketed(say("letter.first_name_blank"))
    facts = {
        "first_name": greeting_name(whom.name) if whom.name else first_name_blank,
        "full_name": whom.name or bracketed(say("letter.full_name_blank")),
        "signature": _name(user.name) or bracketed(say("letter.signature_blank")),
        "field": field or bracketed(content.drafts.field_blank),
        "referrer": referrer,
        "referrer_first": greeting_name(referrer) if referrer else first_name_blank,
        "name": _name(said.get("name")) or bracketed(say("letter.full_name_blank")),
        "why": _why(said.get("why"), content),
        "report": "",
        "learned_line": "",
    }
    line = content.drafts.letters[delivery.kind].lines.get("referrer_line", "")
    return facts | {"referrer_line": line.format_map(facts) if referrer else ""}


def _why(text: str | None, content: Content) -> str:
    """Put the user's reason where they can see it: in a letter to that person it has to be said otherwise."""
    reason, blank = unbracketed(without_links(text, 120)), content.drafts.why_blank
    return bracketed(content.language.say("letter.blank_with_words", blank=blank, note=reason) if reason else blank)


def _of_the_talk(delivery: Delivery, interview: Interview, wording: Draft, occasion: Occasion) -> dict[str, str]:
    meeting = interview.meeting
    lines = wording.lines
    facts = {
        "day": occasion.say("letter.on_day", weekday=weekday(occasion.language, meeting.starts_at, meeting.zone)),
        "date": day(occasion.language, meeting.starts_at, meeting.zone, occasion.now),
        "month": month(occasion.language, meeting.starts_at, meeting.zone, occasion.now),
    }
    debrief = without_links_in(interview.debrief or Debrief())
    if delivery.kind is Kind.REFERRER_NOTE:
        # To the referrer, who was not there, "she" is the right word for whom the talk was with.
        learned = filled(debrief, {"learned": ""}, "", occasion.language, to_them=False).facts["learned"]
        blank = lines["learned_blank"]
        facts["learned_line"] = (
            blank if learned.startswith("[") else f"{lines['learned_line'].format(learned=learned)}."
        )
    if delivery.kind is Kind.REPORT_BACK:
        names = {"use": "", "named": "", "promised": ""}
        right = filled(debrief, names, occasion.person, occasion.language)
        told = [lines[f"{name}_line"].format_map(right.facts) for name in names if name not in right.open]
        facts["report"] = " ".join(told)
    return facts


def _subject(wording: Draft, facts: Mapping[str, str]) -> str:
    """Fill in the subject; one that would hold a blank, or nobody's name, gives way to the one that does without."""
    said = wording.subject.format_map(facts)
    has_referrer = facts["referrer"] or "{referrer}" not in wording.subject
    return said if has_referrer and not any(piece.is_blank for piece in pieces(said)) else wording.subject_without


def _letter(language: Language, to: str, subject: str, text: str, file: str) -> Letter:
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
        ways=ways_to_open(language, to, subject, text, ""),
        empty_mail=mailto(to, subject, ""),
        file=file,
    )
