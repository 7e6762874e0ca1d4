"""Which Deliveries are owed, when each is due, and until when it is of use."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.delivery import NO_FACTS, Delivery, Kind, State, delivery_id
from shared.domain.interview import Interview, Snapshot, User
from shared.domain.referral import Referral
from shared.domain.timing import (
    NUDGE_GAP,
    Rules,
    letter_deadline,
    moved_into_waking,
    nudge_due,
    reminder_due,
    thank_you_due,
)

# How long an answer to a mail is of use to the one who waits for it.
ANSWER_KEEPS = timedelta(days=7)
# A pack of hours ago needs no reminder.
PACK_IS_FRESH = timedelta(hours=24)
# Once the thank-you letter is out of the way, and while the talk is still fresh.
REFERRER_AFTER = timedelta(hours=26)
REFERRER_KEEPS = timedelta(days=14)
# The stream takes a new Delivery up within a second; the sweep looks only where it did not.
STREAM_HAS = timedelta(minutes=1)
# The fact of a `cancelled` mail that no plan had been made of the meeting.
UNPLANNED = "nothing_was_planned"


def owed_by(
    interview: Interview, first: Kind, facts: Mapping[str, str], now: datetime, rules: Rules, user: User | None = None
) -> tuple[Delivery, ...]:
    """List what a planned interview owes from `now` on: one mail at once, and the later ones that still make sense.

    `user` is asked for who named this contact, so that the referrer can be told how it went.
    """
    meeting = interview.meeting
    deadline = letter_deadline(meeting.ends_at)
    if now >= deadline:
        return (of_interview(interview, Kind.ALREADY_OVER, now, now + ANSWER_KEEPS, now),)
    over = now >= meeting.ends_at
    letter_at = now if over else thank_you_due(meeting.ends_at, meeting.zone, rules)
    nudge_at = nudge_due(meeting.ends_at, meeting.zone, rules)
    made = []
    if not over:
        made.append(of_interview(interview, first, now, meeting.ends_at, now, facts))
        remind_at = reminder_due(meeting.starts_at, meeting.zone, rules)
        if remind_at >= now + PACK_IS_FRESH and not meeting.all_day:
            made.append(of_interview(interview, Kind.REMINDER, remind_at, meeting.starts_at, now))
    made.append(of_interview(interview, Kind.THANK_YOU, letter_at, deadline, now))
    if nudge_at >= letter_at + NUDGE_GAP:
        made.append(of_interview(interview, Kind.THANK_YOU_NUDGE, nudge_at, deadline, now))
    referral = referral_of(interview, user) if user else None
    if referral:
        made.append(_referrer_note(interview, referral, now, rules))
    return tuple(made)


def referral_of(interview: Interview, user: User) -> Referral | None:
    """Return who named the contact of this interview: by the address, or by the whole name where none was given."""
    contact = interview.contact
    if contact is None:
        return None
    email, name = (contact.email or "").lower(), " ".join((contact.name or "").split()).casefold()
    for referral in reversed(user.referrals):
        if (referral.by_name or referral.by_email) is None or referral.met_in not in (None, interview.id):
            continue
        if referral.email and email:
            if referral.email.lower() == email:
                return referral
        elif name and " " in name and " ".join(referral.name.split()).casefold() == name:
            return referral
    return None


def _referrer_note(interview: Interview, referral: Referral, now: datetime, rules: Rules) -> Delivery:
    """Owe the draft by which the user tells the referrer how the talk went."""
    meeting = interview.meeting
    at = moved_into_waking(max(now, meeting.ends_at + REFERRER_AFTER), meeting.zone, rules)
    facts = {"referrer": referral.by_name or "", "email": referral.by_email or "", "name": referral.name}
    told = {key: text for key, text in facts.items() if text}
    return of_interview(interview, Kind.REFERRER_NOTE, at, at + REFERRER_KEEPS, now, told)


def pack_left(known: Snapshot) -> bool:
    """Tell whether the user has, or is about to have, a mail with the times of this revision."""
    told = (Kind.PREP_PACK, Kind.CHANGED)
    return any(d.kind in told and d.state in (State.SENDING, State.SENT) for d in known.deliveries)


def nothing_was_planned(known: Snapshot) -> bool:
    """Tell whether what was called off had been called off before anything of it was planned."""
    return any(delivery.facts.get(UNPLANNED) for delivery in known.deliveries)


def cancelled_mail(interview: Interview, now: datetime, *, nothing_was_planned: bool) -> Delivery:
    """Owe the one mail that says that the meeting is off."""
    facts = {UNPLANNED: "yes"} if nothing_was_planned else NO_FACTS
    return of_interview(interview, Kind.CANCELLED, now, now + ANSWER_KEEPS, now, facts)


def noted_mail(
    mail_id: str,
    user_id: str,
    recipient: str,
    word: str,
    now: datetime,
    references: tuple[str, ...],
    about: Interview | None = None,
) -> Delivery:
    """Owe the mail that confirms a word of the user's, about a meeting or about all."""
    answer = answer_to_mail(mail_id, user_id, recipient, Kind.NOTED, now, {"word": word}, references)
    return dataclasses.replace(answer, about=about.id) if about else answer


def answer_to_mail(
    mail_id: str,
    user_id: str,
    recipient: str,
    kind: Kind,
    now: datetime,
    facts: Mapping[str, str],
    references: tuple[str, ...],
    *,
    ordinal: int = 0,
) -> Delivery:
    """Owe an answer to a mail that belongs to no interview; its cause is the SES id of that mail.

    `ordinal` tells several answers of one kind apart.
    """
    return Delivery(
        id=delivery_id(f"{user_id}|{mail_id}", kind, ordinal),
        user_id=user_id,
        kind=kind,
        recipient=recipient,
        due_at=now,
        expires_at=now + ANSWER_KEEPS,
        created_at=now,
        mail_id=mail_id,
        references=references,
        facts=facts,
        check_at=now + STREAM_HAS,
    )


def of_interview(
    interview: Interview,
    kind: Kind,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    facts: Mapping[str, str] = NO_FACTS,
    ordinal: int = 0,
) -> Delivery:
    """Owe a mail of this revision of an interview; `ordinal` tells several of one kind apart."""
    cause = f"{interview.user_id}|{interview.id}|{interview.revision}"
    return Delivery(
        id=delivery_id(cause, kind, ordinal),
        user_id=interview.user_id,
        kind=kind,
        recipient=interview.recipient,
        due_at=due_at,
        expires_at=expires_at,
        created_at=now,
        interview_id=interview.id,
        revision=interview.revision,
        references=interview.references,
        facts=facts,
        check_at=now + STREAM_HAS,
    )
