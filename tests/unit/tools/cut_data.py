"""botocore's data as the build cuts it, beside the whole: clients on either, what they send, what they read."""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from tools import aws_calls

WHOLE = Path(Loader.BUILTIN_DATA_PATH)
OPERATIONS = aws_calls.operations()
CALLS = sorted((service, method) for service, methods in OPERATIONS.items() for method in methods)
# Deep enough for every required member; attribute values of DynamoDB hold others without an end.
MAX_DEPTH = 6
# Within the bounds of every number that a call takes.
NUMBER = 75
# A multi-region endpoint of SES: its requests are signed by a library that is not shipped.
NOT_OURS = frozenset({"EndpointId"})
# What differs between two calls that are the same.
OF_THE_MOMENT = frozenset({"x-amz-date", "amz-sdk-invocation-id"})

Answer = tuple[int, dict[str, str], bytes]


class _OneFolder(Loader):
    """Reads from one folder alone, and takes it for the one that comes with botocore."""

    def __init__(self, data: Path) -> None:
        self.BUILTIN_DATA_PATH = str(data)
        super().__init__(extra_search_paths=[str(data)], include_default_search_paths=False)


@functools.cache
def session_on(data: Path) -> botocore.session.Session:
    """Return a session that reads these data alone."""
    session = botocore.session.Session()
    session.register_component("data_loader", _OneFolder(data))
    return session


@functools.cache
def client_on(data: Path, service: str, region: str, endpoint: str | None = None) -> Any:
    """Return a client that reads these data alone."""
    return session_on(data).create_client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}),
    )


def operation(data: Path, service: str, method: str) -> OperationModel:
    """Return the description of the operation behind a client's method."""
    client = client_on(data, service, "us-east-1")
    found: OperationModel = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    return found


def exchange(client: Any, method: str, arguments: Mapping[str, Any], answer: Answer) -> tuple[AWSPreparedRequest, Any]:
    """Call a method; return the request as it would leave, and what was read of the answer, an exception included."""
    sent: list[AWSPreparedRequest] = []

    def answered(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        status, headers, body = answer
        return AWSResponse(request.url, status, HTTPHeaders.from_dict(headers), _Raw(body))

    event = f"before-send.{client.meta.service_model.service_id.hyphenize()}"
    client.meta.events.register_first(event, answered)
    try:
        outcome: Any = getattr(client, method)(**arguments)
    except ClientError as error:
        outcome = error
    finally:
        client.meta.events.unregister(event, answered)
    (request,) = sent
    return request, outcome


class _Raw:
    """A body as urllib3 hands it over."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, _: int | None = None) -> bytes:
        body, self._body = self._body, b""
        return body

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


def written(request: AWSPreparedRequest) -> tuple[Any, ...]:
    """Return all of a request that two equal calls have in common: not its time, nor the signature over that."""
    values: dict[str, Any] = dict(request.headers)
    headers = {
        name.lower(): (value.decode() if isinstance(value, bytes) else str(value)).partition(", Signature=")[0]
        for name, value in values.items()
        if name.lower() not in OF_THE_MOMENT
    }
    return request.method, request.url, headers, request.body


def read(outcome: Any) -> Any:
    """Return what was read, with the bytes of a streamed body, and the class's name of an exception."""
    if isinstance(outcome, ClientError):
        return type(outcome).__name__, outcome.response
    return {name: value.read() if hasattr(value, "read") else value for name, value in outcome.items()}


def sample(shape: Any, depth: int = 0) -> Any:
    """Return a value with every member that a shape has."""
    if shape is None:
        return {}
    if isinstance(shape, StructureShape):
        names = [name for name in shape.members if name not in NOT_OURS]
        if shape.is_tagged_union:
            names = names[:1]
        if depth >= MAX_DEPTH:
            names = [name for name in names if name in shape.required_members]
        return {name: sample(shape.members[name], depth + 1) for name in names}
    if isinstance(shape, ListShape):
        return [] if depth >= MAX_DEPTH else [sample(shape.member, depth + 1)]
    if isinstance(shape, MapShape):
        return {} if depth >= MAX_DEPTH else {"key": sample(shape.value, depth + 1)}
    plain = {
        "boolean": True,
        "integer": NUMBER,
        "long": NUMBER,
        "float": 7.5,
        "double": 7.5,
        "blob": b"some bytes",
        "timestamp": 1_800_000_000,
    }
    if shape.type_name in plain:
        return plain[shape.type_name]
    return (getattr(shape, "enum", None) or ["some-text-of-25-letters-xx"])[0]


def answer_of(model: OperationModel) -> Answer:
    """Return an answer in which every member of the operation's output stands."""
    output = model.output_shape
    value = sample(output)
    if model.service_model.metadata["protocol"] != "rest-xml" or not isinstance(output, StructureShape):
        return 200, {"x-amzn-RequestId": "some-request"}, _as_json(value)
    headers: dict[str, str] = {"x-amz-request-id": "some-request"}
    body = b""
    inner = []
    for name, member in output.members.items():
        if member.serialization.get("location") == "header":
            headers[member.serialization["name"]] = _header(member)
        elif member.serialization.get("location") == "headers":
            headers[member.serialization["name"] + "key"] = "some-text"
        elif member.serialization.get("streaming"):
            body = b"x" * NUMBER  # what Content-Length says
        else:
            inner.append(_as_xml(member.serialization.get("name", name), member, value[name]))
    return 200, headers, body or f"<Result>{''.join(inner)}</Result>".encode()


def error_of(protocol: str, code: str, members: Any) -> Answer:
    """Return an error's answer, with all that its shape has."""
    if protocol == "rest-xml":
        return 400, {}, f"<Error><Code>{code}</Code><Message>no</Message><Key>k</Key></Error>".encode()
    return 400, {"x-amzn-errortype": code}, _as_json({**members, "__type": f"some.name.space#{code}", "message": "no"})


def _as_json(value: Any) -> bytes:
    return json.dumps(value, default=lambda raw: base64.b64encode(raw).decode()).encode()


def _header(shape: Shape) -> str:
    if shape.type_name == "timestamp":
        return "Fri, 15 Jan 2027 08:00:00 GMT"
    value = sample(shape)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_xml(name: str, shape: Shape, value: Any) -> str:
    if isinstance(shape, ListShape):
        inner = shape.member.serialization.get("name", "member")
        if shape.serialization.get("flattened"):
            return "".join(_as_xml(name, shape.member, item) for item in value)
        return f"<{name}>{''.join(_as_xml(inner, shape.member, item) for item in value)}</{name}>"
    if isinstance(shape, StructureShape):
        members = ((shape.members[key].serialization.get("name", key), shape.members[key], value[key]) for key in value)
        return f"<{name}>{''.join(_as_xml(*member) for member in members)}</{name}>"
    if shape.type_name == "timestamp":
        return f"<{name}>2027-01-15T08:00:00.000Z</{name}>"
    return f"<{name}>{escape(str(value).lower() if isinstance(value, bool) else str(value))}</{name}>"
