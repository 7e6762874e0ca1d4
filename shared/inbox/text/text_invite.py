"""A meeting from the lines of a text.

"When: …" of Google Calendar and Outlook, "Event Date/Time" of Calendly, Zoom's "Topic: … Time: …", and Google's newer
layout, whose line of date and time has no label at all.

A strong label ("When", "Wann", "日時") stands by itself. A weak one ("Time", "Date", "Start") counts only beside other
lines of a meeting, or in a calendar program's mail. A date in prose never counts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from shared.domain.invite import Person, Reason
from shared.inbox.calendar.links import link_to_join
from shared.inbox.mime.plain_text import unmarked
from shared.inbox.text.candidates import Candidate, candidates_in
from shared.inbox.text.dates_in_words import Doubt, Setting, When, read_when
from shared.inbox.text.found import Found, Source
from shared.inbox.text.labelled import Labelled, labelled_lines
from shared.inbox.text.series_in_words import first_of_series, is_series
from shared.inbox.text.surroundings import Surroundings, in_language, setting_of
from shared.inbox.who.people import person_of
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.labels import Field

_BESIDE = (Field.WHERE, Field.TITLE, Field.ORGANIZER, Field.GUESTS)
_MAP = re.compile(r"\s*\((?:map|karte|carte|plan|mapa|mappa|kaart|地図|地图)\)\s*$|\s*view map\s*$", re.IGNORECASE)
_ROLE = re.compile(
    r"\s*[-\u2013(]\s*\(?(organi[sz]er|creator|optional|organisator|organisateur|organizador|organizzatore|ersteller"
    r"|cr[ée]ateur|creador|criador|creatore|主催者|组织者|optionnel|facultatif|opcional|facoltativo|optioneel|任意|可选)"
    r"\)?\s*$",
    re.IGNORECASE,
)
_ORGANIZING = ("organi", "主催者", "组织者")
_INVITING = re.compile(r"(.{2,80}?) is inviting you to (?:a scheduled zoom|join)", re.IGNORECASE)
_LONGEST_GUEST, _LONGEST_NOTES = 120, 2000
_ASCII = 127


def found_in_text(around: Surroundings) -> list[Found]:
    """Return the readings of the meeting's time in the lines, with what else the lines say.

    Where an older mail is quoted below, only the first part that speaks of a time counts.
    """
    lines = around.peeled.lines
    labelled = labelled_lines(lines)
    if around.is_no_meeting() and not any(one.means(Field.ORGANIZER) for one in labelled):
        return []
    from_program = around.is_from_program()
    about_meeting = from_program or any(_stands_beside(one) for one in labelled)
    about_meeting = about_meeting or link_to_join(around.whole) is not None
    setting = setting_of(labelled, around)
    found: list[Found] = []
    for candidate in candidates_in(lines, labelled, weak=about_meeting, bare=from_program):
        layer = around.peeled.layer_at(candidate.at)
        if found and found[0].layer != layer:
            break
        when = _read(candidate, in_language(setting, candidate.languages, labelled))
        if when is None or (isinstance(when, Doubt) and not _counts(when, candidate, about_meeting=about_meeting)):
            continue
        near = [one for one in labelled if around.peeled.layer_at(one.at) == layer]
        found.append(_with_lines(when, candidate, near, lines, layer))
    return [one for one in found if isinstance(one.when, When)] or found


def _stands_beside(one: Labelled) -> bool:
    """Tell whether a line shows that another line's time is a meeting's: a place, a title, people by their names."""
    if one.is_header_word or not one.means(*_BESIDE):
        return False
    if one.means(Field.WHERE, Field.TITLE) or "@" in one.first:
        return True
    return any(letter.isupper() or ord(letter) > _ASCII for letter in one.first)


def _read(candidate: Candidate, setting: Setting) -> When | Doubt | None:
    series = first_of_series(candidate.text)
    when = read_when(series or candidate.text, setting)
    if series and isinstance(when, When):
        return dataclasses.replace(when, recurring=True)
    if is_series(candidate.text) and not isinstance(when, When):
        return Doubt(Reason.NO_START, "it says that the meeting repeats, but not on which day it begins")
    return when


def _counts(doubt: Doubt, candidate: Candidate, *, about_meeting: bool) -> bool:
    """Tell whether a doubt is worth asking about: a meeting's, and not merely that a weak label has no time."""
    return about_meeting and (candidate.strong or doubt.reason is not Reason.NO_START)


def _with_lines(
    when: When | Doubt, candidate: Candidate, near: Sequence[Labelled], lines: Sequence[str], layer: int
) -> Found:
    title = next(
        (one.first for one in near if one.means(Field.TITLE) and not one.means(Field.WHEN) and one.first), None
    )
    if title is None and not any(one.at == candidate.at for one in near):
        title = _line_above(lines, candidate.at)
    where = next((one.first for one in near if one.means(Field.WHERE) and one.first), "")
    notes = next((one.text for one in near if one.means(Field.NOTES) and one.text), "")
    organizer, guests = _people(near)
    return Found(
        when,
        Source.TEXT,
        candidate.evidence,
        title=title,
        location=_MAP.sub("", where).strip() or None,
        organizer=organizer or _inviting(lines),
        guests=guests,
        description=notes[:_LONGEST_NOTES] or None,
        layer=layer,
    )


def _line_above(lines: Sequence[str], at: int) -> str | None:
    """Return the line above Google's line of date and time: the title."""
    return next((text for line in reversed(lines[max(0, at - 3) : at]) if (text := unmarked(line))), None)


def _people(labelled: Sequence[Labelled]) -> tuple[Person | None, tuple[Person, ...]]:
    """Read "Organizer" and the guest list, whose members may be marked "- organizer"."""
    first = next((one for one in labelled if one.means(Field.ORGANIZER) and one.first), None)
    organizer = person_of(" ".join((first.value, *first.below[: 1 if first.value else 2]))) if first else None
    guests: list[Person] = []
    for one in labelled:
        if not one.means(Field.GUESTS):
            continue
        for part in (one.value, *one.below) if one.below else re.split(r"[;,]", one.value):
            role = _ROLE.search(part)
            person = person_of(_ROLE.sub("", part)) if len(part) <= _LONGEST_GUEST else None
            if person is None:
                continue
            if role and fold(role[1]).startswith(_ORGANIZING):
                organizer = organizer or person
            guests.append(person)
    if organizer and organizer.email is None:
        organizer = next((guest for guest in guests if guest.email and guest.name == organizer.name), organizer)
    return organizer, tuple(dict.fromkeys(guests))


def _inviting(lines: Sequence[str]) -> Person | None:
    """Read Zoom's first sentence."""
    match = next((match for line in lines[:200] if (match := _INVITING.match(line.strip()))), None)
    return Person(match[1].strip(), None) if match else None
