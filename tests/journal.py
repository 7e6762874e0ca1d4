"""A journal that writes as the real one does, and takes down what it was told."""

from __future__ import annotations

from typing import Any

from shared.adapters.journal import Journal


class TakenDown(Journal):
    """What was said stands in `lines`; the lines themselves are looked through by tests/conftest.py."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def outcome(self, name: str, **ids: str | int | None) -> None:
        self.lines.append((str(name), dict(ids)))
        super().outcome(name, **ids)

    def fault(self, error: Exception, **ids: str | None) -> None:
        self.lines.append((type(error).__name__, dict(ids)))
        super().fault(error, **ids)

    def began(self, context: Any) -> None:
        self.lines.append(("began", {}))
        super().began(context)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.lines]
