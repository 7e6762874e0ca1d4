"""What goes into the prep pack."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.agenda import LONG_MINUTES, USUAL_MINUTES, Shares, shares_for
from shared.domain.calendar_words import clock, length_words, minutes_between, weekday, zone_words
from shared.domain.contact import Confidence
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview
from shared.domain.names import display_name, in_a_sentence
from shared.domain.occasion import (
    MAX_ADDRESS,
    MAX_COMPANY,
    WRITES_ONLY_TO_YOU,
    Occasion,
    Setting,
    deadline_words,
    occasion_of,
    opening_line,
    other_zone,
    others_line,
    place_line,
    sentence,
    setting_of,
    time_notes,
    title_line,
)
from shared.domain.page import Page
from shared.domain.plain import plain, without_links
from shared.domain.questions import TEN, Asked, Selection, Situation, choose
from shared.domain.research import Item, checklist, sector_of

JOIN_EARLY = timedelta(minutes=5)
ARRIVE_EARLY = timedelta(minutes=10)
LONG_PLAN_MINUTES = 60
# The handout: "always bring a resume along, never presume he or she has read it".
BE_READY = {
    Setting.IN_PERSON: "Be there, with a resume on paper. Hand it over only if asked,",
    Setting.PHONE: "Be by the phone, notes and resume within reach. Send it only if asked,",
    Setting.ONLINE: "Join, notes and resume within reach. Send it only if asked,",
    Setting.UNKNOWN: "Be ready, notes and resume within reach. Hand it over only if asked,",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SURE = {
    Confidence.HIGH: "The invite says so itself.",
    Confidence.MEDIUM: "Fairly sure.",
    Confidence.LOW: "Not sure, so that nothing below is filled in with it.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Numbered:
    """A question with its place in the ten."""

    number: int
    words: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda. `other` is the clock of the invite's zone, "" where it is the same or there is none."""

    at: str
    other: str
    what: str
    say: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PrepPack(Page):
    """The pack, in the order of reading on a phone."""

    heading: str
    opening: str
    place: str
    title: str
    notes: tuple[str, ...]
    hurry: str
    who: str
    sure: str
    evidence: tuple[str, ...]
    others: str
    wrong: str
    fit: str
    above: tuple[Numbered, ...]
    below: tuple[Numbered, ...]
    referral: Numbered
    referral_by: str
    spares: tuple[Asked, ...]
    agenda_heading: str
    agenda_caption: str
    rows: tuple[Row, ...]
    quick: tuple[Item, ...]
    more: tuple[Item, ...]
    private: tuple[str, ...]
    private_notes: tuple[str, ...]
    next_steps: tuple[str, ...]
    footer: str


def prep_pack(interview: Interview, delivery: Delivery, content: Content, now: datetime) -> PrepPack:
    """Write the pack of an interview. `now` is when it is written, aware."""
    occasion = occasion_of(interview, now)
    meeting = interview.meeting
    shares = shares_for(planned_minutes(occasion), content.slots)
    fit = max(1, shares.questions_fit)
    selection = choose(content.questions, situation_of(occasion, delivery.facts), fit)
    rows = agenda_rows(occasion, shares, fit)
    known = _known(occasion, delivery.facts)
    searched = known | ({"company": occasion.company} if occasion.company else {})
    research = checklist(content.research, known, searched, sector_of(occasion.company, occasion.email))
    above = _numbered(selection.above, 1)
    return PrepPack(
        subject=interview.subject,
        preheader=_preheader(occasion),
        heading=interview.subject,
        opening=opening_line(occasion),
        place=place_line(meeting),
        title=title_line(meeting),
        notes=(*time_notes(meeting), *_how_read(interview), *_long_note(occasion)),
        hurry=f"Ten minutes left? Read question 1, question 10 and {'the plan' if meeting.all_day else 'the clock times'}.",
        who=_who(occasion),
        sure=_sure(occasion),
        evidence=tuple(
            filter(None, (sentence(text) for text in (occasion.contact.evidence if occasion.contact else ())))
        ),
        others=others_line(occasion.contact),
        wrong=_wrong(occasion),
        fit=_fit_words(shares, selection),
        above=above,
        below=_numbered(selection.below, len(above) + 1),
        referral=_numbered((selection.referral,), TEN)[0],
        referral_by=f"Ask this one in any case, by {_clock_after(occasion, shares.minutes - shares.who_else - shares.close)}",
        spares=selection.spares,
        agenda_heading=_agenda_heading(occasion, shares),
        agenda_caption=_agenda_caption(occasion),
        rows=rows,
        quick=research.quick,
        more=research.more,
        private=content.private.agenda,
        private_notes=(content.private.not_asking, content.private.if_offered),
        next_steps=_next_steps(occasion),
        footer=WRITES_ONLY_TO_YOU,
    )


def planned_minutes(occasion: Occasion) -> int:
    """Return the length to plan for: the invite's, or a usual one where it gives none or holds half a day."""
    meeting = occasion.meeting
    minutes = minutes_between(meeting.starts_at, meeting.ends_at)
    if meeting.all_day or minutes < 1:
        return USUAL_MINUTES
    return LONG_PLAN_MINUTES if minutes > LONG_MINUTES else minutes


def situation_of(occasion: Occasion, facts: Mapping[str, str]) -> Situation:
    """Say what is known when the questions are chosen.

    `facts` may hold what no invite states: "field", "met_before" = "yes", and "asked", ids with spaces between.
    """
    invite = f"{occasion.meeting.title} {occasion.meeting.description or ''}"
    return Situation(
        known=_known(occasion, facts),
        invite_text=invite,
        met_before=facts.get("met_before") == "yes",
        asked=frozenset(facts.get("asked", "").split()),
    )


def agenda_rows(occasion: Occasion, shares: Shares, fit: int) -> tuple[Row, ...]:
    """Lay the shares out on the clock; on an all-day entry, in minutes from the start. Empty parts are left out."""
    name = occasion.first_name or "them"
    end = _clock_after(occasion, shares.minutes)
    opening = f"Thank {name} for the time, and say where you stand."
    say = (
        "I am [exploring this work / looking, and free from ____]. I am not here to ask you for a job. "
        f"I have us down {f'until {end}' if not occasion.meeting.all_day else f'for {shares.minutes} minutes'}, "
        "and I will keep to that."
    )
    parts = (
        (shares.opening, opening, say),
        (shares.questions, _questions_words(fit), ""),
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
    return Row(_clock_after(occasion, minute), clock(moment, elsewhere) if elsewhere else "", what, say)


def _before(occasion: Occasion) -> Row:
    meeting = occasion.meeting
    setting = setting_of(meeting)
    what = f"{BE_READY[setting]} and do not presume that anybody has read it."
    if meeting.all_day:
        return Row("before", "", what)
    moment = meeting.starts_at - (ARRIVE_EARLY if setting is Setting.IN_PERSON else JOIN_EARLY)
    elsewhere = other_zone(meeting)
    return Row(clock(moment, meeting.zone), clock(moment, elsewhere) if elsewhere else "", what)


def _clock_after(occasion: Occasion, minute: int) -> str:
    """Return the clock time `minute` minutes into the talk, or the minute where the invite gives no time."""
    if occasion.meeting.all_day:
        return f"minute {minute}"
    return clock(occasion.meeting.starts_at + timedelta(minutes=minute), occasion.zone)


def _known(occasion: Occasion, facts: Mapping[str, str]) -> dict[str, str]:
    """Name what placeholders may be filled with; what is not known is left out."""
    known = {
        "company": in_a_sentence(occasion.company),
        "name": occasion.person,
        "role": occasion.role,
        "field": without_links(facts.get("field"), MAX_COMPANY),
    }
    return {name: text for name, text in known.items() if text}


def _preheader(occasion: Occasion) -> str:
    meeting = occasion.meeting
    on = weekday(meeting.starts_at, meeting.zone)
    at = "" if meeting.all_day else f", {clock(meeting.starts_at, meeting.zone)}"
    return f"{on}{at}: ten questions, the clock times, and what to look up first."


def _who(occasion: Occasion) -> str:
    contact = occasion.contact
    if contact is None:
        return "The invite does not say, so that no name is filled in below."
    named = (
        display_name(contact.name),
        without_links(contact.job_title, MAX_COMPANY),
        without_links(contact.company, MAX_COMPANY),
        plain(contact.email, MAX_ADDRESS),
    )
    who = ", ".join(text for text in named if text)
    if not who:
        return "The invite does not say, so that no name is filled in below."
    return f"{'Perhaps ' if contact.confidence is Confidence.LOW else ''}{who}."


def _sure(occasion: Occasion) -> str:
    return SURE[occasion.contact.confidence] if occasion.contact else ""


def _wrong(occasion: Occasion) -> str:
    if not occasion.person and not occasion.company:
        return "The questions and the clock times hold for anybody."
    return "Wrong? The questions and the clock times hold all the same; put the right name into the searches."


def _how_read(interview: Interview) -> tuple[str, ...]:
    return tuple(filter(None, (sentence(text) for text in interview.evidence)))


def _long_note(occasion: Occasion) -> tuple[str, ...]:
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


def _fit_words(shares: Shares, selection: Selection) -> str:
    kept = shares.who_else + shares.close
    length = length_words(shares.minutes)
    count = len(selection.above)
    if not selection.below:
        more = " and some of the reserve" if shares.questions_fit > count else ""
        return f"All ten{more} fit in {length}. Keep the last {length_words(kept)} for question 10 and the close."
    return (
        f"About {NUMBERS[count]} of them fit in {length}, besides the last. They come in the order of asking: stop at "
        f"the line when time runs short, and keep the last {length_words(max(kept, 1))} for question 10."
    )


def _questions_words(fit: int) -> str:
    if fit == 1:
        return "Question 1."
    if fit > TEN - 1:
        return f"Questions 1 to {TEN - 1}, then the reserve."
    return f"Questions 1 to {fit}."


def _if_they_want(occasion: Occasion) -> str:
    return f"{occasion.first_name} wants to" if occasion.first_name else "they want to"


def _agenda_heading(occasion: Occasion, shares: Shares) -> str:
    by = "minute by minute" if occasion.meeting.all_day else "by the clock"
    return f"Your {length_words(shares.minutes).removeprefix('an ')}, {by}"


def _agenda_caption(occasion: Occasion) -> str:
    if occasion.meeting.all_day:
        return ""
    elsewhere = other_zone(occasion.meeting)
    also = f"; in brackets, {zone_words(elsewhere)}" if elsewhere else ""
    return f"Times are {zone_words(occasion.zone)}{also}."


def _next_steps(occasion: Occasion) -> tuple[str, ...]:
    return (
        f"After the talk a thank-you letter comes to you, to finish and send by {deadline_words(occasion.meeting)}.",
        "Moved or called off? Forward the update, and all of this follows it.",
    )


def _numbered(questions: tuple[Asked, ...], first: int) -> tuple[Numbered, ...]:
    return tuple(Numbered(number, asked.words, asked.why) for number, asked in enumerate(questions, first))
