"""Labels that mail and calendar programs write: of a meeting's lines, and of a forward's header lines. Data, folded.

English, German, French, Spanish, Portuguese, Italian, Dutch, Japanese, Chinese; of further languages the words that a
forward and a "when" line need. (The labels of Google Calendar, Outlook, Yahoo, Zoom, Teams and Calendly, as their
mails show them.)
"""

from __future__ import annotations

import enum
import functools

from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.tables import phrases, single_words


class Field(enum.StrEnum):
    """What a labelled line of an invite states. The WEAK ones are words that other mails use as well."""

    WHEN = "when"
    WHEN_WEAK = "when_weak"
    DATE = "date"
    TIME = "time"
    START = "start"
    END = "end"
    ZONE = "zone"
    WHERE = "where"
    TITLE = "title"
    ORGANIZER = "organizer"
    GUESTS = "guests"
    LENGTH = "length"
    NOTES = "notes"
    OLD = "old"
    OTHER = "other"


class HeaderField(enum.StrEnum):
    """A header line that a forward writes into its text."""

    FROM = "from"
    DATE = "date"
    SUBJECT = "subject"
    TO = "to"
    CC = "cc"


# Languages that write the day before the month, on a clock of 24 hours. English is neither: it has both of each.
DAY_FIRST = frozenset(single_words("de fr es pt it nl da no sv fi pl cs ro tr ru uk hu sk hr el"))
CLOCK_24 = frozenset(single_words("de fr it nl pt da no sv fi pl cs ro tr ru uk hu sk hr ja zh"))

_LABELS: dict[str, dict[Field, str]] = {
    "en": {
        Field.WHEN: "when; event date/time; event date and time; date/time; date and time; date & time; meeting time;"
        " meeting date/time; scheduled for",
        Field.WHEN_WEAK: "scheduled",
        Field.DATE: "date; event date; meeting date; day",
        Field.TIME: "time; event time",
        Field.START: "start; starts; start time; start date; begins; starting; start date/time; start date and time",
        Field.END: "end; ends; end time; end date; end date/time; end date and time",
        Field.ZONE: "time zone; timezone; invitee time zone; tz",
        Field.WHERE: "where; location; venue; place",
        Field.TITLE: "what; title; event; event type; event name; event type name; topic; summary; meeting; subject;"
        " meeting title",
        Field.ORGANIZER: "organizer; organiser; host; organized by; created by; invitation from",
        Field.GUESTS: "who; guests; attendees; invitees; invitee; participants; invitee email; invitee name; required;"
        " optional; required attendees; optional attendees",
        Field.LENGTH: "duration; length",
        Field.NOTES: "description; notes; questions; additional notes; agenda; message; joining info; more details",
        Field.OLD: "old; was; former time; previously; original time; original date/time; old time; former date/time",
        Field.OTHER: "calendar; status; type; video call; join; event details; attachments; joining instructions;"
        " view all guest info; join with google meet; rsvp; reply for; meeting id; passcode; one tap mobile;"
        " dial by your location; join zoom meeting; join by phone; need to make changes to this event?; cancel;"
        " reschedule; importance; recurrence",
    },
    "de": {
        Field.WHEN: "wann; datum/uhrzeit; datum und uhrzeit; termin; ereignisdatum/-uhrzeit;"
        " datum/uhrzeit des ereignisses; datum und uhrzeit des ereignisses; datum/uhrzeit der veranstaltung;"
        " datum und uhrzeit der veranstaltung; datum/uhrzeit des events; veranstaltungsdatum/-uhrzeit",
        Field.WHEN_WEAK: "zeit; zeitpunkt",
        Field.DATE: "datum; tag",
        Field.TIME: "uhrzeit; zeit",
        Field.START: "beginn; start; anfang; beginnt; startzeit; beginnzeit",
        Field.END: "ende; endet; endzeit",
        Field.ZONE: "zeitzone",
        Field.WHERE: "wo; ort; veranstaltungsort; standort",
        Field.TITLE: "was; titel; thema; termin; betreff; ereignistyp; veranstaltung; name des termins",
        Field.ORGANIZER: "organisator; veranstalter; organisiert von; gastgeber; organisatorin",
        Field.GUESTS: "wer; gaste; teilnehmer; eingeladene; teilnehmende",
        Field.LENGTH: "dauer",
        Field.NOTES: "beschreibung; notizen; nachricht",
        Field.OLD: "alt; vorher; ursprunglich; bisher",
        Field.OTHER: "kalender; status; teilnahmeinformationen; weitere details",
    },
    "fr": {
        Field.WHEN: "quand; date/heure; date et heure; date et heure de l'evenement; date/heure de l'evenement",
        Field.WHEN_WEAK: "date; heure; moment",
        Field.DATE: "date; jour",
        Field.TIME: "heure; horaire",
        Field.START: "debut; commence; heure de debut; date de debut",
        Field.END: "fin; se termine; heure de fin; date de fin",
        Field.ZONE: "fuseau horaire",
        Field.WHERE: "ou; lieu; emplacement; endroit",
        Field.TITLE: "quoi; titre; objet; sujet; evenement; type d'evenement",
        Field.ORGANIZER: "organisateur; organisatrice; organise par; hote",
        Field.GUESTS: "qui; invites; participants; invite",
        Field.LENGTH: "duree",
        Field.NOTES: "description; notes; message",
        Field.OLD: "ancien; avant; anciennement",
        Field.OTHER: "agenda; calendrier; statut; informations de connexion; plus de details",
    },
    "es": {
        Field.WHEN: "cuando; fecha/hora; fecha y hora; fecha y hora del evento; fecha/hora del evento",
        Field.WHEN_WEAK: "hora; fecha",
        Field.DATE: "fecha; dia",
        Field.TIME: "hora; horario",
        Field.START: "inicio; comienzo; empieza; hora de inicio; fecha de inicio",
        Field.END: "fin; termina; finaliza; hora de finalizacion; fecha de finalizacion",
        Field.ZONE: "zona horaria",
        Field.WHERE: "donde; lugar; ubicacion",
        Field.TITLE: "que; titulo; asunto; tema; evento; tipo de evento",
        Field.ORGANIZER: "organizador; organizadora; organizado por; anfitrion",
        Field.GUESTS: "quien; invitados; asistentes; participantes; invitado",
        Field.LENGTH: "duracion",
        Field.NOTES: "descripcion; notas; mensaje",
        Field.OLD: "antes; anterior; antiguo",
        Field.OTHER: "calendario; estado; informacion para unirse; mas detalles",
    },
    "pt": {
        Field.WHEN: "quando; data/hora; data e hora; data e hora do evento; data/hora do evento",
        Field.WHEN_WEAK: "hora; data; horario",
        Field.DATE: "data; dia",
        Field.TIME: "hora; horario",
        Field.START: "inicio; comeca; comeco; hora de inicio; data de inicio",
        Field.END: "fim; termino; termina; hora de termino; hora de fim",
        Field.ZONE: "fuso horario",
        Field.WHERE: "onde; local; localizacao",
        Field.TITLE: "o que; titulo; assunto; tema; topico; evento; tipo de evento",
        Field.ORGANIZER: "organizador; organizadora; organizado por; anfitriao",
        Field.GUESTS: "quem; convidados; participantes; convidado",
        Field.LENGTH: "duracao",
        Field.NOTES: "descricao; notas; mensagem",
        Field.OLD: "antigo; anterior; antes",
        Field.OTHER: "agenda; calendario; status; estado; como participar; mais detalhes",
    },
    "it": {
        Field.WHEN: "quando; data/ora; data e ora; data e ora dell'evento; data/ora dell'evento; data/ora evento",
        Field.WHEN_WEAK: "ora; data; orario",
        Field.DATE: "data; giorno",
        Field.TIME: "ora; orario",
        Field.START: "inizio; inizia; ora di inizio; data di inizio",
        Field.END: "fine; termina; ora di fine; data di fine",
        Field.ZONE: "fuso orario",
        Field.WHERE: "dove; luogo; posizione; ubicazione",
        Field.TITLE: "cosa; che cosa; titolo; oggetto; argomento; evento; tipo di evento",
        Field.ORGANIZER: "organizzatore; organizzatrice; organizzato da",
        Field.GUESTS: "chi; invitati; partecipanti; ospiti; invitato",
        Field.LENGTH: "durata",
        Field.NOTES: "descrizione; note; messaggio",
        Field.OLD: "vecchio; prima; precedente",
        Field.OTHER: "calendario; stato; informazioni per partecipare; altri dettagli",
    },
    "nl": {
        Field.WHEN: "wanneer; datum/tijd; datum en tijd; datum en tijdstip; datum/tijd van evenement; datum en tijd van"
        " evenement; datum/tijd evenement",
        Field.WHEN_WEAK: "tijd; tijdstip",
        Field.DATE: "datum; dag",
        Field.TIME: "tijd; tijdstip",
        Field.START: "begin; start; begint; starttijd; begintijd; aanvang",
        Field.END: "einde; eindigt; eindtijd",
        Field.ZONE: "tijdzone",
        Field.WHERE: "waar; locatie; plaats",
        Field.TITLE: "wat; titel; onderwerp; afspraak; evenement; gebeurtenistype; soort afspraak",
        Field.ORGANIZER: "organisator; georganiseerd door; gastheer",
        Field.GUESTS: "wie; gasten; deelnemers; genodigden; genodigde",
        Field.LENGTH: "duur",
        Field.NOTES: "beschrijving; notities; bericht",
        Field.OLD: "oud; vorige; eerder",
        Field.OTHER: "agenda; kalender; status; deelname-informatie; meer details",
    },
    "ja": {
        Field.WHEN: "日時; いつ; 開催日時; イベントの日時; 予定日時",
        Field.WHEN_WEAK: "時間; 時刻",
        Field.DATE: "日付; 開催日",
        Field.TIME: "時間; 時刻",
        Field.START: "開始; 開始日時; 開始時刻; 開始時間",
        Field.END: "終了; 終了日時; 終了時刻; 終了時間",
        Field.ZONE: "タイムゾーン; タイム ゾーン",
        Field.WHERE: "場所; どこ; 開催場所; 会場",
        Field.TITLE: "タイトル; 件名; 予定; トピック; イベント; 内容; イベントの種類; 会議名",
        Field.ORGANIZER: "主催者; 開催者; ホスト",
        Field.GUESTS: "参加者; ゲスト; 招待者; 出席者; 招待客",
        Field.LENGTH: "所要時間; 期間",
        Field.NOTES: "説明; 備考; メモ",
        Field.OLD: "変更前; 以前",
        Field.OTHER: "カレンダー; 参加に必要な情報; ステータス",
    },
    "zh": {
        Field.WHEN: "时间; 時間; 日期/时间; 日期和时间; 会议时间; 何时; 會議時間; 活动时间",
        Field.WHEN_WEAK: "日期时间",
        Field.DATE: "日期",
        Field.TIME: "时刻",
        Field.START: "开始; 开始时间; 開始; 開始時間",
        Field.END: "结束; 结束时间; 結束; 結束時間",
        Field.ZONE: "时区; 時區",
        Field.WHERE: "地点; 地點; 位置; 会议地点; 何处",
        Field.TITLE: "标题; 標題; 主题; 主題; 会议主题; 会议名称; 活动类型",
        Field.ORGANIZER: "组织者; 組織者; 主办者; 召集人; 发起人; 主持人; 主辦人",
        Field.GUESTS: "参与者; 參與者; 邀请对象; 与会者; 参会者; 参加者; 邀請對象; 参会人; 受邀者",
        Field.LENGTH: "时长; 持续时间; 時長",
        Field.NOTES: "说明; 描述; 备注; 說明",
        Field.OLD: "原时间; 原始时间",
        Field.OTHER: "日历; 状态; 加入方式",
    },
    "ko": {Field.WHEN: "일시; 언제", Field.WHEN_WEAK: "시간", Field.WHERE: "장소; 위치", Field.TITLE: "제목; 주제"},
    "da": {Field.WHEN: "hvornar", Field.WHEN_WEAK: "tidspunkt; tid", Field.WHERE: "hvor; sted; placering"},
    "no": {Field.WHEN: "nar", Field.WHEN_WEAK: "tidspunkt; tid", Field.WHERE: "hvor; sted"},
    "sv": {Field.WHEN: "nar", Field.WHEN_WEAK: "tid", Field.WHERE: "var; plats"},
    "fi": {Field.WHEN: "milloin", Field.WHEN_WEAK: "aika", Field.WHERE: "missa; sijainti; paikka"},
    "pl": {Field.WHEN: "kiedy; termin", Field.WHEN_WEAK: "godzina", Field.WHERE: "gdzie; lokalizacja; miejsce"},
    "cs": {Field.WHEN: "kdy", Field.WHEN_WEAK: "cas", Field.WHERE: "kde; misto"},
    "tr": {Field.WHEN: "ne zaman", Field.WHEN_WEAK: "zaman", Field.WHERE: "nerede; konum; yer"},
    "ru": {Field.WHEN: "когда", Field.WHEN_WEAK: "время", Field.WHERE: "где; место"},
    "uk": {Field.WHEN: "коли", Field.WHEN_WEAK: "час", Field.WHERE: "де; місце"},
    "ro": {Field.WHEN: "cand", Field.WHEN_WEAK: "ora", Field.WHERE: "unde; locatie"},
    "hu": {Field.WHEN: "mikor", Field.WHEN_WEAK: "ido; idopont", Field.WHERE: "hol; hely; helyszin"},
}

_HEADERS: dict[HeaderField, tuple[str, ...]] = {
    HeaderField.FROM: phrases(
        """
        from; von; de; da; van; od; fra; fran; lahettaja; felado; от; отправитель; від; kimden; expediteur;
        mittente; remitente; remetente; gonderen; 送信元; afzender; absender; 差出人; 送信者; 发件人; 寄件者;
        寄件人; 보낸 사람; de la; nadawca; salje; 发送人
        """
    ),
    HeaderField.DATE: phrases(
        """
        date; sent; sent on; gesendet; datum; envoye; envoye le; enviado; enviado el; enviada em; enviada;
        enviado em; fecha; data; data/ora; inviato; verzonden; sendt; skickat; lahetetty; paivamaara; wysłano;
        wyslano; odeslano; dato; дата; отправлено; дата и время; надіслано; tarih; gonderilen; gonderildi; 日付;
        送信日時; 日期; 发送时间; 发送日期; 寄件日期; 보낸 날짜; trimis; elkuldve; datum/zeit; 时间; 日時; odoslane;
        sendt dato; skickat den
        """
    ),
    HeaderField.SUBJECT: single_words(
        """
        subject betreff objet sujet asunto assunto oggetto onderwerp emne amne aihe temat predmet тема konu 件名
        主题 主題 主旨 제목 subiect targy naslov
        """
    ),
    HeaderField.TO: phrases(
        """
        to; an; a; para; aan; til; till; vastaanottaja; do; komu; pro; кому; kime; 宛先; 收件人; 받는 사람; catre;
        cimzett; pre; prima; destinataire; destinatario; 送信先; 收件者; adresat; pour
        """
    ),
    HeaderField.CC: phrases(
        """
        cc; kopie; kopia; kopi; kopio; copia; копия; dw; kopija; masolat; ccn; bcc; bilgi; 抄送; 副本; kopía;
        reply-to; antwort an; repondre a; responder a; rispondi a; copie a; antwoord aan
        """
    ),
}

# The form of the could-not-read mail: label → what the line is for. The templates print these, form.py reads them.
FORM_LABELS = {"with": "With", "company": "Company", "when": "When", "length": "Length", "where": "Where"}
FORM_WORDS = {
    "with": ("With", "mit", "avec", "con", "com", "met", "相手", "与"),
    "company": (
        "Company",
        "Firma",
        "Unternehmen",
        "Société",
        "Entreprise",
        "Empresa",
        "Azienda",
        "Bedrijf",
        "会社",
        "公司",
    ),
    "when": ("When", "Wann", "Quand", "Cuándo", "Quando", "Wanneer", "日時", "时间"),
    "length": ("Length", "Duration", "Dauer", "Durée", "Duración", "Duração", "Durata", "Duur", "所要時間", "时长"),
    "where": ("Where", "Location", "Wo", "Où", "Dónde", "Onde", "Dove", "Waar", "場所", "地点"),
}
FORM_HINTS = {
    "with": "name, and address if you have it",
    "company": "if you know it",
    "when": "day, time and time zone, such as Thu Nov 12 2026, 2:00 PM Pacific",
    "length": "such as 30 minutes",
    "where": "place, or how you meet",
}


def labels_of(label: str) -> tuple[tuple[Field, str], ...]:
    """Return each meaning of a label with its language, the likelier first; nothing where it is no label."""
    return _label_table().get(fold(label).strip(" :*_-.·|\t"), ())


def header_of(label: str) -> HeaderField | None:
    """Return which header line of a forward a label begins."""
    return _header_table().get(fold(label).strip(" :*_\t"))


def header_words() -> tuple[str, ...]:
    """Return all labels of header lines, folded."""
    return tuple(_header_table())


@functools.cache
def _label_table() -> dict[str, tuple[tuple[Field, str], ...]]:
    table: dict[str, list[tuple[Field, str]]] = {}
    for language, fields in _LABELS.items():
        for field, names in fields.items():
            for name in phrases(names):
                table.setdefault(fold(name), []).append((field, language))
    return {name: tuple(meanings) for name, meanings in table.items()}


@functools.cache
def _header_table() -> dict[str, HeaderField]:
    return {fold(name): field for field, names in _HEADERS.items() for name in names}
