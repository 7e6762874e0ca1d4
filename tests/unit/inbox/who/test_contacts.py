from __future__ import annotations

import pytest

from shared.domain.contact import Contact
from shared.domain.invite import Invite, Person
from shared.inbox.who.contacts import contact_of
from tests.contact_cases import CASES, HIGH, ME, PRIYA, ROOM, SAM, Case, an_invite


def read(invite: Invite, text: str | None = None, me: Person | None = ME) -> Contact | None:
    own = frozenset({me.email.lower()}) if me and me.email else frozenset()
    return contact_of(invite, user_addresses=own, forwarder=me, text=text)


def is_right(case: Case) -> bool:
    contact = read(case.invite, case.text, case.me)
    if contact is None or case.expect is None:
        return contact is None and case.expect is None
    return (contact.name, contact.email, contact.company) == case.expect and contact.job_title == case.job_title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_contact_is_read(case: Case) -> None:
    contact = read(case.invite, case.text, case.me)
    found = (contact.name, contact.email, contact.company) if contact else None
    assert found == case.expect
    if contact:
        assert contact.job_title == case.job_title
        assert contact.evidence
        assert case.confidence in (None, contact.confidence)


def test_the_table_has_sixty_cases_and_no_high_confidence_on_a_wrong_one() -> None:
    wrong = [case for case in CASES if not is_right(case)]

    assert len(CASES) >= 60
    assert len(wrong) <= len(CASES) * 0.05
    contacts = [read(case.invite, case.text, case.me) for case in wrong]
    assert not any(contact and contact.confidence is HIGH for contact in contacts)


def test_all_other_people_are_listed_and_neither_the_user_nor_a_room_is() -> None:
    contact = read(an_invite("Coffee", PRIYA, ME, SAM, ROOM))

    assert contact is not None
    assert contact.others == (Person("Sam Park", "sam.park@harborhealth.example"),)


def test_the_whole_name_that_the_invite_states_beats_the_part_that_the_address_has() -> None:
    contact = read(an_invite("Coffee", PRIYA, ME), "Bye\n\nBest,\nPriya Nair\nNurse Manager, Harborhealth Hospital")

    assert contact is not None
    assert contact.company == "Harborhealth Hospital"
    assert contact.evidence[1] == "company: stated in the invite's text, and the address agrees"


def test_a_signature_needs_no_closing_where_the_name_stands_alone_above_the_job() -> None:
    contact = read(an_invite("Coffee", PRIYA, ME), "Looking forward to it.\nPriya Nair\nProduct Manager, Harbor Health")

    assert contact is not None
    assert contact.job_title == "Product Manager"
    assert contact.evidence[2] == "job title: the line below the name in the invite"


def test_each_fact_has_its_evidence_in_words() -> None:
    contact = read(an_invite("Coffee", PRIYA, ME), "Bye\n\nBest,\nPriya Nair\nProduct Manager, Harbor Health")

    assert contact is not None
    assert contact.evidence == (
        "the organizer of the invite",
        "company: the domain of the address, harborhealth.example",
        "job title: the signature in the invite",
    )


def test_a_company_that_only_the_address_names_is_not_stated() -> None:
    invite = _invite_with(
        "Happy to talk. Write to priya.nair@harborhealth.example or see https://harborhealth.example/"
    )
    contact = contact_of(invite, user_addresses=frozenset({"robin@college.example"}), forwarder=None, text=None)
    assert contact is not None
    assert (contact.company, contact.company_is_stated) == ("Harborhealth", False)


def test_a_company_that_the_invite_spells_is_stated() -> None:
    invite = _invite_with("Happy to tell you about product work at Harbor Health.")
    contact = contact_of(invite, user_addresses=frozenset({"robin@college.example"}), forwarder=None, text=None)
    assert contact is not None
    assert (contact.company, contact.company_is_stated) == ("Harbor Health", True)


def _invite_with(description: str) -> Invite:
    return an_invite("Coffee chat", Person("Priya Nair", "priya.nair@harborhealth.example"), description=description)
