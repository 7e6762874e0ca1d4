"""Phrases by which a mail tells what it is: a forward, an invitation, a cancellation, a reservation. Data, folded."""

from __future__ import annotations

import functools

from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.tables import phrases, single_words

# Marks of a mail's being forwarded, folded; what stands on such a line besides dashes.
FORWARD_MARKS = phrases(
    """
    forwarded message; begin forwarded message; original message; original appointment; weitergeleitete nachricht;
    weitergeleitete mail; anfang der weitergeleiteten nachricht; ursprungliche nachricht; ursprunglicher termin;
    originaltermin; message transfere; debut du message transfere; debut du message reexpedie; message d'origine;
    rendez-vous d'origine; message transmis; mail transfere; mensaje reenviado; inicio del mensaje reenviado;
    mensaje original; cita original; mensagem encaminhada; mensagem reencaminhada; inicio da mensagem encaminhada;
    inicio da mensagem reencaminhada; mensagem original; compromisso original; messaggio inoltrato;
    inizio messaggio inoltrato; messaggio originale; appuntamento originale; doorgestuurd bericht;
    begin doorgestuurd bericht; oorspronkelijk bericht; oorspronkelijke afspraak; 転送メッセージ; メッセージを転送;
    転送されたメッセージ; 元のメッセージ; 元の予定; 转发的邮件; 转发邮件; 原始邮件; 原始约会; 轉寄郵件;
    videresendt meddelelse; videresendt melding; vidarebefordrat meddelande; vidarebefordrat mejl;
    valitetty viesti alkaa; edelleenlahetetty viesti; przekazana wiadomosc; preposlana zprava; iletilen ileti;
    iletilmis mesaj; mesaj redirectionat; перенаправленное сообщение; переслане повідомлення; begin forwarded
    """
)

# "On …, … wrote:", the verb folded; such a line begins an older mail.
WROTE = single_words(
    """
    wrote schrieb geschrieben ecrit escribio escreveu scritto geschreven schreef skrev kirjoitti napisal napisala
    napisał yazdı написал пише 写道 寫道 のメール 書きました
    """
)

# How a letter ends, above the name.
CLOSINGS = frozenset(
    phrases(
        """
        best; best regards; kind regards; regards; warm regards; warmly; thanks; thank you; many thanks; cheers;
        sincerely; yours; yours sincerely; all the best; best wishes; looking forward; talk soon; see you then; see you;
        take care; viele grusse; beste grusse; mit freundlichen grussen; liebe grusse; herzliche grusse; schone grusse;
        lg; vg; mfg; cordialement; bien cordialement; bien a vous; a bientot; merci; saludos; un saludo;
        saludos cordiales; atentamente; gracias; atenciosamente; abracos; obrigada; obrigado; um abraco;
        cordiali saluti; distinti saluti; un saluto; grazie; a presto; met vriendelijke groet; groeten; groet;
        vriendelijke groeten; hartelijke groet; --
        """
    )
)

_REPLY_PREFIXES = frozenset(
    single_words(
        """
        re fw fwd wg aw tr rv enc res r i rif inoltra doorst antw 転送 転送: 转发 轉寄 回复 vs vb sv vl ynt ilt pd odp
        peresl redir továbbítás továbbitás továbbitas tovabbitas fs vá vs: vb: přeposlat
        """
    )
)

# Beginnings of an invite's subject, folded. The title follows; a cancelled meeting's mail says so in the same place.
_INVITATIONS = phrases(
    """
    invitation; updated invitation; updated invitation with note; synced invitation; invitation with note;
    einladung; aktualisierte einladung; neue einladung; invitation mise a jour; invitacion; invitacion actualizada;
    convite; convite atualizado; invito; invito aggiornato; uitnodiging; bijgewerkte uitnodiging; 招待; 招待状;
    更新された招待状; 邀请; 更新的邀请; 邀請; 已更新的邀请; invitation updated; updated event; accepted; tentative;
    akzeptiert; invitation modifiee; zaproszenie; invitasjon; inbjudan; invitation til; davet
    """
)

_CANCELLATIONS = phrases(
    """
    canceled; cancelled; canceled event; cancelled event; canceled event with note; cancelled event with note;
    abgesagt; abgesagter termin; termin abgesagt; annule; annulee; evenement annule; cancelado; cancelada;
    evento cancelado; annullato; annullata; evento annullato; geannuleerd; afspraak geannuleerd; キャンセル;
    キャンセルされた予定; キャンセル済み; 已取消; 已取消的活动; 取消; meeting canceled; meeting cancelled;
    event canceled; cancellation
    """
)

# What programs write for a meeting that has no title, folded.
NO_TITLES = frozenset(
    phrases(
        """
        (no title); (no subject); (kein titel); (ohne titel); (aucun objet); (sans titre); (aucun titre); (sin titulo);
        (sem titulo); (nessun titolo); (senza titolo); (geen titel); (タイトルなし); (无标题); (無標題)
        """
    )
)

CANCELLED_SENTENCES = phrases(
    """
    this event has been canceled; this event has been cancelled; this event was canceled; has been canceled by;
    dieser termin wurde abgesagt; cet evenement a ete annule; este evento se ha cancelado;
    este evento foi cancelado; questo evento e stato annullato; deze afspraak is geannuleerd;
    この予定はキャンセルされました; 此活动已取消; 该活动已取消
    """
)

# What only an invitation itself says.
INVITING_SENTENCES = phrases(
    """
    invitation from google calendar; einladung von google; invitation de google; invitacion de google;
    convite do google; invito da google; uitnodiging van google; google カレンダーからの招待; 来自 google 日历的邀请;
    you are receiving this email because you are an attendee; is inviting you to a scheduled zoom; has invited you;
    you have been invited to the following event; this event has been updated; this event has been changed;
    a new event has been scheduled
    """
)
# What a mail says besides a time if a calendar program wrote it, or quotes one.
PROGRAM_SENTENCES = phrases(
    """
    invitation from google calendar; google calendar; google kalender; google agenda; google calendario;
    google カレンダー; google 日历; you have been invited; einladung von google;
    you are receiving this email because you are an attendee; microsoft teams; join zoom meeting;
    join on your computer; has invited you; view all guest info; calendly; a new event has been scheduled;
    is inviting you to; your meeting is confirmed; zoom-meeting beitreten; rejoindre la reunion zoom;
    unirse a la reunion zoom; entrar na reuniao zoom; entra nella riunione in zoom; zoommeeting; 参加 zoom 会议;
    加入 zoom 会议; zoom ミーティング; meeting id; meeting-id; 会议号; join with google meet;
    the following is a new meeting request; the following meeting has been; you're going;
    add to calendar; your spot is confirmed; your booking is confirmed
    """
)

# Marks of a mail about something booked or bought, or sent to many: one of the first, or two of the others.
NOT_A_MEETING = phrases(
    """
    reservation number; reservation code; booking number; booking reference; booking confirmation;
    confirmation number; e-ticket; eticket; ticket number; order number; your flight; flight number; your tickets;
    party size; your reservation; your stay; reservierungsnummer; buchungsnummer; buchungsbestatigung; buchungscode;
    ihre buchung; ihre bestellung; flugnummer; numero de reservation; votre reservation; votre commande; votre vol;
    numero de vol; numero de reserva; su reserva; tu reserva; codigo de reserva; su vuelo; a sua reserva;
    sua reserva; seu voo; numero di prenotazione; codice prenotazione; la tua prenotazione; il tuo volo;
    reserveringsnummer; je boeking; uw boeking; boekingsnummer; 予約番号; ご予約; 预订号; 订单号; 预订确认; 航班;
    view this email in your browser; buy tickets; tracking number; your package; flight reservation; seat number;
    gate closes; your booking; passenger name; unsubscribe from this list
    """
)
HARDLY_A_MEETING = phrases(
    """
    check-in; check in:; check-out; checkout; boarding; itinerary; invoice; hotel; room rate; rechnung; anreise;
    abreise; vlucht; 搭乗; newsletter; webinar; register now; register today; view in browser; unsubscribe;
    abmelden; se desabonner; delivery date; due date; amount due; your order; tickets
    """
)


def is_no_meeting(folded: str) -> bool:
    """Tell whether a folded text is about something booked or bought, or was sent to many."""
    return speaks(folded, NOT_A_MEETING) or sum(phrase in folded for phrase in HARDLY_A_MEETING) > 1


def speaks(folded: str, of: tuple[str, ...]) -> bool:
    """Tell whether a folded text holds one of the phrases of a table above."""
    return any(phrase in folded for phrase in of)


def without_prefixes(subject: str) -> str:
    """Return a subject without "Fwd:", "WG:", "TR:" and the like, and without a list's "[name]"."""
    rest = subject.strip()[:500]
    for _ in range(8):
        head, colon, tail = rest.replace("：", ":", 1).partition(":")
        if rest.startswith("[") and "]" in rest[:60]:
            rest = rest[rest.index("]") + 1 :].strip()
        elif colon and len(head) <= 12 and fold(head).strip(" .") in _REPLY_PREFIXES:  # noqa: PLR2004 - no prefix is longer
            rest = tail.strip()
        else:
            break
    return rest


def is_invitation(head: str) -> bool:
    """Tell whether the part of a subject before its colon is a calendar program's "Invitation"."""
    return fold(head).strip() in _prefixes()[0]


def is_cancellation(head: str) -> bool:
    """Tell whether the part of a subject before its colon says that the meeting is off."""
    return fold(head).strip() in _prefixes()[1]


@functools.cache
def _prefixes() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(fold, _INVITATIONS)), frozenset(map(fold, _CANCELLATIONS))
