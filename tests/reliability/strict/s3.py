"""S3's rules for names (AWS: "Creating object key names", "Bucket naming rules")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.reliability.strict.refusal import Broken

KEY_BYTES = 1024
_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]")


def check(request: Mapping[str, Any]) -> None:
    """Raise Broken where S3 refuses the request."""
    if "Bucket" in request and (not _BUCKET.fullmatch(request["Bucket"]) or ".." in request["Bucket"]):
        raise Broken("The specified bucket is not valid.", "InvalidBucketName")
    if "Key" in request:
        try:
            length = len(request["Key"].encode())
        except UnicodeEncodeError:
            raise Broken("a key that is no UTF-8", "InvalidURI") from None
        if not 1 <= length <= KEY_BYTES:
            raise Broken("Your key is too long", "KeyTooLongError")
