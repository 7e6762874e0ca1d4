"""What goes into the thank-you draft and its one reminder.

The letter goes from the user to the person whom they met, out of the user's own mail program. We fill in what the
invite states, leave visible blanks for the rest, and send it to nobody but the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from shared.domain.content import Content
from shared.domain.debrief import Debrief, Filled, filled
from shared.domain.delivery import NO_FACTS, Delivery
from shared.domain.interview import Interview, User
from shared.domain.invite import Person
from shared.domain.letters import (
    MOST_COMPANY_WORDS,
    MOST_NAME_WORDS,
    MOST_WORDS,
    Blank,
    Length,
    Letters,
    Piece,
    Tone,
    bracketed,
    file_names,
    pieces,
    unbracketed,
    word_count,
)
from shared.domain.links import fits_mailto, gmail_compose, mailto, outlook_compose
from shared.domain.names import display_name, greeting_name, in_a_sentence
from shared.domain.occasion import (
    MAX_ADDRESS,
    WRITES_ONLY_TO_YOU,
    Occasion,
    deadline_words,
    occasion_of,
    others_line,
)
from shared.domain.page import Note, Page
from shared.domain.plain import plain
from shared.domain.time_words import day_and_clock, span, weekday
from shared.domain.timing import NUDGE_GAP, letter_deadline, nudge_due

MOST_LETTERS = 6
NO_NOTES = Filled(NO_FACTS, (), ())
FIRST_NAME_BLANK = bracketed("their first name")
FULL_NAME_BLANK = bracketed("their full name")
SIGNATURE_BLANK = bracketed("your name")
TO_BLANK = bracketed("their address")


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """One way to open a letter outside of this mail."""

    label: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One letter, as paragraphs of lines of pieces to show and as text to copy.

    `empty_mail` opens a mail that has all but its body, `file` is what the attached one is called.
    """

    heading: str
    to: str
    subject: str
    text: str
    paragraphs: tuple[tuple[tuple[Piece, ...], ...], ...]
    words: int
    ways: tuple[Way, ...] = ()
    empty_mail: str = ""
    file: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ThankYou(Page):
    """The draft: what to fill in, one letter for each person, then the other wordings of the first."""

    heading: str
    not_happened: str
    deadline: str
    reminder: str
    blanks: tuple[str, ...]
    traced: tuple[str, ...]
    prompts: tuple[str, ...]
    letters: tuple[Letter, ...]
    several: str
    versions: tuple[Letter, ...]
    before_sending: tuple[str, ...]
    footer: str


@dataclasses.dataclass(frozen=True, slots=True)
class Reminder(Note):
    """The nudge: a note with ways to open the letter."""

    ways: tuple[Way, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Recipient:
    """Whom one letter goes to; "" where not known."""

    name: str
    email: str


def thank_you(interview: Interview, delivery: Delivery, user: User, content: Content, now: datetime) -> ThankYou:
    """Write the draft. `now` is when it is written, aware."""
    occasion = occasion_of(interview, now)
    deadline = deadline_words(interview.meeting)
    people = _recipients(occasion)
    tones = _tones(user, len(people))
    notes = from_notes(content.letters, interview.debrief, people[0].name)
    files = file_names(person.name for person in people)
    letters = tuple(
        dataclasses.replace(
            _letter(
                content.letters,
                occasion,
                user,
                person,
                tone,
                _heading(person, len(people)),
                # What one of them said belongs into their letter alone, and the notes do not say whose it is.
                notes=notes.facts if person is people[0] else NO_NOTES.facts,
            ),
            file=file,
        )
        for person, tone, file in zip(people, tones, files, strict=True)
    )
    return ThankYou(
        subject=interview.subject,
        preheader=f"Fill in the blanks and send it from your own address by {deadline}.",
        heading="Your thank-you letter",
        not_happened=(
            f"Did {_the_talk(occasion)} not happen? Answer “did not happen”. A new date? Forward the new invite."
        ),
        deadline=f"To leave by {deadline}, within 24 hours of the talk.",
        reminder=_reminder_words(occasion, delivery),
        blanks=_blanks(content.letters.blanks, people, user, notes),
        traced=_traced(content.letters.blanks, notes),
        prompts=() if interview.debrief else content.letters.prompts,
        letters=letters,
        several=_several(occasion, len(people)),
        versions=_versions(content.letters, occasion, user, people[0], tones[0], notes),
        before_sending=(
            "Read it aloud once, and change what does not sound like you.",
            "Check the name, then the address.",
            "Send it from your own address. We cannot send it, and would not.",
            "Put a note in your calendar to write again once you have acted on what they said.",
        ),
        footer=WRITES_ONLY_TO_YOU,
    )


def thank_you_nudge(interview: Interview, user: User, content: Content, now: datetime) -> Reminder:
    """Write the one reminder before the 24 hours are over."""
    occasion = occasion_of(interview, now)
    deadline = deadline_words(interview.meeting)
    person = _recipients(occasion)[0]
    notes = from_notes(content.letters, interview.debrief, person.name)
    letter = _letter(content.letters, occasion, user, person, _tones(user, 1)[0], "", Length.SHORT, notes=notes.facts)
    to_whom = f" to {occasion.person}" if occasion.person else ""
    return Reminder(
        subject=interview.subject,
        preheader=f"Your thank-you letter should leave by {deadline}.",
        heading="Has your letter left?",
        paragraphs=(
            f"Your thank-you letter{to_whom} should leave by {deadline}: then the 24 hours are over.",
            "Sent already, or the talk did not happen? Say so in one word. This is the only reminder.",
        ),
        steps_heading="Five minutes are enough",
        steps=(
            "Find the draft in this thread, under the same subject.",
            "Fill in one thing you learned and what you will do with it. Cut the other blanks.",
            "Send it from your own address. Short and on time beats long and late.",
        ),
        closing=(WRITES_ONLY_TO_YOU,),
        ways=letter.ways,
    )


def from_notes(letters: Letters, debrief: Debrief | None, contact_name: str) -> Filled:
    """Return what the letter's blanks are filled with, from the notes alone."""
    blanks = {blank.id: blank.text for blank in letters.blanks}
    return filled(debrief, blanks, contact_name) if debrief else dataclasses.replace(NO_NOTES, open=tuple(blanks))


def _tones(user: User, count: int) -> list[Tone]:
    """Begin with the user's own tone; letters to several people differ, since they get compared."""
    first = list(Tone).index(Tone(user.tone)) if user.tone in list(Tone) else 0
    return [list(Tone)[(first + at) % len(Tone)] for at in range(count)]


def _traced(blanks: tuple[Blank, ...], notes: Filled) -> tuple[str, ...]:
    """List what of the letter comes from which note."""
    names = {blank.id: blank.about.partition(":")[0] for blank in blanks}
    return tuple(f"{names[name]}: “{note}”" for name, note in notes.traced)


def _recipients(occasion: Occasion) -> tuple[_Recipient, ...]:
    """List whom to write to: the contact, then the others where the contact is sure; a blank where it is not."""
    if not occasion.person and not occasion.email:
        return (_Recipient("", ""),)
    others = occasion.contact.others if occasion.contact else ()
    people = [_Recipient(occasion.person, occasion.email), *(_recipient(person) for person in others)]
    named = [person for person in people if person.name or person.email]
    unique = {(person.email or person.name).casefold(): person for person in reversed(named)}
    return tuple(person for person in named if unique[(person.email or person.name).casefold()] is person)[
        :MOST_LETTERS
    ]


def _recipient(person: Person) -> _Recipient:
    return _Recipient(display_name(person.name), plain(person.email, MAX_ADDRESS))


def _letter(
    letters: Letters,
    occasion: Occasion,
    user: User,
    person: _Recipient,
    tone: Tone,
    heading: str,
    length: Length = Length.FULL,
    notes: Mapping[str, str] = NO_FACTS,
) -> Letter:
    facts = {**_facts(occasion, user, person), **notes}
    text = letters.written(tone, length, facts)
    if word_count(text) > MOST_WORDS:
        text = letters.written(tone, Length.SHORT, facts)
    return Letter(
        heading=heading,
        to=person.email,
        subject=letters.subject,
        text=text,
        paragraphs=tuple(_lines(paragraph) for paragraph in text.split("\n\n")),
        words=word_count(text),
        ways=_ways(person.email, letters.subject, text, letters.written(tone, Length.SHORT, facts)),
        empty_mail=mailto(person.email, letters.subject, ""),
    )


def _lines(paragraph: str) -> tuple[tuple[Piece, ...], ...]:
    return tuple(pieces(line) for line in paragraph.split("\n"))


def _versions(
    letters: Letters, occasion: Occasion, user: User, person: _Recipient, first: Tone, notes: Filled
) -> tuple[Letter, ...]:
    """Write the other wordings of the first letter; their ways would only repeat its own."""
    wanted = [(tone, length) for length in Length for tone in Tone if (tone, length) != (first, Length.FULL)]
    shown = []
    for tone, length in wanted:
        heading = f"{tone.capitalize()}, {'shorter' if length is Length.SHORT else 'full length'}"
        letter = _letter(letters, occasion, user, person, tone, heading, length, notes=notes.facts)
        shown.append(dataclasses.replace(letter, ways=(), empty_mail=""))
    return tuple(shown)


def _facts(occasion: Occasion, user: User, person: _Recipient) -> dict[str, str]:
    """Fill in what is known and keeps the letter within its words; the rest stays blank."""
    name = unbracketed(person.name)
    name = name if word_count(name) <= MOST_NAME_WORDS and not name.endswith("…") else ""
    company = in_a_sentence(unbracketed(occasion.stated_company))
    company = company if word_count(company) <= MOST_COMPANY_WORDS else ""
    signature = unbracketed(display_name(user.name)) if word_count(user.name or "") <= MOST_NAME_WORDS else ""
    return {
        "first_name": greeting_name(name) if name else FIRST_NAME_BLANK,
        "full_name": name.partition(",")[0] or FULL_NAME_BLANK,
        "day": f"on {weekday(occasion.meeting.starts_at, occasion.zone)}",
        "at_company": f" at {company}" if company else "",
        "signature": signature or SIGNATURE_BLANK,
    }


def _ways(to: str, subject: str, text: str, shorter: str) -> tuple[Way, ...]:
    """List the ways to open the letter. Where it is too long for a link, the shorter one goes in, or none."""
    body = next((one for one in (text, shorter) if fits_mailto(one)), "")
    return (
        Way("Open it in your mail program", mailto(to, subject, body)),
        Way("Open it in Gmail", gmail_compose(to, subject, body)),
        Way("Open it in Outlook on the web", outlook_compose(to, subject, body)),
    )


def _blanks(blanks: tuple[Blank, ...], people: tuple[_Recipient, ...], user: User, notes: Filled) -> tuple[str, ...]:
    """List what has to be filled in before the letter can leave."""
    listed = [blank.about for blank in blanks if blank.id in notes.open]
    if not all(person.email for person in people):
        listed.append("Their address: the invite does not say it for certain, so that To is empty.")
    if not all(person.name for person in people):
        listed.append("Their name: as they write it themselves.")
    if not display_name(user.name):
        listed.append("Your name, at the end.")
    return tuple(listed)


def _heading(person: _Recipient, count: int) -> str:
    return f"To {person.name or person.email}" if count > 1 else "The letter"


def _several(occasion: Occasion, count: int) -> str:
    if count == 1:
        return ""
    left_out = len(occasion.contact.others) + 1 - count if occasion.contact else 0
    more = f" {others_line(occasion.contact)}" if left_out > 0 else ""
    return (
        "You met several people: one letter each. Give each a sentence that only they could have prompted, since such "
        f"letters get compared.{more}"
    )


def _the_talk(occasion: Occasion) -> str:
    """Name the talk by its day and time, so that nobody takes it for another."""
    meeting = occasion.meeting
    who = f" with {occasion.person}" if occasion.person else ""
    on = weekday(meeting.starts_at, meeting.zone)
    at = "" if meeting.all_day else f", {span(meeting.starts_at, meeting.ends_at, meeting.zone)},"
    return f"your talk{who} on {on}{at}"


def _reminder_words(occasion: Occasion, delivery: Delivery) -> str:
    """Say when the reminder comes, where one does."""
    meeting = occasion.meeting
    due = nudge_due(meeting.ends_at, meeting.zone)
    if not max(occasion.now, delivery.due_at + NUDGE_GAP) <= due < letter_deadline(meeting.ends_at):
        return "No reminder follows."
    at = day_and_clock(due, meeting.zone)
    return f"One reminder comes on {at}; once the letter has left, answer “sent”, and none comes."
