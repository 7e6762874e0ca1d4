"""SES's rules for SendEmail (AWS: API reference v2, SendEmail and MessageTag; "Service quotas in Amazon SES")."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from tests.reliability.strict.refusal import Broken

MESSAGE_BYTES = 40 * 1024 * 1024
RECIPIENTS = 50
TAGS = 50
LINE = 998
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ADDRESS = re.compile(r"[\x21-\x7e]{1,64}@[A-Za-z0-9.-]{1,255}")


def check(operation: str, request: Mapping[str, Any], configuration_sets: Collection[str]) -> None:
    """Raise Broken where SES refuses to send."""
    if operation != "SendEmail":
        return
    destination = request.get("Destination", {})
    recipients = [address for kind in ("To", "Cc", "Bcc") for address in destination.get(f"{kind}Addresses", [])]
    if not 1 <= len(recipients) <= RECIPIENTS:
        raise Broken(f"Recipient count is {len(recipients)}", "BadRequestException")
    for address in recipients:
        if not _ADDRESS.fullmatch(address):
            raise Broken("Invalid address", "BadRequestException")
    _check_tags(request.get("EmailTags", []))
    named = request.get("ConfigurationSetName")
    if named is not None and named not in configuration_sets:
        raise Broken(f"Configuration set <{named}> does not exist.", "NotFoundException")
    if "Raw" in request["Content"]:
        _check_raw(request["Content"]["Raw"]["Data"])


def _check_tags(tags: list[Mapping[str, str]]) -> None:
    names = [tag["Name"] for tag in tags]
    if len(names) > TAGS or len(set(names)) != len(names):
        raise Broken("too many message tags, or one name twice", "BadRequestException")
    for tag in tags:
        if not _TAG.fullmatch(tag["Name"]) or not _TAG.fullmatch(tag["Value"]):
            raise Broken("a message tag with other than letters, digits, _ and -", "BadRequestException")


def _check_raw(data: bytes) -> None:
    if len(data) > MESSAGE_BYTES:
        raise Broken(f"Message length is more than {MESSAGE_BYTES} bytes long", "BadRequestException")
    head, gap, _ = data.partition(b"\r\n\r\n")
    if not gap:
        raise Broken("a mail without a body", "BadRequestException")
    if any(len(line) > LINE for line in data.split(b"\r\n")):
        raise Broken(f"a line of more than {LINE} octets (RFC 5322, 2.1.1)", "BadRequestException")
    if not head.isascii():
        raise Broken("a header with other than ASCII", "BadRequestException")
    fields = [line.split(b":", 1)[0].lower() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    for once in (b"from", b"to", b"subject", b"date", b"reply-to", b"message-id"):
        if fields.count(once) > 1:
            raise Broken(f"Duplicate header '{once.decode()}'.", "BadRequestException")
    if b"from" not in fields:
        raise Broken("Missing required header 'From'.", "BadRequestException")
