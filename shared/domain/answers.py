"""The short mails: what happened, what it means for the user, what to do, each in under 120 words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from shared.domain.agenda import Shares, shares_for
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview
from shared.domain.invite import Reason
from shared.domain.occasion import (
    MAX_PLACE,
    MAX_TITLE,
    WRITES_ONLY_TO_YOU,
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
from shared.domain.timetable import clock_after, planned_minutes

NO_SUBJECT = "Your mail to Foreword"
MAX_DETAIL = 160

REASONS = {
    Reason.NO_CALENDAR: "The mail holds no calendar invite, and no date and time that could be read for certain.",
    Reason.NO_START: "The invite in it does not say when the meeting starts.",
    Reason.BROKEN_CALENDAR: "The calendar file in it is damaged.",
    Reason.SEVERAL_MEETINGS: "The mail holds several meetings, and we do not guess which one you mean.",
    Reason.AMBIGUOUS_TIME: "The time in it can be read in more than one way, and we do not guess.",
    Reason.DATE_OUT_OF_RANGE: "The date in it is too far away to be right.",
    Reason.TOO_LARGE: "The mail is larger than we read.",
    Reason.TOO_COMPLEX: "The mail is wrapped in more layers than we unpack.",
    Reason.EMPTY: "The mail is empty.",
    Reason.WHICH_MEETING: ("We cannot tell which meeting you mean. Answer one of its mails with the same word."),
    Reason.PROPOSAL: "It proposes another time, and nothing is agreed yet. Once it is, forward the updated invite.",
}
CALENDAR_FILE_MOVES = (
    "The attached calendar file moves your time to prepare and the letter's deadline too. Some calendars keep the old"
    " entries: delete those."
)
UNREADABLE = "The mail could not be read."
HOW_TO_FORWARD = (
    "Forward the invitation mail itself, not a picture or a copy of its text.",
    "Or save the invite as a file (its name ends in .ics) and attach it to a new mail to this address.",
    "In Outlook take the file: forwarding the meeting itself tells the organizer.",
)
# shared/inbox/form.py reads it back, whatever the mail program does to it.
FORM = (
    "With: name, and address if you have it",
    "Company: if you know it",
    "When: day, time and time zone, such as Thu Nov 12 2026, 2:00 PM Pacific",
    "Length: such as 30 minutes",
    "Where: place, or how you meet",
)
ENTRIES_GO = (
    "The attached file takes your time to prepare and the letter's deadline out of your calendar. Some calendars keep "
    "them: delete those."
)
ONE_AT_A_TIME = "Forward the invites one at a time, each in a mail of its own."


def changed(interview: Interview, delivery: Delivery, content: Content, now: datetime) -> Note:
    """Say what is different about a meeting that the user had a pack for, and give the new clock times."""
    occasion = occasion_of(interview, now)
    meeting = interview.meeting
    facts = delivery.facts
    again = facts.get("was_cancelled") == "yes"
    moved = again or _has_moved(occasion, facts)
    on = weekday(meeting.starts_at, meeting.zone)
    at = "" if meeting.all_day else f", {clock(meeting.starts_at, meeting.zone)}"
    return Note(
        subject=interview.subject,
        preheader=f"Now {on}{at}. Your questions stay." if moved else f"{on}{at} stays; something else changed.",
        heading="It is on again" if again else "The time has changed" if moved else "The invite has changed",
        paragraphs=(
            opening_line(occasion) if not moved else _now_line(occasion),
            *_what_was(occasion, facts),
            place_line(meeting),
            *time_notes(meeting),
        ),
        steps_heading="The new clock times" if moved and not meeting.all_day else "",
        steps=_marks(occasion, content) if moved and not meeting.all_day else (),
        closing=(
            f"Your ten questions and the checklist stand. The thank-you letter is due by {deadline_words(meeting)}.",
            CALENDAR_FILE_MOVES,
            WRITES_ONLY_TO_YOU,
        ),
    )


def cancelled(interview: Interview, delivery: Delivery, now: datetime) -> Note:
    """Confirm that a meeting is off and that nothing more comes."""
    occasion = occasion_of(interview, now)
    unknown = delivery.facts.get("nothing_was_planned") == "yes"
    who = f" with {occasion.person}" if occasion.person else ""
    means = (
        "We had no invite of it, so that nothing was planned and nothing more comes."
        if unknown
        else "Its reminders and its thank-you draft are withdrawn. Nothing more comes for it."
    )
    return Note(
        subject=interview.subject,
        preheader=f"{weekday(interview.meeting.starts_at, occasion.zone)} is off: no reminder and no draft will come.",
        heading="Called off",
        paragraphs=(f"Your talk{who} on {when_words(interview.meeting, now)}, is called off.", means),
        steps_heading="What you can do",
        steps=(
            "Take it lightly: full calendars do this, and it is rarely about you.",
            "Write to them yourself, today: no reproach, two new dates, and that 15 minutes would do.",
            "When the new invite comes, forward it, and a new pack follows.",
        ),
        closing=(*(() if unknown else (ENTRIES_GO,)), WRITES_ONLY_TO_YOU),
    )


def already_over(interview: Interview, now: datetime) -> Note:
    """Say that the meeting and its 24 hours are past, and what still helps."""
    occasion = occasion_of(interview, now)
    who = f" with {occasion.person}" if occasion.person else ""
    return Note(
        subject=interview.subject,
        preheader="A late thank-you is still better than none.",
        heading="This talk is over",
        paragraphs=(
            f"Your talk{who} was on {when_words(interview.meeting, now)}.",
            "That is more than 24 hours ago, so that no pack and no draft follow.",
        ),
        steps_heading="No letter sent yet? Write it today",
        steps=(
            "Thank them, and name one thing that they told you.",
            "Say what you have done with it since. That makes up for the days.",
            "Four sentences are enough. Do not explain why it is late.",
        ),
        closing=("Another talk coming up? Forward its invite as soon as you have it.", WRITES_ONLY_TO_YOU),
    )


def could_not_read(delivery: Delivery) -> FormNote:
    """Say which mail gave no meeting, why, how to forward it so that it does, and give a form to fill in instead."""
    facts = delivery.facts
    subject = without_links(facts.get("subject"), MAX_SUBJECT - len("Re: "))
    reason = facts.get("reason", "")
    why = REASONS[Reason(reason)] if reason in set(Reason) else UNREADABLE
    detail = without_links(facts.get("detail"), MAX_DETAIL)
    which = (
        f"The mail that you sent, \u201c{subject}\u201d, gave no meeting." if subject else "Your mail gave no meeting."
    )
    several = reason == Reason.SEVERAL_MEETINGS
    return FormNote(
        subject=_reply_subject(subject),
        preheader="Nothing is planned yet. Here is how to forward it so that it works.",
        heading="No meeting found in your mail",
        paragraphs=(
            which,
            f"{why} {detail}".strip(),
            "So nothing is planned: no pack and no reminder will come of it.",
        ),
        steps_heading="What works",
        steps=(ONE_AT_A_TIME, *HOW_TO_FORWARD[1:]) if several else HOW_TO_FORWARD,
        closing=(WRITES_ONLY_TO_YOU,),
        form=FORM,
    )


def not_on_the_list(delivery: Delivery) -> Note:
    """Tell a proven stranger, once in 30 days and without a word of their mail, that only a list is answered."""
    del delivery
    return Note(
        subject=NO_SUBJECT,
        preheader="Your address is not on the list of this service.",
        heading="Your address is not on the list",
        paragraphs=(
            "Your mail reached Foreword, which helps people to prepare for informational interviews.",
            "It answers only the addresses on its list, and yours is not among them.",
            "No meeting was recorded, and nobody else was written to.",
        ),
        steps_heading="If you mean to use it",
        steps=(
            "You have another address that is on the list? Forward the invite from there.",
            "Otherwise ask whoever gave you this address to add yours.",
        ),
        closing=("This is an automatic answer, and the only one in 30 days.",),
    )


def _now_line(occasion: Occasion) -> str:
    who = f"You now meet {occasion.person}" if occasion.person else "Your talk is now"
    return f"{who} on {when_words(occasion.meeting, occasion.now)}."


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
        was.append(f"No longer on {_old_time(start, end, facts.get('old_zone') or meeting.zone, occasion)}.")
    place, title = (
        without_links(facts.get(name), size) for name, size in (("old_location", MAX_PLACE), ("old_title", MAX_TITLE))
    )
    if place and place != without_links(meeting.location, MAX_PLACE):
        was.append(f"The place was: {place}. It has changed.")
    if title and title != without_links(meeting.title, MAX_TITLE):
        was.append(f"The invite was called: {title}. Now: {without_links(meeting.title, MAX_TITLE) or 'no title'}.")
    return tuple(was)


def _old_time(start: datetime, end: datetime, zone: str, occasion: Occasion) -> str:
    """Say when it was; from midnight to midnight it was a day without a time."""
    on = day(start, zone, occasion.now)
    if is_midnight(start, zone) and is_midnight(end, zone):
        return on
    named = "" if zone == occasion.zone else f", {zone_words(zone)}"
    return f"{on}, {span(start, end, zone)}{named}"


def _marks(occasion: Occasion, content: Content) -> tuple[str, ...]:
    """List the new clock times in one or two words each."""
    shares: Shares = shares_for(planned_minutes(occasion), content.slots)
    words = ("start", "questions", "about you", "who else", "close")
    marks, minute = [], 0
    for minutes, what in zip(shares.parts, words, strict=True):
        if minutes:
            marks.append(f"{clock_after(occasion, minute)} {what}")
        minute += minutes
    return (*marks, f"{clock_after(occasion, minute)} offer to stop")


def _moment(text: str | None) -> datetime | None:
    """Read a moment of the facts; None where there is none."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _reply_subject(subject: str) -> str:
    if not subject:
        return NO_SUBJECT
    answered = subject if subject[:3].casefold() == "re:" else f"Re: {subject}"
    return plain(answered, MAX_SUBJECT)
