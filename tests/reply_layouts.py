"""How mail programs write a reply, in nine languages: the new text, and what they put around it. Made up for the tests.

The older mail holds lines that would be commands if anybody took them for new text.
"""

from __future__ import annotations

import dataclasses
import html as entities
from collections.abc import Callable

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ja", "zh")
PREP = "prep+k7mz4qh2vx9t5w3r8n6p1d0f@foreword.example"
OLDER = (
    "Your talk with Priya Nair, Thu Nov 12, 2:00 PM",
    "",
    "4: What surprised you most in your first year at Harbor Health, now that you look back on it?",
    "Answer with one word:",
    "sent",
    "did not happen",
    "stop",
    "stop all",
    "When: Thu Nov 12 2026, 2:00 PM Pacific",
    "Foreword writes only to you.",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Bodies:
    """The two bodies of a reply; None where the mail has no such part."""

    text: str | None
    html: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """One mail program in one language; `write` puts its quote around a new text."""

    program: str
    language: str
    style: str
    write: Callable[[str], Bodies]

    @property
    def name(self) -> str:
        return f"{self.program}, {self.language}, {self.style}"


_GMAIL = {
    "en": "On Tue, Nov 10, 2026 at 9:00 AM Foreword <{a}> wrote:",
    "de": "Am Di., 10. Nov. 2026 um 09:00 Uhr schrieb Foreword <{a}>:",
    "fr": "Le mar. 10 nov. 2026 à 09:00, Foreword <{a}> a écrit :",
    "es": "El mar, 10 nov 2026 a las 9:00, Foreword (<{a}>) escribió:",
    "pt": "Em ter., 10 de nov. de 2026 às 09:00, Foreword <{a}> escreveu:",
    "it": "Il giorno mar 10 nov 2026 alle ore 09:00 Foreword <{a}> ha scritto:",
    "nl": "Op di 10 nov 2026 om 09:00 schreef Foreword <{a}>:",
    "ja": "2026年11月10日(火) 9:00 Foreword <{a}>:",
    "zh": "Foreword <{a}> 于2026年11月10日周二 09:00写道：",
}
_APPLE = {
    "en": "On Nov 10, 2026, at 9:00 AM, Foreword <{a}> wrote:",
    "de": "Am 10.11.2026 um 09:00 schrieb Foreword <{a}>:",
    "fr": "Le 10 nov. 2026 à 09:00, Foreword <{a}> a écrit :",
    "es": "El 10 nov 2026, a las 9:00, Foreword <{a}> escribió:",
    "pt": "No dia 10/11/2026, às 09:00, Foreword <{a}> escreveu:",
    "it": "Il giorno 10 nov 2026, alle ore 09:00, Foreword <{a}> ha scritto:",
    "nl": "Op 10 nov 2026, om 09:00 heeft Foreword <{a}> het volgende geschreven:",
    "ja": "2026/11/10 9:00、Foreword <{a}>のメール:",
    "zh": "2026年11月10日 09:00，Foreword <{a}> 写道：",
}
_THUNDERBIRD = {
    "en": "On 11/10/26 09:00, Foreword wrote:",
    "de": "Am 10.11.26 um 09:00 schrieb Foreword:",
    "fr": "Le 10/11/2026 à 09:00, Foreword a écrit :",
    "es": "El 10/11/26 a las 9:00, Foreword escribió:",
    "pt": "Em 10/11/2026 09:00, Foreword escreveu:",
    "it": "Il 10/11/2026 09:00, Foreword ha scritto:",
    "nl": "Op 10-11-2026 om 09:00 schreef Foreword:",
    "ja": "2026/11/10 9:00 に Foreword さんは書きました:",
    "zh": "在 2026/11/10 09:00, Foreword 写道:",
}
_YAHOO = {
    "en": "    On Tuesday, November 10, 2026 at 09:00:00 AM PST, Foreword <{a}> wrote:  ",
    "de": "    Am Dienstag, 10. November 2026 um 09:00:00 MEZ hat Foreword <{a}> Folgendes geschrieben:  ",
    "fr": "    Le mardi 10 novembre 2026 à 09:00:00 UTC+1, Foreword <{a}> a écrit :  ",
    "es": "    El martes, 10 de noviembre de 2026, 09:00:00 CET, Foreword <{a}> escribió:  ",
    "pt": "    Em terça-feira, 10 de novembro de 2026 09:00:00 BRT, Foreword <{a}> escreveu:  ",
    "it": "    Il martedì 10 novembre 2026 alle ore 09:00:00 CET, Foreword <{a}> ha scritto:  ",
    "nl": "    Op dinsdag 10 november 2026 om 09:00:00 CET schreef Foreword <{a}>:  ",
    "ja": "    2026年11月10日火曜日 9:00:00 JST、Foreword <{a}> さんは書きました:  ",
    "zh": "    在 2026年11月10日星期二 09:00:00 [GMT+8]， Foreword <{a}> 写道：  ",
}
# From, Sent, To, Subject; the date as Outlook writes it.
_HEADERS = {
    "en": ("From", "Sent", "To", "Subject", "Tuesday, November 10, 2026 9:00 AM"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Dienstag, 10. November 2026 09:00"),
    "fr": ("De ", "Envoyé ", "À ", "Objet ", "mardi 10 novembre 2026 09:00"),
    "es": ("De", "Enviado", "Para", "Asunto", "martes, 10 de noviembre de 2026 9:00"),
    "pt": ("De", "Enviado", "Para", "Assunto", "terça-feira, 10 de novembro de 2026 09:00"),
    "it": ("Da", "Inviato", "A", "Oggetto", "martedì 10 novembre 2026 09:00"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "dinsdag 10 november 2026 09:00"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "2026年11月10日 9:00"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "2026年11月10日 9:00"),
}
_ORIGINAL = {
    "en": "Original message",
    "de": "Ursprüngliche Nachricht",
    "fr": "Message d'origine",
    "es": "Mensaje original",
    "pt": "Mensagem original",
    "it": "Messaggio originale",
    "nl": "Oorspronkelijk bericht",
    "ja": "元のメッセージ",
    "zh": "原始邮件",
}
IPHONE = {
    "en": "Sent from my iPhone",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone",
    "pt": "Enviado do meu iPhone",
    "it": "Inviato da iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "ja": "iPhoneから送信",
    "zh": "发自我的iPhone",
}
OUTLOOK_MOBILE = {
    "en": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "de": "Outlook für iOS<https://aka.ms/o0ukef> beziehen",
    "fr": "Obtenir Outlook pour iOS<https://aka.ms/o0ukef>",
    "es": "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
    "pt": "Obter o Outlook para iOS<https://aka.ms/o0ukef>",
    "it": "Ottieni Outlook per iOS<https://aka.ms/o0ukef>",
    "nl": "Outlook voor iOS<https://aka.ms/o0ukef> downloaden",
    "ja": "Outlook for iOS を入手<https://aka.ms/o0ukef>",
    "zh": "获取 Outlook for iOS<https://aka.ms/o0ukef>",
}
SAMSUNG = {
    "en": "Sent from my Galaxy",
    "de": "Von meinem Galaxy gesendet",
    "fr": "Envoyé depuis mon appareil Galaxy",
    "es": "Enviado desde mi Galaxy",
    "pt": "Enviado do meu Galaxy",
    "it": "Inviato dal mio Galaxy",
    "nl": "Verzonden vanaf mijn Galaxy",
    "ja": "Galaxyから送信",
    "zh": "发自我的 Galaxy",
}
YAHOO_MOBILE = {
    "en": "Sent from Yahoo Mail on Android",
    "de": "Gesendet von Yahoo Mail auf Android",
    "fr": "Envoyé à partir de Yahoo Mail sur Android",
    "es": "Enviado desde Yahoo Mail en Android",
    "pt": "Enviado do Yahoo Mail no Android",
    "it": "Inviato da Yahoo Mail su Android",
    "nl": "Verzonden vanaf Yahoo Mail op Android",
    "ja": "Android の Yahoo メールから送信",
    "zh": "从 Android 版 Yahoo 邮箱发送",
}


def _marked(lines: tuple[str, ...] = OLDER) -> str:
    return "\n".join(f"> {line}".rstrip() for line in lines)


def wrapped(line: str, width: int = 76) -> str:
    """Return a line broken at blanks, as Gmail breaks its attribution."""
    out, now = [], ""
    for word in line.split(" "):
        if now and len(now) + 1 + len(word) > width:
            out.append(now)
            now = word
        else:
            now = f"{now} {word}" if now else word
    return "\n".join([*out, now])


def _headers(language: str, subject: str = "Re: Your talk with Priya Nair", bold: str = "") -> str:
    who, sent, to, about, date = _HEADERS[language]
    values = (f"Foreword <{PREP}>", date, "Jordan Lee <jordan.lee@example.org>", subject)
    labels = (who, sent, to, about)
    return "\n".join(f"{bold}{label}:{bold} {value}" for label, value in zip(labels, values, strict=True))


def _html(text: str, tag: str = "div") -> str:
    return "".join(
        f"<{tag}>{entities.escape(line)}</{tag}>" if line else f"<{tag}><br></{tag}>" for line in text.split("\n")
    )


def _html_headers(language: str) -> str:
    parts = [line.split(":", 1) for line in _headers(language).split("\n")]
    return "<br>\r\n".join(f"<b>{label}:</b>{entities.escape(value)}" for label, value in parts)


def _older_html(tag: str = "p") -> str:
    return _html("\n".join(OLDER), tag)


def _gmail(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n{wrapped(_GMAIL[language].format(a=PREP))}\n\n{_marked()}\n")


def _gmail_html(language: str, text: str) -> Bodies:
    attribution = entities.escape(_GMAIL[language].format(a=PREP))
    return Bodies(
        None,
        f'<div dir="ltr">{_html(text)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">{attribution}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">'
        f"{_older_html()}</blockquote></div>",
    )


def _gmail_below_html(language: str, text: str) -> Bodies:
    attribution = entities.escape(_GMAIL[language].format(a=PREP))
    return Bodies(
        None,
        f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{attribution}<br></div>'
        f'<blockquote class="gmail_quote">{_older_html()}</blockquote><div><br></div>{_html(text)}</div></div>',
    )


def _outlook(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n{_headers(language)}\n\n" + "\n".join(OLDER))


def _outlook_dashes(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n-----{_ORIGINAL[language]}-----\n{_headers(language)}\n\n" + "\n".join(OLDER))


def _outlook_html(language: str, text: str) -> Bodies:
    return Bodies(
        None,
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>'
        f'<body lang="{language}"><div class="WordSection1">{_html(text, "p")}'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">'
        f"{_html_headers(language)}<o:p></o:p></p></div></div>{_older_html()}</div></body></html>",
    )


def _outlook_web(language: str, text: str) -> Bodies:
    return Bodies(
        None,
        f'<html><body dir="ltr">{_html(text)}<div id="appendonsend"></div><hr style="display:inline-block;width:98%" '
        f'tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{_html_headers(language)}'
        f"</font><div>&nbsp;</div></div>{_older_html('div')}</body></html>",
    )


def _outlook_web_text(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n________________________________\n{_headers(language, bold='*')}\n\n" + "\n".join(OLDER))


def _outlook_mobile(language: str, text: str) -> Bodies:
    return Bodies(
        f"{text}\n\n{OUTLOOK_MOBILE[language]}\n________________________________\n{_headers(language)}\n\n"
        + "\n".join(OLDER)
    )


def _apple(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n> {_APPLE[language].format(a=PREP)}\n> \n{_marked()}\n")


def _apple_html(language: str, text: str) -> Bodies:
    attribution = entities.escape(_APPLE[language].format(a=PREP))
    return Bodies(
        None,
        f'<html><head><meta charset="utf-8"></head><body>{_html(text)}<div><br><blockquote type="cite"><div>'
        f'{attribution}</div><br class="Apple-interchange-newline"><div>{_older_html("div")}</div></blockquote></div>'
        "</body></html>",
    )


def _iphone(language: str, text: str) -> Bodies:
    attribution = _APPLE[language].format(a=PREP)
    return Bodies(f"{text}\n\n{IPHONE[language]}\n\n> {attribution}\n> \n> \ufeff\n{_marked()}\n")


def _iphone_html(language: str, text: str) -> Bodies:
    attribution = entities.escape(_APPLE[language].format(a=PREP))
    return Bodies(
        None,
        f'<html><body dir="auto">{_html(text)}<div><br></div><div dir="ltr">{IPHONE[language]}</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{attribution}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff'
        f"{_older_html('div')}</div></blockquote></body></html>",
    )


def _thunderbird(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n{_THUNDERBIRD[language]}\n{_marked()}\n")


def _thunderbird_below(language: str, text: str) -> Bodies:
    return Bodies(f"{_THUNDERBIRD[language]}\n{_marked()}\n\n{text}\n")


def _thunderbird_between(language: str, text: str) -> Bodies:
    return Bodies(f"{_THUNDERBIRD[language]}\n{_marked(OLDER[:4])}\n\n{text}\n\n{_marked(OLDER[4:])}\n")


def _thunderbird_html(language: str, text: str) -> Bodies:
    return Bodies(
        None,
        f'<html><body>{_html(text, "p")}<br><div class="moz-cite-prefix">{_THUNDERBIRD[language]}<br></div>'
        f'<blockquote type="cite" cite="mid:1@foreword.example">{_older_html()}</blockquote></body></html>',
    )


def _thunderbird_below_html(language: str, text: str) -> Bodies:
    return Bodies(
        None,
        f'<html><body><div class="moz-cite-prefix">{_THUNDERBIRD[language]}<br></div><blockquote type="cite">'
        f"{_older_html()}</blockquote>{_html(text, 'p')}</body></html>",
    )


def _yahoo(language: str, text: str) -> Bodies:
    older = "\n".join(f" {line}" for line in OLDER)
    return Bodies(f" {text}\n\n{_YAHOO[language].format(a=PREP)}\n \n{older}\n  ")


def _yahoo_html(language: str, text: str) -> Bodies:
    attribution = entities.escape(_YAHOO[language].format(a=PREP).strip())
    return Bodies(
        None,
        f'<html><body><div class="ydp1a2b3c4dyahoo-style-wrap">{_html(text)}</div><div id="yahoo_quoted_0123456789" '
        f'class="yahoo_quoted"><div><div>{attribution}</div><div><br></div><div>{_older_html()}</div></div></div>'
        "</body></html>",
    )


def _yahoo_mobile(language: str, text: str) -> Bodies:
    return Bodies(f"{text}\n\n{YAHOO_MOBILE[language]} \n \n{_YAHOO[language].format(a=PREP)}\n" + "\n".join(OLDER))


def _samsung(language: str, text: str) -> Bodies:
    who, _, to, about, _ = _HEADERS[language]
    return Bodies(
        f"{text}\n\n{SAMSUNG[language]}\n\n-------- {_ORIGINAL[language]} --------\n{who}: Foreword <{PREP}>\n"
        f"Date: 11/10/26 9:00 AM (GMT-08:00)\n{to}: jordan.lee@example.org\n{about}: Your talk\n\n" + "\n".join(OLDER)
    )


_WRITERS: tuple[tuple[str, str, Callable[[str, str], Bodies]], ...] = (
    ("Gmail", "text above", _gmail),
    ("Gmail", "HTML above", _gmail_html),
    ("Gmail", "HTML below", _gmail_below_html),
    ("Outlook classic", "text, header lines", _outlook),
    ("Outlook classic", "text, Original Message", _outlook_dashes),
    ("Outlook classic", "HTML", _outlook_html),
    ("Outlook new and web", "HTML", _outlook_web),
    ("Outlook new and web", "text, rule", _outlook_web_text),
    ("Outlook for iOS", "text, footer", _outlook_mobile),
    ("Apple Mail", "text above", _apple),
    ("Apple Mail", "HTML above", _apple_html),
    ("iPhone", "text, footer", _iphone),
    ("iPhone", "HTML, footer", _iphone_html),
    ("Thunderbird", "text above", _thunderbird),
    ("Thunderbird", "text below", _thunderbird_below),
    ("Thunderbird", "text between", _thunderbird_between),
    ("Thunderbird", "HTML above", _thunderbird_html),
    ("Thunderbird", "HTML below", _thunderbird_below_html),
    ("Yahoo", "text above", _yahoo),
    ("Yahoo", "HTML above", _yahoo_html),
    ("Yahoo for Android", "text, footer", _yahoo_mobile),
    ("Samsung", "text, footer", _samsung),
)


def _bound(writer: Callable[[str, str], Bodies], language: str) -> Callable[[str], Bodies]:
    return lambda text: writer(language, text)


LAYOUTS = tuple(
    Layout(program, language, style, _bound(writer, language))
    for program, style, writer in _WRITERS
    for language in LANGUAGES
)
