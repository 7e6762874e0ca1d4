"""From a Delivery to the page of its mail."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from shared.domain.content import Content
from shared.domain.delivery import Delivery, Kind
from shared.domain.holdings import Holdings
from shared.domain.interview import Interview, User
from shared.domain.page import Page

NOTHING_HELD = Holdings()
# What these say is all that is kept of the user, so that it is read first.
SHOWS_ALL = frozenset({Kind.LIST, Kind.COMPARE, Kind.EXPORT})
# A letter of the user's own to somebody else goes along with these.
DRAFTS = frozenset({Kind.INTRODUCTION, Kind.REQUEST, Kind.REFERRER_NOTE, Kind.REPORT_BACK, Kind.KEEP_IN_TOUCH})


def compose(
    delivery: Delivery,
    interview: Interview | None,
    user: User,
    content: Content,
    now: datetime,
    holdings: Holdings = NOTHING_HELD,
) -> Page:
    """Gather what the templates of `delivery.kind` need. `now` is aware; nothing is read from anywhere else.

    `holdings` is all that is kept of the user, for the kinds of SHOWS_ALL. Raises ValueError where a kind that speaks
    of a meeting comes without its interview.
    """
    if delivery.kind in SHOWS_ALL:
        page = _of_all(delivery, user, content, now, holdings)
    else:
        page = _page(delivery, interview, user, content, now)
    words = content.replies.offered_by(delivery.kind)
    return dataclasses.replace(page, words=words, language=content.language)


def _of_all(delivery: Delivery, user: User, content: Content, now: datetime, holdings: Holdings) -> Page:
    from shared.domain.overview import compared, listed, plain_note

    match delivery.kind:
        case Kind.LIST:
            return listed(holdings, user, content, now)
        case Kind.COMPARE:
            return compared(holdings, user, content)
        case _:
            return plain_note(delivery.kind, content, delivery.facts)


def _page(delivery: Delivery, interview: Interview | None, user: User, content: Content, now: datetime) -> Page:
    if delivery.kind is Kind.NOTED:
        return _noted(delivery, interview, content)
    if delivery.kind in _WORDS_ALONE:
        from shared.domain.overview import plain_note

        return plain_note(delivery.kind, content, delivery.facts)
    if delivery.kind in DRAFTS:
        from shared.domain.drafts import draft

        return draft(delivery, interview, user, content, now)
    if delivery.kind in _ABOUT_A_MAIL:
        from shared.domain.answers import could_not_read, not_on_the_list

        about_a_mail = could_not_read if delivery.kind is Kind.COULD_NOT_READ else not_on_the_list
        return about_a_mail(delivery, content)
    if interview is None:
        raise ValueError(f"a {delivery.kind} needs its interview")
    return _about_a_meeting(delivery, interview, user, content, now)


def _noted(delivery: Delivery, interview: Interview | None, content: Content) -> Page:
    if "did" in delivery.facts:
        from shared.domain.overview import noted_done

        return noted_done(delivery, interview, content)
    from shared.domain.confirmations import noted

    return noted(delivery, interview, content)


def _about_a_meeting(delivery: Delivery, interview: Interview, user: User, content: Content, now: datetime) -> Page:
    match delivery.kind:
        case Kind.PREP_PACK:
            from shared.domain.prep_pack import prep_pack

            return prep_pack(interview, delivery, user, content, now)
        case Kind.THANK_YOU:
            from shared.domain.thank_you import thank_you

            return thank_you(interview, delivery, user, content, now)
        case Kind.THANK_YOU_NUDGE:
            from shared.domain.thank_you import thank_you_nudge

            return thank_you_nudge(interview, user, content, now)
        case Kind.REMINDER:
            from shared.domain.reminder import reminder

            return reminder(interview, user, content, now)
        case _:
            return _told_of_a_change(delivery, interview, content, now)


def _told_of_a_change(delivery: Delivery, interview: Interview, content: Content, now: datetime) -> Page:
    from shared.domain.answers import already_over, cancelled, changed

    match delivery.kind:
        case Kind.CHANGED:
            return changed(interview, delivery, content, now)
        case Kind.CANCELLED:
            return cancelled(interview, delivery, content, now)
        case _:
            return already_over(interview, content, now)


_WORDS_ALONE = frozenset({Kind.HELP, Kind.ERASE_ASKED, Kind.ERASED, Kind.ADDRESS_CODE})
_ABOUT_A_MAIL = frozenset({Kind.COULD_NOT_READ, Kind.NOT_ON_THE_LIST})
