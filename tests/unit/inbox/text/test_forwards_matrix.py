from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.domain.invite import Invite, ZoneSource
from shared.inbox.text.forwards import invite_in_text
from tests.forward_samples import GOOGLE_NEWER, GOOGLE_OLDER, OFFSET_HOURS, OUTLOOK, WRAPPERS, wrapped

BODIES = {"google-older": GOOGLE_OLDER, "google-newer": GOOGLE_NEWER, "outlook": OUTLOOK}
CASES = [
    (producer, language, wrapper) for producer, bodies in BODIES.items() for language in bodies for wrapper in WRAPPERS
]


def read(text: str, subject: str | None = "Fwd: Coffee") -> Invite:
    reading = invite_in_text(
        text, None, subject=subject, sent_at=datetime(2026, 11, 2, tzinfo=UTC), assumed_zone="Asia/Kathmandu"
    )
    assert reading.invite, f"{reading.reason}: {reading.detail}"
    return reading.invite


@pytest.mark.parametrize(("producer", "language", "wrapper"), CASES)
def test_the_time_is_read_whatever_the_producer_the_language_and_the_wrapping(
    producer: str, language: str, wrapper: str
) -> None:
    invite = read(wrapped(wrapper, BODIES[producer][language]))

    there = timezone(timedelta(hours=OFFSET_HOURS[language]))
    assert invite.start == datetime(2026, 11, 12, 14, 0, tzinfo=there)
    assert invite.end == datetime(2026, 11, 12, 14, 30, tzinfo=there)
    assert invite.time_zone_source is ZoneSource.EVENT
    assert invite.organizer is not None
    assert invite.organizer.email == "priya.nair@harborhealth.example"
    assert invite.evidence
    if producer != "google-newer":
        assert invite.location == "Café Blau"
