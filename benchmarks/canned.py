"""AWS as one HTTPS server on this machine that answers each call with a canned answer and keeps nothing.

The answers have the shapes of the real services (AWS: API references of S3, DynamoDB, SES v2 and EventBridge
Scheduler), so that what a client does with them is what it does on AWS. Every write succeeds, every condition holds;
reads find the items that the server was given, and nothing else.
"""

from __future__ import annotations

import dataclasses
import hashlib
import http.server
import json
import ssl
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "127.0.0.1"
Item = Mapping[str, Any]
_TARGET = "DynamoDB_20120810."
_SES = "/v2/email/outbound-emails"
_SCHEDULES = "/schedules/"


@dataclasses.dataclass(frozen=True, slots=True)
class Holdings:
    """What reads find: one mail, whatever its key, and the table's items in DynamoDB's typed form."""

    mail: bytes
    items: tuple[Item, ...] = ()

    def item(self, key: Item) -> Item | None:
        """Return the item with this key."""
        return next((item for item in self.items if all(item.get(name) == value for name, value in key.items())), None)


class CannedAWS:
    """The server, listening while its block runs on a free port of 127.0.0.1.

    `authority` is the certificate (PEM) that a client has to trust; it and its key are made anew each time.
    """

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        self.holdings = Holdings(b"")
        self.authority, own = _certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        aws = self

        class Handler(_Handler):
            def answer(self, body: bytes) -> tuple[str, bytes]:
                name, content = _answer(self.command, self.path, dict(self.headers), body, aws.holdings)
                aws.calls.append(name)
                return name, content

        self._server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"https://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def take_calls(self) -> list[str]:
        """Return the calls since the last time, in their order."""
        taken, self.calls = self.calls, []
        return taken


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A small answer must not wait for the client's delayed acknowledgement of the headers before it.
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self, body: bytes) -> tuple[str, bytes]:
        raise NotImplementedError

    def _reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            name, content = self.answer(body)
        except LookupError as unknown:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, str(unknown))
            return
        self.send_response(HTTPStatus.OK)
        service = name.partition(" ")[0]
        kinds = {"DynamoDB": "application/x-amz-json-1.0", "S3": "message/rfc822"}
        self.send_header("Content-Type", kinds.get(service, "application/json"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        if service == "S3":
            self.send_header("ETag", f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"')
            self.send_header("Last-Modified", self.date_time_string())
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _reply  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _answer(method: str, path: str, headers: Item, body: bytes, holdings: Holdings) -> tuple[str, bytes]:
    """Return the call's name and its answer; raise LookupError for a call that nobody made so far."""
    target = str({name.lower(): value for name, value in headers.items()}.get("x-amz-target", ""))
    if target.startswith(_TARGET):
        operation = target.removeprefix(_TARGET)
        return f"DynamoDB {operation}", json.dumps(_dynamodb(operation, json.loads(body), holdings)).encode()
    if path == _SES and method == "POST":
        return "SES SendEmail", json.dumps({"MessageId": f"0100{uuid.uuid4().hex}-000000"}).encode()
    if path.startswith(_SCHEDULES):
        name = path.removeprefix(_SCHEDULES)
        if method == "POST":
            arn = f"arn:aws:scheduler:us-east-1:123456789012:schedule/default/{name}"
            return "Scheduler CreateSchedule", json.dumps({"ScheduleArn": arn}).encode()
        if method == "DELETE":
            return "Scheduler DeleteSchedule", b"{}"
    if method == "GET" and "/inbound/" in path:
        return "S3 GetObject", holdings.mail
    raise LookupError(f"{method} {path} {target}")


def _dynamodb(operation: str, request: dict[str, Any], holdings: Holdings) -> dict[str, Any]:
    match operation:
        case "GetItem":
            found = holdings.item(request["Key"])
            return {"Item": found} if found else {}
        case "BatchGetItem":
            wanted = {table: asked["Keys"] for table, asked in request["RequestItems"].items()}
            answers = {table: [item for key in keys if (item := holdings.item(key))] for table, keys in wanted.items()}
            return {"Responses": answers, "UnprocessedKeys": {}}
        case "TransactGetItems":
            items = [holdings.item(asked["Get"]["Key"]) for asked in request["TransactItems"]]
            return {"Responses": [{"Item": item} if item else {} for item in items]}
        case "Query":
            return _query(request, holdings)
        case "BatchWriteItem":
            return {"UnprocessedItems": {}}
        case "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems":
            return {}
    raise LookupError(f"DynamoDB {operation}")


def _query(request: dict[str, Any], holdings: Holdings) -> dict[str, Any]:
    """Answer a query of the table by its first value, the partition's key; indexes are empty."""
    values = request["ExpressionAttributeValues"]
    prefix = values.get(":prefix", {"S": ""})["S"]
    in_index = "IndexName" in request
    found = [
        item
        for item in holdings.items
        if not in_index and item["pk"] == values[":pk"] and item["sk"]["S"].startswith(prefix)
    ]
    return {"Items": found, "Count": len(found), "ScannedCount": len(found)}


def _certificates(folder: Path) -> tuple[bytes, Path]:
    """Make an authority and a certificate of it for 127.0.0.1, RSA as AWS's are; return it, and the server's file."""
    authority_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Foreword benchmark authority")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    identifier = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    signs = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    authority = (
        _builder(issuer, issuer, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(identifier, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    leaf = (
        _builder(subject, issuer, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    own = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own.write_bytes(secret + leaf.public_bytes(serialization.Encoding.PEM))
    return authority.public_bytes(serialization.Encoding.PEM), own


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )
