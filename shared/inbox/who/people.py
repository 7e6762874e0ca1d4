"""People as mails write them, and addresses and names that are nobody's: rooms, lists, services."""

from __future__ import annotations

import re

from shared.domain.invite import Person
from shared.inbox.wording.calendar_words import fold
from shared.inbox.wording.tables import single_words

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}(?![\w-])")
_IN_ANGLES = re.compile(r"[<(\[]\s?(?:mailto:)?[^<>()\[\]\s]{0,320}@[^<>()\[\]\s]{0,320}\s?(?:<[^<>]{0,400}>)?[>)\]]?")
_NO_REPLY = re.compile(
    r"(?:do-?not-?|no-?)reply|noreply|donotreply|notifications?|mailer-daemon|postmaster|bounce|automated"
)
_SERVICES = single_words(
    """
    calendly.com calendlymail.com calendar.google.com google-calendar.com zoom.us e-zoom.us youcanbook.me
    acuityscheduling.com savvycal.com cal.com doodle.com hubspot.com meetings.hubspot.com chilipiper.com x.ai
    simplybook.me setmore.com appointlet.com resource.calendar.google.com group.calendar.google.com
    group.v.calendar.google.com bookings.microsoft.com import.calendar.google.com webex.com gotomeeting.com
    eventbrite.com lu.ma luma-mail.com meetup.com tito.io ti.to evite.com reclaim.ai clockwise.com motion.com
    tidycal.com koalendar.com zcal.co vyte.in teams.microsoft.com email.teams.microsoft.com email.meetup.com
    sender.zohocalendar.com greenhouse.io hire.lever.co goodtime.io schedule.lever.co candidates.workablemail.com
    """
)
_LIST_PARTS = re.compile(
    r"^(?:list|lists|groups?|googlegroups|mailman|listserv)\.|(?:^|\.)googlegroups\.com$|(?:^|\.)groups\.io$"
)
_ROLE = re.compile(
    r"^(?:all|team|staff|everyone|everybody|info|contact|office|admin|hr|jobs|careers?|recruiting|recruitment|talent|events?"
    r"|support|help|hello|sales|marketing|news|newsletter|calendar|meetings?|bookings?|scheduling|schedule|appointments?"
    r"|invites?|conference|rooms?|resources?|[a-z.-]*-?(?:announce|discuss|list|users|devel|team|all))$"
)
_ROOM = re.compile(
    r"\b(?:conference|meeting|board|huddle|phone|video|zoom|focus|training|break|war|interview)"
    r" ?(?:room|booth|bridge)\b"
    r"|\b(?:room|raum|zimmer|salle|sala|ruimte|vergaderruimte|zaal|besprechungsraum|konferenzraum|sitzungszimmer|會議室|会议室"
    r"|会議室)\b|会議室|会议室|\b(?:projector|beamer|polycom|teleconference|whiteboard|equipment|parking)\b|\[gvc\]|\(\d+\)$",
)
_GROUP_NAME = re.compile(
    r"\b(?:team|group|all staff|everyone|department|committee|mailing list|list|gruppe|abteilung|equipe"
    r"|equipo|squad|crew"
    r"|calendar|scheduler|scheduling|assistant bot|bot)\b$|^(?:the|all) ",
)
_DEGREES = frozenset(
    [
        "phd",
        "md",
        "mba",
        "ma",
        "msc",
        "bsc",
        "jd",
        "cpa",
        "cfa",
        "pmp",
        "esq",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "dds",
        "rn",
        "pe",
        "llm",
        "edd",
        "mph",
        "inc",
        "ltd",
        "llc",
        "gmbh",
    ]
)
_TRIM = " \t,;:\"'<>()[]*•-–·|"


def person_of(text: str) -> Person | None:
    """Read "Name <address>", an address, or a name; None where neither is left."""
    text = text.strip()[:400]
    address = _ADDRESS.search(text)
    email = address[0] if address else None
    name = _IN_ANGLES.sub(" ", text)
    name = _ADDRESS.sub(" ", name) if email else name
    name = re.sub(r"\bmailto:\S*|\s(?:on behalf of|via|im auftrag von)\s.*$", " ", name, flags=re.IGNORECASE)
    name = re.sub(r"\s+", " ", name).strip(_TRIM)
    if not name and not email:
        return None
    return Person(ordered(name) if name else None, email)


def people_of(text: str) -> list[Person]:
    """Read a line of several people; commas part people only where addresses or semicolons do not."""
    if ";" in text:
        parts = text.split(";")
    elif "@" in text:
        parts = re.split(r",(?=(?:[^<>]*<[^<>]*>)*[^<>]*$)", text[:4000]) if text.count("<") < 60 else text.split(">,")  # noqa: PLR2004 - bounds the work
    else:
        parts = text.split(",") if text.count(",") > 1 else [text]
    return [person for part in parts[:100] if (person := person_of(part))]


def ordered(name: str) -> str:
    """Return a name with the family name last: "Nair, Priya" is how directories write it."""
    match = re.fullmatch(r"([^\s,@]+(?: [^\s,@]+)?), ([^\s,@]+(?: [^\s,@]+)?)", name)
    if match is None or match[2].lower().replace(".", "") in _DEGREES:
        return name
    return f"{match[2]} {match[1]}"


def is_no_reply(email: str) -> bool:
    """Tell whether an address answers nobody: a no-reply or a booking or meeting service."""
    local, _, domain = email.lower().rpartition("@")
    return bool(_NO_REPLY.search(local)) or any(domain == one or domain.endswith(f".{one}") for one in _SERVICES)


def is_list(email: str) -> bool:
    """Tell whether an address is a list's or a role's that several people read."""
    local, _, domain = email.lower().rpartition("@")
    return bool(_LIST_PARTS.search(domain)) or bool(_ROLE.fullmatch(local.split("+")[0]))


def is_room(name: str) -> bool:
    """Tell whether a name is a room's or a device's."""
    return bool(_ROOM.search(fold(name)))


def is_group(name: str) -> bool:
    """Tell whether a name is a group's."""
    return bool(_GROUP_NAME.search(fold(name)))


def is_no_person(person: Person) -> bool:
    """Tell whether nobody in particular is behind a name and address."""
    if person.email and (is_no_reply(person.email) or is_list(person.email)):
        return True
    return bool(person.name and "@" not in person.name and (is_room(person.name) or is_group(person.name)))
