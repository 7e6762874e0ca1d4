"""The plan of one talk on the clock."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from shared.domain.agenda import Shares
from shared.domain.occasion import Occasion, Setting, other_zone, setting_of
from shared.domain.questions import TEN
from shared.domain.time_words import clock, length_words, minutes_between, zone_words

JOIN_EARLY = timedelta(minutes=5)
ARRIVE_EARLY = timedelta(minutes=10)
# Where the invite gives no usable length: the usual one of such a talk.
USUAL_MINUTES = 30
# An invite longer than this holds half a day free rather than one talk; then an hour is planned.
LONG_MINUTES = 150
LONG_PLAN_MINUTES = 60
# The handout: "always bring a resume along, never presume he or she has read it".
BE_READY = {
    Setting.IN_PERSON: "Be there, with a resume on paper. Hand it over only if asked,",
    Setting.PHONE: "Be by the phone, notes and resume within reach. Send it only if asked,",
    Setting.ONLINE: "Join, notes and resume within reach. Send it only if asked,",
    Setting.UNKNOWN: "Be ready, notes and resume within reach. Hand it over only if asked,",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda. `other` is the clock of the invite's zone, "" where it is the same or there is none."""

    at: str
    other: str
    what: str
    say: str = ""


def planned_minutes(occasion: Occasion) -> int:
    """Return the length to plan for: the invite's, or a usual one where it gives none or holds half a day."""
    meeting = occasion.meeting
    minutes = minutes_between(meeting.starts_at, meeting.ends_at)
    if meeting.all_day or minutes < 1:
        return USUAL_MINUTES
    return LONG_PLAN_MINUTES if minutes > LONG_MINUTES else minutes


def rows_of(occasion: Occasion, shares: Shares) -> tuple[Row, ...]:
    """Lay the shares out on the clock; on an all-day entry, in minutes from the start. Empty parts are left out."""
    name = occasion.first_name or "them"
    end = clock_after(occasion, shares.minutes)
    opening = f"Thank {name} for the time, and say where you stand."
    say = (
        "I am [exploring this work / looking, and free from ____]. I am not here to ask you for a job. "
        f"I have us down {f'until {end}' if not occasion.meeting.all_day else f'for {shares.minutes} minutes'}, "
        "and I will keep to that."
    )
    parts = (
        (shares.opening, opening, say),
        (shares.questions, _questions_words(shares), ""),
        (shares.about_you, "If asked, two sentences about you: ________ / ________", ""),
        (shares.who_else, "Question 10: who else should you talk to? Write the names down.", ""),
        (shares.close, "Say thank you, what you will do next, and that you will write.", ""),
    )
    rows = [_before(occasion)]
    minute = 0
    for minutes, what, words in parts:
        if minutes:
            rows.append(_row(occasion, minute, what, words))
        minute += minutes
    rows.append(_row(occasion, minute, f"Offer to stop. Go on only if {_if_they_want(occasion)}."))
    return tuple(rows)


def _row(occasion: Occasion, minute: int, what: str, say: str = "") -> Row:
    elsewhere = other_zone(occasion.meeting)
    moment = occasion.meeting.starts_at + timedelta(minutes=minute)
    return Row(clock_after(occasion, minute), clock(moment, elsewhere) if elsewhere else "", what, say)


def _before(occasion: Occasion) -> Row:
    meeting = occasion.meeting
    setting = setting_of(meeting)
    what = f"{BE_READY[setting]} and do not presume that anybody has read it."
    if meeting.all_day:
        return Row("before", "", what)
    moment = meeting.starts_at - (ARRIVE_EARLY if setting is Setting.IN_PERSON else JOIN_EARLY)
    elsewhere = other_zone(meeting)
    return Row(clock(moment, meeting.zone), clock(moment, elsewhere) if elsewhere else "", what)


def clock_after(occasion: Occasion, minute: int) -> str:
    """Return the clock time `minute` minutes into the talk, or the minute where the invite gives no time."""
    if occasion.meeting.all_day:
        return f"minute {minute}"
    return clock(occasion.meeting.starts_at + timedelta(minutes=minute), occasion.zone)


def _questions_words(shares: Shares) -> str:
    fit = shares.questions_fit
    if fit <= 1:
        return "Question 1."
    if fit > TEN - 1:
        return f"Questions 1 to {TEN - 1}, then the reserve."
    return f"Questions 1 to {fit}."


def _if_they_want(occasion: Occasion) -> str:
    return f"{occasion.first_name} wants to" if occasion.first_name else "they want to"


def heading_of(occasion: Occasion, shares: Shares) -> str:
    """Return the heading: for how long, and by which clock."""
    by = "minute by minute" if occasion.meeting.all_day else "by the clock"
    return f"Your {length_words(shares.minutes).removeprefix('an ')}, {by}"


def caption_of(occasion: Occasion) -> str:
    """Name the zones of the clock times; "" where there are none."""
    if occasion.meeting.all_day:
        return ""
    elsewhere = other_zone(occasion.meeting)
    also = f"; in brackets, {zone_words(elsewhere)}" if elsewhere else ""
    return f"Times are {zone_words(occasion.zone)}{also}."


def length_notes(occasion: Occasion) -> tuple[str, ...]:
    """Say where the plan is not for as long as the invite holds."""
    meeting = occasion.meeting
    minutes = minutes_between(meeting.starts_at, meeting.ends_at)
    if meeting.all_day:
        return (f"The plan below is for {USUAL_MINUTES} minutes, the usual length.",)
    if minutes > LONG_MINUTES:
        note = (
            "A talk like this rarely takes more than one: this plan is for an hour. Ask at the start how long you have."
        )
        return (f"The invite holds {length_words(minutes)}. {note}",)
    return ()
