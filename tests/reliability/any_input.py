"""What every input has to stand: reading it, asking who wrote it, reading it as an answer, being received and answered.

`try_input` raises where an input breaks a promise: an exception out of a public function, a reading that ended in the
last resort, two seconds of CPU, anything on a log but an outcome and an id. Refusals and named outcomes are answers.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NoReturn, TypeVar

from local.inspect import row_of
from shared.domain import errors
from shared.domain.errors import Refusal
from shared.domain.invite import Outcome
from shared.domain.planning import Planned
from shared.domain.replying import REPLIED
from shared.domain.words import Obeyed
from shared.inbox import gate
from shared.inbox.form import contact_of_form, invite_of_form, read_form
from shared.inbox.headers import read_headers
from shared.inbox.mime.decoding import text_of
from shared.inbox.read import Reading, read
from shared.inbox.reply.reading import new_text, read_reply
from shared.inbox.who.contacts import contact_of
from shared.steps.confirming import ERASED, LINKED, NOT_LINKED
from shared.steps.letter_copies import LETTER_KNOWN
from tests.builders import OWN, ROBIN, a_notice
from tests.reliability.pipeline import Pipeline, vouched
from tests.stopwatch import TRIES

_Result = TypeVar("_Result")

SECONDS = 2.0
NOW = datetime(2026, 11, 9, tzinfo=UTC)
LAST_RESORT = "The mail could not be read."
ZONES = ("UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata")
CRASHES = Path(__file__).resolve().parents[1] / "mails" / "fuzz"
# All that a log line and a metric of ours may hold (shared/adapters/journal.py).
LOGGED = frozenset({"level", "location", "message", "timestamp", "service", "outcome", "mail_id", "_aws", "Outcomes"})
REFUSALS = {kind.name for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal)}
OF_REPLIES = frozenset({REPLIED, ERASED, LINKED, NOT_LINKED, LETTER_KNOWN})
OUTCOMES = frozenset({*Planned, *Obeyed, *REFUSALS, *OF_REPLIES})
_TEXT = 64 * 1024
# Every so many inputs is received by the whole pipeline too, and of those every so many answered to the last mail.
_RECEIVED, _ANSWERED = 16, 8


class TooSlow(BaseException):
    """An input took more than SECONDS of CPU. No Exception, since the reader turns those into outcomes."""


def try_input(raw: bytes, number: int = 0) -> Reading:
    """Do with these bytes all that Foreword does with a stranger's; return the reading.

    `number` counts the inputs: some of them go through the pipeline as well, all of them where it is 0.
    """
    return if_ever_in_time(lambda: _try_input(raw, number))


def if_ever_in_time(do: Callable[[], _Result]) -> _Result:
    """Do it up to three times while it raises TooSlow: what is slow by itself is so each time (tests/stopwatch.py)."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(TooSlow):
            return do()
    return do()


def _try_input(raw: bytes, number: int) -> Reading:
    rng = Random(len(raw))  # noqa: S311 - which zone is assumed is no secret
    with silence() as said, in_time(SECONDS):
        reading = read(
            raw, assumed_zone=rng.choice(ZONES), now=rng.choice((None, NOW)), user_addresses=frozenset({ROBIN})
        )
        _hold(raw, reading)
        _try_gate(raw)
        if reading.text:
            _try_answer(reading.text, reading.subject)
        if number % _RECEIVED == 0:
            # No mail is read so, with its headers and boundaries; its words may still do something to the form.
            _try_answer(text_of(raw[:_TEXT]), reading.subject)
            _try_pipeline(raw, answered=number // _RECEIVED % _ANSWERED == 0)
    assert not said.getvalue(), "something wrote to the log"
    return reading


def _hold(raw: bytes, reading: Reading) -> None:
    assert reading.outcome in Outcome
    assert reading.detail != LAST_RESORT, "reading ended in its last resort"
    assert reading.invite or reading.reason, "no invite, and no reason why"
    if reading.invite:
        # Once more, since reading swallows what that raises.
        text = text_of(raw[:_TEXT])
        contact_of(reading.invite, user_addresses=frozenset({ROBIN}), forwarder=reading.forwarder, text=text)
    json.dumps(row_of("file", reading), ensure_ascii=False).encode("utf-8", "backslashreplace")


def _try_gate(raw: bytes) -> None:
    try:
        headers = read_headers(raw)
        gate.addressed_to(headers, frozenset({OWN}))
        gate.has_other_recipients(headers, frozenset({OWN}))
        gate.message_id(headers)
        gate.prove_sender(a_notice(), headers, frozenset({OWN}))
    except Refusal as refusal:
        assert len(str(refusal)) < 60, "a refusal quotes its input"  # noqa: PT017 - every refusal's text is ours alone


def _try_answer(text: str, subject: str | None) -> None:
    read_reply(text, text, subject)
    form = read_form(new_text(text)) or read_form(text)
    if form:
        contact_of_form(form)
        invite_of_form(form, sent_at=NOW, assumed_zone="Europe/Berlin")


def _try_pipeline(raw: bytes, *, answered: bool) -> None:
    """Receive it as a mail of a user's, proven by SES, and write what is then owed."""
    pipeline = Pipeline()
    for line in pipeline.receive(vouched(raw)).splitlines():
        entry = json.loads(line) if line else {}
        assert entry.keys() <= LOGGED, "a log line holds more than it may"
        assert not entry or (entry["outcome"] in OUTCOMES and entry.get("message") in (None, entry["outcome"]))
    if answered:
        pipeline.send_all()


@contextlib.contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, so that a hang is found where it hangs. The timer counts CPU, not the clock."""

    def ring(*_: object) -> NoReturn:
        raise TooSlow(f"over {seconds:g} s of CPU")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def silence() -> Iterator[io.StringIO]:
    """Collect what is logged, warned of or printed to standard error: all of it would stand in CloudWatch."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    # The journal's own lines are looked at where they are written.
    handler.addFilter(lambda record: not hasattr(record, "outcome"))
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    logging.captureWarnings(capture=True)
    try:
        with contextlib.redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("always")
            yield said
    finally:
        logging.captureWarnings(capture=False)
        root.removeHandler(handler)
        root.setLevel(level)


def name_of(error: BaseException) -> str:
    """Name a failure by its kind and the innermost line that raised it; of its text only what is our own."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = frames[-2 if isinstance(error, TooSlow) else -1]
    said = str(error).split("\n", 1)[0][:80] if isinstance(error, (AssertionError, TooSlow)) else ""
    return f"{type(error).__name__} {said} at {Path(frame.filename).name}:{frame.lineno}"


def keep(raw: bytes, folder: Path = CRASHES) -> Path:
    """Write an input that failed where tests/unit/inbox/test_fuzz.py tries it ever after."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{hashlib.sha256(raw).hexdigest()[:12]}.eml"
    file.write_bytes(raw)
    return file
