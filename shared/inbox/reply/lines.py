"""What one line of the new text says: commands that carry a number, a text, a date or an address, or a word alone."""

from __future__ import annotations

import functools
import re

from shared.domain.commands import Command, CommandWord, DoubtfulLine
from shared.inbox.reply.words import bare, is_polite, near_misses, unbulleted, whole_line, words_of
from shared.inbox.text.date_tokens import read_tokens
from shared.inbox.wording.calendar_words import fold, months_of, weekday_of
from shared.inbox.wording.labels import FORM_HINTS, FORM_WORDS
from shared.inbox.wording.tables import phrases

_OWN_WORDS = re.compile(r"(?:#|no\.? ?|q ?|question )?(\d{1,2}) ?: ?(?=\S)(.*)", re.IGNORECASE)
_LABELLED = re.compile(r"([^:\d]{1,24}?) ?: ?(.*)")
_SWAP = re.compile(r"swap(?: (?:out|questions?|numbers?|nos?|q))*((?: (?:and )?\d{1,2})+)", re.IGNORECASE)
_ALSO = re.compile(
    r"also[ :,]{1,3}(?:add |my |address |use |me at |at )*"
    r"<?(?:mailto:)?([^\s<>,;:@]{1,64}@[^\s<>,;:@]{3,250}|[a-z2-7]{52})>?",
    re.IGNORECASE,
)
_MOVED = re.compile(r"moved ?(?: to |:|->|→|-) ?(.*)", re.IGNORECASE)
_MOVES = re.compile(r"moved|rescheduled|postponed|pushed", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)$")
_PROFILE_LINE = re.compile(r"([^\W\d_][\w '-]{1,24}?) ?[:=] ?(\S.*)")
_HIGHEST_QUESTION = 40
_MOST_SWAPPED = 10
_FEWEST_OWN_WORDS = 3
_MOST_BESIDE_A_DATE = 2

_ENGLISH = {
    "met": CommandWord.MET,
    "ask": CommandWord.ASK,
    "with": CommandWord.WITH,
    "company": CommandWord.COMPANY,
    "when": CommandWord.WHEN,
    "length": CommandWord.LENGTH,
    "where": CommandWord.WHERE,
}
_PROFILE_KEYS = frozenset(
    phrases(
        "name; my name; field; my field; strength; strengths; my strengths; zone; time zone; timezone; hours; my hours;"
        " working hours; tone"
    )
)
_BESIDE = frozenset(
    phrases("week; month; at; instead; same; time; tomorrow; today; tonight; morning; afternoon; evening")
)
_SHORTEST_DAY = 3
_DAYS_IN_WORDS = frozenset({"today", "tonight", "tomorrow", "next", "this", "the", "coming"})


def meaning_of(line: str) -> tuple[Command, ...] | DoubtfulLine | None:
    """Return the commands that a line says, or that it is in doubt; None where it is a note."""
    plain = bare(line)
    if not plain:
        return None
    found = _with_text(plain, unbulleted(line))
    if found is not None:
        return found
    word = whole_line(line)
    if word:
        return (Command(word),)
    could_be = near_misses(line)
    return DoubtfulLine(line.strip(), could_be) if could_be else None


def takes_text(command: Command) -> bool:
    """Tell whether a command goes on with the words behind it, and perhaps with the next line."""
    return command.word in _TAKES_TEXT


def profile_line(line: str) -> str | None:
    """Return a line of a profile as "key: value", or None."""
    match = _PROFILE_LINE.match(bare(line))
    key = fold(match[1]) if match else ""
    return f"{key}: {match[2].strip()}" if match and key in _PROFILE_KEYS else None


def is_blank_of_the_form(command: Command) -> bool:
    """Tell whether a line of the could-not-read mail's form was left as it was sent: it says nothing."""
    hint = FORM_HINTS.get(command.word.value)
    if hint is None:
        return False
    left = re.sub(r"\W+", "", fold(command.text))
    return not left or (len(left) > 3 and re.sub(r"\W+", "", fold(hint)).startswith(left))  # noqa: PLR2004 - "name" itself may be a beginning


_TAKES_TEXT = frozenset({*_ENGLISH.values(), CommandWord.OWN_WORDS})


def _with_text(plain: str, whole: str) -> tuple[Command, ...] | DoubtfulLine | None:
    own = _OWN_WORDS.fullmatch(whole)
    if own:
        return _own_words(int(own[1]), own[2].strip())
    first = fold(plain[:12])
    if "swap" in fold(plain[:40]):
        return _swapped(plain)
    if first.startswith("also"):
        also = _ALSO.fullmatch(plain.rstrip(".!")) if len(plain) < 400 else None  # noqa: PLR2004 - an address has 320 at most
        return (Command(CommandWord.ALSO, text=also[1]),) if also else None
    if _MOVES.search(plain[:40]):
        return _moved(plain)
    label = _LABELLED.match(whole)
    word = _labels().get(fold(label[1]).strip(" *_-")) if label else None
    if label and word and not label[2].startswith("//"):
        return (Command(word, text=label[2].strip(" *_")),)
    return None


def _own_words(number: int, text: str) -> tuple[Command, ...] | None:
    """Take "4: my words" as one; "10:30 at the café" is a time."""
    if not 1 <= number <= _HIGHEST_QUESTION or not any(letter.isalpha() for letter in text):
        return None
    if text[0].isdigit() and len(text.split()) < _FEWEST_OWN_WORDS:
        return None
    return None if re.match(r"\d\d\b", text) else (Command(CommandWord.OWN_WORDS, number, text),)


def _swapped(plain: str) -> tuple[Command, ...] | None:
    match = _SWAP.fullmatch(" ".join(words_of(plain))) if len(plain) <= 80 else None  # noqa: PLR2004 - ten numbers fit
    numbers = [int(number) for number in re.findall(r"\d+", match[1])] if match else []
    if not numbers or len(numbers) > _MOST_SWAPPED or not all(1 <= number <= _HIGHEST_QUESTION for number in numbers):
        return None
    return tuple(Command(CommandWord.SWAP, number) for number in dict.fromkeys(numbers))


def _moved(plain: str) -> tuple[Command, ...] | DoubtfulLine | None:
    """Read "moved to Friday, 3 pm": a date and nothing else. Somebody who moved to Boston is a note."""
    text = re.sub(r"^(?:please|hi|hello|ok|yes)[,!]? ", "", plain, flags=re.IGNORECASE)
    match = _MOVED.fullmatch(text)
    if match:
        date, _, behind = match[1].partition(". " if ". " in match[1] else "! ")
        date = date.strip(" .!") if is_polite(behind) or not behind else match[1].strip(" .!")
        beside = _beside_a_date(date)
        if beside is None:
            return None
        if beside == 0:
            return (Command(CommandWord.MOVED, text=date),)
        return DoubtfulLine(plain, (CommandWord.MOVED,))
    told = re.fullmatch(
        r"(?:(?:it|we|she|he|they|(?:the |our )?(?:meeting|talk|call|interview)) )?"
        r"(?:(?:was|is|has been|got|have|had) )?(?:just )?(?:moved|rescheduled|postponed|pushed)"
        r"(?: it| the (?:meeting|talk|call|interview))?(?: to)? (.*)",
        text,
        re.IGNORECASE,
    )
    beside = _beside_a_date(told[1]) if told else None
    return DoubtfulLine(plain, (CommandWord.MOVED,)) if beside is not None and beside <= _MOST_BESIDE_A_DATE else None


def _beside_a_date(text: str) -> int | None:
    """Return how many words stand beside the date that a text begins with; None where it begins with no date."""
    words = fold(text).replace(",", " ").split()
    if not words:
        return None
    skipped = 0
    while skipped < min(3, len(words)) and words[skipped] in _DAYS_IN_WORDS:
        skipped += 1
    rest = text.split(maxsplit=skipped)[skipped] if skipped < len(words) and skipped else "" if skipped else text
    named = any(word in ("today", "tonight", "tomorrow", "week", "month") for word in words[: skipped + 1])
    tokens = read_tokens(rest)
    first = words[skipped] if skipped < len(words) else ""
    # "Do" and "so" are weekdays in German, and hardly ever here.
    names_a_day = (tokens.weekdays or weekday_of(first)) and (
        len(first.strip(".")) >= _SHORTEST_DAY or not first.isascii()
    )
    dated = tokens.dates or tokens.times or names_a_day
    if skipped and _ORDINAL.match(first):
        return len(words) - skipped - 1
    if not dated and not named:
        return 1 if months_of(first) else None
    left = words_of(rest[tokens.end :])
    return len([word for word in left if not (word in _BESIDE or weekday_of(word) or word.isdigit())])


@functools.cache
def _labels() -> dict[str, CommandWord]:
    """Return the labels of the form in all languages; "met", which is Dutch for "with", is the English command."""
    table = {fold(word): CommandWord(field) for field, words in FORM_WORDS.items() for word in words}
    return table | _ENGLISH
