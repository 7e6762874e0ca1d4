"""Bodies of invites and the ways in which mail programs wrap a forward, in nine languages. Made up for the tests."""

from __future__ import annotations

# What Google Calendar, in its older and its newer layout, and Outlook write for Thursday 12 November 2026, 14:00-14:30.
GOOGLE_OLDER = {
    "en": "Title: Coffee: Priya / Jordan\nWhen: Thu Nov 12, 2026 2pm – 2:30pm Pacific Time - Los Angeles\nWhere: Café Blau",
    "de": "Titel: Kaffee: Priya / Jordan\nWann: Do 12. Nov. 2026 14:00 – 14:30 Mitteleuropäische Zeit - Berlin\nWo: Café Blau",
    "fr": "Titre : Café : Priya / Jordan\nDate : jeu. 12 nov. 2026 14:00 – 14:30 Heure normale d’Europe centrale - Paris\n"
    "Lieu : Café Blau",
    "es": "Título: Café: Priya / Jordan\nCuándo: jue 12 nov 2026 14:00 – 14:30 Hora estándar de Europa central - Madrid\n"
    "Dónde: Café Blau",
    "pt": "Título: Café: Priya / Jordan\nQuando: qui 12 nov. 2026 14:00 – 14:30 Horário Padrão de Brasília - São Paulo\n"
    "Onde: Café Blau",
    "it": "Titolo: Caffè: Priya / Jordan\nQuando: gio 12 nov 2026 14:00 – 14:30 Ora standard dell’Europa centrale - Roma\n"
    "Dove: Café Blau",
    "nl": "Titel: Koffie: Priya / Jordan\nWanneer: do 12 nov. 2026 14:00 – 14:30 Midden-Europese standaardtijd - Amsterdam\n"
    "Waar: Café Blau",
    "ja": "タイトル: コーヒー\n日時: 2026年 11月 12日 (木) 14:00 ～ 14:30 日本標準時 - 東京\n場所: Café Blau",
    "zh": "标题: 咖啡\n时间: 2026年 11月 12日 星期四 14:00 – 14:30 中国标准时间 - 上海\n地点: Café Blau",
}
GOOGLE_NEWER = {
    "en": "Coffee: Priya / Jordan\nThursday Nov 12, 2026 ⋅ 2pm – 2:30pm\nPacific Time - Los Angeles\n\nOrganizer\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nGuests\nPriya Nair - organizer\njordan.lee@example.org\n\n~~//~~\n"
    "Invitation from Google Calendar: https://calendar.google.com/calendar/",
    "de": "Kaffee\nDonnerstag 12. Nov. 2026 ⋅ 14:00 – 14:30\nMitteleuropäische Zeit - Berlin\n\nOrganisator\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nEinladung von Google Kalender: https://calendar.google.com/calendar/",
    "fr": "Café\njeudi 12 nov. 2026 ⋅ 14:00 – 14:30\nHeure normale d’Europe centrale - Paris\n\nOrganisateur\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvitation de Google Agenda: https://calendar.google.com/calendar/",
    "es": "Café\njueves 12 nov 2026 ⋅ 14:00 – 14:30\nHora estándar de Europa central - Madrid\n\nOrganizador\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvitación de Google Calendar: https://calendar.google.com/calendar/",
    "pt": "Café\nquinta-feira 12 nov. 2026 ⋅ 14:00 – 14:30\nHorário Padrão de Brasília - São Paulo\n\nOrganizador\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nConvite do Google Agenda: https://calendar.google.com/calendar/",
    "it": "Caffè\ngiovedì 12 nov 2026 ⋅ 14:00 – 14:30\nOra standard dell’Europa centrale - Roma\n\nOrganizzatore\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nInvito da Google Calendar: https://calendar.google.com/calendar/",
    "nl": "Koffie\ndonderdag 12 nov 2026 ⋅ 14:00 – 14:30\nMidden-Europese standaardtijd - Amsterdam\n\nOrganisator\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nUitnodiging van Google Agenda: https://calendar.google.com/calendar/",
    "ja": "コーヒー\n2026年 11月 12日 (木曜日) ⋅ 午後2:00～午後2:30\n日本標準時 - 東京\n\n主催者\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\nGoogle カレンダーからの招待状: https://calendar.google.com/calendar/",
    "zh": "咖啡\n2026年 11月 12日 星期四 ⋅ 下午2:00 – 2:30\n中国标准时间 - 上海\n\n组织者\nPriya Nair\n"
    "priya.nair@harborhealth.example\n\n来自 Google 日历的邀请: https://calendar.google.com/calendar/",
}
OUTLOOK = {
    "en": "When: Thursday, November 12, 2026 2:00 PM-2:30 PM (UTC-08:00) Pacific Time (US & Canada).\nWhere: Café Blau\n\n"
    "*~*~*~*~*~*~*~*~*~*",
    "de": "Zeit: Donnerstag, 12. November 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien.\n"
    "Ort: Café Blau",
    "fr": "Date : jeudi 12 novembre 2026 14:00-14:30 (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris.\nOù : Café Blau",
    "es": "Cuándo: jueves, 12 de noviembre de 2026 14:00-14:30 (UTC+01:00) Bruselas, Copenhague, Madrid, París.\n"
    "Dónde: Café Blau",
    "pt": "Quando: quinta-feira, 12 de novembro de 2026 14:00-14:30 (UTC-03:00) Brasília.\nOnde: Café Blau",
    "it": "Quando: giovedì 12 novembre 2026 14:00-14:30 (UTC+01:00) Amsterdam, Berlino, Berna, Roma, Stoccolma, Vienna.\n"
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

# How five mail programs begin a forward. {subject} and {body} are filled in; the dates are the mail's, not the meeting's.
WRAPPERS = {
    "gmail-en": "---------- Forwarded message ---------\nFrom: {sender}\nDate: Mon, Nov 2, 2026 at 9:31 AM\nSubject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "gmail-de": "---------- Forwarded message ---------\nVon: {sender}\nDate: Mo., 2. Nov. 2026 um 09:31 Uhr\nSubject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "gmail-es": "---------- Forwarded message ---------\nDe: {sender}\nDate: lun, 2 nov 2026 a las 9:31\nSubject: {subject}\n"
    "To: {to}\n\n\n{body}",
    "outlook-en": "________________________________\nFrom: {sender}\nSent: Monday, November 2, 2026 9:31 AM\nTo: {to}\n"
    "Subject: {subject}\n\n{body}",
    "outlook-de": "Von: {sender}\nGesendet: Montag, 2. November 2026 09:31\nAn: {to}\nBetreff: {subject}\n\n{body}",
    "outlook-fr": "De : {sender}\nEnvoyé : lundi 2 novembre 2026 09:31\nÀ : {to}\nObjet : {subject}\n\n{body}",
    "outlook-pt": "De: {sender}\nEnviado: segunda-feira, 2 de novembro de 2026 09:31\nPara: {to}\nAssunto: {subject}\n\n{body}",
    "outlook-ja": "差出人: {sender}\n送信日時: 2026年11月2日 9:31\n宛先: {to}\n件名: {subject}\n\n{body}",
    "outlook-zh": "发件人: {sender}\n发送时间: 2026年11月2日 9:31\n收件人: {to}\n主题: {subject}\n\n{body}",
    "apple-en": "> Begin forwarded message:\n> \n> From: {sender}\n> Subject: {subject}\n> Date: November 2, 2026 at 9:31:22 AM PST\n"
    "> To: {to}\n> \n{quoted}",
    "apple-it": "> Inizio messaggio inoltrato:\n> \n> Da: {sender}\n> Oggetto: {subject}\n> Data: 2 novembre 2026 09:31:22 CET\n"
    "> A: {to}\n> \n{quoted}",
    "apple-nl": "> Begin doorgestuurd bericht:\n> \n> Van: {sender}\n> Onderwerp: {subject}\n> Datum: 2 november 2026 om 09:31:22 CET\n"
    "> Aan: {to}\n> \n{quoted}",
    "thunderbird-en": "-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \tMon, 2 Nov 2026 09:31:30 +0100\n"
    "From: \t{sender}\nTo: \t{to}\n\n\n\n{body}",
    "thunderbird-fr": "-------- Message transféré --------\nSujet : \t{subject}\nDate : \tMon, 2 Nov 2026 09:31:30 +0100\n"
    "De : \t{sender}\nPour : \t{to}\n\n\n\n{body}",
    "yahoo-en": "   ----- Forwarded Message ----- From: {sender}To: {to}Sent: Monday, November 2, 2026, 09:31:50 AM GMT+1"
    "Subject: {subject}\n {body}",
    "yahoo-fr": "   ----- Message transmis ----- De : {sender}À : {to}Envoyé : lundi 2 novembre 2026, 09:31:50 UTC+1"
    "Objet : {subject}\n {body}",
}


def wrapped(wrapper: str, body: str, subject: str = "Coffee") -> str:
    """Return a body as the mail program of that name forwards it."""
    quoted = "\n".join(f"> {line}" for line in body.splitlines())
    return WRAPPERS[wrapper].format(sender=_FROM, to=_TO, subject=subject, body=body, quoted=quoted)
