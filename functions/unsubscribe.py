"""Somebody pressed "unsubscribe": the function URL that List-Unsubscribe names."""

from __future__ import annotations

import base64
import functools
from typing import Any
from urllib.parse import parse_qs

from shared import bootstrap, settings
from shared.adapters.journal import Journal
from shared.steps.unsubscribe import Unsubscribe

Answer = dict[str, Any]
MAX_BODY = 2_000


def handler(event: dict[str, Any], context: Any) -> Answer:
    """Answer one request of the function URL (AWS: "Invoking Lambda function URLs", payload format 2.0)."""
    journal = _journal()
    journal.began(context)
    return handle(event, _unsubscribe(), journal)


def handle(event: dict[str, Any], unsubscribe: Unsubscribe, journal: Journal) -> Answer:
    """Show a page to a reader, act for a POST alone: programs that scan mails follow links (RFC 8058, 3.2)."""
    token = str((event.get("queryStringParameters") or {}).get("t", ""))
    method = event["requestContext"]["http"]["method"]
    if method != "POST":
        return _page(unsubscribe.page(token))
    said = parse_qs(_body(event))
    outcome = unsubscribe(token, everything=said.get("scope") == ["all"])
    journal.outcome(outcome)
    return _page(unsubscribe.page_after(outcome))


def _body(event: dict[str, Any]) -> str:
    body = str(event.get("body") or "")[:MAX_BODY]
    if not event.get("isBase64Encoded"):
        return body
    try:
        return base64.b64decode(body).decode("ascii", "replace")
    except ValueError:
        return ""


def _page(html: str) -> Answer:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return {"statusCode": 200, "headers": headers, "body": html}


@functools.cache
def _unsubscribe() -> Unsubscribe:
    return bootstrap.unsubscribe(settings.load(settings.RecordsSettings))


@functools.cache
def _journal() -> Journal:
    return Journal()
