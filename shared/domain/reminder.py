"""The reminder before a talk, where the pack is older than a day: where to be, and the first three questions."""

from __future__ import annotations

from datetime import datetime

from shared.domain.content import Content
from shared.domain.delivery import Kind
from shared.domain.interview import Interview, User
from shared.domain.occasion import occasion_of, opening_line, place_line
from shared.domain.page import Note
from shared.domain.prep_pack import checklist_for, questions_for
from shared.domain.time_words import day_and_clock, weekday

FIRST = 3


def reminder(interview: Interview, user: User, content: Content, now: datetime) -> Note:
    """Write the reminder of an interview. `now` is when it is written, aware."""
    occasion = occasion_of(interview, now, content.language)
    meeting, words = interview.meeting, content.notes[Kind.REMINDER]
    selection = questions_for(interview, user, content, now)
    research = checklist_for(interview, user, content, now)
    language = content.language
    on = weekday(language, meeting.starts_at, meeting.zone)
    today = on == weekday(language, now, meeting.zone)
    facts = {
        "when": day_and_clock(language, meeting.starts_at, meeting.zone),
        "subject": interview.subject,
        "opening": opening_line(occasion),
        "place": place_line(occasion),
        "line": research.quick[0].text if research.quick else "",
    }
    heading = words.heading if today else words.more["heading_tomorrow"]
    unticked = (words.more["unticked"].format_map(facts),) if research.quick else ()
    return Note(
        subject=interview.subject,
        preheader=words.preheader.format_map(facts),
        heading=heading.format_map(facts),
        paragraphs=tuple(line.format_map(facts) for line in words.paragraphs),
        steps_heading=words.more["steps_heading"],
        steps=tuple(asked.words for asked in selection.ten[:FIRST]),
        closing=(*unticked, words.more["last"], content.language.say("mail.only_to_you_in_short")),
    )
