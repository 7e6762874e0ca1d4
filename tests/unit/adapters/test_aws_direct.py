"""How the direct client sends: tries and bounds, kept and dropped connections, whom it trusts, what it raises."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
)
from cryptography import x509

from shared.adapters import aws_connection
from shared.adapters.aws_connection import IDLE_SECONDS, HandshakeError
from shared.adapters.aws_direct import DirectClient
from shared.adapters.ses_mailer import NOT_REACHED
from tests.aws_server import Asked, AWSServer, Given, aws_server
from tests.certificates import Certificates

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret"}
GET = {"TableName": "a-table", "Key": {"pk": {"S": "a"}}}
FOUND: Given = (200, {}, b'{"Item": {"pk": {"S": "a"}}}')
DOWN: Given = (503, {}, b"")


def _throttled(code: str) -> Given:
    return 400, {}, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}).encode()


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client waited, each time at the most that chance allows; no time passes."""
    waited: list[float] = []
    monkeypatch.setattr("shared.adapters.aws_direct.time.sleep", waited.append)
    monkeypatch.setattr("shared.adapters.aws_direct.random.random", lambda: 1.0)
    return waited


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    aws_connection._trusting.cache_clear()  # noqa: SLF001 - what another test trusted is not to be trusted here
    yield
    aws_connection._trusting.cache_clear()  # noqa: SLF001 - as above


@pytest.fixture(autouse=True)
def _closed_at_the_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made: list[DirectClient] = []
    make = DirectClient.__init__

    def note(self: DirectClient, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(DirectClient, "__init__", note)
    yield
    for client in made:
        client.close()


def _client(
    server: AWSServer | str, service: str = "dynamodb", tries: int = 4, read_seconds: float = 5
) -> DirectClient:
    endpoint = server if isinstance(server, str) else server.url()
    return DirectClient(service, "eu-west-1", ENVIRONMENT, tries=tries, read_seconds=read_seconds, endpoint=endpoint)


def _one_by_one(*given: Given | None) -> Callable[[Asked], Given | None]:
    left = list(given)
    return lambda _: left.pop(0)


def test_an_answer_is_read() -> None:
    with aws_server(lambda _: FOUND) as server:
        assert _client(server).call("get_item", GET) == {"Item": {"pk": {"S": "a"}}}
    assert server.asked[0].headers["X-Amz-Target"] == "DynamoDB_20120810.GetItem"
    assert json.loads(server.asked[0].body) == GET


def test_a_mail_of_s3_comes_whole() -> None:
    with aws_server(lambda _: (200, {}, b"raw\xff" * 100_000)) as server:
        body = _client(server, "s3").call("get_object", {"Bucket": "b", "Key": "inbound/a"})["Body"]
        assert body.read() == b"raw\xff" * 100_000


@pytest.mark.parametrize(
    "refused", [DOWN, (500, {}, b"{}"), _throttled("ThrottlingException"), _throttled("RequestLimitExceeded"), None]
)
def test_what_may_pass_is_tried_again_and_four_times_at_most(refused: Given | None, waits: list[float]) -> None:
    with aws_server(_one_by_one(refused, refused, refused, FOUND)) as server:
        assert _client(server).call("get_item", GET)["Item"]
    assert len(server.asked) == 4
    throttled = refused is not None and refused[0] == 400
    assert waits == ([1.0, 2.0, 4.0] if throttled else [0.05, 0.1, 0.2])


def test_the_last_refusal_is_raised() -> None:
    with aws_server(lambda _: DOWN) as server, pytest.raises(ClientError, match="503"):
        _client(server).call("get_item", GET)
    assert len(server.asked) == 4


def test_what_would_be_refused_again_is_not_tried_again() -> None:
    with aws_server(lambda _: _throttled("ConditionalCheckFailedException")) as server, pytest.raises(ClientError):
        _client(server).call("get_item", GET)
    assert len(server.asked) == 1


def test_a_repeated_transaction_is_known_for_the_same_one() -> None:
    with aws_server(_one_by_one(None, (200, {}, b"{}"), (200, {}, b"{}"))) as server:
        client = _client(server)
        client.call("transact_write_items", {"TransactItems": []})
        client.call("transact_write_items", {"TransactItems": []})
    first, again, another = (json.loads(asked.body)["ClientRequestToken"] for asked in server.asked)
    assert first == again != another


def test_an_answer_that_lost_a_byte_on_its_way_is_asked_for_again() -> None:
    body = b'{"Item": {}}'
    broken, whole = ((200, {"x-amz-crc32": str(zlib.crc32(body) + by)}, body) for by in (1, 0))
    with aws_server(_one_by_one(broken, whole)) as server:
        assert _client(server).call("get_item", GET) == {"Item": {}}
    assert len(server.asked) == 2


@pytest.mark.parametrize("refused", [DOWN, _throttled("TooManyRequestsException"), None])
def test_a_client_of_one_try_sends_once(refused: Given | None) -> None:
    with aws_server(lambda _: refused) as server, pytest.raises((ClientError, ConnectionClosedError)):
        _client(server, tries=1).call("get_item", GET)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"no answer", b'{"Item": {', b"<html>"])
def test_an_answer_that_nobody_can_read_is_missing(body: bytes) -> None:
    with aws_server(lambda _: (200, {}, body)) as server, pytest.raises(HTTPClientError):
        _client(server).call("get_item", GET)


def test_the_calls_of_a_client_share_a_connection() -> None:
    with aws_server(lambda _: FOUND) as server:
        client = _client(server)
        for _ in range(3):
            client.call("get_item", GET)
    assert len(server.connections) == 1


def test_a_connection_that_was_closed_meanwhile_is_opened_anew_without_a_try_being_lost() -> None:
    def answer(_: Asked) -> Given:
        return 200, {"Connection": "close"}, b"{}"

    with aws_server(answer) as server:
        client = _client(server, tries=1)
        for _ in range(3):
            client.call("get_item", GET)
    assert len(server.connections) == 3


def test_a_connection_that_died_while_the_process_was_frozen_is_opened_anew() -> None:
    with aws_server(lambda _: FOUND) as server:
        client = _client(server, tries=1)
        client.call("get_item", GET)
        (connection,) = client._idle[server.url()]  # noqa: SLF001 - what the other side closes is to be seen from here
        assert connection._open  # noqa: SLF001 - as above
        # As after the other side's FIN: the line reads as ended.
        connection._open.sock.shutdown(socket.SHUT_RD)  # noqa: SLF001 - as above
        client.call("get_item", GET)
    assert len(server.connections) == 2


def test_a_connection_that_was_idle_for_long_is_not_trusted_to_be_alive() -> None:
    now = [1000.0]
    with aws_server(lambda _: FOUND) as server:
        connection = aws_connection.Connection(server.url(), 5, lambda: now[0])
        for idle in (0.0, IDLE_SECONDS, IDLE_SECONDS + 1):
            now[0] += idle
            assert connection.exchange("POST", "/", {}, b"{}").status == 200
        connection.close()
    assert len(server.connections) == 2


def test_threads_that_share_a_client_get_each_its_own_answer() -> None:
    together = threading.Barrier(4, timeout=5)

    def answer(asked: Asked) -> Given:
        together.wait()
        return 200, {}, json.dumps({"Item": json.loads(asked.body)["Key"]}).encode()

    with aws_server(answer) as server, ThreadPoolExecutor(4) as threads:
        client = _client(server, tries=1)
        keys = [{"pk": {"S": str(number)}} for number in range(20)]
        answers = list(threads.map(lambda key: client.call("get_item", {"TableName": "t", "Key": key}), keys))
    assert [answer["Item"] for answer in answers] == keys
    assert len(server.connections) == 4


def test_who_takes_no_connection_is_not_reached() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(EndpointConnectionError) as raised:
            _client(f"http://127.0.0.1:{taken.getsockname()[1]}", tries=1).call("get_item", GET)
    assert isinstance(raised.value, NOT_REACHED)


def test_a_name_that_nobody_has_is_not_reached() -> None:
    with pytest.raises(EndpointConnectionError):
        _client("http://nobody.invalid", tries=1).call("get_item", GET)


def test_who_never_answers_a_greeting_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_connection, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ConnectTimeoutError) as raised:
        _client(f"https://127.0.0.1:{silent.getsockname()[1]}", tries=1).call("get_item", GET)
    assert isinstance(raised.value, NOT_REACHED)


def test_an_answer_that_does_not_come_in_time_is_missing_and_not_refused() -> None:
    freed = threading.Event()

    def answer(_: Asked) -> Given:
        freed.wait(5)
        return FOUND

    with aws_server(answer) as server:
        with pytest.raises(ReadTimeoutError) as raised:
            _client(server, tries=1, read_seconds=0.2).call("get_item", GET)
        freed.set()
    assert not isinstance(raised.value, NOT_REACHED)


def test_after_an_answer_that_came_too_late_no_other_call_is_given_it() -> None:
    freed = threading.Event()

    def answer(asked: Asked) -> Given:
        if b"late" in asked.body:
            freed.wait(5)
            return 200, {}, b'{"of": "the late one"}'
        return 200, {}, b'{"of": "the next one"}'

    with aws_server(answer) as server:
        client = _client(server, tries=1, read_seconds=0.2)
        with pytest.raises(ReadTimeoutError):
            client.call("get_item", {"TableName": "late"})
        freed.set()
        assert client.call("get_item", {"TableName": "next"}) == {"of": "the next one"}


def test_without_a_key_nothing_is_sent() -> None:
    with aws_server(lambda _: FOUND) as server:
        client = DirectClient("dynamodb", "eu-west-1", {}, tries=4, read_seconds=1, endpoint=server.url())
        with pytest.raises(NoCredentialsError):
            client.call("get_item", GET)
    assert server.asked == []


def test_a_key_that_lambda_renewed_is_used() -> None:
    environment = dict(ENVIRONMENT)
    with aws_server(lambda _: FOUND) as server:
        client = DirectClient("dynamodb", "eu-west-1", environment, tries=1, read_seconds=1, endpoint=server.url())
        client.call("get_item", GET)
        environment |= {"AWS_ACCESS_KEY_ID": "AKIDNEW", "AWS_SESSION_TOKEN": "new"}
        client.call("get_item", GET)
    assert ["AKIDNEW" in asked.headers["Authorization"] for asked in server.asked] == [False, True]
    assert server.asked[1].headers["X-Amz-Security-Token"] == "new"


@pytest.mark.usefixtures("trust")
def test_a_server_that_no_authority_vouches_for_is_not_talked_to(tmp_path: Path) -> None:
    own = Certificates(tmp_path, "localhost")
    with aws_server(lambda _: FOUND, own.server()) as server, pytest.raises(HandshakeError):
        _client(server.url("https"), tries=1).call("get_item", GET)
    assert server.asked == []


@pytest.mark.usefixtures("trust")
def test_a_server_by_another_name_is_not_talked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Certificates(tmp_path, "another.example")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own.authority))
    with aws_server(lambda _: FOUND, own.server()) as server, pytest.raises(SSLError):
        _client(server.url("https"), tries=1).call("get_item", GET)
    assert server.asked == []


@pytest.mark.usefixtures("trust")
def test_an_authority_of_ones_own_is_trusted_where_aws_ca_bundle_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Certificates(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own.authority))
    with aws_server(lambda _: FOUND, own.server()) as server:
        assert _client(server.url("https")).call("get_item", GET)["Item"]


@pytest.mark.usefixtures("trust")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_secured_connection_is_kept_too_whatever_the_server_sends_beside_its_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: ssl.TLSVersion
) -> None:
    """A server that speaks TLS 1.3 sends session tickets unasked; they are no sign that it closed."""
    own = Certificates(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(own.authority))
    secure = own.server()
    secure.minimum_version = secure.maximum_version = version
    with aws_server(lambda _: FOUND, secure) as server:
        client = _client(server.url("https"), tries=1)
        for _ in range(3):
            client.call("get_item", GET)
    assert len(server.connections) == 1


@pytest.mark.usefixtures("trust")
def test_should_aws_change_its_roots_the_whole_bundle_knows_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_root = Certificates(tmp_path, "localhost")
    monkeypatch.setattr(aws_connection, "WHOLE_BUNDLE", new_root.authority)
    with aws_server(lambda _: FOUND, new_root.server()) as server:
        assert _client(server.url("https"), tries=1).call("get_item", GET)["Item"]
    assert len(server.asked) == 1


def _certificates(file: Path) -> dict[str, x509.Certificate]:
    with warnings.catch_warnings():
        # Some authority of the whole bundle, none of Amazon's, has a serial number that RFC 5280 forbids.
        warnings.simplefilter("ignore")
        found = x509.load_pem_x509_certificates(file.read_bytes())
    return {one.subject.rfc4514_string(): one for one in found}


def test_the_roots_at_hand_are_amazons_five_each_in_the_whole_bundle_and_valid_for_years() -> None:
    roots, whole = _certificates(aws_connection.AMAZON_ROOTS), _certificates(aws_connection.WHOLE_BUNDLE)
    assert sorted(name.split("CN=")[1].split(",")[0] for name in roots) == [
        "Amazon Root CA 1",
        "Amazon Root CA 2",
        "Amazon Root CA 3",
        "Amazon Root CA 4",
        "Starfield Services Root Certificate Authority - G2",
    ]
    assert all(whole.get(name) == one for name, one in roots.items())
    assert min(one.not_valid_after_utc.year for one in roots.values()) >= 2037


def test_no_version_of_tls_that_is_broken_is_spoken() -> None:
    context: Any = aws_connection._trusting(aws_connection.AMAZON_ROOTS)  # noqa: SLF001 - it is made nowhere else
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
