"""A day that a reply names by its weekday alone, or as tomorrow: the date, where it can mean one day and no other.

Of an invite such a day is never read: it may be of any week. A reply about a talk has two days to count from, its own
and that of the talk; where both lead to one date, nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.inbox.text.date_tokens import read_tokens
from shared.inbox.wording.calendar_words import fold, weekday_of

_NAMED = re.compile(
    r"(?:(?:to|on|this|coming) )*([^\W\d_]{3,12})\.?,? +(?:(?:at|um) )?(?=\D{0,12}\d)(.+)", re.IGNORECASE
)
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1}
# "Friday next week" counts from neither day.
_OTHER_WEEK = re.compile(r"\b(?:next|weeks?|after|last|fortnight|months?)\b", re.IGNORECASE)
_LONGEST = 80


def dated(text: str, sent_at: datetime, zone: str, starts_at: datetime | None) -> str:
    """Return "Friday, 3 pm" as "2026-11-13 3 pm"; any other text, and a day that is in doubt, as it is.

    `zone` is where the user's days begin; `starts_at` is the start of the talk that the text is about, if it is known.
    """
    named = _NAMED.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if named is None or _OTHER_WEEK.search(text) or read_tokens(text).dates:
        return text
    today = sent_at.astimezone(ZoneInfo(zone)).date()
    word = fold(named[1])
    if word in _NEAR:
        day = today + timedelta(days=_NEAR[word])
    else:
        named_days = weekday_of(word)
        if len(named_days) != 1 or today.weekday() in named_days:
            return text
        (weekday,) = named_days
        day = _first_after(today, weekday)
        talk = starts_at.astimezone(ZoneInfo(zone)).date() if starts_at else today
        if talk > today and _first_after(talk, weekday) != day:
            return text
    return f"{day:%Y-%m-%d} {named[2]}"


def _first_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
