"""Makes the things that tests speak of: each function a plausible whole, whose parts can be named otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.domain.contact import Confidence, Contact
from shared.domain.delivery import NO_FACTS, Delivery, Kind, delivery_id
from shared.domain.interview import Interview, InterviewState, Meeting, User, Version, interview_id
from shared.domain.invite import Invite, Person, ZoneSource
from shared.domain.mail import OutgoingMail, Rendered
from shared.domain.notice import Notice, Verdict
from shared.domain.planning import Incoming

OWN = "prep@foreword.example"
ROBIN = "robin@college.example"
PRIYA = "priya.nair@harbor.example"
MAIL_ID = "o3vrnil0e2ic28trm7dfhrc2v0cnbeccl4nbp0g1"
# A Tuesday morning; the meeting that most tests speak of is two days later, 14:00-14:30 in Los Angeles.
NOW = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
STARTS = datetime(2026, 11, 12, 22, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=30)
ZONE = "America/Los_Angeles"
UID = "talk-1@calendar.example"


def a_user(**other: Any) -> User:
    return dataclasses.replace(User("0123456789ab", ROBIN, ZONE, "Robin Lee", was_asked=True), **other)


def a_person(name: str | None = "Priya Nair", email: str | None = PRIYA) -> Person:
    return Person(name, email)


def a_contact(**other: Any) -> Contact:
    return dataclasses.replace(Contact("Priya Nair", PRIYA, "Harbor", Confidence.HIGH, ("the organizer",)), **other)


def an_invite(
    sequence: int = 0,
    stamped: datetime | None = NOW,
    start: datetime | date = STARTS,
    end: datetime | date | None = ENDS,
    **other: Any,
) -> Invite:
    invite = Invite(
        uid=UID,
        title="Coffee chat: Priya / Robin",
        start=start,
        end=end,
        time_zone=ZONE,
        time_zone_source=ZoneSource.EVENT,
        sequence=sequence,
        dtstamp=stamped,
        method="REQUEST",
        organizer=a_person(),
        location="Google Meet",
    )
    return dataclasses.replace(invite, **other)


def an_incoming(
    invite: Invite | None = None, mail_id: str = MAIL_ID, *, cancels: bool = False, **other: Any
) -> Incoming:
    incoming = Incoming(
        mail_id=mail_id,
        user=a_user(),
        recipient=ROBIN,
        invite=invite or an_invite(),
        cancels=cancels,
        contact=a_contact(),
        received_at=NOW,
        references=("<forward@college.example>",),
    )
    return dataclasses.replace(incoming, **other)


def a_meeting(**other: Any) -> Meeting:
    meeting = Meeting(
        title="Coffee chat: Priya / Robin",
        starts_at=STARTS,
        ends_at=ENDS,
        zone=ZONE,
        zone_source=ZoneSource.EVENT,
        location="Google Meet",
        organizer=a_person(),
    )
    return dataclasses.replace(meeting, **other)


def an_interview(**other: Any) -> Interview:
    interview = Interview(
        id=interview_id(UID, None),
        user_id=a_user().id,
        recipient=ROBIN,
        version=Version(0, NOW),
        revision=1,
        state=InterviewState.PLANNED,
        subject="Your talk with Priya Nair",
        meeting=a_meeting(),
        contact=a_contact(),
        created_at=NOW,
        updated_at=NOW,
        uid=UID,
    )
    return dataclasses.replace(interview, **other)


def a_delivery(kind: Kind = Kind.PREP_PACK, due_at: datetime = NOW, **other: Any) -> Delivery:
    """Owe a mail of the interview of `an_interview`."""
    interview = an_interview()
    delivery = Delivery(
        id=delivery_id(f"{interview.id}|{other.get('revision', 1)}", kind),
        user_id=interview.user_id,
        kind=kind,
        recipient=ROBIN,
        due_at=due_at,
        expires_at=ENDS + timedelta(hours=24),
        created_at=NOW,
        interview_id=interview.id,
        revision=1,
        check_at=NOW + timedelta(minutes=1),
    )
    if kind is Kind.NOTED:
        delivery = dataclasses.replace(delivery, facts={"word": "stop"})
    return dataclasses.replace(delivery, **other)


def an_answer(mail_id: str = MAIL_ID, facts: Mapping[str, str] = NO_FACTS, **other: Any) -> Delivery:
    """Owe a mail that belongs to no interview."""
    return a_delivery(
        Kind.COULD_NOT_READ,
        **({"id": delivery_id(mail_id, Kind.COULD_NOT_READ), "interview_id": None, "revision": None} | other),
        mail_id=mail_id,
        facts=facts,
    )


def an_outgoing_mail(**other: Any) -> OutgoingMail:
    mail = OutgoingMail(
        recipient=ROBIN,
        subject="Your talk with Priya Nair",
        body=Rendered("The text.\n", "<p>The text.</p>\n"),
        delivery_id=a_delivery().id,
        user_id=a_user().id,
        answers_a_mail=True,
    )
    return dataclasses.replace(mail, **other)


def a_notice(mail_id: str = MAIL_ID, envelope_sender: str = ROBIN, **other: Any) -> Notice:
    notice = Notice(
        mail_id=mail_id,
        key=f"inbound/{mail_id}",
        envelope_sender=envelope_sender,
        recipients=(OWN,),
        received_at=NOW,
        spf=Verdict.PASS,
        dkim=Verdict.PASS,
        dmarc=Verdict.PASS,
        spam=Verdict.PASS,
        virus=Verdict.PASS,
    )
    return dataclasses.replace(notice, **other)


def ses_results(header_from: str | None = "college.example", *signers: str, dmarc: str = "pass") -> str:
    """Write SES's Authentication-Results as it writes them: spf, each DKIM signature, dmarc."""
    domain = header_from or "college.example"
    dkim = "".join(f" dkim=pass header.i=@{signer};" for signer in signers or (domain,))
    judged = f" dmarc={dmarc} header.from={header_from};" if header_from else ""
    return (
        f"amazonses.com; spf=pass (spfCheck: domain of {domain} designates 203.0.113.5 as permitted sender)"
        f" client-ip=203.0.113.5; envelope-from=someone@{domain}; helo=mail.{domain};{dkim}{judged}"
    )


def ses_block(mail_id: str = MAIL_ID, results: str | None = None) -> list[tuple[str, str]]:
    """List the fields that SES puts on top of a mail, in its order."""
    received = (
        "from mail.college.example (mail.college.example [203.0.113.5])\r\n by inbound-smtp.us-east-1.amazonaws.com"
        f" with SMTP id {mail_id}\r\n for {OWN};\r\n Tue, 10 Nov 2026 17:00:00 +0000 (UTC)"
    )
    return [
        ("Return-Path", f"<{ROBIN}>"),
        ("Received", received),
        ("X-SES-Spam-Verdict", "PASS"),
        ("X-SES-Virus-Verdict", "PASS"),
        ("Received-SPF", "pass (spfCheck: domain of college.example designates 203.0.113.5 as permitted sender)"),
        ("Authentication-Results", ses_results() if results is None else results),
        ("X-SES-RECEIPT", "AEFBQUFBQUFBQUFHZz09"),
        ("X-SES-DKIM-SIGNATURE", "a=rsa-sha256; q=dns/txt; d=amazonses.com"),
    ]


def raw_mail(
    headers: list[tuple[str, str]] | None = None,
    body: str = "See below.\r\n",
    *,
    mail_id: str = MAIL_ID,
    results: str | None = None,
    from_: str = f"Robin Lee <{ROBIN}>",
    to: str = OWN,
    ses: bool = True,
) -> bytes:
    """Write a mail as SES lays it into the bucket; `headers` follow From and To, content type plain unless named."""
    own = headers or []
    fields = [*(ses_block(mail_id, results) if ses else []), ("From", from_), ("To", to), *own]
    if not any(name.lower() == "content-type" for name, _ in own):
        fields.append(("Content-Type", "text/plain; charset=utf-8"))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return f"{lines}\r\n{body}".encode("utf-8", "surrogateescape")


def calendar_mail(calendar: str, method: str = "REQUEST", **other: Any) -> bytes:
    """Write a mail whose one calendar part is `calendar`."""
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nFYI\r\n"
        f"--b\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{calendar}\r\n--b--\r\n"
    )
    return raw_mail([("Content-Type", "multipart/mixed; boundary=b"), *other.pop("headers", [])], body, **other)


def a_calendar(
    *,
    method: str = "REQUEST",
    sequence: int = 0,
    starts: str = "20261112T220000Z",
    ends: str = "20261112T223000Z",
    stamp: str | None = "20261110T170000Z",
    organizer: str | None = PRIYA,
    uid: str | None = UID,
    more: str = "",
) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Example//Calendar//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        *([f"UID:{uid}"] if uid else []),
        *([f"DTSTAMP:{stamp}"] if stamp else []),
        f"DTSTART:{starts}",
        f"DTEND:{ends}",
        f"SEQUENCE:{sequence}",
        "SUMMARY:Coffee chat: Priya / Robin",
        *([f"ORGANIZER;CN=Priya Nair:mailto:{organizer}"] if organizer else []),
        f"ATTENDEE;CN=Robin Lee:mailto:{ROBIN}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines) + "\r\n"
