"""The plan of one talk on the clock."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from shared.domain.agenda import Shares
from shared.domain.occasion import Occasion, Setting, other_zone, setting_of
from shared.domain.questions import TEN
from shared.domain.time_words import HOUR, clock, length_words, minutes_between, zone_words

JOIN_EARLY = timedelta(minutes=5)
ARRIVE_EARLY = timedelta(minutes=10)
# Where the invite gives no usable length: the usual one of such a talk.
USUAL_MINUTES = 30
# An invite longer than this holds half a day free rather than one talk; then an hour is planned.
LONG_MINUTES = 150
LONG_PLAN_MINUTES = 60
# The handout: "always bring a resume along, never presume he or she has read it".
BE_READY = {
    Setting.IN_PERSON: "agenda.be_there",
    Setting.PHONE: "agenda.be_by_the_phone",
    Setting.ONLINE: "agenda.join",
    Setting.UNKNOWN: "agenda.be_ready",
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
    key = "agenda.situation_in_minutes" if occasion.meeting.all_day else "agenda.situation"
    say = occasion.say(key, end=clock_after(occasion, shares.minutes), count=shares.minutes)
    parts = (
        (shares.opening, _by_name(occasion, "agenda.open"), say),
        (shares.questions, _questions_words(occasion, shares), ""),
        (shares.about_you, occasion.say("agenda.about_you"), ""),
        (shares.who_else, occasion.say("agenda.who_else", number=TEN), ""),
        (shares.close, occasion.say("agenda.close"), ""),
    )
    rows = [_before(occasion)]
    minute = 0
    for minutes, what, words in parts:
        if minutes:
            rows.append(_row(occasion, minute, what, words))
        minute += minutes
    rows.append(_row(occasion, minute, _by_name(occasion, "agenda.stop")))
    return tuple(rows)


def _by_name(occasion: Occasion, key: str) -> str:
    """Return a phrase with the first name in it, or the one that does without."""
    if occasion.first_name:
        return occasion.say(key, first_name=occasion.first_name)
    return occasion.say(f"{key}_nobody")


def _row(occasion: Occasion, minute: int, what: str, say: str = "") -> Row:
    elsewhere = other_zone(occasion.meeting)
    moment = occasion.meeting.starts_at + timedelta(minutes=minute)
    return Row(
        clock_after(occasion, minute), clock(occasion.language, moment, elsewhere) if elsewhere else "", what, say
    )


def _before(occasion: Occasion) -> Row:
    meeting = occasion.meeting
    setting = setting_of(meeting)
    what = occasion.say(BE_READY[setting])
    if meeting.all_day:
        return Row(occasion.say("agenda.before"), "", what)
    moment = meeting.starts_at - (ARRIVE_EARLY if setting is Setting.IN_PERSON else JOIN_EARLY)
    elsewhere = other_zone(meeting)
    return Row(
        clock(occasion.language, moment, meeting.zone),
        clock(occasion.language, moment, elsewhere) if elsewhere else "",
        what,
    )


def clock_after(occasion: Occasion, minute: int) -> str:
    """Return the clock time `minute` minutes into the talk, or the minute where the invite gives no time."""
    if occasion.meeting.all_day:
        return occasion.say("agenda.minute", minute=minute)
    return clock(occasion.language, occasion.meeting.starts_at + timedelta(minutes=minute), occasion.zone)


def _questions_words(occasion: Occasion, shares: Shares) -> str:
    fit = shares.questions_fit
    if fit <= 1:
        return occasion.say("agenda.question")
    if fit > TEN - 1:
        return occasion.say("agenda.questions_and_reserve", last=TEN - 1)
    return occasion.say("agenda.questions", last=fit)


def heading_of(occasion: Occasion, shares: Shares) -> str:
    """Return the heading: for how long, and by which clock."""
    if shares.minutes == HOUR and not occasion.meeting.all_day:
        return occasion.say("agenda.heading_of_an_hour")
    key = "agenda.heading_by_minutes" if occasion.meeting.all_day else "agenda.heading"
    return occasion.say(key, length=length_words(occasion.language, shares.minutes))


def caption_of(occasion: Occasion) -> str:
    """Name the zones of the clock times; "" where there are none."""
    if occasion.meeting.all_day:
        return ""
    zone, elsewhere = zone_words(occasion.language, occasion.zone), other_zone(occasion.meeting)
    if not elsewhere:
        return occasion.say("agenda.zone", zone=zone)
    return occasion.say("agenda.zones", zone=zone, other=zone_words(occasion.language, elsewhere))


def length_notes(occasion: Occasion) -> tuple[str, ...]:
    """Say where the plan is not for as long as the invite holds."""
    meeting = occasion.meeting
    minutes = minutes_between(meeting.starts_at, meeting.ends_at)
    if meeting.all_day:
        return (occasion.say("agenda.usual_length", count=USUAL_MINUTES),)
    if minutes > LONG_MINUTES:
        return (occasion.say("agenda.too_long", length=length_words(occasion.language, minutes)),)
    return ()
