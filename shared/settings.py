"""Typed settings, one class per function, read from its environment; what is missing is named in one line."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from shared.domain.errors import SettingsError

_S = TypeVar("_S")
MIN_KEY = 32
_DOMAIN = re.compile(r"@[A-Za-z0-9.-]+")
_ADDRESS = re.compile(rf"[^\s@<>()*,;:\"]+{_DOMAIN.pattern}")


def _text(value: str) -> str:
    return value


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("is not an address like prep@example.com")
    return value.lower()


def _senders(value: str) -> frozenset[str]:
    entries = frozenset(entry.strip().lower() for entry in value.split(",") if entry.strip())
    if not entries or not all(_DOMAIN.fullmatch(entry) or _ADDRESS.fullmatch(entry) for entry in entries):
        raise ValueError("is not a comma-separated list of addresses and @domains")
    return entries


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("is not an IANA time zone like America/New_York") from error
    return value


def _key(value: str) -> bytes:
    if len(value) < MIN_KEY:
        raise ValueError(f"is shorter than {MIN_KEY} characters")
    return value.encode()


def _https(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("is not an address that begins with https://")
    return value


def _between(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"is not a whole number from {low} to {high}")
        return int(value)

    return parse


def _read(parse: Callable[[str], Any]) -> Any:
    """Declare a setting: the field's name in capitals is the environment variable, `parse` its reader."""
    return dataclasses.field(metadata={"parse": parse})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSettings:
    """What the records need: `address_key` is the HMAC key for addresses in keys, retention is in days."""

    table_name: str = _read(_text)
    address_key: bytes = _read(_key)
    default_time_zone: str = _read(_zone)
    record_retention_days: int = _read(_between(1, 3650))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveSettings(RecordsSettings):
    """receive_email. `thank_you_delay_minutes` counts from the meeting's end."""

    bucket_name: str = _read(_text)
    from_address: str = _read(_address)
    schedule_group: str = _read(_text)
    allowed_senders: frozenset[str] = _read(_senders)
    thank_you_delay_minutes: int = _read(_between(0, 720))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SendSettings(RecordsSettings):
    """send_delivery. The budgets are mails a day (UTC): to one user, to a domain, in all."""

    from_address: str = _read(_address)
    configuration_set: str = _read(_text)
    unsubscribe_url: str = _read(_https)
    daily_mails_per_user: int = _read(_between(1, 10_000))
    daily_mails_per_domain: int = _read(_between(1, 1_000_000))
    daily_mails: int = _read(_between(1, 10_000_000))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSettings(SendSettings):
    """dispatch_deliveries, which also sends what is due now."""

    schedule_group: str = _read(_text)
    schedule_role_arn: str = _read(_text)
    schedule_dlq_arn: str = _read(_text)
    send_delivery_arn: str = _read(_text)
    bucket_name: str = _read(_text)


def load(kind: type[_S], environment: Mapping[str, str] | None = None) -> _S:
    """Read the settings of one function; raise SettingsError naming the first variable that is missing or wrong."""
    values = os.environ if environment is None else environment
    read: dict[str, Any] = {}
    for field in dataclasses.fields(kind):  # type: ignore[arg-type] # every caller hands in a dataclass of this file
        variable = field.name.upper()
        text = values.get(variable, "").strip()
        if not text:
            raise SettingsError(f"The environment variable {variable} is not set.")
        try:
            read[field.name] = field.metadata["parse"](text)
        except ValueError as error:
            raise SettingsError(f"The environment variable {variable} {error}.") from error
    return kind(**read)
