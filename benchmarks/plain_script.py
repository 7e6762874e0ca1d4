"""The plain script that warm work is measured beside: email, icalendar, boto3 and Jinja2, and as little as will do.

One function takes one invite from SES's notice to the pack that is sent: it reads the mail, writes the interview and
what it owes, renders one mail, sends it, makes the schedules for the later ones. No retries of its own, no check of who
wrote the mail beyond SES's verdict, no protection against a second notice, nothing read that the pack does not show.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from icalendar import Calendar, Event
from jinja2 import Environment, FileSystemLoader, select_autoescape

from benchmarks.usual_stack.words import AGENDA, QUESTIONS, RESEARCH

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sesv2 import SESV2Client

pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "usual_stack" / "templates"),
    autoescape=select_autoescape(["html.j2"]),
)
logger = logging.getLogger(__name__)
_serializer, _deserializer = TypeSerializer(), TypeDeserializer()


@dataclasses.dataclass(frozen=True)
class Script:
    """The clients and the names that the script works with."""

    s3: S3Client
    dynamodb: DynamoDBClient
    ses: SESV2Client
    scheduler: EventBridgeSchedulerClient
    table: str
    sender: str
    configuration_set: str
    schedule_group: str
    target: str
    role: str

    def process(self, event: Mapping[str, Any]) -> None:
        """Take the mail of an SQS event to the pack that is sent."""
        notice = json.loads(event["Records"][0]["body"])
        if notice["receipt"]["dmarcVerdict"]["status"] != "PASS":
            return
        action = notice["receipt"]["action"]
        raw = self.s3.get_object(Bucket=action["bucketName"], Key=action["objectKey"])["Body"].read()
        mail = message_from_bytes(raw, policy=policy.default)
        address = mail["From"].addresses[0].addr_spec.lower()
        user = self._get(f"ADDRESS#{address}", "USER") or {"id": hashlib.sha256(address.encode()).hexdigest()[:32]}
        meeting = _meeting(_event_of(mail))
        pk, sk = f"USER#{user['id']}", f"INTERVIEW#{meeting['id']}"
        known = self._get(pk, sk)
        if known and known["sequence"] >= meeting["sequence"]:
            return
        owed = _owed(meeting)
        self._put_all(
            {"pk": f"ADDRESS#{address}", "sk": "USER", "id": user["id"]},
            {"pk": pk, "sk": sk, **meeting},
            *({"pk": pk, "sk": f"DELIVERY#{one['id']}", "recipient": address, **one} for one in owed),
        )
        pack = self._pack(address, meeting)
        sent = self.ses.send_email(
            FromEmailAddress=self.sender,
            Destination={"ToAddresses": [address]},
            Content={"Raw": {"Data": pack.as_bytes()}},
            ConfigurationSetName=self.configuration_set,
        )
        self._mark_sent(pk, owed[0]["id"], sent["MessageId"])
        for later in owed[1:]:
            self._schedule(user["id"], later)
        logger.info("sent %s", sent["MessageId"])

    def _get(self, pk: str, sk: str) -> dict[str, Any] | None:
        found = self.dynamodb.get_item(TableName=self.table, Key=_typed({"pk": pk, "sk": sk})).get("Item")
        return {name: _deserializer.deserialize(value) for name, value in found.items()} if found else None

    def _put_all(self, *items: dict[str, Any]) -> None:
        self.dynamodb.batch_write_item(
            RequestItems={self.table: [{"PutRequest": {"Item": _typed(item)}} for item in items]}
        )

    def _mark_sent(self, pk: str, delivery_id: str, ses_message_id: str) -> None:
        self.dynamodb.update_item(
            TableName=self.table,
            Key=_typed({"pk": pk, "sk": f"DELIVERY#{delivery_id}"}),
            UpdateExpression="SET #state = :sent, ses_message_id = :id",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=_typed({":sent": "sent", ":id": ses_message_id}),
        )

    def _schedule(self, user_id: str, delivery: dict[str, Any]) -> None:
        due_at = datetime.fromisoformat(delivery["due_at"])
        self.scheduler.create_schedule(
            Name=delivery["id"],
            GroupName=self.schedule_group,
            ScheduleExpression=f"at({due_at:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={
                "Arn": self.target,
                "RoleArn": self.role,
                "Input": json.dumps({"user_id": user_id, "delivery_id": delivery["id"]}),
            },
        )

    def _pack(self, recipient: str, meeting: dict[str, Any]) -> EmailMessage:
        start, end = datetime.fromisoformat(meeting["start"]), datetime.fromisoformat(meeting["end"])
        start = start.astimezone(ZoneInfo(meeting["time_zone"]))
        minutes = int((end - start) / timedelta(minutes=1))
        told = {
            "meeting": meeting | {"minutes": minutes},
            "start": start,
            "contact": meeting["organizer"],
            "questions": QUESTIONS,
            "research": RESEARCH,
            "agenda": _agenda(start, minutes),
        }
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Foreword <{self.sender}>", recipient
        mail["Subject"] = f"Prep pack: {meeting['title']}"
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(pages.get_template("pack.txt.j2").render(told))
        mail.add_alternative(pages.get_template("pack.html.j2").render(told), subtype="html")
        mail.add_attachment(
            _preparation(meeting, start), maintype="text", subtype="calendar", filename="preparation.ics"
        )
        return mail


def _event_of(mail: Message) -> Event:
    for part in mail.walk():
        if part.get_content_type() in ("text/calendar", "application/ics") and isinstance(part, EmailMessage):
            for event in Calendar.from_ical(part.get_content()).walk("VEVENT"):
                if isinstance(event, Event):
                    return event
    raise ValueError("no calendar part")


def _meeting(event: Event) -> dict[str, Any]:
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    uid = str(event["uid"])
    attendees = event.get("attendee", [])
    return {
        "id": hashlib.sha256(uid.encode()).hexdigest()[:32],
        "uid": uid,
        "sequence": int(event.get("sequence", 0)),
        "title": str(event.get("summary", "Informational interview")),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "time_zone": str(start.tzinfo),
        "location": str(event.get("location", "")),
        "description": str(event.get("description", "")),
        "organizer": _person(event["organizer"]) if "organizer" in event else None,
        "attendees": [_person(one) for one in (attendees if isinstance(attendees, list) else [attendees])],
    }


def _person(address: Any) -> dict[str, str]:
    return {"name": str(address.params.get("CN", "")), "email": str(address).lower().removeprefix("mailto:")}


def _owed(meeting: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the mails that an invite owes, the pack first: the day's reminder, the draft and its nudge come later."""
    start = datetime.fromisoformat(meeting["start"]).astimezone(UTC)
    end = datetime.fromisoformat(meeting["end"]).astimezone(UTC)
    times = {
        "prep_pack": datetime.now(UTC),
        "reminder": start - timedelta(hours=3),
        "thank_you": end + timedelta(hours=1),
        "thank_you_nudge": end + timedelta(hours=20),
    }
    return [
        {
            "id": hashlib.sha256(f"{meeting['id']} {kind}".encode()).hexdigest()[:32],
            "kind": kind,
            "state": "pending",
            "due_at": due_at.isoformat(),
        }
        for kind, due_at in times.items()
    ]


def _agenda(start: datetime, minutes: int) -> list[tuple[datetime, str]]:
    times, at = [], start
    for share, what in AGENDA:
        times.append((at, what))
        at += timedelta(minutes=round(share * minutes))
    return times


def _preparation(meeting: dict[str, Any], start: datetime) -> bytes:
    entry = Event()
    entry.add("uid", f"preparation-{meeting['id']}")
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", (start - timedelta(hours=1)).astimezone(UTC))
    entry.add("dtend", (start - timedelta(minutes=30)).astimezone(UTC))
    entry.add("summary", f"Prepare: {meeting['title']}")
    calendar = Calendar()
    calendar.add("prodid", "-//Foreword//plain script//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _serializer.serialize(value) for name, value in values.items()}
