"""Renders every kind of mail for a dozen made-up meetings into a folder with an index page.

    python -m local.gallery [folder]

Nothing is sent, and nothing is read but shared/content and templates. The meetings are chosen to be awkward: odd
lengths, two zones, no contact, a panel, names from right to left, titles without end.
"""

from __future__ import annotations

import dataclasses
import html
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.adapters.jinja_pages import JinjaPages
from shared.adapters.toml_content import load
from shared.domain.compose import compose, subject_of
from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import NO_FACTS, Delivery, Kind
from shared.domain.interview import Interview, InterviewState, Meeting, User, Version
from shared.domain.invite import Outcome, Person, Reason, ZoneSource
from shared.domain.mail import Rendered
from shared.domain.timing import Rules, nudge_due, thank_you_due

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


def main() -> None:
    """Render the gallery into the folder given, or out/gallery."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "out/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    pages, content = JinjaPages(), load()
    made = []
    for case in cases():
        for delivery, now in deliveries(case):
            page = compose(delivery, interview_of(case), case.user, content, now)
            rendered = pages.render(delivery.kind, page)
            made.append((case.name, str(delivery.kind), write(folder, f"{case.name}-{delivery.kind}", rendered)))
    for reason in Reason:
        delivery = _delivery(Kind.COULD_NOT_READ, _at(2026, 11, 10, 9, 0), _unread_facts(reason))
        rendered = pages.render(delivery.kind, compose(delivery, None, USER, content, delivery.due_at))
        made.append((str(reason), str(delivery.kind), write(folder, f"{delivery.kind}-{reason}", rendered)))
    stranger = _delivery(Kind.NOT_ON_THE_LIST, _at(2026, 11, 10, 9, 0), NO_FACTS)
    rendered = pages.render(stranger.kind, compose(stranger, None, USER, content, stranger.due_at))
    made.append(("a stranger", str(stranger.kind), write(folder, str(stranger.kind), rendered)))
    (folder / "index.html").write_text(index(made), encoding="utf-8")
    print(f"{len(made)} mails in {folder / 'index.html'}")


def write(folder: Path, name: str, rendered: Rendered) -> str:
    """Write both bodies and return the stem of their names."""
    (folder / f"{name}.html").write_text(rendered.html, encoding="utf-8")
    (folder / f"{name}.txt").write_text(rendered.text, encoding="utf-8")
    return name


def index(made: list[tuple[str, str, str]]) -> str:
    """Return a page with a link to each mail."""
    rows = "\n".join(
        f"<tr><td>{html.escape(case)}</td><td>{html.escape(kind)}</td>"
        f'<td><a href="{html.escape(stem)}.html">HTML</a></td><td><a href="{html.escape(stem)}.txt">text</a></td></tr>'
        for case, kind, stem in made
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><h1>Every mail that Foreword writes</h1><table>{rows}</table></body></html>\n"
    )


def deliveries(case: Case) -> Iterator[tuple[Delivery, datetime]]:
    """Yield each mail that a meeting can owe, with the moment at which it is written."""
    meeting = case.meeting
    before = meeting.starts_at - timedelta(days=2)
    letter_at = thank_you_due(meeting.ends_at, meeting.zone, Rules())
    yield _delivery(Kind.PREP_PACK, before, NO_FACTS), before
    yield _delivery(Kind.CHANGED, before, case.facts or _earlier(meeting)), before
    yield _delivery(Kind.CANCELLED, before, NO_FACTS), before
    yield _delivery(Kind.THANK_YOU, letter_at, NO_FACTS), letter_at
    nudge_at = nudge_due(meeting.ends_at, meeting.zone)
    yield _delivery(Kind.THANK_YOU_NUDGE, nudge_at, NO_FACTS), nudge_at
    late = meeting.ends_at + timedelta(days=3)
    yield _delivery(Kind.ALREADY_OVER, late, NO_FACTS), late


def interview_of(case: Case) -> Interview:
    """Record the meeting as if its invite had come two days before."""
    seen = case.meeting.starts_at - timedelta(days=2)
    return Interview(
        id=case.name,
        user_id=case.user.id,
        recipient=case.user.address,
        version=Version(0, seen),
        revision=1,
        state=InterviewState.PLANNED,
        subject=subject_of(case.meeting, case.contact),
        meeting=case.meeting,
        contact=case.contact,
        created_at=seen,
        updated_at=seen,
    )


def cases() -> Iterator[Case]:
    """Yield the made-up meetings."""
    priya = _sure("Priya Nair", "priya.nair@harborhealth.example", "Harbor Health", "From the organizer's address")
    coffee = _meeting("Coffee chat: Priya / Jordan", _at(2026, 11, 12, 14, 0), 30, conference="Google Meet")
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
    yield Case("nurse-20", _meeting("Informational call", _at(2026, 11, 17, 11, 50), 20, conference="Zoom"), nurse)
    founder = Contact(
        "Lena Ortiz",
        "lena.ortiz.builds@mail.example",
        None,
        Confidence.MEDIUM,
        ("She is the organizer of the invite", "The address is at a public mail service, so that it names no company"),
    )
    yield Case("founder-60", _meeting("Chat w/ Lena", _at(2026, 11, 18, 16, 0), 60, conference="a video call"), founder)
    panel = dataclasses.replace(
        _sure("Marcus Webb", "mwebb@ci.fairhaven.wa.us", "City of Fairhaven", "The organizer of the invite"),
        others=(
            Person("Ruiz, Maria (Planning)", "mruiz@ci.fairhaven.wa.us"),
            Person("Sam Lee, PE", "slee@ci.fairhaven.wa.us"),
        ),
    )
    hall = "City Hall, 100 Main Street, Room 204"
    yield Case(
        "panel-45",
        _meeting("Informational interview: public works careers", _at(2026, 11, 19, 10, 0), 45, location=hall),
        panel,
    )
    dean = _sure("Prof. Anne-Marie O'Neill", "amoneill@lakeside.edu", "Lakeside College", "The organizer of the invite")
    yield Case(
        "college-90",
        _meeting("Visit to the lab", _at(2026, 11, 20, 9, 0), 90, location="Science Hall 12, Lakeside College"),
        dean,
    )
    tokyo = dataclasses.replace(
        _meeting("ご面談", _at(2026, 11, 23, 17, 0), 40, conference="Microsoft Teams"), invite_zone=TOKYO
    )
    yield Case(
        "cjk-40-next-day",
        tokyo,
        _sure("山田太郎", "yamada@kaisha.example", "株式会社かもめ", "The organizer of the invite"),
    )
    yield Case(
        "right-to-left-25",
        _meeting("مقابلة معلوماتية", _at(2026, 11, 24, 13, 0), 25, conference="Google Meet"),
        _sure("فاطمة الزهراء", "fatima@sahara.example", "شركة الصحراء", "The organizer of the invite"),
    )
    endless = "Quarterly cross-functional informational interview and career conversation about " * 4
    long_one = _meeting(
        f"{endless} https://meet.example/abc",
        _at(2026, 12, 30, 23, 30),
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
    someday = dataclasses.replace(_meeting("Shadow day", _at(2026, 11, 25, 0, 0), 24 * 60), all_day=True)
    yield Case("all-day", someday, priya)
    nobody = dataclasses.replace(
        _meeting("Intro call", _at(2026, 11, 26, 15, 0), 30), zone_source=ZoneSource.ASSUMED, length_assumed=True
    )
    yield Case("nobody-known", nobody, None, NAMELESS)
    perhaps = Contact(
        "Alex Kim", "scheduling@agency.example", "Agency", Confidence.LOW, ("A name in the title of the invite",)
    )
    half_day = dataclasses.replace(_meeting("Hold: Alex Kim", _at(2026, 11, 27, 13, 0), 240), recurring=True)
    yield Case("half-day-unsure", half_day, perhaps)
    charity = _sure("Tom Baker", "tom@northfoodbank.example", "North Sound Food Bank", "The organizer of the invite")
    yield Case("nonprofit-10", _meeting("Quick hello", _at(2026, 3, 8, 1, 55), 10, conference="Zoom"), charity)


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


def _at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """Return a moment given by Pacific clocks, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(PACIFIC)).astimezone(UTC)


def _delivery(kind: Kind, due_at: datetime, facts: Mapping[str, str]) -> Delivery:
    return Delivery(
        id=f"{kind}",
        user_id=USER.id,
        kind=kind,
        recipient=USER.address,
        due_at=due_at,
        expires_at=due_at + timedelta(days=1),
        created_at=due_at,
        facts=facts,
    )


def _earlier(meeting: Meeting) -> dict[str, str]:
    """Say that the meeting was an hour earlier, or a day where it has no time."""
    earlier = timedelta(days=1) if meeting.all_day else timedelta(hours=1)
    return {
        "old_starts_at": (meeting.starts_at - earlier).isoformat(),
        "old_ends_at": (meeting.ends_at - earlier).isoformat(),
        "old_zone": meeting.zone,
        "old_title": meeting.title,
        "old_location": meeting.location or "",
    }


def _unread_facts(reason: Reason) -> dict[str, str]:
    unreadable = reason in (Reason.BROKEN_CALENDAR, Reason.TOO_LARGE, Reason.TOO_COMPLEX)
    outcome = Outcome.UNREADABLE if unreadable else Outcome.NOT_AN_INVITE
    return {"outcome": str(outcome), "reason": str(reason), "subject": "Fwd: coffee next week?"}


if __name__ == "__main__":
    main()
