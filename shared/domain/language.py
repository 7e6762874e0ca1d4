"""What a user reads, in one language: all of it comes from one folder of shared/content."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType


@dataclasses.dataclass(frozen=True, slots=True)
class Language:
    """The phrases of phrases.toml, each by its table and its name ("pack.hurry").

    `code` and `direction` are HTML's lang and dir. `zones` says what people call a time zone, by its IANA name.
    """

    code: str
    direction: str
    phrases: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, str]

    def say(self, key: str, **known: object) -> str:
        """Return the phrase with its placeholders filled in; KeyError where there is no such phrase or placeholder."""
        return self.phrases[key].format(**known)

    def lines(self, key: str, **known: object) -> tuple[str, ...]:
        """Return the lines of a list, each filled in likewise."""
        return tuple(line.format(**known) for line in self.lists[key])


# What a page has before `compose` gives it a language; whatever it is asked for is an error.
SILENT = Language("", "", MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
