"""What a reply adds to the user's own record: the profile, people who were named, text that belongs to no talk."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from shared.domain.bounds import MAX_NAME, cut
from shared.domain.contact import Contact
from shared.domain.interview import User
from shared.domain.noting import LONGEST_OWN_WORDS, within
from shared.domain.referral import Referral
from shared.domain.reply import Named, Profile

MOST_UNPLACED = 60
# In bytes of UTF-8, so that the profile stays within the 400 KB of an item whatever the script.
ROOM_FOR_UNPLACED = 100_000
MOST_REFERRALS = 100
LONGEST_COMPANY = 120
MOST_OWN_WORDS = 60
MOST_STRENGTHS = 6


def profiled(user: User, said: Profile) -> User:
    """Return the user with what they said of themselves; the rest stays as it was."""
    strengths = user.strengths if said.strengths is None else said.strengths[:MOST_STRENGTHS]
    return dataclasses.replace(
        user,
        name=cut(said.name, MAX_NAME) or user.name,
        field=cut(said.field, MAX_NAME) or user.field,
        strengths=tuple(one[:MAX_NAME] for one in strengths),
        time_zone=said.zone or user.time_zone,
        zone_is_own=user.zone_is_own or said.zone is not None,
        waking=said.waking or user.waking,
        tone=said.tone or user.tone,
    )


def with_text(user: User, text: str) -> tuple[User, bool]:
    """Keep text that belongs to no talk, the newest first to stay; False where not all of it could be kept."""
    kept = within((*user.unplaced, text), ROOM_FOR_UNPLACED, MOST_UNPLACED)
    return dataclasses.replace(user, unplaced=kept), kept == (*user.unplaced, text)


def with_own_words(user: User, said: dict[str, str]) -> User:
    """Keep the user's own phrasings of questions, by question id, the newest where there are too many."""
    own = {name: words[:LONGEST_OWN_WORDS] for name, words in said.items()}
    kept = dict(list({**user.own_words, **own}.items())[-MOST_OWN_WORDS:])
    return dataclasses.replace(user, own_words=kept)


def with_answers(user: User, questions: Iterable[str], *, first: bool) -> User:
    """Count, over all talks, how many answered each question; `first` tells that this talk had answered none yet."""
    counted = dict(user.answers)
    for question in questions:
        counted[question] = str(int(counted.get(question, "0")) + 1)
    return dataclasses.replace(user, answers=counted, talks_noted=user.talks_noted + (1 if first else 0))


def with_referral(user: User, named: Named, by: Contact | None, now: datetime) -> User:
    """Keep somebody who was named, with who named them; whoever is named again takes the place of the earlier word."""
    key = (named.email or named.name).casefold()
    others = [one for one in user.referrals if (one.email or one.name).casefold() != key]
    made = Referral(
        named.name[:MAX_NAME],
        now,
        named.email,
        cut(named.company, LONGEST_COMPANY),
        cut(by.name, MAX_NAME) if by else None,
        by.email if by else None,
    )
    return dataclasses.replace(user, referrals=tuple([*others, made][-MOST_REFERRALS:]))
