"""What has to hold of every pack and letter, over two thousand meetings drawn from one seed."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from shared.domain.agenda import shares_for
from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import Kind
from shared.domain.interview import Interview, Meeting, User
from shared.domain.invite import Person, ZoneSource
from shared.domain.letters import FEWEST_WORDS, MOST_WORDS
from shared.domain.occasion import occasion_of
from shared.domain.prep_pack import Numbered, PrepPack, prep_pack, situation_of
from shared.domain.questions import FEWEST_SPARES, REFERRAL, STORY, TEN, Group, choose
from shared.domain.subject import subject_of
from shared.domain.thank_you import thank_you
from shared.domain.time_words import clock
from shared.domain.timetable import LONG_MINUTES, planned_minutes
from tests.builders import a_delivery, a_user, an_interview
from tests.meetings import ZONES, content

MEETINGS = 2000
# What a stranger wrote in braces is shown as it is; a placeholder of ours has another name.
OUR_PLACEHOLDER = re.compile(r"\{(?!theirs\})\w*\}")
NAMES = (
    "Priya Nair",
    "Nair, Priya (Product)",
    "山田太郎",
    "فاطمة الزهراء",
    "Dr. O'Brien, Kate",
    "Ana",
    "{theirs}",
    "[x] y",
    None,
)
COMPANIES = (
    "Harbor Health",
    "City of Fairhaven",
    "Lakeside College",
    "株式会社かもめ",
    "Longest " * 12,
    "{theirs}",
    None,
)
TITLES = ("Coffee chat", "", "ご面談", "Informational interview: careers " * 9, "{theirs}", "https://a.example/x")
PLACES = (None, "12 Pier Street", "https://zoom.example/j/1", "+1 360 555 0100")
SPARE_PHRASES = sorted({phrase for question in content().questions for phrase in question.answered_by})
IDS = [question.id for question in content().questions]


def drawn(rng: random.Random) -> tuple[Interview, User]:
    start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(10 * 365 * 24 * 60))
    minutes = rng.choice((15, 20, 30, 45, 60, 90, rng.randint(1, 150), rng.randint(151, 600), 24 * 60))
    meeting = Meeting(
        title=rng.choice(TITLES),
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        zone=rng.choice(ZONES),
        zone_source=rng.choice(list(ZoneSource)),
        invite_zone=rng.choice((None, *ZONES)),
        all_day=rng.random() < 0.1,
        length_assumed=rng.random() < 0.1,
        recurring=rng.random() < 0.1,
        location=rng.choice(PLACES),
        conference=rng.choice((None, "Google Meet", "a video call")),
        description=" ".join(rng.sample(SPARE_PHRASES, rng.randint(0, 4))),
    )
    contact = Contact(
        rng.choice(NAMES),
        rng.choice((None, "priya@harbor.example", "dean@lakeside.edu", "m@ci.fairhaven.wa.us")),
        rng.choice(COMPANIES),
        rng.choice(list(Confidence)),
        ("the organizer",),
        others=tuple(Person(rng.choice(NAMES), f"p{at}@harbor.example") for at in range(rng.choice((0, 0, 1, 2, 7)))),
        job_title=rng.choice((None, "Nurse Manager")),
    )
    who = contact if rng.random() < 0.9 else None
    asked = tuple(rng.sample(IDS, rng.choice((0, 0, 5, 20))))
    field = "nursing" if rng.random() < 0.3 else None
    subject = subject_of(meeting, who, content().language)
    interview = an_interview(meeting=meeting, contact=who, subject=subject, asked=asked, met_before=rng.random() < 0.3)
    return interview, dataclasses.replace(a_user(), name=rng.choice(NAMES), field=field)


@cache
def packs() -> tuple[tuple[Interview, User, PrepPack], ...]:
    return tuple(written())


def written() -> Iterator[tuple[Interview, User, PrepPack]]:
    rng = random.Random(6)  # noqa: S311 - the same meetings every time
    for _ in range(MEETINGS):
        interview, user = drawn(rng)
        now = interview.meeting.starts_at - timedelta(minutes=rng.choice((5, 60, 3000)))
        yield interview, user, prep_pack(interview, a_delivery(Kind.PREP_PACK), user, content(), now)


def test_every_pack_has_ten_questions_of_all_groups_spares_and_an_agenda_that_adds_up() -> None:
    shown_lengths = set()
    for interview, user, pack in packs():
        ten: tuple[Numbered, ...] = (*pack.above, *pack.below, pack.referral)
        assert [asked.number for asked in ten] == list(range(1, TEN + 1))
        assert len(pack.spares) >= FEWEST_SPARES
        occasion = occasion_of(interview, interview.created_at, content().language)
        minutes = planned_minutes(occasion)
        shares = shares_for(minutes, content().slots)
        selection = choose(content().questions, situation_of(occasion, interview, user), max(1, shares.questions_fit))
        assert {asked.group for asked in selection.ten} == set(Group)
        words = [*(asked.words for asked in ten), *(spare.words for spare in pack.spares)]
        assert len(set(words)) == len(words)
        assert not OUR_PLACEHOLDER.search(repr((words, pack.rows, pack.quick, pack.more)))
        assert sum(shares.parts) == minutes
        assert min(shares.parts) >= 0
        meeting = interview.meeting
        end = (
            f"minute {minutes}"
            if meeting.all_day
            else clock(content().language, meeting.starts_at + timedelta(minutes=minutes), meeting.zone)
        )
        assert pack.rows[-1].at == end
        assert meeting.all_day or minutes <= LONG_MINUTES
        shown_lengths.add(minutes)
    assert len(shown_lengths) > 30


def test_every_letter_keeps_within_its_words_and_fills_every_placeholder() -> None:
    for interview, user, _ in packs():
        due = interview.meeting.ends_at + timedelta(hours=1)
        made = thank_you(interview, a_delivery(Kind.THANK_YOU, due_at=due), user, content(), due)
        for letter in (*made.letters, *made.versions):
            assert FEWEST_WORDS <= letter.words <= MOST_WORDS
            assert not OUR_PLACEHOLDER.search(letter.text)
            assert "[" not in letter.subject


def test_nobody_is_asked_what_was_asked_before_while_there_is_anything_else_to_ask() -> None:
    regular = [one for one in content().questions if not one.spare and one.source not in (STORY, REFERRAL)]
    kept_to = 0
    for interview, user, pack in packs():
        occasion = occasion_of(interview, interview.created_at, content().language)
        situation = situation_of(occasion, interview, user)
        selection = choose(content().questions, situation, 9)
        again = {asked.id for asked in selection.ten} & set(interview.asked) - {"story", "who-else"}
        invite = situation.invite_text.casefold()
        fresh = [
            one
            for one in regular
            if one.id not in interview.asked and not any(phrase in invite for phrase in one.answered_by)
        ]
        groups = {one.group for one in fresh}
        if len(fresh) >= TEN and groups >= set(Group) - {Group.GENERAL}:
            assert not again
            kept_to += 1
        assert bool(pack.chosen) == (interview.met_before or bool(interview.asked))
    assert kept_to > MEETINGS / 3


def test_somebody_met_before_is_asked_as_such_and_everybody_begins_with_their_story() -> None:
    by_source = {question.source: question for question in content().questions}
    seen = set()
    for interview, _, pack in packs():
        story, opener = by_source[STORY], pack.above[0]
        assert opener.why == story.why
        assert (opener.words in story.again) == interview.met_before
        assert (pack.referral.words in by_source[REFERRAL].again) == interview.met_before
        seen.add(interview.met_before)
    assert seen == {True, False}


def test_the_field_stands_in_a_question_and_in_the_checklist_where_the_user_named_it_and_nowhere_else() -> None:
    for interview, user, pack in packs():
        spares = [spare.words for spare in pack.spares]
        asked = " ".join([*(one.words for one in (*pack.above, *pack.below)), *spares])
        looked_up = " ".join(item.text for item in (*pack.quick, *pack.more))
        if not (interview.met_before or interview.asked):
            assert ("nursing" in asked) == (user.field == "nursing")
        assert user.field == "nursing" or "nursing" not in asked
        assert ("nursing" in looked_up) == (user.field == "nursing")
