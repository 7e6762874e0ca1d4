"""What goes into the prep pack."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.agenda import Shares, shares_for
from shared.domain.calendar_entries import still_to_prepare
from shared.domain.commands import CommandWord
from shared.domain.contact import USERS_WORD, Confidence
from shared.domain.content import Content
from shared.domain.delivery import Delivery
from shared.domain.interview import Interview, User
from shared.domain.language import Language
from shared.domain.names import display_name, in_a_sentence
from shared.domain.occasion import (
    MAX_ADDRESS,
    MAX_COMPANY,
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

PROFILE_KEYS = ("name", "field", "strengths", "zone", "hours", "tone")
SURE = {
    Confidence.HIGH: "pack.sure",
    Confidence.MEDIUM: "pack.fairly_sure",
    Confidence.LOW: "pack.not_sure",
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
    chosen: str
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
    occasion = occasion_of(interview, now, content.language)
    shares = shares_for(planned_minutes(occasion), content.slots)
    selection = questions_for(interview, user, content, now)
    research = checklist_for(interview, user, content, now)
    above = _numbered(selection.above, 1)
    return PrepPack(
        subject=interview.subject,
        preheader=_preheader(occasion),
        heading=interview.subject,
        opening=opening_line(occasion),
        place=place_line(occasion),
        title=title_line(occasion),
        notes=(
            *_again(delivery, occasion),
            *time_notes(occasion),
            *_how_read(interview, occasion),
            *length_notes(occasion),
        ),
        hurry=occasion.say(_timed("pack.hurry", occasion)),
        who=_who(occasion),
        sure=_sure(occasion),
        evidence=_evidence(occasion),
        others=_others(occasion),
        wrong=_wrong(occasion),
        fit=_fit_words(occasion, shares, selection),
        chosen=" ".join(_why_these(occasion, interview)),
        above=above,
        below=_numbered(selection.below, len(above) + 1),
        referral=_numbered((selection.referral,), TEN)[0],
        referral_by=occasion.say("pack.referral_by", clock=clock_after(occasion, shares.until_who_else)),
        spares=selection.spares,
        agenda_heading=heading_of(occasion, shares),
        agenda_caption=caption_of(occasion),
        rows=rows_of(occasion, shares),
        quick=research.quick,
        more=research.more,
        strengths=tuple(without_links(one, MAX_COMPANY) for one in user.strengths),
        profile=_profile_wish(delivery, content.language),
        private=content.private.agenda,
        private_notes=(content.private.not_asking, content.private.if_offered),
        next_steps=_next_steps(occasion),
        footer=occasion.say("mail.only_to_you"),
    )


def questions_for(interview: Interview, user: User, content: Content, now: datetime) -> Selection:
    """Choose the questions of a talk: the same ten under the same numbers each time, but for what the user changed."""
    occasion = occasion_of(interview, now, content.language)
    shares = shares_for(planned_minutes(occasion), content.slots)
    chosen = choose(
        content.questions,
        situation_of(occasion, interview, user),
        max(1, shares.questions_fit),
        more_spares=len(interview.swapped),
    )
    return in_own_words(swapped(chosen, interview.swapped), {**user.own_words, **interview.own_words})


def checklist_for(interview: Interview, user: User, content: Content, now: datetime) -> Checklist:
    """Fill in the research checklist for a talk."""
    occasion = occasion_of(interview, now, content.language)
    known = _known(occasion, user)
    # Of a name that was cut, the beginning is found; the ellipsis is not.
    searched = known | {"name": occasion.person.rstrip("…"), "company": occasion.company}
    sector = sector_of(occasion.company, occasion.email)
    return checklist(content.research, known, searched, sector, content.language)


def situation_of(occasion: Occasion, interview: Interview, user: User) -> Situation:
    """Say what is known when the questions are chosen; the field is the user's own word."""
    return Situation(
        known=_known(occasion, user),
        invite_text=f"{occasion.meeting.title} {occasion.meeting.description or ''}",
        met_before=interview.met_before,
        asked=frozenset(interview.asked),
    )


def _known(occasion: Occasion, user: User) -> dict[str, str]:
    """Name what placeholders may be filled with; what is not known is left out."""
    known = {
        "company": in_a_sentence(occasion.stated_company, occasion.language),
        "name": occasion.person,
        "role": occasion.role,
        "field": without_links(user.field, MAX_COMPANY),
    }
    return {name: text for name, text in known.items() if text}


def _timed(key: str, occasion: Occasion) -> str:
    """Name the phrase for a talk with a time of day, or the one without."""
    return f"{key}_all_day" if occasion.meeting.all_day else key


def _preheader(occasion: Occasion) -> str:
    language, start = occasion.language, occasion.meeting.starts_at
    on, at = weekday(language, start, occasion.zone), clock(language, start, occasion.zone)
    return occasion.say(_timed("pack.preheader", occasion), weekday=on, clock=at)


def _who(occasion: Occasion) -> str:
    contact = occasion.contact
    if contact is None:
        return occasion.say("pack.nobody_known")
    named = (
        display_name(contact.name),
        without_links(contact.job_title, MAX_COMPANY),
        without_links(contact.company, MAX_COMPANY),
        plain(contact.email, MAX_ADDRESS),
    )
    who = ", ".join(text for text in named if text)
    if not who:
        return occasion.say("pack.nobody_known")
    return occasion.say("pack.perhaps" if contact.confidence is Confidence.LOW else "pack.who", who=who)


def _sure(occasion: Occasion) -> str:
    if occasion.contact is None:
        return ""
    return occasion.say("pack.you_said" if _is_users_word(occasion) else SURE[occasion.contact.confidence])


def _evidence(occasion: Occasion) -> tuple[str, ...]:
    told = occasion.contact.evidence if occasion.contact and not _is_users_word(occasion) else ()
    return tuple(filter(None, map(sentence, told)))


def _is_users_word(occasion: Occasion) -> bool:
    return occasion.contact is not None and occasion.contact.evidence == (USERS_WORD,)


def _others(occasion: Occasion) -> str:
    named = others_line(occasion)
    return f"{named} {occasion.say('pack.several')}" if named else ""


def _wrong(occasion: Occasion) -> str:
    return occasion.say("pack.wrong" if occasion.person or occasion.company else "pack.for_anybody")


def _again(delivery: Delivery, occasion: Occasion) -> tuple[str, ...]:
    return (occasion.say("pack.again"),) if delivery.facts.get("again") else ()


def _profile_wish(delivery: Delivery, language: Language) -> tuple[str, ...]:
    """Ask once for what makes later mails the user's own; shared/inbox/requests.py reads the lines back."""
    if not delivery.facts.get("ask_profile"):
        return ()
    lines = zip(PROFILE_KEYS, language.lists["pack.profile_lines"], strict=True)
    return (CommandWord.PROFILE, *(f"{key}: {hint}" for key, hint in lines))


def _how_read(interview: Interview, occasion: Occasion) -> tuple[str, ...]:
    return tuple(occasion.say("pack.how_read", told=told) for told in map(sentence, interview.evidence) if told)


def _fit_words(occasion: Occasion, shares: Shares, selection: Selection) -> str:
    language, count = occasion.language, len(selection.above)
    length = length_words(language, shares.minutes)
    kept = length_words(language, max(shares.who_else + shares.close, 1))
    if not selection.below:
        key = "pack.all_and_more_fit" if shares.questions_fit > count else "pack.all_fit"
        return occasion.say(key, length=length, kept=kept)
    key = "pack.one_fits" if count == 1 else "pack.some_fit"
    return occasion.say(key, number=language.lists["pack.numbers"][count], length=length, kept=kept)


def _why_these(occasion: Occasion, interview: Interview) -> tuple[str, ...]:
    """Say what earlier talks did to the choice."""
    met = (occasion.say("pack.met_before"),) if interview.met_before else ()
    return (*met, occasion.say("pack.asked_before")) if interview.asked else met


def _next_steps(occasion: Occasion) -> tuple[str, ...]:
    prepare = still_to_prepare(occasion.meeting, occasion.now)
    time = span(occasion.language, prepare.starts_at, prepare.ends_at, occasion.zone) if prepare else ""
    return (
        occasion.say("pack.next_letter", deadline=deadline_words(occasion)),
        occasion.say("pack.next_calendar" if prepare else "pack.next_calendar_letter_alone", time=time),
        occasion.say("pack.next_moved"),
    )


def _numbered(questions: tuple[Asked, ...], first: int) -> tuple[Numbered, ...]:
    return tuple(Numbered(number, asked.words, asked.why) for number, asked in enumerate(questions, first))
