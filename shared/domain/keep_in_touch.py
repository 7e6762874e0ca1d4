"""When to write to a contact again: once to report back, then every four months, and not for ever.

The two mails are planned together and anew with every word of the user about the contact, so that two that went
unanswered are the last (content.md, 6: at most three a year, over after two silences).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.delivery import Delivery, Kind
from shared.domain.interview import Interview, User
from shared.domain.owing import of_interview
from shared.domain.timing import Rules, moved_into_waking

REPORT_AFTER = timedelta(days=21)
EVERY = timedelta(days=122)
KEEPS = timedelta(days=14)


def keep_in_touch_mails(
    interview: Interview, user: User, now: datetime, rules: Rules, *, reported: bool
) -> tuple[Delivery, ...]:
    """List what is owed to keep in touch from `now` on: only to those who asked, and where the contact was interested.

    `reported` tells that the report was asked for already; then both are the later kind.
    """
    debrief = interview.debrief
    if debrief is None or not (user.keeps_in_touch and debrief.interested and debrief.is_worth_a_report):
        return ()
    zone, begins = interview.meeting.zone, max(now, interview.meeting.ends_at)
    first, kind = (EVERY, Kind.KEEP_IN_TOUCH) if reported else (REPORT_AFTER, Kind.REPORT_BACK)
    made = []
    for number, (wanted, what) in enumerate(((begins + first, kind), (begins + first + EVERY, Kind.KEEP_IN_TOUCH))):
        at = moved_into_waking(wanted, zone, rules)
        made.append(of_interview(interview, what, at, at + KEEPS, now, ordinal=2 * (interview.edits + 1) + number))
    return tuple(made)
