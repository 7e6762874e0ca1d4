"""What one mail changes: the heart of the product.

`plan` takes what is recorded and what a mail says, and returns the whole change (the interview, the Deliveries made
and withdrawn) for one transaction. It calls nothing and decides everything, so the order in which mails arrive, and
how often, is tested here without any AWS.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import UTC, datetime

from shared.domain.bounds import MAX_UID, bounded_contact, bounded_notes, cut
from shared.domain.contact import USERS_FORM, USERS_WORD, Confidence, Contact
from shared.domain.delivery import NO_FACTS, Delivery, Kind, State
from shared.domain.identity import aliases_of, key_of, names_start, talk_keys
from shared.domain.interview import Change, Interview, InterviewState, Meeting, Snapshot, User, Version
from shared.domain.invite import Invite, Outcome, Reason
from shared.domain.meeting import meeting_of
from shared.domain.owing import answer_to_mail, cancelled_mail, nothing_was_planned, owed_by, pack_left, referral_of
from shared.domain.subject import own_title, topic_of
from shared.domain.timing import Rules

# RFC 5545, 3.3.8: an integer has 32 bits, and a DynamoDB number no more than 38 digits.
MAX_SEQUENCE = 2**31 - 1

# From here on the answers can be laid side by side, and the next pack asks what nobody has answered yet.
TALKS_TO_COMPARE = 3

_NEVER = datetime.fromtimestamp(0, UTC)
_CONFIDENCE = list(reversed(Confidence))


class Planned(enum.StrEnum):
    """What a mail from a proven user came to. The log and the counter say these words."""

    INTERVIEW_MADE = "interview_made"
    INTERVIEW_CHANGED = "interview_changed"
    INTERVIEW_CANCELLED = "interview_cancelled"
    NOTHING_CHANGED = "nothing_changed"
    SAME_INVITE_AGAIN = "same_invite_again"
    OLDER_INVITE = "older_invite"
    ALREADY_CANCELLED = "already_cancelled"
    COULD_NOT_READ = "could_not_read"
    STRANGER_NOTED = "stranger_noted"


@dataclasses.dataclass(frozen=True, slots=True)
class Incoming:
    """An invite or a cancellation that a proven user forwarded.

    `references` is the Message-ID of the user's own mail, so that what we answer threads under it. `key` names the
    interview that it is about where that was looked up (identity.py). `subject` is what the mails of a new
    meeting will be called, for good; `met_before` and `asked` are what earlier talks with the same contact tell.
    """

    mail_id: str
    user: User
    recipient: str
    invite: Invite
    cancels: bool
    contact: Contact | None
    received_at: datetime
    references: tuple[str, ...] = ()
    key: str | None = None
    subject: str = ""
    met_before: bool = False
    asked: tuple[str, ...] = ()


def plan(incoming: Incoming, known: Snapshot | None, now: datetime, rules: Rules) -> Change:
    """Decide what the mail changes. `known` is what is recorded of the same meeting, `now` is UTC."""
    if known is None:
        return _first_seen(incoming, now, rules)
    standing = known.interview
    if _says_less(incoming.invite, standing) and not incoming.cancels:
        return _no_change(incoming, now, Planned.SAME_INVITE_AGAIN)
    if not _changes_one_of(standing, incoming.invite):
        rank = (_version_of(incoming, standing), incoming.cancels)
        held = (_version_held(standing, incoming.invite), standing.state is InterviewState.CANCELLED)
        if rank == held:
            return _no_change(incoming, now, Planned.SAME_INVITE_AGAIN)
        if rank < held or _leaves_changed_one(standing, incoming):
            return _no_change(incoming, now, Planned.OLDER_INVITE)
    if incoming.cancels:
        return _cancelled(incoming, known, now)
    if _is_reply(incoming.invite):
        return _no_change(incoming, now, Planned.NOTHING_CHANGED)
    return _newer(incoming, known, now, rules)


def plan_could_not_read(
    mail_id: str,
    user: User,
    recipient: str,
    now: datetime,
    facts: Mapping[str, str],
    references: tuple[str, ...],
) -> Change:
    """Owe the user an answer to a mail that holds no invite that we can read."""
    delivery = answer_to_mail(mail_id, user.id, recipient, Kind.COULD_NOT_READ, now, facts, references)
    return Change(mail_id, Planned.COULD_NOT_READ, now, user_id=user.id, made=(delivery,))


def plan_stranger_note(
    mail_id: str, stranger_id: str, address: str, now: datetime, references: tuple[str, ...]
) -> Change:
    """Owe a proven stranger the one short note of 30 days."""
    delivery = answer_to_mail(mail_id, stranger_id, address, Kind.NOT_ON_THE_LIST, now, NO_FACTS, references)
    return Change(mail_id, Planned.STRANGER_NOTED, now, made=(delivery,), note_to=address)


def is_proposal(invite: Invite) -> bool:
    """Tell whether the invite only proposes another time (METHOD:COUNTER, RFC 5546, 3.2.7): nothing is agreed yet."""
    return (invite.method or "").upper() == "COUNTER"


def unread_facts(outcome: Outcome, reason: Reason | None, detail: str | None, subject: str | None) -> dict[str, str]:
    """Collect what the could-not-read mail says: what of the user's own mail, and what was missing."""
    said = {"outcome": str(outcome), "reason": str(reason or ""), "detail": detail or "", "subject": subject or ""}
    return {name: text for name, text in said.items() if text}


def _first_seen(incoming: Incoming, now: datetime, rules: Rules) -> Change:
    """Record a meeting that was not known; a cancellation that came first stays as a tombstone."""
    meeting = _meeting_off(incoming, None, now) if incoming.cancels else meeting_of(incoming.invite, incoming.user)
    interview = Interview(
        id=incoming.key or key_of(incoming.invite),
        user_id=incoming.user.id,
        recipient=incoming.recipient,
        version=_version_of(incoming),
        revision=1,
        state=InterviewState.CANCELLED if incoming.cancels else InterviewState.PLANNED,
        subject=incoming.subject or topic_of(meeting, incoming.contact),
        meeting=meeting,
        contact=_contact_of(incoming),
        created_at=now,
        updated_at=now,
        uid=cut(incoming.invite.uid, MAX_UID),
        recurrence_id=cut(incoming.invite.recurrence_id, MAX_UID),
        references=incoming.references,
        evidence=bounded_notes(incoming.invite.evidence),
        met_before=incoming.met_before,
        asked=tuple(dict.fromkeys((*incoming.asked, *_answered_often(incoming.user)))),
    )
    if incoming.cancels:
        made: tuple[Delivery, ...] = (cancelled_mail(interview, now, nothing_was_planned=True),)
        outcome = Planned.INTERVIEW_CANCELLED
    else:
        user = incoming.user
        facts = NO_FACTS if user.was_asked else {"ask_profile": "yes"}
        made = owed_by(interview, Kind.PREP_PACK, facts, now, rules, user)
        outcome = Planned.INTERVIEW_MADE
        change = _change(incoming, interview, None, outcome, now, made, ())
        return dataclasses.replace(change, user=_after_first_mail(interview, user))
    return _change(incoming, interview, None, outcome, now, made, ())


def _answered_often(user: User) -> tuple[str, ...]:
    """List the questions that earlier talks answered, once there are enough talks to ask for the gap instead."""
    return tuple(user.answers) if user.talks_noted >= TALKS_TO_COMPARE else ()


def _after_first_mail(interview: Interview, user: User) -> User | None:
    """Return the profile where an interview changes it: asked for once, and a name that was given is met now."""
    referral = referral_of(interview, user)
    referrals = tuple(
        dataclasses.replace(one, met_in=interview.id) if one is referral else one for one in user.referrals
    )
    later = dataclasses.replace(user, was_asked=True, referrals=referrals)
    return later if later != user else None


def _newer(incoming: Incoming, known: Snapshot, now: datetime, rules: Rules) -> Change:
    """Take over a newer version: silently where a user would not notice, else as a new revision."""
    old = known.interview
    pack_went_out = old.pack_went_out or pack_left(known)
    updated = dataclasses.replace(
        old,
        version=_version_of(incoming),
        state=InterviewState.PLANNED,
        meeting=meeting_of(incoming.invite, incoming.user),
        contact=_surer(_contact_of(incoming), old.contact),
        pack_went_out=pack_went_out,
        updated_at=now,
        recipient=incoming.recipient,
        uid=old.uid or cut(incoming.invite.uid, MAX_UID),
        recurrence_id=cut(incoming.invite.recurrence_id, MAX_UID),
    )
    over = old.meeting.ends_at <= now and updated.meeting.ends_at <= now
    if old.state is InterviewState.PLANNED and (over or looks_the_same(old.meeting, updated.meeting)):
        # What is over cannot be noticed any more, and a revision would owe its letter a second time.
        return _change(incoming, updated, old, Planned.NOTHING_CHANGED, now, (), ())
    moved = dataclasses.replace(updated, revision=old.revision + 1, references=old.references or incoming.references)
    kind = Kind.CHANGED if pack_went_out else Kind.PREP_PACK
    made = owed_by(moved, kind, what_was(old), now, rules, incoming.user)
    return _change(incoming, moved, old, Planned.INTERVIEW_CHANGED, now, made, open_deliveries(known))


def _cancelled(incoming: Incoming, known: Snapshot, now: datetime) -> Change:
    """Call it off: everything pending is withdrawn, and the user is told, once for each time that is off."""
    old = known.interview
    was_off = old.state is InterviewState.CANCELLED
    off = dataclasses.replace(
        old,
        version=_version_of(incoming, old),
        state=InterviewState.CANCELLED,
        meeting=_meeting_off(incoming, old.meeting, now),
        recurrence_id=cut(incoming.invite.recurrence_id, MAX_UID),
        pack_went_out=old.pack_went_out or pack_left(known),
        updated_at=now,
    )
    if was_off and _times(off.meeting) == _times(old.meeting):
        return _change(incoming, off, old, Planned.ALREADY_CANCELLED, now, (), ())
    off = dataclasses.replace(off, revision=old.revision + 1)
    mail = cancelled_mail(off, now, nothing_was_planned=was_off and nothing_was_planned(known))
    return _change(incoming, off, old, Planned.INTERVIEW_CANCELLED, now, (mail,), open_deliveries(known))


def _meeting_off(incoming: Incoming, known: Meeting | None, now: datetime) -> Meeting:
    """Say which time is off: what the cancellation names, since a move that it follows may not have come yet.

    It need name neither time nor title (RFC 5546, 3.2.5); then what is known stands. So it does where a series is off
    and only the day of its first meeting, which is past, could be read.
    """
    said = meeting_of(incoming.invite, incoming.user)
    said = dataclasses.replace(said, title=own_title(said.title))
    if known is None:
        return said
    title = said.title or known.title
    open_ended = incoming.invite.end is None and said.starts_at == known.starts_at
    if open_ended or _times(said) == _times(known) or (said.recurring and said.ends_at <= now):
        return dataclasses.replace(known, title=title)
    return dataclasses.replace(said, title=title)


def _no_change(incoming: Incoming, now: datetime, outcome: Planned) -> Change:
    """Mark the mail as seen and leave the interview alone."""
    return Change(incoming.mail_id, outcome, now, user_id=incoming.user.id)


def _change(
    incoming: Incoming,
    interview: Interview,
    old: Interview | None,
    outcome: Planned,
    now: datetime,
    made: tuple[Delivery, ...],
    withdrawn: tuple[Delivery, ...],
) -> Change:
    if made:
        interview = dataclasses.replace(interview, owed=tuple(delivery.id for delivery in made))
    return Change(
        mail_id=incoming.mail_id,
        outcome=outcome,
        at=now,
        user_id=incoming.user.id,
        interview=interview,
        read=old,
        made=made,
        withdrawn=withdrawn,
        participants=_participants(incoming),
        aliases=(*aliases_of(incoming.invite, interview.id), *talk_keys(interview.contact)),
    )


def _version_of(incoming: Incoming, known: Interview | None = None) -> Version:
    """Order by SEQUENCE, then DTSTAMP (RFC 5546, 2.1.5); a mail without DTSTAMP counts from when it came.

    The DTSTAMP of a REPLY says when somebody answered, not when the meeting was last changed, so it counts for nothing.
    A second is the finest that the records keep. A cancellation that lost its calendar part has no SEQUENCE: it calls
    off what is known, whatever the version of that.
    """
    stamp = _NEVER if _is_reply(incoming.invite) else incoming.invite.dtstamp or incoming.received_at
    own = Version(min(max(incoming.invite.sequence, 0), MAX_SEQUENCE), stamp.replace(microsecond=0))
    if known and incoming.cancels and not incoming.invite.uid:
        stamped_at = max(own.stamped_at, known.version.stamped_at)
        return Version(max(own.sequence, known.version.sequence), stamped_at)
    return own


def _version_held(known: Interview, invite: Invite) -> Version:
    """Return the version to compare with; what was read from text alone has none that a calendar must be newer than."""
    of_text = known.uid is None and invite.uid is not None and known.state is InterviewState.PLANNED
    return Version(0, _NEVER) if of_text else known.version


def _says_less(invite: Invite, known: Interview) -> bool:
    """Tell whether an invite was read from text while the meeting is known from a calendar, and is on.

    It was found by its start and title, and neither says which version it is of: it must not make the calendar's next
    one old, nor shorten a meeting whose end it left out.
    """
    return invite.uid is None and known.uid is not None and known.state is InterviewState.PLANNED


def _changes_one_of(series: Interview, invite: Invite) -> bool:
    """Tell whether an invite changes the one meeting of a series that we know as the series' next.

    A series and an instance that was changed each have versions of their own (RFC 5546, 2.1.5: UID and RECURRENCE-ID),
    so that no version of the series makes the first word of the instance old.
    """
    if not series.meeting.recurring or series.recurrence_id or series.state is not InterviewState.PLANNED:
        return False
    return names_start(series.meeting.starts_at, invite.recurrence_id)


def _leaves_changed_one(known: Interview, incoming: Incoming) -> bool:
    """Tell whether a series, however new, speaks of a meeting that was moved or called off by itself."""
    invite = incoming.invite
    if incoming.cancels or not invite.recurring or invite.recurrence_id or not known.recurrence_id:
        return False
    return names_start(meeting_of(invite, incoming.user).starts_at, known.recurrence_id)


def _is_reply(invite: Invite) -> bool:
    """Tell whether it is somebody's acceptance: it repeats the meeting as it stood then and moves nothing."""
    return (invite.method or "").upper() == "REPLY"


def open_deliveries(known: Snapshot) -> tuple[Delivery, ...]:
    """List the Deliveries that can still be withdrawn; what answers a mail is owed whatever becomes of the meeting."""
    return tuple(one for one in known.deliveries if one.state is State.PENDING and one.interview_id)


def _times(meeting: Meeting) -> tuple[datetime, datetime]:
    return meeting.starts_at, meeting.ends_at


def looks_the_same(old: Meeting, new: Meeting) -> bool:
    """Tell whether a user would see no difference: time, length, place and title."""

    def face(meeting: Meeting) -> tuple[object, ...]:
        place = " ".join((meeting.location or "").split()).casefold()
        title = " ".join(meeting.title.split()).casefold()
        return (meeting.starts_at, meeting.ends_at, meeting.all_day, title, place)

    return face(old) == face(new)


def what_was(old: Interview) -> dict[str, str]:
    """Keep what the `changed` mail compares with."""
    meeting = old.meeting
    facts = {
        "old_starts_at": meeting.starts_at.isoformat(),
        "old_ends_at": meeting.ends_at.isoformat(),
        "old_zone": meeting.zone,
        "old_title": meeting.title,
        "old_location": meeting.location or "",
        "was_cancelled": "yes" if old.state is InterviewState.CANCELLED else "",
    }
    return {name: text for name, text in facts.items() if text}


def _contact_of(incoming: Incoming) -> Contact | None:
    return bounded_contact(incoming.contact) if incoming.contact else None


def _surer(new: Contact | None, old: Contact | None) -> Contact | None:
    """Keep the surer reading of who the meeting is with; the newer one where both are as sure.

    The user's own word is surer than any invite, and gives way to a newer word of theirs alone.
    """
    if new is None or old is None:
        return new or old
    if USERS_WORD in old.evidence and USERS_FORM not in new.evidence:
        return old
    return new if _CONFIDENCE.index(new.confidence) >= _CONFIDENCE.index(old.confidence) else old


def _participants(incoming: Incoming) -> tuple[str, ...]:
    """List the addresses of the invite that are not the user's: they are never written to."""
    invite = incoming.invite
    people = [*((invite.organizer,) if invite.organizer else ()), *invite.attendees]
    if incoming.contact:
        people += [*incoming.contact.others]
        emails = [incoming.contact.email, *(person.email for person in people)]
    else:
        emails = [person.email for person in people]
    own = {incoming.recipient.lower(), incoming.user.address.lower()}
    return tuple(dict.fromkeys(email.lower() for email in emails if email and email.lower() not in own))
