"""Rendering with Jinja2: one pair of templates for each kind of mail, over one layout.

HTML is escaped, by name: every template but those that end in .txt.j2, so that a new one is safe unless it says
otherwise. The text part is not escaped, since nothing reads it as markup and "O&#39;Brien" is no name; what strangers
wrote is made plain before it gets here (shared/domain/plain.py). A name that a template does not know is an error.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined

from shared.domain.delivery import Kind
from shared.domain.mail import Rendered

HOME = Path(__file__).resolve().parent.parent.parent / "templates"
# Where `compile_templates` puts them at build; used in place of the sources where it is there.
COMPILED = "compiled"
COLUMNS = 76
# A clock time stays on one line: "2:05" and "PM" are no use apart. What is looked back at comes last, since an
# expression that begins with a space is found in a seventh of the time.
_BEFORE_HALF = re.compile(r" (?=[AP]M\b)(?<=\d )")
_NO_BREAK = "\u00a0"


class JinjaPages:
    """Fills the Pages port."""

    def __init__(self, folder: Path = HOME) -> None:
        compiled = folder / COMPILED
        loader = ModuleLoader(compiled) if compiled.is_dir() else FileSystemLoader(folder)
        self._environment = _environment(loader)

    def render(self, kind: Kind, page: Any) -> Rendered:
        """Render both templates of `kind` with `page`."""
        text = self._environment.get_template(f"{kind}.txt.j2").render(page=page, say=page.language.say)
        html = self._environment.get_template(f"{kind}.html.j2").render(page=page, say=page.language.say)
        return Rendered(text=_tidy(text), html=_BEFORE_HALF.sub(_NO_BREAK, html))

    def web(self, name: str, page: Any) -> str:
        """Render the page of this name for a browser."""
        return self._environment.get_template(f"{name}.html.j2").render(page=page, say=page.language.say)


def compile_templates(folder: Path = HOME) -> Path:
    """Compile all templates of `folder` to Python beneath it, and return where; a cold start then parses none."""
    target = folder / COMPILED
    _environment(FileSystemLoader(folder)).compile_templates(
        target, zip=None, filter_func=lambda name: name.endswith(".j2"), ignore_errors=False
    )
    return target


def fold(text: str, first: str = "") -> str:
    """Wrap to the columns of a text part; `first` leads the first line, the others are indented by its width."""
    if not text.isprintable() or "  " in text or text != text.strip(" ") or not text:
        return _folded_by_textwrap(text, first)
    # One space between words and no other white space: textwrap does the same with this, in ten times the time.
    if len(first) + len(text) <= COLUMNS:
        return f"{first}{text}"
    rest, lines, room = _BEFORE_HALF.sub(_NO_BREAK, text), [], COLUMNS - len(first)
    while len(rest) > room:
        end = rest.rfind(" ", 0, room + 1)
        if end < 0:
            # A word that is longer than a line has one to itself.
            end = rest.find(" ")
        if end < 0:
            break
        lines.append(rest[:end])
        rest = rest[end + 1 :]
    return (first + f"\n{' ' * len(first)}".join([*lines, rest])).replace(_NO_BREAK, " ")


def _folded_by_textwrap(text: str, first: str) -> str:
    tied = _BEFORE_HALF.sub(_NO_BREAK, str(text))
    wrapped = textwrap.fill(
        tied,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped.replace(_NO_BREAK, " ")


def _environment(loader: BaseLoader) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=_escapes,  # noqa: S701 - True for all but the text parts, as said above
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fold"] = fold
    environment.filters["once"] = _Once
    return environment


class _Once(dict[str, str]):
    """What a macro makes of each word, made when it is first asked for: the same word always makes the same."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        made = self[word] = self._make(word)
        return made


def _escapes(name: str | None) -> bool:
    return not (name or "").endswith(".txt.j2")


def _tidy(text: str) -> str:
    """Leave at most one empty line between two others."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
