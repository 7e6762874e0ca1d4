"""A table in moto, made as template.yaml defines it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.adapters.dynamodb_records import DynamoDBRecords
from tests import template
from tests.builders import ZONE

TABLE = "records"


def make_table(client: Any) -> None:
    """Make the table; moto knows the parts that matter to reading and writing."""
    definition = template.properties("Table")
    parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=TABLE, **{part: definition[part] for part in parts})


def records_over(client: Any) -> DynamoDBRecords:
    """Build the records over a client."""
    return DynamoDBRecords(client, TABLE, b"k" * 32, timedelta(days=365), ZONE)
