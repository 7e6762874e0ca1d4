"""The company behind an address: the registrable part of its domain, unless a mailbox provider's.

Suffixes of two labels ("co.uk", "com.br") are told by a short table. The Public Suffix List (388 KB, 84 ms to load)
knows thousands more, nearly all of them towns of Japan, Norway and Italy, below which hardly a company has its mail.
Where the invite spells the company itself, its spelling is taken.
"""

from __future__ import annotations

import re

from shared.inbox.wording.tables import single_words

# Second labels under a country's domain that belong to the registry, and not to a company.
_REGISTRY_LABELS = frozenset(
    single_words(
        """
        ac adv asn assoc co com coop edu eng ens gen go gob gouv gov govt gub gv ind k12 ltd me med mil muni ne net nhs
        nom or org plc police pp pro res sch school sld uz
        """
    )
)
# Whole suffixes that the rule does not tell: companies that sell names below their own.
_SHARED_SUFFIXES = ("onmicrosoft.com", "uk.com", "us.com", "eu.com", "gb.net", "de.com", "co.com", "github.io")
# Mailbox providers under many top-level domains, and others by their whole domain.
_PROVIDER_NAMES = frozenset(
    single_words(
        """
        gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud gmx aol protonmail tutanota yandex
        rediffmail fastmail t-online zohomail laposte wanadoo virgilio libero tiscali bigpond
        """
    )
)
_PROVIDER_DOMAINS = frozenset(
    single_words(
        """
        me.com mac.com proton.me pm.me tuta.com tuta.io tutamail.com hey.com duck.com posteo.de posteo.net mailbox.org
        web.de freenet.de arcor.de 1und1.de online.de mail.com mail.ru mail.de inbox.ru bk.ru list.ru rambler.ru ya.ru
        qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com naver.com
        daum.net hanmail.net nate.com orange.fr free.fr sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr tin.it
        alice.it inwind.it iol.it bluewin.ch hispeed.ch sunrise.ch comcast.net verizon.net att.net sbcglobal.net
        bellsouth.net cox.net charter.net earthlink.net juno.com netzero.net optonline.net frontier.com rr.com shaw.ca
        rogers.com sympatico.ca telus.net bell.net btinternet.com btopenworld.com talktalk.net sky.com virginmedia.com
        ntlworld.com blueyonder.co.uk optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com
        seznam.cz centrum.cz email.cz wp.pl o2.pl onet.pl interia.pl op.pl home.nl ziggo.nl kpnmail.nl planet.nl
        xs4all.nl hetnet.nl chello.nl upcmail.nl skynet.be telenet.be proximus.be docomo.ne.jp ezweb.ne.jp
        softbank.ne.jp nifty.com biglobe.ne.jp ocn.ne.jp excite.co.jp au.com hushmail.com lycos.com mailinator.com
        simplelogin.com simplelogin.co anonaddy.com mozmail.com usa.net abv.bg walla.co.il telia.com mail.bg ukr.net
        inbox.lv zoho.com passport.com aim.com email.com privaterelay.com appleid.com duck.co terra.es telefonica.net
        """
    )
)
# Under a state of the US: schools, colleges, libraries, museums and offices of the state (RFC 1480, 2).
_UNDER_A_STATE = frozenset({"k12", "cc", "tec", "lib", "mus", "gen", "state", "dst", "cog"})
# "ci.fairhaven.wa.us" and "co.fairhaven.wa.us": the offices of a city and of a county (RFC 1480, 2).
_LOCAL = {"ci": "City of {}", "co": "{} County"}
_SHORT_NAME = 3


def registrable(domain: str) -> str:
    """Return the part of a domain that somebody registered: "acme.co.uk" of "mail.eu.acme.co.uk"."""
    labels = domain.lower().strip(".").split(".")
    keep = 2
    if labels[-1:] == ["us"] and len(labels) > keep and len(labels[-2]) == 2:  # noqa: PLR2004 - a state
        # "fairhaven.wa.us" of "ci.fairhaven.wa.us", "northside.k12.wa.us": the state itself is nobody's employer.
        return ".".join(labels[-4:] if labels[-3] in _UNDER_A_STATE else labels[-3:])
    if ".".join(labels[-2:]) in _SHARED_SUFFIXES or (
        len(labels) > keep and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS  # noqa: PLR2004 - a country
    ):
        keep = 3
    return ".".join(labels[-keep:])


def is_provider(domain: str) -> bool:
    """Tell whether anybody can have an address in this domain, so that it says nothing of an employer."""
    name = registrable(domain)
    return name in _PROVIDER_DOMAINS or name.split(".")[0] in _PROVIDER_NAMES


def company_of(email: str, texts: tuple[str, ...]) -> str | None:
    """Return the company of an address as the texts spell it, or else from its domain; None for a provider's."""
    domain = email.rpartition("@")[2]
    if not domain or is_provider(domain):
        return None
    label = registrable(domain).split(".")[0]
    if label in _UNDER_A_STATE:
        return None
    return _local_government(domain, texts) or _spelled(label, texts) or _from_label(label)


def _local_government(domain: str, texts: tuple[str, ...]) -> str | None:
    """Name the city or county of a US locality's domain: "City of Fairhaven" of "ci.fairhaven.wa.us"."""
    labels = domain.lower().strip(".").split(".")
    if len(labels) < 4 or labels[-1] != "us" or len(labels[-2]) != 2 or labels[-4] not in _LOCAL:  # noqa: PLR2004 - as above
        return None
    place = labels[-3]
    return _LOCAL[labels[-4]].format(_spelled(place, texts) or _from_label(place))


def _spelled(label: str, texts: tuple[str, ...]) -> str | None:
    """Find the words of a text that make up the label: "Harbor Health" for "harborhealth"."""
    letters = label.replace("-", "")
    if len(letters) < _SHORT_NAME or not letters.isalnum():
        return None
    pattern = re.compile(
        r"(?<![\w@./-])" + r"[ .&'-]?".join(map(re.escape, letters)) + r"(?![\w@-]|\.\w)", re.IGNORECASE
    )
    for text in texts:
        for match in pattern.finditer(text[:20000]):
            if match[0][0].isupper() or match[0][0].isdigit():
                return match[0]
    return None


def _from_label(label: str) -> str:
    if len(label) <= _SHORT_NAME:
        return label.upper()
    return " ".join(part[:1].upper() + part[1:] for part in label.split("-") if part)
