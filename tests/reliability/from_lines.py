"""From lines that were never meant well: plausible ones, and the same bent by a few characters."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.builders import OWN, ROBIN
from tests.gate_matrix import DOUBTFUL, EVIL, FROM_SHAPES

ADDRESSES = (ROBIN, EVIL, OWN, "Robin@College.Example", "mallory@college.example.evil.example", "x@evil.example")
NAMES = (
    "",
    "Robin Lee ",
    '"Lee, Robin" ',
    '"robin@college.example" ',
    f"{ROBIN} ",
    "=?utf-8?q?robin=40college?= ",
    "Róbín ",
)
# What addresses, names, fields and encoded words are made of, and what readers disagree about.
CHARACTERS = [
    *"ab.@<>()[],;:\\\"' \t=?_-\0é\u202e\u200b＠\x0b\x7f",
    "\r\n ", "\r\n\t", "\r\n", "\n", "\r", ROBIN, EVIL, f"<{ROBIN}>", f"<{EVIL}>", "@college.example", "@evil.example",
    "=?utf-8?q?", "?=", "=?utf-8?b?cm9iaW5AY29sbGVnZS5leGFtcGxl?=", "=40", "(c)",
    "\r\nFrom: ", "\r\nSender: ", "\r\nX: ",
]  # fmt: skip


def from_lines(seed: int) -> Iterator[str]:
    """Yield lines for ever, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - the same lines each time
    known = [*DOUBTFUL, *FROM_SHAPES.values()]
    while True:
        line = draw.choice(known) if draw.random() < 0.25 else f"{draw.choice(NAMES)}{_address(draw)}"
        for _ in range(draw.choice((0, 0, 1, 1, 2, 4))):
            line = _bent(line, draw)
        yield line


def _address(draw: random.Random) -> str:
    address = draw.choice(ADDRESSES)
    return draw.choice(
        (address, f"<{address}>", f"<{address}>", f"{address}, {draw.choice(ADDRESSES)}", f"<{address}>,")
    )


def _bent(line: str, draw: random.Random) -> str:
    at = draw.randrange(len(line) + 1)
    end = min(len(line), at + draw.choice((0, 0, 0, 1, 1, 4)))
    put_in = draw.choice((*CHARACTERS, "", line[at : at + 8], line[:at]))
    bent = f"{line[:at]}{put_in}{line[end:]}"
    return bent[:2000]
