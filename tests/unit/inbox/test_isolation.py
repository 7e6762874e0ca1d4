"""What one mail defines must never reach the next: TZID is a name that any stranger may choose."""

from __future__ import annotations

import itertools
from pathlib import Path

from shared.inbox.read import read

FILES = Path(__file__).parents[2] / "mails" / "times"
NAMES = sorted(path.name for path in FILES.glob("*.ics"))


def test_a_custom_zone_of_one_mail_is_not_the_next_mails() -> None:
    first, second = (
        (FILES / name).read_bytes() for name in ("customized-time-zone-elsewhere.ics", "customized-time-zone.ics")
    )
    alone = read(second)
    other = read(first)
    assert read(second) == alone
    # Also where the first one seen stays: both say 14:00, one at five hours west, the other at nine east.
    assert alone.invite is not None
    assert other.invite is not None
    assert alone.invite.start != other.invite.start


def test_a_stranger_cannot_poison_a_windows_name() -> None:
    poison = (FILES / "customized-time-zone-elsewhere.ics").read_bytes()
    honest = (FILES / "windows-name.ics").read_bytes()
    alone = read(honest)
    read(poison.replace(b"Customized Time Zone", b"Pacific Standard Time"))
    assert read(honest) == alone


def test_every_pair_of_files_reads_alike_in_either_order() -> None:
    raw = {name: (FILES / name).read_bytes() for name in NAMES}
    alone = {name: read(raw[name]) for name in NAMES}
    for one, other in itertools.permutations(NAMES, 2):
        read(raw[one])
        assert read(raw[other]) == alone[other], f"{other} after {one}"
