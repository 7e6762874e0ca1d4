"""Series in words: "Occurs every Thursday effective 11/12/2026 from 2:00 PM to 2:30 PM (UTC-08:00) Pacific Time"."""

from __future__ import annotations

import re

# Outlook's sentence, in English, German, French, Spanish, Italian and Dutch: first day, end of the series, times.
_EFFECTIVE = re.compile(
    r"(?:effective|starting|gültig ab|ab dem|à compter du|effectif à partir du|a partir del?|con effetto dal?|vanaf)\s"
    r"(?P<first>.{6,40}?)"
    r"(?:\s(?:until|bis zum|bis|jusqu'au|hasta el|hasta|fino al|tot)\s(?P<last>.{6,40}?))?"
    r"\s(?:from|von|de|desde las|dalle|van)\s(?P<times>\d.*)",
    re.IGNORECASE,
)
_REPEATING = re.compile(
    r"^(?:occurs|every|daily|weekly|monthly|yearly|annually|alle|jede|täglich|wöchentlich|monatlich|toutes|tous|chaque|todos|"
    r"todas|cada|ogni|elke|iedere|wekelijks|mensuel|hebdomadaire|semanal|mensal|settimanale|每|毎)",
    re.IGNORECASE,
)


def first_of_series(text: str) -> str | None:
    """Return the first day and the times of a series as one line, or None where the text is no series with a start."""
    if not is_series(text):
        return None
    match = _EFFECTIVE.search(text[:600])
    if match is None:
        return None
    return f"{_weekday(text, match)}{match['first']} {match['times']}"


def is_series(text: str) -> bool:
    """Tell whether a text says that a meeting repeats."""
    return _REPEATING.match(text.strip()) is not None


def _weekday(text: str, match: re.Match[str]) -> str:
    """Return the one weekday of "every Thursday", which settles the order of day and month."""
    before = re.sub(r"^\W*occurs\s+every\s+", "", text[: match.start()], flags=re.IGNORECASE).strip()
    return f"{before} " if re.fullmatch(r"[A-Za-z]{6,9}", before) else ""
