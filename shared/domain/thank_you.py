"""What goes into the thank-you draft and its one reminder.

The letter goes from the user to the person whom they met, out of the user's own mail program. We fill in what the
invite states, leave visible blanks for the rest, and send it to nobody but the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from shared.domain.content import Content
from shared.domain.debrief import Debrief
from shared.domain.delivery import NO_FACTS, Delivery
from shared.domain.interview import Interview, User
from shared.domain.invite import Person
from shared.domain.language import Language
from shared.domain.letter_notes import Filled, filled, without_links_in
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
    MOST_OTHERS,
    Occasion,
    deadline_words,
    occasion_of,
)
from shared.domain.page import Note, Page
from shared.domain.plain import plain
from shared.domain.time_words import day_and_clock, span, weekday
from shared.domain.timing import NUDGE_GAP, letter_deadline, nudge_due
from shared.domain.words import Word

MOST_LETTERS = 6
NO_NOTES = Filled(NO_FACTS, (), ())
# The links of a letter hold all of it. Beyond these the button, the text and the file have to do: under 60 KB in all.
MOST_WITH_ALL_WAYS = 3


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
    occasion = occasion_of(interview, now, content.language)
    deadline = deadline_words(occasion)
    people = _recipients(occasion)
    tones = _tones(user, len(people))
    notes = from_notes(occasion, content.letters, interview.debrief, people[0].name)
    files = file_names((person.name for person in people), occasion.say("letter.file"))
    letters = tuple(
        _placed(
            at,
            file,
            _letter(
                content.letters,
                occasion,
                user,
                person,
                tone,
                _heading(occasion, person, len(people)),
                # What one of them said belongs into their letter alone, and the notes do not say whose it is.
                notes=notes.facts if person is people[0] else NO_NOTES.facts,
            ),
        )
        for at, (person, tone, file) in enumerate(zip(people, tones, files, strict=True))
    )
    return ThankYou(
        subject=interview.subject,
        preheader=occasion.say("letter.preheader", deadline=deadline),
        heading=occasion.say("letter.heading"),
        not_happened=occasion.say("letter.not_happened", talk=_the_talk(occasion), word=Word.DID_NOT_HAPPEN),
        deadline=occasion.say("letter.deadline", deadline=deadline),
        reminder=_reminder_words(occasion, delivery),
        blanks=_blanks(occasion, content.letters.blanks, people, user, notes),
        traced=_traced(occasion, content.letters.blanks, notes),
        prompts=() if interview.debrief else content.letters.prompts,
        letters=letters,
        several=_several(occasion, people, notes),
        versions=_versions(content.letters, occasion, user, people[0], tones[0], notes),
        before_sending=occasion.language.lines("letter.before_sending"),
        footer=occasion.say("mail.only_to_you"),
    )


def _placed(at: int, file: str, letter: Letter) -> Letter:
    """Give a letter its file, and as many ways to open it as there is room for."""
    return dataclasses.replace(letter, file=file, ways=letter.ways if at < MOST_WITH_ALL_WAYS else letter.ways[:1])


def thank_you_nudge(interview: Interview, user: User, content: Content, now: datetime) -> Reminder:
    """Write the one reminder before the 24 hours are over."""
    occasion = occasion_of(interview, now, content.language)
    deadline = deadline_words(occasion)
    people = _recipients(occasion)
    person = people[0]
    others = (occasion.say("nudge.others"),) if len(people) > 1 else ()
    notes = from_notes(occasion, content.letters, interview.debrief, person.name)
    letter = _letter(content.letters, occasion, user, person, _tones(user, 1)[0], "", Length.SHORT, notes=notes.facts)
    return Reminder(
        subject=interview.subject,
        preheader=occasion.say("nudge.preheader", deadline=deadline),
        heading=occasion.say("nudge.heading"),
        paragraphs=(
            occasion.named("nudge.deadline", deadline=deadline),
            occasion.say("nudge.or_say_so"),
        ),
        steps_heading=occasion.say("nudge.steps_heading"),
        steps=occasion.language.lines("nudge.steps"),
        closing=(*others, occasion.say("mail.only_to_you_in_short")),
        ways=letter.ways,
    )


def from_notes(occasion: Occasion, letters: Letters, debrief: Debrief | None, contact_name: str) -> Filled:
    """Return what the letter's blanks are filled with, from the notes alone."""
    blanks = {blank.id: blank.text for blank in letters.blanks}
    if debrief is None:
        return dataclasses.replace(NO_NOTES, open=tuple(blanks))
    return filled(without_links_in(debrief), blanks, contact_name, occasion.language)


def _tones(user: User, count: int) -> list[Tone]:
    """Begin with the user's own tone; letters to several people differ, since they get compared."""
    first = list(Tone).index(Tone(user.tone)) if user.tone in list(Tone) else 0
    return [list(Tone)[(first + at) % len(Tone)] for at in range(count)]


def _traced(occasion: Occasion, blanks: tuple[Blank, ...], notes: Filled) -> tuple[str, ...]:
    """List what of the letter comes from which note."""
    names = {blank.id: blank.about.partition(":")[0] for blank in blanks}
    return tuple(occasion.say("letter.traced", what=names[name], note=note) for name, note in notes.traced)


def _recipients(occasion: Occasion) -> tuple[_Recipient, ...]:
    """List whom to write to: the first of those who are named; a blank where the contact is not sure."""
    return _named(occasion)[:MOST_LETTERS]


def _named(occasion: Occasion) -> tuple[_Recipient, ...]:
    """List everybody who was met, each once: the contact, then the others."""
    if not occasion.person and not occasion.email:
        return (_Recipient("", ""),)
    others = occasion.contact.others if occasion.contact else ()
    people = [_Recipient(occasion.person, occasion.email), *(_recipient(person) for person in others)]
    named = [person for person in people if person.name or person.email]
    unique = {(person.email or person.name).casefold(): person for person in reversed(named)}
    return tuple(person for person in named if unique[(person.email or person.name).casefold()] is person)


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
    *,
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
        ways=ways_to_open(
            occasion.language, person.email, letters.subject, text, letters.written(tone, Length.SHORT, facts)
        ),
        empty_mail=mailto(person.email, letters.subject, ""),
    )


def _lines(paragraph: str) -> tuple[tuple[Piece, ...], ...]:
    return tuple(pieces(line) for line in paragraph.split("\n"))


def _versions(
    letters: Letters, occasion: Occasion, user: User, person: _Recipient, first: Tone, notes: Filled
) -> tuple[Letter, ...]:
    """Write the other wordings of the first letter; their ways would only repeat its own.

    Where notes make the full length too long, it has become the shorter one, and is not shown a second time.
    """
    main = _letter(letters, occasion, user, person, first, "", notes=notes.facts).text
    wanted = [(tone, length) for length in Length for tone in Tone if (tone, length) != (first, Length.FULL)]
    short = {
        tone: _letter(letters, occasion, user, person, tone, "", Length.SHORT, notes=notes.facts).text for tone in Tone
    }
    shown = []
    for tone, length in wanted:
        heading = occasion.say(f"letter.{tone}_{length}")
        letter = _letter(letters, occasion, user, person, tone, heading, length, notes=notes.facts)
        if letter.text == main or (length is Length.FULL and letter.text == short[tone]):
            continue
        shown.append(dataclasses.replace(letter, ways=(), empty_mail=""))
    return tuple(shown)


def _facts(occasion: Occasion, user: User, person: _Recipient) -> dict[str, str]:
    """Fill in what is known and keeps the letter within its words; the rest stays blank."""
    say, name = occasion.say, _name_in_letter(person)
    company = in_a_sentence(unbracketed(occasion.stated_company), occasion.language)
    company = company if word_count(company) <= MOST_COMPANY_WORDS else ""
    return {
        "first_name": greeting_name(name) if name else bracketed(say("letter.first_name_blank")),
        "full_name": name.partition(",")[0] or bracketed(say("letter.full_name_blank")),
        "day": say("letter.on_day", weekday=weekday(occasion.language, occasion.meeting.starts_at, occasion.zone)),
        "at_company": say("letter.at_company", company=company) if company else "",
        "signature": _signature(user) or bracketed(say("letter.signature_blank")),
    }


def _name_in_letter(person: _Recipient) -> str:
    """Return the name as a letter greets it; "" where it is not known, or too long to be whole."""
    name = unbracketed(person.name)
    return name if word_count(name) <= MOST_NAME_WORDS and not name.endswith("…") else ""


def _signature(user: User) -> str:
    return unbracketed(display_name(user.name)) if word_count(user.name or "") <= MOST_NAME_WORDS else ""


def ways_to_open(language: Language, to: str, subject: str, text: str, shorter: str) -> tuple[Way, ...]:
    """List the ways to open the letter. Where it is too long for a link, the shorter one goes in, or none."""
    body = next((one for one in (text, shorter) if fits_mailto(one)), "")
    return (
        Way(language.say("letter.open_in_your_program"), mailto(to, subject, body)),
        Way(language.say("letter.open_in_gmail"), gmail_compose(to, subject, body)),
        Way(language.say("letter.open_in_outlook"), outlook_compose(to, subject, body)),
    )


def _blanks(
    occasion: Occasion, blanks: tuple[Blank, ...], people: tuple[_Recipient, ...], user: User, notes: Filled
) -> tuple[str, ...]:
    """List what has to be filled in before the letter can leave."""
    # The notes go into the first letter alone: with several people, every blank is open in one of them.
    listed = [blank.about for blank in blanks if blank.id in notes.open or len(people) > 1]
    if not all(person.email for person in people):
        listed.append(occasion.say("letter.their_address"))
    if not all(_name_in_letter(person) for person in people):
        listed.append(occasion.say("letter.their_name"))
    if not _signature(user):
        listed.append(occasion.say("letter.your_name"))
    return tuple(listed)


def _heading(occasion: Occasion, person: _Recipient, count: int) -> str:
    if count == 1:
        return occasion.say("letter.the_letter")
    return occasion.say("letter.to_one", name=person.name or person.email)


def _several(occasion: Occasion, people: tuple[_Recipient, ...], notes: Filled) -> str:
    if len(people) == 1:
        return ""
    sentences = [occasion.say("letter.several")]
    if notes.traced:
        sentences.append(occasion.say("letter.notes_in_the_first"))
    left_out = _named(occasion)[len(people) :]
    if left_out:
        names = "; ".join(person.name or person.email for person in left_out[:MOST_OTHERS])
        more = len(left_out) - MOST_OTHERS
        key, counted = ("letter.no_letter_and_more", {"count": more}) if more > 0 else ("letter.no_letter", {})
        sentences.append(occasion.say(key, names=names, **counted))
    return " ".join(sentences)


def _the_talk(occasion: Occasion) -> str:
    """Name the talk by its day and time, so that nobody takes it for another."""
    meeting = occasion.meeting
    on = weekday(occasion.language, meeting.starts_at, meeting.zone)
    if meeting.all_day:
        return occasion.named("letter.talk_on_day", weekday=on)
    time = span(occasion.language, meeting.starts_at, meeting.ends_at, meeting.zone)
    return occasion.named("letter.talk", weekday=on, time=time)


def _reminder_words(occasion: Occasion, delivery: Delivery) -> str:
    """Say when the reminder comes, where one does."""
    meeting = occasion.meeting
    due = nudge_due(meeting.ends_at, meeting.zone)
    if not max(occasion.now, delivery.due_at + NUDGE_GAP) <= due < letter_deadline(meeting.ends_at):
        return occasion.say("letter.no_reminder")
    at = day_and_clock(occasion.language, due, meeting.zone)
    return occasion.say("letter.reminder", when=at, word=Word.SENT)
