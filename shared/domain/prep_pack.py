"""What goes into the prep pack."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.agenda import Shares, shares_for
from shared.domain.calendar_entries import still_to_prepare
from shared.domain.contact import Confidence
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview, User
from shared.domain.names import display_name, in_a_sentence
from shared.domain.occasion import (
    MAX_ADDRESS,
    MAX_COMPANY,
    WRITES_ONLY_TO_YOU,
    Occasion,
    deadline_words,
    occasion_of,
    opening_line,
    others_line,
    place_line,
    sentence,
    time_notes,
    title_line,
)
from shared.domain.page import Page
from shared.domain.plain import plain, without_links
from shared.domain.questions import TEN, Asked, Selection, Situation, choose, in_own_words, swapped
from shared.domain.research import Checklist, Item, checklist, sector_of
from shared.domain.time_words import clock, length_words, span, weekday
from shared.domain.timetable import Row, caption_of, clock_after, heading_of, length_notes, planned_minutes, rows_of

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# shared/inbox/requests.py reads them back.
PROFILE_LINES = (
    "profile",
    "name: as you sign",
    "field: such as nursing",
    "strengths: three, with commas between",
    "zone: your city or time zone",
    "hours: when mail is welcome, such as 8-21",
    "tone: warm, plain or formal",
)
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
    strengths: tuple[str, ...]
    profile: tuple[str, ...]
    private: tuple[str, ...]
    private_notes: tuple[str, ...]
    next_steps: tuple[str, ...]
    footer: str


def prep_pack(interview: Interview, delivery: Delivery, user: User, content: Content, now: datetime) -> PrepPack:
    """Write the pack of an interview. `now` is when it is written, aware."""
    occasion = occasion_of(interview, now)
    meeting = interview.meeting
    shares = shares_for(planned_minutes(occasion), content.slots)
    selection = questions_for(interview, user, content, now)
    research = checklist_for(interview, user, content, now)
    above = _numbered(selection.above, 1)
    return PrepPack(
        subject=interview.subject,
        preheader=_preheader(occasion),
        heading=interview.subject,
        opening=opening_line(occasion),
        place=place_line(meeting),
        title=title_line(meeting),
        notes=(*_again(delivery), *time_notes(meeting), *_how_read(interview), *length_notes(occasion)),
        hurry=f"Ten minutes left? Read question 1, question 10 and {_the_plan(occasion)}.",
        who=_who(occasion),
        sure=_sure(occasion),
        evidence=_evidence(occasion),
        others=others_line(occasion.contact),
        wrong=_wrong(occasion),
        fit=_fit_words(shares, selection),
        above=above,
        below=_numbered(selection.below, len(above) + 1),
        referral=_numbered((selection.referral,), TEN)[0],
        referral_by=f"Ask this one in any case, by {clock_after(occasion, shares.until_who_else)}",
        spares=selection.spares,
        agenda_heading=heading_of(occasion, shares),
        agenda_caption=caption_of(occasion),
        rows=rows_of(occasion, shares),
        quick=research.quick,
        more=research.more,
        strengths=tuple(without_links(one, MAX_COMPANY) for one in user.strengths),
        profile=_profile_wish(delivery),
        private=content.private.agenda,
        private_notes=(content.private.not_asking, content.private.if_offered),
        next_steps=_next_steps(occasion),
        footer=WRITES_ONLY_TO_YOU,
    )


def questions_for(interview: Interview, user: User, content: Content, now: datetime) -> Selection:
    """Choose the questions of a talk: the same ten under the same numbers each time, but for what the user changed."""
    occasion = occasion_of(interview, now)
    shares = shares_for(planned_minutes(occasion), content.slots)
    chosen = choose(
        content.questions,
        situation_of(interview, user, now),
        max(1, shares.questions_fit),
        more_spares=len(interview.swapped),
    )
    return in_own_words(swapped(chosen, interview.swapped), {**user.own_words, **interview.own_words})


def checklist_for(interview: Interview, user: User, content: Content, now: datetime) -> Checklist:
    """Fill in the research checklist for a talk."""
    occasion = occasion_of(interview, now)
    known = _known(occasion, user)
    searched = known | ({"company": occasion.company} if occasion.company else {})
    return checklist(content.research, known, searched, sector_of(occasion.company, occasion.email))


def situation_of(interview: Interview, user: User, now: datetime) -> Situation:
    """Say what is known when the questions are chosen; the field is the user's own word."""
    occasion = occasion_of(interview, now)
    return Situation(
        known=_known(occasion, user),
        invite_text=f"{occasion.meeting.title} {occasion.meeting.description or ''}",
        met_before=interview.met_before,
        asked=frozenset(interview.asked),
    )


def _known(occasion: Occasion, user: User) -> dict[str, str]:
    """Name what placeholders may be filled with; what is not known is left out."""
    known = {
        "company": in_a_sentence(occasion.stated_company),
        "name": occasion.person,
        "role": occasion.role,
        "field": without_links(user.field, MAX_COMPANY),
    }
    return {name: text for name, text in known.items() if text}


def _the_plan(occasion: Occasion) -> str:
    return "the plan" if occasion.meeting.all_day else "the clock times"


def _preheader(occasion: Occasion) -> str:
    meeting = occasion.meeting
    on = weekday(meeting.starts_at, meeting.zone)
    at = "" if meeting.all_day else f", {clock(meeting.starts_at, meeting.zone)}"
    return f"{on}{at}: ten questions, {_the_plan(occasion)}, and what to look up first."


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


def _evidence(occasion: Occasion) -> tuple[str, ...]:
    told = occasion.contact.evidence if occasion.contact else ()
    return tuple(filter(None, map(sentence, told)))


def _wrong(occasion: Occasion) -> str:
    if not occasion.person and not occasion.company:
        return "You know? Answer \u201cwith: name, company\u201d, and the pack comes again with it."
    return "Wrong? Answer \u201cwith: name, company\u201d, and the pack comes again."


def _again(delivery: Delivery) -> tuple[str, ...]:
    return ("This is your pack again, with what you changed.",) if delivery.facts.get("again") else ()


def _profile_wish(delivery: Delivery) -> tuple[str, ...]:
    """Ask once for what makes later mails the user's own."""
    return PROFILE_LINES if delivery.facts.get("ask_profile") else ()


def _how_read(interview: Interview) -> tuple[str, ...]:
    return tuple(f"How the invite was read: {told}" for told in map(sentence, interview.evidence) if told)


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


def _next_steps(occasion: Occasion) -> tuple[str, ...]:
    prepare = still_to_prepare(occasion.meeting, occasion.now)
    time = f"time to prepare ({span(prepare.starts_at, prepare.ends_at, occasion.zone)}) and " if prepare else ""
    return (
        f"After the talk a thank-you letter comes to you, to finish and send by {deadline_words(occasion.meeting)}.",
        f"Attached for your own calendar: {time}the letter's deadline. Nobody else is invited or told.",
        "Moved or called off? Forward the update, and all of this follows it.",
    )


def _numbered(questions: tuple[Asked, ...], first: int) -> tuple[Numbered, ...]:
    return tuple(Numbered(number, asked.words, asked.why) for number, asked in enumerate(questions, first))
