"""The one subject of a meeting, so that all its mails thread."""

from __future__ import annotations

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Meeting
from shared.domain.language import Language
from shared.domain.meeting import MAX_TITLE
from shared.domain.names import display_name
from shared.domain.plain import plain, unmarked, without_links, words_of

MAX_SUBJECT = 90
BRAND = "Foreword"
# What mail and calendar programs write in front of a title, in nine languages, small and without marks. It is true of
# one mail alone, and the subject is the meeting's for good.
_OF_ONE_MAIL = words_of(
    """
    re; fw; fwd; aw; wg; tr; rv; enc; sv; vs; antw; doorst; 回复; 转发; 返信; 転送;
    invitation; updated invitation;
    updated invitation with note; invitation with note; updated event; new event; canceled; cancelled;
    canceled event; cancelled event; canceled event with note; cancelled event with note; cancellation; accepted;
    tentative; tentatively accepted; declined; new time proposed; proposed new time; reminder; rescheduled;
    einladung; aktualisierte einladung; neue einladung; abgesagt; abgesagter termin; termin abgesagt; zugesagt;
    akzeptiert; erinnerung; mit vorbehalt; abgelehnt; invitation mise a jour; invitation modifiee; annule; annulee;
    evenement annule; accepte; acceptee; rappel; invitacion; invitacion actualizada; cancelado; cancelada; evento
    cancelado; aceptado; aceptada; recordatorio; convite; convite atualizado; aceito; aceita; aceite; lembrete;
    invito; invito aggiornato; annullato; annullata; evento annullato; accettato; accettata; promemoria;
    uitnodiging; bijgewerkte uitnodiging; geannuleerd; afspraak geannuleerd; geaccepteerd; herinnering; 招待; 招待状;
    更新された招待状; キャンセル; キャンセルされた予定; キャンセル済み; 承諾; リマインダー;
    邀请; 更新的邀请; 邀請; 已更新的邀请; 已取消; 已取消的活动; 取消; 已接受; 提醒
    """,
    ";",
)


def subject_of(meeting: Meeting, contact: Contact | None, language: Language) -> str:
    """Name the meeting for a subject line: by the person where that is sure, else by the invite's title.

    At most 90 characters, one line, no control or bidi characters, no link.
    """
    name = _sure_name(contact)
    if name:
        return plain(language.say("subject.with_person", name=name), MAX_SUBJECT)
    about = language.say("subject.with_title", title="")
    title = without_links(own_title(meeting.title), MAX_SUBJECT - len(about))
    if not title:
        return language.say("subject.bare")
    return plain(language.say("subject.with_title", title=title), MAX_SUBJECT)


def topic_of(meeting: Meeting, contact: Contact | None) -> str:
    """Name the meeting in no language: by the person or the title alone."""
    return _sure_name(contact) or without_links(own_title(meeting.title), MAX_SUBJECT) or BRAND


def _sure_name(contact: Contact | None) -> str:
    return display_name(contact.name) if contact and contact.confidence is not Confidence.LOW else ""


def own_title(title: str) -> str:
    """Leave out what a program wrote in front of the title; a title that is nothing else stands as it is."""
    rest = plain(title, MAX_TITLE).replace("\uff1a", ": ").strip()
    while True:
        head, colon, after = rest.partition(":")
        if not colon or not after.strip() or unmarked(head.strip()) not in _OF_ONE_MAIL:
            return rest
        rest = after.strip()
