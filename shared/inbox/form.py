"""The form of the could-not-read mail, read back: "With: / Company: / When: / Length: / Where:".

It is read whatever the mail program did to it: quoted, bulleted, bold, HTML stripped, all on one line, full-width
colons, the value on the line below. A line left as it was sent says nothing.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta

from shared.domain.contact import USERS_FORM, Confidence, Contact
from shared.domain.invite import Attendee, Invite, Person, Reason
from shared.inbox.calendar.links import link_to_join
from shared.inbox.mime.plain_text import lines_of, unmarked
from shared.inbox.text.dates_in_words import Doubt, Setting, read_when
from shared.inbox.text.forwards import TextReading
from shared.inbox.who.company import company_of
from shared.inbox.who.people import person_of
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.labels import FORM_HINTS, FORM_WORDS

_LABELS = {fold(word): field for field, words in FORM_WORDS.items() for word in words}
_ANY = "|".join(re.escape(word) for word in sorted(_LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?<![\w@.])({_ANY})\s?:(?!//)", re.IGNORECASE)
_BLANK = re.compile(r"^[\s_.\-\u2026\u2013\u2014*?]*$")
_HOURS = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:hours?|hrs?|h(?![a-z])|std|stunden?|heures?|horas?|or[ae]\b|uur|uren|時間|小时)\s?(\d{1,2})?"
)
_MINUTES = re.compile(
    r"(\d{1,3})\s?(?:minutes?|mins?|m\b|minuten|minutos?|minuti|minuut|分钟|分)|^\D{0,3}(\d{1,3})\D{0,3}$"
)
_WORDS = {
    "half an hour": 30,
    "half hour": 30,
    "an hour and a half": 90,
    "three quarters": 45,
    "an hour": 60,
    "one hour": 60,
}
_LONGEST_MINUTES, _WRAPPED_AT, _LONGEST_VALUE = 12 * 60, 60, 300


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """What the user filled in; `when` and `where` as written."""

    person: Person | None = None
    company: str | None = None
    when: str | None = None
    length: timedelta | None = None
    where: str | None = None


def read_form(text: str) -> Form | None:
    """Return the filled lines of the form in a plain text, or None where none is filled. Strip HTML first.

    The first filled line of a label counts, so that an answer above the quoted form wins.
    """
    values: dict[str, str] = {}
    for field, value in _fields(lines_of(text)):
        value = value.strip(" \t*_<>|") if field != "with" else value.strip(" \t*_|")  # noqa: PLW2901 - cleaned
        if field not in values and not _is_unfilled(field, value):
            values[field] = value[:_LONGEST_VALUE]
    if not values:
        return None
    person, company = _person(values.get("with"))
    return Form(
        person,
        values.get("company") or company,
        values.get("when"),
        _length(values.get("length")),
        values.get("where"),
    )


def invite_of_form(form: Form, *, sent_at: datetime | None, assumed_zone: str) -> TextReading:
    """Return the invite that the form states, read as a forward's "When:" line is, or why it states none."""
    evidence = f'your form: "When: {form.when}"'
    if not form.when:
        return TextReading(None, Reason.NO_START, "the form has no time behind \u201cWhen:\u201d")
    when = read_when(form.when, Setting(assumed_zone, sent_at))
    if when is None:
        return TextReading(None, Reason.NO_START, f"{evidence}: it states no date", (evidence,))
    if isinstance(when, Doubt):
        return TextReading(None, when.reason, f"{evidence}: {when.detail}", (evidence,))
    end = when.end
    if end is None and form.length and isinstance(when.start, datetime):
        end = (when.start.astimezone(UTC) + form.length).astimezone(when.start.tzinfo)
    person = form.person
    told = (evidence, *when.notes)
    invite = Invite(
        uid=None,
        title="",
        start=when.start,
        end=end,
        time_zone=when.time_zone,
        time_zone_source=when.zone_source,
        all_day=when.all_day,
        attendees=(Attendee(person.name, person.email),) if person else (),
        location=form.where,
        join_url=link_to_join(form.where) if form.where else None,
        evidence=told,
    )
    return TextReading(invite, evidence=told)


def contact_of_form(form: Form) -> Contact | None:
    """Return the contact as the user stated it: certain, since it is the user's own word."""
    if form.person is None:
        return None
    company, evidence = form.company, [USERS_FORM]
    if company is None and form.person.email:
        company = company_of(form.person.email, ())
        evidence += ["company: the domain of the address"] if company else []
    return Contact(
        form.person.name,
        form.person.email,
        company,
        Confidence.HIGH,
        tuple(evidence),
        company_is_stated=form.company is not None,
    )


def _fields(lines: list[str]) -> list[tuple[str, str]]:
    """Return each label with what stands behind it, up to the next label; a wrapped or empty line goes on below."""
    found: list[tuple[str, str]] = []
    for at, raw in enumerate(lines):
        line = unmarked(raw)
        folded = fold(line)
        starts = list(_LABEL.finditer(folded if len(folded) == len(line) else line))
        if not starts or not (starts[0].start() == 0 or len(starts) > 1):
            continue
        for number, match in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(line)
            value = line[match.end() : end].strip()
            if number + 1 == len(starts):
                value = _with_line_below(value, lines, at)
            found.append((_LABELS[fold(match[1])], value))
    return found


def _with_line_below(value: str, lines: list[str], at: int) -> str:
    below = unmarked(lines[at + 1]) if at + 1 < len(lines) else ""
    goes_on = not value or len(lines[at]) > _WRAPPED_AT
    if goes_on and below and not _LABEL.match(below):
        return f"{value} {below}".strip()
    return value


def _is_unfilled(field: str, value: str) -> bool:
    """Tell whether a value is blank, or still the hint that was sent."""
    hint = re.sub(r"\W+", "", fold(FORM_HINTS[field]))
    left = re.sub(r"\W+", "", fold(value))
    return bool(_BLANK.match(value)) or (bool(left) and hint.startswith(left) and len(left) > 3)  # noqa: PLR2004 - "name" itself may be a beginning


def _person(value: str | None) -> tuple[Person | None, str | None]:
    """Read "Priya Nair <priya@…>, Harbor Health" into person and company."""
    if not value:
        return None, None
    person = person_of(value)
    if person is None:
        return None, None
    given = re.sub(r"<[^<>]*>|\([^()]*@[^()]*\)|\S+@\S+", " ", value).strip(" ,;")
    name, comma, company = given.partition(",")
    name = re.sub(r"\s+", " ", name).strip(" <>()\"'")
    return Person(name or None, person.email), (company.strip(" ,.") or None) if comma else None


def _length(value: str | None) -> timedelta | None:
    """Read "30 minutes", "1.5 hours", "1h30", "half an hour" or a bare number of minutes; None for anything else."""
    if not value:
        return None
    folded = fold(value)
    worded = next((minutes for words, minutes in _WORDS.items() if words in folded), None)
    hours, minutes = _HOURS.search(folded), _MINUTES.search(folded)
    total = worded or 0
    if not worded and hours:
        total = round(float(hours[1].replace(",", ".")) * 60) + int(
            hours[2] or (minutes[1] if minutes and minutes[1] else 0) or 0
        )
    elif not worded and minutes:
        total = int(minutes[1] or minutes[2])
    return timedelta(minutes=total) if 0 < total <= _LONGEST_MINUTES else None
