"""A copy of the letter: whoever writes to their contact with us in Bcc or Cc has sent it, and need not say so."""

from __future__ import annotations

from datetime import datetime

from shared.domain.identity import contact_key
from shared.domain.interview import Change, InterviewState, Snapshot
from shared.domain.notice import Notice
from shared.domain.ports import Records
from shared.domain.words import Said, Word, plan_word
from shared.inbox import gate
from shared.inbox.gate import ProvenSender
from shared.inbox.headers import Headers
from shared.inbox.read import names_calendar

LETTER_KNOWN = "letter_known"
# A letter goes to one person or a panel; more are a mailing, and no reason for more look-ups.
MOST_ADDRESSED = 10


def plan_letter_copy(
    records: Records,
    notice: Notice,
    raw: bytes,
    headers: Headers,
    sender: ProvenSender,
    own_addresses: frozenset[str],
    now: datetime,
) -> Change | None:
    """Return what the mail changes as a copy of a letter; None where it is none.

    It is one if a user of ours wrote it to the contact of a talk of theirs that is over, and it holds no calendar. Only
    the writer is answered. A mail that was redirected to us is its author's: they would have to be a user who has just
    met the person to whom they wrote, and then it is a letter as well.
    """
    addressed = sorted(gate.addresses_in(headers) - own_addresses - {sender.address})[:MOST_ADDRESSED]
    if not addressed or sender.in_sender_field or names_calendar(raw):
        return None
    user_id = records.user_id_at(sender.address)
    if user_id is None:
        return None
    known_as = records.interviews_named(user_id, [contact_key(address) for address in addressed])
    interview_id = next(iter(known_as.values()), None)
    known = records.snapshot(user_id, interview_id) if interview_id else None
    user = records.user(user_id)
    if known is None or user is None or not _awaits_letter(known, now):
        return None
    return plan_word(Said(Word.SENT, notice.mail_id, user, sender.address, gate.references(headers)), known, now)


def _awaits_letter(known: Snapshot, now: datetime) -> bool:
    """Tell whether the talk is over, and nobody said yet that its letter left."""
    interview = known.interview
    return (
        interview.state is InterviewState.PLANNED
        and interview.meeting.ends_at <= now
        and interview.letter_sent_at is None
    )
