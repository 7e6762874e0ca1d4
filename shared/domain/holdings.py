"""All that is kept of one user, for the mails that show it."""

from __future__ import annotations

import dataclasses

from shared.domain.delivery import Delivery
from shared.domain.interview import Interview


@dataclasses.dataclass(frozen=True, slots=True)
class Holdings:
    """Interviews by their start, and Deliveries by when they are due. `is_all` is False where there were too many."""

    interviews: tuple[Interview, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    is_all: bool = True
