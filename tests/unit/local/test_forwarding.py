from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

from local.forwarding import forwarded

AT = datetime(2026, 11, 10, 12, tzinfo=UTC)
USER = "jordan@example.org"
TO = "prep@foreword.example"


def _forwarded(raw: bytes) -> bytes:
    return forwarded(raw, user=USER, to=TO, at=AT)


def _parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_a_mail_of_the_user_is_sent_as_it_is_but_for_its_line_ends() -> None:
    raw = b"From: Jordan <Jordan@Example.org>\nTo: x@example.net\n\nhello\n"
    assert _forwarded(raw) == raw.replace(b"\n", b"\r\n")


def test_a_meeting_forward_that_names_the_user_in_sender_is_sent_as_it_is() -> None:
    raw = b"From: dana@example.com\r\nSender: jordan@example.org\r\n\r\nhello\r\n"
    assert _forwarded(raw) == raw


def test_a_mail_of_another_is_attached_whole_to_one_of_the_user() -> None:
    raw = b"From: priya@example.com\nSubject: Talk\n\nhello\xff\n"
    message = _parsed(_forwarded(raw))
    assert (message["From"], message["To"], message["Subject"]) == (USER, TO, "Fwd: Talk")
    (attachment,) = message.iter_attachments()
    assert attachment.get_content_type() == "message/rfc822"
    assert raw.replace(b"\n", b"\r\n") in _forwarded(raw)


def test_a_calendar_file_is_attached_as_a_calendar() -> None:
    raw = b"\xef\xbb\xbfBEGIN:VCALENDAR\nEND:VCALENDAR\n"
    (attachment,) = _parsed(_forwarded(raw)).iter_attachments()
    assert (attachment.get_content_type(), attachment.get_filename()) == ("text/calendar", "invite.ics")
    assert "BEGIN:VCALENDAR" in attachment.get_content()


def test_a_subject_that_could_break_the_header_is_not_taken_over() -> None:
    for subject in (b"a\x00b", b"gr\xfc\xdfe", b"a\r\n b"):
        message = _parsed(_forwarded(b"From: x@example.com\r\nSubject: " + subject + b"\r\n\r\n"))
        assert message["From"] == USER
        assert "\x00" not in str(message["Subject"])


def test_bytes_that_are_no_mail_at_all_are_forwarded_all_the_same() -> None:
    for raw in (b"", b"\x00\x01", b"no header", b"\n\n"):
        assert _parsed(_forwarded(raw))["From"] == USER
