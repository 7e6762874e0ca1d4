"""Writing the prep pack: text, HTML, and the meeting's preparation as a calendar entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from jinja2 import Environment, FileSystemLoader, select_autoescape

from benchmarks.usual_stack.models import Interview, User
from benchmarks.usual_stack.words import AGENDA, QUESTIONS, RESEARCH

pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(["html.j2"])
)


def write(user: User, meeting: Interview, sender: str) -> EmailMessage:
    """Return the prep pack for one interview as a mail from `sender` to the user."""
    start = meeting.start.astimezone(ZoneInfo(meeting.time_zone))
    told = {
        "user": user,
        "meeting": meeting,
        "start": start,
        "contact": meeting.organizer,
        "questions": QUESTIONS,
        "research": RESEARCH,
        "agenda": list(_agenda(start, meeting.minutes)),
    }
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Foreword <{sender}>", user.email
    mail["Subject"] = f"Prep pack: {meeting.title}"
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(pages.get_template("pack.txt.j2").render(told))
    mail.add_alternative(pages.get_template("pack.html.j2").render(told), subtype="html")
    mail.add_attachment(_preparation(meeting), maintype="text", subtype="calendar", filename="preparation.ics")
    return mail


def _agenda(start: datetime, minutes: int) -> list[tuple[datetime, str]]:
    times, at = [], start
    for share, what in AGENDA:
        times.append((at, what))
        at += timedelta(minutes=round(share * minutes))
    return times


def _preparation(meeting: Interview) -> bytes:
    entry = Event()
    entry.add("uid", f"preparation-{meeting.id}")
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", (meeting.start - timedelta(hours=1)).astimezone(UTC))
    entry.add("dtend", (meeting.start - timedelta(minutes=30)).astimezone(UTC))
    entry.add("summary", f"Prepare: {meeting.title}")
    calendar = Calendar()
    calendar.add("prodid", "-//Foreword//usual stack//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written
