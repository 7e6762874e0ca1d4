"""The minutes of one talk: how a slot is shared out, and the clock times that come of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Shares:
    """How the minutes of one slot are shared out; whole minutes that add up to `minutes`."""

    minutes: int
    opening: int
    questions: int
    about_you: int
    who_else: int
    close: int
    questions_fit: int

    @property
    def parts(self) -> tuple[int, int, int, int, int]:
        """The five parts in the order of the talk."""
        return (self.opening, self.questions, self.about_you, self.who_else, self.close)

    @property
    def until_who_else(self) -> int:
        """The minutes from the start to the part that is protected."""
        return self.minutes - self.who_else - self.close


@dataclasses.dataclass(frozen=True, slots=True)
class PrivateAgenda:
    """What the user wants of the talk, for the user alone."""

    agenda: tuple[str, ...]
    not_asking: str
    if_offered: str


def shares_for(minutes: int, slots: Sequence[Shares]) -> Shares:
    """Share out a talk of `minutes`, 1 or more.

    A length between two slots lies between their shares; a shorter one is the shortest slot scaled down; what a longer
    one has over goes to the questions. Raises ValueError below 1.
    """
    if minutes < 1:
        raise ValueError("a talk lasts at least a minute")
    ordered = sorted(slots, key=lambda slot: slot.minutes)
    shortest, longest = ordered[0], ordered[-1]
    if minutes >= longest.minutes:
        extra = minutes - longest.minutes
        return dataclasses.replace(longest, minutes=minutes, questions=longest.questions + extra)
    if minutes <= shortest.minutes:
        wanted = [part * minutes / shortest.minutes for part in shortest.parts]
        return _whole(minutes, wanted, shortest.questions_fit * minutes // shortest.minutes)
    above = next(slot for slot in ordered if slot.minutes > minutes)
    below = ordered[ordered.index(above) - 1]
    way = (minutes - below.minutes) / (above.minutes - below.minutes)
    wanted = [low + (high - low) * way for low, high in zip(below.parts, above.parts, strict=True)]
    fit = below.questions_fit + int((above.questions_fit - below.questions_fit) * way)
    return _whole(minutes, wanted, fit)


def _whole(minutes: int, wanted: Sequence[float], fit: int) -> Shares:
    """Round to whole minutes that add up (largest remainder), the later parts first where remainders are equal."""
    floors = [int(part) for part in wanted]
    by_remainder = sorted(range(len(wanted)), key=lambda at: (round(floors[at] - wanted[at], 9), -at))
    for at in by_remainder[: minutes - sum(floors)]:
        floors[at] += 1
    opening, questions, about_you, who_else, close = floors
    return Shares(minutes, opening, questions, about_you, who_else, close, fit)
