"""What a user wrote down after a talk, sorted by what a thank-you letter needs."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Debrief:
    """Notes by what they are about, each in the user's words; what could not be placed is in `other`.

    `learned` are clauses ("nurses rotate through three units"), `use` and `promised` what follows "I will", `named` are
    names, `remembered` is what will make the contact remember the user. `interested` tells whether the contact seemed
    to care how it goes on; None where the notes do not say.
    """

    learned: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    remembered: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    interested: bool | None = None

    @property
    def is_worth_a_report(self) -> bool:
        """Tell whether there is something to report back on: advice taken, a promise, or a name."""
        return bool(self.use or self.named or self.promised)
