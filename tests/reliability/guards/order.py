"""Guards of the order of mails: a meeting ends at its newest version, whoever writes and in whatever order."""

from __future__ import annotations

from tests.reliability.guards.guard import Guard

PLANNING = "tests/unit/domain/test_planning.py"
FINDING = "tests/unit/steps/test_finding.py"

ORDER = (
    Guard(
        "an older SEQUENCE changes nothing",
        "shared/domain/planning.py",
        "if rank < held or _leaves_changed_one(",
        "if _leaves_changed_one(",
        (f"{PLANNING}::test_every_order_of_the_same_mails_ends_at_the_newest_version[3-True]",),
    ),
    Guard(
        "of one SEQUENCE the newer DTSTAMP counts",
        "shared/domain/planning.py",
        "stamp.replace(microsecond=0))",
        "_NEVER)",
        (f"{PLANNING}::test_every_order_of_the_same_mails_ends_at_the_newest_version[3-True]",),
    ),
    Guard(
        "a SEQUENCE beyond any honest one is cut to 32 bits",
        "shared/domain/planning.py",
        "min(max(incoming.invite.sequence, 0), MAX_SEQUENCE)",
        "incoming.invite.sequence",
        (f"{PLANNING}::test_no_sequence_is_too_large_or_small_to_record",),
    ),
    Guard(
        "a UID of another organizer's meeting does not touch it",
        "shared/domain/identity.py",
        "return theirs.email.lower() != ours.email.lower()",
        "return False",
        (FINDING,),
    ),
)
