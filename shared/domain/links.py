"""Every link that a mail of ours can carry is built here, from a fixed list of hosts and percent-encoded words.

Nothing of an invite's own links is passed on, and none of these is fetched by us. A company's site is reached through a
search, so that no address has to be guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

# RFC 6068 leaves the length of a mailto URI open; some mail programs and Windows cut it at about 2,000 characters.
MAILTO_BODY_LIMIT = 1800


def encoded(words: str) -> str:
    """Percent-encode everything but letters, digits and "-._~" (RFC 3986, 2.3); a space is %20."""
    return quote(words, safe="", errors="replace")


def _search(words: str) -> str:
    return f"https://duckduckgo.com/?q={encoded(words)}"


def _news(words: str) -> str:
    return f"https://news.google.com/search?q={encoded(words)}"


def _profile(words: str) -> str:
    return _search(f"site:linkedin.com/in {words}")


def _filings(words: str) -> str:
    return f"https://www.sec.gov/edgar/search/#/q={encoded(words)}&filter_forms=10-K"


def _nonprofit(words: str) -> str:
    return f"https://projects.propublica.org/nonprofits/search?q={encoded(words)}"


def _college(words: str) -> str:
    return f"https://nces.ed.gov/collegenavigator/?q={encoded(words)}"


def _handbook(words: str) -> str:
    if not words:
        return "https://www.bls.gov/ooh/"
    return f"https://data.bls.gov/search/query/results?q={encoded(words + ' inurl:bls.gov/ooh/')}"


def _occupation(words: str) -> str:
    return f"https://www.onetonline.org/find/result?s={encoded(words)}" if words else "https://www.onetonline.org/"


def _pay(words: str) -> str:
    page = "https://www.careeronestop.org/Toolkit/Wages/find-salary.aspx"
    return f"{page}?keyword={encoded(words)}" if words else page


# What the research checklist may name under `link`; phrases.toml, [links], says what each is called.
RESEARCH: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "web": _search,
        "news": _news,
        "profile": _profile,
        "filings": _filings,
        "nonprofit": _nonprofit,
        "college": _college,
        "handbook": _handbook,
        "occupation": _occupation,
        "pay": _pay,
    }
)
# The whole list of hosts that a mail may link to.
KNOWN_HOSTS = frozenset(
    {
        "duckduckgo.com",
        "news.google.com",
        "www.sec.gov",
        "projects.propublica.org",
        "nces.ed.gov",
        "www.bls.gov",
        "data.bls.gov",
        "www.onetonline.org",
        "www.careeronestop.org",
        "mail.google.com",
        "outlook.office.com",
    }
)


def is_known(url: str) -> bool:
    """Tell whether a mail may carry this link: https to a host of the list, or mailto."""
    parts = urlsplit(url)
    return parts.scheme == "mailto" or (parts.scheme == "https" and parts.hostname in KNOWN_HOSTS)


def mailto(to: str, subject: str, body: str) -> str:
    """Build a mailto URI (RFC 6068), line breaks as %0D%0A; an empty body is left out."""
    link = f"mailto:{_address(to)}?subject={encoded(subject)}"
    return f"{link}&body={_body(body)}" if body else link


def gmail_compose(to: str, subject: str, body: str) -> str:
    """Build the link that opens Gmail's compose window. Google does not document it; it has held for years."""
    return f"https://mail.google.com/mail/?view=cm&fs=1&to={encoded(to)}&su={encoded(subject)}&body={_body(body)}"


def outlook_compose(to: str, subject: str, body: str) -> str:
    """Build the link that opens Outlook on the web; it shows "+" as it stands, so that spaces have to be %20."""
    page = "https://outlook.office.com/mail/deeplink/compose"
    return f"{page}?to={encoded(to)}&subject={encoded(subject)}&body={_body(body)}"


def fits_mailto(body: str) -> bool:
    """Tell whether the encoded body keeps within what mail programs take."""
    return len(_body(body)) <= MAILTO_BODY_LIMIT


def _address(email: str) -> str:
    """Encode an address for the path of a mailto URI; "@" stands as it is (RFC 6068, 2)."""
    return quote(email, safe="@", errors="replace")


def _body(text: str) -> str:
    return encoded(text.replace("\r\n", "\n").replace("\n", "\r\n"))
