"""Names as invites spell them, and how to greet somebody without guessing."""

from __future__ import annotations

import re
import unicodedata

from shared.domain.language import Language
from shared.domain.plain import unmarked, without_links, words_of

MAX_NAME = 60
# What stands in front of a name and is not the name.
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "rev", "sir", "dame", "judge", "hon"})
# What follows a comma and is no first name.
_SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "md", "phd", "rn", "bsn", "msn", "mba", "esq", "cpa", "pe", "dds", "jd", "edd"}
)
# Family names of places where they come first, and often do so in Latin letters too: whoever begins with one may be
# called by what follows it, or not. Spelled without their marks.
_MAY_BE_FAMILY_NAMES = words_of(
    """
    bui dang dao dinh do doan duong ha ho hoang huynh lam le luong luu ly mai ngo nguyen pham phan ta to tran trinh
    truong vo vu vuong cai cao chan chang chen cheng cheung chin chiu choi chow chu deng ding dong fan fang feng
    fong fu gao gong gu guo han hao he hou hsieh hsu hu huang jia jiang jin kong kuo lai lau law leung li liang liao
    lim lin ling liu lo lu luo ma mao meng ng ouyang pan peng qian qiao qin qiu ren shao shen shi shih song su sun
    tan tang teng tian tsai wan wang wei wen wong wu xia xiao xie xiong xu xue yan yang yao ye yeh yin yip yu yuan
    zeng zhang zhao zheng zhong zhou zhu zou ahn bae baek byun cha cho choe chung hong hwang jang jeon jeong jo ju
    jung kang kim ko kwak kwon lee min moon nam noh oh paik park roh ryu seo shin sim sohn woo yeo yoo yoon yun
    kovacs nagy szabo toth horvath varga kiss molnar nemeth farkas balogh
    """
)
# Names of this form are said with an article.
_WITH_ARTICLE = re.compile(
    r"(?:City|County|Town|Village|Port|State|University|College|School|Department|Office|Ministry) of "
)
_BRACKETED = re.compile(r"\s*[(\[{<].*?[)\]}>]\s*")


def display_name(name: str | None) -> str:
    """Return the name as it is written in a sentence; "" where there is none.

    "Nair, Priya (Product)" becomes "Priya Nair"; an address in place of a name is no name.
    """
    bare = without_links(_BRACKETED.sub(" ", name or ""), MAX_NAME).strip("\"' ")
    if "@" in bare or not any(char.isalpha() for char in bare):
        return ""
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    core = [part for part in parts if not is_suffix(part)]
    if len(core) == 2 and len(core[1].split()) <= 3:  # noqa: PLR2004 - "Last, First Middle"
        after = parts[parts.index(core[1]) + 1 :]
        return ", ".join([f"{core[1]} {core[0]}", *after])
    return bare


def is_suffix(word: str) -> bool:
    """Tell whether a word behind a comma belongs to the name before it: "Jr.", "PhD", "RN"."""
    return _bare(word) in _SUFFIXES


def greeting_name(name: str) -> str:
    """Return what to call somebody in an informal greeting: the given name where it is plain which that is.

    Outside the Latin script, and where the first word is an initial, a title or what may be the family name, it is the
    whole name.
    """
    words = name.partition(",")[0].split()
    if not words or not all(_is_latin(char) for char in name if char.isalpha()):
        return name
    first = words[0]
    is_initial = len(_bare(first)) < 2  # noqa: PLR2004 - one letter
    if is_initial or _bare(first) in _TITLES or unmarked(first) in _MAY_BE_FAMILY_NAMES:
        return " ".join(words)
    return first


def in_a_sentence(company: str, language: Language) -> str:
    """Return a company's name as it stands after "at": "the City of Fairhaven", "Harbor Health"."""
    return language.say("meeting.with_article", company=company) if _WITH_ARTICLE.match(company) else company


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
