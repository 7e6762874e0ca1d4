"""What the rest of a mail says about one line of it: its language, the places it names, who wrote it."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable
from datetime import datetime

from shared.inbox.text.date_tokens import composed
from shared.inbox.text.dates_in_words import Setting
from shared.inbox.text.labelled import Labelled
from shared.inbox.text.layers import Layer, Peeled
from shared.inbox.text.subjects import announces_meeting
from shared.inbox.text.zone_words import Mention, mention_at
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.labels import CLOCK_24, DAY_FIRST, Field
from shared.inbox.wording.phrases import INVITING_SENTENCES, PROGRAM_SENTENCES, is_no_meeting, speaks

_LOOKED_AT = 64 * 1024
# What settles "BST", "IST" or "CST": a place, or the end of an address.
_PLACES = {
    "Europe/London": (".uk", "london", "united kingdom", "england", "scotland"),
    "Europe/Dublin": (".ie", "dublin", "ireland"),
    "Asia/Kolkata": (".in", "india", "mumbai", "bangalore", "bengaluru", "delhi", "chennai", "hyderabad", "pune"),
    "Asia/Jerusalem": (".il", "israel", "tel aviv"),
    "Asia/Shanghai": (".cn", "china", "beijing", "shanghai", "shenzhen"),
    "America/Chicago": ("chicago", "dallas", "houston", "austin", "texas", "minneapolis"),
    "America/Halifax": ("halifax", "nova scotia", "new brunswick"),
    "Asia/Dhaka": (".bd", "dhaka", "bangladesh"),
    "Asia/Riyadh": (".sa", "riyadh", "saudi"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the mail around its lines; `whole` is all its text, `folded` the same on one line."""

    peeled: Peeled
    subject: str | None
    sent_at: datetime | None
    assumed_zone: str
    whole: str
    folded: str

    @property
    def subjects(self) -> tuple[str, ...]:
        """All subjects, the innermost first."""
        inner = [layer.subject for layer in reversed(self.peeled.layers) if layer.subject]
        return tuple(dict.fromkeys([*inner, *([self.subject] if self.subject else [])]))

    def layer(self, number: int | None) -> Layer | None:
        """Return a layer by its number: None is the innermost, -1 what stands above all."""
        if not self.peeled.layers or number == -1:
            return None
        return self.peeled.layers[-1 if number is None else number]

    def is_from_program(self) -> bool:
        """Tell whether a calendar program's words or subject show that the mail is about one meeting."""
        return self.is_invitation() or speaks(self.folded, PROGRAM_SENTENCES)

    def is_invitation(self) -> bool:
        """Tell whether the mail says of itself that it is an invitation."""
        if any(layer.appointment for layer in self.peeled.layers) or announces_meeting(self.subjects):
            return True
        return speaks(self.folded, INVITING_SENTENCES)

    def is_no_meeting(self) -> bool:
        """Tell whether the mail is about something booked or bought, or was sent to many, and is no invitation."""
        return not self.is_invitation() and is_no_meeting(f"{self.folded} {fold(' '.join(self.subjects))}")


def setting_of(labelled: Iterable[Labelled], around: Surroundings) -> Setting:
    """Return what all lines of a mail are read with; a "Time zone" line counts for those without a zone."""
    zone = next((mention for one in labelled if one.means(Field.ZONE) and (mention := _zone(one.text))), None)
    return Setting(around.assumed_zone, around.sent_at, favoured=_favoured(around.whole), zone=zone)


def in_language(setting: Setting, languages: frozenset[str], labelled: Iterable[Labelled]) -> Setting:
    """Settle order and clock by the language of a label; where several share it, by that of most labels."""
    if len(languages) != 1:
        votes = collections.Counter(
            language for one in labelled for language in {language for _, language in one.meanings}
        )
        if languages:
            votes = collections.Counter({language: votes[language] for language in languages})
        best = max(votes.values(), default=0)
        languages = frozenset(language for language, count in votes.items() if count == best)
    if not languages or "en" in languages:
        return setting
    return dataclasses.replace(
        setting, day_first=True if languages <= DAY_FIRST else None, clock_24=languages <= CLOCK_24
    )


def _zone(text: str) -> Mention | None:
    found = mention_at(composed(text), 0)
    return found[0] if found else None


def _favoured(text: str) -> frozenset[str]:
    """Return the zones of the places that the mail speaks of."""
    lowered = text[:_LOOKED_AT].lower()
    return frozenset(zone for zone, places in _PLACES.items() if any(_speaks_of(lowered, place) for place in places))


def _speaks_of(lowered: str, place: str) -> bool:
    if place not in lowered:
        return False
    before = r"[@.][\w-]{1,63}" if place.startswith(".") else r"(?<!\w)"
    return re.search(rf"{before}{re.escape(place)}(?!\w)", lowered) is not None
