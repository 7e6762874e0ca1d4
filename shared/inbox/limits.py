"""The caps on what is read, checked before anything is decoded, and the one error that reading raises.

Each cap was set from measurements: far above what real invites hold, far below what would hold up a Lambda.
"""

from __future__ import annotations

from shared.domain.invite import Reason

MAIL_BYTES = 40 * 1024 * 1024
MAIL_LINES = 1_000_000
HEADER_BLOCK_BYTES = 256 * 1024
ALL_HEADERS_BYTES = 1024 * 1024
HEADER_CHARS = 16 * 1024
ADDRESS_HEADER_CHARS = 8 * 1024
PARTS = 1_000
BOUNDARY_LOOKALIKES = 20_000
MULTIPART_DEPTH = 20
MESSAGE_DEPTH = 3
# How much of an attachment is looked at to learn whether it is a calendar after all.
FIRST_LOOK_BYTES = 2_048
TEXT_BYTES = 256 * 1024
TEXTS = 5

CALENDAR_BYTES = 1024 * 1024
# Twenty bytes a line at the least, where RFC 5545, 3.1, has them folded at 75.
CALENDAR_LINES = 50_000
ALL_CALENDARS_BYTES = 2 * 1024 * 1024
COMPONENT_DEPTH = 8
EVENTS = 200
ATTENDEES = 1_000
ZONE_RULES = 200
ZONE_YEARLY_RULES = 60
TZID_CHARS = 128
YEARS = range(1970, 2101)
SEQUENCE = 2**31 - 1

RULES = 4
RULE_INTERVAL = 1_000
RULE_HITS = 1_000
RULE_LIST = 400
RULE_PERIODS = 60_000

TNEF_BYTES = 5 * 1024 * 1024
TNEF_ATTRIBUTES = 10_000
TNEF_DEPTH = 3


class Unreadable(Exception):  # noqa: N818 - it names what the mail is, in the words of Outcome
    """The mail cannot be read. `detail` says why in words for the user, without quoting the mail."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
