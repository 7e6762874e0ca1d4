"""Which files go along with a mail."""

from __future__ import annotations

from datetime import datetime

from shared.domain.attachment import Attachment
from shared.domain.calendar_entries import called_off, published, takes_entries_back
from shared.domain.compose import DRAFTS, NOTHING_HELD
from shared.domain.delivery import Delivery, Kind
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, User
from shared.domain.page import Page


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
    if delivery.kind is Kind.THANK_YOU or delivery.kind in DRAFTS:
        return _letters(page, user)
    if delivery.kind is Kind.EXPORT:
        from shared.domain.export import export_files

        return export_files(holdings, user, now)
    if interview is None:
        return ()
    if delivery.kind in (Kind.PREP_PACK, Kind.CHANGED):
        return (published(interview, now, page.language, anew=delivery.kind is Kind.PREP_PACK),)
    return (called_off(interview, now, page.language),) if takes_entries_back(delivery, interview) else ()


def _letters(page: Page, user: User) -> tuple[Attachment, ...]:
    from shared.domain.draft_file import drafts
    from shared.domain.drafts import DraftNote
    from shared.domain.thank_you import ThankYou

    if isinstance(page, ThankYou):
        return drafts(page.letters, user)
    return drafts((page.letter,), user) if isinstance(page, DraftNote) else ()
