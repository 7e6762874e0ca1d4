"""Who the meeting is with, and how sure that is.

The main contact, by this rule: the person whom the title names besides the user, if that is one of the invite's
people; else the organizer, if that is not the user; else the first required attendee outside the user's own company;
else the first other attendee; else whom the title or a signature names. Never the user, a room, a resource, a group,
a list or a service's address. All others are listed.

HIGH needs an invite that leaves nobody else: one person with a full name and a company's address. A title that names
another, a second person, or a name alone lowers it.
"""

from __future__ import annotations

import dataclasses
import re
from typing import NamedTuple

from shared.domain.contact import Confidence, Contact
from shared.domain.invite import Attendee, Invite, Person
from shared.inbox.who.company import company_of, is_provider, registrable
from shared.inbox.who.names_in_title import Named, all_named_in, is_name, named_in, names_met_in
from shared.inbox.who.people import is_no_person, is_room, ordered
from shared.inbox.who.signature import Signed, signatures_in, stated_below, stated_of
from shared.inbox.wording.calendar_words import fold

_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})
_PLUS = re.compile(r"\+[^@]*@")
_FOR_OTHERS = re.compile(
    r"\bon behalf of\b|\bassistant to\b|\bassistent|\bim auftrag\b|\bde la part de\b", re.IGNORECASE
)
_COMPANY_IN_NAME = re.compile(r"^(?P<name>[^()|]{3,60}?)\s*(?:\((?P<brackets>[^()]{2,60})\)|\|\s*(?P<bar>.{2,60}))$")
_VIA = re.compile(r"\s(?:via|\(via|on behalf of)\s.*$", re.IGNORECASE)
_LONGEST_TEXT = 64 * 1024


class _Choice(NamedTuple):
    """Somebody of the meeting, with why: `why` is the evidence, `rank` how plain it is."""

    person: Person
    why: str
    sure: bool
    company: str | None = None


def contact_of(
    invite: Invite, *, user_addresses: frozenset[str], forwarder: Person | None, text: str | None
) -> Contact | None:
    """Return whom the user meets, or None where the invite names nobody besides the user.

    `user_addresses` are lower case; `forwarder` is the user as well. `text` is the mail's own text, for a signature.
    The company is null for a mailbox provider's address unless the invite states it; nothing is guessed from an
    address's local part.
    """
    user = _User(user_addresses, forwarder, invite)
    people = _people(invite, user)
    named = _no_company(named_in(invite.title, user.names), people)
    texts = (invite.title, *(part for part in (invite.description, (text or "")[:_LONGEST_TEXT]) if part))
    choice = _titled(named, people, invite) or _organizing(invite, people) or _attending(people, user)
    choice = choice or _by_name_alone(named, texts, user)
    if choice is None:
        return None
    others = tuple(person for person in people if person is not choice.person)
    return _contact(choice, others, named, texts, user)


class _User:
    """The user's own addresses, domains and names."""

    def __init__(self, addresses: frozenset[str], forwarder: Person | None, invite: Invite) -> None:
        own = {_plain(address) for address in addresses}
        if forwarder and forwarder.email:
            own.add(_plain(forwarder.email))
        self.addresses = own
        domains = {registrable(address.rpartition("@")[2]) for address in own if "@" in address}
        self.domains = {domain for domain in domains if not is_provider(domain)}
        listed = [forwarder, invite.organizer, *invite.attendees]
        names = [
            person.name for person in listed if person and person.name and (person is forwarder or self.is_own(person))
        ]
        folded = {fold(ordered(name)) for name in names if name}
        self.names = frozenset(folded | {name.split(" ")[0] for name in folded})
        self.whole_names = frozenset(folded)

    @property
    def is_known(self) -> bool:
        """Tell whether anything says who the user is."""
        return bool(self.addresses or self.names)

    def is_own(self, person: Person) -> bool:
        """Tell whether a person is the user, by address, or by whole name where there is no address."""
        if person.email:
            return _plain(person.email) in self.addresses
        return bool(person.name) and fold(person.name or "") in getattr(self, "whole_names", ())


def _plain(address: str) -> str:
    """Return an address without what stands behind a plus, and without Gmail's dots."""
    address = _PLUS.sub("@", address.strip().lower())
    local, _, domain = address.rpartition("@")
    return f"{local.replace('.', '')}@gmail.com" if domain in {"gmail.com", "googlemail.com"} else address


def _people(invite: Invite, user: _User) -> list[Person]:
    """Return the people of the invite besides the user, the organizer first, each once."""
    found: dict[str, Person] = {}
    for person in (invite.organizer, *invite.attendees):
        if person is None or not (person.email or person.name) or user.is_own(person):
            continue
        if isinstance(person, Attendee) and person.kind in _NOT_PEOPLE:
            continue
        if is_no_person(person) or (person.name and person.name == invite.location and is_room(person.name)):
            continue
        key = (person.email or person.name or "").lower()
        known = found.get(key)
        if known is None:
            found[key] = person
        elif not _own_name(known) and _own_name(person):
            found[key] = dataclasses.replace(known, name=person.name)
    return list(found.values())


def _own_name(person: Person) -> str | None:
    """Return a person's name, unless it only repeats the address."""
    name = (person.name or "").strip()
    name = _VIA.sub("", name).strip("'\" ")
    return ordered(name) if name and "@" not in name else None


def _matches(named: Named, person: Person) -> bool:
    """Tell whether a title's name is a person's: the whole name, its first word, or the words of the address."""
    wanted = fold(named.name)
    name = fold(_own_name(person) or "")
    if name:
        return name == wanted or name.split(" ")[0] == wanted or wanted.split(" ")[0] == name
    words = set(re.split(r"[._-]", (person.email or "").lower().partition("@")[0]))
    return all(word in words for word in wanted.split())


def _no_company(named: Named | None, people: list[Person]) -> Named | None:
    """Drop a title's name that is a company's: of "Acme <> Jordan" where somebody of acme.com is invited."""
    if named is None:
        return None
    letters = re.sub(r"\W", "", fold(named.name))
    labels = {registrable(person.email.rpartition("@")[2].lower()).split(".")[0] for person in people if person.email}
    return None if any(label.replace("-", "") in {letters, letters.removesuffix("inc")} for label in labels) else named


def _titled(named: Named | None, people: list[Person], invite: Invite) -> _Choice | None:
    if named is None:
        title = fold(invite.title)
        fitting = [person for person in people if " " in (name := fold(_own_name(person) or "")) and name in title]
        named = Named(_own_name(fitting[0]) or "") if len(fitting) == 1 else None
    fitting = [person for person in people if named and _matches(named, person)]
    if named is None or len(fitting) != 1:
        return None
    person = fitting[0]
    role = "the organizer" if _is_organizer(person, invite) else "an attendee"
    filled = person if _own_name(person) else dataclasses.replace(person, name=named.name)
    index = people.index(person)
    people[index] = filled
    return _Choice(filled, f"the title names {named.name}, {role} of the invite", sure=True, company=named.company)


def _is_organizer(person: Person, invite: Invite) -> bool:
    organizer = invite.organizer
    return organizer is not None and (organizer.email or organizer.name) == (person.email or person.name)


def _organizing(invite: Invite, people: list[Person]) -> _Choice | None:
    organizer = next((person for person in people if _is_organizer(person, invite)), None)
    return _Choice(organizer, "the organizer of the invite", sure=True) if organizer else None


def _attending(people: list[Person], user: _User) -> _Choice | None:
    """Return the first required attendee outside the user's company who did not decline, else the first of all."""

    def order(person: Person) -> tuple[bool, bool, bool]:
        attendee = person if isinstance(person, Attendee) else Attendee(person.name, person.email)
        domain = registrable((person.email or "").lower().rpartition("@")[2])
        return (
            attendee.status == "DECLINED",
            attendee.role in {"OPT-PARTICIPANT", "NON-PARTICIPANT"},
            domain in user.domains,
        )

    if not people:
        return None
    chosen = min(people, key=order)
    if len(people) == 1:
        return _Choice(chosen, "the only other attendee of the invite", sure=not order(chosen)[0])
    why = "the first attendee outside your own company" if user.domains else "the first other attendee"
    return _Choice(chosen, f"{why}, of {len(people)}", sure=False)


def _by_name_alone(named: Named | None, texts: tuple[str, ...], user: _User) -> _Choice | None:
    """Return whom the title names, or one signature, where the invite lists nobody besides the user."""
    if named:
        return _Choice(Person(named.name, None), "the title", sure=False, company=named.company)
    signed = {one.name for text in texts[1:] for one in signatures_in(text) if not _is_users(one.name, user)}
    if len(signed) == 1:
        return _Choice(Person(signed.pop(), None), "a signature in the text", sure=False)
    return None


def _is_users(name: str, user: _User) -> bool:
    return fold(name) in user.names


def _contact(
    choice: _Choice, others: tuple[Person, ...], named: Named | None, texts: tuple[str, ...], user: _User
) -> Contact:
    name, bracketed = _name_and_company(_own_name(choice.person))
    email = choice.person.email
    evidence = [choice.why]
    signed, where = _signed(name, texts, user)
    company, from_where = _company(choice, bracketed, email, signed, texts)
    if from_where:
        evidence.append(from_where)
    if signed and signed.job_title:
        evidence.append(f"job title: {where}")
    if signed and len(signed.name) > len(name or ""):
        evidence.append(f"whole name: {where}")
        name = signed.name
    return Contact(
        name,
        email,
        company,
        _confidence(choice, name, company, others, named, texts, user),
        tuple(evidence),
        job_title=signed.job_title if signed else None,
        others=tuple(Person(_own_name(person), person.email) for person in others),
        company_is_stated=_is_stated(company, (*texts, bracketed or "", choice.company or "")),
    )


def _is_stated(company: str | None, texts: tuple[str, ...]) -> bool:
    """Tell whether somebody wrote the company's name, addresses and links apart."""
    words = (word for text in texts for word in text.split() if "@" not in word and "/" not in word)
    return company is not None and fold(company) in fold(" ".join(words))


def _name_and_company(name: str | None) -> tuple[str | None, str | None]:
    """Part "Priya Nair (Harbor Health)" as directories of large companies write it."""
    match = _COMPANY_IN_NAME.match(name) if name else None
    if match is None or not is_name(match["name"]):
        return name, None
    return match["name"], match["brackets"] or match["bar"]


def _signed(name: str | None, texts: tuple[str, ...], user: _User) -> tuple[Signed | None, str]:
    """Return what a sentence or a signature states of the person of that name."""
    if not name:
        return None, ""
    for text in texts:
        stated = stated_of(name, text)
        if stated:
            return stated, "stated in the invite"
    for text in texts[1:]:
        for one in signatures_in(text):
            first = fold(one.name).split(" ")[0]
            if (
                first == fold(name).split(" ")[0]
                and not _is_users(one.name, user)
                and _one_contains_other(one.name, name)
            ):
                return one, "the signature in the invite"
    for text in texts[1:]:
        below = stated_below(name, text)
        if below:
            return below, "the line below the name in the invite"
    return None, ""


def _one_contains_other(one: str, other: str) -> bool:
    short, long = sorted((fold(one), fold(other)), key=len)
    return long == short or long.startswith(f"{short} ")


def _company(
    choice: _Choice, bracketed: str | None, email: str | None, signed: Signed | None, texts: tuple[str, ...]
) -> tuple[str | None, str | None]:
    """Return the company with its evidence: from the address's domain, else as stated."""
    spelled = (*texts, bracketed or "", choice.company or "", (signed.company if signed else None) or "")
    found = company_of(email, spelled) if email else None
    whole = next((stated for stated in spelled[len(texts) :] if found and _holds(stated, found)), None)
    if whole:
        return whole, "company: stated in the invite's text, and the address agrees"
    if found and email:
        return found, f"company: the domain of the address, {registrable(email.rpartition('@')[2].lower())}"
    if signed and signed.company:
        return signed.company, "company: stated in the invite's text"
    if choice.company:
        return choice.company, "company: the title"
    return (bracketed, "company: beside the name") if bracketed else (None, None)


def _holds(stated: str, company: str) -> bool:
    """Tell whether what is stated is the company's longer name: "Mercy General Hospital" for "Mercy General"."""
    return fold(stated) != fold(company) and f" {fold(company)} " in f" {fold(stated)} "


def _confidence(
    choice: _Choice,
    name: str | None,
    company: str | None,
    others: tuple[Person, ...],
    named: Named | None,
    texts: tuple[str, ...],
    user: _User,
) -> Confidence:
    if not choice.sure and not choice.person.email:
        return Confidence.LOW
    titled = named is not None and _matches(named, choice.person)
    if named is not None and not titled and " " in named.name:
        return Confidence.LOW
    if not choice.sure or not name:
        return Confidence.MEDIUM if name and len(others) <= 1 else Confidence.LOW
    plain = bool(choice.person.email) and company is not None and is_name(name) and " " in name
    alone = not others or (titled and named is not None and " " in named.name)
    unopposed = named is None or titled
    domain = registrable((choice.person.email or "").lower().rpartition("@")[2])
    for_others = any(_FOR_OTHERS.search(text) for text in texts)
    if (
        plain
        and alone
        and unopposed
        and user.is_known
        and domain not in user.domains
        and not for_others
        and not _others_named(texts, name, user)
    ):
        return Confidence.HIGH
    return Confidence.MEDIUM


def _others_named(texts: tuple[str, ...], name: str, user: _User) -> bool:
    """Tell whether the title, a sentence or a signature names somebody else than the contact and the user."""
    words = set(fold(name).split())
    stated = [*all_named_in(texts[0])]
    for text in texts[1:]:
        stated += [*names_met_in(text), *(one.name for one in signatures_in(text))]
    return any(" " in one and not (set(fold(one).split()) & words) and not _is_users(one, user) for one in stated)
