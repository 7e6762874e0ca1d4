"""What a forward leaves when the calendar part is gone: the meeting read from text alone, or a named reason.

Sources, each with its evidence: lines such as "When: …" (text_invite), the subject of an invitation, schema.org
markup (markup), and "add to calendar" links (add_links), which are read and never fetched. They must agree: where
they leave two readings, both are named and nothing is chosen.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

from shared.domain.invite import Attendee, Invite, Person, Reason, ZoneSource
from shared.inbox.calendar.links import link_to_join
from shared.inbox.mime.plain_text import LONGEST, links_of, strip_html
from shared.inbox.text.add_links import found_in_links, google_uid
from shared.inbox.text.dates_in_words import Doubt, When, in_words, long_day
from shared.inbox.text.found import Found
from shared.inbox.text.layers import Peeled, peel
from shared.inbox.text.markup import found_in_markup
from shared.inbox.text.subjects import announces_cancellation, found_in_subjects, title_in, without_placeholder
from shared.inbox.text.surroundings import Surroundings, setting_of
from shared.inbox.text.text_invite import found_in_text
from shared.inbox.text.zone_words import is_zone
from shared.inbox.who.people import is_no_person
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.phrases import CANCELLED_SENTENCES, speaks

_MOST_NAMED = 4


@dataclasses.dataclass(frozen=True, slots=True)
class TextReading:
    """What the text of a mail says. `invite` or `reason` is set; `detail` is for the user, `evidence` likewise."""

    invite: Invite | None
    reason: Reason | None = None
    detail: str | None = None
    evidence: tuple[str, ...] = ()


def invite_in_text(
    text: str, html: str | None, *, subject: str | None, sent_at: datetime | None, assumed_zone: str
) -> TextReading:
    """Read the one meeting that the bodies of a mail state; never raises, fetches nothing.

    At most 256 KB of each body are read. `sent_at` helps only where a date has no year. Times without a zone are put
    into `assumed_zone` and marked ASSUMED. Without a meeting the reason is NO_CALENDAR; NO_START where a meeting is
    spoken of without its time; AMBIGUOUS_TIME (both readings in `detail`) and SEVERAL_MEETINGS where nothing settles
    which is meant; DATE_OUT_OF_RANGE where the year cannot be.
    """
    html = (html or "")[:LONGEST]
    plain = text[:LONGEST]
    stripped = strip_html(html) if html else ""
    peeled = peel(plain)
    zone = assumed_zone if is_zone(assumed_zone) else "UTC"
    whole = f"{plain}\n{stripped}"
    around = Surroundings(peeled, subject, sent_at, zone, whole, " ".join(fold(whole).split()))
    found = found_in_text(around)
    if stripped and not any(isinstance(one.when, When) for one in found):
        around = dataclasses.replace(around, peeled=_fuller(peel(stripped), peeled))
        found += found_in_text(around)
    found += found_in_subjects(around.subjects, setting_of((), around))
    links = [*links_of(html), *_words_that_link(plain)]
    if not around.is_no_meeting():
        found += found_in_markup(html, zone) + found_in_links(links, zone)
    return _decided(found, around, links)


def _fuller(one: Peeled, other: Peeled) -> Peeled:
    """Keep the header lines of whichever body has them."""
    if one.layers or not other.layers:
        return one
    return Peeled(one.lines, other.layers, tuple(0 for _ in other.layers))


def _words_that_link(text: str) -> list[str]:
    """Return the words of a plain text that are web addresses, without the brackets around them."""
    return [word.strip("<>()[]\"'") for word in text.split() if "http" in word[:12]][:500]


def _decided(found: list[Found], around: Surroundings, links: list[str]) -> TextReading:
    sure = [one for one in found if isinstance(one.when, When)]
    if not sure:
        return _doubtful([one for one in found if isinstance(one.when, Doubt)])
    stated = [one for one in sure if _when(one).zone_source is ZoneSource.EVENT or _when(one).all_day] or sure
    starts: dict[object, list[Found]] = {}
    for one in stated:
        starts.setdefault(_instant(_when(one).start), []).append(one)
    if len(starts) > 1:
        return _contradicting([group[0] for group in starts.values()])
    evidence = tuple(dict.fromkeys(note for one in stated for note in (one.evidence, *_when(one).notes)))
    return TextReading(_invite(_richest(stated), around, links, evidence), evidence=evidence)


def _when(found: Found) -> When:
    if not isinstance(found.when, When):
        raise TypeError("only what was read without doubt is asked for its time")
    return found.when


def _instant(start: datetime | date) -> object:
    return start.astimezone(UTC) if isinstance(start, datetime) else start


def _doubtful(found: list[Found]) -> TextReading:
    """Return the first doubt of the strongest kind: two readings, then a year that cannot be, then no start."""
    for reason in (Reason.AMBIGUOUS_TIME, Reason.DATE_OUT_OF_RANGE, Reason.NO_START):
        for one in found:
            if isinstance(one.when, Doubt) and one.when.reason is reason:
                return TextReading(None, reason, f"{one.evidence}: {one.when.detail}", (one.evidence,))
    return TextReading(None, Reason.NO_CALENDAR)


def _contradicting(found: list[Found]) -> TextReading:
    """Name the times that differ: of one meeting, if two kinds of source speak of it, else of several meetings."""
    told = "; ".join(f"{one.evidence}: {_start_in_words(_when(one).start)}" for one in found[:_MOST_NAMED])
    one_meeting = len(found) == len({one.source for one in found})
    reason = Reason.AMBIGUOUS_TIME if one_meeting else Reason.SEVERAL_MEETINGS
    return TextReading(None, reason, told, tuple(one.evidence for one in found[:_MOST_NAMED]))


def _start_in_words(start: datetime | date) -> str:
    return in_words(start) if isinstance(start, datetime) else long_day(start)


def _richest(found: list[Found]) -> Found:
    """Join what sources of one instant say: the first that states a thing is believed; a named zone comes first."""
    first = max(found, key=lambda one: (_when(one).time_zone not in {None, "UTC"}, _when(one).end is not None))
    ends = [_when(one).end for one in found if _when(one).end]
    when = dataclasses.replace(_when(first), end=_when(first).end or (ends[0] if ends else None))
    return dataclasses.replace(
        first,
        when=when,
        title=next((one.title for one in found if one.title), None),
        location=next((one.location for one in found if one.location), None),
        organizer=next((one.organizer for one in found if one.organizer), None),
        guests=next((one.guests for one in found if one.guests), ()),
        description=next((one.description for one in found if one.description), None),
    )


def _invite(found: Found, around: Surroundings, links: list[str], evidence: tuple[str, ...]) -> Invite:
    when = _when(found)
    inner = around.layer(found.layer)
    organizer = found.organizer
    if inner and inner.sender and not is_no_person(inner.sender):
        organizer = _completed(organizer, inner.sender) if organizer else inner.sender
    guests = found.guests or (inner.recipients if inner and organizer == inner.sender else ())
    subject = (inner.subject if inner else None) or around.subject or ""
    return Invite(
        uid=google_uid(links),
        title=without_placeholder(found.title or title_in(subject)),
        start=when.start,
        end=_in_zone_of(when),
        time_zone=when.time_zone,
        time_zone_source=when.zone_source,
        method="CANCEL" if _is_cancelled(around) else None,
        all_day=when.all_day,
        recurring=when.recurring,
        organizer=organizer,
        attendees=tuple(Attendee(guest.name, guest.email) for guest in guests),
        location=found.location,
        join_url=link_to_join(" \n".join((found.location or "", around.whole, *links))),
        description=found.description,
        evidence=evidence,
    )


def _is_cancelled(around: Surroundings) -> bool:
    """Tell whether the innermost subject, or a sentence of a calendar program, says that the meeting is off."""
    return announces_cancellation(around.subjects) or speaks(around.folded, CANCELLED_SENTENCES)


def _in_zone_of(when: When) -> datetime | date | None:
    """Return the end in the zone of the start, since sources may have been joined."""
    if isinstance(when.end, datetime) and isinstance(when.start, datetime):
        return when.end.astimezone(when.start.tzinfo)
    return when.end if type(when.end) is type(when.start) else None


def _completed(person: Person, other: Person) -> Person:
    """Give an organizer without an address the one that the forward's header lines state for that name."""
    if person.email is None and person.name and other.name and person.name.lower() == other.name.lower():
        return other
    return person
