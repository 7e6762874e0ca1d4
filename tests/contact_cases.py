"""The table of contacts: invites made up for the tests, and whom each is with."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from shared.domain.contact import Confidence
from shared.domain.invite import Attendee, Invite, Person, ZoneSource

ME = Person("Jordan Lee", "jordan.lee@gmail.com")
PRIYA = Person("Priya Nair", "priya.nair@harborhealth.example")
SAM = Person("Sam Park", "sam.park@harborhealth.example")
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW


def an_invite(title: str, organizer: Person | None, *attendees: Person, description: str | None = None) -> Invite:
    listed = tuple(one if isinstance(one, Attendee) else Attendee(one.name, one.email) for one in attendees)
    return Invite(
        uid="1",
        title=title,
        start=datetime(2026, 11, 12, 22, tzinfo=UTC),
        end=None,
        time_zone="UTC",
        time_zone_source=ZoneSource.EVENT,
        organizer=organizer,
        attendees=listed,
        description=description,
    )


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    invite: Invite
    expect: tuple[str | None, str | None, str | None] | None  # name, address, company
    text: str | None = None
    me: Person | None = ME
    job_title: str | None = None
    confidence: Confidence | None = None


P = ("Priya Nair", "priya.nair@harborhealth.example", "Harbor Health")
P_PLAIN = ("Priya Nair", "priya.nair@harborhealth.example", "Harborhealth")
ROOM = Attendee("Conference Room B", "room-b@harborhealth.example", kind="ROOM")
GOOGLE_ROOM = Attendee("SVL-3-Sea (7) [GVC]", "c_188abc@resource.calendar.google.com", kind="RESOURCE")


def at(address: str, name: str = "Priya Nair") -> Invite:
    return an_invite("Coffee", Person(name, address), ME)


CASES = [
    # The organizer.
    Case("organizer and the user", an_invite("Coffee", PRIYA, ME), P_PLAIN, confidence=HIGH),
    Case("organizer listed as attendee too", an_invite("Coffee", PRIYA, PRIYA, ME), P_PLAIN, confidence=HIGH),
    Case(
        "organizer with capitals in the address",
        an_invite("Coffee", Person("Priya Nair", "Priya.Nair@HarborHealth.example"), ME),
        ("Priya Nair", "Priya.Nair@HarborHealth.example", "Harborhealth"),
    ),
    Case(
        "organizer without a name",
        an_invite("Coffee", Person(None, PRIYA.email), ME),
        (None, PRIYA.email, "Harborhealth"),
        confidence=LOW,
    ),
    Case(
        "organizer whose name is the address",
        an_invite("Coffee", Person(PRIYA.email, PRIYA.email), ME),
        (None, PRIYA.email, "Harborhealth"),
    ),
    Case("organizer, family name first", an_invite("Coffee", Person("Nair, Priya", PRIYA.email), ME), P_PLAIN),
    Case(
        "organizer with company in brackets",
        an_invite("Coffee", Person("Priya Nair (Harbor Health)", PRIYA.email), ME),
        P,
    ),
    Case(
        "organizer with a degree",
        an_invite("Coffee", Person("Priya Nair, PhD", PRIYA.email), ME),
        ("Priya Nair, PhD", PRIYA.email, "Harborhealth"),
    ),
    Case("organizer and a second person", an_invite("Coffee", PRIYA, ME, SAM), P_PLAIN, confidence=MEDIUM),
    Case("organizer and a room", an_invite("Coffee", PRIYA, ME, ROOM), P_PLAIN, confidence=HIGH),
    Case("organizer and a Google room", an_invite("Coffee", PRIYA, ME, GOOGLE_ROOM), P_PLAIN, confidence=HIGH),
    # The user is the organizer.
    Case("the user organizes, one guest", an_invite("Coffee", ME, ME, PRIYA), P_PLAIN, confidence=HIGH),
    Case("the user organizes, a room first", an_invite("Coffee", ME, ROOM, PRIYA), P_PLAIN, confidence=HIGH),
    Case("the user organizes, two guests", an_invite("Coffee", ME, PRIYA, SAM), P_PLAIN, confidence=MEDIUM),
    Case(
        "the user organizes, an optional guest first",
        an_invite("Coffee", ME, Attendee("Sam Park", SAM.email, role="OPT-PARTICIPANT"), PRIYA),
        P_PLAIN,
    ),
    Case(
        "the user organizes, the first guest declined",
        an_invite("Coffee", ME, Attendee("Sam Park", SAM.email, status="DECLINED"), PRIYA),
        P_PLAIN,
    ),
    Case("the user organizes, alone", an_invite("Coffee", ME, ME), None),
    Case(
        "the user by another address",
        an_invite("Coffee", Person("Jordan Lee", "Jordan.Lee+meet@Gmail.com"), PRIYA),
        P_PLAIN,
    ),
    Case(
        "the user by Gmail without dots",
        an_invite("Coffee", Person("Jordan", "jordanlee@googlemail.com"), PRIYA),
        P_PLAIN,
    ),
    Case(
        "a colleague of the user listed first",
        an_invite(
            "Coffee",
            Person("Jordan Lee", "jlee@college.example"),
            Attendee("Ann Colleague", "ann@college.example"),
            PRIYA,
        ),
        P_PLAIN,
        me=Person("Jordan Lee", "jlee@college.example"),
    ),
    # Nobody in particular.
    Case("only a room", an_invite("Coffee", ME, ROOM), None),
    Case(
        "a room by its name alone",
        an_invite("Coffee", ME, Attendee("Meeting Room 4", "mr4@acme.example"), PRIYA),
        P_PLAIN,
    ),
    Case(
        "a room in German",
        an_invite("Kaffee", ME, Attendee("Besprechungsraum 2", "raum2@acme.example"), PRIYA),
        P_PLAIN,
    ),
    Case("a group", an_invite("Coffee", ME, Attendee("Product", "product@acme.example", kind="GROUP"), PRIYA), P_PLAIN),
    Case("a list", an_invite("Coffee", ME, Attendee("Careers", "careers-list@lists.acme.example"), PRIYA), P_PLAIN),
    Case("a Google group", an_invite("Coffee", ME, Attendee(None, "alumni@googlegroups.com"), PRIYA), P_PLAIN),
    Case(
        "a team's calendar organizes",
        an_invite("Coffee", Person("Harbor interviews", "c_abc@group.calendar.google.com"), ME, PRIYA),
        P_PLAIN,
    ),
    Case(
        "Calendly's address organizes",
        an_invite("Coffee", Person("Calendly", "notifications@calendly.com"), ME, PRIYA),
        P_PLAIN,
    ),
    Case("Zoom's no-reply organizes", an_invite("Coffee", Person("Zoom", "no-reply@zoom.us"), ME, PRIYA), P_PLAIN),
    Case(
        "a no-reply of a company",
        an_invite("Coffee", Person("Harbor", "noreply@harborhealth.example"), ME, PRIYA),
        P_PLAIN,
    ),
    Case(
        "Google's notifier",
        an_invite("Coffee", Person("Google Calendar", "calendar-notification@google.com"), ME, PRIYA),
        P_PLAIN,
    ),
    Case("only a booking service", an_invite("Booking", Person("Calendly", "no-reply@calendly.com"), ME), None),
    # The title.
    Case("a pair with a slash", an_invite("Coffee: Priya / Jordan", ME, PRIYA), P_PLAIN, confidence=HIGH),
    Case("a pair with <>", an_invite("Priya <> Jordan", ME, SAM, PRIYA), P_PLAIN),
    Case("a pair, the user first", an_invite("Jordan <> Priya", PRIYA, ME), P_PLAIN, confidence=HIGH),
    Case(
        "the title names a guest, a coordinator organizes",
        an_invite(
            "Informational interview with Priya Nair", Person("Dana Cole", "dana.cole@harborhealth.example"), ME, PRIYA
        ),
        P_PLAIN,
    ),
    Case(
        "the title names somebody not listed",
        an_invite("Informational interview with Priya Nair", Person("Dana Cole", "dana.cole@harborhealth.example"), ME),
        ("Dana Cole", "dana.cole@harborhealth.example", "Harborhealth"),
        confidence=LOW,
    ),
    Case(
        "name and company in the title alone",
        an_invite("Informational interview with Priya Nair (Harbor Health)", ME, ME),
        ("Priya Nair", None, "Harbor Health"),
        confidence=LOW,
    ),
    Case(
        "name at company in the title",
        an_invite("Chat with Priya Nair at Harbor Health", None),
        ("Priya Nair", None, "Harbor Health"),
    ),
    Case(
        "a first name in the title alone",
        an_invite("Coffee with Priya", None, ME),
        ("Priya", None, None),
        confidence=LOW,
    ),
    Case(
        "the title gives the name of a bare address",
        an_invite("Coffee: Priya Nair / Jordan Lee", Person(None, "priya.nair@harborhealth.example"), ME),
        P_PLAIN,
    ),
    Case("a title in German", an_invite("Gespräch mit Priya Nair", ME, SAM, PRIYA), P_PLAIN),
    Case("a title in French", an_invite("Entretien avec Élodie Martin", None), ("Élodie Martin", None, None)),
    Case("a title in Japanese", an_invite("Priyaさんとの面談", ME, PRIYA, SAM), P_PLAIN),
    Case(
        "between two names",
        an_invite("30 Minute Meeting between Jordan Lee and Priya Nair", None),
        ("Priya Nair", None, None),
    ),
    Case("a title of plain words", an_invite("Informational Interview", None, ME), None),
    Case("the user's own name in the title", an_invite("Meeting with Jordan Lee", PRIYA, ME), P_PLAIN),
    Case("the title spells the company", an_invite("Harbor Health intro", PRIYA, ME), P),
    # The company from the address.
    Case("co.uk", at("priya@acme.co.uk"), ("Priya Nair", "priya@acme.co.uk", "Acme")),
    Case("a subdomain", at("priya@mail.acme.com"), ("Priya Nair", "priya@mail.acme.com", "Acme")),
    Case("a deep subdomain of com.br", at("p@eu.mail.acme.com.br"), ("Priya Nair", "p@eu.mail.acme.com.br", "Acme")),
    Case("a hyphen", at("priya@harbor-health.com"), ("Priya Nair", "priya@harbor-health.com", "Harbor Health")),
    Case("three letters", at("priya@ibm.com"), ("Priya Nair", "priya@ibm.com", "IBM")),
    Case("a tenant", at("priya@acme.onmicrosoft.com"), ("Priya Nair", "priya@acme.onmicrosoft.com", "Acme")),
    *[
        Case(
            f"no company of {domain}", at(f"priya@{domain}"), ("Priya Nair", f"priya@{domain}", None), confidence=MEDIUM
        )
        for domain in (
            "gmail.com",
            "outlook.com",
            "hotmail.co.uk",
            "yahoo.co.jp",
            "icloud.com",
            "gmx.de",
            "web.de",
            "qq.com",
            "163.com",
            "proton.me",
            "orange.fr",
            "libero.it",
            "t-online.de",
            "aol.com",
            "me.com",
            "live.nl",
        )
    ],
    # What the text states.
    Case(
        "a signature gives title and company to a Gmail address",
        an_invite(
            "Coffee",
            Person("Priya Nair", "priya@gmail.com"),
            ME,
            description="Happy to chat!\n\nBest,\nPriya Nair\nHead of Product, Harbor Health",
        ),
        ("Priya Nair", "priya@gmail.com", "Harbor Health"),
        job_title="Head of Product",
    ),
    Case(
        "a signature in the mail's text",
        an_invite("Coffee", PRIYA, ME),
        P,
        text="See you then.\n\nBest regards,\nPriya Nair\nProduct Manager | Harbor Health\n+1 555 0100",
        job_title="Product Manager",
    ),
    Case(
        "a German signature",
        an_invite("Kaffee", PRIYA, ME),
        P_PLAIN,
        text="Bis dann!\n\nViele Grüße\nPriya Nair\nLeiterin Produkt",
        job_title="Leiterin Produkt",
    ),
    Case(
        "a sentence",
        an_invite(
            "Coffee",
            PRIYA,
            ME,
            description="You will meet Priya Nair, Director of Nursing at Harbor Health. Bring questions.",
        ),
        P,
        job_title="Director of Nursing",
    ),
    Case(
        "the user's own signature is not the contact's",
        an_invite("Coffee", PRIYA, ME),
        P_PLAIN,
        text="FYI\n\nBest,\nJordan Lee\nProduct Manager, Elsewhere Inc",
    ),
    Case(
        "only a signature",
        an_invite("Booking", Person("Calendly", "no-reply@calendly.com"), ME),
        ("Priya Nair", None, "Harbor Health"),
        text="Looking forward!\n\nCheers,\nPriya Nair\nEngineer, Harbor Health",
        job_title="Engineer",
        confidence=LOW,
    ),
    Case(
        "the company spelled in the description",
        an_invite("Coffee", PRIYA, ME, description="Happy to tell you about product work at Harbor Health."),
        P,
        confidence=HIGH,
    ),
    Case(
        "on behalf of somebody",
        an_invite(
            "Coffee", Person("Dana Cole", "dana@harborhealth.example"), ME, description="Sent on behalf of Priya Nair."
        ),
        ("Dana Cole", "dana@harborhealth.example", "Harborhealth"),
        confidence=MEDIUM,
    ),
    Case("nobody knows who the user is", an_invite("Coffee", PRIYA, ME), P_PLAIN, me=None, confidence=MEDIUM),
    Case(
        "one name only",
        an_invite("Coffee", Person("Priya", PRIYA.email), ME),
        ("Priya", PRIYA.email, "Harborhealth"),
        confidence=MEDIUM,
    ),
    # What must not be certain, and what must not mislead.
    Case("a company in a pair", an_invite("Harborhealth <> Jordan", PRIYA, ME), P_PLAIN, confidence=HIGH),
    Case(
        "the text says whom one meets",
        an_invite("Interview", PRIYA, ME, description="You will be speaking with Omar Haddad."),
        P_PLAIN,
        confidence=MEDIUM,
    ),
    Case(
        "somebody else signs",
        an_invite("Coffee", PRIYA, ME, description="See you!\n\nBest,\nOmar Haddad\nDirector, Harbor Health"),
        P,
        confidence=MEDIUM,
    ),
    Case("a name with via", an_invite("Coffee", Person("Priya Nair via Zoom", PRIYA.email), ME), P_PLAIN),
    Case("a name in quotes", an_invite("Coffee", Person("'Priya Nair'", PRIYA.email), ME), P_PLAIN),
    Case("a Zoom room by name", an_invite("Coffee", ME, Attendee("Zoom Room 3", "zr3@acme.example"), PRIYA), P_PLAIN),
    Case("a place in the title", an_invite("Coffee at Blue Bottle", PRIYA, ME), P_PLAIN),
    Case("a role in the title", an_invite("Interview: Product Manager", PRIYA, ME), P_PLAIN, confidence=HIGH),
    Case("a topic behind the name", an_invite("Call with Priya Nair about nursing", ME, SAM, PRIYA), P_PLAIN),
    Case("a university", at("priya@cs.stanford.edu"), ("Priya Nair", "priya@cs.stanford.edu", "Stanford")),
    Case(
        "a colleague",
        an_invite(
            "Coffee", Person("Priya Nair", "priya@college.example"), Person("Jordan Lee", "jlee@college.example")
        ),
        ("Priya Nair", "priya@college.example", "College"),
        me=Person("Jordan Lee", "jlee@college.example"),
        confidence=MEDIUM,
    ),
    Case(
        "a role address organizes",
        an_invite("Coffee", Person("Career Services", "careers@college.example"), ME, PRIYA),
        P_PLAIN,
    ),
    Case("two named with", an_invite("Coffee with Priya and Sam", PRIYA, ME, SAM), P_PLAIN, confidence=MEDIUM),
    Case(
        "three first names",
        an_invite("Jordan / Sam / Priya", ME, SAM, PRIYA),
        ("Sam Park", SAM.email, "Harborhealth"),
        confidence=MEDIUM,
    ),
    Case("a title that is a guest's name", an_invite("Priya Nair", ME, SAM, PRIYA), P_PLAIN),
    Case("a guest's name in brackets", an_invite("Informational Interview (Priya Nair)", ME, SAM, PRIYA), P_PLAIN),
    Case("a title of two words that are no name", an_invite("System Upgrade", None, ME), None),
    Case("a company in the title alone", an_invite("Meeting with Acme Corp", None, ME), None),
]
