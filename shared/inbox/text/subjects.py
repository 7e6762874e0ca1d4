"""What a subject says of a meeting: "Invitation: Coffee @ Thu Nov 12, 2026 2pm - 2:30pm (PST) (you@example.org)"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from shared.inbox.text.date_tokens import read_tokens
from shared.inbox.text.dates_in_words import Setting, read_when
from shared.inbox.text.found import Found, Source
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import NO_TITLES, is_cancellation, is_invitation, without_prefixes

_DASH_OR_BRACKET = re.compile(r"\s[-\u2013]\s|\s\(")
_HALF_DAY = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
# Apple's subjects: "Priya Nair has invited you to “Coffee”", "… hat dich zu „Kaffee“ eingeladen".
_INVITES = re.compile(r"\b(?:invit|convi[dt]|einladung|eingeladen|uitgenodigd|uitnodig)|招待|邀请|邀請")
_IN_QUOTES = re.compile(r"[\"“„«「『](?P<title>[^\"“”„«»「」『』]{1,200})[\"“”»」』]")
_MOST_SPLITS = 20
_LONGEST = 600


def found_in_subjects(subjects: Iterable[str], setting: Setting) -> list[Found]:
    """Read the time that Google's subjects state, behind "Invitation:" in any of its languages."""
    for subject in subjects:
        head, rest = _parted(subject)
        if not (is_invitation(head) or is_cancellation(head)):
            continue
        for title, text in _splits(rest):
            tokens = read_tokens(text)
            if not tokens.dates or not tokens.times:
                continue
            # Google writes "2pm" where its user has a 12-hour clock, so a time without it is of a 24-hour one.
            clock_24 = not _HALF_DAY.search(text)
            when = read_when(text, dataclasses.replace(setting, clock_24=clock_24))
            if when:
                return [Found(when, Source.SUBJECT, "the subject of the invitation", title=title.strip())]
    return []


def announces_meeting(subjects: Iterable[str]) -> bool:
    """Tell whether a calendar program wrote one of the subjects."""
    heads = [_parted(subject)[0] for subject in subjects]
    return any(is_invitation(head) or is_cancellation(head) for head in heads)


def announces_cancellation(subjects: Iterable[str]) -> bool:
    """Tell whether the first of the subjects says that the meeting is off."""
    return any(is_cancellation(_parted(subject)[0]) for subject in list(subjects)[:1])


def title_in(subject: str) -> str:
    """Return a subject as a title: without "Fwd:", and without a calendar program's words around it."""
    head, rest = _parted(subject)
    if is_invitation(head) or is_cancellation(head):
        return rest
    whole = without_prefixes(subject)
    quoted = list(_IN_QUOTES.finditer(whole[:_LONGEST])) if _INVITES.search(fold(whole)) else []
    return quoted[0]["title"].strip() if len(quoted) == 1 else whole


def without_placeholder(title: str) -> str:
    """Return a title, or nothing where a program wrote "(No title)" for none."""
    return "" if fold(title).strip() in NO_TITLES else title.strip()


def _parted(subject: str) -> tuple[str, str]:
    head, colon, rest = without_prefixes(subject)[:_LONGEST].replace("\uff1a", ":").partition(":")
    return (head.strip(), rest.strip()) if colon else ("", head)


def _splits(rest: str) -> list[tuple[str, str]]:
    """Return each way to part a subject's rest into title and time: at the last "@", then at each dash."""
    title, at, text = rest.rpartition(" @ ")
    parts = [(title, text)] if at else []
    places = [match.start() for match in _DASH_OR_BRACKET.finditer(rest)][:_MOST_SPLITS]
    return parts + [(rest[:place], rest[place:].lstrip(" -\u2013(")) for place in places]
