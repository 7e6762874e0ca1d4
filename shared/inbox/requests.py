"""The text behind a command, read: a correction, a name with its address, a profile. What cannot be read is said."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from shared.domain.commands import Command, CommandWord
from shared.domain.contact import USERS_WORD, Confidence, Contact
from shared.domain.letters import Tone
from shared.domain.names import is_suffix
from shared.domain.reply import Corrections, Named, Profile
from shared.inbox.calendar.zone_names import iana_name
from shared.inbox.form import contact_of_form, invite_of_form, read_form
from shared.inbox.text.zone_words import mention_at, zone_of_city
from shared.inbox.wording.calendar_words import fold

_CORRECTING = (CommandWord.WITH, CommandWord.COMPANY, CommandWord.WHEN, CommandWord.LENGTH, CommandWord.WHERE)
_NO_PART = r"\s<>()\[\]{},;:\"|@\uff0c\u3001\uff1b\uff1a\uff08\uff09\u201c\u201d\u2018\u300c\u300d"
# A whole address or none: a part of one is somebody else's. An apostrophe may stand in a name, not before it.
_ADDRESS = re.compile(
    rf"[^{_NO_PART}'][^{_NO_PART}]{{0,63}}@[\w.\-]{{1,190}}\.(?:xn--[a-z0-9\-]{{2,59}}|[^\W\d_]{{2,24}})(?![\w@\-]|\.\w)",
    re.IGNORECASE,
)
_AROUND_ADDRESS = re.compile(r"[(<\[{\uff08][\s,]*[)>\]}\uff09]")
_BETWEEN_PARTS = re.compile(r"[,;|\n\uff0c\u3001\uff1b]|\s[\-\u2013\u2014]\s")
# As mail programs write a whole name with its address: "Ruiz, Ana" <ana@example.com>, with quotes or without.
_LAST_FIRST = re.compile(
    r"^\s*(?:\"([^\",<>]+),\s*([^\",<>]+)\"|([^\s\",<>]+),\s+([^\s\",<>]+(?: [^\s\",<>]+)?))\s*(?=<)"
)
_WITH_COMPANY = re.compile(r"^([^\W\d_].*?)\s*(?:\s(?:at|from|@)\s+(.+)|\(([^()]+)\))$")
_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?\s?(?:h|uhr)?\s?([ap]\.?m\.?)?"
_HOURS = re.compile(
    rf"^(?:from |between |von )?{_HOUR}\s?(?:-|\u2013|\u2014|to|until|till|and|bis|/)\s?{_HOUR}$", re.IGNORECASE
)
_FEWEST_WAKING = timedelta(hours=6)
_DAY_ENDS = time(23, 59)
# Zones of the IANA table that have no summer time, by the names that people give to zones that have one. Who says "MST"
# is in Denver or in Phoenix.
_NOT_AS_NAMED = {"est": "America/New_York", "mst": None}
_TO = re.compile(r"^(?:to|on)\b:?", re.IGNORECASE)
_LINE = re.compile(r"^\s*[*\u2022\-]?\s*([A-Za-z][A-Za-z ]{1,20}?)\s?[:=]\s*(.*)$")
_KEYS = {
    "name": "name", "my name": "name",
    "field": "field", "fields": "field", "industry": "field",
    "strengths": "strengths", "strength": "strengths", "skills": "strengths",
    "zone": "zone", "time zone": "zone", "timezone": "zone", "where": "zone", "city": "zone",
    "hours": "hours", "waking": "hours", "awake": "hours",
    "tone": "tone",
}  # fmt: skip
_LONGEST_NAME = 200
_MANY_STRENGTHS = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What the correcting commands of a reply say, and the lines of them that could not be read, each with why."""

    corrections: Corrections
    unclear: tuple[str, ...] = ()


def read_corrections(commands: Iterable[Command], contact: Contact | None, sent_at: datetime, zone: str) -> Read:
    """Read what a user says the record should be. `contact` is whom the record names; `zone` is the user's."""
    given = {
        command.word: command.text for command in commands if command.text or command.word is CommandWord.CANCELLED
    }
    lines = [f"{word.value.capitalize()}: {given[word]}" for word in _CORRECTING if word in given]
    if CommandWord.MOVED in given and CommandWord.WHEN not in given:
        lines.append(f"When: {_TO.sub('', given[CommandWord.MOVED]).strip()}")
    form = read_form("\n".join(lines)) if lines else None
    unclear, moved = [], None
    if form and form.when:
        said = invite_of_form(form, sent_at=sent_at, assumed_zone=zone)
        moved = said.invite
        if moved is None:
            unclear.append(said.detail or form.when)
    elif any(line.startswith("When: ") for line in lines):
        unclear.append(f"When: {given.get(CommandWord.WHEN) or given.get(CommandWord.MOVED)}")
    if CommandWord.LENGTH in given and (form is None or form.length is None):
        unclear.append(f"Length: {given[CommandWord.LENGTH]}")
    stated = contact_of_form(form) if form else None
    if CommandWord.WITH in given and stated is None:
        unclear.append(f"With: {given[CommandWord.WITH]}")
    return Read(
        Corrections(
            contact=_corrected(contact, stated, form.company if form else None),
            moved=moved,
            length=form.length if form else None,
            where=form.where if form else None,
            cancelled=CommandWord.CANCELLED in given,
        ),
        tuple(unclear),
    )


def read_named(text: str) -> Named | None:
    """Read "Ana Ruiz, ana@example.com, Harbor Health": a name, then an address if there is one, then the rest.

    The order is free. None where there is no name, or more than one address: whose it is would be a guess.
    """
    bare = re.sub(r"mailto:", "", re.sub(r"\[([^\[\]]*)\]\(([^()\s]*)\)", r"\1 <\2>", text), flags=re.IGNORECASE)
    addresses = {found.lower(): found for found in _ADDRESS.findall(bare)}
    if len(addresses) > 1:
        return None
    bare = _LAST_FIRST.sub(lambda said: f"{said[2] or said[4]} {said[1] or said[3]}", bare)
    bare = _AROUND_ADDRESS.sub(",", _ADDRESS.sub(",", bare))
    parts = [" ".join(part.split()).strip(' .:"') for part in _BETWEEN_PARTS.split(bare)]
    parts = [part for part in parts if part]
    if not parts or len(parts[0]) > _LONGEST_NAME or not re.search(r"[^\W\d_]", parts[0]):
        return None
    while len(parts) > 1 and is_suffix(parts[1]):
        parts[:2] = [f"{parts[0]}, {parts[1]}"]
    beside = _WITH_COMPANY.match(parts[0])
    name = beside[1] if beside else parts[0]
    rest = ", ".join(parts[1:]) or None
    return Named(
        name, next(iter(addresses.values()), None), company=(beside[2] or beside[3]) if beside else rest, why=rest
    )


def address_in(text: str) -> str | None:
    """Return the one address of a line, in lower case; None where there is none or more than one."""
    found = {match.lower() for match in _ADDRESS.findall(text)}
    return found.pop() if len(found) == 1 else None


def read_profile(text: str) -> Profile:
    """Read the lines "key: value" of a profile; a line that cannot be read is named and changes nothing."""
    said: dict[str, str] = {}
    unread = []
    for line in text.splitlines():
        if not line.strip():
            continue
        pair = _LINE.match(line)
        key = _KEYS.get(pair[1].strip().lower()) if pair else None
        if key is None or pair is None:
            unread.append(line.strip())
        elif pair[2].strip():
            said[key] = pair[2].strip().rstrip(".")
    return _profile(said, unread)


def _profile(said: Mapping[str, str], unread: list[str]) -> Profile:
    zone = zone_of(said["zone"]) if "zone" in said else None
    waking = _waking(said["hours"]) if "hours" in said else None
    tone = said.get("tone", "").lower()
    if "zone" in said and zone is None:
        unread.append(f"zone: {said['zone']}")
    if "hours" in said and waking is None:
        unread.append(f"hours: {said['hours']}")
    if tone and tone not in list(Tone):
        unread.append(f"tone: {said['tone']}")
    strengths = [" ".join(one.split()) for one in re.split(r"[;,]", said.get("strengths", "")) if one.strip()]
    return Profile(
        name=said.get("name"),
        field=said.get("field"),
        strengths=tuple(strengths[:_MANY_STRENGTHS]) if strengths else None,
        zone=zone,
        waking=waking,
        tone=tone if tone in list(Tone) else None,
        unread=tuple(unread),
    )


def zone_of(text: str) -> str | None:
    """Return the IANA name of a zone as people write it: a name, a city, "Pacific time"; None where it is not one."""
    bare = " ".join(text.split()).strip(" .")
    if bare.lower() in _NOT_AS_NAMED:
        return _NOT_AS_NAMED[bare.lower()]
    known = iana_name(bare) or zone_of_city(fold(bare))
    if known:
        return known
    found = mention_at(bare, 0)
    zones = {zone for zone, _ in found[0].choices} if found and found[1] >= len(bare) else set()
    return zones.pop() if len(zones) == 1 else None


def _waking(text: str) -> str | None:
    """Read "8-20", "7:30 am to 10 pm"; at least six hours, or hardly a mail could be sent, and within one day."""
    hours = _HOURS.match(" ".join(text.split()))
    if not hours:
        return None
    begins = _clock(hours[1], hours[2], hours[3] or "")
    ends = _clock(hours[4], hours[5], hours[6] or "")
    ends = _DAY_ENDS if ends == time() else ends
    if begins is None or ends is None or _on_a_day(ends) - _on_a_day(begins) < _FEWEST_WAKING:
        return None
    return f"{begins:%H:%M}-{ends:%H:%M}"


def _on_a_day(clock: time) -> datetime:
    return datetime.combine(date.min, clock)


def _clock(hour: str, minute: str | None, half: str) -> time | None:
    """Read a time of the day; "24" and "12 am" are midnight."""
    number = int(hour)
    if half:
        if not 1 <= number <= 12:  # noqa: PLR2004 - the half of a day
            return None
        number = number % 12 + (12 if half.lower().startswith("p") else 0)
    minutes = int(minute or 0)
    if number == 24 and not minutes:  # noqa: PLR2004 - the end of the day
        return time()
    return time(number, minutes) if number < 24 and minutes < 60 else None  # noqa: PLR2004 - the clock


def _corrected(known: Contact | None, stated: Contact | None, company: str | None) -> Contact | None:
    """Join what the user states to what is recorded: an address stays only with the name that it came with."""
    if stated is None and company is None:
        return None
    if stated is None or not stated.name:
        base = known or Contact(None, None, None, Confidence.HIGH)
        changed = dataclasses.replace(
            base, company=company or base.company, company_is_stated=company is not None or base.company_is_stated
        )
        if stated and stated.email:
            changed = dataclasses.replace(changed, email=stated.email)
    else:
        same = known is not None and _may_be_one(known.name or "", stated.name)
        email = stated.email or (known.email if known and same else None)
        changed = dataclasses.replace(
            stated,
            email=email,
            company=stated.company or (known.company if known and same else None),
            company_is_stated=stated.company_is_stated or bool(known and same and known.company_is_stated),
            job_title=known.job_title if known and same else None,
            others=known.others if known else (),
        )
    return dataclasses.replace(changed, confidence=Confidence.HIGH, evidence=(USERS_WORD,))


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two names may be of one person: all words of one in the other, or a name and initial alike."""
    first, second = (re.findall(r"[^\W_]+", name.casefold()) for name in (one, other))
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first) or first[0] == second[0]:
        return True
    return first[-1] == second[-1] and first[0][0] == second[0][0] and 1 in (len(first[0]), len(second[0]))
