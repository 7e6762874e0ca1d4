"""A second language is a second folder: nothing that a user reads may stand anywhere else.

Over 400 lines: what is looked through, what is exempt and why, and the language that is made up belong together.
"""

from __future__ import annotations

import ast
import dataclasses
import email
import email.policy
import html
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from shared.adapters.jinja_pages import HOME as TEMPLATES
from shared.adapters.jinja_pages import JinjaPages
from shared.adapters.toml_content import HOME, load, load_language
from shared.domain.attachments import attachments
from shared.domain.commands import CommandWord
from shared.domain.compose import compose
from shared.domain.contact import Confidence
from shared.domain.content import Content
from shared.domain.debrief import Debrief
from shared.domain.delivery import Delivery, Kind
from shared.domain.done import Done
from shared.domain.interview import Interview, InterviewState, User
from shared.domain.invite import Person, Reason, ZoneSource
from shared.domain.page import Choice
from shared.domain.prep_pack import PROFILE_KEYS
from shared.domain.questions import TEN
from shared.domain.subject import subject_of
from shared.domain.wording import placeholders
from shared.domain.words import Word
from tests.builders import ENDS, NOW, STARTS, a_contact, a_delivery, a_meeting, a_user, an_answer, an_interview

ROOT = Path(__file__).resolve().parents[2]
# Where words for a reader could hide: two words in a row, or one that begins as a sentence does.
READABLE = re.compile(r"[A-Za-z]{2,}[,.:;?!]? [A-Za-z]{2,}|^[A-Z][a-z]{2,}")
# What may stand in the code, each with why.
NOT_OURS_TO_TRANSLATE = {
    "Foreword",  # our name
    "Universal",  # names of the tz database
    "Zulu",
    "Etc/",
    "Etc/GMT",
    "Greenwich",
}
NAMES = {
    "WEEKDAYS": "the inbox's notes on what it read",
    "MONTHS": "the inbox's notes on what it read",
    "CONFERENCES": "names of services",
    "USERS_WORD": "how a record says it; a mail says a phrase",
    "USERS_FORM": "as USERS_WORD",
    "SOME_VIDEO_CALL": "how a record says it; a mail says a phrase",
    "_TELLING": "what is read in a note",
    "PRODUCT": "PRODID, which nobody reads",
    "PLACELESS": "names of the tz database",
}
CALLS = {
    "compile": "an expression to read with",
    "words_of": "a table to read with",
    "search": "part of a link",
    "encoded": "part of a link",
    "_search": "part of a link",
}
# Spelled by hand in a reply, and read there.
STORED = {word.value for word in (*Word, *CommandWord)}


def sources() -> list[Path]:
    return sorted([*(ROOT / "shared" / "domain").glob("*.py"), *(ROOT / "shared" / "steps").glob("*.py")])


def readable(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the strings that could be for a reader: no docstring, no error, no name, no table of what is read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise | ast.Assert) or is_docstring(node) or is_exempt(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and READABLE.search(node.value):
            yield node
        yield from readable(node)


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_exempt(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id in NAMES for target in node.targets)
    if isinstance(node, ast.Subscript):
        return True  # a header field or a fact, by its name
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in CALLS or name.endswith(("Error", "Refusal"))
    return False


@pytest.mark.parametrize("file", sources(), ids=lambda file: file.name)
def test_no_words_for_a_reader_stand_in_the_domain_or_the_steps(file: Path) -> None:
    if file.name in ("errors.py", "content_rules.py"):
        return  # what an operator or an editor of the content is told
    found = {str(node.value) for node in readable(ast.parse(file.read_text(encoding="utf-8")))}
    assert found - NOT_OURS_TO_TRANSLATE - STORED == set()


def test_words_for_a_reader_would_be_found() -> None:
    tree = ast.parse(
        '"""A docstring."""\nHEADING = "Called off"\nraise ValueError("no such thing")\nx = f"{a} is on again"'
    )
    assert [node.value for node in readable(tree)] == ["Called off", " is on again"]


@pytest.mark.parametrize(
    "template", sorted(set(TEMPLATES.glob("*.j2")) - {TEMPLATES / "_look.html.j2"}), ids=lambda template: template.name
)
def test_no_words_for_a_reader_stand_in_a_template(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    bare = re.sub(
        r"\{#.*?#\}|<style>.*?</style>|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", source, flags=re.DOTALL
    )
    assert set(re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", bare))) <= {"Foreword"}


# What asks for a phrase, and what it gives besides its keywords.
ASKS: dict[str, set[str]] = {"say": set(), "lines": set(), "named": {"name"}, "_by_name": {"first_name"}}


# --- keys ---------------------------------------------------------------------------------------------------------


def said() -> Iterator[tuple[str, frozenset[str] | None, str]]:
    """Yield each phrase that the code asks for as a pattern, what it gives it (None: not known), and where."""
    for file in sources():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        gets = given(tree)
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if id(node) in inside:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z_]+\.[a-z_]+", node.value):
                    yield re.escape(node.value) + "(_nobody|_all_day)?", gets.get(id(node)), file.name
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+" for part in node.values
                ]
                yield "".join(parts), None, file.name
    for template in TEMPLATES.glob("*.j2"):
        for key in re.findall(r'say\("([^"]+)"', template.read_text(encoding="utf-8")):
            yield re.escape(key), None, template.name


def given(tree: ast.AST) -> dict[int, frozenset[str]]:
    """Return what each string gets that is the first argument of a call that asks for a phrase, by the node's id()."""
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or any(keyword.arg is None for keyword in node.keywords):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ASKS:
            found[id(node.args[0])] = frozenset(str(keyword.arg) for keyword in node.keywords) | ASKS[name]
    return found


def phrases(folder: Path = HOME) -> dict[str, frozenset[str]]:
    """Return the placeholders of each phrase and of each list."""
    language = load_language(folder)
    lists = {
        key: frozenset[str]().union(*(placeholders(line) for line in lines)) for key, lines in language.lists.items()
    }
    return {key: placeholders(phrase) for key, phrase in language.phrases.items()} | lists


def test_every_phrase_is_asked_for_somewhere() -> None:
    patterns = [pattern for pattern, _, _ in said()]
    assert [key for key in phrases() if not any(re.fullmatch(pattern, key) for pattern in patterns)] == []


def test_every_phrase_that_is_asked_for_by_name_is_there_and_gets_what_it_holds() -> None:
    known = phrases()
    asked = [
        one
        for one in said()
        if "[a-z_]+" not in one[0] and one[0].partition("\\.")[0] in {key.partition(".")[0] for key in known}
    ]
    assert len(asked) > 150
    for pattern, names, where in asked:
        keys = [key for key in known if re.fullmatch(pattern, key)]
        assert keys, f"{where} asks for {pattern}"
        for key in keys:
            assert names is None or known[key] <= names, f"{where} gives {key} only {sorted(names)}"


@pytest.mark.parametrize(
    "folder", sorted(one for one in HOME.parent.iterdir() if one.is_dir()), ids=lambda one: one.name
)
def test_a_language_has_every_phrase_and_no_placeholder_that_is_not_filled(folder: Path) -> None:
    english, here = phrases(), phrases(folder)
    assert set(here) == set(english)
    for key, names in here.items():
        assert names <= english[key], key
    language, model = load_language(folder), load_language(HOME)
    assert {key: len(language.lists[key]) for key in ("time.weekdays", "time.months", "changed.marks")} == {
        key: len(model.lists[key]) for key in ("time.weekdays", "time.months", "changed.marks")
    }
    assert len(language.lists["pack.numbers"]) > TEN
    assert language.code == folder.name
    load(folder)


# --- a second language --------------------------------------------------------------------------------------------

_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = str.maketrans(_LATIN, "".join(chr(0x10D0 + at % 26) for at in range(52)))
KEPT = {
    "id",
    "kind",
    "mails",
    # The commands of a reply, which are written the same in every language.
    "say",
    "group",
    "part",
    "link",
    "sectors",
    "needs",
    "only_without",
    "tone",
    "length",
    "answered_by",
    "code",
    "direction",
}


def translated(text: str) -> str:
    """Turn every letter outside of braces into one of Georgian's, so that what is left of the old words shows."""
    return "".join(part if part.startswith("{") else part.translate(_OTHER) for part in re.split(r"(\{[^{}]*\})", text))


def written(value: Any, key: str = "") -> str:
    """Write a value as TOML, its strings translated."""
    if isinstance(value, str):
        return json.dumps(value if key in KEPT else translated(value), ensure_ascii=False)
    if isinstance(value, bool | int):
        return json.dumps(value)
    return "[" + ", ".join(written(one, key) for one in value) + "]"


def table(entries: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {written(value, key)}\n" for key, value in entries.items())


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of a language that nobody speaks."""
    folder = tmp_path_factory.mktemp("content") / "qaa"
    folder.mkdir()
    for file in HOME.glob("*.toml"):
        out = []
        for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if isinstance(value, dict):
                out.append(f"[{key}]\n{table(value)}")
            elif isinstance(value, list) and isinstance(value[0], dict):
                out += [f"[[{key}]]\n{table(entry)}" for entry in value]
            else:
                out.insert(0, table({key: value}))
        text = "\n".join(out).replace('"code" = "en"', '"code" = "qaa"').replace('"ltr"', '"rtl"')
        (folder / file.name).write_text(
            re.sub(r'"file" = "[^"a-z]+"\n"or_file"', '"file" = "qq"\n"or_file"', text), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def content(second: Path) -> Content:
    return load(second)


def interview(content: Content, **other: Any) -> Interview:
    meeting = a_meeting(
        title="Xaxa", location="Xexe", conference="Zoom", invite_zone="Asia/Tokyo", zone_source=ZoneSource.ASSUMED,
        length_assumed=True, recurring=True,
    )  # fmt: skip
    contact = a_contact(
        name="Qaqa Qeqe", email="qaqa@xixi.example", company="City of Xoxo", job_title="Xuxu",
        evidence=("xyxy",), others=(Person("Qiqi Qoqo", "qiqi@xixi.example"),),
    )  # fmt: skip
    contact = dataclasses.replace(contact, company_is_stated=True)
    made = an_interview(
        **({"meeting": meeting, "contact": contact, "evidence": ("xyxy",), "pack_went_out": True} | other)
    )
    return dataclasses.replace(made, subject=subject_of(made.meeting, made.contact, content.language))


def owed() -> Iterator[tuple[Delivery, dict[str, Any]]]:
    """Yield each kind of mail in its variants, with what is other about its interview."""
    was = {
        "old_starts_at": (STARTS - timedelta(hours=1)).isoformat(),
        "old_ends_at": ENDS.isoformat(),
        "old_zone": "Asia/Tokyo",
        "old_title": "Xyx",
        "old_location": "Xzx",
    }
    all_day = a_meeting(all_day=True, title="", location=None, starts_at=STARTS, ends_at=STARTS + timedelta(days=2))
    long = a_meeting(title="Xaxa", location="+1 360 555 0100", ends_at=STARTS + timedelta(hours=5))
    hour = a_meeting(title="Xaxa", location="https://xaxa.example/x", ends_at=STARTS + timedelta(hours=1), zone="UTC")
    unsure = a_contact(name="Qaqa", company="Xoxo", email="qaqa@xixi.example", confidence=Confidence.LOW, evidence=())
    variants: list[dict[str, Any]] = [
        {},
        {"contact": None, "meeting": all_day},
        {"contact": unsure, "meeting": long},
        {"meeting": hour},
        {"meeting": a_meeting(title="Xaxa", location=None, ends_at=STARTS + timedelta(minutes=1))},
        {"meeting": a_meeting(title="Xaxa", conference="a video call", location=None)},
    ]
    for kind in (Kind.PREP_PACK, Kind.THANK_YOU, Kind.THANK_YOU_NUDGE, Kind.CHANGED, Kind.CANCELLED, Kind.ALREADY_OVER):
        for variant in variants:
            yield a_delivery(kind, due_at=ENDS, facts=was if kind is Kind.CHANGED else {}), variant
    yield a_delivery(Kind.CHANGED, facts=was | {"was_cancelled": "yes"}), {}
    yield a_delivery(Kind.CHANGED, facts={"old_title": "Xyx"}), {"meeting": a_meeting(title="", location="Xexe")}
    yield a_delivery(Kind.CANCELLED, facts={"nothing_was_planned": "yes"}), {}
    for reason in (*Reason, "nonsense"):
        for subject in ("Xyxy", ""):
            yield an_answer(facts={"reason": reason, "subject": subject}), {}
    for word in Word:
        yield a_delivery(Kind.NOTED, facts={"word": word}), {"state": InterviewState.STOPPED}
    yield dataclasses.replace(an_answer(), kind=Kind.NOT_ON_THE_LIST), {}
    yield from owed_for_replies()


def owed_for_replies() -> Iterator[tuple[Delivery, dict[str, Any]]]:
    """Yield the mails that replies ask for, or that come of them."""
    said = json.dumps([[str(done), "Xyxy"] for done in Done])
    yield a_delivery(Kind.NOTED, facts={"did": said}), {}
    named = {"name": "Qaqa", "email": "qaqa@xixi.example", "company": "Xexe", "why": "xixi", "referrer": "Qiqi Qoqo"}
    for kind in (Kind.REMINDER, Kind.INTRODUCTION, Kind.REQUEST, Kind.REFERRER_NOTE):
        for facts in ({}, named):
            yield a_delivery(kind, facts=facts), {}
    notes = Debrief(learned=("xexe",), use=("xuxu",), named=("Qaqa",), promised=("xaxa",), interested=True)
    for kind in (Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH, Kind.THANK_YOU, Kind.REFERRER_NOTE):
        for debrief in (None, notes):
            yield a_delivery(kind, facts=named), {"debrief": debrief}
    for kind in (Kind.LIST, Kind.EXPORT, Kind.COMPARE, Kind.HELP, Kind.ERASE_ASKED, Kind.ERASED):
        yield dataclasses.replace(an_answer(), kind=kind), {}
    code = an_answer(facts={"name": "qaqa@xixi.example", "code": "xqxq"})
    yield dataclasses.replace(code, kind=Kind.ADDRESS_CODE), {}
    yield a_delivery(Kind.PREP_PACK, facts={"ask_profile": "yes", "again": "yes"}), {}


# The data of the meeting, the words of a reply, names of services and of ourselves.
DATA = re.compile(
    r"\b(?:(?i:[qx]\w+)|City|of|Zoom|Robin|Lee|Foreword|Gmail|qq|eml|UTC|Re|sent|stop all|stop|did not happen)\b"
)
# What is written the same in every language: the commands, as the mails show them, and the keys of a profile.
COMMANDS = {word for offered in load().replies.words for word in re.findall(r"[A-Za-z]{2,}", offered.say)} | {
    CommandWord.PROFILE,
    *PROFILE_KEYS,
}


def left_over(text: str) -> set[str]:
    """Return the Latin words that are neither links, addresses nor data."""
    bare = re.sub(r"(?:https?://|mailto:)\S+|\S+@\S+", " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", DATA.sub(" ", " ".join(bare.split())))) - COMMANDS


def shown(page: str) -> str:
    return html.unescape(re.sub(r"<style>.*?</style>|<!--.*?-->|<[^>]*>", " ", page, flags=re.DOTALL))


def test_every_kind_of_mail_is_rendered_without_a_word_of_the_first_language(content: Content) -> None:
    pages, user = JinjaPages(), a_user()
    kinds = set()
    for delivery, other in owed():
        kinds.add(delivery.kind)
        about = interview(content, **other)
        who = user if other else User(user.id, user.address, user.time_zone)
        page = compose(delivery, about, who, content, NOW)
        mail = pages.render(delivery.kind, page)
        assert '<html lang="qaa" dir="rtl">' in mail.html
        assert left_over(page.subject) == set(), delivery
        assert left_over(mail.text) == set(), delivery
        assert left_over(shown(mail.html)) == set(), delivery
        for file in attachments(delivery, about, who, page, NOW):
            for read in (calendar_words, letter_words):
                assert left_over(read(file.name, file.content)) == set(), delivery
    assert kinds == set(Kind)


def calendar_words(name: str, raw: bytes) -> str:
    events = icalendar.Calendar.from_ical(raw.decode()).walk("VEVENT") if name.endswith(".ics") else []
    return " ".join(f"{event['summary']} {event['description']}" for event in events)


def letter_words(name: str, raw: bytes) -> str:
    if not name.endswith(".eml"):
        return ""
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    return f"{name} {letter['subject']} {letter.get_content()}"


@pytest.mark.parametrize(
    "page",
    [
        lambda say: Choice(
            say("stop_page.heading"), (say("stop_page.nothing_yet"),), (("all", say("stop_page.stop_all")),)
        ),
        lambda say: Choice(say("stop_page.broken"), (say("stop_page.broken_means", word=Word.STOP_ALL),)),
    ],
)
def test_the_page_of_the_one_click_stop_is_rendered_likewise(
    page: Callable[[Callable[..., str]], Choice], content: Content
) -> None:
    choice = dataclasses.replace(page(content.language.say), language=content.language)
    made = JinjaPages().web("unsubscribe", choice)
    assert '<html lang="qaa" dir="rtl">' in made
    assert left_over(shown(made)) == set()
