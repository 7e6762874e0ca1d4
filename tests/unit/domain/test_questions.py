from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.questions import (
    REFERRAL,
    STORY,
    TEN,
    Group,
    Question,
    Selection,
    Situation,
    choose,
    in_own_words,
    words_of,
)
from tests.meetings import content, words

NOTHING_KNOWN = Situation(known={})
BANK = content().questions
IDS = sorted(question.id for question in BANK)
situations = st.builds(
    Situation,
    known=st.dictionaries(st.sampled_from(("field", "company")), st.sampled_from(("nursing", "Harbor Health"))),
    invite_text=words | st.sampled_from(sorted({phrase for question in BANK for phrase in question.answered_by})),
    met_before=st.booleans(),
    asked=st.frozensets(st.sampled_from(IDS)),
)


def by_source(source: int) -> Question:
    return next(question for question in BANK if question.source == source)


def ids(selection: Selection) -> list[str]:
    return [asked.id for asked in selection.ten]


def test_the_bank_covers_every_question_of_the_handout() -> None:
    assert sorted(question.source for question in BANK) == list(range(1, 27))


def test_each_question_stands_in_the_handouts_group() -> None:
    assert [len(group.sources) for group in Group] == [8, 6, 6, 6]
    assert all(question.source in question.group.sources for question in BANK)


@settings(max_examples=2000)
@given(situation=situations, fit=st.integers(0, 20))
def test_ten_questions_are_chosen_whatever_is_known(situation: Situation, fit: int) -> None:
    selection = choose(BANK, situation, fit)
    everything = [asked.id for asked in (*selection.ten, *selection.spares)]
    assert len(selection.ten) == TEN
    assert len(selection.spares) >= 3
    assert len(set(everything)) == len(everything)
    assert {asked.group for asked in selection.ten} == set(Group)
    assert selection.ten[-1].source == REFERRAL
    assert len(selection.above) == min(fit, TEN - 1)


@given(situation=situations, fit=st.integers(0, 20))
def test_no_placeholder_is_left_in_a_question(situation: Situation, fit: int) -> None:
    selection = choose(BANK, situation, fit)
    assert not [asked.words for asked in (*selection.ten, *selection.spares) if "{" in asked.words]


@given(situation=situations, fit=st.integers(1, 12))
def test_the_same_talk_gets_the_same_questions(situation: Situation, fit: int) -> None:
    assert choose(BANK, situation, fit) == choose(BANK, situation, fit)


@given(fit=st.integers(1, 12))
def test_their_story_comes_first(fit: int) -> None:
    assert choose(BANK, NOTHING_KNOWN, fit).ten[0].source == STORY


@given(situation=situations, fit=st.integers(1, 12))
def test_the_questions_stand_in_the_order_of_asking(situation: Situation, fit: int) -> None:
    order = [question.id for question in BANK]
    selection = choose(BANK, situation, fit)
    assert [asked.id for asked in selection.above] == sorted((a.id for a in selection.above), key=order.index)
    assert [asked.id for asked in selection.below] == sorted((a.id for a in selection.below), key=order.index)


def test_a_short_talk_keeps_the_weightiest_above_the_line() -> None:
    selection = choose(BANK, NOTHING_KNOWN, 3)
    weights = {question.id: question.weight for question in BANK}
    assert min(weights[a.id] for a in selection.above) >= max(weights[a.id] for a in selection.below)


@pytest.mark.parametrize("source", [22, 24, 25])
def test_pay_job_descriptions_and_the_resume_are_only_ever_in_reserve(source: int) -> None:
    selection = choose(BANK, NOTHING_KNOWN, 9)
    assert by_source(source).id not in ids(selection)
    assert by_source(source).id in [asked.id for asked in selection.spares]


def test_pay_is_asked_for_as_a_range() -> None:
    assert all("range" in wording for wording in (*by_source(22).first, *by_source(22).again))


def test_a_question_that_the_invite_answers_is_left_out() -> None:
    hours = by_source(23)
    situation = Situation(known={}, invite_text="We work 40 Hours  a week.")
    selection = choose(BANK, situation, 9)
    assert hours.id not in [asked.id for asked in (*selection.ten, *selection.spares)]


def test_what_was_asked_before_gives_way_to_other_questions() -> None:
    before = frozenset(ids(choose(BANK, NOTHING_KNOWN, 9))[:-1])
    again = choose(BANK, Situation(known={}, met_before=True, asked=before), 9)
    assert len(again.ten) == TEN
    assert len(before & set(ids(again))) < len(before)


def test_a_company_is_named_only_where_it_is_known() -> None:
    story = by_source(STORY)
    assert "Harbor Health" in words_of(story, Situation(known={"company": "Harbor Health"}))
    assert words_of(story, NOTHING_KNOWN) == story.first[-1]


def test_somebody_met_before_is_asked_in_other_words() -> None:
    for question in BANK:
        assert words_of(question, Situation(known={}, met_before=True)) in question.again
        assert not set(question.first) & set(question.again)


def test_no_question_asks_for_a_job() -> None:
    asked = " ".join(wording for question in BANK for wording in (*question.first, *question.again)).lower()
    for plea in ("hire me", "a job for me", "an opening for me", "are you hiring", "vacanc", "mentor"):
        assert plea not in asked


def test_a_link_in_a_users_own_phrasing_is_left_out_and_a_link_alone_leaves_the_question_as_it_was() -> None:
    selection = choose(BANK, NOTHING_KNOWN, 30)
    first = selection.above[0]
    said = in_own_words(selection, {first.id: "See https://evil.example first?"})
    assert "evil" not in said.above[0].words
    assert "first?" in said.above[0].words
    assert in_own_words(selection, {first.id: "https://evil.example"}) == selection
