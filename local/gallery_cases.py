"""A dozen made-up meetings, chosen to be awkward: odd lengths, two zones, a panel, scripts, endless titles."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.contact import Confidence, Contact
from shared.domain.interview import Meeting, User
from shared.domain.invite import Person, ZoneSource

PACIFIC, EASTERN, TOKYO = "America/Los_Angeles", "America/New_York", "Asia/Tokyo"
USER = User("gallery", "jordan@college.example", PACIFIC, "Jordan Lee")
NAMELESS = dataclasses.replace(USER, name=None)


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One made-up meeting; `facts` are what its `changed` mail compares with."""

    name: str
    meeting: Meeting
    contact: Contact | None
    user: User = USER
    facts: Mapping[str, str] | None = None


def cases() -> Iterator[Case]:
    """Yield the made-up meetings."""
    priya = _sure("Priya Nair", "priya.nair@harborhealth.example", "Harbor Health", "From the organizer's address")
    coffee = _meeting("Coffee chat: Priya / Jordan", pacific(2026, 11, 12, 14, 0), 30, conference="Google Meet")
    coffee = dataclasses.replace(coffee, description="Happy to tell you about product work at Harbor.")
    yield Case("coffee-30", coffee, priya)
    yield Case(
        "phone-15-two-zones",
        dataclasses.replace(coffee, ends_at=coffee.starts_at + timedelta(minutes=15), invite_zone=EASTERN),
        priya,
        NAMELESS,
    )
    nurse = _sure(
        "Dana Okafor",
        "dokafor@mercygeneral.example",
        "Mercy General Hospital",
        "The organizer of the invite",
        title="Nurse Manager",
    )
    yield Case("nurse-20", _meeting("Informational call", pacific(2026, 11, 17, 11, 50), 20, conference="Zoom"), nurse)
    founder = Contact(
        "Lena Ortiz",
        "lena.ortiz.builds@mail.example",
        None,
        Confidence.MEDIUM,
        ("The organizer of the invite", "The address is at a public mail service, so that it names no company"),
    )
    yield Case(
        "founder-60", _meeting("Chat w/ Lena", pacific(2026, 11, 18, 16, 0), 60, conference="a video call"), founder
    )
    panel = dataclasses.replace(
        _sure("Marcus Webb", "mwebb@ci.fairhaven.wa.us", "City of Fairhaven", "The organizer of the invite"),
        others=(
            Person("Ruiz, Maria (Planning)", "mruiz@ci.fairhaven.wa.us"),
            Person("Sam Lee, PE", "slee@ci.fairhaven.wa.us"),
        ),
    )
    committee = dataclasses.replace(
        _sure(
            "山田太郎山田太郎山田", "yamada@kaisha.example", "株式会社かもめかもめかもめ", "The organizer of the invite"
        ),
        others=tuple(
            Person(f"Maximiliana Featherstonehaugh {name}", f"maximiliana.{name.lower()}@kaisha.example")
            for name in ("Arden", "Birch", "Cole", "Dale", "Elm", "Frost")
        ),
    )
    yield Case(
        "committee-60",
        _meeting("Meet the committee", pacific(2026, 12, 2, 13, 0), 60, conference="Microsoft Teams"),
        committee,
    )
    hall = "City Hall, 100 Main Street, Room 204"
    yield Case(
        "panel-45",
        _meeting("Informational interview: public works careers", pacific(2026, 11, 19, 10, 0), 45, location=hall),
        panel,
    )
    dean = _sure("Prof. Anne-Marie O'Neill", "amoneill@lakeside.edu", "Lakeside College", "The organizer of the invite")
    yield Case(
        "college-90",
        _meeting("Visit to the lab", pacific(2026, 11, 20, 9, 0), 90, location="Science Hall 12, Lakeside College"),
        dean,
    )
    tokyo = dataclasses.replace(
        _meeting("ご面談", pacific(2026, 11, 23, 17, 0), 40, conference="Microsoft Teams"), invite_zone=TOKYO
    )
    yield Case(
        "cjk-40-next-day",
        tokyo,
        _sure("山田太郎", "yamada@kaisha.example", "株式会社かもめ", "The organizer of the invite"),
    )
    yield Case(
        "right-to-left-25",
        _meeting("مقابلة معلوماتية", pacific(2026, 11, 24, 13, 0), 25, conference="Google Meet"),
        _sure("فاطمة الزهراء", "fatima@sahara.example", "شركة الصحراء", "The organizer of the invite"),
    )
    endless = "Quarterly cross-functional informational interview and career conversation about " * 4
    long_one = _meeting(
        f"{endless} https://meet.example/abc",
        pacific(2026, 12, 30, 23, 30),
        50,
        location="The very long name of a conference room on the far side of campus, " * 3 + "https://maps.example/x",
    )
    yield Case(
        "endless-50",
        long_one,
        _sure(
            "Maximiliana Constantinopolous-Featherstonehaugh van der Brandenburg",
            "maximiliana.constantinopolous-featherstonehaugh@international-conglomerate.example",
            "International Conglomerate for the Advancement of Extraordinarily Long Organization Names",
            "The organizer of the invite",
        ),
        NAMELESS,
    )
    someday = dataclasses.replace(_meeting("Shadow day", pacific(2026, 11, 25, 0, 0), 24 * 60), all_day=True)
    yield Case("all-day", someday, priya)
    nobody = dataclasses.replace(
        _meeting("Intro call", pacific(2026, 11, 26, 15, 0), 30), zone_source=ZoneSource.ASSUMED, length_assumed=True
    )
    yield Case("nobody-known", nobody, None, NAMELESS)
    perhaps = Contact(
        "Alex Kim", "scheduling@agency.example", "Agency", Confidence.LOW, ("A name in the title of the invite",)
    )
    half_day = dataclasses.replace(_meeting("Hold: Alex Kim", pacific(2026, 11, 27, 13, 0), 240), recurring=True)
    yield Case("half-day-unsure", half_day, perhaps)
    charity = _sure("Tom Baker", "tom@northfoodbank.example", "North Sound Food Bank", "The organizer of the invite")
    yield Case("nonprofit-10", _meeting("Quick hello", pacific(2026, 3, 8, 1, 55), 10, conference="Zoom"), charity)


def _sure(name: str, email: str, company: str, evidence: str, title: str | None = None) -> Contact:
    return Contact(name, email, company, Confidence.HIGH, (evidence,), job_title=title)


def _meeting(
    title: str, starts_at: datetime, minutes: int, *, conference: str | None = None, location: str | None = None
) -> Meeting:
    return Meeting(
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        zone=PACIFIC,
        zone_source=ZoneSource.EVENT,
        conference=conference,
        location=location,
    )


def pacific(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """Return a moment given by Pacific clocks, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(PACIFIC)).astimezone(UTC)
