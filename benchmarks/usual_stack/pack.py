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

QUESTIONS = (
    "How did you come to this work, and what would you do differently if you began today?",
    "What does a normal week hold, and which part of it would surprise somebody from outside?",
    "What did you believe about this field before you joined it that turned out to be wrong?",
    "Which skills decide whether somebody does well in your team, and how are they learned?",
    "What is hard about the job that no description of it says?",
    "How do people move on from a position like yours, inside and outside?",
    "What is changing in your field now, and what does that change for newcomers?",
    "Whom do you ask when you do not know how to go on?",
    "If you were in my place, what would you read, build or try in the next three months?",
    "Who else should I speak with, and may I say that you sent me?",
)
RESEARCH = (
    "What the company sells, to whom, and what it announced this year",
    "What your contact did before, and what they have written or said in public",
    "Two open positions in the team, and what they ask for",
    "Who its competitors are, and how they differ",
)
AGENDA = (
    (0.1, "Thanks, and who you are"),
    (0.35, "Their path"),
    (0.35, "The work"),
    (0.15, "Your next steps"),
    (0.05, "Thanks"),
)
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
