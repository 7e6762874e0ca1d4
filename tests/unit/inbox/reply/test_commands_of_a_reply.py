"""What a line of a reply means: a command, a note, or a doubt."""

from __future__ import annotations

import pytest

from shared.domain.commands import DESTRUCTIVE, Command, CommandWord, ReplyText
from shared.domain.words import Word
from shared.inbox.reply.reading import read_reply

W = CommandWord


def said(text: str) -> list[tuple[CommandWord, int | None, str]]:
    return [(command.word, command.number, command.text) for command in read_reply(text).commands]


def doubts(text: str) -> list[tuple[CommandWord, ...]]:
    return [line.could_be for line in read_reply(text).in_doubt]


@pytest.mark.parametrize("word", Word)
def test_each_word_that_a_mail_offers_is_a_command_of_that_spelling(word: Word) -> None:
    assert read_reply(word) == ReplyText((Command(CommandWord(word)),))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP!", W.STOP),
        ("Please stop.", W.STOP),
        ("“stop”", W.STOP),
        ("> \n* stop", W.STOP),
        ("*stop*", W.STOP),
        ("(stop)", W.STOP),
        ("Dear Foreword team, please stop. Thank you very much!", W.STOP),
        ("Stop 🙏", W.STOP),
        ("Thanks\nstop", W.STOP),
        ("bitte stop", W.STOP),
        ("stop-all", W.STOP_ALL),
        ("Stop all mails", W.STOP_ALL),
        ("sent :)", W.SENT),
        ("Yes, sent.", W.SENT),
        ("I’ve sent it", W.SENT),
        ("The talk didn't happen", W.DID_NOT_HAPPEN),
        ("No, did not happen", W.DID_NOT_HAPPEN),
        ("CANCELED", W.CANCELLED),
        ("moved", W.MOVED),
        ("Erase everything", W.ERASE),
        ("my profile", W.PROFILE),
        ("list?", W.LIST),
        ("Keep in touch, please", W.KEEP_IN_TOUCH),
        ("help me", W.HELP),
        ("swap", W.SWAP),
    ],
)
def test_a_word_is_read_give_or_take_case_punctuation_and_politeness(text: str, word: CommandWord) -> None:
    assert said(text) == [(word, None, "")]
    assert read_reply(text).notes == ""
    assert read_reply(text).in_doubt == ()


@pytest.mark.parametrize(
    "text",
    [
        "stop by on Friday",
        "Sent from the train, sorry for the typos",
        "Cancelled my other plans, so I can be there",
        "Moved to Boston last year, she said",
        "moved to 3 different teams",
        "moved to do more research",
        "did not happen to ask her",
        "stopall",
        "Don't stop",
        "erase the board",
        "Cancel my subscription",
        "Swap stories with her",
        "Swap question 99",
        "10:30 at the café",
        "4: 30",
        "4:",
        "4. learned that units rotate",
        "Met Priya at the cafe",
        "also she knows Sam",
        "also jordan@example.net and kim@example.net",
        "Profile: https://example.com/jordan",
        "with whom?",
        "when is it",
        "help me write",
        "List of names: Sam",
        "keep in touch with her",
        "no",
        "yes",
    ],
)
def test_a_line_that_only_looks_like_a_command_is_a_note(text: str) -> None:
    assert read_reply(text) == ReplyText(notes=text)


@pytest.mark.parametrize(
    ("text", "could_be"),
    [
        ("stop?", [(W.STOP,)]),
        ("Please unsubscribe me", [(W.STOP, W.STOP_ALL)]),
        ("stop these emails", [(W.STOP, W.STOP_ALL)]),
        ("Stop. I got the job.", [(W.STOP,)]),
        ("stop\nby on Friday", [(W.STOP,)]),
        ("Things that came up\nstop", [(W.STOP,)]),
        ("stop / stop all", [(W.STOP, W.STOP_ALL)]),
        ("Sent to Priya this morning", [(W.SENT,)]),
        ("cancel", [(W.CANCELLED, W.STOP)]),
        ("Canceled by Priya", [(W.CANCELLED,)]),
        ("They cancelled.", [(W.CANCELLED,)]),
        ("Did not happen because she was ill", [(W.DID_NOT_HAPPEN,)]),
        ("No-show", [(W.DID_NOT_HAPPEN,)]),
        ("We moved it to Friday 3 pm", [(W.MOVED,)]),
        ("Moved to Friday because Priya is ill", [(W.MOVED,)]),
        ("postponed", [(W.MOVED, W.DID_NOT_HAPPEN)]),
        ("delete my data", [(W.ERASE, W.STOP_ALL)]),
        ("sent\ndid not happen", [(W.SENT,), (W.DID_NOT_HAPPEN,)]),
        ("cancelled\n\nmoved to Friday", [(W.CANCELLED,), (W.MOVED,)]),
    ],
)
def test_what_could_mean_two_things_is_in_doubt_and_no_command(
    text: str, could_be: list[tuple[CommandWord, ...]]
) -> None:
    assert doubts(text) == could_be
    assert said(text) == []


@pytest.mark.parametrize("word", [*sorted(DESTRUCTIVE), W.SENT])
def test_the_end_of_a_sentence_that_the_mail_program_broke_is_no_command(word: CommandWord) -> None:
    text = f"All of the reports that she writes go to the board, and then they may be\n{word}."
    assert read_reply(text) == ReplyText(notes=text)


def test_a_word_behind_notes_counts_in_a_paragraph_of_its_own() -> None:
    reply = read_reply("She told me about the night shifts\nand promised a second talk.\n\nsent")
    assert reply.commands == (Command(W.SENT),)
    assert reply.notes == "She told me about the night shifts\nand promised a second talk."


def test_commands_stand_in_the_order_of_the_mail_each_once() -> None:
    assert said("swap 3\n4: Why nursing?\nswap 3\n\nlist") == [
        (W.SWAP, 3, ""),
        (W.OWN_WORDS, 4, "Why nursing?"),
        (W.LIST, None, ""),
    ]


@pytest.mark.parametrize("text", ["swap 4 and 7", "Swap #4, #7", "please swap questions 4 & 7"])
def test_two_questions_are_swapped_by_one_line(text: str) -> None:
    assert said(text) == [(W.SWAP, 4, ""), (W.SWAP, 7, "")]


@pytest.mark.parametrize(
    "text", ["4: Why nursing?", "4：Why nursing?", "#4 : Why nursing?", "Q4: Why nursing?", "* 4: Why nursing?"]
)
def test_a_number_and_a_colon_are_the_users_own_words(text: str) -> None:
    assert said(text) == [(W.OWN_WORDS, 4, "Why nursing?")]


def test_own_words_that_the_mail_program_broke_are_joined() -> None:
    first = "4: How do you decide which of the many projects on your desk gets the"
    assert said(f"{first}\nfirst hour of the day?\nlist") == [
        (W.OWN_WORDS, 4, f"{first[3:]} first hour of the day?"),
        (W.LIST, None, ""),
    ]


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("with: Priya Nair <priya@example.com>", W.WITH, "Priya Nair <priya@example.com>"),
        ("Company : Harbor Health", W.COMPANY, "Harbor Health"),
        ("*When:* Thu Nov 12 2026, 2:00 PM", W.WHEN, "Thu Nov 12 2026, 2:00 PM"),
        ("- length: 45 minutes", W.LENGTH, "45 minutes"),
        ("Where:\nCafé Blau", W.WHERE, "Café Blau"),
        ("Wann: Do 12.11.2026 14:00", W.WHEN, "Do 12.11.2026 14:00"),
        ("met: Sam Ode, sam@example.org, Tidewater", W.MET, "Sam Ode, sam@example.org, Tidewater"),
        ("Ask: Kim Park, kim@example.com, she built it", W.ASK, "Kim Park, kim@example.com, she built it"),
    ],
)
def test_a_labelled_line_takes_what_stands_behind_the_colon(text: str, word: CommandWord, value: str) -> None:
    assert said(text) == [(word, None, value)]


def test_lines_of_the_form_left_as_they_were_sent_say_nothing() -> None:
    text = "With: name, and address if you have it\nCompany:\nWhen: Friday, 3 PM"
    assert read_reply(text) == ReplyText((Command(W.WHEN, text="Friday, 3 PM"),))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("moved to Friday, 3 pm", "Friday, 3 pm"),
        ("Moved: Fri Nov 20 2026 2pm", "Fri Nov 20 2026 2pm"),
        ("moved to tomorrow at 3", "tomorrow at 3"),
        ("moved to the 14th", "the 14th"),
        ("moved to next week", "next week"),
        ("moved to 20.11.2026 14:00. Thanks!", "20.11.2026 14:00"),
        ("moved - Friday 2 pm", "Friday 2 pm"),
    ],
)
def test_moved_takes_a_date_and_nothing_else(text: str, date: str) -> None:
    assert said(text) == [(W.MOVED, None, date)]


@pytest.mark.parametrize(
    "text", ["also jo@example.net", "Also: <jo@example.net>", "also, my address mailto:jo@example.net."]
)
def test_also_takes_one_address(text: str) -> None:
    assert said(text) == [(W.ALSO, None, "jo@example.net")]


def test_a_profile_takes_its_lines_and_ends_at_the_first_other() -> None:
    reply = read_reply("profile\n\nName: Jordan Lee\n- time zone: Pacific\n\nTone = warm\nShe was kind.\nname: x")
    assert reply.commands == (Command(W.PROFILE, text="name: Jordan Lee\ntime zone: Pacific\ntone: warm"),)
    assert reply.notes == "She was kind.\nname: x"


def test_a_fresh_subject_says_a_word_where_the_mail_is_empty() -> None:
    assert read_reply("", None, "stop all").commands == (Command(W.STOP_ALL),)
    assert read_reply("Sent from my iPhone", None, "Stop").commands == (Command(W.STOP),)


@pytest.mark.parametrize("subject", ["Re: stop", "AW: stop", "回复: stop", "Coffee", None])
def test_the_subject_of_an_answer_or_of_a_meeting_says_nothing(subject: str | None) -> None:
    assert read_reply("", None, subject) == ReplyText()


def test_a_mail_that_says_something_is_not_read_by_its_subject() -> None:
    assert read_reply("Lovely talk!", None, "stop") == ReplyText(notes="Lovely talk!")
