"""The link to join a meeting: found, never fetched, never passed on."""

from __future__ import annotations

import functools
import re

from shared.inbox.calendar.content_lines import Component, Property

# Where calendars put the link itself. CONFERENCE is RFC 7986, 5.11; the others are their producers' own.
_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "CONFERENCE",
    "X-GOOGLE-HANGOUT",
    "X-CONFERENCE-URL",
    "X-MEETING-URL",
    "X-ZOOM-MEETING-URL",
    "X-WEBEX-MEETING-URL",
)
# Hosts whose links are to join, with what the path must hold where the host serves other pages as well.
_HOSTS = (
    (r"(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)", r"/(?:j|my|w|s|wc|meeting)/"),
    (r"zoom\.us", r"/(?:j|my|w|s)/"),
    (r"teams\.(?:microsoft|live)\.com|(?:dod|gov)\.teams\.microsoft\.us", r"/(?:l/meetup-join|meet)/"),
    (r"meet\.google\.com", r"/[a-z]"),
    (r"hangouts\.google\.com|plus\.google\.com", r"/(?:hangouts|call)/"),
    (r"(?:[\w-]+\.)*webex\.com", r"/"),
    (r"(?:global\.|app\.|meet\.)?goto(?:meeting|meet|webinar)?\.(?:com|me)|meet\.goto\.com", r"/"),
    (r"(?:[\w-]+\.)?whereby\.com|appear\.in", r"/\w"),
    (r"meet\.jit\.si|8x8\.vc|(?:[\w-]+\.)*jitsi\.[\w.-]+|jitsi\.[\w.-]+", r"/\w"),
    (r"(?:[\w-]+\.)*bluejeans\.com", r"/\w"),
    (r"(?:app\.)?chime\.aws", r"/\w"),
    (r"join\.skype\.com|meet\.lync\.com|(?:lync|meet)\.[\w.-]+", r"/\w"),
    (r"(?:[\w-]+\.)*ringcentral\.com", r"/(?:join|j)/"),
    (r"facetime\.apple\.com", r"/join"),
    (r"meeting\.tencent\.com|voovmeeting\.com|meeting\.dingtalk\.com", r"/"),
    (r"vc\.feishu\.cn|vc\.larksuite\.com", r"/j/"),
    (r"(?:bbb|bigbluebutton)[\w-]*\.[\w.-]+|[\w.-]+\.(?:bbb|bigbluebutton)\.[\w.-]+", r"/\w"),
    (r"meet(?:ing)?s?\.[\w.-]+", r"/\w"),
    (r"discord\.gg|discord\.com", r"/\w"),
    (r"app\.slack\.com", r"/huddle/"),
    (r"(?:[\w-]+\.)*starleaf\.com|(?:[\w-]+\.)*pexip\.[\w.]+|(?:[\w-]+\.)*vidyo\.com", r"/\w"),
    (r"cal\.com", r"/video/"),
    (r"(?:[\w-]+\.)?daily\.co|around\.co|(?:[\w-]+\.)?livestorm\.co|app\.gather\.town", r"/\w"),
)
_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}\u00a0]{4,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?*_"


def join_url(event: Component) -> str | None:
    """Return the conference property of an event, else the first link to join in LOCATION, else in DESCRIPTION."""
    for name in _PROPERTIES:
        found = [url for prop in _video_first(event.all(name)) if (url := _only_url(prop.text))]
        if found:
            return found[0]
    for name in ("LOCATION", "DESCRIPTION"):
        text = event.value(name)
        if text and (url := link_to_join(text)):
            return url
    return None


def link_to_join(text: str) -> str | None:
    """Return the first link in a text that leads into a meeting, as far as its host and path tell."""
    for match in _URL.finditer(text):
        url = _trimmed(match[0])
        if any(_joins_at(host, path).match(url) for host, path in _HOSTS):
            return url
    return None


@functools.cache
def _joins_at(host: str, path: str) -> re.Pattern[str]:
    """Return what the links into one program's meetings look like; most mails need no more than a few of them."""
    return re.compile(rf"https?://(?:[^/@\s]+@)?(?:{host})(?::\d+)?(?={path})", re.IGNORECASE)


def _video_first(found: list[Property]) -> list[Property]:
    """Order CONFERENCE by its FEATURE: what has video before a chat or a feed."""
    return sorted(found, key=lambda prop: "VIDEO" not in prop.params.get("FEATURE", "").upper())


def _only_url(text: str) -> str | None:
    match = _URL.match(text.strip().strip("<>"))
    return _trimmed(match[0]) if match else None


def _trimmed(url: str) -> str:
    """Drop the punctuation of the sentence around a link."""
    url = url.rstrip(_TRAILING)
    for opening, closing in ("()", "[]"):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(_TRAILING)
    return url
