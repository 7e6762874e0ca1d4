"""What users write in a reply, and what it means: the table behind `make replies`. Made up for the tests.

Each message goes through mail programs and languages (reply_layouts.py): every message through some, every program and
language with some. `TRAPS` hold no command, whatever they look like.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from shared.domain.commands import Command, CommandWord
from tests.reply_layouts import LAYOUTS, Bodies

W = CommandWord


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """A new text and its meaning; `doubts` are the words to ask about, one tuple for each line in doubt."""

    text: str
    commands: tuple[Command, ...] = ()
    notes: str = ""
    doubts: tuple[tuple[CommandWord, ...], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """A message as a mail program sends it."""

    name: str
    bodies: Bodies
    message: Message


def _one(word: CommandWord, text: str = "", number: int | None = None) -> tuple[Command, ...]:
    return (Command(word, number, text),)


_NOTES = "She said that her team rotates through three units.\nI promised to send her the article."
SIGNATURES = {
    "en": "Best regards,\nJordan Lee\nStudent, Example College",
    "de": "Viele Grüße\nJordan Lee",
    "fr": "Cordialement,\nJordan Lee\n+33 1 23 45 67 89",
    "es": "Un saludo,\nJordan Lee",
    "pt": "Atenciosamente,\nJordan Lee\nProfile: www.jordan.example",
    "it": "Cordiali saluti\nJordan",
    "nl": "Met vriendelijke groet,\nJordan Lee",
    "ja": "よろしくお願いいたします。\n\nJordan Lee",
    "zh": "谢谢！\nJordan",
}
DISCLAIMERS = {
    "en": "This e-mail and any attachments are confidential and intended solely for the addressee.\nstop",
    "de": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Empfänger sind, löschen Sie sie.",
    "fr": "Ce message est confidentiel. Si vous n'êtes pas le destinataire, merci de le détruire.",
    "es": "Este mensaje es confidencial y va dirigido a su destinatario.",
    "pt": "Esta mensagem é confidencial e destina-se ao seu destinatário.",
    "it": "Questo messaggio è riservato e destinato al solo destinatario.",
    "nl": "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde.",
    "ja": "このメールには機密情報が含まれています。宛先に心当たりがない場合は削除してください。",
    "zh": "本邮件包含保密信息，仅供收件人使用。",
}
POLITE = {
    "en": ("please", "thanks"),
    "de": ("bitte", "danke"),
    "fr": ("s'il vous plaît", "merci"),
    "es": ("por favor", "gracias"),
    "pt": ("por favor", "obrigada"),
    "it": ("per favore", "grazie"),
    "nl": ("alstublieft", "bedankt"),
    "ja": ("お願いします", "ありがとうございます"),
    "zh": ("请", "谢谢"),
}
GREETINGS = {
    "en": "Hi Foreword,",
    "de": "Hallo Foreword,",
    "fr": "Bonjour,",
    "es": "Hola:",
    "pt": "Olá,",
    "it": "Buongiorno,",
    "nl": "Beste Foreword,",
    "ja": "こんにちは、",
    "zh": "你好，",
}

MESSAGES = (
    Message("sent", _one(W.SENT)),
    Message("Sent!", _one(W.SENT)),
    Message("SENT.\n\nThanks!", _one(W.SENT)),
    Message("Already sent, thanks.", _one(W.SENT)),
    Message("“sent”", _one(W.SENT)),
    Message("stop", _one(W.STOP)),
    Message("STOP", _one(W.STOP)),
    Message("Please stop.", _one(W.STOP)),
    Message("* Stop *", _one(W.STOP)),
    Message("- stop", _one(W.STOP)),
    Message("stop all", _one(W.STOP_ALL)),
    Message("Stop everything, please!", _one(W.STOP_ALL)),
    Message("Did not happen.", _one(W.DID_NOT_HAPPEN)),
    Message("No, it didn’t happen.", _one(W.DID_NOT_HAPPEN)),
    Message("cancelled", _one(W.CANCELLED)),
    Message("Canceled.", _one(W.CANCELLED)),
    Message("moved to Friday, 3 PM", _one(W.MOVED, "Friday, 3 PM")),
    Message("Moved: Thu Nov 19 2026, 2:00 PM Pacific", _one(W.MOVED, "Thu Nov 19 2026, 2:00 PM Pacific")),
    Message("moved to Nov 20", _one(W.MOVED, "Nov 20")),
    Message("swap 4", _one(W.SWAP, number=4)),
    Message("Swap question 7, please", _one(W.SWAP, number=7)),
    Message("swap 2 and 9", (Command(W.SWAP, 2), Command(W.SWAP, 9))),
    Message("4: What would you do first in my place?", _one(W.OWN_WORDS, "What would you do first in my place?", 4)),
    Message(
        "swap 3\n4: What would you read first?\nlist",
        (Command(W.SWAP, 3), Command(W.OWN_WORDS, 4, "What would you read first?"), Command(W.LIST)),
    ),
    Message(
        "with: Priya Nair <priya.nair@harborhealth.example>",
        _one(W.WITH, "Priya Nair <priya.nair@harborhealth.example>"),
    ),
    Message("Company: Harbor Health", _one(W.COMPANY, "Harbor Health")),
    Message(
        "When: Thu Nov 12 2026, 3:00 PM Pacific\nLength: 45 minutes",
        (Command(W.WHEN, text="Thu Nov 12 2026, 3:00 PM Pacific"), Command(W.LENGTH, text="45 minutes")),
    ),
    Message("where: Café Blau, 2nd floor", _one(W.WHERE, "Café Blau, 2nd floor")),
    Message(
        "met: Sam Ode, sam.ode@example.net, Tidewater Labs", _one(W.MET, "Sam Ode, sam.ode@example.net, Tidewater Labs")
    ),
    Message(
        "ask: Kim Park, kim@example.com, she built the clinic",
        _one(W.ASK, "Kim Park, kim@example.com, she built the clinic"),
    ),
    Message(
        "profile\nname: Jordan Lee\nfield: nursing\nzone: Pacific\ntone: warm",
        _one(W.PROFILE, "name: Jordan Lee\nfield: nursing\nzone: Pacific\ntone: warm"),
    ),
    Message("list", _one(W.LIST)),
    Message("Export, please", _one(W.EXPORT)),
    Message("erase", _one(W.ERASE)),
    Message("also jordan@example.net", _one(W.ALSO, "jordan@example.net")),
    Message("compare", _one(W.COMPARE)),
    Message("Keep in touch.", _one(W.KEEP_IN_TOUCH)),
    Message("Help!", _one(W.HELP)),
    Message(_NOTES, notes=_NOTES),
    Message(f"sent\n\n{_NOTES}", _one(W.SENT), _NOTES),
    Message(f"{_NOTES}\n\nmet: Sam Ode", _one(W.MET, "Sam Ode"), _NOTES),
    Message("sent\nkeep in touch", (Command(W.SENT), Command(W.KEEP_IN_TOUCH))),
    Message("unsubscribe", doubts=((W.STOP, W.STOP_ALL),)),
    Message("cancel", doubts=((W.CANCELLED, W.STOP),)),
    Message("stop?", doubts=((W.STOP,),)),
    Message("sent\ndid not happen", doubts=((W.SENT,), (W.DID_NOT_HAPPEN,))),
    Message("Did not happen, she was ill.", doubts=((W.DID_NOT_HAPPEN,),)),
    Message("Delete everything", doubts=((W.ERASE, W.STOP_ALL),)),
    Message("It was cancelled.", doubts=((W.CANCELLED,),)),
    Message("Stop. I have the job.", doubts=((W.STOP,),)),
)


def _trap(text: str) -> Message:
    return Message(text, notes=text)


TRAPS = (
    _trap("Stop by on Friday?"),
    _trap("Stop worrying, she said, and start asking."),
    _trap("Cancelled my other plans, so I can be there early."),
    _trap("Moved to Boston last year, she did, for the clinic."),
    _trap("Moved by what she told me about the night shifts."),
    _trap("Sent from the heart: thank you for these questions!"),
    _trap("Erase the whiteboard first, was her advice."),
    _trap("Did not happen to ask her about the budget."),
    _trap("Don't stop, these mails help me."),
    _trap("I will not stop all this before June."),
    _trap("She moved to Harbor Health in 2019 and never looked back."),
    _trap("The talk was good. It did not happen the way I had planned."),
    _trap("List of things she named: Tidewater Labs, the night clinic."),
    _trap("We met at 10:30 at the café, and also she knows Sam."),
    _trap(
        "Cancelled flights kept her from the conference, she told me, and so we talked for an hour about\nmoving on."
    ),
    _trap("She says that the hardest part of her job is to know when a project has to come to a full\nstop."),
    _trap("All of the reports that she writes go to the board, and none of the drafts is ever to be\nsent"),
    Message("Thanks!"),
    Message(""),
)


def _through(layouts: int) -> Iterator[Case]:
    """Yield each message in so many layouts, taken in turn, so that every layout comes up."""
    at = 0
    for message in (*MESSAGES, *TRAPS):
        for _ in range(layouts):
            # A step that shares no divisor with their number.
            layout = LAYOUTS[at * 67 % len(LAYOUTS)]
            at += 1
            if "\n" in message.text and layout.style.startswith("HTML") and message in TRAPS:
                continue  # HTML is not wrapped
            yield Case(f"{layout.name}: {message.text!r}", layout.write(message.text), message)


def _adorned() -> Iterator[Case]:
    """Yield for each program and language a reply with a greeting, politeness, a signature and a disclaimer."""
    plain = [message for message in MESSAGES if message.commands and "\n" not in message.text]
    for at, layout in enumerate(LAYOUTS):
        message = plain[at * 7 % len(plain)]
        please, thanks = POLITE[layout.language]
        told = f"{please} {message.text}" if message.commands[0].word in _ALONE else message.text
        text = f"{GREETINGS[layout.language]}\n\n{told}\n\n{thanks}\n\n{SIGNATURES[layout.language]}"
        if at % 2:
            text += f"\n\n{DISCLAIMERS[layout.language]}"
        yield Case(f"{layout.name}, adorned: {message.text!r}", layout.write(text), message)


_ALONE = frozenset({W.SENT, W.STOP, W.STOP_ALL, W.LIST, W.EXPORT, W.HELP, W.COMPARE, W.ERASE, W.CANCELLED})
CASES = (*_through(9), *_adorned())
