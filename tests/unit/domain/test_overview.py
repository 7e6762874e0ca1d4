"""What is kept, shown: what is planned and waits, talks side by side, what a reply came to."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import Delivery, Kind, State
from shared.domain.done import Done
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, InterviewState, User
from shared.domain.overview import MOST_SHOWN, WAITS, Overview, compared, listed, noted_done, plain_note
from shared.domain.referral import Referral
from shared.domain.subject import BRAND
from shared.domain.timing import letter_deadline
from tests.builders import ENDS, NOW, PRIYA, STARTS, a_contact, a_delivery, a_meeting, a_user, an_answer, an_interview
from tests.meetings import content

WORDS = content().notes[Kind.LIST].more
HOSTILE = "<b>see</b> https://evil.example/x\r\nBcc: a@b.example {0} {name} %s \u202egnp"


def blocks(page: Overview) -> dict[str, list[str]]:
    """Return the lines below each heading, further lines behind their own."""
    return {block.heading: [one for line, more in block.lines for one in (line, *more)] for block in page.blocks}


def shown(*held: Interview, deliveries: tuple[Delivery, ...] = (), user: User | None = None, **when: Any) -> Overview:
    return listed(Holdings(held, deliveries), user or a_user(), content(), when.get("now", NOW))


# --- list -------------------------------------------------------------------------------------------------------------


def test_whoever_has_nothing_is_told_so() -> None:
    page = shown()
    assert page.blocks == ()
    assert page.paragraphs[-1] == WORDS["nothing"]


def test_a_talk_to_come_is_listed_with_what_will_be_sent_and_when() -> None:
    mails = (a_delivery(Kind.THANK_YOU, ENDS + timedelta(hours=1)), a_delivery(Kind.REMINDER, STARTS))
    (talk, *later) = blocks(shown(an_interview(), deliveries=mails))[WORDS["planned"]]
    assert talk.startswith("Your talk with Priya Nair. ")
    assert "2:00" in talk
    assert len(later) == 2
    assert "3:30" in later[0]
    assert "2:00" in later[1]


@pytest.mark.parametrize(
    "mail",
    [
        a_delivery(Kind.THANK_YOU, ENDS, state=State.SENT),
        a_delivery(Kind.THANK_YOU, ENDS, state=State.WITHDRAWN),
        a_delivery(Kind.THANK_YOU, ENDS, state=State.FAILED),
        a_delivery(Kind.PREP_PACK, NOW),
        an_answer(due_at=ENDS),
    ],
)
def test_what_left_or_never_will_is_not_promised(mail: Delivery) -> None:
    assert len(blocks(shown(an_interview(), deliveries=(mail,)))[WORDS["planned"]]) == 1


def test_after_stop_all_no_mail_is_promised_that_will_not_come() -> None:
    old = a_delivery(Kind.THANK_YOU, ENDS, created_at=NOW - timedelta(hours=2))
    new = a_delivery(Kind.REMINDER, STARTS, id="another", created_at=NOW)
    user = a_user(stopped_at=NOW - timedelta(hours=1))
    lines = blocks(shown(an_interview(), deliveries=(old, new), user=user))[WORDS["planned"]]
    assert len(lines) == 2
    assert blocks(shown(an_interview(), deliveries=(old,), user=user, now=ENDS - timedelta(minutes=1)))[
        WORDS["planned"]
    ] == [lines[0]]


@pytest.mark.parametrize("state", [InterviewState.CANCELLED, InterviewState.STOPPED, InterviewState.NOT_HELD])
def test_a_talk_that_is_off_is_not_listed(state: InterviewState) -> None:
    assert shown(an_interview(state=state)).blocks == ()


def test_a_talk_that_is_over_is_listed_while_something_is_still_to_come() -> None:
    later = a_delivery(Kind.REPORT_BACK, ENDS + timedelta(days=21))
    now = ENDS + timedelta(days=10)
    interview = an_interview(letter_sent_at=ENDS)
    found = blocks(shown(interview, deliveries=(later,), now=now))
    assert list(found) == [WORDS["over"]]
    assert len(found[WORDS["over"]]) == 2
    assert shown(interview, now=now).blocks == ()


def test_a_talk_stays_planned_up_to_its_last_second() -> None:
    later = a_delivery(Kind.THANK_YOU, ENDS + timedelta(hours=1))
    interview = an_interview(letter_sent_at=NOW)
    before = blocks(shown(interview, deliveries=(later,), now=ENDS - timedelta(seconds=1)))
    assert (list(before), len(before[WORDS["planned"]])) == ([WORDS["planned"]], 2)
    assert list(blocks(shown(interview, deliveries=(later,), now=ENDS))) == [WORDS["over"]]


def test_a_letter_that_nobody_said_was_sent_waits_for_a_month() -> None:
    last = letter_deadline(ENDS) + WAITS
    assert list(blocks(shown(an_interview(), now=ENDS))) == [WORDS["waiting"]]
    assert list(blocks(shown(an_interview(), now=last - timedelta(seconds=1)))) == [WORDS["waiting"]]
    assert shown(an_interview(), now=last).blocks == ()
    assert shown(an_interview(letter_sent_at=ENDS), now=ENDS).blocks == ()
    assert WORDS["waiting"] not in blocks(shown(an_interview(), now=ENDS - timedelta(seconds=1)))


def test_people_who_were_named_and_not_met_yet_are_listed() -> None:
    people = (
        Referral("Ana Ruiz", NOW, "ana@example.com"),
        Referral("Ben Okafor", NOW),
        Referral("Lena Wu", NOW, met_in="ab12"),
    )
    assert blocks(shown(user=a_user(referrals=people))) == {
        WORDS["people"]: ["Ana Ruiz, ana@example.com", "Ben Okafor"]
    }


def test_text_that_belonged_to_no_talk_is_shown_the_newest_first_and_the_rest_is_counted() -> None:
    texts = tuple(f"text {number}" for number in range(MOST_SHOWN + 5))
    lines = blocks(shown(user=a_user(unplaced=texts)))[WORDS["unplaced"]]
    assert (lines[0], len(lines)) == (f"text {MOST_SHOWN + 4}", MOST_SHOWN + 1)
    assert "5" in lines[-1]


def test_text_that_is_nothing_but_a_link_is_shown_as_being_there() -> None:
    assert blocks(shown(user=a_user(unplaced=("https://evil.example/x",)))) == {WORDS["unplaced"]: ["\u2026"]}


def test_a_hundred_talks_make_a_page_that_can_be_read() -> None:
    held = [an_interview(id=f"{number:016x}") for number in range(100)]
    lines = blocks(shown(*held))[WORDS["planned"]]
    assert len(lines) == MOST_SHOWN + 1
    assert "70" in lines[-1]
    assert len(blocks(shown(*held, now=ENDS))[WORDS["waiting"]]) == MOST_SHOWN + 1


def test_hostile_text_is_shown_as_one_line_without_links() -> None:
    user = a_user(unplaced=(HOSTILE * 20,), referrals=(Referral(HOSTILE, NOW, "x@y.example"),))
    for lines in blocks(shown(user=user)).values():
        for line in lines:
            assert not [bad for bad in ("\r", "\n", "evil.example", "<", "\u202e") if bad in line]
            assert len(line) < 400


# --- compare ----------------------------------------------------------------------------------------------------------

FIRST, SECOND = content().questions[0], content().questions[1]


def test_answers_stand_side_by_side_from_the_notes_alone() -> None:
    one = an_interview(answers={FIRST.id: "twelve hours", SECOND.id: "by chance"})
    other = an_interview(id="b" * 16, contact=a_contact(name="Sam Poe"), answers={FIRST.id: f"eight {HOSTILE}"})
    page = compared(Holdings((one, other)), a_user(own_words={FIRST.id: "How long is a day?"}), content())
    found = blocks(page)
    assert found["How long is a day?"][0] == "Priya Nair: twelve hours"
    assert found["How long is a day?"][1].startswith("Sam Poe: eight ")
    assert "evil" not in found["How long is a day?"][1]
    assert found[SECOND.first[-1]] == ["Priya Nair: by chance"]
    still_open = found[content().notes[Kind.COMPARE].more["open"]]
    assert still_open
    assert not {FIRST.first[-1], SECOND.first[-1]} & set(still_open)


def test_without_answers_there_is_nothing_to_compare() -> None:
    page = compared(Holdings((an_interview(),)), a_user(), content())
    assert (page.blocks, page.paragraphs) == ((), (content().notes[Kind.COMPARE].more["none"],))


def test_once_every_question_has_an_answer_none_is_open() -> None:
    every = an_interview(answers={question.id: "yes" for question in content().questions})
    found = blocks(compared(Holdings((every,)), a_user(), content()))
    assert content().notes[Kind.COMPARE].more["open"] not in found
    assert len(found) == len(content().questions)


def test_who_is_not_known_by_name_is_known_by_the_talk() -> None:
    unknown = an_interview(contact=None, answers={FIRST.id: "yes"}, meeting=a_meeting(organizer=None), subject="A talk")
    (line,) = blocks(compared(Holdings((unknown,)), a_user(), content()))[FIRST.first[-1]]
    assert line == "A talk: yes"


# --- what a reply came to ---------------------------------------------------------------------------------------------


def noted(*done: tuple[Done, str], interview: Interview | None = None) -> Any:
    delivery = an_answer(facts={"did": json.dumps([[str(what), text] for what, text in done])})
    return noted_done(dataclasses.replace(delivery, kind=Kind.NOTED), interview, content())


@pytest.mark.parametrize("done", list(Done))
def test_each_thing_that_a_reply_came_to_is_a_sentence_with_the_text_and_nothing_to_click(done: Done) -> None:
    page = noted((done, HOSTILE), interview=an_interview())
    (line,) = page.paragraphs
    assert line.endswith(".")
    assert not [bad for bad in ("evil", "\n", "{text}", "<", "\u202e") if bad in line]
    assert page.subject == "Your talk with Priya Nair"


def test_several_things_are_several_sentences_under_one_heading() -> None:
    one, two = noted((Done.NOTES_KEPT, "")), noted((Done.NOTES_KEPT, ""), (Done.IN_DOUBT, "stop?"))
    assert (len(two.steps), two.paragraphs) == (2, ())
    assert one.heading != two.heading
    assert (one.subject, two.preheader) == (BRAND, two.steps[0])


# --- notes of words alone ---------------------------------------------------------------------------------------------


def test_the_code_is_shown_with_the_address_that_it_is_for() -> None:
    page = plain_note(Kind.ADDRESS_CODE, content(), {"name": f"{PRIYA}\r\nx", "code": "abc234"})
    assert page.form == ("also abc234",)
    assert [line for line in page.paragraphs if PRIYA in line]
    assert not [line for line in page.paragraphs if "\n" in line]


@pytest.mark.parametrize("kind", [Kind.EXPORT, Kind.ERASE_ASKED, Kind.ERASED])
def test_a_note_of_words_alone_needs_nothing(kind: Kind) -> None:
    page = plain_note(kind, content(), {})
    assert page.paragraphs
    assert "{" not in "".join(page.paragraphs)
