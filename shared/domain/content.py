"""The words that a career centre may edit, as the domain needs them."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """All of shared/content, read and checked once per process."""
