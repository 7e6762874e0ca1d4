"""The words of one reply that stop or end something, with whatever else it says: nothing of it is passed over."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime

from shared.domain.interview import Change, Snapshot
from shared.domain.reply import Reply
from shared.domain.replying import plan_reply
from shared.domain.timing import Rules
from shared.domain.words import Said, Word, plan_word

# Of two words of one reply the later here has its way, and is the one that the answer speaks of.
_STRENGTH = (Word.SENT, Word.DID_NOT_HAPPEN, Word.STOP, Word.STOP_ALL)


def plan_words(words: Collection[Word], reply: Reply, now: datetime, rules: Rules) -> Change:
    """Decide what the words of a reply change, and the rest of it. `now` is UTC.

    All words but `stop all` need `reply.about`. Their one answer comes first; the rest is answered only where that
    takes more than to say that it was kept.
    """
    strongest = max(words, key=_STRENGTH.index)
    said = Said(strongest, reply.mail_id, reply.user, reply.recipient, reply.references)
    change = plan_word(said, reply.about, now)
    if Word.SENT in words and reply.about:
        written = dataclasses.replace(change.interview or reply.about.interview, letter_sent_at=now, updated_at=now)
        change = dataclasses.replace(change, interview=written, read=reply.about.interview)
    if not reply.says_anything:
        return change
    about = _left_by(change, reply.about)
    rest = plan_reply(dataclasses.replace(reply, about=about), now, rules, confirmed=True)
    return _together(change, rest, reply.about)


def _left_by(change: Change, known: Snapshot | None) -> Snapshot | None:
    """Return what is recorded of the meeting once the words are obeyed."""
    if known is None:
        return None
    interview = change.interview or known.interview
    gone = {delivery.id for delivery in change.withdrawn}
    left = (one for one in known.deliveries if one.id in interview.owed and one.id not in gone)
    return Snapshot(interview, tuple(left))


def _together(change: Change, rest: Change, known: Snapshot | None) -> Change:
    """Join two changes of one mail into one; once all is stopped, no mail about a meeting is owed anew."""
    more = tuple(mail for mail in rest.made if not (change.stops_user and mail.interview_id))
    interview = rest.interview or change.interview
    if interview:
        dropped = {mail.id for mail in rest.made} - {mail.id for mail in more}
        own = [mail.id for mail in change.made if mail.about == interview.id]
        owed = [name for name in (*interview.owed, *own) if name not in dropped]
        interview = dataclasses.replace(interview, owed=tuple(dict.fromkeys(owed)))
    return dataclasses.replace(
        change,
        interview=interview,
        read=known.interview if known and interview else None,
        made=(*change.made, *more),
        withdrawn=(*change.withdrawn, *rest.withdrawn),
        participants=rest.participants,
        user=rest.user,
    )
