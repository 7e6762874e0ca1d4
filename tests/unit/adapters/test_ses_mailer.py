from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters import aws_clients
from shared.adapters.aws_connection import HandshakeError
from shared.adapters.ses_mailer import SESMailer
from shared.domain.errors import AnswerLost, MailerFault, MailRejected, NotAccepted
from shared.domain.mail import Rendered
from tests.aws_server import Given, aws_server
from tests.builders import OWN, ROBIN, an_outgoing_mail
from tests.fakes import FakeClock

# A Message-ID as Outlook writes it: longer than the line of a mail.
OUTLOOK_ID = "<DM6PR11MB1234ABCDEF0123456789ABCDEF0123456789@DM6PR11MB1234.namprd11.prod.outlook.com>"
HEADERS = [
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Subject",
    "To",
    "X-Auto-Response-Suppress",
    "X-Foreword-Delivery",
]


class FakeSES:
    """Takes what it is given down; raises what it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls: list[dict[str, Any]] = []

    def send_email(self, **arguments: Any) -> dict[str, str]:
        self.calls.append(arguments)
        if self.error:
            raise self.error
        return {"MessageId": "0102018f-ses-id"}


def _mailer(client: Any = None) -> SESMailer:
    ses: Any = client or FakeSES()
    return SESMailer(ses, OWN, "foreword", FakeClock())


def _sent(**mail: Any) -> bytes:
    return _mailer().to_mime(an_outgoing_mail(**mail))


def _read_again(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


def test_a_mail_goes_to_one_recipient_with_the_tags_that_lead_back_to_it() -> None:
    ses = FakeSES()
    assert _mailer(ses).send(an_outgoing_mail()) == "0102018f-ses-id"
    (call,) = ses.calls
    assert call["FromEmailAddress"] == OWN
    assert call["Destination"] == {"ToAddresses": [ROBIN]}
    assert call["ConfigurationSetName"] == "foreword"
    assert {tag["Name"]: tag["Value"] for tag in call["EmailTags"]} == {
        "foreword-delivery": an_outgoing_mail().delivery_id,
        "foreword-user": an_outgoing_mail().user_id,
    }


def test_the_headers_are_these_and_no_others() -> None:
    assert sorted(_read_again(_sent()).keys()) == HEADERS


def test_an_answer_names_the_mail_that_it_answers() -> None:
    message = _read_again(_sent(references=("<first@college.example>", "<ses@email.amazonses.com>")))
    assert message["In-Reply-To"] == "<ses@email.amazonses.com>"
    assert message["References"] == "<first@college.example> <ses@email.amazonses.com>"


@pytest.mark.parametrize("count", [1, 2, 12])
def test_message_ids_longer_than_a_line_are_written_as_they_are(count: int) -> None:
    """Mail programs thread by comparing the ids: an encoded word in their place breaks the thread."""
    raw = _sent(references=(OUTLOOK_ID,) * count)
    assert b"=?" not in raw
    message = _read_again(raw)
    assert message["In-Reply-To"] == OUTLOOK_ID
    assert message["References"].split() == [OUTLOOK_ID] * count
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "evil",
    ["<=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=@x.example>", "<a@b>\r\nBcc: evil@evil.example", "<a@b>\nBcc: x", "\0"],
)
def test_no_message_id_adds_a_header(evil: str) -> None:
    try:
        raw = _sent(references=(evil,))
    except ValueError:
        return
    message = email.message_from_bytes(raw)
    assert set(message.keys()) <= {*HEADERS, "In-Reply-To", "References"}
    assert b"\r\nBcc" not in raw


PAYLOADS = [
    "a\r\nBcc: evil@evil.example",
    "a\nBcc: evil@evil.example",
    "a\rBcc: evil@evil.example",
    "=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=",
    "a =?utf-8?b?DQpCY2M6IGV2aWw=?= b",
    "a\u2028Bcc: evil",
    "a\x85Bcc: evil",
    "a\x0bBcc: x\x0cCc: y",
    "\0Bcc: x",
    "a\udcff\ud83d",
    "\u202egnp.exe",
    "é" * 400,
    "x" * 4000,
    "",
    " ",
    "Reply-To: x",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_subject_adds_a_header_or_breaks_a_line(payload: str) -> None:
    message = _read_again(_sent(subject=payload))
    assert sorted(message.keys()) == HEADERS
    assert len(message.get_all("To")) == 1
    assert not {"\r", "\n", "\0", "\u202e"} & set(message["Subject"])
    assert len(message["Subject"]) <= 150


@settings(max_examples=300)
@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=200))
def test_whatever_words_a_mail_has_it_reads_back_as_one_mail_to_one_recipient(
    subject: str, text: str, html: str
) -> None:
    body = Rendered(*(part.encode("utf-8", "replace").decode() for part in (text, html)))
    message = _read_again(_sent(subject=subject, body=body))
    assert sorted(message.keys()) == HEADERS
    assert message["To"].addresses[0].addr_spec == ROBIN
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_both_bodies_arrive_letter_for_letter() -> None:
    text = "Grüße, 会議室 🤝\n\n.\nFrom here on\n" + "x" * 2000 + "\n"
    message = _read_again(_sent(body=Rendered(text, f"<p>{text}</p>")))
    plain, html = message.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html.get_content().replace("\r\n", "\n").strip() == f"<p>{text}</p>"
    assert all(byte < 128 for byte in _sent(body=Rendered(text, text)))


def test_a_subject_in_any_script_is_read_as_it_was_written() -> None:
    assert _read_again(_sent(subject="Ihr Gespräch mit Žofie 会")).get("Subject") == "Ihr Gespräch mit Žofie 会"


@pytest.mark.parametrize(("answers", "word"), [(True, "auto-replied"), (False, "auto-generated")])
def test_other_machines_are_told_not_to_answer(answers: bool, word: str) -> None:
    message = _read_again(_sent(answers_a_mail=answers))
    assert message["Auto-Submitted"] == word
    assert message["X-Auto-Response-Suppress"] == "All"


def _refusal(code: str, status: int = 400) -> ClientError:
    answer: Any = {
        "Error": {"Code": code, "Message": f"Email address is not verified: {ROBIN}"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(answer, "SendEmail")


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (_refusal("MessageRejected"), MailRejected),
        (_refusal("BadRequestException"), MailRejected),
        (_refusal("TooManyRequestsException", 429), NotAccepted),
        (_refusal("LimitExceededException"), NotAccepted),
        (_refusal("SendingPausedException"), NotAccepted),
        (_refusal("AccountSuspendedException"), NotAccepted),
        (_refusal("MailFromDomainNotVerifiedException"), NotAccepted),
        (_refusal("NotFoundException", 404), NotAccepted),
        (_refusal("AccessDeniedException", 403), NotAccepted),
        (_refusal("ExpiredTokenException", 403), NotAccepted),
        # The deployer's or the clock's doing, not the mail's: it is still owed once that is mended.
        (_refusal("InvalidSignatureException", 403), NotAccepted),
        (_refusal("InvalidClientTokenId", 403), NotAccepted),
        (_refusal("RequestExpired"), NotAccepted),
        (_refusal("OptInRequired", 403), NotAccepted),
        (_refusal("SomethingNew"), NotAccepted),
        (_refusal("TooManyRequestsException", 503), AnswerLost),
        (_refusal("InternalServiceErrorException", 500), AnswerLost),
        (_refusal("ServiceUnavailable", 503), AnswerLost),
        (_refusal("GatewayTimeout", 504), AnswerLost),
        (ReadTimeoutError(endpoint_url="x"), AnswerLost),
        (ConnectionClosedError(endpoint_url="x"), AnswerLost),
        (ConnectTimeoutError(endpoint_url="x"), NotAccepted),
        (EndpointConnectionError(endpoint_url="x"), NotAccepted),
        (NoCredentialsError(), NotAccepted),
        (HandshakeError(endpoint_url="x", error=OSError("unknown root")), NotAccepted),
        # botocore says both also where the line drops after SES has the mail.
        (SSLError(endpoint_url="x", error=OSError("cut off")), AnswerLost),
        (ProxyConnectionError(proxy_url="x"), AnswerLost),
        # An answer that is no refusal, and cannot be read either.
        (_refusal("Broken", 200), AnswerLost),
    ],
    ids=lambda value: value.response["Error"]["Code"] if isinstance(value, ClientError) else None,
)
def test_each_way_in_which_ses_can_fail_is_told_apart(error: Exception, fault: type[MailerFault]) -> None:
    ses = FakeSES(error)
    with pytest.raises(fault) as raised:
        _mailer(ses).send(an_outgoing_mail())
    assert type(raised.value) is fault
    assert ROBIN not in str(raised.value)
    assert raised.value.__cause__ is None
    assert len(ses.calls) == 1


@pytest.mark.parametrize("answer", [(503, {}, b"{}"), (200, {}, b"no answer"), None], ids=["503", "broken", "none"])
@pytest.mark.parametrize("is_plain", [True, False], ids=["direct", "botocore"])
def test_a_mail_is_sent_once_a_call_even_where_the_answer_is_an_error_or_is_lost(
    answer: Given | None, monkeypatch: pytest.MonkeyPatch, *, is_plain: bool
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_REGION", "eu-west-1" if is_plain else "eusc-de-east-1")
    with aws_server(lambda _: answer) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", server.url())
        aws_clients.direct_client.cache_clear()
        aws_clients.whole_client.cache_clear()
        with pytest.raises(AnswerLost):
            _mailer(aws_clients.client("sesv2")).send(an_outgoing_mail())
        if direct := aws_clients.direct_client("sesv2"):
            direct.close()
    aws_clients.direct_client.cache_clear()
    aws_clients.whole_client.cache_clear()
    assert len(server.asked) == 1
