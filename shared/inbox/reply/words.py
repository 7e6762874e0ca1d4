"""The words of the mails, and what people write for them: whole lines, give or take politeness and punctuation.

`sent` and what changes or deletes count only so. Near misses ("unsubscribe", "sent to Priya", "stop?") are in doubt.
"""

from __future__ import annotations

import functools
import re

from shared.domain.commands import DESTRUCTIVE, CommandWord
from shared.inbox.mime.plain_text import unmarked
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.replies import AFFIRMATIONS, POLITE
from shared.inbox.wording.tables import phrases

LONGEST = 80
_EDGES = " \t\"'“”„«»‹›‘’`´()[]{}<>*_~#-–—•·→"
_APOSTROPHES = re.compile("['’´`]")
_NO_WORD = re.compile(r"[^\w\s]")
_MOST_SPELLED = 5
_MOST_SENT_WORDS = 6

_SPELLINGS: dict[CommandWord, tuple[str, ...]] = {
    CommandWord.SENT: phrases(
        "sent; sent it; i sent it; ive sent it; i have sent it; already sent; sent already; just sent; just sent it;"
        " letter sent; sent the letter; i sent the letter"
    ),
    CommandWord.STOP: ("stop",),
    CommandWord.STOP_ALL: phrases(
        "stop all; stop everything; stop all mails; stop all emails; stop all messages; stop all of it;"
        " stop all your mails; stop all your emails"
    ),
    CommandWord.DID_NOT_HAPPEN: tuple(
        f"{what}{said}"
        for what in ("", "no it ", "it ", "no ", "the talk ", "the meeting ", "the call ", "the interview ", "this ")
        for said in ("did not happen", "didnt happen")
    ),
    CommandWord.CANCELLED: ("cancelled", "canceled"),
    CommandWord.MOVED: ("moved",),
    CommandWord.ERASE: ("erase", "erase all", "erase everything"),
    CommandWord.LIST: ("list",),
    CommandWord.EXPORT: ("export",),
    CommandWord.HELP: ("help", "help me"),
    CommandWord.COMPARE: ("compare",),
    CommandWord.KEEP_IN_TOUCH: ("keep in touch",),
    CommandWord.PROFILE: ("profile", "my profile"),
    CommandWord.SWAP: ("swap",),
}
_NEAR: dict[tuple[CommandWord, ...], tuple[str, ...]] = {
    (CommandWord.STOP, CommandWord.STOP_ALL): phrases(
        "unsubscribe; unsubscribe me; remove me; opt out; no more; no more mails; no more emails; enough; quit; end;"
        " stop it; stop this; stop that; stop these; stop them; stop mails; stop emails; stop the mails;"
        " stop the emails;"
        " stop these mails; stop these emails; stop sending; stop sending mails; stop sending emails;"
        " stop sending me mails;"
        " stop sending me emails; stop emailing me; stop emailing; stop mailing me; stop writing; stop writing me;"
        " stop reminding me; stop reminders; stop the reminders; stop messages; stop your emails; stop your mails;"
        " dont send me any more; dont send any more; dont send me any more emails; stop for now; enough mails"
    ),
    (CommandWord.CANCELLED, CommandWord.STOP): phrases(
        "cancel; cancel it; cancel this; cancel the meeting; cancel meeting; cancel all; cancel everything;"
        " cancel the call; cancel the interview; cancel the talk; cancel that; off; called off"
    ),
    (CommandWord.CANCELLED,): phrases(
        "it was cancelled; it is cancelled; its cancelled; it got cancelled; was cancelled; it has been cancelled;"
        " the meeting was cancelled; meeting cancelled; call cancelled; interview cancelled; talk cancelled;"
        " the call was cancelled; the interview was cancelled; the talk was cancelled; she cancelled; he cancelled;"
        " they cancelled; cancelled it; i cancelled; i cancelled it; we cancelled; cancelled today; not cancelled"
    ),
    (CommandWord.DID_NOT_HAPPEN,): phrases(
        "no show; not happening; never happened; it never happened; did not take place; didnt take place;"
        " it did not take place; did not happen yet; it did not happen yet; not yet; she did not show up;"
        " he did not show up; they did not show up; she didnt show up; he didnt show up; they didnt show up;"
        " not happened"
    ),
    (CommandWord.MOVED, CommandWord.DID_NOT_HAPPEN): phrases(
        "postponed; rescheduled; it moved; it was moved; we moved it; was moved; moved it; it was postponed;"
        " it was rescheduled; she moved it; he moved it; they moved it; meeting moved; new time; new date"
    ),
    (CommandWord.ERASE, CommandWord.STOP_ALL): phrases(
        "delete; delete all; delete everything; delete me; delete my data; delete my account; delete this; delete it;"
        " forget me; erase me; erase it; erase this; erase my data; erase all my data; remove my data;"
        " erase this meeting;"
        " wipe; wipe everything"
    ),
    (CommandWord.SENT,): phrases(
        "done; sent today; sent yesterday; sent this morning; i did; mailed it; emailed it; sent an email;"
        " sent the email;"
        " sent the mail; sent mail; sent the note; sent a note; sent the thank you; sent thank you; have sent it;"
        " will send it"
    ),
}
# "Sent from …", "sent via …" is a footer whatever follows.
_OF_FOOTERS = frozenset({"from", "via", "with", "using", "by"})
_CONTINUES = frozenset({"by", "because", "since", "due", "on", "so", "as", "again"})
_BREAKS = ".!?;,:–—-"


def bare(line: str) -> str:
    """Return a line without bullets, quotes and marks of bold type around it."""
    return unmarked(line[:1000]).strip(_EDGES).strip()


def unbulleted(line: str) -> str:
    """Return a line without bullets and marks of bold type before it, and without the quotes around it."""
    plain = unmarked(line)
    begins = plain.lstrip(_EDGES.replace("<", "").replace("(", "").replace("#", ""))
    return begins.rstrip(" \"'”»’`*_" if begins != plain else " *_")


def words_of(line: str) -> list[str]:
    """Return the words of a line, folded, apostrophes gone, politeness at either end gone."""
    plain = _NO_WORD.sub(" ", _APOSTROPHES.sub("", fold(line.replace("_", " "))))
    words = plain.split()
    begin, end = 0, len(words)
    while begin < end and (taken := _polite_at(words, begin, end, from_end=False)):
        begin += taken
    while begin < end and (taken := _polite_at(words, begin, end, from_end=True)):
        end -= taken
    return words[begin:end]


def whole_line(line: str) -> CommandWord | None:
    """Return the word that a line says and nothing else, or None."""
    if len(line) > LONGEST:
        return None
    word = _spellings().get(" ".join(words_of(line)))
    return None if word and _asks(line, word) else word


def is_polite(line: str) -> bool:
    """Tell whether a line says nothing but "please", "thanks" and the like."""
    if len(line) > LONGEST or not line.strip() or words_of(line):
        return False
    said = set(_NO_WORD.sub(" ", fold(line)).split())
    return bool(said) and not said & set(AFFIRMATIONS)


def near_misses(line: str) -> tuple[CommandWord, ...]:
    """Return which words a line may mean that says none of them in full; nothing where it means none."""
    plain = bare(line)
    said = words_of(plain[: 2 * LONGEST])
    if not said:
        return ()
    joined = " ".join(said).replace("canceled", "cancelled")
    if len(plain) <= LONGEST:
        word = _spellings().get(joined)
        if word:
            return (word,) if _asks(line, word) else ()
        if joined in _near():
            return _near()[joined]
        listed = _listed(plain)
        if listed:
            return listed
    return _begun(plain, said)


def _begun(plain: str, said: list[str]) -> tuple[CommandWord, ...]:
    """Judge a line that begins with a word and goes on: "Stop. I have the job.", "did not happen, she was ill"."""
    for count in range(min(_MOST_SPELLED, len(said) - 1), 0, -1):
        word = _spellings().get(" ".join(said[:count]))
        if word is None:
            continue
        if word is not CommandWord.SENT and word not in DESTRUCTIVE:
            return ()
        after = said[count]
        if after in _OF_FOOTERS and word is CommandWord.SENT:
            return ()
        if word is CommandWord.DID_NOT_HAPPEN:
            return (word,) if after != "to" else ()
        if _breaks_behind(plain, said[count - 1]):
            return (word,)
        if word is CommandWord.SENT and len(said) <= _MOST_SENT_WORDS:
            return (word,)
        if word is CommandWord.CANCELLED and after in _CONTINUES:
            return (word,)
        return ()
    return ()


def _breaks_behind(plain: str, last: str) -> bool:
    """Tell whether a sentence or a clause ends behind that word."""
    folded = _APOSTROPHES.sub("", fold(plain))
    behind = folded[folded.find(last) + len(last) :].lstrip(" \"'”’*")
    return behind[:1] in tuple(_BREAKS)


def _listed(plain: str) -> tuple[CommandWord, ...]:
    """Read "sent / stop": two words on one line, which may be the mail's own list."""
    if not re.search(r"[/,;|&+]|\b(?:or|and)\b", plain, re.IGNORECASE):
        return ()
    parts = [part for part in re.split(r"[/,;|&+]|\b(?:or|and)\b", plain, flags=re.IGNORECASE) if part.strip()]
    words = [_spellings().get(" ".join(words_of(part))) for part in parts]
    found = tuple(dict.fromkeys(word for word in words if word))
    return found if len(found) > 1 and all(words) else ()


def _asks(line: str, word: CommandWord) -> bool:
    """Tell whether a word that changes something stands as a question: "stop?"."""
    return (word in DESTRUCTIVE or word is CommandWord.SENT) and "?" in fold(line)


def _polite_at(words: list[str], begin: int, end: int, *, from_end: bool) -> int:
    for count in range(min(4, end - begin), 0, -1):
        chunk = words[end - count : end] if from_end else words[begin : begin + count]
        if " ".join(chunk) in _polite():
            return count
    return 0


@functools.cache
def _spellings() -> dict[str, CommandWord]:
    return {spelling: word for word, spelled in _SPELLINGS.items() for spelling in spelled}


@functools.cache
def _near() -> dict[str, tuple[CommandWord, ...]]:
    return {spelling: words for words, spelled in _NEAR.items() for spelling in spelled}


@functools.cache
def _polite() -> frozenset[str]:
    return frozenset(
        " ".join(_NO_WORD.sub(" ", _APOSTROPHES.sub("", fold(phrase))).split()) for phrase in (*POLITE, *AFFIRMATIONS)
    )
