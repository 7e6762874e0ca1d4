"""One click on "unsubscribe" in a mail program: RFC 8058."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from shared.domain.errors import Conflict
from shared.domain.language import Language
from shared.domain.page import Choice
from shared.domain.ports import Clock, Pages, Records
from shared.domain.tokens import Purpose, Token, unseal
from shared.domain.words import Obeyed, Said, Word, plan_word

TRIES = 3
NOT_A_TOKEN = "not_a_token"  # noqa: S105 - the name of an outcome
_AFTER = {Obeyed.MEETING_STOPPED: "stop_page.meeting_stopped", Obeyed.ALL_STOPPED: "stop_page.all_stopped"}


@dataclasses.dataclass(frozen=True, slots=True)
class Unsubscribe:
    """One use case: a token that is opaque, signed and enough by itself stops a meeting's mails, or all."""

    records: Records
    pages: Pages
    clock: Clock
    token_key: bytes
    language: Callable[[], Language]

    def __call__(self, text: str, *, everything: bool = False) -> str:
        """Obey the token and return what came of it; the same "not_a_token" for forged, broken and expired ones."""
        token = self._token(text)
        if token is None:
            return NOT_A_TOKEN
        word = Word.STOP_ALL if everything or token.purpose is Purpose.STOP_ALL else Word.STOP
        for left in reversed(range(TRIES)):
            now = self.clock.now()
            user = self.records.user(token.user_id)
            known = self.records.snapshot(token.user_id, token.interview_id) if token.interview_id else None
            if user is None or (word is Word.STOP and known is None):
                return "nothing_to_stop"
            # Each press is a cause of its own: what was stopped and asked for again may be stopped again.
            said = Said(word, f"one-click-{text[-16:]}-{now.timestamp():.0f}", user, user.address, answers=False)
            change = plan_word(said, known, now)
            try:
                self.records.commit(change)
            except Conflict:
                if not left:
                    raise
            else:
                return change.outcome
        raise AssertionError("unreachable: the last conflict is raised")

    def page(self, text: str) -> str:
        """Write the page that a reader sees before anything is done."""
        token = self._token(text)
        if token is None:
            return self._broken()
        say = self.language().say
        choices = (("meeting", say("stop_page.stop_meeting")), ("all", say("stop_page.stop_all")))
        shown = choices if token.purpose is Purpose.STOP_MEETING else choices[1:]
        return self._shown(say("stop_page.heading"), say("stop_page.nothing_yet"), shown)

    def page_after(self, outcome: str) -> str:
        """Write the page that says what was done."""
        key = next((key for name, key in _AFTER.items() if name == outcome), None)
        say = self.language().say
        return self._shown(say("stop_page.stopped"), say(key)) if key else self._broken()

    def _broken(self) -> str:
        say = self.language().say
        return self._shown(say("stop_page.broken"), say("stop_page.broken_means", word=Word.STOP_ALL))

    def _shown(self, heading: str, paragraph: str, choices: tuple[tuple[str, str], ...] = ()) -> str:
        page = Choice(heading, (paragraph,), choices, language=self.language())
        return self.pages.web("unsubscribe", page)

    def _token(self, text: str) -> Token | None:
        token = unseal(text, self.token_key, self.clock.now().date())
        return token if token and token.purpose in (Purpose.STOP_MEETING, Purpose.STOP_ALL) else None
