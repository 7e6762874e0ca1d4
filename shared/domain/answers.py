"""The short mails: what happened, what it means for the user, what to do, each in under 120 words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from shared.domain.agenda import Shares, shares_for
from shared.domain.calendar_entries import takes_entries_back
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview
from shared.domain.invite import Reason
from shared.domain.language import Language
from shared.domain.occasion import (
    MAX_PLACE,
    MAX_TITLE,
    Occasion,
    deadline_words,
    occasion_of,
    opening_line,
    place_line,
    time_notes,
    when_words,
)
from shared.domain.page import FormNote, Note
from shared.domain.plain import plain, without_links
from shared.domain.subject import MAX_SUBJECT
from shared.domain.time_words import clock, day, is_midnight, span, weekday, zone_words
from shared.domain.timetable import clock_after, length_notes, planned_minutes
from shared.domain.words import Word

MAX_DETAIL = 160
# What is no invite to be read: the mail was understood, and asks for something else than the form.
_NO_FORM = frozenset({Reason.WHICH_MEETING, Reason.PROPOSAL})


def changed(interview: Interview, delivery: Delivery, content: Content, now: datetime) -> Note:
    """Say what is different about a meeting that the user had a pack for, and give the new clock times."""
    occasion = occasion_of(interview, now, content.language)
    meeting = interview.meeting
    facts = delivery.facts
    again = facts.get("was_cancelled") == "yes"
    moved = again or _has_moved(occasion, facts)
    marks = _marks(occasion, content) if moved and not meeting.all_day else ()
    return Note(
        subject=interview.subject,
        preheader=occasion.say("changed.preheader_moved" if moved else "changed.preheader", when=_short_when(occasion)),
        heading=occasion.say("changed.again" if again else "changed.moved" if moved else "changed.otherwise"),
        paragraphs=(
            occasion.named("changed.now", when=when_words(occasion)) if moved else opening_line(occasion),
            *_what_was(occasion, facts),
            place_line(occasion),
            *time_notes(occasion),
            *(length_notes(occasion) if marks else ()),
        ),
        steps_heading=occasion.say("changed.new_times") if marks else "",
        steps=marks,
        closing=(
            occasion.say("changed.stands", deadline=deadline_words(occasion)),
            occasion.say("changed.file"),
            occasion.say("mail.only_to_you_in_short"),
        ),
    )


def cancelled(interview: Interview, delivery: Delivery, content: Content, now: datetime) -> Note:
    """Confirm that a meeting is off and that nothing more comes."""
    occasion = occasion_of(interview, now, content.language)
    say = occasion.say
    known = takes_entries_back(delivery, interview)
    return Note(
        subject=interview.subject,
        preheader=say(
            "cancelled.preheader", weekday=weekday(occasion.language, interview.meeting.starts_at, occasion.zone)
        ),
        heading=say("cancelled.heading"),
        paragraphs=(
            occasion.named("cancelled.which", when=when_words(occasion)),
            say("cancelled.withdrawn" if known else "cancelled.nothing_was_planned"),
        ),
        steps_heading=say("cancelled.steps_heading"),
        steps=occasion.language.lines("cancelled.steps"),
        closing=(*((say("mail.entries_go"),) if known else ()), say("mail.only_to_you_in_short")),
    )


def already_over(interview: Interview, content: Content, now: datetime) -> Note:
    """Say that the meeting and its 24 hours are past, and what still helps."""
    occasion = occasion_of(interview, now, content.language)
    say = occasion.say
    return Note(
        subject=interview.subject,
        preheader=say("over.preheader", weekday=weekday(occasion.language, interview.meeting.ends_at, occasion.zone)),
        heading=say("over.heading"),
        paragraphs=(occasion.named("over.which", when=when_words(occasion)), say("over.too_late")),
        steps_heading=say("over.steps_heading"),
        steps=occasion.language.lines("over.steps"),
        closing=(say("over.another"), say("mail.only_to_you_in_short")),
    )


def could_not_read(delivery: Delivery, content: Content) -> FormNote:
    """Say which mail gave no meeting, why, how to forward it so that it does, and give a form to fill in instead.

    A word that may be about several meetings, and a time that is only proposed, get what helps there in its place.
    """
    facts, language = delivery.facts, content.language
    subject = without_links(facts.get("subject"), MAX_SUBJECT - len("Re: "))
    reason = Reason(facts["reason"]) if facts.get("reason") in set(Reason) else None
    if reason in _NO_FORM:
        return _understood(reason, subject, language)
    say = language.say
    why = say(f"unread.why_{reason or 'unknown'}")
    detail = without_links(facts.get("detail"), MAX_DETAIL)
    how = language.lines("unread.steps")
    if reason is Reason.SEVERAL_MEETINGS:
        how = (say("unread.one_at_a_time"), *how[1:])
    return FormNote(
        subject=_reply_subject(subject, language),
        preheader=say("unread.preheader"),
        heading=say("unread.heading"),
        paragraphs=(
            say("unread.which" if subject else "unread.which_nameless", subject=subject),
            f"{why} {detail}".strip(),
            say("unread.means"),
        ),
        steps_heading=say("unread.steps_heading"),
        steps=how,
        closing=(say("mail.only_to_you_in_short"),),
        form=language.lines("unread.form"),
    )


def not_on_the_list(delivery: Delivery, content: Content) -> Note:
    """Tell a proven stranger, once in 30 days and without a word of their mail, that only a list is answered."""
    del delivery
    say, lines = content.language.say, content.language.lines
    return Note(
        subject=say("unread.no_subject"),
        preheader=say("stranger.preheader"),
        heading=say("stranger.heading"),
        paragraphs=lines("stranger.paragraphs"),
        steps_heading=say("stranger.steps_heading"),
        steps=lines("stranger.steps"),
        closing=(say("stranger.automatic"),),
    )


def _understood(reason: Reason, subject: str, language: Language) -> FormNote:
    """Answer a mail that was read and changes nothing: it lacks a meeting to be about, or an agreement."""
    say = language.say
    return FormNote(
        subject=_reply_subject(subject, language),
        preheader=say(f"{reason}.preheader"),
        heading=say(f"{reason}.heading"),
        paragraphs=(
            say(f"{reason}.said" if subject else f"{reason}.said_nameless", subject=subject),
            say(f"{reason}.means"),
        ),
        steps_heading=say(f"{reason}.steps_heading"),
        steps=language.lines(f"{reason}.steps", stop_all=Word.STOP_ALL),
        closing=(say("mail.only_to_you_in_short"),),
    )


def _short_when(occasion: Occasion) -> str:
    """Name the day, and the clock where there is one."""
    language, start = occasion.language, occasion.meeting.starts_at
    on = weekday(language, start, occasion.zone)
    if occasion.meeting.all_day:
        return on
    return occasion.say("time.day_and_clock", weekday=on, clock=clock(language, start, occasion.zone))


def _has_moved(occasion: Occasion, facts: Mapping[str, str]) -> bool:
    meeting = occasion.meeting
    start, end = _moment(facts.get("old_starts_at")), _moment(facts.get("old_ends_at"))
    return (start is not None and start != meeting.starts_at) or (end is not None and end != meeting.ends_at)


def _what_was(occasion: Occasion, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Say what no longer holds: the old time, place and title, each only where it differs."""
    meeting = occasion.meeting
    was = []
    start, end = _moment(facts.get("old_starts_at")), _moment(facts.get("old_ends_at"))
    if start and end and _has_moved(occasion, facts):
        when = _old_time(start, end, facts.get("old_zone") or meeting.zone, occasion)
        was.append(occasion.say("changed.no_longer", when=when))
    place, title = (
        without_links(facts.get(name), size) for name, size in (("old_location", MAX_PLACE), ("old_title", MAX_TITLE))
    )
    if place and place != without_links(meeting.location, MAX_PLACE):
        was.append(occasion.say("changed.old_place", place=place))
    now_titled = without_links(meeting.title, MAX_TITLE)
    if title and title != now_titled:
        key = "changed.old_title" if now_titled else "changed.title_gone"
        was.append(occasion.say(key, old=title, new=now_titled))
    return tuple(was)


def _old_time(start: datetime, end: datetime, zone: str, occasion: Occasion) -> str:
    """Say when it was; from midnight to midnight it was a day without a time."""
    language = occasion.language
    on = day(language, start, zone, occasion.now)
    if is_midnight(start, zone) and is_midnight(end, zone):
        return on
    time = span(language, start, end, zone)
    if zone == occasion.zone:
        return occasion.say("changed.day_and_time", day=on, time=time)
    return occasion.say("meeting.when", day=on, time=time, zone=zone_words(language, zone))


def _marks(occasion: Occasion, content: Content) -> tuple[str, ...]:
    """List the new clock times in one or two words each."""
    shares: Shares = shares_for(planned_minutes(occasion), content.slots)
    *parts, stop = occasion.language.lists["changed.marks"]
    marks, minute = [], 0
    for minutes, what in zip(shares.parts, parts, strict=True):
        if minutes:
            marks.append(f"{clock_after(occasion, minute)} {what}")
        minute += minutes
    return (*marks, f"{clock_after(occasion, minute)} {stop}")


def _moment(text: str | None) -> datetime | None:
    """Read a moment of the facts; None where there is none."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _reply_subject(subject: str, language: Language) -> str:
    """Answer under the user's own subject; "Re:" is what programs know in every language (RFC 5322, 3.6.5)."""
    if not subject:
        return language.say("unread.no_subject")
    answered = subject if subject[:3].casefold() == "re:" else f"Re: {subject}"
    return plain(answered, MAX_SUBJECT)
