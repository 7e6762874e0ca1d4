"""Which files go along with a mail."""

from __future__ import annotations

from datetime import datetime

from shared.domain.attachment import Attachment
from shared.domain.calendar_entries import called_off, published, takes_entries_back
from shared.domain.compose import NOTHING_HELD
from shared.domain.delivery import Delivery, Kind
from shared.domain.draft_file import drafts
from shared.domain.drafts import DraftNote
from shared.domain.export import export_files
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, User
from shared.domain.page import Page
from shared.domain.thank_you import ThankYou


def attachments(
    delivery: Delivery,
    interview: Interview | None,
    user: User,
    page: Page,
    now: datetime,
    holdings: Holdings = NOTHING_HELD,
) -> tuple[Attachment, ...]:
    """List the files of a mail: calendar entries where they come, change or go, and the letters where they are due.

    `page` is what `compose` made of the same Delivery; `now` is when the mail is written, aware.
    """
    if isinstance(page, ThankYou):
        return drafts(page.letters, user)
    if isinstance(page, DraftNote):
        return drafts((page.letter,), user)
    if delivery.kind is Kind.EXPORT:
        return export_files(holdings, user, now)
    if interview is None:
        return ()
    if delivery.kind in (Kind.PREP_PACK, Kind.CHANGED):
        return (published(interview, now, page.language, anew=delivery.kind is Kind.PREP_PACK),)
    return (called_off(interview, now, page.language),) if takes_entries_back(delivery, interview) else ()
