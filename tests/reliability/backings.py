"""Where a deployment keeps its items and mails: in moto, or in dictionaries. Both behind the strict rules."""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError

from local.aws import Stack, Stream
from local.template import Names
from tests.reliability.memory_dynamodb import MemoryDynamoDB
from tests.reliability.strict import s3
from tests.reliability.strict.clients import Rules, StrictClients
from tests.reliability.strict.refusal import Broken

Items = list[dict[str, Any]]
_SUFFIXES = itertools.count(1)


class Backing(Protocol):
    """What a Cloud asks of it; `names` are the template's, `rules` what it refuses."""

    names: Names
    rules: Rules

    def client(self, service: str) -> Any:
        """Return the client of "dynamodb" or "s3"."""

    def put_mail(self, key: str, raw: bytes) -> None:
        """Lay a raw mail into the bucket."""

    def mails(self) -> set[str]:
        """Return the keys in the bucket."""

    def items(self) -> Items:
        """Return every item of the table, typed."""

    def open_checks(self) -> list[str]:
        """Return when each open Delivery is to be looked at."""

    def new_records(self) -> Items:
        """Return what the stream has had since the last call."""

    def end(self) -> None:
        """Take everything away."""


class MotoBacking:
    """moto, with the table as template.yaml defines it."""

    def __init__(self, clients: StrictClients, parameters: Mapping[str, str]) -> None:
        self._stack = Stack(clients, parameters)
        self._stream = Stream(self._stack)
        self.names, self.rules = self._stack.names, clients.rules
        self.client, self.put_mail = self._stack.clients, self._stack.put_mail
        self.items, self.new_records = self._stack.items, self._stream.new_records

    def mails(self) -> set[str]:
        """Return the keys in the bucket."""
        listed = self.client("s3").list_objects_v2(Bucket=self._stack.bucket).get("Contents", [])
        return {entry["Key"] for entry in listed}

    def open_checks(self) -> list[str]:
        """Return when each open Delivery is to be looked at."""
        return list(self._stack.open_checks().values())

    def end(self) -> None:
        """Take the table away: moto copies all tables at every transaction."""
        self.client("dynamodb").delete_table(TableName=self._stack.table)


class MemoryBacking:
    """Dictionaries, for thousands of runs."""

    def __init__(self, rules: Rules, parameters: Mapping[str, str]) -> None:
        self.names, self.rules = Names(parameters, str(next(_SUFFIXES))), rules
        rules.configuration_sets.add(self.names.name("ConfigurationSet"))
        self._dynamodb, self._s3 = MemoryDynamoDB(rules), _MemoryS3(rules)

    def client(self, service: str) -> Any:
        """Return the client of "dynamodb" or "s3"."""
        return {"dynamodb": self._dynamodb, "s3": self._s3}[service]

    def put_mail(self, key: str, raw: bytes) -> None:
        """Lay a raw mail into the bucket."""
        self._s3.objects[key] = raw

    def mails(self) -> set[str]:
        """Return the keys in the bucket."""
        return set(self._s3.objects)

    def items(self) -> Items:
        """Return every item of the table, typed."""
        return list(self._dynamodb.items.values())

    def open_checks(self) -> list[str]:
        """Return when each open Delivery is to be looked at."""
        return [item["check_at"]["S"] for item in self._dynamodb.items.values() if "open_shard" in item]

    def new_records(self) -> Items:
        """Return what the stream has had since the last call."""
        records, self._dynamodb.stream = self._dynamodb.stream, []
        return records

    def end(self) -> None:
        """Leave it to the garbage collector."""


class _MemoryS3:
    def __init__(self, rules: Rules) -> None:
        self.objects: dict[str, bytes] = {}
        self._rules = rules

    def get_object(self, **request: Any) -> dict[str, Any]:
        """AWS: GetObject."""
        self._check("GetObject", request)
        if request["Key"] not in self.objects:
            answer: Any = {"Error": {"Code": "NoSuchKey"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
            raise ClientError(answer, "GetObject")
        return {"Body": io.BytesIO(self.objects[request["Key"]])}

    def delete_object(self, **request: Any) -> dict[str, Any]:
        """AWS: DeleteObject; deleting what is not there is no error."""
        self._check("DeleteObject", request)
        self.objects.pop(request["Key"], None)
        return {}

    def _check(self, operation: str, request: Mapping[str, Any]) -> None:
        try:
            s3.check(request)
        except Broken as broken:
            self._rules.violations.append(f"{operation}: {broken}")
            raise
