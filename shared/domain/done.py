"""What a reply came to, and whether a mail of ours answers a word.

Both are asked about mails that no reply brought about, too, so they stand apart from shared/domain/reply.py.
"""

from __future__ import annotations

import enum
import json

from shared.domain.delivery import Delivery, Kind


class Done(enum.StrEnum):
    """What a reply came to, line by line; the confirming mail says each in a sentence."""

    NOTES_KEPT = "notes_kept"
    TEXT_KEPT = "text_kept"
    TEXT_CUT = "text_cut"
    CORRECTED = "corrected"
    NOT_SWAPPED = "not_swapped"
    NOT_SWAPPED_NOW = "not_swapped_now"
    OWN_WORDS = "own_words"
    MET = "met"
    ASKED = "asked"
    TOO_MANY = "too_many"
    PROFILE = "profile"
    PROFILE_UNREAD = "profile_unread"
    KEEPS_IN_TOUCH = "keeps_in_touch"
    WHICH_MEETING = "which_meeting"
    NOT_UNDERSTOOD = "not_understood"
    IN_DOUBT = "in_doubt"
    LINKED = "linked"
    NOT_LINKED = "not_linked"


# What a mail without a single word of ours can come to; all else is the answer to a word that a person wrote.
_WITHOUT_A_WORD = frozenset({Done.NOTES_KEPT, Done.TEXT_KEPT, Done.NOT_UNDERSTOOD, Done.IN_DOUBT})
_ASKED_FOR = frozenset(
    {
        Kind.INTRODUCTION, Kind.REQUEST, Kind.LIST, Kind.EXPORT, Kind.COMPARE, Kind.ERASE_ASKED, Kind.ERASED,
        Kind.ADDRESS_CODE,
    }
)  # fmt: skip


def answers_a_word(delivery: Delivery) -> bool:
    """Tell whether a mail answers a word of ours, which a machine that answers whatever we write hardly says."""
    if delivery.kind is not Kind.NOTED:
        return delivery.kind in _ASKED_FOR
    done = {name for name, _ in json.loads(delivery.facts.get("did", "[]"))}
    return "word" in delivery.facts or not done <= _WITHOUT_A_WORD
