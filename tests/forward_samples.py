"""Bodies of invites and the ways in which mail programs wrap a forward, in nine languages. Made up for the tests."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.domain.invite import Invite
from shared.inbox.text.forwards import TextReading, invite_in_text

SENT = datetime(2026, 11, 2, 17, tzinfo=UTC)

# What Google Calendar, in its older and its newer layout, and Outlook write for Thursday 12 November 2026, 14:00-14:30.
GOOGLE_OLDER = {
    "en": "Title: Coffee: Priya / Jordan\nWhen: Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los Angeles\n"
    "Where: Café Blau",
    "de": "Titel: Kaffee: Priya / Jordan\nWann: Do 12. Nov. 2026 14:00 – 14:30 Mitteleuropäische Zeit - "
    "Berlin\nWo: Café Blau",
    "fr": "Titre : Café : Priya / Jordan\nDate : jeu. 12 nov. 2026 14:00 – 14:30 Heure normale d’Europe "
    "centrale - Paris\n"
    "Lieu : Café Blau",
    "es": "Título: Café: Priya / Jordan\nCuándo: jue 12 nov 2026 14:00 – 14:30 Hora estándar de Europa "
    "central - Madrid\n"
    "Dónde: Café Blau",
    "pt": "Título: Café: Priya / Jordan\nQuando: qui 12 nov. 2026 14:00 – 14:30 Horário Padrão de Brasília "
    "- São Paulo\n"
    "Onde: Café Blau",
    "it": "Titolo: Caffè: Priya / Jordan\nQuando: gio 12 nov 2026 14:00 – 14:30 Ora standard dell’Europa "
    "centrale - Roma\n"
    "Dove: Café Blau",
    "nl": "Titel: Koffie: Priya / Jordan\nWanneer: do 12 nov. 2026 14:00 – 14:30 Midden-Europese "
    "standaardtijd - Amsterdam\n"
    "Waar: Café Blau",
    "ja": "タイトル: コーヒー\n日時: 2026年 11月 12日 (木) 14:00 ～ 14:30 日本標準時 - 東京\n場所: Café Blau",
    "zh": "标题: 咖啡\n时间: 2026年 11月 12日 星期四 14:00 – 14:30 中国标准时间 - 上海\n地点: Café Blau",
}
GOOGLE_NEWER = {
    "en": "Coffee: Priya / Jordan\nThursday Nov 12, 2026 ⋅ 2pm – 2:30pm\nPacific Time - Los Angeles\n\n"
    "Organizer\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nGuests\nPriya Nair - organizer\njordan.lee@example.org\n\n~~//~~\n"
    "Invitation from Google Calendar: https://calendar.google.com/calendar/",
    "de": "Kaffee\nDonnerstag 12. Nov. 2026 ⋅ 14:00 – 14:30\nMitteleuropäische Zeit - Berlin\n\n"
    "Organisator\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nEinladung von Google Kalender: https://calendar.google.com/calendar/",
    "fr": "Café\njeudi 12 nov. 2026 ⋅ 14:00 – 14:30\nHeure normale d’Europe centrale - Paris\n\n"
    "Organisateur\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvitation de Google Agenda: https://calendar.google.com/calendar/",
    "es": "Café\njueves 12 nov 2026 ⋅ 14:00 – 14:30\nHora estándar de Europa central - Madrid\n\n"
    "Organizador\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvitación de Google Calendar: https://calendar.google.com/calendar/",
    "pt": "Café\nquinta-feira 12 nov. 2026 ⋅ 14:00 – 14:30\nHorário Padrão de Brasília - São Paulo\n\n"
    "Organizador\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nConvite do Google Agenda: https://calendar.google.com/calendar/",
    "it": "Caffè\ngiovedì 12 nov 2026 ⋅ 14:00 – 14:30\nOra standard dell’Europa centrale - Roma\n\n"
    "Organizzatore\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvito da Google Calendar: https://calendar.google.com/calendar/",
    "nl": "Koffie\ndonderdag 12 nov 2026 ⋅ 14:00 – 14:30\nMidden-Europese standaardtijd - Amsterdam\n\n"
    "Organisator\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nUitnodiging van Google Agenda: https://calendar.google.com/calendar/",
    "ja": "コーヒー\n2026年 11月 12日 (木曜日) ⋅ 午後2:00～午後2:30\n日本標準時 - 東京\n\n主催者\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nGoogle カレンダーからの招待状: https://calendar.google.com/calendar/",
    "zh": "咖啡\n2026年 11月 12日 星期四 ⋅ 下午2:00 – 2:30\n中国标准时间 - 上海\n\n组织者\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\n来自 Google 日历的邀请: https://calendar.google.com/calendar/",
}
OUTLOOK = {
    "en": "When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada).\n"
    "Where: Café Blau\n\n"
    "*~*~*~*~*~*~*~*~*~*",
    "de": "Zeit: Donnerstag, 12. November 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien.\n"
    "Ort: Café Blau",
    "fr": "Date : jeudi 12 novembre 2026 14:00-14:30 (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris.\nOù : Café Blau",
    "es": "Cuándo: jueves, 12 de noviembre de 2026 14:00-14:30 (UTC+01:00) Bruselas, Copenhague, Madrid, París.\n"
    "Dónde: Café Blau",
    "pt": "Quando: quinta-feira, 12 de novembro de 2026 14:00-14:30 (UTC-03:00) Brasília.\nOnde: Café Blau",
    "it": "Quando: giovedì 12 novembre 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlino, Berna, Roma, "
    "Stoccolma, Vienna.\n"
    "Dove: Café Blau",
    "nl": "Tijd: donderdag 12 november 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen.\n"
    "Locatie: Café Blau",
    "ja": "日時: 2026年11月12日木曜日 14:00-14:30 (UTC+09:00) 大阪、札幌、東京.\n場所: Café Blau",
    "zh": "时间: 2026年11月12日星期四 14:00-14:30 (UTC+08:00) 北京，重庆，香港特别行政区，乌鲁木齐.\n地点: Café Blau",
}
# The offset in force on that day where each language's samples take place.
OFFSET_HOURS = {"en": -8, "de": 1, "fr": 1, "es": 1, "pt": -3, "it": 1, "nl": 1, "ja": 9, "zh": 8}

_FROM = "Priya Nair <priya.nair@harborhealth.example>"
_TO = "Jordan Lee <jordan.lee@example.org>"

# How five mail programs begin a forward. {subject} and {body} are filled in; the dates are the mail's.
WRAPPERS = {
    "gmail-en": "---------- Forwarded message ---------\nFrom: {sender}\nDate: Mon, Nov 2, 2026 at 9:31 AM\n"
    "Subject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "gmail-de": "---------- Forwarded message ---------\nVon: {sender}\nDate: Mo., 2. Nov. 2026 um 09:31 "
    "Uhr\nSubject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "gmail-es": "---------- Forwarded message ---------\nDe: {sender}\nDate: lun, 2 nov 2026 a las 9:31\n"
    "Subject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "outlook-en": "________________________________\nFrom: {sender}\nSent: Monday, November 2, 2026 9:31 AM\nTo: {to}\n"
    "Subject: {subject}\n\n{body}",
    "outlook-de": "Von: {sender}\nGesendet: Montag, 2. November 2026 09:31\nAn: {to}\nBetreff: {subject}\n\n{body}",
    "outlook-fr": "De : {sender}\nEnvoyé : lundi 2 novembre 2026 09:31\nÀ : {to}\nObjet : {subject}\n\n{body}",
    "outlook-pt": "De: {sender}\nEnviado: segunda-feira, 2 de novembro de 2026 09:31\nPara: {to}\nAssunto: "
    "{subject}\n\n{body}",
    "outlook-ja": "差出人: {sender}\n送信日時: 2026年11月2日 9:31\n宛先: {to}\n件名: {subject}\n\n{body}",
    "outlook-zh": "发件人: {sender}\n发送时间: 2026年11月2日 9:31\n收件人: {to}\n主题: {subject}\n\n{body}",
    "apple-en": "> Begin forwarded message:\n> \n> From: {sender}\n> Subject: {subject}\n> Date: November 2,"
    " 2026 at 9:31:22 AM PST\n"
    "> To: {to}\n> \n{quoted}",
    "apple-it": "> Inizio messaggio inoltrato:\n> \n> Da: {sender}\n> Oggetto: {subject}\n> Data: 2 "
    "novembre 2026 09:31:22 CET\n"
    "> A: {to}\n> \n{quoted}",
    "apple-nl": "> Begin doorgestuurd bericht:\n> \n> Van: {sender}\n> Onderwerp: {subject}\n> Datum: 2 "
    "november 2026 om 09:31:22 CET\n"
    "> Aan: {to}\n> \n{quoted}",
    "thunderbird-en": "-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \tMon, 2 Nov 2026 "
    "09:31:30 +0100\n"
    "From: \t{sender}\nTo: \t{to}\n\n\n\n{body}",
    "thunderbird-fr": "-------- Message transféré --------\nSujet : \t{subject}\nDate : \tMon, 2 Nov 2026 "
    "09:31:30 +0100\n"
    "De : \t{sender}\nPour : \t{to}\n\n\n\n{body}",
    "yahoo-en": "   ----- Forwarded Message ----- From: {sender}To: {to}Sent: Monday, November 2, 2026, "
    "09:31:50 AM GMT+1"
    "Subject: {subject}\n {body}",
    "yahoo-fr": "   ----- Message transmis ----- De : {sender}À : {to}Envoyé : lundi 2 novembre 2026, 09:31:50 UTC+1"
    "Objet : {subject}\n {body}",
}


def wrapped(wrapper: str, body: str, subject: str = "Coffee") -> str:
    """Return a body as the mail program of that name forwards it."""
    quoted = "\n".join(f"> {line}" for line in body.splitlines())
    return WRAPPERS[wrapper].format(sender=_FROM, to=_TO, subject=subject, body=body, quoted=quoted)


LINKS = {
    "google": "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Coffee&"
    "dates=20261112T220000Z/20261112T223000Z",
    "google with ctz": "https://www.google.com/calendar/event?action=TEMPLATE&text=Coffee&"
    "dates=20261112T140000/20261112T143000"
    "&ctz=America/Los_Angeles",
    "google eventedit": "https://calendar.google.com/calendar/u/0/r/eventedit?text=Coffee&"
    "dates=20261112T220000Z/20261112T223000Z",
    "outlook": "https://outlook.office.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent"
    "&subject=Coffee&startdt=2026-11-12T22:00:00Z&enddt=2026-11-12T22:30:00Z",
    "outlook live": "https://outlook.live.com/calendar/0/deeplink/compose?subject=Coffee&"
    "startdt=2026-11-12T14%3A00%3A00-08%3A00"
    "&enddt=2026-11-12T14%3A30%3A00-08%3A00",
    "yahoo": "https://calendar.yahoo.com/?v=60&title=Coffee&st=20261112T220000Z&et=20261112T223000Z",
    "safe links": "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcalendar.google.com%2Fcalendar%2Frender"
    "%3Faction%3DTEMPLATE%26text%3DCoffee%26dates%3D20261112T220000Z%2F20261112T223000Z&data=05%7C01",
    "google redirect": "https://www.google.com/url?q=https%3A%2F%2Fcalendar.google.com%2Fcalendar%2Frender%3Faction%3DTEMPLATE"
    "%26text%3DCoffee%26dates%3D20261112T220000Z%2F20261112T223000Z&sa=D",
}


def read(text: str = "", html: str | None = None, subject: str | None = None, zone: str = "UTC") -> TextReading:
    return invite_in_text(text, html, subject=subject, sent_at=SENT, assumed_zone=zone)


def invite_of(reading: TextReading) -> Invite:
    assert reading.invite, f"{reading.reason}: {reading.detail}"
    return reading.invite
