"""Whether a note reads right where a letter puts it: "I plan to …", "this: …". English, as the letters are.

What is not known to read right stays in the blank, with the note inside it: a blank is never wrong.
"""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """Return the words of a table to read notes with."""
    return frozenset(text.split())


_OPENERS = words_of("""
    the a an most many some few all any every each it there that this these those how what why when where who if
    in on at for from to of with by as even only nobody nothing everybody people one two three you your they
    their we our not no new nurses doctors teachers engineers designers almost about more less half sometimes
    usually often
""")
# What may follow "I plan to" and "I will". A word that is missing here leaves a blank, and no wrong sentence.
_VERBS = words_of("""
    accept act add adjust aim analyse analyze answer apply arrange ask attend avoid be bear become begin block
    book borrow bring browse build buy call cancel catch change chase chat check choose circulate clean clear
    come compare complete connect consider contact continue copy count cover create cut decide define deliver
    describe design develop discuss do double download draft draw drop dig email enrol enroll enter examine
    explain explore fill file find finish fix focus follow forward gather get give go google hand have hear help
    hold identify improve include inform interview introduce invest invite join journal jot keep know learn
    leave let link list listen look mail make map measure meet mention message move note observe offer open
    order organise organize outline pass pay pick plan post practice practise prepare present print propose
    publish put quote reach read rebuild recommend record reflect register rehearse remember remind remove
    reorder repeat reply report request research return review revise rewrite rework run save say schedule
    search see seek send set shadow share shorten show sign sit sketch sort speak spend start stay stop study
    submit subscribe suggest summarise summarize survey switch take talk teach tell test text thank think track
    train translate treat try turn update upload use verify visit volunteer wait walk watch work write
""")
_BEFORE_A_VERB = words_of("""
    also then first finally really actually definitely never always just still soon
""")
_AT_THE_END = re.compile(r"(?:\s*(?:[:;]-?[()DP]|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]+)|[.!;:,\u2026\s])+$")


def trimmed(note: str) -> str:
    """Return a note without what ends it: the letter ends the sentence. A question mark stays."""
    return _AT_THE_END.sub("", note.strip())


def as_clause(note: str) -> str:
    """Begin a clause in lower case where its first word is surely no name."""
    first = note.split(" ", 1)[0]
    return note[:1].lower() + note[1:] if first.lower() in _OPENERS and first[1:].islower() else _as_article(note)


def as_plan(note: str) -> str:
    """Begin what follows "I will" in lower case: it is a verb."""
    return note[:1].lower() + note[1:] if reads_as_plan(note) else note


def reads_as_plan(note: str) -> bool:
    """Tell whether a note can follow "I will": "ask my manager", not "asking her", "an article" or "I asked"."""
    words = [word.lower() for word in note.split()[:2]]
    while words and words[0] in _BEFORE_A_VERB:
        words = words[1:]
    return bool(words) and words[0] in _VERBS


def reads_as_clause(note: str) -> bool:
    """Tell whether a note can end a sentence of the letter: a question cannot."""
    return not note.endswith("?")


def _as_article(note: str) -> str:
    """Lower the one-letter word "A", which has no rest to tell a name by."""
    return f"a{note[1:]}" if note.startswith("A ") else note
