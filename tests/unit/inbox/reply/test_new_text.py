"""The new text of a reply, told from the quote, the signature, the footer and the disclaimer."""

from __future__ import annotations

import pytest

from shared.domain.commands import Command, CommandWord, ReplyText
from shared.inbox.reply.html_quotes import quoted_text
from shared.inbox.reply.reading import new_text, read_reply
from tests.reply_cases import DISCLAIMERS, SIGNATURES
from tests.reply_layouts import IPHONE, LANGUAGES, LAYOUTS, OUTLOOK_MOBILE, SAMSUNG, YAHOO_MOBILE, Layout

STOP = ReplyText((Command(CommandWord.STOP),))
NOTE = "She was kind."


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_program_s_quote_is_told_from_the_note_above_or_below_it(layout: Layout) -> None:
    bodies = layout.write(NOTE)
    assert read_reply(bodies.text, bodies.html) == ReplyText(notes=NOTE)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_reply_with_no_new_text_says_nothing_whatever_it_quotes(layout: Layout) -> None:
    bodies = layout.write("")
    assert read_reply(bodies.text, bodies.html, "Re: stop") == ReplyText()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("footers", [IPHONE, OUTLOOK_MOBILE, SAMSUNG, YAHOO_MOBILE])
def test_a_footer_is_no_note(footers: dict[str, str], language: str) -> None:
    assert read_reply(f"stop\n\n{footers[language]}") == STOP


@pytest.mark.parametrize("language", LANGUAGES)
def test_signature_and_disclaimer_are_no_notes(language: str) -> None:
    assert read_reply(f"stop\n\n{SIGNATURES[language]}\n\n{DISCLAIMERS[language]}") == STOP


@pytest.mark.parametrize(
    "below",
    [
        "-- \nJordan Lee\nstop all",
        "--\nsent",
        "Best,\nJordan\nCompany: Example College\nstop all",
        "Best regards,\nJordan Lee\nHelp desk\nlist",
        "This message is confidential and for its recipient only.\n\nstop all",
        "_______________\nDISCLAIMER: privileged and confidential\nsent",
        "> stop all\n> sent",
        "JL> stop all",
    ],
)
def test_a_command_in_a_signature_a_disclaimer_or_a_quote_is_none(below: str) -> None:
    assert read_reply(f"{NOTE}\n\n{below}") == ReplyText(notes=NOTE)


def test_a_closing_before_other_text_is_a_note() -> None:
    text = "Best,\nthat was the word she used for the night shifts, and I agree with her."
    assert read_reply(text).notes == text


def test_what_is_too_long_for_a_signature_is_kept() -> None:
    text = "Notes\n--\n" + "\n".join(f"{number}. she said this" for number in range(1, 20))
    assert read_reply(text).notes == text


@pytest.mark.parametrize(
    "text",
    [
        "Good talk today!",
        "Hi! Great talk",
        "Hello from Boston",
        "Dear me",
        "This email helped. She said that salaries are confidential.",
        "The recipient of the grant was Sam.",
        "Best\nSam Ode is the one whom I should write to next.",
        "Sent from my heart, that letter.",
        "She said her e-mail signature reads\n“Sent from my garden”, which I liked.",
    ],
)
def test_what_only_begins_like_a_greeting_a_disclaimer_or_a_signature_is_kept(text: str) -> None:
    assert read_reply(text).notes == text


def test_the_author_s_name_alone_below_the_text_is_no_note() -> None:
    assert read_reply("stop\n\nJordan", author="Jordan Lee") == STOP
    assert read_reply("stop\n\nJordan").notes == "Jordan"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, Nov 10, 2026 at 9:00 AM Foreword <\nprep+k7mz4qh2vx9t5w3r8n6p1d0f@foreword.example> wrote:",
        "On Tuesday, November 10th, 2026 at 9:00 AM, Foreword <prep@foreword.example> wrote:",
        'On 11/10/26, 9:00 AM, "Foreword" <prep@foreword.example>\nwrote:',
        "2026-11-10 9:00 GMT+01:00 Foreword <prep@foreword.example>:",
        "Foreword\n<prep@foreword.example> 于2026年11月10日周二 09:00写道：",
        "El mar., 10 nov. 2026 9:00, Foreword <prep@foreword.example>\nescribió:",
        "--- On Tue, 11/10/26, Foreword <prep@foreword.example> wrote:",
    ],
)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_an_attribution_is_found_however_it_is_wrapped(attribution: str, mark: str) -> None:
    assert read_reply(f"stop\n\n{attribution}\n\n{mark}stop all\n{mark}sent") == STOP


def test_a_writer_without_a_date_begins_a_quote_only_above_marks() -> None:
    assert read_reply(f"{NOTE}\n\nForeword wrote:\n> stop") == ReplyText(notes=NOTE)
    assert read_reply(f"{NOTE}\n\nThen she wrote:\nnever stop") == ReplyText(
        notes=f"{NOTE}\n\nThen she wrote:\nnever stop"
    )


def test_the_end_of_a_wrapped_quoted_line_is_quoted() -> None:
    long = "> If you want no more mails about this meeting then answer with the one word"
    assert read_reply(f"{NOTE}\n\n{long}\nstop\n> or leave it.") == ReplyText(notes=NOTE)


def test_a_word_right_below_a_long_quoted_line_is_in_doubt() -> None:
    long = "> If you want no more mails about this meeting then answer with the one word"
    reply = read_reply(f"{long}\nstop")
    assert reply.commands == ()
    assert [line.could_be for line in reply.in_doubt] == [(CommandWord.STOP,)]


def test_an_answer_between_short_quoted_lines_counts() -> None:
    assert read_reply("> Did the talk happen?\ndid not happen\n> Yours").commands == (
        Command(CommandWord.DID_NOT_HAPPEN),
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>stop</p><blockquote><p>sent</p></blockquote>",
        '<div>stop</div><div class="gmail_quote">On Tue, Foreword wrote:<br>sent</div>',
        '<div>stop</div><div id="x_divRplyFwdMsg"><b>From:</b> Foreword</div><div>sent</div>',
        '<div>stop</div><hr id="stopSpelling">sent',
        '<div>stop<br><div id="Signature"><p>sent</p></div></div><div id="appendonsend"></div>sent',
        '<div>stop</div><div class="gmail_signature">sent</div><div class="yahoo_quoted" id="yahoo_1">sent</div>',
        "<DIV>stop</DIV><BLOCKQUOTE TYPE=cite>sent<DIV>sent",
        "<table><tr><td>stop</td></tr></table><blockquote>sent</div></p></blockquote>",
        '<div>stop</div><div class="moz-cite-prefix">On 11/10/26 Foreword wrote:</div><blockquote>sent</blockquote>',
    ],
)
def test_the_markup_says_what_is_quoted(html: str) -> None:
    assert read_reply(None, html) == STOP


def test_each_quoted_line_of_html_is_marked() -> None:
    assert quoted_text("a<br>b<blockquote>c<div>d</div></blockquote>e") == "a\nb\n\n> c\n> d\n\ne"


def test_the_html_is_read_where_the_plain_text_holds_nothing_new() -> None:
    text = "On Tue, Nov 10, 2026 at 9:00 AM, Foreword <prep@foreword.example> wrote:\nsent\n\nstop"
    html = "<blockquote>sent</blockquote><p>stop</p>"
    assert read_reply(text) == ReplyText()
    assert read_reply(text, html) == STOP


def test_new_text_is_all_that_the_user_wrote() -> None:
    assert new_text("With: Priya\n\nBest,\nJordan\n\n> With: Sam") == "With: Priya\n\nBest,\nJordan"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Gone fishing.", "Automatic reply: Your talk with Priya Nair"),
        ("Gone fishing.", "Out of Office"),
        ("Bin weg.", "Automatische Antwort: Ihr Gespräch"),
        ("Absent.", "Réponse automatique : votre entretien"),
        ("No estoy.", "Respuesta automática: su charla"),
        ("Ausente.", "Resposta automática: sua conversa"),
        ("Assente.", "Risposta automatica: il colloquio"),
        ("Afwezig.", "Automatisch antwoord: uw gesprek"),
        ("不在です。", "自動応答: 面談"),
        ("外出。", "自动回复: 面谈"),
        ("Hello,\n\nI am out of the office until Monday. In urgent cases contact Kim.", "Re: Your talk"),
        ("Ich bin derzeit nicht im Büro und ab dem 23.11. wieder erreichbar.", None),
        ("Bonjour, je suis absent jusqu'au 23 novembre.", None),
        ("Estoy fuera de la oficina hasta el lunes.", None),
        ("Estou fora do escritório até segunda-feira.", None),
        ("Sono fuori ufficio fino a lunedì.", None),
        ("Ik ben afwezig tot maandag.", None),
        ("11月23日まで不在にしております。", None),
        ("我正在休假，将于11月23日返回。", None),
    ],
)
def test_an_absence_notice_is_automatic(text: str, subject: str | None) -> None:
    assert read_reply(text, None, subject) == ReplyText(notes=text, is_automatic=True)


def test_an_absence_notice_by_its_subject_holds_no_command() -> None:
    reply = read_reply("I am away.\n\nstop", None, "Automatic reply: Your talk")
    assert reply == ReplyText(notes="I am away.\n\nstop", is_automatic=True)


def test_who_is_away_and_writes_a_word_is_asked() -> None:
    reply = read_reply("I am on vacation next week.\n\nmoved to Nov 30\nlist")
    assert not reply.is_automatic
    assert reply.commands == (Command(CommandWord.LIST),)
    assert [line.could_be for line in reply.in_doubt] == [(CommandWord.MOVED,)]


@pytest.mark.parametrize(
    "text", ["She is out of the office until Friday.", "I was out of the office when she called.", NOTE]
)
def test_notes_about_somebody_s_absence_are_not_automatic(text: str) -> None:
    assert read_reply(text, None, "Re: Your talk") == ReplyText(notes=text)
