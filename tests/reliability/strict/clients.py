"""boto3 clients that refuse what AWS refuses, before moto sees the request."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.model import OperationModel

from local.clock import MovableClock
from tests.reliability.strict import dynamodb, s3, scheduler, ses
from tests.reliability.strict.refusal import Broken, Refused, check_model

# AWS: TransactWriteItems, "Idempotency": a token holds for ten minutes.
TOKEN_SECONDS = 600
_REPLAYED = "strict_replayed"


class Rules:
    """What AWS remembers between requests, and every rule that a request broke: code may swallow the error.

    `clock` tells whether an at() is past; without one only its form is looked at.
    """

    def __init__(self, clock: MovableClock | None = None) -> None:
        self.clock = clock
        self.violations: list[str] = []
        self.configuration_sets: set[str] = set()
        self._tokens: dict[str, tuple[float, str]] = {}

    def check(self, model: OperationModel, request: dict[str, Any]) -> bool:
        """Raise Refused where AWS refuses; True where it answers a repeated token without doing it again."""
        operation, service = model.name, model.service_model.service_name
        try:
            check_model(model.input_shape, request)
            if service == "dynamodb":
                dynamodb.check(operation, request)
            elif service == "scheduler":
                scheduler.check(operation, request, self.clock.now() if self.clock else None)
            elif service == "sesv2":
                ses.check(operation, request, self.configuration_sets)
            elif service == "s3":
                s3.check(request)
            replayed = self._is_replayed(operation, request)
        except Broken as broken:
            self.violations.append(f"{operation}: {broken}")
            raise Refused(operation, str(broken), broken.code) from None
        if operation == "CreateConfigurationSet":
            self.configuration_sets.add(request["ConfigurationSetName"])
        return replayed

    def _is_replayed(self, operation: str, request: dict[str, Any]) -> bool:
        """Tell a token that comes again; with other contents it is refused, for ten minutes in DynamoDB."""
        named = {"TransactWriteItems": "ClientRequestToken", "CreateSchedule": "ClientToken"}.get(operation)
        token = request.get(named or "")
        if not token:
            return False
        said = json.dumps({key: value for key, value in request.items() if key != named}, sort_keys=True, default=str)
        now = (self.clock.now() if self.clock else datetime.now(UTC)).timestamp()
        then, before = self._tokens.get(f"{operation} {token}", (0.0, ""))
        if before and now - then < TOKEN_SECONDS:
            if before != said:
                codes = {
                    "ClientRequestToken": "IdempotentParameterMismatchException",
                    "ClientToken": "ConflictException",
                }
                raise Broken("the token was used with other contents", codes[named or ""])
            return True
        self._tokens[f"{operation} {token}"] = (now, said)
        return False


class StrictClients:
    """Stands where a function from a service's name to its client does, and puts the rules before each client."""

    def __init__(self, clients: Callable[[str], Any], rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self._clients = clients
        self._watched: set[str] = set()

    def __call__(self, service: str) -> Any:
        client = self._clients(service)
        if service not in self._watched:
            self._watched.add(service)
            watch(client, self.rules)
        return client


def watch(client: Any, rules: Rules) -> Any:
    """Put the rules before every request of a client, and return it."""

    def before(params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        context[_REPLAYED] = rules.check(model, params)

    def answer(model: OperationModel, context: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        if not context.get(_REPLAYED):
            return None
        body: dict[str, Any] = {"ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}
        return AWSResponse("https://replayed.invalid/", 200, HTTPHeaders(), None), body

    # The unique ids keep a client that is handed in twice from being checked twice.
    client.meta.events.register_first("before-parameter-build.*.*", before, unique_id="strict-before")
    client.meta.events.register_first("before-call.*.*", answer, unique_id="strict-answer")
    return client
