"""Rendering with Jinja2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.domain.delivery import Kind
from shared.domain.mail import Rendered

HOME = Path(__file__).resolve().parent.parent.parent / "templates"


def _escapes(name: str | None) -> bool:
    """Escape everything but the text parts: they are never read as markup, and `O&#39;Brien` is no name."""
    return not (name or "").endswith(".txt.j2")


class JinjaPages:
    """Fills the Pages port."""

    def __init__(self, folder: Path = HOME) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=_escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, kind: Kind, page: Any) -> Rendered:
        """Render both templates of `kind` with `page`."""
        text = self._environment.get_template(f"{kind}.txt.j2").render(page=page)
        html = self._environment.get_template(f"{kind}.html.j2").render(page=page)
        return Rendered(text=text, html=html)
