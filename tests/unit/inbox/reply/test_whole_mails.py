"""Whole mails, as mail programs send them, read to the end: tests/mails/replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.domain.commands import Command, CommandWord, DoubtfulLine, ReplyText
from shared.inbox.read import read
from shared.inbox.reply.reading import read_reply

W = CommandWord
MAILS = Path(__file__).parents[3] / "mails" / "replies"
MEANT = {
    "a-reply-to-a-reply": ReplyText((Command(W.STOP_ALL),)),
    "apple-mail-italian-did-not-happen": ReplyText((Command(W.DID_NOT_HAPPEN),)),
    "english-doubts": ReplyText(
        notes="The talk was good, and she wants to see\nhow it goes on. The letter is not yet\n\nDid it help? Yes.",
        in_doubt=(
            DoubtfulLine("sent", (W.SENT,)),
            DoubtfulLine(
                "unsubscribe",
                (
                    W.STOP,
                    W.STOP_ALL,
                ),
            ),
        ),
    ),
    "gmail-android-own-words-broken-over-two-lines": ReplyText(
        (
            Command(
                W.OWN_WORDS,
                4,
                (
                    "How do you decide which of the many projects on your desk gets the first hour of the day, "
                    "and who has a say in it?"
                ),
            ),
            Command(W.LIST),
        )
    ),
    "gmail-english-profile-and-address": ReplyText(
        (
            Command(
                W.PROFILE,
                text=(
                    "name: Jordan Lee\nfield: nursing, public health\n"
                    "strengths: five years of night shifts, Spanish\nzone: America/Los_Angeles\n"
                    "hours: 8 to 18\ntone: warm"
                ),
            ),
            Command(W.ALSO, text="jordan@example.net"),
        )
    ),
    "gmail-english-sent-and-notes": ReplyText(
        (Command(W.SENT),), notes="She asked me to keep her posted about the exam in May."
    ),
    "gmail-french-ask": ReplyText(
        (Command(W.ASK, text="Kim Park, kim.park@example.com, she built the clinic that Priya told me about"),)
    ),
    "gmail-german-swap": ReplyText((Command(W.SWAP, 4),), notes="Und bitte mehr zur Nachtklinik, wenn es geht."),
    "gmx-german-notes-that-begin-with-a-word": ReplyText(
        notes="Sie war sehr freundlich.\nStop by whenever you like, sagte sie."
    ),
    "html-alone-signature-with-labels": ReplyText(
        notes="Learned: nurses rotate through three units.\n\nNamed: Sam Ode at Tidewater."
    ),
    "iphone-chinese-notes-and-a-referral": ReplyText(
        (Command(W.MET, text="王伟, wang.wei@example.net, Tidewater"),),
        notes="她说夜班很辛苦，但是团队很好。\n我答应给她发那篇文章。",
    ),
    "iphone-japanese-stop": ReplyText((Command(W.STOP),)),
    "nothing-but-the-quote": ReplyText(),
    "out-of-office-english": ReplyText(
        notes=(
            "I am out of the office until Monday, November 23, with limited access to email.\n"
            "In urgent cases write to kim.park@example.org.\n\nstop\n\nJordan Lee"
        ),
        is_automatic=True,
    ),
    "out-of-office-german-html-alone": ReplyText(
        notes=(
            "Guten Tag,\n\nich bin derzeit nicht im Büro und ab dem 23.11.2026 wieder erreichbar. In "
            "dringenden Fällen wenden Sie sich an Kim Park.\n\nFreundliche Grüße\nJordan Lee"
        ),
        is_automatic=True,
    ),
    "outlook-english-disclaimer-with-a-word": ReplyText(
        notes="Cancelled my other plans, so Thursday is fine.\n\nJordan Lee\nAnalyst | Example Corp"
    ),
    "outlook-english-stop": ReplyText((Command(W.STOP),)),
    "outlook-for-ios-spanish-a-word-inside-a-sentence": ReplyText(notes="No, no pasó: did not happen"),
    "outlook-web-french-corrects": ReplyText(
        (
            Command(W.WITH, text="Priya Nair, Harbor Health"),
            Command(W.LENGTH, text="45 minutes"),
        )
    ),
    "proton-english-keep-in-touch": ReplyText((Command(W.KEEP_IN_TOUCH),)),
    "qq-chinese-help": ReplyText((Command(W.HELP),)),
    "samsung-english-sent": ReplyText((Command(W.SENT),)),
    "thunderbird-dutch-between-the-lines": ReplyText(
        (
            Command(W.OWN_WORDS, 1, "Waarom een nachtkliniek, en geen ziekenhuis?"),
            Command(W.SWAP, 4),
        )
    ),
    "thunderbird-german-below-html-alone": ReplyText((Command(W.MOVED, text="Friday, 3 PM"),)),
    "unsubscribe-by-mailto": ReplyText((Command(W.STOP),)),
    "yahoo-portuguese-cancelled": ReplyText((Command(W.CANCELLED),)),
}


@pytest.mark.parametrize("name", MEANT)
def test_a_whole_mail_says_what_its_author_meant(name: str) -> None:
    reading = read((MAILS / f"{name}.eml").read_bytes())
    assert reading.invite is None
    assert read_reply(reading.text, reading.html, reading.subject) == MEANT[name]


def test_every_mail_has_its_meaning_here() -> None:
    assert {file.stem for file in MAILS.iterdir()} == set(MEANT)
