"""Reading shared/content: TOML that a career centre may edit.

Everything is checked when it is read, so that a slip shows at build and not in a mail. What is wrong is said with the
file, the line and the entry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from shared.domain.agenda import PrivateAgenda, Shares
from shared.domain.content import Content
from shared.domain.content_rules import (
    check_bank,
    check_draft,
    check_letters,
    check_line,
    check_note,
    check_question,
    check_replies,
    check_slots,
)
from shared.domain.delivery import Kind
from shared.domain.errors import ContentError
from shared.domain.language import Language
from shared.domain.letters import Blank, Draft, Drafts, Length, Letters, Template, Tone
from shared.domain.notes import NoteWords, Offered, ReplyWords
from shared.domain.questions import Group, Question
from shared.domain.research import Line, Part, Sector
from shared.domain.wording import placeholders

# One folder a language; another language is another folder with the same files.
HOME = Path(__file__).resolve().parent.parent / "content" / "en"
QUESTIONS, AGENDA, RESEARCH, LETTERS = "questions.toml", "agenda.toml", "research.toml", "letters.toml"
DRAFTS, NOTES, REPLIES = "drafts.toml", "notes.toml", "replies.toml"
PHRASES = "phrases.toml"

Entry = dict[str, Any]
Made = TypeVar("Made")


def load(folder: Path | None = None) -> Content:
    """Read and check all of `folder` (default: shared/content/en); raise ContentError naming file, entry and fault."""
    home = folder or HOME
    questions, agenda, research, letters = (_File(home / name) for name in (QUESTIONS, AGENDA, RESEARCH, LETTERS))
    bank = questions.entries("question", _question)
    questions.check(check_bank, bank)
    slots = agenda.entries("slot", _slot)
    agenda.check(check_slots, slots)
    return Content(
        questions=bank,
        slots=slots,
        private=agenda.table("private", _private),
        research=research.entries("line", _line),
        letters=_letters(letters),
        drafts=_drafts(_File(home / DRAFTS)),
        notes={note.kind: note for note in _File(home / NOTES).entries("note", _note)},
        replies=_replies(_File(home / REPLIES)),
        language=load_language(home),
    )


def load_language(folder: Path | None = None) -> Language:
    """Read the phrases of `folder` alone, for what needs no more; raise ContentError as `load` does."""
    return _File((folder or HOME) / PHRASES).whole(_language)


class _File:
    """One TOML file, which knows where its entries begin."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._text = path.read_text(encoding="utf-8")
            self._data = tomllib.loads(self._text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ContentError(f"{path.name}: {error}") from error

    def entries(self, key: str, make: Callable[[Entry], Made]) -> tuple[Made, ...]:
        """Make one thing of each [[key]]."""
        found = self._data.get(key)
        if not isinstance(found, list) or not found:
            raise ContentError(f"{self._name}: there is no [[{key}]]")
        made = []
        for number, entry in enumerate(found):
            if not isinstance(entry, dict):
                raise ContentError(f"{self._name}: [[{key}]] has to be a list of tables")
            with _Naming(f"{self._name}, line {self._line(key, number)}, {_name_of(key, entry, number)}"):
                made.append(make(dict(entry)))
        return tuple(made)

    def table(self, key: str, make: Callable[[Entry], Made]) -> Made:
        """Make one thing of the table [key]."""
        with _Naming(f"{self._name}, [{key}]"):
            return make(dict(self._data.get(key) or {}))

    def text(self, key: str) -> str:
        """Return the string at `key` of the file's top."""
        with _Naming(self._name):
            return str(_take(dict(self._data), key, str))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of strings at `key` of the file's top."""
        with _Naming(self._name):
            return _strings(dict(self._data), key)

    def whole(self, make: Callable[[Entry], Made]) -> Made:
        """Make one thing of the file."""
        with _Naming(self._name):
            return make(dict(self._data))

    def check(self, rule: Callable[[Any], None], made: object) -> None:
        """Check the entries together."""
        with _Naming(self._name):
            rule(made)

    def _line(self, key: str, number: int) -> int:
        """Return the line of the header of the entry; tomllib keeps none."""
        lines = [at for at, line in enumerate(self._text.splitlines(), 1) if line.split("#")[0].strip() == f"[[{key}]]"]
        return lines[number] if number < len(lines) else 0


class _Naming:
    """Turns what a check says into a ContentError that names the place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            raise ContentError(f"{self._place}: {error}") from error


def _name_of(key: str, entry: Entry, number: int) -> str:
    name = entry.get("id")
    return f'{key} "{name}"' if isinstance(name, str) else f"{key} {number + 1}"


def _question(entry: Entry) -> Question:
    question = Question(
        id=_take(entry, "id", str),
        source=_take(entry, "source", int),
        group=Group(_take(entry, "group", str)),
        weight=_take(entry, "weight", int),
        first=_strings(entry, "first"),
        again=_strings(entry, "again"),
        why=_take(entry, "why", str),
        spare=_take(entry, "spare", bool, default=False),
        answered_by=_strings(entry, "answered_by", optional=True),
    )
    _nothing_left(entry)
    check_question(question)
    return question


def _slot(entry: Entry) -> Shares:
    names = ("minutes", "opening", "questions", "about_you", "who_else", "close", "questions_fit")
    slot = Shares(*(_take(entry, name, int) for name in names))
    _nothing_left(entry)
    return slot


def _private(entry: Entry) -> PrivateAgenda:
    private = PrivateAgenda(
        agenda=_strings(entry, "agenda"),
        not_asking=_take(entry, "not_asking", str),
        if_offered=_take(entry, "if_offered", str),
    )
    _nothing_left(entry)
    return private


def _line(entry: Entry) -> Line:
    line = Line(
        id=_take(entry, "id", str),
        part=Part(_take(entry, "part", str)),
        look_for=_strings(entry, "look_for"),
        quick=_take(entry, "quick", bool, default=False),
        link=_take(entry, "link", str, default=None),
        search=_strings(entry, "search", optional=True),
        sectors=tuple(Sector(name) for name in _strings(entry, "sectors", optional=True)),
        unsure=_take(entry, "unsure", str, default=None),
        needs=_take(entry, "needs", str, default=None),
        only_without=_take(entry, "only_without", str, default=None),
    )
    _nothing_left(entry)
    check_line(line)
    return line


def _letters(file: _File) -> Letters:
    letters = Letters(
        subject=file.text("subject"),
        prompts=file.texts("prompts"),
        blanks=file.entries("blank", _blank),
        templates=file.entries("letter", _template),
    )
    file.check(check_letters, letters)
    return letters


def _blank(entry: Entry) -> Blank:
    blank = Blank(_take(entry, "id", str), _take(entry, "text", str), _take(entry, "about", str))
    _nothing_left(entry)
    return blank


def _template(entry: Entry) -> Template:
    template = Template(Tone(_take(entry, "tone", str)), Length(_take(entry, "length", str)), _take(entry, "text", str))
    _nothing_left(entry)
    return template


def _drafts(file: _File) -> Drafts:
    letters = {draft.id: draft for draft in file.entries("draft", _draft)}
    return Drafts(file.text("field_blank"), file.text("why_blank"), letters)


def _draft(entry: Entry) -> Draft:
    name = _take(entry, "id", str)
    blanks = _strings(entry, "blanks")
    draft = Draft(
        name,
        file=_take(entry, "file", str),
        subject=_take(entry, "subject", str),
        subject_without=_take(entry, "subject_without", str, default=""),
        text=_take(entry, "text", str),
        lines={key: _take(entry, key, str) for key in list(entry) if key.endswith(("_line", "_blank"))},
    )
    _nothing_left(entry)
    check_draft(draft, blanks)
    return draft


def _note(entry: Entry) -> NoteWords:
    paragraphs = entry.pop("paragraphs", [])
    note = NoteWords(
        Kind(_take(entry, "kind", str)),
        subject=entry.pop("subject", ""),
        preheader=_take(entry, "preheader", str),
        heading=_take(entry, "heading", str),
        paragraphs=tuple(paragraphs),
        more={key: _take(entry, key, str) for key in list(entry)},
    )
    check_note(note)
    return note


def _replies(file: _File) -> ReplyWords:
    done = file.table("done", lambda entry: {key: _take(entry, key, str) for key in list(entry)})
    words = file.entries("word", _offered)
    file.check(check_replies, ReplyWords(done, words))
    return ReplyWords(done, words)


def _language(tables: Entry) -> Language:
    own, zones = _table(tables, "language"), _table(tables, "zones")
    phrases: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for name in list(tables):
        table = _table(tables, name)
        for key in list(table):
            try:
                if isinstance(table[key], list):
                    lists[f"{name}.{key}"] = _strings(table, key)
                else:
                    phrases[f"{name}.{key}"] = _take(table, key, str)
                for line in lists.get(f"{name}.{key}") or (phrases[f"{name}.{key}"],):
                    placeholders(line)
            except ValueError as error:
                raise ValueError(f"[{name}] {key}: {error}") from error
    return Language(
        code=_take(own, "code", str),
        direction=_take(own, "direction", str),
        phrases=phrases,
        lists=lists,
        zones={zone: _take(zones, zone, str) for zone in list(zones)},
    )


def _table(tables: Entry, name: str) -> Entry:
    table = tables.pop(name, None)
    if not isinstance(table, dict):
        raise ValueError(f"[{name}] is missing or no table")  # noqa: TRY004 - a fault of the file, as the others
    return dict(table)


def _offered(entry: Entry) -> Offered:
    mails = tuple(Kind(name) for name in _strings(entry, "mails", optional=True))
    word = Offered(_take(entry, "say", str), _take(entry, "does", str), mails)
    _nothing_left(entry)
    return word


_REQUIRED: Any = object()


def _take(entry: Entry, key: str, kind: type, default: Any = _REQUIRED) -> Any:
    """Take a value out of the entry; bool is no int here."""
    if key not in entry:
        if default is _REQUIRED:
            raise ValueError(f"{key} is missing")
        return default
    value = entry.pop(key)
    if type(value) is not kind or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"{key} has to be {_KINDS[kind]}")
    return value


_KINDS = {str: "a text that is not empty", int: "a whole number", bool: "true or false"}


def _strings(entry: Entry, key: str, *, optional: bool = False) -> tuple[str, ...]:
    value = entry.pop(key, None)
    if value is None and optional:
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        raise ValueError(f"{key} has to be a list of texts")
    return tuple(value)


def _nothing_left(entry: Entry) -> None:
    if entry:
        raise ValueError(f"{', '.join(sorted(entry))}: there is no such field")
