"""Each producer's invite in each wrapping: the table that `make wrappings` prints, held cell by cell."""

from __future__ import annotations

import pytest

from benchmarks.producers import INVITES, Invite
from benchmarks.wrappings import WRAPPINGS, Wrapping, faults


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda wrapping: wrapping.name)
@pytest.mark.parametrize("invite", INVITES, ids=lambda invite: invite.producer)
def test_start_end_title_and_organizer_are_read(invite: Invite, wrapping: Wrapping) -> None:
    for raw in wrapping.mails(invite):
        assert faults(invite, raw, kept=wrapping.kept) == []


def test_only_what_outlook_writes_comes_as_properties_alone() -> None:
    empty = {
        (invite.producer, wrapping.name) for invite in INVITES for wrapping in WRAPPINGS if not wrapping.mails(invite)
    }
    assert {name for _, name in empty} == {"winmail.dat, properties alone"}
    assert {invite.producer for invite in INVITES} - {producer for producer, _ in empty} == {
        "exchange",
        "outlook",
        "teams",
    }
